"""All that can be found on a map: places, neighbourhoods, services, settlements, postcodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from pandas import Index, isna

from geodata.crs import lonlat_from_grid
from geodata.model import Pack
from layers.assets import kind_words
from layers.finding.plain import compact, is_postcode, plain, postcode_words

ThingKind = Literal["place", "area", "asset", "spot"]
KINDS = ("place", "spot", "area", "asset")
"""In which order things of equal fit are listed; a spot is a settlement or a postcode."""

LOOKED_AT = 50  # origins, to tell whether they are postcodes
DECIMALS = 5  # of a degree: about a metre


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that can be found, and where to go to see it.

    Attributes
    ----------
    id
        Of a neighbourhood, a place or a service its own; of a spot, how an address writes it.
    of
        Which kind of place it is; empty of anything else.
    at
        Latitude and longitude; None of what has no place of its own, such as an offer without a
        door.
    box
        West, south, east and north in degrees, of what has a size.
    """

    kind: ThingKind
    id: str
    name: str
    detail: str
    of: str = ""
    at: tuple[float, float] | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing as it is looked for: its words, and where the pack holds it.

    Attributes
    ----------
    row
        Its place in its table of the pack.
    codes
        What finds just this: a code, a postcode.
    """

    kind: ThingKind
    row: int
    name: str
    detail: str
    sought: str
    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Things:
    """All that can be found in a pack.

    Attributes
    ----------
    postcodes
        Where people set out from, as compact postcodes in order; empty where they are none.
    origins
        The place of each in the pack's origins.
    spots
        How an address writes each settlement, in the order of the pack's names.
    """

    entries: tuple[Entry, ...]
    postcodes: NDArray[np.bytes_]
    origins: NDArray[np.int64]
    spots: tuple[str, ...]


def list_things(pack: Pack) -> Things:
    """List all that can be found in a pack; worked out once for a pack."""
    codes, rows = _postcodes(pack)
    entries = [*_places(pack), *_settlements(pack), *_areas(pack), *_assets(pack)]
    return Things(entries=tuple(entries), postcodes=codes, origins=rows, spots=name_spots(pack))


def has_postcodes(pack: Pack) -> bool:
    """Return whether a pack's people set out from postcodes."""
    ids = list(islice(map(str, pack.origins.index), LOOKED_AT))
    return bool(ids) and sum(map(is_postcode, ids)) * 2 > len(ids)


def _postcodes(pack: Pack) -> tuple[NDArray[np.bytes_], NDArray[np.int64]]:
    if not has_postcodes(pack):
        return np.array([], dtype="S7"), np.array([], dtype=np.int64)
    ids: Index = pack.origins.index.astype(str)
    codes = ids.str.replace(" ", "").str.upper().str.encode("ascii", "replace").to_numpy("S7")
    order = np.argsort(codes, kind="stable")
    return codes[order], order.astype(np.int64)


def _places(pack: Pack) -> Iterator[Entry]:
    kinds = pack.info.place_kinds
    for row, (name, kind) in enumerate(zip(pack.places["name"], pack.places["kind"], strict=True)):
        label = kinds[kind].label if kind in kinds else str(kind)
        code = compact(str(pack.places.index[row]))
        yield _entry("place", row, str(name), label[:1].upper() + label[1:], codes=(code,))


def _areas(pack: Pack) -> Iterator[Entry]:
    columns = (pack.areas[name] for name in ("name", "official_name", "district"))
    for row, (name, official, district) in enumerate(zip(*columns, strict=True)):
        code = str(pack.areas.index[row])
        parts = dict.fromkeys(str(each) for each in (code, official, district))
        yield _entry(
            "area", row, str(name), ", ".join(parts), codes=(compact(code), compact(str(official)))
        )


def _assets(pack: Pack) -> Iterator[Entry]:
    columns = (pack.assets[name] for name in ("name", "kind", "district", "postcode"))
    for row, (name, kind, *where) in enumerate(zip(*columns, strict=True)):
        about = [kind_words(str(kind)), *(str(each) for each in where if not isna(each))]
        codes = [compact(str(pack.assets.index[row]))]
        codes += [compact(each) for each in about[1:] if is_postcode(each)]
        yield _entry("asset", row, str(name), ", ".join(about), codes=tuple(codes))


