"""What lies beneath the starter’s map: its two rivers, its larger roads, the names of its towns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.ground import join_ground, rank_ground
from geodata.model import Network
from geodata.starter.streets import MAIN_KMH

STREETS, RECIPE = "starter-streets", "starter-recipe"
SLACK_KMH = 2.0  # lengths are whole metres, so a speed worked out from them is not quite exact


def draw_ground(
    network: Network, rivers: DataFrame, settlements: DataFrame, towns: DataFrame
) -> dict[str, DataFrame]:
    """Draw the ground.

    Parameters
    ----------
    network
        The streets, of which the larger ones are drawn: there are too many of them for main roads.
    rivers
        `river`, `easting`, `northing`: corners in order.
    settlements, towns
        `name` (or an index of that name), `kind`, `easting`, `northing`; towns that the settlements
        hold only in parts come apart.
    """
    corners = [
        (str(name), points[["easting", "northing"]].to_numpy(float))
        for name, points in rivers.groupby("river", sort=False)
    ]
    flowing = _rows("river", [name for name, _ in corners], [c for _, c in corners], STREETS)
    edges = network.edges
    kmh = edges["metres"] / edges["drive_min"] * 60 / 1000
    main = edges[kmh >= MAIN_KMH - SLACK_KMH]
    at = network.nodes.to_numpy(float)[main[["from_node", "to_node"]].to_numpy()]
    roads = _rows("road", [""] * len(main), list(at), STREETS)
    named = pd.concat([towns.reset_index(), settlements.reset_index()], ignore_index=True)
    names = GeoDataFrame(
        {"kind": named["kind"], "name": named["name"], "source": RECIPE},
        geometry=shapely.points(named[["easting", "northing"]].to_numpy(float)),
        crs=BRITISH_NATIONAL_GRID,
    )
    return join_ground([rank_ground(rows) for rows in (flowing, roads, names)])


def _rows(
    kind: str, names: list[str], lines: list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]],
    source: str,
) -> GeoDataFrame:  # fmt: skip
    return GeoDataFrame(
        {"kind": kind, "name": names, "source": source},
        geometry=[shapely.LineString(line) for line in lines],
        crs=BRITISH_NATIONAL_GRID,
    )
