import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.compare.funnel import funnel_limits, measure_funnel
from layers.compare.intervals import Scale, measure_limits
from tests.sweeps import examples

SHARE, RATE = Scale(form="proportion", per=100), Scale(form="rate", per=10_000)
PUBLISHED = [  # PHEindicatormethods, funnel of a proportion about 80.642448%
    (20, 63.326743, 97.958152, 53.341156, 100),
    (138 + 1, 74.074227, 87.210669, 70.286478, 90.998418),
    (1008, 78.203374, 83.081521, 76.796814, 84.488082),
    (110_000, 80.408963, 80.875933, 80.274317, 81.010578),
]


@pytest.mark.parametrize(("people", "low", "high", "lowest", "highest"), PUBLISHED)
def test_proportions_agree_with_the_published_outputs(people, low, high, lowest, highest):
    found = [*funnel_limits(people, 80.642448, SHARE, 0.95)]
    found += funnel_limits(people, 80.642448, SHARE, 0.998)
    assert found == pytest.approx([low, high, lowest, highest], abs=1e-5)


@examples(60)
@given(st.integers(1, 400), st.integers(1, 400), st.integers(2, 98), st.sampled_from([SHARE, RATE]))
def test_outside_the_funnel_is_an_interval_without_the_comparator(events, more, percent, scale):
    people = events + more
    comparator = percent / 100 * scale.per
    value = events / people * scale.per
    low, high = funnel_limits(people, comparator, scale, 0.95)
    lower, upper = measure_limits(scale, events, people, 0.95)
    if min(abs(value - low), abs(value - high)) > 1e-6 * scale.per:
        assert (low <= value <= high) == (lower <= comparator <= upper)


def test_larger_places_have_narrower_limits():
    people = np.array([10, 100, 1000, 10_000])
    for scale in (SHARE, RATE):
        low, high = funnel_limits(people, 0.3 * scale.per, scale, 0.95)
        assert (np.diff(high - low) < 0).all()


def test_places_are_classed_and_said():
    figures = pd.DataFrame(
        {
            "place": ["Alder", "Birch", "Cedar", "Damson"],
            "numerator": [50, 58, 90, np.nan],
            "denominator": [100, 100, 100, np.nan],
        },
        index=["a", "b", "c", "d"],
    )
    funnel = measure_funnel(figures, 48, SHARE)
    assert list(funnel.places["outside"]) == ["inside", "beyond 95%", "beyond 99.8%", "unknown"]
    assert funnel.missing == 1
    assert "Birch (beyond 95%) and Cedar (beyond 99.8%)" in funnel.sentence()


def test_no_counts_no_funnel():
    figures = pd.DataFrame({"place": ["A"], "numerator": [np.nan], "denominator": [np.nan]})
    funnel = measure_funnel(figures, 48, SHARE)
    assert funnel.curve.empty
    assert "cannot be drawn" in funnel.sentence()


def test_very_many_outside_are_counted_and_not_named():
    places = pd.DataFrame(
        {"place": [f"P{n}" for n in range(10)], "numerator": 90.0, "denominator": 100.0}
    )
    said = measure_funnel(places, 50.0, Scale(form="proportion", per=100)).sentence()
    assert said == (
        "Further from the comparator than chance alone would put them: "
        "10 of 10 places, 10 of them beyond 99.8%."
    )
