"""The one safe door for every file a person hands over: bounded, explained, never guessed at.

What a file is shows in its bytes, never in its name. Nothing here follows an address inside a file,
runs a driver chosen by content, or writes.
"""

from geodata.files.codes import keep_areas
from geodata.files.columns import Headings, pick_columns
from geodata.files.coordinates import parse_degrees, parse_metres
from geodata.files.faults import SHOWN, fault, some
from geodata.files.geojson import Shapes, read_geojson
from geodata.files.numbers import parse_numbers
from geodata.files.reading import MOST_BYTES, label, read_bytes
from geodata.files.tables import TextTable, parse_table, read_table, refuse_repeats
from geodata.files.telling import Told, hearing, leave_out, tell_repair, warn

__all__ = [
    "MOST_BYTES",
    "SHOWN",
    "Headings",
    "Shapes",
    "TextTable",
    "Told",
    "fault",
    "hearing",
    "keep_areas",
    "label",
    "leave_out",
    "parse_degrees",
    "parse_metres",
    "parse_numbers",
    "parse_table",
    "pick_columns",
    "read_bytes",
    "read_geojson",
    "read_table",
    "refuse_repeats",
    "some",
    "tell_repair",
    "warn",
]
