"""Centres, their second doors and their linked sites."""

import math

import pytest

from layers.assets import (
    centre_of,
    is_centre,
    is_linked_site,
    open_doors,
    part_words,
    placed_words,
    service_assets,
    takes_words,
)
from tests.awkward import awkward_pack

PACK = awkward_pack()
FAMILY = service_assets(PACK.assets, PACK.info.services["family-centres"])


def closed(*keys):
    assets = FAMILY.copy()
    assets.loc[list(keys), "status"] = "closed"
    return assets


def centres_counted(assets):
    return int(is_centre(assets).loc[open_doors(assets).index].sum())


def test_a_second_door_and_a_linked_site_are_part_of_their_centre():
    centres = centre_of(FAMILY)
    assert centres["split-b"] == centres["split-a"] == "split-a"
    assert centres["linked"] == "hub"
    assert centres["rough"] == "rough"
    assert is_linked_site(FAMILY).loc[lambda linked: linked].index.tolist() == ["linked"]


@pytest.mark.parametrize("shut", ["split-a", "split-b"])
def test_a_split_centre_stays_one_whichever_door_closes(shut):
    assets = closed(shut)
    left = {"split-a", "split-b"} - {shut}
    centres = is_centre(assets)
    assert centres[list(left)].all()
    assert not centres[shut]
    assert centre_of(assets)["split-b"] == "split-a"
    assert centres_counted(assets) == centres_counted(FAMILY) == 4


def test_a_split_centre_stays_one_where_its_first_door_is_not_in_the_table():
    assets = FAMILY.drop(index="split-a")
    assert centre_of(assets)["split-b"] == "split-a"
    assert is_centre(assets)["split-b"]
    assert not is_linked_site(assets)["split-b"]


def test_both_doors_closed_is_no_open_centre():
    assert centres_counted(closed("split-a", "split-b")) == 3


def test_a_linked_site_is_never_a_centre_even_when_its_hub_is_closed():
    assert not is_centre(closed("hub"))["linked"]
    assert centres_counted(closed("hub")) == 3


def test_a_chain_of_doors_leads_to_its_first_and_a_ring_to_one():
    assets = FAMILY.copy()
    assets.loc["rough", "parent_id"] = "split-b"
    assert centre_of(assets)["rough"] == "split-a"
    assets.loc["split-a", "parent_id"] = "rough"
    assert set(centre_of(assets)[["split-a", "split-b", "rough"]]) == {"rough"}


@pytest.mark.parametrize(
    ("youngest", "oldest", "said"),
    [
        (0, 4, "0–4"),
        (2, 2, "2"),
        (16, math.nan, "16 and over"),
        (math.nan, 4, "up to 4"),
        (math.nan, math.nan, "not stated"),
    ],
)
def test_the_ages_an_asset_takes_are_said(youngest, oldest, said):
    assert takes_words(youngest, oldest) == said


def test_how_exactly_a_door_is_placed_is_said_where_it_is_known():
    assert placed_words(1000.0) == "within about 1,000 m"
    assert placed_words(math.nan) == ""


def test_an_asset_says_what_it_is_part_of():
    assets = awkward_pack().assets.copy()
    name = assets["name"]
    assert part_words(assets, "split-b") == f"second door of {name['split-a']}"
    assert part_words(assets, "linked") == f"linked to {name['hub']}"
    assert part_words(assets, "hub") == ""
    assert part_words(assets.drop("hub"), "linked") == "part of hub, which is not listed"


def test_a_linked_site_of_a_register_that_names_no_centre_is_no_centre():
    """Its kind tells, and it is a centre's door all the same."""
    assets = FAMILY.copy()
    assets.loc["hub", "kind"] = "childrens-centre-linked-site"
    assets.loc["linked", "parent_id"] = None
    assert is_linked_site(assets)[["hub", "linked"]].all()
    assert not is_centre(assets)[["hub", "linked"]].any()
    assert "hub" in open_doors(assets).index
