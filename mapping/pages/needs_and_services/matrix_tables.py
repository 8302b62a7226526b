"""The matrix as the page draws it: themes and levels, and each theme unfolded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from pandas import DataFrame, Series

from layers.ages import COVER_BANDS, span_words
from layers.cover.cells import Flags, takes_bands
from layers.exercise.matrix import GAP_MEANS, Group, Matrix, theme_label
from layers.exercise.offers import listed_words
from layers.exercise.one_place import Exercise
from layers.said.numbers import counted
from layers.said.sentences import called
from layers.themes import IN_ORDER
from mapping.pages.frame.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: what stands in it, what stands beside that, and which look it has.

    Attributes
    ----------
    count
        Empty where a word stands there instead of a number and its noun.
    mark
        What a cell with no room for more says beside its number; empty for nothing.
    title, said, offers
        What choosing the cell unfolds: its theme and ages, itself in words, and its offers.
    """

    look: str
    count: str
    word: str
    beside: tuple[str, ...]
    mark: str = ""
    title: str = ""
    said: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A theme, an expertise or a level with its cells."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Ages across, rows down, in groups that each have a heading."""

    caption: str
    corner: str
    heads: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFold:
    """A theme unfolded: its expertise by age, and every offer of it."""

    label: str
    summary: str
    grid: Grid | None
    offers: Table


HEADS = tuple(span_words(*band) for band in COVER_BANDS)
MATRIX_KEY = (
    "Offers that run and take some of those ages; here: with a door in the place. "
    f"Gap: {GAP_MEANS}; + counts others that run. Where none are held, nothing of "
    "what is held is about this. Not known: offers for those ages do not state what they are "
    "about, or nothing about this is held anywhere in this data. "
    "Age?: none of them states its ages."
)
SHORT = {"gap reported": "gap"}  # the key below says the whole of it
LOOKS = {
    "offered": "has",
    "reported gap": "reported-gap",
    "none held": "none-held",
    "not known": "not-known",
}


def matrix_table(found: Exercise) -> Grid:
    """Return the matrix by theme: a number and a mark in each cell, and all else once chosen."""
    matrix = found.matrix
    takes = takes_bands(matrix.offers)
    rows = tuple(
        Row(label=theme_label(theme), cells=tuple(_chosen_cells(found, theme, takes)))
        for theme in matrix.rows("theme")
    )
    return Grid(
        caption=f"Offers for {found.place}, by theme and age; choose a cell to see which",
        corner="Theme",
        heads=HEADS,
        groups=(("By theme", rows),),
    )


def level_table(matrix: Matrix) -> Grid:
    """Return the matrix by level; without rows where no level is stated."""
    return Grid(
        caption="Offers by level, where it is stated, and age",
        corner="Level",
        heads=HEADS,
        groups=(("By level", tuple(_rows(matrix, "level"))),),
    )


def _chosen_cells(found: Exercise, theme: str, takes: Flags) -> Iterator[Cell]:
    matrix = found.matrix
    in_theme = np.array([theme in themes for themes in matrix.offers["themes"]], dtype=bool)
    cells = matrix.cells_of("theme", theme).iterrows()
    for band, (_, cell) in enumerate(cells):
        told = matrix.offers[in_theme & takes[:, band]]
        own = told.sort_values(["is_gap", "name"], ascending=[False, True]).index
        drawn = _cell(matrix, cell)
        yield replace(
            drawn,
            word=SHORT.get(drawn.word, drawn.word),
            mark=_mark(cell),
            title=f"{theme_label(theme)}, {HEADS[band]}",
            said=matrix.words(cell),
            offers=tuple(_named(row) for _, row in found.offers.loc[own].iterrows()),
        )


def _mark(cell: Series) -> str:
    """Return the one thing that must stand beside a number."""
    if cell["state"] == "reported gap":
        return f"+{int(cell['offers'])}" if cell["offers"] else ""
    if cell["state"] != "offered":
        return ""
    if cell["gaps"]:
        return "a gap too"
    if not cell["sure"]:
        return "age?"
    return f"{int(cell['doors'])} here" if cell["doors"] else ""


def _named(row: Series) -> str:
    """Return an offer by name, with its level and expertise where they are stated."""
    told = [row["level"], row["expertise"], row["status"] if not row["is_running"] else ""]
    beside = "; ".join(filter(None, told))
    return f"{row['name']} ({beside})" if beside else row["name"]


def _rows(matrix: Matrix, group: Group, theme: str | None = None) -> Iterator[Row]:
    for row in matrix.rows(group, theme):
        cells = matrix.cells_of(group, row, theme)
        yield Row(
            label=theme_label(row) if group == "theme" else row,
            cells=tuple(_cell(matrix, cell) for _, cell in cells.iterrows()),
        )


def _cell(matrix: Matrix, cell: Series) -> Cell:
    first, *beside = matrix.brief(cell)
    is_offered = cell["state"] == "offered"
    return Cell(
        look="unsure" if is_offered and not cell["sure"] else LOOKS[cell["state"]],
        count=first if is_offered else "",
        word=("offer" if first == "1" else "offers") if is_offered else first,
        beside=tuple(beside),
    )


def nearest_table(found: Exercise) -> Table:
    """Return what is nearest beyond the place, for the themes and ages with no door in it."""
    nearest = found.matrix.nearest()
    rows = list(nearest[["theme", "ages", "said"]].itertuples(index=False, name=None))
    return Table(
        caption=f"Where no door stands in {called(found.place)}: the nearest beyond",
        heads=("Theme", "Ages", "Nearest, and how far on average"),
        rows=rows,
        shown=len(rows),
    )


def theme_folds(found: Exercise) -> Iterator[ThemeFold]:
    """Return each theme that anything serving the place is of, unfolded."""
    told = set(found.matrix.offers.index)
    for theme in IN_ORDER:
        own = found.matrix.offers_of(theme.key)
        only_named = found.offers[
            (found.offers["theme"] == theme.label) & ~found.offers.index.isin(told)
        ]
        listed = found.offers.loc[[*own.index, *only_named.index]]
        if listed.empty:
            continue
        rows = tuple(_rows(found.matrix, "expertise", theme.key))
        caption = f"{theme.label}: expertise by age"
        groups = (("By expertise", rows),)
        grid = Grid(caption=caption, corner="Expertise", heads=HEADS, groups=groups)
        yield ThemeFold(
            label=theme.label,
            summary=_summary(theme.label, listed, len(rows)),
            grid=grid if rows else None,
            offers=_offers(theme.label, listed),
        )


def _summary(label: str, offers: DataFrame, kinds: int) -> str:
    expertise = f", {counted(kinds, 'kinds')} of expertise" if kinds else ""
    return f"{label}: {listed_words(offers)}{expertise}"


def _offers(label: str, offers: DataFrame) -> Table:
    heads = ("Offer", "State", "How it comes", "Ages", "Level", "Expertise", "Run by", "Source")
    return Table(
        caption=f"{label}: every offer",
        heads=heads,
        rows=[_offer(row) for _, row in offers.iterrows()],
        shown=len(offers),
    )


def _offer(row: Series) -> tuple[str, ...]:
    state = "; ".join(filter(None, [row["status"], row["limits"], row["capacity"]]))
    inferred = f" (inferred: {row['inferred']})" if row["inferred"] else ""
    source = ", ".join(filter(None, [row["source"], row["source_part"], row["period"]]))
    return (
        row["name"],
        state,
        row["how"],
        row["ages"],
        row["level"] or "not stated",
        row["expertise"] or "not stated",
        row["provider"],
        f"{source}{inferred}",
    )
