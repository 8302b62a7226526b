"""Scenarios: what they change, who gains and loses, and that nothing else gets through a door."""

import json
import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from geodata.errors import DataError, QuestionError
from layers.access.journeys import StraightLine
from layers.cover.capacity import measure_capacity
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.question.rural import RuralRule
from layers.scenarios.address import LONGEST, read_scenario, scenario_text
from layers.scenarios.changes import (
    MOST_CHANGES,
    Add,
    Change,
    Close,
    Move,
    Scenario,
    apply_scenario,
)
from layers.scenarios.effect import compare_effects, measure_effect
from layers.scenarios.files import parse_scenario, scenario_json
from layers.scenarios.words import change_words, compare_sentence, scenario_words
from layers.spots import Spot, area_middles
from tests.awkward import awkward_pack, awkward_question
from tests.builders import NEED_DECILES, SOUTH, WEST, tiny_areas, tiny_pack
from tests.sweeps import examples

PACK = tiny_pack()
QUESTION = default_question(PACK)
AT_B2 = Spot(of="area", id="B2")
NEW = Add(spot=AT_B2, kind="child-and-family-centre", age_from=0, age_to=4)


def effect(*steps, question=QUESTION, pack=PACK):
    return measure_effect(pack, question, Scenario(steps=steps))


def test_closing_the_only_centre_loses_its_children():
    """A1 and the near 40% of B1 are within 20 minutes of the centre in A1, and of nothing else."""
    found = effect(Close(asset_id="centre-a"))
    assert found.total["lost_children"] == pytest.approx(50 + 20)
    assert found.total["gained_children"] == 0
    assert found.places.loc["team-a", "lost_children"] == pytest.approx(50)
    assert found.fifths.loc[1, "lost_children"] == pytest.approx(50)
    assert found.fifths["lost_children"].sum() == pytest.approx(70)


def test_the_sentence_says_who_where_how_needy_and_how_far():
    assert effect(Close(asset_id="centre-a")).sentence() == (
        "Closing Field Centre: about 70 under-fives lose a child and family centre within 20 "
        "minutes’ walk; about 50 of them live in the most deprived 30% of neighbourhoods; about "
        "50 of them are in Team Alder. For them the nearest is then 52 minutes away on average, "
        "one way. Nobody gains."
    )


def test_nothing_left_is_said():
    said = effect(Close(asset_id="centre-a"), Close(asset_id="zone-c")).sentence()
    assert "Nothing is left for them to go to." in said


@pytest.mark.parametrize(
    "steps",
    [
        (Close(asset_id="centre-a"),),
        (NEW,),
        (Close(asset_id="zone-c"), NEW),
        (Move(asset_id="centre-a", spot=AT_B2),),
        (Change(asset_id="centre-a", age_from=2, age_to=3),),
    ],
)
@pytest.mark.parametrize("ages", [(0, 4), (3, 7)])
def test_gains_less_losses_are_the_change_of_the_answer(steps, ages):
    question = default_question(PACK, age_from=ages[0], age_to=ages[1])
    found = effect(*steps, question=question)
    net = found.areas["gained_children"] - found.areas["lost_children"]
    change = found.before.areas["beyond_children"] - found.after.areas["beyond_children"]
    assert net.to_numpy() == pytest.approx(change.to_numpy())
    high = found.total["gained_high_need_children"] - found.total["lost_high_need_children"]
    gap = found.before.total["gap_children"] - found.after.total["gap_children"]
    assert high == pytest.approx(gap)


def test_a_move_both_gains_and_loses():
    found = effect(Move(asset_id="centre-a", spot=AT_B2))
    assert found.total["lost_children"] > 0
    assert found.total["gained_children"] > 0


@examples(9)
@given(st.sampled_from(list(PACK.areas.index)))
def test_a_new_site_loses_nobody_and_a_closing_gains_nobody(area):
    new = Add(spot=Spot(of="area", id=area), kind="child-and-family-zone", age_from=0, age_to=4)
    assert effect(new).total["lost_children"] == 0
    assert effect(Close(asset_id="zone-c")).total["gained_children"] == 0


