"""One place in full, as tables; the same facts as its documents, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from geodata.offers import REPORTED_GAP
from layers.assets import OPEN
from layers.gaps import class_words
from layers.place.values import (
    STANDING_WORDS,
    AgeBand,
    AreaFact,
    Comparison,
    NeedTenth,
    Offer,
    PlaceFacts,
    PublishedFigure,
)
from layers.said.numbers import UNKNOWN, nearest, percent
from layers.said.sentences import opened
from mapping.pages.frame.tables import Table

SHOWN = 12  # rows of a long list before the rest is folded away


def key_figures(facts: PlaceFacts) -> Iterator[dict[str, str]]:
    """Return the key figures of a place, each with what stands beside it."""
    for figure in facts.key_figures:
        yield {
            "label": figure.label,
            "text": figure.text,
            "beside": figure.beside,
            "said": ", ".join(filter(None, [figure.period, figure.standing_words])),
            "sources": "; ".join(figure.sources),
        }


def place_tables(facts: PlaceFacts) -> dict[str, Table]:
    """Return the tables of a place's page, by the name its template knows them by."""
    area = facts.area_label.capitalize()
    return {
        "largest": _areas(facts, f"{area}s with the largest gaps", facts.largest_gaps),
        "best": _areas(facts, f"{area}s that are reached best", facts.best_reached),
        "asked": _offers("What the question asks about", _asked(facts)),
        "others": _offers("Other services here", _others(facts)),
        "serving": _offers("What serves this place without a door in it", _serving(facts)),
        "gaps": _reported_gaps(facts),
        "people": _people(facts),
        "need": _need(facts),
        "comparison": _comparison(facts),
        "published": _published(facts),
    }


def _areas(facts: PlaceFacts, caption: str, areas: Iterable[AreaFact]) -> Table:
    heads = (
        facts.area_label.capitalize(),
        "Code",
        facts.who.capitalize(),
        "Tenth of need",
        "Reached",
        "Gap",
        "In words",
    )
    return _table(caption, heads, [_area_row(row) for row in areas], numeric=(2, 3, 4, 5))


def _area_row(row: AreaFact) -> tuple[str, ...]:
    return (
        row.name,
        row.area_id,
        _count(row.children),
        UNKNOWN if row.decile is None else str(row.decile),
        UNKNOWN if row.within_pct is None else percent(row.within_pct / 100),
        _count(row.gap_children),
        class_words(row.gap_class),
    )


def _count(value: float | None) -> str:
    return UNKNOWN if value is None else f"{nearest(value):,}"


def _asked(facts: PlaceFacts) -> list[Offer]:
    return [offer for offer in facts.offers if offer.is_asked and offer.status != REPORTED_GAP]


def _others(facts: PlaceFacts) -> list[Offer]:
    return [offer for offer in facts.offers if not offer.is_asked and offer.where == "in"]


def _serving(facts: PlaceFacts) -> list[Offer]:
    return [
        offer
        for offer in facts.offers
        if not offer.is_asked and offer.where == "serves" and offer.status != REPORTED_GAP
    ]


def _reported_gaps(facts: PlaceFacts) -> Table:
    """List what reports say is missing here, with where they say so."""
    rows = [
        (offer.name, offer.ages, offer.audience, offer.limits, _cited(offer))
        for offer in facts.offers
        if offer.status == REPORTED_GAP
    ]
    heads = ("Reported to be missing", "Ages", "For", "What is said", "Where it is said")
    return _table("What is reported to be missing", heads, rows)


def _cited(offer: Offer) -> str:
    return ", ".join(filter(None, [offer.source, offer.source_part]))


def _offers(caption: str, offers: Iterable[Offer]) -> Table:
    heads = ("Service", "Kind", "Run by", "Ages", "Where", "Part of")
    rows = [_offer_row(offer) for offer in offers]
    told = len(heads) if any(row[-1] for row in rows) else len(heads) - 1
    return _table(caption, heads[:told], [row[:told] for row in rows])


def _offer_row(offer: Offer) -> tuple[str, ...]:
    return (
        offer.name,
        offer.kind_label if offer.status == OPEN else f"{offer.kind_label} ({offer.status})",
        offer.provider or "not stated",
        offer.ages if offer.takes else f"{offer.ages} (not the ages asked about)",
        offer.place_words,
        offer.door,
    )


def _people(facts: PlaceFacts) -> Table:
    standing = STANDING_WORDS[facts.people_standing]
    said = ", ".join(filter(None, [facts.people_period, standing, facts.people_source]))
    heads = ("Ages", "People", "Of those aged 0–25", f"In all of {facts.title}")
    return _table(
        f"People by age ({said})", heads, [_band_row(band) for band in facts.people], (1, 2, 3)
    )


def _band_row(band: AgeBand) -> tuple[str, ...]:
    return (band.label, band.text, _share(band.share), _share(band.whole_share))


def _share(share: float | None) -> str:
    return UNKNOWN if share is None else percent(share)


def _need(facts: PlaceFacts) -> Table:
    standing = STANDING_WORDS[facts.need_standing]
    said = "; ".join(filter(None, [facts.need_label, facts.need_basis, standing]))
    heads = ("Tenth", opened(facts.need_who), "Share here", f"In all of {facts.title}")
    return _table(said, heads, [_tenth_row(tenth, facts) for tenth in facts.need], (1, 2, 3))


def _tenth_row(tenth: NeedTenth, facts: PlaceFacts) -> tuple[str, ...]:
    label = UNKNOWN if tenth.tenth is None else str(tenth.tenth)
    label += " (the neediest)" if tenth.tenth == 1 else ""
    label += ", counted as high need" if tenth.is_high and not facts.need_counts_people else ""
    return (label, tenth.text, _share(tenth.share), _share(tenth.whole_share))


def _comparison(facts: PlaceFacts) -> Table:
    heads = ("Measure", facts.name, f"All of {facts.title}", "Period and standing")
    return _table("Side by side", heads, [_compared(row) for row in facts.comparisons], (1, 2))


def _compared(row: Comparison) -> tuple[str, ...]:
    said = ", ".join(filter(None, [row.period, STANDING_WORDS[row.standing]]))
    return (row.label, row.here, row.whole, said)


def _published(facts: PlaceFacts) -> Table:
    heads = ("Measure", "For", "Value", "England", "Period", "Source")
    rows = [_published_row(figure) for figure in facts.published]
    return _table("Published figures, each of the area it is published for", heads, rows, (2, 3))


def _published_row(figure: PublishedFigure) -> tuple[str, ...]:
    return (
        figure.label,
        figure.about,
        figure.text_in_full,
        figure.england or "not held",
        figure.period,
        figure.source,
    )


def _table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[int] = (),
) -> Table:
    return Table(caption=caption, heads=heads, rows=rows, numeric=numeric, shown=SHOWN)
