"""The need index, and how sure a rank is."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import QuestionError
from layers.access.journeys import CostMatrix
from layers.access.reach import straight_line
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.ranks.index import measure_index, weighted_index
from layers.ranks.ranks import ordinal, rank_intervals, rank_words, ranks_from_most
from layers.ranks.steadiness import rank_range
from layers.ranks.transforms import quantile_groups, rank_share, transform_values
from tests.builders import NEED_DECILES, tiny_pack
from tests.kept_packs import starter_pack


def pack_with(**more):
    """The tiny pack with further measures of areas, larger the needier."""
    pack = tiny_pack()
    need = pack.indicators["idaci_rank"]
    indicators, tables = dict(pack.indicators), [pack.indicator_values]
    for key, values in more.items():
        indicators[key] = replace(need, key=key, label=key.title(), worse_when="higher")
        rows = {"indicator": key, "place_id": list(values), "value": list(values.values())}
        tables.append(pd.DataFrame(rows).assign(period="2025"))
    values = pd.concat(tables, ignore_index=True)
    return replace(pack, indicators=indicators, indicator_values=values)


def areas(*values):
    return dict(zip(NEED_DECILES, values, strict=True))


def test_the_transform_is_that_of_the_indices_of_deprivation():
    """100 at the top; −23 ln(1 − 0.9 × 0.98707) = 50.43 where the neediest tenth begins."""
    scaled = transform_values(
        pd.Series(np.arange(1.0, 1001.0)), "exponential", higher_is_needier=True
    )
    assert scaled.iloc[-1] == pytest.approx(100)
    assert scaled.iloc[899] == pytest.approx(50.427, abs=0.001)
    assert scaled.is_monotonic_increasing


def test_direction_ties_and_missing_values():
    values = pd.Series([10.0, 20.0, 20.0, np.nan])
    assert rank_share(values, higher_is_needier=True).tolist()[:3] == [1 / 3, 1, 1]
    assert rank_share(values, higher_is_needier=False).tolist()[:3] == [1, 2 / 3, 2 / 3]
    assert math.isnan(rank_share(values, higher_is_needier=True).iloc[3])


def test_z_scores_have_mean_0_and_spread_1_and_alike_values_score_0():
    scaled = transform_values(pd.Series([1.0, 2, 3, 6]), "z-score", higher_is_needier=False)
    assert (scaled.mean(), scaled.std(ddof=0)) == pytest.approx((0, 1))
    assert scaled.iloc[0] == scaled.max()
    same = transform_values(pd.Series([4.0, 4.0]), "z-score", higher_is_needier=True)
    assert same.tolist() == [0, 0]


def test_groups_of_a_size_agree_with_the_published_outputs():
    """Tenths of thirteen areas with ties, from PHEindicatormethods' own tests."""
    values = pd.Series([182.71, 175.99, 169.27, 169.27, 155.83, 149.11, 142.39, 135.67, 128.95,
                        121.4, 108.9, 108.9, 101.6])  # fmt: skip
    found = quantile_groups(values, 10, higher_is_needier=True)
    assert found.tolist() == [1, 1, 2, 2, 4, 4, 5, 6, 7, 7, 8, 8, 10]
    turned = quantile_groups(-values, 10, higher_is_needier=False)
    assert turned.equals(found)
    assert quantile_groups(values.head(9), 10, higher_is_needier=True).isna().all()


@given(st.lists(st.integers(0, 50) | st.none(), min_size=5, max_size=60), st.integers(2, 5))
def test_groups_follow_the_order_and_are_of_a_size(values, count):
    numbers = pd.Series(values, dtype=float)
    found = quantile_groups(numbers, count, higher_is_needier=True)
    known = numbers.notna()
    if known.sum() < count:
        assert found.isna().all()
        return
    assert found[known].between(1, count).all()
    assert found[~known].isna().all()
    order = numbers[known].sort_values(ascending=False).index
    assert found[order].is_monotonic_increasing
    if numbers[known].is_unique:
        sizes = found[known].value_counts()
        assert sizes.max() - sizes.min() <= 1
        assert len(sizes) == count


def test_places_of_the_index_are_in_fifths():
    pack = starter_pack()
    places = measure_index(pack).places
    assert places["fifth"].iloc[0] == 1
    assert places["fifth"].iloc[-1] == 5
    assert measure_index(tiny_pack()).places["fifth"].isna().all()


def test_left_alone_it_is_the_packs_own_measure():
    pack = starter_pack()
    index = measure_index(pack)
    rows = pack.indicator_values.query("indicator == 'low_income_children'").set_index("place_id")
    assert index.areas["index"].idxmax() == rows["value"].idxmax()
    assert dict(index.weights) == {"low_income_children": 1.0}
    assert index.sentence().endswith("(exponential of rank).")


def test_a_missing_measure_leaves_its_weight_to_the_others():
    scaled = np.array([[10.0, 50.0], [10.0, np.nan], [np.nan, np.nan]])
    found = weighted_index(scaled, np.array([[0.75], [0.25]]))[:, 0]
    assert found[:2].tolist() == [20, 10]
    assert math.isnan(found[2])


def test_areas_that_lack_a_measure_are_counted():
    pack = pack_with(crowding=areas(1, 2, 3, 4, 5, 6, 7, 8, None))
    index = measure_index(pack, {"idaci_rank": 1, "crowding": 3})
    assert (index.partial_areas, index.missing_areas) == (1, 0)
    assert index.areas.loc["C3", "weight_share"] == 0.25
    assert index.areas.loc["C3", "index"] == pytest.approx(index.areas.loc["C3", "idaci_rank"])
    assert "lack some measure" in " ".join(index.notes())
    assert index.missing() == {}


