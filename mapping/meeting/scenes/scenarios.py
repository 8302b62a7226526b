"""The Scenarios page as a scene: what changes, on the map, now and then, place by place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast, get_args

from pandas import DataFrame, Series

from geodata.model import Pack
from layers.gaps import Gaps
from layers.profile.parts import Cell, Table
from layers.profile.sections.cells import column, count, share, text
from layers.progress import unwatched
from layers.question.question import Question
from layers.question.words import children_words
from layers.said.sentences import opened
from layers.scenarios.address import read_scenario
from layers.scenarios.changes import Scenario, apply_scenario
from layers.scenarios.effect import Effect
from layers.siting.found import Siting
from layers.siting.words import alone_sentences, alone_words
from mapping.map.describe import describe_effect
from mapping.map.values import Picture
from mapping.meeting.answered import answered, require, table_of
from mapping.meeting.asked import SceneAsked
from mapping.meeting.figures import figures_of_block
from mapping.meeting.marking import chosen_on
from mapping.meeting.question_map import pictured_of
from mapping.meeting.scenes import usual
from mapping.meeting.shown import Pictured, Shown
from mapping.served.cache import kept
from mapping.served.effects import effect_of
from mapping.served.wishes import WISH_EXPECTED, Wish, each_alone, read_wish, sites_wished

PARTS = {
    "": "The map of the scenario",
    "now-and-then": "The figures, now and then",
    "places": "Who loses and gains, by place",
    "fifths": "Who loses and gains, by how deprived",
}
UNCHANGED = {"": "What one door is worth, by itself", "map": "The map of the question"}
SITES = "sites"
SUGGESTED = "The sites that are suggested"
BOTH = "both"  # maps side by side


def parts(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what of the page can be looked at alone: what is looked for stands first."""
    usual = PARTS if chosen.get("changes") else UNCHANGED
    if not chosen.get("wish"):
        return usual
    return {"": SUGGESTED, **{key or "map": said for key, said in usual.items()}}


def show(asked: SceneAsked) -> Shown:
    """Return what the scenario changes; before any change, what one door is worth.

    Raises
    ------
    QuestionError
        The scenario cannot be read, or the pack cannot be put to it.
    """
    require("part", asked.part, parts(asked.chosen), "a part of the page Scenarios")
    scenario = read_scenario(asked.chosen.get("changes", ""))
    if asked.chosen.get("wish") and not asked.part:
        return _suggested(asked, scenario)
    if scenario.steps:
        return _changed(asked, scenario)
    if asked.part == "map":
        return usual.show(asked)
    return _alone(asked)


def _alone(asked: SceneAsked) -> Shown:
    """Return which doors most have no other than, each by itself, as the page opens."""
    pack, question = asked.pack, asked.question
    doors, areas = kept(weigh_alone, pack, question)
    who = opened(alone_words(question, pack))
    table = table_of(
        "alone",
        "If one door closed",
        (column("name", "Door"), column("amount", f"{who} who have no other", "count", "children")),
        ((text(row["name"]), count(row["amount"])) for _, row in doors.iterrows()),
        asked.gaps.sources,
        none="No door is open, so none can close.",
    )
    said = alone_sentences(doors, areas, question, pack)[0]
    return answered(asked, asked.gaps, table, asks="What if a door closed?", said=said)


def weigh_alone(pack: Pack, question: Question) -> tuple[DataFrame, DataFrame]:
    """Weigh every door for closing and every neighbourhood for one more, each by itself."""
    return each_alone(pack, question, unwatched)


def _suggested(asked: SceneAsked, scenario: Scenario) -> Shown:
    """Return the sites that are looked for, found beside the changes made already."""
    wish = read_wish(asked.chosen["wish"], asked.pack)
    if wish is None:
        require("wish", asked.chosen["wish"], (), WISH_EXPECTED)
        raise AssertionError(WISH_EXPECTED)  # pragma: no cover - it is refused above
    changed = kept(apply_scenario, asked.pack, scenario)
    found = kept(find_sites, changed, asked.question, wish)
    found = replace(found, is_after_changes=bool(scenario.steps))
    does = "Travel saved" if found.aim == "travel" else "Children gained"
    table = table_of(
        SITES,
        "Suggested sites",
        (column("name", "Site"), column("amount", f"{does}, beside those above", "count")),
        (
            (
                text(f"{number}. {row['name']}"),
                Cell(text=found.amount_words(row["amount"]), number=float(row["amount"])),
            )
            for number, (_, row) in enumerate(found.sites.iterrows(), start=1)
        ),
        found.sources,
        none="No site is suggested.",
    )
    return answered(asked, found, table, asks="Where would one more do most?")


