"""The one sentence of a scene answers its own question, whatever the counts are."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from pandas import Series

from layers.exercise.all_places import measure_all_places
from layers.gap_words import strength_lead
from layers.gaps import measure_gaps
from layers.place.evidence import _service_notes, boundary_words
from layers.profile.parts import About, Cell, Section, Table
from layers.profile.sections.cells import column, text
from layers.profile.sections.people import _spans
from layers.profile.sections.where import _in
from layers.question.question import default_question
from layers.said.numbers import UNKNOWN
from layers.scenarios.address import read_scenario
from layers.scenarios.effect import measure_effect
from mapping.meeting.drawn_scene import _table
from mapping.meeting.making import scene_seen
from mapping.meeting.part_words import part_said
from mapping.meeting.scenes.places import _of_room
from mapping.meeting.showing import show_scene
from tests.builders import tiny_pack
from tests.kept_packs import starter_pack


@pytest.mark.parametrize(
    ("offers", "doors", "said"),
    [
        ((127, 209, 130), (30, 115, 0), "127 to 209 offers serve each of the 3 {}, 0 to 115 of "
         "them with a door there."),
        ((4, 4, 4), (2, 2, 2), "4 offers serve each of the 3 {}, 2 of them with a door there."),
        ((1, 1, 1), (0, 0, 0), "1 offer serves each of the 3 {}, none with a door there."),
        ((0, 0, 0), (0, 0, 0), "No offer that is listed serves any of the 3 {}."),
        ((5,), (5,), "5 offers serve Team Alder, 5 of them with a door there."),
    ],
)  # fmt: skip
def test_what_serves_places_is_said_of_offers_and_never_of_reach(offers, doors, said):
    pack = tiny_pack()
    found = measure_all_places(pack, measure_gaps(pack, default_question(pack)))
    few = found.places.iloc[: len(offers)].assign(offers=offers, doors=doors)
    assert replace(found, places=few).offers_sentence() == said.format(found.kind.plural)


def test_the_scene_of_what_serves_places_says_so():
    title, scene = scene_seen("needs-and-services", "", "offers", tiny_pack())
    assert title == "What serves each early-help team?"
    assert "serve" in scene.said
    assert "out of reach" not in scene.said
    assert "minutes" not in scene.said


def table(key, *rows, heads=("a", "b", "c")):
    return Table(
        key=key,
        title="Its doors",
        columns=tuple(column(head, head) for head in heads),
        rows=tuple(tuple(map(text, row)) for row in rows),
        about=About(),
        none="No door is listed.",
    )


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (table("doors"), "No door is listed."),
        (table("doors", ("x", "", "")), "Its doors: 1 is listed."),
        (table("leads", ("x", "", ""), ("y", "", "")), "Its doors: 2 are listed."),
        (table("ahead", ("0–4", "310", "280 to 330"), heads=("Age", "2020", "2030")),
         "Of children aged 0–4 in Ely there were 310 in 2020; there may be 280 to 330 in 2030."),
        (table("matrix-theme", ("x", "", "")), "What the section says first."),
    ],
    ids=["none", "one", "two", "ahead", "other"],
)  # fmt: skip
def test_a_part_further_down_says_what_it_shows(block, said):
    section = Section(key="k", title="K", said=("What the section says first.",), blocks=(block,))
    assert part_said(section, block, "Ely") == said


def test_where_a_place_is_names_its_districts_and_not_itself():
    pack = starter_pack()
    areas = pack.areas.assign(district="Fenland")
    own = replace(pack, areas=areas)
    assert _in(own, areas.index[:3], "Wisbech") == " in Fenland"
    assert _in(own, areas.index[:3], "Fenland") == ""
    areas.loc[areas.index[0], "district"] = None
    assert _in(own, areas.index[:3], "Wisbech") == ""
    areas["district"] = [f"d{at % 4}" for at in range(len(areas))]
    assert _in(own, areas.index[:2], "Wisbech") == " in d0 and d1"
    assert _in(own, areas.index, "Wisbech") == ""


def test_a_boundary_through_neighbourhoods_is_not_said_to_be_of_whole_ones():
    pack = tiny_pack()
    kinds = {key: replace(kind, boundary="working") for key, kind in pack.info.place_kinds.items()}
    pack = replace(pack, info=replace(pack.info, place_kinds=kinds))
    assert "whole areas" in boundary_words(pack, "team-a")
    split = pack.membership.assign(share=0.5)
    said = boundary_words(replace(pack, membership=split), "team-a")
    assert said == "The boundary is a working one; it is not official."


def test_hardly_anybody_reached_is_told_and_not_praised():
    counts = {"reached_high_need_children": 2.0, "high_need_children": 61.0}
    assert strength_lead(counts) == "Who is reached"
    assert strength_lead(counts | {"high_need_children": 20.0}) == "What works"


def test_neighbouring_ages_are_one_span_and_one_service_is_no_several():
    assert _spans([(0, 1), (5, 18)]) == "0–1 and 5–18"
    offer = SimpleNamespace(where="in", is_centre=True, is_asked=True, precision_m=500.0)
    said = [next(_service_notes(offers)) for offers in ((offer,), (offer, offer))]
    assert said[0].startswith("1 of the services listed is placed only roughly: ")
    assert said[1].startswith("2 of the services listed are placed only roughly: ")


def test_children_ahead_that_are_not_known_are_not_said_to_be_any():
    row = (text("0–1"), Cell(text="about 90"), Cell(text=UNKNOWN))
    block = replace(table("ahead", heads=("Age", "2020", "2030")), rows=(row,))
    section = Section(key="k", title="K", said=(), blocks=(block,))
    assert part_said(section, block, "Ely").endswith("2020; how many there may be is not known.")


def test_a_scenario_is_told_in_short_and_its_steps_only_where_its_question_has_a_name():
    pack = tiny_pack()
    full = "For them the nearest is then"
    title, scene = scene_seen("scenarios", "changes=close.centre-a", "", pack)
    assert title == "What if? Closing Field Centre"
    assert scene.said.startswith("About ")
    assert scene.said.endswith(". Nobody gains.")
    assert full not in scene.said
    shown = show_scene(title, scene, pack, key="k")
    assert shown.notes[0].startswith("Closing Field Centre: ")
    effect = measure_effect(pack, default_question(pack), read_scenario("close.centre-a"))
    assert shown.notes[0] == effect.sentence()
    named = replace(effect, scenario=replace(effect.scenario, name="Winter"))
    assert named.headline().startswith("Closing Field Centre: about ")
    nobody = replace(effect, total=effect.total * 0)
    assert nobody.headline() == nobody.sentence()
    gained = effect.total["lost_children"]
    both = replace(effect, total=Series(dict(effect.total) | {"gained_children": gained}))
    assert both.headline().count(f"{gained:,.0f} under-fives ") == 2
    turned = {"lost_children": 0.0, "gained_children": gained}
    assert (
        replace(effect, total=Series(dict(effect.total) | turned))
        .headline()
        .endswith(" Nobody loses.")
    )


def test_now_and_then_is_kept_as_the_two_maps_that_were_seen():
    pack = tiny_pack()
    title, scene = scene_seen("scenarios", "changes=close.centre-a&show=both", "", pack)
    picture = show_scene(title, scene, pack, key="k").picture
    assert (picture.title, picture.beside.title) == ("Now", "Then")
    assert picture.pack is pack
    doors = [{each for point in one.spec.points for each in point.asset_ids} for one in
             (picture, picture.beside)]  # fmt: skip
    assert doors[0] - doors[1] == {"centre-a"}
    alone = scene_seen("scenarios", "changes=close.centre-a&show=then", "", pack)
    assert show_scene(*alone, pack, key="k").picture.beside is None


def test_a_table_whose_first_row_is_too_long_is_not_shown_as_if_it_held_nothing():
    row = ("long " * 400, "1", "2")
    drawn = _table(table("providers", row, row))
    assert len(drawn["rows"]) == 1
    assert drawn["left"] == "1 more are not shown here."


def test_what_one_provider_runs_is_left_to_the_page_and_its_sources_stand_below():
    block = _of_room(table("providers", ("x", "1", "2"), heads=("provider", "names", "doors")))
    assert [each.key for each in block.columns] == ["provider", "doors"]
    assert [[cell.text for cell in row] for row in block.rows] == [["x", "2"]]
    pack = starter_pack()
    words = "place=E07000010"
    scene = scene_seen("places", words, "there/providers", pack)
    shown = show_scene(*scene, pack, key="k")
    assert "when" not in {each.key for each in shown.picture.columns}
    assert shown.about.sources
    assert set(shown.about.sources) <= {each.title for each in shown.sources}