def test_a_place_is_the_mean_over_children():
    pack = tiny_pack()
    pack.areas.loc["A1", "people_0"] = 110.0  # 150 under-fives where the others have 50
    index = measure_index(pack)
    values = index.areas["index"]
    expected = (150 * values["A1"] + 50 * values["A2"] + 50 * values["A3"]) / 250
    assert index.places.loc["team-a", "index"] == pytest.approx(expected)


def test_a_rank_moves_where_measures_disagree_and_holds_where_they_agree():
    disagree = pack_with(other=areas(1, 2, 3, 9, 8, 7, 4, 5, 6))
    ranks = measure_index(disagree, {"idaci_rank": 1, "other": 1}).places
    assert (ranks["worst"] > ranks["best"]).any()
    agree = pack_with(other={key: 10 - tenth for key, tenth in NEED_DECILES.items()})
    ranks = measure_index(agree, {"idaci_rank": 1, "other": 1}).places
    assert (ranks["best"] <= ranks["rank"]).all()
    assert ranks.loc["team-a", ["rank", "best", "worst"]].tolist() == [1, 1, 1]


def test_the_same_weights_on_any_scale_give_the_same_index_and_intervals():
    pack = pack_with(other=areas(1, 4, 1, 5, 3, 5, 9, 7, 9))
    once = measure_index(pack, {"idaci_rank": 1, "other": 2}).places
    again = measure_index(pack, {"idaci_rank": 50, "other": 100}).places
    pd.testing.assert_frame_equal(once, again)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"idaci_rank": 0.0}, "nothing above 0"),
        ({}, "nothing above 0"),
        ({"idaci_rank": -1.0}, "a number from 0 up"),
        ({"idaci_rank": math.nan}, "a number from 0 up"),
        ({"moon": 1.0}, "one of idaci_rank"),
        ({"empty": 1.0}, "no value anywhere"),
    ],
)
def test_weights_that_cannot_be_used_are_one_clear_problem(weights, said):
    pack = pack_with(empty=areas(*[None] * 9))
    with pytest.raises(QuestionError, match=said) as caught:
        measure_index(pack, weights)
    assert len(caught.value.problems) == 1


def test_an_unknown_scale_and_kind_are_said_together():
    with pytest.raises(QuestionError) as caught:
        measure_index(tiny_pack(), transform="cubic", place_kind="parish")
    assert len(caught.value.problems) == 2


def test_ranks_as_people_say_them():
    said = [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)]
    assert said == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]
    assert rank_words(3, 2, 6, "scale") == "3rd; could be 2nd to 6th"
    assert rank_words(3, 3, 3, "scale") == "3rd, the same with every scale tried"
    assert rank_words(math.nan, math.nan, math.nan, "scale") == "not known"


def test_a_rank_claims_no_more_than_was_varied():
    """With one measure every weighting is the same one, so a rank that held tells of scales."""
    alone = measure_index(tiny_pack())
    assert "(1st, the same with every scale tried)" in alone.sentence()
    assert "no weights to vary" in " ".join(alone.notes())
    assert alone.parameters()["drawn_weights"] == 0
    agree = pack_with(other={key: 10 - tenth for key, tenth in NEED_DECILES.items()})
    both = measure_index(agree, {"idaci_rank": 1, "other": 1})
    assert "(1st, the same with every weight and scale tried)" in both.sentence()
    assert "no weights to vary" not in " ".join(both.notes())


def test_an_interval_holds_its_rank_and_leaves_out_the_rare():
    ranks = ranks_from_most(np.array([[3.0], [2.0], [np.nan]]))[:, 0]
    others = np.column_stack([[1.0, 2.0, np.nan]] * 99 + [[2.0, 1.0, np.nan]])
    rank = pd.Series(ranks, index=["a", "b", "c"])
    every = rank_intervals(rank, others)
    most = rank_intervals(rank, others, coverage=0.9)
    assert every.loc["a"].tolist() == [1, 1, 2]
    assert most.loc["a"].tolist() == [1, 1, 1]
    assert every.loc["c"].isna().all()


def test_the_range_of_a_rank_by_gap_holds_the_rank_of_the_question_itself():
    pack = starter_pack()
    question = default_question(pack, need="idaci_rank")
    lines = straight_line(pack, question)
    found = rank_range(pack, question, lines)
    gaps = measure_gaps(pack, question, lines).places["gap_children"]
    assert found.places["gap_children"].to_dict() == pytest.approx(gaps.to_dict())
    assert (found.places["best"] <= found.places["rank"]).all()
    assert (found.places["worst"] >= found.places["rank"]).all()
    assert found.asked == 27
    place = str(found.places.index[0])
    assert found.words(place).startswith("1st")
    shorter = replace(question, limit_min=15, need_deciles=2, detour=1.4)
    asked = measure_gaps(pack, shorter, straight_line(pack, shorter))
    ranked = asked.places["gap_children"].rank(method="min", ascending=False)
    held = found.places.loc[ranked.index]
    assert ((held["best"] <= ranked) & (ranked <= held["worst"])).all()


def test_measured_journeys_have_no_detour_to_change():
    pack = tiny_pack()
    minutes = pd.DataFrame(30.0, index=pack.origins.index, columns=["centre-a", "zone-c"])
    journeys = CostMatrix(minutes=minutes, mode="walk", method="made up")
    found = rank_range(pack, default_question(pack), journeys)
    assert found.asked == 9
    assert "9 ways" in found.sentence()
    assert found.varied == "limit and tenth of need"


def test_a_place_whose_gap_is_not_known_has_no_rank():
    unknown = NEED_DECILES | {"A1": None, "A2": None, "A3": None}
    found = rank_range(pack := tiny_pack(deciles=unknown), default_question(pack))
    assert found.words("team-a") == "not known"
    assert found.missing_places == 1
