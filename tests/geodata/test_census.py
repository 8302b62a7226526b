"""The Census in the layouts it is handed out in, small and made up."""

import math

import pandas as pd
import pytest

from geodata.building.areas import weigh_origins
from geodata.errors import DataError
from geodata.log import BuildLog
from geodata.sources import census
from geodata.sources.census_topics import AGES, DISABILITY, ENGLISH_SPOKEN, ETHNICITY, TENURE
from tests.geodata.making import MADE_FROM, small_making

BULK = (
    "date,geography,geography code,Disability: Total: All usual residents,"
    "Disability: Disabled under the Equality Act,"
    "Disability: Disabled under the Equality Act: Day-to-day activities limited a lot,"
    "Disability: Not disabled under the Equality Act\n"
    "2021,Fenmarsh 001A,E01000001,1000,200,50,800\n"
    "2021,Fenmarsh 001B,E01000002,0,0,0,0\n"
    "2021,Elsewhere 001A,E01009999,1000,500,50,500\n"
)
OLDER_BULK = BULK.replace("Act,", "Act; measures: Value,").replace("lot,", "lot; measures: Value,")
TIDY = (
    "lsoa21_code,total_residents,Disabled under the Equality Act,"
    "Not disabled under the Equality Act\n"
    "E01000001,1000,200,800\nE01000002,0,0,0\nE01009999,1000,500,500\n"
)
TIDY_LONG = (
    "lsoa21_code,disability,n,total_residents,prop\n"
    "E01000001,Disabled under the Equality Act,200,1000,0.2\n"
    "E01000001,Not disabled under the Equality Act,800,1000,0.8\n"
    "E01000002,Disabled under the Equality Act,0,0,\n"
    "E01000002,Not disabled under the Equality Act,0,0,\n"
    "E01009999,Disabled under the Equality Act,500,1000,0.5\n"
)
INTERFACE = (
    '"DATE","GEOGRAPHY_NAME","GEOGRAPHY_CODE","C2021_DISABILITY_5","C2021_DISABILITY_5_NAME",'
    '"MEASURES_NAME","OBS_VALUE","OBS_STATUS","RECORD_COUNT"\n'
    + "".join(
        f'2021,"x","{code}",{n},"{name}","{measure}",{value},"A",18\n'
        for code, total, disabled in (
            ("E01000001", 1000, 200), ("E01000002", 0, 0), ("E01009999", 1000, 500),
        )
        for n, name, count in (
            (0, "Total: All usual residents", total),
            (1001, "Disabled under the Equality Act", disabled),
        )
        for measure, value in (("Value", count), ("Percent", 20))
    )
)  # fmt: skip
CUSTOM = (
    "Lower layer Super Output Areas Code,Lower layer Super Output Areas,"
    "Disability - Equality act disabled (2 categories) Code,"
    "Disability - Equality act disabled (2 categories),Observation\n"
    "E01000001,a,1,Disabled under the Equality Act,200\n"
    "E01000001,a,2,Not disabled under the Equality Act,800\n"
    "E01000002,b,1,Disabled under the Equality Act,0\n"
    "E01000002,b,2,Not disabled under the Equality Act,0\n"
    "E01009999,c,1,Disabled under the Equality Act,500\n"
    "E01009999,c,2,Not disabled under the Equality Act,500\n"
)


def read(tmp_path, text, topic):
    path = tmp_path / "census.csv"
    path.write_text(text, "utf-8")
    return census.read_counts(path, topic)


def make(tmp_path, text, topic, **changes):
    making = small_making(topic.role, **changes)
    catalogue, values = census.make_indicators(read(tmp_path, text, topic), making, topic)
    return catalogue, values.set_index(["indicator", "place_id"]), making.log.notes


@pytest.mark.parametrize("text", [BULK, OLDER_BULK, TIDY, TIDY_LONG, INTERFACE, CUSTOM])
def test_every_layout_says_the_same(tmp_path, text):
    catalogue, values, notes = make(tmp_path, text, DISABILITY)
    row = values.loc[("census_disabled_pct", "E01000001")]
    assert row[["value", "numerator", "denominator"]].tolist() == [20, 200, 1000]
    empty = values.loc[("census_disabled_pct", "E01000002")]
    assert math.isnan(empty["value"])
    assert empty["note"] == "nobody was counted there"
    [described] = catalogue.values()
    assert (described.geography, described.worse_when) == ("area", "higher")
    assert (described.form, described.per, described.period) == ("share", 100, "March 2021")
    assert not described.sensitive
    # One of three areas is not in the file, and of one nothing can be said.
    assert any("without a Census figure" in note and note.endswith(": 2.") for note in notes)


