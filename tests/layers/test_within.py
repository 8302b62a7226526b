"""What is within so many minutes of a point, against brute force and against reach itself."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import Point, box

from geodata.crs import lonlat_from_grid
from geodata.errors import QuestionError
from geodata.sources.osm import read_streets
from layers.__main__ import main
from layers.access.journeys_for import journeys_for
from layers.access.reach import measure_reach
from layers.gaps import measure_gaps
from layers.own_places.address import read_own, write_own
from layers.own_places.beside import with_own_places
from layers.own_places.changing import change_own
from layers.own_places.recipes import OWN, OwnPlaces
from layers.own_places.ways import centre_of, journey_asked
from layers.question.question import default_question
from layers.question.rural import RuralRule
from layers.said.result import FORMATS, say_result
from layers.within.here import find_here
from layers.within.within import measure_within
from tests.builders import (
    CRS,
    SIDE,
    SOUTH,
    WEST,
    tiny_areas,
    tiny_assets,
    tiny_info,
    tiny_origins,
    tiny_pack,
)
from tests.extracts import STREET, write_extract
from tests.kept_packs import starter_pack
from tests.sweeps import with_sweeps
from tests.timetables import tiny_pack_with_bus

M_PER_MIN = 4000 / 60 / 1.3  # on foot, as the crow flies


def at(east, north):
    """Return a point as it is asked for, by metres from the corner."""
    lon, lat = lonlat_from_grid(WEST + east, SOUTH + north)
    return f"{float(lat):.9f},{float(lon):.9f}"


def asked(pack, minutes=20, **changes):
    return default_question(pack, limit_min=minutes, **changes)


def one_door(pack, door):
    """Leave a pack one open door, which takes every age."""
    assets = pack.assets.loc[[door]].assign(age_from=0, age_to=25, status="open")
    return replace(pack, assets=assets)


def by_hand(pack, text, metres):
    """Count under-fives one origin after another, and those in the three neediest tenths."""
    here = find_here(pack, text)
    needy = {key for key, tenth in {"A1": 1, "A2": 2, "A3": 3, "C3": 1}.items() if tenth <= 3}
    children, high = 0.0, 0.0
    for _, origin in pack.origins.iterrows():
        away = np.hypot(
            origin["easting_m"] - here.easting_m, origin["northing_m"] - here.northing_m
        )
        if away <= metres:
            held = origin["weight"] * sum(
                pack.areas.loc[origin["area_id"], f"people_{age}"] for age in range(5)
            )
            children += held
            high += held if origin["area_id"] in needy else 0.0
    return children, high


@pytest.mark.parametrize("minutes", [1, 5, 12, 20, 33, 180])
@pytest.mark.parametrize("spot", [(500, 500), (1500, 1500), (20, 2980), (-900, 1500)])
def test_the_children_within_are_those_counted_one_by_one(spot, minutes):
    pack = tiny_pack()
    found = measure_within(pack, asked(pack, minutes), at(*spot))
    children, high = by_hand(pack, at(*spot), minutes * M_PER_MIN)
    if found.is_beyond:
        assert children == 0
        assert np.isnan(found.children)
    else:
        assert found.children == pytest.approx(children)
        assert found.high_need_children == pytest.approx(high)
    assert found.ages["within_children"].sum() == pytest.approx(children)
    assert found.areas["within_children"].sum() == pytest.approx(children)


def agree(pack, question, door):
    """Check that what is within reach of a door is what reach says, area by area."""
    alone = one_door(pack, door)
    reach = measure_reach(alone, question, journeys_for(alone, question))
    gaps = measure_gaps(alone, question)
    found = measure_within(pack, question, door)
    within = found.areas["within_share"].reindex(pack.areas.index).fillna(0)
    assert within.to_numpy() == pytest.approx(reach.areas["within_share"].to_numpy())
    assert found.high_need_children == pytest.approx(gaps.total["reached_high_need_children"])
    return found


@pytest.mark.parametrize("minutes", [5, 20, 40])
@pytest.mark.parametrize("rural", [None, RuralRule(mode="drive", limit_min=3)])
def test_it_agrees_with_the_reach_of_a_door(minutes, rural):
    pack = tiny_pack()
    found = agree(pack, asked(pack, minutes, rural=rural), "centre-a")
    assert found.children > 0


def test_it_agrees_with_reach_by_bus_and_the_bus_takes_people_farther():
    pack = tiny_pack_with_bus()
    door = str(pack.assets.index[pack.assets["kind"] == "child-and-family-centre"][0])
    by_bus = agree(pack, asked(pack, 15, mode="bus"), door)
    on_foot = agree(pack, asked(pack, 15), door)
    assert by_bus.shape.area > on_foot.shape.area
    assert by_bus.shape.buffer(1).covers(on_foot.shape)


@pytest.fixture(scope="module")
def starter():
    return starter_pack()


@pytest.fixture(name="streets")
def pack_with_a_street(tmp_path):
    """A street along the middle of the lowest row of areas, which turns north at its end."""
    points = {"a": (0, 500), "b": (1500, 500), "c": (2750, 500), "d": (2750, 2500)}
    network = read_streets(write_extract(tmp_path / "x.osm.pbf", points, [("a b c d", STREET)]))
    pack = tiny_pack()
    sources = pack.info.sources
    info = replace(pack.info, network_source=next(iter(sources)))
    return replace(pack, info=info, network=network)


def test_along_streets_it_agrees_with_reach_and_draws_the_stretch_that_is_reached(streets):
    question = asked(streets, 15)
    found = agree(streets, question, "centre-a")
    reached_m = 15 * 4000 / 60
    # The nearest point of the streets to the door is 500 m off: "a" at the western end.
    street = shapely.LineString([(WEST, SOUTH + 500), (WEST + 3000, SOUTH + 500)])
    along = found.shape.intersection(street)
    assert along.length == pytest.approx(reached_m - 500 + 60, abs=70)
    assert "road network" in found.sentence() + " ".join(found.notes())


def test_the_shape_holds_the_starting_points_within_and_no_others():
    pack = tiny_pack()
    found = measure_within(pack, asked(pack, 21), at(1400, 1300))
    points = shapely.points(pack.origins["easting_m"], pack.origins["northing_m"])
    away = np.hypot(
        pack.origins["easting_m"] - WEST - 1400, pack.origins["northing_m"] - SOUTH - 1300
    )
    inside = shapely.contains(found.shape, points)
    assert inside.tolist() == (away <= 21 * M_PER_MIN).tolist()
    assert found.shape.area == pytest.approx(np.pi * (21 * M_PER_MIN) ** 2, rel=1e-3)


def test_who_lives_just_at_the_limit_is_within_and_a_step_farther_is_not():
    start = tiny_origins().loc[["A1-0"]].assign(weight=1.0)
    for step, is_within in ((0.0, True), (0.5, False)):
        moved = tiny_assets().set_geometry(
            [Point(WEST + 250 + 1000 + step, SOUTH + 500)] + [Point()] * 4, crs=CRS
        )
        pack = replace(tiny_pack(assets=moved), origins=start)
        found = measure_within(pack, asked(pack, 20, detour=1.0, pace_kmh=3.0), "centre-a")
        assert (found.children > 0) is is_within  # 1,000 m, and half a metre more


def test_nobody_is_said_as_nobody_and_the_doors_are_still_told():
    pack = tiny_pack()
    found = measure_within(pack, asked(pack, 1), "library-b")
    assert found.children == 0
    assert found.sentence() == (
        "No under-fives live within 1 minute’s walk of Middle Library. No open door of child and "
        "family centres is within, and 1 door of other services."
    )
    assert found.areas.empty
    assert "within_children" in say_result(found, "csv")


def test_everybody_is_within_and_the_doors_are_told_by_whom_they_take():
    pack = tiny_pack()
    found = measure_within(pack, asked(pack, 180, age_from=5, age_to=5), "centre-a")
    assert found.children == 90
    assert found.areas["wholly"].all()
    assert found.sentence() == (
        "In Tiny and Testing alone, about 90 children aged 5 live within 180 minutes’ walk of "
        "Field Centre, about 40 of them in high need. They live in 9 neighbourhoods, all of them "
        "wholly within. 2 doors of child and family centres are within (1 of them takes children "
        "aged 5), and 1 door of other "
        "services."
    )


def test_what_is_closed_or_has_no_door_is_not_within():
    pack = tiny_pack()
    found = measure_within(pack, asked(pack, 180), "centre-a")
    assert set(found.doors.index) == {"centre-a", "zone-c", "library-b"}
    assert found.doors["minutes"].is_monotonic_increasing
    apart = np.hypot(1000, 1000) / M_PER_MIN
    assert found.doors["minutes"]["library-b"] == pytest.approx(apart)


def test_an_age_that_is_not_known_is_neither_none_nor_all():
    areas = tiny_areas()
    areas.loc["A1", "people_3"] = np.nan
    pack = tiny_pack(areas=areas)
    found = measure_within(pack, asked(pack, 180), "centre-a")
    assert found.children == 8 * 50
    assert found.missing()["areas"] == 1
    assert any("In 1 neighbourhood within" in note for note in found.notes())
    only = measure_within(pack, asked(pack, 5), at(250, 500))
    assert np.isnan(only.children)
    assert "How many under-fives live" in only.sentence()
    assert "is not known" in only.sentence()


def test_a_need_that_is_not_known_is_counted_as_not_known():
    pack = tiny_pack(deciles={"A1": None, "A2": 2, "B1": 4})
    found = measure_within(pack, asked(pack, 5), at(250, 500))
    assert found.children > 0
    assert np.isnan(found.high_need_children)
    assert "in high need is not known" in found.sentence()
    assert found.missing() == {"children of whose need nothing is known": found.children}
    told = [note for note in found.notes() if "not known whether" in note]
    assert told == [
        "Of about 20 under-fives within, it is not known whether they are in high need."
    ]


def place_made_of(pack, question, here):
    """Return what gaps say of the place that is made of what is told, and its shape."""
    changed = change_own(OwnPlaces(), journey_asked(question, centre_of(here).text), pack)
    own, problems = read_own(write_own(changed.own))
    assert not problems
    mine = with_own_places(pack, own)
    gaps = measure_gaps(mine, replace(question, place_kind=OWN))
    [place] = gaps.places.to_dict("records")
    return place, mine.places.geometry[changed.place_id]


RULE = RuralRule(mode="drive", limit_min=5)


@pytest.mark.parametrize(
    ("here", "changes"),
    [
        (at(1400, 1300), {"limit_min": 21}),
        (at(1400, 1300), {"limit_min": 21, "pace_kmh": 5.5}),
        (at(1400, 1300), {"limit_min": 15, "detour": 1.1}),
        (at(1400, 1300), {"limit_min": 12, "rural": RULE}),
        (at(1400, 1300), {"limit_min": 2, "mode": "drive", "pace_kmh": 25}),
        (at(1400, 1300), {"limit_min": 180}),
        ("centre-a", {"limit_min": 9, "rural": RULE, "pace_kmh": 4.8}),
        ("B2", {"limit_min": 17}),
    ],
)
def test_a_place_made_of_it_holds_the_same_children(here, changes):
    pack = tiny_pack()
    same_as_told(pack, default_question(pack, **changes), here)


def test_a_place_made_along_streets_holds_the_same_children(streets):
    told = {
        minutes: same_as_told(streets, asked(streets, minutes, pace_kmh=6), "centre-a")
        for minutes in (5, 15, 40)
    }
    assert told[5] < told[15] < told[40]


def test_a_place_made_by_bus_holds_the_same_children():
    pack = tiny_pack_with_bus()
    same_as_told(pack, asked(pack, 15, mode="bus"), "centre-a")


RULED = {
    "country by car": {"limit_min": 20, "rural": RuralRule(mode="drive", limit_min=15)},
    "country on foot": {
        "limit_min": 30,
        "pace_kmh": 5.2,
        "rural": RuralRule(mode="walk", limit_min=45),
    },
    "by car": {"limit_min": 9, "mode": "drive", "detour": 1.2},
}


@pytest.mark.parametrize("ruled", with_sweeps(RULED, working=["country by car"]))
def test_a_place_made_on_the_starter_pack_holds_the_same_children(starter, ruled):
    """Along its streets, from a neighbourhood, a door and a point."""
    changes = RULED[ruled]
    assert starter.network is not None
    rural = starter.areas.index[starter.areas["rural_urban"] == "Rural"]
    for here in (rural[0], starter.assets.index[0], "52.66412,0.16034"):
        same_as_told(starter, default_question(starter, **changes), str(here))


def same_as_told(pack, question, here):
    found = measure_within(pack, question, centre_of(here).text)
    place, shape = place_made_of(pack, question, here)
    assert place["children"] == pytest.approx(found.children) != 0
    assert place["high_need_children"] == pytest.approx(found.high_need_children)
    assert shape.equals(found.shape)
    return found.children


def test_a_sensitive_need_is_told_of_no_point():
    """Of what is within reach of two points a minute apart one could be taken from the other."""
    pack = tiny_pack()
    need = replace(pack.indicators["idaci_rank"], sensitive=True)
    pack = replace(pack, indicators={"idaci_rank": need})
    few = measure_within(pack, asked(pack, 5), at(250, 500))
    assert np.isnan(few.high_need_children)
    assert few.areas["high_need_children"].isna().all()
    assert any("sensitive" in note for note in few.notes())
    assert "high need" not in few.sentence()
    many = measure_within(pack, asked(pack, 180), at(250, 500))
    assert np.isnan(many.high_need_children)
    assert many.areas["high_need_children"].isna().all()
    assert many.children > 0
    assert "high need" not in many.sentence()


def test_nobody_is_claimed_where_nothing_is_known():
    """Beyond the pack nobody is counted, which is not that nobody lives there."""
    pack = tiny_pack()
    far = measure_within(pack, asked(pack, 5), at(-5 * SIDE, 500))
    assert far.is_beyond
    assert far.sentence().startswith("How many under-fives live within 5 minutes’ walk of")
    assert "is not known: that is wholly beyond Tiny and Testing." in far.sentence()
    assert np.isnan(far.children)
    assert np.isnan(far.high_need_children)
    assert far.ages["within_children"].isna().all()
    assert np.isnan(far.parameters()["children_within"])
    edge = measure_within(pack, asked(pack, 10), at(-100, 500))
    assert 0 < edge.outside_share < 1
    assert edge.sentence().startswith("In Tiny and Testing alone, ")
    inside = measure_within(pack, asked(pack, 5), at(1500, 1500))
    assert "alone" not in inside.sentence()


WATER = gpd.GeoDataFrame(
    {"source": "made-up"},
    geometry=[box(WEST + 1000, SOUTH - 30_000, WEST + 2000, SOUTH + 30_000)],
    index=[0],
    crs=CRS,
)


def test_water_cuts_the_circle_and_whoever_lives_beyond_it():
    pack = replace(tiny_pack(), water=WATER)
    question = asked(pack, 60)
    found = measure_within(pack, question, at(500, 1500))
    dry = measure_within(tiny_pack(), question, at(500, 1500))
    # Column B is drawn in the water, as people by a rough coast are; C is across it.
    assert set(found.areas["name"].str[-2]) == {"A", "B"}
    assert found.children < dry.children
    assert not found.shape.intersects(box(WEST + 2300, SOUTH, WEST + 3000, SOUTH + 3000))
    assert found.shape.intersects(Point(WEST + 500, SOUTH + 1500))
    assert found.shape.area < 0.75 * dry.shape.area
    assert any("without ferries" in note for note in found.notes())


def test_at_the_edge_of_water_the_way_begins_ashore_and_out_at_sea_nowhere():
    pack = replace(tiny_pack(), water=WATER)
    found = measure_within(pack, asked(pack, 20), at(1040, 1500))
    assert any("lies in water" in note for note in found.notes())
    sea = WATER.set_geometry([box(WEST + 4000, SOUTH - 9000, WEST + 16_000, SOUTH + 9000)])
    with pytest.raises(QuestionError, match=r"open water.*a point on land"):
        measure_within(replace(pack, water=sea), asked(pack), at(10_000, 0))


def test_a_point_beyond_the_pack_counts_the_children_of_the_pack_only():
    pack = tiny_pack()
    found = measure_within(pack, asked(pack, 20), at(-500, 500))
    assert 0 < found.children < 50
    assert "a point near Field A1" in found.sentence()
    assert any("beyond Tiny and Testing" in note for note in found.notes())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0.1,52.5", "Latitude is written before longitude"),
        ("51.5,-0.1", "within 20 km of it"),
        ("999,999", "within 20 km of it"),
        ("", "found nothing"),
        ("PE13 2AA", "the postcode PE13 2AA"),
        ("line", "can be walked into"),
        ("nowhere", "latitude and longitude"),
        ("<script>", "latitude and longitude"),
    ],
    ids=str,
)
def test_nowhere_is_said_in_one_clear_message(text, says):
    pack = tiny_pack()
    with pytest.raises(QuestionError) as refused:
        measure_within(pack, asked(pack), text)
    assert len(refused.value.problems) == 1
    assert says in refused.value.problems[0].sentence()


@pytest.mark.parametrize("minutes", [0, -1, 181, 600])
def test_no_minutes_and_too_many_are_refused(minutes):
    pack = tiny_pack()
    with pytest.raises(QuestionError, match="from 1 to 180"):
        measure_within(pack, asked(pack, minutes), "centre-a")


def test_a_postcode_is_found_however_it_is_typed():
    origins = tiny_origins().rename(index={"B2-0": "PE15 8AB"})
    pack = tiny_pack(origins=origins)
    for typed in ("PE15 8AB", "pe158ab", " Pe15  8aB "):
        here = find_here(pack, typed)
        assert (here.name, here.area_id) == ("PE15 8AB", "B2")
        assert here.easting_m == WEST + SIDE + 250
    with_one = tiny_assets(postcode=["CB6 1AA", None, None, None, None])
    assert find_here(tiny_pack(assets=with_one), "cb61aa").easting_m == WEST + 500


def test_rural_children_are_counted_by_the_rule_of_the_question_and_it_is_said():
    pack = tiny_pack()
    plain = measure_within(pack, asked(pack, 20), at(900, 1500))
    rule = asked(pack, 20, rural=RuralRule(mode="drive", limit_min=10))
    found = measure_within(pack, rule, at(900, 1500))
    assert found.children > plain.children
    assert any("within 10 minutes by car" in note for note in found.notes())
    rural = pack.areas[pack.areas["rural_urban"] == "Rural"].union_all()
    assert found.shape.intersection(rural).area > plain.shape.intersection(rural).area
    assert found.shape.difference(rural).area == pytest.approx(
        plain.shape.difference(rural).area, rel=1e-6
    )
    # A door of the country is ten minutes' drive away, and not the twenty that is told of it.
    assert found.doors["minutes"]["zone-c"] == pytest.approx(
        np.hypot(1600, 1000) * 1.3 / (30_000 / 60)
    )


@pytest.mark.parametrize("form", with_sweeps([*FORMATS, "geojson"], working=["table", "geojson"]))
@pytest.mark.parametrize("rows", ["areas", "ages", "doors"])
def test_the_command_prints_it_in_every_form(form, rows, capsys):
    assert main(["within", "--here", "KYP-PET-001", "--format", form, "--rows", rows]) == 0
    said = capsys.readouterr().out
    assert "within 20 minutes" in said


def test_the_point_of_a_centre_of_many_doors_is_rough_where_its_doors_are():
    pack = tiny_pack(assets=tiny_assets(precision_m=1000.0))
    found = measure_within(pack, asked(pack, 180), "centre-a")
    assert any("placed only roughly" in note for note in found.notes())


def test_without_any_door_the_children_are_still_counted():
    assets = tiny_assets().iloc[:0]
    info = tiny_info()
    pack = tiny_pack(info=info, assets=assets)
    found = measure_within(pack, asked(pack, 180), at(100, 100))
    assert found.children == 450
    assert found.doors.empty
    assert isinstance(found.doors, pd.DataFrame)
    assert found.sentence().endswith("No open door of child and family centres is within.")
