"""Every setting, however it is asked: read or refused with a message, the same at every edge."""

import argparse

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geodata.errors import QuestionError
from layers.ages import AGE_BANDS
from layers.question.address import (
    change_word,
    mend_query,
    query_from_question,
    question_from_query,
)
from layers.question.check import question_problems
from layers.question.options import add_question_options, question_from_options
from layers.question.question import PACE_KMH, default_question
from layers.question.rural import RuralRule
from layers.question.sentence import question_sentence
from layers.question.setting import Setting
from layers.question.settings import SETTINGS
from mapping.pages.frame.question_words import question_words
from tests.builders import tiny_pack
from tests.sweeps import examples
from tests.timetables import tiny_pack_with_bus

PACK = tiny_pack()
BUS = tiny_pack_with_bus()
BUS.assets.loc["zone-c", "across_border"] = True
NAMES = st.sampled_from(list(SETTINGS))
LIKELY = st.one_of(
    st.from_regex(r"\A-?[0-9]{0,5}(\.[0-9]{0,3})?\Z"),
    st.from_regex(r"\A[0-9]{0,6}-[0-9]{0,6}\Z"),
    st.from_regex(r"\A(walk|drive|bus|fly)(-[0-9]{0,5})?\Z"),
    st.sampled_from(["with", "without"]),
    st.sampled_from([*PACK.info.services, *PACK.info.place_kinds, *PACK.indicators, ""]),
    st.text(max_size=80),
)
QUESTIONS = st.builds(
    lambda service, ages, pace, **changes: default_question(
        BUS, service, age_from=ages[0], age_to=ages[1], pace_kmh=pace, **changes
    ),
    service=st.sampled_from(list(BUS.info.services)),
    ages=st.tuples(st.integers(0, 25), st.integers(0, 25)).map(lambda two: tuple(sorted(two))),
    pace=st.floats(1, 120),
    need=st.sampled_from([k for k, i in BUS.indicators.items() if i.geography == "area"]),
    need_deciles=st.integers(1, 5),
    limit_min=st.integers(1, 180),
    mode=st.sampled_from(["walk", "drive", "bus"]),
    place_kind=st.sampled_from(list(BUS.info.place_kinds)),
    detour=st.floats(1, 3),
    border=st.booleans(),
    rural=st.none()
    | st.builds(RuralRule, mode=st.sampled_from(["walk", "drive"]), limit_min=st.integers(1, 180)),
)


def by_address(name, text, pack=PACK):
    return question_from_query({name: text}, pack)


def by_option(name, text, pack=PACK):
    parser = argparse.ArgumentParser()
    add_question_options(parser)
    return question_from_options(parser.parse_args([f"--{name}={text}"]), pack)


def by_bar(name, text, pack=PACK):
    return change_word(default_question(pack), name, text, pack)


@given(NAMES, LIKELY)
@example("age", "00045-00099")
@example("age", "٤-٩")
@example("limit", "٢٠")
@example("limit", "1_0")
@example("limit", "9" * 5000)
@example("pace", "1e1")
@example("rural", "drive-٣")
@examples(300)
def test_any_text_is_read_or_refused_with_a_message(name, text):
    question, problems = mend_query({name: text}, PACK)
    assert question_problems(question, PACK) == []
    for problem in problems:
        assert name in problem.where
        assert problem.found
        assert problem.expected
        assert problem.fix
    if problems:
        assert question == default_question(PACK)
    else:
        again = query_from_question(question, PACK)
        assert query_from_question(question_from_query(again, PACK), PACK) == again


