"""Any two classes can be told apart, by every eye and at half contrast, on light and on dark."""

from __future__ import annotations

import re
from ast import literal_eval
from itertools import combinations, product
from typing import get_args

import numpy as np
import pytest
from shapely import Polygon

from mapping.map.colour import (
    DISPLAYS,
    VISIONS,
    contrast_ratio,
    differences,
    lab_from_srgb,
    rgb_from_hex,
)
from mapping.map.layers.boundary import STROKES
from mapping.map.palette import (
    KINDS,
    accent,
    boundary_colour,
    door_colour,
    ground,
    halo,
    ink,
    scale,
    text_colour,
    unknown_colour,
)
from mapping.map.points import FIRST, SHAPES, symbols_of
from mapping.map.symbols import CORNERS
from mapping.map.values import Scale

LEAST = 10.0  # CIEDE2000 between any two classes
NAMED, LEAST_NAMED = 6, 18.0  # the first kinds of door, which lie on most maps
LEAST_UNKNOWN_WASHED = 6.0  # by colour alone; it is hatched as well

SCALES = ("gap", "need", "reach", "hotspot", "change", "indicator", "amount")
GROUNDS = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
EVERY_SCALE = pytest.mark.parametrize("colour_by", SCALES)
EVERY_EYE = pytest.mark.parametrize("vision", VISIONS)


def _lightness(colours):
    return lab_from_srgb(rgb_from_hex(colours))[:, 0]


def _fills(dark):
    """Every colour an area may have."""
    scales = [scale(colour_by, dark=dark) for colour_by in get_args(Scale)]
    return [colour for colours in scales for colour in colours] + [unknown_colour(dark=dark)]


def test_every_scale_has_a_colour_for_each_class():
    lengths = {colour_by: len(scale(colour_by)) for colour_by in get_args(Scale)}
    assert lengths == {
        "gap": 9,
        "need": 5,
        "reach": 6,
        "none": 1,
        "hotspot": 5,
        "change": 3,
        "indicator": 5,
        "amount": 5,
    }
    assert {key: len(scale(key, dark=True)) for key in lengths} == lengths


@pytest.mark.parametrize("display", DISPLAYS)
@EVERY_EYE
@EVERY_SCALE
@GROUNDS
def test_any_two_classes_can_be_told_apart(colour_by, dark, vision, display):
    colours = scale(colour_by, dark=dark)
    found = differences(colours, vision, display)
    assert found[np.triu_indices(len(colours), 1)].min() >= LEAST


@pytest.mark.parametrize(
    ("display", "least"), [("full", LEAST), ("half", LEAST), ("washed", LEAST_UNKNOWN_WASHED)]
)
@EVERY_EYE
@EVERY_SCALE
@GROUNDS
def test_not_known_is_like_no_class(colour_by, dark, vision, display, least):
    colours = (*scale(colour_by, dark=dark), unknown_colour(dark=dark))
    assert differences(colours, vision, display)[-1, :-1].min() >= least


@GROUNDS
def test_gap_stands_out_more_with_need_and_with_reach(dark):
    light = _lightness([*scale("gap", dark=dark)]).reshape(3, 3)
    fall = light if dark else -light
    assert (np.diff(fall, axis=0) >= 8).all()  # needier
    assert (np.diff(fall, axis=1) >= 8).all()  # harder to reach


@pytest.mark.parametrize(
    ("colour_by", "step"), [("need", 11.5), ("indicator", 11.5), ("amount", 11.5), ("reach", 7.5)]
)
@GROUNDS
def test_classes_stand_out_less_from_worst_to_best(colour_by, step, dark):
    colours = scale(colour_by, dark=dark)
    light = _lightness(colours)
    assert (np.diff(-light if dark else light) >= step).all()
    far = [contrast_ratio(colour, ground(dark=dark)) for colour in colours]
    assert far == sorted(far, reverse=True)


@pytest.mark.parametrize("colour_by", ["gap", "need", "reach", "indicator", "amount"])
def test_on_a_dark_ground_the_worst_is_vivid_and_not_near_white(colour_by):
    worst = 8 if colour_by == "gap" else 0
    _, *ab = lab_from_srgb(rgb_from_hex([scale(colour_by, dark=True)[worst]]))[0]
    assert np.hypot(*ab) >= 35
    assert differences([scale(colour_by, dark=True)[worst], "#ffffff"])[0, 1] >= 15


@GROUNDS
def test_the_marked_class_is_parted_from_its_own_outline(dark):
    """The outline is a line in ink and, within it, one in the colour of haloes."""
    marked = scale("gap", dark=dark)[8]
    lines = [ink(dark=dark), halo(dark=dark)]
    assert max(contrast_ratio(line, marked) for line in lines) >= 7


@GROUNDS
def test_ends_of_the_grid_stand_nearest_and_furthest_from_the_ground(dark):
    colours = scale("gap", dark=dark)
    far = [contrast_ratio(colour, ground(dark=dark)) for colour in colours]
    assert far.index(min(far)) == 0
    assert far.index(max(far)) == 8


