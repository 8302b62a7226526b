"""One description of a map, which the app's component, the HTML file and the picture all draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Self

from geodata.model import PlaceKind
from layers.indicators.colouring import Colouring
from mapping.map.doors_once import doors_once
from mapping.map.layers.boundary import BoundaryLayer
from mapping.map.layers.fill import FillLayer
from mapping.map.layers.layer import OPAQUE, Layer
from mapping.map.layers.offers import OffersLayer
from mapping.map.layers.outline import OutlineLayer
from mapping.map.layers.services import ServiceLayer
from mapping.map.values import Figure, Legend, Point, Scale, Shape

UNSURE: Final = 0.45
"""Opacity of a door that does not say what a filter asks for, as in `component/services.js`."""
SEVERAL: Final = "a number in a ring: several services there"
COUNTED: Final = "A number after a place’s name, such as +12: its offers without a door there."
"""What the key says of numbers, where a map has them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MapSpec:
    """A map, said in full: nothing that is drawn is not here.

    Every string may hold anything a data file holds; whoever draws it escapes it.

    Attributes
    ----------
    title
        The pack's title.
    heading
        The question, as a sentence.
    sentence, detail
        The answer, as a sentence, and what is said after it; may be empty.
    method
        How it was worked out, as a sentence.
    layers
        What lies on it, the lowest first; one of them at least is a `FillLayer` that is on.
    answer_credits
        Attributions of what the answer rests on.
    """

    title: str
    date: str
    pack_hash: str
    heading: str
    sentence: str
    method: str
    illustrative: bool
    place_kind: PlaceKind
    answer_credits: tuple[str, ...]
    layers: tuple[Layer, ...]
    detail: str = ""

    @property
    def drawn(self) -> tuple[Layer, ...]:
        """The layers that are on, the lowest first."""
        return tuple(layer for layer in self.layers if layer.is_on)

    @cached_property
    def fill(self) -> FillLayer:
        """What colours the map: of several that are on the highest, which hides the others."""
        return next(layer for layer in reversed(self.drawn) if isinstance(layer, FillLayer))

    @cached_property
    def boundaries(self) -> tuple[BoundaryLayer, ...]:
        """The boundaries that are drawn, the lowest first."""
        return tuple(layer for layer in self.drawn if isinstance(layer, BoundaryLayer))

    @cached_property
    def outlines(self) -> tuple[OutlineLayer, ...]:
        """The outlines over the colours, the lowest first."""
        return tuple(layer for layer in self.drawn if isinstance(layer, OutlineLayer))

    @cached_property
    def services(self) -> tuple[ServiceLayer, ...]:
        """The services that are drawn, the lowest first."""
        return tuple(layer for layer in self.drawn if isinstance(layer, ServiceLayer))

    @cached_property
    def doors(self) -> tuple[tuple[Point, float], ...]:
        """Every door that is drawn, whichever service's, once, with its opacity of 0 to 1.

        A door of a kind that several services have is open where it is open for one of them.
        """
        found = doors_once(
            (replace(point, marks=(layer.mark,)) if layer.mark else point, layer.opacity / OPAQUE)
            for layer in self.services
            for point in layer.points
        )
        return tuple(
            (point, opacity * (UNSURE if point.is_unsure else 1.0)) for point, opacity in found
        )

    @cached_property
    def marks(self) -> tuple[tuple[int, str], ...]:
        """What each mark on a symbol means: its number, and which doors have it."""
        return tuple((each.mark, each.sentence()) for each in self.services if each.mark)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every door that is drawn, whichever service's, once; see `doors`."""
        return tuple(point for point, _ in self.doors)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many offers serve a place without a door in it, by the place's id, as they are on."""
        counts: dict[str, int] = {}
        for layer in self.drawn:
            if isinstance(layer, OffersLayer):
                counts |= layer.counts
        return counts

    @cached_property
    def symbols(self) -> tuple[tuple[Shape, str, int], ...]:
        """What each symbol means: its shape, the kind of door, its colour, service by service."""
        found = (
            (point.shape, point.kind_label, point.colour)
            for layer in self.services
            for point in sorted(layer.points, key=lambda point: point.kind_label)
        )
        return tuple(dict.fromkeys(found))

    @cached_property
    def credits(self) -> tuple[str, ...]:
        """Attributions that must stand on every copy."""
        drawn = (each for layer in self.drawn for each in layer.credits)
        return tuple(dict.fromkeys([*self.answer_credits, *drawn]))

    @property
    def colour_by(self) -> Scale:
        """The set of colours that the map is in."""
        return self.fill.colour_by

    @property
    def classes(self) -> tuple[int, ...]:
        """The class of each shape that is coloured."""
        return self.fill.classes

    @property
    def legend(self) -> Legend:
        """What the colours mean."""
        return self.fill.legend

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The numbers behind the colours."""
        return self.fill.figures

    @property
    def shape(self) -> str:
        """What is coloured: "area", or the places of a kind, by name."""
        return self.fill.shape

    @property
    def shape_label(self) -> str:
        """What one of the shapes that are coloured is called."""
        return self.fill.shape_label

    @property
    def shape_plural(self) -> str:
        """What several of them are called."""
        return self.fill.shape_plural

    @property
    def colouring(self) -> Colouring | None:
        """The indicator that colours the map, where one does."""
        return self.fill.colouring

    def with_fill(self, **changes: Any) -> Self:  # noqa: ANN401
        """Return the same map with its colours changed."""
        changed = replace(self.fill, **changes)
        layers = tuple(changed if layer is self.fill else layer for layer in self.layers)
        return replace(self, layers=layers)
