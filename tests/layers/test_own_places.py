"""Places of one's own: what they hold, what is said of them, and what is refused."""

import json
from dataclasses import replace

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geodata.crs import lonlat_from_grid
from geodata.errors import QuestionError
from layers.gaps import measure_gaps
from layers.own_places.address import LONGEST, check_fits, read_own, write_own
from layers.own_places.beside import published_part, set_beside, with_own_places
from layers.own_places.changing import change_own
from layers.own_places.compact import read_ids, write_ids
from layers.own_places.held import measure_own
from layers.own_places.outlines import outline_of_shape, simplify_to
from layers.own_places.recipes import (
    OWN,
    Centre,
    Combined,
    Drawn,
    Existing,
    Near,
    OwnPlace,
    OwnPlaces,
    Picked,
    Reached,
    plain_name,
)
from layers.own_places.ways import centre_of
from layers.question.question import default_question
from layers.question.rural import RuralRule
from tests.builders import SIDE, SOUTH, WEST, tiny_origins, tiny_pack
from tests.sweeps import examples

PACK = tiny_pack()


def square(west, south, east, north):
    """A box in the tiny pack, in sides of its areas from its south-west corner."""
    corners = (WEST + west * SIDE, SOUTH + south * SIDE, WEST + east * SIDE, SOUTH + north * SIDE)
    return outline_of_shape(box(*corners), "a box")


def spot(east, north):
    lon, lat = lonlat_from_grid(WEST + east * SIDE, SOUTH + north * SIDE)
    return Centre(spot=(round(float(lon) * 100_000), round(float(lat) * 100_000)))


def places(**recipes):
    return OwnPlaces(
        places=tuple(OwnPlace(name=name, recipe=each) for name, each in recipes.items())
    )


def shares_of(recipe, pack=PACK):
    found = with_own_places(pack, places(here=recipe))
    rows = found.membership[found.membership["place_id"].str.startswith(f"{OWN}-")]
    return dict(zip(rows["area_id"], rows["share"], strict=True))


def note_of(recipe, pack=PACK):
    return str(with_own_places(pack, places(here=recipe)).places["note"].iloc[-1])


def fault(recipe, pack=PACK):
    with pytest.raises(QuestionError) as refused:
        with_own_places(pack, places(here=recipe))
    [problem] = refused.value.problems
    return problem.sentence()


def test_a_drawn_place_holds_the_people_who_set_out_from_inside():
    """The west half of A1 has 40% of its people and half of its land."""
    assert shares_of(square(0, 0, 0.5, 1)) == {"A1": pytest.approx(0.4)}
    assert shares_of(square(0.5, 0, 1.5, 1)) == {
        "A1": pytest.approx(0.6),
        "B1": pytest.approx(0.4),
    }


def test_the_other_recipes():
    assert shares_of(Picked(area_ids=("B2", "A1"))) == {"A1": 1.0, "B2": 1.0}
    assert shares_of(Existing(place_id="team-c")) == {"C1": 1.0, "C2": 1.0, "C3": 1.0}
    near = Near(centre=spot(0.25, 0.5), metres=510)
    assert shares_of(near) == {"A1": 1.0}
    assert shares_of(Near(centre=spot(0.25, 0.5), metres=490)) == {"A1": pytest.approx(0.4)}
    edge = Near(centre=Centre(key="centre-a"), metres=750)  # just as far as the west of B1
    assert shares_of(edge) == {"A1": 1.0, "B1": pytest.approx(0.4)}
    # 15 minutes at 4 km/h, 1.3 times the straight line: 769 m; at 3 km/h 577 m.
    slow = Reached(centre=spot(0.5, 0.5), mode="walk", minutes=15, pace_kmh=3)
    assert shares_of(slow) == {"A1": 1.0}
    walk = Reached(centre=spot(0.5, 0.5), mode="walk", minutes=15)
    assert shares_of(walk) == {"A1": 1.0, "B1": pytest.approx(0.4)}


def test_a_centre_is_read_as_latitude_and_then_longitude():
    assert centre_of("52.66612,0.15990") == Centre(spot=(15_990, 5_266_612))
    assert centre_of("pe132aa") == Centre(postcode="PE13 2AA")
    assert centre_of("centre-a") == Centre(key="centre-a")


