"""The map as one HTML file: all of it inside, nothing run that a name contains."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from math import isnan

import pytest

from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.said.numbers import about
from mapping.drawn.file import render_map_html, shared_script
from mapping.map.describe import describe_map
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import read_layers
from tests.browser.packs import HOSTILE, hostile_pack
from tests.builders import tiny_info, tiny_pack
from tests.kept_packs import starter_pack

LARGEST_BYTES = 1_200_000


def html_of(pack, colour_by="gap", **changes):
    gaps = measure_gaps(pack, default_question(pack, **changes))
    return render_map_html(describe_map(pack, gaps, colour_by), pack, gaps)


class Page(HTMLParser):
    """The elements of a page and its words, scripts and styles apart."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self._inside = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._inside.append(tag)

    def handle_endtag(self, tag):
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()

    def handle_data(self, data):
        if not self._inside:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def starter():
    return starter_pack()


def test_nothing_is_fetched():
    text = html_of(tiny_pack())
    for tag, attributes in Page(text).tags:
        assert tag not in ("link", "iframe", "object", "embed", "base", "img")
        assert "src" not in attributes
        assert attributes.get("href", "#").startswith("#")
    assert re.findall(r"url\((?!data:|#)[^)]*\)|@import|sourceMappingURL", text) == []
    for absent in ("cdn.", "jquery", "bootstrap", "awesome", "googleapis"):
        assert absent not in text.lower()


