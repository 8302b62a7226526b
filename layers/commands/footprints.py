"""python -m layers footprints: whose lines the children of each place fall under."""

from __future__ import annotations

import argparse
from typing import Any

from geodata.model import OLDEST_AGE, Pack
from layers.compare.footprints import measure_footprints
from layers.question.options import add_pack_option
from layers.said.result import FORMATS, say_result


def add_commands(commands: Any) -> None:  # noqa: ANN401
    """Add this module's commands to a parser's."""
    footprints = commands.add_parser(
        "footprints", help="which places of another kind the children of each place fall under"
    )
    add_pack_option(footprints)
    footprints.add_argument("--kind", help="kind of place; the pack's usual one unless given")
    footprints.add_argument("--other", help="kind to lay over it; the first other one unless given")
    footprints.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    footprints.set_defaults(run=say_footprints)


def say_footprints(options: argparse.Namespace, pack: Pack) -> str:
    """Return one kind of place laid over another, in the format asked for."""
    kind = options.kind or pack.info.defaults.place_kind
    other = options.other or next((key for key in pack.info.place_kinds if key != kind), kind)
    found = measure_footprints(pack, kind, other, range(OLDEST_AGE + 1))
    return say_result(found, options.format)
