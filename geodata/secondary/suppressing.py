"""Which further cells to suppress, least lost first, so that no suppressed cell can be found.

Each block of linked cells is solved alone. A way that always ends first: for each cell that is too
narrow, the cheapest two examples that lie far enough apart (one linear programme), and every cell
that they move is suppressed; then each is shown again that can be. Where a block is small enough,
cutting planes look for the least that can be lost: a master problem chooses cells, the attack finds
what is still narrow, and the duals of the attack say why, as an inequality of the choice
(Fischetti & Salazar-González 2001). What comes out is never trusted: it is attacked at the end.

Effort is bounded by counts, never by the clock, so that the same figures give the same cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import block_array, csr_array, eye_array

from geodata.secondary.ranges import NEAR, Attack, find_narrow
from geodata.secondary.solving import explain_most, find_least
from geodata.secondary.tables import Flags, LinkedTables, Numbers, Places, blocks

MOST_CHOICES = 80  # cells that might go, of a block that is solved to the least loss
MOST_ROUNDS = 40  # of cutting planes
MOST_NODES = 5_000  # of each choice
MOST_SHOWN_AGAIN = 400  # cells of a block that are tried again, the greatest loss first
CHOSEN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much work a block is worth.

    Attributes
    ----------
    choices
        Blocks with more cells that might go than this are not solved to the least loss.
    rounds
        Rounds of cutting planes; when they are over, the best that was found stands.
    """

    choices: int = MOST_CHOICES
    rounds: int = MOST_ROUNDS


def suppress(tables: LinkedTables, effort: Effort | None = None) -> LinkedTables:
    """Suppress further cells until the range of every suppressed one is as wide as it must be.

    Those suppressed on the way are protected alike, for nobody shall tell one from another. A cell
    whose range is too narrow even with all else suppressed gets the widest that there is.

    Returns
    -------
    tables
        The same cells, fewer of them published.

    Raises
    ------
    ContradictionError
        What is published does not add up.
    """
    gone: list[int] = []
    for places in blocks(tables):
        block = tables.part(places)
        if block.suppressed.size and block.sums.shape[0]:
            gone += places[_solve_block(block, effort or Effort())].tolist()
    return tables.without(sorted(gone))


def _solve_block(block: LinkedTables, effort: Effort) -> Places:
    """Return the cells of a block that are to be suppressed besides those that are."""
    aims = _Aims(block)
    if aims.are_met(block):
        return np.array([], dtype=np.intp)
    chosen = _show_again(block, _suppress_by_paths(block, aims), aims)
    if np.count_nonzero(block.may_go) <= effort.choices:
        chosen = _suppress_least(block, aims, chosen, effort)
    if not aims.are_met(block.without(chosen)):
        msg = "a suppressed cell can still be narrowed down"
        raise RuntimeError(msg)
    return chosen


@dataclass(slots=True, eq=False)
class _Aims:
    """How wide the range of each cell of a block must be, and can be at most."""

    block: LinkedTables
    wanted: Numbers = field(init=False)
    _bare: Attack = field(init=False)
    _asked: Flags = field(init=False)

    def __post_init__(self) -> None:
        self.wanted = self.block.width.copy()
        self._bare = Attack(self.block.without(np.flatnonzero(self.block.may_go)))
        self._asked = np.zeros(len(self.wanted), dtype=bool)

    def narrow(self, tables: LinkedTables) -> Iterator[int]:
        """Find the suppressed cells that are narrower than they need be, one by one."""
        for cell in find_narrow(tables, self.wanted.copy()):
            if not self._lower(cell) or not Attack(tables).is_wide(cell, self.wanted[cell]):
                yield cell

    def are_met(self, tables: LinkedTables) -> bool:
        """Return whether every suppressed cell is as wide as it need be."""
        return next(self.narrow(tables), None) is None

    def _lower(self, cell: int) -> bool:
        """Lower what is wanted of a cell to what can be had; return whether it was lowered."""
        before = self.wanted[cell]
        if not self._asked[cell] and not self._bare.is_wide(cell, before):
            widest = self._bare.seen_most[cell] - self._bare.seen_least[cell]
            self.wanted[cell] = max(widest, 0.0)
        self._asked[cell] = True
        return bool(self.wanted[cell] < before)


def _suppress_by_paths(block: LinkedTables, aims: _Aims) -> Places:
    """Suppress what the cheapest examples move, one narrow cell after another, until none is."""
    chosen: set[int] = set()
    while True:
        tables = block.without(sorted(chosen))
        cell = next(aims.narrow(tables), None)
        if cell is None:
            return np.array(sorted(chosen), dtype=np.intp)
        moved = _cheapest_move(tables, cell, aims.wanted[cell])
        if not moved.size:  # whole numbers need more than fractions did
            moved = _cheapest_left(tables)
        chosen.update(moved.tolist())


def _cheapest_left(tables: LinkedTables) -> Places:
    left = np.flatnonzero(tables.may_go)
    return left[[int(np.argmin(tables.weight[left]))]]


