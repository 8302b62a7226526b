"""How we know: sources, periods, methods and limits, and where the same is shown live."""

from __future__ import annotations

from collections.abc import Iterable

from geodata.model import Source
from layers.need import need_sentence
from layers.profile.asked import Asked
from layers.profile.parts import EVERY_ROW, Section, Sentence, Sentences, Table
from layers.profile.sections.cells import about, column, text
from layers.said.citing import each_once

BRIEF_NOTES = 3
BRIEF_SOURCES = 6


def known_by(asked: Asked) -> Section:
    """Return how what is said is known."""
    facts = asked.facts
    sources = each_once(facts.sources, asked.exercise.sources, asked.similar.sources)
    held = need_sentence(asked.pack, asked.gaps.need, asked.question.need_deciles)
    notes = dict.fromkeys([*facts.how_we_know, *asked.exercise.notes()])
    notes.pop(held, None)  # how much of it is known is told at any length
    return Section(
        key="known",
        title="How we know",
        said=(
            f"{facts.title}, figures of {facts.date}, pack {facts.pack_hash}.",
            held,
            *([shown_live(asked.address)] if asked.address else []),
        ),
        blocks=(
            Sentences(
                key="notes",
                title="What to know",
                sentences=tuple(Sentence(said=each) for each in notes),
                brief=BRIEF_NOTES,
            ),
            sources_table(sources, brief=BRIEF_SOURCES),
        ),
    )


def sources_table(sources: Iterable[Source], *, none: str = "", brief: int = EVERY_ROW) -> Table:
    """Return who published what, of when and under which licence: a row each.

    Parameters
    ----------
    none
        What stands in its place where there is none.
    brief
        How many of the rows a short document has.
    """
    return Table(
        key="sources",
        title="Sources",
        columns=(
            column("source", "Source"),
            column("publisher", "Published by"),
            column("period", "Date"),
            column("licence", "Licence"),
        ),
        rows=tuple(
            tuple(map(text, (each.title, each.publisher, each.period, each.licence)))
            for each in sources
        ),
        about=about([]),
        none=none,
        brief=brief,
    )


def shown_live(address: str) -> str:
    """Return where the same is shown live: whole, where it is known where the app stands.

    No full stop ends it: it would be taken for a part of the address.
    """
    is_whole = "://" in address
    return f"Shown live at {address}" if is_whole else f"Address within the app: {address}"
