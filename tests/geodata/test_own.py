"""Tables and maps of a council's own: what comes in, and what is said of the rest."""

import io
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.building.build import build_pack
from geodata.errors import DataError, RecipeError
from geodata.files import hearing
from geodata.files.geopackages import GeoPackage, Table
from geodata.files.layers import parse_layer
from geodata.own.ages import Ages, read_ages
from geodata.own.file import OwnFile
from geodata.own.grid import from_grid_reference
from geodata.own.headings import recognise
from geodata.own.places import read_own_places
from geodata.own.services import read_services
from geodata.own.table import parse_own
from geodata.pack import find_problems
from geodata.recipe import read_recipe
from tests.geodata.own_tables import (
    FAULTS,
    HEADINGS,
    ROWS,
    as_csv,
    faulty_rows,
    in_mercator,
    services,
    square,
    teams,
    write_geopackage,
)
from tests.geodata.small_recipe import write_raw, write_recipe
from tests.sweeps import is_working, with_sweeps
from tests.workbooks import make_workbook, make_zip

SERVICES = """
[own.ours]
gives = "services"
path = "{path}"
source = "made-up"
"""
PATCHES = """
[place_kinds.patch]
label = "patch"
plural = "patches"
boundary = "working"
partition = {partition}
source = "made-up"
made_from = "{path}"
"""
LEFT_OUT = {12, 13, 17, 18, 23, 25, 28}


@pytest.fixture(scope="module", name="folders")
def make_folders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    return write_recipe(folder / "recipe").parent, write_raw(folder / "raw")


@pytest.fixture(name="build")
def make_build(folders, tmp_path):
    """Return what builds the small recipe with more said in it, and files beside it."""

    def build(more, **files):
        recipe = tmp_path / "recipe"
        shutil.copytree(folders[0], recipe, dirs_exist_ok=True)
        for name, content in files.items():
            (recipe / name.replace("__", ".")).write_bytes(content)
        path = recipe / "recipe.toml"
        path.write_text((folders[0] / "recipe.toml").read_text("utf-8") + more, "utf-8")
        return build_pack(read_recipe(path), folders[1])

    return build


def ours(built):
    assets = built.pack.assets
    return assets[assets.index.str.startswith("ours:")]


def said(built):
    return [*(problem.sentence() for problem in built.left_out), *built.warnings, *built.notes]


def told_of(built, row):
    return [each for each in said(built) if f"row {row}:" in each]


@pytest.mark.parametrize(
    "encoding", with_sweeps(["cp1252", "utf-8-sig", "utf-16"], working=["utf-16"])
)
def test_two_hundred_services_come_in_with_every_fault_named(build, encoding):
    built = build(SERVICES.format(path="ours.csv"), ours__csv=as_csv(faulty_rows(), encoding))
    assert list(find_problems(built.pack)) == []
    assert len(ours(built)) == ROWS - len(LEFT_OUT)
    unsaid = [row for row in FAULTS if row not in (11, 20) and not told_of(built, row)]
    assert unsaid == []
    left_out = {int(p.where.rpartition(" ")[2]) for p in built.left_out}
    assert left_out == {*LEFT_OUT, 205}  # and the total at the foot
    assert "1 column not used: 'Contact officer'" in " ".join(built.warnings)
    assert "Rows left out (8)" in built.report()
    if encoding == "cp1252":
        assert ours(built)["cost"].iloc[0] == "£5"


def test_each_column_of_the_pack_can_come_from_such_a_table(build):
    built = build(SERVICES.format(path="ours.csv"), ours__csv=as_csv(faulty_rows(), "utf-8"))
    first = ours(built).loc["ours:S001"]
    assert first["name"] == "Setting 1"
    assert (first["kind"], first["provider"]) == ("stay-play", "Fenshire Council")
    assert (first["age_from"], first["age_to"]) == (2, 4)
    assert (first["level_prevention"], first["delivery"]) == (
        "Targeted – selective",
        "site; online",
    )
    assert (first["capacity"], first["capacity_unit"], first["staff_fte"]) == (11, "places", 2.5)
    assert (first["opening"], first["referral"]) == ("Mon–Fri 9–5", "Self-referral")
    assert first["address"] == "1 High Street, Reedham"
    assert (first["status"], first["checked"], first["source"]) == ("open", "2026", "made-up")
    assert (first.geometry.x, first.geometry.y) == pytest.approx((540_750, 290_500), abs=5)
    assert first["district"] == "Fenmarsh"


