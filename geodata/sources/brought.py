"""Services and figures of somebody's own, as they keep them: `[own.<key>]` in a recipe."""

from __future__ import annotations

import numpy as np
import shapely
from pandas import DataFrame, Series

from geodata.errors import Problem
from geodata.files.faults import shown, some
from geodata.offers import EVERYWHERE, SEPARATOR, parts_of
from geodata.own.figures import make_figures, read_figures
from geodata.own.services import read_services
from geodata.placing import BEYOND_M, FAR_APART_M, find_area, find_near, place_by_postcode
from geodata.sources.own_services import place_ids_by_name
from geodata.sources.record import Making, Reader


def make_services(services: DataFrame, making: Making) -> DataFrame:
    """Place the services of a table, and write what they serve by the pack's own ids.

    A row without coordinates is placed by its postcode; one whose coordinates are far from its
    postcode is too. Every row that is not placed, or stands too far away, is told.
    """
    rows = _placed(services, making)
    rows = _served(rows, making)
    rows = _near(rows, making)
    source = making.source
    rows["source"] = source.key
    rows["checked"] = rows["checked"].where(rows["checked"] != "", source.period)
    own = making.file.own
    parents = rows["parent_id"].map(lambda code: f"{own.key}:{code}" if own and code else "")
    rows["parent_id"] = parents.where(parents.isin(rows["asset_id"]), rows["parent_id"])
    doors = rows["easting_m"].notna()
    making.log.note(
        f"{', '.join(making.file.paths)}: {len(rows):,} services, {int(doors.sum()):,} with a door "
        f"and {int((~doors).sum()):,} without."
    )
    return rows.drop(columns="where")


def _placed(services: DataFrame, making: Making) -> DataFrame:
    rows = services.rename(columns={"easting": "easting_m", "northing": "northing_m"})
    found = place_by_postcode(rows[["postcode"]], making)
    known = found["easting_m"].notna()
    stated = rows["easting_m"].notna()
    apart = np.hypot(
        rows["easting_m"] - found["easting_m"], rows["northing_m"] - found["northing_m"]
    )
    far = apart > FAR_APART_M
    for row in rows.index[far]:
        _tell(
            rows["where"][row],
            f"coordinates {apart[row] / 1000:,.0f} km from {rows['postcode'][row]}",
            "a postcode and coordinates of one place",
            "Placed by its postcode until then; correct the one that is wrong.",
            making,
        )
    by_postcode = known & (~stated | far)
    for column in ("easting_m", "northing_m", "precision_m"):
        rows.loc[by_postcode, column] = found.loc[by_postcode, column]
    for row in rows.index[rows["easting_m"].isna() & rows["postcode"].ne("")]:
        _tell(
            rows["where"][row],
            f"postcode {shown(rows['postcode'][row])}, which is in none of the recipe’s tables",
            "a postcode that is known",
            "Kept without a door until it is corrected: it counts for no journey.",
            making,
        )
    lost = rows["easting_m"].isna() & rows["postcode"].eq("") & rows["serves"].eq("")
    for row in rows.index[lost]:
        _tell(
            rows["where"][row],
            f"{shown(rows['name'][row])} without a place",
            "a postcode or coordinates, or what it serves where it has no door",
            "Kept without a door: it counts for no journey.",
            making,
        )
    return rows


def _tell(where: str, found: str, expected: str, fix: str, making: Making) -> None:
    making.log.warn(Problem(where=where, found=found, expected=expected, fix=fix).sentence())


def _served(rows: DataFrame, making: Making) -> DataFrame:
    """Write what each row serves by the pack's ids; names it does not know are told."""
    ids = place_ids_by_name(making) | dict.fromkeys(("all", "countywide", "whole area"), EVERYWHERE)
    served = []
    for row, cell in zip(rows.index, rows["serves"], strict=True):
        parts = parts_of(cell.replace(",", ";")) if cell else ()
        known = [ids[part.casefold()] for part in parts if part.casefold() in ids]
        strange = [part for part in parts if part.casefold() not in ids]
        if strange:
            _tell(
                rows["where"][row],
                f"serves {some([shown(part) for part in strange])}",
                "names of places that the pack has",
                "Correct them; until then they are not taken to be served.",
                making,
            )
        served.append(SEPARATOR.join(dict.fromkeys(known)))
    return rows.assign(serves=Series(served, index=rows.index, dtype="str"))


def _near(rows: DataFrame, making: Making) -> DataFrame:
    """Leave out doors too far away for anybody to travel to, and mark those across the border."""
    placed = rows["easting_m"].notna()
    near = find_near(rows, making.areas) | ~placed
    far = rows[~near]
    if len(far):
        points = shapely.points(far[["easting_m", "northing_m"]].to_numpy(float))
        away = shapely.distance(points, making.areas.geometry.union_all())
        for row, metres in zip(far.index, away, strict=True):
            problem = Problem(
                where=far["where"][row],
                found=f"{shown(far['name'][row])}, {metres / 1000:,.0f} km from the pack",
                expected=f"a service within {BEYOND_M / 1000:.0f} km of it",
                fix="Look at its postcode and coordinates.",
            )
            making.log.leave_out(problem)
    rows = rows[near].copy()
    area_id = Series("", index=rows.index, dtype=object)
    here = rows["easting_m"].notna()
    area_id[here] = find_area(rows[here], making.areas)
    district = area_id.map(making.areas["district"]).fillna("")
    rows["district"] = district.where(district != "", rows["district"])
    rows["across_border"] = here & area_id.eq("")
    return rows


READERS = (
    Reader(
        role="own_services",
        about="services of your own, as you keep them",
        read=read_services,
        is_brought=True,
        make_assets=make_services,
    ),
    Reader(
        role="own_figures",
        about="figures of your own, as you keep them",
        read=read_figures,
        is_brought=True,
        make_indicators=make_figures,
    ),
)
