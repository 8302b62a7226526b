"""The plain values that a map is described with: classes, legends, figures and points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from geodata.model import Standing

ColourBy = Literal["gap", "need", "reach", "none"]
Scale = Literal["gap", "need", "reach", "none", "hotspot", "change", "indicator", "amount"]
"""Every set of colours: what an answer can be coloured by, hotspots, what a scenario does, and an
indicator: one with a worse end, and one where more is only more."""
Picture = Literal["change", "now", "then"]
"""What a map of a scenario shows."""
Shape = Literal[
    "circle", "square", "triangle", "diamond", "hexagon", "star", "cross",
    "down", "house", "saltire", "hourglass", "dome", "bar",
]  # fmt: skip

UNKNOWN = 9  # the class of an area whose figures are not known
SUPPRESSED = 8  # of one whose figure is kept back, on a scale that has no such colour


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendClass:
    """One class of a legend: what it means, and how much is in it.

    Attributes
    ----------
    code
        The class of an area in `FillLayer.classes`; indexes `palette.scale(colour_by)`.
    label
        What it means, in words that stand alone: "needier, few or none are reached".
    areas, children
        How many areas, and about how many of those whom the legend counts, it holds.
    who
        Whom it counts, where that is not whom the legend counts: "under-fives".
    holds
        How much it holds, in words, where it counts no people: "24 wards".
    short
        What is written on its colour, where that is not how many people it holds.
    """

    code: int
    label: str
    areas: int
    children: float
    who: str = ""
    holds: str = ""
    short: str = ""

    @property
    def counted_label(self) -> str:
        """What it means, for a table of counts: "not known (all under-fives)"."""
        return f"{self.label} (all {self.who})" if self.who else self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What the colours mean.

    Attributes
    ----------
    layout
        "grid" for the 3 × 3 of need and reach (codes 0–8: 3 × need + reach), "list" otherwise.
    across, up
        Words of a grid's axes.
    corners
        What the corners of a grid are called, by their codes.
    marked
        Code of the class also marked by a heavy outline, so that it never rests on colour.
    marked_label
        What that class is called.
    who
        Whom the classes count: "under-fives".
    note
        What must stand beside the counts.
    """

    title: str
    layout: Literal["grid", "list"]
    classes: tuple[LegendClass, ...]
    across: str = ""
    up: str = ""
    corners: Mapping[int, str] = field(default_factory=dict)
    marked: int | None = None
    marked_label: str = ""
    who: str = "children"
    note: str = ""

    def named(self, item: LegendClass) -> str:
        """Return what a class is called wherever the legend is drawn: a corner by its own words."""
        if item.code in self.corners:
            return self.corners[item.code]
        return self.marked_label if item.code == self.marked else item.counted_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of every area, as a tooltip and the table show it.

    Attributes
    ----------
    key
        Short name, for files: "gap_children".
    label
        Heading: "Under-fives in high need and out of reach".
    kind
        "count" (whole people), "pct" (0–100), "min" (minutes), "decile" (1–10), or "figure": as
        published, said as `said` says it.
    values
        In the order of the pack's areas; rounded to whole numbers as shown, but for what is
        neither none nor all and would read so; None where not known.
    period
        What the figure describes.
    standing
        How far it is from what was published; anything but "published" is said beside it.
    said
        Each value in words, where the kind does not tell them.
    unit
        What the values are in, where the kind does not tell it.
    """

    key: str
    label: str
    kind: Literal["count", "pct", "min", "decile", "figure"]
    values: tuple[float | None, ...]
    period: str
    source: str
    standing: Standing
    said: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One door on the map: one or more offers at the same spot.

    Attributes
    ----------
    asset_ids
        The offers there, at least one.
    label
        Name, or "3 services here".
    details
        A line of each offer: its name, kind, provider, ages.
    facts
        Of each offer what `layers.offer_facts.AT_A_GLANCE` names; empty where it is not stated.
    lon, lat
        Degrees, EPSG:4326.
    hollow
        Nothing there is open to the ages asked about.
    colour
        Which of the kinds of door on the map it is of, by which it is coloured; 0 is the first.
    is_unsure
        It is shown only because nothing there says what a filter asks for.
    marks
        Which times its service is laid with it, where the service is laid more than once.
    """

    asset_ids: tuple[str, ...]
    label: str
    details: tuple[str, ...]
    lon: float
    lat: float
    shape: Shape
    kind_label: str
    hollow: bool
    colour: int = 0
    facts: tuple[tuple[str, ...], ...] = ()
    is_unsure: bool = False
    marks: tuple[int, ...] = ()
