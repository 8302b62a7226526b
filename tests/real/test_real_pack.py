"""The real pack against published totals: how many areas, children and neighbours in need."""

import re

import pytest

from geodata.building.build import build_pack
from geodata.pack import find_problems, read_pack, write_pack
from geodata.recipe import PACKS, read_recipe
from geodata.sources.own_services import read_services
from tests.conftest import RAW_FOLDER

pytestmark = pytest.mark.real

# District → areas by decile of IMD, then of IDACI (Indices of Deprivation 2025, published).
DECILES = {
    "Cambridge": ([0, 1, 4, 5, 5, 9, 11, 16, 12, 15], [0, 4, 6, 4, 8, 11, 11, 7, 8, 19]),
    "East Cambridgeshire": ([0, 0, 1, 2, 6, 9, 11, 8, 6, 8], [0, 0, 1, 3, 3, 8, 14, 10, 8, 4]),
    "Fenland": ([5, 4, 15, 10, 11, 6, 5, 0, 0, 0], [2, 7, 7, 12, 17, 7, 2, 2, 0, 0]),
    "Huntingdonshire": ([0, 0, 3, 5, 10, 14, 18, 25, 22, 14], [0, 1, 3, 8, 13, 10, 20, 24, 24, 8]),
    "Peterborough": ([16, 31, 10, 13, 10, 8, 11, 15, 5, 2], [18, 25, 18, 11, 10, 8, 15, 10, 2, 4]),
    "South Cambridgeshire": (
        [0, 0, 0, 2, 4, 11, 12, 27, 22, 21],
        [0, 1, 0, 2, 11, 10, 10, 18, 21, 26],
    ),
}
BANDS = ((0, 1), (2, 2), (3, 4), (5, 9), (10, 11), (12, 13), (14, 16), (17, 18), (19, 25))
# District → people in those bands, and of all ages (mid-2020, published).
PEOPLE = {
    "Cambridge": [2714, 1368, 2804, 7146, 2919, 2641, 3720, 2930, 27023, 125063],
    "East Cambridgeshire": [1705, 981, 2069, 5808, 2441, 2279, 3270, 1993, 5359, 90172],
    "Fenland": [2042, 1132, 2418, 6162, 2189, 2215, 3170, 2010, 7022, 102080],
    "Huntingdonshire": [3741, 2037, 4185, 10860, 4272, 4083, 5897, 3709, 11467, 178985],
    "Peterborough": [5596, 3062, 6319, 16497, 5956, 5620, 7312, 4346, 13937, 202626],
    "South Cambridgeshire": [3201, 1763, 3947, 10589, 4363, 4345, 6000, 3709, 9143, 160904],
}
TEAMS = {
    "Wisbech",
    "March, Chatteris & Whittlesey",
    "Huntingdon & St Ives",
    "Ramsey, Sawtry, Yaxley & St Neots",
    "East Cambridgeshire",
    "South Cambridgeshire",
    "Cambridge City",
    "Peterborough Central",
    "Peterborough North",
    "Peterborough South",
}


def test_the_pack_has_no_faults_and_survives_being_written(real_pack, tmp_path):
    assert list(find_problems(real_pack)) == []
    write_pack(real_pack, tmp_path)
    assert read_pack(tmp_path).content_hash == real_pack.content_hash


def test_building_again_gives_the_same_hash(real_pack):
    again = build_pack(read_recipe(PACKS / "cambridgeshire_peterborough"), RAW_FOLDER)
    assert again.pack.content_hash == real_pack.content_hash


def test_every_area_is_there_with_people_and_an_origin(real_pack):
    areas = real_pack.areas
    assert len(areas) == 516
    assert set(real_pack.origins["area_id"]) == set(areas.index)
    assert areas[["ward_id", "msoa_id", "rural_urban"]].notna().all().all()
    ages = [f"people_{age}" for age in range(26)]
    assert (areas[[*ages, "people_all"]] % 1 == 0).all().all()


def test_under_fives_are_kept_exactly(real_pack):
    under_fives = real_pack.areas[[f"people_{age}" for age in range(5)]]
    assert under_fives.to_numpy().sum() == 51_084


@pytest.mark.parametrize("district", PEOPLE)
def test_people_by_age_band_are_the_published_ones(real_pack, district):
    areas = real_pack.areas[real_pack.areas["district"] == district]
    bands = [
        int(areas[[f"people_{age}" for age in range(first, last + 1)]].to_numpy().sum())
        for first, last in BANDS
    ]
    assert [*bands, int(areas["people_all"].sum())] == PEOPLE[district]


@pytest.mark.parametrize("district", DECILES)
@pytest.mark.parametrize(("position", "measure"), [(0, "imd_rank"), (1, "idaci_rank")])
def test_deciles_are_the_published_ones(real_pack, district, position, measure):
    values = real_pack.indicator_values
    deciles = values[values["indicator"] == measure].set_index("place_id")["decile"]
    here = deciles[real_pack.areas.index[real_pack.areas["district"] == district]]
    counts = [int((here == decile).sum()) for decile in range(1, 11)]
    assert counts == DECILES[district][position]


