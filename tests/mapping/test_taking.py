"""What is taken away from the map: its data, its pictures and prints; the same layers in each."""

import io
import json
import math
import zipfile
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from PIL import Image
from pypdf import PdfReader

from geodata.errors import QuestionError
from layers.gaps import measure_gaps
from layers.indicators.asking import Shown
from layers.indicators.colouring import measure_colouring
from layers.question.question import default_question
from mapping.__main__ import main
from mapping.drawn.data import tables_on, without_data
from mapping.drawn.data_files import csv_bytes, csv_zip, geojson, geopackage
from mapping.drawn.picture import draw_map_png
from mapping.escape import file_name
from mapping.map.indicator import describe_indicator
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import read_layers
from mapping.map.values import Point
from mapping.map.view import metres_around, read_at
from mapping.profile.map_document import map_pdf
from mapping.profile.map_files import FORMS, map_file
from tests.builders import NEED_DECILES, tiny_areas, tiny_assets, tiny_pack
from tests.kept_packs import write_once
from tests.layers.published import pack_with
from tests.mapping.reading import opened
from tests.sweeps import with_sweeps

LAYERS = "fill.gap,line.early-help-team,line.district,doors.libraries,doors.family-centres,out.far"
DECILES = NEED_DECILES | {"B2": None}


def pack_of(**columns):
    areas = tiny_areas()
    areas.loc["A1", "name"] = '=HYPERLINK("http://x")'
    return tiny_pack(areas=areas, deciles=DECILES, assets=tiny_assets(**columns))


def described(pack, layers=LAYERS, **changes):
    asked, problems = read_layers(layers, pack, "a test")
    assert not problems
    gaps = measure_gaps(pack, default_question(pack, **changes))
    return describe_layers(pack, gaps, asked), gaps


PACK = pack_of()
SPEC, GAPS = described(PACK)


def unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_csv_opens_right_and_holds_what_the_map_says():
    [fill] = [table for table in tables_on(SPEC, PACK) if table.key == "fill.gap"]
    content = csv_bytes(fill)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = pd.read_csv(io.BytesIO(content))
    assert len(rows) == len(PACK.areas)
    assert not any(line.startswith(b"#") for line in content.splitlines())
    [gap] = [name for name in rows if "out of reach" in name and "number" in name]
    assert "mid-2020" in gap
    known = GAPS.areas["gap_children"].reindex(rows["Code"]).to_numpy()
    assert rows[gap].isna().tolist() == np.isnan(known).tolist()
    assert np.nansum(np.abs(rows[gap] - np.floor(known + 0.5))) == 0
    assert not any("_" in name for name in rows)
    assert rows["Colour means"].notna().all()


def test_what_a_spreadsheet_would_run_is_disarmed_in_each_layer():
    files = unzipped(csv_zip(SPEC, PACK))
    texts = [content.decode("utf-8-sig") for name, content in files.items() if "README" not in name]
    assert any("'=HYPERLINK" in text for text in texts)
    cells = [cell for text in texts for row in text.splitlines() for cell in row.split(",")]
    assert not any(cell.strip('"').startswith(("=", "+", "-", "@")) for cell in cells)
    assert "made safe to open" in files["README.txt"].decode("utf-8-sig")


def test_a_zip_holds_a_table_for_each_layer_that_is_on_and_notes_apart():
    files = unzipped(csv_zip(SPEC, PACK, GAPS.notes()))
    assert set(files) == {
        "README.txt",
        *(f"{file_name(layer.title)}.csv" for layer in SPEC.drawn),
    }
    assert len(files) == 7
    said = files["README.txt"].decode("utf-8-sig")
    for words in (SPEC.heading, SPEC.sentence, SPEC.method, "Illustrative", "Made for tests"):
        assert words in said
    assert all(name in said for name in files if name != "README.txt")
    assert csv_zip(SPEC, PACK) == csv_zip(SPEC, PACK)
    services = pd.read_csv(io.BytesIO(files["child-and-family-centres.csv"]))
    assert set(services["Id"]) == {"centre-a", "zone-c"}


def test_a_layer_that_is_off_or_hidden_is_in_no_data():
    spec, _ = described(PACK, "fill.need,fill.gap,-line.district,line.early-help-team")
    keys = [table.key for table in tables_on(spec, PACK)]
    assert keys == ["line.early-help-team", "fill.gap"]
    assert without_data(spec) == [spec.drawn[0].title]
    for form in ("zip", "geojson", "gpkg"):
        assert b"Tinyshire</" not in map_file(form, spec, PACK)
    assert {
        each["properties"]["Layer"] for each in json.loads(geojson(spec, PACK))["features"]
    } == {
        "Early-help teams",
        "Need and reach",
    }


