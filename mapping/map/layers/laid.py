"""Which layers lie on a map where nobody has asked for others."""

from __future__ import annotations

from geodata.model import Pack
from layers.question.question import Question
from mapping.map.layers.boundary import boundary_layer
from mapping.map.layers.fill import FillLayer
from mapping.map.layers.ground import ground_layer
from mapping.map.layers.layer import Layer
from mapping.map.layers.services import service_layer


def usual_layers(pack: Pack, question: Question, fill: FillLayer) -> tuple[Layer, ...]:
    """Return the ground, the colours, the boundaries of a question's places, and its doors."""
    ground = ground_layer(pack)
    beneath: tuple[Layer, ...] = () if ground is None else (ground,)
    lines = boundary_layer(pack, question.place_kind)
    return (*beneath, fill, lines, service_layer(pack, question))
