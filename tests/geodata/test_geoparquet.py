"""Outlines in GeoParquet, and passing over the rows of other areas."""

import geopandas
import pandas as pd
import pytest
from shapely import Point, Polygon, box

from geodata.errors import DataError
from geodata.files import hearing, read_table
from geodata.files.cutting import only_rows_of
from geodata.files.geoparquet import read_outlines, read_properties
from geodata.sources.ons import read_boundaries, read_msoas

CODES = ["E01000001", "E01000002", "W01000003"]
CORNERS = [(0.1, 52.1, 0.2, 52.2), (0.2, 52.1, 0.3, 52.2), (0.3, 52.1, 0.4, 52.2)]


def shapes(**changes):
    frame = {"LSOA21CD": CODES, "LSOA21NM": ["One 001A", "Two 001A", "Three 001A"]} | changes
    return geopandas.GeoDataFrame(frame, geometry=[box(*each) for each in CORNERS], crs=4326)


def written(tmp_path, frame, name="areas.parquet"):
    path = tmp_path / name
    frame.to_parquet(path)
    return path


def test_polygons_are_read_in_longitude_and_latitude_whatever_they_were_written_in(tmp_path):
    plain = read_outlines(written(tmp_path, shapes()))
    grid = read_outlines(written(tmp_path, shapes().to_crs(27700), "grid.parquet"))
    assert plain.crs.to_epsg() == grid.crs.to_epsg() == 4326
    assert plain.geometry.iloc[0].equals(box(*CORNERS[0]))
    for one, other in zip(grid.geometry, plain.geometry, strict=True):
        assert one.equals_exact(other, tolerance=1e-6)
    assert list(plain["LSOA21CD"]) == CODES


def test_the_column_of_shapes_may_have_any_name(tmp_path):
    frame = shapes().rename_geometry("SHAPE")
    assert read_outlines(written(tmp_path, frame)).geometry.name == "geometry"


def test_boundaries_and_middle_areas_are_read_from_it(tmp_path):
    areas = read_boundaries(written(tmp_path, shapes()))
    assert areas.crs.to_epsg() == 27700
    assert list(areas["official_name"]) == ["One 001A", "Two 001A", "Three 001A"]
    frame = shapes().rename(columns={"LSOA21CD": "MSOA21CD", "LSOA21NM": "MSOA21NM"})
    frame["MSOA21CD"] = ["E02000001", "E02000002", "E02000003"]
    middles = read_msoas(written(tmp_path, frame, "middles.parquet"))
    assert list(middles["msoa_id"]) == ["E02000001", "E02000002", "E02000003"]


def test_a_shape_that_crosses_itself_is_mended_and_said(tmp_path):
    frame = shapes()
    bow = Polygon([(0.1, 52.1), (0.2, 52.2), (0.2, 52.1), (0.1, 52.2), (0.1, 52.1)])
    frame.loc[0, "geometry"] = bow
    with hearing() as told:
        read = read_outlines(written(tmp_path, frame))
    assert read.geometry.is_valid.all()
    assert told.repairs == ["areas.parquet, row 1: crossed itself, and was mended."]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: frame.set_crs(None, allow_override=True), "no system of coordinates"),
        (lambda frame: frame.iloc[:0], "no rows"),
        (lambda frame: frame.set_geometry([Point(0.1, 52.1)] * 3, crs=4326), "found no polygon"),
        (lambda frame: frame.set_geometry([Polygon()] * 3, crs=4326), "row 1, 2, 3: found no poly"),
        (lambda frame: pd.DataFrame(frame.drop(columns="geometry")), "without shapes"),
    ],
    ids=["no CRS", "empty", "points", "empty polygons", "a plain table"],
)
def test_what_is_no_outline_is_refused(tmp_path, change, said):
    with pytest.raises(DataError) as raised:
        read_outlines(written(tmp_path, change(shapes())))
    assert said in str(raised.value)


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + b"\0" * 60, b"PAR1" + b"x" * 900 + b"PAR1"],
                         ids=["short", "zeros", "noise"])  # fmt: skip
@pytest.mark.parametrize("reader", [read_outlines, read_properties])
def test_damaged_files_are_refused(tmp_path, content, reader):
    path = tmp_path / "areas.parquet"
    path.write_bytes(content)
    with pytest.raises(DataError):
        reader(path)


def test_shapes_of_other_areas_are_passed_over(tmp_path):
    path = written(tmp_path, shapes())
    with only_rows_of({"E01000002"}):
        kept = read_outlines(path)
    assert list(kept["LSOA21CD"]) == ["E01000002"]
    assert list(kept.index) == [2]
    with only_rows_of({"E01999999"}):  # nothing that is wanted: whoever asked is to see it all
        assert len(read_outlines(path)) == 3
    assert len(read_outlines(path)) == 3


TABLE = """Made up,,,
code,district,note,count
E01000001,E07000001,a,1
E01000002,E07000002,"b, c",2
E01000003,E07000002,,3
Total,,,6
"""


def read_text(tmp_path, text, wanted):
    path = tmp_path / "t.csv"
    path.write_text(text)
    with only_rows_of(wanted):
        return read_table(path).rows


def test_rows_of_other_areas_are_passed_over_and_rows_keep_their_numbers(tmp_path):
    rows = read_text(tmp_path, TABLE, {"E01000002"})
    assert list(rows["code"]) == ["E01000002", "Total"]
    assert list(rows.index) == [4, 6]
    assert rows.loc[4, "note"] == "b, c"


def test_a_row_of_a_wanted_district_stays(tmp_path):
    rows = read_text(tmp_path, TABLE, {"E07000002", "E01000009"})
    assert list(rows["code"]) == ["E01000002", "E01000003", "Total"]


def test_all_is_read_where_nothing_is_wanted_or_cells_run_over_lines(tmp_path):
    assert len(read_text(tmp_path, TABLE, None)) == 4
    assert len(read_text(tmp_path, TABLE, {"E01000009"})) == 4
    broken = TABLE.replace('"b, c"', '"b\nc"')
    assert len(read_text(tmp_path, broken, {"E01000002"})) == 4
