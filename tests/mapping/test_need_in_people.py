"""The map of a need counted in people: whom its legend counts, and what it says of an area."""

from dataclasses import replace

import pytest

from layers.gaps import measure_gaps
from layers.said.sentences import opened
from mapping.drawn.file import render_map_html
from mapping.drawn.picture_words import class_words, counted_words
from mapping.map.describe import describe_map
from mapping.map.values import UNKNOWN
from mapping.pages.map.cards import area_card
from mapping.pages.map.ranking import ranking
from mapping.pages.places.ranked_table import places_table
from mapping.served.message import map_message
from tests.awkward import awkward_question, people_pack

PACK = people_pack()
QUESTION = awkward_question(PACK, need="low_income_children")
WHO = "under-fives in low-income families"


@pytest.fixture(scope="module")
def gaps():
    return measure_gaps(PACK, QUESTION)


@pytest.fixture(scope="module")
def spec(gaps):
    return describe_map(PACK, gaps)


def test_the_legend_counts_the_children_in_need_and_all_where_it_is_not_known(gaps, spec):
    """R1's 50 and N4's 50 are in no class; of R3 not even the number of under-fives is known."""
    legend = spec.legend
    known = {each.code: each for each in legend.classes if each.code != UNKNOWN}
    assert sum(each.children for each in known.values()) == pytest.approx(85)  # N4 has no tenth
    assert legend.who == WHO
    assert legend.marked_label == "needier, few or none reached"
    unknown = next(each for each in legend.classes if each.code == UNKNOWN)
    assert unknown.who == "under-fives"
    message = map_message(spec, PACK, QUESTION)
    words = {code: counted for code, _, _, counted in message["legend"]["classes"]}
    assert words[UNKNOWN] == "about 100 under-fives in 3 neighbourhoods"
    assert WHO not in words[UNKNOWN]
    assert WHO in words[8]
    file = render_map_html(spec, PACK, gaps)
    assert "not known (all under-fives)" in file
    assert f'class="n">{WHO[0].upper()}{WHO[1:]}</th>' in file


def test_the_key_of_a_picture_says_whom_its_numbers_count(spec):
    assert counted_words(spec) == f"{opened(spec.legend.who)} in each"
    assert "low-income" in counted_words(spec)
    unknown = next(each for each in spec.legend.classes if each.code == UNKNOWN)
    assert class_words(unknown, spec).startswith(f"{unknown.label} (all {unknown.who}): about ")


def test_a_need_of_neighbourhoods_counts_all_children():
    tenths = describe_map(PACK, measure_gaps(PACK, replace(QUESTION, need="idaci_rank")))
    assert tenths.legend.who == "under-fives"
    assert all(each.who == "" for each in tenths.legend.classes)
    assert "high_need_children" not in [figure.key for figure in tenths.figures]


def test_an_area_says_how_many_are_in_need_and_what_share(gaps, spec):
    lines = {line.label: line for line in area_card("N3", gaps, PACK).lines}
    assert lines["Under-fives in low-income families"].value == "about 38 (75%)"
    unknown = {line.label: line for line in area_card("R1", gaps, PACK).lines}
    assert unknown["Under-fives in low-income families"].value == "not known (not known)"
    figures = {figure.key: figure for figure in spec.figures}
    assert figures["high_need_children"].values == (13, 25, 38, 10, None, 10, None, 0)
    assert figures["high_need_children"].label == "Under-fives in low-income families"


def test_lists_of_places_set_the_gap_against_the_children_in_need(gaps):
    rows = {row["id"]: row for row in ranking(gaps, PACK, "gaps", None)["rows"]}
    assert rows["middle"]["said"] == "about 21 of 65"
    assert rows["middle"]["whole"] == 65
    assert ranking(gaps, PACK, "gaps", None)["note"] == (
        "Under-fives in low-income families and out of reach, of all in low-income families"
    )
    table = places_table(gaps, PACK)
    assert [column["label"] for column in table["columns"]] == [
        "Under-fives",
        "In low-income families",
        "Out of reach",
        "In low-income families and out of reach",
        "Of those in low-income families, reached",
    ]
    middle = next(row for row in table["rows"] if row["id"] == "middle")
    assert middle["cells"][3]["share"] == pytest.approx(20.5 / 65, abs=1e-4)
    chosen = ranking(gaps, PACK, "gaps", "east")["chosen"]["sentences"]
    assert gaps.other_form("east") in chosen
