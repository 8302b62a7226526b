"""The key of a printed map: what its colours, hatching and symbols mean."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.image import imsave

from layers.place.values import PlaceFacts
from layers.said.numbers import UNKNOWN as NOT_KNOWN
from layers.said.numbers import about, shown
from mapping.drawn.picture_hatch import OPACITY, hatch_colour, hatch_of
from mapping.map.palette import ink, scale, unknown_colour
from mapping.map.spec import MapSpec
from mapping.map.values import UNKNOWN, LegendClass
from mapping.profile.map_document import door_symbols

PATTERNS: Final = {"": "no pattern", "...": "dots", "///": "lines", "xxx": "crossed lines"}
"""How each hatching is told in words."""
MISSING_LINES: Final = "#555555"
SWATCH_PX: Final = (96, 40)
EVERY_PX: Final = 10  # between the lines or dots of a swatch
EDGE_PX: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """One class of the map: how it is drawn, what it means, and whom it holds in the place.

    Attributes
    ----------
    fill, line
        Its colour, and that of its hatching.
    hatch
        One of `PATTERNS`.
    is_marked
        Whether it is outlined heavily.
    is_missing
        Whether its figures are not known, or kept back.
    """

    code: int
    fill: str
    hatch: str
    line: str
    is_marked: bool
    is_missing: bool = False
    label: str = ""
    holds: str = ""

    @property
    def pattern(self) -> str:
        """How it is told apart without colour: "lines, heavy outline"."""
        drawn = f"grey, {PATTERNS[self.hatch]}" if self.is_missing else PATTERNS[self.hatch]
        return f"{drawn}, heavy outline" if self.is_marked else drawn


def key_rows(spec: MapSpec, facts: PlaceFacts) -> tuple[KeyRow, ...]:
    """Return the classes of the place’s neighbourhoods, the worst first, what is not known last.

    A class that holds nobody is told as well: it is on the map.
    """
    legend = spec.legend
    order = sorted(legend.classes, key=lambda item: (item.code == UNKNOWN, -item.code))
    return tuple(
        _row(item.code, spec, legend.named(item), _holds(item, facts))
        for item in order
        if item.code in facts.by_class or item.code == legend.marked
    )


def legend_rows(spec: MapSpec) -> tuple[KeyRow, ...]:
    """Return the classes of a map of no one place, as its legend has them, not known last."""
    legend = spec.legend
    order = sorted(legend.classes, key=lambda item: (item.code == UNKNOWN, -item.code))
    return tuple(
        _row(item.code, spec, legend.named(item), item.holds or about(item.children))
        for item in order
    )


def grid_rows(spec: MapSpec) -> tuple[KeyRow, ...]:
    """Return the nine squares of need and reach, row by row from the hardest to reach."""
    squares = [3 * need + reach for reach in (2, 1, 0) for need in (0, 1, 2)]
    return tuple(_row(code, spec) for code in squares) if spec.legend.layout == "grid" else ()


def map_key(spec: MapSpec, facts: PlaceFacts | None) -> dict[str, Any]:
    """Return the key of a map: its classes, and how many each of them holds.

    Parameters
    ----------
    facts
        What is known of the place that it is about; None where it is about all of the area.
    """
    legend = spec.legend
    rows = legend_rows(spec) if facts is None else key_rows(spec, facts)
    return {
        "title": legend.title,
        "across": legend.across,
        "up": legend.up.replace("↑", "→"),  # it is printed turned
        "grid": [_square(row) for row in grid_rows(spec)],
        "classes": [_square(row) | {"label": row.label, "holds": row.holds} for row in rows],
        "counted": "" if facts is None else f"Counted are {facts.need_who}.",
        "symbols": [{"file": name, "label": label} for name, _, label in door_symbols(spec)],
    }


def symbols_words(spec: MapSpec) -> str:
    """Return what the map’s symbols are, each with its shape; empty without any."""
    shapes = [shape for shape, _, _ in spec.symbols]
    labels = [label for _, _, label in door_symbols(spec)]
    named = [f"{shape}: {label}" for shape, label in zip(shapes, labels, strict=False)]
    told = dict.fromkeys([*named, *labels[len(shapes) :]])
    return f"Symbols: {'; '.join(told)}." if told else ""


@cache
def swatch_png(row: KeyRow) -> bytes:
    """Draw a class as the map has it, small, for documents that set the key in a table."""
    wide, high = SWATCH_PX
    y, x = np.mgrid[:high, :wide]
    drawn = np.empty((high, wide, 3))
    drawn[:] = to_rgb(row.fill)
    over = _hatched(row.hatch, x, y)
    opacity = 1.0 if row.is_missing else OPACITY
    drawn[over] = opacity * np.array(to_rgb(row.line)) + (1 - opacity) * drawn[over]
    edge = 3 * EDGE_PX if row.is_marked else EDGE_PX
    drawn[(x < edge) | (y < edge) | (x >= wide - edge) | (y >= high - edge)] = to_rgb(ink())
    written = io.BytesIO()
    imsave(written, drawn, format="png", dpi=200, metadata={"Software": ""})
    return written.getvalue()


def _hatched(hatch: str, x: Any, y: Any) -> Any:  # noqa: ANN401 - grids of numpy
    """Return which dots of a picture lie on the lines or dots of a hatching."""
    up, down = (x + y) % EVERY_PX < 2, (x - y) % EVERY_PX < 2  # noqa: PLR2004 - two wide
    if hatch == "...":
        far = np.hypot(x % EVERY_PX - EVERY_PX / 2, y % EVERY_PX - EVERY_PX / 2)
        return np.asarray(far < 2)  # noqa: PLR2004 - two from its middle
    return {"": np.zeros(x.shape, bool), "///": up}.get(hatch, up | down)


def _row(code: int, spec: MapSpec, label: str = "", holds: str = "") -> KeyRow:
    """Return how a class is drawn: colour, hatching, and whether it is outlined heavily."""
    colours = scale(spec.colour_by)
    is_missing = code >= len(colours)
    colour = unknown_colour() if is_missing else colours[code]
    missing = "///" if code == UNKNOWN else "xxx"
    return KeyRow(
        code=code,
        fill=colour,
        hatch=missing if is_missing else hatch_of(spec, code),
        line=MISSING_LINES if is_missing else hatch_colour(colour),
        is_marked=code == spec.legend.marked,
        is_missing=is_missing,
        label=label,
        holds=holds,
    )


def _square(row: KeyRow) -> dict[str, Any]:
    return {"fill": row.fill, "hatch": row.hatch, "line": row.line, "is_marked": row.is_marked}


def _holds(item: LegendClass, facts: PlaceFacts) -> str:
    held = facts.by_class.get(item.code, 0.0)
    if math.isnan(held):
        return "too few to show"
    return NOT_KNOWN if item.code == UNKNOWN and not held else shown(held)
