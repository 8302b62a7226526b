"""Measure journeys over a county-size network beside pandana: python -m benchmarks.network.

A grid of 200,000 crossings with shaken corners and some streets left out, 38,749 starting points
and 40 doors: the same to both, the whole way from tables of streets to minutes for every starting
point, in one process each, and the answers compared. Pandana does not add the walk from a house to
its street, so that starting points and doors stand on crossings here.
"""

from __future__ import annotations

import argparse
import sys
import time

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata import schema
from geodata.model import Network, Source
from geodata.pack import arrange
from layers.access.graph import graph_of
from layers.access.journeys import StraightLine
from layers.access.network import NetworkJourneys

SIDE, SPACING_M = 450, 100.0
ORIGINS = 38_749
SEED = 20_261_120
REPEATS = 5
WALK_M_PER_MIN = 4000 / 60
GRID_CORNER = (520_000.0, 240_000.0)


def make_streets() -> Network:
    """Make the grid: crossings shaken by 30 m, one street in ten left out, lengths × 1 to 1.3."""
    rng = np.random.default_rng(SEED)
    column, row = np.meshgrid(np.arange(SIDE), np.arange(SIDE), indexing="ij")
    at = np.column_stack([column.ravel(), row.ravel()]) * SPACING_M
    at = at + rng.uniform(-30, 30, at.shape) + np.array(GRID_CORNER)
    number = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    tails = np.concatenate([number[:-1].ravel(), number[:, :-1].ravel()])
    heads = np.concatenate([number[1:].ravel(), number[:, 1:].ravel()])
    kept = rng.random(len(tails)) < 0.9
    tails, heads = tails[kept], heads[kept]
    joined = coo_array((np.ones(len(tails)), (tails, heads)), shape=(SIDE**2, SIDE**2))
    _, part = connected_components(joined, directed=False)
    main = part == np.bincount(part).argmax()
    renumbered = np.cumsum(main) - 1
    whole = main[tails]
    tails, heads = renumbered[tails[whole]], renumbered[heads[whole]]
    at = at[main]
    metres = np.hypot(*(at[tails] - at[heads]).T) * rng.uniform(1, 1.3, len(tails))
    nodes = pd.DataFrame(at, columns=["easting_m", "northing_m"])
    edges = pd.DataFrame({"from_node": tails, "to_node": heads, "metres": metres})
    edges = edges.assign(walk=True, drive_min=metres / 500, drive_back_min=metres / 500)
    edges["built_up"] = False
    return Network(
        nodes=arrange(schema.NETWORK_NODES, nodes), edges=arrange(schema.NETWORK_EDGES, edges)
    )


def make_ends(network: Network, doors: int) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """Put starting points and doors on crossings."""
    rng = np.random.default_rng(SEED + 1)
    starts = rng.choice(len(network.nodes), ORIGINS, replace=False)
    sites = network.nodes.iloc[rng.choice(len(network.nodes), doors, replace=False)]
    assets = gpd.GeoDataFrame(
        index=[f"door-{n:03}" for n in range(doors)],
        geometry=gpd.points_from_xy(sites["easting_m"], sites["northing_m"]),
        crs="EPSG:27700",
    )
    return network.nodes.iloc[starts].reset_index(drop=True), assets


def measure_ours(network, origins, assets):
    """Build and ask; the seconds of each, and the minutes."""
    source = Source(key="grid", title="a grid", publisher="", licence="", attribution="", period="")
    began = time.perf_counter()
    journeys = NetworkJourneys(
        graph=graph_of(network, "walk"),
        estimate=StraightLine(
            origins=origins, assets=assets, mode="walk", pace_kmh=4.0, detour=1.3
        ),
        sources=(source,),
        walk_kmh=4.0,
    )
    ids = list(assets.index)
    found = journeys.nearest(ids)["minutes"].to_numpy()
    first = time.perf_counter() - began
    took = {"first": first, "nearest": typical(lambda: journeys.nearest(ids))}
    took["two nearest"] = typical(lambda: journeys.two_nearest(ids))
    took["all within 20 minutes"] = typical(lambda: journeys.within(ids, 20))
    if len(ids) <= 100:
        took["whole table"] = typical(lambda: journeys.matrix(ids), 1)
    return took, found


def measure_pandana(network, origins, assets, farthest_m):
    """Build and ask pandana for the same; the seconds of each, and the minutes.

    It wants to know how far to look: `farthest_m` is the least that answers for every origin.
    """
    import pandana

    began = time.perf_counter()
    theirs = pandana.Network(
        network.nodes["easting_m"],
        network.nodes["northing_m"],
        network.edges["from_node"],
        network.edges["to_node"],
        network.edges[["metres"]],
        twoway=True,
    )
    points = assets.geometry
    theirs.set_pois("doors", farthest_m, 1, points.x.to_numpy(), points.y.to_numpy())
    node = theirs.get_node_ids(origins["easting_m"], origins["northing_m"]).to_numpy()
    nearest = theirs.nearest_pois(farthest_m, "doors", num_pois=1)
    found = nearest[1].reindex(node).to_numpy() / WALK_M_PER_MIN
    first = time.perf_counter() - began
    again = typical(lambda: theirs.nearest_pois(farthest_m, "doors", num_pois=1), 1)
    return {"first": first, "nearest": again}, found


def typical(ask, repeats: int = REPEATS) -> float:
    """Give the middle of several times taken, in seconds."""
    took = []
    for _ in range(repeats):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return float(np.median(took))


def main() -> int:
    """Measure, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--doors", type=int, default=40)
    parser.add_argument("--without-pandana", action="store_true")
    options = parser.parse_args()
    network = make_streets()
    origins, assets = make_ends(network, options.doors)
    print(
        f"{len(network.nodes):,} crossings, {len(network.edges):,} streets, "
        f"{len(origins):,} starting points, {len(assets)} doors\n"
    )
    ours, minutes = measure_ours(network, origins, assets)
    theirs: dict[str, float] = {}
    if not options.without_pandana:
        theirs, other = measure_pandana(
            network, origins, assets, minutes.max() * WALK_M_PER_MIN + 1
        )
        apart = np.abs(minutes - other).max()
        print(f"Largest difference between the answers: {apart:.4f} minutes\n")
    print(f"{'seconds':<24}{'ours':>10}{'pandana':>10}{'times faster':>14}")
    labels = {"first": "build and first answer", "nearest": "nearest, when warm"}
    for key, took in ours.items():
        peer = f"{theirs[key]:10.2f}{theirs[key] / took:14.1f}" if key in theirs else ""
        print(f"{labels.get(key, key):<24}{took:10.3f}{peer}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
