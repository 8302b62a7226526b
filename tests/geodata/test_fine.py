"""Finer outlines of the areas: read, checked, hashed, and in no figure."""

from dataclasses import replace

import geopandas as gpd
import pytest
import shapely
from shapely.affinity import translate

from geodata.errors import PackError
from geodata.pack import hash_pack, read_pack, write_pack
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.map.describe import describe_map
from mapping.map.geometry import (
    NARROW_M,
    PIECE,
    TOLERANCE_M,
    areas_geojson,
    finer_areas,
    finer_places,
    has_finer,
    tolerance_m,
)
from mapping.served.message import map_message
from tests.builders import CRS, SIDE, tiny_pack

PACK = tiny_pack()
SOURCE = next(iter(PACK.info.sources))


def wavy(shape):
    """A square whose southern and northern sides bend, alike for neighbours."""
    west, south, east, north = shape.bounds
    middle = west + SIDE / 2
    return shapely.Polygon(
        [
            *[(west, south), (middle, south + 30), (east, south)],
            *[(east, north), (middle, north + 30), (west, north)],
        ]
    )


def with_fine(keep=None, move=None, **changes):
    """The small pack with finer outlines of some of its areas."""
    shapes = PACK.areas.geometry if keep is None else PACK.areas.geometry[keep]
    drawn = [wavy(each) for each in shapes]
    if move:
        drawn[0] = translate(drawn[0], *move)
    fine = gpd.GeoDataFrame({"source": SOURCE}, index=shapes.index, geometry=drawn, crs=CRS)
    return replace(PACK, fine=fine.assign(**changes))


def test_a_pack_keeps_its_finer_outlines(tmp_path):
    pack = with_fine()
    write_pack(pack, tmp_path / "pack")
    again = read_pack(tmp_path / "pack")
    assert again.fine.geometry.geom_equals(pack.fine.geometry).all()
    assert again.content_hash == hash_pack(pack) != PACK.content_hash


def test_no_figure_rests_on_them():
    question = default_question(PACK)
    plain, fine = (measure_gaps(each, question) for each in (PACK, with_fine()))
    assert fine.areas.equals(plain.areas)
    assert fine.places.equals(plain.places)
    assert areas_geojson(with_fine()) == areas_geojson(PACK)


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        (with_fine(source="moon"), "column source: found 1 unknown (moon)"),
        (with_fine(move=(5 * SIDE, 0)), "column geometry: found 1 that lie elsewhere"),
    ],
)
def test_outlines_from_nobody_or_of_elsewhere_are_refused(tmp_path, pack, said):
    with pytest.raises(PackError, match=r"areas_fine\.parquet") as refused:
        write_pack(pack, tmp_path / "pack")
    assert said in str(refused.value)


def test_outlines_of_no_area_of_the_pack_are_refused(tmp_path):
    fine = with_fine().fine.rename(index={"A1": "Z9"})
    with pytest.raises(PackError, match=r"1 of no area of the pack \(Z9\)"):
        write_pack(replace(PACK, fine=fine), tmp_path / "pack")


def test_they_are_sent_piece_by_piece_in_the_order_of_the_pack():
    pack = with_fine(keep=["A1", "C3"])
    sent = finer_areas(pack, 0)
    assert len(sent) == len(PACK.areas) <= PIECE
    held = [at for at, shape in enumerate(sent) if shape]
    assert list(PACK.areas.index[held]) == ["A1", "C3"]
    assert len(shapely.geometry.shape(sent[held[0]]).exterior.coords) == 7
    assert finer_areas(pack, 1) == []


def test_a_place_of_whole_areas_has_the_outline_of_its_areas_together():
    pack = with_fine()
    drawn = finer_places(pack, "early-help-team")
    assert set(drawn) == {"team-a", "team-b", "team-c"}
    members = pack.membership[pack.membership["place_id"] == "team-a"]["area_id"]
    whole = gpd.GeoSeries([shapely.geometry.shape(drawn["team-a"])], crs=4326).to_crs(CRS)
    assert whole.area.iloc[0] == pytest.approx(pack.fine.geometry[members].area.sum(), rel=1e-3)
    part = replace(pack, membership=pack.membership.assign(share=0.5))
    assert finer_places(part, "early-help-team") == {}
    assert set(finer_places(with_fine(keep=["A1", "A2", "A3"]), "early-help-team")) == {"team-a"}


def test_only_a_pack_that_has_finer_outlines_says_so():
    question = default_question(PACK)
    gaps = measure_gaps(PACK, question)
    said = [
        map_message(describe_map(pack, gaps, "gap"), pack, question)["fine"]
        for pack in (PACK, with_fine())
    ]
    assert said[0] is None
    assert said[1] == {"from": 10.5, "size": PIECE, "areas": True, "places": ["early-help-team"]}


def test_the_whole_of_a_wide_pack_is_drawn_more_simply():
    assert tolerance_m(PACK) == TOLERANCE_M
    assert not has_finer(PACK)
    far = PACK.areas.geometry.copy()
    far.iloc[0] = translate(far.iloc[0], -200_000, 300_000)
    wide = replace(PACK, areas=PACK.areas.set_geometry(far))
    assert tolerance_m(wide) > TOLERANCE_M
    assert has_finer(wide)
    [first, *_] = finer_areas(wide, 0)
    assert shapely.geometry.shape(first).is_valid


@pytest.mark.parametrize(("wide", "banks"), [(NARROW_M / 2, 1), (NARROW_M * 2, 2)])
def test_narrow_water_within_a_place_is_no_boundary_of_it(wide, banks):
    fine = with_fine().fine
    west, south, east, north = fine.geometry["A1"].bounds
    middle = (west + east) / 2
    river = shapely.box(middle - wide / 2, south - 1, middle + wide / 2, north + 1)
    cut = fine.assign(geometry=fine.geometry.where(fine.index != "A1", fine.difference(river)))
    whole, drawn = (finer_places(replace(PACK, fine=each), KIND) for each in (fine, cut))
    [place] = [key for key in whole if key in _places_of("A1")]
    shapes = [shapely.geometry.shape(each[place]) for each in (whole, drawn)]
    before, after = gpd.GeoSeries(shapes, crs="EPSG:4326").to_crs(CRS)
    is_crossed = after.intersection(river).area > before.intersection(river).area * 0.9
    assert is_crossed == (banks == 1)


def test_water_between_two_places_stays_out_of_both():
    fine = with_fine().fine
    cut = fine.assign(geometry=fine.buffer(-NARROW_M / 4, join_style="mitre"))
    drawn = finer_places(replace(PACK, fine=cut), KIND)
    shapes = [shapely.geometry.shape(each) for each in drawn.values()]
    assert len(shapes) > 1
    assert all(a.disjoint(b) for a in shapes for b in shapes if a is not b)


KIND = "early-help-team"


def _places_of(area):
    return set(PACK.membership["place_id"][PACK.membership["area_id"] == area])
