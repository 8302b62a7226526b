"""The Places page as a scene: all places of the kind, or one place part by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from geodata.errors import Problem, QuestionError
from geodata.model import Pack, Source
from layers.access.choice import Choice, measure_choice
from layers.access.floating import PER, Floating, measure_floating
from layers.place.facts import question_for_place
from layers.profile.asked import Shared, ask
from layers.profile.parts import About, Block, Cell, Chart, MapView, Section, Table
from layers.profile.profile import Profile, measure_profile
from layers.profile.sections.cells import about, column, count, share, text, took
from layers.question.question import Question
from layers.question.words import children_words
from layers.said.numbers import UNKNOWN
from layers.said.sentences import called as in_sentence
from layers.said.sentences import opened
from mapping.meeting.answered import answered, require, table_of
from mapping.meeting.asked import SceneAsked
from mapping.meeting.part_words import part_said
from mapping.meeting.question_map import question_pictured
from mapping.meeting.scenes import map as of_map
from mapping.meeting.scenes.usual import figures_of_gaps
from mapping.meeting.shown import Shown
from mapping.served.cache import kept

ALL = {
    "": "The places in order",
    "map": "The map of the question",
    "choice": "How much choice there is",
    "share": "How much there is for each child",
}
ONE = {
    "": "Where it is, on the map",
    "stands-out/figures": "What stands out, in figures",
    "people/ages": "Who lives here",
    "people/ahead": "Children now and ahead",
    "needs/tenths": "How needy its neighbourhoods are",
    "needs/spine": "Published measures beside England",
    "needs/outcomes": "Outcomes that the partners watch",
    "there/matrix-theme": "What is offered, by theme and age",
    "there/doors": "Its doors",
    "there/providers": "Who runs it",
    "reached/gaps": "Who is not reached",
    "lines/lines": "Whose lines cross here",
    "lines/leads": "Who leads here",
    "alike/likest": "Beside the places most like it",
}
"""The parts of one place: a section of its profile, and what that draws."""


def parts(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what of the page can be looked at alone."""
    return ONE if chosen.get("place") else ALL


def show(asked: SceneAsked) -> Shown:
    """Return a part of one place, or of all of them."""
    if asked.place_id:
        require("part", asked.part, ONE, "a part of a place")
        return show_part(asked, ONE[asked.part]) if asked.part else _where(asked)
    require("part", asked.part, ALL, "a part of all places")
    pack, gaps = asked.pack, asked.gaps
    if asked.part == "map":
        return answered(asked, gaps, question_pictured(asked), figures=figures_of_gaps(asked, gaps))
    if asked.part == "choice":
        choice = kept(measure_choice, pack, gaps.question)
        return answered(asked, choice, _choice(choice), asks="How much choice is there?")
    if asked.part == "share":
        floating = kept(measure_floating, pack, gaps.question)
        said, _, counts = floating.sentence().partition("; ")  # how a site counts is in the help
        asks = "How much is there for each child?"
        shown = answered(asked, floating, _share(floating), asks=asks, said=f"{said.rstrip('.')}.")
        return replace(shown, notes=(*((opened(counts),) if counts else ()), *shown.notes))
    return answered(asked, gaps, of_map.ranking(asked))


def _where(asked: SceneAsked) -> Shown:
    """Return the map at the place, with its answer."""
    gaps = asked.gaps_of_place
    shown = answered(
        asked, gaps, question_pictured(asked), said=gaps.place_sentence(asked.place_id)
    )
    return replace(shown, figures=(*figures_of_gaps(asked, gaps), *shown.figures))


