"""Small packs made in memory, whose answers can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point, box

from geodata import schema
from geodata.model import (
    OLDEST_AGE,
    SCHEMA_VERSION,
    Defaults,
    Disclosure,
    Indicator,
    Pack,
    PackInfo,
    People,
    PlaceKind,
    Service,
    Source,
)
from geodata.pack import arrange, assemble_pack, table_from_catalogue
from geodata.pack_files import NAMES
from geodata.seal import CHECKSUMS, seal
from tests.kept_packs import copied

CRS = "EPSG:27700"
WEST, SOUTH = 540_000.0, 290_000.0  # the corner of the grid: near March
SIDE = 1000.0  # metres; one area is one square kilometre


def seal_again(folder: Path) -> None:
    """Write the checksums of a pack's files as they are now, after a test has edited some."""
    held = [path for path in folder.iterdir() if path.name in NAMES and path.is_file()]
    files = {path.name: path.read_bytes() for path in held}
    (folder / CHECKSUMS).write_bytes(seal(files))


def tiny_info(**changes: object) -> PackInfo:
    info = PackInfo(
        key="tiny",
        title="Tiny and Testing",
        schema_version=SCHEMA_VERSION,
        illustrative=True,
        date="January 2026",
        area_label="neighbourhood",
        area_source="made-up",
        origin_source="made-up",
        people=People(period="mid-2020", source="made-up", standing="illustrative"),
        defaults=Defaults(
            service="family-centres",
            age_from=0,
            age_to=4,
            need="idaci_rank",
            need_deciles=3,
            place_kind="early-help-team",
        ),
        disclosure=Disclosure(),
        sources={
            "made-up": Source(
                key="made-up",
                title="Made for tests",
                publisher="Know Your Patch",
                licence="none",
                attribution="Made up for testing.",
                period="2026",
                register=True,
            )
        },
        services={
            "family-centres": Service(
                key="family-centres",
                label="child and family centres",
                singular="a child and family centre",
                kinds=("child-and-family-centre", "child-and-family-zone"),
                age_from=0,
                age_to=4,
                limit_min=20,
            ),
            "libraries": Service(
                key="libraries",
                label="libraries",
                singular="a library",
                kinds=("library",),
                age_from=0,
                age_to=19,
                limit_min=20,
            ),
            "nurse-partnership": Service(
                key="nurse-partnership",
                label="family nurse partnerships",
                singular="a family nurse partnership",
                kinds=("family-nurse-partnership",),
                age_from=0,
                age_to=1,
                limit_min=20,
            ),
        },
        place_kinds={
            "early-help-team": PlaceKind(
                key="early-help-team",
                label="early-help team",
                plural="early-help teams",
                boundary="working",
                partition=True,
                source="made-up",
            ),
            "district": PlaceKind(
                key="district",
                label="district",
                plural="districts",
                boundary="illustrative",
                partition=True,
                source="made-up",
            ),
        },
    )
    return replace(info, **changes)


def tiny_areas() -> gpd.GeoDataFrame:
    """Nine square kilometres, A1 (south-west) to C3 (north-east), with 10 children of each age."""
    rows, shapes, keys = [], [], []
    for column in range(3):
        for row in range(3):
            key = f"{'ABC'[column]}{row + 1}"
            keys.append(key)
            shapes.append(
                box(
                    WEST + column * SIDE,
                    SOUTH + row * SIDE,
                    WEST + (column + 1) * SIDE,
                    SOUTH + (row + 1) * SIDE,
                )
            )
            rows.append(
                {
                    "official_name": f"Tiny 00{column}{row}",
                    "name": f"Field {key}",
                    "ward_id": f"W{column}",
                    "ward": f"Ward {column}",
                    "msoa_id": "M1",
                    "msoa": "Tiny 001",
                    "district_id": "D1",
                    "district": "Tinyshire",
                    "rural_urban": "Urban" if column == 0 else "Rural",
                    "people_all": 1500,
                    **{f"people_{age}": 10 for age in range(OLDEST_AGE + 1)},
                }
            )
    index = pd.Index(keys, name="area_id")
    return gpd.GeoDataFrame(rows, index=index, geometry=shapes, crs=CRS)


def tiny_origins() -> pd.DataFrame:
    """Two origins in each area, on its middle line, 250 m and 750 m from its western edge."""
    rows = {}
    for key, shape in tiny_areas().geometry.items():
        west, south, _, north = shape.bounds
        for n, (offset, weight) in enumerate(((250, 0.4), (750, 0.6))):
            rows[f"{key}-{n}"] = {
                "area_id": key,
                "easting_m": west + offset,
                "northing_m": (south + north) / 2,
                "weight": weight,
            }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("origin_id")


