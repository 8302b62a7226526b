"""python -m layers cover: which ages are offered anything at all, in one place or in all."""

from __future__ import annotations

import argparse
from typing import Any, cast, get_args

from geodata.model import Pack
from layers.cover.grid import CELL, measure_cover
from layers.cover.rows import By
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result


def add_commands(commands: Any) -> None:  # noqa: ANN401
    """Add this module's commands to a parser's."""
    cover = commands.add_parser("cover", help="which ages are offered anything at all")
    add_pack_option(cover)
    add_question_options(cover)
    cover.add_argument("--place", help="one place; see python -m layers places")
    cover.add_argument(
        "--by", choices=get_args(By), default="service", help="what the rows of the grid are"
    )
    cover.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    cover.set_defaults(run=say_cover)


def say_cover(options: argparse.Namespace, pack: Pack) -> str:
    """Return what is open to whom, in the format the options ask for."""
    question = question_from_options(options, pack)
    cover = measure_cover(pack, question, place_id=options.place, by=cast(By, options.by))
    return say_result(cover, options.format, columns=CELL)
