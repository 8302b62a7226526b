"""Scenarios as a map and as pieces of a page: now and then, who gains and who loses."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack
from layers.gaps import Gaps
from layers.question.question import Question, children_words, journey_words, need_words
from layers.said.numbers import UNKNOWN as UNKNOWN_WORDS
from layers.said.numbers import about, percent, whole
from layers.scenarios.effect import LEAST_CHILDREN, Effect, compare_effects
from layers.scenarios.words import compare_sentence, step_words
from layers.siting.found import Siting
from layers.siting.words import hours
from mapping.escape import html_text
from mapping.map.describe import describe_map
from mapping.map.spec import UNKNOWN, Legend, LegendClass, MapSpec
from mapping.pages.frame.parts import list_html, paragraph_html, table_html

Picture = Literal["change", "now", "then"]
PICTURES: dict[Picture, str] = {"change": "the change", "now": "now", "then": "then"}
LOSE, GAIN, NEITHER = range(3)
SHOWN_DOORS = 8


def describe_effect(pack: Pack, changed: Pack, effect: Effect, picture: Picture) -> MapSpec:
    """Describe the map of a scenario: who loses and gains, or need and reach now or then."""
    if picture == "now":
        return describe_map(pack, effect.before)
    if picture == "then":
        return replace(describe_map(changed, effect.after), sentence=effect.sentence())
    classes = _classes(effect.areas)
    return replace(
        describe_map(changed, effect.after, "none"),
        colour_by="change",
        classes=tuple(int(code) for code in classes),
        legend=_legend(effect, classes),
        sentence=effect.sentence(),
    )


def _classes(areas: DataFrame) -> Series:
    lost, gained = areas["lost_children"], areas["gained_children"]
    codes = np.select(
        [lost.isna(), lost.ge(LEAST_CHILDREN) & (lost >= gained), gained >= LEAST_CHILDREN],
        [UNKNOWN, LOSE, GAIN],
        NEITHER,
    )
    return Series(codes, index=areas.index)


def _legend(effect: Effect, classes: Series) -> Legend:
    who = children_words(effect.question)
    labels = {LOSE: f"{who} lose", GAIN: f"{who} gain", NEITHER: "no change"}
    if (classes == UNKNOWN).any():
        labels[UNKNOWN] = "not known"
    counts = effect.areas[["lost_children", "gained_children", "children"]]
    columns = {LOSE: "lost_children", GAIN: "gained_children"}
    return Legend(
        title=f"Who gains and who loses within {journey_words(effect.question)}",
        layout="list",
        classes=tuple(
            LegendClass(
                code=code,
                label=label,
                areas=int((classes == code).sum()),
                children=float(counts[columns.get(code, "children")][classes == code].sum()),
            )
            for code, label in labels.items()
        ),
    )


def now_and_then_html(effect: Effect, pack: Pack) -> str:
    """Give the figures now and then, side by side, as a table."""
    question = effect.question
    who = children_words(question)
    before, after = effect.before, effect.after
    reached = [_reached(each) for each in (before, after)]
    gaps = [float(each.total["gap_children"]) for each in (before, after)]
    rows = [
        _compared(f"{who.capitalize()} within {journey_words(question)}", *reached),
        _compared(f"{who.capitalize()} in high need and out of reach", *gaps),
    ]
    doors = [each.reach.doors for each in (before, after)]
    rows.append(
        ("Open doors", *(whole(n) for n in doors), _signed(doors[1] - doors[0], exact=True))
    )
    caption = f"{pack.info.title}, now and then"
    return table_html(caption, ("Figure", "Now", "Then", "Change"), rows, numeric=(1, 2, 3))


def _reached(gaps: Gaps) -> float:
    return float(gaps.total["children"] - gaps.total["beyond_children"])


def _compared(label: str, now: float, then: float) -> tuple[str, ...]:
    return (label, about(now), about(then), _signed(then - now))


def _signed(change: float, *, exact: bool = False) -> str:
    if math.isnan(change):
        return UNKNOWN_WORDS
    if abs(change) < LEAST_CHILDREN:
        return "no change"
    size = whole(abs(change)) if exact else about(abs(change))
    return f"{size} {'more' if change > 0 else 'fewer'}"


def fifths_html(effect: Effect) -> str:
    """Give who loses and gains by how deprived their neighbourhood is."""
    who = children_words(effect.question).capitalize()
    rows = [_flows(str(row["label"]).capitalize(), row) for _, row in effect.fifths.iterrows()]
    heads = ("Neighbourhoods in", who, "Lose", "Gain", "Share who lose")
    return table_html("By how deprived the neighbourhood is", heads, rows, numeric=(1, 2, 3, 4))


def places_html(effect: Effect, pack: Pack) -> str:
    """Give who loses and gains by place; places where nothing changes are counted, not listed."""
    places = effect.places
    touched = places[(places[["lost_children", "gained_children"]] >= LEAST_CHILDREN).any(axis=1)]
    kind = pack.info.place_kinds[effect.question.place_kind]
    who = children_words(effect.question).capitalize()
    rows = [_flows(str(row["place"]), row) for _, row in touched.iterrows()]
    left = len(places) - len(touched)
    words = kind.label if left == 1 else kind.plural
    same = paragraph_html(f"Nothing changes in {left} {words}.") if left else ""
    heads = (kind.label.capitalize(), who, "Lose", "Gain", "Share who lose")
    table = table_html(f"By {kind.label}", heads, rows, numeric=(1, 2, 3, 4)) if rows else ""
    return table + same


def _flows(label: str, row: Series) -> tuple[str, ...]:
    children, lost = float(row["children"]), float(row["lost_children"])
    share = percent(lost / children) if children > 0 else ""
    return (label, about(children), about(lost), about(float(row["gained_children"])), share)


def steps_html(effect: Effect, pack: Pack, changed: Pack) -> str:
    """Give the changes as a list, in their order."""
    return list_html(step_words(step, pack, changed) for step in effect.scenario.steps)


def comparison_html(first: Effect, second: Effect) -> str:
    """Give two scenarios side by side."""
    table = compare_effects(first, second)
    table = table[table["difference_children"].abs() >= LEAST_CHILDREN]
    names = [
        each.scenario.name or default
        for each, default in ((first, "The scenario kept"), (second, "This scenario"))
    ]
    rows = [
        (
            str(row["place"]),
            _net(row["first_net_children"]),
            _net(row["second_net_children"]),
            _net(row["difference_children"]),
        )
        for _, row in table.iterrows()
    ]
    said = paragraph_html(compare_sentence(first, second))
    if not rows:
        return said
    heads = ("Place", *names, "Difference")
    return said + table_html("Children gained less children lost", heads, rows, numeric=(1, 2, 3))


def _net(change: float) -> str:
    if abs(change) < LEAST_CHILDREN:
        return "none"
    return f"{'+' if change > 0 else '−'}{about(abs(change)).removeprefix('about ')}"


def alone_sentences(
    doors: DataFrame, areas: DataFrame, question: Question, pack: Pack
) -> tuple[str, str]:
    """Say which door would be missed most, and where one more would do most."""
    service = pack.info.services[question.service]
    who = f"{children_words(question)} in {need_words(question, pack)}"
    journey = journey_words(question)
    if doors.empty:
        missed = f"No door of {service.label} is open, so none can close."
    elif doors["amount"].iloc[0] < LEAST_CHILDREN:
        missed = (
            f"Nothing is changed yet. Closing any one door of {service.label} would put no more "
            f"{who} out of reach."
        )
    else:
        missed = (
            f"Nothing is changed yet. Of {len(doors)} open doors of {service.label}, "
            f"{doors['name'].iloc[0]} would be missed most: {about(doors['amount'].iloc[0])} {who} "
            f"have no other within {journey}."
        )
    if areas.empty or areas["amount"].iloc[0] < LEAST_CHILDREN:
        return missed, f"One more would bring no more {who} within {journey}."
    return missed, (
        f"One more would do most in {areas['name'].iloc[0]}: {about(areas['amount'].iloc[0])} more "
        f"{who} would be within {journey}."
    )


def alone_html(doors: DataFrame, areas: DataFrame, question: Question) -> str:
    """Give the doors that would be missed most and the best spots for one more, as two tables."""
    who = f"{children_words(question).capitalize()} in high need"
    tables = []
    for caption, *heads, rows in (
        ("If one door closed", "Door", f"{who} who have no other", doors),
        ("If one more opened", "In", f"{who} who would gain", areas),
    ):
        cells = [
            (str(row["name"]), about(row["amount"])) for _, row in rows.head(SHOWN_DOORS).iterrows()
        ]
        if cells:
            tables.append(table_html(caption, heads, cells, numeric=(1,)))
    return "".join(tables)


def siting_html(siting: Siting) -> str:
    """Give suggested sites: what each adds, what so many do, and what else could be done."""
    say = hours if siting.aim == "travel" else about
    what = "Travel saved" if siting.aim == "travel" else "Children gained"
    rows = [(str(row["name"]), say(row["amount"])) for _, row in siting.sites.iterrows()]
    sites = table_html(
        "Suggested sites", ("Site", f"{what}, beside those above"), rows, numeric=(1,)
    )
    steps = [(str(count), say(row["amount"])) for count, row in siting.curve.iterrows()]
    curve = table_html("One site after another", ("Sites", f"{what} in all"), steps, numeric=(0, 1))
    other = ""
    if siting.runner_up:
        names = "; ".join(siting.runner_up)
        other = paragraph_html(f"Otherwise: {names}, with {say(siting.runner_up_amount)} in all.")
    summary = "<summary>What 1, 2, 3… sites would do</summary>"
    return (
        f'<p class="kyp-strength">{html_text(siting.sentence())}</p>{sites}{other}'
        f"<details>{summary}{curve}</details>"
    )
