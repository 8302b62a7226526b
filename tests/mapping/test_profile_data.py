"""The data of a profile: read back as GDAL does, and made again from the manifest alone."""

import csv
import hashlib
import io
import json
import math
import sqlite3
import zipfile
from dataclasses import replace
from functools import cache

import pyogrio
import pytest

from geodata.errors import DataError, PackError
from layers.own_places.beside import with_own_places
from layers.own_places.recipes import OWN, OwnPlace, OwnPlaces, Picked
from layers.places import member_areas
from layers.profile.asked import Shared, ask
from layers.question.question import default_question
from layers.said.export import plain, safe_cell
from layers.scenarios.changes import Close, Scenario
from layers.scenarios.effect import measure_effect
from mapping.__main__ import main
from mapping.profile.again import differing, document_again
from mapping.profile.branding import Branding
from mapping.profile.data import map_tables, write_data
from mapping.profile.formats import FORMATS
from mapping.profile.made import Document
from mapping.profile.manifest import parse_manifest, read_manifest
from mapping.profile.tabled import tables_of
from tests.kept_packs import starter_pack
from tests.mapping.test_profile_formats import document


@cache
def written():
    return write_data(document())


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_of(content):
    return parse_manifest(files_of(content)["manifest.json"])


def test_every_figure_of_every_table_is_the_profiles():
    files = files_of(written())
    tables = tables_of(document())
    paths = [path for path in files if path.startswith("tables/")]
    assert len(paths) == len(tables)
    for path, made in zip(paths, tables, strict=True):
        assert files[path].startswith(b"\xef\xbb\xbf")
        headings, *rows = list(csv.reader(io.StringIO(files[path].decode("utf-8-sig"))))
        fields = made.fields()
        assert headings == [safe_cell(field.heading) for field in fields]
        assert len(rows) == len(made.table.rows)
        for cells, row in zip(made.table.rows, rows, strict=True):
            for field, found in zip(fields, row, strict=True):
                cell = cells[field.position]
                if field.kind == "text":
                    assert found == str(safe_cell(cell.text))
                elif cell.number is None:
                    assert found == ""
                else:
                    assert math.isclose(float(found), plain(cell.number))


def test_the_map_opens_in_gdal_with_the_place_its_areas_and_doors(tmp_path):
    path = tmp_path / "map.gpkg"
    path.write_bytes(files_of(written())["map.gpkg"])
    made = document()
    tables = {table.title: table for table in map_tables(made)}
    assert {name for name, _ in pyogrio.list_layers(path)} == set(tables)
    for name, table in tables.items():
        frame = pyogrio.read_dataframe(path, layer=name)
        assert frame.crs.to_epsg() == 27700
        assert len(frame) == len(table.rows) > 0
        assert list(frame.columns[:-1]) == list(table.columns)
        for heading, values in zip(table.columns, zip(*table.rows, strict=True), strict=True):
            read = [None if each != each else each for each in frame[heading]]  # noqa: PLR0124
            assert [each or None for each in read] == [each or None for each in values]
        assert pyogrio.read_info(path, layer=name)["layer_metadata"]["DESCRIPTION"]
    areas = pyogrio.read_dataframe(path, layer=made.spec.fill.title)
    inside = member_areas(made.pack, made.profile.place_id)
    assert set(areas["Code"]) == set(inside.index)
    with sqlite3.connect(path) as database:
        said = dict(database.execute("SELECT column_name, description FROM gpkg_data_columns"))
    assert set(said) == {column for table in tables.values() for column in table.columns}
    assert all(said.values())


def test_the_checksums_are_those_of_the_files():
    files = files_of(written())
    manifest = manifest_of(written())
    listed = {each.path: (each.bytes, each.sha256) for each in manifest.files}
    del files["manifest.json"]
    assert listed == {
        path: (len(content), hashlib.sha256(content).hexdigest()) for path, content in files.items()
    }
    assert manifest.pack.content_hash == document().pack.content_hash


def test_the_same_is_made_again_from_the_manifest_alone(tmp_path):
    path = tmp_path / "manifest.json"
    path.write_bytes(files_of(written())["manifest.json"])
    again = document_again(read_manifest(path), starter_pack())
    assert write_data(again) == written()
    assert differing(read_manifest(path), write_data(again)) == ()
    for key in ("csv", "xlsx"):
        assert FORMATS[key].write(again) == FORMATS[key].write(document())


def test_own_places_a_scenario_another_question_and_a_branding_come_again():
    published = starter_pack()
    areas = list(published.areas.index[:4])
    own = OwnPlaces(places=(OwnPlace(name="Ours", recipe=Picked(area_ids=tuple(areas))),))
    pack = with_own_places(published, own)
    question = replace(default_question(pack), place_kind=OWN, limit_min=17, age_to=7)
    kinds = pack.info.services[question.service].kinds
    door = str(pack.assets.index[pack.assets["kind"].isin(kinds)][0])
    effect = measure_effect(pack, question, Scenario(steps=(Close(asset_id=door),)))
    place_id = own.places[0].place_id
    branding = Branding(name="Fenland", colour="#003300", printed="1 May 2026")
    asked = ask(Shared(pack, question), place_id, effect=effect, address="/places?x=1")
    made = write_data(Document(asked, length="sheet", branding=branding))
    manifest = manifest_of(made)
    again = document_again(manifest, published, replace(branding, printed="later"))
    assert write_data(again) == made
    with pytest.raises(DataError, match="--brand: found no branding"):
        document_again(manifest, published)
    with pytest.raises(DataError, match="the branding of"):
        document_again(manifest, published, replace(branding, colour="#003301"))


