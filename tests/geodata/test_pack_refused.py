"""All that a page could not use of a pack is refused, in plain words and every fault at once.

Each case is a table or a key as somebody might edit it, sealed again: its checksum is right.
"""

import tomllib
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely import affinity
from shapely.geometry import Point, Polygon

from geodata.errors import PackError
from geodata.pack import read_pack, write_pack
from tests.attacks.pack_changes import as_toml
from tests.awkward import awkward_pack
from tests.builders import SOUTH, WEST, seal_again

SHAPED = ("areas", "places", "assets")
EAST, NORTH = WEST + 9, SOUTH + 9
BOW_TIE = Polygon([(WEST, SOUTH), (EAST, NORTH), (EAST, SOUTH), (WEST, NORTH)])


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packs") / "whole"
    write_pack(awkward_pack(streets=True), folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(written, tmp_path):
    for name, content in written.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def edit(folder, table, change):
    path = folder / f"{table}.parquet"
    rows = gpd.read_parquet(path) if table in SHAPED else pd.read_parquet(path)
    change(rows).to_parquet(path)
    seal_again(folder)


def describe(folder, key, value):
    path = folder / "pack.toml"
    raw = tomllib.loads(path.read_text("utf-8"))
    *above, last = key.split(".")
    holder = raw
    for name in above:
        holder = holder[name]
    holder[last] = value
    path.write_text(as_toml(raw), "utf-8")
    seal_again(folder)


def told(folder):
    with pytest.raises(PackError) as raised:
        read_pack(folder)
    return [problem.sentence() for problem in raised.value.problems]


def put(column, value, row=0):
    def change(rows):
        cells = rows[column].copy()
        cells.iloc[row] = value
        return rows.assign(**{column: cells})

    return change


def as_type(column, kind):
    return lambda rows: rows.assign(**{column: rows[column].astype(kind)})


def put_shape(make):
    def change(rows):
        shapes = list(rows.geometry)
        shapes[0] = make(shapes[0])
        return rows.set_geometry(gpd.GeoSeries(shapes, index=rows.index, crs=rows.crs))

    return change


CELLS = [
    ("assets", put("age_to", 999.0), "age_to, split-a: found 1 such as 999.0"),
    ("assets", put("age_to", 4.5), "a whole age up to 120"),
    ("assets", put("age_from", 9.0), "found 1 such as 9.0; expected an age no higher"),
    ("assets", put("age_from", -2.0), "-1 for pregnancy"),
    ("assets", put("capacity", -1.0), "a number from 0 up"),
    ("assets", put("staff_fte", np.inf), "found 1 such as inf"),
    ("assets", put("precision_m", -5.0), "column precision_m"),
    ("assets", put("status", "shut"), "one of open"),
    ("assets", put("parent_id", "split-a"), "1 that are their own (split-a)"),
    ("assets", put("parent_id", "nobody"), "parent_id: found 1 unknown, such as 'nobody'"),
    ("assets", put("source", "nobody"), "assets.parquet, column source"),
    ("assets", put("name", "a\0b"), "1 with a NUL in them (split-a)"),
    ("assets", put("name", " "), "1 blank (split-a); expected something to read"),
    ("assets", put("note", "x" * 10_001), "at most 10,000 characters"),
    ("areas", put("people_3", np.inf), "people_3, N1: found 1 such as inf"),
    ("areas", put("people_3", 1e12), "at most 100,000,000"),
    ("areas", put("rural_urban", "Suburban"), "one of Urban, Rural"),
    ("indicator_values", put("decile", 0.0), "a whole number from 1 to 10"),
    ("indicator_values", put("decile", 2.5), "a whole number from 1 to 10"),
    ("indicator_values", put("decile", 11.0), "a whole number from 1 to 10"),
    ("indicator_values", put("value", np.inf), "column value"),
    ("indicator_values", put("denominator", -1.0), "a number from 0 up"),
    ("indicator_values", put("place_id", "nowhere"), "an area or a place of the pack, or an"),
    ("indicator_values", put("place_id", "E01000001"), "found 1 unknown, such as 'E01000001'"),
    ("indicator_values", put("indicator", "joy"), "found 1 unknown, such as 'joy'"),
    (
        "indicator_values",
        lambda rows: rows.assign(lower=9.0, upper=3.0),
        "rows whose lower limit is above the upper (0, 1, 2",
    ),
    (
        "indicator_values",
        lambda rows: pd.concat([rows, rows.iloc[:2]], ignore_index=True),
        "2 rows said twice, such as idaci_rank, N1, 2025",
    ),
    (
        "membership",
        lambda rows: pd.concat([rows, rows.iloc[:1]], ignore_index=True),
        "1 rows said twice, such as west, N1",
    ),
    ("membership", put("share", 1.5), "a share from 0 to 1"),
    ("membership", put("share", 0.5), "areas not in just one of them, such as N1"),
    ("membership", put("area_id", "Z9"), "membership.parquet, column area_id"),
    ("origins", put("weight", 0.2), "areas whose weights do not sum to 1 (0.2000)"),
    ("origins", put("easting_m", 540.0), "a number from 5,000 up, at most 700,000"),
    ("origins", put("easting_m", np.nan), "a value in every row"),
    ("origins", put("northing_m", SOUTH + 9_000), "more than 5,000 m from their area (N1-0)"),
    (
        "origins",
        lambda rows: rows.rename(columns={"easting_m": "northing_m", "northing_m": "easting_m"}),
        "9 more than 5,000 m from their area",
    ),
    ("origins", lambda rows: rows.iloc[1:], "1 areas that nobody sets out from (N1)"),
    ("places", put("kind", "planet"), "places.parquet, column kind: found 1 unknown"),
    ("indicators", put("geography", "planet"), "an unknown geography 'planet'"),
    ("indicators", put("source", "nobody"), "an unknown source 'nobody'"),
    ("indicators", put("per", 7), "found a rank per 7"),
    ("indicators", put("form", "ratio"), "one of count, share, rate, rank, score"),
    ("indicators", put("age_from", 3.0), "two ages from 0 to 25, the younger first, or neither"),
    ("indicators", put("age_from", np.inf), "indicators.parquet, column age_from"),
    ("network_edges", put("to_node", 999), "points that are not there"),
    ("network_edges", put("metres", 1e9), "at most 1,000,000"),
    ("network_nodes", lambda rows: rows + 200_000.0, "streets of another part of the country"),
]
SHAPES = [
    ("assets", put_shape(lambda _: Point(0, 0)), "1 off the map (split-a); expected metres"),
    ("assets", put_shape(lambda _: Point(-0.1, 52.5)), "off the map"),
    ("assets", put_shape(lambda _: Point(np.inf, SOUTH)), "1 shapes invalid"),
    ("assets", put_shape(lambda _: Point(290_000, 540_000)), "more than 100 km from every area"),
    ("assets", put_shape(lambda _: Polygon()), "1 shapes of another kind (split-a)"),
    ("areas", put_shape(lambda _: None), "1 empty (N1); expected a polygon in every row"),
    (
        "areas",
        put_shape(lambda s: affinity.translate(s, 1_500, 0)),
        "1 pairs of areas that lie upon",
    ),
    ("areas", put_shape(lambda s: affinity.translate(s, 2_000, 0)), "(N1 and N2)"),
    ("areas", put_shape(lambda s: affinity.scale(s, 3, 3)), "lie upon one another (N1 and N2)"),
    (
        "areas",
        put_shape(lambda _: BOW_TIE),
        "1 shapes invalid (N1)",
    ),
    ("areas", lambda rows: rows.to_crs("EPSG:4326"), "EPSG:27700, in metres"),
    ("areas", lambda rows: rows.set_crs(None, allow_override=True), "found no CRS"),
    ("places", lambda rows: pd.DataFrame(rows.drop(columns="geometry")), "cannot be read"),
]
KINDS = [
    ("assets", lambda rows: rows.assign(age_to="four"), "age_to: found text ('four'"),
    (
        "areas",
        as_type("people_4", str),
        "found text ('10.0'",
    ),
    ("areas", as_type("ward", "category"), "column ward: found"),
    (
        "areas",
        lambda rows: rows.assign(ward=7),
        "ward: found cells of another kind: integer",
    ),
    ("areas", lambda rows: rows.assign(ward=None), "column ward: found cells of no kind"),
    (
        "areas",
        as_type("people_4", "Int64"),
        "people_4: found",
    ),
    ("network_edges", as_type("from_node", float), "from_node: found cells of another kind"),
    ("assets", lambda rows: rows.assign(across_border=0), "expected true or false"),
    ("areas", lambda rows: rows.assign(secret=1), "found a column 'secret'"),
    ("areas", lambda rows: rows.drop(columns="people_4"), "found no column 'people_4'"),
    ("areas", lambda rows: rows.iloc[:0], "areas.parquet: found no rows"),
    ("areas", lambda rows: rows.rename_axis("lsoa"), "an index called 'lsoa'"),
    ("areas", lambda rows: rows.rename(index={"N1": "N2"}), "1 repeated (N2)"),
    ("areas", lambda rows: rows.rename(index={"N1": ""}), "area_id: found 1 blank"),
    ("origins", lambda rows: rows.reset_index(drop=True), "an index called None"),
    ("membership", lambda rows: rows.iloc[::-1], "expected rows counted from 0"),
    ("membership", lambda rows: rows.set_index("area_id"), "found no column 'area_id'"),
]


@pytest.mark.parametrize(("table", "change", "said"), [*CELLS, *SHAPES, *KINDS])
def test_a_table_that_no_page_could_use_is_refused(folder, table, change, said):
    edit(folder, table, change)
    found = told(folder)
    assert any(said in sentence for sentence in found), found


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("defaults.age_to", 26, "age_to = 26; expected 25 or less"),
        ("defaults.age_from", 5, "found ages from 5 to 4"),
        ("defaults.need_deciles", 11, "10 or less"),
        ("defaults.need", "joy", "pack.toml, defaults.need: found 'joy'"),
        ("defaults.place_kind", "planet", "pack.toml, defaults.place_kind"),
        ("services.libraries.age_from", 20, "services.libraries: found ages from 20 to 19"),
        ("services.libraries.limit_min", 181, "180 or less"),
        ("services.libraries.mode", "fly", "one of walk, drive"),
        ("services.libraries.rural", "drive-181", "services.libraries.rural"),
        ("services.libraries.rural", "fly-10", "a way to travel (walk or drive) and minutes"),
        ("services.libraries.kinds", [], "at least one, none of them blank"),
        ("services.libraries.label", " ", "services.libraries.label: found nothing"),
        ("sources.made-up.title", "", "sources.made-up.title: found nothing"),
        ("sources.made-up.licence", " ", "sources.made-up.licence: found nothing"),
        ("sources.made-up.period", "", "sources.made-up.period: found nothing"),
        ("sources.made-up.url", "javascript:alert(1)", "an address that begins with https://"),
        ("sources.made-up.note", "a\0b", "text with a NUL in it"),
        ("title", "x" * 10_001, "10,001 characters"),
        ("disclosure.least_people", 10**30, "1000000000 or less"),
        ("place_kinds.ward.source", "nobody", "place_kinds.ward.source: found an unknown source"),
        ("place_kinds", {}, "defaults.place_kind"),
    ],
)
def test_a_description_that_no_page_could_use_is_refused(folder, key, value, said):
    describe(folder, key, value)
    found = told(folder)
    assert any(said in sentence for sentence in found), found


