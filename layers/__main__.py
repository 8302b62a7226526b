"""Ask from the command line: python -m layers gaps | services | places | layers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from geodata.errors import DataError
from geodata.model import Pack
from geodata.pack import area_indicators
from layers.catalogue import catalogue
from layers.export import gaps_csv, gaps_json, gaps_table
from layers.gaps import measure_gaps
from layers.options import (
    add_pack_option,
    add_question_options,
    open_named_pack,
    question_from_options,
)

SAY = {"table": gaps_table, "json": gaps_json, "csv": gaps_csv}


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
    gaps = commands.add_parser("gaps", help="who is in high need and not reached, by place")
    add_pack_option(gaps)
    add_question_options(gaps)
    gaps.add_argument("--format", choices=list(SAY), default="table", help="how to print it")
    gaps.set_defaults(run=_gaps)
    for name, run, about in (
        ("services", _services, "the services a question can name"),
        ("needs", _needs, "the measures that can say what need is"),
        ("places", _places, "the places of a pack, with their ids"),
        ("layers", _layers, "every layer, with its publisher, period and licence"),
    ):
        command = commands.add_parser(name, help=about)
        command.set_defaults(run=run)
        add_pack_option(command)
    return parser


def _gaps(options: argparse.Namespace, pack: Pack) -> str:
    gaps = measure_gaps(pack, question_from_options(options, pack))
    return SAY[options.format](gaps)


def _services(options: argparse.Namespace, pack: Pack) -> str:  # noqa: ARG001
    return "\n".join(f"{s.key}\t{s.label}" for s in pack.info.services.values())


def _needs(options: argparse.Namespace, pack: Pack) -> str:  # noqa: ARG001
    return "\n".join(f"{i.key}\t{i.label}" for i in area_indicators(pack).values())


def _places(options: argparse.Namespace, pack: Pack) -> str:  # noqa: ARG001
    rows = pack.places.sort_values(["kind", "name"])
    return "\n".join(f"{key}\t{row['kind']}\t{row['name']}" for key, row in rows.iterrows())


def _layers(options: argparse.Namespace, pack: Pack) -> str:  # noqa: ARG001
    return "\n".join(
        "\t".join(
            [
                layer.label,
                f"{layer.rows} {layer.unit}",
                layer.period,
                layer.standing,
                *([layer.source.publisher, layer.source.licence] if layer.source else [layer.note]),
            ]
        )
        for layer in catalogue(pack)
    )


if __name__ == "__main__":
    sys.exit(main())
