"""python -m layers why: the steps from what was published to a figure."""

from __future__ import annotations

import argparse
from typing import Literal, get_args

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.compare.comparison import comparable_indicators, measure_comparison
from layers.cover.capacity import measure_capacity
from layers.cover.grid import measure_cover
from layers.exercise.needs import gaps_in_people
from layers.gaps import measure_gaps
from layers.place.facts import question_for_place
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.question.question import Question
from layers.said.result import FORMATS, say_result
from layers.why.chain import Chain
from layers.why.gap import why_area, why_gap, why_share
from layers.why.others import why_capacity, why_compared, why_cover

Figure = Literal["gap", "class", "share", "capacity", "cover", "compare"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument("--figure", choices=get_args(Figure), default="gap", help="which figure")
    parser.add_argument("--place", help="of one place; of the whole area unless given")
    parser.add_argument("--area", help="of one neighbourhood, for its class")
    parser.add_argument("--indicator", help="of which published figure, to compare")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_why)


def say_why(options: argparse.Namespace, pack: Pack) -> str:
    """Return the steps to a figure, in the format asked for."""
    columns = None
    if options.format == "table":
        columns = ["step", "what", "said", "how", "period", "standing"]
    return say_result(_chain(options, pack), options.format, columns=columns)


def _chain(options: argparse.Namespace, pack: Pack) -> Chain:
    question, figure = question_from_options(options, pack), options.figure
    if options.place and figure != "compare":
        question = question_for_place(question, pack, options.place)
    if figure == "class":
        return _of_area(pack, question, options.area)
    if figure == "cover":
        return why_cover(measure_cover(pack, question, place_id=options.place))
    if figure == "capacity":
        return why_capacity(measure_capacity(pack, question), options.place)
    if figure == "compare":
        key = options.indicator or next(iter(comparable_indicators(pack)), "")
        return why_compared(pack, measure_comparison(pack, key), _named(options.place, "--place"))
    if figure == "share":
        people = gaps_in_people(pack, measure_gaps(pack, question))
        return why_share(pack, people, _named(options.place, "--place"))
    return why_gap(pack, measure_gaps(pack, question), options.place)


def _of_area(pack: Pack, question: Question, area: str | None) -> Chain:
    area_id = _named(area, "--area")
    if area_id not in pack.areas.index:
        raise QuestionError(
            Problem(
                where="--area",
                found=quoted(area_id),
                expected=f"the id of a {pack.info.area_label} of {pack.info.title}",
                fix="Take one from the table below the map.",
            )
        )
    return why_area(pack, measure_gaps(pack, question), area_id)


def _named(given: str | None, option: str) -> str:
    if given:
        return given
    raise QuestionError(
        Problem(where=option, found="nothing", expected="an id", fix="Say whose figure it is.")
    )
