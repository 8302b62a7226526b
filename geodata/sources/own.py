"""The project's own tables: centres and other services, names, teams, figures from reports."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pandas import DataFrame, Series

from geodata.files import (
    TextTable,
    fault,
    parse_numbers,
    pick_columns,
    read_csv,
    refuse_repeats,
)

SERVICE_COLUMNS = (
    *("asset_id", "name", "kind", "provider", "district", "age_from", "age_to", "parent_id"),
    *("easting", "northing", "precision_m", "status", "note", "source", "checked"),
)
SERVICE_NUMBERS = ("age_from", "age_to", "easting", "northing", "precision_m")


def _exact(path: Path, columns: tuple[str, ...]) -> tuple[TextTable, DataFrame]:
    table = read_csv(path)
    return table, pick_columns(table, {column: (column,) for column in columns})


def read_services(path: Path) -> DataFrame:
    """Read the list of services.

    Returns
    -------
    services
        One row for each door, columns as in `docs/packs.md`, with `easting_m`, `northing_m`
        (EPSG:27700, to 100 m).
    """
    _, services = _exact(path, SERVICE_COLUMNS)
    refuse_repeats(services["asset_id"], path.name)
    for column in SERVICE_NUMBERS:
        services[column] = parse_numbers(services[column], f"{path.name}, {column}")
    return services.rename(columns={"easting": "easting_m", "northing": "northing_m"})


def read_area_names(path: Path) -> Series:
    """Read names that people prefer: text for each `area_id`."""
    _, names = _exact(path, ("area_id", "name"))
    refuse_repeats(names["area_id"], path.name)
    refuse_repeats(names["name"], path.name)
    named: Series = names.set_index("area_id")["name"]
    return named


def read_wards(path: Path) -> DataFrame:
    """Read which ward belongs to which place: `ward_id`, `ward`, `place_id`, `place`."""
    _, wards = _exact(path, ("ward_id", "ward", "place_id", "place"))
    refuse_repeats(wards["ward_id"], path.name)
    names = wards.groupby("place_id")["place"].nunique()
    if bool((names > 1).any()):
        several = names.index[names > 1][0]
        raise fault(path.name, f"two names for {several}", "one for each place", "Correct them.")
    return wards


def read_published_indicators(path: Path) -> DataFrame:
    """Read the catalogue of measures that only reports give."""
    columns = (
        *("indicator", "label", "form", "per", "unit", "worse_when", "geography"),
        *("theme", "period", "source", "sensitive", "note"),
    )
    _, indicators = _exact(path, columns)
    refuse_repeats(indicators["indicator"], path.name)
    indicators["per"] = parse_numbers(indicators["per"], f"{path.name}, per").fillna(1)
    indicators["sensitive"] = _flags(indicators["sensitive"], f"{path.name}, sensitive")
    return indicators


def _flags(cells: Series, name: str) -> Series:
    """Read "yes" and "no"; anything else is refused, for a slip would leave small counts open."""
    plain = cells.str.casefold()
    wrong = cells[~plain.isin(["yes", "no"])]
    if len(wrong):
        where = f"{name}, row {wrong.index[0]}"
        raise fault(where, repr(wrong.iloc[0]), "yes or no", "Correct the cell.")
    return plain.eq("yes")


def read_published_figures(path: Path) -> DataFrame:
    """Read figures from reports: `indicator`, `place_id`, `period`, `value`, `note`."""
    _, figures = _exact(path, ("indicator", "place_id", "period", "value", "note"))
    figures["value"] = parse_numbers(figures["value"], f"{path.name}, value")
    return figures.reset_index(drop=True)


def text_or_missing(cells: Series) -> Series:
    """Turn "" into a missing cell."""
    return cells.where(cells != "", pd.NA)
