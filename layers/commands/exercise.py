"""python -m layers exercise: what a place needs, what is there, who runs it, what is missing."""

from __future__ import annotations

import argparse

from geodata.model import Pack
from layers.exercise.all_places import measure_all_places
from layers.exercise.one_place import measure_exercise
from layers.gaps import measure_gaps
from layers.place.facts import question_for_place
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, Result, say_result


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument(
        "--place", help="one place in full; all of a kind side by side unless given"
    )
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_exercise)


def say_exercise(options: argparse.Namespace, pack: Pack) -> str:
    """Return the exercise for one place or for all of a kind, in the format asked for."""
    question = question_from_options(options, pack)
    found: Result
    if options.place:
        gaps = measure_gaps(pack, question_for_place(question, pack, options.place))
        found = measure_exercise(pack, gaps, options.place)
    else:
        found = measure_all_places(pack, measure_gaps(pack, question))
    return say_result(found, options.format)
