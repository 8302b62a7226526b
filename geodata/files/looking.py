"""What a file is and what is wrong with it, before anybody builds anything of it.

A file is read through the door that its bytes lead to, and what its headings say it holds is
checked as the readers of a recipe check it: coordinates, codes of areas, postcodes, numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pandas import Series

from geodata.errors import DataError, Problem, gathering
from geodata.files.codes import AREA, OFFICIAL, Vintages, check_vintage, read_areas
from geodata.files.columns import find_heading
from geodata.files.coordinates import parse_degrees, parse_metres
from geodata.files.faults import fault, many, some
from geodata.files.geojson import POLYGONS, is_lonlat, parse_document, shapes_of
from geodata.files.kinds import JSON, find_kind
from geodata.files.layers import is_layer, parse_layer
from geodata.files.numbers import is_gap, parse_numbers
from geodata.files.outlines import tell_overlaps
from geodata.files.postcodes import tell_postcodes
from geodata.files.reading import label, read_bytes
from geodata.files.tables import WORKBOOK, TextTable, parse_table
from geodata.files.telling import hearing, warn

LAT = (r"lat(itude)?", r"(stop|geo|y)[_ ]?lat(itude)?", r".*\blatitude\b.*")
LON = (r"lon(g|gitude)?", r"lng", r"(stop|geo|x)[_ ]?lon(g|gitude)?", r".*\blongitude\b.*")
EASTING = (r"east(ing)?s?([_ ](m|km|osgb|27700))?", r"oseast1m", r"geometry_x", r"osgb[_ ]?e.*",
           r"x_?coord.*")  # fmt: skip
NORTHING = (r"north(ing)?s?([_ ](m|km|osgb|27700))?", r"osnrth1m", r"geometry_y", r"osgb[_ ]?n.*",
            r"y_?coord.*")  # fmt: skip
EITHER_X, EITHER_Y = (r"x|geom_?x|point_?x",), (r"y|geom_?y|point_?y",)
POSTCODE = (r"(post|zip)[ _]?code", r"pcds?\d?", r"postcode.*")
AREA_CODE = (r"lsoa[ _]?(20)?(01|11|21)?[ _]?(code|cd|id)?s?", r"lsoa.*\bcodes?\b.*", r"lsoa.*cd")
ANY_CODE = r"code|mnemonic"
CODE = (r"((small[ _]?)?area|geography|geo|gss|ons)[ _]?(code|cd|id)", ANY_CODE)
BEGUN = re.compile(r"[EWNSewns][0-9oO]{2}[0-9A-Za-z]*|[0-9](\.[0-9]+)?[eE]\+[0-9]+")
AREA_NAME = (r"lsoa.*(name|nm)\d*", r"small area.*name")
HEADED_CODE = re.compile(
    r"(.*[ _])?(code|cd|id|urn|uprn|usrn|phone|telephone|tel|fax)|\w*cd|.*code", re.IGNORECASE
)
# What looks like a number, however it is written; not a telephone number, a date or a code.
NUMBERLIKE = re.compile(
    r"[<£$€(+\u2212-]{0,3}[0-9][0-9,.\u00a0\u202f ]*([eE][+-]?[0-9]+)?[%)]{0,2}"
)
SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]+")
HALF = 0.5
MOSTLY = 0.6  # of the cells of a column, before it is taken for one of numbers
METRES = 1000.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file is, and what a person should know of it.

    Attributes
    ----------
    about
        What it is: "a table of 20 rows and 4 columns, UTF-8"; "" where it cannot be used.
    problems
        What keeps it from being used.
    repairs, warnings
        As readers tell them.
    """

    name: str
    about: str
    problems: tuple[Problem, ...]
    repairs: tuple[str, ...]
    warnings: tuple[str, ...]


def look_at(path: Path, sheet: str = "", vintages: Vintages | None = None) -> Seen:
    """Look at a file as the readers of a recipe would.

    Parameters
    ----------
    path
        A table, a workbook or GeoJSON; what it is shows in its bytes.
    sheet
        Which sheet of a workbook.
    vintages
        Which codes of small areas are of which year, where the official lookup is at hand.
    """
    name, about, problems = label(path), "", list[Problem]()
    with hearing() as told, gathering(problems):
        about = _look(read_bytes(path), name, sheet, vintages)
    return Seen(name, about, tuple(problems), tuple(told.repairs), tuple(told.warnings))


def _look(content: bytes, name: str, sheet: str, vintages: Vintages | None) -> str:
    if find_kind(content).name == JSON:
        document = parse_document(content, name)
        if not is_lonlat(document):
            return _look_at_layer(content, name, sheet)
        shapes = shapes_of(document, name)
        tell_overlaps(shapes.rows.geometry.to_dict(), name)
        return f"GeoJSON of {many(len(shapes.rows), 'feature')}"
    if is_layer(content):
        return _look_at_layer(content, name, sheet)
    table = parse_table(content, name, sheet)
    check_table(table, vintages)
    encoding = "a workbook" if table.encoding == WORKBOOK else table.encoding.upper()
    rows, columns = table.rows.shape
    return f"a table of {many(rows, 'row')} and {many(columns, 'column')}, {encoding}"


def _look_at_layer(content: bytes, name: str, sheet: str) -> str:
    layer = parse_layer(content, name, sheet)
    if layer.faults:
        raise DataError(layer.faults)
    drawn = {n: each for n, each in layer.shapes.items() if each.geom_type in POLYGONS}
    if drawn:
        tell_overlaps(drawn, layer.name)
    return f"a map of {many(len(layer.rows), 'feature')} in {layer.crs or 'no coordinates'}"


