"""python -m layers footprints: whose lines the children of each place fall under."""

from __future__ import annotations

import argparse

from geodata.model import OLDEST_AGE, Pack
from layers.compare.footprints import measure_footprints
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser, only=("kind",))
    parser.add_argument("--other", help="kind to lay over it; the first other one unless given")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_footprints)


def say_footprints(options: argparse.Namespace, pack: Pack) -> str:
    """Return one kind of place laid over another, in the format asked for."""
    kind = question_from_options(options, pack).place_kind
    other = options.other or next((key for key in pack.info.place_kinds if key != kind), kind)
    found = measure_footprints(pack, kind, other, range(OLDEST_AGE + 1))
    return say_result(found, options.format)