def test_geojson_is_as_its_standard_says():
    value = json.loads(geojson(SPEC, PACK), parse_constant=pytest.fail)
    assert value["type"] == "FeatureCollection"
    assert "crs" not in value
    assert value["illustrative"] is True
    assert value["sources"]
    tables = tables_on(SPEC, PACK)
    assert len(value["features"]) == sum(len(table.rows) for table in tables)
    for feature in value["features"]:
        shape = shapely.geometry.shape(feature["geometry"])
        assert -9 < shape.bounds[0] < 3  # longitude first
        assert 49 < shape.bounds[1] < 61
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw
    [unknown] = [each["properties"] for each in value["features"]
                 if each["properties"].get("Code") == "B2"
                 and each["properties"]["Layer"] == "Need and reach"]  # fmt: skip
    assert unknown["Colour means"] == "not known"
    assert None in unknown.values()


def test_a_geopackage_has_a_layer_for_each_and_is_the_same_each_time(tmp_path):
    content = geopackage(SPEC, PACK)
    path = tmp_path / "map.gpkg"
    path.write_bytes(content)
    held = [str(name) for name, _ in pyogrio.list_layers(path)]
    tables = {table.title: table for table in tables_on(SPEC, PACK)}
    assert set(held) == set(tables)
    for name in held:
        rows, table = gpd.read_file(path, layer=name), tables[name]  # noqa: TID251
        assert rows.crs.to_epsg() == 27700
        assert list(rows.columns) == [*table.columns, "geometry"]
        assert len(rows) == len(table.rows)
        assert shapely.equals(rows.geometry.to_numpy(), table.shapes.to_numpy()).all()
        numbers = pd.read_csv(io.BytesIO(csv_bytes(table))).select_dtypes("number")
        for column in numbers:
            assert rows[column].tolist() == pytest.approx(numbers[column].tolist(), nan_ok=True)
    assert geopackage(SPEC, PACK) == content
    assert "pyogrio" not in content.decode("latin-1")


def test_the_file_says_which_doors_are_open_to_the_ages_asked_about():
    """The centre takes 0 to 19, the zone 0 to 4."""
    spec, _ = described(PACK, "doors.family-centres", age_from=5, age_to=11)
    [doors] = [table for table in tables_on(spec, PACK) if table.key == "doors.family-centres"]
    told = {row["Name"]: row["Drawn as open to the ages asked about"] for row in doors.records()}
    assert told == {"Field Centre": "yes", "Corner Zone": "no"}


def test_offers_without_a_door_are_rows_without_a_place(tmp_path):
    spec, _ = described(PACK, "fill.gap,offers")
    [offers] = [table for table in tables_on(spec, PACK) if table.key == "offers"]
    assert [row["Name"] for row in offers.records()] == ["Parents' Line"]
    features = json.loads(geojson(spec, PACK))["features"]
    assert [each["properties"]["Name"] for each in features if each["geometry"] is None] == [
        "Parents' Line"
    ]
    path = tmp_path / "map.gpkg"
    path.write_bytes(geopackage(spec, PACK))
    assert len(pyogrio.read_dataframe(path, layer=offers.title)) == 1


def test_an_indicators_figures_are_in_its_data():
    pack = pack_with()
    gaps = measure_gaps(pack, default_question(pack))
    spec = describe_indicator(pack, gaps, measure_colouring(pack, Shown(indicator="ready_pct")))
    [table] = [each for each in tables_on(spec, pack) if each.key == "fill.ready_pct"]
    assert any("2018/19" in name and "%" in name for name in table.columns)
    [first, *_] = table.records()
    assert 70.0 in first.values()


@pytest.mark.parametrize(("paper", "size"), [("a4", (842, 595)), ("a3", (1191, 842))])
def test_a_print_is_one_side_with_its_words(paper, size):
    content = map_pdf(SPEC, PACK, paper, notes=GAPS.notes())
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 1
    assert [round(float(each)) for each in pages[0].mediabox[2:]] == list(size)
    said = " ".join(pages[0].extract_text().split())
    for words in (SPEC.heading, SPEC.legend.title, "Illustrative", "Made for tests", "Districts"):
        assert words in said
    assert content == map_pdf(SPEC, PACK, paper, notes=GAPS.notes())


