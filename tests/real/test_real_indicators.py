"""Indicators at their own geography on the real pack, digit by digit as they are published."""

import csv
import gzip

import numpy as np
import pytest

from layers.compare.comparison import measure_comparison
from layers.compare.history import measure_history
from layers.hotspots.clusters import find_hotspots
from layers.indicators.asking import Shown
from layers.indicators.colouring import measure_colouring
from layers.indicators.figures import drawable_indicators, shape_words
from layers.question.question import default_question
from tests.conftest import RAW_FOLDER

pytestmark = pytest.mark.real

WARDS = "children_low_income/CILIF_Table4_AHC_Relative_Ward_FYE2024_2025_UK.csv"
ENGLISH = "census2021/census2021_proficiency_msoa21_EW.csv"
DISABILITY = "census2021/census2021_disability_lsoa21_EW.csv.gz"
CILIF = "low_income_children_ahc_ward"


def rows_of(name):
    path = RAW_FOLDER / name
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def figures(pack, key, period=""):
    return measure_colouring(pack, Shown(indicator=key, period=period)).figures.rows


def test_every_ward_has_the_two_years_that_are_published_for_it(real_pack):
    printed = {row[3]: row[4:8] for row in rows_of(WARDS) if len(row) > 7 and row[3][:3] == "E05"}
    for at, period in enumerate(("2023/24", "2024/25")):
        counts, shares = (figures(real_pack, f"{CILIF}_{of}", period) for of in ("count", "pct"))
        assert len(counts) == 120
        for ward in counts.index:
            count, share = printed[ward][at], printed[ward][2 + at]
            assert f"{counts.loc[ward, 'value']:,.0f}" == count
            assert f"{shares.loc[ward, 'value']:.1f}%" == share
    assert printed["E05010817"] == ["1,865", "1,747", "60.1%", "55.0%"]  # North, Peterborough


def test_the_ward_with_most_and_least_are_named(real_pack):
    found = measure_colouring(real_pack, Shown(indicator=f"{CILIF}_pct"))
    assert found.sentence() == (
        "Children aged 0 to 15 in families with relative low income, after housing costs, "
        "2024/25, by ward: from 55% in North (Peterborough) to 3.2% in Newnham (Cambridge), "
        "among 120 wards."
    )
    assert sum(shade.shapes for shade in found.shades) == 120
    assert max(shade.shapes for shade in found.shades) <= 26


def test_proficiency_in_english_is_its_counts_in_each_middle_layer_area(real_pack):
    head, *rows = rows_of(ENGLISH)
    printed = {row[0]: dict(zip(head[1:], map(float, row[1:]), strict=True)) for row in rows}
    own = "Main language is {}English (English or Welsh in Wales)"
    cannot = own.format("not ") + ": Cannot speak English"
    found = figures(real_pack, "census_little_english_msoa_pct")
    assert len(found) == 98
    for key, row in found.iterrows():
        cells = printed[key]
        little = cells[cannot] + cells[f"{cannot} well"]
        everyone = cells[own.format("")] + cells[own.format("not ")]
        assert (row["numerator"], row["denominator"]) == (little, everyone)
        assert row["value"] == pytest.approx(100 * little / everyone)
    assert found.loc["E02003250", "numerator"] == 1274 + 237
    compared = measure_comparison(real_pack, "census_little_english_msoa_pct")
    assert compared.comparator_id == "all"
    assert compared.comparator == pytest.approx(
        100 * found["numerator"].sum() / found["denominator"].sum()
    )


def test_disability_is_of_every_neighbourhood(real_pack):
    printed = {row[0]: row for row in rows_of(DISABILITY)[1:]}
    found = figures(real_pack, "census_disabled_pct")
    assert list(found.index) == list(real_pack.areas.index)
    assert found["value"].notna().all()
    for name, column in (("denominator", 1), ("numerator", 2)):
        assert found[name].tolist() == [float(printed[key][column]) for key in found.index]
    assert np.allclose(found["value"], 100 * found["numerator"] / found["denominator"])


def test_every_indicator_can_be_drawn_and_says_how_much_of_it_is_held(real_pack):
    for key, indicator in drawable_indicators(real_pack).items():
        found = measure_colouring(real_pack, Shown(indicator=key))
        assert shape_words(real_pack, indicator.geography)[0] in found.sentence()
        unknown = int(found.figures.rows["value"].isna().sum())
        assert sum(found.missing().values()) == unknown
        assert sum(shade.shapes for shade in found.shades) == len(found.figures.rows)
        for note in (*found.notes(), found.sentence()):
            assert "nan" not in note.casefold().split()


def test_wards_alike_stand_together_and_two_authorities_are_too_few(real_pack):
    question = default_question(real_pack)
    found = find_hotspots(real_pack, question, "indicator", shown=Shown(indicator=f"{CILIF}_pct"))
    assert found.plural == "wards"
    assert found.judged == 120
    named = set(found.areas.loc[found.areas["code"] == 0, "name"])
    assert "North" in named
    assert found.areas.loc["E05010817", "value"] == 55


def test_wisbech_has_no_value_and_its_project_no_dates(real_pack):
    for key in ("good_level_of_development_pct", "communication_language_literacy_pct"):
        found = measure_history(real_pack, key, "eht-wisbech")
        assert found.place == "Cambridgeshire"
        assert "No figure is published for Wisbech" in found.sentence()
        assert len(found.spans) == 2
        assert not any(span.is_dated for span in found.spans)
        assert "does not show that it moved it" in " ".join(found.notes())
