"""Outlines: areas marked by a heavy line, whatever colours lie beneath."""

from __future__ import annotations

from dataclasses import dataclass

from layers.gaps import Gaps
from layers.hotspots.found import Hotspots
from layers.hotspots.words import about_words
from layers.said.classes import GAP_MARKED, marked_label
from layers.said.numbers import counted
from layers.said.sentences import opened
from mapping.map.layers.asked import FAR, HOTSPOT, OUTLINE
from mapping.map.layers.layer import Layer

HOT = 0  # the class of a hotspot


@dataclass(frozen=True, kw_only=True, eq=False)
class OutlineLayer(Layer):
    """The outer edges of some areas.

    Attributes
    ----------
    dash
        Dashes and gaps in pixels, by which outlines are told apart.
    is_inside
        Whether each area of the pack is one of them, in its order.
    """

    said: str
    dash: tuple[int, ...]
    is_inside: tuple[bool, ...]

    def sentence(self) -> str:
        """Return what is outlined, and how much of it."""
        return self.said


def far_outline(gaps: Gaps) -> OutlineLayer:
    """Return the outline of the areas that are needy and out of reach."""
    inside = gaps.areas["gap_class"].eq(GAP_MARKED)
    label = opened(marked_label(of_people=gaps.terms.of_people))
    return OutlineLayer(
        key=f"{OUTLINE}.{FAR}",
        title=label,
        period=gaps.need.indicator.period,
        standing="illustrative" if gaps.is_illustrative else "estimated",
        sources=gaps.sources,
        dash=(),
        said=f"{label}: {counted(int(inside.sum()), 'neighbourhoods')}",
        is_inside=tuple(bool(each) for each in inside),
    )


def hotspot_outline(hotspots: Hotspots) -> OutlineLayer:
    """Return the outline of the areas that are hotspots."""
    inside = hotspots.codes.eq(HOT)
    return OutlineLayer(
        key=f"{OUTLINE}.{HOTSPOT}",
        title=f"Hotspots of {about_words(hotspots.terms)[hotspots.about]}",
        standing="estimated",
        sources=hotspots.sources,
        dash=(9, 4),
        said=hotspots.sentence(),
        is_inside=tuple(bool(each) for each in inside),
    )
