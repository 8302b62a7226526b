"""A need in people, in words: the question, its address, the answer, and what stands beside it."""

from dataclasses import replace

import pytest

from geodata.errors import QuestionError
from layers.both_forms import both_forms
from layers.compare.side_by_side import measure_side_by_side
from layers.cover.capacity import measure_capacity
from layers.gaps import measure_gaps
from layers.hotspots.words import about_words, stands_out
from layers.need import area_need, measure_need, need_sentence, people_need
from layers.question.address import (
    change_word,
    mend_query,
    query_from_question,
    question_from_query,
    settled,
)
from layers.question.question import default_question
from layers.question.sentence import question_sentence
from layers.question.settings import SETTINGS
from layers.ranks.steadiness import rank_range
from layers.siting.candidates import area_candidates
from layers.siting.sites import suggest_sites
from tests.awkward import awkward_pack, awkward_question, people_pack

PACK = people_pack()
OPENS = replace(
    PACK.info.defaults, need="low_income_children", area_need="idaci_rank", need_deciles=3
)
OPENED = replace(PACK, info=replace(PACK.info, defaults=OPENS))
USUAL = awkward_question(PACK, need="low_income_children")
TENTHS = awkward_question(PACK)
WHO = "under-fives in low-income families"
FAR = "10 minutes’ walk from a child and family centre"
AGES = "The share in low-income families was counted among children aged 0–15, and is taken for"
COUNTED = (
    "373 children aged 0–15 in low-income families were counted in 7 of 8 neighbourhoods; in the "
    "other they are too few to publish, or missing, and left out."
)


@pytest.fixture(scope="module")
def gaps():
    return measure_gaps(PACK, USUAL)


def test_the_question_asks_of_the_children_themselves():
    said = question_sentence(USUAL, PACK)
    assert said.startswith(
        "How well do child and family centres reach children aged 0–4 in low-income families, "
        "within 10 minutes on foot?"
    )
    assert "Need is" not in said
    assert "Need is" not in question_sentence(replace(USUAL, need="idaci_rank"), OPENED)
    assert "Need is Health" in question_sentence(replace(USUAL, need="health_rank"), OPENED)


def test_the_answer_is_of_the_children_in_need(gaps):
    assert gaps.said().in_full == (
        f"Across Awkwardshire, about 35 of 95 {WHO} are more than {FAR}. For about 50 under-fives, "
        "in 2 neighbourhoods, this is not known (too few to publish, or missing). About 21 of the "
        "35 in all are in Middle."
    )
    assert gaps.strength() == (
        f"In Awkwardshire, about 60 of 95 {WHO} are within 10 minutes’ walk of a child and family "
        "centre (63%)."
    )
    assert gaps.place_said("west").in_full == f"In West, about 5 of 20 {WHO} are more than {FAR}."
    assert gaps.parameters()["need_counts"] == "people"
    assert measure_gaps(PACK, TENTHS).parameters()["need_counts"] == "neighbourhoods"


def test_nobody_in_need_is_told_from_nobody_known():
    """R1's count is too few to publish; in a ward without children in need that is said."""
    rows = PACK.indicator_values.copy()
    ours = (rows["indicator"] == "low_income_children") & (rows["place_id"] == "N1")
    rows.loc[ours, ["value", "numerator"]] = 0.0
    wards = measure_gaps(replace(PACK, indicator_values=rows), replace(USUAL, place_kind="ward"))
    assert wards.place_said("w-R1").in_full == (
        "In Ward R1, how many of the 50 under-fives live in low-income families is not known. The "
        "figures are too few to publish, or missing."
    )
    assert wards.place_said("w-N1").in_full == (
        f"In Ward N1, no {WHO} are counted, so there is no gap to show."
    )
    assert wards.place_strength("w-N1") == f"Ward N1 has no {WHO}."
    assert wards.place_said("w-E1").in_full.startswith("In Ward E1, no under-fives are counted")


def test_where_no_door_is_all_of_them_are_told():
    asked = replace(USUAL, service="nurse-partnership", age_from=0, age_to=1)
    assert (
        "and about 48 of them live in low-income families."
        in measure_gaps(PACK, asked).said().in_full
    )


def test_older_children_turned_away_are_told_apart():
    said = measure_gaps(PACK, replace(USUAL, age_from=12, age_to=13)).said().in_full
    assert said.startswith(
        "Across Awkwardshire, about 38 of 48 children aged 12–13 in low-income families are out of "
        "reach. Out of reach means not within 10 minutes’ walk of a child and family centre that "
        "takes them. About 24 of those not reached are within 10 minutes’ walk of a door that "
        "stops at 11 or 4, and about 14 are beyond every door."
    )


