"""What is printed of a place's facts, and in which words: the data of the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from geodata.model import Source
from layers.numbers import percent
from mapping.drawing import drawable
from mapping.palette import accent, ink, scale, unknown_colour
from mapping.profile.facts import shown
from mapping.profile.values import STANDING_WORDS, AreaFact, Offer, PlaceFacts
from mapping.spec import UNKNOWN, MapSpec

ILLUSTRATIVE = "Illustrative: not real neighbourhoods"
SEE_TABLE = "see the table on the place's page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How many rows of each list are printed: two lists on the first page, three on the second."""

    gaps: int
    reached: int
    offers: int
    published: int
    how: int


def sheet_data(facts: PlaceFacts, spec: MapSpec, lengths: Lengths) -> dict[str, Any]:
    """Give everything that the template prints, as text that every font can show."""
    numbers = {source.title: n for n, source in enumerate(facts.sources, start=1)}
    data = {
        "ink": ink(),
        "accent": accent(),
        "document_title": f"{facts.name}: place profile",
        "name": facts.name,
        "kind": facts.kind.label,
        "title": facts.title,
        "kicker": f"Place profile · {facts.kind.label} · {facts.title}",
        "illustrative": facts.illustrative,
        "illustrative_words": ILLUSTRATIVE,
        "heading": facts.heading,
        "headline": facts.headline,
        "strength": facts.strength,
        "footer": f"{facts.name} · {facts.date} · pack {facts.pack_hash}",
        "key_figures": _key_figures(facts, numbers),
        "map": _map(facts, spec),
        "gaps": _gaps(facts, lengths),
        "reached": _reached(facts, lengths),
        "services": _services(facts, lengths),
        "people": _people(facts, numbers),
        "need": _need(facts, numbers),
        "comparison": _comparison(facts, numbers),
        "published": _published(facts, lengths, numbers),
        "how": list(facts.how_we_know[: lengths.how]),
        "sources": [_source(source) for source in facts.sources],
    }
    shown_data: dict[str, Any] = _drawable(data)
    return shown_data


def _source(source: Source) -> str:
    """Say a source with its terms; what the attribution says already is not said twice."""
    parts = [f"{source.title}, {source.period}"]
    parts += [p for p in (source.publisher, source.licence) if p not in source.attribution]
    return ". ".join([*parts, source.attribution])


