"""Sets of sites against spopt's optimum, against every set there is, and against their bound."""

import warnings
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.siting.bounds import bound_worth
from layers.siting.mclp import cover_exactly
from layers.siting.pmedian import save_exactly
from layers.siting.search import best_two, exchanges, improve, losses, pick_greedily
from layers.siting.solution import find_best, find_runner_up
from layers.siting.ties import (
    as_good_by_exchange,
    as_little_missed,
    best_exchange,
    each_adds,
    each_costs,
    prefer,
)
from layers.siting.worth import merge_groups, value_of, worth_of
from tests.sweeps import examples

GROUPS, SITES, RADIUS = 20, 8, 0.25
EACH = 100  # problems of each kind


def made(seed):
    """Make up people, sites, the way between them, and how many to choose."""
    rng = np.random.default_rng(seed)
    costs = np.hypot(*(rng.random((2, GROUPS, 1)) - rng.random((2, 1, SITES))))
    return costs, rng.integers(1, 50, GROUPS).astype(float), 1 + seed % 4


def table_worth(values):
    group, candidate = np.indices(values.shape)
    return worth_of(values.shape, group.ravel(), candidate.ravel(), values.ravel())


def cover_worth(costs, weights):
    return table_worth((costs <= RADIUS) * weights[:, None])


def travel_worth(costs, weights):
    return table_worth((costs.max(axis=1) - costs.T).T * weights[:, None])


def best_by_trying(worth, count):
    return max(value_of(worth, sites) for sites in combinations(range(worth.candidates), count))


@pytest.fixture(name="spopt")
def spopt_models():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pulp = pytest.importorskip("pulp")
        return pytest.importorskip("spopt.locate"), pulp.PULP_CBC_CMD(msg=False)


@pytest.mark.filterwarnings("ignore")
def test_covering_is_as_good_as_spopt_has_it(spopt):
    locate, solver = spopt
    for seed in range(EACH):
        costs, weights, count = made(seed)
        theirs = locate.MCLP.from_cost_matrix(costs, weights, RADIUS, p_facilities=count)
        theirs.solve(solver)
        found = find_best(cover_worth(costs, weights), count, cover_exactly)
        assert found.is_best
        assert found.value == pytest.approx(theirs.problem.objective.value()), seed


@pytest.mark.filterwarnings("ignore")
def test_the_median_is_as_good_as_spopt_has_it(spopt):
    locate, solver = spopt
    for seed in range(EACH):
        costs, weights, count = made(seed)
        theirs = locate.PMedian.from_cost_matrix(costs, weights, p_facilities=count)
        theirs.solve(solver)
        found = find_best(travel_worth(costs, weights), count, save_exactly)
        travel = (costs.max(axis=1) * weights).sum() - found.value
        assert found.is_best
        assert travel == pytest.approx(theirs.problem.objective.value()), seed


@pytest.mark.parametrize(
    ("make", "exact"), [(cover_worth, cover_exactly), (travel_worth, save_exactly)]
)
def test_the_programme_alone_finds_the_best_of_every_set(make, exact):
    for seed in range(20):
        costs, weights, count = made(seed)
        worth = make(costs, weights)
        result = exact(worth, count, 10.0)
        assert -result.fun == pytest.approx(best_by_trying(worth, count))


@examples(40)
@given(st.integers(0, 10_000), st.booleans())
def test_no_set_is_above_the_bound_and_the_found_set_is_below_it(seed, travel):
    costs, weights, count = made(seed)
    worth = (travel_worth if travel else cover_worth)(costs, weights)
    bound = bound_worth(worth, pick_greedily(worth, count)[0])
    best = best_by_trying(worth, count)
    assert bound.value <= best + 1e-9
    assert bound.most >= best - 1e-9
    sets = [s for s in combinations(range(SITES), count) if value_of(worth, s) > bound.value + 1e-6]
    assert all(bound.possible[list(sites)].all() for sites in sets)


