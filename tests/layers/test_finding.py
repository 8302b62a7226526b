"""Finding by what people type: codes first, then names from their beginning; and what is said."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import Point

from geodata.errors import Problem
from geodata.model import Ground, Pack
from geodata.pack import hash_pack
from layers.finding.find import MOST, find_things
from layers.finding.plain import compact, is_postcode, plain, postcode_words
from layers.finding.spots import read_spot
from layers.finding.things import has_postcodes, list_things
from layers.finding.words import area_said, asset_sentence, spot_sentence
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.question.rural import RuralRule
from tests.builders import CRS, SIDE, SOUTH, WEST, tiny_origins, tiny_pack
from tests.kept_packs import starter_pack

WHERE = "the address, spot"


def settlements(*named):
    """Names on the map: kind, name and where, in kilometres from the south-west corner."""
    names = gpd.GeoDataFrame(
        {
            "kind": [kind for kind, *_ in named],
            "rank": 1,
            "name": [name for _, name, *_ in named],
            "source": "made-up",
        },
        geometry=[Point(WEST + x * SIDE, SOUTH + y * SIDE) for *_, x, y in named],
        crs=CRS,
    )
    nothing = gpd.GeoDataFrame({"kind": []}, geometry=[], crs=CRS)
    return Ground(areas=nothing, lines=nothing, names=names)


def town_pack():
    """Nine areas whose origins are postcodes, with three settlements, two of one name."""
    origins = tiny_origins()
    codes = [f"PE1{at // 9 + 1} {at % 9}A{chr(65 + at % 20)}" for at in range(len(origins))]
    origins.index = origins.index.__class__(codes, name="origin_id")
    ground = settlements(
        ("town", "Élmham", 0.5, 0.5), ("village", "Newton", 1.5, 1.5), ("village", "Newton", 9, 9)
    )
    pack = replace(tiny_pack(origins=origins), ground=ground)
    return replace(pack, content_hash=hash_pack(pack))


PACK = town_pack()
THINGS = list_things(PACK)


def found(typed, pack=PACK, things=THINGS):
    return find_things(pack, things, typed)


def ids(typed, **of):
    return [(each.kind, each.id) for each in found(typed, **of).things]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("St. Ives", "st ives"),
        ("Children’s", "childrens"),
        ("children's", "childrens"),
        ("Ély & Fen", "ely and fen"),
        ("  A--b_c ", "a b c"),
        ("?!", ""),
    ],
)
def test_what_nobody_types_does_not_matter(text, said):
    assert plain(text) == said


def test_a_postcode_is_known_by_its_form():
    assert all(map(is_postcode, ("PE13 2AA", "pe132aa", "w1a 0ax", "CB1  1AA", "M1 1AE")))
    assert not any(map(is_postcode, ("PE13", "E01018085", "PE13 2A", "Wisbech", "", "PE 13")))
    assert (compact("pe13 2aa"), postcode_words("m11ae")) == ("PE132AA", "M1 1AE")


@pytest.mark.parametrize("typed", ["PE11 0AA", "pe110aa", "Pe11  0aa"])
def test_a_postcode_is_found_however_it_is_typed(typed):
    [first] = found(typed).things
    assert (first.kind, first.id, first.name) == ("spot", "PE11 0AA", "PE11 0AA")
    origin = PACK.origins.loc["PE11 0AA"]
    spot = read_spot(typed, PACK, THINGS, WHERE)
    assert (spot.easting_m, spot.northing_m) == (origin["easting_m"], origin["northing_m"])
    assert spot.area_id == origin["area_id"]
    assert spot.at == first.at


def test_the_beginning_of_a_postcode_lists_those_that_begin_so():
    listed = [each.name for each in found("PE11").things]
    assert listed == sorted(code for code in PACK.origins.index if code.startswith("PE11"))
    assert found("PE1").more == len(PACK.origins) - MOST


def test_a_postcode_that_is_not_there_is_said_with_why():
    assert "PE99 9ZZ is not among the postcodes" in found("pe999zz").note
    other = tiny_pack()
    assert not has_postcodes(other)
    told = found("PE13 2AA", pack=other, things=list_things(other))
    assert "not told by postcode" in told.note
    assert told.things == ()


def test_codes_names_beginnings_words_and_what_stands_beside_come_in_that_order():
    assert ids("A1")[0] == ("area", "A1")
    assert ids("team-a")[0] == ("place", "team-a")
    listed = [each.name for each in found("newton").things]
    assert listed == ["Newton", "Newton"]
    assert ids("elmham") == [("spot", "Élmham")]
    assert ids("alder team") == [("place", "team-a")]
    assert ids("district")[0] == ("place", "D1")


def test_places_of_every_kind_and_services_of_every_kind_are_found():
    starter = starter_pack()
    things = list_things(starter)
    of = {each.of for q in ("Fenland", "Wisbech") for each in found(q, starter, things).things}
    assert {"district", "early-help-team"} <= of
    [rosie] = found("rosie", starter, things).things
    assert (rosie.kind, rosie.id, rosie.detail) == (
        "asset",
        "hospital-rosie",
        "hospital, Cambridge",
    )
    for key, name in starter.places["name"].items():
        assert key in [each.id for each in found(name, starter, things).things]


def test_what_is_too_much_to_list_is_counted():
    starter = starter_pack()
    things = list_things(starter)
    told = found("e", starter, things)
    fitting = [each for each in things.entries if "e" in each.text]
    assert len(told.things) == MOST
    assert told.more == len(fitting) - MOST


@pytest.mark.parametrize("typed", ["", " ", "?", "\u202e", "<script>", "%", "x" * 10_000])
def test_nothing_is_found_of_nothing(typed):
    assert found(typed).things == ()


def test_settlements_of_one_name_are_told_apart_in_an_address():
    first, second = (each.id for each in found("newton").things)
    assert first != second
    spots = {read_spot(each, PACK, THINGS, WHERE).area_id for each in (first, second)}
    assert spots == {"B2", None}
    for text in ("Newton", "Newton~0,0", "Newton~x", "~", "", "moon", "PE99 9ZZ"):
        told = read_spot(text, PACK, THINGS, WHERE)
        assert isinstance(told, Problem)
        assert told.where == WHERE


def test_the_nearest_door_of_a_spot_is_that_of_its_origin():
    question = default_question(PACK)
    gaps = measure_gaps(PACK, question)
    for code, origin in PACK.origins.iterrows():
        doors = PACK.assets[PACK.assets["kind"].isin(PACK.info.services[question.service].kinds)]
        doors = doors[(doors["status"] == "open") & ~doors.geometry.is_empty]
        metres = np.hypot(
            doors.geometry.x - origin["easting_m"], doors.geometry.y - origin["northing_m"]
        )
        spot = read_spot(str(code), PACK, THINGS, WHERE)
        said = spot_sentence(PACK, question, spot)
        minutes = metres.min() * question.detour / 1000 / question.pace_kmh * 60
        assert str(PACK.areas["name"][origin["area_id"]]) in said
        assert doors["name"][metres.idxmin()] in said
        assert f"about {round(minutes)} minute" in said
        assert ("within" in said) == (minutes <= question.limit_min)
    assert gaps.areas.index[0] in PACK.areas.index


def test_in_the_country_the_rule_for_it_holds():
    areas = PACK.areas.assign(rural_urban="Rural")
    rural: Pack = replace(PACK, areas=areas)
    question = replace(default_question(PACK), rural=RuralRule(mode="drive", limit_min=15))
    said = spot_sentence(rural, question, read_spot("PE11 0AA", rural, THINGS, WHERE))
    assert "by car (within 15 minutes’ drive)" in said
    said = spot_sentence(PACK, question, read_spot("PE11 0AA", PACK, THINGS, WHERE))
    assert "on foot" in said
    assert "drive" not in said


def test_beyond_the_edge_and_without_a_door_are_said():
    question = default_question(PACK)
    beyond = read_spot(ids("newton")[1][1], PACK, THINGS, WHERE)
    if beyond.area_id is not None:
        beyond = read_spot(ids("newton")[0][1], PACK, THINGS, WHERE)
    assert "lies beyond the edge of" in spot_sentence(PACK, question, beyond)
    none = default_question(PACK, "nurse-partnership")
    said = spot_sentence(PACK, none, read_spot("PE11 0AA", PACK, THINGS, WHERE))
    assert "Nothing is listed as family nurse" in said


def test_a_door_that_is_placed_roughly_is_said_to_be():
    rough = replace(PACK, assets=PACK.assets.assign(precision_m=1000.0))
    said = spot_sentence(rough, default_question(PACK), read_spot("PE11 0AA", PACK, THINGS, WHERE))
    assert said.endswith("That door is placed only within about 1,000 m.")


def test_a_neighbourhood_and_a_service_have_a_sentence_each():
    gaps = measure_gaps(PACK, default_question(PACK))
    said = area_said(gaps, "A1").headline
    assert said.startswith(f"In {PACK.areas['name']['A1']}, ")
    assert asset_sentence(PACK, "centre-a") == "Field Centre: child and family centre. Ages: 0–19."
