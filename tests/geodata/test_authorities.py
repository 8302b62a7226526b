"""An authority by any code or name that it has, or has had."""

import pytest

from geodata.authorities import Directory, choose, plain, split_asked
from geodata.errors import DataError

DIRECTORY = Directory(
    districts={
        "E06000017": "Rutland",
        "E06000023": "Bristol, City of",
        "E06000058": "Bournemouth, Christchurch and Poole",
        "E06000063": "Cumberland",
        "E06000064": "Westmorland and Furness",
        "E07000143": "Breckland",
        "E07000144": "Broadland",
    },
    authority_of={
        "E06000017": "E06000017",
        "E06000023": "E06000023",
        "E06000058": "E06000058",
        "E06000063": "E06000063",
        "E06000064": "E06000064",
        "E07000143": "E10000020",
        "E07000144": "E10000020",
    },
    authorities={
        "E06000017": "Rutland",
        "E06000023": "Bristol, City of",
        "E06000058": "Bournemouth, Christchurch and Poole",
        "E06000063": "Cumberland",
        "E06000064": "Westmorland and Furness",
        "E10000020": "Norfolk",
    },
    heirs={
        "E07000026": ("E06000063",),
        "E07000030": ("E06000064",),
        "E10000006": ("E06000063", "E06000064"),
    },
    former={"E07000026": "Allerdale", "E07000030": "Eden", "E10000006": "Cumbria"},
)


def found(*asked):
    return choose(asked, DIRECTORY, "authority")


@pytest.mark.parametrize(
    "asked",
    ["E10000020", "e10000020 ", "Norfolk", "norfolk", "Norfolk County Council"],
)
def test_a_county_is_all_of_its_districts(asked):
    chosen = found(asked)
    assert chosen.districts == ("E07000143", "E07000144")
    assert (chosen.title, chosen.notes) == ("Norfolk", ())


@pytest.mark.parametrize("asked", ["E06000017", "Rutland", "Rutland County Council"])
def test_a_unitary_authority_is_its_own_district(asked):
    assert found(asked).districts == ("E06000017",)


def test_a_district_stands_for_itself():
    assert found("Breckland").districts == ("E07000143",)


def test_all_of_england():
    assert found("England").districts == tuple(sorted(DIRECTORY.districts))
    assert found("E92000001").title == "England"


@pytest.mark.parametrize("asked", [["E10000006"], ["Cumbria"], ["E07000026", "E07000030"]])
def test_old_codes_are_translated_and_it_is_said(asked):
    chosen = found(*asked)
    assert chosen.districts == ("E06000063", "E06000064")
    assert len(chosen.notes) == len(asked)
    assert "is no more; it is part of Cumberland (E06000063)" in chosen.notes[0]


def test_a_title_is_what_was_asked_for():
    assert found("Cumbria").title == "Cumbria"
    assert found("E06000017", "E10000020").title == "Rutland and Norfolk"
    assert found("E06000063", "E06000064").title == "Cumberland, and Westmorland and Furness"
    four = found("E06000017", "E10000020", "E06000063", "E06000058")
    assert four.title == "Rutland, Norfolk, Cumberland and 1 more"


def test_nothing_is_counted_twice():
    assert found("E10000020", "Breckland", "Norfolk").districts == ("E07000143", "E07000144")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("E06000071", "near it are"),
        ("Rutlnd", "near it are Rutland (E06000017)"),
        ("Bournemouth", "Bournemouth, Christchurch and Poole (E06000058)"),
        ("W06000015", "That is a code of Wales"),
        ("S12000036", "That is a code of Scotland"),
        ("E12000006", "That is a region"),
        ("", "found ''; expected the code or the name"),
        ("council", "found 'council'"),
        ("E07000026x", "found 'E07000026x'"),
        ("\x00\n" * 500, "expected the code or the name"),
    ],
    ids=lambda each: repr(each)[:30],
)
def test_what_is_no_authority_is_explained(asked, said):
    with pytest.raises(DataError) as raised:
        found("Norfolk", asked)
    [problem] = raised.value.problems
    assert said in problem.sentence()


def test_every_unknown_name_is_told_at_once():
    with pytest.raises(DataError) as raised:
        found("Atlantis", "Norfolk", "Lyonesse")
    assert len(raised.value.problems) == 2


def test_a_list_is_parted_at_commas_that_are_in_no_name():
    written = "Bournemouth, Christchurch and Poole, E06000017,Bristol, City of,Norfolk,"
    assert list(split_asked(written, DIRECTORY)) == [
        "Bournemouth, Christchurch and Poole",
        "E06000017",
        "Bristol, City of",
        "Norfolk",
    ]


def test_names_are_compared_without_what_councils_are_called():
    assert plain("London Borough of Lambeth") == plain("Lambeth")
    assert plain("Bristol City Council") == plain("Bristol, City of") == "bristol"
    assert plain("St. Helens") == plain("St Helens")
    assert plain("Westmorland & Furness Council") == plain("Westmorland and Furness")
    assert plain("City of London Corporation") == plain("City of London") != plain("London")
