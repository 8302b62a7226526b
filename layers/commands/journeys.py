"""python -m layers journeys: how starting points and doors were taken to the streets."""

from __future__ import annotations

import argparse

from geodata.model import Pack
from layers.access.snapping import measure_snapping
from layers.question.check import check_question
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_journeys)


def say_journeys(options: argparse.Namespace, pack: Pack) -> str:
    """Report on the streets for the question of the options, in the format they ask for."""
    question = question_from_options(options, pack)
    check_question(question, pack)
    return say_result(measure_snapping(pack, question), options.format)
