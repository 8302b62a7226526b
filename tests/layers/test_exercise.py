"""The mapping exercise: themes, the matrix and its empty cells, what stands out, every line."""

from dataclasses import replace

import pandas as pd
import pytest

from geodata.errors import QuestionError
from layers.exercise.all_places import measure_all_places
from layers.exercise.lines import COLUMNS
from layers.exercise.matrix import band_words, measure_matrix
from layers.exercise.offers import list_offers, list_providers, listed_words
from layers.exercise.one_place import measure_exercise
from layers.exercise.standing_out import StandsOut, in_order
from layers.gaps import measure_gaps
from layers.place.facts import question_for_place
from layers.places import member_areas
from layers.question.question import default_question
from layers.said.numbers import percent
from layers.said.result import say_result
from layers.themes import IN_ORDER, OTHER, THEMES, theme_of, themes_of
from tests.awkward import awkward_pack, awkward_question, people_pack
from tests.builders import tiny_pack
from tests.kept_packs import starter_pack
from tests.layers.test_breaks import GAP, with_offers
from tests.sweeps import with_sweeps

GAP = GAP | {"status": "reported gap"}


def exercise(pack, place_id, **changes):
    question = question_for_place(default_question(pack, **changes), pack, place_id)
    return measure_exercise(pack, measure_gaps(pack, question), place_id)


def matrix(pack, place_id="east"):
    return measure_matrix(pack, awkward_question(pack), place_id)


def cell(found, row, age, group="theme"):
    own = found.cells_of(group, row)
    [(_, chosen)] = list(own[(own["age_from"] <= age) & (age <= own["age_to"])].iterrows())
    return chosen


# ------------------------------------------------------------------ themes


@pytest.mark.parametrize(
    ("term", "theme"),
    [
        ("perinatal mental health", "start"),
        ("mental health", "mind"),
        ("SEND", "send"),
        ("sending letters", "send"),
        ("resending", OTHER),
        ("speech and language therapy", "learning"),
        ("nursery nursing", "start"),
        ("nursery school", "learning"),
        ("school nursing", "health"),
        ("special school", "send"),
        ("school", "school"),
        ("domestic abuse", "safe"),
        ("youth work", "young"),
        ("Triple P", "family"),
        ("multi agency panel", "together"),
        ("funded early education", "learning"),
        ("fund", "together"),
        ("beekeeping", OTHER),
    ],
)
def test_a_term_is_known_by_how_its_words_begin(term, theme):
    assert theme_of(term) == theme


def test_an_offer_is_of_the_themes_of_its_expertise_and_else_of_its_kind():
    assert themes_of("SEND; youth work; Portage", "library") == {
        "send": ("SEND", "Portage"),
        "young": ("youth work",),
    }
    assert themes_of(None, "library") == {"learning": ()}
    assert themes_of("beekeeping", "library") == {"learning": ("beekeeping",)}
    assert themes_of(float("nan"), "orchard") == {OTHER: ()}


def test_every_theme_has_a_place_of_its_own_in_the_order():
    assert sorted(theme.order for theme in IN_ORDER) == list(range(len(THEMES) + 1))


# ------------------------------------------------------------------ the matrix


def test_a_cell_counts_offers_and_tells_apart_what_states_no_age():
    pack = with_offers(
        {"name": "Aged", "kind": "youth-work", "age_from": 10, "age_to": 13},
        {"name": "Ageless", "kind": "youth-work"},
        {"name": "Elsewhere", "kind": "youth-work", "age_from": 10, "serves": "D1"},
        {"name": "Gone", "kind": "youth-work", "age_from": 10, "status": "withdrawn"},
    )
    found = matrix(pack)
    assert cell(found, "young", 12)[["state", "offers", "sure"]].tolist() == ["offered", 2, 1]
    assert cell(found, "young", 18)[["state", "offers", "sure"]].tolist() == ["offered", 1, 0]
    assert found.brief(cell(found, "young", 12)) == ("2", "1 age unstated")


