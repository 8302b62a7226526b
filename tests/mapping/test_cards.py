"""The card of a door: every fact stated or said to be not stated, each offer there, one answer."""

import numpy as np
import pytest

from layers.offer_facts import AT_A_GLANCE, DOOR, facts_at_a_glance, offer_facts
from mapping.map.points import at_its_door
from mapping.pages.map.cards import asset_card
from mapping.templates import render
from tests.builders import tiny_assets, tiny_pack

STATED = {
    "age_from": 0,
    "age_to": 4,
    "level_prevention": "Universal",
    "expertise": "parenting",
    "opening": "Mon 09:00–17:00",
    "provider": "The council",
    "telephone": "01234 567890",
    "address": "1 High Street",
    "precision_m": 500.0,
    "checked": "June 2026",
}


def full_pack():
    assets = tiny_assets()
    for column, value in STATED.items():
        assets[column] = [value if key == "centre-a" else None for key in assets.index]
    return tiny_pack(assets=assets)


def lines_of(card):
    return {line.label: line.value for line in card.lines}


def test_a_card_tells_every_fact_of_a_door_in_order_and_none_is_blank():
    lines = asset_card("centre-a", full_pack()).lines
    assert tuple(line.label for line in lines)[: len(DOOR)] == DOOR
    assert all(line.value.strip() for line in lines)
    told = lines_of(asset_card("centre-a", full_pack()))
    assert told["For ages"] == "0–4"
    assert told["Level"] == "Universal (prevention)"
    assert told["Opening hours"] == "Mon 09:00–17:00"
    assert told["Telephone"] == "01234 567890"
    assert told["Where it is drawn"] == "within about 500 m of its true place"
    assert told["Last checked"] == "June 2026"


def test_what_is_not_stated_is_said_to_be_not_stated():
    told = lines_of(asset_card("zone-c", full_pack()))
    for label in ("Level", "Expertise", "Opening hours", "Run by", "Telephone", "Address"):
        assert told[label] == "not stated"
    assert told["Where it is drawn"] == "not stated"
    assets = tiny_assets()
    assets.loc["zone-c", ["age_from", "age_to"]] = np.nan
    told = lines_of(asset_card("zone-c", tiny_pack(assets=assets)))
    assert told["For ages"] == "not stated; counted as open to all"


def test_each_offer_at_a_door_is_on_its_card_and_what_is_closed_is_not():
    assets = tiny_assets()
    assets.loc["library-b", "geometry"] = assets.geometry["centre-a"]
    assets.loc["centre-shut", "geometry"] = assets.geometry["centre-a"]
    pack = tiny_pack(assets=assets)
    assert at_its_door(pack, "centre-a") == ["library-b"]
    assert at_its_door(pack, "library-b") == ["centre-a"]
    assert at_its_door(pack, "line") == []
    card = asset_card("centre-a", pack)
    [other] = card.others
    assert (other.title, other.small.split(", ")[0]) == ("Middle Library", "library")
    assert [line.label for line in other.lines][: len(DOOR)] == list(DOOR)
    html = render("pages/map/card.html", card=card, sources="")
    assert "Also drawn at this spot" in html
    assert "Middle Library, library" in html
    alone = asset_card("zone-c", pack)
    assert alone.others == ()
    assert "Also drawn" not in render("pages/map/card.html", card=alone, sources="")


@pytest.mark.parametrize("inferred", ["", "age_from; provider"])
def test_what_is_told_beside_the_pointer_is_what_every_page_tells(inferred):
    pack = full_pack()
    pack.assets["inferred"] = inferred or None
    for key, facts in zip(pack.assets.index, facts_at_a_glance(pack.assets), strict=True):
        known = {fact.label: fact.text for fact in offer_facts(pack, str(key))}
        assert facts == tuple(known.get(label, "") for label in AT_A_GLANCE)


def test_a_card_names_the_sources_of_all_that_is_on_it_once():
    assets = tiny_assets()
    assets.loc["library-b", "geometry"] = assets.geometry["centre-a"]
    card = asset_card("centre-a", tiny_pack(assets=assets))
    assert [source.key for source in card.sources] == ["made-up"]
