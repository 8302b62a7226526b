"""What is said of a place, a neighbourhood, a service or a spot that an address names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geodata.model import Pack
from layers.finding.spots import NamedSpot, read_spot
from layers.finding.things import list_things
from layers.finding.words import area_said, asset_sentence, spot_sentence
from layers.gaps import Gaps, measure_gaps
from layers.own_places.held import own_note
from layers.place.facts import question_for_place
from mapping.served.cache import kept

WHERE: Final = "the address, spot"


def picked_said(pack: Pack, gaps: Gaps, picked: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is said first: a sentence, what goes well, and the rest; empty for nothing.

    Parameters
    ----------
    picked
        What is chosen, by its name in an address: spot, area, asset, place; of several the first
        that the pack holds is spoken of.
    """
    spot = spot_of(picked.get("spot", ""), pack)
    area, asset, place = (picked.get(name, "") for name in ("area", "asset", "place"))
    if spot:
        return (spot_sentence(pack, gaps.question, spot),)
    if area in gaps.areas.index:
        said = area_said(gaps, area)
        return (said.headline, "", said.detail)
    if asset in pack.assets.index:
        return (asset_sentence(pack, asset),)
    if place in pack.places.index:
        own = kept(measure_gaps, pack, question_for_place(gaps.question, pack, place))
        said = own.place_said(place)
        detail = " ".join(filter(None, (said.detail, own_note(pack, place))))
        return (said.headline, own.place_strength(place), detail)
    return ()


def spot_of(written: str, pack: Pack) -> NamedSpot | None:
    """Return the settlement or postcode that an address names; None where the pack has none."""
    found = read_spot(written, pack, kept(list_things, pack), WHERE) if written else None
    return found if isinstance(found, NamedSpot) else None
