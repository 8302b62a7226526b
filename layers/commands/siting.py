"""python -m layers siting: which sites to add, or to close, and how sure that is the best."""

from __future__ import annotations

import argparse
from typing import get_args

from geodata.model import Pack
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result
from layers.siting.candidates import candidates_named
from layers.siting.demand import Aim, Who
from layers.siting.found import Action, Siting
from layers.siting.sites import suggest_closures, suggest_sites

COLUMNS = ("site_id", "name", "kind", "easting_m", "northing_m", "amount", "all_amount")
IN_BRIEF = ("name", "kind", "amount", "all_amount")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument("--sites", type=int, default=3, help="how many to add or to close")
    parser.add_argument(
        "--action", choices=get_args(Action), default="add", help="add sites, or close some"
    )
    parser.add_argument(
        "--aim",
        choices=get_args(Aim),
        default="cover",
        help="most children within the limit, or least travel in all",
    )
    parser.add_argument(
        "--who",
        choices=get_args(Who),
        default="need",
        help="children where need is high, or all of them",
    )
    parser.add_argument(
        "--candidates",
        default="areas",
        help="where a site could be: areas, or a service such as libraries",
    )
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_siting)


def say_siting(options: argparse.Namespace, pack: Pack) -> str:
    """Return which sites do most, and what each adds."""
    found = _asked(options, pack)
    columns = IN_BRIEF if options.format == "table" else COLUMNS
    return say_result(found, options.format, columns=columns)


def _asked(options: argparse.Namespace, pack: Pack) -> Siting:
    question = question_from_options(options, pack)
    if options.action == "close":
        return suggest_closures(pack, question, options.sites, aim=options.aim, who=options.who)
    candidates = candidates_named(pack, options.candidates)
    return suggest_sites(
        pack, question, candidates, options.sites, aim=options.aim, who=options.who
    )
