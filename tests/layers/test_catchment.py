"""Floating catchments against PySAL's access, published values and what must always hold."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import QuestionError
from layers.access.agents import agent_cost
from layers.access.catchment import three_step, two_step
from layers.access.decay import Flat, Gaussian, Stepped, gaussian_decay, stepped_decay
from layers.access.journeys import StraightLine
from layers.access.pairs import pairs_from_points, pairs_from_table
from layers.question.question import DETOUR
from tests.kept_packs import starter_pack
from tests.sweeps import examples

STEPS = Stepped(up_to_min=(20, 40, 60), weights=(1, 0.68, 0.22))
DEMAND = np.array([100.0, 50.0, 10.0])
SUPPLY = np.array([15.0, 20.0, 100.0])
# Three tracts, each with a site of its own; the minutes of PySAL access's hospital example.
MINUTES = {
    "gridlock": [[1, 80, 40], [80, 1, 40], [40, 40, 1]],
    "fast_in": [[1, 80, 20], [80, 1, 20], [40, 40, 1]],
    "fast_out": [[1, 80, 40], [80, 1, 40], [20, 20, 1]],
    "fast_both": [[1, 80, 20], [80, 1, 20], [20, 20, 1]],
}
# What access 1.1.10 gives, and an independent calculation agrees with.
REFERENCE = [
    ("gridlock", 30, Flat(), [0.15, 0.4, 10.0]),
    ("gridlock", 60, Flat(), [0.7613636363636364, 0.9583333333333333, 1.0946969696969697]),
    ("gridlock", 100, Flat(), [0.84375] * 3),
    ("gridlock", 60, STEPS, [0.7475922953451044, 0.9592555331991952, 1.2277993805529808]),
    ("fast_in", 30, STEPS, [0.775, 1.025, 0.625]),
    ("fast_in", 60, STEPS, [0.7654494382022472, 0.977112676056338, 0.959942237695838]),
    ("fast_out", 30, Flat(), [0.13636363636363635, 0.3333333333333333, 10.469696969696969]),
    ("fast_out", 61, STEPS, [0.7435064935064936, 0.9404761904761905, 1.3625541125541125]),
    ("fast_both", 100, STEPS, [0.7613636363636364, 0.9583333333333333, 1.0946969696969697]),
]


def weighed(minutes, limit, decay):
    pairs = pairs_from_table(pd.DataFrame(minutes, dtype=float), limit)
    return pairs.with_values(decay.weigh(pairs.costs))


@pytest.mark.parametrize(("scenario", "limit", "decay", "expected"), REFERENCE)
def test_the_hospital_example_comes_out_as_published(scenario, limit, decay, expected):
    found = two_step(weighed(MINUTES[scenario], limit, decay), DEMAND, SUPPLY)
    assert found.tolist() == pytest.approx(expected, abs=1e-12)


def pysal(minutes, demand, supply, limit):
    """Ask access itself, on the pairs within the limit."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from access import Access, weights

        rows, columns = np.indices(minutes.shape)
        cells = {"origin": rows.ravel(), "dest": columns.ravel(), "cost": minutes.ravel()}
        long = pd.DataFrame(cells)
        asked = Access(
            demand_df=pd.DataFrame({"id": range(len(demand)), "people": demand.astype(int)}),
            demand_index="id",
            demand_value="people",
            supply_df=pd.DataFrame({"id": range(len(supply)), "beds": supply}),
            supply_index="id",
            supply_value="beds",
            cost_df=long[long["cost"] <= limit].copy(),
            cost_origin="origin",
            cost_dest="dest",
            cost_name="cost",
        )
        asked.two_stage_fca(name="flat", max_cost=limit)
        for name, weight in (
            ("steps", weights.step_fn({20: 1, 40: 0.68, 60: 0.22})),
            ("bell", weights.gaussian(20)),
        ):
            asked.enhanced_two_stage_fca(name=name, max_cost=limit, weight_fn=weight)
            asked.three_stage_fca(name=f"three_{name}", max_cost=limit, weight_fn=weight)
        asked.raam(name="raam", tau=60)
    found = asked.access_df.sort_index()
    return {name.removesuffix("_beds"): found[name].to_numpy() for name in found}


