"""Inequality by hand, and the postcode lottery of a pack."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.pack import STARTER, read_pack
from layers.access.journeys import CostMatrix
from layers.compare.inequality import (
    concentration_index,
    fractional_rank,
    sample_group_means,
    slope_index,
)
from layers.compare.lottery import FIGURES, measure_lottery
from layers.question.question import default_question
from tests.builders import NEED_DECILES, tiny_pack


def index_of(health, weights):
    weights = np.asarray(weights, float)
    rank = fractional_rank(np.arange(len(weights), dtype=float), weights)
    return concentration_index(np.asarray(health, float), rank, weights)


def test_a_small_example_by_hand():
    """Ranks ⅙, ½, ⅚; mean 2; C = 2 ÷ (3 × 2) × (1·⅙ + 2·½ + 3·⅚) − 1 = 2/9."""
    found = index_of([1, 2, 3], [1, 1, 1])
    assert found.index == pytest.approx(2 / 9)
    # The values lie on a line, so the regression leaves nothing over.
    assert found.standard_error == pytest.approx(0, abs=1e-12)


def test_the_standard_error_is_that_of_the_regression():
    """Four alike groups with 1, 3, 2, 4: σ²_R = 5/64, μ = 2.5, y = 1/16 × (1, 3, 2, 4).

    The slope is 0.2; residuals are 1/16 × (−0.3, 0.9, −0.9, 0.3), their squares sum to 1.8/256,
    over n − 2 = 2; Σ(R − ½)² = 5/16; SE = √(0.9/256 ÷ 5/16) = √0.01125.
    """
    found = index_of([1, 3, 2, 4], [1, 1, 1, 1])
    assert found.index == pytest.approx(0.2)
    assert found.standard_error == pytest.approx(math.sqrt(0.01125))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_it_equals_twice_the_covariance_over_the_mean_and_stays_within_one(seed):
    random = np.random.default_rng(seed)
    health, weights = random.uniform(0, 1, 12), random.uniform(0.1, 50, 12)
    rank = fractional_rank(np.arange(12.0), weights)
    share = weights / weights.sum()
    covariance = share @ ((health - share @ health) * (rank - 0.5))
    found = concentration_index(health, rank, weights).index
    assert found == pytest.approx(2 * covariance / (share @ health))
    assert -1 <= found <= 1
    assert share @ rank == pytest.approx(0.5)
    turned = concentration_index(health[::-1], fractional_rank(np.arange(12.0), weights[::-1]),
                                 weights[::-1])  # fmt: skip
    assert turned.index == pytest.approx(-found)


def test_equal_access_leans_nowhere():
    found = index_of([0.4] * 6, [1, 5, 2, 8, 3, 1])
    assert (found.index, found.standard_error) == pytest.approx((0, 0), abs=1e-12)


def test_nothing_to_share_out_has_no_index():
    assert math.isnan(index_of([0, 0, 0], [1, 1, 1]).index)
    assert math.isnan(index_of([1, 2], [1, 1]).index)
    nobody = concentration_index(np.ones(3), np.array([0.2, 0.5, 0.8]), np.zeros(3))
    assert math.isnan(nobody.index)


def test_rows_that_tie_share_the_middle_of_their_people():
    rank = fractional_rank(np.array([1.0, 1.0, 2.0]), np.array([10.0, 30.0, 60.0]))
    assert rank.tolist() == [0.2, 0.2, 0.7]


def test_a_line_through_even_fifths_gives_its_rise_and_its_ratio():
    """Values 0.5 to 0.1 at 0.1 to 0.9: the line runs from 0.55 to 0.05."""
    sii, rii = slope_index(np.array([[0.5, 0.4, 0.3, 0.2, 0.1]]), np.full(5, 0.2))
    assert sii[0] == pytest.approx(-0.5)
    assert rii[0] == pytest.approx(0.05 / 0.55)


def test_the_slope_is_the_weighted_regression_of_phe():
    """PHEindicatormethods regresses √a·y on √a and b·√a; numpy does the same here."""
    shares = np.array([0.1, 0.3, 0.2, 0.25, 0.15])
    values = np.array([75.9, 78.3, 79.1, 80.2, 83.8])
    middles = np.cumsum(shares) - shares / 2
    root = np.sqrt(shares)
    design = np.column_stack([root, middles * root])
    (start, slope), *_ = np.linalg.lstsq(design, values * root, rcond=None)
    sii, rii = slope_index(values[None, :], shares)
    assert sii[0] == pytest.approx(slope)
    assert rii[0] == pytest.approx((start + slope) / start)


def test_repeated_samples_are_seeded_and_keep_to_what_is_there():
    values, weights = np.array([0.2, 0.4, 0.9, 0.7]), np.array([1.0, 3.0, 2.0, 2.0])
    groups = np.array([0, 0, 1, 1])
    first = sample_group_means(values, weights, groups, 2, seed=1)
    assert np.array_equal(first, sample_group_means(values, weights, groups, 2, seed=1))
    assert first[:, 0].min() >= 0.2
    assert first[:, 1].max() <= 0.9
    assert first[:, 0].std() > 0


def test_where_everyone_is_reached_reach_leans_nowhere():
    pack = read_pack(STARTER)
    question = default_question(pack)
    doors = list(pack.assets.index)
    table = pd.DataFrame(5.0, index=pack.origins.index, columns=doors)
    way = CostMatrix(minutes=table, mode="walk", method="made up")
    found = measure_lottery(pack, question, way)
    assert found.total["concentration"] == pytest.approx(0, abs=1e-12)
    assert found.total["ratio"] == pytest.approx(1)
    assert found.total["sii"] == pytest.approx(0, abs=1e-12)
    assert found.total["rii"] == pytest.approx(1)
    assert "leans clearly to neither" in found.sentence()


def test_the_starter_pack_leans_to_the_more_deprived_and_fifths_hold_a_fifth_each():
    pack = read_pack(STARTER)
    found = measure_lottery(pack, default_question(pack))
    again = measure_lottery(pack, default_question(pack))
    assert found.total["concentration_upper"] < 0
    assert found.total["sii_lower"] <= found.total["sii"] <= found.total["sii_upper"] < 0
    assert "Reach leans to the more deprived (concentration index −0." in found.sentence()
    pd.testing.assert_frame_equal(found.places, again.places)
    fifths = found.total[[f"fifth_{n}_share" for n in range(1, 6)]]
    assert fifths.mean() == pytest.approx(found.total["within_share"], abs=0.01)
    assert found.places["areas"].sum() == 516


def test_a_place_of_few_areas_is_not_judged():
    found = measure_lottery(pack := tiny_pack(), default_question(pack))
    assert found.total[list(FIGURES)].isna().all()
    assert found.places[list(FIGURES)].isna().all().all()
    assert "cannot be worked out" in found.sentence()


def test_areas_whose_need_is_not_known_are_left_out_and_counted():
    pack = tiny_pack(deciles=dict.fromkeys(NEED_DECILES))
    found = measure_lottery(pack, default_question(pack))
    assert found.missing_areas == 9
    assert found.total["areas"] == 0