def test_another_edition_of_the_pack_is_refused_in_one_line():
    manifest = manifest_of(written())
    other = replace(document().pack, content_hash="0" * 64)
    with pytest.raises(PackError) as caught:
        document_again(manifest, other)
    said = str(caught.value)
    assert "\n" not in said
    assert "pack 000000000000" in said
    assert f"pack {manifest.pack.content_hash[:12]}" in said


def test_the_command_makes_the_same_again_and_says_so(tmp_path, capsys):
    path = tmp_path / "manifest.json"
    path.write_bytes(files_of(written())["manifest.json"])
    asked = ["profile", "--from", str(path), "--out", str(tmp_path)]
    assert main(asked) == 0
    assert "to the byte" in capsys.readouterr().out
    made = tmp_path / f"{document().profile.place_id}-profile.zip"
    assert made.read_bytes() == written()
    said = json.loads(path.read_bytes())
    said["files"][0]["sha256"] = "0" * 64
    path.write_text(json.dumps(said))
    assert main(asked) == 0
    assert "Otherwise than manifest.json says" in capsys.readouterr().out
    said["pack"]["content_hash"] = "0" * 64
    path.write_text(json.dumps(said))
    made.unlink()
    assert main(asked) == 2
    assert capsys.readouterr().err.count("pack 000000000000") == 1
    assert not made.exists()


def test_what_was_changed_since_is_told():
    manifest = manifest_of(written())
    first = manifest.files[0].model_copy(update={"sha256": "0" * 64})
    changed = manifest.model_copy(update={"files": [first, *manifest.files[1:]]})
    assert differing(changed, written()) == (first.path,)


def changed(**more):
    said = json.loads(files_of(written())["manifest.json"])
    return json.dumps(said | more).encode()


LISTED = {"path": "README.txt", "bytes": 1, "sha256": "0" * 64}
BROKEN = {
    "empty": b"",
    "no JSON": b"{",
    "not text": b"\xff\xfe\x00",
    "a list": b"[]",
    "another file": b'{"file": "know-your-patch-scenario"}',
    "deep": b"[" * 100_000,
    "large": b" " * 600_000,
    "twice": b'{"file": "know-your-patch-profile", "file": "know-your-patch-profile"}',
    "NaN": b'{"file": "know-your-patch-profile", "version": NaN}',
    "half a character": b'{"file": "know-your-patch-profile", "own": "\\ud800"}',
    "huge number": b'{"file": "know-your-patch-profile", "version": ' + b"9" * 5_000 + b"}",
    "another version": changed(version=2),
    "version in words": changed(version="1"),
    "more": changed(more=1),
    "upwards": changed(files=[LISTED | {"path": "../README.txt"}]),
    "absolute": changed(files=[LISTED | {"path": "/etc/passwd"}]),
    "drive": changed(files=[LISTED | {"path": "c:\\x.txt"}]),
    "less than nothing": changed(files=[LISTED | {"bytes": -1}]),
    "no checksum": changed(files=[LISTED | {"sha256": "x"}]),
    "many files": changed(files=[LISTED] * 1_000),
    "a number as place": changed(place={"id": 7, "name": "x"}),
    "a list as question": changed(question=["a"]),
    "numbers as settings": changed(question={"age": 4}),
    "long scenario": changed(scenario="x" * 3_000),
    "another length": changed(length="longest"),
    "a pack’s hash": changed(pack={"title": "x", "date": "x", "content_hash": "../.."}),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_or_hostile_manifest_is_refused_in_words(content):
    with pytest.raises(DataError) as caught:
        parse_manifest(content)
    for problem in caught.value.problems:
        assert len(problem.sentence()) < 600
        assert problem.where.startswith("manifest.json")


@pytest.mark.parametrize(
    "more",
    [
        {"place": {"id": "nowhere", "name": "x"}},
        {"question": {"service": "nothing"}},
        {"question": {"age": "00045-00099"}},
        {"own": "~~~"},
        {"scenario": "close"},
        {"scenario": "close.nothing"},
    ],
    ids=["place", "service", "age", "own", "half a change", "change"],
)
def test_what_a_manifest_asks_in_vain_is_refused_in_words(more):
    with pytest.raises(DataError):
        document_again(parse_manifest(changed(**more)), starter_pack())


def test_no_figure_of_another_place_is_in_it():
    made = document()
    inside = set(member_areas(made.pack, made.profile.place_id).index)
    others = [str(key) for key in made.pack.areas.index if key not in inside]
    everything = b"".join(files_of(written()).values())
    assert others
    assert not [key for key in others if key.encode() in everything]
