"""The question as options of a command; the same names as in an address."""

from __future__ import annotations

import argparse
from pathlib import Path

from geodata.model import Pack
from geodata.pack import STARTER, read_pack
from layers.question.address import SETTINGS, question_from_query
from layers.question.question import Question

ABOUT = {
    "service": "which service; see python -m layers services",
    "age": "ages last birthday, from-to: 0-4",
    "need": "the measure that says what need is; see python -m layers needs",
    "deciles": "the neediest how many tenths are in high need, 1 to 5",
    "limit": "how far is far, in minutes one way",
    "mode": "walk, drive, or bus where the pack holds a timetable",
    "kind": "which places to compare: early-help-team, district…",
    "pace": "pace on foot, or speed of a straight-line journey by car, km/h",
    "rural": "another way and limit for rural areas, as in drive-15",
    "detour": "how much longer a journey is than the straight line",
}


def add_pack_option(parser: argparse.ArgumentParser) -> None:
    """Let a command say which pack it is asked of."""
    parser.add_argument(
        "--pack", default="starter", help="a pack's folder, or 'starter' for the built-in one"
    )


def add_question_options(parser: argparse.ArgumentParser) -> None:
    """Let a command ask a question; every setting has the pack's usual value."""
    for setting in SETTINGS:
        parser.add_argument(f"--{setting}", help=ABOUT[setting])


def question_from_options(options: argparse.Namespace, pack: Pack) -> Question:
    """Read the question out of a command's options.

    Raises
    ------
    QuestionError
        Every option that cannot be used.
    """
    given = {name: getattr(options, name) for name in SETTINGS}
    query = {name: str(value) for name, value in given.items() if value is not None}
    return question_from_query(query, pack, where="--")


def open_named_pack(name: str) -> Pack:
    """Open a pack by its folder, or the one that comes with the program by the name "starter".

    Raises
    ------
    PackError
        There is no such pack, or it is damaged.
    """
    return read_pack(STARTER if name == "starter" else Path(name))