def test_what_it_holds_counts_the_areas_that_are_held_in_part():
    west = Combined(how="union", parts=(square(0, 0, 0.5, 1), Picked(area_ids=("A2",))))
    held = measure_own(with_own_places(PACK, places(here=west))).table.iloc[0]
    assert (held["areas"], held["parts"]) == (2, 1)


def test_of_a_place_whose_outline_says_otherwise_its_members_are_gone_by():
    """Half of A1 is a member, by its publisher; by the points in the outline all of it would be."""
    said = PACK.membership.set_index(["place_id", "area_id"])
    said.loc[("team-a", "A1"), "share"] = 0.5
    pack = replace(PACK, membership=said.reset_index()[PACK.membership.columns])
    found = shares_of(Existing(place_id="team-a"), pack)
    assert found == {"A1": pytest.approx(0.5), "A2": 1.0, "A3": 1.0}


def test_a_union_counts_nobody_twice_and_a_difference_leaves_nobody_over():
    west, middle = square(0, 0, 0.5, 1), square(0.1, 0, 1.5, 1)
    both = Combined(how="union", parts=(west, middle))
    assert shares_of(both) == {"A1": 1.0, "B1": pytest.approx(0.4)}
    assert shares_of(Combined(how="common", parts=(west, middle))) == {"A1": pytest.approx(0.4)}
    less = Combined(how="difference", parts=(Existing(place_id="team-a"), west))
    assert shares_of(less) == {"A1": pytest.approx(0.6), "A2": 1.0, "A3": 1.0}


def test_only_who_is_in_both_is_counted_once_or_taken_away():
    """Both hold a part of A1: neither counts twice, nor makes good for who is in one alone."""
    west, also, east = square(0, 0, 0.5, 1), square(0.1, 0, 0.5, 1), square(0.5, 0, 1, 1)
    assert shares_of(Combined(how="union", parts=(west, also))) == {"A1": pytest.approx(0.4)}
    assert shares_of(Combined(how="difference", parts=(west, east))) == {"A1": pytest.approx(0.4)}


def test_a_difference_with_itself_is_refused():
    team = Existing(place_id="team-a")
    assert "nothing in it" in fault(Combined(how="difference", parts=(team, team)))
    drawn = square(0, 0, 1.5, 2)
    assert "nothing in it" in fault(Combined(how="difference", parts=(drawn, drawn)))


def test_people_on_an_edge_are_inside():
    edge = box(WEST, SOUTH, WEST + 250, SOUTH + SIDE)
    pack = tiny_pack(origins=tiny_origins())
    exact = geopandas.GeoSeries([Point(WEST + 250, SOUTH + 500)])
    assert exact.intersects(edge).all()
    wider = outline_of_shape(edge.buffer(2, join_style="mitre"), "x")
    assert shares_of(wider, pack) == {"A1": pytest.approx(0.4)}


@pytest.mark.parametrize("seed", range(4))
def test_a_drawn_place_is_what_an_overlay_of_its_origins_says(seed):
    rng = np.random.default_rng(seed)
    corners = rng.uniform(-0.5, 3.5, size=(7, 2)) * SIDE + (WEST, SOUTH)
    shape = shapely.convex_hull(shapely.MultiPoint(corners))
    drawn = outline_of_shape(shape, "x")
    starts = geopandas.GeoDataFrame(
        PACK.origins,
        geometry=geopandas.points_from_xy(PACK.origins["easting_m"], PACK.origins["northing_m"]),
        crs="EPSG:27700",
    )
    outline = geopandas.GeoDataFrame(geometry=[shape], crs="EPSG:27700")
    inside = geopandas.overlay(starts, outline, keep_geom_type=True)
    children = inside["weight"] * inside["area_id"].map(
        PACK.areas[[f"people_{age}" for age in range(5)]].sum(axis="columns")
    )
    pack = with_own_places(PACK, places(here=drawn))
    question = default_question(pack, place_kind=OWN)
    [told] = measure_gaps(pack, question).places["children"]
    assert told == pytest.approx(children.sum())


