"""Hotspots and Scenarios as AppTest sees them, and what a scenario changes of the map's routes."""

import json
import threading
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from markupsafe import escape
from pandas import Series
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from geodata.crs import grid_from_lonlat
from geodata.errors import Problem, QuestionError
from layers.gaps import measure_gaps
from layers.progress import Stopped, unwatched
from layers.question.question import default_question
from layers.scenarios.address import scenario_text
from layers.scenarios.changes import Add, Close, Move, Scenario, apply_scenario
from layers.scenarios.effect import measure_effect
from layers.siting.candidates import area_candidates
from layers.siting.sites import suggest_sites
from layers.spots import Spot
from mapping.map.describe import describe_effect, describe_hotspots, describe_map
from mapping.pages.frame.waiting import made_in_line
from mapping.pages.hotspots.settings import HotspotSettings, hotspots_of
from mapping.pages.scenarios.finding import MOST_LISTED, matching_names
from mapping.pages.scenarios.marks import site_marks, step_marks
from mapping.served.cache import CACHE
from mapping.served.layer_bodies import look_body
from mapping.served.message import map_addresses, map_message
from mapping.served.pool import POOL
from mapping.served.routes import routes
from mapping.served.visitor import Visitor
from tests.awkward import awkward_pack
from tests.builders import tiny_pack
from tests.mapping.asking import Client
from tests.mapping.reading import opened, words
from tests.sweeps import with_sweeps

CLOSED = "close.centre-a"


def click(app, label):
    [button] = [each for each in app.button if each.label == label]
    button.click().run()
    assert not app.exception
    return app


def changes(app):
    return setting(app, "changes")


def setting(app, name):
    value = app.query_params.get(name, "")
    return value if isinstance(value, str) else value[0]


# Hotspots


def test_hotspots_open_on_an_answer(serve):
    serve(tiny_pack())
    app = opened("hotspots")
    assert "No group of neighbourhoods can be named for high need" in words(app)
    assert "is not a hotspot" in words(app)
    assert "Moran" in words(app)
    assert not any(word in words(app) for word in ("docs/", "seed 2", "999 shuffles"))


@pytest.mark.parametrize(
    "query",
    [
        {"about": "gap"},
        {"about": "reach", "statistic": "moran"},
        {"neighbours": "nearest", "shuffles": "9999"},
        {"about": "<script>", "statistic": "x", "neighbours": "y", "shuffles": "1"},
        {"area": "A2"},
        {"area": "Z9"},
    ],
)
def test_hotspots_can_be_set_from_the_address(serve, query):
    serve(tiny_pack())
    assert "is not a hotspot" in words(opened("hotspots", **query))


def test_a_choice_goes_into_the_address(serve):
    serve(tiny_pack())
    app = opened("hotspots")
    app.radio[0].set_value("reach").run()
    assert setting(app, "about") == "reach"
    assert "beyond 20 minutes" in words(app) or "out of reach" in words(app)


def test_where_nothing_can_be_compared_one_message_says_so(serve):
    from tests.builders import NEED_DECILES

    serve(tiny_pack(deciles=dict.fromkeys(NEED_DECILES)))
    app = opened("hotspots")
    assert len(app.error) == 1
    assert "0 with a known value" in app.error[0].value.replace("\\", "")


def test_the_map_of_hotspots_counts_every_area_once():
    pack = tiny_pack()
    question = default_question(pack)
    found = hotspots_of(pack, question, HotspotSettings(statistic="moran"), unwatched)
    spec = describe_hotspots(pack, measure_gaps(pack, question), found)
    assert sum(each.areas for each in spec.legend.classes) == len(pack.areas) == len(spec.classes)
    message = map_message(spec, pack, question)
    assert message["colourBy"] == "hotspot"
    assert [len(scale) for scale in look_body()["scales"]["hotspot"]] == [5, 5]


# Scenarios


def test_scenarios_open_on_what_matters_most(serve):
    serve(tiny_pack())
    said = words(opened("scenarios"))
    assert "Nothing is changed yet. Of 2 open doors of child and family centres" in said
    assert "One more would do most in Field A2" in said


