"""Which kinds of door a build warns of, for no service of its recipe names them."""

from types import SimpleNamespace

import geopandas as gpd
import pytest
from shapely.geometry import Point

from geodata.building.doubts import _unused_kinds
from geodata.model import Service

CENTRES = Service(
    key="centres",
    label="centres",
    singular="a centre",
    kinds=("centre",),
    age_from=0,
    age_to=4,
    limit_min=20,
)
RECIPE = SimpleNamespace(
    info=SimpleNamespace(services={"centres": CENTRES}),
    files={"hospitals": SimpleNamespace(source="register")},
)
TOLD = "Kinds of door that no service of the recipe names"


def warned(*rows, own=()):
    usual = {"a": ("centre", "own", Point(0, 0), None)}
    told = usual | {f"row-{number}": row for number, row in enumerate(rows)}
    table = gpd.GeoDataFrame.from_dict(
        told, orient="index", columns=["kind", "source", "geometry", "parent_id"]
    )
    return [each for each in _unused_kinds(RECIPE, table, own) if each.startswith(TOLD)]


@pytest.mark.parametrize(
    "row",
    [
        ("health-visiting", "own", None, None),
        ("midwifery", "own", Point(0, 0), "a"),
        ("centre", "own", Point(5, 5), None),
    ],
    ids=["an offer without a door", "an offer found at another's door", "a kind of a service"],
)
def test_what_is_meant_is_not_warned_of(row):
    assert warned(row) == []


@pytest.mark.parametrize(
    "row",
    [
        ("center", "own", Point(5, 5), None),
        ("center", "own", Point(5, 5), "a"),
        ("childminder", "register", Point(5, 5), None),
    ],
    ids=["a slip", "a slip of a second door", "a list of which no kind is named"],
)
def test_what_may_be_a_slip_is_warned_of(row):
    assert warned(row) == [f"{TOLD}: {row[0]}."]


def test_of_an_official_list_some_kinds_may_be_left_out_on_purpose():
    left_out = ("small-centre", "register", Point(5, 5), None)
    assert warned(left_out, ("centre", "register", Point(6, 6), None)) == []


def test_a_table_of_the_recipes_own_is_that_under_the_source_of_a_list_too():
    rows = (
        ("center", "register", Point(5, 5), None),
        ("centre", "register", Point(6, 6), None),
    )
    assert warned(*rows) == []
    assert warned(*rows, own={"row-0"}) == [f"{TOLD}: center."]
