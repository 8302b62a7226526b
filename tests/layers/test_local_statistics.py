"""Local statistics of four or five areas in a row, whose arrangements can be listed by hand."""

import threading
import warnings
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from layers.hotspots import local as module
from layers.hotspots.local import FALSE_SHARE, false_discovery_cut, getis_ord, moran, needed_at_once

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from libpysal.graph import Graph


def row(count):
    """Each area beside the one before and the one after."""
    pairs = [(i, j) for i in range(count) for j in (i - 1, i + 1) if 0 <= j < count]
    focal, neighbour = zip(*pairs, strict=True)
    adjacency = pd.Series(
        1, pd.MultiIndex.from_arrays([focal, neighbour], names=["focal", "neighbor"])
    )
    return Graph(adjacency.rename("weight"))


FOUR = np.array([4.0, 4, 1, 0])


def test_each_area_is_set_beside_every_arrangement_of_the_others():
    """Of 4, 4, 1, 0: the last has a 1 beside it, of {4, 4, 1} the least (1 in 3); the third has
    4 + 0, of pairs of {4, 4, 0} as small as two of three; the first a 4, of {4, 1, 0} the largest.
    """
    found = getis_ord(FOUR, row(4))
    assert found.chance == pytest.approx([2 / 3, 2 / 3, 1, 2 / 3])
    assert found.quadrant.tolist() == [1, 1, 3, 3]
    assert found.floor == pytest.approx([2 / 3] * 4)
    assert found.floor_high == pytest.approx([2 / 3, 2 / 3, 2 / 3, 1])
    assert found.floor_high.max() == 1


@pytest.mark.parametrize("middle", [1.0, 3.0])
def test_a_sum_as_often_above_as_below_is_not_high(middle):
    """The middle one of three has both others beside it: there is no other arrangement."""
    values = np.array([4.0, middle, 0.5])
    assert getis_ord(values, row(3)).quadrant[1] == 3
    assert getis_ord(values, row(3)).chance[1] == 1
    assert moran(values, row(3)).quadrant[1] == (4 if middle == 3 else 3)


def test_the_score_is_the_formula_of_1995():
    """The first of 4, 4, 1, 0 with itself: (8 − 2 × 2.25) ÷ (1.785… × √((4 × 2 − 4) ÷ 3))."""
    spread = np.sqrt((1.75**2 * 2 + 1.25**2 + 2.25**2) / 4)
    found = getis_ord(FOUR, row(4)).score
    assert found.dtype == float
    assert found[0] == pytest.approx(3.5 / (spread * np.sqrt(4 / 3)))
    assert found[1] == pytest.approx((9 - 3 * 2.25) / (spread * np.sqrt((4 * 3 - 9) / 3)))


def test_morans_quadrants_are_the_area_and_its_neighbours():
    """Of ten in a row, each pair of the others is listed: is the own one among the larger?"""
    values = np.array([9.0, 9, 9, 0, 9, 1, 0, 1, 7, 0])
    expected = []
    for i in range(1, 9):
        sums = [sum(pair) for pair in combinations(np.delete(values, i), 2)]
        own = values[i - 1] + values[i + 1]
        high = sum(each >= own for each in sums) < sum(each <= own for each in sums)
        expected.append({(1, 1): 1, (0, 1): 2, (0, 0): 3, (1, 0): 4}[values[i] > 4.5, high])
    assert set(expected) == {1, 2, 3, 4}
    assert moran(values, row(10)).quadrant[1:9].tolist() == expected


def test_morans_index_is_its_own_deviation_times_its_neighbours():
    """Deviations 1.75, 1.75, −1.25, −2.25; the squares' sum, 12.75, over n − 1 is 4.25."""
    found = moran(FOUR, row(4))
    dev = FOUR - 2.25
    beside = np.array([dev[1], (dev[0] + dev[2]) / 2, (dev[1] + dev[3]) / 2, dev[2]])
    assert found.score == pytest.approx(dev * beside / (12.75 / 3))
    assert found.score.dtype == float
    assert found.chance == pytest.approx([2 / 3, 2 / 3, 1, 2 / 3])
    assert found.floor == pytest.approx([2 / 3] * 4)
    assert found.floor_high == pytest.approx([2 / 3, 2 / 3, 2 / 3, 1])


@pytest.mark.parametrize("values", [[4.0, 3, 2, 1, 0], [0.1, 0.7, 0.3, 0.2, 0.2]])
def test_an_area_at_the_very_mean_can_not_stand_out(values):
    """The mean of the second row is 0.3 but for its last binary digit."""
    values = np.array(values)
    at = 2
    found = moran(values, row(5))
    assert (found.chance[at], found.floor[at], found.floor_high[at]) == (1, 1, 1)
    others = np.arange(5) != at
    assert (found.floor[others] < 1).all()
    assert (found.floor_high[others] < 1).all()
    if values.mean() == values[at]:
        assert found.quadrant[at] in {2, 3}  # not above the mean


@pytest.mark.parametrize("unit", [1.0, 1e-9])
def test_an_area_near_to_the_mean_is_not_at_it(unit):
    """10.00001 among figures whose mean is 10, in any unit: it is above, and is judged."""
    values = np.array([14.0, 13.99999, 10.00001, 6, 6]) * unit
    assert values.mean() == pytest.approx(10 * unit, rel=1e-14)
    found = moran(values, row(5))
    assert (found.floor < 1).all()
    assert found.quadrant[2] in {1, 4}


def test_it_works_alone_without_notices_and_leaves_chance_as_it_was(monkeypatch):
    """esda seeds numpy's shared source of chance and warns: neither is seen outside."""
    seen = []

    def count(*args):
        seen.append(module._drawing.locked())
        return counted(*args)

    counted = module.count_arrangements
    monkeypatch.setattr(module, "count_arrangements", count)
    np.random.seed(4)  # noqa: NPY002
    expected = np.random.random(3).tolist()  # noqa: NPY002
    np.random.seed(4)  # noqa: NPY002
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        getis_ord(FOUR, row(4))
        moran(FOUR, row(4))
    assert not said
    assert np.random.random(3).tolist() == expected  # noqa: NPY002
    assert seen == [False, False]  # the lock is only held while esda draws
    assert isinstance(module._drawing, type(threading.Lock()))


def test_the_cut_is_the_largest_chance_that_passes_and_all_below_pass_with_it():
    """Of five at 5%, the n-th smallest may be up to n in a hundred; 0.03 fails, 0.04 carries it."""
    assert FALSE_SHARE == 0.05
    assert false_discovery_cut(np.array([0.9, 0.04, 0.005, 0.035, 0.02])) == 0.04
    assert false_discovery_cut(np.array([0.05, 0.05])) == 0.05
    assert false_discovery_cut(np.array([0.02, 0.5, 0.5, 0.5, 0.5])) == 0
    assert false_discovery_cut(np.array([0.02, 0.5, 0.5, 0.5, 0.5]), 0.1) == 0.02
    assert isinstance(false_discovery_cut(np.array([0.9])), float)


def test_how_many_must_stand_out_at_once():
    """Of five at 5%, one alone needs a floor of 1 in 100, two of 2 in 100."""
    assert needed_at_once(np.array([0.5, 0.5, 0.5, 0.5, 0.0099])) == 1
    assert needed_at_once(np.array([0.5, 0.03, 0.5, 0.03, 0.03])) == 3
    assert needed_at_once(np.array([0.05, 0.05])) == 2
    assert needed_at_once(np.array([0.051, 0.051])) == 0
    assert needed_at_once(np.array([0.2, 0.2]), 0.2) == 2
