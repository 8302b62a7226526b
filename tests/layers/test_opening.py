"""Days of opening, as people and publishers write them."""

import pytest

from layers.opening import DAYS, days_open

WEEK = tuple(DAYS)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Mon 08:00–19:00; Tue 08:00–19:00; Sat 10:00–16:00", {"mon", "tue", "sat"}),
        ("Monday to Friday, 9.00 to 17.00", set(WEEK[:5])),
        ("Tuesdays, 10.00 to 12.00", {"tue"}),
        ("Mon-Fri 9-5, closed Wed", {"mon", "tue", "thu", "fri"}),
        ("Daily 9-5 except Sunday", set(WEEK[:6])),
        ("Mon to Sat (not Wed)", {"mon", "tue", "thu", "fri", "sat"}),
        ("Open Monday to Friday 9am to 5pm. Closed at weekends", set(WEEK[:5])),
        ("Tuesday closed; Wed 9-5", {"wed"}),
        ("Thurs and weds", {"wed", "thu"}),
        ("Fri to Mon", {"fri", "sat", "sun", "mon"}),
        ("weekdays", set(WEEK[:5])),
        ("24 hours", set(WEEK)),
        ("Closed on Sundays", set(WEEK[:6])),
    ],
)
def test_the_days_that_words_name_are_read(said, days):
    assert days_open(said) == days


@pytest.mark.parametrize(
    "said", [None, float("nan"), "", "by appointment", "monthly", "sunny side"]
)
def test_words_that_name_no_day_say_nothing_of_any(said):
    assert days_open(said) is None
