import numpy as np
import pandas as pd
import pytest

from geodata.periods import period_order
from layers.compare.intervals import Scale
from layers.compare.trend import measure_trend, trend_test

SHARE, RATE = Scale(form="proportion", per=100), Scale(form="rate", per=10_000)


def history(counts, periods=None):
    periods = periods or [f"{2010 + n}/{11 + n}" for n in range(len(counts))]
    rows = [(p, *pair) for p, pair in zip(periods, counts, strict=True)]
    return pd.DataFrame(rows, columns=["period", "numerator", "denominator"])


def test_the_statistic_is_the_known_one():
    """R's prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82)): X-squared = 8.2249."""
    events, people = np.array([83.0, 90, 129, 70]), np.array([86.0, 93, 136, 82])
    slope, chi_square = trend_test(events, people, SHARE)
    assert chi_square == pytest.approx(8.2249, abs=5e-5)
    assert slope < 0


def test_for_two_periods_it_is_the_square_of_the_pooled_z():
    """Two periods of 100: z = (0.7 − 0.5) / √(0.6 × 0.4 × 2 / 100), z² = 8⅓."""
    found = trend_test(np.array([50.0, 70]), np.array([100.0, 100]), SHARE)[1]
    assert found == pytest.approx(25 / 3)


def test_a_rise_is_better_or_worse_as_the_indicator_says():
    rows = history([(500, 1000), (550, 1000), (600, 1000), (650, 1000), (700, 1000)])
    better, worse = (measure_trend(rows, SHARE, way) for way in ("lower", "higher"))
    assert (better.direction, better.meaning) == ("rising", "getting better")
    assert (worse.direction, worse.meaning) == ("rising", "getting worse")
    assert "2010/11 to 2014/15" in better.sentence()


def test_time_turned_round_turns_the_trend_and_keeps_the_chance():
    counts = [(50, 100), (55, 120), (70, 110), (80, 130), (90, 100)]
    ahead, back = (measure_trend(history(c), SHARE, "lower") for c in (counts, counts[::-1]))
    assert (ahead.direction, back.direction) == ("rising", "falling")
    assert ahead.chance == pytest.approx(back.chance)


def test_only_the_last_five_periods_count():
    flat = [(500, 1000)] * 5
    found = measure_trend(history([(900, 1000), *flat]), SHARE, "lower")
    assert found.direction == "steady"
    assert found.periods[0] == "2011/12"


def test_rows_may_come_in_any_order():
    rows = history([(50, 100), (60, 100), (70, 100), (80, 100), (90, 100)])
    assert measure_trend(rows.sample(frac=1, random_state=4), SHARE, "lower").direction == "rising"


def test_rates_have_trends_too():
    found = measure_trend(history([(20 * n, 100_000) for n in range(1, 6)]), RATE, "higher")
    assert (found.direction, found.meaning) == ("rising", "getting worse")


@pytest.mark.parametrize(
    ("counts", "scale", "said"),
    [
        ([(50, 100)] * 4, SHARE, "needs 5 periods with counts, and 4 periods have"),
        ([(50, 100)], SHARE, "1 period has"),
        ([(None, None)] * 6, SHARE, "no counts are published"),
        ([], SHARE, "no counts are published"),
        ([(0, 100)] * 5, SHARE, "none, or all"),
        ([(100, 100)] * 5, SHARE, "none, or all"),
        ([(50, 100)] * 5, Scale(form="count", per=1), "no people to be a share of"),
        ([(50, 100)] * 5, None, "no people to be a share of"),
    ],
)
def test_what_cannot_be_worked_out_says_why(counts, scale, said):
    found = measure_trend(history(counts).astype({"numerator": float}), scale, "lower")
    assert found.direction == "unknown"
    assert said in found.sentence()


def test_periods_sort_by_time():
    said = ["January 2018", "2012/13", "mid-2020", "October 2018", "2017/18"]
    assert sorted(said, key=period_order) == [
        "2012/13", "2017/18", "January 2018", "October 2018", "mid-2020",
    ]  # fmt: skip
