"""python -m layers compare: places side by side, and one published indicator with its intervals."""

from __future__ import annotations

import argparse

from geodata.model import Pack
from layers.compare.comparison import measure_comparison
from layers.compare.side_by_side import measure_side_by_side
from layers.gaps import measure_gaps
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument(
        "--indicator", help="a published indicator; without one, the question’s own measures"
    )
    parser.add_argument("--comparator", help="a place’s id or E92000001 for England")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_comparison)


def say_comparison(options: argparse.Namespace, pack: Pack) -> str:
    """Return what the options ask to compare, in their format."""
    if options.indicator is None:
        gaps = measure_gaps(pack, question_from_options(options, pack))
        return say_result(measure_side_by_side(pack, gaps), options.format)
    found = measure_comparison(pack, options.indicator, options.comparator)
    return say_result(found, options.format)
