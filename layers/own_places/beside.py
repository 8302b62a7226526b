"""A pack with places of one's own beside the published: a kind as any other, but no partition."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import geopandas
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series
from shapely.geometry.base import BaseGeometry

from geodata.disclosure import count_people
from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Added, Pack, PackInfo, PlaceKind, Source
from layers.own_places.address import write_own
from layers.own_places.guard import find_guarded
from layers.own_places.inside import Starts, find_inside, starts_of
from layers.own_places.recipes import OWN, OwnPlace, OwnPlaces
from layers.own_places.words import KIND_NOTE, LABEL, PLURAL, place_note
from layers.within.shape import outside_share

SOURCE = "own-places"
HARDLY = 1e-9  # of an area's people: nobody


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """A place of one's own as the pack knows it.

    Attributes
    ----------
    shares
        How much (0–1) of each of its areas' people is inside, indexed by `area_id`.
    shape
        In EPSG:27700.
    outside
        How much (0–1) of the shape's land lies outside the pack.
    """

    place: OwnPlace
    shares: Series
    shape: BaseGeometry
    outside: float


def with_own_places(pack: Pack, own: OwnPlaces) -> Pack:
    """Return a pack with places of one's own beside those that it holds.

    Returns
    -------
    pack
        With a content hash of its own; the pack itself where there are no places.

    Raises
    ------
    QuestionError
        Every place that cannot be made.
    """
    made, problems = set_beside(pack, own)
    if problems:
        raise QuestionError(problems)
    return made


def set_beside(
    pack: Pack, own: OwnPlaces, where: str = "your place"
) -> tuple[Pack, tuple[Problem, ...]]:
    """Return a pack with those places of one's own that can be made, and why others cannot."""
    pack = published_part(pack)
    if not own:
        return pack, ()
    if OWN in pack.info.place_kinds:
        return pack, (_taken(pack, where),)
    starts, found, problems = starts_of(pack), list[Found](), list[Problem]()
    for place in own.places:
        try:
            found.append(find_place(pack, place, starts, where))
        except QuestionError as error:
            problems += error.problems
    if not found:
        return pack, tuple(problems)
    return _joined(pack, found), tuple(problems)


def find_place(pack: Pack, place: OwnPlace, starts: Starts, where: str = "your place") -> Found:
    """Find who and what a place holds.

    Raises
    ------
    QuestionError
        It names what the pack does not hold, lies outside it, or nobody, or too few people for
        honest figures, live in it.
    """
    called = f"{where} {quoted(place.name)}"
    inside = find_inside(pack, place.recipe, starts, called)
    held = np.bincount(starts.areas, inside.held * starts.weights, minlength=len(pack.areas)).clip(
        0, 1
    )
    whole = np.bincount(starts.areas, (inside.held < 1) * starts.weights, len(pack.areas)) <= 0
    shares = Series(np.where(whole, 1.0, held), index=pack.areas.index)
    shares = shares[shares > HARDLY]
    if shares.empty:
        raise QuestionError(_nobody(pack, called, inside.shape))
    if is_few(pack, shares):
        raise QuestionError(_few(pack, called))
    outside = outside_share(pack, inside.shape)
    return Found(place=place, shares=shares, shape=inside.shape, outside=outside)


def _nobody(pack: Pack, called: str, shape: BaseGeometry) -> Problem:
    if shapely.is_empty(shape) or shapely.area(shape) <= 0:
        found, fix = "a place with nothing in it", "Put it together of other places."
    elif outside_share(pack, shape) >= 1:
        found = f"a place that lies outside {pack.info.title}, or in the sea"
        fix = "Draw it on the coloured part of the map."
    else:
        found = "a place where nobody sets out from, so that nobody can be counted"
        fix = "Draw it wider, or pick whole neighbourhoods."
    return Problem(where=called, found=found, expected="a place where people live", fix=fix)


