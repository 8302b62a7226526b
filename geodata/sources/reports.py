"""What public reports say, restated: figures as printed, outcomes to watch, when projects ran.

Each row says where in which report it stands. A figure belongs to the places it is printed of and
to no other: the users of a hospital are no place.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pandas import DataFrame, Series

from geodata.errors import DataError, Problem
from geodata.files import parse_numbers, pick_columns, read_table, refuse_repeats
from geodata.sources.own import read_flags, text_or_missing
from geodata.sources.record import Making, Reader

WORSE = {"": "neither", "higher is worse": "higher", "higher is better": "lower"}
WITH_CARE = ", with care"
DIRECTIONS = (*WORSE, f"higher is worse{WITH_CARE}")
FACT_COLUMNS = {
    "fact_id": "fact_id",
    "measure": "measure",
    "value": "value",
    "as_printed": "printed",
    "qualifier": "qualifier",
    "unit": "unit",
    "numerator": "counted",
    "denominator": "counted_of",
    "period": "period",
    "geography": "geography",
    "geography_code": "place_ids",
    "comparator": "comparator",
    "comparator_value": "comparator_value",
    "comparison": "comparison",
    "trend": "trend",
    "direction": "worse_when",
    "target": "target",
    "target_by": "target_by",
    "theme": "theme",
    "value_type": "kind",
    "scope": "scope",
    "held_already": "indicator",
    "contradiction": "contradiction",
    "sensitive": "sensitive",
    "note": "note",
    "source": "cites",
    "source_key": "source",
}
OUTCOME_COLUMNS = {
    "order": "outcome_id",
    "impact": "impact",
    "outcome": "outcome",
    "indicator": "label",
    "age": "age",
    "unit": "unit",
    "direction": "worse_when",
    "official_indicator": "official",
    "publisher": "publisher",
    "fingertips_id": "official_ids",
    "fingertips_id_to_check": "unsure_ids",
    "finest_geography_published": "finest",
    "finer_local_source": "finer_local",
    "held_already": "indicators",
    "reports_say": "reports_say",
    "fact_ids": "fact_ids",
    "note": "note",
    "source": "cites",
    "source_key": "source",
}
PROJECT_COLUMNS = (
    "project_id",
    "name",
    "place_ids",
    "indicators",
    "began",
    "ended",
    "runs",
    "note",
)
LEADING_NUMBER = r"^\d+\s+"
IN_BRACKETS = r"\s*\([^)]*\)"


def read_facts(path: Path) -> DataFrame:
    """Read figures and findings as reports print them, indexed by `fact_id`; see the schema."""
    facts = _read(path, FACT_COLUMNS)
    facts["value"] = parse_numbers(facts["value"], f"{path.name}, value", of_people=True)
    facts["sensitive"] = read_flags(facts["sensitive"], f"{path.name}, sensitive")
    facts["worse_when"] = _directions(facts["worse_when"], path)
    facts["indicator"] = facts["indicator"].str.replace(IN_BRACKETS, "", regex=True)
    return _missing_text(facts).set_index("fact_id")


def read_outcomes(path: Path) -> DataFrame:
    """Read the outcomes that partners watch, indexed by `outcome_id`, in their order."""
    rows = _read(path, OUTCOME_COLUMNS)
    order = parse_numbers(rows["outcome_id"], f"{path.name}, order")
    rows = rows.assign(outcome_id=[f"outcome-{number:02.0f}" for number in order])
    rows["worse_when"] = _directions(rows["worse_when"], path)
    rows["impact"] = rows["impact"].str.replace(LEADING_NUMBER, "", regex=True)
    rows["indicators"] = rows["indicators"].str.replace(IN_BRACKETS, "", regex=True)
    return _missing_text(rows).set_index("outcome_id")


def read_projects(path: Path) -> DataFrame:
    """Read when projects ran, indexed by `project_id`: a row for each stretch of time."""
    named = {column: column for column in PROJECT_COLUMNS}
    rows = _read(path, named | {"source": "cites", "source_key": "source"})
    rows["runs"] = read_flags(rows["runs"], f"{path.name}, runs")
    return _missing_text(rows).set_index("project_id")


def _read(path: Path, columns: dict[str, str]) -> DataFrame:
    """Read the named columns of a table whose first one tells its rows apart."""
    rows = pick_columns(read_table(path), {new: (old,) for old, new in columns.items()})
    refuse_repeats(rows.iloc[:, 0], path.name)
    return rows


def _directions(cells: Series, path: Path) -> Series:
    wrong = cells[~cells.isin(DIRECTIONS)]
    if len(wrong):
        raise DataError(
            Problem(
                where=f"{path.name}, direction, row {row}",
                found=repr(cell),
                expected="one of " + ", ".join(map(repr, DIRECTIONS)),
                fix="Correct the cell, or leave it empty where neither way is worse.",
            )
            for row, cell in wrong.items()
        )
    plain: Series = cells.str.removesuffix(WITH_CARE).map(WORSE)
    return plain


def _missing_text(rows: DataFrame) -> DataFrame:
    texts = [name for name in rows.columns if pd.api.types.is_string_dtype(rows[name].dtype)]
    return rows.assign(**{name: text_or_missing(rows[name]) for name in texts})


def make_facts(facts: DataFrame, making: Making) -> dict[str, DataFrame]:
    """Make the table of facts."""
    placed = int(facts["place_ids"].notna().sum())
    making.log.note(
        f"{len(facts):,} facts as reports print them, {placed:,} of them of a place or an "
        "authority; the others are of no place and are put on none."
    )
    return {"facts": facts}


def make_outcomes(outcomes: DataFrame, making: Making) -> dict[str, DataFrame]:
    """Make the table of outcomes."""
    making.log.note(f"{len(outcomes):,} outcomes that the partners watch, held or not.")
    return {"outcomes": outcomes}


def make_projects(projects: DataFrame, making: Making) -> dict[str, DataFrame]:
    """Make the table of projects."""
    making.log.note(f"{len(projects):,} stretches of time in which projects ran.")
    return {"projects": projects}


READERS = (
    Reader(
        role="reported_facts",
        about="figures and findings as reports print them",
        read=read_facts,
        is_own=True,
        make_tables=make_facts,
    ),
    Reader(
        role="outcomes",
        about="the outcomes that partners watch, held or not",
        read=read_outcomes,
        is_own=True,
        make_tables=make_outcomes,
    ),
    Reader(
        role="projects",
        about="when projects ran, to be drawn beside a trend",
        read=read_projects,
        is_own=True,
        make_tables=make_projects,
    ),
)