def test_a_reported_gap_of_stated_ages_stands_whatever_else_there_is():
    other = {"name": "Group", "kind": "fathers-group", "age_from": 12, "age_to": 13}
    found = matrix(with_offers(GAP, other))
    assert cell(found, "family", 12)["state"] == "reported gap"
    beside = cell(matrix(with_offers(other)), "family", 12)["offers"]
    assert found.brief(cell(found, "family", 12))[:2] == ("gap reported", f"{beside} others")
    same = {"name": "Help", "kind": "family-support", "age_from": 12, "age_to": 13}
    found = matrix(with_offers(GAP, same))
    assert cell(found, "family", 12)["state"] == "reported gap"
    assert cell(found, "family", 12)["offers"] == beside
    assert cell(found, "family", 14)["state"] != "reported gap"
    ageless = {"name": "Help", "kind": "family-support"}
    assert cell(matrix(with_offers(GAP, ageless)), "family", 12)["state"] == "reported gap"


@pytest.mark.parametrize(
    ("ages", "missing"),
    [
        ({"age_from": 16}, ["14–16", "17–18", "19–25"]),
        ({"age_to": 2}, ["0–1", "2"]),
        ({"age_from": -1, "age_to": 0}, ["pregnancy", "0–1"]),
        ({}, []),
    ],
)
def test_a_gap_without_an_end_is_of_every_age_from_its_beginning(ages, missing):
    """The rule is one for the grid of a place and for the strips of all places."""
    gap = {"name": "Some gap", "status": "reported gap", "kind": "police", **ages}
    taken = {"name": "P", "kind": "police", "age_from": -1, "age_to": 25}
    pack = with_offers(gap, taken)
    found = matrix(pack)
    cells = found.cells_of("theme", "safe")
    marked = cells[cells["state"] == "reported gap"]
    assert [band_words(each) for _, each in marked.iterrows()] == missing
    east = replace(awkward_question(pack), place_kind=str(pack.places.loc["east", "kind"]))
    every = measure_all_places(pack, measure_gaps(pack, east)).gaps_at.loc["east"]
    assert list(every.index[every]) == missing


def test_the_strips_and_the_grids_of_a_place_mark_the_same_ages():
    pack = starter_pack()
    every = measure_all_places(pack, measure_gaps(pack, default_question(pack))).gaps_at
    for place_id in ("eht-wisbech", "eht-peterborough-central"):
        cells = measure_matrix(pack, default_question(pack), place_id).cells
        aged = cells[(cells["group"] == "theme") & (cells["gaps_aged"] > 0)]
        assert (aged["state"] == "reported gap").all()
        own = every.loc[place_id]
        assert {band_words(each) for _, each in aged.iterrows()} == set(own.index[own])


def test_a_gap_that_states_no_ages_fills_only_what_is_empty():
    gap = {"name": "Some gap", "status": "reported gap", "kind": "police"}
    found = matrix(with_offers(gap, {"name": "P", "kind": "police", "age_from": 10}))
    assert cell(found, "safe", 5)["state"] == "reported gap"
    assert cell(found, "safe", 12)["state"] == "offered"


def test_empty_cells_are_none_held_or_not_known_where_an_offer_says_nothing_of_itself():
    elsewhere = {"name": "Talking", "kind": "counselling", "serves": "D1"}
    orchard = {"name": "Orchard", "kind": "orchard", "age_from": 3, "age_to": 9}
    found = matrix(with_offers(orchard, elsewhere))
    assert cell(found, "mind", 17)["state"] == "none held"
    bare = matrix(with_offers(orchard))  # nobody has listed any, here or elsewhere
    assert cell(bare, "mind", 17)["state"] == "not known"
    assert cell(found, "mind", 5)["state"] == "not known"
    assert cell(found, OTHER, 5)["state"] == "offered"


def test_an_expertise_is_not_known_where_an_offer_of_its_theme_states_none():
    pack = with_offers(
        {"name": "Phonics", "kind": "library-early-years", "expertise": "phonics", "age_from": 3,
         "age_to": 4},
        {"name": "Reading", "kind": "home-learning", "age_from": 5, "age_to": 9},
    )  # fmt: skip
    found = matrix(pack)
    assert cell(found, "phonics", 3, "expertise")["state"] == "offered"
    assert cell(found, "phonics", 7, "expertise")["state"] == "not known"


def test_an_expertise_is_not_known_where_an_offer_of_no_known_theme_takes_the_age():
    pack = with_offers(
        {"name": "P", "kind": "portage", "expertise": "Portage", "age_from": 0, "age_to": 1},
        {"name": "Orchard", "kind": "orchard", "age_from": 3, "age_to": 9},
    )
    found = matrix(pack)
    assert cell(found, "Portage", 5, "expertise")["state"] == "not known"
    assert cell(found, "Portage", 17, "expertise")["state"] == "none held"


