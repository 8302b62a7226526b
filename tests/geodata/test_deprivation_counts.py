"""Children in low-income families, out of File 8 of the indices: counted, or not known."""

import gzip
import math

import pytest

from geodata.building.build import build_pack
from geodata.errors import DataError, RecipeError
from geodata.recipe import read_recipe
from geodata.sources.iod import read_deprivation
from geodata.sources.iod_counts import CAPPED, NOT_GIVEN, read_counts
from tests.geodata.small_recipe import AREAS, write_raw, write_recipe

PUBLISHED = (
    "LSOA code (2021)",
    "LSOA name (2021)",
    "Income Domain numerator",
    "Income Deprivation Affecting Children Index (IDACI) numerator",
    "Income Deprivation Affecting Older People Index (IDAOPI) numerator",
)
TIDIED = (
    "lsoa21_code",
    "lsoa21_name",
    "income_domain_numerator",
    "income_deprivation_affecting_children_index_idaci_numerator",
    "income_deprivation_affecting_older_people_index_idaopi_numerator",
)
CHILDREN = "Dependent Children aged 0-15: mid 2022"
FILE = """
[files.deprivation_counts]
paths = ["counts.csv"]
source = "made-up"

[files.libraries]
"""


def write_counts(path, counts, headings=PUBLISHED):
    lines = [",".join(headings), *(f"{key},A place,700,{n},650" for key, n in counts.items())]
    text = ("\n".join(lines) + "\n").encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def built(tmp_path, counts, among=None):
    """Build the small recipe with counts; `among` is written into File 7, as it is published."""
    recipe = write_recipe(tmp_path / "recipe")
    file = recipe / "recipe.toml" if recipe.is_dir() else recipe
    file.write_text(file.read_text("utf-8").replace("\n[files.libraries]\n", FILE, 1), "utf-8")
    raw = write_raw(tmp_path / "raw")
    write_counts(raw / "counts.csv", counts)
    if among:
        lines = (raw / "deprivation.csv").read_text("utf-8").splitlines()
        rows = [f"{line},{among[line.partition(',')[0]]}" for line in lines[1:]]
        whole = "\n".join([f"{lines[0]},{CHILDREN}", *rows])
        (raw / "deprivation.csv").write_text(whole + "\n", "utf-8")
    return build_pack(read_recipe(recipe), raw)


def rows_of(pack):
    values = pack.indicator_values
    return values[values["indicator"] == "low_income_children"].set_index("place_id")


@pytest.mark.parametrize("headings", [PUBLISHED, TIDIED], ids=["as published", "tidied"])
@pytest.mark.parametrize("name", ["counts.csv", "counts.csv.gz"])
def test_counts_are_read_as_published_and_as_passed_round(headings, name, tmp_path):
    """A blank is not known, and never none; what counts older people is another column."""
    counts = {"E01000001": "35.0", "E01000002": "", "E01000003": "0", "E01000004": '"1,095"'}
    found = read_counts(write_counts(tmp_path / name, counts, headings))
    assert found.tolist() == pytest.approx([35, math.nan, 0, 1095], nan_ok=True)
    assert list(found.index) == list(counts)


@pytest.mark.parametrize("cell", ["-5", "0.35"])
def test_what_is_no_count_is_refused_with_its_row(cell, tmp_path):
    path = write_counts(tmp_path / "counts.csv", {"E01000001": "20", "E01000002": cell})
    with pytest.raises(DataError, match=r"row 3.*a number of children"):
        read_counts(path)


def test_the_file_of_an_older_edition_is_refused(tmp_path):
    headings = ("LSOA code (2011)", *PUBLISHED[1:])
    with pytest.raises(DataError, match=r"LSOA code \(2021\)"):
        read_counts(write_counts(tmp_path / "counts.csv", {"E01000001": "20"}, headings))


def test_without_a_count_of_all_children_the_share_is_of_the_packs_own(tmp_path):
    """7 of each age were shared 2, 3, 2, … and 5, 4, 5, …; the other two have 10 of each age."""
    counts = dict(zip(AREAS, ("5", "", "0", "40"), strict=True))
    made = built(tmp_path, counts)
    rows = rows_of(made.pack)
    people = made.pack.areas[[f"people_{age}" for age in range(16)]].sum(axis=1)
    assert rows["denominator"].tolist() == people.tolist()
    assert rows["numerator"].tolist() == pytest.approx([5, math.nan, 0, 40], nan_ok=True)
    expected = [500 / people.iloc[0], math.nan, 0, 4000 / people.iloc[3]]
    assert rows["value"].tolist() == pytest.approx(expected, nan_ok=True)
    assert rows["decile"].tolist() == [1, 2, 3, 4]
    assert rows["note"].tolist()[1] == NOT_GIVEN
    indicator = made.pack.indicators["low_income_children"]
    assert (indicator.age_from, indicator.age_to) == (0, 15)
    assert indicator.whom == "in low-income families"
    assert indicator.standing == "estimated"
    assert "an estimate" in indicator.note
    [said] = [note for note in made.notes if "low-income" in note]
    assert "45, counted in 3 of 4 areas" in said


def test_a_count_of_all_children_makes_the_share_the_published_one(tmp_path):
    counts = dict(zip(AREAS, ("10", "20", "30", "50"), strict=True))
    among = dict(zip(AREAS, (40, 80, 300, 40), strict=True))
    made = built(tmp_path, counts, among)
    rows = rows_of(made.pack)
    assert rows["denominator"].tolist() == [40, 80, 300, 40]
    assert rows["value"].tolist() == [25, 25, 10, 100]  # no more than all
    assert rows["note"].tolist()[3] == CAPPED
    assert made.pack.indicators["low_income_children"].standing == "published"
    assert "an estimate" not in made.pack.indicators["low_income_children"].note


def test_one_area_without_a_count_of_all_children_makes_the_measure_an_estimate(tmp_path):
    counts = dict(zip(AREAS, ("10", "20", "30", "40"), strict=True))
    made = built(tmp_path, counts, dict(zip(AREAS, (40, "", 300, 400), strict=True)))
    own = made.pack.areas.loc["E01000002", [f"people_{age}" for age in range(16)]].sum()
    assert rows_of(made.pack)["denominator"].tolist() == [40, own, 300, 400]
    assert made.pack.indicators["low_income_children"].standing == "estimated"


def test_a_file_without_one_of_the_areas_is_refused(tmp_path):
    with pytest.raises(RecipeError, match="nothing for 1 areas, such as E01000004"):
        built(tmp_path, dict.fromkeys(list(AREAS)[:3], "5"))


def test_file_7_is_read_with_its_children_and_without(tmp_path):
    raw = write_raw(tmp_path / "raw")
    assert read_deprivation(raw / "deprivation.csv")["children_0_15"].isna().all()
