"""The colours of a map: a constant for each class, on a light ground and on a dark one.

`benchmarks/find_colours.py` found them; `docs/colours.md` says how, and how far apart they are.
"""

from __future__ import annotations

from typing import Final

from mapping.map.colour import contrast_ratio
from mapping.map.values import Scale

_LIGHT: Final[dict[Scale, tuple[str, ...]]] = {
    "gap": (
        "#fcfced", "#b1e4fb", "#3898cb",
        "#fcd191", "#7f7780", "#084973",
        "#c57023", "#712a22", "#1d0821",
    ),
    "need": ("#361414", "#7e2c08", "#cd792b", "#fcd39e", "#fcfcf5"),
    "reach": ("#2a0808", "#212044", "#085ea0", "#1eb9fb", "#b8e8fc", "#fcfcea"),
    "none": ("#e4e2dc",),
    "hotspot": ("#8a2a12", "#123f6b", "#fcfcf6", "#f0b878", "#8bc5e7"),
    "change": ("#8a2a12", "#123f6b", "#fcfcf6"),
    "indicator": ("#361414", "#7e2c08", "#cd792b", "#fcd39e", "#fcfcf5"),
    "amount": ("#131325", "#084b77", "#2f9ad4", "#ace1f9", "#fcfcee"),
}  # fmt: skip

_DARK: Final[dict[Scale, tuple[str, ...]]] = {
    "gap": (
        "#1a1b18", "#08445f", "#088bc1",
        "#5b380f", "#918893", "#b6d6fb",
        "#ab6508", "#f4b584", "#fcf14b",
    ),
    "need": ("#fcef37", "#f3b072", "#aa5d08", "#58330f", "#1f1c1f"),
    "reach": ("#fcf34d", "#b1e1df", "#5ccefc", "#0877b1", "#083651", "#171711"),
    "none": ("#34383d",),
    "hotspot": ("#f6c79a", "#a8dcf4", "#1d1f22", "#8a5218", "#14587c"),
    "change": ("#f6c79a", "#a8dcf4", "#1d1f22"),
    "indicator": ("#fcef37", "#f3b072", "#aa5d08", "#58330f", "#1f1c1f"),
    "amount": ("#85fcd9", "#a5c9ef", "#0884c6", "#084062", "#1b1e1d"),
}  # fmt: skip


_DOORS_LIGHT: Final = (
    "#0800f4", "#860039", "#200249", "#434d00", "#005248", "#000500",
    "#00008f", "#343f99", "#50355e", "#2d2c06", "#19001d", "#242e24",
)  # fmt: skip
_DOORS_DARK: Final = (
    "#ebf3ff", "#e3bc0e", "#d59eff", "#fffcc8", "#a1baaf", "#dfff12",
    "#b8b2c8", "#c7edd8", "#e3c8fd", "#c0b66c", "#efe084", "#8bd6a5",
)  # fmt: skip
KINDS: Final = len(_DOORS_LIGHT)
"""How many kinds of door have a colour of their own, which every eye tells from the others; beyond
these they begin again, in other shapes: the shapes are one more."""

_GROUND_LIGHT: Final[dict[str, str]] = {
    "water": "#cfdfe8", "wood": "#e3eadb", "built-up": "#ebe7df",
    "river": "#8fb2c6", "railway": "#96928b", "road": "#a39f97", "name": "#4f4c46",
}  # fmt: skip
_GROUND_DARK: Final[dict[str, str]] = {
    "water": "#1f3340", "wood": "#1c2820", "built-up": "#23262a",
    "river": "#46708a", "railway": "#74716b", "road": "#66635e", "name": "#c9c6be",
}  # fmt: skip


def ground_colours(*, dark: bool = False) -> dict[str, str]:
    """Return the pale colours of what lies beneath the data: by kind, and of its names.

    No class of any scale is told by them; lines go over the colours of data with a halo.
    """
    return _GROUND_DARK if dark else _GROUND_LIGHT


def scale(colour_by: Scale, *, dark: bool = False) -> tuple[str, ...]:
    """Return the colour of each class, indexed by its code.

    Parameters
    ----------
    colour_by
        "gap" has 9 (3 × need + reach, each 0–2 and 2 the worse), "need" 5 (0 the neediest),
        "reach" 6 (0 nobody), "none" 1. "hotspot" has 5: hot, cold, neither, worse than
        its neighbours, better than them; "change" 3: children lose, children gain, neither.
        "indicator" has 5, 0 the worst, and "amount" 5, 0 the most.
    dark
        For a dark ground, where the worst class is the lightest, and vivid: near white would look
        like nothing.

    Returns
    -------
    colours
        "#rrggbb", sRGB, in the order of the codes.
    """
    return (_DARK if dark else _LIGHT)[colour_by]


def ground(*, dark: bool = False) -> str:
    """Return the colour the map is drawn on."""
    return "#16191d" if dark else "#fbfaf7"


def unknown_colour(*, dark: bool = False) -> str:
    """Return the fill of an area whose figures are not known; it is hatched in `ink` as well."""
    return "#585852" if dark else "#b2b4af"


def ink(*, dark: bool = False) -> str:
    """Return the colour of words, hatching and the heavy outline of the marked class."""
    return "#f4f2ed" if dark else "#1a1a1a"


def halo(*, dark: bool = False) -> str:
    """Return the colour around words, points and heavy outlines, to part them from any class."""
    return "#101215" if dark else "#ffffff"


def boundary_colour(*, dark: bool = False) -> str:
    """Return the colour of the thin lines between areas and around the squares of a legend.

    Without them the class nearest the ground would melt into it.
    """
    return "#85837c" if dark else "#77756e"


def accent(*, dark: bool = False) -> str:
    """Return the one colour that is not data: a link, a focus ring, the chosen place."""
    return "#8ab4f8" if dark else "#0b57a4"


def text_colour(fill: str) -> str:
    """Return black or white, whichever reads better on a fill: 4.5 or more on any colour."""
    return max("#000000", "#ffffff", key=lambda text: contrast_ratio(text, fill))


def door_colour(kind: int = 0, *, dark: bool = False) -> str:
    """Return the fill of the symbols of a kind of door, which are drawn with a `halo`.

    Parameters
    ----------
    kind
        Which of the kinds of door on the map. Its shape tells it as well, so that nothing rests on
        colour.
    """
    colours = _DOORS_DARK if dark else _DOORS_LIGHT
    return colours[kind % len(colours)]
