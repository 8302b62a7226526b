"""What is printed of a place’s exercise, and in which words: the data of its template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pandas import DataFrame, Series

from geodata.model import Source
from layers.ages import COVER_BANDS, span_words
from layers.compare.footprints import COUNTED_SHARE
from layers.exercise.matrix import GAP_MEANS, theme_label
from layers.exercise.one_place import Exercise
from layers.exercise.pathway import FOOTPRINTS, party_words
from layers.exercise.yardsticks import CAUTION
from layers.said.numbers import counted, percent
from layers.said.sentences import opened
from layers.themes import IN_ORDER
from mapping.map.palette import accent, ink
from mapping.profile.citing import cited, terms
from mapping.profile.printable import ILLUSTRATIVE, beginning, drawable_data

SEE = "on the page Needs and services and in its file"
KEY = (
    "Offers that run and take some of those ages; after the point, how many have a door here; in "
    f"brackets, none of them states an age. GAP: {GAP_MEANS}. With none, "
    "nothing is held. ?: not known."
)
MOST_LINES = 3  # places of a kind whose lines are named, before the others are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How many rows of each list are printed, and names of offers in each theme."""

    stands_out: int
    outcomes: int
    stages: int
    providers: int
    against: int
    names: int


class Side:
    """All that the template prints of a place, its lists of any length, each worked out once.

    Parameters
    ----------
    shortened
        Names that are too long for a side, each with its beginning.
    """

    def __init__(self, found: Exercise, shortened: Mapping[str, str]) -> None:
        self._found, self._shortened = found, shortened
        self._numbers = {source.title: n for n, source in enumerate(found.sources, start=1)}
        self._lists: dict[tuple[str, int], Any] = {}
        self._whole: dict[str, Any] = drawable_data(_whole(found, self._numbers), shortened)
        name = self._whole["name"].strip() or drawable_data(found.place_id, {})
        self._whole["name"] = name

    def data(self, lengths: Lengths) -> dict[str, Any]:
        """Return everything as text that every font can show, with lists of these lengths."""
        return self._whole | {name: self._list(name, lengths) for name in _LISTS}

    def _list(self, name: str, lengths: Lengths) -> Any:  # noqa: ANN401
        by, make = _LISTS[name]
        key = name, getattr(lengths, by)
        if key not in self._lists:
            made = make(self._found, lengths, self._numbers)
            self._lists[key] = drawable_data(made, self._shortened)
        return self._lists[key]


def _whole(found: Exercise, numbers: dict[str, int]) -> dict[str, Any]:
    """Return what is printed whole, however long the lists are."""
    return {
        "ink": ink(),
        "accent": accent(),
        "document_title": f"{found.place}: needs and services",
        "name": found.place,
        "kind": found.kind.label,
        "title": found.title,
        "kicker": f"Needs and services · {found.kind.label} · {found.title}",
        "illustrative": found.is_illustrative,
        "illustrative_words": ILLUSTRATIVE,
        "headline": found.sentence(),
        "heading": " ".join(filter(None, (found.heading, found.made_of))),
        "footer": f"{beginning(found.place)} · {found.date} · pack {found.pack_hash}",
        "figures": _figures(found, numbers),
        "matrix": _matrix(found),
        "capacity": found.capacity_words(),
        "yardsticks": _yardsticks(found.yardsticks, numbers),
        "lines": _lines(found),
        "missing": _missing(found, numbers),
        "sources": [source_words(source) for source in found.sources],
        "licences": licence_words(found.sources),
    }


def source_words(source: Source) -> str:
    """Return a source in short: what it is, of when and by whom."""
    return f"{source.title}, {source.period} ({source.publisher})"


def licence_words(sources: Iterable[Source]) -> str:
    """Return the licences of all sources, each once."""
    return f"Licences: {'; '.join(dict.fromkeys(source.licence for source in sources))}."


def _figures(found: Exercise, numbers: dict[str, int]) -> list[dict[str, str]]:
    return [
        {
            "text": figure.text,
            "label": figure.label,
            "beside": figure.beside,
            "terms": terms(figure.standing_words, figure.period, cited(figure.sources, numbers)),
        }
        for figure in found.figures
    ]


def _stands_out(found: Exercise, lengths: Lengths, numbers: dict[str, int]) -> dict[str, Any]:
    printed = found.stands_out[: lengths.stands_out]
    left = len(found.stands_out) - len(printed)
    return {
        "rows": [
            {
                "tone": each.tone,
                "lead": each.lead,
                "said": each.said,
                "terms": terms(each.where, cited(each.sources, numbers)) if each.where else "",
            }
            for each in printed
        ],
        "after": f"{left} more {SEE}." if left else "",
    }


def _matrix(found: Exercise) -> dict[str, Any]:
    matrix = found.matrix
    return {
        "title": "What is there, by age",
        "heads": ["Theme", *(span_words(*band) for band in COVER_BANDS)],
        "rows": [
            {
                "label": theme_label(theme),
                "cells": [_cell(cell) for _, cell in matrix.cells_of("theme", theme).iterrows()],
            }
            for theme in matrix.rows("theme")
        ],
        "key": KEY,
    }


def _cell(cell: Series) -> dict[str, str]:
    offers, doors = int(cell["offers"]), int(cell["doors"])
    if cell["state"] == "none held":
        return {"look": "none", "text": "none", "beside": ""}
    if cell["state"] == "not known":
        return {"look": "unknown", "text": "?", "beside": ""}
    counts = f"{offers}·{doors}" if doors else f"{offers}"
    said = counts if cell["sure"] else f"({counts})"
    if cell["state"] == "reported gap":
        return {"look": "gap", "text": "GAP", "beside": said if offers else ""}
    return {"look": "has", "text": said, "beside": ""}


