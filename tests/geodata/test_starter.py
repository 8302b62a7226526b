import re
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.errors import RecipeError
from geodata.offers import (
    DELIVERIES,
    EVERYWHERE,
    HEALTHY_CHILD,
    PREGNANCY,
    PREVENTION,
    STATUSES,
    YES_NO,
    parts_of,
)
from geodata.pack import STARTER, read_pack
from geodata.starter.build import build_starter
from geodata.starter.inputs import PACKS, RECIPE, read_inputs
from geodata.starter.people import read_band
from geodata.starter.share import share_out, share_out_grid
from geodata.streets import label_islands
from layers.access.journeys_for import journeys_for
from layers.access.reach import straight_line
from layers.assets import has_door, is_running
from layers.exercise.pathway import trace_pathway
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.themes import IN_ORDER, offer_themes

LARGEST_BYTES = 1_200_000
MADE_UP = "illustrative-offers"
OFFICIAL_CODE = re.compile(r"^[EWSN]\d{8}$")


@pytest.fixture(scope="module")
def starter():
    return read_pack(STARTER)


@pytest.fixture(scope="module")
def again():
    return build_starter()


def deciles_of(pack, measure):
    values = pack.indicator_values
    return values[values["indicator"] == measure].set_index("place_id")["decile"]


def test_the_recipe_gives_the_committed_pack(starter, again):
    assert again.content_hash == starter.content_hash


def test_it_fits_in_the_repository():
    assert sum(file.stat().st_size for file in STARTER.iterdir()) < LARGEST_BYTES


# The published totals


def test_each_district_has_its_published_number_of_areas(starter):
    assert len(starter.areas) == 516
    assert starter.areas["district"].value_counts().to_dict() == {
        "Peterborough": 121,
        "Huntingdonshire": 111,
        "South Cambridgeshire": 99,
        "Cambridge": 78,
        "Fenland": 56,
        "East Cambridgeshire": 51,
    }


@pytest.mark.parametrize(
    ("measure", "district", "published"),
    [
        ("idaci_rank", "Fenland", [2, 7, 7, 12, 17, 7, 2, 2, 0, 0]),
        ("imd_rank", "Fenland", [5, 4, 15, 10, 11, 6, 5, 0, 0, 0]),
        ("imd_rank", "Peterborough", [16, 31, 10, 13, 10, 8, 11, 15, 5, 2]),
        ("idaci_rank", "Cambridge", [0, 4, 6, 4, 8, 11, 11, 7, 8, 19]),
    ],
)
def test_deciles_are_as_many_as_were_published(starter, measure, district, published):
    deciles = deciles_of(starter, measure)[starter.areas["district"] == district]
    assert np.bincount(deciles.astype(int), minlength=11)[1:].tolist() == published


def test_every_row_of_the_published_deciles_is_met(starter):
    codes = pd.read_csv(RECIPE / "districts.csv", index_col="district")["district_id"]
    published = pd.read_csv(RECIPE / "deciles.csv", index_col=["measure", "district"])
    for (measure, district), row in published.iterrows():
        deciles = deciles_of(starter, measure)[starter.areas["district_id"] == codes[district]]
        assert row["areas"] == len(deciles)
        found = np.bincount(deciles.astype(int), minlength=11)[1:]
        assert found.tolist() == row.filter(like="decile_").tolist()


def test_there_are_as_many_children_as_were_published(starter):
    under_fives = starter.areas[[f"people_{age}" for age in range(5)]]
    assert under_fives.sum().sum() == 51_084
    fenland = starter.areas[starter.areas["district"] == "Fenland"]
    assert fenland[["people_3", "people_4"]].sum().sum() == 2_418
    assert fenland["people_2"].sum() == 1_132
    assert fenland["people_all"].sum() == 102_080


def test_every_row_of_the_published_ages_is_met(starter):
    codes = pd.read_csv(RECIPE / "districts.csv", index_col="district")["district_id"]
    published = pd.read_csv(RECIPE / "ages.csv", index_col="district")
    sums = starter.areas.drop(columns="geometry").groupby("district_id").sum(numeric_only=True)
    for band in published.columns.drop("all"):
        first, last = read_band(band)
        found = sums[[f"people_{age}" for age in range(first, last + 1)]].sum(axis=1)
        assert found[codes].tolist() == published[band].tolist(), band
    assert sums.loc[codes, "people_all"].tolist() == published["all"].tolist()