def test_a_place_that_is_a_whole_team_has_its_figures_and_its_sentence():
    shape = PACK.places.geometry["team-a"]
    pack = with_own_places(
        PACK,
        OwnPlaces(
            places=(
                OwnPlace(name="Team Alder", recipe=Existing(place_id="team-a")),
                OwnPlace(name="Team Alder", recipe=Picked(area_ids=("A1", "A2", "A3"))),
                OwnPlace(name="Team Alder", recipe=outline_of_shape(shape, "x")),
            )
        ),
    )
    own = measure_gaps(pack, default_question(pack, place_kind=OWN))
    team = measure_gaps(PACK, default_question(PACK))
    assert len(own.places) == 3
    for place_id in own.places.index:
        assert own.place_sentence(place_id) == team.place_sentence("team-a")
        numbers = own.places.loc[place_id].drop(["place", "kind"])
        assert dict(numbers) == dict(team.places.loc["team-a"].drop(["place", "kind"]))


def test_the_union_of_all_is_the_whole_and_the_total_stays():
    teams = tuple(Existing(place_id=each) for each in ("team-a", "team-b", "team-c"))
    pack = with_own_places(PACK, places(all=Combined(how="union", parts=teams), a=teams[0]))
    gaps = measure_gaps(pack, default_question(pack, place_kind=OWN))
    before = measure_gaps(PACK, default_question(PACK))
    [whole] = gaps.places.loc[gaps.places["place"] == "all", "gap_children"]
    assert whole == pytest.approx(before.total["gap_children"])
    assert gaps.total["gap_children"] == before.total["gap_children"]
    assert not gaps.is_partition
    assert gaps.places["gap_children"].sum() > whole  # they overlap: nobody adds them up
    assert "of them are in" not in gaps.sentence()


def test_what_is_partial_and_what_lies_outside_is_said():
    note = note_of(square(0.5, 0, 2, 1))
    assert "1 whole neighbourhood and part of 1 neighbourhood" in note
    assert "about 60% of the people of Field A1" in note
    assert "lies outside" not in note
    note = note_of(square(-0.25, 0, 1, 1))
    assert "A fifth of its land lies outside Tiny and Testing; nothing is known there" in note


def test_what_is_refused():
    assert "outside Tiny and Testing, or in the sea" in fault(square(10, 10, 11, 11))
    assert "nobody sets out from" in fault(square(0.3, 0, 0.6, 0.3))
    assert "'X9'" in fault(Picked(area_ids=("A1", "X9")))
    assert "'nowhere'" in fault(Existing(place_id="nowhere"))
    assert "PE13 2AA" in fault(Near(centre=Centre(postcode="PE13 2AA"), metres=100))
    west, south, east, north = 12_000, 5_240_000, 12_400, 5_240_300
    bow = Drawn(polygons=((((west, south), (east, north), (east, south), (west, north)),),))
    assert "crosses itself" in fault(bow)
    flat = Drawn(polygons=((((west, south), (east, south), (west, south)),),))
    assert "encloses no land" in fault(flat) or "crosses itself" in fault(flat)
    bus = Reached(centre=spot(1, 1), mode="bus", minutes=20)
    assert "timetable" in fault(bus)


@pytest.mark.parametrize(("least", "is_made"), [(1_500, True), (1_501, False)])
def test_a_place_where_too_few_people_live_gets_no_figures(least, is_made):
    """Of the one child of a postcode it was told that about 1 of 1 (100%) is out of reach."""
    disclosure = replace(PACK.info.disclosure, least_people=least)
    pack = replace(PACK, info=replace(PACK.info, disclosure=disclosure))
    own = places(small=Picked(area_ids=("A1",)), large=Picked(area_ids=("A1", "A2")))
    made, problems = set_beside(pack, own)
    assert list(made.places["name"][made.places["kind"] == "own"]) == (
        ["small", "large"] if is_made else ["large"]
    )
    assert ["too few people live for figures" in each.sentence() for each in problems] == (
        [] if is_made else [True]
    )


def test_what_cannot_be_made_is_named_and_the_rest_is_kept():
    own = places(good=Picked(area_ids=("A1", "B1")), sea=square(10, 10, 11, 11))
    pack, problems = set_beside(PACK, own)
    assert list(pack.places.loc[pack.places["kind"] == OWN, "name"]) == ["good"]
    assert ["'sea'" in each.where for each in problems] == [True]
    assert pack.content_hash != PACK.content_hash == pack.published_hash
    assert published_part(pack).places.equals(PACK.places)
    assert set_beside(PACK, OwnPlaces()) == (PACK, ())


def test_the_same_recipe_gives_the_same_hash_and_another_another():
    one, two = places(here=square(0, 0, 1, 1)), places(here=square(0, 0, 1, 2))
    hashes = [with_own_places(PACK, each).content_hash for each in (one, one, two)]
    assert hashes[0] == hashes[1] != hashes[2]
    again = with_own_places(with_own_places(PACK, two), one)
    assert again.content_hash == hashes[0]


