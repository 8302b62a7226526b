"""Inequality by hand, and the postcode lottery of a pack."""

import math
import tracemalloc
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from layers.access.journeys import CostMatrix
from layers.compare.inequality import (
    bounded_indices,
    concentration_index,
    draw_clusters,
    drawn_concentration,
    drawn_group_means,
    fractional_rank,
    slope_index,
)
from layers.compare.lottery import FIGURES, figures_by_place, measure_lottery
from layers.question.question import default_question
from tests.builders import NEED_DECILES, tiny_pack
from tests.kept_packs import starter_pack
from tests.sweeps import examples


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


@examples(25)
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


PUBLISHED_SLOPES = [
    (
        "log",
        (279012, 255993, 236961, 214315, 192812, 183546, 168593, 164822, 154836, 138165),
        (5.892219689475721, 4.7345044591063035, 3.827634083245766, 3.8681380211371112,
         3.6771570234217785, 3.1436261209723995, 3.1258711808912585, 2.942568346458604,
         2.82879950399132, 2.7648101907140012),
        (-3.15590713895456, 0.4418848436076823),
    ),
    (
        "logit",
        (34353, 32112, 27715, 25372, 23889, 23260, 23180, 24193, 23609, 24488),
        (0.21212121212121202, 0.214281265570503, 0.204077214504781, 0.19186504808450303,
         0.174808489262841, 0.16663800515907098, 0.156039689387403, 0.146571322283305,
         0.140370197805921, 0.120875530872264),
        (-0.1096462611125906, 0.5341775743253946),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", PUBLISHED_SLOPES)
def test_transformed_slopes_agree_with_the_published_outputs(case):
    """The expected values of PHEindicatormethods' own tests."""
    transform, people, values, published = case
    shares = np.asarray(people, float) / sum(people)
    sii, rii = slope_index(np.array([values]), shares, transform)
    assert (sii[0], rii[0]) == pytest.approx(published, rel=1e-9)


def test_log_and_logit_lines_stay_within_what_a_rate_or_a_share_can_be():
    """Where the transformed values lie on a line, its ends are put back exactly."""
    shares, middles = np.full(5, 0.2), np.arange(0.1, 1, 0.2)
    rates = np.exp(1 + 2 * middles)
    sii, rii = slope_index(rates[None, :], shares, "log")
    assert (sii[0], rii[0]) == pytest.approx((np.exp(3) - np.exp(1), np.exp(2)))
    logit = 1 / (1 + np.exp(-(-2 + 3 * middles)))
    sii, rii = slope_index(logit[None, :], shares, "logit")
    low, high = 1 / (1 + np.exp(2)), 1 / (1 + np.exp(-1))
    assert (sii[0], rii[0]) == pytest.approx((high - low, high / low))
    steep = np.array([[0.9, 0.5, 0.02, 0.01, 0.01]])
    assert slope_index(steep, shares)[1][0] < 0  # a straight line ends below none
    assert 0 < slope_index(steep, shares, "logit")[1][0] < 0.1
    none = np.array([[0.0, 0.5, 0.2, 0.1, 0.1]])
    assert np.isnan(slope_index(none, shares, "log")[0][0])
    assert np.isnan(slope_index(1 - none, shares, "logit")[1][0])


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


def test_an_index_of_a_share_is_corrected_for_its_mean():
    """A tenth reached, all at one end, or a tenth missed, all at one end: as far, by Erreygers."""
    few, most = np.zeros(10), np.ones(10)
    few[0], most[-1] = 1.0, 0.0
    found = [
        bounded_indices(index_of(health, np.ones(10)).index, health.mean())
        for health in (few, most)
    ]
    assert index_of(few, np.ones(10)).index == pytest.approx(-0.9)
    assert index_of(most, np.ones(10)).index == pytest.approx(-0.1)
    assert [float(erreygers) for erreygers, _ in found] == pytest.approx([-0.36, -0.36])
    assert [float(wagstaff) for _, wagstaff in found] == pytest.approx([-1, -1])
    assert math.isnan(bounded_indices(0.0, 1.0)[1])


def test_clusters_are_drawn_whole_and_seeded():
    clusters = np.array([0, 0, 1, 1, 1, 2])
    (drawn,) = draw_clusters(clusters, 200, seed=1)
    assert np.array_equal(drawn, next(draw_clusters(clusters, 200, seed=1)))
    assert (drawn[:, 0] == drawn[:, 1]).all()
    assert (drawn[:, [0, 2, 5]].sum(axis=1) == 3).all()
    assert drawn[:, 5].std() > 0
    blocks = np.vstack(list(draw_clusters(clusters, 200, seed=1, most_cells=60)))
    assert np.array_equal(blocks, drawn)


@examples(25)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_draw_is_the_index_of_the_rows_drawn_ties_included(seed):
    random = np.random.default_rng(seed)
    health, weights = random.random(9), random.integers(1, 20, 9) * 1.0
    order, times = random.integers(0, 4, 9) * 1.0, random.integers(0, 3, (3, 9)) * 1.0
    times[:, 0] += 1
    index, mean = drawn_concentration(health, order, weights, times)
    for n, drawn in enumerate(times):
        kept = drawn > 0
        counted = weights[kept] * drawn[kept]
        rank = fractional_rank(order[kept], counted)
        share = counted / counted.sum()
        by_hand = 2 * share @ (health[kept] * rank) / (share @ health[kept]) - 1
        assert index[n] == pytest.approx(by_hand)
        assert mean[n] == pytest.approx(share @ health[kept])


def test_a_fifth_drawn_without_anybody_keeps_its_own_mean():
    values, weights, groups = np.array([0.2, 0.4, 0.9]), np.ones(3), np.array([0, 0, 1])
    found = drawn_group_means(
        values, weights, groups, np.array([0.3, 0.9]), np.array([[2.0, 1, 0], [1, 1, 1]])
    )
    assert found == pytest.approx(np.array([[0.8 / 3, 0.9], [0.3, 0.9]]))


def alike_in_clusters(pack):
    """The starter pack with its areas in 60 clusters by their order of need: alike within each."""
    ranks = pack.indicator_values.query("indicator == 'idaci_rank'").set_index("place_id")["value"]
    order = ranks.rank(method="first").reindex(pack.areas.index)
    return replace(pack, areas=pack.areas.assign(msoa_id=(order // 9).astype(int).astype(str)))


def test_intervals_are_wider_where_neighbours_are_alike():
    pack = starter_pack()
    alone = measure_lottery(pack, default_question(pack))
    together = measure_lottery(alike := alike_in_clusters(pack), default_question(alike))
    assert alone.cluster_words == "neighbourhoods"
    assert together.cluster_words == "middle-layer areas"

    def width(found, name):
        return found.total[f"{name}_upper"] - found.total[f"{name}_lower"]

    assert together.total["concentration"] == alone.total["concentration"]
    for name in ("concentration", "erreygers", "sii"):
        assert width(together, name) != width(alone, name)
    assert any("drawing whole middle-layer areas again" in note for note in together.notes())


def test_too_few_clusters_have_no_interval_and_no_lean():
    pack = starter_pack()
    halves = replace(pack, areas=pack.areas.assign(msoa_id=["a", "b"] * 258))
    found = measure_lottery(halves, default_question(halves))
    assert math.isnan(found.total["concentration_lower"])
    assert math.isnan(found.total["rii_upper"])
    assert found.total["concentration"] < 0
    assert found.leaning_words(found.total) == "not known"
    assert "Too few neighbourhoods lie apart" in found.sentence()


def test_places_are_worked_out_from_their_own_areas_only(monkeypatch):
    """What is held grows with the areas of a place, never with places times areas."""
    seen = []
    from layers.compare import lottery

    judge = lottery._judge
    monkeypatch.setattr(
        lottery, "_judge", lambda *given: (seen.append(len(given[0])), judge(*given))[1]
    )
    pack = starter_pack()
    found = measure_lottery(pack, default_question(pack, need="idaci_rank"))
    assert sorted(seen)[:-1] == sorted(found.places["areas"].astype(int))
    assert max(seen[:-1]) < 516


def test_where_everyone_is_reached_reach_leans_nowhere():
    pack = starter_pack()
    question = default_question(pack)
    doors = list(pack.assets.index)
    table = pd.DataFrame(5.0, index=pack.origins.index, columns=doors)
    way = CostMatrix(minutes=table, mode="walk", method="made up")
    found = measure_lottery(pack, question, way)
    assert found.total["concentration"] == pytest.approx(0, abs=1e-12)
    assert found.total["ratio"] == pytest.approx(1)
    assert found.total["sii"] == pytest.approx(0, abs=1e-12)
    assert found.total["rii"] == pytest.approx(1)
    assert "There is no clear lean" in found.sentence()


def test_the_starter_pack_leans_to_the_more_deprived_and_fifths_hold_a_fifth_each():
    pack = starter_pack()
    found = measure_lottery(pack, default_question(pack))
    again = measure_lottery(pack, default_question(pack))
    assert found.total["concentration_upper"] < 0
    assert found.total["sii_lower"] <= found.total["sii"] <= found.total["sii_upper"] < 0
    assert "Reach leans to the more deprived (concentration index −0." in found.sentence()
    pd.testing.assert_frame_equal(found.places, again.places)
    fifths = found.total[[f"fifth_{n}_share" for n in range(1, 6)]]
    assert fifths.mean() == pytest.approx(found.total["within_share"], abs=0.01)
    assert found.places["areas"].sum() == 504  # in 12 too few children are counted to publish
    assert found.missing()["areas"] == 12


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
    assert found.missing() == {"areas": 9.0, "children": 450.0}


def test_a_country_by_ward_takes_little_memory():
    """Places times areas would be 1.9 GB; England by ward, made up, in a twentieth of that."""
    random = np.random.default_rng(0)
    count, wards = 33_755, 7_000
    areas = np.column_stack(
        [random.integers(20, 120, count), random.random(count), random.permutation(count)]
    ).astype(float)
    ward = np.sort(random.integers(0, wards, count))
    inside = csr_array((np.ones(count), (ward, np.arange(count))), shape=(wards, count))
    known, clusters = np.ones(count, bool), np.arange(count) // 5
    tracemalloc.start()
    try:
        figures = figures_by_place(areas, inside, known, clusters)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(row["areas"] for row in figures) == count
    assert peak < 100e6
