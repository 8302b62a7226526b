"""Every page of a pack whose every word was written by someone unkind."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from geodata.pathway import Stage
from mapping import templates
from mapping.pages.frame.rooms import find_pages
from tests.awkward import awkward_pack
from tests.browser.packs import HOSTILE, hostile_pack
from tests.layers.published import indicator, pack_with, rows_of
from tests.mapping.reading import opened, words

ADDRESSES = (
    ("map", {"area": "A2", "place": "team-a"}),
    ("map", {"asset": "centre-a"}),
    ("places", {}),
    ("places", {"place": "team-a"}),
    ("compare", {"place": "team-a"}),
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
)
PARTS = {"pages/needs_and_services/grid.html", "pages/needs_and_services/pathway.html"}
NOT_PAGES = {"macros.html", "pages/compare/picture.html"} | PARTS  # drawn within others
TAGS = {
    *("h1", "h2", "p", "div", "span", "section", "ul", "li", "dl", "dt", "dd", "table", "caption"),
    *("thead", "tbody", "tr", "th", "td", "details", "summary"),
    *("strong", "ol", "b"),
    *("button", "dfn", "small"),  # words of the glossary, and what they mean
}
ATTRIBUTES = {"class", "tabindex", "role", "aria-label", "scope", "colspan", "name"}
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


@pytest.mark.parametrize(("page", "query"), ADDRESSES)
def test_no_page_runs_what_a_name_says(serve, page, query):
    serve(unkind_pack())
    app = opened(page, **query)
    said = [element.proto.body for element in app.get("html")]
    said = [each for each in said if not each.startswith("<style>")]  # a stylesheet of ours
    assert said
    for each in said:
        Reader().feed(each)
        for raw in ("`", "${", "\\", "\u202e"):
            assert raw not in each


def test_every_template_is_drawn_by_some_of_these_pages(serve, monkeypatch):
    drawn = set()
    real = templates.render

    def render(template, **values):
        drawn.add(template)
        return real(template, **values)

    monkeypatch.setattr("mapping.pages.frame.drawing.render", render)
    monkeypatch.setattr("mapping.pages.frame.glossed.render", render)
    serve(unkind_pack())
    for page, query in ADDRESSES:
        opened(page, **query)
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


@pytest.mark.parametrize("query", [{}, {"place": "middle"}, {"area": "R3"}, {"age": "12-13"}])
@pytest.mark.parametrize("page", find_pages(), ids=lambda page: page.url_path)
def test_no_page_of_a_pack_with_gaps_shows_a_value_nobody_put_into_words(serve, page, query):
    serve(awkward_pack())
    said = words(opened(page.url_path, **query))
    assert not re.search(r"\b(nan|NaN|None|NaT|inf|<NA>)\b", said)
