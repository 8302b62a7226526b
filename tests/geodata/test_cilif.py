"""Children in low-income families, in tables laid out as they are published."""

import math

import pandas as pd
import pytest

from geodata.errors import DataError
from geodata.sources import cilif
from tests.geodata.making import CODES, MADE_FROM, small_making

TITLE = (
    '\ufeff"Table 4: Number and Percentage of Children (aged under 16) living in Relative low '
    'income families, After Housing Costs, Ward, FYE 2024 to 2025, United Kingdom",,,,,,,\r\n'
    "Back to Contents,,,,,,,\r\nSource: ,,,,,,,\r\n"
)
WARDS = TITLE + (
    'Local Authority [note 2],Area Code,Ward [note 2],Area Code,"Number of children \nFYE 2024",'
    '"Number of children \nFYE 2025","Percentage of children \nFYE 2024\n(%)\n[note 3]",'
    '"Percentage of children \nFYE 2025\n(%)\n[note 3]"\r\n'
    ',,United Kingdom [note 4],K02000001,"3,296,672","3,269,339",26.3%,26.0%\r\n'
    'Fenmarsh,E07000001,Reedham,E05000001,"1,506",488,34.3%,32.6%\r\n'
    "Fenmarsh,E07000001,Dykeside,E05000002,[low],5,[x],[x]\r\n"
    "Fenmarsh,E07000001,Holm Fen,E05000099,60,61,10.0%,10.1%\r\n"
    "Elsewhere,E07000009,Elsewhere,E05000098,60,61,10.0%,10.1%\r\n"
    ",,,,,,,\r\n,,,,,,,\r\n"
)
AUTHORITIES = (
    TITLE.replace("Table 4", "Table 2").replace("Ward", "Local Authority")
    + 'Local Authority [note 2],Area Code,"Number of children FYE 2025 [p]",'
    + '"Percentage of children FYE 2025 (%)",,\r\n'
    + "Fenmarsh,E07000001,900,20.5%,,\r\nHolm,E06000001,0,0.0%,,\r\n"
)


def read(tmp_path, text):
    path = tmp_path / "low_income.csv"
    path.write_bytes(text.encode("utf-8"))
    return cilif.read_low_income(path)


def make(figures, **changes):
    making = small_making("low_income_families", **changes)
    catalogue, values = cilif.make_indicators(figures, making)
    keys = ["indicator", "place_id", "period"]
    return catalogue, values.set_index(keys).sort_index(), making.log.notes


def test_both_years_of_wards_are_read_below_the_title(tmp_path):
    catalogue, values, _ = make(read(tmp_path, WARDS))
    share, count = "low_income_children_ahc_ward_pct", "low_income_children_ahc_ward_count"
    assert values.loc[(share, "E05000001", "2023/24"), ["value", "numerator"]].tolist() == [
        34.3,
        1506,
    ]
    assert values.loc[(share, "E05000001", "2024/25"), ["value", "numerator"]].tolist() == [
        32.6,
        488,
    ]
    assert values.loc[(count, "E05000001", "2023/24"), "value"] == 1506
    assert values.loc[(share, "K02000001", "2024/25"), "value"] == 26.0
    described = catalogue[share]
    assert described.label == (
        "Children aged 0 to 15 in families with relative low income, after housing costs"
    )
    assert (described.form, described.per, described.unit) == (
        "share", 100, "% of children aged 0 to 15",
    )  # fmt: skip
    assert (described.geography, described.period, described.spread_over) == (
        "ward", "2024/25", "nothing",
    )  # fmt: skip
    assert (catalogue[count].form, catalogue[count].unit) == ("count", "children")
    assert {each.worse_when for each in catalogue.values()} == {"higher"}
    assert not any(each.sensitive for each in catalogue.values())


def test_small_numbers_are_missing_with_their_reason_and_never_zero(tmp_path):
    _, values, _ = make(read(tmp_path, WARDS))
    share, count = "low_income_children_ahc_ward_pct", "low_income_children_ahc_ward_count"
    low = values.loc[(count, "E05000002", "2023/24")]
    assert math.isnan(low["value"])
    assert low["note"] == "not published: a small number"
    assert values.loc[(count, "E05000002", "2024/25"), "value"] == 5
    assert pd.isna(values.loc[(count, "E05000002", "2024/25"), "note"])
    assert values.loc[(share, "E05000002", "2024/25"), "note"] == "not available"


def test_figures_of_authorities_go_by_the_packs_own_ids(tmp_path):
    catalogue, values, _ = make(read(tmp_path, AUTHORITIES))
    share = "low_income_children_ahc_district_pct"
    assert catalogue[share].geography == "district"
    assert values.loc[(share, "district-holm", "2024/25"), "value"] == 0
    assert values.loc[(share, "E07000001", "2024/25"), "note"] == "provisional"


def test_codes_of_another_year_are_told_and_never_matched_by_name(tmp_path):
    catalogue, values, notes = make(read(tmp_path, WARDS))
    assert "Wards of the pack in the table of low-income families: 2 of 3." in notes
    assert (
        "Wards of these districts in that table under codes the pack does not have (Holm Fen), "
        "left out: 1." in notes
    )
    described = catalogue["low_income_children_ahc_ward_pct"]
    assert "1 of 3 wards has no figure: the table names others here" in described.note
    rows = read(tmp_path, WARDS)
    catalogue, _, _ = make(rows[rows["name"] != "Holm Fen"])
    said = catalogue["low_income_children_ahc_ward_pct"].note
    assert "another year" not in said
    assert "1 of 3 wards has no figure: the table has no row for it" in said
    places = set(values.index.get_level_values("place_id"))
    assert places == {"E05000001", "E05000002", "K02000001"}  # nothing of elsewhere
    whole = {**CODES, "ward": {"E05000001": "E05000001", "E05000002": "E05000002"}}
    catalogue, _, _ = make(read(tmp_path, WARDS), codes=whole)
    assert catalogue["low_income_children_ahc_ward_pct"].note == ""


def test_both_tables_together_and_a_pack_without_wards(tmp_path):
    both = pd.concat([read(tmp_path, WARDS), read(tmp_path, AUTHORITIES)])
    assert len(make(both)[0]) == 4
    kinds = {kind: made for kind, made in MADE_FROM.items() if made != "wards"}
    catalogue, _, notes = make(both, made_from=kinds)
    assert set(catalogue) == {
        "low_income_children_ahc_district_pct", "low_income_children_ahc_district_count",
    }  # fmt: skip
    assert "Low-income figures of wards, which the pack lacks: 10." in notes


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("Relative low", "Absolute low"), "absolute_low_income_children_ahc_ward_pct"),
        (("After Housing", "Before Housing"), "low_income_children_bhc_ward_pct"),
    ],
)
def test_the_title_says_which_measure_it_is(tmp_path, words, key):
    assert key in make(read(tmp_path, WARDS.replace(*words)))[0]


def test_a_table_without_its_title_is_not_guessed_at(tmp_path):
    with pytest.raises(DataError, match="no title that says which measure the table holds"):
        read(tmp_path, WARDS[len(TITLE) :])


def test_a_year_without_both_columns_is_refused(tmp_path):
    text = AUTHORITIES.replace("Percentage of children", "Share of children")
    with pytest.raises(DataError, match="no year with both its number and its percentage"):
        read(tmp_path, text)