def test_faults_of_a_cell_cost_that_cell_alone(build):
    built = build(SERVICES.format(path="ours.csv"), ours__csv=as_csv(faulty_rows(), "utf-8"))
    rows = ours(built)
    dated = rows.loc["ours:S011"]
    assert (dated["age_from"], dated["age_to"]) == (5, 11)  # "05-Nov"
    assert rows.loc["ours:S016", "status"] == "closed"
    assert rows["level_prevention"].isna()["ours:S017"]  # "Tier 2"
    assert np.isnan(rows.loc["ours:S018", "capacity"])  # "about 20"
    assert rows.geometry.isna()["ours:S006"]  # a postcode in no table
    swapped = rows.loc["ours:S010"].geometry
    assert swapped.distance(shapely.Point(541_250, 290_500)) < 1500  # by its postcode
    assert rows.loc["ours:S007", "postcode"] == "FE1 0AA"  # "  fe10aa"


def test_the_same_table_gives_the_same_hash_in_whatever_form(build):
    text = build(SERVICES.format(path="a.csv"), a__csv=as_csv(faulty_rows(), "utf-8"))
    dos = build(SERVICES.format(path="a.csv"), a__csv=as_csv(faulty_rows(), "cp1252"))
    sheet = build(
        SERVICES.format(path="a.xlsx") + 'sheet = "Ours"\n',
        a__xlsx=make_workbook({"Notes": _sheet([["nothing"]]), "Ours": _sheet(faulty_rows())}),
    )
    hashes = {each.pack.content_hash for each in (text, dos, sheet)}
    assert len(hashes) == 1


def _sheet(rows):
    xml = ""
    for n, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c t="inlineStr"><is><t>{c.replace("&", "&amp;").replace("<", "&lt;")}</t></is></c>'
            for c in row
        )
        xml += f'<row r="{n}">{cells}</row>'
    return xml


def test_a_formula_without_a_result_costs_its_cell(build):
    rows = (
        '<row r="1"><c t="inlineStr"><is><t>Name</t></is></c><c t="inlineStr"><is><t>Type</t></is>'
        '</c><c t="inlineStr"><is><t>Postcode</t></is></c></row>'
        '<row r="2"><c t="inlineStr"><is><t>Elm</t></is></c><c t="inlineStr"><is><t>Hub</t></is>'
        "</c><c><f>A1</f></c></row>"
        '<row r="3"><c><f>A2</f></c><c t="inlineStr"><is><t>Hub</t></is></c></row>'
    )
    built = build(SERVICES.format(path="a.xlsx"), a__xlsx=make_workbook(rows))
    assert list(ours(built)["name"]) == ["Elm"]
    assert "2 formulas whose results were not saved" in " ".join(built.warnings)
    assert [p.where for p in built.left_out] == ["a.xlsx, row 3"]


def test_headings_may_be_mapped_and_defaults_said(build):
    table = b"Thing,Where,Mystery\nElm,FE1 0AA,12\nOak,FE1 0AB,\n"
    more = SERVICES.format(path="a.csv") + (
        'columns = { name = "Thing", postcode = "Where" }\n'
        'defaults = { kind = "hub", age_to = "11", delivery = "site" }\n'
    )
    built = build(more, a__csv=table)
    assert set(ours(built)["kind"]) == {"hub"}
    assert set(ours(built)["age_to"]) == {11}
    assert set(ours(built)["delivery"]) == {"site"}
    assert ours(built).geometry.notna().all()


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ('columns = { name = "Nothing" }', "no heading 'Nothing'"),
        ('columns = { nmae = "Name" }', "unknown name 'nmae'"),
        ('defaults = { kinds = "x" }', "unknown name 'kinds'"),
        ('layers = "x"', "layers"),
    ],
    ids=["no such heading", "no such name", "no such default", "no such key"],
)
def test_a_recipe_that_names_what_is_not_there_is_refused(build, more, found):
    with pytest.raises(RecipeError, match=found):
        build(SERVICES.format(path="a.csv") + more, a__csv=b"Name,Type,Postcode\nElm,Hub,FE1 0AA\n")


