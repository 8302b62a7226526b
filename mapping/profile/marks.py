"""What a chart is drawn of: marks in its own units, and how large it is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

MARKS_STYLE: Final = Path(__file__).with_name("marks.css")
"""How `marks.html` looks, in every file that draws it."""
LETTER: Final = 7.4  # of a name, on the safe side
LONGEST_NAME: Final = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a chart is laid out, beside letters 13 units tall.

    Attributes
    ----------
    width
        Of all of it: the narrower it is, the larger its letters stand where it is shown.
    bar, gap
        How tall a bar is, and what is left between two.
    rows
        How many rows are drawn at most; of columns, all.
    """

    width: int
    bar: int
    gap: int
    rows: int


PAGE: Final = Size(width=860, bar=16, gap=10, rows=12)
"""Of a page that is read at a desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing drawn: a bar, a dot, a line or a word, in the units of the chart.

    Attributes
    ----------
    kind
        "bar", "other" (a second series), "line" (an interval), "beside" (what is compared with),
        "scale", "shape" (a verdict’s), "text", "end" (text that ends there) or "middle"; of a line
        chart "series", "second" (what is compared with), "limits", "dot", "grid", "band", "hatch"
        and "edge" (of a band).
    path
        Its outline, where it is neither words nor upright: M, L, H, V, a and z of SVG.
    """

    kind: str
    x: str = "0"
    y: str = "0"
    width: str = "0"
    height: str = "0"
    said: str = ""
    path: str = ""


def short(name: str) -> str:
    """Return a name as far as it has room."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