def test_a_scenario_says_what_must_stand_beside_it(serve):
    pack = serve(awkward_pack())
    effect = measure_effect(pack, default_question(pack), Scenario(steps=(Close(asset_id="hub"),)))
    said = words(opened("scenarios", changes="close.hub"))
    assert effect.notes()
    assert effect.unchanged()
    for sentence in (*effect.notes(), effect.unchanged()):
        assert str(escape(sentence)) in said


def test_an_address_holds_a_scenario(serve):
    serve(tiny_pack())
    said = words(opened("scenarios", changes=CLOSED))
    assert "Closing Field Centre: about 70 under-fives lose a child and family centre" in said
    assert "The most deprived national fifth" in said
    assert "Nothing changes in 1 early-help team" in said


def test_a_door_is_closed_and_opened_again_by_undo(serve):
    serve(tiny_pack())
    app = opened("scenarios", asset="centre-a")
    click(app, "Close Field Centre")
    assert changes(app) == CLOSED
    assert "Closing Field Centre" in words(app)
    assert changes(click(app, "Undo the last")) == ""


def test_a_neighbourhood_chosen_on_the_map_gets_a_site(serve):
    serve(tiny_pack())
    app = click(opened("scenarios", area="A2"), "Add a child and family centre in Field A2")
    assert changes(app) == "add.child-and-family-centre.0-4.area.A2"
    assert "Nobody loses." in words(app)


@pytest.mark.parametrize(
    ("label", "begins"),
    [
        ("Close it", "close.zone-c"),
        ("Add it", "add.child-and-family-centre.0-4.area.A1"),
        ("Move it", "move.zone-c.area.A1"),
        ("Change its ages", "change.zone-c.0.4"),
    ],
)
def test_every_control_makes_its_change(serve, label, begins):
    serve(tiny_pack())
    assert changes(click(opened("scenarios"), label)).startswith(begins)


NAMES = Series(
    {f"E{n:03d}": f"Village {n}" for n in range(300)} | {"E900": "Wisbech Waterlees, north"}
)


def test_of_very_many_names_a_page_is_sent_only_a_few():
    listed, found = matching_names(NAMES, "")
    assert (len(listed), found) == (MOST_LISTED, 301)
    assert listed.is_monotonic_increasing


@pytest.mark.parametrize("typed", ["north wisbech", "WATER", "e900", " waterlees  wis "])
def test_names_are_found_by_any_of_their_words_or_by_their_code(typed):
    listed, found = matching_names(NAMES, typed)
    assert (list(listed.index), found) == (["E900"], 1)


def test_what_is_chosen_on_the_map_stands_first_whatever_is_typed():
    assert list(matching_names(NAMES, "wisbech", "E007")[0].index) == ["E007", "E900"]
    listed, _ = matching_names(NAMES, "village", "E299")
    assert (listed.index[0], len(listed)) == ("E299", MOST_LISTED)
    assert matching_names(NAMES, "no such", "E999")[0].empty
    assert matching_names(NAMES, "[(*")[0].empty


def test_a_site_is_added_by_typing_a_part_of_a_name(serve, monkeypatch):
    monkeypatch.setattr("mapping.pages.scenarios.finding.MOST_LISTED", 3)
    serve(tiny_pack())
    app = opened("scenarios")
    [find] = [each for each in app.text_input if each.label.startswith("Which neighbourhood:")]
    [box] = [each for each in app.selectbox if each.label == "Which neighbourhood"]
    assert len(box.options) == 3
    assert "3 of 9 are listed" in " ".join(each.value for each in app.caption)
    find.set_value("field b2").run()
    assert changes(click(app, "Add it")) == "add.child-and-family-centre.0-4.area.B2"
    find = next(each for each in app.text_input if each.label.startswith("Which neighbourhood:"))
    find.set_value("atlantis").run()
    assert "Nothing is called that." in [each.value for each in app.caption]
    assert "Add it" not in [each.label for each in app.button]


def test_sites_are_suggested_and_taken(serve):
    serve(tiny_pack())
    app = opened("scenarios", wish="2.areas.cover.need")
    assert "2 more child and family centres at Field A2" in words(app)
    click(app, "Add these sites")
    assert changes(app).count("add.child-and-family-centre.0-4.area.") == 2
    assert "wish" not in app.query_params


