"""Places of somebody's own: teams and zones, drawn as polygons or listed by their wards."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Index, Series

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.errors import DataError, Problem
from geodata.files import fault, some
from geodata.files.faults import many, shown
from geodata.files.outlines import OVERLAP
from geodata.log import BuildLog
from geodata.own.file import OwnFile
from geodata.own.headings import NAMES_OF_UNITS, plain
from geodata.own.table import OwnTable, problem_of, read_own, tell_unused

POLYGONS = ("Polygon", "MultiPolygon")
OFFICIAL = re.compile(r"[EWNS]\d{8}")
LEAST_SHARE = 0.01  # of an area's people inside an outline; below it is a stray edge
MOST_OUTSIDE = 0.005  # of an area's people in no outline, before it is told as a gap
BEST = 0.5
PLAIN = OwnFile(key="places", gives="places", path="", source="")
UNITS = {"areas": "small areas", "ward_id": "wards", "msoa_id": "middle-layer areas"}


def read_own_places(path: Path, own: OwnFile = PLAIN) -> OwnTable:
    """Read a table or a map of places of somebody's own.

    Raises
    ------
    DataError
        It has neither polygons nor codes to make places from, or no names of them.
    """
    table = read_own(path, own)
    found = table.recognised.found
    if "place" not in found:
        raise _no_column(table, "names of the places", "place")
    if not table.shapes and "code" not in found:
        raise _no_column(table, "codes of wards, areas or middle-layer areas", "code")
    beside = [each for each in table.recognised.unused if plain(each) in NAMES_OF_UNITS]
    tell_unused(table, beside)
    return table


def _no_column(table: OwnTable, what: str, name: str) -> DataError:
    listed = ", ".join(shown(each) for each in table.rows.columns)
    fix = f'Say columns = {{{name} = "…"}} where the recipe names the file.'
    return fault(f"{table.name}, headings", f"none of {what} among {listed}", what, fix)


def make_own_places(
    kind: str,
    table: OwnTable,
    areas: GeoDataFrame,
    origins: DataFrame,
    log: BuildLog,
    *,
    is_partition: bool,
) -> tuple[GeoDataFrame, DataFrame]:
    """Make the places of a table or of a map, and which areas belong to them.

    Parameters
    ----------
    is_partition
        Whether every area must be in just one: an area on an edge then goes to the place that
        most of its people live in, and is told.

    Returns
    -------
    places
        Indexed by `place_id`: `name`, polygons in EPSG:27700.
    members
        `place_id`, `area_id`, `share` of the area's people, `name`.
    """
    listed = _named(kind, table, log)
    if table.shapes:
        outlines = _outlines(listed, table, log)
        shares = _shares(outlines, origins, areas, log, table.name)
    else:
        outlines = None
        shares = _members(listed, table, areas, log)
    if is_partition:
        shares = _parted(shares, areas, table.name, log)
    names = listed.drop_duplicates("place_id").set_index("place_id")["name"]
    shares["name"] = shares["place_id"].map(names)
    gone = names.index.difference(list(shares["place_id"].unique()))
    for place_id in gone:
        row = listed.index[listed["place_id"] == place_id][0]
        found, fix = f"{shown(names[place_id])}, where nobody of the pack lives", "Leave it out."
        log.leave_out(problem_of(table, row, found, "a place in the pack", fix))
    if outlines is None or is_partition:
        shaped = GeoDataFrame(
            shares[["place_id", "name"]],
            geometry=areas.geometry.reindex(shares["area_id"]).to_numpy(),
            crs=areas.crs,
        )
        return shaped.dissolve(by="place_id", aggfunc="first").sort_index(), shares
    whole = areas.geometry.union_all()
    kept = outlines.loc[outlines.index.intersection(shares["place_id"].unique())]
    cut = [_polygons_only(each) for each in kept.geometry.intersection(whole)]
    return kept.set_geometry(cut, crs=kept.crs).sort_index(), shares


def _named(kind: str, table: OwnTable, log: BuildLog) -> DataFrame:
    """Return the rows that have a name, each with the `place_id` of its place."""
    heading = table.recognised.found["place"][0]
    codes = table.recognised.found.get("place_id", ("",))[0]
    names = table.rows[heading]
    for row in names.index[names == ""]:
        fix = "Fill it in."
        log.leave_out(problem_of(table, row, "no name", "the name of the place", fix))
    named = names[names != ""]
    keys = table.rows[codes] if codes else Series("", index=table.rows.index)
    made = [
        keys[row] or f"{kind}-" + re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
        for row, name in zip(named.index, named, strict=True)
    ]
    listed = DataFrame({"name": named, "place_id": made})
    several = listed.groupby("place_id")["name"].nunique()
    for place_id in several.index[several > 1]:
        found = sorted(listed.loc[listed["place_id"] == place_id, "name"].unique())
        log.warn(f"{table.name}: {shown(place_id)} is called {some([shown(n) for n in found])}; "
                 "the first is used.")  # fmt: skip
    return listed


def _outlines(listed: DataFrame, table: OwnTable, log: BuildLog) -> GeoDataFrame:
    """Join the polygons of each place; what is no polygon is told and left out."""
    kept = []
    for row in listed.index:
        shape = table.shapes[row]
        if shape.geom_type not in POLYGONS:
            found = f"a {shape.geom_type}"
            log.leave_out(problem_of(table, row, found, "a polygon", "Draw its outline."))
        else:
            kept.append(row)
    if not kept:
        raise fault(table.name, "no polygons", "outlines of places", "Name another layer.")
    drawn = GeoDataFrame(
        listed.loc[kept],
        geometry=[table.shapes[row] for row in kept],
        crs=BRITISH_NATIONAL_GRID,
    )
    parts = drawn["place_id"].value_counts()
    several = list(parts.index[parts > 1])
    if several:
        log.note(f"{table.name}: drawn in several features, and joined: {some(sorted(several))}.")
    joined = drawn.dissolve(by="place_id", aggfunc="first").sort_index()
    _tell_overlaps(joined, table.name, log)
    return joined


def _tell_overlaps(outlines: GeoDataFrame, name: str, log: BuildLog) -> None:
    shapes = outlines.geometry.to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = first[first < second], second[first < second]
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    sizes = shapely.area(shapes)
    for a, b, metres in zip(first, second, shared, strict=True):
        if metres > OVERLAP * min(sizes[a], sizes[b]):
            names = outlines["name"].iloc[[a, b]].tolist()
            log.warn(
                f"{name}: {shown(names[0])} and {shown(names[1])} cover one another on "
                f"{metres / 1e6:,.2f} km². Who lives there is in both, unless every area is to be "
                "in just one."
            )


def _shares(
    outlines: GeoDataFrame, origins: DataFrame, areas: GeoDataFrame, log: BuildLog, name: str
) -> DataFrame:
    """Find the share of each area's people inside each outline, and tell of who is in none."""
    points = GeoDataFrame(
        origins[["area_id", "weight"]],
        geometry=geopandas.points_from_xy(origins["easting_m"], origins["northing_m"]),
        crs=outlines.crs,
    )
    inside = points.sjoin(outlines[["geometry"]], predicate="intersects")
    found = inside.groupby(["place_id", "area_id"])["weight"].sum().clip(upper=1.0)
    covered = inside[~inside.index.duplicated()].groupby("area_id")["weight"].sum()
    outside = (1 - covered.reindex(areas.index).fillna(0.0)).clip(lower=0)
    gaps = outside[outside > MOST_OUTSIDE]
    if len(gaps):
        people = float((gaps * areas["people_all"].reindex(gaps.index)).sum())
        log.warn(
            f"{name}: about {people:,.0f} people of {many(len(gaps), 'area')} live in none of the "
            f"outlines: {some([areas['name'][code] for code in gaps.index])}. Look for a gap."
        )
    shares = found.rename("share").reset_index()
    return DataFrame(shares[shares["share"] >= LEAST_SHARE]).reset_index(drop=True)