def compare(minutes, demand, supply, limit):
    expected = pysal(minutes, demand, supply, limit)
    pairs = pairs_from_table(pd.DataFrame(minutes), limit)
    shapes = {"flat": Flat(), "steps": STEPS, "bell": Gaussian(sigma_min=20)}
    for name, decay in shapes.items():
        weights = pairs.with_values(decay.weigh(pairs.costs))
        close(two_step(weights, demand, supply), expected[name])
        if name != "flat":
            close(three_step(weights, demand, supply), expected[f"three_{name}"])
    close(agent_cost(pairs.minutes, demand, supply), expected["raam"])


def close(found, expected):
    """Equal wherever access gives a figure; where it gives none, nothing is within the limit."""
    known = ~np.isnan(expected)
    assert known.any()
    np.testing.assert_allclose(found[known], expected[known], rtol=1e-9, atol=1e-9)
    assert np.nan_to_num(found[~known]).sum() == 0


def test_all_methods_equal_access_on_random_costs():
    random = np.random.default_rng(7)
    minutes = random.uniform(0.5, 90, (60, 12))
    demand = random.integers(1, 300, 60).astype(float)
    compare(minutes, demand, random.integers(1, 9, 12).astype(float), 60)


def compare_pack(pack, limit):
    """Areas' first origins against every centre, by the minutes of a straight line."""
    origins = pack.origins.drop_duplicates("area_id").set_index("area_id")
    centres = pack.assets[pack.assets["kind"].str.contains("famil|centre|linked")]
    points = origins[["easting_m", "northing_m"]].to_numpy(float)
    sites = np.column_stack([centres.geometry.x, centres.geometry.y])
    metres = np.hypot(*(points[:, None] - sites[None]).transpose(2, 0, 1))
    children = pack.areas.loc[origins.index, [f"people_{age}" for age in range(5)]].sum(axis=1)
    supply = 1.0 + np.arange(len(centres)) % 5
    compare(metres * DETOUR / (4 * 1000 / 60), children.to_numpy(float), supply, limit)


def test_all_methods_equal_access_on_the_starter_pack():
    compare_pack(starter_pack(), 60)


@pytest.mark.real
def test_all_methods_equal_access_on_the_real_pack(real_pack):
    compare_pack(real_pack, 60)


@st.composite
def tables(draw):
    rows, columns = draw(st.integers(1, 8)), draw(st.integers(1, 5))
    seed = draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    return (
        random.uniform(0, 100, (rows, columns)),
        random.integers(0, 500, rows).astype(float),
        random.uniform(0, 20, columns),
    )


@examples(30)
@given(table=tables())
def test_what_is_received_is_all_that_is_supplied_to_anybody(table):
    minutes, demand, supply = table
    for decay in (Flat(), STEPS, gaussian_decay(60)):
        weights = weighed(minutes, 60, decay)
        reached = (weights.T @ demand) > 0
        for method in (two_step, three_step):
            received = demand @ method(weights, demand, supply)
            assert received == pytest.approx(supply[reached].sum(), rel=1e-9)


@examples(15)
@given(table=tables())
def test_a_catchment_without_end_gives_supply_over_demand(table):
    minutes, demand, supply = table
    demand[0] += 1
    found = two_step(weighed(minutes, np.inf, Flat()), demand, supply)
    assert found == pytest.approx(supply.sum() / demand.sum())


