import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.apportion import move_people, share_out
from geodata.errors import DataError

counts = st.lists(st.integers(0, 400), min_size=1, max_size=91).map(np.array)
weights = st.lists(st.floats(0, 5000), min_size=1, max_size=6).map(np.array)


@given(counts, weights)
def test_nobody_is_lost_made_up_or_cut(people, sizes):
    shared = share_out(people, sizes)
    assert shared.shape == (len(sizes), len(people))
    assert np.issubdtype(shared.dtype, np.integer)
    assert (shared >= 0).all()
    assert (shared.sum(axis=0) == people).all()


@given(counts, st.tuples(st.floats(1, 5000), st.floats(1, 5000)))
def test_each_age_and_each_run_of_ages_is_within_one_of_its_exact_share(people, sizes):
    first = share_out(people, np.array(sizes))[0]
    exact = people * (sizes[0] / sum(sizes))
    assert (np.abs(first - exact) < 1 + 1e-6).all()
    assert (np.abs(np.cumsum(first - exact)) <= 0.5 + 1e-6).all()


@given(counts, st.floats(1, 100))
def test_the_scale_of_sizes_does_not_matter(people, factor):
    sizes = np.array([300.0, 500.0, 700.0])
    np.testing.assert_array_equal(share_out(people, sizes), share_out(people, sizes * 2**5))
    assert share_out(people, sizes * factor).sum() == people.sum()


def test_rounding_age_by_age_would_be_biased_and_this_is_not():
    # One child of each age, to two equal halves: rounding each age up gives all ten to the first.
    assert share_out(np.ones(10, int), np.array([1.0, 1.0])).sum(axis=1).tolist() == [5, 5]


def test_parts_of_no_size_are_taken_as_equal():
    assert share_out(np.array([4]), np.array([0.0, 0.0])).tolist() == [[2], [2]]


def people_of(**rows):
    return pd.DataFrame.from_dict(rows, orient="index", columns=[0, 1])


def test_unchanged_split_and_merged_areas():
    changes = pd.DataFrame(
        [("u", "U"), ("s", "S1"), ("s", "S2"), ("m1", "M"), ("m2", "M"), ("x", "X")],
        columns=["old_id", "area_id"],
    )
    people = people_of(u=[1, 2], s=[10, 20], m1=[3, 4], m2=[5, 6])
    moved = move_people(people, changes, pd.Series({"S1": 1.0, "S2": 4.0}))
    assert moved.people.loc["U"].tolist() == [1, 2]
    assert moved.people.loc["S1"].tolist() == [2, 4]
    assert moved.people.loc["S2"].tolist() == [8, 16]
    assert moved.people.loc["M"].tolist() == [8, 10]
    assert (moved.split, moved.merged) == (1, 1)
    assert "X" not in moved.people.index


def test_areas_missing_from_the_lookup_or_without_a_size_are_named_together():
    changes = pd.DataFrame([("s", "S1"), ("s", "S2")], columns=["old_id", "area_id"])
    with pytest.raises(DataError) as caught:
        move_people(people_of(s=[1, 1], lost=[2, 2]), changes, pd.Series({"S1": 1.0}))
    said = [problem.found for problem in caught.value.problems]
    assert said == [
        "nothing for 1 areas, such as lost",
        "nothing for 1 areas, such as S2",
    ]