def test_ten_teams_partition_the_areas(real_pack):
    teams = real_pack.places[real_pack.places["kind"] == "early-help-team"]
    assert set(teams["name"]) == TEAMS
    members = real_pack.membership[real_pack.membership["place_id"].isin(teams.index)]
    assert members["area_id"].is_unique
    assert len(members) == 516
    assert (members["share"] == 1).all()


def test_each_way_of_dividing_the_map_has_the_places_it_should(real_pack):
    counts = real_pack.places["kind"].value_counts().to_dict()
    assert counts == {
        "upper-tier": 2,
        "district": 6,
        "early-help-team": 10,
        "ward": 120,
        "msoa": 98,
        "primary-care-network": 21,
    }


def test_teams_of_one_district_stay_in_it(real_pack):
    members = real_pack.membership.merge(real_pack.areas[["district"]], on="area_id")
    wisbech = members[members["place_id"] == "eht-wisbech"]
    assert set(wisbech["district"]) == {"Fenland"}


def test_networks_overlap_and_shares_stay_between_zero_and_one(real_pack):
    networks = real_pack.places.index[real_pack.places["kind"] == "primary-care-network"]
    members = real_pack.membership[real_pack.membership["place_id"].isin(networks)]
    assert members["share"].between(0.01, 1).all()
    assert members.groupby("area_id")["share"].sum().max() > 1


def test_names_are_unique_short_and_not_doubled(real_pack):
    names = real_pack.areas["name"]
    assert names.is_unique
    assert names.str.len().max() <= 40
    doubled = [name for name in names if re.search(r"\b(\w+),? \1\b|\d", name)]
    assert doubled == []


def test_services_are_counted(real_pack):
    listed = real_pack.assets[~real_pack.assets.index.str.startswith("offer-")]
    assert listed["kind"].value_counts().to_dict() == {
        "school": 343,
        "gp-practice": 86,
        "library": 89,
        "child-and-family-centre": 14,
        "child-and-family-zone": 11,
        "nursery-school": 8,
        "hospital": 5,
        "childrens-centre": 10,  # of these three kinds, six are of this side of the border
        "childrens-centre-linked-site": 10,
        "family-hub": 3,
        "childrens-centre-hub": 4,
        "linked-site": 3,
        "community-hospital": 3,
    }
    libraries = listed[(listed["kind"] == "library") & ~listed["across_border"]]
    assert libraries["provider"].value_counts().to_dict() == {
        "Cambridgeshire County Council": 44,
        "Peterborough City Council": 10,
    }
    assert libraries["opening"].notna().all()


def test_every_offer_of_the_reports_is_there_or_said_to_be_elsewhere(real_pack):
    """252 are named: 28 are centres held anyway, 7 are of Cumbria, and the rest are here."""
    printed = read_services(PACKS / "cambridgeshire_peterborough" / "offers.csv").set_index(
        "asset_id"
    )
    assert len(printed) == 252
    centres = printed["held_as"].str.startswith("c")
    cumbria = printed["area"].eq("Cumbria")
    here = printed.index[~centres & ~cumbria]
    assert (int(centres.sum()), int(cumbria.sum()), len(here)) == (28, 7, 217)
    found = real_pack.assets.loc[here]
    assert found["source_part"].notna().all()
    assert found["checked"].notna().all()
    assert (found["status"] == "reported gap").sum() == 12
    assert (found["status"] == "named only").sum() == 16
    held = [key for cell in printed["held_as"][centres] for key in cell.split("; ")]
    assert len(held) == 32
    assert real_pack.assets.loc[held, "source_part"].notna().all()
    others = real_pack.assets.loc[held, "other_sources"].str.split("; ")
    assert all("public-reports" in each for each in others)


def test_ages_are_as_the_reports_give_them(real_pack):
    """No upper age is printed for Cambridgeshire's centres; Peterborough's are for under-fives."""
    assets = real_pack.assets
    both = assets[["source", "other_sources"]].fillna("").agg("; ".join, axis="columns")
    ours = assets[both.str.contains("public-centres")]
    assert len(ours) == 32
    city = ours["district"] == "Peterborough"
    assert ours.loc[~city, "age_to"].isna().all()
    assert set(ours.loc[~city, "age_from"]) == {-1}
    assert set(ours.loc[city, "age_to"]) == {4}
    assert assets.loc["offer-180", ["age_from", "age_to"]].tolist() == [0, 11]


def test_every_service_stands_in_or_near_the_area_or_across_its_border(real_pack):
    whole = real_pack.areas.geometry.union_all()
    doors = real_pack.assets[real_pack.assets.geometry.notna()]
    metres = doors.geometry.distance(whole)
    assert metres[~doors["across_border"]].max() < 200
    across = metres[doors["across_border"]]
    assert across.between(1, 20_000).all()
    assert {"hospital-queen-elizabeth", "offer-068"} < set(across.index)


def test_a_good_level_of_development_agrees_with_the_reports(real_pack):
    values = real_pack.indicator_values.set_index(["indicator", "place_id", "period"])["value"]
    key = "good_level_of_development_pct"
    assert round(values[key, "E10000003", "2017/18"]) == 71
    assert round(values[key, "E06000031", "2017/18"]) == 67
    assert values[key, "E92000001", "2018/19"] == 71.8