def test_closing_what_was_added_changes_nothing():
    found = effect(NEW, Close(asset_id="new-1"))
    assert found.total["gained_children"] == found.total["lost_children"] == 0
    assert "no under-fives gain or lose" in found.sentence()


def test_every_child_is_counted_once_by_place_and_by_fifth():
    found = effect(Close(asset_id="centre-a"), NEW)
    for table in (found.places, found.fifths):
        assert table["children"].sum() == pytest.approx(450)
        assert table["lost_children"].sum() == pytest.approx(found.total["lost_children"])
        assert table["gained_children"].sum() == pytest.approx(found.total["gained_children"])


def test_the_pack_itself_is_left_as_it_was():
    before = PACK.assets.copy()
    changed = apply_scenario(PACK, Scenario(steps=(Close(asset_id="centre-a"), NEW)))
    assert PACK.assets.equals(before)
    assert changed.content_hash != PACK.content_hash
    assert list(changed.assets.dtypes) == list(PACK.assets.dtypes)
    assert changed.assets.crs == PACK.assets.crs
    assert apply_scenario(PACK, Scenario()) is PACK


def test_undo_takes_the_last_change_back():
    scenario = Scenario().then(Close(asset_id="centre-a")).then(NEW)
    assert scenario.undo().steps == (Close(asset_id="centre-a"),)
    assert Scenario().undo() == Scenario()


def test_missing_children_are_not_judged_and_are_said():
    areas = tiny_areas().astype({"people_2": float})
    areas.loc["A1", "people_2"] = math.nan
    found = effect(Close(asset_id="centre-a"), pack=tiny_pack(areas=areas))
    assert math.isnan(found.areas.loc["A1", "lost_children"])
    assert found.missing_areas == 1


def test_need_that_is_not_known_has_a_row_of_its_own():
    found = effect(Close(asset_id="centre-a"), pack=tiny_pack(deciles=NEED_DECILES | {"A1": None}))
    assert found.fifths.loc[0, "lost_children"] == pytest.approx(50)


AWKWARD = awkward_pack()
ASKED = awkward_question(AWKWARD)


def awkward(*closed, **changes):
    question = awkward_question(AWKWARD, **changes)
    return effect(*(Close(asset_id=key) for key in closed), pack=AWKWARD, question=question)


def test_a_place_of_parts_of_areas_loses_its_part():
    """The western 40 of N2 have only the second door; three tenths of N2 are in West."""
    found = awkward("split-b")
    assert found.table["lost_children"].to_dict() == pytest.approx(
        {"middle": 28, "west": 12, "east": 0}
    )
    assert found.table.index.name == "place_id"
    assert found.areas.loc["N2", "lost_minutes"] == pytest.approx(20)
    assert found.sentence() == (
        "Closing Split Centre (south): about 40 under-fives lose a child and family centre within "
        "10 minutes’ walk; all of them live in the most deprived 30% of neighbourhoods; about 28 "
        "of them are in Middle. For them the nearest is then 20 minutes away on average, "
        "one way. Nobody gains."
    )
    assert found.fifths["lost_children"].to_dict() == {0: 0, 1: 0, 2: 40, 3: 0, 4: 0, 5: 0}


def test_now_and_then_stand_side_by_side_in_words():
    rows = list(awkward("split-b").now_and_then())
    assert rows == [
        ("Under-fives within 10 minutes’ walk", "about 190", "about 150", "about 40 fewer"),
        ("Under-fives in high need and out of reach", "about 60", "about 100", "about 40 more"),
        ("Open doors", "6", "5", "1 fewer"),
        ("Centres with an open door", "4", "4", "no change"),
    ]