def check_table(table: TextTable, vintages: Vintages | None = None) -> None:
    """Check what the headings of a table say that it holds.

    Raises
    ------
    DataError
        Every fault found.
    """
    problems: list[Problem] = []
    with gathering(problems):
        _check_places(table)
    with gathering(problems):
        _check_areas(table, vintages)
    heading = find_heading(table, POSTCODE)
    if heading is not None:
        tell_postcodes(_column(table, heading), f"{table.name}, {heading}")
    for heading in _number_headings(table):
        with gathering(problems):
            parse_numbers(_column(table, heading), f"{table.name}, {heading}")
    if problems:
        raise DataError(problems)
    if len(table.rows.columns) == 1:
        warn(f"{table.name}: one column only. Look whether its separator is an unusual one.")


def _column(table: TextTable, heading: str) -> Series:
    found: Series = table.rows.iloc[:, list(table.rows.columns).index(heading)]
    return found


def _check_places(table: TextTable) -> None:
    """Check the coordinates of a table, where it has any."""
    for headings, parse in (((LAT, LON), parse_degrees), ((EASTING, NORTHING), parse_metres)):
        first, second = (find_heading(table, patterns) for patterns in headings)
        if first is not None and second is not None:
            parse(_column(table, first), _column(table, second), table.name)
        elif (first is None) != (second is None):
            raise fault(
                f"{table.name}, row {table.heading_row}",
                f"a column {first or second!r} without the other coordinate",
                "two columns of coordinates",
                "Add it, or rename the column.",
            )
    across, up = find_heading(table, EITHER_X), find_heading(table, EITHER_Y)
    if across is not None and up is not None:
        x, y = _column(table, across), _column(table, up)
        numbers = parse_numbers(x, f"{table.name}, {across}", gaps=False)
        if numbers.abs().max() > METRES:
            parse_metres(x, y, table.name)
        else:
            parse_degrees(y, x, table.name)


def _check_areas(table: TextTable, vintages: Vintages | None) -> None:
    """Check the codes of small areas of a table, where it has any."""
    heading = _area_heading(table)
    if heading is None:
        named = find_heading(table, AREA_NAME)
        if named is not None:
            raise fault(
                f"{table.name}, {named}",
                "names of small areas, and no codes",
                "a column of codes such as LSOA21CD",
                "Use the table with codes: names are written in many ways, and change.",
            )
        return
    rows = table.rows.iloc[:, [list(table.rows.columns).index(heading)]]
    kept, problems = read_areas(rows, heading, table.name)
    codes, name = kept[heading], f"{table.name}, {heading}"
    twice = codes[codes.duplicated()]
    if len(twice):
        warn(f"{name}, row {some(list(twice.index))}: areas that stand there before.")
    welsh = codes[codes.str.startswith("W")]
    if len(welsh):
        warn(f"{name}, row {some(list(welsh.index))}: areas of Wales.")
    with gathering(problems):
        check_vintage(codes, name, vintages)
    if problems:
        raise DataError(problems)


def _area_heading(table: TextTable) -> str | None:
    """Find the column of codes of small areas: by a heading that says so, else by its cells."""
    said = find_heading(table, AREA_CODE)
    if said is not None:
        return said
    others = 0
    for heading in table.rows.columns:
        cells = _filled(_column(table, heading)).str.upper()
        official = cells.str.fullmatch(OFFICIAL.pattern)
        if len(cells) and official.mean() > HALF:
            if cells.str.fullmatch(AREA.pattern).mean() > HALF:
                return str(heading)
            others += 1
    said = None if others else find_heading(table, CODE)
    if said is None or not re.fullmatch(ANY_CODE, said, re.IGNORECASE):
        return said
    # "Code" alone may be anybody's own; it is of areas where its cells begin as such codes do.
    alike = _filled(_column(table, said)).str.fullmatch(BEGUN.pattern)
    return said if len(alike) and alike.mean() >= HALF else None


def _filled(column: Series) -> Series:
    return column[column != ""]


def _number_headings(table: TextTable) -> Iterator[str]:
    """List the columns that hold numbers, by what stands in them; codes and places apart."""
    apart = {*(LAT + LON + EASTING + NORTHING + EITHER_X + EITHER_Y)}
    for heading in dict.fromkeys(table.rows.columns):
        if any(re.fullmatch(pattern, heading, re.IGNORECASE) for pattern in apart):
            continue
        cells = _filled(_column(table, heading))
        if not len(cells):
            continue
        if HEADED_CODE.fullmatch(heading):
            _tell_scientific(cells, f"{table.name}, {heading}")
            continue
        numbers = cells.str.fullmatch(NUMBERLIKE.pattern) & ~cells.str.match(r"0[0-9]")
        marks = cells.map(is_gap).astype(bool)
        signs = marks & ~cells.str.isalpha()  # a column of "x" may be one of kinds
        if (numbers | marks).mean() >= MOSTLY and (numbers.any() or (marks.all() and signs.any())):
            yield heading


def _tell_scientific(cells: Series, name: str) -> None:
    wrong = cells[cells.str.fullmatch(SCIENTIFIC.pattern)]
    if len(wrong):
        warn(
            f"{name}, row {some(list(wrong.index))}: {wrong.iloc[0]!r}, a code that a spreadsheet "
            "has turned into a number. Take it again from the original file, as text."
        )
