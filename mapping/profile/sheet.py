"""What is printed of a place's facts, and in which words: the data of the template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layers.place.values import AreaFact, PlaceFacts
from layers.said.numbers import percent, shown
from mapping.map.palette import accent, ink, scale, unknown_colour
from mapping.map.spec import MapSpec
from mapping.map.values import UNKNOWN
from mapping.profile.citing import Lengths, area_marks, cited, more, terms
from mapping.profile.printable import (
    ILLUSTRATIVE,
    beginning,
    drawable_data,
    half_of,
    source_line,
)
from mapping.profile.sheet_back import (
    comparison_table,
    need_table,
    people_table,
    published_table,
    services_table,
)


def sheet_data(
    facts: PlaceFacts, spec: MapSpec, lengths: Lengths, longest: int | None = None
) -> dict[str, Any]:
    """Return everything that the template prints, as text that every font can show.

    Parameters
    ----------
    longest
        Characters of a name that are printed, wherever it stands; all of them where None.
    """
    numbers = {source.title: n for n, source in enumerate(facts.sources, start=1)}
    sources = [source_line(source) for source in facts.sources]
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
        "detail": facts.detail,
        "strength": facts.strength,
        "strength_lead": facts.strength_lead,
        "other_form": facts.other_form,
        "footer": f"{beginning(facts.name)} · {facts.date} · pack {facts.pack_hash}",
        "key_figures": _key_figures(facts, numbers),
        "map": _map(facts, spec),
        "gaps": _gaps(facts, lengths),
        "area_terms": _area_terms(facts, numbers),
        "reached": _reached(facts, lengths),
        "services": services_table(facts, lengths, numbers),
        "people": people_table(facts, numbers),
        "need": need_table(facts, numbers),
        "comparison": comparison_table(facts, numbers),
        "published": published_table(facts, lengths, numbers),
        "how": list(facts.how_we_know[: lengths.how]),
        "sources": sources,
        "sources_half": half_of(sources),
    }
    shown_data: dict[str, Any] = drawable_data(data, _shortened(facts, longest))
    shown_data["name"] = shown_data["name"].strip() or drawable_data(facts.place_id, {})
    return shown_data


def _shortened(facts: PlaceFacts, longest: int | None) -> dict[str, str]:
    """Return the names that are longer, each with its beginning; the longest first."""
    if longest is None:
        return {}
    names = {facts.name, facts.title, facts.kind.label, *(area.name for area in facts.areas)}
    for offer in facts.offers:
        names |= {offer.name, offer.provider or "", offer.kind_label, offer.door}
    long = sorted((name for name in names if len(name) > longest), key=len, reverse=True)
    return {name: f"{name[:longest].rstrip()}…" for name in long}


def _key_figures(facts: PlaceFacts, numbers: dict[str, int]) -> list[dict[str, str]]:
    return [
        {
            "text": figure.text,
            "label": figure.label,
            "beside": figure.beside,
            "terms": terms(figure.standing_words, figure.period, cited(figure.sources, numbers)),
        }
        for figure in facts.key_figures
    ]


def _map(facts: PlaceFacts, spec: MapSpec) -> dict[str, Any]:
    """Return the key of the map: what its colours mean, and how many children here each has."""
    colours, legend = scale(spec.colour_by), spec.legend
    here = {
        item.code: sum(a.counted or 0 for a in facts.areas if a.gap_class == item.code)
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
        "class_heads": ["", "Need, how many are reached", "Number"],
        "classes": [
            {
                "colour": unknown_colour() if item.code == UNKNOWN else colours[item.code],
                "marked": item.code == legend.marked,
                "missing": item.code == UNKNOWN,
                "label": _in_short(
                    legend.marked_label if item.code == legend.marked else item.counted_label
                ),
                "children": shown(here[item.code]),
            }
            for item in order
            if here[item.code] or item.code == legend.marked
        ],
        "symbols": "Symbols: " + "; ".join(kinds) + "." if kinds else "",
        "marks": f"{_whom(facts)}Numbers and letters on the map are those of the tables.",
    }


def _in_short(label: str) -> str:
    """Return a class on one line of the key, whose heading says what is need and what is reach."""
    return label.removesuffix(" reached").removesuffix(" are")


def _whom(facts: PlaceFacts) -> str:
    """Return whom the key counts."""
    return f"Counted are {facts.need_who}. "


def _area_rows(areas: Sequence[AreaFact], marks: dict[str, str]) -> list[dict[str, str]]:
    return [
        {
            "mark": marks[area.area_id],
            "name": area.name,
            "code": area.code,
            "tenth": "not known" if area.decile is None else f"{area.decile}",
            "children": "not known" if area.children is None else shown(area.children),
            "within": "not known" if area.within_pct is None else percent(area.within_pct / 100),
            "gap": "not known" if area.gap_children is None else shown(area.gap_children),
        }
        for area in areas
    ]


def _area_heads(facts: PlaceFacts) -> list[str]:
    return [
        "No.", facts.area_label.capitalize(), "Need, tenth", facts.who.capitalize(), "Reached",
        "Gap",
    ]  # fmt: skip


def _gaps(facts: PlaceFacts, lengths: Lengths) -> dict[str, Any]:
    found = facts.largest_gaps
    rows = _area_rows(found[: lengths.gaps], area_marks(facts, lengths))
    whom = f"{facts.who} in high need"
    whom = facts.need_who if facts.need_counts_people else whom
    none = f"No {facts.area_label} here holds {whom} and out of reach."
    return {
        "title": "Who is not reached: where the gap is largest",
        "heads": _area_heads(facts),
        "rows": rows,
        "after": more(len(found), len(rows)) if found else none,
    }


def _reached(facts: PlaceFacts, lengths: Lengths) -> dict[str, Any]:
    found = facts.best_reached
    rows = _area_rows(found[: lengths.reached], area_marks(facts, lengths))
    none = f"In no {facts.area_label} here are most {facts.who} within the limit."
    return {
        "title": "Who is reached: where it works best",
        "heads": _area_heads(facts),
        "rows": rows,
        "after": more(len(found), len(rows)) if found else none,
    }


def _area_terms(facts: PlaceFacts, numbers: dict[str, int]) -> str:
    """Describe when the figures of areas are of, from whom, and how far from what was published."""
    figure = next(f for f in facts.key_figures if f.key == "gap_children")
    said = terms(figure.standing_words, figure.period, cited(figure.sources, numbers))
    return f"Figures of {facts.area_label}s and of colours: {said}."
