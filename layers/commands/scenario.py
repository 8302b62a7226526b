"""python -m layers scenario: who gains and who loses by closing, adding, moving or changing."""

from __future__ import annotations

import argparse

from geodata.ending import path_named
from geodata.files import read_bytes
from geodata.model import Pack
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result
from layers.scenarios.address import read_scenario
from layers.scenarios.changes import Scenario
from layers.scenarios.effect import measure_effect
from layers.scenarios.files import MOST_BYTES, parse_scenario

IN_BRIEF = ("place", "children", "lost_children", "gained_children")
COLUMNS = (
    "place_id",
    "place",
    "kind",
    "areas",
    "children",
    "lost_children",
    "gained_children",
    "lost_high_need_children",
    "gained_high_need_children",
    "unknown_children",
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    said = parser.add_mutually_exclusive_group(required=True)
    said.add_argument(
        "--changes",
        help="as in the page’s address: close.ASSET~add.KIND.0-4.area.AREA; see docs/commands.md",
    )
    said.add_argument("--file", type=path_named, help="a scenario downloaded from the page")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_scenario)


def say_scenario(options: argparse.Namespace, pack: Pack) -> str:
    """Return who gains and who loses, by place."""
    effect = measure_effect(pack, question_from_options(options, pack), _read(options))
    columns = IN_BRIEF if options.format == "table" else COLUMNS
    return say_result(effect, options.format, columns=columns)


def _read(options: argparse.Namespace) -> Scenario:
    if options.file is None:
        return read_scenario(options.changes, where="--changes")
    return parse_scenario(read_bytes(options.file, MOST_BYTES), options.file.name)
