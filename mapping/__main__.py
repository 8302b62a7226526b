"""Documents, maps and meetings as files: python -m mapping --help lists the commands."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from geodata.ending import DONE, IN_PART, InPart, end_well, path_named, read_options
from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from geodata.written import write_file
from layers.commands.own import with_own_option
from layers.gaps import Gaps, measure_gaps
from layers.indicators.asking import PARTS, add_indicator_options, read_shown
from layers.indicators.colouring import measure_colouring
from layers.question.options import (
    add_pack_option,
    add_question_options,
    open_named_pack,
    question_from_options,
)
from layers.said.result import words_of
from mapping.escape import file_name
from mapping.exports_command import add_exports_options, say_exports, say_noted
from mapping.map.describe import describe_map
from mapping.map.indicator import describe_indicator
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import Asked, read_layers
from mapping.map.layers.noted import has_notes, with_notes
from mapping.map.layers.sets import SETS, spelled_out
from mapping.map.values import ColourBy
from mapping.map.view import EXPECTED, Bounds, metres_around, read_at
from mapping.meeting_command import add_meeting_options, write_meeting
from mapping.minutes_command import add_minutes_options, write_minutes_file
from mapping.profile.map_files import Form, map_file, notes_beside
from mapping.profile_command import add_profile_options, write_profiles
from mapping.served.pinned import read_notes
from mapping.two_maps_command import add_two_maps_options, write_two_maps

NEAREST_NAMES = 3
FORMS = ("html", "png", "svg", "pdf", "csv", "zip", "geojson", "gpkg")
ASK_AGAIN = "Ask again for layers of this pack."
Command = Callable[[argparse.Namespace, Pack], Path | str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, 2 where what was asked cannot be given, 3 where only in part."""
    return end_well(lambda: _run(sys.argv[1:] if arguments is None else list(arguments)))


def _run(given: list[str]) -> int:
    options = read_options(_parser(), given)
    if "say" in options:
        print(options.say(options))
        return DONE
    run: Command = options.run
    said = run(options, with_own_option(open_named_pack(options.pack), options.own))
    print(said)
    return IN_PART if isinstance(said, InPart) else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mapping", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    profile = commands.add_parser(
        "profile", help="one place or many: on two sides of A4 or in full, in any format"
    )
    profile.set_defaults(run=write_profiles)
    add_profile_options(profile)
    exercise = commands.add_parser(
        "exercise", help="a place’s needs and services on one side of A4, or all on A3, as PDF"
    )
    exercise.set_defaults(run=_exercise)
    exercise.add_argument("--place", help="its id or name; all of a kind side by side unless given")
    exercise.add_argument("--out", type=path_named, default=".", help="the folder to write it in")
    drawn = commands.add_parser(
        "map", help="the map as one HTML file, a picture, a print, or its data"
    )
    drawn.set_defaults(run=_map)
    drawn.add_argument("--out", type=path_named, required=True, help="the file to write")
    drawn.add_argument(
        "--colour-by", choices=get_args(ColourBy), default="gap", help="what the colours show"
    )
    add_indicator_options(drawn)
    drawn.add_argument(
        "--layers",
        help="what lies on it, the lowest first: ground,fill.need,line.district,...; or a ready "
        f"set: {', '.join(SETS)}",
    )
    drawn.add_argument("--format", choices=FORMS, help="else by the name of the file, or html")
    drawn.add_argument(
        "--at", help="latitude, longitude and zoom of a picture, as in 52.66,0.16,12; else all"
    )
    drawn.add_argument("--paper", choices=("a4", "a3"), default="a4", help="of a PDF; one side")
    two = commands.add_parser(
        "two-maps", help="two maps and what differs between them: a file, a picture or a table"
    )
    two.set_defaults(run=write_two_maps)
    add_two_maps_options(two)
    meeting = commands.add_parser(
        "meeting", help="a meeting about one place: scenes for one shared screen, led by keys"
    )
    meeting.set_defaults(run=write_meeting)
    add_meeting_options(meeting)
    minutes = commands.add_parser(
        "minutes", help="a kept meeting as a document, or its actions as a calendar"
    )
    minutes.set_defaults(run=write_minutes_file)
    add_minutes_options(minutes)
    add_pack_option(minutes)
    released = commands.add_parser(
        "release-check", help="open everything in a folder, and tell any figure that must not leave"
    )
    released.set_defaults(run=_release_check)
    released.add_argument("folder", type=path_named, help="a folder, or one file")
    released.add_argument(
        "--before",
        type=path_named,
        help="figures before they were protected, as CSV: place_id, indicator, value, numerator",
    )
    add_pack_option(released)
    exports = commands.add_parser("exports", help="the log of exports: who took what, and when")
    exports.set_defaults(say=say_exports)
    add_exports_options(exports)
    for command in (profile, exercise, drawn, two, meeting):
        add_pack_option(command)
        add_question_options(command)
    return parser


