"""What the coverage report says of each step of a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.coverage import Covered
from geodata.log import BuildLog
from geodata.model import Indicator
from geodata.recipe import Recipe
from geodata.sources.record import Making
from geodata.sources.registry import readers

SHOWN = 8  # names of what is missing
NONE_HERE = "None stands in the pack: look whether that is so."
STAND_IN = "area:"  # how an origin begins that is no postcode
# Layers that a pack has a column of, by the column that is empty where they say nothing.
COLUMNS = {"middle_areas": "msoa_id", "rural_urban": "rural_urban"}
LACKING = {"postcodes": "Without a postcode, so that people set out from one point"}
WHOLE = ("area_lookup", "area_boundaries", "people_by_age")  # without which nothing is built


def cover_areas(recipe: Recipe, areas: GeoDataFrame, origins: DataFrame, log: BuildLog) -> None:
    """Report how many areas have a shape, people, a postcode and a class."""
    every = len(areas)
    bare = origins.loc[origins.index.astype(str).str.startswith(STAND_IN), "area_id"]
    lacking = dict.fromkeys(WHOLE, areas.index[:0]) | {"postcodes": bare}
    lacking |= {
        role: areas.index[areas[column].isna()]
        for role, column in COLUMNS.items()
        if role in recipe.files
    }
    for role, codes in lacking.items():
        why = LACKING.get(role, "Without one") + f": {_names(areas, codes)}."
        log.layers.append(
            Covered(
                layer=role,
                about=readers()[role].about,
                files=_files(recipe.files[role].paths),
                unit="areas",
                found=every - len(codes),
                expected=every,
                left_out=0,
                why=why if len(codes) else "",
            )
        )


def _files(paths: Sequence[str]) -> str:
    shown = "; ".join(paths[:SHOWN])
    return shown + (f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else "")


def _names(areas: GeoDataFrame, codes: Iterable[Any]) -> str:
    listed = [f"{areas['official_name'][code]} ({code})" for code in codes]
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more


def cover_absent(recipe: Recipe, role: str, why: str, log: BuildLog) -> None:
    """Report a file that is left out."""
    file = recipe.files[role]
    log.layers.append(
        Covered(
            layer=role,
            about=readers()[role].about,
            files="",
            unit="files",
            found=0,
            why=why + (f" It is to be had from {file.where}." if file.where else ""),
            is_there=False,
        )
    )


def cover_assets(making: Making, made: DataFrame, notes: Sequence[str]) -> None:
    """Report how many doors of a national list are in the pack, and why others are not.

    Parameters
    ----------
    made
        The rows that became services.
    notes
        What the reader noted as it chose them.
    """
    rows = making.rows
    across = int(made["across_border"].sum()) if "across_border" in made.columns else 0
    making.log.layers.append(
        Covered(
            layer=making.file.key,
            about=readers()[making.file.role].about,
            files=_files(making.file.paths),
            unit="doors in the pack",
            found=len(made) - across,
            left_out=max(len(rows) - len(made), 0) if isinstance(rows, DataFrame) else None,
            why=" ".join([NONE_HERE] * (len(made) == across) + list(notes)),
        )
    )


def cover_figures(making: Making, described: Mapping[str, Indicator], figures: DataFrame) -> None:
    """Report how many figures there are of the pack's areas and places, of how many expected."""
    named = pd.concat([making.areas["official_name"], making.places["name"]])
    found = expected = unknown = 0
    missing: dict[str, None] = {}
    for key, indicator in described.items():
        is_area, kinds = indicator.geography == "area", making.places["kind"]
        wanted = making.area_ids if is_area else kinds.index[kinds == indicator.geography]
        rows = figures[(figures["indicator"] == key) & figures["place_id"].isin(wanted)]
        present = set(rows["place_id"])
        expected += len(wanted)
        found += len(present)
        unknown += len(present - set(rows.loc[rows["value"].notna(), "place_id"]))
        missing |= dict.fromkeys(sorted(set(wanted) - present))
    said = [f"{unknown:,} are published without a value: too few, or missing."] * bool(unknown)
    if missing:
        shown = [f"{named[code]} ({code})" for code in list(missing)[:SHOWN]]
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        said.append(f"The file has nothing of {', '.join(shown)}{more}.")
    making.log.layers.append(
        Covered(
            layer=making.file.key,
            about=readers()[making.file.role].about,
            files=_files(making.file.paths),
            unit="figures",
            found=found,
            expected=expected if described else None,
            left_out=unknown,
            why=" ".join(said),
        )
    )
