"""Places in order, as a list with bars; gaps and strengths alike."""

from __future__ import annotations

import math
from typing import Any, Literal

from pandas import DataFrame

from geodata.model import Pack
from layers.gaps import Gaps
from layers.question.words import children_words
from layers.ranks.strengths import by_strength, nobody_words
from layers.said.numbers import TOO_FEW, nearest, some_of, too_few, whole
from layers.said.sentences import opened
from mapping.escape import plain_text

Show = Literal["gaps", "strengths"]
SHOWS: dict[Show, str] = {"gaps": "gaps", "strengths": "strengths"}


def order_places(gaps: Gaps, show: Show) -> DataFrame:
    """Return the places: the largest gap first, or the largest share of high need reached first."""
    return gaps.places if show == "gaps" else by_strength(gaps.places)


def ranking(gaps: Gaps, pack: Pack, show: Show, chosen: str | None) -> dict[str, Any]:
    """Return the list of places for `mapping.component.widgets.show_ranking`."""
    places = order_places(gaps, show)
    is_of_all = show == "gaps" and not gaps.terms.of_people
    whole_key = "children" if is_of_all else "high_need_children"
    part_key = "gap_children" if show == "gaps" else "reached_high_need_children"
    nobody = "nobody of that age" if is_of_all else nobody_words(gaps.terms.high)
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
                "said": _said(row[part_key], row[whole_key], pack, nobody),
                "part": _number(row[part_key]),
                "whole": _number(row[whole_key]),
            }
            for key, row in places.iterrows()
        ],
        "chosen": _chosen(chosen, gaps) if chosen in places.index else None,
    }


def _note(gaps: Gaps, show: Show) -> str:
    who, high = children_words(gaps.question), gaps.terms.high
    if show == "gaps":
        among = f"all {high}" if gaps.terms.of_people else f"all {who}"
        return f"{opened(who)} {high} and out of reach, of {among}"
    return f"{opened(who)} {high} who are reached, of all {high}"


def _said(part: float, everyone: float, pack: Pack, nobody: str) -> str:
    if math.isnan(everyone) or math.isnan(part):
        return "not known"
    if everyone == 0:
        return nobody
    if too_few(everyone):
        return TOO_FEW
    exact = pack.info.people.standing == "published"
    total = whole(everyone if exact else nearest(everyone))
    return some_of(part, everyone, total)


def _number(value: float) -> float:
    return 0.0 if math.isnan(value) else round(float(value), 1)


def _chosen(place_id: str | None, gaps: Gaps) -> dict[str, Any]:
    key = str(place_id)
    return {
        "id": key,
        "sentences": [
            plain_text(gaps.place_said(key).in_full),
            plain_text(gaps.place_strength(key)),
            *filter(None, [plain_text(gaps.other_form(key))]),
        ],
        "actions": [["open", "Open this place"]],
    }
