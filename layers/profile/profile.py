"""One place’s profile: what is said of it, in the order that a meeting asks, for any document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pandas import DataFrame

from geodata.model import PlaceKind, Source
from layers.place.values import KeyFigure
from layers.profile.asked import Asked
from layers.profile.parts import About, Figures, Section, Sentences, Table, brief_of
from layers.profile.sections.alike import alike
from layers.profile.sections.change import change
from layers.profile.sections.known import known_by
from layers.profile.sections.lines import lines
from layers.profile.sections.needs import needs
from layers.profile.sections.people import people
from layers.profile.sections.reached import reached
from layers.profile.sections.said_there import said_there
from layers.profile.sections.standing_out import standing_out
from layers.profile.sections.there import there
from layers.profile.sections.where import where
from layers.said.citing import each_once

SECTIONS: Final[tuple[Callable[[Asked], Section | None], ...]] = (
    standing_out,
    where,
    people,
    needs,
    there,
    reached,
    lines,
    alike,
    said_there,
    change,
    known_by,
)
"""The parts in order. A part that has nothing to say of a place returns None."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """All that is said of one place, for one question: every document draws this.

    Attributes
    ----------
    heading
        The question, in words.
    address
        The address that shows the place live, without its host.
    terms
        Every setting that it was worked out with, by name.
    """

    place_id: str
    name: str
    kind: PlaceKind
    title: str
    date: str
    pack_hash: str
    is_illustrative: bool
    heading: str
    headline: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    address: str
    terms: dict[str, Any]
    lacking: dict[str, float]
    held_by: tuple[str, ...]

    @property
    def brief(self) -> tuple[Section, ...]:
        """The sections as the two-sided sheet has them."""
        return tuple(brief_of(each) for each in self.sections if _is_brief(each))

    @property
    def table(self) -> DataFrame:
        """Every figure of it, a row each, with its section, period, source and standing."""
        rows = DataFrame(list(section_lines(self.sections)), columns=list(LINE))
        return rows.set_index("line")

    def parameters(self) -> dict[str, Any]:
        """Return every setting that it was worked out with, by name."""
        return self.terms

    def missing(self) -> dict[str, float]:
        """Return how much could not be judged."""
        return self.lacking

    def sentence(self) -> str:
        """Return what stands out."""
        return self.headline

    def notes(self) -> tuple[str, ...]:
        """Return how it is known what is said."""
        return self.held_by


LINE: Final = (
    "line",
    "section",
    "part",
    "what",
    "measure",
    "said",
    "number",
    "unit",
    "period",
    "source",
    "standing",
)


def _is_brief(section: Section) -> bool:
    return any(block.brief for block in section.blocks) or bool(section.said)


def section_lines(sections: tuple[Section, ...]) -> Iterator[dict[str, Any]]:
    """Return every figure and sentence of some sections, a line each.

    A line is called after where it stands ("needs/spine/2/lower"), so that it keeps its name
    whatever else is said.
    """
    for section in sections:
        for name, line in _of_section(section):
            yield line | {"line": f"{section.key}/{name}", "section": section.title}


Named = tuple[str, dict[str, Any]]


def _of_section(section: Section) -> Iterator[Named]:
    for at, said in enumerate(section.said, start=1):
        yield f"said/{at}", _line(said=said)
    for block in section.blocks:
        if isinstance(block, Sentences):
            for at, each in enumerate(block.sentences, start=1):
                line = _line(part=block.title, what=each.lead, said=each.said)
                yield f"{block.key}/{at}", line | _about(each.about)
        elif isinstance(block, Figures):
            for figure in block.figures:
                yield f"{block.key}/{figure.key}", _of_figure(block.title, figure)
    for table in section.tables():
        yield from _of_table(table)


def _of_figure(part: str, figure: KeyFigure) -> dict[str, Any]:
    beside = f" ({figure.beside})" if figure.beside else ""
    return _line(part=part, what=figure.label, said=f"{figure.text}{beside}") | {
        "number": figure.number,
        "unit": figure.unit if figure.number is not None else "",
        "period": figure.period,
        "source": "; ".join(figure.sources),
        "standing": figure.standing_words,
    }


def _about(about: About) -> dict[str, Any]:
    return {
        "period": about.period,
        "source": "; ".join(about.sources),
        "standing": about.standing_words,
    }


def _of_table(table: Table) -> Iterator[Named]:
    for at, row in enumerate(table.rows, start=1):
        what = row[0].text if table.is_key else ""
        for column, cell in list(zip(table.columns, row, strict=True))[int(table.is_key) :]:
            if cell.text:
                line = _line(part=table.title, what=what, said=cell.text, measure=column.heading)
                unit = column.unit if cell.number is not None else ""
                line |= _about(table.about) | {"number": cell.number, "unit": unit}
                yield f"{table.key}/{at}/{column.key}", line


def _line(**given: Any) -> dict[str, Any]:  # noqa: ANN401
    return dict.fromkeys(LINE[1:], "") | {"number": None} | given


def measure_profile(asked: Asked) -> Profile:
    """Put the profile of one place together.

    Parameters
    ----------
    asked
        What is worked out about the place; see `layers.profile.asked.ask`.
    """
    facts, exercise = asked.facts, asked.exercise
    made = (section(asked) for section in SECTIONS)
    return Profile(
        place_id=asked.place_id,
        name=facts.name,
        kind=facts.kind,
        title=facts.title,
        date=facts.date,
        pack_hash=facts.pack_hash,
        is_illustrative=facts.illustrative,
        heading=facts.heading,
        headline=facts.headline,
        sections=tuple(section for section in made if section is not None),
        sources=each_once(facts.sources, exercise.sources, asked.similar.sources),
        address=asked.address,
        terms=asked.gaps.parameters()
        | {"place": asked.place_id}
        | ({"everything": True} if asked.everything else {})
        | ({"notes": len(asked.heard)} if asked.heard else {}),
        lacking=exercise.missing(),
        held_by=facts.how_we_know,
    )
