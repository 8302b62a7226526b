"""The basic dataset for libraries in its other layout, one table of every survey."""

from geodata.files import hearing
from geodata.sources.libraries import choose_libraries, read_libraries

DAYS = "monday,tuesday,wednesday,thursday,friday,saturday,sunday"
SURVEY = (
    "reporting,name,address1,address2,address3,authority,postcode,uprn,type,statutory_23,"
    f"operation_22,operation_23,closed,opened,{DAYS},hours\n"
    "Fenshire,Reedham,1 High Street,,Reedham,Fenshire,fe10aa,1,Static Library,Yes,LA,C,,1970,"
    "AM & PM (continuous),Closed,PM Only,[Unknown],N/A Closed,AM Only,Closed,16\n"
    "Fenshire,Old Branch,2 High Street,,,Fenshire,FE1 0AB,,Static library,No,LA,Closed,,,"
    "Closed,Closed,Closed,Closed,Closed,Closed,Closed,0\n"
    "Fenshire,Shut for now,3 High Street,,,Fenshire,FE2 0AA,,Static Library,Yes,LA,"
    "Temporary Closure,,,,,,,,,,\n"
    "Fenshire,Van,Depot,,,Fenshire,FE1 0AB,,Mobile Library,Yes,LA,LA,,,,,,,,,,20\n"
    "Fenshire,HMP Reedham,Gaol,,,Fenshire,FE1 0AB,,Prison Library,Yes,LA,LA,,,,,,,,,,20\n"
    "Fenshire,County Archive,Town,,,Fenshire,FE1 0AB,,static archive,Yes,LA,LA,,,,,,,,,,20\n"
)


def read(tmp_path, text=SURVEY):
    path = tmp_path / "libraries.csv"
    path.write_text("\ufeff" + text, "utf-8")
    with hearing() as told:
        rows = read_libraries(path)
    return rows.set_index("name"), told.repairs


def test_the_layout_is_known_by_its_headings(tmp_path):
    rows, told = read(tmp_path)
    branch = rows.loc["Reedham Library"]
    assert (branch["authority"], branch["postcode"]) == ("Fenshire", "FE1 0AA")
    assert branch["address"] == "1 High Street, Reedham"
    assert branch["type"] == "commissioned by the council"  # in the latest survey
    assert branch["opening"] == "Mon, Wed, Sat; 16 hours a week"
    assert "libraries.csv: 2 archives and prison libraries left out." in told
    assert "HMP Reedham Library" not in rows.index


def test_what_is_closed_by_the_latest_survey_is_closed(tmp_path):
    rows, _ = read(tmp_path)
    assert rows["closed"].to_dict() == {
        "Reedham Library": "",
        "Old Branch Library": "closed",
        "Shut for now Library": "temporary closure",
        "Van Library": "",
    }
    placed = rows.reset_index().assign(district_id="E07", is_near=True, easting_m=1.0)
    chosen = choose_libraries(placed, ("Fenshire",))
    assert chosen["outcome"].tolist() == ["kept", "closed", "closed", "mobile"]
