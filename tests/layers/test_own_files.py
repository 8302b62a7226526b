"""Places of one's own from files and back: commands, shapes of many kinds, one clear message."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
import shapely
from pandas import DataFrame
from shapely.geometry import Point, box

from geodata.crs import lonlat_from_grid
from geodata.errors import DataError, QuestionError
from geodata.files.layers import parse_layer
from layers.__main__ import main
from layers.commands.own import read_handed
from layers.own_places.address import LONGEST, read_own, write_own, write_recipe
from layers.own_places.beside import with_own_places
from layers.own_places.handed import places_of_shapes
from layers.own_places.held import measure_own
from layers.own_places.recipes import MOST_PLACES, Existing, OwnPlace, OwnPlaces, Picked
from layers.own_places.saving import own_geojson, read_saved
from tests.builders import SIDE, SOUTH, WEST, tiny_areas, tiny_pack
from tests.kept_packs import write_once

PACK = tiny_pack()


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """Read files in this process: another takes a second, and is tested for itself."""
    monkeypatch.setattr("layers.commands.own.parse_layer_apart", parse_layer)


def square(west, south, east, north):
    return box(WEST + west * SIDE, SOUTH + south * SIDE, WEST + east * SIDE, SOUTH + north * SIDE)


def geojson(named, **more):
    features = []
    for name, shape in named:
        turned = shapely.transform(shape, lambda at: np.column_stack(lonlat_from_grid(*at.T)))
        features.append(
            {
                "type": "Feature",
                "properties": {"name": name},
                "geometry": turned.__geo_interface__,
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def handed(named, **settings):
    rows = DataFrame({"Team": [name for name, _ in named]}, index=range(1, len(named) + 1))
    shapes = {n: shape for n, (_, shape) in enumerate(named, start=1)}
    before = settings.pop("before", OwnPlaces())
    return places_of_shapes(PACK, before, rows, shapes, "f.geojson", **settings)


def test_a_file_gives_a_place_for_each_name():
    found = handed(
        [
            ("North", square(0, 1, 1, 3)),
            ("South", square(0, 0, 1, 1)),
            ("North", square(1, 1, 2, 3)),
        ]
    )
    assert [each.name for each in found.own.places] == ["North", "South"]
    assert "same name are joined" in found.said[0]
    held = measure_own(with_own_places(PACK, found.own)).table
    assert dict(held.set_index("place")["areas"]) == {"North": 4, "South": 1}
    assert held["children"].sum() == pytest.approx(5 * 180)


def test_what_of_a_file_cannot_be_used_is_told_and_the_rest_is_kept():
    found = handed(
        [
            ("Good", square(0, 0, 1, 1)),
            ("Sea", square(20, 20, 21, 21)),
            ("A point", Point(WEST, SOUTH)),
            ("", square(1, 1, 2, 2)),
        ]
    )
    assert [each.name for each in found.own.places] == ["Good", "Shape 4"]
    said = [each.sentence() for each in found.problems]
    assert any("feature 3: found a Point" in each for each in said)
    assert any("'Sea': found a place that lies outside" in each for each in said)


def test_too_many_places_are_refused_in_one_message():
    many = [(f"P{n}", square(0, 0, 1, 1)) for n in range(10_000)]
    with pytest.raises(QuestionError) as refused:
        handed(many)
    [problem] = refused.value.problems
    assert problem.found == "10,000 places"
    assert problem.expected == f"at most {MOST_PLACES}"


def test_an_outline_that_is_too_long_is_made_to_fit_an_address():
    round_place = shapely.Point(WEST + 1500, SOUTH + 1500).buffer(1200, quad_segs=2000)
    found = handed([("Round", round_place)])
    assert "simplified to fit an address" in found.said[0]
    assert len(write_own(found.own)) <= LONGEST
    exact = handed([("Round", round_place)], has_room=True)
    assert exact.said == ()
    simple, whole = (
        measure_own(with_own_places(PACK, each.own)).table["children"].iloc[0]
        for each in (found, exact)
    )
    assert simple == whole
    rng = np.random.default_rng(1)
    edge = square(0, 0, 2, 2).segmentize(1)
    corners = shapely.get_coordinates(edge)
    ragged = shapely.Polygon(corners + rng.uniform(-0.4, 0.4, corners.shape)).buffer(0)
    found = handed([("Ragged", ragged)])
    assert "is kept as these" in found.said[0] or "simplified" in found.said[0]


@pytest.mark.sweep
def test_what_fits_no_address_is_refused_and_nothing_is_lost():
    rng = np.random.default_rng(1)
    angles = np.sort(rng.uniform(0, 2 * np.pi, 4000))
    ring = np.column_stack([np.cos(angles), np.sin(angles)])
    star = shapely.Polygon(
        ring * rng.uniform(500, 1400, 4000)[:, None] + [WEST + 1500, SOUTH + 1500]
    )
    before = OwnPlaces(places=(OwnPlace(name="Mine", recipe=Picked(area_ids=("A1",))),))
    with pytest.raises(QuestionError, match="an address holds"):
        handed([(f"Star {n}", star) for n in range(15)], before=before)


def test_a_saved_file_is_read_back_to_the_same_places():
    own = OwnPlaces(
        places=(
            OwnPlace(name="Team’s <b>", recipe=Existing(place_id="team-a")),
            *handed([("North", square(0.3, 1, 1.2, 3))]).own.places,
        )
    )
    pack = with_own_places(PACK, own)
    content = own_geojson(pack).encode()
    assert read_saved(content, "mine.geojson") == own
    again = read_handed(content, "mine.geojson", PACK)
    assert with_own_places(PACK, again.own).content_hash == pack.content_hash
    features = json.loads(content)["features"]
    assert features[0]["properties"]["areas"] == {"A1": 1.0, "A2": 1.0, "A3": 1.0}
    assert features[0]["geometry"]["type"] == "Polygon"


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said["features"][0]["properties"].pop("recipe"),
        lambda said: said["features"][0]["properties"].update(recipe="place"),
        lambda said: said["features"][0]["properties"].update(name=" \n"),
        lambda said: said["features"].clear(),
        lambda said: said["features"].append(3),
        lambda said: said.update(features="none"),
    ],
    ids=range(6),
)
def test_a_saved_file_that_was_changed_is_told(change):
    own = OwnPlaces(places=(OwnPlace(name="x", recipe=Existing(place_id="team-a")),))
    said = json.loads(own_geojson(with_own_places(PACK, own)))
    change(said)
    with pytest.raises(DataError):
        read_saved(json.dumps(said).encode(), "mine.geojson")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "found text"),
        (b"name,x\na,1\n", "found text"),
        (geojson([]), "no features"),
        (geojson([("x", Point(WEST, SOUTH))]), "a Point"),
        (geojson([("x", square(20, 20, 21, 21))]), "or in the sea"),
        (
            geojson([("x", square(0, 0, 1, 1))], crs={"properties": {"name": "EPSG:999999"}}),
            "a CRS with an EPSG number",
        ),
        (
            geojson([("x", square(0, 0, 1, 1))], crs={"properties": {"name": "EPSG:27700"}}),
            "degrees in place of metres of the National Grid",
        ),
        (b'{"type": "FeatureCollection", "features": [', "not JSON"),
    ],
    ids=["empty", "table", "none", "point", "sea", "crs", "wrong crs", "cut"],
)
def test_a_file_that_cannot_be_used_is_told_in_one_message(content, told):
    with pytest.raises(DataError) as refused:
        read_handed(content, "mine.geojson", PACK)
    assert len(refused.value.problems) == 1
    assert told in str(refused.value)


@pytest.fixture
def folder(tmp_path):
    write_once(PACK, tmp_path / "pack")
    return tmp_path


def test_every_command_takes_places_of_ones_own(folder, capsys):
    (folder / "mine.geojson").write_bytes(geojson([("North", square(0, 1, 3, 3))]))
    words = ["--pack", str(folder / "pack"), "--own", str(folder / "mine.geojson")]
    assert main(["gaps", *words, "--kind", "own", "--format", "csv"]) == 0
    assert "North" in capsys.readouterr().out
    assert main(["own", *words, "--format", "geojson"]) == 0
    saved = capsys.readouterr().out
    assert read_saved(saved.encode(), "x").places[0].name == "North"
    text = ["--pack", str(folder / "pack"), "--own", "Team.place.team-a"]
    assert main(["own", *text]) == 0
    assert "Team: Made of Team Alder. It holds 3 whole neighbourhoods." in capsys.readouterr().out
    assert main(["own", "--pack", str(folder / "pack")]) == 2
    assert main(["gaps", *text[:3], str(folder / "none.kml")]) == 2
    assert "a file of shapes" in capsys.readouterr().err


def test_children_who_are_not_known_are_none_of_a_count():
    areas = tiny_areas()
    areas.loc["C1", "people_3"] = float("nan")
    areas.loc["B2", [f"people_{age}" for age in range(18)]] = 0
    pack = with_own_places(
        tiny_pack(areas=areas),
        OwnPlaces(
            places=tuple(
                OwnPlace(name=name, recipe=Picked(area_ids=ids))
                for name, ids in (("Gap", ("C1",)), ("Part", ("A1", "C1")), ("Nobody", ("B2",)))
            )
        ),
    )
    held = measure_own(pack)
    said = held.sentence()
    assert "Gap: the number of children under 18 is not known in 1 neighbourhood" in said
    assert "Part: about 180 children under 18 in 2 neighbourhoods, beside 1 of these" in said
    assert "Nobody: none children" not in said
    assert held.missing() == {"areas": 2.0}


def test_the_places_of_the_documents_can_be_asked_about():
    """Read as they stand there; that Rutland holds them is asked where its files are."""
    docs = Path(__file__).parents[2] / "docs"
    example = docs / "bring-your-own" / "places-to-ask-about.geojson"
    layer = parse_layer(example.read_bytes(), example.name)
    assert list(layer.rows["name"]) == ["Around the new estate", "Uppingham and about"]
    assert f"--own docs/bring-your-own/{example.name}" in (docs / "packs.md").read_text("utf-8")
    written = re.search(r"/map\?kind=own&own=(\S+)", (docs / "packs.md").read_text("utf-8"))
    own, problems = read_own(unquote(written[1]), where="the address")
    assert not problems
    assert [each.name for each in own.places] == ["Near our centre", "A short drive"]
    assert [write_recipe(each.recipe) for each in own.places] == [
        "within.3000.postcode.LE156EG",
        "journey.drive.10.postcode.LE156EG",
    ]


@pytest.mark.parametrize(
    ("name", "called"),
    [("long " * 40, "long " * 11 + "long"), ("two\nlines", "two lines"), ("\u200b ", "?")],
    ids=["too long", "on two lines", "nothing that is seen"],
)
def test_a_place_that_code_made_is_saved_under_a_name_that_can_be_read(name, called):
    own = OwnPlaces(places=(OwnPlace(name=name, recipe=Picked(area_ids=("A1",))),))
    said = own_geojson(with_own_places(PACK, own))
    assert [each["properties"]["name"] for each in json.loads(said)["features"]] == [called[:60]]
    assert read_saved(said.encode(), "mine.geojson") == own