def test_a_path_that_leads_out_is_refused(build):
    with pytest.raises(RecipeError, match="below the recipe"):
        build(SERVICES.format(path="../a.csv"))


def test_a_table_of_which_nothing_can_be_used_stops_the_build(build):
    with pytest.raises(RecipeError, match="no row that can be used"):
        build(SERVICES.format(path="a.csv"), a__csv=b"Name,Type,Postcode\n,Hub,FE1 0AA\n")


# ---------------------------------------------------------------- places


def test_teams_come_from_a_geopackage_with_every_fault_named(build, tmp_path):
    content = write_geopackage(tmp_path / "t.gpkg", teams()).read_bytes()
    built = build(PATCHES.format(path="t.gpkg", partition="false"), t__gpkg=content)
    assert list(find_problems(built.pack)) == []
    told = " ".join(said(built))
    for part in (
        *("feature 2: crossed itself", "feature 3: heights left out", "feature 4: found no name"),
        *("feature 5: found no shape", "feature 6: found 'Far', where nobody", "not 'notes'"),
        *("feature 7: found metres of the National Grid in place of degrees",),
        *("'East' and 'West' cover one another on 0.50 km²", "910 people of 1 area live in none"),
        *("1 column not used: 'Lead'", "drawn in several features, and joined: patch-west"),
    ):
        assert part in told, part
    members = built.pack.membership
    share = members[members["place_id"].str.startswith("patch-")].set_index(["place_id", "area_id"])
    assert share["share"].to_dict() == {
        ("patch-west", "E01000001"): 1.0,
        ("patch-west", "E01000003"): 1.0,  # both its postcodes stand in the bow tie’s two halves
        ("patch-east", "E01000001"): 0.5,
        ("patch-east", "E01000002"): 1.0,
    }
    east = built.pack.places.loc["patch-east"].geometry
    assert east.area == pytest.approx(1.5e6, rel=1e-3)
    assert not any(each.has_z for each in parse_layer(content, "t.gpkg").shapes.values())


def test_when_a_geopackage_was_saved_does_not_matter(build, tmp_path):
    hashes = set()
    for stamp in ("2026-01-01T00:00:00Z", "2030-12-31T23:59:59Z"):
        content = write_geopackage(tmp_path / "t.gpkg", teams(), stamp).read_bytes()
        built = build(PATCHES.format(path="t.gpkg", partition="false"), t__gpkg=content)
        hashes.add(built.pack.content_hash)
    assert len(hashes) == 1


@pytest.mark.parametrize("system", [4326, 27700, 3857])
def test_a_layer_in_any_coordinates_is_where_it_is(tmp_path, system):
    from tests.geodata.own_tables import in_degrees

    shape = square(0, 0, 1, 2)
    turn = {4326: in_degrees, 27700: lambda each: each, 3857: in_mercator}[system]
    path = write_geopackage(tmp_path / "t.gpkg", {"a": (system, [({"Team": "A"}, turn(shape))])})
    layer = parse_layer(path.read_bytes(), "t.gpkg")
    assert layer.crs == f"EPSG:{system}"
    assert layer.shapes[1].symmetric_difference(shape).area < 20_000  # of two square kilometres


