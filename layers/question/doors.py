"""The doors that a question asks about: the one place that says which count."""

from __future__ import annotations

from geopandas import GeoDataFrame

from geodata.model import Pack
from layers.assets import open_doors, service_assets
from layers.once import once_of_a_pack
from layers.question.question import Question


def asked_assets(pack: Pack, question: Question) -> GeoDataFrame:
    """Pick the assets of the service asked about, open or not, with a door or without.

    Those across the border of the pack are among them unless the question leaves them out.
    """
    return _assets(pack, question.service, question.border).copy(deep=False)


def asked_doors(pack: Pack, question: Question) -> GeoDataFrame:
    """Pick the doors that children may be reached by: running, and of the service asked about."""
    return _doors(pack, question.service, question.border).copy(deep=False)


@once_of_a_pack
def _assets(pack: Pack, service: str, border: bool) -> GeoDataFrame:  # noqa: FBT001
    assets = service_assets(pack.assets, pack.info.services[service])
    return assets if border else assets[~assets["across_border"]]


@once_of_a_pack
def _doors(pack: Pack, service: str, border: bool) -> GeoDataFrame:  # noqa: FBT001
    return open_doors(_assets(pack, service, border))


def own_doors(pack: Pack, question: Question) -> GeoDataFrame:
    """Pick those of `asked_doors` that stand in the pack: others are not its own to close."""
    doors = asked_doors(pack, question)
    return doors[~doors["across_border"]]


def is_across(pack: Pack) -> bool:
    """Return whether the pack holds any service across its border."""
    return bool(pack.assets["across_border"].any())
