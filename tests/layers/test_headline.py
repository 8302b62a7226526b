"""A headline is short in every case, and what it leaves out is said after it."""

from dataclasses import replace

import pytest

from layers.gap_words import gap_said
from layers.gaps import measure_gaps
from layers.headline import MOST_WORDS, Said, first_that_fits, word_count
from layers.question.question import default_question
from layers.said.result import words_of
from tests.awkward import awkward_pack, awkward_question, people_pack
from tests.kept_packs import starter_pack

PACK = starter_pack()
LONG = "Bournemouth, Christchurch and Poole with Dorset and the Isle of Purbeck"


@pytest.fixture(name="gaps", scope="module")
def gaps_():
    return measure_gaps(PACK, default_question(PACK))


def told(gaps, lead="Across Fenshire", doors=3, terms=None, **counts):
    row = gaps.total.copy()
    row.loc[list(counts)] = list(counts.values())
    reach = replace(gaps.reach, doors_taking=doors)
    rows = gaps.turned_away[gaps.turned_away["place_id"] == "*"]
    return gap_said(lead, row, rows, reach, replace(gaps.terms, **terms or {}))


@pytest.mark.parametrize("need", ["idaci_rank", "low_income_children"])
@pytest.mark.parametrize(
    ("service", "ages"),
    [("family-centres", (0, 4)), ("family-centres", (12, 13)), ("nurse-partnership", (0, 1))],
)
def test_the_headline_is_short_for_the_whole_and_every_place(service, ages, need):
    pack = people_pack() if need == "low_income_children" else awkward_pack()
    asked = awkward_question(pack, service, age_from=ages[0], age_to=ages[1], need=need)
    gaps = measure_gaps(pack, asked)
    for each in (gaps.said(), *(gaps.place_said(place_id) for place_id in gaps.places.index)):
        assert word_count(each.headline) <= MOST_WORDS, each.headline
        assert each.headline.endswith(".")
        assert ". " not in each.headline


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"gap_children": 0.0},
        {"gap_children": float("nan")},
        {"gap_children": 0.4},
        {"gap_turned_away_children": 40.0},
        {"unknown_children": 50.0, "unknown_areas": 3.0},
        {"children": 0.0, "high_need_children": 0.0, "gap_children": 0.0},
        {"children": float("nan")},
        {"high_need_children": float("nan"), "gap_children": float("nan")},
        {"high_need_children": 0.0, "gap_children": 0.0},
        {"children": 1_234_567.0, "high_need_children": 1_234_567.0, "gap_children": 1_234_567.0},
    ],
    ids=str,
)
@pytest.mark.parametrize("of_people", [True, False])
@pytest.mark.parametrize("doors", [0, 3])
@pytest.mark.parametrize("lead", ["In Wisbech", f"Across {LONG}"])
def test_it_is_short_for_nobody_everybody_and_all_that_is_unknown(
    gaps, counts, of_people, doors, lead
):
    who = {"who": "children aged 12–13", "of_people": of_people}
    needy = "in low-income families" if of_people else "in the most deprived 30% of neighbourhoods"
    said = told(gaps, lead, doors, {**who, "needy": needy, "doorless": 2}, **counts)
    most = MOST_WORDS if lead == "In Wisbech" else MOST_WORDS + word_count(LONG)
    assert word_count(said.headline) <= most
    assert "nan" not in said.in_full


def test_a_long_name_moves_into_the_detail(gaps):
    said = told(gaps, f"Across {LONG}", terms={"of_people": False})
    assert word_count(said.headline) <= MOST_WORDS
    assert LONG not in said.headline
    assert said.detail.count(f"All were counted across {LONG}.") == 1


def test_what_short_words_mean_is_said_next(gaps):
    terms = {
        "of_people": False,
        "needy": "in any of the twenty places of the north",
        "high": "in high need",
    }
    said = told(gaps, terms=terms, gap_turned_away_children=0.0)
    assert "are in high need and out of reach" in said.headline
    assert said.detail.startswith(
        "In high need means living in any of the twenty places of the north; out of reach, "
        f"more than {gaps.terms.journey} away."
    )


def test_what_fits_first_is_taken_and_the_last_where_nothing_does():
    long, short = Said("word " * 25), Said("few words", "and more")
    assert first_that_fits([short, long]) is short
    assert first_that_fits([long, short]) is short
    assert first_that_fits([long, long]) is long
    exact = Said("word " * MOST_WORDS)
    assert first_that_fits([exact, short]) is exact


def test_nothing_is_said_twice_and_all_of_it_stands_beside_the_figures(gaps):
    assert gaps.notes()[0] == gaps.detail()
    words = words_of(gaps)
    assert words[1:3] == (gaps.sentence(), gaps.detail())
    assert gaps.said().in_full == f"{gaps.sentence()} {gaps.detail()}"
    assert Said("Only this.").in_full == "Only this."
