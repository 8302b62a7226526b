"""The question as options of a command; the same names as in an address."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path

from geodata.model import Pack
from geodata.pack import STARTER, read_pack
from layers.question.address import question_from_query
from layers.question.question import Question
from layers.question.settings import SETTINGS


def add_pack_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the pack a command is asked of."""
    parser.add_argument(
        "--pack", default="starter", help="a pack’s folder, or 'starter' for the built-in one"
    )
    parser.add_argument(
        "--own",
        help="places of your own beside the pack’s, of the kind 'own': a file of shapes, a saved "
        "one, or as in the page’s address",
    )


def add_question_options(
    parser: argparse.ArgumentParser, only: Collection[str] | None = None
) -> None:
    """Add a command's options for the settings of a question; each has the pack's usual value.

    Parameters
    ----------
    only
        The settings that matter to the command; all unless given.
    """
    for name, setting in SETTINGS.items():
        if only is None or name in only:
            parser.add_argument(f"--{name}", help=f"{setting.help}, as in {setting.example}")


def question_from_options(options: argparse.Namespace, pack: Pack) -> Question:
    """Read the question out of a command's options.

    Raises
    ------
    QuestionError
        Every option that cannot be used.
    """
    given = {name: getattr(options, name, None) for name in SETTINGS}
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
