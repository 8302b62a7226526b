"""python -m layers services | needs | places | layers: what a pack holds."""

from __future__ import annotations

import argparse

from geodata.model import Pack
from geodata.pack import area_indicators
from layers.catalogue import Layer, catalogue
from layers.question.options import add_pack_option


def add_services_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `services` to its parser."""
    add_pack_option(parser)
    parser.set_defaults(run=list_services)


def add_needs_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `needs` to its parser."""
    add_pack_option(parser)
    parser.set_defaults(run=list_needs)


def add_places_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `places` to its parser."""
    add_pack_option(parser)
    parser.set_defaults(run=list_places)


def add_layers_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `layers` to its parser."""
    add_pack_option(parser)
    parser.set_defaults(run=list_layers)


def list_services(options: argparse.Namespace, pack: Pack) -> str:  # noqa: ARG001
    """List the services, a line each: key, label."""
    return "\n".join(f"{s.key}\t{s.label}" for s in pack.info.services.values())


def list_needs(options: argparse.Namespace, pack: Pack) -> str:  # noqa: ARG001
    """List the measures of need, a line each: key, label."""
    return "\n".join(f"{i.key}\t{i.label}" for i in area_indicators(pack).values())


def list_places(options: argparse.Namespace, pack: Pack) -> str:  # noqa: ARG001
    """List the places, a line each: id, kind, name."""
    rows = pack.places.sort_values(["kind", "name"])
    return "\n".join(f"{key}\t{row['kind']}\t{row['name']}" for key, row in rows.iterrows())


def list_layers(options: argparse.Namespace, pack: Pack) -> str:  # noqa: ARG001
    """List the layers, a line each."""
    return "\n".join(_line(layer) for layer in catalogue(pack))


def _line(layer: Layer) -> str:
    source = layer.source
    terms = [source.publisher, source.licence] if source else [layer.note]
    return "\t".join(
        [layer.label, f"{layer.rows} {layer.unit}", layer.period, layer.standing, *terms]
    )
