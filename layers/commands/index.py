"""python -m layers index: how needy places are by several measures together, and how sure."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from typing import Any, cast

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.question.address import question_from_query
from layers.question.options import add_pack_option
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


def add_commands(commands: Any) -> None:  # noqa: ANN401
    """Add this module's commands to a parser's."""
    index = commands.add_parser("index", help="how needy places are by several measures together")
    add_pack_option(index)
    index.add_argument(
        "--weight",
        action="append",
        metavar="measure=number",
        help="a measure and its weight, as often as wanted; see python -m layers needs",
    )
    index.add_argument(
        "--scale", choices=list(TRANSFORMS), default="exponential", help="how measures are joined"
    )
    index.add_argument("--kind", help="which places to compare: early-help-team, district…")
    index.add_argument("--age", help="the children by whom places are averaged, from-to: 0-4")
    index.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    index.set_defaults(run=say_index)


def say_index(options: argparse.Namespace, pack: Pack) -> str:
    """Work out the need index of the options, in the format they ask for."""
    asked = {"age": options.age, "kind": options.kind}
    given = {name: text for name, text in asked.items() if text is not None}
    question = question_from_query(given, pack, where="--")
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
                    found=repr(text[:60]),
                    expected="a measure and a number, as in idaci_rank=2",
                    fix="Write it so.",
                )
            )
    if problems:
        raise QuestionError(problems)
    return weights
