"""Headings as councils write them, and what each of them means here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SERVICES: Mapping[str, tuple[str, ...]] = {
    "asset_id": (
        *("asset id", "id", "reference", "ref", "ref no", "reference number", "local code", "code"),
        *("unique id", "service id", "site code", "site id", "offer id", "urn", "setting id"),
        *("local reference", "record id", "system id", "provider id", "unique reference"),
    ),
    "name": (
        *("name", "service", "setting", "site", "venue", "centre", "title", "group", "activity"),
        *("offer", "provision", "name of setting", "facility", "project", "programme"),
    ),
    "kind": (
        *("kind", "type", "category", "service type", "setting type", "provision type"),
        *("type of setting", "type of provision", "type of service", "service category"),
    ),
    "provider": (
        *("provider", "provider name", "run by", "provided by", "organisation", "managed by"),
        *(
            "organisation name",
            "organization",
            "operated by",
            "lead agency",
            "owner",
            "delivered by",
        ),
    ),
    "provider_type": ("provider type", "type of provider", "sector", "organisation type"),
    "commissioner": ("commissioner", "commissioned by", "funded by", "funder", "funding"),
    "ages": (
        *("ages", "age", "age range", "age group", "age groups", "age band", "ages served"),
        *("ages catered for", "ages covered", "age range served", "target age", "age of children"),
    ),
    "age_from": (
        *("age from", "from age", "minimum age", "min age", "youngest age", "lower age", "age min"),
        *("lowest age", "statutory low age", "start age", "age lower", "ages from"),
    ),
    "age_to": (
        *("age to", "to age", "maximum age", "max age", "oldest age", "upper age", "age max"),
        *("highest age", "statutory high age", "end age", "age upper", "ages to"),
    ),
    "audience": (
        *("audience", "who for", "who is it for", "for whom", "eligibility", "target group"),
        *("target audience", "client group", "who it is for"),
    ),
    "level_prevention": (
        *("level prevention", "level", "level of prevention", "prevention level", "level of need"),
        *("universal or targeted", "universal targeted", "tier"),
    ),
    "level_healthy_child": ("level healthy child", "healthy child level", "hcp level"),
    "statutory": ("statutory", "is statutory", "statutory service"),
    "expertise": (
        *("expertise", "specialism", "specialisms", "speciality", "skills", "expertise offered"),
        "areas of expertise",
    ),
    "delivery": (
        *("delivery", "mode of delivery", "delivery mode", "how delivered", "delivered", "format"),
        *("delivery method", "delivery type", "how it is delivered"),
    ),
    "serves": ("serves", "area served", "areas served", "areas covered", "coverage", "catchment"),
    "opening": (
        *("opening", "opening hours", "opening times", "hours", "open", "days open", "times"),
        *("days and times", "opening days", "session times", "when open"),
    ),
    "referral": (
        *("referral", "how to access", "access", "referral route", "how to refer", "referrals"),
        *("referral process", "access route"),
    ),
    "cost": ("cost", "price", "fee", "fees", "charge", "charges", "cost to family"),
    "staff_fte": ("staff fte", "fte", "wte", "staff wte", "staff", "fte staff", "staffing fte"),
    "capacity": (
        *("capacity", "places", "number of places", "registered places", "max places", "slots"),
        *("maximum places", "no of places", "total places"),
    ),
    "capacity_unit": ("capacity unit", "unit", "capacity of what", "unit of capacity"),
    "capacity_date": ("capacity date", "date of capacity"),
    "use": ("use", "usage", "take up", "uptake", "occupancy", "attendance"),
    "limits": ("limits", "waiting list", "limitations", "constraints", "waiting time"),
    "status": ("status", "current status", "state", "service status", "operational status"),
    "status_date": ("status date", "since"),
    "opened": ("opened", "date opened", "open date", "opening date", "start date"),
    "closed": ("closed", "date closed", "close date", "closing date", "end date", "closure date"),
    "checked": (
        *("checked", "last checked", "last updated", "date checked", "updated", "last verified"),
        *("date updated", "last reviewed", "verified"),
    ),
    "checked_by": ("checked by", "verified by", "updated by"),
    "address": (
        *("address", "full address", "address line 1", "address 1", "address1", "street"),
        *("address line 2", "address 2", "address2", "address line 3", "address 3", "address3"),
        *("address line 4", "locality", "town", "village", "town city", "city", "post town"),
        *("postal address", "site address", "venue address"),
    ),
    "postcode": ("postcode", "post code", "pcode", "p code", "pcd", "pcds", "zip", "postal code"),
    "telephone": (
        *("telephone", "phone", "tel", "tel no", "phone number", "telephone number", "phone no"),
        *("contact number", "telephone no", "contact telephone", "contact phone", "main telephone"),
    ),
    "web": ("web", "website", "url", "web address", "web site", "link", "webpage", "web page"),
    "note": (
        *("note", "notes", "comments", "comment", "remarks", "description", "details", "about"),
        "further information",
    ),
    "parent_id": ("parent id", "parent", "part of", "main site", "parent code"),
    "district": ("district", "local authority", "la", "council", "district council", "borough"),
    "precision_m": ("precision m", "precision", "precision in metres"),
    "easting": (
        "easting",
        "eastings",
        "easting m",
        "x",
        "x coordinate",
        "os x",
        "osgb x",
        "x coord",
    ),
    "northing": (
        *("northing", "northings", "northing m", "y", "y coordinate", "os y", "osgb y", "y coord"),
    ),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "long", "lng", "longitude"),
    "lat_lon": (
        *("lat long", "lat lon", "latlong", "latitude longitude", "latitude and longitude"),
        *("coordinates", "location", "gps", "lat lng", "map reference lat long"),
    ),
    "grid_reference": ("grid reference", "grid ref", "os grid reference", "os grid ref", "ngr"),
}
"""Our name → headings that mean the same, in small letters and words alone."""

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_DAYS = {day[:length]: day for day in DAYS for length in (3, 4, 5)}
SEVERAL = ("address", "opening")  # what may stand in several columns, one after the other
NAMED = re.compile(r"name of (the )?(?P<after>\w+)|(?P<before>[\w ]+) name")
NOT_NAMES = re.compile(
    r"provider|organi[sz]ation|contact|manager|ward|lsoa|msoa|district|area|team|council|authority|"
    r"street|source|agency|commissioner|lead|officer|file|first|last|sur|company|owner|head|key"
)
PLACES: Mapping[str, tuple[str, ...]] = {
    "place_id": (
        *("place id", "team id", "team code", "place code", "locality code", "area code local"),
        *("id", "code", "reference", "ref", "zone id", "cluster code", "hub code"),
    ),
    "place": (
        *("place", "team", "team name", "locality", "locality name", "place name", "area name"),
        *("name", "cluster", "zone", "neighbourhood team", "patch", "area", "hub", "region"),
        *("district name", "network", "pcn", "pcn name", "title", "label"),
    ),
    "code": (
        *(
            "ward id",
            "ward code",
            "area id",
            "lsoa code",
            "lsoa",
            "lsoa21cd",
            "lsoa11cd",
            "lsoa id",
        ),
        *(
            "wd24cd",
            "wd23cd",
            "wd22cd",
            "wd25cd",
            "wd21cd",
            "msoa code",
            "msoa21cd",
            "geography code",
        ),
        *("ons code", "gss code", "lsoa code 2021", "lsoa 2021 code", "small area code"),
    ),
    "note": ("note", "notes", "comments"),
}
NAMES_OF_UNITS = (
    "ward",
    "ward name",
    "lsoa name",
    "msoa name",
    "area name",
    "lsoa21nm",
    "msoa21nm",
)
"""Names that stand beside codes, and in their place where there are none."""
FIGURES: Mapping[str, tuple[str, ...]] = {
    "place": (
        *("place", "place id", "area code", "code", "ward code", "lsoa code", "lsoa21cd", "area"),
        *(
            "ward",
            "lsoa",
            "msoa code",
            "msoa21cd",
            "geography code",
            "team",
            "district",
            "gss code",
        ),
        *("wd24cd", "wd25cd", "wd23cd", "wd22cd", "ons code", "locality", "district code", "name"),
        *("area name", "lsoa21 code", "lad24cd", "authority", "local authority", "place name"),
    ),
    "indicator": ("indicator", "measure", "metric", "indicator name", "measure name"),
    "period": ("period", "year", "date", "time period", "quarter", "financial year"),
    "value": ("value", "figure", "rate", "result"),
    "numerator": ("numerator", "count", "number"),
    "denominator": ("denominator", "out of", "population", "of"),
    "lower": ("lower", "lower ci", "lower limit", "lower 95 ci", "lower confidence limit"),
    "upper": ("upper", "upper ci", "upper limit", "upper 95 ci", "upper confidence limit"),
    "note": ("note", "notes", "comments", "value note"),
}
KNOWN = {"services": SERVICES, "places": PLACES, "figures": FIGURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Which heading means what.

    Attributes
    ----------
    found
        Our name → their headings, in the order of the table: several only where several may be.
    unused
        Headings that mean nothing here, or what another one means already.
    absent
        Headings that the recipe names and the table does not have.
    """

    found: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...] = ()
    absent: tuple[str, ...] = field(default_factory=tuple)


