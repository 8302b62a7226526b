"""Children in low-income families on the real pack, worked out again from the files themselves."""

import contextlib
import html
import io
import json
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pypdf import PdfReader

from geodata.pack import write_pack
from geodata.recipe import PACKS
from layers.__main__ import main
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.__main__ import main as mapping_main
from tests.conftest import RAW_FOLDER
from tests.mapping.reading import opened, words

pytestmark = pytest.mark.real

IDACI = "income_deprivation_affecting_children_index_idaci_numerator"
RECIPE = PACKS / "cambridgeshire_peterborough"
TOTAL = "51,530 children aged 0–15 in low-income families were counted in 504 of 516 neighbourhoods"
LEFT_OUT = "in the other 12 they are too few to publish, or missing, and left out"
METRES_IN_20_MINUTES = 20 * 4000 / 60 / 1.3


@pytest.fixture(scope="module")
def raw(real_pack):
    """A row for each neighbourhood of the six districts: its children, its tenth, its team."""
    counts = pd.read_csv(RAW_FOLDER / "deprivation/iod2025_underlying_indicators_england.csv.gz")
    ranks = pd.read_csv(RAW_FOLDER / "deprivation/iod2025_file7_layout_england.csv")
    ranks = ranks.set_index("LSOA code (2021)")
    lookup = pd.read_csv(RAW_FOLDER / "lookups/lookup_lsoa21_ward24_ltla24.csv")
    teams = pd.read_csv(RECIPE / "early_help_teams.csv").set_index("ward_id")["place"]
    districts = set(real_pack.areas["district_id"])
    ours = lookup[lookup["ltla24_code"].isin(districts)].set_index("lsoa21_code")
    [tenth] = [c for c in ranks if c.startswith("Income Deprivation Affecting Children")
               and "Decile" in c]  # fmt: skip
    return pd.DataFrame(
        {
            "district": ours["ltla24_name"],
            "team": ours["ward24_code"].map(teams),
            "children": counts.set_index("lsoa21_code")[IDACI].reindex(ours.index),
            "tenth": ranks[tenth].reindex(ours.index),
        }
    )


@pytest.fixture(scope="module")
def folder(real_pack, tmp_path_factory):
    written = tmp_path_factory.mktemp("low-income")
    write_pack(real_pack, written)
    return str(written)


@pytest.fixture(scope="module")
def counted(real_pack):
    """The answer for just the ages that are counted."""
    question = default_question(real_pack, age_from=0, age_to=15)
    return measure_gaps(real_pack, question)


def said_by(command, folder, *options):
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        assert main([command, "--pack", folder, *options]) == 0
    return told.getvalue()


def test_the_published_counts_come_out_to_the_child(raw, counted):
    assert len(raw) == 516
    assert raw["children"].notna().sum() == 504
    assert raw["children"].sum() == 51_530
    assert counted.total["high_need_children"] == pytest.approx(51_530)
    assert counted.missing()["areas"] == 12
    by_team = raw.groupby("team")["children"].sum()
    places = counted.places.set_index("place")["high_need_children"]
    assert by_team["Huntingdon & St Ives"] == 3_660
    assert places.to_dict() == pytest.approx(by_team.to_dict())


def test_the_share_is_in_the_order_of_the_index(real_pack, raw):
    """Counted against children of another year, it ranks the neighbourhoods as IDACI does."""
    values = real_pack.indicator_values
    ours = values[values["indicator"] == "low_income_children"].set_index("place_id")
    ranks = values[values["indicator"] == "idaci_rank"].set_index("place_id")["value"]
    assert ours["value"].rank().corr(ranks[ours.index].rank()) < -0.96
    assert ours["value"].dropna().between(0, 100).all()
    assert ours["decile"].tolist() == raw["tenth"][ours.index].tolist()


def test_the_files_own_rate_is_their_share():
    """Twelve rows of File 7 as published, with the denominators that the whole file leaves out."""
    file = "deprivation/iod2025_file7_official_verbatim_sample_12rows.csv"
    rows = pd.read_csv(RAW_FOLDER / file).set_index("LSOA code (2021)")
    counts = pd.read_csv(RAW_FOLDER / "deprivation/iod2025_underlying_indicators_england.csv.gz")
    numerator = counts.set_index("lsoa21_code")[IDACI].reindex(rows.index)
    among = rows["Dependent Children aged 0-15: mid 2022"]
    rate = rows["Income Deprivation Affecting Children Index (IDACI) Score (rate)"]
    assert len(rows) == 12
    # To the nearest 5 children, and the rate is itself drawn a little towards its district's.
    assert (numerator - rate * among).abs().max() < 6


