"""The register of schools and children's centres, as published and in extracts."""

import pytest

from geodata.errors import DataError
from geodata.files import hearing
from geodata.sources import gias
from layers.assets import takes_ages
from tests.geodata.making import SIDE, SOUTH, WEST, lat_long, small_making

HEADINGS = (
    "URN,LA (name),EstablishmentName,TypeOfEstablishment (code),TypeOfEstablishment (name),"
    "EstablishmentStatus (name),OpenDate,PhaseOfEducation (name),StatutoryLowAge,"
    "StatutoryHighAge,SchoolCapacity,Street,Locality,Address3,Town,Postcode,Easting,Northing\n"
)


def register(*rows):
    return HEADINGS + "".join(row + "\n" for row in rows)


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "register.csv"
    path.write_bytes(text.encode(encoding))
    return path


def schools(tmp_path, text, **changes):
    making = small_making("schools", **changes)
    made = gias.make_schools(gias.read_register(write(tmp_path, text)), making)
    return made.set_index("asset_id"), making.log.notes


@pytest.mark.parametrize(
    ("name", "kind", "ages"),
    [
        ("The Fields Nursery School", "nursery-school", [2, 4]),
        ("Homerton Early Years Centre", "nursery-school", [2, 4]),
        ("The Nene Infant & Nursery School", "school", [3, 7]),
        ("Yaxley Infant School", "school", [4, 7]),
        ("Ramnoth Junior School", "school", [7, 11]),
        ("Arbury Primary School", "school", [4, 11]),
        ("Long Road Sixth Form College", "school", [16, 18]),
    ],
)
def test_without_ages_and_phase_the_name_tells(tmp_path, name, kind, ages):
    made, _ = schools(tmp_path, f'urn,name,postcode\n1,"{name}",FE10AA\n')
    school = made.loc["school-1"]
    assert school["kind"] == kind
    assert school[["age_from", "age_to"]].tolist() == ages
    assert "its name suggests" in school["note"]


def test_a_school_of_unknown_ages_serves_nobody_under_school_age(tmp_path):
    made, notes = schools(tmp_path, "urn,name,postcode\n1,Neale-Wade Academy,FE10AA\n")
    assert made.loc["school-1", "age_from"] == 5
    assert made["age_to"].isna().all()
    assert "not counted for children under school age" in made.loc["school-1", "note"]
    assert "Ages of schools not given: 1." in notes


def test_ages_are_the_stated_ones_then_those_of_the_phase(tmp_path):
    made, notes = schools(
        tmp_path,
        register(
            "1,F,The Primary Academy,34,Academy,Open,,Secondary,11,18,900,,,,Reedham,FE1 0AA,,",
            "2,F,Holm Academy,34,Academy,Open,,Secondary,,,,,,,,FE3 0AA,,",
            "3,F,Bees,15,Local authority nursery school,Open,,Nursery,2,5,0,,,,,FE1 0AA,,",
        ),
    )
    assert made["age_from"].tolist() == [11, 11, 2]
    assert made["age_to"].tolist() == [18, 16, 5]
    assert made["kind"].tolist() == ["school", "school", "nursery-school"]
    assert made["capacity"].tolist()[0] == 900
    assert made["capacity"].isna().tolist() == [False, True, True]  # 0 is not stated, not nobody
    assert made["capacity_unit"].tolist() == ["places", "", ""]
    assert made.loc["school-1", "note"] == ""
    assert made.loc["school-2", "note"] == "Ages are those usual in its phase; not confirmed."
    assert "Ages of schools as the register states them: 2." in notes


def test_closed_ones_are_left_out_and_proposed_ones_are_planned(tmp_path):
    made, notes = schools(
        tmp_path,
        register(
            "1,F,A,1,Community school,Closed,,Primary,4,11,,,,,,FE1 0AA,,",
            '2,F,B,1,Community school,"Open, but proposed to close",,Primary,4,11,,,,,,FE1 0AA,,',
            "3,F,C,1,Community school,Proposed to open,01-09-2027,Primary,4,11,,,,,,FE1 0AA,,",
        ),
    )
    assert made["status"].to_dict() == {"school-2": "open", "school-3": "planned"}
    assert made.loc["school-3", "opened"] == "01-09-2027"
    assert "Closed establishments of the register, left out: 1." in notes


