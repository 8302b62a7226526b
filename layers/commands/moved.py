"""python -m layers apportion | standardise: figures moved to other places, or made comparable."""

from __future__ import annotations

import argparse

from geodata.ending import path_named
from geodata.files import parse_numbers, pick_columns, read_table
from geodata.model import Pack
from layers.apportion import apportion_to_places
from layers.compare.standardise import (
    DIRECT_COLUMNS,
    INDIRECT_COLUMNS,
    PER,
    standardise_places,
)
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result


def add_apportion_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `apportion` to its parser."""
    add_pack_option(parser)
    parser.add_argument("--indicator", help="which; the pack’s usual need unless given")
    add_question_options(parser, only=("kind",))
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_apportioned)


def add_standardise_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `standardise` to its parser."""
    add_pack_option(parser)
    parser.add_argument(
        "--counts",
        type=path_named,
        required=True,
        help="a CSV with a row for each place and age band: "
        f"{', '.join(DIRECT_COLUMNS)} for a direct rate, "
        f"{', '.join(INDIRECT_COLUMNS)} for an indirect ratio",
    )
    parser.add_argument(
        "--how", choices=("direct", "indirect"), default="direct", help="a rate, or a ratio"
    )
    parser.add_argument("--per", type=float, default=PER, help="people that a rate is of")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_standardised)


def say_apportioned(options: argparse.Namespace, pack: Pack) -> str:
    """Return an indicator moved to the places of a kind, in the format asked for."""
    defaults = pack.info.defaults
    kind = question_from_options(options, pack).place_kind
    moved = apportion_to_places(pack, options.indicator or defaults.need, kind)
    return say_result(moved, options.format)


def say_standardised(options: argparse.Namespace, pack: Pack) -> str:
    """Return a file's counts standardised for age, place by place."""
    del pack  # the counts are the person's own
    columns = DIRECT_COLUMNS if options.how == "direct" else INDIRECT_COLUMNS
    table = pick_columns(read_table(options.counts), {name: (name,) for name in columns})
    numbers = {
        name: parse_numbers(table[name], f"{options.counts.name}, {name}")
        for name in columns
        if name not in ("place", "band")
    }
    found = standardise_places(table.assign(**numbers), options.how, per=options.per)
    return say_result(found, options.format)
