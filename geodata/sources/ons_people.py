"""Office for National Statistics: people by single year of age, in the layouts of its workbooks.

Estimates for 2021 areas stand in a sheet for each year, women and men apart (F0 … F90, M0 … M90);
those for 2011 areas in sheets of persons, men and women. Tidied copies hold a column for each age.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

from pandas import DataFrame

from geodata.files import TextTable, fault, label, parse_numbers, read_bytes, some, tell_repair
from geodata.files.columns import find_heading
from geodata.files.kinds import ZIP, find_kind
from geodata.files.workbooks import open_book
from geodata.published import read_published

OLDEST_BAND = 90  # the last column of the estimates is this age and over
AGES = range(OLDEST_BAND + 1)
CODE = (r"LSOA( \d{4})? Code", r"LSOA\d\dCD", r"lsoa\d\d_?(code|cd)", r"lsoacd")
MARKS = ("|".join(CODE), r"(F|M|Age )?0( .*)?")
TOTAL = (r"Total", r"All Ages", r"total_population", r"all_ages")
SHEET = re.compile(r"mid-?(?P<year>\d{4})( persons| lsoa.*)?", re.IGNORECASE)


def read_single_years(path: Path, year: str = "") -> TextTable:
    """Read estimates with a column for each age, "0" to "90", women and men together.

    Parameters
    ----------
    path
        A workbook, a sheet of one saved as CSV, or a tidied copy.
    year
        Which year's sheet of a workbook; the latest unless given.

    Raises
    ------
    DataError
        The workbook has no sheet of that year, or ages that do not add up to the total.
    """
    sheet = _choose_sheet(path, year)
    table = read_published(path, MARKS, sheet)
    if find_heading(table, (r"F0",)) is None:
        return table
    women, men = (_counts(table, sex) for sex in ("F", "M"))
    people = (women + men).map(lambda count: "" if math.isnan(count) else f"{count:.15g}")
    kept = [
        str(heading) for patterns in (CODE, TOTAL) if (heading := find_heading(table, patterns))
    ]
    return replace(table, rows=table.rows[kept].join(people))


def _choose_sheet(path: Path, year: str) -> str:
    """Choose the sheet of a workbook by its year; "" where the file is no workbook."""
    content = read_bytes(path)
    if find_kind(content).name != ZIP:
        return ""
    name = label(path)
    years = {
        found["year"]: sheet
        for sheet in open_book(content, name).sheets
        if (found := SHEET.fullmatch(sheet.strip()))
    }
    if year and year not in years:
        listed = some(sorted(years)) or "none"
        fix = "Name one of its years in the recipe, or leave `year` out for the latest."
        raise fault(name, f"sheets of {listed}", f"one of mid-{year}", fix)
    chosen = years.get(year or max(years, default=""), "")
    if chosen:
        tell_repair(f"{name}: the sheet {chosen!r} is read, of {some(sorted(years))}.")
    return chosen


def _counts(table: TextTable, sex: str) -> DataFrame:
    """Return the counts of women or of men, columns "0" to "90"."""
    headings = {str(age): find_heading(table, (rf"{sex}{age}\+?",)) for age in AGES}
    missing = [sex + age for age, heading in headings.items() if heading is None]
    if missing:
        raise fault(
            f"{table.name}, row {table.heading_row}",
            f"no headings {some(missing)}",
            f"one for each age from {sex}0 to {sex}{OLDEST_BAND}",
            "Use the sheet as published.",
        )
    return DataFrame(
        {
            age: parse_numbers(table.rows[str(heading)], f"{table.name}, {heading}", gaps=False)
            for age, heading in headings.items()
        }
    )


def refuse_other_totals(table: TextTable, people: DataFrame) -> None:
    """Refuse ages that do not add up to the published total: a column or a row has gone astray.

    Parameters
    ----------
    people
        Counts, indexed by row number as `table` is, with a column for each age.
    """
    heading = find_heading(table, TOTAL)
    if heading is None:
        return
    every = parse_numbers(table.rows[heading], f"{table.name}, {heading}", gaps=False)
    total = every.reindex(people.index)
    wrong = total.notna() & people.notna().all(axis=1) & (people.sum(axis=1) != total)
    if wrong.any():
        row = total.index[wrong][0]
        raise fault(
            f"{table.name}, row {some(list(total.index[wrong]))}",
            f"{people.loc[row].sum():,.0f} people over all ages, and {total[row]:,.0f} under "
            f"{heading!r}",
            "ages that add up to the total",
            "Use the estimates as published: a column or a row has gone astray.",
        )