def _drawable(value: Any) -> Any:  # noqa: ANN401
    """Make every string in the data one that can be set: see `mapping.drawing.drawable`."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, dict):
        return {key: _drawable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_drawable(part) for part in value]
    return value


def _cited(titles: Sequence[str], numbers: dict[str, int]) -> str:
    """Say sources by their numbers in the list: "[1, 2]"."""
    found = sorted({numbers[title] for title in titles if title in numbers})
    return f"[{', '.join(map(str, found))}]" if found else ""


def _terms(*parts: str) -> str:
    return ", ".join(part for part in parts[:-1] if part) + (f" {parts[-1]}" if parts[-1] else "")


def _key_figures(facts: PlaceFacts, numbers: dict[str, int]) -> list[dict[str, str]]:
    return [
        {
            "text": figure.text,
            "label": figure.label,
            "beside": figure.beside,
            "terms": _terms(figure.standing_words, figure.period, _cited(figure.sources, numbers)),
        }
        for figure in facts.key_figures
    ]


def _map(facts: PlaceFacts, spec: MapSpec) -> dict[str, Any]:
    """Give the key of the map: what its colours mean, and how many children here each has."""
    colours, legend = scale(spec.colour_by), spec.legend
    here = {
        item.code: sum(a.children or 0 for a in facts.areas if a.gap_class == item.code)
        for item in legend.classes
    }
    order = sorted(legend.classes, key=lambda item: (item.code == UNKNOWN, -item.code))
    kinds = dict.fromkeys(f"{p.shape}: {p.kind_label}" for p in spec.points)
    return {
        "legend_title": legend.title,
        "across": legend.across,
        "up": legend.up.replace("↑", "→"),  # it is printed turned
        "grid": [
            {"colour": colours[3 * need + reach], "marked": 3 * need + reach == legend.marked}
            for reach in (2, 1, 0)
            for need in (0, 1, 2)
        ],
        "class_heads": ["", "Colour", facts.who.capitalize()],
        "classes": [
            {
                "colour": unknown_colour() if item.code == UNKNOWN else colours[item.code],
                "marked": item.code == legend.marked,
                "missing": item.code == UNKNOWN,
                "label": legend.marked_label if item.code == legend.marked else item.label,
                "children": shown(here[item.code]),
            }
            for item in order
            if here[item.code] or item.code == legend.marked
        ],
        "symbols": "Symbols: " + "; ".join(kinds) + "." if kinds else "",
        "marks": "Numbers and letters are those of the tables.",
    }


def _area_rows(areas: Sequence[AreaFact], first: int) -> list[dict[str, str]]:
    return [
        {
            "mark": f"{number}",
            "name": area.name,
            "code": area.code,
            "tenth": "not known" if area.decile is None else f"{area.decile}",
            "children": "not known" if area.children is None else shown(area.children),
            "within": "not known" if area.within_pct is None else percent(area.within_pct / 100),
            "gap": "not known" if area.gap_children is None else shown(area.gap_children),
        }
        for number, area in enumerate(areas, start=first)
    ]


def _area_heads(facts: PlaceFacts) -> list[str]:
    return [
        "No.", facts.area_label.capitalize(), "Need, tenth", facts.who.capitalize(), "Reached",
        "In need, not reached",
    ]  # fmt: skip


def _more(total: int, printed: int) -> str:
    return f"… and {total - printed} more: {SEE_TABLE}." if total > printed else ""


def _gaps(facts: PlaceFacts, lengths: Lengths) -> dict[str, Any]:
    found = facts.largest_gaps
    rows = _area_rows(found[: lengths.gaps], 1)
    none = f"No {facts.area_label} here holds {facts.who} in high need and out of reach."
    return {
        "title": "Who is not reached: where the gap is largest",
        "heads": _area_heads(facts),
        "rows": rows,
        "after": _more(len(found), len(rows)) if found else none,
    }


def _reached(facts: PlaceFacts, lengths: Lengths) -> dict[str, Any]:
    found = facts.best_reached
    rows = _area_rows(found[: lengths.reached], 1 + len(facts.largest_gaps[: lengths.gaps]))
    none = f"In no {facts.area_label} here are most {facts.who} within the limit."
    return {
        "title": "Who is reached: where it works best",
        "heads": _area_heads(facts),
        "rows": rows,
        "after": _more(len(found), len(rows)) if found else none,
    }


def area_marks(facts: PlaceFacts, lengths: Lengths) -> dict[str, str]:
    """Give the number of each area that the tables name, by `area_id`; an area has one."""
    named = [*facts.largest_gaps[: lengths.gaps], *facts.best_reached[: lengths.reached]]
    marks: dict[str, str] = {}
    for number, area in enumerate(named, start=1):
        marks.setdefault(area.area_id, f"{number}")
    return marks


def _lettered(facts: PlaceFacts, lengths: Lengths) -> dict[str, str]:
    drawn = [o for o in facts.offers[: lengths.offers] if o.is_asked and o.where in ("in", "near")]
    return dict(zip((o.asset_id for o in drawn), ascii_uppercase, strict=False))


def point_marks(facts: PlaceFacts, lengths: Lengths) -> dict[str, str]:
    """Give the letter of each service that is on the map and in the table, by `asset_id`."""
    return _lettered(facts, lengths)


def _services(facts: PlaceFacts, lengths: Lengths) -> dict[str, Any]:
    letters = _lettered(facts, lengths)
    printed = facts.offers[: lengths.offers]
    return {
        "title": "What is there",
        "heads": ["Map", "Service", "Run by", "Ages", "Where"],
        "rows": [_service_row(offer, letters) for offer in printed],
        "after": _more(len(facts.offers), len(printed))
        if facts.offers
        else "Nothing is listed in or near this place.",
    }


def _service_row(offer: Offer, letters: dict[str, str]) -> dict[str, Any]:
    about = [offer.kind_label, offer.door, "" if offer.serves else "not open to these ages"]
    if offer.status != "open":
        about.append(offer.status)
    return {
        "mark": letters.get(offer.asset_id, ""),
        "name": offer.name,
        "about": ", ".join(filter(None, about)),
        "provider": offer.provider or "not stated",
        "ages": offer.ages,
        "place": offer.place_words,
        "is_asked": offer.is_asked,
    }


def _share_words(share: float | None) -> str:
    return "" if share is None else percent(share)


def _people(facts: PlaceFacts, numbers: dict[str, int]) -> dict[str, Any]:
    standing = STANDING_WORDS[facts.people_standing]
    return {
        "title": "Who lives here",
        "heads": ["Age", "People", "Of 0–25", ""],
        "rows": [
            {"label": b.label, "text": b.text, "percent": _share_words(b.share), "share": b.share}
            for b in facts.people
        ],
        "most": max((b.share or 0 for b in facts.people), default=0),
        "terms": _terms(standing, facts.people_period, _cited([facts.people_source], numbers)),
    }


def _need(facts: PlaceFacts, numbers: dict[str, int]) -> dict[str, Any]:
    standing = STANDING_WORDS[facts.need_standing]
    cited = _cited([facts.people_source, facts.need_source], numbers)
    return {
        "title": "What they need",
        "heads": ["Tenth", facts.who.capitalize(), "Share", ""],
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
        "terms": _terms(f"{facts.need_label}; {facts.need_basis}; bold: high need", standing,
                        cited),
    }  # fmt: skip


def _tenth_words(tenth: int | None) -> str:
    return {None: "not known", 1: "1, neediest", 10: "10, least"}.get(tenth, f"{tenth}")


def _comparison(facts: PlaceFacts, numbers: dict[str, int]) -> dict[str, Any]:
    return {
        "title": f"How it compares with all of {facts.title}",
        "heads": ["Measure", "Here", "Whole area", "Of when, and source"],
        "rows": [
            {
                "label": c.label,
                "here": c.here,
                "whole": c.whole,
                "terms": _terms(STANDING_WORDS[c.standing], c.period, _cited(c.sources, numbers)),
            }
            for c in facts.comparisons
        ],
    }


def _published(facts: PlaceFacts, lengths: Lengths, numbers: dict[str, int]) -> dict[str, Any]:
    held = [figure for figure in facts.published if figure.number is not None]
    printed = held[: lengths.published]
    return {
        "title": "Published for the authority",
        "heads": ["Measure", "Authority", "Value", "England", "Of when, and source"],
        "rows": [
            {
                "label": f.label,
                "about": f.about,
                "text": f.text + (f" ({f.limits})" if f.limits else ""),
                "england": f.england or "–",
                "terms": _terms(STANDING_WORDS[f.standing], f.period, _cited([f.source], numbers)),
            }
            for f in printed
        ],
        "after": _more(len(facts.published), len(printed)),
    }
