"""The ground of a whole county, read of the same day’s two kinds of file, is the same."""

import pytest

from geodata.sources.ground_layers import read_ground_layers
from geodata.sources.osm_ground import read_ground
from tests.conftest import RAW_FOLDER

EXTRACT = RAW_FOLDER / "osm" / "rutland-latest_pydriosm.osm.pbf"
LAYERS = RAW_FOLDER / "osm" / "rutland-latest-free.shp.zip"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not EXTRACT.is_file() or not LAYERS.is_file(), reason="no extract"),
]


def test_an_extract_and_its_shapefiles_hold_the_same_ground():
    extract, layers = read_ground(EXTRACT), read_ground_layers(LAYERS)
    for kind in ("built-up", "main-road", "railway", "town", "village", "wood"):
        ours, theirs = (rows[rows["kind"] == kind] for rows in (extract, layers))
        assert len(ours) == len(theirs) > 0
        assert ours.area.sum() == pytest.approx(theirs.area.sum(), rel=1e-3)
        assert ours.length.sum() == pytest.approx(theirs.length.sum(), rel=1e-3)
    assert {"Oakham", "Uppingham"} == set(extract.loc[extract["kind"] == "town", "name"])
