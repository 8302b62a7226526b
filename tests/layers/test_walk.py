"""A way past points, against what can be worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from geodata.crs import lonlat_from_grid
from geodata.errors import QuestionError
from geodata.sources.osm import read_streets
from layers.question.question import default_question
from layers.within.walk import MOST_POINTS, measure_walk
from tests.builders import SOUTH, WEST, tiny_pack
from tests.extracts import STREET, write_extract

PER_MIN = 4000 / 60


def at(east, north):
    lon, lat = lonlat_from_grid(WEST + east, SOUTH + north)
    return f"{float(lat):.9f},{float(lon):.9f}"


def test_a_straight_way_is_told_as_one():
    pack = tiny_pack()
    found = measure_walk(
        pack, default_question(pack), ";".join([at(0, 0), at(300, 400), at(300, 900)])
    )
    assert found.line_m == pytest.approx(1000, abs=0.01)
    assert found.path_m == pytest.approx(1000, abs=0.01)
    assert found.minutes == pytest.approx(1000 * 1.3 / PER_MIN, abs=0.001)
    assert not found.is_along
    assert found.path.shape == (3, 2)


def test_a_way_along_streets_goes_by_the_bridge(tmp_path):
    """Two banks 200 m apart, joined at their eastern end: 2,200 m where the line is 200 m."""
    points = {"a": (0, 0), "b": (1000, 0), "c": (0, 200), "d": (1000, 200)}
    streets = [("a b", STREET), ("c d", STREET), ("b d", STREET | {"bridge": "yes"})]
    pack = tiny_pack()
    info = replace(pack.info, network_source=next(iter(pack.info.sources)))
    network = read_streets(write_extract(tmp_path / "x.osm.pbf", points, streets))
    pack = replace(pack, info=info, network=network)
    question = default_question(pack)
    found = measure_walk(pack, question, f"{at(0, 0)};{at(0, 200)}")
    assert found.is_along
    assert found.line_m == pytest.approx(200, abs=0.01)
    assert found.path_m == pytest.approx(2200, abs=1)
    assert found.minutes == pytest.approx(2200 / PER_MIN, abs=0.03)
    far = measure_walk(pack, question, f"{at(0, 0)};{at(0, 200)};{at(0, 2500)}")
    assert not far.is_along
    assert far.minutes > found.minutes + 2300 / PER_MIN
    assert np.isfinite(far.path).all()


@pytest.mark.parametrize("count", [0, 1, MOST_POINTS + 1])
def test_too_few_and_too_many_points_are_refused(count):
    pack = tiny_pack()
    with pytest.raises(QuestionError, match=f"{count} points"):
        measure_walk(pack, default_question(pack), ";".join([at(0, 0)] * count))


def test_the_same_point_twice_is_no_way_at_all():
    pack = tiny_pack()
    found = measure_walk(pack, default_question(pack), ";".join([at(5, 5)] * 2))
    assert (found.line_m, found.minutes) == (0, 0)