def test_people_are_whole_and_grown_people_are_among_them(starter):
    people = starter.areas.filter(like="people_")
    assert (people == people.round()).all().all()
    assert (people >= 0).all().all()
    assert people["people_all"].between(1000, 3000).all()
    grown_share = 1 - people.drop(columns="people_all").sum(axis=1) / people["people_all"]
    assert grown_share.min() > 0.2


def test_authorities_have_their_published_figures(starter):
    values = starter.indicator_values.set_index(["indicator", "place_id", "period"])["value"]
    assert values["good_level_of_development_pct", "E06000031", "2017/18"] == 67
    assert values["child_protection_per_10k", "E10000003", "2012/13"] == 16
    assert values["dental_decay_5_pct", "E92000001", "as reported 2018–20"] == 23
    assert np.isnan(values["dental_decay_5_pct", "E10000003", "as reported 2018–20"])


# The land


def test_neighbourhoods_tile(starter):
    shapes = starter.areas.geometry
    assert shapely.coverage_is_valid(shapes.to_numpy())
    whole = shapes.union_all()
    assert whole.area == pytest.approx(shapes.area.sum(), abs=1)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors


def test_neighbourhoods_and_places_are_in_one_piece(starter):
    assert (starter.areas.geom_type == "Polygon").all()
    assert (starter.places.geom_type == "Polygon").all()


def test_places_are_just_their_neighbourhoods(starter):
    for place_id, members in starter.membership.groupby("place_id"):
        made_of = starter.areas.geometry.loc[members["area_id"]]
        place = starter.places.geometry[place_id]
        assert place.symmetric_difference(made_of.union_all()).area < 1, place_id


def test_towns_are_dense_and_the_fen_is_sparse(starter):
    area_km2 = starter.areas.area / 1e6
    urban = starter.areas["rural_urban"] == "Urban"
    assert area_km2[urban].median() < 1
    assert area_km2[~urban].median() > 5


def test_origins_stand_in_their_neighbourhood(starter):
    origins = starter.origins
    points = gpd.points_from_xy(origins["easting_m"], origins["northing_m"])
    homes = starter.areas.geometry.loc[origins["area_id"]].to_numpy()
    assert shapely.covers(homes, np.array(points)).all()
    assert origins.groupby("area_id").size().between(8, 16).all()
    assert not (origins[["easting_m", "northing_m"]] % 10).any().any()


# Need


@pytest.mark.parametrize("measure", ["imd_rank", "idaci_rank"])
def test_need_is_clustered(starter, measure):
    deciles = deciles_of(starter, measure)[starter.areas.index].to_numpy()
    one, other = starter.areas.sindex.query(starter.areas.geometry, predicate="touches")
    between_neighbours = np.abs(deciles[one] - deciles[other]).mean()
    shuffled = np.random.default_rng(0).permutation(deciles)
    assert between_neighbours < 0.6 * np.abs(shuffled[one] - shuffled[other]).mean()


def test_the_two_measures_are_alike_and_not_the_same(starter):
    imd, idaci = (deciles_of(starter, measure) for measure in ("imd_rank", "idaci_rank"))
    assert 0.8 < imd.corr(idaci) < 0.97


@pytest.mark.parametrize("measure", ["imd_rank", "idaci_rank"])
def test_ranks_are_inside_their_decile_and_no_two_alike(starter, measure):
    rows = starter.indicator_values[starter.indicator_values["indicator"] == measure]
    assert np.ceil(rows["value"] * 10 / 33_755).tolist() == rows["decile"].tolist()
    assert rows["value"].is_unique


@pytest.mark.parametrize("place", ["Wisbech Waterlees", "Dogsthorpe", "Oxmoor"])
def test_the_places_that_reports_call_needy_are(starter, place):
    known = starter.areas["name"].str.startswith(place)
    district = starter.areas.loc[known, "district"].iloc[0]
    deciles = deciles_of(starter, "imd_rank")
    assert deciles[known].median() < deciles[starter.areas["district"] == district].quantile(0.25)


# Nobody may take it for official


