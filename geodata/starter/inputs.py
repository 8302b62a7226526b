"""The recipe's own small tables, read and checked against one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pandas import DataFrame, Series

from geodata.errors import Problem, RecipeError
from geodata.files import read_table
from geodata.files.numbers import PLAIN
from geodata.info import read_info
from geodata.model import PackInfo
from geodata.sources.own_services import read_services
from geodata.sources.reports import read_facts, read_outcomes, read_projects

PACKS = Path(__file__).parents[1] / "packs"
RECIPE = PACKS / "starter_recipe"
SERVICES = PACKS / "cambridgeshire_peterborough" / "services.csv"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inputs:
    """All that the recipe starts from; nothing else decides what the pack holds.

    Attributes
    ----------
    info
        What `pack.toml` will say.
    settlements
        Towns, suburbs, villages and hamlets indexed by `name`: `kind`, `district`, `team`,
        `easting` and `northing` (EPSG:27700, metres, rounded to 500), `areas` (how many
        neighbourhoods it has; 0 for a hamlet), `shares_with` (whose neighbourhood a hamlet is
        in), `need` (0 is middling, higher is needier), `young` and `children` (1 is usual: how
        common people of 19 to 25, and small children, are there).
    beyond
        Settlements outside the area, which hold its outline back: `easting`, `northing`.
    districts
        Indexed by the recipe's code: `district_id`, `place_id`, `name`, `upper_tier_id`.
    places
        Indexed by `place_id`: `name`, `kind`, `note`.
    deciles
        Published number of areas, indexed by `measure` and `district`: `decile_1` to
        `decile_10`.
    low_income
        Published children in low-income families, indexed by `district`: `children`, and in how
        many areas no count was published (`withheld`).
    ages
        Published people, indexed by `district`: a column for each band, such as "5-9", and
        "all".
    towns
        Towns that the settlements hold only in parts, to be named on the map, indexed by `name`:
        `kind`, `easting`, `northing`.
    rivers, bridges
        Corners of rivers, in order, and where streets cross them: `easting`, `northing`.
    indicators, figures
        The catalogue, and the published figures of authorities.
    services
        The project's table of services, indexed by `asset_id`: real ones.
    offers
        Illustrative offers, one of every kind, of the same columns.
    reported
        Illustrative facts, outcomes and projects, by the name of their table.
    """

    info: PackInfo
    settlements: DataFrame
    beyond: DataFrame
    districts: DataFrame
    places: DataFrame
    deciles: DataFrame
    low_income: DataFrame
    ages: DataFrame
    indicators: DataFrame
    figures: DataFrame
    services: DataFrame
    offers: DataFrame
    reported: Mapping[str, DataFrame]
    towns: DataFrame
    rivers: DataFrame
    bridges: DataFrame


def read_inputs(recipe: Path = RECIPE, services: Path = SERVICES) -> Inputs:
    """Read the recipe's tables.

    Raises
    ------
    RecipeError
        Every way in which the tables disagree.
    """
    inputs = Inputs(
        info=read_info(recipe / "pack.toml"),
        settlements=_read(recipe / "settlements.csv").set_index("name"),
        beyond=_read(recipe / "beyond.csv").set_index("name"),
        districts=_read(recipe / "districts.csv").set_index("district"),
        places=_read(recipe / "places.csv").set_index("place_id"),
        deciles=_read(recipe / "deciles.csv").set_index(["measure", "district"]),
        low_income=_read(recipe / "low_income.csv").set_index("district"),
        ages=_read(recipe / "ages.csv").set_index("district"),
        indicators=_read(recipe / "indicators.csv").set_index("indicator"),
        figures=_read(recipe / "figures.csv"),
        services=read_services(services).set_index("asset_id"),
        offers=read_services(recipe / "offers.csv").set_index("asset_id"),
        reported={
            "facts": read_facts(recipe / "facts.csv"),
            "outcomes": read_outcomes(recipe / "outcomes.csv"),
            "projects": read_projects(recipe / "projects.csv"),
        },
        towns=_read(recipe / "towns_in_parts.csv").set_index("name"),
        rivers=_read(recipe / "rivers.csv"),
        bridges=_read(recipe / "bridges.csv"),
    )
    problems = list(_disagreements(inputs))
    if problems:
        raise RecipeError(problems)
    return inputs


def _read(path: Path) -> DataFrame:
    """Read a table; a column whose every filled cell is a number is one of numbers."""
    rows = read_table(path).rows.reset_index(drop=True)
    return DataFrame({name: _typed(rows[name]) for name in rows.columns})


def _typed(cells: Series) -> Series:
    filled = cells != ""
    if not cells[filled].str.fullmatch(PLAIN).all():
        return cells.where(filled)
    numbers = pd.to_numeric(cells.where(filled))
    return numbers.astype("int64") if filled.all() and bool((numbers % 1 == 0).all()) else numbers


def _disagreements(inputs: Inputs) -> Iterator[Problem]:
    yield from _wrong_counts(inputs)
    yield from _lost_hamlets(inputs.settlements)
    bands = inputs.ages.drop(columns="all").sum(axis=1)
    for district in inputs.ages.index[bands > inputs.ages["all"]]:
        yield Problem(
            where=f"ages.csv, {district}",
            found=f"{bands[district]} people under 26",
            expected="no more than its people of all ages",
            fix="Copy the published row again.",
        )


def _wrong_counts(inputs: Inputs) -> Iterator[Problem]:
    planned = inputs.settlements.groupby("district")["areas"].sum()
    rows = inputs.deciles.reset_index()
    published = rows.filter(like="decile_").sum(axis=1)
    for measure, district, count in zip(rows["measure"], rows["district"], published, strict=True):
        if count != planned.get(district, 0):
            yield Problem(
                where=f"settlements.csv, district {district}",
                found=f"{planned.get(district, 0)} areas",
                expected=f"{count}, as deciles.csv has for {measure}",
                fix="Change the `areas` of its settlements.",
            )


def _lost_hamlets(settlements: DataFrame) -> Iterator[Problem]:
    hamlets = settlements[settlements["areas"] == 0]
    hosts = settlements[settlements["areas"] > 0].reindex(hamlets["shares_with"])
    astray = hosts["district"].to_numpy() != hamlets["district"].to_numpy()
    for name, host in hamlets.loc[astray, "shares_with"].items():
        yield Problem(
            where=f"settlements.csv, {name}",
            found=f"shares_with {host!r}",
            expected="a settlement of its own district that has areas",
            fix="Name another neighbour.",
        )
