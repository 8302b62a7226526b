"""What is chosen on the map: a place of any kind, a neighbourhood, a service, a settlement."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.errors import Problem
from geodata.model import Pack
from layers.finding.spots import NamedSpot, read_spot
from layers.finding.things import list_things
from layers.gaps import measure_gaps
from layers.place.facts import question_for_place
from layers.question.question import Question
from layers.why.chain import Chain
from layers.why.gap import why_area, why_gap
from mapping.escape import plain_text
from mapping.map.points import degrees_of
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import Choice, Parts
from mapping.pages.frame.page import Visit
from mapping.served.cache import kept
from mapping.served.message import Pick
from mapping.served.picked import WHERE, picked_said

KINDS = ("spot", "area", "asset", "place")
"""What may be chosen, by its name in the address; of several the first is what is spoken of."""


def _spot_faults(value: str, pack: Pack, _question: Question, _parts: Parts) -> Iterator[Problem]:
    found = read_spot(value, pack, kept(list_things, pack), WHERE)
    if isinstance(found, Problem):
        yield found


SPOT = Choice(name="spot", faults=_spot_faults)


def chosen_spot(pack: Pack) -> NamedSpot | None:
    """Return the settlement or postcode that is chosen."""
    written = chosen("spot")
    found = read_spot(written, pack, kept(list_things, pack), WHERE) if written else None
    return found if isinstance(found, NamedSpot) else None


def chosen_area(pack: Pack) -> str | None:
    """Return the neighbourhood that is chosen, or in which a chosen postcode or settlement lies."""
    spot = chosen_spot(pack)
    return spot.area_id if spot else chosen("area")


def selected(visit: Visit) -> Pick | None:
    """Return what the map outlines as chosen, with where it is if the map may not draw it."""
    pack, spot = visit.pack, chosen_spot(visit.pack)
    if spot:
        name = plain_text(spot.name)
        return Pick(kind="spot", id=spot.id, name=name, at=spot.at, area=spot.area_id)
    for kind in KINDS[1:]:
        key = chosen(kind)
        if key:
            return _pick(kind, key, pack)
    return None


def _pick(kind: str, key: str, pack: Pack) -> Pick:
    if kind == "asset" and key in pack.assets.index:
        name, at = str(pack.assets["name"][key]), degrees_of(pack, key)
        return Pick(kind="asset", id=key, name=plain_text(name), at=at)
    if kind == "place" and key in pack.places.index:
        place = pack.places.loc[key]
        name = plain_text(str(place["name"]))
        return Pick(kind="place", id=key, name=name, of=str(place["kind"]))
    known = pack.areas["name"].get(key) if kind == "area" else None
    return Pick(kind="area", id=key, name=plain_text(str(known)) if known else "")


def choose_place(place: str | None) -> None:
    """Write the place that was chosen from the list into the address, and nothing beside it."""
    choose("place", place)
    for kind in ("area", "asset", "spot"):
        choose(kind, None)


def take_pick(pick: Pick) -> None:
    """Write what was chosen on the map into the address; one thing beside a place at most."""
    if pick.kind == "place":
        choose_place(pick.id)
        return
    for kind in ("area", "asset", "spot"):
        choose(kind, pick.id if pick.kind == kind else None)


def let_go() -> None:
    """Let go of all that is chosen."""
    for kind in KINDS:
        choose(kind, None)


def chosen_sentences(visit: Visit) -> tuple[str, ...]:
    """Return what is said first of what is chosen: a sentence, what goes well, and the rest."""
    picked = {name: chosen(name) or "" for name in KINDS}
    return picked_said(visit.pack, visit.gaps, picked)


def why_chosen(visit: Visit) -> tuple[Chain, ...]:
    """Return why what is said of a chosen neighbourhood or place is as it is."""
    pack, gaps = visit.pack, visit.gaps
    area, asset, place = chosen("area"), chosen("asset"), chosen("place")
    if chosen_spot(pack) or asset in pack.assets.index:
        return ()
    if area in gaps.areas.index:
        return (why_area(pack, gaps, str(area)),)
    if place in pack.places.index:
        own = kept(measure_gaps, pack, question_for_place(visit.question, pack, str(place)))
        return (why_gap(pack, own, str(place)),)
    return ()
