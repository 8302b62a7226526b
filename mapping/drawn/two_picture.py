"""Two maps as one picture: side by side, with one key, and what differs above them."""

from __future__ import annotations

from dataclasses import replace

from geodata.model import Pack
from mapping.drawn.picture import Form, blank_figure, draw_map, saved
from mapping.drawn.picture_words import EDGE_MM, FOOT_MM, HEAD_MM, KEY_MM, draw_words, lines_mm
from mapping.map.two import TwoMaps

NAME_MM = 9.0  # above each map, for what it is of
GAP_MM = 3.0  # between the maps


def draw_two_maps(
    both: TwoMaps,
    pack: Pack,
    *,
    form: Form = "png",
    width_mm: float = 297.0,
    height_mm: float = 210.0,
    dpi: int = 200,
) -> bytes:
    """Draw two maps as one picture; the same input gives the same bytes."""
    figure = blank_figure(width_mm, height_mm, dpi)
    across = (width_mm - KEY_MM - GAP_MM) / 2
    up = height_mm - HEAD_MM - FOOT_MM - NAME_MM
    lefts = (KEY_MM, KEY_MM + across + GAP_MM)
    for at, (left, (_, spec)) in enumerate(zip(lefts, both.sides, strict=True)):
        place = (left / width_mm, FOOT_MM / height_mm, across / width_mm, up / height_mm)
        place_id = both.places[at] if both.places else None
        draw_map(figure.add_axes(place), spec, pack, place_id=place_id)
    found = both.differences
    words = replace(both.first, sentence=found.sentence(), heading=found.heading)
    is_alike = both.first.symbols == both.second.symbols
    draw_words(
        figure, words, () if is_alike else [(f"Map {name}", spec) for name, spec in both.sides]
    )
    over = figure.axes[-1]  # in millimetres, as the words are
    for left, (name, _) in zip(lefts, both.sides, strict=True):
        lines_mm(over, left + EDGE_MM, -HEAD_MM, name, across - 2 * EDGE_MM, size_pt=9.5,
                 bold=True, most=2)  # fmt: skip
    return saved(figure, both.first, form, dpi)