def test_ages_are_read_by_their_codes_where_names_were_not_asked_for(tmp_path):
    text = "GEOGRAPHY_CODE,C2021_AGE_19,OBS_VALUE\n" + "".join(
        f"E01000001,{code},{60 if code == 0 else 5 if code < 5 else 3}\n" for code in range(19)
    )
    catalogue, values, _ = make(tmp_path, text, AGES)
    assert set(catalogue) == {f"census_age_{band}_pct" for band in ("0_4", "5_9", "10_14", "15_19")}
    found = values.loc[("census_age_0_4_pct", "E01000001")]
    assert found[["numerator", "denominator"]].tolist() == [5, 60]


def test_other_tables_need_the_names_of_their_categories(tmp_path):
    with pytest.raises(DataError, match="Ask Nomis for the names too"):
        read(tmp_path, "GEOGRAPHY_CODE,C2021_TENURE_9,OBS_VALUE\nE01000001,1,5\n", TENURE)


def test_the_six_bands_have_no_total_and_are_added_up(tmp_path):
    names = (
        "Aged 15 years and under,Aged 16 to 24 years,Aged 25 to 34 years,"
        "Aged 35 to 49 years,Aged 50 to 64 years,Aged 65 years and over"
    )
    text = f"lsoa21_code,lsoa21_name,{names}\nE01000001,a,125.0,110.0,291.0,336.0,245.0,370.0\n"
    _, values, _ = make(tmp_path, text, AGES)
    child = values.loc[("census_age_0_15_pct", "E01000001")]
    assert child[["numerator", "denominator"]].tolist() == [125, 1477]


@pytest.mark.parametrize(
    "headings",
    [
        "Tenure of household: Total: All households,Tenure of household: Owned,"
        "Tenure of household: Social rented,Tenure of household: Private rented,"
        "Tenure of household: Lives rent free",
        "total_households,Owned: Owns outright,"
        "Social rented: Rents from council or Local Authority,"
        "Private rented: Other private rented,"
        "Owned: Owns with a mortgage or loan,Social rented: Other social rented,"
        "Private rented: Private landlord or letting agency,Lives rent free",
    ],
)
def test_tenure_is_of_households_and_has_no_worse_end(tmp_path, headings):
    counts = "100,60,25,10,5" if headings.startswith("Tenure") else "100,40,20,3,20,5,7,5"
    text = f"geography code,{headings}\nE01000001,{counts}\n"
    catalogue, values, _ = make(tmp_path, text, TENURE)
    shares = values.xs("E01000001", level="place_id")["value"].to_dict()
    assert shares == {
        "census_owned_home_pct": 60,
        "census_social_rented_pct": 25,
        "census_private_rented_pct": 10,
    }
    assert {each.worse_when for each in catalogue.values()} == {"neither"}
    assert {each.unit for each in catalogue.values()} == {"% of households"}


LANGUAGE = "Main language is not English (English or Welsh in Wales)"
PROFICIENCY = (
    f"msoa21_code,Main language is English (English or Welsh in Wales),{LANGUAGE},"
    f"{LANGUAGE}: Cannot speak English well,{LANGUAGE}: Cannot speak English,"
    "Proportion who cannot speak English (well)\n"
    "E02000001,800,200,40,10,0.05\nE92000001,90,10,1,1,0.02\n"
)


def test_what_is_of_middle_areas_stays_on_them(tmp_path):
    catalogue, values, _ = make(tmp_path, PROFICIENCY, ENGLISH_SPOKEN)
    key = "census_little_english_msoa_pct"
    assert catalogue[key].geography == "msoa"
    assert values.loc[(key, "E02000001"), "value"] == 5
    assert values.loc[(key, "E92000001"), "value"] == 2  # the comparator


