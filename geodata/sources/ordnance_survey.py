"""Ordnance Survey: Open Names, the settlements that people's own names for places come from."""

from __future__ import annotations

from pathlib import Path

from pandas import DataFrame

from geodata.files import label, parse_metres, parse_numbers, pick_columns, read_table
from geodata.sources.record import Reader

SETTLEMENTS = ("City", "Town", "Suburban Area", "Village", "Hamlet", "Other Settlement")
MIDDLE = {"easting_m": r"GEOMETRY_X", "northing_m": r"GEOMETRY_Y"}
CORNERS = {
    "west_m": r"MBR_XMIN",
    "south_m": r"MBR_YMIN",
    "east_m": r"MBR_XMAX",
    "north_m": r"MBR_YMAX",
}


def read_settlements(path: Path) -> DataFrame:
    """Read settlements.

    Returns
    -------
    settlements
        `name`, `type` (City, Town, Suburban Area, Village, Hamlet, Other Settlement), the middle
        (`easting_m`, `northing_m`) and the box around it (`west_m` … `north_m`), EPSG:27700.
    """
    picked = pick_columns(
        read_table(path),
        {
            "name": (r"NAME1",),
            "type": (r"LOCAL_TYPE",),
            **{key: (heading,) for key, heading in {**MIDDLE, **CORNERS}.items()},
        },
    )
    # Extracts stuck together repeat their heading as a row.
    rows = picked[picked["type"].isin(SETTLEMENTS)]
    middles = parse_metres(rows["easting_m"], rows["northing_m"], label(path))
    corners = {
        key: parse_numbers(rows[key], f"{label(path)}, {key}", gaps=False) for key in CORNERS
    }
    table = DataFrame({"name": rows["name"], "type": rows["type"], **middles, **corners})
    return table.reset_index(drop=True)


READERS = (
    Reader(
        role="settlements",
        about="names of settlements, to name areas by",
        read=read_settlements,
        is_needed=True,
    ),
)