def test_an_area_on_an_edge_goes_where_most_of_its_people_live(build, tmp_path):
    rows = [
        ({"Team": "West"}, square(0, 0, 0.6, 2)),
        ({"Team": "East"}, square(0.6, 0, 2, 2)),
    ]
    content = write_geopackage(tmp_path / "t.gpkg", {"t": (27700, rows)}).read_bytes()
    built = build(PATCHES.format(path="t.gpkg", partition="true"), t__gpkg=content)
    members = built.pack.membership
    patches = members[members["place_id"].str.startswith("patch-")].set_index("area_id")
    # Both western areas have one postcode on each side: the first by name takes the half.
    assert patches["place_id"]["E01000002"] == "patch-east"
    assert patches["place_id"]["E01000001"] == "patch-east"
    assert set(patches["share"]) == {1.0}
    assert "2 areas on an edge" in " ".join(built.warnings)


def test_an_area_in_two_places_goes_to_the_one_with_more_of_its_people(build, tmp_path):
    rows = [
        ({"Team": "A half"}, square(0.5, 0, 2, 2)),
        ({"Team": "Whole"}, square(0, 0, 1, 2)),
    ]
    content = write_geopackage(tmp_path / "t.gpkg", {"t": (27700, rows)}).read_bytes()
    built = build(PATCHES.format(path="t.gpkg", partition="true"), t__gpkg=content)
    homes = built.pack.membership.set_index("area_id")["place_id"]
    homes = homes[homes.str.startswith("patch-")]
    assert homes["E01000001"] == homes["E01000003"] == "patch-whole"
    assert homes["E01000002"] == homes["E01000004"] == "patch-a-half"


def test_a_gap_keeps_places_from_dividing_the_map(build, tmp_path):
    content = write_geopackage(
        tmp_path / "t.gpkg", {"t": (27700, [({"Team": "West"}, square(0, 0, 1, 2))])}
    ).read_bytes()
    with pytest.raises(RecipeError, match=r"2 areas in none of its places.*partition = false"):
        build(PATCHES.format(path="t.gpkg", partition="true"), t__gpkg=content)


def test_teams_by_wards_under_ordinary_headings(build):
    table = b"Ward name,Ward code,Locality\nReedham South,E05000001,North\nDykeside,,North\n"
    table += b"Holm,E05000003,South\nMoon,,South\nElsewhere,E05999999,South\n"
    more = PATCHES.format(path="t.csv", partition="false")
    built = build(more, t__csv=table)
    members = built.pack.membership
    areas = members[members["place_id"] == "patch-north"]["area_id"]
    assert sorted(areas) == ["E01000001", "E01000002"]
    told = " ".join(said(built))
    assert "row 3: found no code" in told
    assert "row 6: codes of wards that the pack does not have" in told
    assert "wards of the pack in none of its places: E05000002" in told


def test_a_map_of_points_is_no_map_of_places(build, tmp_path):
    rows = {"t": (27700, [({"Team": "A"}, shapely.Point(540_500, 290_500))])}
    content = write_geopackage(tmp_path / "t.gpkg", rows).read_bytes()
    with pytest.raises(RecipeError, match="no polygons"):
        build(PATCHES.format(path="t.gpkg", partition="false"), t__gpkg=content)


# ---------------------------------------------------------------- figures


FIGURES = """
[place_kinds.ward]
label = "ward"
plural = "wards"
boundary = "official"
partition = true
source = "made-up"
made_from = "wards"

[own.cases]
gives = "figures"
path = "cases.csv"
source = "made-up"
geography = "ward"
period = "2025"

[own.cases.indicators.seen]
numerator = "Seen"
denominator = "Children"
form = "share"
per = 100
unit = "%"
worse_when = "lower"

[own.cases.indicators.waiting]
column = "Waiting"
form = "count"
unit = "children"
worse_when = "higher"
"""