def many_symbols(count):
    """The same map with doors of very many kinds, each with a very long name."""
    layer = SPEC.services[0]
    base = layer.points[0]
    points = tuple(
        Point(
            asset_ids=base.asset_ids,
            label=f"Door {at}",
            details=base.details,
            lon=base.lon,
            lat=base.lat,
            shape="star",
            kind_label=f"kind {at} {'of a very long name ' * 3}",
            hollow=False,
            colour=0,
        )
        for at in range(count)
    )
    layers = tuple(
        replace(each, make_points=lambda: points) if each is layer else each for each in SPEC.layers
    )
    return replace(SPEC, layers=layers, title="A Very Long Title " * 20)


@pytest.mark.parametrize("paper", with_sweeps(["a4", "a3"], working=["a4"]))
def test_a_print_stays_on_one_side_however_much_there_is(paper):
    spec = many_symbols(30)
    assert len(spec.symbols) >= 30
    long = replace(spec, sentence="A very long answer indeed. " * 20, method="How. " * 300)
    content = map_pdf(long, PACK, paper, notes=["A note that goes on and on. " * 30] * 4)
    assert len(PdfReader(io.BytesIO(content)).pages) == 1


def test_the_key_of_a_picture_has_room_for_thirty_symbols():
    drawn = draw_map_png(many_symbols(30), PACK, dpi=50)
    image = np.asarray(Image.open(io.BytesIO(drawn)).convert("L"))
    foot = image[-3:, :]  # nothing runs off the paper
    assert (foot > 200).all()


def test_a_view_shows_what_was_on_screen_and_nothing_else():
    at = read_at("52.48,0.09,13", PACK)
    assert at is not None
    west, south, east, north = metres_around(at)
    m_per_px = 40_075_016.686 * math.cos(math.radians(at.lat)) / (256 * 2**13)
    assert east - west == pytest.approx(900 * m_per_px)
    assert north - south == pytest.approx(640 * m_per_px)
    whole, part = (draw_map_png(SPEC, PACK, dpi=60, bounds=each)
                   for each in (None, metres_around(at)))  # fmt: skip
    assert whole != part
    svg = map_file("svg", SPEC, PACK, bounds=metres_around(at))
    assert svg == map_file("svg", SPEC, PACK, bounds=metres_around(at))
    assert b"<svg" in svg[:600]


def test_the_command_writes_every_form(tmp_path):
    write_once(PACK, tmp_path / "pack")
    given = ["map", "--pack", str(tmp_path / "pack"), "--layers", "fill.need,line.district"]
    for ending in ("html", "png", "svg", "pdf", "csv", "zip", "geojson", "gpkg"):
        path = tmp_path / f"map.{ending}"
        assert main([*given, "--out", str(path)]) == 0
        assert path.stat().st_size > 500, ending
    notes = (tmp_path / "map-README.txt").read_text("utf-8-sig")
    assert "How this is worked out" in notes
    rows = pd.read_csv(tmp_path / "map.csv")
    assert "Colour means" in rows


def test_a_view_of_somewhere_else_is_refused(tmp_path, capsys):
    words = ["map", "--out", str(tmp_path / "map.png"), "--at", "10,10,3"]
    assert main(words) == 2
    assert "--at: found '10,10,3'" in capsys.readouterr().err
    assert not (tmp_path / "map.png").exists()


def test_the_page_hands_out_every_form_with_plain_labels(serve):
    serve(PACK)
    labels = [each.label for each in opened("map").get("download_button")]
    assert [form.label for form in FORMS.values()] == labels[: len(FORMS)]


def test_pictures_show_what_is_on_screen_once_that_is_asked_for(serve):
    serve(PACK)
    app = opened("map", at="52.48,0.09,13")
    assert "whole area" in " ".join(each.value for each in app.caption)
    [button] = [each for each in app.button if each.label == "Show what is on screen now"]
    button.click().run()
    assert "was on screen" in " ".join(each.value for each in app.caption)
    [whole] = [each for each in app.button if each.label == "Show the whole area"]
    whole.click().run()
    assert "whole area" in " ".join(each.value for each in app.caption)


def test_nothing_of_a_question_that_cannot_be_asked_is_handed_out():
    with pytest.raises(QuestionError):
        map_file("png", replace(SPEC), PACK, bounds=None) and draw_map_png(
            SPEC, PACK, place_id="nowhere"
        )
