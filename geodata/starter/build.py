"""The recipe from end to end: inputs, seeds, cells, people, needs, origins, places, services."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator
from pandas import DataFrame, Series

from geodata import schema
from geodata.building.assets import note_how_placed, points_of
from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.model import Network, Pack
from geodata.network import network_tables
from geodata.pack import arrange, assemble_pack
from geodata.sources.own import read_flags
from geodata.starter.cells import TOWN_KINDS, Cells, grow_cells
from geodata.starter.ground import draw_ground
from geodata.starter.inputs import Inputs, read_inputs
from geodata.starter.low_income import MEASURE as LOW_INCOME
from geodata.starter.low_income import count_low_income
from geodata.starter.names import code_areas, name_areas
from geodata.starter.needs import MEASURES, give_deciles, give_ranks, score_needs
from geodata.starter.origins import place_origins
from geodata.starter.people import spread_people
from geodata.starter.settlements import scatter_seeds
from geodata.starter.streets import draw_streets

SEED = 20_261_101
STEPS = ("seeds", "farms", "needs", "ranks", "people", "origins")


def build_starter(inputs: Inputs | None = None) -> Pack:
    """Make the starter pack in memory; the same inputs give the same pack.

    Raises
    ------
    RecipeError
        The recipe's tables disagree with one another.
    """
    inputs = read_inputs() if inputs is None else inputs
    seeds = scatter_seeds(inputs.settlements, _rng("seeds"))
    seeds.index = pd.Index(code_areas(seeds), name="area_id")
    cells = grow_cells(seeds, inputs.settlements, inputs.beyond, _rng("farms"))
    scores = score_needs(seeds, _rng("needs"))
    middling = scores.mean(axis=1)
    need = (middling - middling.mean()) / middling.std()
    people = spread_people(seeds, need, inputs.ages, _rng("people"))
    areas = _areas(seeds, cells, people, inputs.districts)
    membership = _membership(seeds, inputs.districts)
    hamlets = int((inputs.settlements["areas"] == 0).sum())
    origins = place_origins(seeds, seeds.index.to_series(), cells, hamlets, _rng("origins"))
    streets = _streets(origins, seeds, inputs)
    tables = {
        "areas": areas,
        "origins": origins,
        "places": _places(inputs.places, membership, areas),
        "membership": membership,
        "assets": _assets(pd.concat([inputs.services, inputs.offers]), inputs.districts),
        "indicators": inputs.indicators.assign(
            sensitive=read_flags(inputs.indicators["sensitive"], "indicators.csv, sensitive")
        ),
        "indicator_values": _values(scores, seeds["district"], areas, inputs),
        **inputs.reported,
        **network_tables(streets),
        **draw_ground(streets, inputs.rivers, inputs.settlements, inputs.towns),
    }
    by_name = {table.name: table for table in (*schema.TABLES, *schema.OPTIONAL_TABLES)}
    arranged = {name: arrange(by_name[name], rows) for name, rows in tables.items()}
    return assemble_pack(inputs.info, arranged)


def _rng(step: str) -> Generator:
    # A generator for each step, so that a change to one leaves the others as they were.
    return np.random.default_rng([SEED, STEPS.index(step)])


def _areas(seeds: DataFrame, cells: Cells, people: DataFrame, districts: DataFrame) -> GeoDataFrame:
    number = seeds.index.str.rsplit("-", n=1).str[-1]
    district = seeds["district"].map(districts["name"])
    return gpd.GeoDataFrame(
        people.assign(
            official_name="Illustrative area, " + district + " " + number,
            name=name_areas(seeds),
            district_id=seeds["district"].map(districts["district_id"]),
            district=district,
            rural_urban=np.where(seeds["kind"].isin(TOWN_KINDS), "Urban", "Rural"),
        ),
        geometry=cells.shapes,
        crs=BRITISH_NATIONAL_GRID,
    )


def _membership(seeds: DataFrame, districts: DataFrame) -> DataFrame:
    columns = (
        seeds["team"],
        seeds["district"].map(districts["place_id"]),
        seeds["district"].map(districts["upper_tier_id"]),
    )
    return pd.concat(
        [
            DataFrame({"place_id": column.to_numpy(), "area_id": seeds.index, "share": 1.0})
            for column in columns
        ],
        ignore_index=True,
    )


def _places(places: DataFrame, membership: DataFrame, areas: GeoDataFrame) -> GeoDataFrame:
    members = membership.groupby("place_id")["area_id"]
    shapes = [
        shapely.coverage_union_all(areas.geometry.loc[members.get_group(key)].to_numpy())
        for key in places.index
    ]
    return gpd.GeoDataFrame(places, geometry=shapely.normalize(shapes), crs=areas.crs)


def _assets(services: DataFrame, districts: DataFrame) -> GeoDataFrame:
    points = points_of(services["easting"], services["northing"])
    beyond = services["easting"].notna() & ~services["district"].isin(districts["name"])
    told = note_how_placed(services).replace({"": None}).assign(across_border=beyond)
    return gpd.GeoDataFrame(told, geometry=points)


def _streets(origins: DataFrame, seeds: DataFrame, inputs: Inputs) -> Network:
    in_town = seeds["kind"].isin(TOWN_KINDS)
    homes = origins.assign(is_town=origins["area_id"].map(in_town))
    doors = inputs.services[inputs.services["easting"].notna()]
    return draw_streets(homes, doors, inputs.settlements, inputs.rivers, inputs.bridges)


def _values(scores: DataFrame, district: Series, areas: GeoDataFrame, inputs: Inputs) -> DataFrame:
    rng = _rng("ranks")
    published = inputs.deciles.reset_index("measure")
    tables = []
    for measure in MEASURES:
        deciles = give_deciles(
            scores[measure], district, published[published["measure"] == measure]
        )
        ranks = give_ranks(scores[measure], deciles, rng)
        tables.append(
            DataFrame(
                {
                    "indicator": measure,
                    "place_id": scores.index,
                    "period": inputs.indicators.loc[measure, "period"],
                    "value": ranks.to_numpy(),
                    "decile": deciles.to_numpy(),
                }
            )
        )
    return pd.concat(
        [*tables, _low_income(tables, areas, inputs), inputs.figures], ignore_index=True
    )


def _low_income(tables: list[DataFrame], areas: GeoDataFrame, inputs: Inputs) -> DataFrame:
    ranked = tables[MEASURES.index("idaci_rank")].set_index("place_id")
    published = inputs.low_income.set_axis(
        inputs.districts["district_id"].reindex(inputs.low_income.index)
    )
    counts = count_low_income(ranked["value"], DataFrame(areas), published)
    return counts.assign(
        indicator=LOW_INCOME,
        place_id=counts.index,
        period=str(inputs.indicators.loc[LOW_INCOME, "period"]),
        decile=ranked["decile"],
    )
