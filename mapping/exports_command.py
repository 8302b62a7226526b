"""python -m mapping exports: who took what, when, of which pack and by which rules."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Any, Final

from geodata.exports import Export, log_file, note_export, read_exports
from geodata.model import Pack
from layers.said.export import rows_csv, rows_json

FORMS: Final = ("table", "csv", "json")
COLUMNS: Final = ("when", "who", "what", "places", "pack", "pack_hash", "rules")
MOST_NAMED: Final = 5  # places of one export, in a table that is read


def add_exports_options(parser: argparse.ArgumentParser) -> None:
    """Add how the log is printed."""
    parser.add_argument("--format", choices=FORMS, default="table", help="how to print it")


def say_exports(options: argparse.Namespace) -> str:
    """Return the log of exports."""
    exports, unreadable = read_exports()
    if unreadable:
        print(f"{log_file()}: {unreadable} lines cannot be read.", file=sys.stderr)
    if options.format == "json":
        return rows_json([_row(each, " ") for each in exports])
    if options.format == "csv":
        return rows_csv([_row(each, " ") for each in exports], COLUMNS, []).rstrip("\n")
    if not exports:
        return f"No export is noted in {log_file()}."
    return "\n".join(_words(each) for each in exports)


def say_noted(what: str, pack: Pack, places: Iterable[str] = ()) -> None:
    """Note an export; what cannot be noted is told on the error output."""
    said = note_export(what, pack, places)
    if said:
        print(said, file=sys.stderr)


def _row(export: Export, between: str) -> dict[str, Any]:
    return {
        **{name: getattr(export, name) for name in COLUMNS},
        "places": between.join(export.places),
        "rules": "; ".join(export.rules),
    }


def _words(export: Export) -> str:
    named = ", ".join(export.places[:MOST_NAMED]) or "no place alone"
    more = len(export.places) - MOST_NAMED
    places = f"{named} and {more:,} more" if more > 0 else named
    pack = f"{export.pack} {export.pack_hash[:12]}"
    return (
        f"{export.when}  {export.who}  {export.what}: {places} ({pack}; {', '.join(export.rules)})"
    )
