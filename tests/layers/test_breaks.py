"""Where help stops at one age and begins again at another, as reports say."""

from dataclasses import replace

import pandas as pd

from geodata.model import Pack
from layers.cover.breaks import find_breaks
from layers.cover.grid import measure_cover
from layers.serving import serves_words
from tests.awkward import awkward_pack, awkward_question

GAP = {"name": "help at 12 and 13", "kind": "family-support", "age_from": 12, "age_to": 13}


def with_offers(*rows: dict) -> Pack:
    """Add offers without a door to the awkward pack; each serves the east unless it says so."""
    pack = awkward_pack()
    blank = pack.assets.loc[["online"]].assign(delivery=None, age_from=None, age_to=None)
    added = [
        blank.assign(**row).rename(index={"online": f"added-{n}"}) for n, row in enumerate(rows)
    ]
    assets = pd.concat([pack.assets, *added])
    ages = assets[["age_from", "age_to"]].astype(float)
    return replace(pack, assets=assets.assign(**ages))


def test_a_gap_names_what_stops_before_it_and_what_begins_after_it():
    pack = with_offers(
        GAP | {"status": "reported gap", "limits": "No offer"},
        {"name": "Core offer", "kind": "family-support", "age_from": 0, "age_to": 11},
        {"name": "Youth support", "kind": "youth-support", "age_from": 14},
        {"name": "Elsewhere", "kind": "family-support", "age_from": 14, "serves": "D1"},
        {"name": "Long gone", "kind": "youth-support", "age_from": 14, "status": "withdrawn"},
    )
    [found] = find_breaks(pack, "east")
    assert (found.age_from, found.age_to) == (12, 13)
    assert (found.before, found.after) == (("added-1",), ("added-2",))
    assert found.sentence(pack) == (
        "At 12–13, reported to be missing: help at 12 and 13 (no offer). Core offer stops at 11. "
        "Youth support begins at 14."
    )
    assert find_breaks(pack, "w-N1") == ()
    assert len(find_breaks(pack, None)) == 1


def test_what_is_about_something_else_is_no_edge_of_a_gap():
    gap = {"name": "Move to adult care", "kind": "camhs", "age_from": 17, "age_to": 18}
    school = {"name": "Hill School", "kind": "school", "age_from": 11, "age_to": 16}
    check = {"name": "Health check", "kind": "health-check", "age_from": 19}
    talk = {"name": "Talking", "kind": "emotional-wellbeing", "age_from": 11, "age_to": 16}
    missing = {"serves": "D1; D2"}
    gap |= {"status": "reported gap"}
    [found] = find_breaks(pack := with_offers(gap, school, check), "east")
    assert (found.before, found.after) == ((), ())
    assert found.sentence(pack) == "At 17–18, reported to be missing: Move to adult care."
    [found] = find_breaks(with_offers(gap, school, talk), "east")
    assert found.before == ("added-2",)
    wide = find_breaks(with_offers(gap | missing), None)
    assert [each.of for each in wide] == [serves_words(pack, "D1; D2")]


def test_where_many_stop_at_once_an_age_of_life_ends_and_none_of_them_is_named():
    gap = GAP | {"status": "reported gap"}
    stop = {"kind": "family-support", "age_from": 5, "age_to": 11}
    few = [stop | {"name": f"Offer {n}"} for n in range(3)]
    [found] = find_breaks(pack := with_offers(gap, *few), "east")
    assert "Offer 0, Offer 1 and Offer 2 stop at 11." in found.sentence(pack)
    [found] = find_breaks(pack := with_offers(gap, *few, stop | {"name": "Offer 3"}), "east")
    assert "stop at 11" not in found.sentence(pack)
    assert len(found.before) == 4


def test_a_gap_is_no_offer_and_tells_why_a_cell_is_empty():
    pack = with_offers(GAP | {"status": "reported gap"})
    cover = measure_cover(pack, awkward_question(pack), place_id="east", by="kind")
    cells = cover.cells[cover.cells["row"] == "family-support"].set_index("age_from")
    assert cells.loc[12, ["state", "offers", "gaps"]].tolist() == ["reported gap", 0, 1]
    assert cells.loc[10, "state"] == "none"  # the made-up register lists all there is
    elsewhere = measure_cover(pack, awkward_question(pack), place_id="west", by="kind")
    assert set(elsewhere.cells.loc[elsewhere.cells["row"] == "family-support", "gaps"]) == {0}


def test_a_gap_without_ages_of_its_own_is_no_break():
    pack = with_offers({"name": "Some gap", "status": "reported gap", "kind": "family-support"})
    assert find_breaks(pack, "east") == ()