def find_sites(pack: Pack, question: Question, wish: Wish) -> Siting:
    """Choose the sites that are wished for; see `layers.siting.sites`."""
    return sites_wished(pack, question, wish, unwatched)


def _changed(asked: SceneAsked, scenario: Scenario) -> Shown:
    """Return what a scenario changes: on the map, or in a table."""
    effect = effect_of(asked.pack, asked.question, scenario)
    named = f"What if? {scenario.name}" if scenario.name else f"What if? {'; '.join(effect.steps)}"
    said = effect.headline()
    tables = {"now-and-then": _now_and_then, "places": _places, "fifths": _fifths}
    if asked.part in tables:
        shown = answered(asked, effect, tables[asked.part](effect), asks=named, said=said)
        return replace(shown, notes=(effect.sentence(), *shown.notes))
    sides = _sides(asked)
    changed = kept(apply_scenario, asked.pack, scenario)
    drawn, *others = (_map(asked, changed, effect, each) for each in sides)
    if others:
        titles = (opened(each) for each in sides)
        drawn, beside = (
            replace(each, title=title) for each, title in zip((drawn, *others), titles, strict=True)
        )
        drawn = replace(drawn, beside=beside)
    chosen = chosen_on(replace(asked, pack=drawn.pack))
    figures = figures_of_block(_places(effect))
    shown = answered(asked, effect, drawn, asks=named, said=said, figures=figures)
    return replace(shown, notes=(effect.sentence(), *chosen.notes(drawn), *shown.notes))


def _map(asked: SceneAsked, changed: Pack, effect: Effect, picture: Picture) -> Pictured:
    """Return one map of a scenario: now, then or what changes, with the door that is chosen."""
    pack = asked.pack if picture == "now" else changed
    chosen = chosen_on(replace(asked, pack=pack))
    spec = chosen.on(kept(describe_effect, asked.pack, changed, effect, picture))
    gaps: Gaps = effect.before if picture == "now" else effect.after
    drawn = pictured_of(asked, spec, _of_place(asked, gaps), of=f"scenario-{picture}")
    return chosen.told(replace(drawn, pack=pack, facts=None))


def _sides(asked: SceneAsked) -> tuple[Picture, ...]:
    """Return what is drawn: one map, or now and then beside each other as on the page."""
    wanted = asked.chosen.get("show", "")
    known = get_args(Picture)
    require("show", wanted, (*known, BOTH), f"one of {', '.join((*known, BOTH))}")
    if wanted == BOTH:
        return "now", "then"
    return (cast(Picture, wanted) if wanted in known else "change",)


def _of_place(asked: SceneAsked, gaps: Gaps) -> Gaps:
    return gaps if not asked.place_id else asked.gaps_of_place


def _now_and_then(effect: Effect) -> Table:
    return table_of(
        "now-and-then",
        "Now and then",
        (
            column("what", "Figure"),
            *(column(key, key.capitalize()) for key in ("now", "then", "change")),
        ),
        (tuple(map(text, row)) for row in effect.now_and_then()),
        effect.sources,
    )


def _places(effect: Effect) -> Table:
    kind = effect.place_kind
    rows = ((str(row["place"]), row) for _, row in effect.touched.iterrows())
    return _flows("changes", f"By {kind.label}", opened(kind.label), rows, effect)


def _fifths(effect: Effect) -> Table:
    rows = ((opened(str(row["label"])), row) for _, row in effect.fifths.iterrows())
    title = "By how deprived the neighbourhood is"
    return _flows("fifths", title, "Neighbourhoods in", rows, effect)


def _flows(
    key: str, title: str, heading: str, rows: Iterable[tuple[str, Series]], effect: Effect
) -> Table:
    return table_of(
        key,
        title,
        (
            column("name", heading),
            column("children", opened(children_words(effect.question)), "count", "children"),
            column("lost", "Lose", "count", "children"),
            column("gained", "Gain", "count", "children"),
            column("share", "Share who lose", "share"),
        ),
        (
            (
                text(name),
                count(row["children"]),
                count(row["lost_children"]),
                count(row["gained_children"]),
                share(row["lost_children"] / row["children"] if row["children"] > 0 else None),
            )
            for name, row in rows
        ),
        effect.sources,
        none="Nothing changes anywhere.",
    )
