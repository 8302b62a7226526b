"""One small pack that holds what goes wrong, whose answers are worked out by hand.

The usual question of these tests is `awkward_question(pack)`: under-fives, need in tenths 1 to 3,
10 minutes on foot at 6 km/h and no detour. So a minute is 100 m, and the limit is 1,000 m to the
last digit. Eight areas stand in a row, each 2 km by 2 km, their starting points on y = 1000:

    area  land     decile   under-fives   starting points (x)              team
    N1    Urban    1        50            1000                             West
    N2    Urban    3 (= k)  100           2500 (0.4), 3500 (0.6)           West 0.3, Middle 0.7
    N3    Urban    4        50            5000                             Middle
    N4    Urban    missing  50            7000                             Middle
    R1    Rural    1        50            9000                             East
    R2    Rural    7        50            11000                            East
    R3    Rural    2        age 3 missing 13000 (10 of each other age)     East
    E1    unknown  10       0 (nobody)    15000                            East

Every age from 0 to 25 has as many children as every other in its area. Wards are the areas
themselves ("w-N1"…), so most wards tie at a gap of none; districts are D1 (N1–N4) and D2 (others).

Doors of family centres (x, y), how far they are, and what is awkward of them:

    split-a   (500, 1000)    ages 0–4; N1 5 minutes
    split-b   (1500, 1000)   ages 0–4; the second door of split-a, a tie for N1 (5 minutes);
                             just 10 minutes from the western part of N2, which is within
    hub       (5000, 2000)   ages 0–11; just 10 minutes from N3
    linked    (5000, 0)      ages 0–11; a linked site of hub; a tie for N3
    rough     (9000, 1900)   ages 0–4, 9 minutes from R1, placed only to within 1,000 m
    ageless   (13000, 1000)  states no ages: open to all; R3 0, R2 and E1 just 20 minutes;
                             states no precision
    shut      (11000, 1000)  closed
    online    no point       online, for the district of the east (Eastshire)

One centre has two doors (split-a, split-b); hub and linked are one centre. A library without ages
stands at (7000, 1000). Nothing is listed as a family nurse partnership.

The usual answer, children within 10 minutes as a share: N1 1, N2 0.4 (its western part is at the
limit), N3 1, N4 0, R1 1, R2 0, R3 not known (nor are its children), E1 0 (of nobody).

    team     children  in high need  beyond        gap           not judged
    West     80        80            18 (0.3 × 60) 18 (0.3 × 60) –
    Middle   170       70            92            42 (0.7 × 60) 50 (N4), 1 area
    East     100       50            50            0             R3: 1 area, its children not known
    all      350       200           160           60            50, and 1 area of children unknown

In rural areas a limit of 20 minutes on foot ("walk-20") reaches R2 (just 20 minutes); E1, whose
land is not known, counts as town and is not reached though it is as near.
Along the streets of `awkward_pack(streets=True)` the way from 2000 to 2500 goes round by y = 1500,
1,500 m instead of 500: split-b is 20 minutes from the western part of N2, none of N2 is within, and
the gap is 30 in West and 70 in Middle; all other ways are as the table says, but for rough (the way
to it from R1 is 900 m still).

Ages 12–13 (N2 40 children, E1 none, the others 20 each; 160 in all): only ageless takes them, and
20 (R3) are within 10 minutes of it. N1's 20, 16 of N2 and R1's 20 are within 10 minutes of a door
that stops at 4, N3's 20 of one that stops at 11: 76 children. Beyond every door: 24 of N2, N4, R2.
Ages 10–13: hub and linked take 10 and 11 only, so half of N3's 40 children are reached.

Children in low-income families (`people_pack`), of ages 0–15, of which the pack counts 160 in an
area (320 in N2, none in E1, not known in R3): N1 40 of 160, N2 80 of 320, N3 120 of 160, N4 32 of
160, R1 too few to publish, R2 16 of 80 (the file counts fewer than the pack), R3 80 of 160, E1 5 of
10. As a share of under-fives: a quarter, a quarter, three quarters, a fifth, not known, a fifth, a
half of a number not known, a half of nobody. Of ages 0–15 exactly, R2's share is 16 of the 160 who
live there. The usual answer in people:

    team     children  low-income  gap                          not judged
    West     80        20          4.5 (0.3 × 25 × 0.6)         –
    Middle   170       65          20.5 (0.7 × 25 × 0.6 + 10)   –
    East     100       10          10 (R2)                      50 (R1) and R3
    all      350       95          35

Measures: `idaci_rank` (deciles above), `health_rank` (every area the same: all tie), and the
sensitive `plans_count` and `plans_rate` of teams: West 3 plans (too small to show), Middle 12 and
East 41.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, Point, box

from geodata import schema
from geodata.model import OLDEST_AGE, Indicator, Network, Pack, PackInfo, PlaceKind
from geodata.pack import arrange, assemble_pack, table_from_catalogue
from layers.question.question import Question, default_question
from tests.builders import CRS, SOUTH, WEST, made_once, tiny_info

WIDE = 2000.0  # metres; the side of an area
AREAS = ("N1", "N2", "N3", "N4", "R1", "R2", "R3", "E1")
DECILES = {"N1": 1, "N2": 3, "N3": 4, "N4": None, "R1": 1, "R2": 7, "R3": 2, "E1": 10}
EACH_AGE = {"N1": 10, "N2": 20, "N3": 10, "N4": 10, "R1": 10, "R2": 10, "R3": 10, "E1": 0}
TEAMS = {
    "west": ("West", {"N1": 1.0, "N2": 0.3}),
    "middle": ("Middle", {"N2": 0.7, "N3": 1.0, "N4": 1.0}),
    "east": ("East", {"R1": 1.0, "R2": 1.0, "R3": 1.0, "E1": 1.0}),
}
DISTRICTS = {"D1": ("Westshire", AREAS[:4]), "D2": ("Eastshire", AREAS[4:])}
STARTS = {
    "N1": [(1000, 1.0)],
    "N2": [(2500, 0.4), (3500, 0.6)],
    "N3": [(5000, 1.0)],
    "N4": [(7000, 1.0)],
    "R1": [(9000, 1.0)],
    "R2": [(11000, 1.0)],
    "R3": [(13000, 1.0)],
    "E1": [(15000, 1.0)],
}
CENTRE, ZONE, HUB, LINKED = (
    "child-and-family-centre",
    "child-and-family-zone",
    "childrens-centre-hub",
    "linked-site",
)
DOORS = (  # asset_id, name, kind, ages, (x, y), status, parent_id, precision_m
    ("split-a", "Split Centre (north)", CENTRE, (0, 4), (500, 1000), "open", None, 0),
    ("split-b", "Split Centre (south)", CENTRE, (0, 4), (1500, 1000), "open", "split-a", 0),
    ("hub", "Middle Hub", HUB, (0, 11), (5000, 2000), "open", None, 0),
    ("linked", "School (linked site)", LINKED, (0, 11), (5000, 0), "open", "hub", 0),
    ("rough", "Rough Zone", ZONE, (0, 4), (9000, 1900), "open", None, 1000),
    ("ageless", "Ageless Centre", CENTRE, (None, None), (13000, 1000), "open", None, None),
    ("shut", "Shut Centre", CENTRE, (0, 4), (11000, 1000), "closed", None, 0),
    ("online", "Eastshire Online", CENTRE, (0, 4), None, "open", None, None),
    ("library", "Middle Library", "library", (None, None), (7000, 1000), "open", None, 100),
)
PLANS = {"west": 3, "middle": 12, "east": 41}
LOW_INCOME = {
    "N1": (40.0, 160),
    "N2": (80.0, 320),
    "N3": (120.0, 160),
    "N4": (32.0, 160),
    "R1": (None, 160),
    "R2": (16.0, 80),
    "R3": (80.0, 160),
    "E1": (5.0, 10),
}


@made_once
def awkward_pack(*, streets: bool = False) -> Pack:
    """Build the pack, with streets or without."""
    areas, places = _areas(), _places()
    tables = {
        "areas": arrange(schema.AREAS, areas),
        "origins": arrange(schema.ORIGINS, _origins()),
        "places": arrange(schema.PLACES, places),
        "membership": arrange(schema.MEMBERSHIP, _membership()),
        "assets": arrange(schema.ASSETS, _assets()),
        "indicators": table_from_catalogue(_indicators()),
        "indicator_values": arrange(schema.INDICATOR_VALUES, _values()),
    }
    pack = assemble_pack(_info(network_source="made-up" if streets else ""), tables)
    return replace(pack, network=_streets()) if streets else pack


def awkward_question(pack: Pack, service: str | None = None, **changes: Any) -> Question:
    """Ask the usual question of the awkward pack: 100 m a minute, and 10 minutes at most."""
    usual = {"limit_min": 10, "pace_kmh": 6.0, "detour": 1.0}
    return default_question(pack, service, **usual | changes)


def _info(**changes: Any) -> PackInfo:
    info = tiny_info(key="awkward", title="Awkwardshire", **changes)
    family = replace(info.services["family-centres"], kinds=(CENTRE, ZONE, HUB, LINKED))
    wards = PlaceKind(
        key="ward",
        label="ward",
        plural="wards",
        boundary="illustrative",
        partition=True,
        source="made-up",
    )
    return replace(
        info,
        services={**info.services, "family-centres": family},
        place_kinds={**info.place_kinds, "ward": wards},
    )


def _square(area_id: str) -> Any:
    west = WEST + AREAS.index(area_id) * WIDE
    return box(west, SOUTH, west + WIDE, SOUTH + WIDE)


def _areas() -> gpd.GeoDataFrame:
    rows = []
    for number, key in enumerate(AREAS):
        district = "D1" if key in DISTRICTS["D1"][1] else "D2"
        rows.append(
            {
                "official_name": f"Awkward 00{number}",
                "name": f"Strip {key}",
                "ward_id": f"w-{key}",
                "ward": f"Ward {key}",
                "msoa_id": "M1",
                "msoa": "Awkward 001",
                "district_id": district,
                "district": DISTRICTS[district][0],
                "rural_urban": {"N": "Urban", "R": "Rural"}.get(key[0]),
                "people_all": EACH_AGE[key] * 100,
                **{f"people_{age}": float(EACH_AGE[key]) for age in range(OLDEST_AGE + 1)},
            }
        )
    areas = gpd.GeoDataFrame(
        rows,
        index=pd.Index(AREAS, name="area_id"),
        geometry=[_square(key) for key in AREAS],
        crs=CRS,
    )
    areas.loc["R3", "people_3"] = np.nan
    return areas


def _origins() -> pd.DataFrame:
    rows = {
        f"{key}-{number}": {
            "area_id": key,
            "easting_m": WEST + x,
            "northing_m": SOUTH + 1000.0,
            "weight": weight,
        }
        for key, starts in STARTS.items()
        for number, (x, weight) in enumerate(starts)
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("origin_id")


def _places() -> gpd.GeoDataFrame:
    rows, shapes = {}, []
    for key, (name, shares) in TEAMS.items():
        rows[key] = {"name": name, "kind": "early-help-team"}
        shapes.append(gpd.GeoSeries([_part(key, area_id) for area_id in shares]).union_all())
    for key, (name, members) in DISTRICTS.items():
        rows[key] = {"name": name, "kind": "district"}
        shapes.append(gpd.GeoSeries([_square(area_id) for area_id in members]).union_all())
    for area_id in AREAS:
        rows[f"w-{area_id}"] = {"name": f"Ward {area_id}", "kind": "ward"}
        shapes.append(_square(area_id))
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("place_id")
    return gpd.GeoDataFrame(table, geometry=shapes, crs=CRS)


def _part(team: str, area_id: str) -> Any:
    """Cut N2 between West and Middle as its people are."""
    if area_id != "N2":
        return _square(area_id)
    west, south, east, north = _square("N2").bounds
    middle = west + 0.3 * WIDE
    sides = {"west": (west, middle), "middle": (middle, east)}[team]
    return box(sides[0], south, sides[1], north)


def _membership() -> pd.DataFrame:
    rows = [
        *((key, area, share) for key, (_, held) in TEAMS.items() for area, share in held.items()),
        *((key, area, 1.0) for key, (_, members) in DISTRICTS.items() for area in members),
        *((f"w-{area}", area, 1.0) for area in AREAS),
    ]
    return pd.DataFrame(rows, columns=["place_id", "area_id", "share"])


def _assets() -> gpd.GeoDataFrame:
    rows, points = {}, []
    for key, name, kind, (youngest, oldest), at, status, parent, precision in DOORS:
        rows[key] = {
            "name": name,
            "kind": kind,
            "district": "Westshire" if at and at[0] < 8000 else "Eastshire",
            "age_from": youngest,
            "age_to": oldest,
            "status": status,
            "delivery": None if at else "online",
            "serves": None if at else "D2",
            "parent_id": parent,
            "precision_m": precision,
            "source": "made-up",
        }
        points.append(Point() if at is None else Point(WEST + at[0], SOUTH + at[1]))
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("asset_id")
    return gpd.GeoDataFrame(table, geometry=points, crs=CRS)


def _indicators() -> dict[str, Indicator]:
    rank = Indicator(
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
    count = replace(
        rank,
        key="plans_count",
        label="Children with a protection plan",
        form="count",
        unit="children",
        worse_when="higher",
        spread_over="nothing",
        geography="early-help-team",
        theme="Safe",
        sensitive=True,
    )
    rate = replace(
        count,
        key="plans_rate",
        label="Protection plans",
        form="rate",
        per=10_000,
        unit="per 10,000 aged under 18",
    )
    same = replace(rank, key="health_rank", label="Health deprivation", theme="Health")
    return {each.key: each for each in (rank, same, count, rate)}


def _values() -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for key, decile in DECILES.items():
        value = None if decile is None else decile * 3000.0
        rows.append({"indicator": "idaci_rank", "place_id": key, "value": value, "decile": decile})
        rows.append({"indicator": "health_rank", "place_id": key, "value": 5000.0})
    for key, plans in PLANS.items():
        rows.append({"indicator": "plans_count", "place_id": key, "value": float(plans)})
        rows.append(
            {
                "indicator": "plans_rate",
                "place_id": key,
                "value": plans / 1000 * 10_000,
                "numerator": float(plans),
                "denominator": 1000.0,
            }
        )
    return pd.DataFrame(rows).assign(period="2025")


def _streets() -> Network:
    """Lay a street along y = 1000 with a detour between 2000 and 2500, and a spur to each door."""
    along = [(x, 1000) for x in range(0, 16001, 500)]
    stretches = [pair for pair in pairwise(along) if pair != ((2000, 1000), (2500, 1000))]
    around = [(2000, 1000), (2000, 1500), (2500, 1500), (2500, 1000)]
    stretches += pairwise(around)
    stretches += [
        ((5000, 1000), (5000, 2000)),
        ((5000, 1000), (5000, 0)),
        ((9000, 1000), (9000, 1900)),
    ]
    nodes = sorted({point for pair in stretches for point in pair})
    row_of = {point: row for row, point in enumerate(nodes)}
    edges = pd.DataFrame(
        {
            "from_node": [row_of[start] for start, _ in stretches],
            "to_node": [row_of[end] for _, end in stretches],
            "metres": [LineString(pair).length for pair in stretches],
            "walk": True,
            "drive_min": 1.0,
            "drive_back_min": 1.0,
            "built_up": False,
        }
    )
    at = pd.DataFrame(np.add(nodes, (WEST, SOUTH)), columns=["easting_m", "northing_m"])
    return Network(
        nodes=arrange(schema.NETWORK_NODES, at), edges=arrange(schema.NETWORK_EDGES, edges)
    )


@made_once
def people_pack(counts: dict[str, float | None] | None = None, *, streets: bool = False) -> Pack:
    """Return the pack with children in low-income families counted too; see `LOW_INCOME`.

    Parameters
    ----------
    counts
        Other counts of children in low-income families, by area.
    """
    pack = awkward_pack(streets=streets)
    held = {key: ((counts or {}).get(key, n), of) for key, (n, of) in LOW_INCOME.items()}
    measure = replace(
        pack.indicators["idaci_rank"],
        key="low_income_children",
        label="Children in low-income families",
        form="share",
        per=100,
        unit="% of children aged 0–15",
        worse_when="higher",
        age_from=0,
        age_to=15,
        whom="in low-income families",
        standing="estimated",
    )
    rows = pd.DataFrame(
        {
            "indicator": measure.key,
            "place_id": AREAS,
            "period": measure.period,
            "value": [None if n is None else 100 * n / of for n, of in held.values()],
            "decile": [DECILES[key] for key in AREAS],
            "numerator": [n for n, _ in held.values()],
            "denominator": [float(of) for _, of in held.values()],
            "note": ["too few to publish, or missing" if n is None else None for n, _ in
                     held.values()],
        }
    )  # fmt: skip
    ours = arrange(schema.INDICATOR_VALUES, rows)
    values = pd.concat([pack.indicator_values, ours], ignore_index=True)
    return replace(
        pack, indicators={**pack.indicators, measure.key: measure}, indicator_values=values
    )


WITHOUT_A_DOOR = {
    "visits": ("Nurse visits", "family-nurse-partnership", "open", (-1, 1), "home", "D2"),
    "advice": ("Advice online", "youth-work", "open", (12, 13), "online", "everywhere"),
    "line": ("Parents’ line", "phone-line", "open", (None, None), "phone", "D1"),
    "bus": ("Play bus", "stay-and-play", "reduced", (0, 4), "outreach", "east"),
    "clinic": ("Antenatal clinic", "midwifery", "open", (-1, -1), "site", "west"),
    "hole": ("Help at 12 and 13", CENTRE, "reported gap", (12, 13), None, "middle"),
    "soon": ("A zone to come", ZONE, "planned", (0, 4), "site", "west"),
    "named": ("A programme", "family-nurse-partnership", "named only", (0, 1), None, None),
    "lost": ("An offer of nowhere", "family-nurse-partnership", "open", (0, 1), None, None),
}
"""Offers without a door: name, kind, status, ages (-1 is pregnancy), delivery, what each serves."""


@made_once
def offers_pack(*, people: bool = False, streets: bool = False) -> Pack:
    """Return the pack with offers that have no door; none changes who is reached or the gap.

    The family nurse partnership is offered at home in the east (`visits`), planned nowhere, and has
    no door anywhere: nobody is within any distance of it.
    """
    pack = people_pack(streets=streets) if people else awkward_pack(streets=streets)
    rows = {
        key: {
            "name": name,
            "kind": kind,
            "status": status,
            "age_from": ages[0],
            "age_to": ages[1],
            "delivery": delivery,
            "serves": serves,
            "source": "made-up",
        }
        for key, (name, kind, status, ages, delivery, serves) in WITHOUT_A_DOOR.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("asset_id")
    more = arrange(schema.ASSETS, gpd.GeoDataFrame(table, geometry=[None] * len(table), crs=CRS))
    return replace(pack, assets=pd.concat([pack.assets, more]))