def test_neither_centres_nor_universities_are_schools(tmp_path):
    made, notes = schools(
        tmp_path,
        register(
            "1,F,Elm Children’s Centre,47,Children's Centre,Open,,Not applicable,,,,,,,,FE1 0AA,,",
            "2,F,Elm at the Hall,48,Children's Centre Linked Site,Open,,,,,,,,,,FE1 0AA,,",
            "3,F,University of Fen,29,Higher education institutions,Open,,,,,,,,,,FE1 0AA,,",
            "4,F,Oak School,1,Community school,Open,,Primary,4,11,,,,,,FE1 0AA,,",
        ),
    )
    assert list(made.index) == ["school-4"]
    assert "Children’s centres in the register of schools, no schools: 2." in notes


def test_types_without_their_codes_are_known_by_name_in_any_case(tmp_path):
    text = (
        "urn,establishment_name,establishment_type,easting,northing\n"
        f"1,Elm,CHILDREN’S CENTRE,{WEST + 500:.0f},{SOUTH + 500:.0f}\n"
    )
    made, _ = schools(tmp_path, text)
    assert made.empty
    centres = gias.make_centres(
        gias.read_register(write(tmp_path, text)), small_making("childrens_centres")
    )
    assert centres["asset_id"].tolist() == ["centre-1"]


def test_the_register_is_read_in_its_own_encoding(tmp_path):
    text = register("1,F,St Mary’s – Reedham,1,Community school,Open,,Primary,4,11,,,,,,FE1 0AA,,")
    path = write(tmp_path, text, "cp1252")
    assert gias.read_register(path)["name"].tolist() == ["St Mary’s – Reedham"]


def test_own_coordinates_come_before_the_postcode_unless_far_from_it(tmp_path):
    near, far = f"{WEST + 1400:.0f},{SOUTH + 500:.0f}", f"{WEST + 500:.0f},{SOUTH + 9000:.0f}"
    made, notes = schools(
        tmp_path,
        register(
            f"1,F,A,1,Community school,Open,,Primary,4,11,,,,,,FE1 0AA,{near}",
            f"2,F,B,1,Community school,Open,,Primary,4,11,,,,,,FE1 0AA,{far}",
            "3,F,C,1,Community school,Open,,Primary,4,11,,,,,,FE1 0AA,0,0",
        ),
    )
    assert (made["easting_m"] - WEST).tolist() == [1400, 500, 500]
    assert made["area_id"].tolist() == ["E01000002", "E01000001", "E01000001"]
    assert any("over 2 km from their postcode" in note and ": 1." in note for note in notes)


def test_an_extract_without_postcodes_is_placed_by_what_it_has(tmp_path):
    lat, long = lat_long(2 * SIDE + 500, 500)
    made, _ = schools(
        tmp_path, f"urn,establishment_name,lat,long\n1,Holm Primary School,{lat},{long}\n"
    )
    assert made["district"].tolist() == ["Holm"]


def test_degrees_worked_out_from_no_coordinates_are_none_and_no_slip(tmp_path):
    """Of schools offshore an extract gives 0, 0 and the degrees of the grid's own corner."""
    text = (
        "urn,establishment_name,easting,northing,latitude,longitude\n"
        f"1,Holm Primary School,{WEST + 500},{SOUTH + 500},,\n"
        "2,Beechwood School,0.0,0.0,49.76680723514262,-7.557159806905192\n"
    )
    with hearing() as told:
        rows = gias.read_register(write(tmp_path, text))
    assert told.warnings == []
    assert rows["easting_m"].isna().tolist() == [False, True]


def test_an_extract_that_says_nowhere_where_is_refused(tmp_path):
    with pytest.raises(DataError, match="no heading 'Postcode', and neither"):
        gias.read_register(write(tmp_path, "urn,name\n1,Oak School\n"))


