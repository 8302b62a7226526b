"""python -m layers capacity | lottery: how much there is, and how fairly spread."""

from __future__ import annotations

import argparse

from geodata.model import Pack
from layers.compare.lottery import FIGURES, measure_lottery
from layers.cover.capacity import SUPPLIES, measure_capacity
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result

CAPACITY = (
    "place_id",
    "place",
    "children",
    "need_children",
    "sites",
    "staff_stated",
    "capacity_stated",
    *SUPPLIES,
    *(f"{name}_per_1k" for name in SUPPLIES),
    *(f"{name}_one_per" for name in SUPPLIES),
    *(f"{name}_short" for name in SUPPLIES),
)
IN_BRIEF = ("place", "need_children", "sites", "doors", "centres_one_per", "centres_short")
LOTTERY = ("place_id", "place", "areas", "children", *FIGURES)
LOTTERY_IN_BRIEF = (
    "place",
    "fifth_1_share",
    "fifth_5_share",
    "ratio",
    "concentration",
    "concentration_lower",
    "concentration_upper",
    "sii",
    "rii",
)


def add_capacity_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `capacity` to its parser."""
    _add_options(parser)
    parser.set_defaults(run=say_capacity)


def add_lottery_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `lottery` to its parser."""
    _add_options(parser)
    parser.set_defaults(run=say_lottery)


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")


def say_capacity(options: argparse.Namespace, pack: Pack) -> str:
    """Return what each place has for the children it is for; in brief to read, whole in files."""
    capacity = measure_capacity(pack, question_from_options(options, pack))
    columns = IN_BRIEF if options.format == "table" else CAPACITY
    return say_result(capacity, options.format, columns=columns)


def say_lottery(options: argparse.Namespace, pack: Pack) -> str:
    """Return how fairly reach is spread in each place; a table to read holds the main figures."""
    lottery = measure_lottery(pack, question_from_options(options, pack))
    columns = LOTTERY_IN_BRIEF if options.format == "table" else LOTTERY
    return say_result(lottery, options.format, columns=columns)