def _settlements(pack: Pack) -> Iterator[Entry]:
    if pack.ground is None:
        return
    names = pack.ground.names
    inside = areas_at(pack, names.geometry.to_numpy())
    districts = pack.areas["district"].to_numpy()
    for row, (name, kind) in enumerate(zip(names["name"], names["kind"], strict=True)):
        if isna(name):
            continue
        where = districts[inside[row]] if inside[row] >= 0 else "beyond the edge"
        title = f"{str(kind).capitalize()}, {where}"
        yield _entry("spot", row, str(name), title)


def areas_at(pack: Pack, points: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return which area each point lies in, by its row; -1 of those that lie in none."""
    found = np.full(len(points), -1, dtype=np.int64)
    which, areas = pack.areas.sindex.query(points, predicate="intersects")
    found[which[::-1]] = areas[::-1]  # on a shared edge the first
    return found


def name_spots(pack: Pack) -> tuple[str, ...]:
    """Return how an address writes each settlement: its name, and where, if several share it."""
    if pack.ground is None:
        return ()
    names = [plain_name(each) for each in pack.ground.names["name"]]
    several = {name for name, times in Counter(map(plain, names)).items() if times > 1}
    places = shapely.get_coordinates(pack.ground.names.geometry.to_numpy())
    lons, lats = lonlat_from_grid(places[:, 0], places[:, 1])
    return tuple(
        f"{name}~{lat:.4f},{lon:.4f}" if plain(name) in several else name
        for name, lat, lon in zip(names, lats, lons, strict=True)
    )


def plain_name(name: object) -> str:
    """Return a name, or nothing where there is none."""
    return name if isinstance(name, str) else ""


def _entry(
    kind: ThingKind, row: int, name: str, detail: str, *, codes: tuple[str, ...] = ()
) -> Entry:
    sought = plain(name)
    return Entry(
        kind=kind,
        row=row,
        name=name,
        detail=detail,
        sought=sought,
        text=f"{sought} {plain(detail)}",
        codes=codes,
    )


def thing_of(pack: Pack, things: Things, entry: Entry) -> Thing:
    """Return what an entry stands for, with where it is."""
    table = {"place": pack.places, "area": pack.areas, "asset": pack.assets}.get(entry.kind)
    if table is None:
        names = pack.ground.names if pack.ground else pack.areas
        shape, key = names.geometry.iloc[entry.row], things.spots[entry.row]
    else:
        shape, key = table.geometry.iloc[entry.row], str(table.index[entry.row])
    at, box = _where(shape)
    of = str(pack.places["kind"].iloc[entry.row]) if entry.kind == "place" else ""
    return Thing(
        kind=entry.kind, id=key, name=entry.name, detail=entry.detail, of=of, at=at, box=box
    )


def postcode_thing(pack: Pack, row: int) -> Thing:
    """Return a postcode as something that is found, by its place in the origins."""
    origin = pack.origins.iloc[row]
    lon, lat = lonlat_from_grid(origin["easting_m"], origin["northing_m"])
    name = postcode_words(str(pack.origins.index[row]))
    where = str(pack.areas["name"].get(origin["area_id"], ""))
    return Thing(
        kind="spot",
        id=name,
        name=name,
        detail=f"Postcode, {where}" if where else "Postcode",
        at=(round(float(lat), DECIMALS), round(float(lon), DECIMALS)),
    )


def _where(
    shape: Any,  # noqa: ANN401
) -> tuple[tuple[float, float] | None, tuple[float, float, float, float] | None]:
    if shape is None or shape.is_empty:
        return None, None
    west, south, east, north = shape.bounds
    lons, lats = lonlat_from_grid([west, east], [south, north])
    box = (float(lons[0]), float(lats[0]), float(lons[1]), float(lats[1]))
    at = (round((box[1] + box[3]) / 2, DECIMALS), round((box[0] + box[2]) / 2, DECIMALS))
    if shape.geom_type == "Point":
        return at, None
    rounded = tuple(round(each, DECIMALS) for each in box)
    return at, (rounded[0], rounded[1], rounded[2], rounded[3])
