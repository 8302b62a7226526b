"""Office for Health Improvement and Disparities: public health figures, as Fingertips exports them.

England, regions and breakdowns by deprivation or ethnicity are mixed in with the areas; only areas
and England are kept, and of each only the row for everyone. An export says neither what form an
indicator has nor which way is worse: the recipe declares both, and the counts in the file check it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
from pandas import DataFrame

from geodata.errors import DataError, Problem
from geodata.files import parse_numbers, pick_columns, read_table
from geodata.model import Declared, Indicator
from geodata.sources.record import Making, Reader

ENGLAND = "E92000001"
KEY = "fingertips_"
PERCENT = 100
FAR_OFF = 3.0  # a standardised rate may differ from the crude one by less than this, either way
ROUNDING = 1.01  # a count is its own count
MADE_FROM = {"district": "districts", "upper-tier": "authorities"}
DISTRICT_TYPE = re.compile(r"district", re.IGNORECASE)


def read_fingertips(path: Path) -> DataFrame:
    """Read the figures of every indicator in an export.

    Returns
    -------
    figures
        `number` (Fingertips' own), `label`, `area_type`, `place_id`, `period`, `value`, `lower`,
        `upper`, `numerator`, `denominator`, `note`, `unit` ("" where the export has none, as
        most have not). Where a figure is given by sex, both together.
    """
    picked = pick_columns(
        read_table(path),
        {
            "number": (r"Indicator ID",),
            "label": (r"Indicator Name",),
            "place_id": (r"Area Code",),
            "area_type": (r"Area Type",),
            "sex": (r"Sex",),
            "age": (r"Age",),
            "category": (r"Category Type",),
            "period": (r"Time period",),
            "value": (r"Value",),
            "lower": (r"Lower CI 95\.0 limit",),
            "upper": (r"Upper CI 95\.0 limit",),
            "numerator": (r"Count",),
            "denominator": (r"Denominator",),
            "note": (r"Value note",),
        },
        {"unit": (r"Unit",)},
    )
    kept = picked[
        (picked["category"] == "")
        & ~picked["area_type"].str.contains("region", case=False)
        & picked["sex"].str.casefold().isin(["persons", "not applicable", ""])
    ].copy()
    for name in ("value", "lower", "upper", "numerator", "denominator"):
        kept[name] = parse_numbers(kept[name], f"{path.name}, {name}")
    first_age = kept.groupby("number")["age"].transform("first")
    return kept[kept["age"] == first_age].drop(columns=["sex", "age", "category"])


def choose_figures(figures: DataFrame, declared: Mapping[str, Declared]) -> DataFrame:
    """Return the rows of indicator values of the declared indicators, by their number."""
    chosen = figures[figures["number"].isin(declared)]
    return chosen.assign(indicator=KEY + chosen["number"])


def describe_indicators(
    values: DataFrame, declared: Mapping[str, Declared], source: str, where: str
) -> dict[str, Indicator]:
    """Describe the chosen indicators for the catalogue, as the recipe declares them.

    Raises
    ------
    DataError
        The file does not hold an indicator, or its figures cannot be of the form declared.
    """
    problems: list[Problem] = []
    described: dict[str, Indicator] = {}
    for number, each in declared.items():
        rows = values[values["indicator"] == KEY + number]
        problems += [
            Problem(
                where=f"{where}, indicator {number}",
                found=found,
                expected=expected,
                fix=f"Correct files.fingertips.indicators.{number} in the recipe.",
            )
            for found, expected in _disagreements(rows, each)
        ]
        if len(rows):
            described[KEY + number] = _describe(rows, each, source)
    if problems:
        raise DataError(problems)
    return described


def _describe(rows: DataFrame, declared: Declared, source: str) -> Indicator:
    areas = rows[rows["place_id"] != ENGLAND]
    is_district = bool(areas["area_type"].str.contains(DISTRICT_TYPE).any())
    return Indicator(
        key=str(rows["indicator"].iloc[0]),
        label=declared.label or str(rows["label"].iloc[0]),
        form=declared.form,
        per=declared.per,
        unit=declared.unit,
        worse_when=declared.worse_when,
        spread_over="nothing",
        geography=declared.geography or ("district" if is_district else "upper-tier"),
        theme=declared.theme,
        period=str(rows["period"].max()),
        source=source,
        sensitive=declared.sensitive,
        note=declared.note,
    )


def _disagreements(rows: DataFrame, declared: Declared) -> Iterator[tuple[str, str]]:
    """Find what in the file cannot be of the form that the recipe declares."""
    if rows.empty:
        yield "no rows of it", "the figures of every indicator declared"
        return
    said = f"a {declared.form}" + (f" per {declared.per:,}" if declared.per > 1 else "")
    units = sorted({unit for unit in rows["unit"] if unit and not _may_be(unit, declared)})
    if units:
        yield f"the unit {units[0]!r}", said
    known = rows[rows["value"].notna()]
    if declared.form == "share" and bool(known["value"].gt(declared.per).any()):
        yield f"a value of {known['value'].max():,g}", f"{said}, at most {declared.per}"
    ratio = _ratio(known, declared)
    most = ROUNDING if declared.form == "count" else FAR_OFF
    if ratio is not None and not 1 / most < ratio < most:
        found = f"values about {ratio * declared.per:,.3g} times their count"
        yield found + ("" if declared.form == "count" else " over their denominator"), said


def _ratio(known: DataFrame, declared: Declared) -> float | None:
    """Return how many times too large the values are for the form, where counts are given."""
    if declared.form == "count":
        expected = known["numerator"]
    elif declared.form in ("share", "rate"):
        expected = declared.per * known["numerator"] / known["denominator"]
    else:
        return None
    usable = (known["value"] > 0) & (expected > 0) & (expected < float("inf"))
    ratios = (known["value"] / expected)[usable]
    return float(ratios.median()) if len(ratios) else None


def _may_be(unit: str, declared: Declared) -> bool:
    """Return whether a unit that the file states may be of a form; other words tell nothing."""
    written = unit.casefold().replace(",", "").strip()
    of = re.search(r"per\s+(\d+)", written)
    if of:
        return declared.form == "rate" and declared.per == int(of[1])
    if written in ("%", "percent", "per cent", "percentage"):
        return declared.form == "share" and declared.per == PERCENT
    return not (written in ("count", "number") and declared.form != "count")


def make_indicators(figures: DataFrame, making: Making) -> tuple[dict[str, Indicator], DataFrame]:
    """Make the catalogue and the values of the indicators that the recipe declares.

    What the export calls districts and authorities are the pack's own kinds, whatever it calls
    them, and a place is known by the pack's own id.
    """
    declared = making.file.indicators
    chosen = choose_figures(figures, declared)
    where = ", ".join(making.file.paths)
    described = describe_indicators(chosen, declared, making.source.key, where)
    kinds = {usual: making.kind_of(made_from) for usual, made_from in MADE_FROM.items()}
    catalogue = {
        key: replace(each, geography=kinds.get(each.geography) or each.geography)
        for key, each in described.items()
    }
    pieces = [
        rows.assign(place_id=making.place_ids(rows["place_id"], catalogue[str(key)].geography))
        for key, rows in chosen.groupby("indicator", sort=False)
    ]
    return catalogue, pd.concat(pieces) if pieces else chosen


READERS = (
    Reader(
        role="fingertips",
        about="public health figures by authority, as Fingertips exports them",
        read=read_fingertips,
        declares_indicators=True,
        make_indicators=make_indicators,
    ),
)