@pytest.mark.parametrize("kind", range(KINDS))
@GROUNDS
def test_a_symbol_or_its_halo_stands_out_on_any_fill(kind, dark):
    symbol, around = door_colour(kind, dark=dark), halo(dark=dark)
    assert contrast_ratio(symbol, around) >= 9  # so that one of the two has 3 on any colour at all
    for fill in _fills(dark):
        assert max(contrast_ratio(symbol, fill), contrast_ratio(around, fill)) >= 3


@EVERY_EYE
@GROUNDS
def test_every_eye_tells_the_colours_of_any_two_kinds_of_door(dark, vision):
    colours = [door_colour(kind, dark=dark) for kind in range(KINDS)]
    apart = differences(colours, vision)
    assert apart[np.triu_indices(KINDS, 1)].min() >= LEAST


@GROUNDS
def test_the_first_kinds_of_door_differ_at_a_glance(dark):
    colours = [door_colour(kind, dark=dark) for kind in range(NAMED)]
    assert differences(colours)[np.triu_indices(NAMED, 1)].min() >= LEAST_NAMED


def test_what_a_mapping_exercise_names_shares_neither_colour_nor_shape():
    """Also on a map with many other kinds, which may share a colour but never the whole symbol."""
    symbols = symbols_of([*FIRST[:KINDS], *(f"kind-{at}" for at in range(100))])
    named = [symbols[kind] for kind in FIRST[:KINDS]]
    assert len({each.colour for each in named}) == len({each.shape for each in named}) == KINDS
    assert len(set(symbols.values())) == len(symbols)


@pytest.mark.parametrize(("shape", "other"), [*combinations(CORNERS, 2)])
def test_no_two_symbols_cover_each_other(shape, other):
    one, two = Polygon(CORNERS[shape]), Polygon(CORNERS[other])
    assert one.is_valid
    assert one.intersection(two).area / one.union(two).area < 0.8


def test_the_app_draws_symbols_by_the_same_corners(request):
    script = request.config.rootpath / "mapping" / "component" / "canvas.js"
    text = script.read_text(encoding="utf-8")
    for shape, corners in CORNERS.items():
        [drawn] = re.findall(rf"^  {shape}: (\[.*?^  \]),", text, re.DOTALL | re.MULTILINE)
        assert [tuple(each) for each in literal_eval(drawn)] == list(corners)
    assert all(
        re.search(rf"^  {shape}: ", text, re.MULTILINE) for shape in set(SHAPES) - {"circle"}
    )


@GROUNDS
def test_an_outline_or_its_halo_stands_out_on_any_fill(dark):
    line, around = ink(dark=dark), halo(dark=dark)
    for fill in _fills(dark):
        assert max(contrast_ratio(line, fill), contrast_ratio(around, fill)) >= 3


@GROUNDS
def test_hatching_shows_on_what_is_not_known(dark):
    assert contrast_ratio(ink(dark=dark), unknown_colour(dark=dark)) >= 4.5


@GROUNDS
def test_a_boundary_parts_the_faintest_classes_from_the_ground(dark):
    faintest = [scale("gap", dark=dark)[0], *(scale(by, dark=dark)[-1] for by in ("need", "reach"))]
    for colour in [ground(dark=dark), *faintest]:
        assert contrast_ratio(boundary_colour(dark=dark), colour) >= 3


@GROUNDS
def test_words_can_be_read(dark):
    assert contrast_ratio(ink(dark=dark), ground(dark=dark)) >= 7
    assert contrast_ratio(ink(dark=dark), halo(dark=dark)) >= 7
    assert contrast_ratio(accent(dark=dark), ground(dark=dark)) >= 4.5
    for fill in _fills(dark):
        assert contrast_ratio(text_colour(fill), fill) >= 4.5


def test_the_document_names_every_colour(request):
    document = (request.config.rootpath / "docs" / "colours.md").read_text(encoding="utf-8")
    for dark, colour_by in product((False, True), get_args(Scale)):
        for colour in scale(colour_by, dark=dark):
            assert colour in document


def _over(colour, fill, opacity):
    """Return a colour drawn over another with some opacity, as a canvas mixes them."""
    mixed = opacity * rgb_from_hex([colour])[0] + (1 - opacity) * rgb_from_hex([fill])[0]
    return "#" + "".join(f"{round(255 * part):02x}" for part in mixed)


@pytest.mark.parametrize("opacity", [1, 0.8, 0.5])
@GROUNDS
def test_a_boundary_holds_on_every_fill_by_its_casing_or_itself(dark, opacity):
    for fill in _fills(dark):
        line, casing = (_over(each(dark=dark), fill, opacity) for each in (ink, halo))
        assert contrast_ratio(line, casing) >= 3
        assert max(contrast_ratio(line, fill), contrast_ratio(casing, fill)) >= 1.7
        if opacity == 1:
            assert max(contrast_ratio(line, fill), contrast_ratio(casing, fill)) >= 3


def test_kinds_of_boundary_are_told_apart_by_width_or_dash_and_no_gap_is_filled():
    for (width, dash), (other, also) in combinations(STROKES, 2):
        assert dash != also or max(width / other, other / width) >= 1.5
    widest = max(width for width, _ in STROKES)
    for width, dash in STROKES:
        assert all(gap >= 1.5 * width for gap in dash[1::2])
    assert widest <= 2.5  # wider is a heavy outline
