"""The Early Years Foundation Stage Profile, in both namings."""

import pytest

from geodata.errors import DataError
from geodata.sources import dfe
from tests.geodata.making import MADE_FROM, small_making

OLD = (
    "geographic_level,country_code,new_la_code,time_period,gender,gld_percent,gld_number,"
    "number_of_children,comm_lang_lit_number,comm_lang_lit_percent\n"
    "National,E92000001, ,201819,Total,71.8,458847,638995,463869,72.6\n"
    "Regional,E92000001,,201819,Total,70,1,1,1,1\n"
    "Local authority,E92000001,E06000001,201819,Total,71.4,5063,7092,5100,71.9\n"
    "Local Authority,E92000001,E06000001,201819,Girls,78,1,1,1,1\n"
    "Local Authority,E92000001,E06000001,201718,Total,70.0,1,1,1,69\n"
)
# As published since 2022: other headings, a row for each background, figures of districts.
NEW = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,new_la_code,la_name,lad_code,lad_name,characteristic,"
    "characteristic_type,gender,children_number,average_elgs,elg_number,elg_percentage,"
    "comm_lang_lit_number,comm_lang_lit_percentage,gld_number,gld_percentage\n"
    "202122,Academic year,National,E92000001,England,,,,,,,,Total,Total,Total,622583,14.1,394514,"
    "63.4,417453,67.1,405723,65.2\n"
    "202122,Academic year,National,E92000001,England,,,,,,,,Gender,Boys,Boys,1,1,1,1,1,1,1,1\n"
    "202122,Academic year,Local authority,E92000001,England,,,1,E06000001,Holm,,,Total,Total,"
    "Total,100,14,60,60,64,64.0,62,62.0\n"
    "202122,Academic year,Local authority,E92000001,England,,,1,E06000001,Holm,,,FSM,Eligible,"
    "Total,10,1,1,1,1,1,1,1\n"
    "202122,Academic year,Local authority district,E92000001,England,,,1,E06000001,Holm,E06000001,"
    "Holm,Total,Total,Total,100,14,60,60,64,64.0,62,62.0\n"
    "202122,Academic year,Local authority district,E92000001,England,,,2,E10000001,Fenshire,"
    "E07000001,Fenmarsh,Total,Total,Total,z,z,z,z,z,z,z,z\n"
    "202021,Academic year,National,E92000001,England,,,,,,,,Total,Total,Total,b,b,b,b,b,b,b,b\n"
)
# Broken down in columns of their own, as in the newest files.
APART = (
    "time_period,geographic_level,country_code,new_la_code,sex,fsm_status,sen_provision,"
    "number_of_children,gld_number,gld_percent\n"
    "202324,Local authority,E92000001,E06000001,Total,Total,Total,200,130,65.0\n"
    "202324,Local authority,E92000001,E06000001,Total,FSM eligible,Total,40,20,50.0\n"
    "202324,Local authority,E92000001,E06000001,Total,Not known to be FSM eligible,Total,1,1,1\n"
    "202324,Local authority,E92000001,E06000001,Total,Total,SEN support,1,1,1\n"
    "202324,Local authority,E92000001,E06000001,Total,FSM eligible,SEN support,1,1,1\n"
    "202324,Local authority,E92000001,E06000001,Female,FSM eligible,Total,1,1,1\n"
)
GOOD, LANGUAGE = "good_level_of_development", "communication_language_literacy"


def read(tmp_path, text):
    path = tmp_path / "profile.csv"
    path.write_text(text, "utf-8")
    return dfe.read_early_years_profile(path)


def of(values, key):
    rows = values[values["indicator"] == key]
    return rows[["place_id", "period", "value", "numerator", "denominator"]].values.tolist()


def test_the_old_naming_gives_everyone_together_in_authorities_and_england(tmp_path):
    values = read(tmp_path, OLD)
    assert of(values, f"{GOOD}_pct") == [
        ["E06000001", "2017/18", 70.0, 1, 1],
        ["E06000001", "2018/19", 71.4, 5063, 7092],
        ["E92000001", "2018/19", 71.8, 458847, 638995],
    ]
    assert of(values, f"{LANGUAGE}_pct")[-1] == ["E92000001", "2018/19", 72.6, 463869, 638995]


