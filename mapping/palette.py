"""The colours of a map: a constant for each class, on a light ground and on a dark one.

How they were chosen, and how far apart they are, is in `docs/colours.md`; `mapping.colour` measures
it and the tests hold it.
"""

from __future__ import annotations

from typing import Final

from mapping.spec import ColourBy, Shape

_LIGHT: Final[dict[ColourBy, tuple[str, ...]]] = {
    "gap": (
        "#f3f0ea", "#9cc9cd", "#2f8f9d",
        "#f2c48d", "#a79a86", "#3f6474",
        "#d9822b", "#8a4b2a", "#2a1233",
    ),
    "need": ("#7a0177", "#c51b8a", "#f768a1", "#fbb4b9", "#feebe2"),
    "reach": ("#253494", "#2c7fb8", "#41b6c4", "#a1dab4", "#ffffcc"),
    "none": ("#e4e2dc",),
}  # fmt: skip

_DARK: Final[dict[ColourBy, tuple[str, ...]]] = {
    "gap": (
        "#2a2d31", "#2f6670", "#3aa3b0",
        "#7d4f22", "#7f7a70", "#8fc3c9",
        "#c4752a", "#e3ab74", "#fff3dc",
    ),
    "need": ("#feebe2", "#fbb4b9", "#f768a1", "#c51b8a", "#7a0177"),
    "reach": ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"),
    "none": ("#34383d",),
}  # fmt: skip


def scale(colour_by: ColourBy, *, dark: bool = False) -> tuple[str, ...]:
    """Give the colour of each class, indexed by its code.

    Parameters
    ----------
    colour_by
        "gap" has 9 (3 × need + reach, each 0–2 and 2 the worse), "need" and "reach" 5 (0 the
        neediest, or the least reached), "none" 1.
    dark
        For a dark ground, where the worst class is the lightest.

    Returns
    -------
    colours
        "#rrggbb", sRGB, in the order of the codes.
    """
    return (_DARK if dark else _LIGHT)[colour_by]


def ground(*, dark: bool = False) -> str:
    """Give the colour the map is drawn on."""
    return "#16191d" if dark else "#fbfaf7"


def unknown_colour(*, dark: bool = False) -> str:
    """Give the fill of an area whose figures are not known; it is hatched in `ink` as well."""
    return ground(dark=dark)


def ink(*, dark: bool = False) -> str:
    """Give the colour of words, hatching and the heavy outline of the marked class."""
    return "#f4f2ed" if dark else "#1a1a1a"


def halo(*, dark: bool = False) -> str:
    """Give the colour around words, points and heavy outlines, which parts them from any class."""
    return "#101215" if dark else "#ffffff"


def boundary_colour(*, dark: bool = False) -> str:
    """Give the colour of the thin lines between areas."""
    return "#16191d" if dark else "#ffffff"


def outline_colour(*, dark: bool = False) -> str:
    """Give the colour of the outlines of places, drawn over those of areas with a halo."""
    return ink(dark=dark)


def accent(*, dark: bool = False) -> str:
    """Give the one colour that is not data: a link, a focus ring, the chosen place."""
    return "#8ab4f8" if dark else "#0b57a4"


def point_colour(shape: Shape, *, dark: bool = False) -> str:  # noqa: ARG001
    """Give the fill of a service's symbol, which is drawn with a `halo`; its shape names its kind.

    Every shape has the same colour, so that colour stays with the data.
    """
    return ink(dark=dark)
