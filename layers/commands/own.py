"""python -m layers own: places of your own, what each holds; and --own of every other command."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geodata.ending import path_named
from geodata.errors import Problem, QuestionError, quoted
from geodata.files import hearing, label, read_bytes
from geodata.files.apart import parse_layer_apart
from geodata.model import Pack
from layers.own_places.address import read_own
from layers.own_places.beside import with_own_places
from layers.own_places.handed import Handed, places_of_recipes, places_of_shapes
from layers.own_places.held import measure_own
from layers.own_places.recipes import OwnPlaces
from layers.own_places.saving import own_geojson, read_saved
from layers.question.options import add_pack_option
from layers.said.result import FORMATS, say_result

GEOJSON = "geojson"
MOST_LETTERS = 10_000_000
MOST_TOLD = 5
IN_BRIEF = ("place", "areas", "parts", "children", "people", "outside_share")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    parser.add_argument(
        "--format",
        choices=(*FORMATS, GEOJSON),
        default="table",
        help="how to print it; geojson is the file that --own reads back to the same places",
    )
    parser.set_defaults(run=say_own)


def say_own(options: argparse.Namespace, pack: Pack) -> str:
    """Return what the places of one's own hold, or all of them as a file."""
    held = measure_own(pack)
    if options.format == GEOJSON:
        return own_geojson(pack).rstrip("\n")
    return say_result(held, options.format, columns=IN_BRIEF if options.format == "table" else None)


def with_own_option(pack: Pack, asked: str | None) -> Pack:
    """Return a pack with the places that an option names: in a file, or as in an address.

    What was done to read a file is told beside the answer, and so is what of it cannot be used.

    Raises
    ------
    DataError
        None of it can be used; of what is written as in an address, every part that cannot.
    """
    if not asked:
        return pack
    try:
        path: Path | None = path_named(asked)
        is_file = path is not None and path.exists()
    except (OSError, ValueError, argparse.ArgumentTypeError):
        path, is_file = None, False
    if path is not None and is_file:
        handed = read_handed(read_bytes(path), label(path), pack, has_room=True)
        for line in (*handed.said, *(each.sentence() for each in handed.problems)):
            print(line, file=sys.stderr)
        return with_own_places(pack, handed.own)
    own, problems = read_own(asked, "--own", MOST_LETTERS)
    if problems:
        raise QuestionError(_neither(asked) if not own else problems)
    return with_own_places(pack, own)


def read_handed(
    content: bytes,
    name: str,
    pack: Pack,
    before: OwnPlaces | None = None,
    *,
    has_room: bool = False,
) -> Handed:
    """Read places out of the bytes of a file: one that was saved, or any map of outlines.

    A map is read in a process of its own. What cannot be used of it is told in `problems`.

    Raises
    ------
    DataError
        Nothing of it can be used.
    """
    mine = before or OwnPlaces()
    saved = read_saved(content, name)
    if saved is not None:
        return places_of_recipes(pack, mine, saved, name, has_room=has_room)
    with hearing() as told:
        layer = parse_layer_apart(content, name)
    faults = _some(layer.faults, name)
    if not layer.shapes and faults:
        raise QuestionError(faults)
    handed = places_of_shapes(pack, mine, layer.rows, layer.shapes, layer.name, has_room=has_room)
    return Handed(
        own=handed.own,
        added=handed.added,
        said=(*told.repairs, *told.warnings, *handed.said),
        problems=(*faults, *handed.problems),
    )


def _some(faults: tuple[Problem, ...], name: str) -> tuple[Problem, ...]:
    """Return the first of very many faults of features, and how many more there are."""
    left = len(faults) - MOST_TOLD
    if left <= 0:
        return faults
    more = Problem(
        where=name,
        found=f"{left:,} more features that cannot be used",
        expected="shapes in Great Britain",
        fix="Draw them again, or leave them out.",
    )
    return (*faults[:MOST_TOLD], more)


def _neither(asked: str) -> Problem:
    return Problem(
        where="--own",
        found=quoted(asked),
        expected="a file of shapes, or places as an address’s own= writes them",
        fix="Check the name of the file, or copy what stands after own= of the page.",
    )
