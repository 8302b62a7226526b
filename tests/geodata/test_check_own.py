"""What `check` says of a file of one's own: what a build says of it, fault by fault."""

import json
from pathlib import Path

import pytest

from geodata import __main__ as commands
from geodata.own import table as own_table

EXAMPLE = Path(__file__).parents[2] / "docs" / "bring-your-own"


@pytest.fixture(name="check")
def make_check(tmp_path, capsys):
    """Return what checks a file of some content: how the command ends, and what it prints."""

    def check(content, name="own.csv"):
        path = tmp_path / name
        path.write_text(content, "utf-8")
        ended = commands.main(["check", str(path)])
        printed = capsys.readouterr()
        return ended, printed.out, printed.err

    return check


@pytest.mark.parametrize("name", ["groups.csv", "patches.geojson", "visits.csv"])
def test_the_example_in_the_documents_has_no_faults(name, capsys):
    assert commands.main(["check", str(EXAMPLE / name)]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    if name == "groups.csv":
        assert "groups.csv: 6 rows" in printed.out
        assert "x groups.csv, row 8: found no name" in printed.out
    if name == "patches.geojson":
        assert "2 features in EPSG:27700" in printed.out


def test_what_a_build_refuses_is_a_fault(check):
    ended, out, err = check("Name,Type,Post code,Status\nA,b,FE1 0AA,who knows\n")
    assert ended == 1
    assert "found no row that can be used" in err
    assert "own.csv: 1 fault." in out
    assert "x own.csv, row 2: found status 'who knows'" in out


def test_more_rows_than_a_build_takes_are_a_fault_found_early(check, monkeypatch):
    monkeypatch.setattr(own_table, "MOST_ROWS", 3)
    monkeypatch.setattr(commands, "look_at", lambda *_: pytest.fail("all of it was read"))
    rows = "".join(f"Service {n},group,FE1 0AA\n" for n in range(5))
    ended, out, err = check(f"Name,Type,Post code,Code\n{rows}")
    assert ended == 1
    assert err == "own.csv: found more than 3 rows; expected fewer. Cut it to your area.\n"
    assert "As services: nothing, for a build would refuse it." in out


def test_a_heading_that_is_missing_is_named(check):
    ended, out, _ = check("Setting,Where it is,When\nA,B,C\n")
    assert ended == 0
    assert "As services, each of them without a door" in out
    assert 'no heading says where each is ("Post code", "Easting"' in out
    assert "known: name in 'Setting'. Others: 'Where it is', 'When'" in out
    assert 'columns = {postcode = "…"}' in out
    _, out, _ = check("Called,Post code\nA,FE1 0AA\n")
    assert "Not services as it is" in out
    assert 'no heading says what each is called ("Name"' in out
    assert "known: postcode in 'Post code'. Others: 'Called'" in out
    _, out, _ = check("a,b\n1,2\n")
    assert "no heading says" not in out
    assert "As services: 1 service of 1 row" in check("Setting,P/code\nA,FE1 0AA\n")[1]


@pytest.mark.parametrize(
    "content",
    [
        "Name,Type,Post code,Cost\nA,g,FE1 0AA,Free\nB,g,FE1 0AB,£2\nC,g,FE1 0AB,£1\n",
        "Name,Type,Post code,Code\nA,g,FE1 0AA,A1\nB,g,FE1 0AB,A2\n",
        "Code,Seen\nA1,3\nA2,4\n",
        "Our own groups\n\nName,Type,Post code\nA,g,FE1 0AA\nB,g,FE1 0AB\n",
        "Our own visits\nWard,Seen\nE05000001,3\nE05000002,4\n",
    ],
)
def test_what_a_build_takes_is_no_fault(check, content):
    ended, _, err = check(content)
    assert (ended, err) == (0, "")


def test_codes_that_begin_as_those_of_areas_do_are_still_checked(check):
    ended, _, err = check("Code,Children\nE0100194,3\n1.00E+07,4\n")
    assert ended == 1
    assert "no code of a small area" in err or "spreadsheet" in err


def test_a_map_in_metres_is_checked_as_a_map(check):
    square = [[[540e3, 290e3], [541e3, 290e3], [541e3, 291e3], [540e3, 291e3], [540e3, 290e3]]]
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "EPSG:27700"}},
        "features": [
            {"type": "Feature", "properties": {"Team": name},
             "geometry": {"type": "Polygon", "coordinates": square}}
            for name in ("East", "West")
        ],
    }  # fmt: skip
    ended, out, err = check(json.dumps(document), "own.geojson")
    assert (ended, err) == (0, "")
    assert "a map of 2 features in EPSG:27700" in out
    assert "1 and 2" in out  # they cover one another
    document["features"] = [{"type": "Feature", "properties": {"Team": "East"}, "geometry": None}]
    assert check(json.dumps(document), "own.geojson")[0] == 1
