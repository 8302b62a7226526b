"""What a file of somebody's own would bring to a pack, before any recipe names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import DataError, Problem, gathering
from geodata.files import hearing, label, read_bytes
from geodata.files.faults import many, shown
from geodata.files.layers import is_layer
from geodata.files.numbers import read_numbers
from geodata.own.file import Gives, OwnFile
from geodata.own.headings import Recognised
from geodata.own.places import OFFICIAL, POLYGONS
from geodata.own.services import take_services
from geodata.own.table import OwnTable, parse_own, recognise_table

PLACED_BY = ("postcode", "easting", "lat", "lat_lon", "grid_reference")
NO_KIND = "kind-of-service"
HALF = 0.5
NO_PLACE = (
    "As services, each of them without a door",
    'where each is ("Post code", "Easting" and "Northing", "Lat" and "Long", "Grid ref")',
    "postcode",
)
NO_NAME = (
    "Not services as it is",
    'what each is called ("Name", "Setting name", "Service")',
    "name",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brings:
    """What a file would bring, read in one way.

    Attributes
    ----------
    lines
        In words, with what to write in a recipe.
    left_out, warnings
        Rows that cannot be used, and what a person should look at.
    refused
        Why a build would take nothing of it, though its headings are those of such a file.
    unread
        Whether that is because it could not be read to its end.
    about
        How many rows there are: "6 rows". "" where it was not read row by row: what cannot be
        used costs a row there, and is in `left_out`.
    """

    lines: tuple[str, ...]
    left_out: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    refused: tuple[Problem, ...] = ()
    unread: bool = False
    about: str = ""


def find_brings(path: Path, sheet: str = "") -> Iterator[Brings]:
    """Find what a file would bring: as services, as places, as figures; nothing if as none.

    A file that a build would refuse, and one that lacks a heading to be services, is told too.
    """
    content, name = read_bytes(path), label(path)
    found = [each for gives in WAYS if (each := _brings(content, name, _plain(gives, name, sheet)))]
    if found:
        yield from found
    elif not is_layer(content):
        yield from _lacking(content, name, sheet)


def _plain(gives: Gives, name: str, sheet: str) -> OwnFile:
    return OwnFile(key="own", gives=gives, path=name, source="", sheet=sheet)


def _brings(content: bytes, name: str, own: OwnFile) -> Brings | None:
    """Return what a file would bring in one way, or why it is refused; None if not meant so."""
    table, refused, lines, drawn = None, list[Problem](), list[str](), is_layer(content)
    with hearing() as told:
        try:
            if not drawn and not _is_meant(recognise_table(content, name, own), own.gives):
                return None
        except DataError:
            return None  # no table at all, which is told of any file
        with gathering(refused):
            table = parse_own(content, name, own)
            lines = WAYS[own.gives](table)
    if refused and (own.gives == "figures" or (drawn and table is None)):
        # Any table with names may be figures; and a map that cannot be read is told of any file.
        return None
    if refused:
        lines = [f"As {own.gives}: nothing, for a build would refuse it."]
    if not lines:
        return None
    by_row = table is not None and (own.gives == "services" or _has_polygons(table))
    return Brings(
        lines=tuple(lines),
        left_out=tuple(told.left_out),
        warnings=(*told.repairs, *told.warnings),
        refused=tuple(refused),
        unread=table is None,
        about=many(len(table.rows), table.what) if table is not None and by_row else "",
    )


def _is_meant(recognised: Recognised, gives: Gives) -> bool:
    """Return whether the headings of a table are those of services, of places or of figures."""
    found = recognised.found
    if gives == "services":
        return "name" in found and bool(set(PLACED_BY) & found.keys())
    return "place" in found and (gives == "figures" or "code" in found)


def _lacking(content: bytes, name: str, sheet: str) -> Iterator[Brings]:
    """Say which heading a table lacks that has some of those of services."""
    own = _plain("services", name, sheet)
    try:
        with hearing():
            recognised = recognise_table(content, name, own)
    except DataError:
        return
    found = recognised.found
    placed = [each for each in PLACED_BY if each in found]
    if "name" not in found and not placed:
        return
    begins, lacks, example = NO_PLACE if "name" in found else NO_NAME
    there = "; ".join(
        f"{ours.replace('_', ' ')} in {' and '.join(map(shown, theirs))}"
        for ours, theirs in sorted(found.items())
    )
    others = ", ".join(map(shown, recognised.unused)) or "none"
    yield Brings(
        lines=(
            f"{begins}: no heading says {lacks}.",
            f"Headings that are known: {there}. Others: {others}.",
            f'If one of the others says it, write columns = {{{example} = "…"}} in the recipe.',
        )
    )


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


WAYS: Mapping[Gives, Callable[[OwnTable], list[str]]] = {
    "services": _as_services,
    "places": _as_places,
    "figures": _as_figures,
}


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
