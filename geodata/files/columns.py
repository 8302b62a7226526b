"""Columns by what they mean: official headings end in their vintage, and people tidy them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from pandas import DataFrame, Series

from geodata.errors import DataError, Problem
from geodata.files.faults import SHOWN, shown
from geodata.files.tables import TextTable

Headings = Mapping[str, tuple[str, ...]]
FIRST = 8  # how many headings a message names where none is like the one looked for
ALIKE = 0.6  # of two headings, from 0 to 1, before one is offered for the other
CHECK = "Check that it is the file the recipe means, and correct its heading."


def pick_columns(table: TextTable, wanted: Headings, optional: Headings | None = None) -> DataFrame:
    """Return the columns that mean what is wanted, under our own names.

    Parameters
    ----------
    table
        A table of text.
    wanted
        Our name → the headings it may have, as patterns that match a whole heading, whatever
        its case: official headings end in their vintage (`LSOA21CD`).
    optional
        The same for columns that may be absent; they come back empty.

    Raises
    ------
    DataError
        Every heading that is wanted and absent, or that stands over two different columns.
    """
    found = {key: find_heading(table, patterns) for key, patterns in wanted.items()}
    more = {key: find_heading(table, patterns) for key, patterns in (optional or {}).items()}
    problems = [*_absent(table, found, wanted), *_doubled(table, {**found, **more})]
    if problems:
        raise DataError(problems)
    picked = DataFrame({key: _column(table, str(heading)) for key, heading in found.items()})
    for key, heading in more.items():
        picked[key] = "" if heading is None else _column(table, heading)
    return picked


def find_heading(table: TextTable, patterns: tuple[str, ...]) -> str | None:
    """Find the heading that one of some patterns matches as a whole, the first pattern first."""
    for pattern in patterns:
        shape = re.compile(pattern, re.IGNORECASE)
        for heading in table.rows.columns:
            if shape.fullmatch(heading):
                return str(heading)
    return None


def _absent(
    table: TextTable, found: Mapping[str, str | None], wanted: Headings
) -> Iterator[Problem]:
    for key, heading in found.items():
        if heading is None:
            yield Problem(
                where=f"{table.name}, row {table.heading_row}",
                found=f"no heading {_plain(wanted[key][0])!r}{_nearest(table, wanted[key])}",
                expected=f"a column of {key.replace('_', ' ')}",
                fix=CHECK,
            )


def _nearest(table: TextTable, patterns: tuple[str, ...]) -> str:
    """Return the headings most like the one looked for; where none is like it, the first few."""
    plain = {heading.casefold(): heading for heading in map(str, table.rows.columns) if heading}
    near: dict[str, None] = {}
    for pattern in patterns:
        looked_for = _plain(pattern).casefold()
        for found in difflib.get_close_matches(looked_for, plain, n=SHOWN, cutoff=ALIKE):
            near.setdefault(plain[found])
    if near:
        return "; the nearest is " + " or ".join(map(shown, list(near)[:SHOWN]))
    first = list(plain.values())[:FIRST]
    return " among " + ", ".join(map(shown, first)) + ("…" if len(plain) > len(first) else "")


def _doubled(table: TextTable, found: Mapping[str, str | None]) -> Iterator[Problem]:
    headings = table.rows.columns
    for heading in found.values():
        if heading is None or int((headings == heading).sum()) == 1:
            continue
        same = table.rows.loc[:, headings == heading]
        if not same.eq(same.iloc[:, 0], axis=0).all(axis=None):
            yield Problem(
                where=f"{table.name}, row {table.heading_row}",
                found=f"two different columns called {heading!r}",
                expected="each heading once",
                fix="Rename or remove one of them.",
            )


def _column(table: TextTable, heading: str) -> Series:
    place = list(table.rows.columns).index(heading)
    column: Series = table.rows.iloc[:, place]
    return column


def _plain(pattern: str) -> str:
    return pattern.replace(r"\d\d", "21").replace("\\", "").replace(".*", "…")
