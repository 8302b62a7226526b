"""The doors that a question asks about: the one place that says which count."""

from __future__ import annotations

from geopandas import GeoDataFrame

from geodata.model import Pack
from layers.assets import open_doors, service_assets
from layers.question.question import Question


def asked_assets(pack: Pack, question: Question) -> GeoDataFrame:
    """Pick the assets of the service asked about, open or not, with a door or without.

    Those across the border of the pack are among them unless the question leaves them out.
    """
    assets = service_assets(pack.assets, pack.info.services[question.service])
    return assets if question.border else assets[~assets["across_border"]]


def asked_doors(pack: Pack, question: Question) -> GeoDataFrame:
    """Pick the doors that children may be reached by: running, and of the service asked about."""
    return open_doors(asked_assets(pack, question))


def own_doors(pack: Pack, question: Question) -> GeoDataFrame:
    """Pick those of `asked_doors` that stand in the pack: others are not its own to close."""
    doors = asked_doors(pack, question)
    return doors[~doors["across_border"]]


def is_across(pack: Pack) -> bool:
    """Return whether the pack holds any service across its border."""
    return bool(pack.assets["across_border"].any())
