"""Ask from the command line: python -m layers gaps, and every other analysis by its name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from geodata.ending import DONE, end_well, read_options

if TYPE_CHECKING:
    from geodata.model import Pack

READ = "table"
"""The form that is read on the screen; every other is made to be kept, and noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command: what its help says, and the function of `layers.commands` that adds its options.

    The module is imported when the command is asked for, and no sooner: most bring libraries that
    take longer to open than the help of the others takes to print.
    """

    help: str
    module: str
    add: str = "add_options"


COMMANDS: dict[str, Command] = {
    "gaps": Command(help="who is in high need and not reached, by place", module="gaps"),
    "why": Command(help="the steps from what was published to a figure", module="why"),
    "services": Command(
        help="the services a question can name", module="listing", add="add_services_options"
    ),
    "needs": Command(
        help="the measures that can say what need is", module="listing", add="add_needs_options"
    ),
    "places": Command(
        help="the places of a pack, with their ids", module="listing", add="add_places_options"
    ),
    "own": Command(
        help="places of your own: what each holds, or all of them as a file", module="own"
    ),
    "layers": Command(
        help="every layer, with its publisher, period and licence",
        module="listing",
        add="add_layers_options",
    ),
    "indicator": Command(
        help="an indicator at the geography it is published for; without one, all of them",
        module="indicator",
    ),
    "compare": Command(
        help="places side by side, or a published indicator against a comparator",
        module="compare",
    ),
    "history": Command(
        help="an indicator over time in one place, with the projects meant to move it",
        module="history",
    ),
    "timeline": Command(
        help="an indicator over time with a project of your own on it; it claims no cause",
        module="timeline",
    ),
    "footprints": Command(
        help="which places of another kind the children of each place fall under",
        module="footprints",
    ),
    "demand": Command(help="children five and ten years ahead, by place", module="demand"),
    "apportion": Command(
        help="an indicator of neighbourhoods moved to any kind of place",
        module="moved",
        add="add_apportion_options",
    ),
    "standardise": Command(
        help="rates of your own counts by age, made comparable between places",
        module="moved",
        add="add_standardise_options",
    ),
    "access": Command(
        help="how much of a service is within reach, by place",
        module="access",
        add="add_access_options",
    ),
    "ranks": Command(
        help="how far each place’s rank by gap could move",
        module="access",
        add="add_ranks_options",
    ),
    "cover": Command(help="which ages are offered anything at all", module="cover"),
    "capacity": Command(
        help="how much of a service there is for the children it is for",
        module="fairness",
        add="add_capacity_options",
    ),
    "lottery": Command(
        help="whether reach depends on how deprived a neighbourhood is",
        module="fairness",
        add="add_lottery_options",
    ),
    "outcomes": Command(
        help="the outcomes that partners watch beside what is held for a place",
        module="reported",
        add="add_outcomes_options",
    ),
    "facts": Command(
        help="what public reports say of a place, as printed",
        module="reported",
        add="add_facts_options",
    ),
    "exercise": Command(
        help="what a place needs, what is there for it, who runs it and what is missing",
        module="exercise",
    ),
    "profile": Command(
        help="one place’s profile, line by line: what every document about it says",
        module="profile",
    ),
    "agenda": Command(
        help="a ready-made agenda for a meeting about one place, a scene at a time",
        module="agenda",
    ),
    "pathway": Command(
        help="the way from pregnancy to school in a place: who is there, who hands on to whom",
        module="reported",
        add="add_pathway_options",
    ),
    "similar": Command(
        help="the places most like one: as deprived, as rural, as large",
        module="reported",
        add="add_similar_options",
    ),
    "index": Command(help="how needy places are by several measures together", module="index"),
    "journeys": Command(
        help="how well the pack’s streets cover starting points and doors", module="journeys"
    ),
    "hotspots": Command(
        help="neighbourhoods alike that stand together, beyond chance", module="hotspots"
    ),
    "within": Command(help="what is within so many minutes of a point", module="within"),
    "find-help": Command(
        help="what is open to one child from one spot: how far, when, how to reach it, how sure",
        module="find_help",
    ),
    "siting": Command(help="which sites to add or to close", module="siting"),
    "scenario": Command(help="who gains and who loses by changing services", module="scenario"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or 2 where what was asked cannot be answered."""
    return end_well(lambda: _run(sys.argv[1:] if arguments is None else list(arguments)))


def _run(given: list[str]) -> int:
    asked = next((word for word in given if word in COMMANDS), None)
    options = read_options(_parser(asked), given)
    from layers.commands.own import with_own_option
    from layers.question.options import open_named_pack

    pack = with_own_option(open_named_pack(options.pack), options.own)
    said = options.run(options, pack)
    if getattr(options, "format", READ) != READ:
        _note(f"{asked} ({options.format})", pack, getattr(options, "place", None))
    print(said)
    return DONE


def _note(what: str, pack: Pack, place: str | None) -> None:
    """Note what is handed out to be kept; what cannot be noted is told on the error output."""
    from geodata.exports import note_export

    told = note_export(what, pack, [place] if place else [])
    if told:
        print(told, file=sys.stderr)


def _parser(asked: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of every command; only the one asked for has its options."""
    parser = argparse.ArgumentParser(prog="python -m layers", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, command in COMMANDS.items():
        own = commands.add_parser(name, help=command.help)
        if name == asked:
            getattr(import_module(f"layers.commands.{command.module}"), command.add)(own)
    return parser


if __name__ == "__main__":
    sys.exit(main())
