"""Codes of small areas: shape, kind and year, each slip told with its rows."""

import pandas as pd
import pytest
from pandas import DataFrame

from geodata.errors import DataError
from geodata.files import hearing, keep_areas
from geodata.files.codes import Vintages, check_vintage

CHANGES = DataFrame(
    [
        ("E01000001", "E01033769", "S"),
        ("E01000001", "E01033770", "S"),
        ("E01000002", "E01033771", "M"),
        ("E01000003", "E01033771", "M"),
        ("E01000004", "E01000004", "U"),
        ("E01000005", "E01033772", "X"),
        ("W01000001", "W01000001", "U"),
    ],
    columns=["old_id", "area_id", "change"],
)


def table(*codes):
    return DataFrame({"code": list(codes), "n": range(len(codes))}, index=range(2, 2 + len(codes)))


def kept(*codes):
    with hearing() as told:
        rows = keep_areas(table(*codes), "code", "t.csv")
    return rows, told.warnings


def test_sound_codes_are_left_as_they_are():
    rows, warnings = kept("E01000001", "W01000001")
    assert rows["code"].tolist() == ["E01000001", "W01000001"]
    assert warnings == []


@pytest.mark.parametrize(
    "written", ["e01000001", "E01 000 001", "\ufeffE01000001", "E01000001\u00a0"]
)
def test_a_code_is_read_in_spite_of_its_spelling_and_told(written):
    rows, [warning] = kept("E01000002", written)
    assert rows["code"].tolist() == ["E01000002", "E01000001"]
    assert "row 3" in warning


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("E02000001", "a middle-layer area"), ("E06000001", "a unitary authority"),
        ("S01006506", "a data zone of Scotland"), ("E92000001", "England"), ("Total", "a total"),
        ("", "a total, or no area"), ("England", "a total"), ("E05000001", "a ward"),
        ("K04000001", "England and Wales"), ("Grand total", "a total"),
        ("J99000001", "another kind"),
    ],
)  # fmt: skip
def test_other_places_and_totals_are_left_out_and_told(written, said):
    rows, [warning] = kept("E01000001", written, "E01000002")
    assert rows.index.tolist() == [2, 4]
    assert "row 3" in warning
    assert said in warning


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("EO1000001", "a letter in place of a digit"), ("E0I000001", "a letter in place of"),
        ("E0100000", "too short"), ("E01", "too short"), ("E010000011", "too long"),
        ("E01000001A", "too long"), ("1.00E+07", "turned into a number"),
        ("1E+06", "turned into a number"), ("01000001", "without its letter"),
        ("1000001", "without its letter"), ("Hartlepool 009A", "the name of an area"),
        ("King's Lynn 9A", "the name of an area"), ("nonsense", "no code of a small area"),
    ],
)  # fmt: skip
def test_a_code_that_cannot_be_read_is_refused_by_row(written, said):
    with pytest.raises(DataError) as caught:
        keep_areas(table("E01000001", written, "E01000002", written), "code", "t.csv")
    [problem] = caught.value.problems
    assert problem.where == "t.csv, code, row 3, 5"
    assert said in problem.found


def vintage(*codes, wanted=None):
    with hearing() as told:
        rows = pd.Series(list(codes), index=range(2, 2 + len(codes)))
        check_vintage(rows, "t.csv", Vintages(CHANGES), wanted)
    return told.warnings


def test_areas_of_2021_are_as_they_should_be():
    assert vintage("E01033769", "E01000004", "W01000001") == []


def test_areas_of_2011_are_told_with_what_became_of_them():
    said = vintage("E01000001", "E01000002", "E01000004")[0]
    assert "areas of 2011. 2 of them ended in 2021, such as E01000001 in row 2" in said
    assert "E01033769, E01033770" in said


@pytest.mark.parametrize("old", ["E01000001", "E01000002", "E01000005"])
def test_an_area_beside_one_that_came_of_it_is_refused(old):
    new = CHANGES.loc[CHANGES["old_id"] == old, "area_id"].iloc[-1]
    with pytest.raises(DataError, match=f"row 3: found 1 area of 2011 .* {old} and {new}"):
        vintage("E01000004", old, new)


def test_an_area_of_another_year_than_wanted_is_told():
    [said] = vintage("E01033769", "E01000002", wanted=2021)
    assert "row 3: 'E01000002': areas of 2011, and not of 2021" in said


def test_an_area_that_never_was_is_told():
    [said] = vintage("E01033769", "E01099999", wanted=2021)
    assert "areas of neither 2011 nor 2021" in said


def test_without_a_lookup_only_what_numbers_tell_is_told():
    with hearing() as told:
        check_vintage(pd.Series(["E01033769", "E01000001", "E01999999"]), "t.csv", None)
    assert "numbers that no area has had" in told.warnings[0]
    assert "1 of 3 codes are of 2021 alone" in told.warnings[1]
