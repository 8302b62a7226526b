"""What OpenStreetMap's tags say of a street: who may use it, which way, and how fast.

The rules are those of the OpenStreetMap wiki for the United Kingdom, made fit for a parent with a
pram and for a private car. Times of day, turn restrictions and surfaces are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

KM_PER_MILE = 1.609344

# Speed of a car on an empty road, km/h, where no limit is stated; 0 where cars do not go.
# Country roads are slower than their limit allows, for they bend.
CAR_KMH: Mapping[str, float] = {
    "motorway": 105,
    "motorway_link": 65,
    "trunk": 80,
    "trunk_link": 50,
    "primary": 65,
    "primary_link": 50,
    "secondary": 60,
    "secondary_link": 45,
    "tertiary": 55,
    "tertiary_link": 40,
    "unclassified": 50,
    "residential": 32,
    "road": 40,
    "living_street": 15,
    "service": 20,
    "track": 0,
    "pedestrian": 0,
    "footway": 0,
    "path": 0,
    "cycleway": 0,
    "bridleway": 0,
    "steps": 0,
}
TRACK_KMH = 15.0  # a track, path or pedestrian street that says that cars may use it
MINOR = ("service", "track", "living_street", "path", "footway", "cycleway", "bridleway", "steps")
BUILT_UP = ("residential", "living_street", "service", "pedestrian")
NO_WALKING = ("motorway", "motorway_link")
ALWAYS_ONE_WAY = ("motorway", "motorway_link")

FORBIDDEN = frozenset(
    {"no", "private", "agricultural", "forestry", "military", "emergency", "use_sidepath"}
)
CAR_TAGS = ("motorcar", "motor_vehicle", "vehicle", "access")  # the first that is stated counts
FOOT_TAGS = ("foot", "access")
KEPT_TAGS = (
    "highway", "oneway", "junction", "maxspeed", "motorroad", "area", *CAR_TAGS, "foot",
)  # fmt: skip

# Barriers that stop a car unless they say otherwise; a gate or a lift gate is taken to open.
STOPS_CARS = frozenset(
    {
        "block", "bollard", "bus_trap", "chain", "cycle_barrier", "debris", "full-height_turnstile",
        "horse_stile", "jersey_barrier", "kissing_gate", "log", "motorcycle_barrier", "planter",
        "rope", "stile", "sump_buster", "turnstile", "wicket_gate",
    }
)  # fmt: skip
LIMITS_MPH = {"motorway": 70, "nsl_dual": 70, "nsl_single": 60, "nsl_restricted": 30}


class Street(NamedTuple):
    """What a street allows: `walk`, and km/h by car each way, 0 where no car may go."""

    walk: bool
    ahead_kmh: float
    back_kmh: float
    built_up: bool
    minor: bool


def read_street(tags: Mapping[str, str]) -> Street | None:
    """Read the tags of a way; None where it is no street, or nobody may use it.

    Parameters
    ----------
    tags
        At least those of `KEPT_TAGS` that the way has.
    """
    kind = tags.get("highway", "")
    if kind not in CAR_KMH:
        return None
    walk = _may(tags, FOOT_TAGS, usual=kind not in NO_WALKING and tags.get("motorroad") != "yes")
    kmh = _car_kmh(tags, kind)
    ahead, back = _directions(tags, kind)
    street = Street(walk, kmh * ahead, kmh * back, kind in BUILT_UP, kind in MINOR)
    return street if street.walk or street.ahead_kmh or street.back_kmh else None


def _may(tags: Mapping[str, str], names: tuple[str, ...], *, usual: bool) -> bool:
    for name in names:
        if name in tags:
            said = tags[name].split(";")[0].strip().lower()
            # A general "access=yes" opens no footpath to cars, nor a motorway to walkers.
            return said not in FORBIDDEN and (usual or name != "access")
    return usual


def _car_kmh(tags: Mapping[str, str], kind: str) -> float:
    usual = CAR_KMH[kind]
    if not _may(tags, CAR_TAGS, usual=usual > 0) or tags.get("area") == "yes":
        return 0.0
    usual = usual or TRACK_KMH
    stated = read_speed_kmh(tags.get("maxspeed", ""))
    if stated is None:
        return usual
    return min(stated, usual) if kind in MINOR else stated


def _directions(tags: Mapping[str, str], kind: str) -> tuple[bool, bool]:
    """Return whether a car may go along the way, and against it."""
    said = tags.get("oneway", "").strip().lower()
    if said in ("-1", "reverse"):
        return False, True
    if said in ("yes", "true", "1"):
        return True, False
    implied = kind in ALWAYS_ONE_WAY or tags.get("junction") in ("roundabout", "circular")
    return True, not implied or said in ("no", "false", "0")


def read_speed_kmh(text: str) -> float | None:
    """Read a speed limit: "30 mph", "50", "GB:nsl_single"; None where it states no number."""
    named = LIMITS_MPH.get(text.strip().partition(":")[2].lower())
    if named is not None:
        return named * KM_PER_MILE
    found = re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)\s*(mph|km/?h|kph)?\s*", text, re.IGNORECASE)
    if found is None or float(found[1]) <= 0:
        return None
    return float(found[1]) * (KM_PER_MILE if (found[2] or "").lower() == "mph" else 1)


def stops(tags: Mapping[str, str]) -> tuple[bool, bool]:
    """Return whether a point on a street stops walkers, and whether it stops cars."""
    if "barrier" not in tags:
        return False, False
    walkers = not _may(tags, FOOT_TAGS, usual=True)
    if any(name in tags for name in CAR_TAGS[:-1]) or tags.get("access") in FORBIDDEN:
        return walkers, not _may(tags, CAR_TAGS, usual=True)
    return walkers, tags["barrier"] in STOPS_CARS
