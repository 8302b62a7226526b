"""What is said of two sides: whom counts are of, how they differ, and where nothing is listed."""

from dataclasses import replace

import pytest

from layers.compare.differences import MOST_WORDS
from layers.compare.two_answers import compare_questions, compare_scenario
from layers.compare.two_places import compare_places
from layers.compare.two_sides import read_sides
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.question.settings import SETTINGS
from layers.scenarios.address import read_scenario
from layers.scenarios.effect import measure_effect
from layers.scenarios.words import scenario_words
from tests.awkward import awkward_question, offers_pack, people_pack
from tests.builders import tiny_pack
from tests.sweeps import with_sweeps

PACK = tiny_pack()
PEOPLE = people_pack()
CHANGES = [
    "service=libraries",
    "limit=45",
    "mode=drive",
    "pace=7",
    "detour=3",
    "detour=1",
    "rural=drive-30",
    "border=without",
    "service=libraries&limit=45&mode=drive&rural=walk-45&detour=2&pace=60&border=without",
]


def long_named(pack, service="family-centres", words=9):
    """Name a service at some length."""
    label = " ".join(["centres", *["with a base of"] * (words // 4), "their own"])
    named = replace(pack.info.services[service], label=label)
    return replace(pack, info=replace(pack.info, services=pack.info.services | {service: named}))


def compared(pack, asked, text):
    sides, problems = read_sides(text, pack, asked)
    assert not problems, [each.sentence() for each in problems]
    return compare_questions(pack, *(measure_gaps(pack, each) for each in (asked, sides.second)))


NAMED = {"short": PEOPLE, "long": long_named(PEOPLE), "longer": long_named(PEOPLE, words=24)}


@pytest.mark.parametrize("named", with_sweeps(NAMED, working=["longer"]))
@pytest.mark.parametrize("text", CHANGES)
def test_a_count_of_those_in_need_is_never_said_of_all(named, text):
    pack = NAMED[named]
    asked = awkward_question(pack, need="low_income_children")
    said = compared(pack, asked, text).sentence()
    assert len(said.split()) <= MOST_WORDS, said
    assert not said.startswith("With with")
    if "differ" not in said:
        assert "under-fives in low-income families are out of reach" in said, said


def test_whoever_is_in_need_at_whatever_length_is_said():
    whom = "in families who live on very little indeed and who told somebody so when asked"
    measure = replace(PEOPLE.indicators["low_income_children"], whom=whom)
    pack = replace(PEOPLE, indicators=PEOPLE.indicators | {"low_income_children": measure})
    for name in ("libraries", "family-centres"):
        asked = awkward_question(pack, need="low_income_children", service=name)
        said = compared(pack, asked, "limit=45").sentence()
        assert len(said.split()) <= MOST_WORDS, said
        assert whom in said or "in need" in said or said == "Nothing differs.", said
    effect = measure_effect(pack, asked, read_scenario("close.hub"))
    found = compare_scenario(pack, effect, scenario_words(effect.scenario, pack))
    assert len(found.sentence().split()) <= MOST_WORDS
    assert "second map" not in found.sentence()


@pytest.mark.parametrize("text", ["need=idaci_rank&deciles=1", "age=5-9", "age=5-9&limit=45"])
def test_other_children_are_higher_or_lower_and_never_better(text):
    found = compared(PEOPLE, awkward_question(PEOPLE, need="low_income_children"), text)
    assert not {"better", "worse"} & set(found.rows["verdict"])
    assert {"higher", "lower"} & set(found.rows["verdict"])
    assert "better" not in found.by_row().lower()
    same = compared(PEOPLE, awkward_question(PEOPLE, need="low_income_children"), "limit=60")
    assert "better" in set(same.rows["verdict"])


def test_where_no_door_takes_them_no_place_is_the_better():
    asked = default_question(PACK, age_from=12, age_to=13)
    shut = replace(PACK, assets=PACK.assets.assign(age_from=0, age_to=4))
    found = compare_places(shut, measure_gaps(shut, asked), "team-a", "team-c")
    assert found.rows["verdict"]["gap_share"] in {"higher", "lower"}
    assert found.sentence().startswith(
        "Nothing is listed as child and family centres open to children aged 12–13"
    )
    assert "nobody in either place is reached" in found.sentence()
    both = compared(shut, asked, "limit=45")
    assert both.sentence().startswith("Nothing can differ: no door takes children aged 12–13")
    assert any("On the second map, nothing is listed" in each for each in both.notes())
    taken = compare_places(PACK, measure_gaps(PACK, default_question(PACK)), "team-a", "team-c")
    assert taken.rows["verdict"]["gap_share"] in {"better", "worse"}


def test_what_comes_without_a_door_may_reach_them():
    pack = offers_pack()
    asked = awkward_question(pack, "nurse-partnership", age_from=0, age_to=1)
    found = compare_places(pack, measure_gaps(pack, asked), "west", "east")
    assert "not known" in found.sentence()
    assert "nobody" not in found.sentence()


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("service", {}, "with child and family centres"),
        ("age", {}, "of under-fives"),
        ("limit", {"limit_min": 30}, "within 30 minutes"),
        ("mode", {"mode": "drive"}, "by car"),
        ("rural", {}, "with one limit for town and country"),
        ("pace", {"pace_kmh": 5.0}, "at 5 km/h"),
        ("detour", {"detour": 1.5}, "with journeys 1.5 times the straight line"),
        ("detour", {"detour": 1.0}, "with journeys as long as the straight line"),
        ("border", {"border": False}, "without doors across the border"),
        ("border", {}, "with doors across the border"),
    ],
)
def test_every_word_of_a_question_stands_in_a_sentence(name, changes, said):
    setting, question = SETTINGS[name], replace(default_question(PACK), **changes)
    assert f"{setting.side_lead}{setting.beside(question, PACK)}" == said


def test_no_word_of_a_question_is_said_as_a_label():
    for name, setting in SETTINGS.items():
        question = default_question(PACK)
        assert ":" not in setting.beside(question, PACK), name
