"""python -m layers within: what is within so many minutes of a point."""

from __future__ import annotations

import argparse
import json

from geodata.model import Pack
from layers.question.options import add_pack_option, add_question_options, question_from_options
from layers.said.result import FORMATS, heading_of, say_result
from layers.within.shape import shape_geojson
from layers.within.within import measure_within

ROWS = ("areas", "ages", "doors")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add this command's options to its parser."""
    add_pack_option(parser)
    add_question_options(parser)
    parser.add_argument(
        "--here",
        required=True,
        help="where: latitude and longitude as in 52.66,0.16, a postcode, or the id of a "
        "neighbourhood or a service",
    )
    parser.add_argument("--rows", choices=ROWS, default="areas", help="which table to print")
    parser.add_argument(
        "--format",
        choices=(*FORMATS, "geojson"),
        default="table",
        help="how to print it; geojson is the shape",
    )
    parser.set_defaults(run=say_within)


def say_within(options: argparse.Namespace, pack: Pack) -> str:
    """Return what is within the question's limit of a point."""
    found = measure_within(pack, question_from_options(options, pack), options.here)
    if options.format != "geojson":
        return say_result(found, options.format, rows=getattr(found, options.rows))
    feature = {
        "type": "Feature",
        "geometry": shape_geojson(found.shape),
        "properties": {"heading": heading_of(found), "sentence": found.sentence()}
        | found.parameters(),
    }
    return json.dumps(feature, ensure_ascii=False, indent=1)
