"""Weekly hours out of words: what is in doubt is never read."""

from datetime import time

import pytest

from layers.hours import hours_open


def read(text):
    return [(each.day, f"{each.begins:%H:%M}", f"{each.ends:%H:%M}") for each in hours_open(text)]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        (
            "Mon 08:00–19:00; Sat 10:00–16:00",
            [("mon", "08:00", "19:00"), ("sat", "10:00", "16:00")],
        ),
        ("Tuesday 9.30am to 1pm", [("tue", "09:30", "13:00")]),
        ("Wed 1–3pm", [("wed", "13:00", "15:00")]),
        ("Sat 06:00–07:30", [("sat", "06:00", "07:30")]),
        ("Wed 10–1pm", [("wed", "10:00", "13:00")]),
        ("Mon to Tue, 9.00 to 17.00", [("mon", "09:00", "17:00"), ("tue", "09:00", "17:00")]),
        ("Fri 09:00–12:00, 13:00–17:00", [("fri", "09:00", "12:00"), ("fri", "13:00", "17:00")]),
    ],
)
def test_hours_are_read(text, hours):
    assert read(text) == hours


@pytest.mark.parametrize(
    "text",
    [None, "", "by appointment", "Mon 09:00–17:00 except bank holidays", "first Mon 10:00–12:00",
     "Mon to Fri 09:00–17:00 except Wed",
     "Mon 17:00–09:00", "Mon 25:00–26:00", "Mon 9", "Mon 09:00–11:00 room 4", "term time Mon 9–3",
     "10:00–12:00", "Mon", "Mon 1–3", "Mon 1.00–3.00", "Wed 01:00–13:00", "Mon 9–12"],
)  # fmt: skip
def test_what_is_in_doubt_is_not(text):
    assert hours_open(text) == ()


def test_times_are_times():
    [only] = hours_open("Sun 10:00–16:00")
    assert (only.begins, only.ends) == (time(10), time(16))
