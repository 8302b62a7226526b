"""Choose 50 sites of 1,000 for all of England, and say how near that is to the best there can be.

    python -m benchmarks.siting [england.parquet] [--peer SECONDS] [--sizes 516x200 5000x300]

The file is a GeoParquet of small areas; without one, as many made-up ones are taken. --peer runs
spopt's covering model on the same problem beside it, whole: its table, its model and its solution,
for so long at most. --sizes takes fewer areas and candidates, where the peer does better.
"""

from __future__ import annotations

import argparse
import time
import warnings
from pathlib import Path

import geopandas
import numpy as np
from scipy.spatial import KDTree

from layers.siting.mclp import cover_exactly
from layers.siting.pmedian import save_exactly
from layers.siting.solution import find_best
from layers.siting.worth import worth_of

AREAS, SITES, CHOSEN = 33_755, 1_000, 50
RADII_M = (2_500, 5_800, 10_000)
NEAREST = 120  # candidates weighed for each area, in the median; the bound allows for the others


def main() -> None:
    options = _options()
    every = _areas_of(options.areas) if options.areas else _made_up()
    for size in options.sizes or [f"{len(every)}x{SITES}"]:
        areas, sites = (int(count) for count in size.split("x"))
        fewer = np.random.default_rng(2).permutation(len(every))[:areas]
        _measure(every if areas == len(every) else every[fewer], sites, options)


def _measure(areas, candidates, options):
    chance = np.random.default_rng(1)
    weights = chance.integers(20, 300, len(areas)).astype(float)
    sites = areas[chance.choice(len(areas), candidates, replace=False)]
    print(f"\n{len(areas):,} areas, {candidates:,} candidates, {CHOSEN} to choose")
    for radius in RADII_M:
        pairs = KDTree(areas).sparse_distance_matrix(KDTree(sites), radius, output_type="ndarray")
        group, site = pairs["i"].astype(int), pairs["j"].astype(int)
        worth = worth_of((len(areas), candidates), group, site, weights[group])
        _timed(f"covering within {radius:,} m", worth, cover_exactly)
    worth, total = _median(areas, sites, weights)
    _timed("median, no site there yet", worth, save_exactly, total)
    if options.peer:
        _peer(areas, sites, weights, options.peer)


def _options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("areas", nargs="?", type=Path, help="a GeoParquet of small areas")
    parser.add_argument("--peer", type=int, default=0, help="run spopt beside it, for so long")
    parser.add_argument("--sizes", nargs="*", help="areas x candidates, as 516x200")
    return parser.parse_args()


def _areas_of(path):
    inside = geopandas.read_parquet(path).to_crs("EPSG:27700").representative_point()
    return np.column_stack([inside.x, inside.y])


def _made_up():
    """Make up areas that gather in towns of very different sizes."""
    chance = np.random.default_rng(0)
    size = chance.pareto(1.2, 400) + 0.2
    town = chance.choice(400, AREAS, p=size / size.sum())
    spread = (1500 * np.sqrt(size[town]))[:, None]
    return chance.random((400, 2))[town] * 4e5 + chance.normal(0, 1, (AREAS, 2)) * spread


def _median(areas, sites, weights):
    far = np.max([np.hypot(*(areas - site).T) for site in sites], axis=0)
    weighed = min(NEAREST, len(sites) - 1)
    metres, nearest = KDTree(sites).query(areas, k=weighed + 1)
    group = np.repeat(np.arange(len(areas)), weighed)
    saved = (far[:, None] - metres) * weights[:, None]
    floor = saved[:, weighed]
    shape = (len(areas), len(sites))
    nearest, saved = nearest[:, :weighed].ravel(), saved[:, :weighed].ravel()
    return worth_of(shape, group, nearest, saved, floor), float(far @ weights)


def _timed(name, worth, exact, total=None):
    began = time.perf_counter()
    found = find_best(worth, CHOSEN, exact)
    took = time.perf_counter() - began
    # Of the median what counts is the travel that is left, not what was saved.
    whole = found.most if total is None else total - found.value
    gap = (found.most - found.value) / whole
    ways = f"{len(worth.value):,} ways"
    print(f"{name}: {ways}, {took:.1f} s, within {gap:.2%} of a proven bound", flush=True)


def _peer(areas, sites, weights, seconds):
    """Run the same covering problem through spopt, whose table is full."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pulp
        from spopt.locate import MCLP

        began = time.perf_counter()
        costs = np.hypot(*(areas[:, None, :] - sites[None, :, :]).transpose(2, 0, 1))
        model = MCLP.from_cost_matrix(costs, weights, RADII_M[1], p_facilities=CHOSEN)
        print(f"spopt: built in {time.perf_counter() - began:.1f} s", flush=True)
        model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds))
        took = time.perf_counter() - began
        reached = weights[(costs[:, _chosen(model)] <= RADII_M[1]).any(axis=1)].sum()
        status = pulp.LpStatus[model.problem.status]
        print(f"spopt: {took:.1f} s for all of it, {status}, {reached:,.0f} reached", flush=True)


def _chosen(model):
    return [at for at, site in enumerate(model.fac_vars) if (site.value() or 0) > 1 / 2]


if __name__ == "__main__":
    main()
