"""Ofsted's childcare providers, made up in the layout of the management information."""

import math

import pandas as pd
import pytest

from geodata.errors import DataError
from geodata.sources import ofsted
from tests.geodata.making import small_making

TITLES = '"Childcare providers as at 31 August 2025",,,\n"This worksheet contains one table.",,,\n'
HEADINGS = (
    "Provider URN,Provider type,Provider subtype,Provider Early Years Register flag,"
    "Provider Compulsory Childcare Register flag,Provider Voluntary Childcare Register flag,"
    "Provider status,Registered places,Provider name,Provider address line 1,Provider town,"
    "Postcode,Local authority\n"
)
ROWS = (
    "EY1,Childcare on non-domestic premises,Full day care,Y,Y,N,Active,40,Reeds Nursery,1 Fen Lane,"
    "Reedham,FE1 0AA,Fenshire\n"
    "EY2,Childcare on non-domestic premises,Sessional day care,Y,N,N,Active,,Holm Pre-school,,Holm,"
    "fe3 0aa,Holm\n"
    "EY3,Childcare on non-domestic premises,Out of school day care,N,Y,Y,Active,24,After School,,,"
    "FE2 0AA,Fenshire\n"
    "EY4,Childminder,,Y,Y,Y,Active,6,REDACTED,REDACTED,REDACTED,REDACTED,Fenshire County Council\n"
    "EY5,Childminder,,Y,Y,Y,Active,,REDACTED,REDACTED,REDACTED,REDACTED,Fenshire\n"
    'EY6,Childminder,,Y,Y,Y,Active,5,REDACTED,REDACTED,REDACTED,REDACTED,"Holm, City of"\n'
    "EY7,Childminder,,Y,Y,Y,Resigned,9,REDACTED,REDACTED,REDACTED,REDACTED,Fenshire\n"
    "EY8,Childminder,,Y,Y,Y,Active,3,REDACTED,REDACTED,REDACTED,REDACTED,Not recorded\n"
    ",,,,,,,,,,,,\n"
)
LOOKUP = pd.DataFrame(
    {"authority": ["Fenshire", "Holm"], "authority_id": ["E10000001", "E06000001"]}
)


def read(tmp_path, text=TITLES + HEADINGS + ROWS):
    path = tmp_path / "childcare.csv"
    path.write_text(text, "utf-8")
    return ofsted.read_childcare(path)


def make(providers):
    making = small_making("childcare", raw={"authority_lookup": LOOKUP})
    made = ofsted.make_assets(providers, making).set_index("asset_id")
    return made, making


def test_those_with_an_address_stand_at_their_postcode_with_their_places(tmp_path):
    made, _ = make(read(tmp_path))
    assert set(made.index) == {"childcare-EY1", "childcare-EY2", "childcare-EY3"}
    nursery = made.loc["childcare-EY1"]
    assert (nursery["name"], nursery["kind"], nursery["capacity"]) == (
        "Reeds Nursery",
        "childcare",
        40,
    )
    assert (nursery["capacity_unit"], nursery["address"]) == ("places", "1 Fen Lane, Reedham")
    assert nursery["note"] == "Full day care. Ages are those of the registers it is on."
    assert made.loc["childcare-EY2", "district"] == "Holm"
    assert math.isnan(made.loc["childcare-EY2", "capacity"])  # not given is not none
    assert made.loc["childcare-EY2", "capacity_unit"] == ""


def test_ages_follow_from_the_registers(tmp_path):
    made, _ = make(read(tmp_path))
    ages = made[["age_from", "age_to"]].to_numpy().tolist()
    assert ages == [[0, 7], [0, 4], [5, 17]]
    plain = "Provider URN,Provider status,Registered places,Postcode\n1,Active,4,FE1 0AA\n"
    made, _ = make(read(tmp_path, plain))
    assert made[["age_from", "age_to"]].to_numpy().tolist() == [[0, 7]]
    assert "for which childcare must be registered" in made["note"].iloc[0]
    assert made["name"].tolist() == ["Childcare provider 1"]


def test_withheld_addresses_are_counted_for_their_authority_and_stand_nowhere(tmp_path):
    providers = read(tmp_path)
    _, making = make(providers)
    catalogue, values = ofsted.make_indicators(providers, making)
    assert values.set_index("place_id")["value"].to_dict() == {"E10000001": 6, "E06000001": 5}
    notes = values.set_index("place_id")["note"]
    assert notes["E10000001"] == "1 providers more give no number of places."
    described = catalogue["childcare_places_at_home_count"]
    assert (described.form, described.geography) == ("count", "upper-tier")
    notes = making.log.notes
    assert "Childcare providers that are not active, left out: 1." in notes
    assert "Childcare providers whose address is not published, without a door: 4." in notes
    assert "Childcare providers without a door whose authority is in no lookup: 1." in notes


def test_another_table_is_refused(tmp_path):
    with pytest.raises(DataError, match="a row with 'Provider URN'"):
        read(tmp_path, "URN,School\n1,Oak\n")