def test_what_sites_are_set_against_is_now_only_where_nothing_is_changed(serve):
    serve(tiny_pack())
    now, then = (
        words(opened("scenarios", wish="2.areas.cover.need", changes=changes))
        for changes in ("", "close.centre-a")
    )
    assert "who are beyond it now" in now
    assert "who are beyond it after these changes" in then
    assert "beyond it now" not in then


def test_a_suggestion_can_be_asked_for(serve):
    serve(tiny_pack())
    app = click(opened("scenarios"), "Suggest")
    assert setting(app, "wish") == "3.areas.cover.need"


UNREAD = ["x", "0.areas.cover.need", "3.moons.cover.need", "٣.areas.cover.need"]


@pytest.mark.parametrize("wish", with_sweeps(UNREAD, working=UNREAD[-1:]))
def test_a_wish_that_cannot_be_read_is_none(serve, wish):
    serve(tiny_pack())
    assert "Suggested" not in words(opened("scenarios", wish=wish))


def test_candidates_of_which_there_are_none_are_explained(serve):
    serve(tiny_pack())
    app = opened("scenarios", wish="3.nurse-partnership.cover.need")
    assert len(app.error) == 1


def test_two_scenarios_are_compared(serve):
    serve(tiny_pack())
    said = words(
        opened("scenarios", changes="add.child-and-family-zone.0-4.area.A2", against=CLOSED)
    )
    assert "Scenario 2 reaches about" in said
    assert "Children gained less children lost" in said


@pytest.mark.parametrize(
    "text", ["close.moon", "explode", "close.centre-shut", "<script>alert(1)</script>", "a" * 3000]
)
def test_what_an_address_gets_wrong_is_said_and_nothing_is_changed(serve, text):
    serve(tiny_pack())
    app = opened("scenarios", changes=text)
    [warning] = app.warning
    assert "<script" not in warning.value
    assert "Nothing is changed yet" in words(app)


@pytest.mark.parametrize("show", ["change", "now", "then", "nonsense"])
def test_the_map_shows_the_change_now_or_then(serve, show):
    serve(tiny_pack())
    opened("scenarios", changes=CLOSED, show=show)


@pytest.mark.parametrize("service", ["nurse-partnership", "libraries"])
def test_a_service_with_no_door_or_one_can_be_planned(serve, service):
    serve(tiny_pack())
    said = words(opened("scenarios", service=service))
    said_of = {
        "nurse-partnership": "so none can close",
        "libraries": "The only open door of libraries is Middle Library",
    }
    assert said_of[service] in said


UNKIND = "<script>alert(1)</script> `x` ${alert(1)} a\"b'c שלום"  # every way to run, at once


@pytest.mark.parametrize("page", ["hotspots", "scenarios"])
def test_names_are_text(serve, page):
    name = UNKIND
    pack = tiny_pack()
    pack.areas["name"] = [f"{name} {key}" for key in pack.areas.index]
    pack.places.loc["team-a", "name"] = name
    pack.assets["name"] = name
    serve(pack)
    app = opened(page, changes=CLOSED, area="A2", wish="1.areas.cover.all")
    for raw in ("<script", "`", "${"):
        assert raw not in words(app)
    assert all("<script>" not in each.label.replace("\\", "") for each in app.button)


def test_the_map_of_a_scenario_says_who_loses_and_gains():
    pack = tiny_pack()
    question = default_question(pack)
    new = Add(spot=Spot(of="area", id="A3"), kind="library", age_from=0, age_to=4)
    scenario = Scenario(steps=(Close(asset_id="centre-a"), new))
    effect = measure_effect(pack, question, scenario)
    spec = describe_effect(pack, apply_scenario(pack, scenario), effect, "change")
    codes = dict(zip(pack.areas.index, spec.classes, strict=True))
    assert codes["A1"] == 0
    assert codes["C2"] == 2
    lost = next(each for each in spec.legend.classes if each.code == 0)
    assert lost.children == pytest.approx(70)


# The map's routes


