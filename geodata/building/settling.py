"""Settle a recipe: what it leaves open is worked out of the national files themselves.

Which districts an authority has, what the pack is called, which of the files are there, which ways
of dividing the map make sense, and what the national lists call the authority.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.authorities import Chosen, Directory, choose, plain, split_asked
from geodata.building.covering import cover_absent
from geodata.building.shelf import Shelf
from geodata.crs import lonlat_from_grid
from geodata.errors import DataError, RecipeError
from geodata.log import BuildLog
from geodata.model import PackInfo, PlaceKind
from geodata.placing import BEYOND_M
from geodata.raw_folder import choose_files, find_missing, is_there
from geodata.recipe import Recipe
from geodata.sources.family_hubs import listed_authorities
from geodata.sources.libraries import AUTHORITIES
from geodata.sources.postcodes import reaches
from geodata.sources.record import RawFile
from geodata.sources.registry import readers

CHANGES = "area_changes"
LOOKUPS = ("area_lookup", "authority_lookup", "district_changes", "authority_register")
MANY = 10_000  # areas, beyond which coarse outlines are drawn where the recipe has any
NATIONAL = 50  # authorities, from which a list is taken for one of the whole country
SEVERAL = 3  # of which a way of dividing the map is opened on; fewer tell little apart
MADE_OF = {
    "middle areas": "middle_areas",
    "authorities": "authority_lookup",
    "networks": "networks",
}
AROUND_M = BEYOND_M + 5_000.0  # postcodes this far beyond the areas are still worth reading


def settle(recipe: Recipe, raw_folder: Path, shelf: Shelf, log: BuildLog) -> Recipe:
    """Return the recipe with everything said.

    Raises
    ------
    RecipeError
        There is no such authority, or a national file that every pack needs is missing.
    """
    files = choose_files(recipe.files, raw_folder)
    spare = recipe.spare.get("files", frozenset())
    absent = [role for role in files if role in spare and not is_there(files[role], raw_folder)]
    for role in absent:
        log.note(f"{readers()[role].about}: not in the raw folder, left out.")
        cover_absent(recipe, role, "Not in the raw folder.", log)
    recipe = _without(replace(recipe, files=files), absent)
    if not recipe.authority and not recipe.derived:
        return recipe
    missing = find_missing(recipe, raw_folder)
    if missing:
        raise RecipeError(missing)
    try:
        return _settle(recipe, raw_folder, shelf, log)
    except DataError as error:
        raise RecipeError(error.problems) from error


def _settle(recipe: Recipe, raw_folder: Path, shelf: Shelf, log: BuildLog) -> Recipe:
    peek = partial(_peek, recipe, raw_folder, shelf)
    lookups = {role: peek(role) for role in LOOKUPS if role in recipe.files}
    directory = list_authorities(lookups)
    written = recipe.authority or recipe.districts
    asked = [each for text in written for each in split_asked(text, directory)]
    chosen = choose(asked, directory, "authority" if recipe.authority else "districts")
    log.extend(chosen.notes)
    lookup = lookups["area_lookup"]
    ours = lookup.loc[lookup["district_id"].isin(chosen.districts), "area_id"]
    changes = peek(CHANGES) if CHANGES in recipe.files else None
    shelf.wanted = _all_codes(set(ours), changes) | frozenset(chosen.districts)
    if len(ours) > MANY:
        coarse = choose_files(recipe.files, raw_folder, coarse=True)
        recipe = replace(recipe, files=coarse)
    info = _with_names(recipe, chosen)
    recipe = replace(recipe, info=info, districts=chosen.districts)
    recipe = _with_kinds(recipe, directory)
    names = {directory.name(code) for code in _authorities(chosen.districts, directory)}
    recipe = _with_lists(recipe, names, peek, log)
    if len(ours) <= MANY:
        recipe = _with_postcodes_near(recipe, peek("area_boundaries"), set(ours), raw_folder, log)
    return recipe


def _peek(recipe: Recipe, raw_folder: Path, shelf: Shelf, role: str) -> DataFrame:
    file = recipe.files[role]
    return shelf.peek(readers()[role], raw_folder / file.paths[0], file.options)


def _all_codes(areas: set[str], changes: DataFrame | None) -> frozenset[str]:
    """List areas with those of before that they came of, and what else came of these."""
    if changes is None:
        return frozenset(areas)
    before = set(changes.loc[changes["area_id"].isin(areas), "old_id"])
    beside = changes.loc[changes["old_id"].isin(before), "area_id"]
    return frozenset(areas | before | set(beside))


def list_authorities(lookups: Mapping[str, DataFrame]) -> Directory:
    """List the authorities of England, of today and of before, from the official lookups.

    Parameters
    ----------
    lookups
        As their readers return them: `area_lookup`, `authority_lookup` and, where there are any,
        `district_changes` and `authority_register`.
    """
    areas = lookups["area_lookup"].drop_duplicates("district_id").set_index("district_id")
    named = areas.loc[areas.index.str.startswith("E"), "district"]
    districts = dict(zip(named.index.astype(str), named, strict=True))
    above = lookups["authority_lookup"].set_index("district_id")
    above = above[above.index.isin(list(districts))]
    authorities = dict(zip(above["authority_id"], above["authority"], strict=True))
    heirs: dict[str, list[str]] = {}
    former: dict[str, str] = {}
    today = {*districts, *authorities}
    for role, column in (
        ("district_changes", "district_id"),
        ("authority_register", "authority_id"),
    ):
        for row in lookups[role].to_dict("records") if role in lookups else ():
            if row["old_id"] not in today and row[column] in today:
                heirs.setdefault(row["old_id"], [])
                if row[column] not in heirs[row["old_id"]]:
                    heirs[row["old_id"]].append(row[column])
                former.setdefault(row["old_id"], row["old"] or row["old_id"])
    return Directory(
        districts=districts,
        authority_of=dict(zip(above.index.astype(str), above["authority_id"], strict=True)),
        authorities=authorities,
        heirs={old: tuple(new) for old, new in heirs.items()},
        former=former,
    )


def _authorities(districts: Iterable[str], directory: Directory) -> list[str]:
    return list(dict.fromkeys(directory.authority_of.get(each, each) for each in districts))


def _with_names(recipe: Recipe, chosen: Chosen) -> PackInfo:
    info = recipe.info
    if "title" in recipe.derived:
        info = replace(info, title=chosen.title)
    if "key" in recipe.derived:
        key = re.sub(r"[^a-z0-9]+", "-", info.title.casefold()).strip("-")[:80]
        info = replace(info, key=key or "pack")
    return info


def _with_kinds(recipe: Recipe, directory: Directory) -> Recipe:
    """Leave out the kinds of place that are not there, and choose which to open on."""
    spare = recipe.spare.get("place_kinds", frozenset())
    homes = _authorities(recipe.districts, directory)
    is_own = set(homes) == set(recipe.districts)
    gone = {
        kind
        for kind, made_from in recipe.made_from.items()
        if kind in spare
        and (
            (made_from in MADE_OF and MADE_OF[made_from] not in recipe.files)
            or (made_from == "districts" and is_own and "authorities" in recipe.made_from.values())
        )
    }
    made_from = {kind: made for kind, made in recipe.made_from.items() if kind not in gone}
    kinds: dict[str, PlaceKind] = {
        key: kind for key, kind in recipe.info.place_kinds.items() if key not in gone
    }
    defaults = recipe.info.defaults
    if "place_kind" in recipe.derived:
        many = {"authorities": len(homes), "districts": len(recipe.districts)}
        order = [made for made, number in many.items() if number >= SEVERAL]
        wanted = [kind for each in (*order, "wards") for kind in kinds if made_from[kind] == each]
        defaults = replace(defaults, place_kind=next(iter([*wanted, *kinds])))
    info = replace(recipe.info, place_kinds=kinds, defaults=defaults)
    return replace(recipe, info=info, made_from=made_from)


def _with_lists(
    recipe: Recipe, names: set[str], peek: Callable[[str], DataFrame], log: BuildLog
) -> Recipe:
    """Find what the national lists call the authorities; leave out lists of others alone."""
    ours = {plain(name) for name in names}
    if "libraries" in recipe.files and AUTHORITIES not in recipe.choices:
        listed = dict.fromkeys(peek("libraries")["authority"])
        found = tuple(name for name in listed if plain(name) in ours)
        recipe = replace(recipe, choices={**recipe.choices, AUTHORITIES: found})
    if "family_hubs" in recipe.spare.get("files", ()) and "family_hubs" in recipe.files:
        hubs_of = {plain(name) for name in listed_authorities(peek("family_hubs"))}
        # A list of all the country may hold none of some; one of a part says nothing of others.
        if not (ours <= hubs_of or (len(hubs_of) >= NATIONAL and ours & hubs_of)):
            what = readers()["family_hubs"].about
            log.note(f"{what}: the list is not of all these authorities, left out.")
            cover_absent(recipe, "family_hubs", "The list is not of all these authorities.", log)
            recipe = _without(recipe, ["family_hubs"])
    return recipe


def _without(recipe: Recipe, roles: Iterable[str]) -> Recipe:
    """Leave out files, what is said of their publishers, and the need that is counted in them."""
    gone = set(roles)
    files = {role: file for role, file in recipe.files.items() if role not in gone}
    lost = {recipe.files[role].source for role in gone} - {file.source for file in files.values()}
    info = recipe.info
    kept = {info.area_source, info.origin_source, info.people.source}
    kept |= {kind.source for kind in info.place_kinds.values()}
    sources = {key: each for key, each in info.sources.items() if key not in lost - kept}
    defaults = info.defaults
    if "deprivation_counts" in gone and defaults.area_need:
        defaults = replace(defaults, need=defaults.area_need, area_need="")
    return replace(recipe, files=files, info=replace(info, sources=sources, defaults=defaults))


def leave_out_services(recipe: Recipe, assets: DataFrame, log: BuildLog) -> Recipe:
    """Leave out the spare services that no door is of; a question opens on one that is there."""
    spare = recipe.spare.get("services", frozenset())
    kinds = set(assets["kind"])
    services = recipe.info.services
    gone = [key for key in services if key in spare and not kinds & set(services[key].kinds)]
    kept = {key: service for key, service in services.items() if key not in gone}
    if not gone or not kept:
        return recipe
    for key in gone:
        log.note(f"{services[key].label}: no door in the pack, left out.")
    defaults = recipe.info.defaults
    if defaults.service in gone:
        defaults = replace(defaults, service=next(iter(kept)))
    return replace(recipe, info=replace(recipe.info, services=kept, defaults=defaults))


def _with_postcodes_near(
    recipe: Recipe, shapes: DataFrame, ours: set[str], raw_folder: Path, log: BuildLog
) -> Recipe:
    """Of many files of postcodes keep those with any near the areas."""
    file: RawFile = recipe.files["postcodes"]
    own = GeoDataFrame(shapes[shapes["area_id"].isin(ours)])
    if len(file.paths) == 1 or own.empty:
        return recipe
    west, south, east, north = own.total_bounds
    corners = np.array(
        [
            (x, y)
            for x in (west - AROUND_M, east + AROUND_M)
            for y in (south - AROUND_M, north + AROUND_M)
        ]
    )
    lon, lat = lonlat_from_grid(corners[:, 0], corners[:, 1])
    box = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    near = tuple(path for path in file.paths if reaches(raw_folder / path, box))
    log.note(f"Files of postcodes with any within reach: {len(near)} of {len(file.paths)}.")
    return replace(
        recipe, files={**recipe.files, "postcodes": replace(file, paths=near or file.paths)}
    )
