"""The streets around a pack, out of an OpenStreetMap extract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata import schema
from geodata.log import BuildLog
from geodata.model import Network, PackInfo
from geodata.network import network_tables
from geodata.pack import arrange
from geodata.recipe import Recipe
from geodata.sources.osm import read_streets
from geodata.streets import label_islands

ROLE = "streets"


def make_network_tables(
    raw: Mapping[str, Any], areas: GeoDataFrame, origins: DataFrame, log: BuildLog
) -> dict[str, DataFrame]:
    """Make the tables of streets, where the recipe names an extract; none where it does not.

    Raises
    ------
    DataError
        The extract is damaged, empty, or of another part of the country.
    """
    if ROLE not in raw:
        return {}
    network = mark_built_up(read_streets(raw[ROLE], around=origins, say=log.say), areas)
    islands = np.bincount(label_islands(network))
    log.note(
        f"Streets: {len(network.edges):,} stretches between {len(network.nodes):,} points; "
        f"{islands[0] / islands.sum():.1%} of the points are joined to one another. "
        f"Pieces that no street joins to those: {len(islands) - 1:,}."
    )
    by_name = {table.name: table for table in schema.OPTIONAL_TABLES}
    return {name: arrange(by_name[name], rows) for name, rows in network_tables(network).items()}


def mark_built_up(network: Network, areas: GeoDataFrame) -> Network:
    """Mark the stretches whose middle is in an urban area, beside those whose class says so.

    Parameters
    ----------
    areas
        With `rural_urban`, which may be empty; polygons in EPSG:27700.
    """
    if "rural_urban" not in areas.columns:
        return network
    urban = areas.geometry[(areas["rural_urban"] == "Urban").to_numpy(bool)]
    ends = network.nodes.to_numpy(float)[network.edges[["from_node", "to_node"]].to_numpy()]
    middles = shapely.points(ends.mean(axis=1))
    inside = np.zeros(len(middles), dtype=bool)
    inside[shapely.STRtree(middles).query(urban.to_numpy(), predicate="covers")[1]] = True
    edges = network.edges.assign(built_up=network.edges["built_up"] | inside)
    return replace(network, edges=edges)


def with_network_source(recipe: Recipe) -> PackInfo:
    """Return the recipe's description of the pack, with the source of its streets, if any."""
    if ROLE not in recipe.files:
        return recipe.info
    return replace(recipe.info, network_source=recipe.files[ROLE].source)
