"""Department for Education: the list of family hub sites, and what it says beside the register.

Two registers say where families go: GIAS, of children's centres, and a list of family hubs. They
were joined by whoever made the copy that is passed round, by postcode; where they differ both rows
stand, and each says so. Either tells the postcode and no more.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from pandas import DataFrame, Series
from scipy.spatial import KDTree

from geodata.crs import grid_from_lonlat
from geodata.files import Headings, parse_numbers, pick_columns, read_table
from geodata.files.postcodes import normalise_postcodes
from geodata.placing import keep_near, place_by_postcode
from geodata.sources.gias import CENTRE_AGES, CENTRE_AGES_NOTE, LISTED
from geodata.sources.record import Making, Reader

HUB_LIST = "DfE list of family hub sites"
HUB, CENTRE, LINKED = "family-hub", "childrens-centre", "childrens-centre-linked-site"
HUB_AGES = (0, 19)
HUB_AGES_NOTE = "Ages are those of family hubs in general, to 25 with SEND; none is stated."
NEAR_M = 500.0  # two registers may give one place two postcodes this far apart
# Words that any hub or centre may have in its name; the others are its own.
COMMON = {
    *("and", "the", "of", "at", "in", "family", "families", "child", "children", "childrens"),
    *("hub", "centre", "center", "zone", "site", "delivery", "start", "sure", "community"),
}


def read_family_hubs(path: Path) -> DataFrame:
    """Read family hubs, as the department lists them or joined with the register's centres.

    Returns
    -------
    hubs
        `name`, `provider` (the authority), `address`, `postcode`, `registers`, `kind`, and
        `easting_m`, `northing_m` (EPSG:27700, NaN where the file has no coordinates).
    """
    wanted: Headings = {
        "name": (r"Family[_ ]Hub([_ ]name)?", r"name"),
        "authority": (r"Local[_ ]Authority", r"local_authority"),
        "postcode": (r"Postcode",),
    }
    optional: Headings = {
        "address": (r"address",),
        "lat": (r"lat(itude)?",),
        "long": (r"lng", r"long(itude)?"),
        "registers": (r"register",),
        "gias_kind": (r"gias_kind",),
    }
    rows = pick_columns(read_table(path), wanted, optional)
    lat = parse_numbers(rows["lat"], f"{path.name}, lat", gaps=False)
    long = parse_numbers(rows["long"], f"{path.name}, long", gaps=False)
    east, north = grid_from_lonlat(long, lat)
    known = (lat.notna() & long.notna()).to_numpy()
    registers = rows["registers"].where(rows["registers"] != "", HUB_LIST)
    return DataFrame(
        {
            "name": rows["name"],
            "provider": rows["authority"].str.replace(r"\s*\(neighbour\)$", "", regex=True),
            "address": rows["address"],
            "postcode": normalise_postcodes(rows["postcode"]),
            "registers": registers,
            "kind": _kinds(registers, rows["gias_kind"]),
            "easting_m": np.where(known, east, np.nan),
            "northing_m": np.where(known, north, np.nan),
        },
        index=rows.index,
    )


def _kinds(registers: Series, gias_kind: Series) -> Series:
    """Return the kind of each: a hub wherever the list of hubs has it."""
    is_hub = registers.str.contains("family hub", case=False)
    is_linked = gias_kind.str.casefold().eq("linked site")
    kinds = np.select([is_hub, is_linked], [HUB, LINKED], CENTRE)
    return Series(kinds, index=registers.index)


def make_assets(hubs: DataFrame, making: Making) -> DataFrame:
    """Make a service of each hub and centre in the pack, and across its boundary within reach."""
    what = "Family hubs and children’s centres"
    placed = place_by_postcode(hubs.drop(columns=["easting_m", "northing_m"]), making)
    for column in ("easting_m", "northing_m"):
        placed[column] = placed[column].fillna(hubs[column])
    near = keep_near(placed, what, making)
    ids = near["kind"] + "-" + near["postcode"].str.replace(" ", "").str.casefold()
    order = ids.groupby(ids).cumcount()
    is_hub = near["kind"] == HUB
    doubles = find_doubles(near)
    making.log.count(
        f"{what} that two registers list differently, both kept and noted",
        int(doubles.ne("").sum()),
    )
    return near.assign(
        asset_id=ids.where(order == 0, ids + "-" + (order + 1).astype(str)),
        age_from=np.where(is_hub, HUB_AGES[0], CENTRE_AGES[0]),
        age_to=np.where(is_hub, HUB_AGES[1], CENTRE_AGES[1]),
        inferred="age_from; age_to",
        note=_notes(near, doubles),
    )


def find_doubles(hubs: DataFrame) -> Series:
    """Find what the other register lists close by under a name of the same own words.

    Parameters
    ----------
    hubs
        `name`, `postcode`, `registers`, `easting_m`, `northing_m`; no missing coordinates.

    Returns
    -------
    doubles
        A sentence for each row that has one; "" for the others.
    """
    if hubs.empty:
        return Series("", index=hubs.index, dtype=object)
    points = hubs[["easting_m", "northing_m"]].to_numpy(float)
    own = [_own_words(name) for name in hubs["name"]]
    rows = hubs.to_dict("records")
    said = [""] * len(rows)
    for first, second in KDTree(points).query_pairs(NEAR_M):
        if rows[first]["registers"] == rows[second]["registers"] or not own[first] & own[second]:
            continue
        metres = float(np.hypot(*(points[first] - points[second])))
        for one, other in ((first, second), (second, first)):
            row = rows[other]
            said[one] = (
                f"Another register lists {row['name']} at {row['postcode']}, about "
                f"{max(10, round(metres, -1)):.0f} m away: perhaps the same place twice."
            )
    return Series(said, index=hubs.index, dtype=object)


def _own_words(name: str) -> set[str]:
    plain = name.casefold().replace("’", "").replace("'", "")
    return set(re.findall(r"[a-z]+", plain)) - COMMON


def _notes(hubs: DataFrame, doubles: Series) -> Series:
    notes = [
        " ".join(
            filter(
                None,
                (
                    f"Registers: {row['registers']}.",
                    double,
                    LISTED,
                    HUB_AGES_NOTE if row["kind"] == HUB else CENTRE_AGES_NOTE,
                    f"Across the boundary, in {row['provider']}." if row["across_border"] else "",
                ),
            )
        )
        for row, double in zip(hubs.to_dict("records"), doubles, strict=True)
    ]
    return Series(notes, index=hubs.index, dtype=object)


READERS = (
    Reader(
        role="family_hubs",
        about="family hubs, as the Department for Education lists them, or joined with GIAS",
        read=read_family_hubs,
        make_assets=make_assets,
    ),
)