def is_few(pack: Pack, shares: Series) -> bool:
    """Return whether fewer people than the pack asks for live in a place, as far as is known."""
    people = count_people(pack.areas.loc[shares.index])
    return 0 < float((people * shares).sum()) < pack.info.disclosure.least_people


def _few(pack: Pack, called: str) -> Problem:
    return Problem(
        where=called,
        found="a place where too few people live for figures",
        expected=f"at least {pack.info.disclosure.least_people:,} people",
        fix="Draw it wider, or put it together with another place.",
    )


def _taken(pack: Pack, where: str) -> Problem:
    return Problem(
        where=where,
        found=f"a kind of place called {OWN!r} in {pack.info.title}",
        expected="no kind of that key among those of the pack",
        fix="Give that kind another key in the pack’s recipe.",
    )


def _joined(pack: Pack, found: list[Found]) -> Pack:
    guarded = find_guarded(pack, [each.place.place_id for each in found])
    text = write_own(OwnPlaces(places=tuple(each.place for each in found)))
    digest = hashlib.sha256(f"{pack.content_hash} own {text}".encode()).hexdigest()
    rows = _rows(pack, found, guarded)
    return replace(
        pack,
        info=_info(pack),
        places=GeoDataFrame(pd.concat([pack.places, rows]), crs=pack.places.crs),
        membership=pd.concat([pack.membership, _members(pack, found)], ignore_index=True),
        content_hash=digest,
        added=Added(text=text, published_hash=pack.published_hash, guarded=guarded),
    )


def published_part(pack: Pack) -> Pack:
    """Return a pack without the places of one's own that stand in it."""
    if pack.added is None:
        return pack
    kept = pack.places["kind"] != OWN
    members = pack.membership["place_id"].isin(pack.places.index[kept])
    kinds = {key: kind for key, kind in pack.info.place_kinds.items() if key != OWN}
    sources = {key: each for key, each in pack.info.sources.items() if key != SOURCE}
    return replace(
        pack,
        info=replace(pack.info, place_kinds=kinds, sources=sources),
        places=pack.places[kept],
        membership=pack.membership[members].reset_index(drop=True),
        content_hash=pack.added.published_hash,
        added=None,
    )


def _info(pack: Pack) -> PackInfo:
    kind = PlaceKind(
        key=OWN, label=LABEL, plural=PLURAL, boundary="own", partition=False, source=SOURCE,
        note=KIND_NOTE,
    )  # fmt: skip
    source = Source(
        key=SOURCE,
        title="Places of your own",
        publisher="whoever drew them",
        licence="not published",
        attribution="",
        period=pack.info.date,
        note="Drawn, picked or put together by a person who used this tool.",
    )
    return replace(
        pack.info,
        place_kinds={**pack.info.place_kinds, OWN: kind},
        sources={**pack.info.sources, SOURCE: source},
    )


def _rows(pack: Pack, found: list[Found], guarded: Mapping[str, str]) -> GeoDataFrame:
    ids = [each.place.place_id for each in found]
    notes = [
        place_note(
            pack,
            each.place.recipe,
            each.shares,
            each.outside,
            guarded.get(each.place.place_id, ""),
        )
        for each in found
    ]
    rows = geopandas.GeoDataFrame(
        {"name": [each.place.name for each in found], "kind": OWN, "note": notes},
        geometry=[each.shape for each in found],
        crs=pack.places.crs,
        index=pd.Index(ids, name=pack.places.index.name, dtype=pack.places.index.dtype),
    )
    named = {name: rows[name].astype(pack.places[name].dtype) for name in ("name", "kind", "note")}
    return rows.assign(**named)


def _members(pack: Pack, found: list[Found]) -> DataFrame:
    parts = [
        DataFrame(
            {
                "place_id": each.place.place_id,
                "area_id": each.shares.index,
                "share": each.shares.to_numpy(),
            }
        )
        for each in found
    ]
    members = pd.concat(parts, ignore_index=True)
    return members.astype({name: pack.membership[name].dtype for name in members.columns})
