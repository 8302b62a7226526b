"""Small OpenStreetMap extracts, drawn on the national grid and written as .osm.pbf."""

from __future__ import annotations

import osmium

from geodata.crs import lonlat_from_grid
from tests.builders import SOUTH, WEST

STREET = {"highway": "residential", "maxspeed": "30 mph"}


def write_extract(path, points, ways, barriers=None, corner=(WEST, SOUTH)):
    """Write an extract.

    Parameters
    ----------
    points
        Name → metres east and north of `corner` (EPSG:27700).
    ways
        Pairs of the names along a way, "a b c", and its tags.
    barriers
        Name of a point → its tags.
    """
    numbers = {name: n for n, name in enumerate(points, start=1)}
    writer = osmium.SimpleWriter(str(path))
    for name, (east, north) in points.items():
        lon, lat = lonlat_from_grid(corner[0] + east, corner[1] + north)
        tags = (barriers or {}).get(name, {})
        node = osmium.osm.mutable.Node(
            id=numbers[name], version=1, location=(float(lon), float(lat)), tags=tags
        )
        writer.add_node(node)
    for n, (names, tags) in enumerate(ways, start=1):
        refs = [numbers.get(name, 10**9) for name in names.split()]
        writer.add_way(osmium.osm.mutable.Way(id=n, version=1, nodes=refs, tags=tags))
    writer.close()
    return path