@examples(15)
@given(table=tables(), more=st.floats(0, 20), at=st.floats(0, 100))
def test_a_site_more_lowers_nobodys_access(table, more, at):
    minutes, demand, supply = table
    wider = np.column_stack([minutes, np.abs(minutes[:, 0] - at)])
    before = two_step(weighed(minutes, 60, STEPS), demand, supply)
    after = two_step(weighed(wider, 60, STEPS), demand, np.append(supply, more))
    assert (after >= before - 1e-12).all()


def test_a_site_that_only_nobody_reaches_shares_out_nothing():
    minutes = np.array([[5.0, np.nan], [np.inf, 5.0]])
    found = two_step(weighed(minutes, 60, Flat()), np.array([10.0, 0.0]), np.array([2.0, 3.0]))
    assert found.tolist() == [0.2, 0.0]


def test_agents_without_people_or_sites_have_no_cost():
    table = pairs_from_table(pd.DataFrame([[5.0], [5.0], [np.nan]]), 60).minutes
    found = agent_cost(table, np.array([0.0, 7.0, 3.0]), np.array([1.0]))
    assert np.isnan(found).tolist() == [True, False, True]
    assert np.isnan(agent_cost(table, np.zeros(3), np.array([1.0]))).all()


def test_points_give_the_pairs_that_a_table_gives():
    random = np.random.default_rng(3)
    origins, sites = random.uniform(0, 5000, (40, 2)), random.uniform(0, 5000, (9, 2))
    metres = np.hypot(*(origins[:, None] - sites[None]).transpose(2, 0, 1))
    near = pairs_from_points(origins, sites, 2000, 0.01)
    table = pairs_from_table(pd.DataFrame(metres * 0.01), 20).minutes
    assert np.array_equal(near.indices, table.indices)
    assert near.data == pytest.approx(table.data)


def test_a_site_at_the_door_is_a_pair_of_no_minutes():
    here = np.array([[0.0, 0.0]])
    assert pairs_from_points(here, here, 100, 0.01).nnz == 1


def test_shorter_limits_keep_fewer_pairs():
    pairs = pairs_from_table(pd.DataFrame([[5.0, 30.0, 50.0]]), 60)
    assert pairs.within(30).costs.tolist() == [5, 30]


def test_a_step_holds_its_own_end():
    assert STEPS.weigh(np.array([0, 20, 20.1, 60, 60.1])).tolist() == [1, 1, 0.68, 0.22, 0]
    assert stepped_decay(30).up_to_min == pytest.approx((10, 20, 30))
    assert gaussian_decay(30).weigh(np.array([0.0, 30.0])) == pytest.approx([1, 0.01])


@pytest.mark.parametrize(
    "make",
    [
        lambda: Stepped(up_to_min=(20, 10), weights=(1, 0.5)),
        lambda: Stepped(up_to_min=(), weights=()),
        lambda: Stepped(up_to_min=(10,), weights=(-1,)),
        lambda: Gaussian(sigma_min=0),
        lambda: Gaussian(sigma_min=float("nan")),
    ],
)
def test_a_weight_that_cannot_be_used_is_refused(make):
    with pytest.raises(QuestionError, match="weight of distance"):
        make()


def test_straight_lines_answer_all_three_questions_alike():
    pack = starter_pack()
    way = StraightLine(
        origins=pack.origins.iloc[:200],
        assets=pack.assets,
        mode="walk",
        pace_kmh=4,
        detour=1.3,
    )
    ids = list(pack.assets.index[:6])
    nearest, two = way.nearest(ids), way.k_nearest(ids, 2)
    assert two[1].to_numpy() == pytest.approx(nearest["minutes"].to_numpy())
    counts = np.diff(way.within(ids, 90).minutes.indptr)
    assert (counts >= 1).tolist() == (nearest["minutes"] <= 90).tolist()
    assert (counts >= 2).tolist() == (two[2] <= 90).tolist()
    assert way.k_nearest(ids[:1], 2)[2].isna().all()
    assert way.k_nearest([], 2).isna().all().all()
    assert way.within([], 90).minutes.nnz == 0
