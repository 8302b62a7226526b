"""Places in order, as a list with bars; gaps and strengths alike."""

from __future__ import annotations

import math
from typing import Any, Literal

from pandas import DataFrame

from geodata.model import Pack
from layers.gaps import Gaps
from layers.question.words import children_words
from layers.ranks.strengths import NOBODY, by_strength
from layers.said.numbers import nearest, some_of, whole
from mapping.escape import plain_text

Show = Literal["gaps", "strengths"]
SHOWS: dict[Show, str] = {"gaps": "gaps", "strengths": "strengths"}


def order_places(gaps: Gaps, show: Show) -> DataFrame:
    """Return the places: the largest gap first, or the largest share of high need reached first."""
    return gaps.places if show == "gaps" else by_strength(gaps.places)


def ranking(gaps: Gaps, pack: Pack, show: Show, chosen: str | None) -> dict[str, Any]:
    """Return the list of places for `mapping.component.widgets.show_ranking`."""
    places = order_places(gaps, show)
    whole_key = "children" if show == "gaps" else "high_need_children"
    part_key = "gap_children" if show == "gaps" else "reached_high_need_children"
    return {
        "label": "Show",
        "list_label": _note(gaps, show),
        "note": _note(gaps, show),
        "show": show,
        "switch": list(SHOWS.items()),
        "largest": _number(places[whole_key].max()),
        "rows": [
            {
                "id": str(key),
                "name": plain_text(str(row["place"])),
                "said": _said(row[part_key], row[whole_key], pack, show),
                "part": _number(row[part_key]),
                "whole": _number(row[whole_key]),
            }
            for key, row in places.iterrows()
        ],
        "chosen": _chosen(chosen, gaps) if chosen in places.index else None,
    }


def _note(gaps: Gaps, show: Show) -> str:
    who = children_words(gaps.question)
    if show == "gaps":
        return f"{who.capitalize()} in high need and out of reach, of all {who}"
    return f"{who.capitalize()} in high need who are reached, of all in high need"


def _said(part: float, everyone: float, pack: Pack, show: Show) -> str:
    if math.isnan(everyone) or math.isnan(part):
        return "not known"
    if everyone == 0:
        return "nobody of that age" if show == "gaps" else NOBODY
    exact = pack.info.people.standing == "published"
    total = whole(everyone if exact else nearest(everyone))
    return some_of(part, total)


def _number(value: float) -> float:
    return 0.0 if math.isnan(value) else round(float(value), 1)


def _chosen(place_id: str | None, gaps: Gaps) -> dict[str, Any]:
    key = str(place_id)
    return {
        "id": key,
        "sentences": [
            plain_text(gaps.place_sentence(key)),
            plain_text(gaps.place_strength(key)),
        ],
        "actions": [["open", "Open this place"]],
    }
