"""The table of all places: their counts, what is reached, and how sure each rank is."""

from __future__ import annotations

import math
from typing import Any

from pandas import Series

from geodata.model import Pack
from layers.gaps import Gaps
from layers.question.words import children_words
from layers.ranks.steadiness import RankRange
from layers.ranks.strengths import reached_shares, reached_words
from layers.said.numbers import about, whole
from layers.said.sentences import opened
from mapping.escape import plain_text


def places_table(gaps: Gaps, pack: Pack, ranks: RankRange | None = None) -> dict[str, Any]:
    """Return the table of places for `mapping.component.widgets.show_places_table`.

    Parameters
    ----------
    ranks
        How sure each place's rank by gap is; a column says it where given.
    """
    who = children_words(gaps.question).capitalize()
    estimate = "illustrative" if pack.info.illustrative else "estimated"
    people, high = pack.info.people, gaps.terms.high
    counted = f"{people.period}, {people.standing}"
    reached = reached_shares(gaps.places)
    in_need = f"people {counted}; need {gaps.need.indicator.period}"
    is_placed = ranks is not None and ranks.draws > 0
    placed = f"{estimate}; a range where doors are placed roughly" if is_placed else estimate
    return {
        "caption": f"{pack.info.place_kinds[gaps.question.place_kind].plural.capitalize()}, "
        "the largest gap first",
        "name_label": "Place",
        "sort": 3,
        "columns": [
            {"key": "children", "label": who, "note": counted},
            {"key": "high_need", "label": opened(high), "note": in_need},
            {"key": "beyond", "label": "Out of reach", "note": estimate},
            {"key": "gap", "label": f"{opened(high)} and out of reach", "note": placed},
            {"key": "reached", "label": f"Of those {high}, reached", "note": estimate},
            *([_rank_column(ranks)] if ranks else []),
        ],
        "rows": [
            _table_row(str(key), row, reached[str(key)], gaps, ranks)
            for key, row in gaps.places.iterrows()
        ],
    }


def _table_row(
    place_id: str, row: Series, reached: float, gaps: Gaps, ranks: RankRange | None
) -> dict[str, Any]:
    high = row["high_need_children"]
    everyone = row["children"]
    among = high if gaps.terms.of_people else everyone
    return {
        "id": place_id,
        "name": plain_text(str(row["place"])),
        "cells": [
            _cell(everyone, whole(everyone)),
            _cell(high, whole(high)),
            _cell(row["beyond_children"], about(row["beyond_children"]), everyone),
            _cell(row["gap_children"], _gap_words(place_id, row, ranks), among),
            _cell(reached, reached_words(high, reached, gaps.terms.high), 1),
            *([_rank_cell(place_id, ranks)] if ranks else []),
        ],
    }


def _gap_words(place_id: str, row: Series, ranks: RankRange | None) -> str:
    """Return a gap with how sure its doors make it, where that was worked out."""
    return about(row["gap_children"]) if ranks is None else ranks.gap_words(place_id)


def _rank_column(ranks: RankRange) -> dict[str, Any]:
    return {"key": "rank", "label": "Rank by gap", "note": f"with another {ranks.varied}"}


def _rank_cell(place_id: str, ranks: RankRange) -> dict[str, Any]:
    """Return a rank with how sure it is; the first sorts as the largest, as the gaps do."""
    return _cell(-float(ranks.places["rank"][place_id]), ranks.words(place_id))


def _cell(value: float, said: str, of: float | None = None) -> dict[str, Any]:
    known = not math.isnan(value)
    cell: dict[str, Any] = {"value": float(value) if known else None, "said": said}
    if of is not None and known and of > 0:
        cell["share"] = round(float(value) / of, 4)
    return cell
