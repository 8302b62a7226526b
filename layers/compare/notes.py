"""What must be said beside comparisons: what the figures mean, and what they leave out."""

from __future__ import annotations

import math

from geodata.model import Indicator, Pack, Worse
from layers.compare.comparison import Comparison
from layers.compare.expected import Expected
from layers.compare.footprints import COUNTED_SHARE, Overlay
from layers.said.numbers import UNKNOWN, percent

WHOLE_ENOUGH = 1 - 5e-3
WORSE: dict[Worse, str] = {
    "higher": "Higher is worse.",
    "lower": "Lower is worse.",
    "neither": "Neither higher nor lower is worse.",
}


def expected_note(found: Expected) -> str:
    """Return what "expected" and "far" mean beside the table."""
    explained = percent(max(found.explained_share, 0.0))
    return (
        f"Expected is a straight line through all {len(found.places)} places, weighted by "
        f"children; {found.deprivation_label} explains {explained} of the differences. "
        "Far is nearly twice the usual distance from the line, or more."
    )


def direction_note(indicator: Indicator) -> str:
    """Return which way is worse, with what the publisher says of the figure."""
    return " ".join(filter(None, [WORSE[indicator.worse_when], indicator.note]))


def figure_words(value: float) -> str:
    """Return a published figure as it was published: 71.4, 900; "not known" where missing."""
    if math.isnan(value):
        return UNKNOWN
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def funnel_words(found: Comparison) -> str:
    """Return which places lie beyond chance, to stand above the picture of it."""
    if found.funnel is None:
        return (
            "A funnel cannot be drawn: it needs the counts behind the figures, and they are not "
            "published."
        )
    return found.funnel.sentence()


def overlay_note(found: Overlay) -> str:
    """Return what of the footprints overlaps, is left over or is too small to list."""
    slivers = int((found.others["share"] < COUNTED_SHARE).sum())
    sums = found.others.groupby("kind_plural", sort=False)["share"].sum()
    more = [
        *(_sum_words(str(plural), share) for plural, share in sums.items()),
        f"{slivers} with fewer than one child in a hundred are left out." if slivers else "",
    ]
    return " ".join(filter(None, more))


def _sum_words(plural: str, share: float) -> str:
    if abs(share - 1) <= 1 - WHOLE_ENOUGH:
        return ""
    if share > 1:
        return f"{plural.capitalize()} overlap, so their shares add up to more than all."
    return f"{plural.capitalize()} leave at least {percent(1 - share)} of the children in none."


def demand_note(pack: Pack) -> str:
    """Return what the counts ahead are made from, and what they leave out."""
    people = pack.info.people
    return (
        f"Counts of {people.period}, {people.standing}. No housing sites are in this pack, so new "
        "homes are not counted."
    )