def test_the_new_naming_gives_measures_of_their_own(tmp_path):
    values = read(tmp_path, NEW)
    assert set(values["indicator"]) == {
        *(f"{stem}_pct" for stem in (f"{GOOD}", f"{LANGUAGE}")),  # the break of 2020/21
        *(f"{stem}_from_2022_pct" for stem in (GOOD, LANGUAGE)),
        *(f"{stem}_from_2022_district_pct" for stem in (GOOD, LANGUAGE)),
        *(f"{stem}_free_meals_from_2022_pct" for stem in (GOOD, LANGUAGE)),
    }
    assert of(values, f"{GOOD}_from_2022_pct") == [
        ["E06000001", "2021/22", 62.0, 62, 100],
        ["E92000001", "2021/22", 65.2, 405723, 622583],
    ]
    assert of(values, f"{LANGUAGE}_from_2022_pct")[0][2:] == [64.0, 64, 100]


def test_a_mark_is_missing_with_its_reason(tmp_path):
    values = read(tmp_path, NEW).set_index(["indicator", "place_id"])
    fenmarsh = values.loc[(f"{GOOD}_from_2022_district_pct", "E07000001")]
    assert fenmarsh["value"] != fenmarsh["value"]
    assert fenmarsh["note"] == "does not apply"
    assert (
        values.loc[(f"{GOOD}_pct", "E92000001"), "note"] == "not published: a break in the series"
    )


def test_districts_and_authorities_go_by_the_packs_own_ids(tmp_path):
    making = small_making("early_years_profile")
    catalogue, values = dfe.make_indicators(read(tmp_path, NEW), making)
    by_key = values.groupby("indicator")["place_id"].agg(set).to_dict()
    assert by_key[f"{GOOD}_from_2022_pct"] == {"E06000001", "E92000001"}
    assert by_key[f"{GOOD}_from_2022_district_pct"] == {"district-holm", "E07000001"}
    described = catalogue[f"{GOOD}_from_2022_district_pct"]
    assert (described.geography, described.period) == ("district", "2021/22")
    assert "not to be compared with earlier years" in described.note
    assert "where the school or setting is" in described.note
    # Years for which nothing was published make no measure.
    assert f"{GOOD}_pct" not in catalogue
    old, _ = dfe.make_indicators(read(tmp_path, OLD), making)
    assert old[f"{GOOD}_pct"].note == ""


def test_figures_of_places_that_the_pack_lacks_are_counted_and_left_out(tmp_path):
    kinds = {kind: made for kind, made in MADE_FROM.items() if made != "districts"}
    making = small_making("early_years_profile", made_from=kinds)
    catalogue, values = dfe.make_indicators(read(tmp_path, NEW), making)
    assert not [key for key in catalogue if "district" in key]
    assert values["indicator"].isin(catalogue).all()
    assert "Early-years figures of districts, which the pack lacks: 2." in making.log.notes


def test_the_period_is_of_the_latest_figure_there_is(tmp_path):
    text = OLD + "National,E92000001,,201920,Total,b,b,b,b,b\n"
    assert dfe.latest_period(read(tmp_path, text)) == "2018/19"


def test_another_table_is_refused_with_what_was_looked_for(tmp_path):
    text = NEW.replace("gld_percentage", "gld_pc")
    with pytest.raises(DataError, match=r"no heading .gld_percent.; the nearest is .* or .gld_pc."):
        read(tmp_path, text)


def test_free_school_meals_are_a_measure_of_their_own(tmp_path):
    values = read(tmp_path, APART).set_index("indicator")
    assert sorted(values.index) == [f"{GOOD}_free_meals_from_2022_pct", f"{GOOD}_from_2022_pct"]
    assert values.loc[f"{GOOD}_from_2022_pct", "value"] == 65
    assert values.loc[f"{GOOD}_free_meals_from_2022_pct", "value"] == 50
    assert values.loc[f"{GOOD}_free_meals_from_2022_pct", "denominator"] == 40


def test_free_school_meals_in_columns_of_characteristics(tmp_path):
    values = read(tmp_path, NEW)
    free = values[values["indicator"].str.contains("free_meals")]
    assert sorted(free["indicator"]) == [
        f"{LANGUAGE}_free_meals_from_2022_pct",
        f"{GOOD}_free_meals_from_2022_pct",
    ]
    assert set(free["place_id"]) == {"E06000001"}
    catalogue, _ = dfe.make_indicators(values, small_making(made_from=MADE_FROM))
    said = catalogue[f"{GOOD}_free_meals_from_2022_pct"].label
    assert said.endswith("of children eligible for free school meals")
