"""python -m layers index: how needy places are by several measures together, and how sure."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from typing import cast

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.ranks.index import measure_index
from layers.ranks.transforms import TRANSFORMS, Transform
from layers.said.result import FORMATS, say_result

COLUMNS = (
    "place_id",
    "place",
    "children",
    "index",
    "rank",
    "best",
    "worst",
    "fifth",
    "unknown_children",
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    parser.add_argument(
        "--weight",
        action="append",
        metavar="measure=number",
        help="a measure and its weight, as often as wanted; see python -m layers needs",
    )
    parser.add_argument(
        "--scale", choices=list(TRANSFORMS), default="exponential", help="how measures are joined"
    )
    add_question_options(parser, only=("kind", "age"))
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_index)


def say_index(options: argparse.Namespace, pack: Pack) -> str:
    """Work out the need index of the options, in the format they ask for."""
    question = question_from_options(options, pack)
    index = measure_index(
        pack,
        weights_from_options(options.weight),
        transform=cast(Transform, options.scale),
        place_kind=question.place_kind,
        ages=question.ages,
    )
    return say_result(index, options.format, columns=COLUMNS)


def weights_from_options(given: Sequence[str] | None) -> dict[str, float] | None:
    """Read weights written as measure=number; None where none are given.

    Raises
    ------
    QuestionError
        Every one that cannot be read.
    """
    if not given:
        return None
    weights: dict[str, float] = {}
    problems = []
    for text in given:
        key, _, number = text.partition("=")
        try:
            weights[key] = float(number or math.nan)
        except ValueError:
            problems.append(
                Problem(
                    where="--weight",
                    found=quoted(text),
                    expected="a measure and a number, as in idaci_rank=2",
                    fix="Write it so.",
                )
            )
    if problems:
        raise QuestionError(problems)
    return weights