@pytest.mark.parametrize(
    ("ages", "whom"),
    [((0, 4), "under-fives"), ((12, 13), "children aged 12–13"), ((16, 19), "ages 16–19"),
     ((0, 15), None)],
)  # fmt: skip
def test_a_share_taken_for_other_ages_says_so_beside_every_figure(ages, whom):
    asked = replace(USUAL, age_from=ages[0], age_to=ages[1])
    gaps = measure_gaps(PACK, asked)
    results = [
        gaps,
        measure_capacity(PACK, asked),
        measure_side_by_side(PACK, gaps),
        rank_range(PACK, asked),
        suggest_sites(PACK, asked, area_candidates(PACK), 1),
    ]
    for result in results:
        said = [note for note in result.notes() if note.startswith(AGES)]
        assert len(said) == (0 if whom is None else 1), type(result)
        assert COUNTED in result.notes()
    assert not [n for n in measure_gaps(PACK, replace(asked, need="idaci_rank")).notes()
                if n.startswith(AGES)]  # fmt: skip
    everyone = suggest_sites(PACK, asked, area_candidates(PACK), 1, who="all")
    assert COUNTED not in everyone.notes()


def test_more_counted_than_live_there_is_said():
    rows = PACK.indicator_values.copy()
    ours = (rows["indicator"] == "low_income_children") & (rows["place_id"] == "N1")
    rows.loc[ours, "numerator"] = 170.0
    gaps = measure_gaps(replace(PACK, indicator_values=rows), USUAL)
    assert (
        "In 1 neighbourhood more were counted in low-income families than live there by the count "
        "of people; all who live there are taken to be." in gaps.notes()
    )


def test_how_much_need_there_is_in_all():
    assert need_sentence(PACK, measure_need(PACK, "low_income_children"), 3) == COUNTED
    assert need_sentence(PACK, measure_need(PACK, "idaci_rank"), 3) == (
        "4 of 8 neighbourhoods are in the neediest 30% (national tenths, as published); of 1 that "
        "is not known."
    )
    values = PACK.indicator_values.assign(numerator=float("nan"))
    shares = measure_need(replace(PACK, indicator_values=values), "low_income_children")
    assert need_sentence(PACK, shares, 3).startswith(
        "Only the share of children aged 0–15 in low-income families is published, for 7 of 8"
    )
    every = measure_need(replace(PACK, indicator_values=values.fillna({"value": 1.0})),
                         "low_income_children")  # fmt: skip
    assert need_sentence(PACK, every, 3).endswith("for 8 of 8 neighbourhoods.")


# Both forms beside each other


def test_each_form_says_what_the_other_would(gaps):
    """Outside tenths 1–3: N3's 37.5 and R2's 10, of 85 whose tenth is known (N4's is not)."""
    assert gaps.other_form() == (
        f"About 48 of 85 {WHO} live outside the most deprived 30% of neighbourhoods: a count of "
        "those alone misses them."
    )
    tenths = measure_gaps(PACK, TENTHS)
    assert tenths.other_form() == (
        f"About 48 of 85 {WHO} live outside these neighbourhoods, and are not counted here."
    )
    for found in (gaps, tenths):
        assert found.other_form() in found.notes()
        assert found.other_form("middle") == (
            f"In Middle, about 38 of 55 {WHO} live outside the most deprived 30% of neighbourhoods."
        )
        assert found.other_form("east") == (
            f"In East, about 10 of 10 {WHO} live outside the most deprived 30% of neighbourhoods. "
            "Counting them, its gap is 2nd of 3; counting the under-fives of those neighbourhoods, "
            "it has none."
        )
        assert found.other_form("west") == ""


def test_where_the_two_put_another_place_first_it_is_said():
    """With the limit at 9 minutes N3 is beyond too: 37.5 more in Middle; by tenths nothing more."""
    asked = replace(USUAL, place_kind="district", limit_min=9)
    gaps = measure_gaps(PACK, asked)
    assert "largest gap" not in gaps.other_form()  # D1 is first by both
    doors = PACK.assets.copy()
    doors.loc[["hub", "linked", "split-a", "split-b"], "status"] = "closed"
    pack = replace(PACK, assets=doors)
    wards = measure_gaps(pack, replace(USUAL, place_kind="ward"))
    assert wards.places.index[0] == "w-N3"
    assert wards.other_form().endswith(
        f"Counting {WHO}, the largest gap is in Ward N3; counting the under-fives of the most "
        "deprived 30% of neighbourhoods, in Ward N2."
    )
    assert wards.other_form("w-N3").endswith(
        "Counting them, its gap is 1st of 8; counting the under-fives of those neighbourhoods, it "
        "has none."
    )


