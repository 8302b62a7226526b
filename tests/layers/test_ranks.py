"""Ranks, how far they move, and how both are said."""

import math

import numpy as np
import pandas as pd
import pytest

from layers.ranks.ranks import ordinal, rank_intervals, rank_words, ranks_from_most, widest

NAN = float("nan")


def test_ranks_go_down_each_column_from_the_largest():
    scores = np.array([[5.0, 1.0], [7.0, NAN], [5.0, 3.0], [NAN, 2.0], [1.0, 9.0]])
    ranks = ranks_from_most(scores)
    assert ranks.dtype == float
    assert ranks[:, 0].tolist() == pytest.approx([2, 1, 2, NAN, 4], nan_ok=True)
    assert ranks[:, 1].tolist() == pytest.approx([4, NAN, 2, 3, 1], nan_ok=True)


def test_an_interval_is_the_lowest_and_highest_of_every_ranking():
    """The second is not ranked in one of the others, the third not in its own, the last nowhere."""
    rank = pd.Series([2.0, 3.0, NAN, NAN], index=pd.Index(list("abcd"), name="place_id"))
    others = np.array([[1.0, 4.0], [NAN, 3.0], [2.0, 2.0], [NAN, NAN]])
    held = rank_intervals(rank, others)
    assert held.columns.tolist() == ["rank", "best", "worst"]
    assert held.index.equals(rank.index)
    assert held.index.name == "place_id"
    assert held.dtypes.eq("float64").all()
    assert held.loc["a"].tolist() == [2, 1, 4]
    assert held.loc["b"].tolist() == [3, 3, 3]
    assert held.loc[["c", "d"]].isna().all(axis=None)


def test_an_interval_leaves_out_as_many_at_each_end_and_holds_at_least_its_share():
    """Of 1 to 20 and the rank of 10, three quarters leave 2.5 of 20 steps at each end: 3 to 18."""
    rank = pd.Series([10.0], index=["a"])
    held = rank_intervals(rank, np.arange(1.0, 21.0)[None, :], coverage=0.75)
    assert held.loc["a"].tolist() == [10, 3, 18]
    every = rank_intervals(rank, np.arange(1.0, 21.0)[None, :])
    assert every.loc["a"].tolist() == [10, 1, 20]


@pytest.mark.parametrize(("own", "best", "worst"), [(1.0, 1, 5), (9.0, 5, 9)])
def test_an_interval_holds_its_own_rank_however_rare(own, best, worst):
    held = rank_intervals(pd.Series([own], index=["a"]), np.full((1, 99), 5.0), coverage=0.9)
    assert held.loc["a"].tolist() == [own, best, worst]


def test_where_nothing_is_ranked_no_interval_is_known():
    held = rank_intervals(pd.Series([NAN, NAN], index=["a", "b"]), np.full((2, 3), NAN))
    assert held.shape == (2, 3)
    assert held.isna().all(axis=None)


def test_the_wider_of_two_intervals_of_each_place():
    index = pd.Index(["a", "b", "c"], name="place_id")
    first = pd.DataFrame(
        {"rank": [2.0, 3, NAN], "best": [1.0, 3, NAN], "worst": [2.0, 3, NAN]}, index
    )
    second = pd.DataFrame(
        {"rank": [9.0, 9, 9], "best": [2.0, 2, NAN], "worst": [3.0, NAN, NAN]}, index
    )
    joined = widest(first, second)
    assert joined.loc["a"].tolist() == [2, 1, 3]
    assert joined.loc["b"].tolist() == [3, 2, 3]
    assert joined.loc["c"].isna().all()
    assert first["best"].tolist()[:2] == [1, 3]  # neither table is changed
    assert joined.index.name == "place_id"


@pytest.mark.parametrize(
    ("rank", "said"),
    [
        (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (9, "9th"), (10, "10th"), (11, "11th"),
        (12, "12th"), (13, "13th"), (14, "14th"), (20, "20th"), (21, "21st"), (22, "22nd"),
        (23, "23rd"), (100, "100th"), (101, "101st"), (111, "111th"), (112, "112th"),
        (113, "113th"), (122, "122nd"), (1011, "1011th"), (2.0, "2nd"), (2.6, "3rd"),
    ],
)  # fmt: skip
def test_a_rank_has_its_ending(rank, said):
    assert ordinal(rank) == said


def test_a_rank_is_said_with_how_sure_it_is():
    assert rank_words(11, 2, 21, "scale") == "11th; could be 2nd to 21st"
    assert rank_words(3, 3, 3, "limit") == "3rd, the same with every limit tried"
    assert rank_words(math.nan, 1, 2, "scale") == "not known"