def _outcomes(found: Exercise, lengths: Lengths, numbers: dict[str, int]) -> dict[str, Any]:
    every = found.outcomes.outcomes
    held, lacking = every[every["held"]], set(every.index) - set(every.index[every["held"]])
    printed = held.iloc[: lengths.outcomes]
    left = len(held) - len(printed)
    after = [
        f"{left} more figures {SEE}." if left else "",
        f"{counted(len(lacking), 'outcomes')} not held: where each is published stands {SEE}."
        if lacking
        else "",
    ]
    return {
        "title": "Outcomes",
        "sentence": found.outcomes.sentence(),
        "heads": ["Outcome", "Of", "Figure", "England", "", "Date and source"],
        "rows": [
            {
                "label": row["measure"],
                "of": row["of"],
                "text": row["figure"],
                "england": row["england"],
                "verdict": row["verdict"] if row["verdict"] != "unknown" else "",
                "terms": terms(row["period"], cited([row["figure_source"]], numbers)),
            }
            for _, row in printed.iterrows()
        ],
        "after": " ".join(filter(None, after)),
    }


def _yardsticks(rows: DataFrame, numbers: dict[str, int]) -> dict[str, Any]:
    ratios = rows[rows["is_ratio"]]
    ratios = ratios[ratios["bears"]] if bool(ratios["bears"].any()) else ratios
    return {
        "rows": [
            f"{row['measure']}: {row['said']} ({row['of']}, {row['period']}; {row['cites']} "
            f"{cited([row['source']], numbers)})"
            for _, row in ratios.iterrows()
        ],
        "caution": CAUTION if len(rows) else "",
    }


def _lines(found: Exercise) -> list[dict[str, str]]:
    others = found.overlay.others
    own = others[others["share"] >= COUNTED_SHARE]
    return [
        {
            "label": opened(str(kind)),
            "text": _few([f"{row['other']} {percent(row['share'])}" for _, row in rows.iterrows()]),
        }
        for kind, rows in own.groupby("kind_label", sort=False)
    ]


def _few(names: list[str]) -> str:
    more = len(names) - MOST_LINES
    return ", ".join([*names[:MOST_LINES], *([f"and {more} more"] if more > 0 else [])])


def _pathway(found: Exercise, lengths: Lengths, _: dict[str, int]) -> dict[str, Any]:
    stages = found.pathway.stages
    printed = stages[: lengths.stages]
    left = len(stages) - len(printed)
    return {
        "title": "From pregnancy on",
        "sentence": found.pathway.sentence() if stages else "",
        "rows": [
            {
                "label": f"{each.stage.label} ({each.ages})",
                "by": party_words(each.by),
                "to": party_words(each.to) if each.stage.hands_to else "",
                "match": FOOTPRINTS[each.match],
                "weak": each.weak_point,
            }
            for each in printed
        ],
        "after": f"{left} {'more ' if printed else ''}stages {SEE}." if left else "",
    }


def _providers(found: Exercise, lengths: Lengths, _: dict[str, int]) -> dict[str, Any]:
    rows = found.providers
    printed = rows.iloc[: lengths.providers]
    left = len(rows) - len(printed)
    return {
        "rows": [f"{name} ({int(row['offers'])})" for name, row in printed.iterrows()],
        "after": f"and {left} more {SEE}" if left else "",
    }


def _missing(found: Exercise, numbers: dict[str, int]) -> str:
    """Name what reports say is missing and no sentence has said: that which states no ages."""
    told = " ".join(each.said for each in found.stands_out)
    rows = found.offers[found.offers["is_gap"]]
    left = rows.loc[[name not in told for name in rows["name"]]]
    named = "; ".join(left["name"])
    return f"{named} {cited(list(left['source'].unique()), numbers)}.".strip() if named else ""


def _against(found: Exercise, lengths: Lengths, _: dict[str, int]) -> dict[str, Any]:
    facts = found.facts.facts
    differ = facts[facts["against"] != ""]
    printed = differ.iloc[: lengths.against]
    left = len(differ) - len(printed)
    return {
        "rows": [
            {
                "said": f"{row['measure']}: {row['said']} ({row['of']}, {row['period']})",
                "against": row["against"],
            }
            for _, row in printed.iterrows()
        ],
        "after": f"{left} more on which reports differ, {SEE}." if left else "",
    }


def _offers(found: Exercise, lengths: Lengths, _: dict[str, int]) -> dict[str, Any]:
    """Name the offers of each theme, as many as there is room for, and say how many more."""
    rows = []
    for theme in IN_ORDER:
        told = found.matrix.offers_of(theme.key)  # as the grid counts: in each of its themes
        own = told[told["is_running"]]
        names = list(own["name"][: lengths.names])
        left = len(own) - len(names)
        if len(own):
            more = f"; {left} more" if left and names else ""
            rows.append({"label": f"{theme.label} ({len(own)})", "text": "; ".join(names) + more})
    total = len(found.offers)
    return {
        "title": "What serves it",
        "rows": rows,
        "after": f"{found.listed_words()}, with how each comes, who runs it and its source: {SEE}. "
        "One of several themes stands in each."
        if total
        else "Nothing that serves it is listed.",
    }


_LISTS: Final[dict[str, tuple[str, Callable[[Exercise, Lengths, dict[str, int]], Any]]]] = {
    "stands_out": ("stands_out", _stands_out),
    "pathway": ("stages", _pathway),
    "outcomes": ("outcomes", _outcomes),
    "providers": ("providers", _providers),
    "against": ("against", _against),
    "offers": ("names", _offers),
}
"""The lists: which length each has, and what makes it."""
