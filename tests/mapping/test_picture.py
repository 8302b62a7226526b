"""The map as a still picture."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from geodata.errors import QuestionError
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.drawn.picture import draw_map_png, picture_alt_text
from mapping.drawn.strokes import drawable, scale_km, wrapped
from mapping.map.describe import describe_map
from mapping.map.palette import scale
from tests.browser.packs import hostile_pack
from tests.builders import tiny_info, tiny_pack

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


def test_marks_are_drawn():
    pack = tiny_pack()
    bare = draw_map_png(spec_of(pack), pack, **SMALL)
    marks = {"area_marks": {"A1": "1", "C3": "2"}, "point_marks": {"centre-a": "A"}}
    assert draw_map_png(spec_of(pack), pack, **SMALL, **marks) != bare


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
    assert drawable("市 a\nb\u202e") == "? a b"
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