@examples(40)
@given(st.integers(0, 10_000), st.booleans())
def test_more_sites_never_do_less_and_all_of_them_do_the_most(seed, travel):
    costs, weights, _ = made(seed)
    make, exact = (travel_worth, save_exactly) if travel else (cover_worth, cover_exactly)
    worth = make(costs, weights)
    values = [find_best(worth, count, exact).value for count in range(1, SITES + 1)]
    assert all(np.diff(values) >= -1e-9)
    assert values[-1] == pytest.approx(value_of(worth, range(SITES)))


def test_an_exchange_puts_a_greedy_choice_right():
    """The middle site reaches most alone; the two beside it reach everybody together."""
    values = np.array([[1, 0, 1], [1, 0, 1], [0, 1, 1], [0, 1, 1], [2, 0, 0], [0, 2, 0]], float)
    worth = table_worth(values)
    greedy, gains = pick_greedily(worth, 2)
    assert greedy == (0, 1)
    assert gains.tolist() == [4, 4]
    assert set(improve(worth, (2, 0))) == {0, 1}


def test_what_each_site_is_missed_by_is_what_its_closing_costs():
    costs, weights, _ = made(3)
    worth = cover_worth(costs, weights)
    everyone = list(range(SITES))
    missed = losses(worth, everyone)
    for site in everyone:
        others = [each for each in everyone if each != site]
        assert missed[site] == pytest.approx(value_of(worth, everyone) - value_of(worth, others))


def test_the_best_two_are_the_two_largest():
    values = np.random.default_rng(0).random((30, 5))
    first, second, owner = best_two(table_worth(values), range(5))
    ordered = np.sort(values, axis=1)
    assert first.tolist() == ordered[:, -1].tolist()
    assert second.tolist() == ordered[:, -2].tolist()
    assert owner.tolist() == values.argmax(axis=1).tolist()


def test_groups_that_the_same_sites_reach_are_merged_and_none_is_lost():
    costs, weights, count = made(7)
    worth = cover_worth(np.repeat(costs, 5, axis=0), np.repeat(weights, 5))
    merged = merge_groups(worth)
    assert merged.groups <= GROUPS
    for sites in combinations(range(SITES), count):
        assert value_of(merged, sites) == pytest.approx(value_of(worth, sites))


def test_entries_left_out_leave_the_bound_a_bound():
    costs, weights, count = made(11)
    values = (costs.max(axis=1) - costs.T).T * weights[:, None]
    least = np.sort(values, axis=1)[:, 2:3]
    group, candidate = np.nonzero(values > least)
    worth = worth_of(values.shape, group, candidate, values[group, candidate], least.ravel())
    bound = bound_worth(worth, pick_greedily(worth, count)[0])
    assert bound.most >= best_by_trying(table_worth(values), count) - 1e-9


def test_the_runner_up_does_without_the_site_that_is_missed_most():
    costs, weights, _ = made(5)
    worth = cover_worth(costs, weights)
    best = find_best(worth, 3, cover_exactly)
    other = find_runner_up(worth, best)
    missed = best.chosen[int(losses(worth, best.chosen).argmax())]
    assert missed not in other
    assert len(other) == 3
    assert value_of(worth, other) <= best.value


def few(seed, whole=4):
    """Make up a problem full of ties: worth is 0, 1, 2 or 3."""
    rng = np.random.default_rng(seed)
    values = rng.integers(0, whole, (6, 6)).astype(float)
    others = values + rng.integers(0, whole, (6, 6))
    return table_worth(values), table_worth(others), 1 + seed % 4


@examples(60)
@given(st.integers(0, 10_000))
def test_exchanges_are_what_each_set_is_worth(seed):
    worth, _, count = few(seed)
    sites = list(range(count))
    enters, change, total = exchanges(worth, sites)
    assert total == pytest.approx(value_of(worth, sites))
    assert enters.tolist() == [each for each in range(6) if each not in sites]
    for row, enter in enumerate(enters):
        for column, leave in enumerate(sites):
            other = [enter if each == leave else each for each in sites]
            assert change[row, column] == pytest.approx(value_of(worth, other) - total)


