"""Capacity: sites, staff and places for children in need, by hand on the tiny pack."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from geodata.pack import STARTER, read_pack
from layers.cover.capacity import measure_capacity
from layers.question.question import default_question
from tests.builders import NEED_DECILES, tiny_assets, tiny_pack

STAFF = [3.0, 2.0, 9.0, 4.0, None]


def capacity(pack=None, **changes):
    pack = pack or tiny_pack()
    return measure_capacity(pack, default_question(pack, **changes))


def test_children_in_need_live_in_the_neediest_tenths_where_no_rate_is_held():
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
    assert "No staff is stated for 1 of 2 sites." in found.sentence()
    assert "No capacity is stated for 2 of 2 sites." in found.sentence()


def test_a_split_site_is_one_site_with_two_doors():
    kinds = ["child-and-family-centre"] * 4 + ["library"]
    second = tiny_assets(parent_id=[None, "centre-a", None, None, None], kind=kinds)
    found = capacity(tiny_pack(assets=second))
    assert found.total[["centres", "doors", "sites"]].tolist() == [1, 2, 1]
    cedar = found.places.loc["team-c"]
    assert cedar[["centres", "doors"]].tolist() == [0, 1]
    assert "doors but no centre of its own" in found.place_sentence("team-c")


def test_the_starter_packs_split_sites_and_linked_sites_are_25_sites_with_32_doors():
    found = capacity(read_pack(STARTER))
    assert found.total[["centres", "doors"]].tolist() == [25, 32]
    assert found.places[["centres", "doors"]].sum().tolist() == [25, 32]


def test_capacities_of_different_units_are_not_added_up():
    units = ["places", "slots a week", None, None, None]
    assets = tiny_assets(capacity=[5, 6, None, None, None], capacity_unit=units)
    found = capacity(tiny_pack(assets=assets))
    assert found.unit is None
    assert found.places["capacity"].isna().all()
    assert "count different things" in found.sentence()


def test_a_service_nobody_offers_has_no_site_to_count():
    pack = tiny_pack()
    found = measure_capacity(pack, default_question(pack, "nurse-partnership"))
    assert found.total["centres"] == 0
    assert found.sentence().startswith("There is no open site")
    assert "has no open site" in found.place_sentence("team-a")


def test_children_whose_need_is_not_known_are_counted():
    found = capacity(tiny_pack(deciles=NEED_DECILES | {"A2": None}))
    assert found.unknown_children == 50
    assert found.places.loc["team-a", "need_children"] == 100
