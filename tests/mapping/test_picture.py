"""The map as a still picture."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from geodata.errors import QuestionError
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.drawn.picture import blank_figure, draw_map, draw_map_png, picture_alt_text
from mapping.drawn.strokes import MARKERS, drawable, scale_km, wrapped
from mapping.map.describe import describe_map
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import read_layers
from mapping.map.layers.marked import MarkedLayer
from mapping.map.palette import scale
from mapping.map.spec import COUNTED, UNSURE
from tests.browser.packs import hostile_pack
from tests.builders import tiny_info, tiny_pack
from tests.kept_packs import starter_pack

SMALL = {"width_mm": 60, "height_mm": 60, "dpi": 100, "words": False}


def spec_of(pack, colour_by="gap"):
    return describe_map(pack, measure_gaps(pack, default_question(pack)), colour_by)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def share_of(colour, picture):
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return float((np.abs(picture.astype(int) - wanted).max(axis=-1) <= 2).mean())


def test_the_picture_has_the_size_asked_for():
    pack = tiny_pack()
    picture = pixels(draw_map_png(spec_of(pack), pack, width_mm=127, height_mm=254, dpi=100))
    assert picture.shape == (1000, 500, 3)


def test_the_same_map_gives_the_same_bytes_without_a_date():
    pack = tiny_pack()
    first = draw_map_png(spec_of(pack), pack, **SMALL)
    assert first == draw_map_png(spec_of(pack), pack, **SMALL)
    assert b"tEXt" not in first
    assert b"tIME" not in first


def test_areas_have_the_colour_of_their_class():
    pack = tiny_pack()
    spec = spec_of(pack)
    picture = pixels(draw_map_png(spec, pack, **SMALL))
    for code in set(spec.classes):
        expected = spec.classes.count(code) / 9
        assert share_of(scale("gap")[code], picture) > expected * 0.35


def test_a_class_of_its_own_and_hatching_for_what_is_not_known():
    known = tiny_pack()
    unknown = tiny_pack(deciles=dict.fromkeys(known.areas.index))
    spec = spec_of(replace(unknown, areas=unknown.areas))
    picture = pixels(draw_map_png(spec, unknown, **SMALL))
    assert set(spec.classes) == {9}
    assert share_of("#8a8a8a", picture) > 0.02


def test_the_marked_class_is_outlined_as_well_as_coloured():
    pack = tiny_pack()
    spec = spec_of(pack)
    plain = spec.with_fill(legend=replace(spec.legend, marked=None))
    assert 8 in spec.classes
    assert draw_map_png(spec, pack, **SMALL) != draw_map_png(plain, pack, **SMALL)


def test_a_chosen_place_fills_the_picture_and_its_surroundings_fade():
    pack = tiny_pack()
    spec = spec_of(pack, "none")
    near = pixels(draw_map_png(spec, pack, place_id="team-b", **SMALL))
    strong = share_of(scale("none")[0], near)
    assert 0.15 < strong < 0.4  # a third of the height wide: one of three columns, at full strength


def test_a_place_that_is_not_there_is_refused():
    pack = tiny_pack()
    with pytest.raises(QuestionError):
        draw_map_png(spec_of(pack), pack, place_id="nowhere", **SMALL)


def test_illustrative_is_printed_on_it():
    pack, real = tiny_pack(), tiny_pack(info=tiny_info(illustrative=False))
    assert draw_map_png(spec_of(pack), pack, **SMALL) != draw_map_png(spec_of(real), real, **SMALL)
    assert "illustrative" in picture_alt_text(spec_of(pack))
    assert "illustrative" not in picture_alt_text(spec_of(real))


def test_reach_is_hatched_for_a_print_without_colour():
    pack = tiny_pack()
    bare = draw_map_png(spec_of(pack), pack, **SMALL)
    assert draw_map_png(spec_of(pack), pack, **SMALL, is_hatched=True) != bare


def test_only_need_and_reach_together_are_hatched():
    pack = tiny_pack()
    spec = describe_map(pack, measure_gaps(pack, default_question(pack)), "need")
    bare = draw_map_png(spec, pack, **SMALL)
    assert draw_map_png(spec, pack, **SMALL, is_hatched=True) == bare


def test_a_picture_in_detail_names_the_areas_of_its_place():
    pack = tiny_pack()
    wide = SMALL | {"place_id": "team-a"}
    bare = draw_map_png(spec_of(pack), pack, **wide)
    assert draw_map_png(spec_of(pack), pack, **wide, is_detail=True) != bare


def is_name(text, pack):
    said = " ".join(text.get_text().split())
    return text.get_visible() and said in set(pack.places["name"])


def test_names_stand_clear_of_what_a_key_covers(starter):
    spec = layered("fill.gap,line", starter)
    ends = {}
    for clear in (1.0, 0.6):
        figure = blank_figure(95, 41, 200)
        axes = figure.add_axes((0, 0, 1, 1))
        draw_map(axes, spec, starter, clear=clear)
        renderer = figure.canvas.get_renderer()
        names = [each for each in axes.texts if is_name(each, starter)]
        extents = [each.get_window_extent(renderer) for each in names]
        ends[clear] = max(each.x1 for each in extents) / figure.bbox.width
    assert ends[0.6] <= 0.6 < ends[1.0]


def test_the_name_of_the_place_that_a_picture_is_about_is_never_left_out(starter):
    spec = spec_of(starter)
    for place_id in starter.places.index[::9]:
        place = starter.places.loc[place_id]
        named = starter.places.assign(
            name=starter.places["name"].where(starter.places.index != place_id, "A" + 14 * " long")
        )
        pack = replace(starter, places=named)
        axes = blank_figure(95, 41, 100).add_axes((0, 0, 1, 1))
        draw_map(axes, spec, pack, place_id=place_id, clear=0.67)
        assert "A" + 14 * " long" in said_on(axes), place["name"]


def test_what_is_chosen_is_drawn_above_all_and_named_but_for_what_is_out_of_sight():
    pack = tiny_pack()
    spec = spec_of(pack)
    spot = {"key": "marked.spot", "asset_id": "centre-a"}
    marked = MarkedLayer(title="Field Centre", easting_m=540500, northing_m=290500, **spot)
    away = replace(marked, title="Far Centre", easting_m=590500)
    chosen = replace(spec, layers=(*spec.layers, marked, away))
    before, after = drawn_on(spec, pack), drawn_on(chosen, pack)
    assert set(said_on(after)) - set(said_on(before)) == {"Field Centre"}
    own = [
        line
        for line in after.lines
        if list(line.get_xdata()) == [540500] and line.get_zorder() > 8.1
    ]
    assert len(own) == 3  # a ring, its halo, and the symbol of the door
    [door] = [each for each in spec.points if "centre-a" in each.asset_ids]
    [symbol] = [each for each in own if each.get_zorder() == max(e.get_zorder() for e in own)]
    assert symbol.get_marker() == MARKERS[door.shape]


def test_unkind_names_are_drawn_as_they_are():
    pack = hostile_pack()
    assert draw_map_png(spec_of(pack), pack, width_mm=120, height_mm=90, dpi=60)


def test_a_picture_says_itself_in_words():
    pack = tiny_pack()
    spec = spec_of(pack)
    said = picture_alt_text(spec, place="Team Alder", sentence="All is well.")
    assert said.startswith("Map of Team Alder, coloured by need and reach together. All is well.")
    assert spec.sentence in picture_alt_text(spec)
    assert "\n" not in said


def test_text_that_cannot_be_drawn_is_marked():
    assert drawable("市 a\nb\u202e") == "▯ a b"
    assert drawable("حديقة") == "حديقة"


def test_a_scale_bar_is_a_round_length_that_fits():
    assert scale_km(100_000) == 20
    assert scale_km(9_000) == 2
    assert scale_km(700) == pytest.approx(0.1)


def test_words_are_wrapped_to_a_width():
    lines = wrapped("one two three four five six seven eight nine ten", 10, 30)
    assert len(lines) > 1
    assert " ".join(lines) == "one two three four five six seven eight nine ten"
    assert wrapped("unbreakablelongword", 10, 5) == ["unbreakablelongword"]


def drawn_on(spec, pack, width_mm=196, height_mm=150):
    """The axes of a map, with everything that is drawn on it."""
    axes = blank_figure(width_mm, height_mm, 100).add_axes((0, 0, 1, 1))
    draw_map(axes, spec, pack)
    return axes


def layered(written, pack):
    asked, problems = read_layers(written, pack, "")
    assert not problems
    return describe_layers(pack, measure_gaps(pack, default_question(pack)), asked)


@pytest.fixture(scope="module")
def starter():
    return starter_pack()


def said_on(axes):
    return [" ".join(each.get_text().split()) for each in axes.texts if each.get_visible()]


def test_offers_without_a_door_are_counted_after_the_names_of_places(starter):
    spec = layered("fill.gap,line,doors,offers", starter)
    [offers] = [layer for layer in spec.layers if layer.key == "offers"]
    names = starter.places["name"]
    told = said_on(drawn_on(spec, starter, 290, 226))
    assert spec.counts == offers.counts
    for place_id, count in offers.counts.items():
        assert f"{names[place_id]} +{count}" in told
    off = layered("fill.gap,line,doors,-offers", starter)
    assert not [each for each in said_on(drawn_on(off, starter, 290, 226)) if "+" in each]
    assert COUNTED.endswith("its offers without a door there.")


def test_doors_too_near_each_other_are_one_number_and_none_is_lost(starter):
    spec = layered("fill.none,line,doors", starter)
    for size in ((290, 226), (60, 46)):
        axes = drawn_on(spec, starter, *size)
        numbers = [int(each.get_text()) for each in axes.texts if each.get_gid()]
        symbols = [line for line in axes.lines if line.get_marker() != "None"]
        alone = len(symbols) / 2  # each has a halo
        assert alone + sum(numbers) == sum(len(point.asset_ids) for point in spec.points)
        assert all(number > 1 for number in numbers)
    assert numbers


def test_a_door_that_does_not_say_what_is_asked_is_faint(starter):
    spec = layered("fill.none,line,doors*60", starter)
    [services] = spec.services
    unsure = tuple(replace(point, is_unsure=at % 2 == 0) for at, point in
                   enumerate(services.points))  # fmt: skip
    layers = tuple(replace(layer, make_points=lambda: unsure) if layer is services else layer
                   for layer in spec.layers)  # fmt: skip
    faint = replace(spec, layers=layers)
    full, part = 0.6, 0.6 * UNSURE
    assert {opacity for _, opacity in faint.doors} == {full, part}
    assert {full, part} <= {line.get_alpha() for line in drawn_on(faint, starter).lines}
    assert part not in {line.get_alpha() for line in drawn_on(spec, starter).lines}