def _cheapest_move(tables: LinkedTables, cell: int, wanted: float) -> Places:
    """Return the published cells that two examples far enough apart must move, the least lost.

    The examples are x and y, both true to the sums; e is how far either leaves what is published.
    """
    count, sums = len(tables.keys), tables.sums
    lower, upper = tables.known()
    same, none, empty = eye_array(count), csr_array((count, count)), csr_array(sums.shape)
    over = [[same, none, -same], [none, same, -same]]
    under = [[same, none, same], [none, same, same]]
    apart = np.zeros((1, 3 * count))
    apart[0, [cell, count + cell]] = 1.0, -1.0
    exact = block_array([[sums, empty, empty], [empty, sums, empty]])
    rows = [exact, block_array(over), block_array(under), csr_array(apart)]
    zeros, infinite = np.zeros(2 * sums.shape[0]), np.full(2 * count, np.inf)
    found = find_least(
        np.concatenate([np.zeros(2 * count), _prices(tables)]),
        (
            np.concatenate([tables.lower, tables.lower, np.zeros(count)]),
            np.concatenate([tables.upper, tables.upper, np.where(tables.may_go, np.inf, 0.0)]),
        ),
        csr_array(block_array([[row] for row in rows])),
        (
            np.concatenate([zeros, -infinite, lower, lower, [wanted]]),
            np.concatenate([zeros, upper, upper, infinite, [np.inf]]),
        ),
    )
    if found.example is None:
        return np.array([], dtype=np.intp)
    return np.flatnonzero((found.example[2 * count :] > NEAR) & tables.may_go)


def _prices(tables: LinkedTables) -> Numbers:
    """Return weights that no two cells share quite, so that one of equal choices is the first."""
    nudge: Numbers = 1e-6 * np.arange(len(tables.weight)) / max(len(tables.weight), 1)
    return np.maximum(tables.weight, NEAR) * (1.0 + nudge)


def _show_again(block: LinkedTables, chosen: Places, aims: _Aims) -> Places:
    """Return the suppressed cells without those that need not be, the greatest loss first."""
    order = sorted(chosen.tolist(), key=lambda cell: (-block.weight[cell], cell))
    kept = set(order)
    for cell in order[:MOST_SHOWN_AGAIN]:
        fewer = block.without(sorted(kept - {cell}))
        if aims.are_met(fewer):
            kept.discard(cell)
    return np.array(sorted(kept), dtype=np.intp)


def _suppress_least(block: LinkedTables, aims: _Aims, best: Places, effort: Effort) -> Places:
    """Return the cells whose loss is least, as far as the effort goes; never worse than `best`."""
    prices = _prices(block)
    cuts = _Cuts(block)
    for _ in range(effort.rounds):
        choice = cuts.choose(prices, most=float(prices[best].sum()))
        if choice is None:
            return best
        tables = block.without(choice)
        narrow = list(aims.narrow(tables))
        if not narrow:
            return choice if prices[choice].sum() < prices[best].sum() else best
        for cell in narrow:
            cuts.add(tables, cell, aims.wanted[cell])
    return best


@dataclass(slots=True, eq=False)
class _Cuts:
    """What is known of good choices: rows times the choice (0 or 1 a cell) are at least a bound."""

    block: LinkedTables
    rows: list[Numbers] = field(default_factory=list)
    bounds: list[float] = field(default_factory=list)

    def choose(self, prices: Numbers, most: float) -> Places | None:
        """Return the cheapest choice that meets every cut; None where none is cheaper than most."""
        if not self.rows:
            return np.array([], dtype=np.intp)
        found = find_least(
            prices,
            (np.zeros(len(prices)), self.block.may_go.astype(float)),
            csr_array(np.array(self.rows)),
            (np.array(self.bounds), np.full(len(self.bounds), np.inf)),
            whole=np.ones(len(prices), dtype=bool),
            most_nodes=MOST_NODES,
        )
        if found.example is None or not found.is_best:
            return None
        if prices @ found.example >= most - NEAR:
            return None
        return np.flatnonzero(found.example > CHOSEN)

    def add(self, tables: LinkedTables, cell: int, wanted: float) -> None:
        """Add what the attack on a narrow cell shows: what is suppressed does not move it enough.

        Where fractions move it enough and whole people do not, at least one more cell must go.
        """
        gains, base = _reach_of(tables, self.block, cell)
        need = wanted - base
        if need <= NEAR:
            gains, need = (self.block.may_go & tables.is_shown).astype(float), 1.0
        row = np.where(self.block.may_go, np.minimum(gains, need), 0.0)
        bound = need
        if self.block.is_shown[cell]:  # only where it is chosen must it be wide
            row[cell], bound = -need, 0.0
        self.rows.append(row)
        self.bounds.append(bound)


def _reach_of(tables: LinkedTables, first: LinkedTables, cell: int) -> tuple[Numbers, float]:
    """Bound the range of a cell under any choice, by the duals of the attack under this one.

    By the sums, the cell is a weighted sum of all cells; so its range is at most the weighted sum
    of theirs, which are wider by so much where they are suppressed.

    Parameters
    ----------
    first
        The same tables as they were before anything was chosen.

    Returns
    -------
    gains
        How much wider the range becomes at most by suppressing each cell.
    base
        How wide it is at most with none chosen but itself.
    """
    attack = Attack(tables)
    lower, upper = first.without([cell]).known()
    most = np.minimum(upper, attack.ceiling())
    gains, base = np.zeros(len(tables.keys)), 0.0
    own = np.zeros(len(tables.keys))
    own[cell] = 1.0
    for goal in (own, -own):
        parts = explain_most(goal, (attack.lower, attack.ceiling()), tables.sums)
        up, down = parts > NEAR, parts < -NEAR
        base += float(parts[up] @ most[up] + parts[down] @ lower[down])
        gains[up] += parts[up] * (first.upper - most)[up]
        gains[down] += -parts[down] * (lower - first.lower)[down]
    return gains, base
