"""People by single year of age, in the layouts that the ONS has published them in."""

import pytest

from geodata.building.areas import count_people
from geodata.errors import DataError
from geodata.files import hearing
from geodata.log import BuildLog
from geodata.sources import ons
from tests.workbooks import make_workbook, rows_xml

AGES = range(91)
TITLES = (["Estimates by single year of age"], ["This worksheet contains one table."], [""])
# Sheet row 4 holds the headings of the estimates for 2021 areas.
HEADINGS = [
    *("LAD 2023 Code", "LAD 2023 Name", "LSOA 2021 Code", "LSOA 2021 Name", "Total"),
    *(f"{sex}{age}" for sex in "FM" for age in AGES),
]


def sheet(women, men, total=None):
    """A sheet of two areas, with so many women and men at every age."""
    rows = [
        ["E07000001", "Fenmarsh", f"E0100000{n}", f"Fenmarsh 00{n}A"]
        + [str(91 * (women + men) if total is None else total)]
        + [str(women)] * 91
        + [str(men)] * 91
        for n in (1, 2)
    ]
    return [*TITLES, HEADINGS, *rows]


def workbook(tmp_path, **sheets):
    path = tmp_path / "people.xlsx"
    xml = {
        name.replace("_", " ").replace("mid ", "Mid-"): rows_xml(rows)
        for name, rows in sheets.items()
    }
    path.write_bytes(make_workbook({"Cover sheet": rows_xml([["People", "x"]]), **xml}))
    return path


def test_women_and_men_are_added_up_in_the_latest_year(tmp_path):
    path = workbook(tmp_path, mid_2022_LSOA_2021=sheet(1, 2), mid_2024_LSOA_2021=sheet(3, 4))
    with hearing() as told:
        people = ons.read_people_by_age(path)
    assert list(people.index) == ["E01000001", "E01000002"]
    assert list(people.columns) == list(AGES)
    assert (people == 7).all(axis=None)
    assert any("Mid-2024 LSOA 2021" in line for line in told.repairs)


def test_the_recipe_may_choose_the_year(tmp_path):
    path = workbook(tmp_path, mid_2022_LSOA_2021=sheet(1, 2), mid_2024_LSOA_2021=sheet(3, 4))
    assert (ons.read_people_by_age(path, "2022") == 3).all(axis=None)
    with pytest.raises(DataError, match=r"sheets of 2022, 2024; expected one of mid-2023"):
        ons.read_people_by_age(path, "2023")


def test_the_layout_of_2011_areas_has_a_sheet_of_persons(tmp_path):
    headings = ["LSOA Code", "LSOA Name", "LA Code (2021 boundaries)", "All Ages"]
    rows = [
        *TITLES, [""], [*headings, *(str(age) for age in range(90)), "90+"],
        ["E01000001", "Fenmarsh 001A", "E07000001", "182", *["2"] * 91],
    ]  # fmt: skip
    path = workbook(tmp_path, mid_2020_Persons=rows, mid_2020_Males=rows)
    assert (ons.read_people_by_age(path) == 2).all(axis=None)


def test_a_sheet_saved_as_text_is_read_below_its_titles(tmp_path):
    path = tmp_path / "people.csv"
    rows = [[*row, *[""] * (len(HEADINGS) - len(row))] for row in sheet(1, 1)]
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", "utf-8")
    assert (ons.read_people_by_age(path) == 2).all(axis=None)


def test_ages_that_do_not_add_up_are_refused(tmp_path):
    path = workbook(tmp_path, mid_2022_LSOA_2021=sheet(1, 2, total=999))
    with pytest.raises(DataError) as raised:
        ons.read_people_by_age(path)
    [problem] = raised.value.problems
    assert problem.where.endswith("row 5, 6")
    assert problem.found == "273 people over all ages, and 999 under 'Total'"


def test_an_age_that_is_missing_is_named(tmp_path):
    rows = sheet(1, 2)
    rows[3] = [heading.replace("M17", "Men 17") for heading in rows[3]]
    with pytest.raises(DataError, match="no headings M17; expected one for each age"):
        ons.read_people_by_age(workbook(tmp_path, mid_2022_LSOA_2021=rows))


def test_people_of_todays_areas_are_not_moved(tmp_path):
    """What is counted by the codes of today stays, though a recipe name the changes of 2021."""
    people = ons.read_people_by_age(workbook(tmp_path, mid_2022_LSOA_2021=sheet(1, 2)))
    log = BuildLog()
    raw = {"people_by_age": people, "area_changes": None}
    assert (count_people(raw, people.index[:1], log) == 3).all(axis=None)
    assert log.notes == []
