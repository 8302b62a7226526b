"""Codes of small areas (LSOA): their shape, their kind, and the year that they are of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pandas import DataFrame, Series

from geodata.errors import DataError, Problem
from geodata.files.faults import many, shown, some
from geodata.files.telling import warn

AREA = re.compile(r"[EW]01[0-9]{6}")
OFFICIAL = re.compile(r"[EWSNKJ][0-9]{8}")
# The first three characters of an official code → what it is a code of.
LEVELS = {
    "S01": "a data zone of Scotland",
    "N20": "a data zone of Northern Ireland",
    "N21": "a super data zone of Northern Ireland",
    "E00": "an output area",
    "W00": "an output area",
    "E02": "a middle-layer area (MSOA)",
    "W02": "a middle-layer area (MSOA)",
    "S02": "an intermediate zone of Scotland",
    "E05": "a ward",
    "W05": "a ward",
    "E06": "a unitary authority",
    "E07": "a district",
    "E08": "a metropolitan district",
    "E09": "a London borough",
    "E10": "a county",
    "E12": "a region",
    "E14": "a constituency",
    "E92": "England",
    "W92": "Wales",
    "K04": "England and Wales",
}
NEW_IN_2021 = range(33_769, 35_763)  # numbers of the English areas that the Census of 2021 made
SUMS = re.compile(r"(grand |sub-?)?totals?|all( areas)?|sum|england|unknown|other|not known|n/?a|")
NAME = re.compile(r"[A-Za-z .,'’()-]+ [0-9]{1,3}[A-Z]")
_DIGITS = str.maketrans({"O": "0", "I": "1", "L": "1"})
FIX = "Correct the code, or leave out the row."


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A way in which a cell is no code of a small area; the first that fits is told."""

    fits: Callable[[str], bool]
    found: str
    fix: str = FIX


SLIPS = (
    Slip(
        fits=lambda cell: bool(re.fullmatch(r"[0-9](\.[0-9]+)?E[+]?[0-9]+", cell)),
        found="a code that a spreadsheet has turned into a number",
        fix="Take the codes again from the original file, as text.",
    ),
    Slip(
        fits=lambda cell: bool(AREA.fullmatch(cell[:1] + cell[1:].translate(_DIGITS))),
        found="a letter in place of a digit, O for 0 or I for 1",
        fix="Write the digit.",
    ),
    Slip(
        fits=lambda cell: bool(re.fullmatch(r"[EW]0?1?[0-9]{0,5}", cell)),
        found="a code that is too short",
    ),
    Slip(
        fits=lambda cell: bool(re.match(r"[EW]01[0-9]{6}", cell)),
        found="a code that is too long",
    ),
    Slip(
        fits=lambda cell: bool(re.fullmatch(r"0?1[0-9]{6}", cell)),
        found="a code without its letter",
        fix="Write E before codes of England; take them as text from the original file.",
    ),
    Slip(
        fits=lambda cell: bool(NAME.fullmatch(cell.title())),
        found="the name of an area in place of its code",
        fix="Take the column of codes: names are written in many ways.",
    ),
    Slip(fits=lambda _: True, found="no code of a small area"),
)


def keep_areas(rows: DataFrame, column: str, name: str) -> DataFrame:
    """Return the rows of small areas, their codes written one way.

    Totals, rows without a code and codes of other kinds of place are left out, and told; so is
    what was read in spite of its spelling.

    Parameters
    ----------
    rows
        Text, indexed by row number in the file.
    column
        Which column holds the codes.
    name
        The file, for messages.

    Raises
    ------
    DataError
        Codes that cannot be read: every kind of slip, with its rows.
    """
    kept, problems = read_areas(rows, column, name)
    if problems:
        raise DataError(problems)
    return kept


def read_areas(rows: DataFrame, column: str, name: str) -> tuple[DataFrame, list[Problem]]:
    """Return the rows of small areas, and what is wrong in others; see `keep_areas`."""
    cells = rows[column]
    right = cells.map(lambda cell: bool(AREA.fullmatch(cell))).astype(bool)
    if right.all():
        return rows, []
    codes = cells.copy()
    codes[~right] = cells[~right].map(_one_way)
    areas = codes.map(lambda code: bool(AREA.fullmatch(code))).astype(bool)
    where = f"{name}, {column}"
    _tell(cells[areas & ~right], where, "codes read in spite of their spelling")
    is_other = [_is_other(*pair) for pair in zip(codes, cells, strict=True)]
    others = cells[~areas & np.array(is_other, dtype=bool)]
    for said, group in others.groupby(codes[others.index].map(_other)):
        _tell(group, where, f"{said}, left out")
    wrong = ~areas & ~cells.index.isin(others.index)
    problems = list(_slips(cells[wrong], codes[wrong], where))
    return rows.assign(**{column: codes})[areas], problems


def _one_way(cell: str) -> str:
    return re.sub(r"[\s\ufeff\u200b]", "", cell).upper()


def _is_other(code: str, cell: str) -> bool:
    """Return whether a cell holds another kind of place, or a total."""
    return bool(OFFICIAL.fullmatch(code)) or bool(SUMS.fullmatch(cell.casefold()))


def _other(code: str) -> str:
    """Describe a code or word that is not of a small area, and may well stand in such a file."""
    if OFFICIAL.fullmatch(code):
        return LEVELS.get(code[:3], "another kind of place")
    return "a total, or no area"


