"""Postcodes as published: NSPL with those that have ended, and Code-Point Open without headings."""

import pandas as pd
import pytest

from geodata.building.areas import keep_live, with_areas
from geodata.errors import DataError
from geodata.log import BuildLog
from geodata.sources import postcodes
from geodata.sources.postcodes import reaches
from tests.geodata.making import SIDE, SOUTH, WEST, areas

NSPL = (
    "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,lsoa21,lat,long\n"
    '"FE1 0AA","FE1  0AA","FE1 0AA","201005","","0","540500","0290500","1","E01000001",52.49,0.06\n'
    '"FE1 0AB","FE1  0AB","FE1 0AB","198001","201105","0","540500","0290500","1","E01000001",'
    "52.49,0.06\n"
    '"FE1 0AC","FE1  0AC","FE1 0AC","198001","","1","540500","0290500","1","E01000001",52.49,0.06\n'
    '"FE1 0AD","FE1  0AD","FE1 0AD","198001","201105","1","","","9","E01000001",99.999999,0.0\n'
)
CODE_POINT = (
    f'"FE1 0AA",10,{WEST + 500:.0f},{SOUTH + 500:.0f},"E92000001","","","",'
    '"E07000001","E05000001"\n'
    '"FE1 0AB",90,0,0,"E92000001","","","","E07000001","E05000001"\n'
    f'"FE30AA",10,{WEST + 2 * SIDE + 500:.0f},{SOUTH + 500:.0f},"E92000001","","","",'
    '"E06000001","E05000003"\n'
)


def read(tmp_path, text):
    path = tmp_path / "postcodes.csv"
    path.write_text(text, "utf-8")
    return postcodes.read_postcodes(path)


def test_nspl_tells_who_uses_a_postcode(tmp_path):
    found = read(tmp_path, NSPL)
    assert found["use"].to_dict() == {
        "FE1 0AA": "live", "FE1 0AB": "ended", "FE1 0AC": "large user", "FE1 0AD": "ended",
    }  # fmt: skip
    assert found["easting_m"].isna().tolist() == [False, False, False, True]
    assert found["area_id"].eq("E01000001").all()


def test_only_live_postcodes_are_starting_points_and_the_rest_are_counted(tmp_path):
    found, log = read(tmp_path, NSPL), BuildLog()
    assert list(keep_live(found, log).index) == ["FE1 0AA"]
    still = "no starting points but still known to place services by"
    assert log.notes == [
        f"Postcodes that have ended, {still}: 2.",
        f"Postcodes of one large user, {still}: 1.",
    ]


def test_a_file_that_does_not_tell_keeps_them_all(tmp_path):
    found = read(tmp_path, "pcds,lat,long,lsoa21\nFE1 0AA,52.49,0.06,E01000001\n")
    assert found["use"].tolist() == [""]
    assert len(keep_live(found, BuildLog())) == 1


def test_code_point_has_no_headings_and_a_grid_reference(tmp_path):
    found = read(tmp_path, CODE_POINT)
    assert list(found.index) == ["FE1 0AA", "FE1 0AB", "FE3 0AA"]
    assert (found["easting_m"] - WEST).tolist()[::2] == [500, 2500]
    assert found["easting_m"].isna().tolist() == [False, True, False]


def test_postcodes_without_areas_are_placed_by_polygon_and_that_is_said(tmp_path):
    log = BuildLog()
    placed = with_areas(read(tmp_path, CODE_POINT), areas(), log)
    assert placed["area_id"].tolist() == ["E01000001", "", "E01000003"]
    assert len(log.notes) == 1
    assert "gives no areas" in log.notes[0]
    mixed = pd.concat([placed.assign(area_id=["", "E01000002", ""])] * 2)  # as several files are
    assert with_areas(mixed, areas(), log)["area_id"].tolist() == [
        *("E01000001", "E01000002", "E01000003"),
        *("E01000001", "E01000002", "E01000003"),
    ]
    assert "Some postcodes have no area" in log.notes[1]
    given = placed.assign(area_id="E01000002")
    assert with_areas(given, areas(), log) is given
    assert len(log.notes) == 2


def test_a_table_with_neither_degrees_nor_a_grid_reference_is_refused(tmp_path):
    with pytest.raises(DataError, match="no heading 'oseast1m'"):
        read(tmp_path, "pcds,lsoa21\nFE1 0AA,E01000001\n")


def test_a_table_of_postcodes_alone_counts_as_live():
    rows = pd.DataFrame({"area_id": ["a"]}, index=["FE1 0AA"])
    assert len(keep_live(rows, BuildLog())) == 1


@pytest.mark.parametrize(
    ("lat", "long", "is_near"),
    [(52.5, 0.1, True), (52.4, 0.0, True), (52.6, 0.2, True), (52.7, 0.1, False),
     (52.3, 0.1, False), (52.5, -0.1, False), (52.5, 0.3, False), (99.999999, 0.0, False)],
)  # fmt: skip
def test_a_file_of_postcodes_reaches_a_box_or_does_not(tmp_path, lat, long, is_near):
    path = tmp_path / "p.csv"
    path.write_text(f"Postcode,lat,long\nPE1 1AA,{lat},{long}\nZZ1 1ZZ,60.1,-1.2\n")
    assert reaches(path, (0.0, 52.4, 0.2, 52.6)) == is_near


@pytest.mark.parametrize("text", ["", "pcds,oseast1m,osnrth1m\nPE1 1AA,1,2\n", "lat,long\na,b\n"],
                         ids=["empty", "a grid", "words"])  # fmt: skip
def test_a_file_that_cannot_be_glanced_at_is_read_with_care(tmp_path, text):
    path = tmp_path / "p.csv"
    path.write_text(text)
    assert reaches(path, (0.0, 52.4, 0.2, 52.6))
