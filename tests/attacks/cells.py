"""Try to narrow down every suppressed cell of linked tables, from what is published alone.

The attacker has the sums, the published figures (exact, or rounded to 5 by a rule they know) and
nothing else: not which cells were small and which went with them. For every cell that is missing
they solve for the least and the most it can be, by plain linear programmes of their own. Tables are
drawn in three shapes: rows by columns; three levels of places by ages; and two tables that share
their totals.

`python -m tests.attacks.cells` tries a thousand tables.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from geodata.secondary.suppressing import suppress
from geodata.secondary.tables import Cell, LinkedTables, Relation

TABLES = 1_000
WIDTH = 5
SEED = 20_261_122
HALF_STEP = 2  # people either side of a count rounded to 5


@dataclass(frozen=True, kw_only=True)
class Case:
    """Counts by key, in grids whose last row and last column are totals."""

    counts: dict[str, int]
    grids: list[np.ndarray]
    is_rounded: bool

    def sums(self):
        """Return each total with its parts, once."""
        found = {}
        for grid in self.grids:
            for line in (*grid, *grid.T):
                if len(line) > 1:
                    found[(line[-1], *sorted(line[:-1]))] = (line[-1], tuple(line[:-1]))
        return list(found.values())

    def is_small(self, key):
        return 0 < self.counts[key] < WIDTH

    def interval(self, key):
        """Return what the published figure of a cell leaves open."""
        count = self.counts[key]
        if not self.is_rounded or count == 0:
            return count, count
        shown = (count + HALF_STEP) // 5 * 5
        return max(shown - HALF_STEP, WIDTH), shown + HALF_STEP

    def linked_tables(self):
        cells = [
            Cell(
                key=key,
                shown=None if self.is_small(key) else self.interval(key),
                width=WIDTH,
                weight=1 + np.log2(1 + count),
                stays=count == 0,
            )
            for key, count in self.counts.items()
        ]
        sums = [Relation(total=total, parts=parts) for total, parts in self.sums()]
        return LinkedTables.of(cells, sums)


def with_totals(inner):
    rows = np.vstack([inner, inner.sum(axis=0)])
    return np.column_stack([rows, rows.sum(axis=1)])


def draw_counts(rng, rows, columns):
    mean = rng.choice([2, 6, 15, 40], size=(rows, columns))
    return rng.poisson(mean) * (rng.random((rows, columns)) > rng.choice([0.0, 0.2, 0.4]))


def draw_grid(rng):
    """Return a table of rows by columns."""
    counts = with_totals(draw_counts(rng, rng.integers(2, 6), rng.integers(2, 6)))
    keys = np.array([[f"r{i}c{j}" for j in range(counts.shape[1])] for i in range(len(counts))])
    return dict(zip(keys.ravel(), counts.ravel().tolist(), strict=True)), [keys]


def draw_hierarchy(rng):
    """Return places of three levels by ages: a county of districts of wards."""
    districts, wards, ages = rng.integers(2, 4), rng.integers(2, 4), rng.integers(1, 4)
    counts, grids, tops = {}, [], []
    columns = range(ages + 1) if ages > 1 else range(1)
    for district in range(districts):
        rows = [*(f"d{district}w{ward}" for ward in range(wards)), f"d{district}"]
        inner = draw_counts(rng, wards, ages)
        cells = with_totals(inner) if ages > 1 else np.vstack([inner, inner.sum(axis=0)])
        keys = np.array([[f"{row}a{age}" for age in columns] for row in rows])
        counts |= dict(zip(keys.ravel(), cells.ravel().tolist(), strict=True))
        grids.append(keys)
        tops.append(cells[-1])
    county = [f"a{age}" for age in columns]
    counts |= {f"county{key}": int(sum(top[at] for top in tops)) for at, key in enumerate(county)}
    rows = [*(f"d{district}" for district in range(districts)), "county"]
    grids.append(np.array([[f"{row}{key}" for key in county] for row in rows]))
    return counts, grids


def draw_linked(rng):
    """Return two tables of the same people, by two traits: they share the totals of places."""
    counts, [first] = draw_grid(rng)
    second, parts = [], int(rng.integers(2, 4))
    for row in first:
        total = counts[row[-1]]
        inner = rng.multinomial(total, np.full(parts, 1 / parts))
        keys = [f"{row[0][:-2]}t{part}" for part in range(parts)]
        second.append([*keys, row[-1]])
        counts |= dict(zip(keys, inner.tolist(), strict=True))
    for at, key in enumerate(second[-1][:-1]):  # the last row is the sum of the others
        counts[key] = sum(counts[line[at]] for line in second[:-1])
    return counts, [first, np.array(second)]


def draw_case(rng):
    draw = (draw_grid, draw_hierarchy, draw_linked)[rng.integers(3)]
    counts, grids = draw(rng)
    return Case(counts=counts, grids=grids, is_rounded=bool(rng.random() < 0.25))


def published(case, tables):
    """Return what is seen: the interval of each cell, None where it is suppressed."""
    return {
        key: case.interval(key) if shown else None
        for key, shown in zip(tables.keys, tables.is_shown, strict=True)
    }


def narrowed(seen, sums, width=WIDTH):
    """Find the suppressed cells whose least and most lie less than a width apart."""
    keys = list(seen)
    equal = np.zeros((len(sums), len(keys)))
    for row, (total, parts) in enumerate(sums):
        equal[row, keys.index(total)] += 1
        for part in parts:
            equal[row, keys.index(part)] -= 1
    bounds = [interval or (0, None) for interval in seen.values()]
    found = []
    for at, key in enumerate(keys):
        if seen[key] is not None:
            continue
        goal = np.zeros(len(keys))
        goal[at] = 1
        ends = [
            linprog(sign * goal, A_eq=equal, b_eq=np.zeros(len(sums)), bounds=bounds)
            for sign in (1, -1)
        ]
        assert {end.status for end in ends} <= {0, 3}, "the exact counts must be possible"
        least, most = (end.x[at] if end.status == 0 else np.inf for end in ends)
        if most - least < width - 1e-6:
            found.append(key)
    return found


def attack(tables: int = TABLES, seed: int = SEED) -> tuple[int, int, int, int]:
    """Attack tables before and after secondary suppression.

    Returns
    -------
    small, more, before, after
        Small cells; further ones that went; suppressed cells that could be narrowed before
        anything further went, and after.
    """
    rng = np.random.default_rng(seed)
    small = more = before = after = 0
    for _ in range(tables):
        case = draw_case(rng)
        first = case.linked_tables()
        last = suppress(first)
        assert not (~first.is_shown & last.is_shown).any(), "a small cell must stay suppressed"
        assert all(last.is_shown[at] for at, key in enumerate(last.keys) if not case.counts[key])
        small += first.suppressed.size
        more += last.suppressed.size - first.suppressed.size
        before += len(narrowed(published(case, first), case.sums()))
        after += len(narrowed(published(case, last), case.sums()))
    return small, more, before, after


def main() -> int:
    """Run the full attack; returns 0 where no suppressed cell is narrowed down."""
    small, more, before, after = attack()
    print(
        f"cells: in {TABLES:,} linked tables, {before:,} of {small:,} small cells could be "
        f"narrowed down; with {more:,} more suppressed, {after:,} of all can"
    )
    return int(after > 0 or before == 0)


if __name__ == "__main__":
    sys.exit(main())
