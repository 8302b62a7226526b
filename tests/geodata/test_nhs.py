"""Practices as ODS publishes its prescribers, and names that the NHS writes in capitals."""

import pandas as pd
import pytest

from geodata.capitals import local_words, lower_capitals, words_of
from geodata.files import hearing
from geodata.sources import nhs
from tests.geodata.making import areas, small_making


def row(code, name, postcode="FE1 0AA", status="A", setting="4"):
    """A row of epraccur, which has 27 columns and no headings."""
    cells = [
        *(code, name, "Y61", "QUE", "1 HIGH STREET", "REEDHAM", "", "", "FENSHIRE", postcode),
        *("19740401", "", status, "B", "06H", "20130401", "", "01354 000000", "", "", "", "0", ""),
        *("06H", "", setting, ""),
    ]
    assert len(cells) == 27
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def write(tmp_path, text):
    path = tmp_path / "practices.csv"
    path.write_text(text, "utf-8")
    return path


def test_prescribers_without_headings_are_read_by_their_place(tmp_path):
    text = row("D81001", "ST MARY'S SURGERY") + row("D81002", "BMC REEDHAM", "fe30aa")
    made = nhs.make_practices(
        nhs.read_practices(write(tmp_path, text)), small_making("practices", areas=with_wards())
    ).set_index("asset_id")
    assert made["name"].to_dict() == {
        "gp-D81001": "St Mary's Surgery",
        "gp-D81002": "BMC Reedham",
    }
    assert made.loc["gp-D81001", "address"] == "1 High Street, Reedham, Fenshire"
    assert made["district"].tolist() == ["Fenmarsh", "Holm"]


def test_the_first_row_is_a_row_and_not_a_heading(tmp_path):
    found = nhs.read_practices(write(tmp_path, row("D81001", "ONE") + row("D81002", "TWO")))
    assert found["asset_id"].tolist() == ["gp-D81001", "gp-D81002"]


def test_closed_practices_and_other_prescribers_are_left_out_and_told(tmp_path):
    text = (
        row("D81001", "OPEN")
        + row("D81002", "SHUT", status="C")
        + row("Y00001", "PRISON", setting="9")
    )
    with hearing() as told:
        found = nhs.read_practices(write(tmp_path, text))
    assert found["asset_id"].tolist() == ["gp-D81001"]
    assert told.repairs[-1] == (
        "practices.csv: 1 rows are closed or dormant and 1 are prescribers of other kinds: "
        "left out."
    )


def test_a_tidied_list_with_headings_is_read_as_before(tmp_path):
    text = 'Code,Name,Address,Postcode\nD81001,The Elms,"1 Elm Road,Reedham",FE1 0AA\n'
    found = nhs.read_practices(write(tmp_path, text))
    assert found.iloc[0].tolist() == ["gp-D81001", "The Elms", "1 Elm Road, Reedham", "FE1 0AA"]


KNOWN = {"ely", "cam", "reedham"}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("CAMBRIDGE CITY 4", "Cambridge City 4"),
        ("BMC PASTON", "BMC Paston"),
        ("ST NEOTS", "St Neots"),
        ("ELY SOUTH", "Ely South"),
        ("CAM MEDICAL", "Cam Medical"),
        ("RYE MEDICAL", "RYE Medical"),  # no place here is called so
        ("A1 NETWORK", "A1 Network"),
        ("WGGL", "WGGL"),
        ("EDEN (CUMBRIA)", "Eden (Cumbria)"),
        ("GRANGE AND LAKES", "Grange and Lakes"),
        ("THE OLD EXCHANGE", "The Old Exchange"),
        ("Octagon North", "Octagon North"),
        ("", ""),
    ],
)
def test_capitals_are_lowered_but_for_initials(written, name):
    assert lower_capitals(written, KNOWN) == name


def with_wards():
    return areas().assign(ward=["Reedham", "Dyke & Ely", "Holm"])


def test_short_words_are_those_of_places_around_and_of_the_recipe():
    raw = {"settlements": pd.DataFrame({"name": ["Wye Fen", "RAF Holm"]})}
    known = local_words(raw, with_wards(), more=("Cam",))
    assert {"ely", "wye", "fen", "cam", "fenmarsh"} <= known
    assert "raf" not in known
    assert words_of(["ST IVES", "St Ives"]) == {"st", "ives"}


def test_hospitals_among_the_sites_of_trusts_stand_at_their_postcodes(tmp_path):
    text = (
        row("RGT01", "ADDENBROOKE'S HOSPITAL")
        + row("RGT02", "OUTPATIENT CLINIC")
        + row("RGT03", "REEDHAM INFIRMARY", "ZZ9 9ZZ")
    )
    with hearing() as told:
        read = nhs.read_hospitals(write(tmp_path, text))
    assert "left out: 1; closed ones: 0" in told.repairs[-1]
    made = nhs.make_hospitals(read, small_making("hospitals", areas=with_wards()))
    assert made["name"].tolist() == ["Addenbrooke's Hospital"]
    assert made["district"].tolist() == ["Fenmarsh"]
    assert made["easting_m"].notna().all()
