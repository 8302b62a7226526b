"""Files of the Indices of Deprivation told apart, by their headings."""

import pytest

from geodata.errors import DataError
from geodata.sources.iod import read_deprivation

AREA = "LSOA code ({}),LSOA name ({}),Local Authority District code ({}),"
RANK, DECILE = "Rank (where 1 is most deprived)", "Decile (where 1 is most deprived 10% of LSOAs)"
IMD = f"Index of Multiple Deprivation (IMD) {RANK},Index of Multiple Deprivation (IMD) {DECILE}"
IDACI = "Income Deprivation Affecting Children Index (IDACI)"
FILES = {
    "File 1 (overall index)": IMD,
    "File 2 (domains)": f"{IMD},Income {RANK},Income {DECILE},Crime {RANK}",
    "File 3 (supplementary: of children and older people)": f"{IMD},{IDACI} {RANK}",
    "File 5 (scores)": "Income Score (rate),Crime Score",
    "File 6 (populations)": "Total population: mid 2022,Dependent Children aged 0-15: mid 2022",
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("year", ["2011", "2021"])
def test_another_file_is_named(tmp_path, file, year):
    headings = AREA.format(year, year, year) + FILES[file]
    path = tmp_path / "indices.csv"
    path.write_text(f"{headings}\n{','.join('1' for _ in headings.split(','))}\n", "utf-8")
    with pytest.raises(DataError) as caught:
        read_deprivation(path)
    [problem] = caught.value.problems
    assert file in problem.found
    assert ("of 2019 or before" in problem.found) == (year == "2011")
    assert problem.fix == "Get File 7 of the English Indices of Deprivation 2025."


def test_counts_have_a_kind_of_their_own(tmp_path):
    path = tmp_path / "indices.csv"
    path.write_text("lsoa21_code,income_domain_numerator\nE01000001,5\n", "utf-8")
    with pytest.raises(DataError, match=r"files\.deprivation_counts"):
        read_deprivation(path)
