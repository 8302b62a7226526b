"""What a page shows a room is what the page says: the same sentence, the same figures."""

import math
import re
from dataclasses import replace
from functools import partial
from itertools import product
from urllib.parse import urlencode

import pytest

from geodata.errors import QuestionError
from geodata.store.kinds.scene import Scene
from layers.compare.comparison import measure_comparison
from layers.gaps import measure_gaps
from layers.profile.asked import Shared, ask
from layers.profile.parts import Cell
from layers.profile.profile import measure_profile
from layers.profile.sections.cells import column, text
from layers.question.address import query_from_question
from layers.question.question import default_question
from mapping.escape import html_text
from mapping.map.layers.marked import MarkedLayer
from mapping.meeting import compare_tables
from mapping.meeting.answered import table_of
from mapping.meeting.drawn_scene import draw_scene
from mapping.meeting.making import scene_seen
from mapping.meeting.scenes.find_help import WHY_NOT
from mapping.meeting.scenes.places import in_short
from mapping.meeting.showing import instead_of, parts_of, show_scene, why_not
from mapping.meeting.shown import Shown
from mapping.pages.compare import tables as page_tables
from mapping.pages.frame.rooms import find_pages
from tests.awkward import awkward_pack, awkward_question
from tests.browser.packs import HOSTILE, hostile_pack
from tests.builders import tiny_pack
from tests.layers.published import indicator, pack_with, rows_of
from tests.mapping.reading import opened, words

SHOWN = [page.url_path for page in find_pages() if page.is_scene and not why_not(page.url_path)]
ASKED = {
    "map": ({"place": "team-a"}, {"area": "A1"}, {"asset": "centre-a", "at": "52.2,0.2,10"}),
    "places": ({"place": "team-a"},),
    "needs-and-services": ({"place": "team-b"},),
    "compare": ({"place": "team-a"},),
    "cover": ({"place": "team-b", "show": "kind"},),
    "hotspots": ({"about": "gap", "neighbours": "nearest"},),
    "scenarios": ({"changes": "close.centre-a"}, {"changes": "close.centre-a", "show": "then"}),
    "two-maps": ({"b": "limit=45"}, {"colour": "need"}, {"b": "changes=close.centre-a"}),
}
HARD = {"limit": "5", "age": "12-17"}


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    """Leave the pictures of maps away: how they are drawn is tested apart."""
    monkeypatch.setattr("mapping.meeting.drawn_scene.draw_map_png", lambda *_, **__: b"picture")


@pytest.mark.parametrize("page", SHOWN)
def test_the_scene_of_a_page_says_what_the_page_says(serve, page):
    pack = serve(tiny_pack())
    for chosen, question in (({}, {}), *((each, HARD) for each in ASKED.get(page, ()))):
        said = words(opened(page, **question, **chosen))
        title, scene = scene_seen(page, urlencode(question | chosen), "", pack)
        assert title
        is_grid = page == "needs-and-services" and "place" in chosen
        if page != "data" and not is_grid:  # their pages hold tables, and no sentence
            told = scene.said
            if page == "scenarios" and chosen:  # what its question names, its answer leaves out
                told = told.split(". ")[0][1:]
            assert html_text(told) in said, (chosen, question)


@pytest.mark.parametrize("page", SHOWN)
def test_every_part_of_every_page_is_drawn_and_kept_again_the_same(page):
    for pack, chosen in (
        *((tiny_pack(), each) for each in ({}, *ASKED.get(page, ()))),
        (awkward_pack(), query_from_question(awkward_question(awkward_pack()), awkward_pack())),
    ):
        drawn = 0
        for part in parts_of(page, urlencode(chosen)) or {"": ""}:
            try:
                title, scene = scene_seen(page, urlencode(chosen), part, pack)
            except QuestionError:  # of this part the pack holds nothing
                continue
            shown = show_scene(title, scene, pack, key="k")
            told = (shown.asks, shown.said, shown.figures)
            assert told == (title, scene.said, scene.figures), part
            assert ">nan<" not in draw_scene(shown)
            drawn += 1
        assert drawn or page in ("two-maps", "hotspots")  # too few places, or areas


def test_a_published_figure_keeps_its_limits_and_what_is_missing_has_no_value():
    rates = indicator(unit="%")
    gone = dict.fromkeys(("value", "numerator", "denominator"))
    rows = [row | gone if row["place_id"] == "team-b" else row for row in rows_of(rates)]
    pack = pack_with(rates, rows=rows, pack=tiny_pack())
    address = urlencode({"indicator": rates.key})
    _, scene = scene_seen("compare", address, "published", pack)
    places = measure_comparison(pack, rates.key).places
    assert places["value"].isna().any()
    told = {each.label.split(":")[0]: each for each in scene.figures}
    for _, row in places.iterrows():
        kept = told[row["place"]]
        for name in ("value", "lower", "upper"):
            meant = None if math.isnan(row[name]) else pytest.approx(row[name])
            assert getattr(kept, name) == meant, (row["place"], name)


