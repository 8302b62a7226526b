"""Filters of services: what is not stated is never taken for a no."""

import pytest
from pandas import DataFrame

from layers.offer_filters import filter_choices, filter_offers, filter_words, read_filters

OFFERS = DataFrame(
    {
        "kind": ["library", "library", "school", "library"],
        "provider": ["Elm Council", None, "Oak Trust", "Oak Trust"],
        "age_from": [0, None, 4, 5],
        "age_to": [19, None, 11, None],
        "level_prevention": ["Universal", None, None, "Targeted – selective"],
        "level_healthy_child": [None, None, "Community", None],
        "expertise": ["reading; play", None, None, "play"],
        "opening": ["Mon to Fri 9-5", None, "by appointment", "Sat 10-12"],
        "across_border": [False, False, True, False],
    },
    index=["a", "b", "c", "d"],
)


def shown(*parts):
    found = filter_offers(OFFERS, parts)
    names = OFFERS.index.to_numpy()
    return set(names[found.passes]), set(names[found.unsure]), found


@pytest.mark.parametrize(
    ("parts", "passes", "unsure"),
    [
        ([("kind", "library")], "abd", ""),
        ([("kind", "library"), ("kind", "school")], "abcd", ""),
        ([("provider", "Oak Trust")], "bcd", "b"),
        ([("age", "4")], "abc", "b"),
        ([("age", "3")], "ab", "b"),
        ([("age", "19")], "abd", "b"),
        ([("age", "3"), ("age", "6")], "abcd", "b"),  # either age
        ([("level", "Universal")], "ab", "b"),
        ([("expertise", "play")], "abcd", "bc"),
        ([("open", "sat")], "bcd", "bc"),
        ([("open", "sat"), ("open", "mon")], "abcd", "bc"),
        ([("open", "sat"), ("kind", "library")], "bd", "b"),
        ([("border", "across")], "c", ""),
        ([("border", "inside")], "abd", ""),
        ([("open", "sat"), ("unstated", "out")], "d", ""),
        ([("unstated", "out")], "abcd", ""),
    ],
)
def test_offers_pass_any_value_of_each_filter_and_every_filter(parts, passes, unsure):
    found_passes, found_unsure, _ = shown(*parts)
    assert (found_passes, found_unsure) == (set(passes), set(unsure))


def test_what_is_not_stated_is_counted_in_words():
    *_, found = shown(("open", "sat"))
    assert found.notes() == ("2 do not say their days: shown faint",)
    *_, found = shown(("open", "sat"), ("kind", "library"))
    assert found.notes() == ("1 does not say their days: shown faint",)
    *_, found = shown(("open", "sat"), ("unstated", "out"))
    assert found.notes() == ("2 do not say their days: left out, as asked",)
    assert shown(("border", "across"))[2].notes() == ()


def test_filters_are_read_as_the_pack_spells_them_and_others_refused():
    given = [("open", "SAT"), ("provider", "elm council"), ("age", "4"), ("age", "x"), ("zz", "1"),
             ("level", "none such"), ("border", "sea"), ("open", "SAT")]  # fmt: skip
    parts, refused = read_filters(given, lambda: OFFERS)
    assert parts == (("open", "sat"), ("provider", "Elm Council"), ("age", "4"))
    assert refused == ("age:x", "zz:1", "level:none such", "border:sea")
    assert read_filters([("age", "-1"), ("age", "-2"), ("age", "121")], lambda: OFFERS) == (
        (("age", "-1"),), ("age:-2", "age:121"),
    )  # fmt: skip


def test_choices_hold_what_tells_offers_apart():
    choices = filter_choices(OFFERS)
    assert [value for value, _ in choices["open"]] == ["mon", "tue", "wed", "thu", "fri", "sat"]
    assert choices["border"][0] == ("inside", "inside this area")
    assert "kind" not in filter_choices(OFFERS[OFFERS["kind"].eq("library")])
    assert "border" not in filter_choices(OFFERS[~OFFERS["across_border"]])


def test_filters_are_said_in_words():
    parts = [("open", "sat"), ("open", "sun"), ("provider", "Elm Council"), ("age", "-1")]
    said = "open on Saturday or Sunday; run by Elm Council; taking age pregnancy"
    assert filter_words(parts) == said