@pytest.mark.parametrize(
    ("closed", "centres"),
    [
        (("split-a",), 4),
        (("split-b",), 4),
        (("split-a", "split-b"), 3),
        (("linked",), 4),
        (("hub",), 3),
        (("rough", "ageless"), 2),
    ],
)
def test_a_split_centre_stays_one_whichever_door_closes(closed, centres):
    found = awkward(*closed)
    assert found.centres == (4, centres)
    assert found.parameters()["centres_after"] == centres
    changed = apply_scenario(AWKWARD, found.scenario)
    counted = measure_capacity(changed, ASKED)
    assert counted.total["centres"] == counted.places["centres"].sum() == centres


def test_whom_it_is_not_known_of_is_said():
    found = awkward("split-b")
    assert found.missing() == {"areas": 1}
    assert found.notes()[0] == (
        "Who gains and who loses in 1 area is not known: nor is how many under-fives live there."
    )
    assert found.notes()[1].startswith("1 of 5 doors is placed only roughly, up to 1,000 m out")
    pack = tiny_pack(origins=PACK.origins[PACK.origins["area_id"] != "A1"])
    nowhere = effect(Close(asset_id="centre-a"), pack=pack)
    assert nowhere.missing() == {"areas": 1, "children": 50}
    assert nowhere.notes() == (
        "For about 50 under-fives in 1 area it is not known whether they gain or lose.",
    )
    assert nowhere.now_and_then()[0][1:3] == ("about 100", "about 80")  # none of the 50 in either
    assert effect(Close(asset_id="centre-a")).notes() == ()


def test_minutes_of_rural_areas_are_minutes_on_the_way():
    """R2 loses a door at just 20 minutes, the rural limit; the next is 2,193 m off."""
    found = awkward("ageless", rural=RuralRule(mode="walk", limit_min=20))
    assert found.total["lost_children"] == pytest.approx(50)
    assert found.areas.loc["R2", "lost_minutes"] == pytest.approx(math.hypot(20, 9))
    assert "none of them live in the most deprived 30%" in found.sentence()


def test_the_answer_as_things_are_can_be_handed_in():
    gaps = measure_gaps(AWKWARD, ASKED)
    scenario = Scenario(steps=(Close(asset_id="split-b"),))
    given, worked_out = (
        measure_effect(AWKWARD, ASKED, scenario, before=before) for before in (gaps, None)
    )
    assert given.before is gaps
    assert given.sentence() == worked_out.sentence()
    assert given.areas.equals(worked_out.areas)


def test_no_door_is_looked_for_twice():
    asked = []

    class Counted(StraightLine):
        def nearest(self, asset_ids):
            asked.append(tuple(asset_ids))
            return super().nearest(asset_ids)

    def measure(pack, _):
        return Counted(
            origins=pack.origins, assets=pack.assets, mode="walk", pace_kmh=6.0, detour=1.0
        )

    scenario = Scenario(steps=(Close(asset_id="split-b"),))
    measure_effect(AWKWARD, ASKED, scenario, measure)
    assert len(asked) == len(set(asked)) == 2


def test_children_whose_need_is_not_known_are_in_no_fifth_of_need():
    found = effect(
        Add(spot=Spot(of="area", id="N4"), kind="child-and-family-zone", age_from=0, age_to=4),
        pack=AWKWARD,
        question=ASKED,
    )
    assert found.fifths.loc[0, ["children", "gained_children"]].tolist() == [50, 50]
    assert found.fifths["label"].tolist()[-1] == "need not known"
    assert found.total["gained_high_need_children"] == 0


def test_changes_are_said_from_half_a_child_on():
    assert change_words(0.49) == change_words(-0.49) == "no change"
    assert change_words(0.5) == "about 1 more"
    assert change_words(-40.0) == "about 40 fewer"
    assert change_words(-1, exact=True) == "1 fewer"
    assert change_words(math.nan) == "not known"


