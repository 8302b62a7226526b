"""Measure journeys over a county-size network beside pandana.

    python -m benchmarks.network [--streets county.osm.pbf] [--within 2000] [--origins 38749]

A grid of 200,000 crossings with shaken corners and some streets left out, or the streets of an
OpenStreetMap extract: a made-up grid flatters whoever keeps to the shortest ways. Starting points
and doors are the same to both, the whole way from tables of streets to minutes for every starting
point, in one process each, and the answers compared. Pandana does not add the walk from a house to
its street, so that starting points and doors stand on crossings here. With --within pandana looks
no farther than so many metres, as it is meant to be used; ours has no bound to set.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata import schema
from geodata.model import Network, Source
from geodata.pack import arrange
from geodata.sources.osm import read_streets
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


def read_real_streets(path: Path) -> Network:
    """Read an extract of OpenStreetMap, and keep what can be walked in one piece."""
    network = read_streets(path)
    graph = graph_of(network, "walk")
    main = graph.usable & (graph.part == 0)
    renumbered = np.cumsum(main) - 1
    tails, heads = (network.edges[end].to_numpy() for end in ("from_node", "to_node"))
    whole = main[tails] & main[heads] & network.edges["walk"].to_numpy(bool)
    edges = network.edges[whole].assign(
        from_node=renumbered[tails[whole]], to_node=renumbered[heads[whole]]
    )
    return Network(
        nodes=arrange(schema.NETWORK_NODES, network.nodes[main].reset_index(drop=True)),
        edges=arrange(schema.NETWORK_EDGES, edges.reset_index(drop=True)),
    )


def make_ends(network: Network, doors: int, origins: int) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """Put starting points and doors on crossings; several start at one where there are many."""
    rng = np.random.default_rng(SEED + 1)
    starts = rng.choice(len(network.nodes), origins, replace=origins > len(network.nodes))
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
    """Return the middle of several times taken, in seconds."""
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
    parser.add_argument("--origins", type=int, default=ORIGINS)
    parser.add_argument("--streets", type=Path, help="an OpenStreetMap extract, .osm.pbf")
    parser.add_argument("--within", type=float, help="how far pandana looks, in metres")
    parser.add_argument("--without-pandana", action="store_true")
    options = parser.parse_args()
    network = read_real_streets(options.streets) if options.streets else make_streets()
    origins, assets = make_ends(network, options.doors, options.origins)
    print(
        f"{len(network.nodes):,} crossings, {len(network.edges):,} streets, "
        f"{len(origins):,} starting points, {len(assets)} doors\n"
    )
    ours, minutes = measure_ours(network, origins, assets)
    theirs: dict[str, float] = {}
    if not options.without_pandana:
        farthest_m = options.within or minutes.max() * WALK_M_PER_MIN + 1
        theirs, other = measure_pandana(network, origins, assets, farthest_m)
        within = minutes * WALK_M_PER_MIN < farthest_m - 1  # beyond, pandana gives its bound
        apart = np.abs(minutes - other)[within].max()
        print(f"Pandana looks {farthest_m:,.0f} m far: {within.mean():.0%} of starting points")
        print(f"Largest difference between the answers: {apart:.4f} minutes\n")
    print(f"{'seconds':<24}{'ours':>10}{'pandana':>10}{'times faster':>14}")
    labels = {"first": "build and first answer", "nearest": "nearest, when warm"}
    for key, took in ours.items():
        peer = f"{theirs[key]:10.2f}{theirs[key] / took:14.1f}" if key in theirs else ""
        print(f"{labels.get(key, key):<24}{took:10.3f}{peer}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