def plain(heading: str) -> str:
    """Write a heading in small letters and words alone: "Post-code (required)*" is "post code"."""
    bare = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", heading) or heading
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare).casefold().replace("&", " and ")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", spaced).split())


def recognise(
    headings: Iterable[str], gives: str, columns: Mapping[str, str] | None = None
) -> Recognised:
    """Recognise headings; what a recipe maps comes first.

    Parameters
    ----------
    gives
        What the table gives: services, places or figures.
    columns
        Our name → their heading.
    """
    headings = [each for each in headings if each]
    given = dict(columns or {})
    by_plain = {plain(each): each for each in reversed(headings)}
    found: dict[str, list[str]] = {}
    absent = []
    for name, written in given.items():
        heading = written if written in headings else by_plain.get(plain(written))
        if heading is None:
            absent.append(written)
        else:
            found[name] = [heading]
    taken = {each for several in found.values() for each in several}
    for name, aliases in KNOWN[gives].items():
        if name in given:
            continue
        ours = name.replace("_", " ")
        for alias in dict.fromkeys((ours, *aliases)):
            heading = by_plain.get(alias)
            if heading is None or heading in taken or (name in found and name not in SEVERAL):
                continue
            found.setdefault(name, []).append(heading)
            taken.add(heading)
    if gives == "places" and "code" not in found:
        named = [each for each in headings if plain(each) in NAMES_OF_UNITS and each not in taken]
        found |= {"code": named[:1]} if named else {}
        taken.update(named[:1])
    if gives == "services":
        _add_names(headings, found, taken)
        _add_days(headings, found, taken)
    order = {heading: n for n, heading in enumerate(headings)}
    return Recognised(
        found={name: tuple(sorted(some, key=order.__getitem__)) for name, some in found.items()},
        unused=tuple(dict.fromkeys(each for each in headings if each not in taken)),
        absent=tuple(absent),
    )


def _add_names(headings: list[str], found: dict[str, list[str]], taken: set[str]) -> None:
    """Take "Setting name" and "Name of centre" for the name, and "Post code of venue" likewise."""
    for heading in headings:
        said = plain(heading)
        if heading in taken:
            continue
        match = NAMED.match(said)
        if match and "name" not in found and not NOT_NAMES.search(said):
            found["name"] = [heading]
            taken.add(heading)
        elif "postcode" not in found and re.search(r"\bpost ?code\b", said):
            found["postcode"] = [heading]
            taken.add(heading)


def _add_days(headings: list[str], found: dict[str, list[str]], taken: set[str]) -> None:
    """Take a column for each day of the week for the opening hours, where nothing else is."""
    if "opening" in found:
        return
    days = [each for each in headings if each not in taken and day_of(each)]
    if days:
        found["opening"] = days
        taken.update(days)


def day_of(heading: str) -> str:
    """Return the day of the week that a heading names; "" where it names none."""
    first = plain(heading).partition(" ")[0]
    return first if first in DAYS else SHORT_DAYS.get(first, "")
