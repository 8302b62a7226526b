"""python -m layers agenda: a ready-made agenda for a meeting about one place."""

from __future__ import annotations

import argparse

from geodata.model import Pack
from layers.commands.profile import add_options as add_profile_options
from layers.commands.profile import asked_by
from layers.meeting.agenda import measure_agenda
from layers.said.result import say_result

IN_BRIEF = ("asks", "said")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_profile_options(parser)
    parser.set_defaults(run=say_agenda)


def say_agenda(options: argparse.Namespace, pack: Pack) -> str:
    """Return the scenes of a meeting about a place, in the format asked for."""
    columns = IN_BRIEF if options.format == "table" else None
    return say_result(measure_agenda(asked_by(options, pack)), options.format, columns=columns)