def profile_of(pack: Pack, question: Question, place_id: str) -> Profile:
    """Put the profile of a place together.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    return measure_profile(
        ask(Shared(pack, question_for_place(question, pack, place_id)), place_id)
    )


def show_part(asked: SceneAsked, called: str) -> Shown:
    """Return what one section of the place’s profile says first, and one of its blocks.

    Parameters
    ----------
    called
        What the part is called.

    Raises
    ------
    QuestionError
        Nothing of it is known of the place.
    """
    section_key, _, block_key = asked.part.partition("/")
    profile = kept(profile_of, asked.pack, asked.question, asked.place_id)
    section = next((each for each in profile.sections if each.key == section_key), None)
    found = None if section is None else _block(section, block_key)
    if section is None or found is None:
        raise QuestionError(
            Problem(
                where="the part",
                found=f"nothing of “{called}” for {asked.place}",
                expected="a part that is known of this place",
                fix="Choose another part of its page.",
            )
        )
    asks = f"{called}: {asked.place}"
    said = part_said(section, found, in_sentence(asked.place))
    shown = answered(asked, profile, found, asks=asks, said=said)
    if isinstance(found, Table) and found.key in CITING:
        return replace(shown, about=_cited(section, found.key, shown.sources))
    return shown


def _cited(section: Section, key: str, sources: tuple[Source, ...]) -> About:
    """Return from whom a table is whose rows name their sources, which no room reads."""
    [table] = (each for each in section.tables() if each.key == key)
    named = {cell.text for row in table.rows for cell in row}
    return about(each for each in sources if any(each.title in cell for cell in named))


def _block(section: Section, key: str) -> Block | None:
    drawn = (each for each in section.blocks if not isinstance(each, MapView))
    found = next((each for each in drawn if each.key == key), None)
    return found if found is None or not isinstance(found, Table | Chart) else _of_room(found)


def _of_room(block: Table | Chart) -> Table | Chart:
    """Return a table without the columns that no room can read."""
    if isinstance(block, Chart):
        return block
    if block.key in CITING:
        return _without(block, TOO_LONG)
    if len(block.columns) <= MOST_COLUMNS:
        return block
    if block.key.startswith(MATRIX):
        rows = tuple((row[0], *map(in_short, row[1:])) for row in block.rows)
        return replace(block, rows=rows, title=block.title.replace("What is offered, ", "Offers "))
    return _without(block, TOO_SMALL)


def _without(block: Table, columns: frozenset[str]) -> Table:
    kept_columns = [at for at, each in enumerate(block.columns) if each.key not in columns]
    return replace(
        block,
        columns=tuple(block.columns[at] for at in kept_columns),
        rows=tuple(tuple(row[at] for at in kept_columns) for row in block.rows),
    )


MOST_COLUMNS = 6
MATRIX = "matrix-"  # what is offered, by age: a column for each
GAP_TOO = "a gap too"
OTHERS = (" other", " others")  # of offers that run where a gap is reported
CITING = ("providers", "leads")  # each of whose rows names its sources in full
TOO_LONG = frozenset({"names", "when"})
TOO_SMALL = frozenset({"address", "contact", "impact", "when", "unit", "opening", "trend"})


def in_short(cell: Cell) -> Cell:
    """Return a cell of the matrix as its number, and whether a gap is reported all the same."""
    first, *beside = cell.text.split("; ")
    others = next((each.split()[0] for each in beside if each.endswith(OTHERS)), "")
    is_gap = bool(others) or GAP_TOO in beside
    return replace(cell, text=f"{others or first}, a gap" if is_gap else first)


def _choice(choice: Choice) -> Table:
    who = opened(children_words(choice.question))
    return table_of(
        "choice",
        "Choice by place",
        (
            column("place", "Place"),
            column("children", who, "count", "children"),
            column("choice", "With two or more within reach", "share"),
            column("nearest", "To the nearest", "minutes"),
            column("second", "To the second nearest", "minutes"),
        ),
        (
            (
                text(row["place"]),
                count(row["children"], exact=True),
                share(row["choice_share"]),
                took(row["nearest_min"]),
                took(row["second_min"]),
            )
            for _, row in choice.places.iterrows()
        ),
        choice.sources,
    )


def _share(floating: Floating) -> Table:
    who = opened(children_words(floating.question))
    return table_of(
        "share",
        "Share by place",
        (
            column("place", "Place"),
            column("children", who, "count", "children"),
            column("access", f"Doors for every {PER:,} within reach", "number"),
        ),
        (
            (text(row["place"]), count(row["children"], exact=True), _doors(row["access"]))
            for _, row in floating.places.iterrows()
        ),
        floating.sources,
    )


def _doors(value: float) -> Cell:
    is_known = value == value  # noqa: PLR0124 - NaN
    return Cell(
        text=f"{value:.2f}" if is_known else UNKNOWN, number=float(value) if is_known else None
    )
