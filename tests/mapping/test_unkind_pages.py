"""Every page of a pack whose every word was written by someone unkind."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from geodata.pathway import Stage
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note, Pin
from geodata.store.kinds.scene import Figure, Scene
from geodata.store.record import new_record
from mapping import templates
from mapping.pages.frame.rooms import find_pages
from tests.awkward import awkward_pack
from tests.browser.packs import HOSTILE, hostile_pack
from tests.layers.published import indicator, pack_with, rows_of
from tests.mapping.reading import opened, words
from tests.mapping.test_find_help_page import ask_on_page
from tests.sweeps import with_sweeps

ADDRESSES = (
    ("map", {"area": "A2", "place": "team-a"}),
    ("map", {"asset": "centre-a"}),
    ("places", {}),
    ("places", {"place": "team-a"}),
    ("compare", {"place": "team-a"}),
    ("compare", {"place": "team-a", "project": "<b>Read</b> to `me`;2015-09;2018-07"}),
    ("cover", {"place": "team-a"}),
    ("hotspots", {"about": "reach"}),
    ("scenarios", {"area": "A2"}),
    ("scenarios", {"changes": "close.centre-a", "wish": "2.areas.cover.all"}),
    ("scenarios", {"changes": "close.zone-c", "against": "close.centre-a"}),
    ("needs-and-services", {}),
    ("needs-and-services", {"place": "team-a"}),
    ("needs-and-services", {"place": "team-a", "age": "12-13"}),
    ("data", {}),
    ("help", {}),
    ("two-maps", {}),
    ("find-help", {}),
    ("meeting", {}),
    ("meeting", {"meeting": "<b>none</b>"}),
)
PARTS = {"pages/needs_and_services/grid.html", "pages/needs_and_services/pathway.html"}
# Drawn within others.
NOT_PAGES = {"macros.html", "pages/compare/picture.html", "pages/find_help/map.html"} | PARTS
TAGS = {
    "a",  # of ways within the app
    *("h1", "h2", "p", "div", "span", "section", "ul", "li", "dl", "dt", "dd", "table", "caption"),
    "h3",
    *("thead", "tbody", "tr", "th", "td", "details", "summary"),
    *("strong", "ol", "b"),
    *("button", "dfn", "small"),  # words of the glossary, and what they mean
}
ATTRIBUTES = {"class", "tabindex", "role", "aria-label", "scope", "colspan", "name", "value"}
OF_TERMS = {
    "button": {"type", "class", "popovertarget", "aria-describedby"},
    "div": {"popover", "class", "id"},
}


class Reader(HTMLParser):
    """Reads HTML as a browser does, and fails on an element or attribute that is not ours."""

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, tag
        given = dict(attrs)
        if "kyp-meaning-" in str(given.get("id", given.get("popovertarget"))):
            assert given.keys() <= OF_TERMS[tag], attrs
            assert given["class"] in ("kyp-term", "kyp-meaning")
        elif tag == "a":
            assert given.keys() == {"class", "href"}, attrs
            assert re.fullmatch(r"(http://localhost(:\d+)?)?/m/[0-9a-f-]+(\?lead)?", given["href"])
        else:
            assert given.keys() <= ATTRIBUTES, attrs


def unkind_pack():
    bad = indicator(label=HOSTILE["A1"], unit="%", note=HOSTILE["C3"])
    pack = pack_with(bad, rows=rows_of(bad), pack=hostile_pack())
    stage = Stage(
        key="birth",
        label=HOSTILE["A1"],
        age_from=0,
        age_to=4,
        kinds=tuple(pack.assets["kind"].unique()),
        hands_to=HOSTILE["A2"],
        to_kinds=tuple(pack.assets["kind"].unique()),
        weak_point=HOSTILE["C3"],
        cites=HOSTILE["A3"],
        source="made-up",
    )
    return replace(pack, info=replace(pack.info, stages={stage.key: stage}))


def test_what_is_found_runs_nothing_that_a_name_says(serve):
    serve(unkind_pack())
    app = ask_on_page("A1", "2")
    assert "&lt;img" in words(app)
    read_as_ours(app)


def unkind_meeting(store):
    """A meeting after another, every word of both by someone unkind; its id."""
    body = Meeting(place_id="team-a", place=HOSTILE["A1"], pack="tiny", on="2026-11-22")
    before = store.save(new_record(body, title=HOSTILE["A2"]))
    after = store.save(new_record(replace(body, follows=before.id), title=HOSTILE["A1"]))
    figure = Figure(key="x", label=HOSTILE["C3"], value=1.0, unit=HOSTILE["A3"])
    for meeting in (before, after):
        for sort in ("story", "action"):
            pin = Pin(to="place", key="team-a", label=HOSTILE["A3"])
            note = Note(sort=sort, words=HOSTILE["A1"], pin=pin, owner=HOSTILE["A2"])
            store.save(new_record(note, parent=meeting.id))
        for page in ("map", "<b>", HOSTILE["C3"]):
            scene = Scene(page=page, words=HOSTILE["A1"], said=HOSTILE["A2"], figures=(figure,))
            store.save(new_record(scene, title=HOSTILE["C3"], parent=meeting.id))
    return after.id


def test_a_meeting_runs_nothing_that_its_words_say(serve, kept_store):
    serve(unkind_pack())
    app = opened("meeting", meeting=unkind_meeting(kept_store))
    app.checkbox(key="meeting-changes").check()
    app.run()
    assert "&lt;img" in words(app)
    read_as_ours(app)
    read_as_ours(opened("meeting"))


def read_as_ours(app):
    """Read the HTML of a page, in which every element and attribute is ours."""
    said = [element.proto.body for element in app.get("html")]
    said = [each for each in said if not each.startswith("<style>")]  # a stylesheet of ours
    assert said
    for each in said:
        Reader().feed(each)
        for raw in ("`", "${", "\\", "\u202e"):
            assert raw not in each


def test_no_page_runs_what_a_name_says_and_every_template_is_drawn(serve, kept_store, monkeypatch):
    drawn = set()
    real = templates.render

    def render(template, **values):
        drawn.add(template)
        return real(template, **values)

    monkeypatch.setattr("mapping.pages.frame.drawing.render", render)
    monkeypatch.setattr("mapping.pages.frame.glossed.render", render)
    monkeypatch.setattr("mapping.pages.compare.over_time.render", render)
    serve(unkind_pack())
    for page, query in ADDRESSES:
        app = opened(page, **query)
        try:
            read_as_ours(app)
        except AssertionError as error:
            error.add_note(f"on {page} {query}")
            raise
    ask_on_page("A1", "2")
    meeting = opened("meeting", meeting=unkind_meeting(kept_store))
    meeting.checkbox(key="meeting-changes").check()
    meeting.run()
    said = words(opened("needs-and-services", place="team-a"))
    assert 'class="kyp kyp-matrix chosen"' in said  # the parts are imported, never rendered alone
    assert 'class="kyp kyp-pathway"' in said
    rooms = {page.show.__module__.split(".")[-2] for page in find_pages()} | {"frame"}
    known = {
        str(file.relative_to(templates.FOLDER))
        for room in rooms
        for file in (templates.FOLDER / "pages" / room).glob("*.html")
    }
    assert known - NOT_PAGES - drawn == set()


CHOSEN = {
    "nothing": {},
    "a place": {"place": "middle"},
    "an area": {"area": "R3"},
    "another age": {"age": "12-13"},
}


@pytest.mark.parametrize("chosen", with_sweeps(CHOSEN, working=["a place"]))
@pytest.mark.parametrize("page", find_pages(), ids=lambda page: page.url_path)
def test_no_page_of_a_pack_with_gaps_shows_a_value_nobody_put_into_words(serve, page, chosen):
    query = CHOSEN[chosen]
    serve(awkward_pack())
    said = words(opened(page.url_path, **query))
    assert not re.search(r"\b(nan|NaN|None|NaT|inf|<NA>)\b", said)
