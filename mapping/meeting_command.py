"""python -m mapping meeting: a meeting about one place, as a file for one shared screen."""

from __future__ import annotations

import argparse
from pathlib import Path

from geodata.ending import path_named
from geodata.model import Pack
from geodata.written import write_file
from layers.question.options import question_from_options
from layers.scenarios.address import read_scenario
from mapping.exports_command import say_noted
from mapping.meeting.file import render_meeting_html
from mapping.meeting.making import agenda_scenes
from mapping.meeting.showing import show_scene
from mapping.profile.branding import PLAIN
from mapping.profile.branding_file import read_branding


def add_meeting_options(parser: argparse.ArgumentParser) -> None:
    """Add whom the meeting is about, and the file to write."""
    parser.add_argument("--place", required=True, help="its id or name (python -m layers places)")
    parser.add_argument(
        "--changes", help="a scenario that “What if?” tells, as the command scenario takes it"
    )
    parser.add_argument(
        "--brand", type=path_named, help="a file that says whose documents they are"
    )
    parser.add_argument("--out", type=path_named, required=True, help="the file to write")


def write_meeting(options: argparse.Namespace, pack: Pack) -> Path:
    """Write the ready-made meeting about a place as one HTML file."""
    from mapping.__main__ import find_place_id

    place_id = find_place_id(pack, options.place)
    question = question_from_options(options, pack)
    changes = "" if options.changes is None else _readable(options.changes)
    brand = read_branding(options.brand) if options.brand is not None else PLAIN
    path: Path = options.out
    scenes = [
        show_scene(asks, scene, pack, key=scene.part)
        for asks, scene in agenda_scenes(place_id, question, pack, changes)
    ]
    page = render_meeting_html(f"{scenes[0].place}: meeting", scenes, pack, brand)
    write_file(path, page)
    say_noted("meeting (html)", pack, [place_id])
    return path


def _readable(changes: str) -> str:
    """Return a scenario that can be read; what is wrong with it is told by the option's name."""
    read_scenario(changes, where="--changes")
    return changes