def test_every_fault_of_every_file_is_told_at_once(folder):
    """In the first version the first file with a fault hid those of all others."""
    edit(folder, "assets", put("age_to", 999.0))
    edit(folder, "assets", put("source", "nobody"))
    edit(folder, "indicator_values", put("decile", 0.0))
    edit(folder, "membership", lambda rows: rows.assign(share=rows["share"].astype(str)))
    describe(folder, "defaults.age_to", 999)
    describe(folder, "services.libraries.rural", "fly")
    (folder / "areas.parquet").write_bytes(b"no")
    found = "\n".join(told(folder))
    for said in (
        *("age_to, split-a", "column source: found 1 unknown"),
        *("a whole number from 1 to 10", "column share: found text", "age_to = 999", "'fly'"),
        *("areas.parquet: found a file of another edition", "a table that cannot be read"),
    ):
        assert said in found, said


def test_a_text_that_is_no_text_is_refused(folder):
    table = pq.read_table(folder / "membership.parquet")
    broken = pa.Array.from_buffers(
        pa.large_string(),
        1,
        [None, pa.py_buffer(np.array([0, 2], "<i8")), pa.py_buffer(b"\xff\xfe")],
    )
    cells = pa.chunked_array([broken, *table["place_id"].slice(1).chunks])
    pq.write_table(table.set_column(0, "place_id", cells), folder / "membership.parquet")
    seal_again(folder)
    assert any("membership.parquet" in sentence for sentence in told(folder))


@pytest.mark.parametrize(
    "text",
    [
        b"\xff\xfe",
        b"title = " + b"[" * 5_000,
        b"schema_version = " + b"9" * 5_000,
        b"a = 1979-13-45",
        b"= 1",
        b"",
    ],
)
def test_a_description_that_is_no_toml_is_refused(folder, text):
    (folder / "pack.toml").write_bytes(text)
    seal_again(folder)
    assert any("pack.toml" in sentence for sentence in told(folder))


def test_a_writer_refuses_what_a_reader_would(tmp_path):
    pack = awkward_pack()
    faulty = replace(pack, assets=pack.assets.assign(age_to=999.0))
    with pytest.raises(PackError, match="a whole age up to 120"):
        write_pack(faulty, tmp_path / "p")
    assert not (tmp_path / "p").exists()
