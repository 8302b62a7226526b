"""Doors of several layers, each drawn once: an offer that two layers have is one symbol."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mapping.map.values import Point

Drawn = tuple[Point, float]
"""A door and its opacity, 0 to 1."""


def doors_once(points: Iterable[Drawn]) -> tuple[Drawn, ...]:
    """Return points with those that share an offer put together, where the first of them stands.

    A door of several is open where it is open for one, is certain where it is for one, is as clear
    as the clearest, and has the marks of all. `mapping/component/doors_once.js` does the same.

    Parameters
    ----------
    points
        Each with the opacity of its layer.
    """
    found: dict[int, Drawn] = {}
    held: dict[str, int] = {}  # by offer, where its point stands
    for at, drawn in enumerate(points):
        same = sorted({held[key] for key in drawn[0].asset_ids if key in held})
        together, opacity = drawn
        for each in reversed(same):
            first, shown = found.pop(each)
            together, opacity = _joined(first, together), max(shown, opacity)
        place = same[0] if same else at
        found[place] = together, opacity
        held |= dict.fromkeys(together.asset_ids, place)
    return tuple(found[place] for place in sorted(found))


def _joined(first: Point, second: Point) -> Point:
    shown = second if first.hollow and not second.hollow else first
    new = [at for at, key in enumerate(second.asset_ids) if key not in first.asset_ids]
    keys = (*first.asset_ids, *(second.asset_ids[at] for at in new))
    return replace(
        shown,
        asset_ids=keys,
        label=first.label if len(keys) == 1 else f"{len(keys)} services here",
        details=(*first.details, *(second.details[at] for at in new)),
        facts=(*first.facts, *(second.facts[at] for at in new if second.facts)),
        hollow=first.hollow and second.hollow,
        is_unsure=first.is_unsure and second.is_unsure,
        marks=tuple(sorted({*first.marks, *second.marks})),
    )