def tiny_assets(**columns: object) -> gpd.GeoDataFrame:
    """Two centres: one in the middle of A1, one on the far side of C3; one closed, one a line."""
    rows = pd.DataFrame(
        [
            ("centre-a", "Field Centre", "child-and-family-centre", 0, 19, "open", None),
            ("zone-c", "Corner Zone", "child-and-family-zone", 0, 4, "open", None),
            ("centre-shut", "Shut Centre", "child-and-family-centre", 0, 19, "closed", None),
            ("line", "Parents' Line", "child-and-family-centre", 0, 4, "open", "everywhere"),
            ("library-b", "Middle Library", "library", None, None, "open", None),
        ],
        columns=["asset_id", "name", "kind", "age_from", "age_to", "status", "serves"],
    ).set_index("asset_id")
    points = [
        Point(WEST + 500, SOUTH + 500),
        Point(WEST + 2500, SOUTH + 2500),
        Point(WEST + 1500, SOUTH + 1500),
        Point(),
        Point(WEST + 1500, SOUTH + 1500),
    ]
    rows["delivery"] = rows["serves"].map({"everywhere": "phone"})
    rows["source"] = "made-up"
    return gpd.GeoDataFrame(rows.assign(**columns), geometry=points, crs=CRS)


NEED_DECILES = {"A1": 1, "A2": 2, "A3": 3, "B1": 4, "B2": 5, "B3": 6, "C1": 7, "C2": 8, "C3": 1}


def made_once(make: Callable[..., Pack]) -> Callable[..., Pack]:
    """Make a pack of the same switches once, and hand on a copy that nobody else can change.

    A copy shares its figures with the others until it is written to (pandas copies on write).
    """
    kept: dict[tuple[tuple[str, bool], ...], Pack] = {}

    @wraps(make)
    def hand_on(*given: Any, **asked: Any) -> Pack:
        if given or not all(isinstance(value, bool) for value in asked.values()):
            return make(*given, **asked)
        key = tuple(sorted(asked.items()))
        if key not in kept:
            kept[key] = make(**asked)
        return copied(kept[key])

    return hand_on


@made_once
def tiny_pack(
    *,
    info: PackInfo | None = None,
    areas: gpd.GeoDataFrame | None = None,
    origins: pd.DataFrame | None = None,
    assets: gpd.GeoDataFrame | None = None,
    deciles: dict[str, int | None] | None = None,
) -> Pack:
    """Nine areas, three teams (the columns A, B, C), one district, two open centres."""
    areas = tiny_areas() if areas is None else areas
    teams = {"team-a": "Team Alder", "team-b": "Team Birch", "team-c": "Team Cedar"}
    members = pd.DataFrame(
        [(f"team-{key[0].lower()}", key, 1.0) for key in areas.index]
        + [("D1", key, 1.0) for key in areas.index],
        columns=["place_id", "area_id", "share"],
    )
    shapes = {
        place: areas.geometry.loc[list(rows["area_id"])].union_all()
        for place, rows in members.groupby("place_id")
    }
    names = pd.DataFrame(
        [(key, name, "early-help-team") for key, name in teams.items() if key in shapes]
        + [("D1", "Tinyshire", "district")],
        columns=["place_id", "name", "kind"],
    ).set_index("place_id")
    places = gpd.GeoDataFrame(names, geometry=[shapes[key] for key in names.index], crs=CRS)
    need = Indicator(
        key="idaci_rank",
        label="Income deprivation affecting children (IDACI)",
        form="rank",
        unit="national rank, 1 is most deprived",
        worse_when="lower",
        spread_over="people",
        geography="area",
        theme="Deprivation",
        period="2025",
        source="made-up",
        standing="illustrative",
    )
    chosen = NEED_DECILES if deciles is None else deciles
    ranks = pd.DataFrame(
        [
            {
                "indicator": "idaci_rank",
                "place_id": key,
                "period": "2025",
                "value": None if chosen.get(key) is None else chosen[key] * 3000.0,
                "decile": chosen.get(key),
            }
            for key in areas.index
        ]
    )
    tables = {
        "areas": arrange(schema.AREAS, areas),
        "origins": arrange(schema.ORIGINS, tiny_origins() if origins is None else origins),
        "places": arrange(schema.PLACES, places),
        "membership": arrange(schema.MEMBERSHIP, members),
        "assets": arrange(schema.ASSETS, tiny_assets() if assets is None else assets),
        "indicators": table_from_catalogue({"idaci_rank": need}),
        "indicator_values": arrange(schema.INDICATOR_VALUES, ranks),
    }
    return assemble_pack(tiny_info() if info is None else info, tables)
