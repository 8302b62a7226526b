"""Read every raw file that a recipe names, gathering the faults of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.building.log import BuildLog
from geodata.errors import DataError, Problem, RecipeError
from geodata.files import find_repairs
from geodata.recipe import Recipe, find_missing
from geodata.sources import (
    dfe,
    fingertips,
    gtfs,
    iod,
    libraries,
    nhs,
    ons,
    ordnance_survey,
    osm,
    own,
    postcodes,
)

Reader = Callable[..., Any]  # of a path

READERS: Mapping[str, Reader] = {
    "area_boundaries": ons.read_boundaries,
    "area_lookup": ons.read_area_lookup,
    "people_by_age": ons.read_people_by_age,
    "people_total": ons.read_people_total,
    "area_changes": ons.read_area_changes,
    "postcodes": postcodes.read_postcodes,
    "postcode_points": postcodes.read_postcodes,
    "settlements": ordnance_survey.read_settlements,
    "deprivation": iod.read_deprivation,
    "authority_lookup": ons.read_authority_lookup,
    "middle_areas": ons.read_msoas,
    "rural_urban": ons.read_rural_urban,
    "early_years_profile": dfe.read_early_years_profile,
    "fingertips": fingertips.read_fingertips,
    "libraries": libraries.read_libraries,
    "schools": dfe.read_schools,
    "practices": nhs.read_practices,
    "hospitals": nhs.read_hospitals,
    "networks": nhs.read_networks,
    "network_list": nhs.read_network_list,
    "timetable": gtfs.read_timetable,
    "streets": osm.find_extract,  # read once it is known which streets are near
}
OWN_READERS: Mapping[str, Reader] = {
    "area_names": own.read_area_names,
    "services": own.read_services,
    "published_indicators": own.read_published_indicators,
    "published_figures": own.read_published_figures,
}


def read_raw(recipe: Recipe, raw_folder: Path, log: BuildLog) -> dict[str, Any]:
    """Read all that the recipe names.

    Returns
    -------
    raw
        Tables by role; for a way of dividing the map that is made from a table of wards, that
        table under the name of its file.

    Raises
    ------
    RecipeError
        Files are missing (all of them are named), or their content is wrong (all faults).
    """
    missing = find_missing(recipe, raw_folder)
    if missing:
        raise RecipeError(missing)
    log.say("Reading the official files")
    raw: dict[str, Any] = {}
    problems: list[Problem] = []
    for role, paths, reader in _what_to_read(recipe, raw_folder):
        try:
            pieces = [reader(path) for path in paths]
        except DataError as error:
            problems.extend(error.problems)
        else:
            raw[role] = pieces[0] if len(pieces) == 1 else pd.concat(pieces)
            _note_repairs(paths, log)
    if problems:
        raise RecipeError(problems)
    return raw


def _note_repairs(paths: list[Path], log: BuildLog) -> None:
    for path in paths:
        if path.suffix.lower() not in (".geojson", ".json", ".pbf", ".zip"):
            log.extend(f"{path.name}: {repair}." for repair in find_repairs(path))


def _what_to_read(recipe: Recipe, raw_folder: Path) -> list[tuple[str, list[Path], Reader]]:
    official = [
        (
            role,
            [raw_folder / path for path in file.paths],
            partial(READERS[role], weekday=file.weekday) if file.weekday else READERS[role],
        )
        for role, file in recipe.files.items()
    ]
    own_tables = [
        (role, [recipe.folder / path], OWN_READERS[role]) for role, path in recipe.tables.items()
    ]
    wards = [
        (path, [recipe.folder / path], own.read_wards)
        for path in recipe.made_from.values()
        if path.endswith(".csv")
    ]
    return official + own_tables + wards
