"""The ages of children: the bands that services are planned by, and how ages are said."""

from __future__ import annotations

from collections.abc import Iterable

from geodata.offers import PREGNANCY
from layers.said.numbers import listed

Ages = tuple[int, int]  # last birthday, both included

AGE_BANDS: tuple[Ages, ...] = (
    (0, 1), (2, 2), (3, 4), (5, 9), (10, 11), (12, 13), (14, 16), (17, 18), (19, 25),
)  # fmt: skip
"""Ages as services for children are planned: the one list of every profile and bar."""

COVER_BANDS: tuple[Ages, ...] = ((PREGNANCY, PREGNANCY), *AGE_BANDS)
"""The same after pregnancy: offers begin there, and counts of people do not."""

UNDER_FIVES = (0, 4)
YOUNG_PEOPLE_FROM = 14


def span_words(first: int, last: int) -> str:
    """Return ages as a label: "0–4", "2", "pregnancy", "pregnancy to 4"."""
    if first == PREGNANCY:
        return "pregnancy" if last == PREGNANCY else f"pregnancy to {last}"
    return f"{first}–{last}" if first != last else f"{first}"


def aged_words(first: int, last: int) -> str:
    """Return who is of some ages: "under-fives", "children aged 5–9", "babies under 1"."""
    if (first, last) == UNDER_FIVES:
        return "under-fives"
    if last == 0:
        return "babies under 1"
    return f"{people_words(first)} aged {span_words(first, last)}"


def people_words(first: int) -> str:
    """Return what people are called who are no younger than an age: nobody of 25 is a child."""
    return "young people" if first >= YOUNG_PEOPLE_FROM else "children"


def bands_words(bands: Iterable[Ages]) -> str:
    """Return whom some bands hold, neighbours as one: "12–25-year-olds", "pregnancy"."""
    spans = joined_spans(bands)
    before = [span for span in spans if span[0] == PREGNANCY]
    born = [(max(first, 0), last) for first, last in spans if last != PREGNANCY]
    said = [f"{span_words(*span)}-year-olds" for span in born]
    return listed([*(["pregnancy"] if before else []), *said])


def joined_spans(bands: Iterable[Ages]) -> list[Ages]:
    """Return bands with neighbours joined: (0, 1) and (2, 2) are (0, 2)."""
    spans: list[Ages] = []
    for first, last in bands:
        if spans and spans[-1][1] + 1 == first:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return spans
