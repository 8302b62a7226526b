"""Six authorities of different kinds, built by their code alone from the national files.

A county of seven districts, a unitary of one, a London borough, an island, an old county that two
authorities took the place of, and a metropolitan borough. What they hold is counted again from the
published files by plain csv and pandas, and every page and a profile is opened on each.
"""

import csv
import gzip
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest

from geodata.building.build import build_pack
from geodata.building.shelf import Shelf
from geodata.coverage import FAIL
from geodata.crs import lonlat_from_grid
from geodata.pack import find_problems, write_pack
from geodata.recipe import read_recipe, recipe_of
from layers.__main__ import main
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.pages.frame.rooms import find_pages
from tests.conftest import RAW_FOLDER
from tests.documents import profile_pdf
from tests.mapping.reading import opened, words

pytestmark = pytest.mark.real

# What is asked for → districts of today, and of 2022, by which the old areas are known.
ASKED = {
    "E10000020": ([f"E07000{n}" for n in range(143, 150)], None),
    "E06000017": (["E06000017"], None),
    "E09000022": (["E09000022"], None),
    "E06000046": (["E06000046"], None),
    "Cumbria": (["E06000063", "E06000064"], [f"E070000{n}" for n in range(26, 32)]),
    "E08000017": (["E08000017"], None),
}
TITLES = {
    "E10000020": "Norfolk",
    "E06000017": "Rutland",
    "E09000022": "Lambeth",
    "E06000046": "Isle of Wight",
    "Cumbria": "Cumbria",
    "E08000017": "Doncaster",
}
PLACE_KINDS = {"E10000020": "district"}  # the others open on wards
IDACI = "income_deprivation_affecting_children_index_idaci_numerator"


@pytest.fixture(scope="module")
def shelf():
    """The national files, each read once for all six."""
    if not (RAW_FOLDER / "england" / "postcodes").is_dir():
        pytest.skip("no folder of national files; name one in KNOW_YOUR_PATCH_RAW")
    return Shelf(keeps=True)


@pytest.fixture(scope="module", params=list(ASKED))
def asked(request):
    return request.param


@pytest.fixture(scope="module")
def built(asked, shelf):
    return build_pack(recipe_of(asked), RAW_FOLDER, shelf=shelf)


@pytest.fixture(scope="module")
def lookup():
    return pd.read_csv(RAW_FOLDER / "lookups" / "lookup_lsoa21_ward24_ltla24.csv")


