"""python -m mapping profile: the profile of one place or of many, in the formats asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, get_args

from geodata.ending import InPart, path_named
from geodata.errors import Problem, QuestionError, quoted
from geodata.files import label
from geodata.model import Pack
from geodata.stopping import stopped_by_signals
from geodata.store.store import open_store
from geodata.written import write_file
from layers.places import places_of_kind
from layers.profile.asked import Shared, ask
from layers.profile.saved import NOTHING_SAVED, Saved
from layers.question.options import question_from_options
from layers.question.question import Question
from layers.said.numbers import listed
from mapping.escape import file_name
from mapping.exports_command import say_noted
from mapping.profile.again import differing, document_again
from mapping.profile.batch import make_batch
from mapping.profile.batch_asked import SUMMARY, Batch, Made
from mapping.profile.batch_summary import left_out_lines
from mapping.profile.batch_zip import zip_batch
from mapping.profile.branding import PLAIN, Branding
from mapping.profile.branding_file import read_branding
from mapping.profile.formats import FORMATS
from mapping.profile.made import LENGTHS, Document, Length
from mapping.profile.manifest import read_manifest
from mapping.profile.saved_kept import find_scenario, heard_in
from mapping.profile_booklets import write_booklets
from mapping.progress_line import progress_line

USUAL: Final = ("pdf",)


def add_profile_options(parser: argparse.ArgumentParser) -> None:
    """Add which places, in which formats, and where to."""
    parser.add_argument(
        "--place",
        action="append",
        help="its id or name (python -m layers places); more than once for several",
    )
    parser.add_argument(
        "--all", action="store_true", help="every place of the pack; with --kind, of that kind"
    )
    parser.add_argument("--formats", help=f"with commas, of {', '.join(FORMATS)}; pdf unless given")
    parser.add_argument(
        "--length",
        choices=get_args(Length),
        default="sheet",
        help="; ".join(f"{key}: {words}" for key, words in LENGTHS.items()),
    )
    parser.add_argument("--zip", action="store_true", help="one zip of all as well")
    parser.add_argument(
        "--booklet",
        action="store_true",
        help="one PDF of all, with a cover, contents and all places side by side",
    )
    parser.add_argument(
        "--resume", action="store_true", help="keep what is finished, and go on where it stopped"
    )
    parser.add_argument(
        "--brand", type=path_named, help="a file that says whose documents they are"
    )
    parser.add_argument(
        "--notes",
        action="store_true",
        help="tell what people said as well: notes of the store that are marked to be shared",
    )
    parser.add_argument(
        "--scenario", help="a scenario of the store, told as what could change: its name or id"
    )
    parser.add_argument("--out", type=path_named, default=".", help="the folder to write them in")
    parser.add_argument(
        "--from",
        dest="manifest",
        type=path_named,
        help="a manifest.json of a profile’s data: the same is made again, of the same pack; data "
        "unless --formats is given",
    )


def write_profiles(options: argparse.Namespace, pack: Pack) -> str:
    """Write the profiles; returns what was written."""
    if options.manifest is not None:
        return _write_again(options, pack)
    question = question_from_options(options, pack)
    places = _places(options, pack, question)
    saved = _saved(options, pack)
    if options.booklet:
        return write_booklets(options, pack, question, places, _branding(options), saved=saved)
    formats = _formats(options.formats)
    is_many = options.all or len(places) != 1 or not options.place
    if not (is_many or options.zip or options.resume):
        question = replace(question, place_kind=str(pack.places["kind"][places[0]]))
        asked = ask(Shared(pack, question, saved=saved), places[0])
        document = Document(asked, length=options.length, branding=_branding(options))
        return "\n".join(str(path) for path in _write_one(document, formats, options.out))
    batch = Batch(
        pack=pack,
        question=question,
        places=places,
        formats=formats,
        length=options.length,
        branding=_branding(options),
        saved=saved,
    )
    try:
        with stopped_by_signals(), progress_line() as told:
            made = make_batch(batch, options.out, progress=told, is_resumed=options.resume)
    except (KeyboardInterrupt, OSError):  # files that were whole by then are there all the same
        _note_many(batch, ", stopped before all were made")
        print("What is finished stays; the same with --resume goes on from there.", file=sys.stderr)
        raise
    return _told(made, options)


def _branding(options: argparse.Namespace) -> Branding:
    """Read whose documents they are; nobody’s unless a file says so."""
    return read_branding(options.brand) if options.brand is not None else PLAIN


def _saved(options: argparse.Namespace, pack: Pack) -> Saved:
    """Read what people saved that is asked for; the store is opened only where something is."""
    if not options.notes and options.scenario is None:
        return NOTHING_SAVED
    store = open_store()
    try:
        heard = heard_in(store, pack) if options.notes else ()
        named = options.scenario
        return Saved(
            scenario=None if named is None else find_scenario(store, pack, named), heard=heard
        )
    finally:
        store.close()


def _write_again(options: argparse.Namespace, pack: Pack) -> str:
    """Write the profile that a manifest is of; returns what was written, and whether it is it.

    Raises
    ------
    QuestionError
        A place is named as well, or a booklet, notes or a scenario asked for.
    """
    beside = (options.place, options.all, options.booklet, options.notes, options.scenario)
    if any(beside):
        raise QuestionError(
            Problem(
                where="--from",
                found="--place, --all, --booklet, --notes or --scenario beside it",
                expected="what the manifest has",
                fix="Leave them out, or leave --from out.",
            )
        )
    manifest = read_manifest(options.manifest)
    name = label(options.manifest)
    document = document_again(manifest, pack, _branding(options), name=name)
    lines = [
        str(path) for path in _write_one(document, _formats(options.formats or "data"), options.out)
    ]
    changed = differing(manifest, FORMATS["data"].write(document))
    said = f"The data are those of {name}, to the byte."
    if changed:
        said = (
            f"Otherwise than {name} says, made by version {manifest.program}: {listed([*changed])}."
        )
    return "\n".join([*lines, said])


def _told(made: Made, options: argparse.Namespace) -> str:
    """Return what came of it, and note that it was handed out."""
    if made.changed:
        print(f"Made anew: {' and '.join(made.changed)} changed.", file=sys.stderr)
    for line in left_out_lines(made):
        print(f"left out: {line}", file=sys.stderr)
    lines = [made.sentence(), str(made.folder / SUMMARY)]
    if options.zip:
        path = made.folder / f"{file_name(made.batch.pack.info.key)}-profiles.zip"
        zip_batch(made, path)
        lines.append(str(path))
    _note_many(made.batch)
    said = "\n".join(lines)
    return InPart(said) if made.left_out else said


def _note_many(batch: Batch, how: str = "") -> None:
    formats = ", ".join(batch.formats)
    say_noted(f"profiles of many places ({formats}){how}", batch.pack, batch.places)


def _write_one(document: Document, formats: Sequence[str], folder: Path) -> Iterator[Path]:
    """Write the profile of one place in each format; returns the files."""
    place_id = document.profile.place_id
    for key in formats:
        path = folder / f"{file_name(place_id)}-profile.{FORMATS[key].extension}"
        write_file(path, FORMATS[key].write(document))
        say_noted(f"profile ({key})", document.pack, [place_id])
        yield path


def _places(options: argparse.Namespace, pack: Pack, question: Question) -> tuple[str, ...]:
    """Return the places that are asked for.

    Raises
    ------
    QuestionError
        None is named, or one that is not there.
    """
    from mapping.__main__ import find_place_id

    if options.place:
        return tuple(dict.fromkeys(find_place_id(pack, each) for each in options.place))
    if options.kind is not None:
        return tuple(str(key) for key in places_of_kind(pack, question.place_kind).index)
    if options.all:
        kinds = pack.info.place_kinds
        return tuple(str(key) for kind in kinds for key in places_of_kind(pack, kind).index)
    raise QuestionError(
        Problem(
            where="--place",
            found="no place",
            expected="--place, --kind or --all",
            fix="Name a place, a kind of place, or all of them.",
        )
    )


def _formats(written: str | None) -> tuple[str, ...]:
    """Read which formats are asked for.

    Raises
    ------
    QuestionError
        One that is not there.
    """
    asked = USUAL if written is None else tuple(part.strip() for part in written.split(","))
    for each in asked:
        if each not in FORMATS:
            raise QuestionError(
                Problem(
                    where="--formats",
                    found=quoted(each),
                    expected=f"some of {', '.join(FORMATS)}, with commas",
                    fix="Leave it out for a PDF.",
                )
            )
    return tuple(dict.fromkeys(asked))
