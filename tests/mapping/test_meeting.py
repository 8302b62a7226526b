"""A meeting as one file: all scenes, every name as text, nothing fetched; notes by keys alone."""

import re
from dataclasses import replace

import pytest

from layers.gaps import measure_gaps
from layers.place.facts import question_for_place
from layers.question.question import default_question
from mapping.__main__ import main
from mapping.escape import html_text
from mapping.meeting.file import render_meeting_html
from mapping.meeting.keys import keys_of
from mapping.meeting.making import agenda_scenes
from mapping.meeting.scenes.agenda import tell_agenda
from mapping.meeting.showing import show_scene
from mapping.profile.branding import PLAIN
from mapping.served.cache import kept
from tests.awkward import awkward_pack, awkward_question
from tests.browser.packs import HOSTILE, hostile_pack
from tests.kept_packs import starter_pack


def page_of(pack, question, place_id=None, branding=PLAIN):
    place_id = place_id or str(kept(measure_gaps, pack, question).places.index[0])
    scenes = [
        show_scene(asks, scene, pack, key=scene.part)
        for asks, scene in agenda_scenes(place_id, question, pack)
    ]
    page = render_meeting_html(f"{scenes[0].place}: meeting", scenes, pack, branding)
    return kept(
        tell_agenda, pack, question_for_place(question, pack, place_id), place_id
    ).agenda, page


@pytest.fixture(scope="module")
def starter():
    pack = starter_pack()
    return page_of(pack, default_question(pack))


def test_every_scene_is_there_with_its_question_and_its_sentence(starter):
    agenda, page = starter
    for scene in agenda.scenes:
        assert f'id="{scene.key}"' in page
        assert html_text(scene.said) in page
    assert page.count('class="scene"') == len(agenda.scenes)
    for key in keys_of(is_live=False):
        assert f'data-key="{html_text(key.shown)}"' in page


def test_every_figure_has_its_period_and_an_illustrative_pack_says_so(starter):
    agenda, page = starter
    assert page.count("Illustrative: not real neighbourhoods") >= len(agenda.scenes)
    for scene in re.findall(r'<section class="scene".*?</section>', page, re.DOTALL):
        if "<svg" in scene or "<img" in scene:
            assert '<p class="about">' in scene


def test_each_sentence_of_what_stands_out_has_its_own_time_and_publisher(starter):
    agenda, page = starter
    three = next(each for each in agenda.scenes if each.key == "what-stands-out").picture
    publishers = {each.title: each.publisher for each in agenda.sources}
    scene = page[page.index('id="what-stands-out"') :].split("</section>")[0]
    told = re.findall(r"<dd>(.*?)</dd>", scene, re.DOTALL)
    assert len(told) == len(three.sentences)
    for each, words in zip(three.sentences, told, strict=True):
        assert html_text(each.said) in words
        assert html_text(each.about.period) in words
        assert html_text(publishers[each.about.sources[0]]) in words


def test_it_fetches_nothing(starter):
    _, page = starter
    assert "default-src 'none'" in page
    assert not re.findall(r'(?:src|href)="(?!data:|#)', page)


def test_the_same_place_gives_the_same_bytes(starter):
    pack = starter_pack()
    assert page_of(pack, default_question(pack))[1] == starter[1]


def test_names_are_text_and_never_run():
    pack = hostile_pack()
    _, page = page_of(pack, default_question(pack), branding=replace(PLAIN, name=HOSTILE["A1"]))
    for name in HOSTILE.values():
        if "<" in name:  # what could become an element
            assert name not in page
    own = page[page.rindex("<script>") :]
    assert not any(name in own for name in HOSTILE.values())


def test_a_place_of_which_hardly_anything_is_known_has_its_meeting_all_the_same():
    pack = awkward_pack()
    for place_id in ("East", "Middle"):
        found = pack.places.index[pack.places["name"] == place_id]
        agenda, page = page_of(pack, awkward_question(pack), str(found[0]))
        assert page.count('class="scene"') == len(agenda.scenes)
        assert ">nan<" not in page


def test_the_command_writes_it_whole_and_tells_a_place_that_is_not_there(tmp_path, capsys):
    out = tmp_path / "meeting.html"
    assert main(["meeting", "--pack=starter", "--place=E07000010", f"--out={out}"]) == 0
    assert out.read_text("utf-8").endswith("</html>")
    asked = ["meeting", "--pack=starter", "--place=nowhere", f"--out={tmp_path / 'no.html'}"]
    assert main(asked) == 2
    assert "nowhere" in capsys.readouterr().err
    assert not (tmp_path / "no.html").exists()
