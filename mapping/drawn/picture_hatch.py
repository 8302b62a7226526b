"""Hatching over the colours of a still picture, so that a print in grey tells reach apart."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from mapping.drawn.strokes import draw_shapes
from mapping.map.colour import contrast_ratio
from mapping.map.palette import halo, ink, scale
from mapping.map.spec import MapSpec

HATCHES: Final[tuple[str, ...]] = ("", "...", "///")
"""Of the classes of reach, the best first: nothing, dots, and lines. Need is told by how dark the
colour is."""
OPACITY: Final = 0.5
LINE_PT: Final = 0.6


def hatch_of(spec: MapSpec, code: int) -> str:
    """Return how a class is hatched; empty for none, and where lightness alone tells it."""
    if spec.colour_by != "gap" or code >= len(scale("gap")):
        return ""
    return HATCHES[code % len(HATCHES)]


def hatch_colour(colour: str) -> str:
    """Return the colour that lines are drawn in over another: the one that is seen."""
    return max((ink(), halo()), key=lambda line: contrast_ratio(line, colour))


def draw_hatches(axes: Axes, spec: MapSpec, shapes: Any) -> None:  # noqa: ANN401
    """Hatch the areas of each class that is told by it."""
    classes = np.asarray(spec.classes)
    for code in np.unique(classes):
        hatch = hatch_of(spec, int(code))
        if hatch:
            line = to_rgba(hatch_colour(scale("gap")[code]), OPACITY)
            drawn = draw_shapes(
                axes,
                shapes[classes == code],
                facecolor="none",
                edgecolor=line,
                hatch=hatch,
                linewidth=0,
                zorder=1.2,
            )
            drawn.set_hatch_linewidth(LINE_PT)
