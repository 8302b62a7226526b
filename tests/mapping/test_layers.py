"""Layers asked for by name: read, refused, written back, laid, and drawn by file and picture."""

import re
from dataclasses import replace

import pytest

from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.__main__ import main
from mapping.drawn.file import render_map_html
from mapping.drawn.picture import draw_map_png
from mapping.map.layered import describe_layers
from mapping.map.layers import sets
from mapping.map.layers.asked import MOST, Asked, by_height, read_layers, top_fill, write_layers
from mapping.map.layers.boundary import STROKES
from mapping.map.layers.sets import SETS
from mapping.map.palette import KINDS
from mapping.map.symbols import MARK_SVG, MARK_WORDS
from mapping.served import packs
from tests.builders import tiny_pack
from tests.kept_packs import write_once
from tests.mapping.reading import opened
from tests.mapping.test_ground_map import with_ground

SMALL = {"width_mm": 127, "height_mm": 100, "dpi": 50}


@pytest.fixture(scope="module")
def pack():
    return with_ground(tiny_pack())


def read(value, pack):
    return read_layers(value, pack, "the address, layers")


def spec_of(value, pack):
    asked, problems = read(value, pack)
    assert not problems
    return describe_layers(pack, measure_gaps(pack, default_question(pack)), asked)


def kind_of(pack):
    return default_question(pack).place_kind


def service_of(pack):
    return default_question(pack).service


@pytest.mark.parametrize("value", ["ground,fill.gap", "-fill.need*60,out.far", "fill.none*0"])
def test_what_is_read_is_written_back(value, pack):
    asked, problems = read(value, pack)
    assert write_layers(asked) == value
    assert problems == ()


def test_each_reason_why_layers_cannot_be_used_is_told_once_and_the_rest_is_kept(pack):
    asked, problems = read("grond,fill.gap,fill.need(*9,line.nowhere,fill.gap,,out.far*007", pack)
    assert [each.key for each in asked] == ["fill.gap", "out.far"]
    assert [each.found for each in problems] == [
        "'grond', 'line.nowhere' and ''", "'fill.need(*9'", "'out.far*007'", "'fill.gap'",
    ]  # fmt: skip
    told = " ".join(each.sentence() for each in problems)
    assert "fill. and" not in told  # said as a sentence, not as a grammar


@pytest.mark.parametrize("opacity", ["-5", "101", "", "6O", "1e2", "*", "٣"])
def test_a_layer_whose_opacity_cannot_be_used_is_drawn_in_full_and_told(opacity, pack):
    asked, problems = read(f"ground*{opacity},-fill.gap*40,out.far", pack)
    assert write_layers(asked) == "ground,-fill.gap*40,out.far"
    assert [each.found for each in problems] == [f"'ground*{opacity}'"]
    assert "full opacity" in problems[0].sentence()


def test_the_colours_that_are_seen_are_the_highest_that_are_on(pack):
    asked, _ = read("fill.need,fill.gap,-fill.reach", pack)
    assert top_fill(asked) == "gap"


def test_colours_lie_below_lines_and_these_below_doors(pack):
    asked, _ = read("doors,out.far,line,fill.gap", pack)
    assert [each.kind for each in by_height(asked)] == ["fill", "out", "line", "doors"]


def test_as_many_lines_as_can_be_read_at_once_are_on(pack, monkeypatch):
    counts = pack.places["kind"].value_counts()
    most = int(counts.max())
    for at_once, is_on in ((most, True), (most - 1, False)):
        monkeypatch.setattr(sets, "MOST_AT_ONCE", at_once)
        lines = [each for each in SETS["whose-lines"].layers(pack) if each.kind == "line"]
        assert {each.is_on for each in lines if counts[each.what] == most} == {is_on}


def test_the_layer_that_was_perhaps_meant_is_named(pack):
    assert "ground is the nearest" in read("grond", pack)[1][0].expected


@pytest.mark.parametrize(
    "value",
    ["<script>alert(1)</script>", "fill.gap<img src=x onerror=1>", "((((", ")", "*", "-",
     "%", "fill.%ZZ", "\u202efill.gap", "x" * 50_000, "fill.gap(" + "a:b," * 5000],
)  # fmt: skip
def test_whatever_an_address_holds_is_told_in_few_words_and_breaks_nothing(value, pack):
    asked, problems = read(f"{value},fill.need", pack)
    assert {each.key for each in asked} <= {"fill.need", "fill.gap"}
    assert 1 <= len(problems) <= 3
    assert all(len(each.sentence()) < 600 for each in problems)