def test_figures_of_wards_with_their_counts(build):
    table = b'Ward,Children,Seen,Waiting,Officer\nE05000001,200,50,"1,234",x\nDykeside,10,2,c,x\n'
    table += b"Holm,0,c,12 people,x\nE05999999,1,1,1,x\nMoon,1,1,1,x\nDykeside,9,9,9,x\n"
    built = build(FIGURES, cases__csv=table)
    values = built.pack.indicator_values.set_index(["indicator", "place_id"])
    assert values.loc[("seen", "E05000001"), "value"] == 25
    assert values.loc[("seen", "E05000001"), "numerator"] == 50
    assert np.isnan(values.loc[("seen", "E05000003"), "value"])
    assert "small number" in values.loc[("seen", "E05000003"), "note"]
    assert values.loc[("waiting", "E05000001"), "value"] == 1234
    assert np.isnan(values.loc[("waiting", "E05000002"), "value"])
    assert "small number" in values.loc[("waiting", "E05000002"), "note"]
    assert ("waiting", "E05000003") not in values.index
    told = " ".join(said(built))
    for part in (
        *("row 4: found value '12 people'", "row 6: found 'Moon'", "1 column not used: 'Officer'"),
        *("row 5: figures of places that are not in this pack", "row 7: found a second figure"),
    ):
        assert part in told, part


def test_figures_row_by_row(build):
    table = b"Area code,Measure,Year,Value\nE01000001,Late bookings,2024,4\n"
    table += b"E01000001,Late bookings,2025,6\nE01000002,Other,2025,1\n"
    more = """
[own.cases]
gives = "figures"
path = "cases.csv"
source = "made-up"

[own.cases.indicators.late]
called = "Late bookings"
form = "count"
unit = "women"
worse_when = "higher"
"""
    built = build(more, cases__csv=table)
    values = built.pack.indicator_values.query("indicator == 'late'")
    assert dict(zip(values["period"], values["value"], strict=True)) == {"2024": 4, "2025": 6}
    assert built.pack.indicators["late"].geography == "area"
    with pytest.raises(RecipeError, match="no row of 'Early bookings'"):
        build(more.replace("Late b", "Early b"), cases__csv=table)
    months = table.replace(b"2024", b"June 2017").replace(b"2025", b"January 2018")
    assert build(more, cases__csv=months).pack.indicators["late"].period == "January 2018"


# ---------------------------------------------------------------- cells and headings


@pytest.mark.parametrize(
    ("cell", "ages"),
    [
        ("0-5", (0, 5)), ("0 – 5 yrs", (0, 5)), ("under 5s", (0, 4)), ("05-Nov", (5, 11)),
        ("Nov-16", (11, 16)), ("2026-11-05", (5, 11)), ("3 months to 4 years", (0, 4)),
        ("0-24 months", (0, 1)), ("5+", (5, None)), ("all ages", (0, None)),
        ("2 year olds", (2, 2)), ("pregnancy to 5", (-1, 5)), ("antenatal", (-1, -1)),
        ("0-19 (25 with SEND)", (0, 19)),
        ("from birth", (0, None)), ("birth onwards", (0, None)), ("2½ to 4", (2, 4)),
        ("from 2 to 4", (2, 4)), ("from birth to 5", (0, 5)),
        ("TBC", (None, None)), ("", (None, None)), ("01-May", (1, 5)), ("11–16s", (11, 16)),
    ],
    ids=str,
)  # fmt: skip
def test_ages_as_people_write_them(cell, ages):
    found = read_ages(cell)
    assert isinstance(found, Ages)
    assert (found.youngest, found.oldest) == ages


@pytest.mark.parametrize(
    "cell",
    ["Key Stage 2", "11-5", "2025-11-01", "babies", "0-200", "ring us", "(see note)", "0–4 & 8–11"],
)
def test_ages_that_may_mean_anything_are_not_guessed(cell):
    assert isinstance(read_ages(cell), str)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        *[("Setting Name", "name"), ("Name of centre", "name"), ("SERVICE_NAME", "name")],
        *[("Post-code*", "postcode"), ("Venue postcode", "postcode"), ("Age Range", "ages")],
        *[("Min. age", "age_from"), ("Opening Times", "opening"), ("Run by", "provider")],
        *[("Registered places", "capacity"), ("Easting (m)", "easting"), ("Tel. No.", "telephone")],
        *[("Lat/Long", "lat_lon"), ("Monday opening", "opening"), ("Web site", "web")],
    ],
    ids=str,
)
def test_ordinary_headings_are_known(heading, name):
    assert recognise([heading], "services").found == {name: (heading,)}


