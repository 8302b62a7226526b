"""python -m mapping two-maps: two maps and what differs, as a file, a picture or a table."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final, Literal, get_args

from geodata.ending import path_named
from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from geodata.written import write_file
from layers.compare.two_sides import Sides, read_sides
from layers.gaps import Gaps, measure_gaps
from layers.indicators.figures import periods_of
from layers.places import places_of_kind
from layers.question.options import question_from_options
from layers.said.result import csv_file, notes_file
from layers.scenarios.changes import apply_scenario
from layers.scenarios.effect import measure_effect
from mapping.exports_command import say_noted
from mapping.map.two import TwoMaps, now_and_then, two_periods, two_places, two_questions
from mapping.map.values import ColourBy

TwoForm = Literal["html", "png", "svg", "csv"]
FORMS: Final[tuple[TwoForm, ...]] = get_args(TwoForm)


def add_two_maps_options(parser: argparse.ArgumentParser) -> None:
    """Add what the second map differs in, and the file to write."""
    parser.add_argument(
        "--beside",
        default="",
        help="what differs on the second map, as after b= in the page’s address: limit=45, "
        "place=ID, changes=close.ASSET, period=2023",
    )
    parser.add_argument("--place", help="of the first map, where two places are compared")
    parser.add_argument("--indicator", help="whose periods are compared")
    parser.add_argument("--period", help="of the first map, where two periods are compared")
    parser.add_argument(
        "--colour-by", choices=get_args(ColourBy), default="gap", help="what the colours show"
    )
    parser.add_argument("--format", choices=FORMS, help="else by the name of the file, or html")
    parser.add_argument("--out", type=path_named, required=True, help="the file to write")


def write_two_maps(options: argparse.Namespace, pack: Pack) -> Path:
    """Write two maps, or what differs between them."""
    question = question_from_options(options, pack)
    sides, problems = read_sides(
        options.beside, pack, question, options.indicator or "", where="--beside"
    )
    if problems:
        raise QuestionError(problems)
    both = _both(options, pack, measure_gaps(pack, question), sides)
    path: Path = options.out
    asked = options.format or path.suffix.lower().lstrip(".")
    form: TwoForm = next((each for each in FORMS if each == asked), "html")
    if form == "csv":
        write_file(path.with_name(f"{path.stem}-README.txt"), notes_file(both.differences))
    write_file(path, two_maps_file(form, both, pack))
    say_noted(f"two maps ({form})", pack)
    return path


def two_maps_file(form: TwoForm, both: TwoMaps, pack: Pack) -> bytes | str:
    """Return two maps as a file, or what differs between them as a table."""
    if form == "csv":
        return csv_file(both.differences)
    if form == "html":
        from mapping.drawn.two_file import render_two_html

        return render_two_html(both, pack)
    from mapping.drawn.two_picture import draw_two_maps

    return draw_two_maps(both, pack, form=form)


def _both(options: argparse.Namespace, pack: Pack, gaps: Gaps, sides: Sides) -> TwoMaps:
    """Return the maps as the page would show them."""
    colour: ColourBy = options.colour_by
    if sides.way == "questions":
        return two_questions(pack, gaps, measure_gaps(pack, sides.second), colour)
    if sides.way == "scenario":
        changed = apply_scenario(pack, sides.scenario)
        effect = measure_effect(pack, gaps.question, sides.scenario)
        return now_and_then(pack, changed, effect, colour)
    if sides.way == "periods":
        first = _one_of(options.period, periods_of(pack, options.indicator), "--period")
        return two_periods(pack, gaps, options.indicator, (first, sides.period))
    held = [str(key) for key in places_of_kind(pack, gaps.question.place_kind).index]
    largest = [str(key) for key in gaps.places.index]
    others = [key for key in largest if key != sides.place]
    first = _one_of(options.place, held, "--place") if options.place else others[0]
    second = sides.place or next(key for key in largest if key != first)
    return two_places(pack, gaps, (first, second), colour)


def _one_of(value: str | None, known: list[str] | tuple[str, ...], where: str) -> str:
    """Return a value that is held; the first of all where none is asked for.

    Raises
    ------
    QuestionError
        There is no such one.
    """
    if value is None:
        return known[0]
    if value in known:
        return value
    expected = f"one of {', '.join(known)}"
    raise QuestionError(
        Problem(where=where, found=quoted(value), expected=expected, fix="Name one of them.")
    )
