"""python -m layers profile: all that a profile says of one place, each line with its source."""

from __future__ import annotations

import argparse

from geodata.ending import path_named
from geodata.files import read_bytes
from geodata.model import Pack
from layers.place.facts import question_for_place
from layers.profile.asked import Asked, Shared, ask
from layers.profile.profile import measure_profile
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.question.question import Question
from layers.said.result import FORMATS, say_result
from layers.scenarios.address import read_scenario
from layers.scenarios.changes import Scenario
from layers.scenarios.effect import Effect, measure_effect
from layers.scenarios.files import MOST_BYTES, parse_scenario

IN_BRIEF = ("section", "part", "what", "measure", "said")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument("--place", required=True, help="the place’s id")
    parser.add_argument(
        "--everything",
        action="store_true",
        help="tell all that is offered; the gap stays that of the service asked about",
    )
    said = parser.add_mutually_exclusive_group()
    said.add_argument("--changes", help="a scenario that could change it, as the command scenario")
    said.add_argument("--file", type=path_named, help="a scenario downloaded from the page")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_profile)


def say_profile(options: argparse.Namespace, pack: Pack) -> str:
    """Return the profile of one place, line by line, in the format asked for."""
    columns = IN_BRIEF if options.format == "table" else None
    return say_result(measure_profile(asked_by(options, pack)), options.format, columns=columns)


def asked_by(options: argparse.Namespace, pack: Pack) -> Asked:
    """Return what the options ask about one place, worked out."""
    question = question_for_place(question_from_options(options, pack), pack, options.place)
    return ask(
        Shared(pack, question),
        options.place,
        effect=_effect(options, pack, question),
        everything=options.everything,
    )


def _effect(options: argparse.Namespace, pack: Pack, question: Question) -> Effect | None:
    scenario = _scenario(options)
    return None if scenario is None else measure_effect(pack, question, scenario)


def _scenario(options: argparse.Namespace) -> Scenario | None:
    if options.file is not None:
        return parse_scenario(read_bytes(options.file, MOST_BYTES), options.file.name)
    if options.changes is None:
        return None
    return read_scenario(options.changes, where="--changes")
