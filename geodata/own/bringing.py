"""What a file of somebody's own would bring to a pack, before any recipe names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import DataError, Problem
from geodata.files import hearing, label, read_bytes
from geodata.files.faults import many, shown
from geodata.files.numbers import read_numbers
from geodata.own.file import Gives, OwnFile
from geodata.own.places import OFFICIAL, POLYGONS
from geodata.own.services import take_services
from geodata.own.table import OwnTable, parse_own

PLACED_BY = ("postcode", "easting", "lat", "lat_lon", "grid_reference")
NO_KIND = "kind-of-service"
HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Brings:
    """What a file would bring, read in one way.

    Attributes
    ----------
    lines
        In words, with what to write in a recipe.
    left_out, warnings
        Rows that cannot be used, and what a person should look at.
    """

    lines: tuple[str, ...]
    left_out: tuple[Problem, ...]
    warnings: tuple[str, ...]


def find_brings(path: Path, sheet: str = "") -> Iterator[Brings]:
    """Find what a file would bring: as services, as places, as figures; nothing if as none."""
    content, name = read_bytes(path), label(path)
    for gives in ("services", "places", "figures"):
        with hearing() as told:
            try:
                found = _read(content, name, gives, sheet)
            except DataError:
                continue
        if found:
            yield Brings(
                lines=tuple(found),
                left_out=tuple(told.left_out),
                warnings=(*told.repairs, *told.warnings),
            )


def _read(content: bytes, name: str, gives: Gives, sheet: str) -> list[str]:
    table = parse_own(content, name, OwnFile(key="own", gives=gives, path=name, source="",
                                             sheet=sheet))  # fmt: skip
    ways = {"services": _as_services, "places": _as_places, "figures": _as_figures}
    return ways[gives](table)


def _as_services(table: OwnTable) -> list[str]:
    found = table.recognised.found
    points = bool(table.shapes) and not _has_polygons(table)
    if "name" not in found or not (points or set(PLACED_BY) & found.keys()) or _has_polygons(table):
        return []
    own = OwnFile(key="own", gives="services", path="", source="",
                  defaults={} if "kind" in found else {"kind": NO_KIND})  # fmt: skip
    rows = take_services(table, own)
    said = [
        f"As services: {many(len(rows), 'service')} of {many(len(table.rows), table.what)}; "
        "what stands at a postcode is known when a pack is built.",
        *_columns(table),
    ]
    if "kind" not in found:
        said.append('No column says what kind each is: say defaults = {kind = "…"}.')
    return said


def _as_places(table: OwnTable) -> list[str]:
    found = table.recognised.found
    if "place" not in found or not (_has_polygons(table) or "code" in found):
        return []
    named = table.rows[found["place"][0]]
    drawn = "drawn as polygons" if _has_polygons(table) else f"listed by {found['code'][0]!r}"
    count = named[named != ""].nunique()
    return [f"As places: {many(count, 'place')} {drawn}.", *_columns(table)]


def _as_figures(table: OwnTable) -> list[str]:
    found = table.recognised.found
    if "place" not in found or "postcode" in table.rows.columns:
        return []
    cells = table.rows[found["place"][0]]
    if not cells.str.upper().str.fullmatch(OFFICIAL.pattern).mean() > HALF:
        return []
    numeric = [
        heading
        for heading in table.rows.columns
        if heading != found["place"][0] and _is_numbers(table, heading)
    ]
    if not numeric:
        return []
    listed = ", ".join(shown(each) for each in numeric[:12])
    return [
        f"As figures: {many(len(table.rows), 'row')} by {found['place'][0]!r}; columns of numbers: "
        f"{listed}. Each that is wanted is an indicator of its own in the recipe."
    ]


def _is_numbers(table: OwnTable, heading: str) -> bool:
    cells = table.rows[heading]
    filled = cells[cells != ""]
    if filled.empty:
        return False
    numbers, _ = read_numbers(filled, table.name)
    return bool(numbers.notna().mean() > HALF)


def _has_polygons(table: OwnTable) -> bool:
    return any(each.geom_type in POLYGONS for each in table.shapes.values())


def _columns(table: OwnTable) -> list[str]:
    used = "; ".join(
        f"{name.replace('_', ' ')} from {' and '.join(map(shown, headings))}"
        for name, headings in sorted(table.recognised.found.items())
    )
    return [f"Columns: {used}."]
