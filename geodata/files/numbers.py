"""Numbers as people and publishers write them: read where they can mean one thing, else refused.

A comma is read only where it can stand between thousands. What a publisher writes in place of a
figure that it keeps back, or has not, is missing: never zero, and never part of a mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from pandas import Series

from geodata.errors import DataError, Problem
from geodata.files.faults import many, shown, some, without_digits
from geodata.files.telling import warn

LARGEST = 1e15  # no true figure is larger; infinity is
# "12", "-1.5", ".5" and "9e-05"; an exponent above zero may have cost digits.
PLAIN = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]-[0-9]{1,3})?"
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?P<mark>[,\u00a0\u2009\u202f])[0-9]{3}"
                       r"(?:(?P=mark)[0-9]{3})*(?:\.[0-9]*)?")  # fmt: skip
MINUS = "\u2212"
# What the Government Statistical Service, NHS, DfE and Excel write where there is no figure.
SUPPRESSED = {"c", "[c]", "*", "**", "s", "supp", "suppressed", "low", "[low]", "~", "k", "#"}
ABSENT = {
    *("x", "[x]", ":", "..", "…", ".", "-", "--", "–", "—", "z", "[z]", "w", "[w]", "u", "[u]"),
    *("n/a", "na", "#n/a", "nan", "null", "none", "nil return", "not available", "missing", "?"),
    *("not applicable", "no data", "[n/a]", "n.a.", "[na]"),
}
BELOW = re.compile(r"(?:<|≤|<=|under |less than |fewer than )\s*[0-9]{1,3}")
PLEASE = "Correct the cell, or leave it empty where the figure is missing."
# What else people write, the first that fits: how it looks, what it is, what to write.
OTHERWISE = (
    (r"[+-]?[0-9.]+[eE]\+?[0-9]+", "a number in powers of ten, which may have lost digits",
     "Write it in full: in Excel, format the cells as numbers before saving."),
    (r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*", "a comma as the decimal mark",
     "Write a full stop as the decimal mark, and nothing between thousands."),
    (r"[+-]?[0-9]*,[0-9]+", "a comma that cannot stand between thousands",
     "Write a full stop as the decimal mark."),
    (r"[^0-9]?[+-]?[0-9][0-9,. ]*,[0-9,. ]*", "commas that do not stand between thousands",
     "Write the number without them."),
    (r"[£$€]\s*[0-9.,]+[kmKM]?", "an amount with its currency", "Write the number alone."),
    (r"[+-]?[0-9.,]+\s*%", "a percentage with its sign", "Write the number alone."),
    (r"\([0-9.,]+\)", "a number in brackets, which may mean less than zero",
     "Write it with a minus, or without the brackets."),
    (r"#[A-Z0-9/!?]+", "a formula that failed", "Correct the formula, and save again."),
    (r"[+-]?[0-9]+(?: [0-9]{3})+(?:\.[0-9]*)?", "a number with blanks in it",
     "Write it without them."),
    (r"[+-]?(?:inf|infinity|∞)", "infinity", PLEASE),
    (r"[0-9.]+\s*[a-zA-Z²]+", "a number with its unit", "Write the number alone."),
)  # fmt: skip


def parse_numbers(
    cells: Series, name: str, *, gaps: bool = True, of_people: bool = False
) -> Series:
    """Parse text such as "29,199" as numbers; an empty cell is missing, never zero.

    Parameters
    ----------
    cells
        Text, indexed by row number in the file.
    name
        The file, and the column, for messages.
    gaps
        Whether the column holds figures, of which a publisher may keep some back: what marks them
        ("c", "<5", "..") is then missing, and told. In a column of coordinates or ages nothing
        can mark anything.
    of_people
        Whether the cells may count people who are to be protected: no message tells their digits.

    Raises
    ------
    DataError
        Cells hold something else, infinity included; the first rows of each kind are named.
    """
    numbers, problems = read_numbers(cells, name, gaps=gaps, of_people=of_people)
    if problems:
        raise DataError(problems)
    return numbers


def read_numbers(
    cells: Series, name: str, *, gaps: bool = True, of_people: bool = False
) -> tuple[Series, list[Problem]]:
    """Return the numbers of a column, NaN where there is none, and what is wrong in the others.

    See `parse_numbers`.
    """
    quote = without_digits if of_people else shown
    plain = cells.str.fullmatch(PLAIN).to_numpy(bool)
    numbers = np.full(len(cells), np.nan)
    numbers[plain] = pd.to_numeric(cells[plain]).to_numpy(float)
    left = ~plain & (cells != "").to_numpy(bool)
    odd = cells[left]
    wrong: dict[tuple[str, str], list[tuple[object, str]]] = {}
    marked: list[tuple[object, str]] = []
    found = np.full(len(odd), np.nan)
    for n, (row, cell) in enumerate(odd.items()):
        written = cell.replace(MINUS, "-", 1)
        if re.fullmatch(PLAIN, written):
            found[n] = float(written)
        elif thousands := THOUSANDS.fullmatch(written):
            found[n] = float(written.replace(thousands["mark"], ""))
        elif gaps and is_gap(cell):
            marked.append((row, cell))
        else:
            wrong.setdefault(describe_otherwise(written), []).append((row, cell))
    numbers[left] = found
    far = np.abs(numbers) > LARGEST
    if far.any():
        beyond = f"a number beyond {LARGEST:,.0f}"
        wrong[beyond, PLEASE] = list(zip(cells.index[far], cells[far], strict=True))
        numbers[far] = np.nan
    _tell_marked(marked, name)
    return Series(numbers, index=cells.index), list(_faults(wrong, name, quote=quote))


def is_gap(cell: str) -> bool:
    """Return whether a cell says in words or signs that its figure is kept back or not there."""
    plain = cell.casefold()
    return plain in SUPPRESSED or plain in ABSENT or bool(BELOW.fullmatch(plain))


def is_suppressed(cell: str) -> bool:
    """Return whether a cell says that its figure is kept back, and not merely absent."""
    plain = cell.casefold()
    return plain in SUPPRESSED or bool(BELOW.fullmatch(plain))


def describe_otherwise(cell: str) -> tuple[str, str]:
    """Describe what stands in place of a number, and what to write."""
    for pattern, found, fix in OTHERWISE:
        if re.fullmatch(pattern, cell, re.IGNORECASE):
            return found, fix
    return "", PLEASE


def _faults(
    wrong: dict[tuple[str, str], list[tuple[object, str]]],
    name: str,
    *,
    quote: Callable[[object], str],
) -> Iterator[Problem]:
    for (found, fix), cells in wrong.items():
        rows = [row for row, _ in cells]
        said = quote(cells[0][1]) + (f", {found}" if found else "")
        more = f" and {len(cells) - 1:,} more" if len(cells) > 1 else ""
        yield Problem(
            where=f"{name}, row {some(rows)}", found=said + more, expected="a number", fix=fix
        )


def _tell_marked(marked: list[tuple[object, str]], name: str) -> None:
    if marked:
        cells = sorted({cell for _, cell in marked})
        warn(
            f"{name}, row {some([row for row, _ in marked])}: {some([shown(c) for c in cells])} "
            f"taken for figures kept back or not there: missing, not zero "
            f"({many(len(marked), 'cell')})."
        )
