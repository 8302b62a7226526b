"""The mapping exercise on the real pack: the ten places, every offer of the reports, 12 and 13."""

import pytest

from geodata.offers import parts_of
from geodata.recipe import PACKS
from geodata.sources.own_services import read_services
from layers.exercise.matrix import STATES
from layers.exercise.one_place import measure_exercise
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.pages.needs_and_services.matrix_tables import theme_folds

pytestmark = pytest.mark.real

PETERBOROUGH = {
    "eht-peterborough-central",
    "eht-peterborough-north",
    "eht-peterborough-south",
}


@pytest.fixture(scope="module")
def exercises(real_pack):
    """The exercise of each of the ten places."""
    gaps = measure_gaps(real_pack, default_question(real_pack))
    ids = real_pack.places.index[real_pack.places["kind"] == "early-help-team"]
    assert len(ids) == 10
    return {str(key): measure_exercise(real_pack, gaps, str(key)) for key in ids}


@pytest.fixture(scope="module")
def printed():
    """The rows of `offers.csv`, and under which ids the pack holds each."""
    rows = read_services(PACKS / "cambridgeshire_peterborough" / "offers.csv")
    return rows.set_index("asset_id")


def serves(pack, asset_id, place_id):
    """Work out again whether an offer has its door in a place or serves any of it."""
    asset, place = pack.assets.loc[asset_id], pack.places.geometry[place_id]
    areas = pack.membership.groupby("place_id")["area_id"].agg(set)
    point = asset["geometry"]
    has_door = point is not None and not point.is_empty
    away = set(parts_of(asset["delivery"]))
    if has_door and not (away and away <= {"home", "online", "phone"}) and point.intersects(place):
        return True
    everywhere = set(pack.areas.index)
    served = [
        everywhere if key == "everywhere" else areas.get(key, set())
        for key in parts_of(asset["serves"])
    ]
    return any(areas[place_id] & each for each in served)


def test_every_row_of_the_offers_that_serves_a_place_is_shown_there_and_no_other(
    real_pack, exercises, printed
):
    shown_somewhere = set()
    for place_id, found in exercises.items():
        held = {
            key
            for asset_id, row in printed.iterrows()
            for key in ((asset_id,) if asset_id in real_pack.assets.index
                        else parts_of(row["held_as"]))
            if key in real_pack.assets.index
        }  # fmt: skip
        expected = {key for key in held if serves(real_pack, key, place_id)}
        assert set(found.offers.index) & held == expected, place_id
        assert len(expected) > 100
        drawn = {row[0] for fold in theme_folds(found) for row in fold.offers.rows}
        told = set(found.table["what"])
        for key in expected:
            assert real_pack.assets["name"][key] in drawn & told, (place_id, key)
        shown_somewhere |= expected
    nowhere = [key for key in printed.index if key in real_pack.assets.index
               and key not in shown_somewhere]  # fmt: skip
    # What reports only name as evidence, and what has no place, is said of no place.
    assert set(printed.loc[nowhere, "status"]) <= {"named only", "open"}
    assert all(not parts_of(real_pack.assets["serves"][key]) for key in nowhere)


def test_no_line_is_without_a_source_and_no_offer_without_its_place_in_it(exercises, printed):
    for found in exercises.values():
        assert (found.table["source"] != "").all()
        reports = found.offers[found.offers.index.isin(printed.index)]
        assert (reports["source_part"] != "").all()
        facts = found.table[found.table["part"] == "What reports say"]
        assert (facts["where"] != "").all()
        assert (facts["period"] != "").all()


def test_at_12_and_13_it_comes_out_as_the_reports_say(exercises):
    """Peterborough: commissioned family support to 11, youth support from 14, nothing between."""
    for place_id, found in exercises.items():
        [cell] = [
            row
            for _, row in found.matrix.cells_of("theme", "family").iterrows()
            if row["age_from"] == 12
        ]
        said = [each.said for each in found.stands_out if each.said.startswith("At 12–13")]
        if place_id in PETERBOROUGH:
            assert STATES[cell["state"]] == "gap reported"
            [sentence] = said
            assert "no commissioned offer" in sentence
            assert "core offer stops at 11" in sentence
            assert "Targeted Youth Support" in sentence
            assert "(TYSS) begins at 14" in sentence
        else:
            assert cell["state"] == "offered"
            assert said == []


def test_the_children_of_the_ten_places_are_all_that_were_counted(exercises):
    counts = [
        next(figure for figure in found.figures if figure.key == "counted_children")
        for found in exercises.values()
    ]
    assert sum(figure.number for figure in counts) == pytest.approx(51_530)
    assert {figure.standing for figure in counts} == {"published"}


def test_nothing_is_claimed_of_a_place_that_is_published_for_its_authority_only(exercises):
    for found in exercises.values():
        held = found.outcomes.outcomes[found.outcomes.outcomes["held"]]
        assert not held["is_own"].any()
        assert set(held["of"]) <= {"Cambridgeshire", "Peterborough"}
        figures = found.table[found.table["part"] == "Outcomes"]
        assert found.place not in set(figures["of"])


def test_no_staff_is_worked_out_from_the_ratios_of_reports(exercises):
    for place_id, found in exercises.items():
        ratios = found.yardsticks[found.yardsticks["is_ratio"]]
        own = ratios[ratios["bears"]]
        printed = "every 780" if place_id in PETERBOROUGH else "1 to 160"
        assert own["said"].str.startswith(printed).all()
        assert len(ratios) == 2
        assert "worker" not in found.capacity_words()


def test_the_pathway_leaves_open_whom_nobody_has_confirmed(exercises):
    for place_id, found in exercises.items():
        last = found.pathway.stages[-1]
        assert last.stage.hands_to == ""
        assert bool(last.weak_point) == (place_id in PETERBOROUGH)
