"""The Scenarios page's tables: now and then, who gains and who loses, which sites are suggested."""

from __future__ import annotations

from collections.abc import Sequence

from pandas import DataFrame, Series

from geodata.model import Pack
from layers.question.question import Question
from layers.question.words import children_words, high_words
from layers.said.numbers import about, percent
from layers.said.sentences import opened
from layers.scenarios.effect import LEAST_CHILDREN, Effect, compare_effects
from layers.siting.demand import usual_whom
from layers.siting.found import Siting
from mapping.pages.frame.tables import Table

SHOWN_DOORS = 8


def now_and_then_table(effect: Effect, pack: Pack) -> Table:
    """Return the figures now and then, side by side."""
    caption = f"{pack.info.title}, now and then"
    return _table(caption, ("Figure", "Now", "Then", "Change"), effect.now_and_then())


def fifths_table(effect: Effect) -> Table:
    """Return who loses and gains by how deprived their neighbourhood is."""
    who = children_words(effect.question).capitalize()
    rows = [_flows(str(row["label"]).capitalize(), row) for _, row in effect.fifths.iterrows()]
    heads = ("Neighbourhoods in", who, "Lose", "Gain", "Share who lose")
    return _table("By how deprived the neighbourhood is", heads, rows)


def places_table(effect: Effect, pack: Pack) -> Table:
    """Return who loses and gains by place; a place where nothing changes is not in it."""
    kind = pack.info.place_kinds[effect.question.place_kind]
    who = children_words(effect.question).capitalize()
    rows = [_flows(str(row["place"]), row) for _, row in effect.touched.iterrows()]
    heads = (kind.label.capitalize(), who, "Lose", "Gain", "Share who lose")
    return _table(f"By {kind.label}", heads, rows)


def _flows(label: str, row: Series) -> tuple[str, ...]:
    children, lost = float(row["children"]), float(row["lost_children"])
    share = percent(lost / children) if children > 0 else ""
    return (label, about(children), about(lost), about(float(row["gained_children"])), share)


def comparison_table(first: Effect, second: Effect) -> Table:
    """Return two scenarios side by side, by place."""
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
    return _table("Children gained less children lost", ("Place", *names, "Difference"), rows)


def _net(change: float) -> str:
    if abs(change) < LEAST_CHILDREN:
        return "none"
    return f"{'+' if change > 0 else '−'}{about(abs(change)).removeprefix('about ')}"


def alone_tables(doors: DataFrame, areas: DataFrame, question: Question, pack: Pack) -> list[Table]:
    """Return the doors that would be missed most, and the best spots for one more."""
    who = opened(children_words(question))
    who = who if usual_whom(pack, question) == "all" else f"{who} {high_words(question, pack)}"
    return [
        _table(
            caption,
            heads,
            [
                (str(row["name"]), about(row["amount"]))
                for _, row in rows.head(SHOWN_DOORS).iterrows()
            ],
        )
        for caption, heads, rows in (
            ("If one door closed", ("Door", f"{who} who have no other"), doors),
            ("If one more opened", ("In", f"{who} who would gain"), areas),
        )
        if len(rows)
    ]


def sites_table(siting: Siting) -> Table:
    """Return suggested sites with what each adds beside those above it."""
    rows = [
        (f"{number}. {row['name']}", siting.amount_words(row["amount"]))
        for number, (_, row) in enumerate(siting.sites.iterrows(), start=1)
    ]
    return _table(
        "Suggested sites, numbered as on the map",
        ("Site", f"{_what(siting)}, beside those above"),
        rows,
    )


def curve_table(siting: Siting) -> Table:
    """Return what one, two, three sites would do in all."""
    rows = [
        (str(count), siting.amount_words(row["amount"])) for count, row in siting.curve.iterrows()
    ]
    return Table(
        caption="One site after another",
        heads=("Sites", f"{_what(siting)} in all"),
        rows=rows,
        numeric=(0, 1),
        shown=len(rows),
    )


def _what(siting: Siting) -> str:
    """Return what a siting's amounts are of."""
    return "Travel saved" if siting.aim == "travel" else "Children gained"


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Return a table whose first column is words and whose others are numbers."""
    numeric = range(1, len(heads))
    return Table(caption=caption, heads=heads, rows=rows, numeric=numeric, shown=len(rows))
