"""The project's own tables: names, teams, figures from reports."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pandas as pd
from pandas import DataFrame, Series

from geodata.errors import DataError, Problem
from geodata.files import (
    TextTable,
    fault,
    parse_numbers,
    pick_columns,
    read_table,
    refuse_repeats,
)
from geodata.model import ALLOWED_PER, Form, Indicator, Worse
from geodata.sources.record import Making, Reader

FIGURE_COLUMNS = ("indicator", "place_id", "period", "value", "note")
INDICATOR_EXTRAS = ("target", "target_by", "age_from", "age_to", "whom")  # it may go without
FIGURE_NUMBERS = ("numerator", "denominator", "lower", "upper")  # a table may go without
SHOWN_CHARACTERS = 40


def _exact(
    path: Path, columns: tuple[str, ...], optional: tuple[str, ...] = ()
) -> tuple[TextTable, DataFrame]:
    table = read_table(path)
    wanted, perhaps = ({name: (name,) for name in names} for names in (columns, optional))
    return table, pick_columns(table, wanted, perhaps)


def read_area_names(path: Path) -> Series:
    """Read names that people prefer: text for each `area_id`."""
    _, names = _exact(path, ("area_id", "name"))
    refuse_repeats(names["area_id"], path.name)
    refuse_repeats(names["name"], path.name)
    named: Series = names.set_index("area_id")["name"]
    return named


def read_published_indicators(path: Path) -> DataFrame:
    """Read the catalogue of measures that only reports give."""
    columns = (
        *("indicator", "label", "form", "per", "unit", "worse_when", "geography"),
        *("theme", "period", "source", "sensitive", "note"),
    )
    _, indicators = _exact(path, columns, INDICATOR_EXTRAS)
    refuse_repeats(indicators["indicator"], path.name)
    for column in ("target", "age_from", "age_to"):
        indicators[column] = parse_numbers(indicators[column], f"{path.name}, {column}")
    indicators["per"] = parse_numbers(indicators["per"], f"{path.name}, per").fillna(1)
    indicators["sensitive"] = read_flags(indicators["sensitive"], f"{path.name}, sensitive")
    return indicators


def read_flags(cells: Series, name: str) -> Series:
    """Read "yes" and "no"; anything else is refused, for a slip would leave small counts open.

    Raises
    ------
    DataError
        Every cell that holds something else, "true" among them.
    """
    plain = cells.str.casefold()
    wrong = cells[~plain.isin(["yes", "no"])]
    if len(wrong):
        raise DataError(
            Problem(
                where=f"{name}, row {row}",
                found=repr(cell[:SHOWN_CHARACTERS]),
                expected="yes or no",
                fix="Write yes where small counts are to be protected, and no where not.",
            )
            for row, cell in wrong.items()
        )
    return plain.eq("yes")


def read_published_figures(path: Path) -> DataFrame:
    """Read figures from reports.

    Returns
    -------
    figures
        `indicator`, `place_id`, `period`, `value`, `note`, and `numerator`, `denominator`,
        `lower` and `upper`, empty where the table has no such column.
    """
    _, figures = _exact(path, FIGURE_COLUMNS, FIGURE_NUMBERS)
    for column in ("value", *FIGURE_NUMBERS):
        name = f"{path.name}, {column}"
        figures[column] = parse_numbers(figures[column], name, of_people=True)
    return figures.reset_index(drop=True)


def text_or_missing(cells: Series) -> Series:
    """Replace "" by a missing cell."""
    return cells.where(cells != "", pd.NA)


def make_indicators(rows: DataFrame, making: Making) -> tuple[dict[str, Indicator], DataFrame]:
    """Make the catalogue and the values of measures that only reports give.

    Raises
    ------
    DataError
        A measure is described wrongly, or a figure is of a measure that is not described.
    """
    described = describe_indicators(rows, ", ".join(making.file.paths))
    figures = making.raw.get("published_figures", DataFrame(columns=list(FIGURE_COLUMNS)))
    unknown = sorted(set(figures["indicator"]) - set(described))
    if unknown:
        raise fault(
            "the recipe’s table published_figures",
            f"figures of {unknown[0]!r}",
            "a measure that the recipe’s table of indicators describes",
            "Describe it there, or correct its key.",
        )
    return described, figures.assign(note=text_or_missing(figures["note"]))


def describe_indicators(rows: DataFrame, where: str) -> dict[str, Indicator]:
    """Describe the measures of the recipe's table for the catalogue."""
    problems = [
        Problem(
            where=f"{where}, row {row}",
            found=f"{column} = {cells[column]!r}",
            expected=" or ".join(choices),
            fix="Correct the cell.",
        )
        for column, choices in (("worse_when", get_args(Worse)), ("form", get_args(Form)))
        for row, cells in rows.to_dict("index").items()
        if cells[column] not in choices
    ]
    problems += [
        Problem(
            where=f"{where}, row {row}",
            found=f"a {cells['form']} per {cells['per']:,g}",
            expected="per " + " or ".join(f"{per:,}" for per in ALLOWED_PER[cells["form"]]),
            fix="Correct the cell; leave it empty for a count, a rank or a score.",
        )
        for row, cells in rows.to_dict("index").items()
        if cells["form"] in ALLOWED_PER and cells["per"] not in ALLOWED_PER[cells["form"]]
    ]
    if problems:
        raise DataError(problems)
    return {
        row["indicator"]: Indicator(
            key=row["indicator"],
            label=row["label"],
            form=row["form"],
            per=int(row["per"]),
            unit=row["unit"],
            worse_when=row["worse_when"],
            spread_over="nothing",
            geography=row["geography"],
            theme=row["theme"],
            period=row["period"],
            source=row["source"],
            sensitive=row["sensitive"],
            age_from=_whole(row["age_from"]),
            age_to=_whole(row["age_to"]),
            whom=row["whom"],
            target=None if pd.isna(row["target"]) else float(row["target"]),
            target_by=row["target_by"],
            note=row["note"],
        )
        for row in rows.to_dict("records")
    }


def _whole(age: float) -> int | None:
    return None if pd.isna(age) else int(age)


READERS = (
    Reader(
        role="area_names",
        about="names for areas, over the ones worked out: area_id, name",
        read=read_area_names,
        is_own=True,
    ),
    Reader(
        role="published_indicators",
        about="measures that only reports give: their catalogue",
        read=read_published_indicators,
        is_own=True,
        make_indicators=make_indicators,
        figures_role="published_figures",
    ),
    Reader(
        role="published_figures",
        about="the figures of those measures",
        read=read_published_figures,
        is_own=True,
    ),
)
