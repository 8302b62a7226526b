"""What of the ground a room’s map shows: as wide as the screen, its key over the right of it."""

from __future__ import annotations

from typing import Final

from geodata.crs import grid_from_lonlat, lonlat_from_grid
from layers.places import find_place
from mapping.map.spec import SEVERAL, MapSpec
from mapping.map.view import Bounds
from mapping.meeting.shown import Pictured

MAP_MM: Final = (95.0, 41.0)  # so small that its names, drawn large, are read across a room
MAP_DPI: Final = 500
KEY_SHARE: Final = 0.33  # of its width, where the key stands; see meeting.css
LEAN: Final = 0.25  # of the room beside all of the area, left of it: names stand right of it
MARGIN: Final = 0.06  # left around what is looked at


def framed(bounds: Bounds, lean: float = 0.5) -> Bounds:
    """Return the ground of the whole picture, with what is looked at clear of the key.

    Parameters
    ----------
    bounds
        What is looked at: west, south, east, north in metres (EPSG:27700).
    lean
        Which share of the room beside it is left of it.
    """
    west, south, east, north = bounds
    wide_mm, high_mm = MAP_MM
    clear_mm = wide_mm * (1 - KEY_SHARE)
    room = 1 - 2 * MARGIN
    m_per_mm = max((east - west) / (clear_mm * room), (north - south) / (high_mm * room), 1.0)
    left = west - (clear_mm * m_per_mm - (east - west)) * lean
    foot = (south + north) / 2 - high_mm / 2 * m_per_mm
    return left, foot, left + wide_mm * m_per_mm, foot + high_mm * m_per_mm


def ground_of(pictured: Pictured) -> Bounds:
    """Return the ground of a map’s whole picture: its view, its place, or all of the area."""
    if pictured.bounds is not None:
        return framed(pictured.bounds)
    if pictured.place_id:
        return framed(find_place(pictured.pack, pictured.place_id)["geometry"].bounds)
    west, south, east, north = map(float, pictured.pack.areas.total_bounds)
    return framed((west, south, east, north), LEAN)


def corners_text(bounds: Bounds) -> str:
    """Return where the corners of a picture lie in degrees, as the script that picks a spot reads.

    North-west, north-east, south-west, south-east, each as latitude and longitude.
    """
    west, south, east, north = bounds
    lons, lats = lonlat_from_grid([west, east, west, east], [north, north, south, south])
    return " ".join(f"{lat:.6f},{lon:.6f}" for lat, lon in zip(lats, lons, strict=True))


def is_in_view(spec: MapSpec, bounds: Bounds, label: str) -> bool:
    """Return whether a symbol of a map’s key is of use on a picture of this ground.

    Parameters
    ----------
    label
        As the key has it: the kind of a door, or what is said of several or hollow ones.
    """
    west, south, east, north = bounds
    xs, ys = grid_from_lonlat(
        [each.lon for each in spec.points], [each.lat for each in spec.points]
    )
    inside = (xs > west) & (xs < east) & (ys > south) & (ys < north)
    here = [point for point, is_here in zip(spec.points, inside, strict=True) if is_here]
    if label in {named for _, named, _ in spec.symbols}:
        return any(label == point.kind_label for point in here)
    return len(here) > 1 if label == SEVERAL else any(point.hollow for point in here)
