"""Department for Education: the list of family hub sites, and what it says beside the register.

Two registers say where families go: GIAS, of children's centres, and a list of family hubs. They
were joined by whoever made the copy that is passed round, by postcode; where they differ it has
both rows, and the build makes one door of them. Either tells the postcode and no more.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pandas import DataFrame, Series

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
NEIGHBOUR = r"\s*\(neighbour\)$"


def read_family_hubs(path: Path) -> DataFrame:
    """Read family hubs, as the department lists them or joined with the register's centres.

    Returns
    -------
    hubs
        `name`, `provider` (the authority), `is_neighbour` (whether it is listed only because it is
        near the others), `address`, `postcode`, `registers`, `kind`, and `easting_m`,
        `northing_m` (EPSG:27700, NaN where the file has no coordinates).
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
            "provider": rows["authority"].str.replace(NEIGHBOUR, "", regex=True),
            "is_neighbour": rows["authority"].str.contains(NEIGHBOUR),
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


def listed_authorities(hubs: DataFrame) -> list[str]:
    """List the authorities that a list is of; of those marked as neighbours it holds a few only."""
    return list(dict.fromkeys(hubs.loc[~hubs["is_neighbour"], "provider"]))


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
    return near.assign(
        asset_id=ids.where(order == 0, ids + "-" + (order + 1).astype(str)),
        age_from=np.where(is_hub, HUB_AGES[0], CENTRE_AGES[0]),
        age_to=np.where(is_hub, HUB_AGES[1], CENTRE_AGES[1]),
        inferred="age_from; age_to",
        note=_notes(near),
    )


def _notes(hubs: DataFrame) -> Series:
    notes = [
        " ".join(
            filter(
                None,
                (
                    f"Registers: {row['registers'].replace(chr(39), '’')}.",
                    LISTED,
                    HUB_AGES_NOTE if row["kind"] == HUB else CENTRE_AGES_NOTE,
                    f"Across the boundary, in {row['provider']}." if row["across_border"] else "",
                ),
            )
        )
        for row in hubs.to_dict("records")
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