def test_its_own_safety_policy_forbids_fetching():
    metas = [a for tag, a in Page(html_of(tiny_pack())).tags if tag == "meta"]
    [policy] = [m["content"] for m in metas if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy


def test_it_says_question_answer_method_date_hash_and_credits():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    spec = describe_map(pack, gaps)
    said = Page(render_map_html(spec, pack, gaps)).text
    for words in (spec.heading, spec.sentence, spec.method, spec.date, pack.short_hash):
        assert words in said
    for credit in spec.credits:
        assert credit in said


def test_the_page_has_language_title_landmarks_and_a_map_to_focus():
    tags = Page(html_of(tiny_pack())).tags
    names = [tag for tag, _ in tags]
    assert ("html", {"lang": "en-GB"}) in tags
    assert {"title", "header", "main", "footer", "h1"} <= set(names)
    [frame] = [a for _, a in tags if a.get("class") == "folium-map"]
    assert frame["tabindex"] == "0"
    assert frame["aria-label"].startswith("Map of Tiny and Testing")


@pytest.mark.parametrize("illustrative", [True, False])
def test_it_says_illustrative_just_when_the_pack_is(illustrative):
    text = Page(html_of(tiny_pack(info=tiny_info(illustrative=illustrative)))).text
    assert ("Illustrative: not real" in text) is illustrative


def test_the_figures_of_places_are_the_answers():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    said = Page(html_of(pack)).text
    for _, row in gaps.places.iterrows():
        counts = ("children", "high_need_children", "beyond_children", "gap_children")
        assert " ".join([row["place"], *(about(row[key]) for key in counts)]) in said


def test_every_area_is_in_the_table_with_every_figure(starter):
    gaps = measure_gaps(starter, default_question(starter))
    spec = describe_map(starter, gaps)
    text = render_map_html(spec, starter, gaps)
    rows = re.findall(r'<tr><th scope="row">[^<]*<small>.*?</tr>', text)
    assert len(rows) == len(starter.areas)
    for row in (rows[0], rows[-1]):
        assert row.count('<td class="n">') == len(spec.figures)


def test_a_figure_not_known_is_said_so_and_not_zero():
    deciles = {"A1": None, "A2": 2, "A3": 3, "B1": 4, "B2": 5, "B3": 6, "C1": 7, "C2": 8, "C3": 1}
    pack = tiny_pack(deciles=deciles)
    text = html_of(pack)
    row = re.search(r'<tr><th scope="row">Field A1.*?</tr>', text)[0]
    assert row.count("not known") == 3  # its tenth, its gap and what its colour means
    assert "dashed outline" in text


def test_the_file_is_small_and_the_same_each_time(starter):
    text = html_of(starter)
    assert len(text.encode()) < LARGEST_BYTES
    assert text == html_of(starter)


@pytest.mark.parametrize("colour_by", ["gap", "need", "reach", "none"])
def test_every_colouring_has_its_key(colour_by):
    pack = tiny_pack()
    spec = describe_map(pack, measure_gaps(pack, default_question(pack)), colour_by)
    said = Page(html_of(pack, colour_by)).text
    for item in spec.legend.classes:
        words = spec.legend.marked_label if item.code == spec.legend.marked else item.label
        assert words in said


def test_names_are_text_wherever_they_stand():
    text = html_of(hostile_pack())
    tags = [tag for tag, _ in Page(text).tags]
    assert tags.count("script") == 2  # Leaflet's, and the page's own
    assert "img" not in tags
    assert not [a for _, a in Page(text).tags if any(name.startswith("on") for name in a)]
    for name in HOSTILE.values():
        assert " ".join(name.split()) in Page(text).text.replace("\u2068", "").replace("\u2069", "")


def test_names_cannot_leave_a_script():
    text = html_of(hostile_pack())
    own = text[text.rindex("<script>") : text.rindex("</script>")].replace(shared_script(), "")
    for danger in ("${alert", "${window", "<script>window", "</style>", "<img", "`${"):
        assert danger not in own[len("<script>") :]


def test_direction_marks_in_names_are_taken_out():
    pack = tiny_pack()
    pack.places["name"] = ["a\u202eb", "c", "d", "e"]
    assert "\u202e" not in html_of(pack)


def test_without_the_answer_there_is_no_table_of_places():
    pack = tiny_pack()
    spec = describe_map(pack, measure_gaps(pack, default_question(pack)))
    text = render_map_html(spec, pack)
    assert "the largest gap first" not in text
    assert "All 9 neighbourhoods" in text


def test_a_map_without_doors_is_drawn():
    pack = tiny_pack()
    text = html_of(replace(pack, assets=pack.assets.iloc[:0]))
    assert "doors on the map" not in text


FILE_LAYERS = "fill.gap,-fill.need*60,-fill.imd_rank,line,-line.district,-out.far,doors,-offers"


def listed(text):
    found = re.search(r'"listed": (\{.*?\}), "doors": \{', text)
    return json.loads(found[1])


def test_layers_that_are_off_are_in_the_file_to_be_switched_on(starter):
    gaps = measure_gaps(starter, default_question(starter))
    asked, problems = read_layers(FILE_LAYERS, starter, "")
    assert not problems
    spec = describe_layers(starter, gaps, asked)
    text = render_map_html(spec, starter, gaps)
    found = listed(text)
    keys = [layer.key for layer in spec.layers]
    written = [f"{each['kind']}.{each['what']}".rstrip(".") for each in found["asked"]]
    assert written == keys
    assert [each["isOn"] for each in found["asked"]] == [layer.is_on for layer in spec.layers]
    assert found["asked"][1]["opacity"] == 60
    assert set(found["bodies"]) == set(keys)
    assert all(body["sources"] and body["said"] for body in found["bodies"].values())
    fills = re.search(r'"fills": (\[.*?\]), "seen": (\d+)', text)
    assert [each["key"] for each in json.loads(fills[1])] == [
        "fill.gap",
        "fill.need",
        "fill.imd_rank",
    ]
    assert fills[2] == "0"
    need = gaps.areas["decile"]
    told = json.loads(fills[1])[1]["classes"]
    assert [int(each) for each in told] == [
        9 if isnan(tenth) else int(tenth - 1) // 2 for tenth in need
    ]
    assert 'data-layer="line.district" hidden' in text
    assert 'data-layer="fill.need" data-fill="1" hidden' in text
    for layer in spec.layers:
        assert all(each in Page(text).text for each in layer.credits)
    assert len(text.encode()) < LARGEST_BYTES


def test_the_panel_of_a_file_is_the_apps_own_and_imports_nothing():
    script = shared_script()
    assert "class LayersPanel" in script
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)
