"""The Two maps page as AppTest sees it, the file and the picture of both, and their one legend."""

import io
import json

import pytest
from PIL import Image

from layers.compare.two_sides import read_sides
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.scenarios.address import read_scenario
from layers.scenarios.changes import apply_scenario
from layers.scenarios.effect import measure_effect
from mapping.drawn.two_file import render_two_html
from mapping.drawn.two_picture import draw_two_maps
from mapping.escape import plain_text
from mapping.map.two import now_and_then, two_periods, two_places, two_questions
from mapping.served.message import Linked, map_message
from tests.builders import tiny_pack
from tests.layers.published import pack_with
from tests.mapping.reading import opened, words
from tests.sweeps import with_sweeps

PACK = tiny_pack()
ASKED = default_question(PACK)
GAPS = measure_gaps(PACK, ASKED)


def questions(text="limit=40"):
    second = read_sides(text, PACK, ASKED)[0].second
    return two_questions(PACK, GAPS, measure_gaps(PACK, second))


def scenario():
    asked = read_scenario("close.centre-a")
    return now_and_then(PACK, apply_scenario(PACK, asked), measure_effect(PACK, ASKED, asked))


BOTH = {
    "places": lambda: two_places(PACK, GAPS, ("team-a", "team-c")),
    "questions": questions,
    "scenario": scenario,
    "periods": lambda: two_periods(
        pack_with(), measure_gaps(pack_with(), ASKED), "ready_pct", ("2014/15", "2018/19")
    ),
}


def test_it_opens_on_two_places_with_nothing_touched(serve):
    serve(PACK)
    said = words(opened("two-maps"))
    assert "A: Team" in said
    assert "B: Team" in said
    assert "of under-fives are in high need and out of reach" in said
    assert "▲ better" in said or "◆ worse" in said


@pytest.mark.parametrize(
    ("address", "headline", "heads"),
    [
        ({"b": "limit=40"}, "Within 40 minutes, about", ("A: Within 20 minutes", "B: Within 40")),
        ({"b": "limit=20"}, "Nothing differs", ("A: Child and family centres",)),
        ({"b": "changes=close.centre-a"}, "Closing Field Centre: about", ("A: Now", "B: Then")),
        ({"b": "place=team-b", "place": "team-a"}, "Team Alder: ", ("A: Team Alder",)),
    ],
)
def test_what_differs_is_the_answer(serve, address, headline, heads):
    serve(PACK)
    said = words(opened("two-maps", **address))
    assert headline in said
    assert all(head in said for head in heads)


def test_two_years_are_compared_where_a_pack_holds_several(serve):
    serve(pack_with())
    app = opened("two-maps", indicator="ready_pct", period="2014/15", b="period=2018/19")
    said = words(app)
    assert "better in 1, worse in 1, the same in 1 of 3" in said
    assert "Two years" in app.selectbox[0].options
    serve(PACK)
    assert "Two years" not in opened("two-maps").selectbox[0].options


def test_what_cannot_be_used_is_named_and_the_rest_stands(serve):
    serve(PACK)
    app = opened("two-maps", b="limit=40&mode=hover&<b>=1")
    told = app.warning[0].value
    assert "b, mode: found" in told
    assert "<b>" not in told
    assert "Within 40 minutes, about" in words(app)


def test_the_second_question_holds_only_what_differs(serve):
    serve(PACK)
    app = opened("two-maps", b="limit=40")
    app.selectbox[0].set_value("scenario").run()
    [b] = app.query_params["b"] if isinstance(app.query_params["b"], list) else [
        app.query_params["b"]
    ]  # fmt: skip
    assert b.startswith("changes=")
    app.selectbox[0].set_value("questions").run()
    assert app.query_params["b"] in ("service=libraries", ["service=libraries"])
    assert not app.exception


@pytest.mark.parametrize("way", BOTH)
def test_one_legend_counts_both(way):
    both = BOTH[way]()
    first, second = both.first.legend, both.second.legend
    assert [each.code for each in first.classes] == [each.code for each in second.classes]
    assert [each.label for each in first.classes] == [each.label for each in second.classes]
    codes = {each.code for each in first.classes}
    assert {*both.first.classes, *both.second.classes} <= codes
    if way != "places":
        assert all("A: " in each.holds and "B: " in each.holds for each in first.classes)


def test_a_colour_means_the_same_in_both_periods():
    both = BOTH["periods"]()
    rows = [spec.figures[0].values for spec in (both.first, both.second)]
    codes = [both.first.classes, both.second.classes]
    pairs = sorted(
        (value, code)
        for values, of in zip(rows, codes, strict=True)
        for value, code in zip(values, of, strict=True)
    )
    assert [code for _, code in pairs] == sorted((code for _, code in pairs), reverse=False)
    by_value = {}
    for value, code in pairs:
        assert by_value.setdefault(value, code) == code


def test_the_legend_of_one_side_is_not_that_of_the_other():
    """Of the marked class there are more neighbourhoods on the map of the shorter walk."""
    both = questions("limit=60")
    spec = {each.code: each for each in both.first.legend.classes}
    one = {each.code: each for each in two_places(PACK, GAPS, ("team-a",) * 2).first.legend.classes}
    for code, each in spec.items():
        assert each.children == one[code].children
        counted = measure_gaps(PACK, read_sides("limit=60", PACK, ASKED)[0].second)
        inside = counted.areas["gap_class"] == code
        total = counted.counted[inside].sum()
        assert each.holds.endswith(f"B: {'none' if not total else f'about {total:.0f}'}")


def test_a_linked_message_stays_short_and_says_who_it_goes_with():
    both = questions()
    link = Linked(name="two maps", has_legend=False, heading="B: <b>")
    message = map_message(both.second, PACK, ASKED, link=link)
    assert message["link"] == {
        "name": "two maps",
        "held": False,
        "legend": False,
        "doors": True,
        "heading": plain_text("B: <b>"),
    }
    assert len(json.dumps(message)) < 8000
    assert map_message(both.first, PACK, ASKED)["link"] is None


@pytest.mark.parametrize("way", with_sweeps(BOTH, working=["periods"]))
def test_a_picture_of_both_is_one_and_the_same_each_time(way):
    pack = pack_with() if way == "periods" else PACK
    drawn = draw_two_maps(BOTH[way](), pack, dpi=60)
    assert drawn == draw_two_maps(BOTH[way](), pack, dpi=60)
    size = Image.open(io.BytesIO(drawn)).size
    assert size[0] > size[1]


@pytest.mark.parametrize("way", BOTH)
def test_a_file_of_both_holds_two_maps_the_table_and_nothing_to_fetch(way):
    pack = pack_with() if way == "periods" else PACK
    both = BOTH[way]()
    html = render_two_html(both, pack)
    assert html == render_two_html(BOTH[way](), pack)
    assert html.count("<iframe") == 2
    assert both.differences.sentence() in html
    for said in both.differences.rows["difference_said"]:
        assert said in html
    outside = html.split("srcdoc=")[0] + html.rsplit("</iframe>", 1)[1]
    assert "http" not in outside.replace("http-equiv", "")


def test_the_second_map_has_a_legend_of_its_own_only_of_doors_that_the_first_lacks():
    assert not BOTH["places"]().has_other_doors
    assert not BOTH["scenario"]().has_other_doors
    assert questions("service=libraries").has_other_doors
