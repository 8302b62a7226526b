"""Capacity: sites, staff and places for children in need, by hand on the tiny pack."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from layers.cover.capacity import measure_capacity
from layers.cover.capacity_words import row_words
from layers.question.question import default_question
from tests.awkward import awkward_pack, awkward_question
from tests.builders import NEED_DECILES, tiny_assets, tiny_pack
from tests.kept_packs import starter_pack

STAFF = [3.0, 2.0, 9.0, 4.0, None]


def capacity(pack=None, **changes):
    pack = pack or tiny_pack()
    return measure_capacity(pack, default_question(pack, **changes))


def test_children_are_counted_in_the_neediest_tenths_where_no_rate_is_held():
    """A1, A2, A3 and C3 are in the neediest three tenths: 50 under-fives each."""
    found = capacity()
    assert found.places["need_children"].to_dict() == {"team-a": 150, "team-b": 0, "team-c": 50}
    assert "most deprived 30% of neighbourhoods" in found.need_basis
    assert found.total["centres_one_per"] == pytest.approx(100)


def test_a_rate_of_low_income_is_used_where_it_is_held():
    pack = tiny_pack()
    rate = replace(
        pack.indicators["idaci_rank"],
        key="idaci_rate_pct", form="share", per=100, worse_when="higher",
    )  # fmt: skip
    rows = {"indicator": "idaci_rate_pct", "place_id": list(NEED_DECILES), "value": 20.0}
    values = pd.concat(
        [pack.indicator_values, pd.DataFrame(rows).assign(period="2025")], ignore_index=True
    )
    held = dict(pack.indicators) | {"idaci_rate_pct": rate}
    found = capacity(replace(pack, indicators=held, indicator_values=values))
    assert found.places["need_children"].tolist() == pytest.approx([30, 30, 30])
    assert found.need_basis.startswith("children × ")


def test_what_a_place_is_short_of_is_the_mean_less_what_it_has():
    """Two sites for 200 children in need: team A should have 1.5 and has 1."""
    found = capacity().places
    assert found["centres_short"].to_dict() == pytest.approx(
        {"team-a": 0.5, "team-b": 0.0, "team-c": -0.5}
    )
    assert found["centres_short"].sum() == pytest.approx(0)
    assert math.isnan(found.loc["team-b", "centres_one_per"])


def test_staff_of_closed_and_online_offers_stand_in_no_place():
    found = capacity(tiny_pack(assets=tiny_assets(staff_fte=STAFF)))
    assert found.places["staff_fte"].to_dict() == {"team-a": 3, "team-b": 0, "team-c": 2}
    assert found.places.loc["team-a", "staff_fte_per_1k"] == pytest.approx(3 / 150 * 1000)
    assert "1 full-time worker for every 50" in found.place_sentence("team-a")


def test_staff_that_is_not_stated_is_never_none():
    found = capacity(tiny_pack(assets=tiny_assets(staff_fte=[3.0, None, None, None, None])))
    cedar = found.places.loc["team-c"]
    assert math.isnan(cedar["staff_fte"])
    assert math.isnan(cedar["staff_fte_per_1k"])
    assert found.places.loc["team-a", "staff_fte_per_1k"] == pytest.approx(20)
    assert math.isnan(found.total["staff_fte_per_1k"])
    assert found.places["staff_fte_short"].isna().all()
    assert "No staff is stated for 1 of 2 sites." in found.notes()
    assert "No capacity is stated for 2 of 2 sites." in found.notes()


def test_a_split_site_is_one_site_with_two_doors():
    kinds = ["child-and-family-centre"] * 4 + ["library"]
    second = tiny_assets(parent_id=[None, "centre-a", None, None, None], kind=kinds)
    found = capacity(tiny_pack(assets=second))
    assert found.total[["centres", "doors", "sites"]].tolist() == [1, 2, 1]
    cedar = found.places.loc["team-c"]
    assert cedar[["centres", "doors"]].tolist() == [0, 1]
    assert found.place_sentence("team-c") == "Team Cedar has 1 open door but no centre of its own."


def test_the_starter_packs_split_sites_and_linked_sites_are_25_sites_with_32_doors():
    found = capacity(starter_pack())
    assert found.total[["centres", "doors"]].tolist() == [25, 32]
    assert found.places[["centres", "doors"]].sum().tolist() == [25, 32]


def test_capacities_of_different_units_are_not_added_up():
    units = ["places", "slots a week", None, None, None]
    assets = tiny_assets(capacity=[5, 6, None, None, None], capacity_unit=units)
    found = capacity(tiny_pack(assets=assets))
    assert found.unit is None
    assert found.places["capacity"].isna().all()
    assert "Capacities count different things and are not added up." in found.notes()


def test_a_service_nobody_offers_has_no_site_to_count():
    pack = tiny_pack()
    found = measure_capacity(pack, default_question(pack, "nurse-partnership"))
    assert found.total["centres"] == 0
    assert found.sentence() == (
        "Family nurse partnerships: no door is open, so there is no site to count."
    )
    assert found.notes() == (
        "Counted are children who live in the most deprived 30% of neighbourhoods.",
    )
    assert found.place_sentence("team-a") == (
        "Team Alder has no open door for about 60 children aged 0–1 in the most deprived 30% of "
        "neighbourhoods."
    )
    assert found.places["centres_short"].isna().all()
    assert [row[4:] for row in found.rows()] == [("no site", "no site", "not known")] * 3


def test_children_whose_need_is_not_known_are_counted():
    found = capacity(tiny_pack(deciles=NEED_DECILES | {"A2": None}))
    assert found.unknown_children == 50
    assert found.missing() == {"areas": 1, "children": 50}
    assert found.places.loc["team-a", "need_children"] == 100


AWKWARD = awkward_pack()


def awkward(pack=AWKWARD, **changes):
    return measure_capacity(pack, awkward_question(pack, **changes))


def test_split_centres_and_linked_sites_are_counted_as_centres():
    """Two doors of a split centre in West; a hub and its linked site in Middle; two in East."""
    found = awkward()
    assert found.total[["centres", "doors", "sites"]].tolist() == [4, 6, 4]
    assert found.table["centres"].to_dict() == {"east": 2, "middle": 1, "west": 1}
    assert found.table["doors"].to_dict() == {"east": 2, "middle": 2, "west": 2}
    assert found.table["sites"].to_dict() == {"east": 2, "middle": 1, "west": 1}
    assert found.table["need_children"].to_dict() == {"east": 50, "middle": 70, "west": 80}
    assert found.table["centres_one_per"].to_dict() == {"east": 25, "middle": 70, "west": 80}
    assert found.table["centres_per_1k"].to_dict() == pytest.approx(
        {"east": 40, "middle": 1000 / 70, "west": 12.5}
    )
    assert found.table["centres_short"].to_dict() == pytest.approx(
        {"east": -1.0, "middle": 0.4, "west": 0.6}
    )
    assert found.table.index.name == "place_id"


def test_the_words_of_capacity_name_whom_is_counted():
    found = awkward()
    whom = "under-fives in the most deprived 30% of neighbourhoods"
    assert found.sentence() == f"Child and family centres: about 1 site for every 50 {whom}."
    assert found.place_sentence("west") == f"West has about 1 site for every 80 {whom}."
    assert found.place_sentence("east") == (
        f"East has about 1 site for every 25 {whom}. 1 area is not counted: not known."
    )
    assert found.heads()[1] == f"U{whom[1:]}"
    assert found.rows() == (
        ("East", "about 50", "2", "2", "25", "stated by 0 of 2", "1.0 more"),
        ("Middle", "about 70", "1", "2", "70", "stated by 0 of 1", "0.4 fewer"),
        ("West", "about 80", "1", "2", "80", "stated by 0 of 1", "0.6 fewer"),
    )
    assert "children in need" not in " ".join((found.sentence(), *found.notes(), *found.heads()))


def test_what_is_not_known_is_counted_and_said():
    found = awkward()
    assert found.missing() == {"areas": 2, "children": 50}
    assert found.table["unknown_areas"].to_dict() == {"east": 1, "middle": 1, "west": 0}
    assert found.table["unknown_children"].to_dict() == {"east": 0, "middle": 50, "west": 0}
    assert found.notes() == (
        "Counted are children who live in the most deprived 30% of neighbourhoods.",
        "No staff is stated for 4 of 4 sites.",
        "No capacity is stated for 4 of 4 sites.",
        "In 2 neighbourhoods it is not known how many those are; the figures leave them out.",
        "The doors of a split centre are one site, and a linked site is part of its hub.",
        "1 of 6 doors is placed only roughly, up to 1,000 m out: who is near it is rough too.",
    )
    one = capacity(tiny_pack(deciles=NEED_DECILES | {"A2": None}))
    assert "In 1 neighbourhood it is not known how many that is; the figures leave it out." in (
        one.notes()
    )
    assert capacity().missing() == {}


def staffed(**staff):
    assets = AWKWARD.assets.copy()
    for key, value in staff.items():
        assets.loc[key.replace("_", "-"), "staff_fte"] = value
        assets.loc[key.replace("_", "-"), "capacity"] = value * 10
    return awkward(replace(AWKWARD, assets=assets))


def test_what_a_linked_site_states_counts_and_what_it_does_not_is_its_hubs():
    found = staffed(split_a=2.0, hub=3.0, rough=1.0, ageless=4.0)
    assert found.table["staff_fte"].to_dict() == {"east": 5, "middle": 3, "west": 2}
    assert found.table["staff_stated"].to_dict() == {"east": 2, "middle": 1, "west": 1}
    assert found.table["staff_fte_one_per"].to_dict() == pytest.approx(
        {"east": 10, "middle": 70 / 3, "west": 40}
    )
    assert found.total["staff_fte_per_1k"] == pytest.approx(50)
    assert found.total["capacity"] == 100
    assert "Every site states its staff and its capacity." in found.notes()
    assert found.place_sentence("west").endswith(
        "neighbourhoods, and 1 full-time worker for every 40."
    )
    assert [row[5] for row in found.rows()] == ["5.0", "3.0", "2.0"]
    with_linked = staffed(hub=3.0, linked=1.0)
    assert with_linked.table.loc["middle", "staff_fte"] == 4
    assert with_linked.table.loc["middle", ["sites", "staff_stated"]].tolist() == [1, 1]
    assert math.isnan(with_linked.total["staff_fte_per_1k"])


def test_a_linked_site_without_its_hub_is_a_door_and_no_site():
    assets = AWKWARD.assets.copy()
    assets.loc["hub", "status"] = "closed"
    assets.loc["linked", "staff_fte"] = 2.0
    middle = awkward(replace(AWKWARD, assets=assets)).table.loc["middle"]
    assert middle[["centres", "doors", "sites", "staff_stated"]].tolist() == [0, 1, 0, 0]
    assert middle["staff_fte"] == 2
    only = replace(AWKWARD, assets=assets.loc[["hub", "linked"]])
    found = awkward(only)
    assert found.sentence() == (
        "Child and family centres: 1 open door, and no centre with a base of its own."
    )
    assert not any("states" in note or "stated" in note for note in found.notes())


def test_nobody_and_nobody_known_are_said_apart():
    nobody = capacity(tiny_pack(deciles=dict.fromkeys(NEED_DECILES, 10)))
    assert nobody.sentence() == (
        "Child and family centres: 2 open sites, and no under-fives in the most deprived 30% of "
        "neighbourhoods are counted."
    )
    assert nobody.place_sentence("team-a") == (
        "Team Alder has 1 open site, and no under-fives in the most deprived 30% of neighbourhoods "
        "are counted there."
    )
    unknown = capacity(tiny_pack(deciles=dict.fromkeys(NEED_DECILES)))
    assert "2 open sites for a number not known of under-fives" in unknown.sentence()
    assert "1 open site for a number not known of under-fives" in unknown.place_sentence("team-a")
    assert unknown.rows()[0][1:5] == ("not known", "1", "1", "not known")


def test_less_than_a_twentieth_of_a_site_is_about_the_same():
    row = capacity().places.loc["team-a"]
    said = [row_words(_short(row, short))[-1] for short in (0.049, 0.06, -0.06, -0.049)]
    assert said == ["about the same", "0.1 fewer", "0.1 more", "about the same"]


def _short(row, value):
    changed = row.copy()
    changed["centres_short"] = value
    return changed


def test_every_setting_stands_in_the_parameters():
    found = staffed(split_a=2.0, hub=3.0)
    said = found.parameters()
    assert {key: said[key] for key in said if key not in found.question.parameters()} == {
        "need_basis": "children who live in the most deprived 30% of neighbourhoods",
        "capacity_unit": "places",
        "sites": 4,
        "sites_stating_staff": 2,
        "sites_stating_capacity": 2,
        "unknown_children": 50,
        "unknown_areas": 2,
        "illustrative": True,
    }
    assert said["service"] == "family-centres"
    assert found.question == awkward_question(AWKWARD)
    assert found.heading.startswith("How well do child and family centres reach")


def test_each_amount_has_its_own_number_of_sites_that_state_it():
    assets = AWKWARD.assets.copy()
    assets.loc["hub", "staff_fte"] = 3.0
    assets.loc[["rough", "ageless"], "capacity"] = 20.0
    found = awkward(replace(AWKWARD, assets=assets))
    assert found.total[["staff_stated", "capacity_stated"]].tolist() == [1, 2]
    said = found.parameters()
    assert (said["sites_stating_staff"], said["sites_stating_capacity"]) == (1, 2)
    assert found.table.loc["east", ["capacity", "capacity_per_1k"]].tolist() == [40, 800]
    assert found.table.loc["east", "capacity_one_per"] == pytest.approx(1.25)
    assert math.isnan(found.table.loc["east", "staff_fte"])


def test_the_measure_that_counts_the_children_is_the_source():
    made_up = AWKWARD.info.sources["made-up"]
    info = replace(
        AWKWARD.info,
        illustrative=False,
        sources={"made-up": made_up, "need": replace(made_up, key="need")},
    )
    need = replace(AWKWARD.indicators["idaci_rank"], source="need")
    held = {**AWKWARD.indicators, "idaci_rank": need}
    found = awkward(replace(AWKWARD, info=info, indicators=held))
    assert [each.key for each in found.sources] == ["made-up", "need"]
    assert found.is_illustrative is False
    rate = replace(need, key="idaci_pct", form="share", per=100, source="made-up")
    rated = awkward(replace(AWKWARD, info=info, indicators={**held, "idaci_pct": rate}))
    assert [each.key for each in rated.sources] == ["made-up"]
    assert rated.need_basis.startswith("children × ")
    assert rated.counted == "under-fives in low-income families"
    # A rate that nobody states leaves everybody not known.
    assert rated.missing() == {"areas": 8, "children": 350}


def test_amounts_that_are_not_added_up_have_no_total():
    assets = AWKWARD.assets.assign(capacity=10.0, capacity_unit="places")
    together = awkward(replace(AWKWARD, assets=assets))
    assert together.total["capacity"] == 60
    assert together.unit == "places"
    assets.loc["hub", "capacity_unit"] = "slots"
    apart = awkward(replace(AWKWARD, assets=assets))
    assert math.isnan(apart.total["capacity"])
    assert math.isnan(apart.total["capacity_per_1k"])
    assert apart.parameters()["capacity_unit"] is None


def test_all_places_together_are_short_of_nothing():
    total = staffed(split_a=2.0, hub=3.0, rough=1.0, ageless=4.0).total
    shorts = [f"{name}_short" for name in ("centres", "doors", "staff_fte", "capacity")]
    assert total[shorts].tolist() == pytest.approx([0, 0, 0, 0])
    assert total["doors_per_1k"] == pytest.approx(6 / 200 * 1000)
    assert total["doors_one_per"] == pytest.approx(200 / 6)
    assert total["children"] == 350
