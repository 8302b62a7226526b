import json
from dataclasses import replace

import pytest

from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.component import LOADER
from mapping.map import palette
from mapping.map.describe import describe_map
from mapping.served.layer_bodies import look_body
from mapping.served.message import Pick, basemap, edition, map_message, read_pick
from tests.builders import tiny_info, tiny_pack


def tiny_message(colour_by="gap", **changes):
    pack = tiny_pack()
    question = default_question(pack)
    spec = describe_map(pack, measure_gaps(pack, question), colour_by)
    return map_message(spec, pack, question, **changes)


def test_a_class_is_one_digit_for_each_area_in_the_packs_order():
    message = tiny_message()
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    assert message["classes"] == "".join(str(code) for code in gaps.areas["gap_class"])


@pytest.mark.parametrize("colour_by", ["gap", "need", "reach", "none"])
def test_every_class_has_a_colour_and_a_line_in_the_legend(colour_by):
    message = tiny_message(colour_by)
    codes = {int(code) for code in message["classes"]}
    assert codes <= {each[0] for each in message["legend"]["classes"]}
    light, dark = look_body()["scales"][message["colourBy"]]
    known = [code for code in codes if code != 9]
    assert all(code < len(scale) for code in known for scale in (light, dark))
    assert dark == palette.scale(colour_by, dark=True)


def test_the_words_that_go_with_every_run_are_few():
    message = tiny_message()
    without_classes = message | {"classes": ""}
    assert len(json.dumps(without_classes)) + 516 < 3000
    assert LOADER.stat().st_size < 1600


def test_the_message_names_nothing_but_addresses_of_this_server():
    message = tiny_message(base="/patch")
    for address in (*message["map"].values(), message["component"], message["leaflet"]):
        assert address.startswith("/patch/")
        assert "//" not in address
    assert message["basemap"] is None


@pytest.mark.parametrize("base", ["", "/", "patch", "/patch/"])
def test_a_base_path_may_be_written_in_any_way(base):
    expected = "/patch/leaflet" if "patch" in base else "/leaflet"
    assert tiny_message(base=base)["leaflet"] == expected


def test_the_legend_says_how_many_children_and_areas():
    legend = tiny_message()["legend"]
    assert legend["who"] == "under-fives"
    counts = {each[0]: each[3] for each in legend["classes"]}
    areas = [words.split(" in ")[1].split()[0] for words in counts.values()]
    assert sum(0 if count == "no" else int(count) for count in areas) == 9
    assert "under-fives in " in counts[8]


def test_one_neighbourhood_is_not_several():
    counted = [each[3] for each in tiny_message()["legend"]["classes"]]
    assert all(
        words.endswith("neighbourhoods") or " in 1 neighbourhood" in words for words in counted
    )


def test_illustrative_is_always_said():
    assert tiny_message()["illustrative"] is True
    pack = tiny_pack(info=tiny_info(illustrative=False))
    question = default_question(pack)
    spec = describe_map(pack, measure_gaps(pack, question))
    assert map_message(spec, pack, question)["illustrative"] is False


def test_what_is_chosen_goes_there_and_back():
    pick = Pick(kind="area", id="A1")
    assert read_pick(tiny_message(selected=pick)["selected"]) == pick


@pytest.mark.parametrize(
    "raw",
    [None, "A1", [], {}, {"kind": "none", "id": ""}, {"kind": "area"}, {"kind": "area", "id": 3}],
)
def test_what_is_not_a_choice_is_none(raw):
    assert read_pick(raw) is None


def test_a_base_map_is_only_there_when_asked_for(monkeypatch):
    monkeypatch.delenv("KNOW_YOUR_PATCH_BASEMAP", raising=False)
    assert basemap() is None
    monkeypatch.setenv("KNOW_YOUR_PATCH_BASEMAP", "https://tiles.example.org/{z}/{x}/{y}.png")
    monkeypatch.setenv("KNOW_YOUR_PATCH_BASEMAP_ATTRIBUTION", "© Somebody")
    assert basemap() == {
        "tiles": "https://tiles.example.org/{z}/{x}/{y}.png",
        "credit": "© Somebody",
    }


def test_an_edition_is_short_and_steady():
    assert edition() == edition()
    assert len(edition()) == 10


def test_the_message_of_a_map_works_out_neither_points_nor_figures():
    def never():
        raise AssertionError("long, and asked for by address")

    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    spec = describe_map(pack, gaps).with_fill(make_figures=never)
    doors = replace(spec.services[0], make_points=never)
    spec = replace(spec, layers=(*spec.layers[:-1], doors))
    assert map_message(spec, pack, gaps.question)["legend"]["who"] == "under-fives"
    with pytest.raises(AssertionError):
        _ = spec.points


def test_the_legend_says_that_it_counts_whole_neighbourhoods():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    message = map_message(describe_map(pack, gaps), pack, gaps.question)
    assert "counts all the under-fives of whole neighbourhoods" in message["legend"]["note"]
    plain = map_message(describe_map(pack, gaps, "need"), pack, gaps.question)
    assert plain["legend"]["note"] == ""