@pytest.fixture(scope="module")
def old_homes():
    """Area of 2011 → its district of 2022."""
    path = RAW_FOLDER / "lookups" / "LSOA11_LSOA21_LAD22_EW_LU_official.csv"
    with path.open(encoding="utf-8-sig") as stream:
        return {row["LSOA11CD"]: row["LAD22CD"] for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def people():
    """People by area of 2011, straight from the text."""
    path = RAW_FOLDER / "england" / "mye2020_lsoa11_single_year_england.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def spaced(postcodes):
    """Write postcodes one way, with a space before the last three."""
    plain = postcodes.fillna("").str.upper().str.replace(r"[^A-Z0-9]", "", regex=True)
    return plain.str[:-3] + " " + plain.str[-3:]


@pytest.fixture(scope="module")
def postcodes():
    """Postcodes of all England: where they are, and in which area."""
    paths = sorted((RAW_FOLDER / "england" / "postcodes").glob("*.csv.gz"))
    rows = pd.concat([pd.read_csv(path) for path in paths])
    rows["Postcode"] = spaced(rows["Postcode"])
    return rows[rows["lat"] < 99].drop_duplicates("Postcode").set_index("Postcode")


def test_its_areas_are_those_of_the_lookup(asked, built, lookup):
    districts = ASKED[asked][0]
    expected = set(lookup.loc[lookup["ltla24_code"].isin(districts), "lsoa21_code"])
    assert set(built.pack.areas.index) == expected
    assert built.pack.info.title == TITLES[asked]
    assert set(built.pack.areas["district_id"]) == set(districts)
    assert built.pack.info.defaults.place_kind == PLACE_KINDS.get(asked, "ward")
    assert list(find_problems(built.pack)) == []


def test_every_person_is_counted_at_every_age(asked, built, people, old_homes):
    today, before = ASKED[asked]
    ours = [row for row in people if old_homes[row["lsoa11_code"]] in (before or today)]
    areas = built.pack.areas
    for age in range(26):
        counted = sum(int(float(row[str(age)])) for row in ours)
        assert areas[f"people_{age}"].sum() == counted, age
    assert areas["people_all"].sum() == sum(int(float(row["total_population"])) for row in ours)


def test_low_income_children_are_the_published_ones(built):
    path = RAW_FOLDER / "deprivation" / "iod2025_underlying_indicators_england.csv.gz"
    raw = pd.read_csv(path, index_col="lsoa21_code")[IDACI].loc[built.pack.areas.index]
    values = built.pack.indicator_values
    ours = values[values["indicator"] == "low_income_children"].set_index("place_id")["numerator"]
    assert ours.sum() == raw.sum() > 0
    assert ours.isna().sum() == raw.isna().sum()


def test_deciles_are_the_published_ones(built):
    path = RAW_FOLDER / "deprivation" / "iod2025_file7_layout_england.csv"
    with path.open(encoding="utf-8-sig") as stream:
        rows = {row["LSOA code (2021)"]: row for row in csv.DictReader(stream)}
    heading = next(each for each in next(iter(rows.values())) if each.startswith("Income Depriv")
                   and "(IDACI) Decile" in each)  # fmt: skip
    expected = Counter(int(rows[area][heading]) for area in built.pack.areas.index)
    values = built.pack.indicator_values
    ours = values[values["indicator"] == "idaci_rank"]
    assert Counter(ours["decile"].astype(int)) == expected


def test_people_set_out_from_every_postcode_of_its_areas(built, postcodes):
    areas = built.pack.areas.index
    expected = set(postcodes.index[postcodes["lsoa21_code"].isin(areas)])
    assert set(built.pack.origins.index) == expected
    assert set(built.pack.origins["area_id"]) == set(areas)


def test_general_practices_are_those_at_its_postcodes(built, postcodes):
    raw = pd.read_csv(RAW_FOLDER / "england" / "gp_addresses_england.csv.gz")
    homes = postcodes["lsoa21_code"].reindex(spaced(raw["Postcode"])).to_numpy()
    expected = set("gp-" + raw.loc[pd.Series(homes).isin(built.pack.areas.index), "Code"])
    ours = built.pack.assets[built.pack.assets["kind"] == "gp-practice"]
    assert set(ours.index[~ours["across_border"]]) == expected
    assert ours["across_border"].any()


def test_schools_are_those_that_stand_in_its_areas(built):
    path = RAW_FOLDER / "schools" / "gias_open_establishments_2025-05-24_england_wales.csv.gz"
    raw = pd.read_csv(path).dropna(subset=["easting"])
    no_school = ["Higher education institutions", "British schools overseas", "Offshore schools",
                 "Online provider"]  # fmt: skip
    raw = raw[~raw["establishment_type"].isin(no_school)]
    points = geopandas.points_from_xy(raw["easting"], raw["northing"], crs=27700)
    frame = geopandas.GeoDataFrame(raw[["urn"]], geometry=points)
    inside = frame.sjoin(built.pack.areas[["geometry"]], predicate="within")
    ours = built.pack.assets[built.pack.assets["kind"].isin(["school", "nursery-school"])]
    assert set(ours.index[~ours["across_border"]]) == set("school-" + inside["urn"].astype(str))


def test_libraries_are_the_open_ones_at_its_postcodes(built, postcodes):
    raw = pd.read_csv(RAW_FOLDER / "libraries" / "libraries_uk_schema_2025-04.csv", dtype=str)
    written = spaced(raw["Postcode"])
    here = postcodes["lsoa21_code"].reindex(written).isin(built.pack.areas.index).to_numpy()
    is_open = raw["Year closed"].fillna("").str.strip() == ""
    is_door = ~raw["Library name"].str.contains("mobile", case=False)
    ours = built.pack.assets[built.pack.assets["kind"] == "library"]
    rows = raw[here & is_open & is_door].assign(postcode=written)
    expected = rows.drop_duplicates(["postcode", "Library name"])
    assert (~ours["across_border"]).sum() == len(expected) > 0


def test_the_census_counts_the_same_residents(built):
    path = RAW_FOLDER / "census2021" / "census2021_disability_lsoa21_EW.csv.gz"
    raw = pd.read_csv(path, index_col="lsoa21_code").loc[built.pack.areas.index]
    values = built.pack.indicator_values
    ours = values[values["indicator"] == "census_disabled_pct"]
    assert ours["denominator"].sum() == raw["total_residents"].sum()
    assert ours["numerator"].sum() == raw["Disabled under the Equality Act"].sum()


def test_what_is_left_out_is_said(asked, built):
    coverage = built.pack.coverage
    assert coverage.loc["family_hubs", "verdict"] == "left out"
    assert "not of all these authorities" in coverage.loc["family_hubs", "why"]
    allowed = {
        "Cumbria": {"early_years_profile"},  # its figures end with the old county
        "E06000017": {"hospitals"},
    }
    failed = set(coverage.index[coverage["verdict"] == FAIL])
    assert failed <= allowed.get(asked, set()) | {"library_use", "low_income_families"}, coverage


def test_names_are_ones_own_and_do_not_stutter(built):
    names = built.pack.areas["name"]
    assert names.is_unique
    for name in names:
        plain = name.replace(",", "").replace("&", "").split()
        assert all(plain[n] != plain[n + 1] for n in range(len(plain) - 1)), name
    places = built.pack.places
    assert not places.duplicated(["kind", "name"]).any()


def test_neighbours_libraries_count_and_may_be_left_out(asked, built):
    """Adding them cuts Lambeth's gap by a fifth."""
    if asked != "E09000022":
        pytest.skip("said of Lambeth")
    question = replace(
        default_question(built.pack, "libraries"), need="idaci_rank", age_from=0, age_to=4
    )
    alone = measure_gaps(built.pack, replace(question, border=False)).total["gap_children"]
    joined = measure_gaps(built.pack, question).total["gap_children"]
    assert (round(alone), round(joined)) == (2436, 1999)


def test_all_are_reckoned_again_by_brute_force(built):
    """The distance of each postcode to the nearest library, without a tree."""
    pack = built.pack
    question = default_question(pack, "libraries", age_from=0, age_to=4)
    gaps = measure_gaps(pack, replace(question, need="idaci_rank"))
    doors = pack.assets[pack.assets["kind"] == "library"].geometry
    points = pack.origins[["easting_m", "northing_m"]].to_numpy()
    nearest = np.full(len(points), np.inf)
    for door in doors:
        away = np.hypot(points[:, 0] - door.x, points[:, 1] - door.y)
        nearest = np.minimum(nearest, away)
    limit_m = question.limit_min * 4000 / 60 / 1.3
    values = pack.indicator_values
    ranked = values[values["indicator"] == "idaci_rank"].set_index("place_id")["decile"]
    under_fives = pack.areas[[f"people_{age}" for age in range(5)]].sum(axis=1)
    in_need = pack.origins["area_id"].map(ranked) <= 3
    children = pack.origins["area_id"].map(under_fives) * pack.origins["weight"]
    expected = children[in_need & (nearest > limit_m)].sum()
    assert gaps.total["gap_children"] == pytest.approx(expected, abs=0.01)


def test_every_page_opens_and_a_profile_is_made(built, tmp_path, monkeypatch):
    pack = built.pack
    write_pack(pack, tmp_path)
    monkeypatch.setenv("KNOW_YOUR_PATCH_PACK", str(tmp_path))
    monkeypatch.setattr("mapping.pages.frame.waiting.AT_FIRST_S", 60)
    for page in find_pages():
        app = opened(page.url_path)
        assert not app.error, page.title
        assert pack.info.title in words(app), page.title
    gaps = measure_gaps(pack, default_question(pack))
    assert len(profile_pdf(pack, gaps.question, gaps.places.index[0])) > 20_000


def test_the_example_of_the_documents_is_built_and_its_places_asked_about(shelf, tmp_path, capsys):
    """Who is in its outlines is counted again, point by point, in latitude and longitude."""
    example = Path(__file__).parents[2] / "docs" / "bring-your-own"
    pack = build_pack(read_recipe(example), RAW_FOLDER, shelf=shelf).pack
    assert set(pack.assets["kind"]) >= {"stay-and-play", "youth-club"}
    write_pack(pack, tmp_path)
    own = example / "places-to-ask-about.geojson"
    assert main(["own", "--pack", str(tmp_path), "--own", str(own), "--format", "csv"]) == 0
    rows = [row for row in capsys.readouterr().out.splitlines() if not row.startswith(('"#', "#"))]
    told = {row["place"]: float(row["children"]) for row in csv.DictReader(rows)}
    ages = [f"people_{age}" for age in range(18)]
    under_18 = pack.areas[ages].sum(axis="columns")
    east, north = pack.origins["easting_m"], pack.origins["northing_m"]
    lon, lat = lonlat_from_grid(east.to_numpy(), north.to_numpy())
    for feature in json.loads(own.read_text("utf-8"))["features"]:
        corners = np.array(feature["geometry"]["coordinates"][0])
        (west, south), (right, top) = corners.min(axis=0), corners.max(axis=0)
        inside = (lon >= west) & (lon <= right) & (lat >= south) & (lat <= top)
        people = under_18.reindex(pack.origins["area_id"]).to_numpy() * pack.origins["weight"]
        assert told[feature["properties"]["name"]] == pytest.approx(people[inside].sum(), rel=0.01)