def test_whose_name_it_is_matters():
    found = recognise(["Provider name", "Manager name", "Ward name"], "services")
    assert "name" not in found.found
    assert found.unused == ("Manager name", "Ward name")


def test_references_to_the_grid():
    assert from_grid_reference("TL 123 456") == (512_350, 245_650)
    assert from_grid_reference("tl1234567890") == (512_345, 267_890)
    assert from_grid_reference("SV 0 0") == (5_000, 5_000)
    assert from_grid_reference("12345") is None


def test_rows_that_do_not_fit_are_told_and_the_others_read():
    table = b"Name,Type,Postcode\nElm,Hub,FE1 0AA\nOak,Hub,FE1 0AB,extra\nAsh,Hub\n"
    with hearing() as told:
        read = parse_own(table, "t.csv", OwnFile(key="o", gives="services", path="", source=""))
    assert list(read.rows["Name"]) == ["Elm", "Ash"]
    assert [problem.where for problem in told.left_out] == ["t.csv, row 3"]
    assert "row 4: the last row is shorter" in " ".join(told.warnings)


def test_every_service_is_taken_where_nothing_is_wrong(build):
    rows = [list(HEADINGS)]
    rows += [[each.get(heading, "") for heading in HEADINGS] for each in services()]
    built = build(SERVICES.format(path="a.csv"), a__csv=as_csv(rows, "utf-8"))
    assert len(ours(built)) == ROWS
    assert built.left_out == ()


# ---------------------------------------------------------------- the door


def test_nothing_of_a_geopackage_is_run(tmp_path):
    view = [
        "DROP TABLE IF EXISTS x",
        "ALTER TABLE t RENAME TO held",
        "CREATE VIEW t AS SELECT * FROM held",
    ]
    rows = {"t": (27700, [({"Team": "A"}, square(0, 0, 1, 1))])}
    path = write_geopackage(tmp_path / "v.gpkg", rows, extra=view)
    with pytest.raises(DataError, match="a view or another table"):
        parse_layer(path.read_bytes(), "v.gpkg")
    with pytest.raises(DataError, match="worked out as it is read"):  # however it is asked
        GeoPackage(path.read_bytes(), "v.gpkg").read(Table(name="t"))


def test_a_column_that_is_worked_out_is_refused(tmp_path):
    made = ["ALTER TABLE t ADD COLUMN big TEXT AS (hex(zeroblob(100))) VIRTUAL"]
    rows = {"t": (27700, [({"Team": "A"}, square(0, 0, 1, 1))])}
    path = write_geopackage(tmp_path / "v.gpkg", rows, extra=made)
    with pytest.raises(DataError, match="worked out as it is read"):
        parse_layer(path.read_bytes(), "v.gpkg")


@pytest.mark.parametrize("cut", [100, 1000, 9000])
def test_a_geopackage_that_breaks_off_is_refused(tmp_path, cut):
    rows = {"t": (27700, [({"Team": "A"}, square(0, 0, 1, 1))])}
    content = write_geopackage(tmp_path / "v.gpkg", rows).read_bytes()
    with pytest.raises(DataError, match="GeoPackage"):
        parse_layer(content[:cut], "v.gpkg")


def test_a_shapefile_in_a_zip(tmp_path):
    content = _shapefile(tmp_path, "EPSG:27700", "Team")
    layer = parse_layer(content, "t.zip")
    assert layer.rows["Team"].tolist() == ["West", "Ost ü"]
    assert layer.crs == "EPSG:27700"
    assert layer.shapes[1].equals(square(0, 0, 1, 1))
    assert layer.shapes[2].area == pytest.approx(1e6 - 2.5e5)  # with a hole
    with pytest.raises(DataError, match=r"without a \.prj"):
        parse_layer(_shapefile(tmp_path, "", "Team"), "t.zip")
    stated = parse_layer(_shapefile(tmp_path, "", "Team"), "t.zip", crs="EPSG:27700")
    assert stated.shapes[1].equals(square(0, 0, 1, 1))


