"""python -m layers history: an indicator over time in one place, with projects beside it."""

from __future__ import annotations

import argparse

from geodata.model import Pack
from layers.compare.history import measure_history
from layers.question.options import add_pack_option
from layers.said.result import FORMATS, say_result


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    parser.add_argument(
        "--indicator", required=True, help="its key; see python -m layers indicator"
    )
    parser.add_argument("--place", required=True, help="a place or a neighbourhood, by its id")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_history)


def say_history(options: argparse.Namespace, pack: Pack) -> str:
    """Return an indicator over time, in the format asked for."""
    return say_result(measure_history(pack, options.indicator, options.place), options.format)
