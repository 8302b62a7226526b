"""How the lottery by ward and the chances of hotspots grow with the number of areas.

python -m benchmarks.spread

A made-up country at every size: five areas to a ward and to a middle-layer area, six neighbours.
"""

import resource
import time

import numpy as np
from scipy.sparse import csr_array

from layers.compare.lottery import figures_by_place
from layers.hotspots.arrangements import count_arrangements

SIZES = (500, 2_000, 8_000, 33_755)
OF_A_WARD = 5
NEIGHBOURS = 6


def made_up(count):
    random = np.random.default_rng(1)
    children, reached = random.integers(20, 120, count), random.random(count)
    areas = np.column_stack([children, reached, random.permutation(count)]).astype(float)
    return areas, np.arange(count) // OF_A_WARD


def by_ward(areas, wards):
    shape = (int(wards.max()) + 1, len(areas))
    inside = csr_array((np.ones(len(areas)), (wards, np.arange(len(areas)))), shape=shape)
    return figures_by_place(areas, inside, np.ones(len(areas), bool), wards)


def in_all(areas, wards):
    shape = (1, len(areas))
    inside = csr_array((np.ones(len(areas)), (0 * wards, np.arange(len(areas)))), shape=shape)
    return figures_by_place(areas, inside, np.ones(len(areas), bool), wards)


def chances(areas):
    count = len(areas)
    beside = (np.arange(count)[:, None] + np.arange(1, NEIGHBOURS + 1)) % count
    return count_arrangements(areas[:, 1], beside.ravel(), np.full(count, NEIGHBOURS))


def seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main():
    print(f"{'areas':>8}{'by ward, s':>12}{'in all, s':>12}{'chances, s':>12}{'most MB':>10}")
    for size in SIZES:
        areas, wards = made_up(size)
        took = (
            seconds(lambda a=areas, w=wards: by_ward(a, w)),
            seconds(lambda a=areas, w=wards: in_all(a, w)),
            seconds(lambda a=areas: chances(a)),
        )
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:>8,}{took[0]:>12.2f}{took[1]:>12.2f}{took[2]:>12.2f}{most:>10,.0f}")


if __name__ == "__main__":
    main()