def test_published_figures_are_told_to_a_room_as_on_the_page():
    made = indicator(unit="%")
    counts = {"team-a": ((67, 100),), "team-b": ((714, 1000),)}
    pack = pack_with(made, rows=rows_of(made, counts), pack=tiny_pack())
    found = measure_comparison(pack, made.key)
    on_the_page = [row[1] for row in page_tables.published_table(found).rows]
    to_a_room = [row[1].text for row in compare_tables.published_table(found).rows]
    assert to_a_room == on_the_page
    assert {"67.0", "71.4"} <= set(to_a_room)


def test_a_figure_over_time_has_the_project_of_its_address_and_claims_no_cause():
    pack = pack_with(pack=tiny_pack())
    address = {"place": "team-a", "indicator": "ready_pct", "project": "Read;2015-09;2017-08"}
    title, scene = scene_seen("compare", urlencode(address), "history", pack)
    assert title == "Ready for school, Team Alder: before, while and after Read ran"
    assert "60% in 2016/17, while it ran" in scene.said
    assert "does not show that the project caused any change" in scene.said
    shown = show_scene(title, scene, pack, key="a")
    assert [band.name for band in shown.picture.bands] == ["Read:"]
    assert "ran for most of it" in draw_scene(shown)  # in the table, for whoever does not see it
    with pytest.raises(QuestionError, match="before its start"):
        scene_seen("compare", urlencode(address | {"project": "Read;2017;2015"}), "history", pack)


@pytest.mark.parametrize(
    ("said", "short"),
    [
        ("14; 2 here, 2 online; 11 age unstated; a gap too", "14, a gap"),
        ("gap reported; 18 others; 2 here", "18, a gap"),
        ("gap reported; 1 other", "1, a gap"),
        ("gap reported; 1 planned", "gap reported"),
        ("not known; 1 planned", "not known"),
        ("5; 5 here", "5"),
        ("none", "none"),
    ],
)
def test_a_cell_of_the_matrix_in_short_keeps_its_gap(said, short):
    assert in_short(Cell(text=said)).text == short


def test_a_room_reads_no_cell_of_the_matrix_otherwise_than_the_profile():
    pack = tiny_pack()
    address = urlencode({"place": "team-a"})
    question = replace(default_question(pack), place_kind=str(pack.places["kind"]["team-a"]))
    sections = measure_profile(ask(Shared(pack, question), "team-a")).sections
    tables = {each.key: each for section in sections for each in section.tables()}
    title, scene = scene_seen("places", address, "there/matrix-theme", pack)
    drawn = show_scene(title, scene, pack, key="k").picture
    whole = tables["matrix-theme"]
    assert len(drawn.rows) == len(whole.rows)
    for row, meant in zip(drawn.rows, whole.rows, strict=True):
        assert [each.number for each in row] == [each.number for each in meant]
        gaps = ["gap" in each.text for each in meant[1:]]
        assert ["gap" in each.text for each in row[1:]] == gaps


def test_words_of_a_narrow_column_are_signs_that_the_scene_explains_and_are_heard_whole():
    said = ["18, a gap", "gap reported", "not known", "none listed", "none", "1,200",
            "reported as a gap"]  # fmt: skip
    ages = (column(f"{n}", f"{n}", "count", "offers") for n in range(len(said)))
    columns = (column("row", "Theme"), *ages)
    row = (text("none"), *(Cell(text=each, number=None) for each in said))
    table = table_of("matrix", "Offers", columns, [row], ())
    shown = Shown(key="k", place="", asks="?", said="", picture=table)
    drawn = str(draw_scene(shown))
    signs = re.findall(r'aria-hidden="true">([^<]+)</span><span class="signed">([^<]+)', drawn)
    assert signs == [
        ("18 *", "18, a gap"),
        ("*", "gap reported"),
        ("?", "not known"),
        ("–", "none listed"),
        ("–", "none"),
        ("*", "reported as a gap"),
    ]
    assert ">1,200</td>" in drawn
    assert '<th scope="row">none</th>' in drawn
    assert "* a gap is reported; ? not known; – none; – none listed</span>" in drawn
    few = replace(table, columns=columns[:4], rows=(row[:4],))
    assert 'class="sign' not in str(draw_scene(replace(shown, picture=few)))


def test_a_place_that_a_long_question_names_is_not_said_beside_it_again():
    shown = Shown(key="k", place="Wisbech", asks="How far?", said="In Wisbech, far.")
    long = replace(shown, asks="How far is it for those who live furthest from any door of all?")
    for named in (long, replace(shown, asks="How far is it in Wisbech?")):
        assert 'class="place unseen"' in str(draw_scene(named))
    for other in (
        shown,
        replace(long, said="It is far."),
        replace(long, is_illustrative=True),  # what is not real is always said
    ):
        assert 'class="place"' in str(draw_scene(other))


