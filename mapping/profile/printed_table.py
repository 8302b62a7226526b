"""A table as it is printed: what stands beside each other is put together, and nothing said twice.

Of a column of units each stands beneath the name of its row; two limits stand in one column; a
column that says the same in every row is said once, above; a cell of the grid of services that
says the same of several ages stretches over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from layers.profile.parts import Cell, Column, Table

PAIRS: Final = {
    "lower": ("upper", "95% limits"),
    "least": ("most", "Lowest and highest place"),
}
"""Columns that stand in one with another: that, and what both are called."""
ALL_ALIKE: Final = 3  # rows from which on a column that says the same in all is said once
ADDRESSED: Final = ("place", "address")
GROUPED: Final = ("matrix-expertise", "theme")
"""The table whose rows stand in groups, and the column that names those."""
GRID: Final = "matrix"  # how the keys of the grids of services start
SCALE: Final = " (0 to 100)"  # how a unit tells a workbook that “%” is no share of one
ACROSS: Final = "A cell across several ages says the same of each of them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A table as it is printed.

    Attributes
    ----------
    below
        What stands in the cells of each row beneath what they say, for some columns, by key.
    groups
        Of each row the group that starts with it, whose name heads it; empty for none.
    alike
        What every row says; empty for nothing.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    below: tuple[dict[str, str], ...]
    groups: tuple[str, ...]
    alike: str = ""


def printed(table: Table) -> Printed:
    """Return a table as it is printed."""
    keys = [column.key for column in table.columns]
    columns, rows = _paired(table, keys)
    gone = _beneath(columns, rows)
    below = tuple(
        {keys[0]: _unit(row, keys)} | {to: kept[at].text for to, at in gone.items()}
        for row, kept in zip(table.rows, rows, strict=True)
    )
    kept = [at for at in range(len(columns)) if at not in gone.values() and _is_said(at, rows)]
    grouped = next((at for at in kept if (table.key, columns[at].key) == GROUPED), -1)
    same = [] if table.key.startswith(GRID) else [at for at in kept if _is_alike(at, columns, rows)]
    told = [at for at in kept if at not in same and at != grouped]
    said = "; ".join(f"{columns[at].heading}: {rows[0][at].text}" for at in same)
    return Printed(
        columns=tuple(columns[at] for at in told),
        rows=tuple(tuple(row[at] for at in told) for row in rows),
        below=below,
        groups=_starts([row[grouped].text for row in rows] if grouped > 0 else [""] * len(rows)),
        alike=f"The same in every row – {said}." if said else "",
    )


def _starts(names: Sequence[str]) -> tuple[str, ...]:
    """Return names where they begin, and nothing where they go on."""
    return tuple("" if at and names[at - 1] == name else name for at, name in enumerate(names))


def _beneath(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """Return the columns that stand beneath another, by the key of that: an address, mostly empty.

    Where all rows say the same of where it is, that is said once, and addresses keep their column.
    """
    at = {column.key: at for at, column in enumerate(columns)}
    place, address = (at.get(key, -1) for key in ADDRESSED)
    if place < 0 or address < 0 or len({row[place].text for row in rows}) == 1:
        return {}
    return {ADDRESSED[0]: address}


def spans(row: Sequence[Cell], columns: Sequence[Column]) -> list[int]:
    """Return over how many columns each cell that is printed stretches, in order.

    A number by itself never stretches: it would read as one number of all those ages.
    """
    found = []
    for (text, is_number), cells in groupby(
        zip(row, columns, strict=True), key=lambda each: (each[0].text, each[1].is_number)
    ):
        run = len(list(cells))
        stretches = is_number and text and not text.replace(",", "").isdigit()
        found += [run] if stretches else [1] * run
    return found


def _unit(row: Sequence[Cell], keys: Sequence[str]) -> str:
    """Return what a row is counted in, where its figure does not say it."""
    if "unit" not in keys:
        return ""
    unit = row[keys.index("unit")].text.replace(SCALE, "")
    figures = [row[keys.index(key)].text for key in ("figure", "here") if key in keys]
    return "" if any(unit in figure for figure in figures) else unit


def _paired(
    table: Table, keys: Sequence[str]
) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """Return the columns and rows with pairs put together, and without units."""
    pairs = {key: pair for key, pair in PAIRS.items() if {key, pair[0]} <= set(keys)}
    gone = {"unit"} | {other for other, _ in pairs.values()}
    kept = [at for at, key in enumerate(keys) if key not in gone]
    columns = [
        replace(table.columns[at], heading=pairs[keys[at]][1], kind="number")
        if keys[at] in pairs
        else table.columns[at]
        for at in kept
    ]
    rows = (
        tuple(
            _both(row[at], row[keys.index(pairs[keys[at]][0])]) if keys[at] in pairs else row[at]
            for at in kept
        )
        for row in table.rows
    )
    return tuple(columns), tuple(rows)


def _both(low: Cell, high: Cell) -> Cell:
    """Return two limits in one cell: "70.3% to 72.4%"."""
    if not (low.text and high.text):
        return Cell(text=f"from {low.text}" if low.text else high.text and f"up to {high.text}")
    if low.text == high.text:
        return Cell(text=low.text)
    (least, _, of_least), (_, _, of_most) = low.text.partition(" "), high.text.partition(" ")
    return Cell(text=f"{least if of_least == of_most else low.text} to {high.text}")


def _is_said(at: int, rows: Sequence[Sequence[Cell]]) -> bool:
    return not rows or any(row[at].text for row in rows)


def _is_alike(at: int, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> bool:
    """Return whether a column of words says the same in every one of several rows."""
    if at == 0 or columns[at].is_number or len(rows) < ALL_ALIKE:
        return False
    said = {row[at].text for row in rows}
    return len(said) == 1 and not any(row[at].mark for row in rows)