def test_a_pack_without_both_forms_says_nothing_of_the_other():
    bare = awkward_pack()
    assert people_need(bare) == ""
    assert measure_gaps(bare, awkward_question(bare)).other_form() == ""
    other = measure_gaps(PACK, replace(TENTHS, need="health_rank"))
    assert other.both_forms == {}
    only = replace(PACK, indicators={USUAL.need: PACK.indicators[USUAL.need]})
    assert area_need(only) == ""
    assert both_forms(only, USUAL, measure_gaps(PACK, USUAL).areas) == {}


def test_hotspots_say_of_whom_they_are(gaps):
    assert stands_out("need", gaps.terms) == (
        "many children in low-income families",
        "few children in low-income families",
    )
    assert about_words(gaps.terms)["gap"] == "children in low-income families and out of reach"
    tenths = measure_gaps(PACK, TENTHS).terms
    assert stands_out("need", tenths) == ("high need", "low need")
    assert about_words(tenths)["gap"] == "high need and out of reach"


def test_a_measure_that_says_no_words_of_its_own_is_named():
    measure = replace(PACK.indicators[USUAL.need], whom="", label="Children with a plan")
    pack = replace(PACK, indicators={**PACK.indicators, USUAL.need: measure})
    said = question_sentence(USUAL, pack)
    assert "children aged 0–4 counted as “Children with a plan”, within" in said


# Addresses and the word of the bar


def test_an_address_says_its_need():
    usual = default_question(OPENED)
    assert usual.need == "low_income_children"
    assert query_from_question(usual, OPENED) == {
        "service": "family-centres",
        "need": "low_income_children",
    }
    tenths = replace(usual, need="idaci_rank", need_deciles=2)
    query = query_from_question(tenths, OPENED)
    assert query == {"service": "family-centres", "need": "idaci_rank", "deciles": "2"}
    assert question_from_query(query, OPENED) == tenths


@pytest.mark.parametrize(
    ("query", "need", "tenths"),
    [
        ({}, "low_income_children", 3),
        ({"service": "libraries"}, "idaci_rank", 3),
        ({"service": "libraries", "deciles": "2"}, "idaci_rank", 2),
        ({"deciles": "2"}, "idaci_rank", 2),
        ({"limit": "15"}, "low_income_children", 3),
        ({"service": "libraries", "need": "health_rank"}, "health_rank", 3),
        ({"service": "libraries", "need": "low_income_children"}, "low_income_children", 3),
    ],
)
def test_an_address_written_before_keeps_its_meaning(query, need, tenths):
    question, problems = mend_query(query, OPENED)
    assert (question.need, question.need_deciles) == (need, tenths)
    assert problems == ()
    assert settled(query, PACK) == query  # a pack that opens by neighbourhood


def test_a_command_without_a_need_asks_what_the_pack_opens_on():
    question = question_from_query({"service": "libraries"}, OPENED)
    assert question.need == "low_income_children"


def test_tenths_of_a_need_that_counts_people_are_refused_and_told():
    query = {"service": "libraries", "need": "low_income_children", "deciles": "2"}
    with pytest.raises(QuestionError, match=r"counts people.*such as idaci_rank"):
        question_from_query(query, OPENED)
    question, [problem] = mend_query(query, OPENED)
    assert (question.need, question.need_deciles) == ("low_income_children", 3)
    assert problem.where == "the address, deciles"


def test_one_word_of_the_bar_offers_both_forms():
    word = SETTINGS["deciles"]
    people = default_question(OPENED)
    options = dict(word.options(people, OPENED))
    assert options["need=low_income_children"] == "in low-income families"
    assert options["need=idaci_rank&deciles=1"] == "in the most deprived 10% of neighbourhoods"
    assert list(options) == [
        "need=low_income_children",
        *(f"need=idaci_rank&deciles={tenths}" for tenths in range(1, 6)),
    ]
    assert word.in_bar(people, OPENED) == "need=low_income_children"
    changed = change_word(people, "deciles", "need=idaci_rank&deciles=2", OPENED)
    assert (changed.need, changed.need_deciles) == ("idaci_rank", 2)
    assert word.in_bar(changed, OPENED) == "need=idaci_rank&deciles=2"
    back = change_word(changed, "deciles", "need=low_income_children", OPENED)
    assert (back.need, back.need_deciles) == ("low_income_children", 3)
    other = replace(people, need="health_rank")
    assert "need=health_rank&deciles=5" in dict(word.options(other, OPENED))


def test_other_words_keep_the_form():
    people = default_question(OPENED)
    assert change_word(people, "limit", "15", OPENED) == replace(people, limit_min=15)
    tenths = replace(people, need="idaci_rank", need_deciles=2)
    assert change_word(tenths, "limit", "15", OPENED) == replace(tenths, limit_min=15)
    by_list = change_word(tenths, "need", "low_income_children", OPENED)
    assert by_list == replace(people, need_deciles=3)
    asked = change_word(people, "deciles", "2", OPENED)
    assert (asked.need, asked.need_deciles) == ("idaci_rank", 2)
