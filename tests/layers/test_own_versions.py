"""Two versions of a place or a scenario: what is said of how they differ, and what is not."""

from dataclasses import replace

import pytest

from layers.own_places.beside import with_own_places
from layers.own_places.recipes import OwnPlace, OwnPlaces, Picked
from layers.own_places.versions import SAME, version_words
from layers.people import children_by_age
from layers.scenarios.changes import Close, Scenario
from layers.scenarios.versions import scenario_versions
from tests.builders import tiny_origins, tiny_pack
from tests.layers.test_own_guard import PACK as SENSITIVE
from tests.layers.test_own_places import square

PACK = tiny_pack(origins=tiny_origins())


def called(recipe, name="Ours"):
    return OwnPlace(name=name, recipe=recipe)


def differences(mine, theirs, pack=PACK):
    return version_words(pack, called(mine), called(theirs))


def test_it_is_said_which_neighbourhoods_and_how_many_children():
    said = differences(Picked(area_ids=("A1", "A2")), Picked(area_ids=("A1", "B1")))
    assert said[:2] == (
        "Only yours holds people of Field A2.",
        "Only theirs holds people of Field B1.",
    )
    alone = children_by_age(PACK.areas, range(18)).sum(axis="columns")
    assert said[2] == (
        f"Yours: about {round(alone['A1'] + alone['A2'], -1):,.0f} children under 18 "
        "in 2 neighbourhoods."
    )
    assert said[3].startswith("Theirs: about ")


@pytest.mark.parametrize(("least", "is_told"), [(900, True), (901, False)])
def test_of_a_sliver_no_figures_are_told(least, is_told):
    """Of B1, one holds the western postcode, the other both: 900 people live at the eastern."""
    disclosure = replace(PACK.info.disclosure, least_people=least)
    pack = replace(PACK, info=replace(PACK.info, disclosure=disclosure))
    said = " ".join(differences(square(0, 0, 1.5, 1), square(0, 0, 2, 1), pack))
    assert "They hold different parts of Field B1." in said
    assert ("children under 18" in said) == is_told
    assert (f"Fewer than {least:,} people live in one of the two alone" in said) == (not is_told)


def test_parts_that_are_as_large_are_not_the_same():
    """Half of an area’s people in the west and half in the east share nobody."""
    halves = tiny_origins().assign(weight=0.5)
    pack = tiny_pack(origins=halves)
    said = differences(square(0, 0, 0.5, 1), square(0.5, 0, 1, 1), pack)
    assert said[0] == "They hold different parts of Field A1."


def test_where_it_is_not_known_how_many_live_no_figures_are_told():
    areas = PACK.areas.copy()
    unknown = [name for name in areas.columns if name.startswith(("age_", "people_"))]
    areas.loc["A2", unknown] = float("nan")
    pack = replace(PACK, areas=areas)
    said = differences(Picked(area_ids=("A1",)), Picked(area_ids=("A1", "A2")), pack)
    assert "it is not known how many" in said[-1]


def test_the_same_people_by_another_outline():
    assert differences(square(0, 0, 1, 1), Picked(area_ids=("A1",))) == (SAME,)
    assert version_words(PACK, called(square(0, 0, 1, 1), "B"), called(square(0, 0, 1, 1))) == (
        "Yours is called “B”, theirs “Ours”.",
        "Both are the same outline, made in the same way.",
    )


def test_a_version_of_other_data_is_told_and_not_compared():
    [said] = differences(Picked(area_ids=("A1",)), Picked(area_ids=("Z9",)))
    assert "'Z9', not among the neighbourhoods" in said


def test_places_kept_at_different_times_are_guarded_alike():
    """A kept place is opened like any other: no sensitive figure of it, whatever else is kept."""
    keys = [str(key) for key in SENSITIVE.areas.index]
    for areas in (keys[:-1], keys):
        place = called(Picked(area_ids=tuple(areas)))
        pack = with_own_places(SENSITIVE, OwnPlaces(places=(place,)))
        assert pack.added.guarded.keys() == {place.place_id}


def test_scenarios_differ_by_their_changes():
    one, two = (Close(asset_id=str(each)) for each in PACK.assets.index[:2])
    mine, theirs = Scenario(steps=(one, two), name="A"), Scenario(steps=(two, one), name="A")
    assert scenario_versions(PACK, mine, theirs) == (
        "Both make the same changes, in another order.",
    )
    alone = scenario_versions(PACK, mine, Scenario(steps=(two,), name="B"))
    assert alone[0] == "Yours is called “A”, theirs “B”."
    assert alone[1] == f"Yours alone: Closing {PACK.assets['name'][one.asset_id]}."
    assert len(alone) == 2
