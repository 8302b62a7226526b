"""The doors of a file that stands alone: what its script draws, groups and tells."""

from __future__ import annotations

from typing import Any

from mapping.escape import plain_text
from mapping.map.palette import KINDS
from mapping.map.spec import MapSpec
from mapping.map.symbols import CORNERS, MARK_SVG, corners_path
from mapping.map.values import Point, Shape

SYMBOLS: dict[Shape, str] = {
    "circle": '<circle cx="12" cy="12" r="7"/>',
    "square": '<path d="M5.5 5.5h13v13h-13z"/>',
    "triangle": '<path d="M12 4l8.5 15h-17z"/>',
    "diamond": '<path d="M12 3l9 9-9 9-9-9z"/>',
    "hexagon": '<path d="M8 4.5h8l4.5 7.5-4.5 7.5H8L3.5 12z"/>',
    "star": '<path d="M12 2.5l2.8 6.3 6.9.7-5.2 4.6 1.5 6.8-6-3.5-6 3.5 1.5-6.8-5.2-4.6 6.9-.7z"/>',
    "cross": '<path d="M9 3.5h6V9h5.5v6H15v5.5H9V15H3.5V9H9z"/>',
    **{shape: f'<path d="{corners_path(corners)}"/>' for shape, corners in CORNERS.items()},
}


def door_layers(spec: MapSpec) -> dict[str, list[dict[str, Any]]]:
    """Return the doors of each service, by its layer; the script writes them as text."""
    return {layer.key: [_door(point) for point in layer.points] for layer in spec.services}


def _door(point: Point) -> dict[str, Any]:
    return {
        "ids": point.asset_ids,
        "at": (point.lat, point.lon),
        "label": plain_text(point.label),
        "kind": plain_text(point.kind_label),
        "details": [plain_text(line) for line in point.details],
        "facts": [[plain_text(each) for each in facts] for facts in point.facts],
        "shape": point.shape,
        "colour": point.colour % KINDS,
        "hollow": point.hollow,
        "unsure": point.is_unsure,
    }


def point_words(point: Point) -> list[str]:
    """Describe a door in lines: how many offers there are, each of them, and if none is open."""
    lines = [point.label, *point.details] if len(point.details) > 1 else list(point.details)
    return [*lines, "not open to the ages asked about"] if point.hollow else lines


def symbol_svg(shape: Shape, *, hollow: bool, colour: int | None = None, mark: int = 0) -> str:
    """Draw a door's symbol, in the colour of its kind; in that of words where it is of none.

    Parameters
    ----------
    mark
        Of the time that its service is laid; 0 for none.
    """
    kind = ("hollow" if hollow else "solid") + ("" if colour is None else f" s{colour % KINDS}")
    return (
        f'<svg class="{kind}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f"{SYMBOLS[shape]}{MARK_SVG.get(mark, '')}</svg>"
    )
