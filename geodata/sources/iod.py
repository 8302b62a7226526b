"""Ministry of Housing, Communities and Local Government: the English Indices of Deprivation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
from pandas import DataFrame, Series

from geodata.errors import DataError, Problem
from geodata.files import (
    Headings,
    TextTable,
    fault,
    keep_areas,
    label,
    parse_numbers,
    pick_columns,
    read_table,
    refuse_repeats,
    some,
)
from geodata.files.columns import find_heading
from geodata.model import Indicator
from geodata.sources.record import Making, Reader

RANK = r" Rank \(where 1 is most deprived\)"
DECILE = r" Decile \(where 1 is most deprived 10% of LSOAs\)"

WANTED = "File 7"
# Files of the indices, in the order to look: what it is, a heading that it has, one it has not.
FILES = (
    ("File 8 (underlying indicators)", r"idaci_numerator|domain_numerator|domain numerator", ""),
    ("File 10 (summaries of districts)", r"average_rank|average rank|extent", r"^LSOA code"),
    ("File 6 (populations)", r"^Total population", r" Rank "),
    ("File 7 (all ranks, deciles and scores)", r"^Total population", ""),
    ("File 5 (scores)", r" Score", r" Rank "),
    ("File 4 (sub-domains)", r"sub-domain.* Rank", ""),
    ("File 3 (supplementary: of children and older people)", r"IDACI.* Rank", r"^Income Rank"),
    ("File 2 (domains)", r"^Income (Deprivation )?Rank", r"IDACI|Score"),
    ("File 1 (overall index)", r"IMD\).* (Rank|Decile)|^IMD (Rank|Decile)", r"^Income "),
)  # fmt: skip
MOST_AREAS = 50_000  # England has some 34,000; a rank beyond this is another number

# How many children IDACI is a share of.
CHILDREN = "children_0_15"
CHILDREN_HEADING = r"Dependent Children aged 0-15: mid 20\d\d"

# key → (how its headings begin, label)
MEASURES = {
    "imd_rank": ("Index of Multiple Deprivation (IMD)", "Deprivation overall (IMD)"),
    "idaci_rank": (
        "Income Deprivation Affecting Children Index (IDACI)",
        "Income deprivation affecting children (IDACI)",
    ),
    "idaopi_rank": (
        "Income Deprivation Affecting Older People (IDAOPI)",
        "Income deprivation affecting older people (IDAOPI)",
    ),
    "income_rank": ("Income", "Income deprivation"),
    "employment_rank": ("Employment", "Employment deprivation"),
    "education_rank": (
        "Education, Skills and Training",
        "Education, skills and training deprivation",
    ),
    "health_rank": ("Health Deprivation and Disability", "Poor health and disability"),
    "crime_rank": ("Crime", "Crime"),
    "housing_rank": (
        "Barriers to Housing and Services",
        "Barriers to housing and services",
    ),
    "environment_rank": ("Living Environment", "Poor living environment"),
}


def read_deprivation(path: Path) -> DataFrame:
    """Read ranks and deciles from "File 7" of the indices.

    Returns
    -------
    deprivation
        Indexed by `area_id`: `district_id`, and for each measure its key (national rank, 1 the
        most deprived) and `<key>_decile`. Ranks tie: two areas may share one. With the children
        aged 0–15 that the indices count (`CHILDREN`), empty where the file leaves them out.
    """
    wanted: Headings = {
        "area_id": (r"LSOA code \(2021\)",),
        "district_id": (r"Local Authority District code \(20\d\d\)",),
    }
    headings = {
        f"{key}{suffix}": (re.escape(start) + ending,)
        for key, (start, _) in MEASURES.items()
        for suffix, ending in (("", RANK), ("_decile", DECILE))
    }
    people = {CHILDREN: (CHILDREN_HEADING,)}
    table = read_table(path)
    _refuse_older(table)
    _refuse_others(table)
    picked = pick_columns(table, {**wanted, **headings}, people)
    picked = keep_areas(picked, "area_id", label(path))
    refuse_repeats(picked["area_id"], path.name)
    numbers = {
        name: parse_numbers(picked[name], f"{path.name}, {name}") for name in (*headings, *people)
    }
    problems = [fault for key in MEASURES for fault in _wrong_ranks(numbers, key, label(path))]
    if problems:
        raise DataError(problems)
    rows = DataFrame({"district_id": picked["district_id"], **numbers})
    rows.index = pd.Index(picked["area_id"], name="area_id")
    return rows


def _refuse_older(table: TextTable) -> None:
    """Refuse indices of 2019 or before: most codes are the same, so that they would be believed."""
    older = find_heading(table, (r"LSOA code \((?!2021)\d{4}\)",))
    if older is not None:
        raise fault(
            f"{table.name}, row {table.heading_row}",
            f"{older!r}: {_which(table)}indices of 2019 or before, whose areas have changed",
            "the indices of 2025, for areas of 2021: 'LSOA code (2021)'",
            "Get File 7 of the English Indices of Deprivation 2025.",
        )


def _refuse_others(table: TextTable) -> None:
    """Refuse another file of the same indices, by its name: most headings are those of File 7."""
    which = _which(table)
    if which and not which.startswith(WANTED):
        raise fault(
            f"{table.name}, row {table.heading_row}",
            f"{which.removesuffix(' of the ')}",
            f"{WANTED}, which holds all ranks, deciles and populations",
            "Name it under files.deprivation_counts, and get File 7 too."
            if which.startswith("File 8")
            else "Get File 7 of the English Indices of Deprivation 2025.",
        )


def _which(table: TextTable) -> str:
    """Name the file of the indices that a table is: "File 3 (…) of the "; "" where unknown."""
    headings = [str(each) for each in table.rows.columns]
    for name, has, lacks in FILES:
        if _any(headings, has) and not (lacks and _any(headings, lacks)):
            return f"{name} of the "
    return ""


def _any(headings: list[str], pattern: str) -> bool:
    return any(re.search(pattern, each, re.IGNORECASE) for each in headings)


def _wrong_ranks(numbers: Mapping[str, Series], key: str, name: str) -> Iterator[Problem]:
    """Find ranks and deciles that are none, or that belong to two different measures."""
    rank, decile = numbers[key], numbers[f"{key}_decile"]
    for cells, most, about in ((rank, MOST_AREAS, "rank"), (decile, 10, "decile")):
        wrong = cells.notna() & (~cells.between(1, most) | (cells % 1 > 0))
        if wrong.any():
            yield Problem(
                where=f"{name}, {about} of {key}, row {some(list(cells.index[wrong]))}",
                found=f"{cells[wrong].iloc[0]:,g}",
                expected=f"a whole number from 1 to {most:,}",
                fix="Use File 7 of the indices as published.",
            )
            return
    by_rank = decile[rank.notna() & decile.notna()].loc[rank.dropna().sort_values().index]
    before = by_rank.cummax().shift()
    wrong = by_rank < before
    if wrong.any():
        yield Problem(
            where=f"{name}, decile of {key}, row {some(list(by_rank.index[wrong]))}",
            found=f"decile {by_rank[wrong].iloc[0]:g} below that of a smaller rank",
            expected="deciles that follow the ranks",
            fix="Look whether columns of two measures are exchanged.",
        )


def list_indicators(period: str, source: str) -> dict[str, Indicator]:
    """Describe the measures, for the catalogue."""
    return {
        key: Indicator(
            key=key,
            label=label,
            form="rank",
            unit="national rank, 1 is most deprived",
            worse_when="lower",
            spread_over="people",
            geography="area",
            theme="Deprivation",
            period=period,
            source=source,
            note="A rank says which areas are worse off, not by how much; ranks may tie.",
        )
        for key, (_, label) in MEASURES.items()
    }


def make_values(deprivation: DataFrame, period: str) -> DataFrame:
    """Return ranks and deciles as rows of indicator values, sorted by measure and area."""
    rows = [
        DataFrame(
            {
                "indicator": key,
                "place_id": deprivation.index,
                "period": period,
                "value": deprivation[key].to_numpy(),
                "decile": deprivation[f"{key}_decile"].to_numpy(),
            }
        )
        for key in MEASURES
    ]
    return pd.concat(rows, ignore_index=True)


def make_indicators(
    deprivation: DataFrame, making: Making
) -> tuple[dict[str, Indicator], DataFrame]:
    """Make the catalogue and the values of the pack's areas.

    Raises
    ------
    DataError
        The file has nothing for an area.
    """
    refuse_absent(deprivation.index, making)
    period = making.source.period
    values = make_values(deprivation.loc[making.area_ids], period)
    return list_indicators(period, making.source.key), values


def refuse_absent(held: pd.Index, making: Making) -> None:
    """Refuse a file of the indices that has no row for an area of the pack.

    Raises
    ------
    DataError
        It was of other areas, or of another part of the country.
    """
    missing = making.area_ids.difference(held)
    if len(missing):
        raise fault(
            ", ".join(making.file.paths),
            f"nothing for {len(missing)} areas, such as {missing[0]}",
            "a row for each area",
            "Use the indices of 2025, which are for 2021 areas.",
        )


READERS = (
    Reader(
        role="deprivation",
        by_area=True,
        about="Indices of Deprivation 2025, File 7",
        read=read_deprivation,
        is_needed=True,
        make_indicators=make_indicators,
    ),
)
