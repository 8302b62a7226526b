"""Secondary suppression: what can be worked out of a suppressed cell, and what else must go."""

import itertools

import numpy as np
import pytest

from geodata.secondary.ranges import ContradictionError, feasible_ranges
from geodata.secondary.suppressing import Effort, suppress
from geodata.secondary.tables import Cell, LinkedTables, Relation, blocks
from tests.attacks import cells as attack


def cell(key, shown=None, **known):
    """Return a cell that is published exactly, as an interval, or not at all."""
    ends = (shown, shown) if isinstance(shown, int) else shown
    return Cell(key=key, shown=ends, **{"width": 5, "stays": ends == (0, 0), **known})


def linked(sums, *cells):
    relations = [Relation(total=total, parts=tuple(parts.split())) for total, parts in sums.items()]
    return LinkedTables.of(cells, relations)


def ranges(tables):
    found = feasible_ranges(tables)
    return {str(key): (row.least, row.most) for key, row in found.iterrows()}


def gone(tables):
    return {key for key, shown in zip(tables.keys, tables.is_shown, strict=True) if not shown}


def test_a_part_is_its_total_less_the_other_parts():
    tables = linked({"all": "a b c"}, cell("all", 20), cell("a"), cell("b", 10), cell("c", 7))
    assert ranges(tables) == {"a": (3, 3)}


def test_two_missing_parts_leave_their_sum_open():
    tables = linked({"all": "a b c"}, cell("all", 20), cell("a"), cell("b"), cell("c", 7))
    assert ranges(tables) == {"a": (0, 13), "b": (0, 13)}


def test_a_rounded_total_leaves_its_interval_open():
    tables = linked({"all": "a b"}, cell("all", (13, 17)), cell("a"), cell("b", (8, 12)))
    assert ranges(tables) == {"a": (1, 9)}


def test_what_anybody_knows_narrows_a_cell():
    """None at all would be shown, and there are but nine children in the one place."""
    a, b = cell("a", lower=1), cell("b", lower=1, upper=9)
    tables = linked({"all": "a b"}, cell("all", 20), a, b)
    assert ranges(tables) == {"a": (11, 19), "b": (1, 9)}


def test_nothing_bounds_a_cell_without_a_published_total():
    tables = linked({"all": "a b"}, cell("all"), cell("a"), cell("b", 10))
    assert ranges(tables) == {"all": (10, np.inf), "a": (0, np.inf)}


def test_people_are_whole():
    """Twice a is the one rounded sum, 5 or 6: as a fraction it could be 2½."""
    sums = {"ab": "a b", "bc": "b c", "ac": "a c"}
    shown = cell("ab", 5), cell("bc", 5), cell("ac", (5, 6))
    assert ranges(linked(sums, *shown, cell("a"), cell("b"), cell("c")))["a"] == (3, 3)


def test_figures_that_do_not_add_up_are_refused():
    tables = linked({"all": "a b"}, cell("all", 5), cell("a"), cell("b", 9))
    for work in (feasible_ranges, suppress):
        with pytest.raises(ContradictionError):
            work(tables)


@pytest.mark.parametrize(
    ("cells", "relation"),
    [
        ([cell("a"), cell("a")], Relation(total="a", parts=())),
        ([cell("a")], Relation(total="a", parts=("b",))),
        ([cell("a", 9, upper=8)], Relation(total="a", parts=())),
        ([cell("a", (3, 2))], Relation(total="a", parts=())),
    ],
)
def test_a_problem_that_is_misstated_is_refused(cells, relation):
    with pytest.raises(ValueError, match=r"key|no cell|outside"):
        LinkedTables.of(cells, [relation])


def test_ranges_are_those_of_every_count_there_could_be():
    rng = np.random.default_rng(5)
    for _ in range(6):
        top = rng.integers(3, 9, size=2)
        side = [0, int(top.sum())]
        side[0] = int(rng.integers(0, side[1] + 1))
        side[1] -= side[0]
        names = "a b c d"
        sums = {"x": "a b", "y": "c d", "p": "a c", "q": "b d"}
        shown = [cell(key, int(n)) for key, n in zip("xypq", (*top, *side), strict=True)]
        found = ranges(linked(sums, *shown, *(cell(key) for key in names.split())))
        every = [
            each
            for each in itertools.product(range(9), repeat=4)
            if (each[0] + each[1], each[2] + each[3]) == tuple(top)
            and (each[0] + each[2], each[1] + each[3]) == tuple(side)
        ]
        for at, key in enumerate(names.split()):
            held = [each[at] for each in every]
            assert found[key] == (min(held), max(held))


