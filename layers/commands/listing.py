"""python -m layers services | needs | places | layers: what a pack holds."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from geodata.model import Pack
from geodata.pack import area_indicators
from geodata.plain import plain_line
from layers.catalogue import Layer, catalogue
from layers.need import measure_need, need_sentence
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
    return _lines((s.key, s.label) for s in pack.info.services.values())


def list_needs(options: argparse.Namespace, pack: Pack) -> str:  # noqa: ARG001
    """List the measures of need, a line each: key, label, and how much need there is in all."""
    tenths = pack.info.defaults.need_deciles
    return _lines(
        (key, each.label, need_sentence(pack, measure_need(pack, key), tenths))
        for key, each in area_indicators(pack).items()
    )


def list_places(options: argparse.Namespace, pack: Pack) -> str:  # noqa: ARG001
    """List the places, a line each: id, kind, name."""
    rows = pack.places.sort_values(["kind", "name"])
    return _lines((key, row["kind"], row["name"]) for key, row in rows.iterrows())


def list_layers(options: argparse.Namespace, pack: Pack) -> str:  # noqa: ARG001
    """List the layers, a line each."""
    return _lines(_cells(layer) for layer in catalogue(pack))


def _cells(layer: Layer) -> list[str]:
    source = layer.source
    terms = [source.publisher, source.licence] if source else [layer.note]
    return [layer.label, f"{layer.rows} {layer.unit}", layer.period, layer.standing, *terms]


def _lines(rows: Iterable[Iterable[object]]) -> str:
    """Return rows a line each, their cells parted by tabs: no cell holds a tab or a break."""
    return "\n".join("\t".join(plain_line(str(cell)) for cell in row) for row in rows)
