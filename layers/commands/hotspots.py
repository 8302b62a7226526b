"""python -m layers hotspots: where neighbourhoods alike stand together, beyond chance."""

from __future__ import annotations

import argparse
from typing import get_args

from geodata.model import Pack
from layers.hotspots.clusters import find_hotspots
from layers.hotspots.found import NEITHER, NOT_KNOWN, About, Hotspots, Statistic
from layers.hotspots.neighbours import Nearness
from layers.hotspots.overall import PERMUTATIONS, SEED
from layers.indicators.asking import PARTS, add_indicator_options, read_shown
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result

IN_BRIEF = ("name", "district", "children", "value", "score", "chance", "class", "group")
ALL = ("area_id", *IN_BRIEF, "group_name")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument(
        "--about", choices=get_args(About), default="need", help="which figure to look at"
    )
    add_indicator_options(parser)
    parser.add_argument(
        "--statistic", choices=get_args(Statistic), default="gi", help="Gi* or local Moran’s I"
    )
    parser.add_argument(
        "--neighbours",
        choices=get_args(Nearness),
        default="touching",
        help="what stands beside what: those that touch, or the 8 nearest",
    )
    parser.add_argument(
        "--permutations",
        type=int,
        default=PERMUTATIONS,
        help="how often to shuffle the figures for Moran’s I over the whole map",
    )
    parser.add_argument("--seed", type=int, default=SEED, help="where those shuffles start from")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_hotspots)


def say_hotspots(options: argparse.Namespace, pack: Pack) -> str:
    """Return which neighbourhoods stand out; a table to read leaves the others away."""
    given = {name: getattr(options, name) for name in PARTS}
    is_of_one = any(given.values())
    found: Hotspots = find_hotspots(
        pack,
        question_from_options(options, pack),
        "indicator" if is_of_one else options.about,
        shown=read_shown(given, "--") if is_of_one else None,
        statistic=options.statistic,
        nearness=options.neighbours,
        permutations=options.permutations,
        seed=options.seed,
    )
    if options.format == "table":
        rows = found.table[~found.table["code"].isin([NEITHER, NOT_KNOWN])]
        return say_result(found, "table", columns=IN_BRIEF, rows=rows)
    return say_result(found, options.format, columns=ALL)