def test_the_nearest_beyond_is_told_where_there_is_no_door_and_not_where_there_is():
    pack = awkward_pack()
    found = matrix(pack)
    themes = found.cells[found.cells["group"] == "theme"]
    assert themes.loc[themes["doors"] > 0, "nearest"].isna().all()
    assert len(found.nearest())
    for row in found.nearest().itertuples():
        assert row.said


# ------------------------------------------------------------------ offers and providers


def test_every_offer_that_serves_a_place_is_listed_with_its_state():
    pack = with_offers(
        {"name": "Runs", "provider": "A; B"},
        {"name": "Planned", "status": "planned"},
        {"name": "Withdrawn", "status": "withdrawn"},
        {"name": "Named", "status": "named only"},
        GAP,
        {"name": "Elsewhere", "serves": "D1"},
    )
    listed = list_offers(pack, "east").set_index("name")
    assert {"Runs", "Planned", "Withdrawn", "Named", GAP["name"]} <= set(listed.index)
    assert "Elsewhere" not in listed.index
    assert listed["status"]["Named"] == "only named; whether it runs here is not known"
    assert listed["is_running"][["Runs", "Planned", "Withdrawn", "Named"]].tolist() == [
        True,
        False,
        False,
        False,
    ]
    runs = list_providers(list_offers(pack, "east"))
    assert "Runs" in runs.loc["A", "names"]
    assert "Runs" in runs.loc["B", "names"]
    assert not runs["names"].str.contains("Withdrawn|Planned|Named").any()


# ------------------------------------------------------------------ one place and all


def test_a_strength_stands_before_a_gap_of_the_same_weight_and_never_before_a_weightier_one():
    def said(matter, tone, *, is_asked=True):
        return StandsOut(
            matter=matter, tone=tone, said="x", sources=(), of="y", period="", is_asked=is_asked
        )

    order = in_order(
        [
            said("outcomes", "strength"),
            said("ages", "gap", is_asked=False),
            said("reach", "gap"),
            said("cover", "gap"),
            said("cover", "strength"),
            said("reach", "strength"),
        ]
    )
    assert [(each.matter, each.tone) for each in order] == [
        ("reach", "strength"),
        ("reach", "gap"),
        ("cover", "strength"),
        ("cover", "gap"),
        ("outcomes", "strength"),
        ("ages", "gap"),
    ]


PACKS = {
    "starter": starter_pack,
    "tiny": tiny_pack,
    "awkward": awkward_pack,
    "people": people_pack,
    "no offers": lambda: replace(tiny_pack(), assets=tiny_pack().assets.head(0)),
}


@pytest.mark.parametrize("name", with_sweeps(PACKS, working=["awkward"]))
def test_every_pack_has_an_exercise_for_each_place_and_no_line_without_a_source(name):
    pack = PACKS[name]()
    for place_id in pack.places.index[:6]:
        found = exercise(pack, str(place_id))
        lines = found.table
        assert list(lines.columns) == list(COLUMNS)
        assert not lines.isna().to_numpy().any()
        assert (lines["source"] != "").all(), lines[lines["source"] == ""]
        assert (lines["said"] != "").all()
        dated = lines[lines["part"] != "Outcomes"]  # one that is not held is of no period
        assert (dated["period"] != "").all(), dated[dated["period"] == ""]
        assert not lines["said"].str.contains(".;", regex=False).any()
        assert found.sentence().startswith(found.place)
        for form in ("table", "json", "csv"):
            assert say_result(found, form)
    every = measure_all_places(pack, measure_gaps(pack, default_question(pack)))
    assert list(every.places.index) == list(every.ages.index) == list(every.said.index)
    assert say_result(every, "csv")


def test_children_in_low_income_families_come_first_whatever_need_is_asked_by():
    pack = starter_pack()
    usual = exercise(pack, "eht-wisbech")
    by_area = exercise(pack, "eht-wisbech", need="idaci_rank")
    assert usual.figures[0].label == "under-fives in low-income families"
    assert by_area.figures[0] == usual.figures[0]
    assert by_area.heading == usual.heading


