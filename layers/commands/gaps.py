"""python -m layers gaps: who is in high need and not reached, by place."""

from __future__ import annotations

import argparse

from geodata.model import Pack
from layers.gaps import measure_gaps
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=answer_gaps)


def answer_gaps(options: argparse.Namespace, pack: Pack) -> str:
    """Answer the question of the options, in the format they ask for."""
    return say_result(measure_gaps(pack, question_from_options(options, pack)), options.format)
