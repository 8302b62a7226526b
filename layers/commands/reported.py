"""python -m layers facts | outcomes | pathway | similar: what is reported, and places alike."""

from __future__ import annotations

import argparse

from geodata.model import Pack
from layers.exercise.facts import find_facts
from layers.exercise.outcomes import measure_outcomes
from layers.exercise.pathway import trace_pathway
from layers.exercise.similar import find_similar
from layers.places import places_of_kind
from layers.question.options import add_pack_option
from layers.said.result import FORMATS, say_result


def add_facts_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `facts` to its parser."""
    add_pack_option(parser)
    parser.add_argument("--place", help="one place; all facts unless given")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_facts)


def add_outcomes_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `outcomes` to its parser."""
    add_pack_option(parser)
    parser.add_argument("--place", help="one place; every place unless given")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_outcomes)


def add_pathway_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `pathway` to its parser."""
    add_pack_option(parser)
    parser.add_argument("--place", help="one place; all of the pack unless given")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_pathway)


def add_similar_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `similar` to its parser."""
    add_pack_option(parser)
    parser.add_argument("--place", help="the place to find others like; the first unless given")
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print it")
    parser.set_defaults(run=say_similar)


def say_facts(options: argparse.Namespace, pack: Pack) -> str:
    """Return what reports say, in the format asked for."""
    return say_result(find_facts(pack, options.place), options.format)


def say_outcomes(options: argparse.Namespace, pack: Pack) -> str:
    """Return the outcomes that partners watch beside what is held, in the format asked for."""
    return say_result(measure_outcomes(pack, options.place), options.format)


def say_pathway(options: argparse.Namespace, pack: Pack) -> str:
    """Return the pathway through one place, in the format asked for."""
    return say_result(trace_pathway(pack, options.place), options.format)


def say_similar(options: argparse.Namespace, pack: Pack) -> str:
    """Return the places most like one, in the format asked for."""
    first = places_of_kind(pack, pack.info.defaults.place_kind).index[0]
    return say_result(find_similar(pack, options.place or str(first)), options.format)