def test_of_a_hundred_layers_the_first_forty_are_read_and_two_sentences_told(pack):
    asked, problems = read(",".join(["fill.gap", "fill.need"] * 50), pack)
    assert [each.key for each in asked] == ["fill.gap", "fill.need"]
    assert [each.found for each in problems] == ["'fill.gap' and 'fill.need'", "100 layers"]


def test_full_opacity_may_be_written_and_is_not_written_back(pack):
    asked, problems = read("fill.gap*100,out.far*0", pack)
    assert not problems
    assert write_layers(asked) == "fill.gap,out.far*0"


def test_a_ground_that_the_pack_does_not_hold_cannot_be_asked_for():
    asked, problems = read("ground,fill.gap", tiny_pack())
    assert [each.key for each in asked] == ["fill.gap"]
    assert len(problems) == 1


def test_no_more_layers_than_can_be_told_apart_are_read(pack):
    asked, problems = read(",".join(["fill.gap"] * (MOST + 5)), pack)
    assert len(asked) == 1
    assert problems[-1].found == f"{MOST + 5} layers"


def test_of_several_colours_the_highest_that_is_on_is_seen(pack):
    assert spec_of("fill.need,fill.reach", pack).colour_by == "reach"
    assert spec_of("fill.need,-fill.reach", pack).colour_by == "need"
    assert spec_of("out.far", pack).colour_by == "none"


def test_colours_lie_on_the_ground_and_lines_on_colours_whatever_is_asked_for_first(pack):
    keys = [layer.key for layer in spec_of("out.far,fill.gap,ground*50", pack).layers]
    assert keys == ["ground", "fill.gap", "out.far"]
    assert spec_of("fill.gap,ground*50", pack).layers[0].opacity == 50


def test_a_layer_that_is_off_is_listed_and_neither_drawn_nor_credited(pack):
    kind = kind_of(pack)
    on, off = (spec_of(f"fill.none,{way}line.{kind}", pack) for way in ("", "-"))
    assert [len(each.boundaries) for each in (on, off)] == [1, 0]
    assert len(on.layers) == len(off.layers)
    assert draw_map_png(on, pack, words=False, **SMALL) != draw_map_png(
        off, pack, words=False, **SMALL
    )


def test_the_outline_is_of_the_class_it_names_over_any_colours(pack):
    gaps = measure_gaps(pack, default_question(pack))
    spec = spec_of("fill.reach,out.far", pack)
    (outline,) = spec.outlines
    assert list(outline.is_inside) == list(gaps.areas["gap_class"].eq(8))
    bare = spec_of("fill.reach", pack)
    everywhere = replace(outline, is_inside=(True,) * len(pack.areas))
    drawn = [
        draw_map_png(each, pack, words=False, **SMALL)
        for each in (bare, replace(bare, layers=(*bare.layers, everywhere)))
    ]
    assert drawn[0] != drawn[1]


def test_boundaries_are_told_apart_by_line_and_their_key_says_which(pack):
    kinds = list(pack.info.place_kinds)[:2]
    assert len(kinds) == 2
    spec = spec_of("fill.gap," + ",".join(f"line.{kind}" for kind in kinds), pack)
    html = render_map_html(spec, pack)
    for kind in kinds:
        assert pack.info.place_kinds[kind].plural in html.casefold()
    assert len(set(STROKES)) == len(STROKES)
    drawn = re.findall(r'stroke-width="([\d.]+)" stroke-dasharray="([^"]+)"', html)
    assert len(set(drawn)) == 2


def test_several_services_are_told_apart_by_shape_or_colour(pack):
    services = list(pack.info.services)
    spec = spec_of("fill.gap," + ",".join(f"doors.{key}" for key in services), pack)
    assert [layer.service for layer in spec.services] == services
    assert len(spec.symbols) == len({(shape, colour) for shape, _, colour in spec.symbols})
    assert len(spec.symbols) == len({label for _, label, _ in spec.symbols})
    kinds = {(point.kind_label, point.shape, point.colour) for point in spec.points}
    assert len(kinds) == len({kind for kind, *_ in kinds})  # one kind is drawn one way
    assert len({colour for *_, colour in kinds}) == min(len(kinds), KINDS)