@examples(60)
@given(st.integers(0, 10_000))
def test_ties_are_all_there_are_and_the_preferred_choice_loses_nothing(seed):
    worth, others, count = few(seed)
    best = find_best(worth, count, save_exactly).chosen
    chosen = prefer(worth, others, best)
    assert len(set(chosen)) == count
    assert value_of(worth, chosen) == pytest.approx(value_of(worth, best))
    assert value_of(others, chosen) >= value_of(others, best) - 1e-9
    as_good = [
        (enter, leave)
        for enter in range(6)
        for leave in chosen
        if enter not in chosen
        and value_of(worth, [enter if each == leave else each for each in chosen])
        >= value_of(worth, chosen) - 1e-9
    ]
    enters, ways = as_good_by_exchange(worth, chosen)
    assert ways == len(as_good)
    assert enters.tolist() == sorted({enter for enter, _ in as_good})
    for enter, leave in as_good:
        other = [enter if each == leave else each for each in chosen]
        assert value_of(others, other) <= value_of(others, chosen) + 1e-6


@examples(60)
@given(st.integers(0, 10_000))
def test_the_exchange_that_loses_least_is_found(seed):
    worth, others, count = few(seed)
    sites = list(range(count))
    enter, leave = best_exchange(worth, others, sites)
    ways = [[e if each == x else each for each in sites] for e in range(count, 6) for x in sites]
    best = max((value_of(worth, way), value_of(others, way)) for way in ways)
    found = [enter if each == leave else each for each in sites]
    assert (value_of(worth, found), value_of(others, found)) == pytest.approx(best)


def test_sites_missed_as_little_are_all_found():
    """Sites 0 and 1 stand in for each other; 2 is worth nothing; 3 alone serves the last group."""
    worth = table_worth(np.array([[2, 2, 0, 0], [0, 0, 0, 3]], float))
    assert as_little_missed(worth).tolist() == [0, 1, 2]
    assert as_good_by_exchange(worth, range(4))[1] == 0
    assert as_good_by_exchange(worth, [])[1] == 0


@examples(60)
@given(st.integers(0, 10_000))
def test_what_each_adds_and_costs_adds_up(seed):
    worth, _, count = few(seed)
    order = list(range(count))
    assert each_adds(worth, order).sum() == pytest.approx(value_of(worth, order))
    assert each_adds(worth, order)[0] == pytest.approx(value_of(worth, order[:1]))
    left = [each for each in range(6) if each >= count]
    costs = each_costs(worth, order)
    whole = value_of(worth, range(6))
    assert costs.sum() == pytest.approx(whole - value_of(worth, left))
    assert costs[0] == pytest.approx(whole - value_of(worth, range(1, 6)))


@examples(60)
@given(st.integers(0, 10_000))
def test_the_runner_up_is_another_set_and_the_best_without_the_site_missed_most(seed):
    worth, _, count = few(seed)
    best = find_best(worth, count, save_exactly)
    other = find_runner_up(worth, best)
    missed = best.chosen[int(losses(worth, best.chosen).argmax())]
    assert set(other) != set(best.chosen)
    assert missed not in other
    assert len(set(other)) == count
    left = [each for each in range(6) if each != missed]
    if count == 1:
        assert value_of(worth, other) == max(value_of(worth, [each]) for each in left)
    assert value_of(worth, other) <= max(value_of(worth, s) for s in combinations(left, count))


def test_the_runner_up_of_one_site_is_the_next_best():
    worth = table_worth(np.array([[5, 3, 4, 0]], float))
    best = find_best(worth, 1, cover_exactly)
    assert best.chosen == (0,)
    assert find_runner_up(worth, best) == (2,)
    alone = table_worth(np.array([[5.0]]))
    assert find_runner_up(alone, find_best(alone, 1, cover_exactly)) == ()


def test_nobody_is_missed_where_there_is_no_site():
    assert losses(table_worth(np.ones((2, 3))), []).tolist() == []


def test_work_that_is_watched_can_be_stopped():
    from layers.progress import Stopped

    def stop(share, doing):
        assert 0 <= share <= 1
        assert doing
        raise Stopped

    with pytest.raises(Stopped):
        find_best(cover_worth(*made(1)[:2]), 2, cover_exactly, stop)


def test_nothing_to_serve_is_worth_nothing():
    worth = worth_of((0, 3), *(np.zeros(0, int), np.zeros(0, int), np.zeros(0)))
    found = find_best(worth, 2, cover_exactly)
    assert found.value == 0
    assert found.is_best
