"""Boundaries: the outlines and names of the places of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geodata.model import Pack, PlaceKind
from layers.said.citing import sources_by_key
from layers.said.sentences import opened
from mapping.map.layers.layer import Layer

STROKES: Final[tuple[tuple[float, tuple[int, ...]], ...]] = (
    (1.0, ()),
    (1.5, (9, 5)),
    (1.2, (2, 3)),
    (2.2, ()),
    (1.8, (12, 4, 3, 4)),
    (2.4, (3, 6)),
)
"""How the first kind of boundary on a map is drawn, the second and so on: as how many times the
usual width, and dashes and gaps in pixels. Beyond these they begin again."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BoundaryLayer(Layer):
    """The lines of one kind of place."""

    place_kind: PlaceKind

    def sentence(self) -> str:
        """Return whose lines are drawn, and how far they are official."""
        standing = self.place_kind.boundary
        said = "" if standing == "official" else f" ({standing} boundaries)"
        return f"{opened(self.place_kind.plural)}{said}"


def boundary_layer(pack: Pack, kind: str) -> BoundaryLayer:
    """Return the boundaries of a kind of place of a pack."""
    place_kind = pack.info.place_kinds[kind]
    return BoundaryLayer(
        key=f"line.{kind}",
        title=opened(place_kind.plural),
        standing="illustrative" if place_kind.boundary == "illustrative" else "published",
        sources=sources_by_key(pack, [place_kind.source]),
        place_kind=place_kind,
    )