def test_a_scenario_changes_the_figures_and_services_of_the_map(serve):
    pack = serve(tiny_pack())
    client = Client(Starlette(routes=routes()))
    question = default_question(pack)
    now, then = (map_addresses(pack, question, changes=each) for each in ("", CLOSED))
    assert now["areas"] == then["areas"]
    assert now["figures"] != then["figures"]
    bodies = [client.get(each["figures"]).json()["figures"] for each in (now, then)]
    reach = [next(f for f in b if f["key"] == "within_pct")["values"][0] for b in bodies]
    assert reach == [100, 0]
    doors = [client.get(each["points"]).json()["points"] for each in (now, then)]
    assert [len(each) for each in doors] == [2, 1]


@pytest.mark.parametrize("text", ["close.moon", "explode", "x" * 3000])
def test_a_scenario_that_cannot_be_used_is_refused_by_the_routes(serve, text):
    pack = serve(tiny_pack())
    client = Client(Starlette(routes=routes()))
    sent = client.get(f"/map/{pack.short_hash}/figures.json?{urlencode({'changes': text})}")
    assert sent.status_code == 400
    assert json.loads(sent.text)["problems"]


def test_an_address_of_many_changes_is_served(serve):
    pack = serve(tiny_pack())
    steps = [
        Add(spot=Spot(of="area", id=key), kind="library", age_from=0, age_to=4)
        for key in pack.areas.index
    ]
    text = scenario_text(Scenario(steps=tuple(steps)))
    client = Client(Starlette(routes=routes()))
    query = urlencode({"changes": text, "service": "libraries"})
    assert client.get(f"/map/{pack.short_hash}/points.json?{query}").status_code == 200


# Work beside the pages


SLOW = """
import time
from layers.progress import Stopped
from mapping.pages.frame import waiting

waiting.AT_FIRST_S = 0.05


def make(progress):
    for step in range(6000):
        progress(step / 6000, "counting `sheep`")
        time.sleep(0.05)
    return "made"


waiting.wait_for("a slow thing", make, "counting")
"""


def test_long_work_shows_how_far_it_is_and_is_stopped_by_a_button():
    app = AppTest.from_string(SLOW, default_timeout=60).run()
    assert not app.exception
    job = POOL._jobs["a slow thing"]
    click(app, "Stop")
    assert "Stopped counting" in app.info[0].value
    assert job.wait(60)
    assert job.answer is None
    click(app, "Start again")
    assert [each.label for each in app.button] == ["Stop"]
    given_up("a slow thing")


def test_long_work_in_line_says_its_place_and_who_is_before_it(monkeypatch):
    with asked_by_others(3):
        assert "Counting. Others are asking too; your answer is number 2 in line." in shown(SLOW)
        given_up("a slow thing")
    monkeypatch.setattr(POOL._turns, "most", 1)
    with asked_by_others(3):
        assert "the line is full" in shown(SLOW)
        assert "a slow thing" not in POOL._jobs


def test_what_a_page_waited_for_is_given_up_when_something_else_is_asked(serve, monkeypatch):
    """Wishes went on being worked out after their pages were left."""
    pack = serve(tiny_pack())
    monkeypatch.setattr("mapping.pages.frame.waiting.AT_FIRST_S", 0.01)
    begun, gone = threading.Event(), threading.Event()

    def endless(*_args):
        progress = _args[-1]
        begun.set()
        try:
            while not gone.wait(0.01):
                progress(0.5, "going on")
        except Stopped:
            gone.set()
            raise

    monkeypatch.setattr("mapping.pages.scenarios.page.each_alone", endless)
    app = opened("scenarios", limit="7")
    assert begun.wait(60)
    app.query_params["changes"] = CLOSED
    app.run()
    assert gone.wait(60)
    assert pack


def test_a_file_that_takes_long_is_made_in_line_and_once():
    page, made = Visitor("me", "my page"), []

    def make():
        made.append(1)
        return b"file"

    assert made_in_line(("file", 1), make, page) == made_in_line(("file", 1), make, page) == b"file"
    assert made == [1]
    problem = Problem(where="here", found="this", expected="that", fix="Do it.")

    def refuse():
        raise QuestionError(problem)

    with pytest.raises(QuestionError, match="found this"):
        made_in_line(("file", 2), refuse, page)
    with pytest.raises(Stopped):
        made_in_line(("file", 3), make, Visitor("me", "closed", lambda: False))