def test_codes_cannot_be_mistaken_for_official_ones(starter):
    assert starter.areas.index.str.match(r"^KYP-[A-Z]{3}-\d{3}$").all()
    assert not any(OFFICIAL_CODE.match(code) for code in starter.areas.index)
    assert starter.areas[["ward_id", "ward", "msoa_id", "msoa"]].isna().all().all()


def test_everything_made_up_says_that_it_is(starter):
    info = starter.info
    assert info.illustrative
    assert info.people.standing == "illustrative"
    for key in ("starter-recipe", "starter-streets", "people-totals", "deprivation-totals"):
        assert "illustrative" in info.sources[key].title.lower()
        assert "illustrative" in info.sources[key].note.lower()
    assert {kind.boundary for kind in info.place_kinds.values()} == {"illustrative"}
    for indicator in starter.indicators.values():
        expected = "illustrative" if indicator.geography == "area" else "published"
        assert indicator.standing == expected
    assert starter.areas["official_name"].str.startswith("Illustrative").all()


def test_places_are_all_there(starter):
    kinds = starter.places["kind"].value_counts().to_dict()
    assert kinds == {"early-help-team": 10, "district": 6, "upper-tier": 2}
    assert starter.areas["name"].is_unique


def test_services_are_those_of_the_table_and_one_is_offered_by_nobody(starter):
    services = read_inputs().services
    real = starter.assets[starter.assets["source"] != MADE_UP]
    assert sorted(real.index) == sorted(services.index)
    offered = set(starter.assets["kind"][is_running(starter.assets)])
    nobody = [s.key for s in starter.info.services.values() if not offered & set(s.kinds)]
    assert nobody == ["nurse-partnership"]


# Offers, findings and the pathway: made up, and all that there is at once


def examples(pack):
    return pack.assets[pack.assets["source"] == MADE_UP]


def test_there_is_an_example_of_every_kind_that_reports_name(starter):
    folder = PACKS / "cambridgeshire_peterborough"
    named = pd.concat([pd.read_csv(folder / f"{name}.csv") for name in ("services", "offers")])
    assert set(starter.assets["kind"]) == set(named["kind"])


@pytest.mark.parametrize(
    ("column", "every"),
    [
        ("level_prevention", PREVENTION),
        ("level_healthy_child", HEALTHY_CHILD),
        ("delivery", DELIVERIES),
        ("status", STATUSES),
        ("statutory", YES_NO),
        ("cost", ("free", "£2 a visit")),
        ("referral", ("by oneself", "through a professional")),
    ],
)
def test_the_examples_show_all_that_an_offer_can_say(starter, column, every):
    said = {part for cell in examples(starter)[column].dropna() for part in parts_of(cell)}
    assert said == set(every)


def test_no_column_of_an_offer_is_empty_throughout(starter):
    silent = {"parent_id", "other_sources", "differs", "postcode"}  # of joined and linked doors
    empty = {name for name in starter.assets if starter.assets[name].isna().all()}
    assert empty <= silent


def test_every_theme_of_the_exercise_has_an_example(starter):
    rows = examples(starter)
    running = rows[is_running(rows)]
    found = {key for themes in offer_themes(running) for key in themes}
    assert {theme.key for theme in IN_ORDER} - {"other"} <= found


def test_some_examples_have_doors_and_some_serve_places_without(starter):
    rows = examples(starter)
    doors = has_door(rows)
    assert doors.sum() >= 20
    assert rows["serves"][~doors].notna().sum() >= 60
    assert (rows["age_from"] == PREGNANCY).sum() >= 5
    served = {part for cell in rows["serves"].dropna() for part in parts_of(cell)}
    kinds = set(starter.places["kind"].reindex(sorted(served)).dropna())
    assert EVERYWHERE in served
    assert kinds == {"upper-tier", "district", "early-help-team"}


def test_what_is_made_up_says_so_wherever_it_stands(starter):
    rows = examples(starter)
    assert rows["name"].str.startswith("Example ").all()
    assert rows["note"].str.startswith("Illustrative").all()
    assert not rows.index.isin(read_inputs().services.index).any()
    reported = starter.reported
    for table in (reported.facts, reported.outcomes, reported.projects):
        assert len(table)
        assert (table["source"] == MADE_UP).all()
        assert (table["cites"] == "Illustrative").all()
    stages = starter.info.stages.values()
    assert all(stage.source == MADE_UP for stage in stages)
    assert starter.info.sources[MADE_UP].note.startswith("Illustrative")
    weak = [stage.weak_point for stage in stages if stage.weak_point]
    assert weak
    assert all(each.startswith("Illustrative") for each in weak)