def test_the_strip_of_ages_counts_what_states_its_ages():
    pack = with_offers(
        {"name": "Aged", "kind": "youth-work", "age_from": 12, "age_to": 13, "serves": "D1"},
        {"name": "Ageless", "kind": "youth-work", "serves": "D1"},
        GAP,
    )
    question = awkward_question(pack)
    before = awkward_pack()
    gaps = measure_gaps(pack, question)
    found = measure_all_places(pack, gaps)
    bare = measure_all_places(before, measure_gaps(before, question))
    more = (found.ages - bare.ages)["12–13"]
    served = found.places["offers"] - bare.places["offers"]
    assert served.max() == 2
    assert more[served == 2].tolist() == [1] * int((served == 2).sum())
    assert (found.ages - bare.ages)["14–16"].sum() == 0
    assert found.gaps_at["12–13"].any()
    assert not found.gaps_at["14–16"].any()
    assert not bare.gaps_at.to_numpy().any()
    assert bare.ages.to_numpy().any()


def test_a_share_is_of_the_children_for_whom_need_is_known_and_the_others_are_said():
    counted = dict.fromkeys(people_pack().areas.index, 3.0)
    whole = exercise(people_pack(counted), "west")
    assert "not known for" not in whole.sentence()
    areas = list(member_areas(people_pack(), "west").index)
    lacking = people_pack(counted | {areas[0]: None})
    found = exercise(lacking, "west")
    own = found.gaps.areas.loc[areas]
    judged = own["children"][own["high_need_children"].notna()].sum()
    share = percent(own["high_need_children"].sum() / judged)
    assert own["children"].isna().sum() == 0
    assert judged < own["children"].sum()
    assert found.figures[0].beside == f"{share} of the under-fives here for whom it is known"
    assert f"(not known for 1 of its {len(areas)} " in found.sentence()
    every = measure_all_places(lacking, found.gaps).places.loc["west"]
    assert percent(every["high_need_share"]) == share


def test_the_part_out_of_reach_is_of_those_in_need_and_of_nobody_else():
    found = exercise(people_pack(dict.fromkeys(people_pack().areas.index, 3.0)), "west")
    row = found.gaps.places.loc["west"]
    in_need = row["gap_children"] + row["reached_high_need_children"]
    assert 0 < in_need < row["children"]
    assert 0 < row["gap_children"] < in_need
    [gap] = [each for each in found.figures if each.key == "gap_children"]
    part = percent(row["gap_children"] / in_need)
    assert part != percent(row["gap_children"] / row["children"])
    assert gap.beside == f"{part} of those {found.gaps.terms.high}"


def test_what_does_not_run_is_counted_apart_from_what_does():
    rows = (
        {"name": "R"},
        {"name": "P", "status": "planned"},
        GAP,
        {"name": "W"} | {"status": "withdrawn"},
    )
    said = exercise(with_offers(*rows), "east").listed_words()
    listed = list_offers(with_offers(*rows), "east")
    runs = int(listed["is_running"].sum())
    others = len(listed) - runs - 2
    assert said == (
        f"{runs} offers that run, and beside them 1 planned, 1 gap reported and {others} "
        "withdrawn, closed or only named"
    )
    assert listed_words(listed[listed["is_running"]]) == f"{runs} offers that run"


def test_a_place_that_is_not_there_is_refused():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    with pytest.raises(QuestionError):
        measure_exercise(pack, gaps, "atlantis")
    with pytest.raises(QuestionError):
        list_offers(pack, "atlantis")


def test_a_need_that_is_missing_everywhere_is_not_known_and_no_strength():
    pack = people_pack(dict.fromkeys(people_pack().areas.index))
    place_id = str(pack.places.index[0])
    found = exercise(pack, place_id)
    assert found.figures[0].text == "not known"
    assert {each.tone for each in found.stands_out if each.matter == "reach"} <= {"unknown"}
    assert pd.isna(found.figures[0].number) or found.figures[0].number is None


def test_a_provider_spelled_in_two_ways_is_one():
    offers = list_offers(awkward_pack(), "east")
    offers = offers[offers["is_running"]].head(3)
    names = ["early years service", "Early Years Services", "early years service"]
    assert len(offers) == len(names)
    told = list_providers(offers.assign(provider=names))["offers"]
    assert told.to_dict() == {"early years service": 3}


def test_a_place_that_nothing_serves_is_not_said_to_be_served_by_none():
    pack = tiny_pack()
    pack = replace(pack, assets=pack.assets.iloc[:0])
    gaps = measure_gaps(pack, default_question(pack))
    exercise = measure_exercise(pack, gaps, str(gaps.places.index[0]))
    assert exercise.offers_words() == "no offer that is listed serves it"