RECIPES = (
    square(0, 0, 1.5, 2),
    Picked(area_ids=("A1", "A-2_", "-B", "%", "A.1~")),
    Near(centre=spot(1, 1), metres=800),
    Near(centre=Centre(postcode="PE13 2AA"), metres=50_000),
    Reached(centre=spot(1, 1), mode="bus", minutes=180),
    Reached(centre=Centre(key="zone.~_-c"), mode="drive", minutes=9, pace_kmh=42.5, detour=1.45),
    Reached(
        centre=Centre(postcode="PE13 2AA"),
        mode="walk",
        minutes=20,
        pace_kmh=5,
        rural=RuralRule(mode="drive", limit_min=15),
    ),
    Existing(place_id="a place.~"),
    Combined(how="difference", parts=(Existing(place_id="D1"), square(0, 0, 1, 1))),
    Combined(
        how="union",
        parts=(
            Combined(how="common", parts=(Existing(place_id="D1"), Picked(area_ids=("A",)))),
            Existing(place_id="x"),
            Existing(place_id="y"),
        ),
    ),
)


def test_an_address_reads_back_the_same():
    own = OwnPlaces(
        places=tuple(
            OwnPlace(name=f"Place {n}. ~_ï", recipe=each) for n, each in enumerate(RECIPES)
        )
    )
    text = write_own(own)
    assert read_own(text) == (own, ())
    assert len(text) < 700
    assert write_own(read_own(text)[0]) == text


@given(st.lists(st.text("AB01-", min_size=1), min_size=1, unique=True))
def test_ids_read_back_the_same(ids):
    plain = [f"x{each}" for each in ids]
    assert read_ids(write_ids(plain)) == tuple(plain)


@given(st.text())
@examples(200)
def test_any_text_is_read_or_refused(text):
    own, problems = read_own(text)
    assert len(own.places) + len(problems) >= bool(text)
    for each in problems:
        assert each.sentence()


@pytest.mark.parametrize(
    "text",
    [
        "a.areas.A1~b.nonsense",
        "a.areas.A1~b.draw.BBD",
        "a.areas.A1~b.within.0.at.AA",
        "a.areas.A1~b.within.100.postcode.nowhere",
        "a.areas.A1~b.journey.walk_pace-0.20.postcode.PE132AA",
        "a.areas.A1~b.journey.walk_pace-4_pace-5.20.postcode.PE132AA",
        "a.areas.A1~b.journey.walk_limit-4.20.postcode.PE132AA",
        "a.areas.A1~b.journey.walk_rural-fly-3.20.postcode.PE132AA",
        "a.areas.A1~b.journey.walk_detour-9.20.postcode.PE132AA",
        "a.areas.A1~b.journey.walk.181.postcode.PE132AA",
        "a.areas.A1~b.journey.walk.20.key.",
        "a.areas.A1~b.journey.fly.10.at.AA",
        "a.areas.A1~b.union.1.place.x",
        "a.areas.A1~b.union.2.place.x",
        "a.areas.A1~%00.place.x",
        "a.areas.A1~b.place.x.y",
        "a.areas.A1~c.areas.A1",
        "a.areas.A1~b." + "union.2.place.x." * 10 + "place.y",
        "a.areas.A1~" + "x" * 61 + ".place.x",
    ],
    ids=range(19),
)
def test_a_part_that_cannot_be_read_is_named_and_the_rest_is_kept(text):
    own, [problem] = read_own(text)
    assert [each.name for each in own.places] == ["a"]
    assert problem.where.partition(", your place")[0] == "the address, own, 2"


def test_what_cannot_be_read_is_told_in_plain_words():
    _, [problem] = read_own("a.areas.A1~Bad.draw.!")
    assert problem.sentence() == (
        "the address, own, 2, your place 'Bad': found an outline that cannot be read; expected a "
        "place as it was written, with nothing of it cut off or changed. It is left out; the "
        "others are kept."
    )


