"""Intervals against the published reference outputs of PHEindicatormethods, and in their limits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.compare.intervals import (
    Scale,
    byar_limits,
    exact_limits,
    indicator_scale,
    measure_limits,
    poisson_limits,
    wilson_limits,
)
from tests.layers.published import indicator

BYAR = [
    (65, 0.95, 50.163187710459454, 82.84913854593984),
    (1045, 0.95, 982.5932018073325, 1110.33121298565),
    (1, 0.95, 0.01307213290150435, 5.5637555824752605),
    (65, 0.998, 42.8802614714802, 94.00029084431802),
    (1045, 0.998, 947.9407035610374, 1148.806160988033),
    (10, 0.998, 2.916318374695686, 24.193724927880535),
]
WILSON = [
    (65, 100, 0.95, 0.5525444329688797, 0.7363575175690247),
    (1045, 5000, 0.95, 0.19795549880013297, 0.22049130373189027),
    (0.445, 1, 0.95, 0.04381744772058822, 0.9334621276979156),
    (65, 100, 0.998, 0.4954946574070431, 0.7783540614089697),
    (1045, 5000, 0.998, 0.19179381799015244, 0.22731562902525818),
    (0.445, 1, 0.998, 0.019347006132900975, 0.9702259947019541),
    (1, 100, 0.95, 0.0017674320641406511, 0.054486196178705294),
    (7776456, 7564336677, 0.95, 0.0010273201001641094, 0.0010287644578977231),
]
RATES = [  # events, people, per, confidence: exact below ten events, Byar from there up
    (1, 100, 100, 0.95, 0.025317807984289897, 5.571643390938898),
    (1, 100, 100, 0.998, 0.0010005003335835344, 9.233413476451585),
    (5, 100, 100, 0.95, 1.62348639011842, 11.668332079322669),
    (5, 100, 100_000, 0.998, 739.3717319178389, 16454.745203680104),
    (2, 200, 100_000, 0.95, 121.10463927198258, 3612.3438338619794),
    (10, 200, 100_000, 0.95, 2393.7249569837822, 9195.729302878237),
    (250, 220, 100_000, 0.95, 99984.94738532876, 128631.14487455782),
    (250, 220, 100_000, 0.998, 92710.00554438953, 137651.23772147458),
    (15552912, 15128673354, 100_000, 0.95, 102.7531168009107, 102.85530745877516),
]


@pytest.mark.parametrize(("events", "confidence", "lower", "upper"), BYAR)
def test_byar_agrees_with_the_published_outputs(events, confidence, lower, upper):
    assert np.array(byar_limits(events, confidence)) == pytest.approx([lower, upper], rel=1e-9)


@pytest.mark.parametrize(("events", "people", "confidence", "lower", "upper"), WILSON)
def test_wilson_agrees_with_the_published_outputs(events, people, confidence, lower, upper):
    found = np.array(wilson_limits(events, people, confidence))
    assert found == pytest.approx([lower, upper], rel=1e-9)


@pytest.mark.parametrize("case", RATES)
def test_rates_agree_with_the_published_outputs(case):
    events, people, per, confidence, lower, upper = case
    found = np.array(measure_limits(Scale(form="rate", per=per), events, people, confidence))
    assert found == pytest.approx([lower, upper], rel=1e-9)


def test_none_and_all():
    """No events: exact upper is −ln(0.025); all of 10: Wilson's lower is 10 / (10 + z²)."""
    lower, upper = poisson_limits(0)
    assert lower == 0
    assert upper == pytest.approx(-math.log(0.025))
    assert byar_limits(0)[0] == 0
    none, every = wilson_limits([0, 10], [10, 10])[0], wilson_limits([0, 10], [10, 10])[1]
    z = 1.959963984540054
    assert none[0] == pytest.approx(0, abs=1e-15)
    assert every[0] == pytest.approx(z**2 / (10 + z**2))
    assert none[1] == pytest.approx(10 / (10 + z**2))
    assert every[1] == pytest.approx(1)


def test_a_lower_limit_is_never_below_none():
    assert byar_limits(1, 0.998)[0] == 0


def test_what_is_not_known_has_no_limits():
    for scale in (Scale(form="proportion", per=100), Scale(form="rate", per=1000)):
        found = np.array(measure_limits(scale, [math.nan, 3, 3], [10, math.nan, 0]))
        assert np.isnan(found).all()


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([0.9, 0.95, 0.998]))
def test_limits_hold_the_figure_and_mirror_each_other(events, more, confidence):
    people = events + more
    lower, upper = wilson_limits(events, people, confidence)
    assert 0 - 1e-12 <= lower <= events / people <= upper <= 1 + 1e-12
    turned = wilson_limits(people - events, people, confidence)
    assert (lower, upper) == (pytest.approx(1 - turned[1]), pytest.approx(1 - turned[0]))
    low, high = exact_limits(events, confidence)
    assert low <= events <= high


@given(st.integers(1, 300))
def test_more_people_or_less_confidence_narrow_an_interval(events):
    wide = np.diff(wilson_limits(events, 2 * events, 0.998))
    usual = np.diff(wilson_limits(events, 2 * events, 0.95))
    more = np.diff(wilson_limits(10 * events, 20 * events, 0.95))
    assert more < usual < wide


@pytest.mark.parametrize(
    ("declared", "form", "per"),
    [("share", "proportion", 100), ("rate", "rate", 10_000), ("count", "count", 1)],
)
def test_the_declared_form_is_the_scale_whatever_the_unit_says(declared, form, per):
    for unit in ("%", "per 100 people", "a score", ""):
        made = indicator(form=declared, per=per, unit=unit)
        assert indicator_scale(made) == Scale(form=form, per=per)


@pytest.mark.parametrize("declared", ["rank", "score"])
def test_ranks_and_scores_have_no_interval(declared):
    assert indicator_scale(indicator(form=declared, per=1, unit="%")) is None
