"""E2SFCA at the size of England: python -m benchmarks.catchments ours | access.

Each is run in a process of its own, on the same pairs, and says its time and its memory.
"""

import argparse
import resource
import time
import warnings

import numpy as np
import pandas as pd

from layers.access.catchment import two_step
from layers.access.decay import stepped_decay
from layers.access.pairs import pairs_from_points

AREAS, SITES, LIMIT_M = 33_755, 3_400, 15_000
TOWNS = 300


def made_up():
    """People and sites in towns of every size, as England's are."""
    random = np.random.default_rng(1)
    towns = random.uniform(0, 1, (TOWNS, 2)) * [400_000, 500_000]
    size = random.pareto(1.2, TOWNS) + 1
    size /= size.sum()

    def points(count):
        return towns[random.choice(TOWNS, count, p=size)] + random.normal(0, 6000, (count, 2))

    people, supply = random.integers(50, 400, AREAS), random.integers(1, 20, SITES)
    return points(AREAS), points(SITES), people.astype(float), supply.astype(float)


def memory_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(minutes, people, supply):
    weights = minutes.copy()
    weights.data = stepped_decay(LIMIT_M / 1000).weigh(minutes.data)
    return two_step(weights, people, supply)


def theirs(minutes, people, supply):
    from access import Access, weights

    pairs = minutes.tocoo()
    table = pd.DataFrame({"origin": pairs.row, "dest": pairs.col, "cost": pairs.data})
    limit = LIMIT_M / 1000
    steps = weights.step_fn({limit / 3: 1, 2 * limit / 3: 0.68, limit: 0.22})
    asked = Access(
        demand_df=pd.DataFrame({"id": range(AREAS), "people": people}),
        demand_index="id",
        demand_value="people",
        supply_df=pd.DataFrame({"id": range(SITES), "beds": supply}),
        supply_index="id",
        supply_value="beds",
        cost_df=table,
        cost_origin="origin",
        cost_dest="dest",
        cost_name="cost",
    )
    asked.enhanced_two_stage_fca(name="e", max_cost=limit, weight_fn=steps)
    return asked.access_df["e_beds"].sort_index().to_numpy()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("who", choices=["ours", "access"])
    who = parser.parse_args().who
    warnings.simplefilter("ignore")
    origins, sites, people, supply = made_up()
    before = time.perf_counter()
    minutes = pairs_from_points(origins, sites, LIMIT_M, 1e-3)
    found_s, base_mb = time.perf_counter() - before, memory_mb()
    before = time.perf_counter()
    access = (ours if who == "ours" else theirs)(minutes, people, supply)
    took_s = time.perf_counter() - before
    print(
        f"{who}: {minutes.nnz:,} pairs found in {found_s:.2f} s; E2SFCA {took_s:.3f} s, "
        f"{memory_mb():.0f} MB at most ({memory_mb() - base_mb:.0f} MB of it for E2SFCA); "
        f"sum of A {np.nansum(access):.9f}"
    )


if __name__ == "__main__":
    main()
