"""Places in order, as a list with bars and as a table; gaps and strengths alike."""

from __future__ import annotations

import math
from typing import Any, Literal

from pandas import DataFrame, Series

from geodata.model import Pack
from layers.gaps import Gaps
from layers.question.words import children_words
from layers.ranks.steadiness import RankRange
from layers.ranks.strengths import NOBODY, by_strength, reached_shares, reached_words
from layers.said.numbers import about, nearest, some_of, whole
from layers.said.sentences import place_sentence, place_strength
from mapping.escape import plain_text

RANK_NOTE = "with the limit and need a little different"
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
        "chosen": _chosen(chosen, gaps, pack) if chosen in places.index else None,
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


def _chosen(place_id: str | None, gaps: Gaps, pack: Pack) -> dict[str, Any]:
    key = str(place_id)
    return {
        "id": key,
        "sentences": [
            plain_text(place_sentence(key, gaps, pack)),
            plain_text(place_strength(key, gaps, pack)),
        ],
        "actions": [["open", "Open this place"]],
    }


def places_table(gaps: Gaps, pack: Pack, ranks: RankRange | None = None) -> dict[str, Any]:
    """Return the table of places for `mapping.component.widgets.show_places_table`.

    Parameters
    ----------
    ranks
        How sure each place's rank by gap is; a column says it where given.
    """
    who = children_words(gaps.question).capitalize()
    estimate = "illustrative" if pack.info.illustrative else "estimated"
    people = pack.info.people
    counted = f"{people.period}, {people.standing}"
    reached = reached_shares(gaps.places)
    in_need = f"people {counted}; need {gaps.need.indicator.period}"
    return {
        "caption": f"{pack.info.place_kinds[gaps.question.place_kind].plural.capitalize()}, "
        "the largest gap first",
        "name_label": "Place",
        "sort": 3,
        "columns": [
            {"key": "children", "label": who, "note": counted},
            {"key": "high_need", "label": "In high need", "note": in_need},
            {"key": "beyond", "label": "Out of reach", "note": estimate},
            {"key": "gap", "label": "In high need and out of reach", "note": estimate},
            {"key": "reached", "label": "Of those in high need, reached", "note": estimate},
            *([{"key": "rank", "label": "Rank by gap", "note": RANK_NOTE}] if ranks else []),
        ],
        "rows": [
            _table_row(str(key), row, reached[str(key)], ranks)
            for key, row in gaps.places.iterrows()
        ],
    }


def _table_row(
    place_id: str, row: Series, reached: float, ranks: RankRange | None
) -> dict[str, Any]:
    high = row["high_need_children"]
    everyone = row["children"]
    return {
        "id": place_id,
        "name": plain_text(str(row["place"])),
        "cells": [
            _cell(everyone, whole(everyone)),
            _cell(high, whole(high)),
            _cell(row["beyond_children"], about(row["beyond_children"]), everyone),
            _cell(row["gap_children"], about(row["gap_children"]), everyone),
            _cell(reached, reached_words(high, reached), 1),
            *([_rank_cell(place_id, ranks)] if ranks else []),
        ],
    }


def _rank_cell(place_id: str, ranks: RankRange) -> dict[str, Any]:
    """Return a rank with how sure it is; the first sorts as the largest, as the gaps do."""
    return _cell(-float(ranks.places["rank"][place_id]), ranks.words(place_id))


def _cell(value: float, said: str, of: float | None = None) -> dict[str, Any]:
    known = not math.isnan(value)
    cell: dict[str, Any] = {"value": float(value) if known else None, "said": said}
    if of is not None and known and of > 0:
        cell["share"] = round(float(value) / of, 4)
    return cell
