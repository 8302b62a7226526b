"""Office for Health Improvement and Disparities: public health figures, as Fingertips exports them.

England, regions and breakdowns by deprivation or ethnicity are mixed in with the areas; only areas
and England are kept, and of each only the row for everyone.
"""

from __future__ import annotations

import re
from pathlib import Path

from pandas import DataFrame

from geodata.files import parse_numbers, pick_columns, read_csv
from geodata.model import Indicator

ENGLAND = "E92000001"
DISTRICT_TYPE = re.compile(r"district", re.IGNORECASE)


def read_fingertips(path: Path) -> DataFrame:
    """Read the figures of every indicator in an export.

    Returns
    -------
    figures
        `number` (Fingertips' own), `label`, `area_type`, `place_id`, `period`, `value`, `lower`,
        `upper`, `numerator`, `denominator`, `note`. Where a figure is given by sex, both together.
    """
    picked = pick_columns(
        read_csv(path),
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


def make_values(figures: DataFrame, numbers: tuple[str, ...]) -> DataFrame:
    """Choose indicators by number and turn them into rows of indicator values."""
    chosen = figures[figures["number"].isin(numbers)]
    return chosen.assign(indicator="fingertips_" + chosen["number"])


def describe_indicators(values: DataFrame, source: str) -> dict[str, Indicator]:
    """Describe the chosen indicators, for the catalogue."""
    described: dict[str, Indicator] = {}
    for key, rows in values.groupby("indicator", sort=True):
        areas = rows[rows["place_id"] != ENGLAND]
        kinds = areas["area_type"].str.contains(DISTRICT_TYPE)
        described[str(key)] = Indicator(
            key=str(key),
            label=str(rows["label"].iloc[0]),
            unit="as published",
            worse_when="higher",
            spread_over="nothing",
            geography="district" if bool(kinds.any()) else "upper-tier",
            theme="Public health",
            period=str(rows["period"].max()),
            source=source,
            note="Fingertips does not export which way is worse; higher is assumed.",
        )
    return described
