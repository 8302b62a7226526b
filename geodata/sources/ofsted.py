"""Ofsted: registered childcare providers, from its management information.

Names and addresses of childminders, and of others who work in homes, are not published: "REDACTED".
Their places are counted for their authority and stand at no door. Whom a provider may look after
follows from the registers it is on.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from pandas import DataFrame, Series

from geodata.files import Headings, parse_numbers, pick_columns
from geodata.files.postcodes import normalise_postcodes
from geodata.model import Indicator
from geodata.placing import keep_near, place_by_postcode
from geodata.published import read_published
from geodata.sources.record import Making, Reader

MARKS = (r"Provider URN",)
PLACES_AT_HOME = "childcare_places_at_home_count"
REGISTERS = ("early", "compulsory", "voluntary")
AGES = {"early": (0, 4), "compulsory": (5, 7), "voluntary": (8, 17)}
"""Register → ages, last birthday: to the end of August after five, to eight, and older."""
MUST_REGISTER = (0, 7)  # ages for which childcare must be registered at all
WITHHELD = ("", "redacted", "not published", "withheld")
ACTIVE = ("active", "registered", "open", "")


def read_childcare(path: Path) -> DataFrame:
    """Read the providers of the register, active or not.

    Returns
    -------
    providers
        `urn`, `name`, `type`, `subtype`, `authority`, `postcode` ("" where withheld), `address`,
        `places` (NaN where not given), `age_from`, `age_to`, `ages_note` and `active`.
    """
    wanted: Headings = {
        "urn": (r"Provider URN",),
        "status": (r"Provider status",),
        "postcode": (r"(Provider )?Postcode",),
        "places": (r"Registered places", r"Places", r"Places including estimates"),
    }
    optional: Headings = {
        "name": (r"(Provider|Setting) name", r"Name"),
        "type": (r"Provider type",),
        "subtype": (r"Provider subtype",),
        "authority": (r"Local authority( name)?",),
        **{f"line{n}": (rf"(Provider )?Address line {n}", rf"Address {n}") for n in (1, 2, 3)},
        "town": (r"(Provider )?Town",),
        "early": (r"(Provider )?Early Years Register( flag)?",),
        "compulsory": (r"(Provider )?Compulsory Childcare Register( flag)?",),
        "voluntary": (r"(Provider )?Voluntary Childcare Register( flag)?",),
    }
    rows = pick_columns(read_published(path, MARKS), wanted, optional)
    rows = rows[~rows["urn"].duplicated()].copy()
    rows["active"] = rows["status"].str.casefold().isin(ACTIVE)
    for column in ("name", "postcode", "line1", "line2", "line3", "town"):
        rows[column] = rows[column].where(~rows[column].str.casefold().isin(WITHHELD), "")
    rows["places"] = parse_numbers(rows["places"], f"{path.name}, places")
    rows["postcode"] = normalise_postcodes(rows["postcode"])
    lines = rows[["line1", "line2", "line3", "town"]].to_numpy()
    rows["address"] = [", ".join(dict.fromkeys(line for line in row if line)) for row in lines]
    kept = ("urn", "name", "type", "subtype", "authority", "postcode", "address", "places")
    return _add_ages(rows)[[*kept, "age_from", "age_to", "ages_note", "active"]]


def _add_ages(rows: DataFrame) -> DataFrame:
    on = {name: rows[name].str.casefold().isin(["y", "yes", "true", "1"]) for name in REGISTERS}
    youngest = np.select([on[name] for name in REGISTERS], [AGES[n][0] for n in REGISTERS], -1)
    oldest = np.select(
        [on[name] for name in reversed(REGISTERS)], [AGES[n][1] for n in reversed(REGISTERS)], -1
    )
    unknown = youngest < 0
    return rows.assign(
        age_from=np.where(unknown, MUST_REGISTER[0], youngest),
        age_to=np.where(unknown, MUST_REGISTER[1], oldest),
        ages_note=np.where(
            unknown,
            "Ages are those for which childcare must be registered; none is stated.",
            "Ages are those of the registers it is on.",
        ),
    )


def make_assets(providers: DataFrame, making: Making) -> DataFrame:
    """Make a service of each provider whose postcode is published."""
    active = providers[providers["active"]]
    at_door = active[active["postcode"] != ""]
    making.log.count(
        "Childcare providers that are not active, left out", len(providers) - len(active)
    )
    making.log.count(
        "Childcare providers whose address is not published, without a door",
        len(active) - len(at_door),
    )
    near = keep_near(place_by_postcode(at_door, making), "Childcare providers", making)
    kinds = near["subtype"].where(near["subtype"] != "", near["type"])
    border = np.where(
        near["across_border"], " Across the boundary, in " + near["authority"] + ".", ""
    )
    said = kinds.where(kinds == "", kinds + ". ")
    return near.assign(
        asset_id="childcare-" + near["urn"],
        name=near["name"].where(near["name"] != "", "Childcare provider " + near["urn"]),
        kind="childcare",
        capacity=near["places"],
        capacity_unit=np.where(near["places"].notna(), "places", ""),
        note=said + near["ages_note"] + border,
    )


def make_indicators(providers: DataFrame, making: Making) -> tuple[dict[str, Indicator], DataFrame]:
    """Count the places of providers without a published address, by authority.

    Where providers give no number of places, the count is of those who do, and its note says how
    many others there are.
    """
    kind = making.kind_of("authorities")
    lookup = making.raw.get("authority_lookup")
    at_home = providers[providers["active"] & (providers["postcode"] == "")]
    if kind is None or lookup is None or at_home.empty:
        return {}, DataFrame(columns=["indicator", "place_id", "period", "value", "note"])
    codes = dict(zip(lookup["authority"].map(_plain), lookup["authority_id"], strict=True))
    named = at_home["authority"].map(_plain).map(codes)
    making.log.count(
        "Childcare providers without a door whose authority is in no lookup",
        int(named.isna().sum()),
    )
    by_authority = at_home["places"].groupby(named)
    places = by_authority.sum(min_count=1)
    unknown = by_authority.agg(lambda each: int(each.isna().sum()))
    values = DataFrame(
        {
            "indicator": PLACES_AT_HOME,
            "place_id": making.place_ids(Series(places.index), kind),
            "period": making.source.period,
            "value": places.to_numpy(),
            "note": [
                f"{count} providers more give no number of places." if count else None
                for count in unknown
            ],
        }
    )
    return {PLACES_AT_HOME: _describe(kind, making)}, values[making.is_ours(Series(places.index))]


def _describe(kind: str, making: Making) -> Indicator:
    return Indicator(
        key=PLACES_AT_HOME,
        label="Registered childcare places in homes, whose addresses are not published",
        form="count",
        unit="places",
        worse_when="neither",
        spread_over="nothing",
        geography=kind,
        theme="Confident and learning",
        period=making.source.period,
        source=making.source.key,
        note="Childminders and others who work in homes: known by authority, at no door.",
    )


def _plain(authority: str) -> str:
    """Write an authority without the words that one file gives and another leaves out."""
    words = (
        r"\b(council|city of|county of|county|london borough of|royal borough of|borough|the)\b|,"
    )
    return " ".join(re.sub(words, " ", authority.casefold()).replace("&", "and").split())


READERS = (
    Reader(
        role="childcare",
        about="registered childcare providers, from Ofsted’s management information",
        read=read_childcare,
        make_assets=make_assets,
        make_indicators=make_indicators,
    ),
)