def _slips(cells: Series, codes: Series, name: str) -> Iterator[Problem]:
    """Describe codes that cannot be read, each kind of slip once."""
    found: dict[int, list[tuple[object, str]]] = {}
    for row, cell, code in zip(cells.index, cells, codes, strict=True):
        kind = next(n for n, slip in enumerate(SLIPS) if slip.fits(code) or slip.fits(cell))
        found.setdefault(kind, []).append((row, cell))
    for kind, wrong in sorted(found.items()):
        more = f" and {len(wrong) - 1:,} more" if len(wrong) > 1 else ""
        yield Problem(
            where=f"{name}, row {some([row for row, _ in wrong])}",
            found=f"{shown(wrong[0][1])}{more}, {SLIPS[kind].found}",
            expected="codes of small areas such as E01000001",
            fix=SLIPS[kind].fix,
        )


def _tell(cells: Series, name: str, said: str) -> None:
    if len(cells):
        examples = some([shown(cell) for cell in dict.fromkeys(cells)])
        rows = f"{name}, row {some(list(cells.index))}"
        warn(f"{rows}: {examples}: {said} ({many(len(cells), 'row')}).")


@dataclass(frozen=True)
class Vintages:
    """Which codes are of 2011 and which of 2021, as the official lookup between them says.

    Attributes
    ----------
    changes
        `old_id` (2011), `area_id` (2021), as `read_area_changes` gives them.
    """

    changes: DataFrame

    @cached_property
    def old(self) -> frozenset[str]:
        """Codes of 2011."""
        return frozenset(self.changes["old_id"])

    @cached_property
    def new(self) -> frozenset[str]:
        """Codes of 2021."""
        return frozenset(self.changes["area_id"])

    @cached_property
    def parts(self) -> Mapping[str, frozenset[str]]:
        """Of each code that ended, the codes that it became."""
        ended = self.changes[~self.changes["old_id"].isin(self.new)]
        groups = ended.groupby("old_id")["area_id"]
        return {str(key): frozenset(group) for key, group in groups}

    def find_mixed(self, codes: Series) -> list[tuple[str, str]]:
        """Find areas of 2011 that stand beside areas of 2021 that they became."""
        there = set(codes)
        return [
            (old, sorted(self.parts[old] & there)[0])
            for old in sorted(there & self.parts.keys())
            if self.parts[old] & there
        ]


def check_vintage(
    codes: Series, name: str, vintages: Vintages | None, wanted: int | None = None
) -> None:
    """Refuse codes of two years together, and tell codes of another year or of none.

    Parameters
    ----------
    codes
        Codes of small areas, written one way, indexed by row number.
    vintages
        None where no official lookup is at hand; then only what the numbers tell is told.
    wanted
        2011 or 2021; the year that fits most of them unless given.

    Raises
    ------
    DataError
        An area stands there beside one that it became: its people would be counted twice.
    """
    if vintages is None:
        _tell_numbers(codes, name)
        return
    mixed = vintages.find_mixed(codes)
    if mixed:
        old, new = mixed[0]
        rows = list(codes.index[codes.isin([each for each, _ in mixed])])
        raise DataError(
            Problem(
                where=f"{name}, row {some(rows)}",
                found=f"{many(len(mixed), 'area')} of 2011 beside areas of 2021 that came of them, "
                f"such as {old} and {new}",
                expected="areas of one year, for these are counted twice",
                fix="Use the file of one Census’s areas.",
            )
        )
    if wanted is None:
        wanted = 2021 if codes.isin(vintages.new).sum() >= codes.isin(vintages.old).sum() else 2011
    right, other = vintages.new, vintages.old
    year = 2011
    if wanted == year:
        right, other, year = vintages.old, vintages.new, 2021
        warn(f"{name}: areas of 2011. {_ended_words(codes, vintages)}")
    ended = codes[~codes.isin(right) & codes.isin(other)]
    _tell(ended, name, f"areas of {year}, and not of {wanted}")
    unknown = codes[~codes.isin(right) & ~codes.isin(other)]
    _tell(unknown, name, "areas of neither 2011 nor 2021")


def _ended_words(codes: Series, vintages: Vintages) -> str:
    """Say which areas of 2011 were split, merged or redrawn in 2021."""
    ended = codes[codes.isin(list(vintages.parts))]
    if not len(ended):
        return "All of them are areas of 2021 too."
    first = str(ended.iloc[0])
    return (
        f"{len(ended):,} of them ended in 2021, such as {first} in row "
        f"{ended.index[0]}, which became {some(sorted(vintages.parts[first]))}; the rest did not."
    )


def _tell_numbers(codes: Series, name: str) -> None:
    """Tell what the numbers of English areas show without a lookup."""
    english = codes[codes.str.startswith("E")]
    new = english[english.str[3:].astype(int).isin(NEW_IN_2021)]
    beyond = english[english.str[3:].astype(int) >= NEW_IN_2021.stop]
    _tell(beyond, name, "numbers that no area has had")
    if not len(english):
        return
    said = (
        f"{len(new):,} of {len(english):,} codes are of 2021 alone, and the others may be of 2011 "
        "or of 2021"
        if len(new)
        else "codes that may be of 2011 or of 2021"
    )
    warn(f"{name}: {said}. The official lookup between the two tells; none was at hand.")