def test_two_scenarios_side_by_side():
    first = measure_effect(
        PACK, QUESTION, Scenario(steps=(Close(asset_id="centre-a"),)).called("A")
    )
    second = measure_effect(PACK, QUESTION, Scenario(steps=(NEW,)).called("B"))
    table = compare_effects(first, second)
    assert table["difference_children"].sum() == pytest.approx(
        second.total["gained_children"] + first.total["lost_children"]
    )
    assert compare_sentence(first, second).startswith("B reaches about")
    assert compare_sentence(first, first).endswith("the same number of under-fives.")


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((Close(asset_id="moon"),), "moon"),
        ((Close(asset_id="centre-shut"),), "closed"),
        ((Close(asset_id="centre-a"), Close(asset_id="centre-a")), "change 2"),
        ((Add(spot=AT_B2, kind="pub", age_from=0, age_to=4),), "pub"),
        ((Add(spot=AT_B2, kind="library", age_from=5, age_to=4),), "5-4"),
        ((Add(spot=AT_B2, kind="library", age_from=0, age_to=99),), "0-99"),
        ((Move(asset_id="centre-a", spot=Spot(of="area", id="Z9")),), "Z9"),
        ((Move(asset_id="centre-a", spot=Spot(of="asset", id="line")),), "no address"),
        ((Move(asset_id="centre-a", spot=Spot(of="point")),), "0, 0"),
        ((Change(asset_id="centre-a"),), "nothing that changes"),
        ((Change(asset_id="zone-c", age_from=9),), "9-4"),
        ((Close(asset_id="centre-a"),) * (MOST_CHANGES + 1), "21 changes"),
    ],
)
def test_what_cannot_be_done_is_said(steps, said):
    with pytest.raises(QuestionError, match=said):
        apply_scenario(PACK, Scenario(steps=steps))


EVERY = Scenario(
    name="Plan “A”, 50% ~ more.",
    steps=(
        Close(asset_id="a.b~c/d e&f=é"),
        NEW,
        Add(spot=Spot(of="asset", id="library-b"), kind="library", age_from=5, age_to=19),
        Move(asset_id="x", spot=Spot(of="point", easting_m=540123.0, northing_m=290456.0)),
        Change(asset_id="y", age_to=11, opening="Mon.–Fri. 9~5", capacity=40),
    ),
)


def test_a_scenario_survives_its_address_and_its_file():
    assert read_scenario(scenario_text(EVERY)) == EVERY
    assert parse_scenario(scenario_json(EVERY, "tiny").encode()) == EVERY
    assert read_scenario("") == Scenario()


@pytest.mark.parametrize(
    "text",
    [
        "close",
        "close.",
        "close.a.b",
        "explode.a",
        "add.library.0-4",
        "add.library.4.area.B2",
        "add.library.٠-٤.area.B2",
        "add.library.0-4.point.1e5.2",
        "add.library.0-4.point.-1.2",
        "add.library.0-4.point.540000.nan",
        "add.library.0-4.moon.B2",
        "move.a",
        "change.a.1.2",
        "change.a.x...",
        "close.%ff",
        "close.%00",
        "close." + "a" * 201,
        "name.a.b",
        "close.a~" * 200,
        "a" * (LONGEST + 1),
    ],
)
def test_what_is_no_scenario_is_refused_with_a_reason(text):
    with pytest.raises(QuestionError):
        read_scenario(text)


@examples(200)
@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    with suppress(QuestionError):
        scenario = read_scenario(text)
        assert read_scenario(scenario_text(scenario)) == scenario