def _shapefile(folder, crs, heading):
    import geopandas as gpd

    hole = square(1, 0, 2, 1).difference(square(1.25, 0.25, 1.75, 0.75))
    frame = gpd.GeoDataFrame(
        {heading: ["West", "Ost ü"]}, geometry=[square(0, 0, 1, 1), hole], crs="EPSG:27700"
    )
    where = folder / f"shape{bool(crs)}"
    where.mkdir(exist_ok=True)
    frame.to_file(where / "t.shp", driver="ESRI Shapefile", encoding="utf-8")
    return make_zip(
        {
            each.name: each.read_bytes()
            for each in sorted(where.iterdir())
            if crs or each.suffix != ".prj"
        }
    )


def test_a_zip_that_is_no_shapefile_is_refused_as_what_it_is():
    with pytest.raises(DataError, match="a name that leads out of the zip"):
        parse_layer(make_zip({"../t.shp": b"x", "t.dbf": b"x"}), "t.zip")
    with pytest.raises(DataError, match="something else"):
        parse_layer(make_zip({"t.shp": b"x" * 200, "t.dbf": b"x"}), "t.zip")


def test_geojson_in_stated_coordinates():
    shape = shapely.geometry.mapping(square(0, 0, 1, 1))
    import json

    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
        "features": [{"type": "Feature", "properties": {"Team": "A"}, "geometry": shape}],
    }
    layer = parse_layer(json.dumps(document).encode(), "t.geojson")
    assert layer.shapes[1].equals(square(0, 0, 1, 1))
    del document["crs"]
    faults = parse_layer(json.dumps(document).encode(), "t.geojson").faults
    assert "metres of the National Grid" in faults[0].found


def test_broken_maps_are_read_or_refused_and_nothing_else(tmp_path):
    whole = write_geopackage(tmp_path / "t.gpkg", teams()).read_bytes()
    zipped = _shapefile(tmp_path, "EPSG:27700", "Team")
    members = {n: zipfile.ZipFile(io.BytesIO(zipped)).read(n) for n in ("t.shp", "t.dbf", "t.prj")}
    random = np.random.default_rng(4)
    ends = {"read": 0, "refused": 0}
    often = 40 if is_working() else 120
    for n in range(often):
        if n % 2:
            content = _damaged(whole, random)
        else:
            member = ("t.shp", "t.dbf", "t.prj")[n // 2 % 3]
            content = make_zip(members | {member: _damaged(members[member], random)})
        with hearing():
            try:
                parse_layer(content, "t")
                ends["read"] += 1
            except DataError:
                ends["refused"] += 1
    assert min(ends.values()) > often // 12


def _damaged(content, random):
    damaged = bytearray(content)
    for at in random.integers(0, len(damaged), 4):
        damaged[at] = int(random.integers(0, 256))
    return bytes(damaged)


def test_the_example_in_the_documents_is_read_as_it_says():
    """Against the patch names and headings of the example; the whole of it needs national files."""
    example = Path(__file__).parents[2] / "docs" / "bring-your-own"
    recipe = read_recipe(example)
    own = recipe.own["own.groups"].own
    with hearing() as told:
        rows = read_services(example / "groups.csv", own)
    assert sorted(rows["asset_id"]) == [f"groups:G{n}" for n in (1, 2, 3, 4, 6)]
    assert set(rows["kind"]) == {"stay-and-play", "youth-club"}
    assert rows.set_index("asset_id")["age_to"]["groups:G3"] == 11
    assert [each.where for each in told.left_out] == ["groups.csv, row 8"]
    patches = read_own_places(example / "patches.geojson", recipe.own_places["patch"])
    assert list(patches.rows["Patch"]) == ["Oakham and the north", "Uppingham and the south"]