def _members(listed: DataFrame, table: OwnTable, areas: GeoDataFrame, log: BuildLog) -> DataFrame:
    """Find the areas of each place by codes, or names, of areas, wards or middle-layer areas."""
    codes = table.rows.loc[listed.index, table.recognised.found["code"][0]].str.strip()
    column, units = _unit(codes, areas)
    known = dict.fromkeys(units.dropna().unique())
    by_name = _by_name(column, areas)
    members, elsewhere, taken = [], list[int](), dict[str, str]()
    for row, written in codes.items():
        code = written.upper() if written.upper() in known else by_name.get(written.casefold(), "")
        place_id = str(listed["place_id"][row])
        if not code:
            if OFFICIAL.fullmatch(written.upper()):
                elsewhere.append(int(str(row)))
                continue
            found = f"{shown(written)}, which the pack does not have" if written else "no code"
            log.leave_out(
                problem_of(table, row, found, f"one of its {UNITS[column]}", "Correct it.")
            )
        elif taken.get(code, place_id) == place_id:
            taken[code] = place_id
            members.append((place_id, code))
        else:
            found = f"{written}, which stands there before in another place"
            log.leave_out(problem_of(table, row, found, "each once", "Take one of them out."))
    if elsewhere:
        log.warn(
            f"{table.name}, row {some(elsewhere)}: codes of {UNITS[column]} that the pack does not "
            f"have, left out ({many(len(elsewhere), 'row')})."
        )
    pairs = DataFrame(members, columns=["place_id", "unit"])
    areas_of = DataFrame({"unit": units.to_numpy(), "area_id": units.index})
    found_areas = pairs.merge(areas_of, on="unit")
    left = areas.index.difference(found_areas["area_id"])
    if len(left):
        named = sorted({str(units[code]) for code in left})
        log.warn(
            f"{table.name}: {UNITS[column]} of the pack in none of its places: {some(named)} "
            f"({len(named):,})."
        )
    return found_areas[["place_id", "area_id"]].assign(share=1.0)