def test_a_pack_without_middle_areas_refuses_figures_of_them(tmp_path):
    kinds = {kind: made for kind, made in MADE_FROM.items() if made != "middle areas"}
    with pytest.raises(DataError, match="no figure that belongs to a place of this pack"):
        make(tmp_path, PROFICIENCY, ENGLISH_SPOKEN, made_from=kinds)


def test_figures_of_districts_go_by_the_packs_own_ids(tmp_path):
    text = TIDY.replace("lsoa21_code", "geography code").replace("E01000001", "E06000001")
    _, values, _ = make(tmp_path, text, DISABILITY)
    assert values.loc[("census_disabled_district_pct", "district-holm"), "value"] == 20


def test_ethnic_groups_are_the_groups_not_their_parts(tmp_path):
    groups = {
        "Asian, Asian British or Asian Welsh": 158,
        "Black, Black British, Black Welsh, Caribbean or African": 11,
        "Mixed or Multiple ethnic groups": 56,
        "Other ethnic group": 68,
        "White": 1181,
    }
    names = ["Total: All usual residents", *groups, "White: Irish"]
    headings = ",".join(f'"Ethnic group: {name}"' for name in names)
    counts = ",".join(map(str, [1474, *groups.values(), 30]))
    text = f"date,geography,geography code,{headings}\n2021,a,E01000001,{counts}\n"
    catalogue, values, _ = make(tmp_path, text, ETHNICITY)
    assert values["numerator"].sum() == 1474
    assert {each.worse_when for each in catalogue.values()} == {"neither"}


def test_a_missing_part_makes_the_share_missing(tmp_path):
    text = "lsoa21_code,total_households,Owned\nE01000001,100,\nE01000002,100,0\n"
    _, values, _ = make(tmp_path, text, TENURE)
    assert values["value"].isna().tolist() == [True, False]


def test_pages_of_one_table_are_joined_and_their_overlap_counted_once(tmp_path):
    pages = [read(tmp_path, INTERFACE, DISABILITY) for _ in range(2)]
    making = small_making("census_disability")
    _, values = census.make_indicators(pd.concat(pages), making, DISABILITY)
    assert values["numerator"].tolist() == [200, 0]


def test_two_counts_of_one_category_are_refused(tmp_path):
    both = [read(tmp_path, text, DISABILITY) for text in (TIDY, TIDY.replace("200", "201"))]
    with pytest.raises(DataError, match="two counts of 'disabled under the equality act'"):
        census.make_indicators(pd.concat(both), small_making("census_disability"), DISABILITY)


def test_another_table_is_refused_with_what_it_holds(tmp_path):
    with pytest.raises(DataError, match="categories 'total_residents', 'disabled") as raised:
        read(tmp_path, TIDY, TENURE)
    assert "Census 2021: tenure of households (TS054), such as 'owned'" in str(raised.value)


def test_headcounts_of_a_postcode_are_of_both_sexes(tmp_path):
    path = tmp_path / "pcd_p001.csv"
    path.write_text(
        "Postcode,Sex (2 categories) Code,Sex (2 categories),Count\n"
        "PE1 1AA,1,Female,11\nPE1 1AA,2,Male,8\nPE1 1AB,1,Female,3\nnowhere,1,Female,9\n",
        "utf-8",
    )
    assert census.read_headcounts(path).to_dict() == {"PE1 1AA": 19, "PE1 1AB": 3}


def test_starting_points_weigh_as_many_as_were_counted_there():
    origins = pd.DataFrame(
        {"area_id": ["a", "a", "a", "b", "b"]}, index=["A1", "A2", "A3", "B1", "B2"]
    )
    log = BuildLog()
    people = pd.Series({"A1": 30, "A2": 10, "C1": 99})
    weighed = weigh_origins(origins, people, log)
    assert weighed["weight"].to_dict() == {"A1": 0.75, "A2": 0.25, "B1": 0.5, "B2": 0.5}
    assert log.notes == [
        "Starting points are weighed by the 40 people counted at 2 postcodes of the pack.",
        "Postcodes where nobody was counted, left out of the starting points: 1.",
        "Areas where nobody was counted at any postcode, whose postcodes count the same: 1.",
    ]