def _file(**changes):
    said = {"file": "know-your-patch-scenario", "version": 1, "changes": []}
    return json.dumps(said | changes).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 50_000, "not JSON"),
        (b"[]", "something else"),
        (b'{"file": "other"}', "something else"),
        (b" " * 200_000, "200,000 bytes"),
        (_file(version=2), "version"),
        (_file(version=True), "version"),
        (_file(changes={}), "changes"),
        (_file(changes=[{}] * 21), "21 of them"),
        (_file(changes=["close"]), "change 1"),
        (_file(changes=[{"do": "explode"}]), "explode"),
        (_file(changes=[{"do": "close"}]), "no 'asset'"),
        (_file(changes=[{"do": "close", "asset": 3}]), "expected text"),
        (_file(changes=[{"do": "close", "asset": "a", "also": 1}]), "also"),
        (_file(changes=[{"do": "move", "asset": "a", "at": {}}]), "nothing"),
        (_file(changes=[{"do": "move", "asset": "a", "at": {"area": None}}]), "None"),
        (_file(changes=[{"do": "change", "asset": "a", "age_to": 1.5}]), "1.5"),
        (_file(extra=1), "extra"),
        (_file(name="x" * 61), "a long name"),
        (_file(name=float("nan")), "not JSON"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(content, said):
    with pytest.raises(DataError, match=said):
        parse_scenario(content, "plan.json")


ANY_TEXT = st.text(st.characters(), max_size=8)  # half of a character pair among them
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner),
    max_leaves=12,
)
NEARLY_A_CHANGE = st.dictionaries(
    st.sampled_from(["do", "asset", "kind", "age_from", "age_to", "at", "opening", "capacity"]),
    JSON
    | st.sampled_from(["close", "add", "move", "change", "lib", 3, 0])
    | st.dictionaries(st.sampled_from(["area", "asset", "easting_m", "northing_m"]), JSON),
)


def read_or_refused(said):
    content = json.dumps(said).encode()  # with NaN, Infinity and lone surrogates as they come
    problems = ()
    try:
        return parse_scenario(content, "plan.json")
    except DataError as error:
        problems = error.problems
    assert all(fault.sentence().isprintable() for fault in problems)
    assert all(len(fault.found) < 100 for fault in problems)
    return None


@examples(150)
@given(JSON)
def test_any_json_is_read_or_refused_in_words(said):
    assert read_or_refused(said) is None


@examples(300)
@given(st.lists(NEARLY_A_CHANGE | JSON, max_size=4), JSON)
def test_any_json_for_changes_is_read_or_refused_in_words(changes, name):
    said = {"file": "know-your-patch-scenario", "version": 1, "changes": changes, "name": name}
    scenario = read_or_refused(said)
    if scenario is not None:
        assert len(scenario.steps) == len(changes)
        assert parse_scenario(scenario_json(scenario, "tiny").encode()) == scenario


def test_a_kind_of_change_that_is_no_text_is_a_fault_and_no_error():
    for do in ([], {}, None, 1, True, ["close"]):
        with pytest.raises(DataError, match="one of close, add, move, change"):
            parse_scenario(_file(changes=[{"do": do}]))


@pytest.mark.parametrize(
    "change", [{"do": "close", "asset": "\ud800"}, {"do": "close", "\ud800": "a"}, {"\udfff": 1}]
)
def test_half_of_a_character_pair_is_a_fault(change):
    with pytest.raises(DataError, match="not JSON"):
        parse_scenario(_file(changes=[change]))


def test_lists_deeper_than_python_follows_are_a_fault():
    for depth in (200, 900, 5_000):
        deep = b"[" * depth + b"]" * depth
        with pytest.raises(DataError):
            parse_scenario(_file(changes=["here"]).replace(b'"here"', deep))


TEXTS = st.text(min_size=1, max_size=20).filter(str.isprintable)
METRES = st.integers(0, 9_999_999).map(float)
A_SPOT = st.builds(Spot, of=st.sampled_from(["area", "asset"]), id=TEXTS) | st.builds(
    Spot, of=st.just("point"), easting_m=METRES, northing_m=METRES
)
AN_AGE = st.integers(0, 25)
MAYBE_AN_AGE = st.none() | AN_AGE
A_STEP = (
    st.builds(Close, asset_id=TEXTS)
    | st.builds(Add, spot=A_SPOT, kind=TEXTS, age_from=AN_AGE, age_to=AN_AGE)
    | st.builds(Move, asset_id=TEXTS, spot=A_SPOT)
    | st.builds(
        Change,
        asset_id=TEXTS,
        age_from=MAYBE_AN_AGE,
        age_to=MAYBE_AN_AGE,
        opening=st.none() | TEXTS,
        capacity=st.none() | st.integers(0, 100_000),
    )
)