def test_the_chosen_neighbourhood_is_outlined():
    pack = tiny_pack()
    for chosen, inside in (({"area": "A1"}, ["A1"]), ({}, [])):
        title, scene = scene_seen("map", urlencode(chosen), "", pack)
        spec = show_scene(title, scene, pack, key="k").picture.spec
        own = [layer for layer in spec.outlines if layer.key == "outline.chosen"]
        assert [list(pack.areas.index[list(each.is_inside)]) for each in own] == [inside][
            : len(own)
        ]
        assert bool(own) == bool(inside)


def test_the_chosen_service_is_marked_by_name_and_asked_about():
    pack = tiny_pack()
    scene = partial(scene_seen, "map", part="", pack=pack)
    title, kept = scene(words="asset=centre-a")
    shown = show_scene(title, kept, pack, key="k")
    assert title == "What is Field Centre, and whom does it take?"
    [marked] = [each for each in shown.picture.spec.layers if isinstance(each, MarkedLayer)]
    assert (marked.title, marked.asset_id) == ("Field Centre", "centre-a")
    assert (marked.easting_m, marked.northing_m) == (540500, 290500)
    assert shown.picture.alt.endswith("Field Centre is marked by a ring.")
    for asked, note in (
        ("asset=line", "Parents' Line has no door that a map can show."),
        ("asset=zone-c&at=52.4935,0.067,16", "Corner Zone lies beyond the part of the map"),
    ):
        title, kept = scene(words=asked)
        shown = show_scene(title, kept, pack, key="k")
        assert shown.notes[0].startswith(note)
        assert "marked by a ring" not in shown.picture.alt
    assert scene(words="")[0].startswith("How well do")


@pytest.mark.parametrize(
    ("layers", "asks"),
    [
        ("fill.amount", "Where do under-fives in the most deprived 30% of neighbourhoods live?"),
        ("fill.hotspot", "Which neighbourhoods stand out together?"),
    ],
)
def test_a_map_of_other_colours_asks_what_it_answers(layers, asks):
    pack = tiny_pack()
    assert scene_seen("map", f"layers={layers}&asset=centre-a", "", pack)[0] == asks


def test_the_gap_of_every_place_is_among_the_figures_of_the_map(serve):
    pack = serve(tiny_pack())
    gaps = measure_gaps(pack, default_question(pack))
    _, scene = scene_seen("map", "", "", pack)
    told = {each.key.removeprefix("gap_children/"): each.value for each in scene.figures}
    for key, value in gaps.places["gap_children"].items():
        assert told[str(key)] == (None if math.isnan(value) else pytest.approx(value))


@pytest.mark.parametrize(
    ("page", "chosen"),
    [
        ("map", {"area": "gone"}),
        ("map", {"asset": "gone"}),
        ("map", {"spot": "Atlantis"}),
        ("map", {"layers": "fill.nothing-such"}),
        ("map", {"at": "0,0,3"}),
        ("compare", {"indicator": "gone"}),
        ("cover", {"show": "gone"}),
        ("hotspots", {"about": "gone"}),
        ("scenarios", {"changes": "close.gone"}),
        ("two-maps", {"b": "limit=far"}),
        ("places", {"place": "gone"}),
        ("needs-and-services", {"place": "gone"}),
    ],
    ids=lambda each: each if isinstance(each, str) else next(iter(each)),
)
def test_what_a_page_no_longer_knows_is_one_problem(page, chosen):
    pack = tiny_pack()
    part = "published" if page == "compare" else ""
    scene = Scene(page=page, words=urlencode(chosen), part=part)
    with pytest.raises(QuestionError) as refused:
        show_scene("What was it?", scene, pack, key="k")
    [problem] = refused.value.problems
    assert problem.found
    assert "add it again" in problem.fix


def test_a_part_that_a_page_never_had_is_one_problem():
    pack = tiny_pack()
    for page in ("places", "compare", "cover", "hotspots", "two-maps", "data"):
        with pytest.raises(QuestionError):
            scene_seen(page, "", "no-such-part", pack)


def test_nothing_of_a_child_becomes_a_scene():
    assert why_not("find-help") == WHY_NOT
    with pytest.raises(QuestionError):
        scene_seen("find-help", "", "", tiny_pack())


def test_what_a_place_has_stands_for_what_was_found_for_a_child():
    pack = tiny_pack()
    place = str(pack.places.index[0])
    asks, scene = scene_seen(*instead_of("find-help", place), pack)
    assert asks == "What is there for each age?"
    assert scene.page == "needs-and-services"
    assert scene.words == f"place={place}"
    asks, scene = scene_seen(*instead_of("find-help", ""), pack)
    assert asks.startswith("What serves each")
    assert scene.words == ""


def test_names_are_text_in_every_part():
    pack = hostile_pack()
    place = str(pack.places.index[0])
    drawn = 0
    for page, chosen in product(SHOWN, ({}, {"place": place})):
        for part in list(parts_of(page, urlencode(chosen)) or {"": ""})[:3]:
            try:
                title, scene = scene_seen(page, urlencode(chosen), part, pack)
            except QuestionError:
                continue
            html = draw_scene(show_scene(title, scene, pack, key="k"))
            assert not any(name in html for name in HOSTILE.values() if "<" in name)
            drawn += 1
    assert drawn > len(SHOWN)
