"""python -m layers access | ranks: how much is within reach, how many doors, how sure the order."""

from __future__ import annotations

import argparse
from typing import cast

from geodata.model import Pack
from layers.access.choice import FIGURES, measure_choice
from layers.access.floating import METHODS, Method, Shape, measure_floating
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.ranks.steadiness import rank_range
from layers.said.result import FORMATS, say_result
from layers.supply import MEASURES, Measure

CHOICE = "choice"
HEADS = ("place_id", "place", "children")
UNKNOWN = ("unknown_children", "unknown_areas")


def add_access_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `access` to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument(
        "--method",
        choices=[*METHODS, CHOICE],
        default="e2sfca",
        help="a floating catchment, or how many doors there are to choose from",
    )
    parser.add_argument(
        "--shape", choices=["stepped", "gaussian"], default="stepped", help="how distance counts"
    )
    parser.add_argument(
        "--supply", choices=list(MEASURES), default="doors", help="what of a site is shared out"
    )
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_access)


def add_ranks_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `ranks` to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_ranks)


def say_access(options: argparse.Namespace, pack: Pack) -> str:
    """Measure access as the options ask, in the format they ask for."""
    question = question_from_options(options, pack)
    if options.method == CHOICE:
        choice = measure_choice(pack, question)
        return say_result(choice, options.format, columns=(*HEADS, *FIGURES, *UNKNOWN))
    floating = measure_floating(
        pack,
        question,
        method=cast(Method, options.method),
        shape=cast(Shape, options.shape),
        supply=cast(Measure, options.supply),
    )
    columns = (*HEADS, "access", "left_out_children", *UNKNOWN)
    return say_result(floating, options.format, columns=columns)


def say_ranks(options: argparse.Namespace, pack: Pack) -> str:
    """Return how far ranks by gap could move, in the format asked for."""
    ranks = rank_range(pack, question_from_options(options, pack))
    columns = ("place_id", "place", "gap_children", "gap_low", "gap_high", "rank", "best", "worst")
    return say_result(ranks, options.format, columns=columns)
