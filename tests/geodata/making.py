"""What readers are given when their rows become services or indicators: small, and made up."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from geodata.crs import lonlat_from_grid
from geodata.log import BuildLog
from geodata.model import Source
from geodata.sources.record import Making, RawFile

WEST, SOUTH, SIDE = 540_000.0, 290_000.0, 1000.0
SOURCE = Source(
    key="made-up",
    title="Made for tests",
    publisher="Nobody",
    licence="none",
    attribution="Made up.",
    period="2026",
)
# area → (column, ward, middle area, district)
AREAS = {
    "E01000001": (0, "E05000001", "E02000001", "E07000001"),
    "E01000002": (1, "E05000002", "E02000001", "E07000001"),
    "E01000003": (2, "E05000003", "E02000002", "E06000001"),
}
NAMES = {"E07000001": "Fenmarsh", "E06000001": "Holm"}
MADE_FROM = {
    "upper-tier": "authorities",
    "district": "districts",
    "ward": "wards",
    "msoa": "middle areas",
}
CODES = {
    "upper-tier": {"E10000001": "E10000001", "E06000001": "E06000001"},
    "district": {"E07000001": "E07000001", "E06000001": "district-holm"},
    "ward": {ward: ward for _, ward, _, _ in AREAS.values()},
    "msoa": {middle: middle for _, _, middle, _ in AREAS.values()},
}


def small_making(role="made_up", **changes) -> Making:
    """Three square kilometres in a row, with a postcode in the middle of each.

    FE1 0AA, FE2 0AA and FE3 0AA; FE9 9AA stands 30 km to the north, across the border.
    """
    given = {
        "file": RawFile(role=role, paths=(f"{role}.csv",), source="made-up"),
        "sources": {"made-up": SOURCE},
        "choices": {},
        "raw": {},
        "areas": areas(),
        "gazetteer": gazetteer(),
        "codes": CODES,
        "made_from": MADE_FROM,
        "log": BuildLog(),
    }
    return Making(**(given | changes))


def areas() -> gpd.GeoDataFrame:
    """Three areas of two districts."""
    rows = [
        {
            "ward_id": ward,
            "msoa_id": middle,
            "district_id": district,
            "district": NAMES[district],
            "geometry": box(WEST + column * SIDE, SOUTH, WEST + (column + 1) * SIDE, SOUTH + SIDE),
        }
        for column, ward, middle, district in AREAS.values()
    ]
    return gpd.GeoDataFrame(rows, index=pd.Index(list(AREAS), name="area_id"), crs="EPSG:27700")


def gazetteer() -> pd.DataFrame:
    """A postcode in the middle of each area, and one far beyond."""
    spots = {
        **{f"FE{n + 1} 0AA": (WEST + (n + 0.5) * SIDE, SOUTH + 500) for n in range(3)},
        "FE9 9AA": (WEST + 500, SOUTH + 30_000),
    }
    return pd.DataFrame(
        {
            "easting_m": [east for east, _ in spots.values()],
            "northing_m": [north for _, north in spots.values()],
            "area_id": [*AREAS, ""],
        },
        index=pd.Index(list(spots), name="postcode"),
    )


def lat_long(east: float, north: float) -> tuple[float, float]:
    """Latitude and longitude of a spot so many metres from the corner of the areas."""
    lon, lat = lonlat_from_grid(WEST + east, SOUTH + north)
    return float(lat), float(lon)
