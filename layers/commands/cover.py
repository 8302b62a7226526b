"""python -m layers cover: which ages are offered anything at all, in one place or in all."""

from __future__ import annotations

import argparse
from typing import cast, get_args

from geodata.model import Pack
from layers.cover.grid import CELL, measure_cover
from layers.cover.rows import By
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument("--place", help="one place; see python -m layers places")
    parser.add_argument(
        "--by", choices=get_args(By), default="service", help="what the rows of the grid are"
    )
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_cover)


def say_cover(options: argparse.Namespace, pack: Pack) -> str:
    """Return what is open to whom, in the format the options ask for."""
    question = question_from_options(options, pack)
    cover = measure_cover(pack, question, place_id=options.place, by=cast(By, options.by))
    return say_result(cover, options.format, columns=CELL)