LINKS = (
    "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n"
    "2,1,Elm Children’s Centre,Parent,\n"
    "1,3,Elm at the Mill,Linked site,\n"
    "4,9,Old Oak Infant School,Predecessor - merged,01-09-2020\n"
    "4,8,Old Oak Junior School,Predecessor,01-09-2020\n"
    "4,7,New Oak,Successor,\n"
)


def test_a_linked_site_names_its_centre_whichever_way_the_link_is_written(tmp_path):
    text = register(
        "1,Fenshire,Elm Centre,47,Children's Centre,Open,,,0,5,,Elm Road,,,Reedham,FE1 0AA,,",
        "2,Fenshire,Elm at the Hall,48,Children's Centre Linked Site,Open,,,,,,,,,,FE2 0AA,,",
        "3,Fenshire,Elm at the Mill,48,Children's Centre Linked Site,Open,,,,,,,,,,FE3 0AA,,",
        "5,Fenshire,Ash at the Mill,48,Children's Centre Linked Site,Open,,,,,,,,,,FE3 0AA,,",
        "4,Fenshire,Oak School,1,Community school,Open,,Primary,4,11,,,,,,FE1 0AA,,",
    )
    links = tmp_path / "links.csv"
    links.write_text(LINKS, "utf-8")
    making = small_making("childrens_centres", raw={"school_links": gias.read_links(links)})
    read = gias.read_register(write(tmp_path, text))
    centres = gias.make_centres(read, making).set_index("asset_id")
    assert centres["parent_id"].to_dict() == {
        "centre-1": "",
        "centre-2": "centre-1",
        "centre-3": "centre-1",
        "centre-5": "",
    }
    assert centres.loc["centre-2", "kind"] == "childrens-centre-linked-site"
    assert centres.loc["centre-1", "address"] == "Elm Road, Reedham"
    assert centres.loc["centre-1", ["age_from", "age_to"]].tolist() == [0, 5]
    assert centres["provider"].eq("Fenshire").all()
    [school] = gias.make_schools(read, making).to_dict("records")
    assert school["note"] == "Follows Old Oak Infant School, Old Oak Junior School."


@pytest.mark.parametrize("name", ["Elm Children's Centre", "ELM CHILDREN’S CENTRE (Holm)"])
def test_a_centre_of_a_short_extract_is_a_centre_by_its_name(tmp_path, name):
    text = f'urn,name,postcode\n1,"{name}",FE10AA\n'
    made, notes = schools(tmp_path, text)
    assert made.empty
    assert "Children’s centres in the register of schools, no schools: 1." in notes
    register = gias.read_register(write(tmp_path, text))
    [centre] = gias.make_centres(register, small_making("childrens_centres")).to_dict("records")
    assert (centre["kind"], centre["age_to"]) == ("childrens-centre", 4)


@pytest.mark.parametrize(
    "row",
    [
        '1,"Elm Nursery School and Children\'s Centre",FE10AA,,',
        '1,"Elm Primary School and Children\'s Centre",FE10AA,,',
        '1,"Elm Children\'s Centre",FE10AA,Other independent school,Not applicable',
    ],
    ids=["a nursery school with one", "a school with one", "a school by its type"],
)
def test_a_school_with_a_centre_in_its_name_stays_a_school(tmp_path, row):
    made, _ = schools(tmp_path, f"urn,name,postcode,establishment_type,education_phase\n{row}\n")
    assert made.loc["school-1", "kind"] in ("school", "nursery-school")


@pytest.mark.parametrize(
    "row",
    [
        "1,F,The Fen Academy (11-18),34,Academy converter,Open,,Not applicable,,,,,,,,FE1 0AA,,",
        "1,F,The Fen Academy,34,Academy converter,Open,,Secondary,,,,,,,,FE1 0AA,,",
        "1,F,The Fen Academy,34,Academy converter,Open,,Not applicable,0,0,,,,,,FE1 0AA,,",
        "1,F,Fen Sixth Form College,18,Further education,Open,,16 plus,,18,,,,,,FE1 0AA,,",
    ],
    ids=["ages in its name", "a phase", "ages of nought", "an oldest age alone"],
)
def test_no_school_without_stated_ages_serves_under_fives(tmp_path, row):
    made, _ = schools(tmp_path, register(row))
    assert not takes_ages(made, range(-1, 5)).any()
