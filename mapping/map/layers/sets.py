"""Ready sets of layers: named once, and made for any pack from the services and places it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from geodata.model import Pack
from layers.hotspots.neighbours import LEAST_AREAS
from mapping.map.layers.asked import DOORS, FAR, FILL, GROUND, HOTSPOT, LINE, OFFERS, OUTLINE
from mapping.map.layers.written import Asked, write_layers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadySet:
    """A list of layers that goes by a name.

    Attributes
    ----------
    key
        What an address and a command call it.
    make
        Returns its layers above the ground, the lowest first, for a pack.
    """

    key: str
    title: str
    about: str
    make: Callable[[Pack], tuple[Asked, ...]]

    def layers(self, pack: Pack) -> tuple[Asked, ...]:
        """Return its layers in a pack, the lowest first."""
        ground = () if pack.ground is None else (Asked(kind=GROUND),)
        return (*ground, *self.make(pack))


def _needs_and_centres(pack: Pack) -> tuple[Asked, ...]:
    has_enough = len(pack.areas) >= LEAST_AREAS  # of fewer no hotspots can be found
    return (
        Asked(kind=FILL, what="need"),
        Asked(kind=LINE),
        *((Asked(kind=OUTLINE, what=HOTSPOT),) if has_enough else ()),
        Asked(kind=OUTLINE, what=FAR, is_on=False),
        Asked(kind=DOORS),
    )


def _all_services(pack: Pack) -> tuple[Asked, ...]:
    """Return every service, but not one whose kinds of door another service holds all of."""
    kinds = {key: set(service.kinds) for key, service in pack.info.services.items()}
    whole = [key for key in kinds if not any(kinds[key] < other for other in kinds.values())]
    return (
        Asked(kind=FILL, what="none"),
        Asked(kind=LINE),
        Asked(kind=OFFERS),
        *(Asked(kind=DOORS, what=key) for key in whole),
    )


def _whose_lines(pack: Pack) -> tuple[Asked, ...]:
    """Return every kind of place, the kinds with the fewest places, which are the largest, on top.

    Those with more places than can be read beside others are there to be switched on.
    """
    counts = pack.places["kind"].value_counts()
    held = [kind for kind in pack.info.place_kinds if counts.get(kind, 0)]
    held.sort(key=lambda kind: -int(counts[kind]))
    lines = (Asked(kind=LINE, what=kind, is_on=counts[kind] <= MOST_AT_ONCE) for kind in held)
    return (Asked(kind=FILL, what="none"), *lines)


MOST_AT_ONCE: Final = 60  # places of a kind that are told apart beside those of other kinds
SETS: Final[dict[str, ReadySet]] = {
    each.key: each
    for each in (
        ReadySet(
            key="needs-and-centres",
            title="Needs and centres",
            about="Need, its hotspots, and the service asked about",
            make=_needs_and_centres,
        ),
        ReadySet(
            key="all-services",
            title="All services",
            about="Every service of this map, with a door or without",
            make=_all_services,
        ),
        ReadySet(
            key="whose-lines",
            title="Whose lines",
            about="The boundaries of everyone who draws them",
            make=_whose_lines,
        ),
    )
}


def spelled_out(value: str, pack: Pack) -> str:
    """Return a list of layers with a ready set, where one is named, written as its layers."""
    ready = SETS.get(value.strip().casefold())
    return write_layers(ready.layers(pack)) if ready else value