@pytest.mark.parametrize("form", ["html", "png", "svg"])
def test_the_command_writes_the_layers_that_it_is_given(form, pack, tmp_path):
    write_once(pack, tmp_path / "pack")
    asked = f"ground,fill.need*70,out.far,line.{kind_of(pack)},doors.{service_of(pack)}"
    paths = [tmp_path / f"{name}.{form}" for name in ("one", "two")]
    for path in paths:
        words = ["--pack", str(tmp_path / "pack"), "--layers", asked, "--out", str(path)]
        assert main(["map", *words]) == 0
    first, second = (path.read_bytes() for path in paths)
    assert first == second  # the same map, the same bytes
    start = {"html": b"<!DOCTYPE html>", "png": b"\x89PNG", "svg": b"<?xml"}[form]
    assert first.startswith(start)


def test_a_service_is_laid_again_by_a_name_of_its_own_with_marks_for_each_time(pack):
    service = service_of(pack)
    value = f"line,doors.{service},doors.{service}~2(border:across)*60,-doors.{service}~3"
    asked, problems = read(value, pack)
    assert (write_layers(asked), problems) == (value, ())
    spec = spec_of(value, pack)
    assert [each.key for each in spec.layers if each.key.startswith("doors")] == [
        f"doors.{service}", f"doors.{service}~2", f"doors.{service}~3",
    ]  # fmt: skip
    plain = spec_of(f"line,doors.{service}", pack)
    assert plain.marks == ()
    assert {point.marks for point in plain.points} == {()}
    # Every door of the first is drawn once; what is in both has both marks.
    first, second = spec.services
    assert len(spec.points) == len(plain.points)
    across = {key for point in second.points for key in point.asset_ids}
    for point in spec.points:
        assert point.marks == ((1, 2) if across & {*point.asset_ids} else (1,))
    assert [mark for mark, _ in spec.marks] == [1, 2]
    assert spec.marks[1][1].startswith(f"{second.title}: ")
    assert second.title == f"{first.title} (2)"


def test_only_services_are_laid_again_and_at_most_three_times(pack):
    service = service_of(pack)
    value = f"line~2,fill.gap~2,doors.{service}~4,doors.{service}~2,doors.{service}~2(age:2)"
    asked, problems = read(value, pack)
    assert [each.key for each in asked] == [f"doors.{service}~2"]
    assert len(problems) == 2
    left = spec_of(f"doors.{service}~2", pack)
    assert [each.mark for each in left.services] == [2]


@pytest.mark.parametrize("mark", [1, 2, 3])
def test_a_service_laid_again_is_marked_in_picture_file_and_key(mark, pack, monkeypatch):
    service = service_of(pack)
    name = "" if mark == 1 else f"~{mark}"
    other = "~2" if mark == 1 else ""
    spec = spec_of(f"fill.none,doors.{service}{name},-doors.{service}{other}", pack)
    drawn = []
    monkeypatch.setattr(
        "mapping.drawn.picture_doors.draw_mark", lambda *given, **_: drawn.append(given[-1])
    )
    gaps = measure_gaps(pack, default_question(pack))
    draw_map_png(spec, pack, **SMALL)
    page = render_map_html(spec, pack, gaps)
    assert {*drawn} == {mark}
    assert f"{MARK_WORDS[mark]}: {spec.services[0].title}" in page
    assert MARK_SVG[mark] in page


def test_the_command_refuses_what_cannot_be_drawn_and_writes_nothing(pack, tmp_path, capsys):
    write_once(pack, tmp_path / "pack")
    path = tmp_path / "map.png"
    words = ["--pack", str(tmp_path / "pack"), "--layers", "fill.gap,line.nowhere"]
    assert main(["map", *words, "--out", str(path)]) == 2
    assert "'line.nowhere'" in capsys.readouterr().err
    assert not path.exists()


def test_a_layer_says_itself(pack):
    spec = spec_of(f"ground,fill.gap,out.far,line.{kind_of(pack)},doors.{service_of(pack)}", pack)
    for layer in spec.layers:
        assert layer.sentence()
        assert layer.title
        assert layer.sources
        assert set(layer.credits) <= set(spec.credits)
    assert Asked(kind="ground").written == "ground"


@pytest.fixture
def served(pack, tmp_path, monkeypatch):
    write_once(pack, tmp_path / "pack")
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path / "pack"))


def test_the_page_tells_of_a_layer_that_is_gone_and_holds_the_others(served):
    del served
    page = opened("map", layers="ground,fill.need,line.gone,out.far")
    assert "gone" in " ".join(each.value for each in page.warning)
    assert page.query_params["layers"] in ("ground,fill.need,out.far", ["ground,fill.need,out.far"])


def test_layers_are_kept_when_the_map_is_opened_again_without_them(served):
    del served
    page = opened("map", layers="fill.need,out.far")
    del page.query_params["layers"]
    page.run()
    assert page.query_params["layers"] in ("fill.need,out.far", ["fill.need,out.far"])
