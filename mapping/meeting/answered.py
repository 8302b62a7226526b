"""A scene out of any result: its sentence, its notes and its sources, with what is drawn of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Source
from geodata.store.kinds.scene import Figure
from layers.profile.parts import About, Block, Cell, Chart, Column, MapView, Table
from layers.profile.sections.cells import about
from layers.said.result import Result, missing_words
from mapping.meeting.asked import SceneAsked
from mapping.meeting.figures import figures_of_block, figures_of_classes
from mapping.meeting.question_map import question_pictured
from mapping.meeting.shown import Pictured, Shown

Rows = Iterable[tuple[Cell, ...]]


def answered(
    asked: SceneAsked,
    result: Result,
    picture: Block | Pictured,
    *,
    asks: str = "",
    said: str = "",
    figures: tuple[Figure, ...] | None = None,
) -> Shown:
    """Return a scene of a result: what it says, what must stand beside it, and what is drawn.

    Parameters
    ----------
    asks
        What the room looks at; the question of the page unless given.
    said
        Its answer; the sentence of the result unless given.
    figures
        What it is compared by later; those of the picture unless given.
    """
    is_map = isinstance(picture, Pictured)
    notes = (*result.notes(), missing_words(result.missing()))
    return Shown(
        key="",
        place=asked.place,
        asks=asks or asked.asks,
        said=said or result.sentence(),
        picture=picture,
        question_map=None if is_map else question_pictured(asked),
        about=about_of(picture, result),
        sources=tuple(dict.fromkeys(result.sources)),
        notes=tuple(dict.fromkeys(filter(None, notes))),
        is_illustrative=result.is_illustrative,
        figures=_figures(picture) if figures is None else figures,
    )


def table_of(
    key: str,
    title: str,
    columns: tuple[Column, ...],
    rows: Rows,
    sources: Iterable[Source],
    *,
    none: str = "Nothing is listed.",
) -> Table:
    """Return a table of some result, its sources and their dates beside it."""
    return Table(
        key=key,
        title=title,
        columns=columns,
        rows=tuple(rows),
        about=about(tuple(dict.fromkeys(sources))),
        none=none,
    )


def bars_of(table: Table, series: str, alt: str) -> Chart:
    """Return a table drawn as bars of one of its columns, named by the first."""
    return Chart(
        drawn="bars", table=table, category=table.columns[0].key, series=(series,), alt=alt
    )


def about_of(picture: Block | Pictured, result: Result) -> About:
    """Return when the figures of a picture are of, and from whom."""
    if isinstance(picture, Table | Chart | MapView):
        return picture.about
    return about(tuple(dict.fromkeys(result.sources)))


def require(name: str, value: str, known: Collection[str], what: str) -> None:
    """Refuse what an address names and the pack does not hold; nothing named is nothing wrong.

    Raises
    ------
    QuestionError
        It is not among those known.
    """
    if value and value not in known:
        raise QuestionError(
            Problem(
                where=f"the address, {name}",
                found=quoted(value),
                expected=what,
                fix="Choose another on its page.",
            )
        )


def _figures(picture: Block | Pictured) -> tuple[Figure, ...]:
    if isinstance(picture, Pictured):
        return figures_of_classes(picture.spec, picture.facts)
    return figures_of_block(picture)
