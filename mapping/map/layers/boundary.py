"""Boundaries: the outlines and names of the places of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geodata.model import Pack, PlaceKind
from layers.said.citing import sources_by_key
from layers.said.sentences import opened
from mapping.map.layers.layer import Layer

Stroke = tuple[float, tuple[int, ...]]
STROKES: Final[tuple[Stroke, ...]] = (
    (1.0, ()),
    (1.5, (9, 5)),
    (1.2, (2, 3)),
    (2.2, ()),
    (1.8, (12, 4, 3, 4)),
    (1.0, (8, 3, 2, 3, 2, 3)),
)
"""How each kind of boundary is drawn: as how many times the usual width, and dashes and gaps in
pixels. Beyond these they begin again."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BoundaryLayer(Layer):
    """The lines of one kind of place.

    Attributes
    ----------
    stroke
        Its width and dash, by which kinds of boundary are told apart, whatever lies beneath.
    """

    place_kind: PlaceKind
    stroke: Stroke = STROKES[0]

    def sentence(self) -> str:
        """Return whose lines are drawn, and how far they are official."""
        standing = self.place_kind.boundary
        said = "" if standing in ("official", "own") else f" ({standing} boundaries)"
        return f"{opened(self.place_kind.plural)}{said}"


def boundary_layer(pack: Pack, kind: str, asked: str = "") -> BoundaryLayer:
    """Return the boundaries of a kind of place of a pack.

    Parameters
    ----------
    asked
        The kind that the question asks by, which is drawn plainly; the others keep a line each.
    """
    place_kind = pack.info.place_kinds[kind]
    order = sorted(pack.info.place_kinds, key=lambda each: each != (asked or kind))
    return BoundaryLayer(
        key=f"line.{kind}",
        title=opened(place_kind.plural),
        standing="illustrative" if place_kind.boundary == "illustrative" else "published",
        sources=sources_by_key(pack, [place_kind.source]),
        place_kind=place_kind,
        stroke=STROKES[order.index(kind) % len(STROKES)],
    )
