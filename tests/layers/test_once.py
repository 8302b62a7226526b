"""What is true of a pack is found once for it, and never told of another."""

import gc
import weakref
from dataclasses import replace

import pytest

from layers.compare.comparators import indicator_rows
from layers.once import once_of_a_pack
from layers.places import member_areas, places_of_kind
from tests.builders import tiny_pack

asked = []


@once_of_a_pack
def counted(pack, kind, *, most=3):
    asked.append(kind)
    if kind == "none":
        raise ValueError(kind)
    return kind, most, len(pack.places)


@once_of_a_pack
def counted_otherwise(pack, kind):
    return "otherwise", kind, len(pack.places)


@pytest.fixture(autouse=True)
def _nothing_asked():
    asked.clear()


def test_it_is_found_once_for_each_question_and_pack():
    pack = tiny_pack()
    assert counted(pack, "team") == counted(pack, "team") == ("team", 3, 4)
    assert counted(pack, "team", most=4) == ("team", 4, 4)
    assert counted(pack, "district") == ("district", 3, 4)
    fewer = replace(pack, places=pack.places.head(1))
    assert counted(fewer, "team") == ("team", 3, 1)
    assert asked == ["team", "team", "district", "team"]


def test_two_functions_that_are_asked_alike_answer_each_for_itself():
    pack = tiny_pack()
    assert counted(pack, "team") == ("team", 3, 4)
    assert counted_otherwise(pack, "team") == ("otherwise", "team", 4)


def test_what_cannot_be_found_is_asked_again():
    pack = tiny_pack()
    for _ in range(2):
        with pytest.raises(ValueError, match="none"):
            counted(pack, "none")
    assert asked == ["none", "none"]


def test_it_is_forgotten_with_the_pack():
    pack = tiny_pack()
    counted(pack, "team")
    gone = weakref.ref(pack)
    del pack
    gc.collect()
    assert gone() is None


def test_a_pack_changed_into_another_answers_of_itself():
    pack = tiny_pack()
    before = member_areas(pack, "team-a"), places_of_kind(pack, "district")
    other = replace(
        pack,
        places=pack.places.assign(name="Another"),
        membership=pack.membership[pack.membership["area_id"] != "A1"],
    )
    assert "A1" in before[0].index
    assert "A1" not in member_areas(other, "team-a").index
    assert set(places_of_kind(other, "district")["name"]) == {"Another"}


def test_whoever_writes_into_what_was_handed_on_changes_it_for_nobody_else():
    pack = tiny_pack()
    places = places_of_kind(pack, "district")
    places["name"] = "Mine"
    assert set(places_of_kind(pack, "district")["name"]) == {"Tinyshire"}
    assert member_areas(pack, "nowhere").empty
    assert indicator_rows(pack, "nothing").empty
