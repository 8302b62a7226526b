"""Names stand where people are, clear of one another and of symbols, in picture and file."""

import re
from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from layers.gaps import measure_gaps
from layers.places import member_areas
from layers.question.question import default_question
from mapping.drawn.file import render_map_html
from mapping.drawn.picture_doors import doors_on
from mapping.drawn.picture_names import write_names
from mapping.map.describe import describe_map
from mapping.map.label_points import label_points
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import read_layers
from tests.builders import tiny_origins, tiny_pack
from tests.kept_packs import starter_pack

OFFERS = re.compile(r" \+\d+$")  # of those without a door in a place


def spread_out(pack):
    """The tiny pack with neighbourhoods ten times as far apart, so that none is near another."""
    pack.areas.geometry = pack.areas.geometry.affine_transform([10, 0, 0, 10, 0, 0])
    pack.places.geometry = pack.places.geometry.affine_transform([10, 0, 0, 10, 0, 0])
    pack.origins[["easting_m", "northing_m"]] *= 10
    return pack


@pytest.mark.parametrize("busiest", ["A1", "A2", "A3"])
def test_the_name_of_a_place_stands_where_its_people_are(busiest):
    pack = spread_out(tiny_pack())
    pack.areas["people_all"] = np.where(pack.areas.index == busiest, 5000.0, 10.0)
    kind = next(iter(pack.info.place_kinds))
    for key, point in label_points(pack, kind).items():
        inside = member_areas(pack, key)
        if busiest in inside.index:
            assert pack.areas.geometry[busiest].covers(point)
        assert pack.places.geometry[key].covers(point)


def test_a_place_without_people_is_named_inside_it():
    pack = spread_out(tiny_pack(origins=tiny_origins().iloc[:0]))
    pack.areas["people_all"] = np.nan
    for kind in pack.info.place_kinds:
        points = label_points(pack, kind)
        assert all(pack.places.geometry[key].covers(point) for key, point in points.items())


@pytest.fixture(scope="module")
def starter():
    pack = starter_pack()
    return pack, measure_gaps(pack, default_question(pack))


def names_of(spec, pack):
    figure = Figure(figsize=(7, 6), dpi=120)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    west, south, east, north = pack.areas.total_bounds
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    write_names(axes, spec, pack, doors_on(axes, spec))
    boxes = [text.get_window_extent() for text in axes.texts if text.get_visible()]
    written = [text.get_text().replace("\n", " ") for text in axes.texts if text.get_visible()]
    words = [OFFERS.sub("", each) for each in written]
    return words, boxes


def test_every_place_of_the_picture_is_named_and_no_name_lies_on_another(starter):
    pack, gaps = starter
    spec = describe_map(pack, gaps, "gap")
    words, boxes = names_of(spec, pack)
    kind = spec.boundaries[-1].place_kind.key
    assert set(pack.places["name"][pack.places["kind"].eq(kind)]) <= set(words)
    assert len(words) == len(set(words))
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


def test_two_kinds_of_boundary_are_both_named_each_in_its_own_way(starter):
    pack, gaps = starter
    first, second = list(pack.info.place_kinds)[:2]
    asked, _ = read_layers(f"fill.gap,line.{first},line.{second}", pack, "")
    spec = describe_layers(pack, gaps, asked)
    html = render_map_html(spec, pack, gaps)
    assert "place-label n0 led " in html
    assert "place-label n1 " in html
    words, _ = names_of(spec, pack)
    assert set(pack.places["name"][pack.places["kind"].eq(second)]) <= set(words)


def test_the_file_holds_the_rule_by_which_names_find_room(starter):
    pack, gaps = starter
    html = render_map_html(describe_map(pack, gaps, "gap"), pack, gaps)
    script = html[html.rindex("<script>") :]
    assert "function findRoom(" in script
    assert not re.search(r"^import ", script, flags=re.MULTILINE)
