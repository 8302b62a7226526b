"""The story of a build: official files and a recipe in, a checked pack out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata import schema
from geodata.building.areas import give_names, make_areas, make_origins
from geodata.building.assets import join_postcodes, make_assets
from geodata.building.covering import cover_areas
from geodata.building.doubts import find_doubts
from geodata.building.figures import make_indicators
from geodata.building.network import make_network_tables, with_network_source
from geodata.building.places import make_places
from geodata.building.raw import read_raw
from geodata.building.settling import leave_out_services, settle
from geodata.building.shelf import Shelf
from geodata.building.timetable import make_timetable_tables, with_timetable_source
from geodata.coverage import coverage_table, summarise
from geodata.disclosure import describe_protection
from geodata.errors import DataError, Problem, RecipeError, row_of
from geodata.ground import join_ground
from geodata.log import BuildLog
from geodata.model import Pack
from geodata.pack import arrange, assemble_pack, table_from_catalogue
from geodata.recipe import Recipe
from geodata.sources.record import Making, RawFile
from geodata.sources.registry import readers


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A pack, and what was done to the files to make it."""

    pack: Pack
    notes: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    left_out: tuple[Problem, ...] = ()

    def report(self) -> str:
        """Describe how many rows each table has, what was left out, warnings, the hash."""
        pack = self.pack
        tables = {
            "areas": pack.areas,
            "origins": pack.origins,
            "places": pack.places,
            "membership": pack.membership,
            "assets": pack.assets,
            "indicators": pack.indicators,
            "indicator values": pack.indicator_values,
        }
        if pack.network is not None:
            tables["stretches of street"] = pack.network.edges
        if pack.timetable is not None:
            tables["bus rides from stop to stop"] = pack.timetable.connections
        lines = [f"{pack.info.title}, {pack.info.date}", ""]
        lines += [f"{len(rows):>9,}  {name}" for name, rows in tables.items()]
        people = int(pack.areas["people_all"].sum())
        under_fives = int(pack.areas[[f"people_{age}" for age in range(5)]].to_numpy().sum())
        lines += [
            "",
            f"{people:>9,}  people ({pack.info.people.period}, {pack.info.people.standing})",
            f"{under_fives:>9,}  of them under five",
            "",
            *(f"- {note}" for note in self.notes),
            "",
        ]
        if self.left_out:
            lines += [f"Rows left out ({len(self.left_out)}): nothing of them is in the pack", ""]
            lines += [*(f"x {problem.sentence()}" for problem in self.left_out), ""]
        if self.warnings:
            lines += [f"Warnings ({len(self.warnings)}): look at each before you use the pack", ""]
            lines += [*(f"! {warning}" for warning in self.warnings), ""]
        lines += [f"Coverage: {summarise(pack.coverage)}", ""]
        lines.append(f"Content hash {pack.content_hash}")
        return "\n".join(lines)


def build_pack(
    recipe: Recipe, raw_folder: Path, log: BuildLog | None = None, shelf: Shelf | None = None
) -> Built:
    """Build a pack.

    Parameters
    ----------
    recipe
        As `read_recipe` gives it.
    raw_folder
        The folder of official files, laid out as the recipe's paths say.
    log
        Where progress is told; silent by default.
    shelf
        What other builds have read of the same folder.

    Raises
    ------
    RecipeError
        A raw file is missing or cannot be used: every fault found, each with what to do.
    """
    log = BuildLog() if log is None else log
    shelf = Shelf() if shelf is None else shelf
    recipe = settle(recipe, raw_folder, shelf, log)
    raw = read_raw(recipe, raw_folder, log, shelf)
    try:
        tables = _make_tables(recipe, raw, log)
        recipe = leave_out_services(recipe, tables["assets"], log)
        for doubt in find_doubts(recipe, raw, tables):
            log.warn(doubt)
    except DataError as error:
        raise RecipeError(error.problems) from error
    info = with_timetable_source(with_network_source(recipe), recipe, raw)
    pack = assemble_pack(info, tables)
    log.extend(describe_protection(pack.indicator_values, pack.indicators, info.disclosure))
    return Built(
        pack=pack,
        notes=tuple(log.notes),
        warnings=tuple(log.warnings),
        left_out=tuple(sorted(log.left_out, key=row_of)),
    )


def _make_tables(recipe: Recipe, raw: dict[str, Any], log: BuildLog) -> dict[str, DataFrame]:
    log.say("Counting people and drawing areas")
    areas: GeoDataFrame = make_areas(recipe, raw, log)
    origins = make_origins(areas, raw, log)
    areas["name"] = give_names(recipe, raw, areas, origins, log)
    cover_areas(recipe, areas, origins, log)
    log.say("Drawing places")
    places, membership, codes = make_places(recipe, raw, areas, origins, log)
    log.say("Placing services")
    makings = _list_makings(recipe, raw, areas, (places, codes), log)
    assets = make_assets(makings, log, recipe.info.services)
    log.say("Collecting figures")
    known = pd.Index([*areas.index, *places.index, *recipe.comparators])
    catalogue, values = make_indicators(makings, known, log)
    return {
        "areas": arrange(schema.AREAS, areas),
        "origins": arrange(schema.ORIGINS, origins),
        "places": arrange(schema.PLACES, places),
        "membership": arrange(schema.MEMBERSHIP, membership),
        "assets": arrange(schema.ASSETS, assets),
        "indicators": table_from_catalogue(catalogue),
        "indicator_values": arrange(schema.INDICATOR_VALUES, values),
        "coverage": coverage_table(log.layers),
        **make_other_tables(makings),
        **make_network_tables(raw, areas, origins, log),
        **make_timetable_tables(raw, origins, log),
    }


def make_other_tables(makings: Iterable[Making]) -> dict[str, DataFrame]:
    """Make the tables that a pack may hold beside the usual ones, each from the file it is in."""
    by_name = {table.name: table for table in schema.OPTIONAL_TABLES}
    made: dict[str, DataFrame] = {}
    ground: list[GeoDataFrame] = []
    for making in makings:
        reader = readers()[making.file.role]
        if reader.make_tables is not None:
            made |= reader.make_tables(making.rows, making)
        if reader.make_ground is not None:
            ground.append(reader.make_ground(making.rows, making))
    made |= join_ground(ground)
    return {name: arrange(by_name[name], rows) for name, rows in made.items()}


def _list_makings(
    recipe: Recipe,
    raw: dict[str, Any],
    areas: GeoDataFrame,
    places: tuple[GeoDataFrame, Mapping[str, Mapping[str, str]]],
    log: BuildLog,
) -> list[Making]:
    """List what is at hand for each file, official ones first, in the order of the recipe."""
    own = [RawFile(role=role, paths=(path,)) for role, path in recipe.tables.items()]
    gazetteer = join_postcodes(raw)
    return [
        Making(
            file=file,
            sources=recipe.info.sources,
            choices=recipe.choices,
            raw=raw,
            areas=areas,
            gazetteer=gazetteer,
            places=places[0],
            codes=places[1],
            made_from=recipe.made_from,
            log=log,
        )
        for file in [*recipe.files.values(), *own, *recipe.own.values()]
    ]
