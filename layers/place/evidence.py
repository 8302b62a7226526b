"""How a profile knows what it says: what is missing, apportioned, estimated, and from whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pandas import Series

from geodata.model import Pack, Source
from layers.gaps import Gaps
from layers.place.values import Offer, PublishedFigure
from layers.places import member_areas
from layers.question.words import children_words
from layers.said.citing import each_once, sources_by_key
from layers.said.numbers import about

OF_WHOLE = ", made of whole areas"
BOUNDARY_WORDS = {
    "official": "The boundary is the official one.",
    "working": f"The boundary is a working one{OF_WHOLE}; it is not official.",
    "illustrative": "The boundary is illustrative, and not to be relied on.",
    "own": "The boundary is nobody’s but yours: nothing is published for it, and its figures are "
    "estimates.",
}


def boundary_words(pack: Pack, place_id: str) -> str:
    """Return whether a place’s boundary is official; one through areas is not of whole ones."""
    said = BOUNDARY_WORDS[pack.info.place_kinds[str(pack.places.loc[place_id, "kind"])].boundary]
    is_split = bool((member_areas(pack, place_id) < 1).any())
    return said.replace(OF_WHOLE, "") if is_split else said


def how_we_know(pack: Pack, gaps: Gaps, place_id: str, offers: Iterable[Offer]) -> tuple[str, ...]:
    """Return, a sentence each, how the figures were made and what is not sure of them."""
    place = pack.places.loc[place_id]
    kind = pack.info.place_kinds[str(place["kind"])]
    is_own = kind.boundary == "own"  # what is said of its edge is said first: nobody else says it
    edge = [
        boundary_words(pack, place_id),
        kind.note,
        place["note"] if isinstance(place["note"], str) else "",
    ]
    notes = [
        edge[-1] if is_own else "",
        gaps.method(),
        *gaps.need_notes,
        *_unknowns(pack, gaps, place_id),
        *_apportioned(pack, place_id),
        *gaps.notes(),
        *_service_notes(tuple(offers)),
        *edge,
        pack.info.people.note,
        gaps.need.indicator.note,
    ]
    return tuple(dict.fromkeys(note.strip() for note in notes if note.strip()))


def _unknowns(pack: Pack, gaps: Gaps, place_id: str) -> Iterator[str]:
    counts: Series = gaps.places.loc[[place_id]].iloc[0]
    areas = gaps.worked.loc[member_areas(pack, place_id).index]
    unknown = int(areas["gap_children"].isna().sum())
    if unknown:
        label = pack.info.area_label
        yield (
            f"{unknown} of {len(areas)} {label}s could not be judged, with "
            f"{about(counts['unknown_children'])} {children_words(gaps.question)} counted in them; "
            "they are in none of the parts."
        )


def _apportioned(pack: Pack, place_id: str) -> Iterator[str]:
    shares = member_areas(pack, place_id)
    split = int((shares < 1).sum())
    if split:
        label = pack.info.area_label
        yield (
            f"{split} of its {len(shares)} {label}s lie partly outside; their people are "
            "apportioned by the share who live inside."
        )


def _service_notes(offers: tuple[Offer, ...]) -> Iterator[str]:
    if any(offer.where == "serves" for offer in offers):
        yield "What serves the place without a door in it counts as offered, but never as near."
    if any(not offer.is_centre for offer in offers):
        yield "A second door makes a service nearer, but is not counted as another centre."
    rough = [o for o in offers if o.is_asked and (o.precision_m or 0) >= 500]  # noqa: PLR2004
    if rough:
        farthest = max(offer.precision_m or 0 for offer in rough)
        yield (
            f"{len(rough)} of the services listed {'is' if len(rough) == 1 else 'are'} placed only "
            "roughly: the door may be up to "
            f"{farthest:,.0f} m from the point used."
        )


def profile_sources(
    pack: Pack, gaps: Gaps, published: Iterable[PublishedFigure], offers: Iterable[Offer]
) -> tuple[Source, ...]:
    """Gather the sources of everything in a profile, each once."""
    listed = pack.assets["source"].reindex([offer.asset_id for offer in offers]).unique()
    keys = [*(pack.indicators[figure.indicator].source for figure in published), *listed]
    return each_once(gaps.sources, sources_by_key(pack, keys))
