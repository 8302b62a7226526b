"""A place’s needs and services on one side of A4, and all places on one side of A3, by typst."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from layers.exercise.all_places import AllPlaces
from layers.exercise.one_place import Exercise
from mapping.profile.exercise_all_sheet import all_places_data
from mapping.profile.exercise_sheet import Lengths, Side
from mapping.profile.typesetting import count_pages, set_pdf

ONE = Path(__file__).with_name("exercise.typ")
ALL = Path(__file__).with_name("exercise_all.typ")
SIDES = 1
LEAST = Lengths(stands_out=2, outcomes=0, stages=0, providers=1, against=0, names=0)
FILLED: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("stands_out", (8, 6, 5, 4, 3)),
    ("outcomes", (8, 6, 4, 3, 2)),
    ("providers", (6, 4, 2)),
    ("stages", (8, 5, 3, 2, 1)),
    ("against", (2, 1)),
    ("names", (30, 16, 10, 7, 5, 4, 3, 2, 1)),
    ("stands_out", (12, 10, 9)),
    ("providers", (14, 10, 8)),
    ("against", (9, 5, 3)),
)
"""Lists in the order in which they get what room there is, each as long as one side then holds."""
PLACES_STEPS = (40, 30, 25, 20, 16, 13, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
LONGEST_NAMES = (None, 120, 60, 30, 15)
"""Characters of a name that are printed, tried in turn where no list is short enough."""

Step = TypeVar("Step")


class SideError(RuntimeError):
    """What is to be printed does not fit on one side, however much its lists are cut."""


def exercise_pdf(found: Exercise) -> bytes:
    """Set one place’s needs and services on one side of A4.

    Returns
    -------
    pdf
        PDF/UA-1: tagged, with title and language. The same result gives the same bytes.

    Raises
    ------
    SideError
        It fits on one side in no way.
    """
    for longest in LONGEST_NAMES:
        side = Side(found, _shortened(found, longest))
        if _fits(side, LEAST):
            return set_pdf(ONE, side.data(_filled(side)), found.date)
    msg = f"The needs and services of {found.place} do not fit on one side."
    raise SideError(msg)


def all_places_pdf(found: AllPlaces) -> bytes:
    """Set all places side by side on one side of A3; how many more there are is said.

    Raises
    ------
    SideError
        Not even one place fits.
    """
    for longest in LONGEST_NAMES:

        def data(places: int, longest: int | None = longest) -> dict[str, Any]:
            return all_places_data(found, places, longest)

        step = _first_that_fits(PLACES_STEPS, data, ALL)
        if step is not None:
            return set_pdf(ALL, data(step), found.date)
    msg = f"The {found.kind.plural} do not fit on one side."
    raise SideError(msg)


def _fits(side: Side, lengths: Lengths) -> bool:
    return count_pages(ONE, side.data(lengths))["last"] <= SIDES


def _filled(side: Side) -> Lengths:
    """Find how long each list may be, one after the other, on what the others leave."""
    lengths = LEAST
    for name, sizes in FILLED:
        longer = [replace(lengths, **{name: size}) for size in sizes]
        fitting = [each for each in longer if getattr(each, name) > getattr(lengths, name)]
        low, high = 0, len(fitting)
        while low < high:
            middle = (low + high) // 2
            if _fits(side, fitting[middle]):
                high = middle
            else:
                low = middle + 1
        lengths = fitting[low] if low < len(fitting) else lengths
    return lengths


def _first_that_fits(
    steps: Sequence[Step], data: Callable[[Step], dict[str, Any]], template: Path
) -> Step | None:
    """Find the first step whose data fit on one side; a later one never needs more room."""
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        if count_pages(template, data(steps[middle]))["last"] <= SIDES:
            high = middle
        else:
            low = middle + 1
    return steps[low] if low < len(steps) else None


def _shortened(found: Exercise, longest: int | None) -> dict[str, str]:
    """Return the names that are longer, each with its beginning; the longest first."""
    if longest is None:
        return {}
    names = {found.place, found.title, found.kind.label, *found.overlay.others["other"]}
    for column in ("name", "provider", "source_part"):
        names |= set(found.offers[column])
    for column in ("measure", "said", "of", "against"):
        names |= set(found.facts.facts[column])
    long = sorted((str(name) for name in names if len(str(name)) > longest), key=len, reverse=True)
    return {name: f"{name[:longest].rstrip()}…" for name in long}