def _unit(codes: Series, areas: GeoDataFrame) -> tuple[str, Series]:
    """Find what codes are of: whatever most of them are known as."""
    units = {
        "areas": Series(areas.index, index=areas.index),
        "ward_id": areas["ward_id"],
        "msoa_id": areas.get("msoa_id", Series(dtype=object)),
    }
    written = codes.str.upper()
    hits = {
        column: written.isin(set(found.dropna())).sum()
        + codes.str.casefold().isin(_by_name(column, areas)).sum()
        for column, found in units.items()
    }
    best = max(hits, key=lambda column: hits[column])
    return best, units[best]


def _by_name(column: str, areas: GeoDataFrame) -> dict[str, str]:
    """Return codes by the names that only one of them has, in small letters."""
    if column not in areas.columns and column != "areas":
        return {}
    codes = Series(areas.index, index=areas.index) if column == "areas" else areas[column]
    names = areas[{"areas": "name", "ward_id": "ward", "msoa_id": "msoa"}[column]]
    pairs = DataFrame({"name": names.str.casefold(), "code": codes}).drop_duplicates().dropna()
    single = pairs[~pairs["name"].duplicated(keep=False)]
    return dict(zip(single["name"], single["code"], strict=True))


def _parted(shares: DataFrame, areas: GeoDataFrame, name: str, log: BuildLog) -> DataFrame:
    """Give each area to the place that most of its people live in.

    Raises
    ------
    DataError
        Nobody of an area lives in any of the places.
    """
    ordered = shares.sort_values(["share", "place_id"], ascending=[False, True], kind="stable")
    best = ordered.drop_duplicates("area_id")
    missing = areas.index.difference(best["area_id"])
    if len(missing):
        raise DataError(
            Problem(
                where=name,
                found=f"{many(len(missing), 'area')} in none of its places: "
                f"{some(_wards(areas, missing))}",
                expected="every area of the pack in one, for partition = true",
                fix="Draw or list them, or say partition = false.",
            )
        )
    split = best[best["share"] < 1 - LEAST_SHARE]
    if len(split):
        low = split[split["share"] <= BEST]
        more = f", {len(low):,} of them with less than half of their people in it" * bool(len(low))
        log.warn(
            f"{name}: {many(len(split), 'area')} on an edge put whole into the place that most of "
            f"their people live in{more}: {some([areas['name'][c] for c in split['area_id']])}."
        )
    return best.assign(share=1.0).reset_index(drop=True)


def _wards(areas: GeoDataFrame, codes: Index) -> list[str]:
    """Return the wards of some areas, with their codes; areas that have none as themselves."""
    some_areas = areas.loc[codes]
    named = [
        f"{row['name']} ({code})"
        if pd.isna(row["ward_id"])
        else f"{row['ward']} ({row['ward_id']})"
        for code, row in some_areas[["name", "ward", "ward_id"]].iterrows()
    ]
    return list(dict.fromkeys(named))


def _polygons_only(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.union_all(np.array(parts, dtype=object))