def test_the_part_whose_loss_is_least_goes_too():
    shown = cell("b", 30, weight=5), cell("c", 12, weight=3), cell("d", 40, weight=4)
    tables = linked({"all": "a b c d"}, cell("all", 85, weight=9), cell("a"), *shown)
    assert gone(suppress(tables)) == {"a", "c"}


def test_a_part_that_is_too_small_to_hide_another_is_not_enough():
    """With a, 3, and b, 1, hidden, either is from none to 4."""
    shown = cell("b", 1, weight=1), cell("c", 12, weight=9)
    tables = linked({"all": "a b c"}, cell("all", 16, weight=99), cell("a"), *shown)
    assert gone(suppress(tables)) == {"a", "c"}


def test_none_at_all_stays_and_so_does_a_total_of_none():
    none = cell("none", 0), cell("a", 0), cell("b")
    rest = cell("all", 15, weight=2), cell("c", 12), cell("d")
    tables = linked({"none": "a b", "all": "none c d"}, *none, *rest)
    assert gone(suppress(tables)) == {"b", "c", "d"}
    assert ranges(suppress(tables))["b"] == (0, 0)


def test_what_rounding_hides_needs_no_more():
    parts = cell("a"), cell("b", (8, 12)), cell("c", (18, 22))
    tables = linked({"all": "a b c"}, cell("all", (28, 32)), *parts)
    assert gone(suppress(tables)) == {"a"}


def test_blocks_are_solved_alone():
    one = cell("all", 20), cell("a"), cell("b", 10), cell("c", 8)
    two = cell("sum", 50), cell("d", 20), cell("e", 30)
    tables = linked({"all": "a b c", "sum": "d e"}, *one, *two, cell("alone"))
    assert [len(places) for places in blocks(tables)] == [4, 3, 1]
    assert {"d", "e", "sum"}.isdisjoint(gone(suppress(tables)))


def test_a_cell_that_cannot_be_wide_gets_the_widest_there_is():
    total = cell("all", 6, stays=True)
    tables = linked({"all": "a b c"}, total, cell("a", upper=3), cell("b", 2), cell("c", 1))
    assert gone(suppress(tables)) >= {"a", "b"}
    assert ranges(suppress(tables))["a"] == (0, 3)


def test_cutting_planes_lose_the_least_there_is():
    """Beside every choice there could be, tried one by one."""
    full = attack.with_totals(np.array([[3, 9], [11, 6]]))
    keys = np.array([[f"{row}{column}" for column in range(3)] for row in range(3)])
    counts = dict(zip(keys.ravel(), full.ravel().tolist(), strict=True))
    case = attack.Case(counts=counts, grids=[keys], is_rounded=False)
    tables = case.linked_tables()
    safe = [
        float(tables.weight[list(chosen)].sum())
        for size in (2, 3)
        for chosen in itertools.combinations(np.flatnonzero(tables.may_go), size)
        if not attack.narrowed(attack.published(case, tables.without(list(chosen))), case.sums())
    ]
    last = suppress(tables)
    lost = float(tables.weight[tables.is_shown & ~last.is_shown].sum())
    assert lost == pytest.approx(min(safe))


@pytest.mark.parametrize("effort", [Effort(), Effort(choices=0), Effort(rounds=1)])
def test_no_suppressed_cell_can_be_narrowed_down(effort):
    rng = np.random.default_rng(4)
    for _ in range(3):
        case = attack.draw_case(rng)
        last = suppress(case.linked_tables(), effort)
        assert attack.narrowed(attack.published(case, last), case.sums()) == []


def test_an_attack_that_knows_no_more_narrows_nothing():
    _, more, before, after = attack.attack(tables=6)
    assert before > 10
    assert more > 5
    assert after == 0


def test_the_same_tables_lose_the_same_cells():
    case = attack.draw_case(np.random.default_rng(8))
    assert gone(suppress(case.linked_tables())) == gone(suppress(case.linked_tables()))
