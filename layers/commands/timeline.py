"""python -m layers timeline: an indicator over time, with a project of your own drawn on it."""

from __future__ import annotations

import argparse

from geodata.model import Pack
from layers.compare.timeline import measure_timeline
from layers.compare.typed_project import EXPECTED
from layers.question.options import add_pack_option
from layers.said.result import FORMATS, say_result


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    parser.add_argument(
        "--indicator", required=True, help="its key; see python -m layers indicator"
    )
    parser.add_argument("--place", required=True, help="a place or a neighbourhood, by its id")
    parser.add_argument("--project", required=True, help=EXPECTED)
    parser.add_argument("--comparator", help="a place’s id or E92000001 for England")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_timeline)


def say_timeline(options: argparse.Namespace, pack: Pack) -> str:
    """Return an indicator before, while and after a project ran, in the format asked for."""
    found = measure_timeline(
        pack, options.indicator, options.place, options.project, options.comparator
    )
    return say_result(found, options.format)
