"""The tables of the second page: services, people, need, comparison, published measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from layers.place.values import STANDING_WORDS, Offer, PlaceFacts
from layers.said.numbers import listed, percent
from layers.said.sentences import opened
from mapping.profile.citing import Lengths, cited, more, point_marks, terms


def services_table(facts: PlaceFacts, lengths: Lengths, numbers: dict[str, int]) -> dict[str, Any]:
    """List the services asked about, those here first, and count the others here."""
    asked = [offer for offer in facts.offers if offer.is_asked]
    printed, letters = asked[: lengths.offers], point_marks(facts, lengths)
    found = more(len(asked), len(printed)) if asked else "Nothing asked about is listed here."
    return {
        "title": "What is there",
        "heads": ["Map", "Service", "Run by", "Ages", "Where"],
        "rows": [_service_row(offer, letters) for offer in printed],
        "after": " ".join(filter(None, [found, _also_here(facts)])),
        "terms": _offer_terms(facts.offers, numbers),
    }


def _also_here(facts: PlaceFacts) -> str:
    """Count what else there is by what it is: "Also here: school (19)."; and what has no door."""
    others = [offer for offer in facts.offers if not offer.is_asked and offer.is_running]
    kinds = Counter(offer.kind_label for offer in others if offer.where == "in")
    said = [f"{kind} ({count})" for kind, count in kinds.most_common()]
    here = f"Also here: {', '.join(said)}." if said else ""
    doorless = sum(offer.where == "serves" for offer in others)
    serve = "more serves" if doorless == 1 else "more serve"
    return f"{here} {doorless} {serve} it without a door here.".strip() if doorless else here


def _offer_terms(offers: Sequence[Offer], numbers: dict[str, int]) -> str:
    """Return when a list of services was checked, and by whom it is published."""
    checked = sorted({offer.checked for offer in offers if offer.checked})
    when = f"as checked {listed(checked)}" if checked else ""
    return terms("Listed" if offers else "", when, cited([o.source for o in offers], numbers))


def _service_row(offer: Offer, letters: dict[str, str]) -> dict[str, Any]:
    about = [offer.kind_label, offer.door, "" if offer.takes else "not open to these ages"]
    if offer.status != "open":
        about.append(offer.status)
    return {
        "mark": letters.get(offer.asset_id, ""),
        "name": offer.name,
        "about": ", ".join(filter(None, about)),
        "provider": offer.provider or "not stated",
        "ages": offer.ages,
        "place": offer.place_words,
    }


def _share_words(share: float | None) -> str:
    return "" if share is None else percent(share)


def people_table(facts: PlaceFacts, numbers: dict[str, int]) -> dict[str, Any]:
    """Count the people of each age band."""
    standing = STANDING_WORDS[facts.people_standing]
    return {
        "title": "Who lives here",
        "heads": ["Age", "People", "Of 0–25", ""],
        "rows": [
            {"label": b.label, "text": b.text, "percent": _share_words(b.share), "share": b.share}
            for b in facts.people
        ],
        "most": max((b.share or 0 for b in facts.people), default=0),
        "terms": terms(standing, facts.people_period, cited([facts.people_source], numbers)),
    }


def need_table(facts: PlaceFacts, numbers: dict[str, int]) -> dict[str, Any]:
    """Count the children of each tenth of need."""
    standing = STANDING_WORDS[facts.need_standing]
    sources = cited([facts.people_source, facts.need_source], numbers)
    bold = "the neediest tenths" if facts.need_counts_people else "high need"
    return {
        "title": "What they need",
        "heads": ["Tenth", opened(facts.need_who), "Share", ""],
        "rows": [
            {
                "label": _tenth_words(n.tenth),
                "text": n.text,
                "percent": _share_words(n.share),
                "share": n.share,
                "is_high": n.is_high,
            }
            for n in facts.need
        ],
        "most": max((n.share or 0 for n in facts.need), default=0),
        "terms": terms(f"{facts.need_label}; {facts.need_basis}; bold: {bold}", standing,
                        sources),
    }  # fmt: skip


def _tenth_words(tenth: int | None) -> str:
    return {None: "not known", 1: "1, neediest", 10: "10, least"}.get(tenth, f"{tenth}")


def comparison_table(facts: PlaceFacts, numbers: dict[str, int]) -> dict[str, Any]:
    """Set the place beside the whole."""
    return {
        "title": f"How it compares with all of {facts.title}",
        "heads": ["Measure", "Here", "Whole area", "Date and source"],
        "rows": [
            {
                "label": c.label,
                "here": c.here,
                "whole": c.whole,
                "terms": terms(STANDING_WORDS[c.standing], c.period, cited(c.sources, numbers)),
            }
            for c in facts.comparisons
        ],
    }


def published_table(facts: PlaceFacts, lengths: Lengths, numbers: dict[str, int]) -> dict[str, Any]:
    """List what is published for the authorities that hold the place."""
    held = [figure for figure in facts.published if figure.number is not None]
    printed = held[: lengths.published]
    return {
        "title": "Published for the authority",
        "heads": ["Measure", "Authority", "Value", "England", "Date and source"],
        "rows": [
            {
                "label": f.label,
                "about": f.about,
                "text": f.text_in_full,
                "england": f.england or "–",
                "terms": terms(STANDING_WORDS[f.standing], f.period, cited([f.source], numbers)),
            }
            for f in printed
        ],
        "after": more(len(facts.published), len(printed)),
    }