def test_too_long_says_to_save_a_file():
    rng = np.random.default_rng(1)
    angles = np.sort(rng.uniform(0, 2 * np.pi, 3000))
    metres = rng.uniform(1000, 1400, 3000)
    ring = np.column_stack([np.cos(angles), np.sin(angles)]) * metres[:, None]
    shape = shapely.Polygon(ring + np.array([WEST, SOUTH]) + 1500)
    drawn = outline_of_shape(shape, "x")
    with pytest.raises(QuestionError, match="Save your places as a file"):
        check_fits(places(long=drawn))
    [problem] = read_own(write_own(places(long=drawn)))[1]
    assert "at most 4,000" in problem.expected
    simple = simplify_to(shapely.Point(WEST, SOUTH).buffer(3000, quad_segs=500), 300, "x")
    assert simple is not None
    assert 0 < simple.metres < 20
    assert simplify_to(shape, 300, "x") is None
    assert len(write_own(places(long=simple.drawn))) < LONGEST


def lonlat(*corners):
    grid = np.array(corners) * SIDE + (WEST, SOUTH)
    return np.column_stack(lonlat_from_grid(grid[:, 0], grid[:, 1])).tolist()


def test_what_a_browser_asks_for():
    ring = lonlat((0, 0), (0.5, 0), (0.5, 1), (0, 1), (0, 0))
    drawn = change_own(OwnPlaces(), {"do": "draw", "name": " My\npatch ", "ring": ring}, PACK)
    [place] = drawn.own.places
    assert place.name == "My patch"
    assert drawn.place_id == place.place_id
    picked = change_own(drawn.own, {"do": "pick", "areas": ["B1", "A1"]}, PACK)
    assert [each.name for each in picked.own.places] == ["My patch", "My place 1"]
    ids = [each.place_id for each in picked.own.places]
    less = change_own(
        picked.own, {"do": "combine", "how": "difference", "ids": ["D1", ids[1]]}, PACK
    )
    assert shares_of(less.own.places[-1].recipe).keys() == set(PACK.areas.index) - {"A1", "B1"}
    near = change_own(less.own, {"do": "within", "at": ring[0], "metres": 600}, PACK)
    assert near.own.places[-1].name.startswith("Within 600 m of the point ")
    gone = change_own(near.own, {"do": "remove", "id": ids[0]}, PACK)
    assert len(gone.own.places) == 3
    renamed = change_own(gone.own, {"do": "rename", "id": ids[1], "name": "Ours"}, PACK)
    assert renamed.own.find(ids[1]).name == "Ours"
    assert renamed.place_id == ids[1]


@pytest.mark.parametrize(
    "asked",
    [
        None,
        {},
        {"do": "fly"},
        {"do": "draw"},
        {"do": "draw", "ring": [[0.1, 52.5], [0.2, 52.5]]},
        {"do": "draw", "ring": [["a", None], 3, [1]]},
        {"do": "draw", "ring": [[float("nan"), 52.5], [0.2, 52.5], [0.2, 52.6]]},
        {"do": "draw", "ring": [[52.5, 0.1], [52.5, 0.2], [52.6, 0.2]]},
        {"do": "pick", "areas": []},
        {"do": "pick", "areas": ["nowhere"]},
        {"do": "pick", "areas": "A1"},
        {"do": "within", "at": [0.1, 52.5]},
        {"do": "within", "at": "nowhere", "metres": 100},
        {"do": "within", "at": [0.1, 52.5], "metres": -1},
        {"do": "within", "at": [0.1, 52.5], "metres": True},
        {"do": "within", "at": [0.1, 52.5], "minutes": 10, "mode": "fly"},
        {"do": "within", "at": [0.1, 52.5], "minutes": 10, "pace": "0"},
        {"do": "within", "at": [0.1, 52.5], "minutes": 10, "detour": [1]},
        {"do": "within", "at": [0.1, 52.5], "minutes": 10, "rural": "drive-999"},
        {"do": "combine", "how": "union", "ids": ["team-a"]},
        {"do": "combine", "how": "xor", "ids": ["team-a", "team-b"]},
        {"do": "combine", "how": "union", "ids": ["team-a", "team-z"]},
        {"do": "remove", "id": "own-1"},
        {"do": "rename", "id": "own-1", "name": "x"},
    ],
    ids=json.dumps,
)
def test_what_cannot_be_done_is_told(asked):
    with pytest.raises(QuestionError):
        change_own(OwnPlaces(), asked, PACK)


def test_a_name_is_on_one_line():
    assert plain_name("  a\t\u202eb\n" + "c" * 80) == "a b " + "c" * 56
