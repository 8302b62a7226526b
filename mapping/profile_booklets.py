"""python -m mapping profile --booklet: the profiles of a kind of place bound as one PDF."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from geodata.ending import InPart
from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from geodata.written import write_file
from layers.profile.saved import NOTHING_SAVED, Saved
from layers.question.question import Question
from layers.said.numbers import counted
from mapping.escape import file_name
from mapping.exports_command import say_noted
from mapping.profile.booklet import Booklet, bind_booklet, left_out_words
from mapping.profile.branding import Branding
from mapping.progress_line import progress_line


def write_booklets(
    options: argparse.Namespace,
    pack: Pack,
    question: Question,
    places: Sequence[str],
    branding: Branding,
    *,
    saved: Saved = NOTHING_SAVED,
) -> str:
    """Write a booklet for each kind that the places are of; returns the files and what they hold.

    Raises
    ------
    QuestionError
        Something is asked for that a booklet is not.
    DataError
        No place of a kind can be in it, or a file cannot be written.
    """
    _refuse_beside(options)
    lines, is_whole = list[str](), True
    for kind, named in _by_kind(pack, places).items():
        asked = Booklet(
            pack=pack,
            question=replace(question, place_kind=kind),
            places=named,
            length=options.length,
            branding=branding,
            saved=saved,
        )
        with progress_line() as told:
            bound = bind_booklet(asked, progress=told)
        path = options.out / f"{file_name(kind)}-booklet.pdf"
        write_file(path, bound.pdf)
        say_noted(f"booklet of profiles ({options.length})", pack, bound.places)
        plural = pack.info.place_kinds[kind].plural
        lines += [
            str(path),
            f"{counted(len(bound.places), plural)} of {len(asked.places):,} in it.",
        ]
        if bound.left_out:
            lines.append(left_out_words(asked, bound.left_out))
            is_whole = False
    said = "\n".join(lines)
    return said if is_whole else InPart(said)


def _by_kind(pack: Pack, places: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Part places by what kind they are, in the order of the kinds."""
    kinds = {key: str(pack.places.loc[key, "kind"]) for key in places}
    parted = {
        kind: tuple(key for key in places if kinds[key] == kind) for kind in pack.info.place_kinds
    }
    return {kind: named for kind, named in parted.items() if named}


def _refuse_beside(options: argparse.Namespace) -> None:
    """Refuse what is asked for beside a booklet, which is one PDF made in one go."""
    beside = {
        "--formats": options.formats not in {None, "pdf"},
        "--zip": options.zip,
        "--resume": options.resume,
    }
    given = [name for name, is_given in beside.items() if is_given]
    if given:
        raise QuestionError(
            Problem(
                where="--booklet",
                found=f"{' and '.join(given)} beside it",
                expected="a booklet, which is one PDF",
                fix=f"Leave {' and '.join(given)} out, or --booklet.",
            )
        )