def _exercise(options: argparse.Namespace, pack: Pack) -> Path:
    """Write a place's needs and services, or those of all places of a kind."""
    from layers.exercise.all_places import measure_all_places
    from layers.exercise.one_place import measure_exercise
    from layers.place.facts import question_for_place
    from mapping.profile.exercise_document import all_places_pdf, exercise_pdf

    question = question_from_options(options, pack)
    if options.place is None:
        pdf = all_places_pdf(measure_all_places(pack, measure_gaps(pack, question)))
        path = _write(options.out / f"{question.place_kind}-needs-and-services.pdf", pdf)
        say_noted(f"needs and services of all places ({question.place_kind}, pdf)", pack)
        return path
    place_id = find_place_id(pack, options.place)
    gaps = measure_gaps(pack, question_for_place(question, pack, place_id))
    pdf = exercise_pdf(measure_exercise(pack, gaps, place_id))
    path = _write(options.out / f"{file_name(place_id)}-needs-and-services.pdf", pdf)
    say_noted("needs and services (pdf)", pack, [place_id])
    return path


def _map(options: argparse.Namespace, pack: Pack) -> Path:
    gaps = measure_gaps(pack, question_from_options(options, pack))
    spec = describe_map(pack, gaps, options.colour_by)
    answer: Gaps | None = gaps
    given = {name: getattr(options, name) for name in PARTS}
    if any(given.values()):
        colouring = measure_colouring(pack, read_shown(given, "--"))
        spec, answer = describe_indicator(pack, gaps, colouring), None
    if options.layers is not None:
        spec = describe_layers(pack, gaps, _asked_layers(options.layers, pack))
        if has_notes(spec):
            spec = with_notes(spec, read_notes(pack))
        answer = None if spec.colouring else gaps
    path: Path = options.out
    form = options.format or path.suffix.lower().lstrip(".")
    bounds = _bounds(options.at, pack)
    if form == "pdf" and options.paper == "a3":
        form = "a3"
    if form == "csv":
        from mapping.drawn.data_files import readme

        _write(path.with_name(f"{path.stem}-README.txt"), readme(spec, pack, notes_beside(answer)))
    made: Form = next((each for each in get_args(Form) if each == form), "html")
    _write(path, map_file(made, spec, pack, answer, bounds=bounds))
    say_noted(f"map ({made})", pack)
    return path


def _release_check(options: argparse.Namespace, pack: Pack) -> str:
    """Search what was written for figures that must not leave.

    Raises
    ------
    DataError
        Every unsafe figure, and every file that could not be searched.
    """
    from mapping.released.check import check_folder, read_before

    before = read_before(options.before) if options.before else None
    checked = check_folder(options.folder, pack, before)
    checked.refuse()
    return "\n".join(words_of(checked))


def _bounds(written: str | None, pack: Pack) -> Bounds | None:
    """Read what part of the world a picture shows; None for all of the pack.

    Raises
    ------
    QuestionError
        It is no view of this pack.
    """
    if written is None:
        return None
    at = read_at(written, pack)
    if at is None:
        fix = "Leave it out for the whole area."
        problem = Problem(where="--at", found=quoted(written), expected=EXPECTED, fix=fix)
        raise QuestionError(problem)
    return metres_around(at)


def _asked_layers(written: str, pack: Pack) -> tuple[Asked, ...]:
    """Read which layers are asked for.

    Raises
    ------
    QuestionError
        Every layer that cannot be drawn.
    """
    asked, problems = read_layers(spelled_out(written, pack), pack, "--layers", ASK_AGAIN)
    if problems:
        raise QuestionError(problems)
    return asked


def _write(path: Path, content: bytes) -> Path:
    write_file(path, content)
    return path


def find_place_id(pack: Pack, asked: str) -> str:
    """Find a place by its id, or by its name where only one place has it.

    Raises
    ------
    QuestionError
        There is no such place, or several have that name; the nearest are named.
    """
    if asked in pack.places.index:
        return asked
    named = pack.places.index[pack.places["name"].str.casefold() == asked.casefold()]
    if len(named) == 1:
        return str(named[0])
    raise QuestionError(
        Problem(
            where="--place",
            found=quoted(asked),
            expected=f"the id of one of the {len(pack.places)} places of {pack.info.title}",
            fix=_nearest_words(pack, asked, [str(key) for key in named]),
        )
    )


def _nearest_words(pack: Pack, asked: str, same_name: list[str]) -> str:
    said = {str(key): f"{key} ({name})" for key, name in pack.places["name"].items()}
    if same_name:
        return f"Several have that name: {', '.join(said[key] for key in same_name)}."
    words = {text.casefold(): key for key, text in pack.places["name"].items()}
    words |= {str(key).casefold(): key for key in pack.places.index}
    close = difflib.get_close_matches(asked.casefold(), list(words), n=NEAREST_NAMES)
    nearest = dict.fromkeys(said[str(words[text])] for text in close)
    listed = "See python -m layers places."
    return f"Nearest: {', '.join(nearest)}. {listed}" if nearest else listed


if __name__ == "__main__":
    sys.exit(main())
