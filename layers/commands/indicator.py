"""python -m layers indicator: one indicator at the geography it is published for; or all listed."""

from __future__ import annotations

import argparse

from geodata.model import Pack
from geodata.plain import plain_line
from layers.indicators.asking import PARTS, add_indicator_options, read_shown
from layers.indicators.colouring import measure_colouring
from layers.indicators.figures import drawable_indicators, periods_of, shape_words
from layers.indicators.words import target_words
from layers.question.options import add_pack_option
from layers.said.result import FORMATS, say_result


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_indicator_options(parser)
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_indicator)


def say_indicator(options: argparse.Namespace, pack: Pack) -> str:
    """Return the figures of one indicator; without one, a line for each that there is."""
    if not options.indicator:
        return list_indicators(pack)
    given = {name: getattr(options, name) for name in PARTS}
    return say_result(measure_colouring(pack, read_shown(given, "--")), options.format)


def list_indicators(pack: Pack) -> str:
    """List the indicators, a line each: key, name, unit, places, periods, which way is worse."""
    rows = (
        (
            key,
            each.label,
            each.unit,
            f"by {shape_words(pack, each.geography)[0]}",
            ", ".join(periods_of(pack, key)),
            f"worse when {each.worse_when}" if each.worse_when != "neither" else "neither is worse",
            *filter(None, [target_words(each) and f"target {target_words(each)}"]),
        )
        for key, each in drawable_indicators(pack).items()
    )
    return "\n".join("\t".join(plain_line(cell) for cell in row) for row in rows)
