"""How many further cells secondary suppression costs, beside the hypercube method.

python -m benchmarks.cells [TABLES]

The peer is the hypercube method as GHMITER has it (Repsilber 1994; Giessing & Repsilber 2002): in
each table without levels, every suppressed cell becomes a corner of a box of non-zero cells whose
other corners are suppressed with it, the box that costs least and moves the cell by the width; over
linked tables and levels it is repeated until nothing more goes. Both get the same exact tables, the
same weights and the same width, and both must protect what they suppress on the way.
"""

import itertools
import sys
import time

import numpy as np

from geodata.secondary.suppressing import Effort, suppress
from tests.attacks.cells import SEED, WIDTH, Case, draw_case, narrowed, published

TABLES = 60


def boxes(grid, row, column):
    """Return the other corners of every box that holds a cell, with the sign they move by."""
    rows, columns = grid.shape
    over_rows = [each for each in range(rows) if each != row]
    over_columns = [each for each in range(columns) if each != column]
    if columns == 1:
        return [[(row, column), (each, column)] for each in over_rows]
    return [
        [(row, column), (other, column), (row, across), (other, across)]
        for other, across in itertools.product(over_rows, over_columns)
    ]


def reach(grid, corners, counts):
    """Return how far a box moves its cells: totals move the other way round than parts do."""
    ends = [np.inf, np.inf]
    last = (grid.shape[0] - 1, grid.shape[1] - 1 if grid.shape[1] > 1 else -1)
    for row, column in corners:
        sign = (row != corners[0][0]) + (column != corners[0][1])
        sign += (row == last[0]) + (column == last[1])
        ends[sign % 2] = min(ends[sign % 2], counts[grid[row, column]])
    return sum(ends)


def best_box(grid, at, case, gone, weights):
    found = [
        (sum(weights[grid[corner]] for corner in corners if grid[corner] not in gone), corners)
        for corners in boxes(grid, *at)
        if all(case.counts[grid[corner]] > 0 for corner in corners)
        and reach(grid, corners, case.counts) >= WIDTH
    ]
    return min(found, default=(0.0, []))[1]


def hypercube(case, weights):
    """Return the keys that the hypercube method suppresses, the small ones included."""
    gone = {key for key in case.counts if case.is_small(key)}
    done = set()
    while True:
        before = len(gone)
        for number, grid in enumerate(case.grids):
            for at in np.ndindex(grid.shape):
                if grid[at] in gone and (number, at) not in done:
                    done.add((number, at))
                    gone.update(grid[corner] for corner in best_box(grid, at, case, gone, weights))
        if len(gone) == before:
            return gone


def measure(case, way):
    """Return seconds, further cells, their weight and cells still narrow, of one way."""
    tables = case.linked_tables()
    weights = dict(zip(tables.keys, tables.weight, strict=True))
    began = time.perf_counter()
    gone = way(case, tables, weights)
    took = time.perf_counter() - began
    seen = {key: None if key in gone else case.interval(key) for key in case.counts}
    more = [key for key in gone if not case.is_small(key)]
    return took, len(more), sum(weights[key] for key in more), len(narrowed(seen, case.sums()))


def by_solver(effort):
    def way(case, tables, _weights):
        seen = published(case, suppress(tables, effort))
        return {key for key, interval in seen.items() if interval is None}

    return way


WAYS = {
    "least loss (cutting planes)": by_solver(Effort()),
    "large blocks’ way (cheapest moves)": by_solver(Effort(choices=0)),
    "hypercube method": lambda case, _tables, weights: hypercube(case, weights),
}


def main():
    rng = np.random.default_rng(SEED)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TABLES
    drawn = [draw_case(rng) for _ in range(count)]
    cases = [Case(counts=each.counts, grids=each.grids, is_rounded=False) for each in drawn]
    small = sum(case.is_small(key) for case in cases for key in case.counts)
    cells = sum(len(case.counts) for case in cases)
    print(f"{count} tables, {cells:,} cells, {small:,} of them small")
    print("| | further cells | their loss | still narrow | seconds |\n|---|--:|--:|--:|--:|")
    for name, way in WAYS.items():
        took, more, lost, narrow = np.sum([measure(case, way) for case in cases], axis=0)
        print(f"| {name} | {more:,.0f} | {lost:,.0f} | {narrow:,.0f} | {took:,.1f} |", flush=True)


if __name__ == "__main__":
    main()
