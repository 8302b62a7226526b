"""What is chosen on a map beside its place: a service, a spot or a neighbourhood, marked there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from geodata.model import Pack
from mapping.map.layers.layer import Layer
from mapping.map.layers.marked import MarkedLayer
from mapping.map.layers.outline import OutlineLayer
from mapping.map.spec import MapSpec
from mapping.meeting.asked import SceneAsked
from mapping.meeting.framing import KEY_SHARE, ground_of
from mapping.meeting.shown import Pictured
from mapping.served.picked import spot_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """What is chosen in an address, as layers that lie above all others.

    Attributes
    ----------
    asks
        What its sentence answers; "" where that is the question itself.
    doorless
        Why a service that is chosen cannot be marked; "" where it can, or where none is.
    """

    layers: tuple[Layer, ...]
    asks: str = ""
    doorless: str = ""

    def on(self, spec: MapSpec) -> MapSpec:
        """Return a map with what is chosen marked on it."""
        return replace(spec, layers=(*spec.layers, *self.layers)) if self.layers else spec

    def told(self, pictured: Pictured) -> Pictured:
        """Return a map whose words tell what is marked on it."""
        named = " ".join(f"{each.title} is marked by a ring." for each in self._seen(pictured))
        return replace(pictured, alt=f"{pictured.alt} {named}".strip())

    def notes(self, pictured: Pictured) -> tuple[str, ...]:
        """Return what cannot be marked, and why."""
        seen = [each.title for each in self._seen(pictured)]
        beyond = [
            f"{each.title} lies beyond the part of the map that is shown."
            for each in self.layers
            if isinstance(each, MarkedLayer) and each.title not in seen
        ]
        return tuple(filter(None, (self.doorless, *beyond)))

    def _seen(self, pictured: Pictured) -> Iterator[MarkedLayer]:
        west, south, east, north = ground_of(pictured)
        clear = west + (east - west) * (1 - KEY_SHARE)
        for each in self.layers:
            if isinstance(each, MarkedLayer) and (
                west < each.easting_m < clear and south < each.northing_m < north
            ):
                yield each


def chosen_on(asked: SceneAsked) -> Chosen:
    """Return what an address chooses beside a place; of a spot and others the spot is asked of."""
    pack = asked.pack
    spot = spot_of(asked.chosen.get("spot", ""), pack)
    area = (spot.area_id or "") if spot else asked.chosen.get("area", "")
    outlines = (_outlined(pack, area),) if area in pack.areas.index else ()
    service = _service(asked)
    if spot is None:
        layers = (*outlines, *service.layers)
        return replace(service, layers=layers, asks="" if outlines else service.asks)
    marked = MarkedLayer(
        key="marked.spot", title=spot.name, easting_m=spot.easting_m, northing_m=spot.northing_m
    )
    layers = (*outlines, marked, *service.layers)
    return replace(service, layers=layers, asks=f"What is near {spot.name}?")


def _service(asked: SceneAsked) -> Chosen:
    """Return the service that is chosen, marked where its door is."""
    asset = asked.chosen.get("asset", "")
    if asset not in asked.pack.assets.index:
        return Chosen(layers=())
    row = asked.pack.assets.loc[[asset]].iloc[0]
    name, at = str(row["name"]), row["geometry"]
    asks = f"What is {name}, and whom does it take?"
    if at is None or at.is_empty:
        return Chosen(layers=(), asks=asks, doorless=f"{name} has no door that a map can show.")
    door = MarkedLayer(
        key="marked.service", title=name, asset_id=asset, easting_m=at.x, northing_m=at.y
    )
    return Chosen(layers=(door,), asks=asks)


def _outlined(pack: Pack, area: str) -> OutlineLayer:
    """Return the outline of the neighbourhood that is chosen, or that the spot lies in."""
    name = str(pack.areas["name"][area])
    return OutlineLayer(
        key="outline.chosen",
        title=name,
        said=name,
        dash=(),
        is_inside=tuple(bool(each) for each in pack.areas.index == area),
    )