def test_a_file_waits_until_there_is_room_in_line(monkeypatch):
    monkeypatch.setattr("mapping.pages.frame.waiting.EVERY_S", 0.01)
    monkeypatch.setattr(POOL._turns, "most", 1)
    page, sent = Visitor("me", "my page"), []
    with asked_by_others(3):
        asks = threading.Thread(
            target=lambda: sent.append(made_in_line(("file", 4), lambda: b"file", page))
        )
        asks.start()
        asks.join(0.1)
        assert asks.is_alive()
    asks.join(60)
    assert sent == [b"file"]


@contextmanager
def asked_by_others(count):
    """Keep the server busy with the work of other visitors."""
    let_go = threading.Event()
    jobs = [
        POOL.ask(("others", count, n), lambda _: let_go.wait(60), Visitor(f"{n}", f"page {n}"))
        for n in range(count)
    ]
    yield
    let_go.set()
    assert all(job.wait(60) for job in jobs)
    CACHE.clear()


def given_up(key):
    job = POOL._jobs[key]
    for page in list(job.visitors.values()):
        POOL.leave(page, key)
    assert job.wait(60)


def shown(script):
    app = AppTest.from_string(script, default_timeout=60).run()
    assert not app.exception
    said = [bar.proto.text.replace("\\", "") for bar in app.get("progress")]
    return " ".join([*said, *(each.value for each in app.info)])


def test_the_suggestion_is_the_answer_and_its_sites_are_numbered_in_the_list_and_on_the_map(serve):
    pack = tiny_pack()
    serve(pack)
    app = opened("scenarios", wish="2.areas.cover.need")
    question = default_question(pack)
    siting = suggest_sites(pack, question, area_candidates(pack), 2)
    said = words(app)
    assert said.index(siting.sentence()) < said.index("Suggested sites, numbered as on the map")
    assert said.count(siting.sentence()) == 1
    marks = site_marks(siting)
    assert [mark.text for mark in marks] == ["1", "2"]
    for mark, (_, row) in zip(marks, siting.sites.iterrows(), strict=True):
        assert f"{mark.text}. {row['name']}" in said
        east, north = grid_from_lonlat(mark.lon, mark.lat)
        assert float(east) == pytest.approx(row["easting_m"], abs=1)
        assert float(north) == pytest.approx(row["northing_m"], abs=1)
    spec = describe_map(pack, measure_gaps(pack, question))
    sent = map_message(spec, pack, question, marks=marks)
    assert [each[0] for each in sent["marks"]] == ["1", "2"]
    assert "marks" not in map_message(spec, pack, question)


def test_changes_are_numbered_where_they_are_made():
    pack = tiny_pack()
    spot = Spot(of="area", id="B2")
    scenario = Scenario(
        steps=(
            Close(asset_id="line"),  # has no door
            Close(asset_id="centre-a"),
            Add(spot=spot, kind="child-and-family-centre", age_from=0, age_to=4),
            Move(asset_id="zone-c", spot=spot),
        )
    )
    marks = step_marks(scenario, apply_scenario(pack, scenario))
    assert [mark.text for mark in marks] == ["2", "3", "4"]
    assert marks[0].name == "Field Centre"
    assert (marks[1].lat, marks[1].lon) == (marks[2].lat, marks[2].lon)
    assert marks[1].lat > marks[0].lat


def test_now_and_then_are_two_maps_that_move_together(serve, monkeypatch):
    serve(tiny_pack())
    shown = []
    monkeypatch.setattr(
        "mapping.pages.scenarios.page.show_map", lambda message, **_: shown.append(message)
    )
    app = opened("scenarios", changes=CLOSED, show="both")
    assert not app.exception
    links = [message["link"] for message in shown]
    assert [link["heading"] for link in links] == ["Now", "Then"]
    assert [link["legend"] for link in links] == [True, False]
    assert len({link["name"] for link in links}) == 1
