"""Offers that serve a place without a door in it: visiting, at home, online or by telephone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pandas import DataFrame, concat

from geodata.model import Pack
from layers.assets import kind_words, takes_words
from layers.cover.here import told_offers
from layers.offer_filters import Part, filter_offers, filter_words
from layers.places import places_of_kind
from layers.question.question import Question
from layers.said.citing import sources_by_key
from layers.said.numbers import counted
from layers.said.sentences import opened
from layers.serving import how_words, serves_words
from mapping.map.layers.layer import Layer

WITHOUT = "Offers without a door here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One offer that serves places where it has no door.

    Attributes
    ----------
    details
        Its kind, who runs it, its ages, how it comes.
    serves
        Whom it serves, as its source says.
    places
        The places of the map that it serves so, by id.
    is_unsure
        It is listed only because it does not say what is asked for.
    """

    asset_id: str
    name: str
    details: str
    serves: str
    places: tuple[str, ...]
    is_unsure: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class OffersLayer(Layer):
    """A list of offers, and how many serve each place: never a point, for there is no door.

    Attributes
    ----------
    place_kind
        The kind of place whose names they are counted at.
    """

    place_kind: str
    parts: tuple[Part, ...]
    make_offers: Callable[[], tuple[Offer, ...]]

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Every offer that is listed."""
        return self.make_offers()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many serve each place, by its id; places that none serves are left out."""
        counts: dict[str, int] = {}
        for offer in self.offers:
            for place in offer.places:
                counts[place] = counts.get(place, 0) + 1
        return counts

    def sentence(self) -> str:
        """Return how many there are, and of how many it is not known what is asked for."""
        found = len(self.offers)
        said = f"{self.title}: {counted(found, 'offers') if found != 1 else '1 offer'}"
        which = filter_words(self.parts)
        unsure = sum(offer.is_unsure for offer in self.offers)
        silent = f"; {unsure} of them do not say what is asked for" if unsure else ""
        return f"{said}{f', {which}' if which else ''}{silent}"


def offers_layer(
    pack: Pack, question: Question, service: str = "", parts: tuple[Part, ...] = ()
) -> OffersLayer:
    """Return the offers without a door where they serve, of a service, or of every kind."""
    label = pack.info.services[service].label if service else ""
    kinds = pack.info.services[service].kinds if service else None
    held = pack.assets if kinds is None else pack.assets[pack.assets["kind"].isin(kinds)]
    return OffersLayer(
        key=f"offers.{service}" if service else "offers",
        title=f"{WITHOUT}: {label}" if label else WITHOUT,
        standing="illustrative" if pack.info.illustrative else "published",
        sources=sources_by_key(pack, [str(key) for key in held["source"].unique()]),
        place_kind=question.place_kind,
        parts=parts,
        make_offers=lambda: _offers(pack, question, service, parts),
    )


def _offers(
    pack: Pack, question: Question, service: str, parts: tuple[Part, ...]
) -> tuple[Offer, ...]:
    found: dict[str, list[str]] = {}
    rows: list[DataFrame] = []
    for place_id in places_of_kind(pack, question.place_kind).index:
        told = told_offers(pack, str(place_id))
        here = told[told["is_running"] & (told["doorless"] | told["distant"])]
        if service:
            here = here[here["kind"].isin(pack.info.services[service].kinds)]
        rows.append(here)
        for asset_id in here.index:
            found.setdefault(str(asset_id), []).append(str(place_id))
    if not found:
        return ()
    table = concat(rows)
    table = table[~table.index.duplicated()].sort_values("name", kind="stable")
    passed = filter_offers(table, parts)
    table = table.assign(unsure=passed.unsure)[passed.passes]
    return tuple(
        Offer(
            asset_id=str(key),
            name=str(row["name"]),
            details=", ".join(_details(row.to_dict())),
            serves=serves_words(pack, row["serves"]),
            places=tuple(found[str(key)]),
            is_unsure=bool(row["unsure"]),
        )
        for key, row in table.iterrows()
    )


def _details(row: Mapping[Hashable, object]) -> list[str]:
    provider = row["provider"]
    ages = takes_words(float(str(row["age_from"])), float(str(row["age_to"])))
    said = [
        opened(kind_words(str(row["kind"]))),
        provider if isinstance(provider, str) else "",
        f"ages {ages}",
        how_words(row["delivery"]),
    ]
    return [each for each in said if each]
