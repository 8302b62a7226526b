"""Colours: areas, or the places of a kind, each by its class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from layers.indicators.colouring import Colouring
from layers.indicators.figures import AREA
from mapping.map.layers.layer import Layer
from mapping.map.values import Figure, Legend, Scale


@dataclass(frozen=True, kw_only=True, eq=False)
class FillLayer(Layer):
    """The colour of each area, with the numbers behind it.

    Attributes
    ----------
    colour_by
        The set of colours: `palette.scale(colour_by)`.
    shape, shape_label, shape_plural
        What is coloured: "area", or the places of a kind, by name; what one is called, and several.
    classes
        A class for each of them, areas in the order of the pack.
    colouring
        The indicator that colours them, where one does; else the answer to the question does.
    make_figures
        Works out `figures`, which are long and which the app's map asks for by address.
    """

    said: str
    colour_by: Scale
    classes: tuple[int, ...]
    legend: Legend
    make_figures: Callable[[], tuple[Figure, ...]]
    shape: str = AREA
    shape_label: str = "neighbourhood"
    shape_plural: str = "neighbourhoods"
    colouring: Colouring | None = None

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The numbers behind the colours, for tooltips and the table."""
        return self.make_figures()

    def sentence(self) -> str:
        """Return what the colours show."""
        return self.said