@given(QUESTIONS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_question_is_what_its_address_says(question):
    assert question_from_query(query_from_question(question, BUS), BUS) == question


@given(NAMES, LIKELY)
@examples(300)
def test_address_command_and_bar_take_exactly_the_same(name, text):
    found = []
    for ask in (by_address, by_option, by_bar):
        try:
            found.append(SETTINGS[name].value(ask(name, text)))
        except QuestionError as error:
            found.append([(each.found, each.expected, each.fix) for each in error.problems])
    assert found[0] == found[1] == found[2]


@given(QUESTIONS)
@examples(40, suppress_health_check=[HealthCheck.too_slow])
def test_everything_the_bar_offers_can_be_asked(question):
    bar = question_words(question, BUS, None)
    words = [part for part in bar["parts"] if "setting" in part] + bar["more"]["fields"]
    assert {word["setting"] for word in words} == set(SETTINGS)
    for word in words:
        for text, said in word.get("options", []):
            changed = change_word(question, word["setting"], text, BUS)
            assert SETTINGS[word["setting"]].in_bar(changed, BUS) == text
            assert said
        if "options" in word:
            assert word["value"] in [text for text, _ in word["options"]]


@pytest.mark.parametrize(
    "text", ["00045-00099", "00004-9", "0-4-9", "4 - 9", "-4", "0–4", "", "1e1", "+1-2"]
)
def test_ages_written_otherwise_are_refused_and_the_message_says_how(text):
    with pytest.raises(QuestionError, match="two ages from 0 to 25, as in 0-4") as caught:
        by_address("age", text)
    assert caught.value.problems[0].where == "the address, age"


def test_the_usual_pace_of_another_mode_is_left_out_of_the_address():
    by_car = by_address("mode", "drive")
    assert query_from_question(by_car, PACK) == {"service": "family-centres", "mode": "drive"}


def test_numbers_are_told_their_bounds():
    for name, text, range_words in (
        ("limit", "181", "a number from 1 to 180"),
        ("limit", "0", "a number from 1 to 180"),
        ("deciles", "6", "a number from 1 to 5"),
        ("pace", "120.5", "a number from 1 to 120"),
        ("detour", "0.99", "a number from 1 to 3"),
    ):
        with pytest.raises(QuestionError, match=range_words):
            by_address(name, text)


def test_all_faults_come_together():
    with pytest.raises(QuestionError) as caught:
        question_from_query({"service": "x", "age": "old", "limit": "0", "rural": "fly"}, PACK)
    assert [each.where for each in caught.value.problems] == [
        "the address, service",
        "the address, age",
        "the address, limit",
        "the address, rural",
    ]


def test_a_word_that_is_no_setting_is_refused():
    with pytest.raises(QuestionError, match="one of service, age"):
        change_word(default_question(PACK), "moon", "full", PACK)


@pytest.fixture(name="changing")
def put_back_in_their_order():
    """The settings, to be changed: put back one by one, they would come in another order."""
    before = dict(SETTINGS)
    yield SETTINGS
    SETTINGS.clear()
    SETTINGS.update(before)


def test_a_new_setting_is_one_record(changing):
    made_up = Setting(
        name="pram",
        fields=("pace_kmh",),
        help="whether somebody pushes a pram",
        example="no",
        label="With a pram",
        read=lambda text: 4.0 if text == "yes" else 4.8,
        write=lambda pace: "yes" if pace == PACE_KMH["walk"] else "no",
        offered=lambda *_: [4.0, 4.8],
        words=lambda pace, *_: "with a pram" if pace == PACE_KMH["walk"] else "without",
        lead=", pushing ",
        aside=lambda *_: "Prams are counted.",
    )
    changing["pram"] = made_up
    del changing["pace"]
    question = by_address("pram", "no")
    assert question.pace_kmh == 4.8
    assert by_option("pram", "no") == by_bar("pram", "no") == question
    assert query_from_question(question, PACK)["pram"] == "no"
    parser = argparse.ArgumentParser()
    add_question_options(parser)
    assert "whether somebody pushes a pram" in parser.format_help()
    [word] = [
        p for p in question_words(question, PACK, None)["parts"] if p.get("setting") == "pram"
    ]
    assert word == {
        "setting": "pram",
        "label": "With a pram",
        "options": [("yes", "with a pram"), ("no", "without")],
        "value": "no",
    }
    said = question_sentence(question, PACK)
    assert ", pushing without." in said
    assert said.endswith("Prams are counted.")


def test_a_question_names_its_settings_plainly():
    rule = RuralRule(mode="drive", limit_min=15)
    terms = default_question(PACK, rural=rule).parameters()
    assert terms["rural"] == "drive-15"
    assert default_question(PACK).parameters()["rural"] == ""
    assert {field for each in SETTINGS.values() for field in each.fields} == set(terms)


def test_the_bar_offers_the_bands_of_every_other_page():
    offered = dict(SETTINGS["age"].options(default_question(PACK), PACK))
    assert {f"{first}-{last}" for first, last in AGE_BANDS} <= set(offered)
    assert offered["2-2"] == "2"
