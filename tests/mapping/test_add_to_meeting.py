"""“Add to meeting”: what is seen is kept as a scene, and removed again; no fault loses any."""

import pytest
from streamlit.testing.v1 import AppTest

from geodata.store.kinds.meeting import Meeting
from geodata.store.record import new_record
from geodata.store.store import open_store
from layers.gaps import measure_gaps
from layers.question.address import question_from_query
from mapping.meeting.showing import show_scene
from mapping.pages.frame import to_meeting
from mapping.pages.frame.rooms import find_pages
from mapping.served.store import served_store
from tests.builders import tiny_pack
from tests.mapping.reading import SCRIPT, opened


@pytest.fixture
def store(tmp_path, monkeypatch):
    """The store of the server, in a folder of the test."""
    url = f"sqlite:///{tmp_path / 'kept' / 'store.db'}"
    monkeypatch.setenv("KNOW_YOUR_PATCH_STORE", url)
    served_store.cache_clear()
    yield open_store(url)
    served_store().close()
    served_store.cache_clear()


def pressed(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


@pytest.fixture
def opened_dialog(monkeypatch):
    """Show what stands in the dialog on the page: a test has each run of a page anew, whole."""
    monkeypatch.setattr("mapping.pages.frame.frame.show_to_meeting", to_meeting.show_dialog)


def test_the_button_opens_a_dialog_and_makes_nothing(serve, store):
    serve(tiny_pack())
    app = opened("map")
    assert not any(each.key == "to-meeting-add" for each in app.button)
    pressed(app, "to-meeting-open")
    assert app.text_input(key="to-meeting-name").value == "Tiny and Testing"
    assert store.records() == ()


@pytest.mark.usefixtures("opened_dialog")
def test_what_is_seen_is_kept_as_a_scene_and_taken_out_again(serve, store):
    pack = serve(tiny_pack())
    app = opened("map", limit="45", place="team-a", at="52.1,0.1,12", never="1")
    pressed(app, "to-meeting-add")
    [meeting] = store.records("meeting")
    [scene] = store.records("scene", meeting.id)
    assert meeting.body.place_id == "team-a"
    assert (scene.body.page, "limit=45" in scene.body.words) == ("map", True)
    assert "place=team-a" in scene.body.words
    assert "at=" in scene.body.words
    assert "never" not in scene.body.words  # no part of what is seen
    shown = show_scene(scene.title, scene.body, pack, key="k")
    question = question_from_query({"limit": "45"}, pack)
    assert shown.said == measure_gaps(pack, question).place_sentence("team-a")
    assert any(scene.title in each.value for each in app.info)
    pressed(app, "to-meeting-undo")
    assert store.records("scene") == ()
    assert store.records("meeting") == ()
    assert any(each.value.startswith("Removed: the meeting “") for each in app.caption)


def which_meeting(app, first):
    """Find the list of meetings that offers one first."""
    return app.selectbox(key=f"to-meeting-which-{first.id}")


@pytest.mark.usefixtures("opened_dialog")
def test_the_meeting_added_to_last_is_offered_first(serve, store):
    serve(tiny_pack())
    for title in ("Older", "Newer"):
        store.save(new_record(Meeting(), title=title))
    app = opened("cover")
    kept = {each.title: each for each in store.records("meeting")}
    which = which_meeting(app, kept["Newer"])
    assert which.options == ["Newer", "Older", "A new meeting"]
    which.select("Older").run()
    pressed(app, "to-meeting-add")
    older, newer = sorted(store.records("meeting"), key=lambda each: each.title, reverse=True)
    assert [len(store.records("scene", each.id)) for each in (older, newer)] == [1, 0]
    again = AppTest.from_string(SCRIPT.format(page="map"), default_timeout=60)
    again.session_state[to_meeting.LAST] = app.session_state[to_meeting.LAST]
    assert which_meeting(again.run(), kept["Older"]).options[0] == "Older"


@pytest.mark.usefixtures("opened_dialog")
def test_a_store_that_cannot_be_read_or_written_is_told_and_the_page_stands(
    serve, tmp_path, monkeypatch
):
    serve(tiny_pack())
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder", "utf-8")
    monkeypatch.setenv("KNOW_YOUR_PATCH_STORE", f"sqlite:///{blocked / 'store.db'}")
    served_store.cache_clear()
    app = opened("map", limit="45")
    if any(each.key == "to-meeting-add" for each in app.button):
        pressed(app, "to-meeting-add")
    assert len(app.error) == 1
    assert "nothing of it is lost" in app.error[0].value or "read" in app.error[0].value
    assert app.query_params["limit"] == "45"
    served_store.cache_clear()


@pytest.mark.parametrize("page", find_pages(), ids=lambda page: page.title)
def test_every_page_has_it_in_the_same_place_or_shows_nothing_of_a_place(serve, store, page):
    serve(tiny_pack())
    keys = [each.key for each in opened(page.url_path).button]
    assert ("to-meeting-open" in keys) == page.is_scene
    assert page.is_scene or page.url_path in ("help", "meeting")
    assert store.records() == ()  # nothing is made before somebody presses
