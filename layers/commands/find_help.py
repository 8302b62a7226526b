"""python -m layers find-help: what is open to one child from one spot."""

from __future__ import annotations

import argparse
from datetime import date

from geodata.errors import quoted
from geodata.model import Pack
from layers.finding_help.as_text import list_text
from layers.finding_help.asked import USUAL_LIMIT_MIN, read_asked
from layers.finding_help.calendar import calendar_text
from layers.finding_help.find import find_help
from layers.opening import DAYS
from layers.question.options import add_pack_option
from layers.said.result import FORMATS, say_result

SHOWN = ("asset_id", "group", "name", "how_far", "ages", "hours", "contact", "ask")
ROWS = ("offers", "themes")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    parser.add_argument(
        "--postcode",
        required=True,
        help="where to set out from: a postcode, a town or village, latitude and longitude as in "
        "52.66,0.16, or the id of a neighbourhood or a service; the answer does not repeat it",
    )
    parser.add_argument(
        "--age", required=True, help="an age in years, months as in '8 months', or pregnancy"
    )
    parser.add_argument(
        "--about", default="", help="theme:send, kind:library or expertise:Portage; else anything"
    )
    parser.add_argument("--day", default="", help=f"one of {', '.join(DAYS)}; else any day")
    parser.add_argument("--mode", default="walk", help="walk, drive, or bus with a timetable")
    parser.add_argument(
        "--limit", default=str(USUAL_LIMIT_MIN), help="how far is far, in minutes one way"
    )
    parser.add_argument(
        "--rows", choices=ROWS, default="offers", help="the services, or a count by theme"
    )
    parser.add_argument(
        "--from-day",
        type=_day,
        default=None,
        help="the first day of the calendar, as in 2026-11-23; else today",
    )
    parser.add_argument(
        "--format",
        choices=(*FORMATS, "list", "calendar"),
        default="table",
        help="how to print it; list is plain text to hand over, calendar is iCalendar",
    )
    parser.set_defaults(run=say_help)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"found {quoted(text)}; expected a day as in 2026-11-23"
        raise argparse.ArgumentTypeError(message) from None


def say_help(options: argparse.Namespace, pack: Pack) -> str:
    """Return what is open to one child from one spot."""
    asked = read_asked(
        pack,
        where=options.postcode,
        age=options.age,
        about=options.about,
        day=options.day,
        mode=options.mode,
        limit=options.limit,
    )
    found = find_help(pack, asked)
    if options.format == "list":
        return list_text(found)
    if options.format == "calendar":
        today = date.today()  # noqa: DTZ011 - the day where the person is
        return calendar_text(found, options.from_day or today)
    columns = SHOWN if options.format == "table" and options.rows == "offers" else None
    return say_result(found, options.format, columns=columns, rows=getattr(found, options.rows))
