"""The outline of a sentence about children in places: part of a whole, where, what is unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pandas import Series

from layers.question.question import Question
from layers.question.words import children_words
from layers.said.numbers import listed, nearest, part_of_them, some_people, whole

MOST_SHARE = 0.5  # places are named until they hold this part of the whole
MOST_NAMED = 3
MOST_RUNS = 3  # of ages that a sentence names; more are "some of the ages"

# Names that stand with an article: of islands, and of what is called after what it is.
ARTICLE = re.compile(
    r"(Isles?|City|Vale|Forest|County|(London |Royal )?Borough) of |East Riding\b|Wirral\b"
)

WITHIN = re.compile(r"Within [0-9]")


def opened(words: str) -> str:
    """Return words as they open a line: with a capital, the rest as it is."""
    return f"{words[:1].upper()}{words[1:]}"


def called(place: str) -> str:
    """Return a place as it is called after "in": the Isle of Wight, the City of London.

    What is called after how far it goes ("Within 800 m of PE13 2AA") is an area.
    """
    if WITHIN.match(place):
        return f"the area within{place.removeprefix('Within')}"
    return f"the {place}" if ARTICLE.match(place) else place


def everyone(count: float, *, is_exact: bool) -> str:
    """Return a total as it is said: exactly where it was published, else to the nearest ten."""
    return whole(count if is_exact else nearest(count))


def where_most(names: Sequence[str], counts: Series, whom: str = "them") -> str:
    """Return where most of a whole is as a sentence; nothing where `most_words` says nothing.

    Parameters
    ----------
    whom
        Who the whole are, where "them" would be read of a part named just before.
    """
    part = most_words(names, counts).replace("of them", f"of {whom}", 1)
    return f"{part[0].upper()}{part[1:]}." if part else ""


def most_words(names: Sequence[str], counts: Series) -> str:
    """Return where most of a whole is: "74% of them are in Wisbech and March"; else nothing.

    Parameters
    ----------
    names
        Of places that together are the whole, the largest count first.
    counts
        One for each name; NaN where not known.
    """
    held = counts.fillna(0)
    total = float(held.sum())
    if len(held) <= 1 or total <= 0:
        return ""
    running = held.cumsum() / total
    named = int((running < MOST_SHARE).sum()) + 1
    if named > MOST_NAMED:
        return ""
    part = part_of_them(float(held.iloc[:named].sum()), total)
    return f"{part} are in {listed(list(names[:named]))}"


def unknown_words(
    children: float, areas: float, who: str, area_label: str, *, why: str = ""
) -> str:
    """Return for how many children, in how many areas, something is not known; else nothing.

    Parameters
    ----------
    why
        Why it is not, where that can be said: "too few to publish, or missing".
    """
    if not areas:
        return ""
    places = area_words(int(areas), area_label)
    if not children > 0:
        return f"For {places} this is not known, nor how many {who} live there."
    because = f" ({why})" if why else ""
    return f"For {some_people(children, who)}, in {places}, this is not known{because}."


def area_words(count: int, area_label: str, plural: str = "") -> str:
    """Return a number of areas: "1 neighbourhood", "12 neighbourhoods", "no neighbourhoods"."""
    several = plural or f"{area_label}s"
    if count == 0:
        return f"no {several}"
    return f"{count:,} {area_label if count == 1 else several}"


def children_in(children: float, areas: int, who: str, area_label: str, plural: str = "") -> str:
    """Return how many children live in how many areas: "about 420 under-fives in 12 wards"."""
    return f"{some_people(children, who)} in {area_words(areas, area_label, plural)}"


def age_words(ages: Sequence[int], question: Question) -> str:
    """Return who is of some of the ages of a question: "children aged 12–13 and 16"."""
    runs: list[list[int]] = []
    for age in sorted(ages):
        if runs and age == runs[-1][1] + 1:
            runs[-1][1] = age
        else:
            runs.append([age, age])
    if len(runs) > MOST_RUNS:
        return f"some of the {children_words(question)}"
    return listed(
        [children_words(replace(question, age_from=first, age_to=last)) for first, last in runs]
    )
