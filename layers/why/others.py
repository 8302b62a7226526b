"""Why a figure of cover, of capacity or of a comparison is what it is."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.compare.comparison import Comparison
from layers.compare.verdict import verdict_words
from layers.cover.capacity import Capacity
from layers.cover.grid import Cover
from layers.indicators.words import figure_said, number_said
from layers.said.numbers import about, nearest
from layers.said.sentences import called
from layers.why.chain import Chain, Step, step


def why_cover(cover: Cover) -> Chain:
    """Return how many combinations of row and age have nothing, of how many."""
    every, empty = len(cover.cells), len(cover.empty)
    rows = len(cover.rows)
    listed: dict[str, Any] = {"standing": "as listed", "sources": cover.sources}
    return Chain(
        title=f"Combinations without an offer in {called(cover.place)}",
        steps=(
            step("rows", "rows of the grid", rows, f"{rows:,}"),
            step("bands", "ages across, from pregnancy on", every / rows if rows else 0.0,
                 f"{every // rows if rows else 0:,}"),
            step("every", "combinations", every, f"{every:,}", how="product",
                 of=("rows", "bands")),
            step("filled", "of them with an offer that runs and takes some of the age",
                 every - empty, f"{every - empty:,}", **listed),
            step("empty", "of them have none", empty, f"{empty:,}", how="difference",
                 of=("every", "filled")),
        ),
        beside=cover.notes(),
        asked=f"Why do {empty:,} of {every:,} combinations have none?",
        terms=cover.parameters(),
        is_illustrative=cover.is_illustrative,
    )  # fmt: skip


def why_capacity(capacity: Capacity, place_id: str | None = None) -> Chain:
    """Return why there are so many children for each site, of one place or of all."""
    row = capacity.total if place_id is None else capacity.places.loc[[place_id]].iloc[0]
    where = "" if place_id is None else f" in {called(str(row['place']))}"
    standing = "illustrative" if capacity.is_illustrative else "estimated"
    about_children: dict[str, Any] = {
        "period": capacity.period,
        "standing": standing,
        "sources": capacity.sources,
    }
    need, one_per = row["need_children"], row["centres_one_per"]
    last = step(
        "one_per",
        "for each site",
        one_per,
        f"{_nearest(one_per):,}",
        how="quotient",
        of=("need", "centres"),
    )
    if row["centres"] == 0:
        last = replace(last, words="to set the children against", said="no site")
    return Chain(
        title=f"{capacity.counted[:1].upper()}{capacity.counted[1:]} for each site of "
        f"{capacity.service.label}{where}",
        steps=(
            step("need", f"{capacity.counted}: {capacity.need_basis}", need, about(need),
                 **about_children),
            step("doors", "open doors", row["doors"], f"{row['doors']:,.0f}",
                 sources=capacity.sources),
            step("centres", "sites: the doors of a split centre are one, a linked site is part "
                 "of its hub", row["centres"], f"{row['centres']:,.0f}", sources=capacity.sources),
            last,
        ),
        beside=capacity.notes(),
        asked=f"Why {last.said} for each site?" if last.number is not None else "",
        terms=capacity.parameters() | {"place_id": place_id},
        is_illustrative=capacity.is_illustrative,
    )  # fmt: skip


def _nearest(count: float) -> int:
    return 0 if math.isnan(count) else nearest(count)


def why_compared(pack: Pack, found: Comparison, place_id: str) -> Chain:
    """Return why a place is better than, similar to or worse than what it is compared with.

    Nothing stands in it that stands behind a figure which is kept back.

    Raises
    ------
    QuestionError
        The place is not among those compared.
    """
    if place_id not in found.places.index:
        raise QuestionError(_not_compared(found, place_id))
    row, indicator = found.places.loc[[place_id]].iloc[0], found.indicator
    of: dict[str, Any] = {
        "period": indicator.period, "standing": indicator.standing, "sources": found.sources,
    }  # fmt: skip
    words = verdict_words(row["verdict"], str(row["reason"]))
    judged = Step(
        key="verdict", words=f"beside {found.comparator_name}: similar where that lies between "
        "the two limits", number=None, said=words, how="judged",
        of=("lower", "upper", "comparator") if not math.isnan(row["lower"]) else (),
    )  # fmt: skip
    steps = [
        step("value", indicator.label, row["value"], figure_said(row["value"], indicator), **of)
    ]
    if not math.isnan(row["value"]):
        steps = [*_counts(row, of), *steps, *_limits(row, found)]
    note = str(row["note"]) if isinstance(row["note"], str) else ""
    return Chain(
        title=f"{row['place']}, {indicator.label}",
        asked=f"{row['place']}: why {words}?",
        steps=(*steps, judged),
        beside=tuple(filter(None, [note, *found.notes()])),
        terms=found.parameters() | {"place_id": place_id},
        is_illustrative=found.is_illustrative or pack.info.illustrative,
    )


def _counts(row: Any, of: dict[str, Any]) -> list[Step]:  # noqa: ANN401
    held = (("numerator", "counted"), ("denominator", "of these"))
    return [
        step(key, words, row[key], number_said(row[key]), **of)
        for key, words in held
        if not math.isnan(row[key])
    ]


def _limits(row: Any, found: Comparison) -> list[Step]:  # noqa: ANN401
    limits = []
    if not math.isnan(row["lower"]):
        how = f"limit of its interval: {row['interval']}, 95%"
        limits = [
            step(key, f"{key} {how}", row[key], figure_said(row[key], found.indicator))
            for key in ("lower", "upper")
        ]
    value = found.comparator
    words = f"{found.comparator_name}, which it is set beside"
    return [*limits, step("comparator", words, value, figure_said(value, found.indicator))]


def _not_compared(found: Comparison, place_id: str) -> Problem:
    return Problem(
        where="the place",
        found=quoted(place_id),
        expected=f"one of the {len(found.places)} {found.plural} that {found.indicator.label} is "
        "published for",
        fix="Choose one from the Compare page, or by the command compare.",
    )
