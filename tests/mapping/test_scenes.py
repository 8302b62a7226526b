"""Scenes of a meeting: kept as they are seen, shown anew, and told where they cannot be."""

import math
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from geodata.errors import QuestionError
from geodata.store.kinds.scene import Scene
from geodata.store.store import open_store
from layers.gaps import measure_gaps
from layers.meeting.agenda import measure_agenda
from layers.profile.asked import Shared, ask
from layers.question.address import query_from_question
from layers.question.question import default_question
from layers.question.sentence import room_sentence
from mapping.meeting.drawn_scene import draw_question_map, draw_scene
from mapping.meeting.figures import figure
from mapping.meeting.kept import read_meeting
from mapping.meeting.making import (
    agenda_scenes,
    agenda_words,
    begin_meeting,
    draw_ahead,
    scene_seen,
)
from mapping.meeting.showing import show_scene
from mapping.served.cache import kept
from tests.awkward import awkward_pack, awkward_question
from tests.browser.packs import HOSTILE, hostile_pack
from tests.kept_packs import starter_pack


@pytest.fixture(scope="module")
def starter():
    return starter_pack()


def words_of(pack, question=None, **further):
    return urlencode(query_from_question(question or default_question(pack), pack) | further)


def test_an_agenda_says_what_the_profile_says_scene_by_scene(starter):
    question = default_question(starter)
    place_id = str(kept(measure_gaps, starter, question).places.index[0])
    agenda = measure_agenda(ask(Shared(starter, question), place_id))
    scenes = agenda_scenes(place_id, question, starter)
    assert [scene.part for _, scene in scenes] == [each.key for each in agenda.scenes]
    for (asks, scene), meant in zip(scenes, agenda.scenes, strict=True):
        shown = show_scene(asks, scene, starter, key="x")
        assert (asks, scene.said) == (meant.asks, meant.said)
        assert (shown.asks, shown.said, shown.key) == (meant.asks, meant.said, "x")
        assert shown.figures == scene.figures


def test_a_scene_without_a_module_is_the_question_with_its_answer_and_its_map(starter):
    question = replace(default_question(starter), age_from=5, age_to=11)
    gaps = measure_gaps(starter, question)
    title, scene = scene_seen("never-seen", words_of(starter, question), "", starter)
    shown = show_scene(title, scene, starter, key="s1")
    assert title == room_sentence(question, starter)
    assert title.removesuffix("?") in gaps.heading
    assert shown.said == scene.said == gaps.sentence()
    assert 'id="s1"' in draw_scene(shown)
    assert scene.figures[0].value == float(gaps.total["gap_children"])


def test_a_figure_that_is_not_known_has_no_value():
    for unknown in (None, math.nan, math.inf):
        told = figure("gap", "Out of reach", unknown, limits=(unknown, unknown))
        assert (told.value, told.lower, told.upper) == (None, None, None)
    assert figure("gap", "Out of reach", 0.0).value == 0.0
    pack = awkward_pack()
    _, scene = scene_seen("never-seen", words_of(pack, awkward_question(pack)), "", pack)
    gaps = measure_gaps(pack, awkward_question(pack))
    unknown = {
        f"gap_children/{key}" for key in gaps.places.index[gaps.places["gap_children"].isna()]
    }
    assert {each.key for each in scene.figures if each.value is None} == unknown
    for place_id in gaps.places.index:
        for asks, each in agenda_scenes(str(place_id), awkward_question(pack), pack):
            assert ">nan<" not in draw_scene(show_scene(asks, each, pack, key="k"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("service=nowhere-such", "nowhere-such"),
        ("place=X999", "X999"),
        ("own=not-a-recipe", "own"),
        ("&".join(f"a{n}=1" for n in range(200)), "100"),
    ],
    ids=["service", "place", "own", "many"],
)
@pytest.mark.parametrize("page", ["agenda", "never-seen"])
def test_an_address_that_no_longer_fits_is_one_problem(starter, page, words, found):
    scene = Scene(page=page, words=words, part="who-lives-here")
    with pytest.raises(QuestionError) as refused:
        show_scene("<b>Who?</b>", scene, starter, key="k")
    [problem] = refused.value.problems
    assert found in problem.found
    assert "Who?" in problem.where
    assert "add it again" in problem.fix


def test_no_page_of_a_record_names_a_module_of_its_own(starter):
    for page in ("../making", "usual.__init__", "os", "x\ny", "__init__"):
        title, _ = scene_seen(page, "", "", starter)
        assert title == room_sentence(default_question(starter), starter)


def test_names_are_text_in_every_scene_and_its_map():
    pack = hostile_pack()
    place_id = str(pack.places.index[0])
    drawn = [
        draw(show_scene(asks, scene, pack, key="k"))
        for asks, scene in agenda_scenes(place_id, default_question(pack), pack)
        for draw in (draw_scene, draw_question_map)
    ]
    for name in HOSTILE.values():
        if "<" in name:
            assert not any(name in each for each in drawn)


def test_a_meeting_begins_with_all_its_scenes_or_is_not_there(starter, tmp_path, monkeypatch):
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    question = default_question(starter)
    place_id = str(kept(measure_gaps, starter, question).places.index[0])
    begun = begin_meeting(store, "Wisbech", place_id, question, starter)
    assert read_meeting(store, begun.record.id) == begun
    assert begun.body.place_id == place_id
    asked = [(each.title, each.body) for each in begun.scenes]
    assert asked == agenda_scenes(place_id, question, starter)
    assert agenda_words(place_id, question, starter) == begun.scenes[0].body.words
    draw_ahead(begun, starter)
    first = begun.scenes[0]
    with monkeypatch.context() as patched:
        patched.setattr("mapping.meeting.drawn_scene.draw_map_png", None)  # drawn already
        assert draw_scene(show_scene(first.title, first.body, starter, key="k"))
    with pytest.raises(QuestionError):
        begin_meeting(store, "Nowhere", "X999", question, starter)
    assert len(store.records("meeting")) == 1
