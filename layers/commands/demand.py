"""python -m layers demand: children of each age band some years ahead, as a range."""

from __future__ import annotations

import argparse
from pathlib import Path

from pandas import DataFrame

from geodata.ending import path_named
from geodata.errors import Problem, QuestionError, quoted
from geodata.files import parse_numbers, pick_columns, read_table
from geodata.model import Pack
from layers.compare.demand import SITE_COLUMNS, YEARS_AHEAD, YIELD_COLUMNS, measure_demand
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, say_result


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser, only=("kind",))
    parser.add_argument("--years", help="years ahead, as in 5,10")
    parser.add_argument(
        "--sites", type=path_named, help="a CSV of homes to come: " + ", ".join(SITE_COLUMNS)
    )
    parser.add_argument(
        "--yields",
        type=path_named,
        help="a CSV of children in a new home: " + ", ".join(YIELD_COLUMNS),
    )
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_demand)


def say_demand(options: argparse.Namespace, pack: Pack) -> str:
    """Return children rolled forward as the options ask, in their format."""
    found = measure_demand(
        pack,
        question_from_options(options, pack).place_kind,
        years_ahead=_years(options.years),
        sites=_table(options.sites, SITE_COLUMNS, texts=("area_id",)),
        yields=_table(options.yields, YIELD_COLUMNS),
    )
    return say_result(found, options.format)


def _years(text: str | None) -> tuple[int, ...]:
    if text is None:
        return YEARS_AHEAD
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise QuestionError(
            Problem(
                where="--years",
                found=quoted(text),
                expected="whole years with commas between, as in 5,10",
                fix="Write them so.",
            )
        )
    return tuple(int(part[:4]) for part in parts)


def _table(
    path: Path | None, columns: tuple[str, ...], texts: tuple[str, ...] = ()
) -> DataFrame | None:
    if path is None:
        return None
    table = pick_columns(read_table(path), {column: (column,) for column in columns})
    return table.assign(
        **{
            column: parse_numbers(table[column], f"{path.name}, {column}")
            for column in columns
            if column not in texts
        }
    )