@examples(200)
@given(st.lists(A_STEP, max_size=4), st.text(max_size=80))
def test_every_scenario_survives_its_address_and_its_file(steps, name):
    scenario = Scenario(steps=tuple(steps)).called(name)
    text = scenario_text(scenario)
    assert text.isascii()
    if len(text) <= LONGEST:
        assert read_scenario(text) == scenario
    assert parse_scenario(scenario_json(scenario, "tiny").encode()) == scenario


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"do": "close"}, "change 1: found no 'asset'; expected text"),
        ({"do": "close", "asset": ""}, "change 1, asset: found ''; expected text"),
        ({"do": "close", "asset": "a" * 201}, "change 1, asset: found a long asset; expected at"),
        ({"do": "close", "asset": "a", "x": 1}, "change 1: found 'x'; expected one of do, asset"),
        (
            {"do": "change", "asset": "a", "age_to": True},
            "change 1, age_to: found True; expected a whole number",
        ),
        (
            {"do": "change", "asset": "a", "capacity": 100_001},
            "change 1, capacity: found 100001; expected a whole number",
        ),
        ({"do": "move", "asset": "a", "at": 2}, "change 1, at: found 2; expected a group of its"),
        (
            {"do": "move", "asset": "a", "at": {"area": "x", "asset": "y"}},
            "change 1, at: found 'area', 'asset'; expected an area, an asset, or an easting_m",
        ),
        (
            {"do": "move", "asset": "a", "at": {"easting_m": -1, "northing_m": "2"}},
            "change 1, at, easting_m: found -1; expected a number",
        ),
    ],
)
def test_a_fault_says_where_what_was_found_and_what_was_expected(said, fault):
    with pytest.raises(DataError) as caught:
        parse_scenario(_file(changes=[said]), "plan.json")
    assert str(caught.value).startswith(f"plan.json, {fault}")


def test_faults_of_an_address_name_the_change_and_its_word():
    with pytest.raises(QuestionError) as caught:
        read_scenario("close.a~change.b...9999999.~explode")
    assert [each.where for each in caught.value.problems] == [
        "the address, changes, 2, capacity",
        "the address, changes, 3",
    ]


def test_every_fault_of_a_file_is_said_at_once():
    with pytest.raises(DataError) as caught:
        parse_scenario(_file(changes=[{"do": "close"}, {"do": "move", "asset": 1, "at": 2}]))
    assert len(caught.value.problems) == 3


def test_the_middle_of_an_area_is_where_people_live():
    middles = area_middles(PACK)
    assert list(middles.index) == list(PACK.areas.index)
    assert middles.loc["A1"].tolist() == [WEST + 750, SOUTH + 500]


def test_an_area_without_people_has_a_point_inside_it():
    pack = tiny_pack(origins=PACK.origins[PACK.origins["area_id"] != "B2"])
    assert PACK.areas.geometry["B2"].contains(Point(*area_middles(pack).loc["B2"]))


def test_words_name_each_change():
    said = scenario_words(EVERY.undo(), PACK)
    assert "adding a child and family centre for ages 0–4 at Field B2" in said
    assert "at Middle Library" in said


def test_closed_by_a_scenario_is_as_good_as_never_there():
    without = tiny_pack(assets=PACK.assets.drop(index="centre-a"))
    closed = apply_scenario(PACK, Scenario(steps=(Close(asset_id="centre-a"),)))
    assert measure_gaps(closed, QUESTION).areas.equals(measure_gaps(without, QUESTION).areas)