def test_one_teams_gap_is_every_postcode_beyond_every_door(real_pack, raw, counted):
    """Huntingdon & St Ives: no door there turns any of these ages away, so all ages are alike."""
    team = raw[raw["team"] == "Huntingdon & St Ives"]
    postcodes = pd.read_csv(RAW_FOLDER / "postcodes/area_postcodes_with_lsoa_derived.csv")
    here = postcodes[postcodes["lsoa21_code"].isin(team.index)].dropna(subset=["lat", "long"])
    points = gpd.points_from_xy(here["long"], here["lat"], crs="EPSG:4326").to_crs("EPSG:27700")
    service = real_pack.info.services[counted.question.service]
    open_doors = real_pack.assets[
        real_pack.assets["kind"].isin(service.kinds)
        & (real_pack.assets["status"] == "open")
        & ~real_pack.assets.geometry.is_empty
    ]
    apart = np.hypot(
        points.x[:, None] - open_doors.geometry.x.to_numpy(),
        points.y[:, None] - open_doors.geometry.y.to_numpy(),
    )
    beyond = pd.Series((apart > METRES_IN_20_MINUTES).all(axis=1), index=here["lsoa21_code"])
    shares = beyond.groupby(level=0).mean()
    gap = (team["children"] * shares.reindex(team.index)).sum()
    row = counted.places.set_index("place").loc["Huntingdon & St Ives"]
    assert row["turned_away_children"] == 0
    assert row["gap_children"] == pytest.approx(gap, rel=0.002)
    assert counted.place_sentence("eht-huntingdon-st-ives").startswith(
        f"In Huntingdon & St Ives, about {round(row['gap_children'], -1):,.0f} of 3,660 children "
        "aged 0–15 in low-income families are"
    )


@pytest.mark.parametrize("district", ["South Cambridgeshire", "Huntingdonshire", "Peterborough"])
def test_how_many_live_outside_the_most_deprived_neighbourhoods(real_pack, raw, district):
    rows = raw[raw["district"] == district]
    outside = rows["children"][rows["tenth"] > 3].sum() / rows["children"].sum()
    question = default_question(real_pack, age_from=0, age_to=15, place_kind="district")
    gaps = measure_gaps(real_pack, question)
    [place_id] = gaps.places.index[gaps.places["place"] == district]
    assert gaps.other_form(place_id).startswith(
        f"In {district}, {outside:.0%} of the children aged 0–15 in low-income families live "
        "outside the most deprived 30% of neighbourhoods."
    )
    assert gaps.other_form().startswith("57% of the children aged 0–15 in low-income families")
    if district == "South Cambridgeshire":
        assert f"{outside:.0%}" == "97%"


def test_page_document_file_and_commands_say_how_many_there_are(folder, tmp_path, monkeypatch):
    assert f"{TOTAL}; {LEFT_OUT}." in said_by("needs", folder)
    for command in ("gaps", "capacity", "ranks", "compare"):
        assert f"{TOTAL}; {LEFT_OUT}." in said_by(command, folder)
    rows = json.loads(said_by("gaps", folder, "--age", "0-15", "--format", "json"))
    assert sum(row["high_need_children"] for row in rows) == pytest.approx(51_530)
    monkeypatch.setenv("KNOW_YOUR_PATCH_PACK", folder)
    for page in ("map", "places", "data"):
        assert TOTAL in html.unescape(words(opened(page))), page
    told = html.unescape(words(opened("map", service="family-centres", need="low_income_children",
                                      age="0-15")))  # fmt: skip
    assert "of 51,530 children aged 0–15 in low-income families are" in told
    with contextlib.redirect_stdout(io.StringIO()):
        place = ["--place", "eht-wisbech", "--out", str(tmp_path)]
        assert mapping_main(["profile", "--pack", folder, *place]) == 0
        page = str(tmp_path / "map.html")
        assert mapping_main(["map", "--pack", folder, "--out", page]) == 0
    [path] = tmp_path.glob("*.pdf")
    printed = " ".join(each.extract_text() for each in PdfReader(path).pages)
    assert TOTAL in re.sub(r"\s+", " ", printed)
    assert TOTAL in html.unescape((tmp_path / "map.html").read_text("utf-8"))
