"""Department for Education: the Early Years Foundation Stage Profile, and the register of schools.

The profile says how many children reach a good level of development at the end of Reception.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pandas import DataFrame

from geodata.files import parse_numbers, pick_columns, read_csv
from geodata.model import Indicator
from geodata.placing import keep_inside, place_by_postcode
from geodata.sources.postcodes import normalise_postcodes
from geodata.sources.record import Making, Reader

GOOD_LEVEL = "good_level_of_development_pct"
NURSERY_WORDS = ("nursery school", "early years centre", "nursery")
# What a school's name says of its ages; the first that fits. Only the name is to hand.
AGES_BY_NAME = (
    ("infant and nursery", 3, 7),
    ("infant & nursery", 3, 7),
    ("primary and nursery", 3, 11),
    ("primary & nursery", 3, 11),
    ("sixth form", 16, 18),
    ("infant", 4, 7),
    ("junior", 7, 11),
    ("primary", 4, 11),
    ("secondary", 11, 16),
)


def read_early_years_profile(path: Path) -> DataFrame:
    """Read the good level of development, girls and boys together.

    Returns
    -------
    values
        `place_id` (an authority, or E92000001 for England), `period` ("2018/19"), `value` (%),
        `numerator`, `denominator` (children).
    """
    picked = pick_columns(
        read_csv(path),
        {
            "level": (r"geographic_level",),
            "country": (r"country_code",),
            "authority": (r"new_la_code",),
            "year": (r"time_period",),
            "gender": (r"gender", r"sex"),
            "value": (r"gld_percent",),
            "numerator": (r"gld_number",),
            "denominator": (r"number_of_children",),
        },
    )
    kept = picked[
        picked["gender"].str.casefold().eq("total")
        & picked["level"].str.casefold().isin(["national", "local authority"])
    ]
    national = kept["level"].str.casefold() == "national"
    numbers = {
        name: parse_numbers(kept[name], f"{path.name}, {name}")
        for name in ("value", "numerator", "denominator")
    }
    values = DataFrame(
        {
            "indicator": GOOD_LEVEL,
            "place_id": kept["country"].where(national, kept["authority"]),
            "period": kept["year"].str[:4] + "/" + kept["year"].str[4:],
            **numbers,
        }
    )
    return values.sort_values(["period", "place_id"], ignore_index=True)


def describe_good_level(period: str, source: str) -> Indicator:
    """Describe the good level of development, for the catalogue."""
    return Indicator(
        key=GOOD_LEVEL,
        label="Good level of development at the end of Reception",
        form="share",
        per=100,
        unit="%",
        worse_when="lower",
        spread_over="nothing",
        geography="upper-tier",
        theme="Confident and learning",
        period=period,
        source=source,
    )


def read_schools(path: Path) -> DataFrame:
    """Read the register of schools, open ones.

    Returns
    -------
    schools
        `asset_id` ("school-" and the unique reference number), `name`, `kind` (nursery-school or
        school), `age_from`, `age_to` (only where the name says so), `postcode`, `town`, `note`.
    """
    picked = pick_columns(
        read_csv(path),
        {
            "urn": (r"URN",),
            "name": (r"EstablishmentName", r"name"),
            "postcode": (r"Postcode",),
        },
        {"town": (r"Town", r"town"), "status": (r"EstablishmentStatus \(name\)",)},
    )
    picked = picked[~picked["status"].str.casefold().isin(["closed", "proposed to open"])]
    nursery = picked["name"].map(_is_nursery)
    ages = [_ages_of(name) for name in picked["name"]]
    schools = DataFrame(
        {
            "asset_id": "school-" + picked["urn"],
            "name": picked["name"],
            "kind": np.where(nursery, "nursery-school", "school"),
            "age_from": [age[0] for age in ages],
            "age_to": [age[1] for age in ages],
            "postcode": normalise_postcodes(picked["postcode"]),
            "address": picked["town"],
        }
    )
    stated = "Ages are those its name suggests; not confirmed."
    schools["note"] = np.where(schools["age_from"].notna(), stated, "Ages not given.")
    return schools.drop_duplicates("asset_id")


def _is_nursery(name: str) -> bool:
    plain = name.casefold()
    other = ("primary", "infant", "junior")
    return any(word in plain for word in NURSERY_WORDS) and not any(w in plain for w in other)


def _ages_of(name: str) -> tuple[float, float]:
    if _is_nursery(name):
        return 2.0, 4.0
    plain = name.casefold()
    for words, youngest, oldest in AGES_BY_NAME:
        if words in plain:
            return float(youngest), float(oldest)
    return float("nan"), float("nan")


def latest_period(values: DataFrame) -> str:
    """Return which period the latest values describe."""
    return str(values["period"].max()) if len(values) else ""


def make_indicators(profile: DataFrame, making: Making) -> tuple[dict[str, Indicator], DataFrame]:
    """Make the catalogue and the values of the early years profile."""
    described = describe_good_level(latest_period(profile), making.source.key)
    return {GOOD_LEVEL: described}, profile


def make_assets(schools: DataFrame, making: Making) -> DataFrame:
    """Make a service of each school in the pack, placed by its postcode."""
    return keep_inside(place_by_postcode(schools, making), "Schools", making)


READERS = (
    Reader(
        role="early_years_profile",
        about="good level of development by authority",
        read=read_early_years_profile,
        make_indicators=make_indicators,
    ),
    Reader(
        role="schools", about="the register of schools", read=read_schools, make_assets=make_assets
    ),
)