def test_a_service_of_examples_says_so_and_every_example_door_is_of_one(starter):
    rows = examples(starter)
    doors = set(rows["kind"][has_door(rows)])
    services = starter.info.services.values()
    assert doors <= {kind for service in services for kind in service.kinds}
    for service in services:
        if doors.intersection(service.kinds):
            assert service.label.startswith("example ")
            assert service.singular.startswith("an example ")


def test_examples_change_no_figure_of_the_services_that_are_real(starter):
    real = starter.assets["source"] != MADE_UP
    without = replace(starter, assets=starter.assets[real])
    for service in ("family-centres", "own-base-centres", "hospitals"):
        both = (measure_gaps(p, default_question(p, service)).table for p in (starter, without))
        pd.testing.assert_frame_equal(*both)


def test_the_pathway_shows_every_way_a_handover_can_be(starter):
    found = [trace_pathway(starter, place).stages for place in ("eht-wisbech", "E06000031")]
    assert {each.match for stages in found for each in stages} == {
        "same", "differ", "not known", "none"
    }  # fmt: skip
    assert {bool(each.weak_point) for stages in found for each in stages} == {True, False}
    assert any(each.planned for stages in found for each in stages)
    assert any(each.missing for stages in found for each in stages)


# The streets


def test_streets_reach_every_home_and_are_in_one_piece(starter):
    assert set(label_islands(starter.network)) == {0}
    nodes = set(map(tuple, starter.network.nodes.to_numpy()))
    homes = starter.origins[["easting_m", "northing_m"]].to_numpy()
    assert all(tuple(home) in nodes for home in homes)


def test_the_nene_is_crossed_at_a_few_bridges(starter):
    corners = read_inputs().rivers.query("river == 'Nene'")[["easting", "northing"]]
    nodes = starter.network.nodes.to_numpy()
    edges = starter.network.edges[["from_node", "to_node"]].to_numpy()
    over = shapely.intersects(shapely.linestrings(nodes[edges]), shapely.LineString(corners))
    assert 6 <= over.sum() <= 20


def test_streets_are_a_third_longer_than_the_straight_line_on_the_whole(starter):
    """As the straight-line estimate assumes, so that both tell much the same story."""
    question = default_question(starter)
    ids = list(starter.assets.index[starter.assets["kind"] == "child-and-family-centre"])
    along = journeys_for(starter, question).nearest(ids)["minutes"]
    lines = straight_line(starter, question).nearest(ids)["minutes"] / question.detour
    far = lines > 10
    assert (along / lines)[far].median() == pytest.approx(1.33, abs=0.05)


# The recipe's parts


def test_shares_add_up_and_follow_the_largest_remainder():
    assert share_out(10, [1, 1, 1]).tolist() == [4, 3, 3]
    assert share_out(7, [5, 3, 2]).tolist() == [4, 2, 1]  # 3.5, 2.1, 1.4
    assert share_out(0, [1, 2]).tolist() == [0, 0]


def test_a_grid_keeps_both_sums():
    rows, columns = np.array([5, 0, 12]), np.array([9, 8])
    grid = share_out_grid(rows, columns, np.array([[1.0, 2.0], [1.0, 1.0], [3.0, 1.0]]))
    assert grid.sum(axis=1).tolist() == [5, 0, 12]
    assert grid.sum(axis=0).tolist() == [9, 8]
    assert (grid >= 0).all()


def test_tables_that_disagree_are_all_named(tmp_path):
    for file in RECIPE.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "settlements.csv"
    settlements = pd.read_csv(path, index_col="name")
    settlements.loc["Wittering", "areas"] += 1
    settlements.loc["Peakirk", "shares_with"] = "Atlantis"
    settlements.to_csv(path)
    with pytest.raises(RecipeError) as caught:
        read_inputs(tmp_path)
    assert "district PET: found 122 areas; expected 121" in str(caught.value)
    assert "Peakirk: found shares_with 'Atlantis'" in str(caught.value)
