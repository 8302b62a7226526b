"""OS Open Names: a table with headings, tiles without any, and the zip of all tiles."""

import pytest

from geodata.errors import DataError
from geodata.sources.iod import read_deprivation
from geodata.sources.ordnance_survey import OPEN_NAMES, read_settlements
from tests.workbooks import make_zip


def row(number, name, kind, east=540_500, **cells):
    given = {
        "ID": f"osgb{number}",
        "NAME1": name,
        "TYPE": "populatedPlace" if kind in ("Village", "Town") else "transportNetwork",
        "LOCAL_TYPE": kind,
        "GEOMETRY_X": east,
        "GEOMETRY_Y": 290_500,
        "MBR_XMIN": east - 100,
        "MBR_YMIN": 290_400,
        "MBR_XMAX": east + 100,
        "MBR_YMAX": 290_600,
    } | cells
    return ",".join(str(given.get(heading, "")) for heading in OPEN_NAMES) + "\n"


def read(tmp_path, content):
    path = tmp_path / "names"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_settlements(path)


ROWS = row(1, "Reedham", "Village") + row(2, "Fen Road", "Named Road") + row(3, "Holm", "Town")


def test_a_tile_without_headings_is_read_from_its_first_row(tmp_path):
    found = read(tmp_path, ROWS)
    assert found["name"].tolist() == ["Reedham", "Holm"]
    assert found["type"].tolist() == ["Village", "Town"]
    assert found[["easting_m", "west_m", "north_m"]].iloc[0].tolist() == [540_500, 540_400, 290_600]


def test_headings_and_none_mean_the_same(tmp_path):
    plain = read(tmp_path, ROWS)
    assert read(tmp_path, ",".join(OPEN_NAMES) + "\n" + ROWS).equals(plain)


def test_the_zip_of_tiles_is_read_whole(tmp_path):
    tiles = {
        "Doc/OS_Open_Names_Header.csv": ",".join(OPEN_NAMES) + "\n",
        "Data/TL40.csv": "\ufeff" + row(1, "Reedham", "Village") + row(2, "Road", "Named Road"),
        "Data/TL41.csv": row(3, "Holm", "Town"),
        "Data/readme.txt": "populatedPlace\n",
    }
    assert read(tmp_path, make_zip(tiles))["name"].tolist() == ["Reedham", "Holm"]


def test_another_zip_is_refused(tmp_path):
    with pytest.raises(DataError, match="no tiles with populated places"):
        read(tmp_path, make_zip({"Data/TL40.csv": row(2, "Road", "Named Road")}))


def test_indices_of_2019_are_told_from_those_of_2025(tmp_path):
    path = tmp_path / "file7.csv"
    path.write_text("LSOA code (2011),LSOA name (2011)\nE01000001,a\n", "utf-8")
    with pytest.raises(DataError, match="indices of 2019 or before") as raised:
        read_deprivation(path)
    assert "Get File 7 of the English Indices of Deprivation 2025" in str(raised.value)
