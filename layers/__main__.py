"""Ask from the command line: python -m layers gaps, and every other analysis by its name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from geodata.errors import DataError
from layers.commands import (
    access,
    compare,
    cover,
    demand,
    fairness,
    footprints,
    gaps,
    hotspots,
    index,
    journeys,
    listing,
    moved,
    scenario,
    siting,
)
from layers.question.options import open_named_pack

COMMANDS = (
    gaps,
    listing,
    compare,
    footprints,
    demand,
    moved,
    access,
    cover,
    fairness,
    index,
    journeys,
    hotspots,
    siting,
    scenario,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or 2 where what was asked cannot be answered."""
    options = _parser().parse_args(arguments)
    try:
        print(options.run(options, open_named_pack(options.pack)))
    except DataError as error:
        for problem in error.problems:
            print(problem.sentence(), file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m layers", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for module in COMMANDS:
        module.add_commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
