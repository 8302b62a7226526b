"""The figures of a timeline, period by period: where each lies beside a project and others."""

from __future__ import annotations

import math
from typing import Any, Final

from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.compare.comparators import TARGET, Comparator, find_comparators, summed_rows
from layers.compare.history import History
from layers.compare.phases import standing_of
from layers.compare.projects import DATE
from layers.compare.typed_project import TypedProject
from layers.indicators.periods import are_apart, end_of
from layers.indicators.words import ENGLAND

BREAK: Final = "break"
"""How the note of a figure begins that is counted otherwise than those before it."""


def timeline_series(
    pack: Pack, history: History, project: TypedProject, comparator: Comparator | None
) -> DataFrame:
    """Return a history beside a comparator, each period with its standing to a project."""
    compared = history.series["england"]
    if comparator is None or comparator.id != ENGLAND:
        compared = _compared(pack, history, comparator)
    return _with_gaps(_placed(history.series.assign(compared=compared), project), project)


def timeline_comparator(pack: Pack, history: History, asked: str | None) -> Comparator | None:
    """Return what a history is set beside: what is asked for, else England or what adds up.

    Raises
    ------
    QuestionError
        What is asked for is not held.
    """
    england = Comparator(id=ENGLAND, name="England")
    held = find_comparators(pack, history.indicator)
    held = {key: each for key, each in held.items() if key not in (TARGET, history.place_id)}
    if history.series["england"].notna().any():
        held = {ENGLAND: england} | held
    if asked is not None and asked not in held:
        raise QuestionError(
            Problem(
                where=f"what to compare {history.indicator.label} with",
                found=quoted(asked),
                expected="one of " + (", ".join(held) or "none: nothing else is held"),
                fix="Choose one of these, or none.",
            )
        )
    if asked is not None:
        return held[asked]
    summed = [each for each in held.values() if each.note]
    return held.get(ENGLAND) or next(iter(summed), None)


def _compared(pack: Pack, history: History, comparator: Comparator | None) -> Series:
    periods = history.series["period"]
    if comparator is None:
        return Series(float("nan"), index=periods.index)
    values = pack.indicator_values
    rows = values[values["indicator"] == history.indicator.key]
    own = rows[rows["place_id"] == comparator.id]
    if comparator.note:
        own = summed_rows(pack, history.indicator, comparator.id)
    by_period = own.drop_duplicates("period").set_index("period")["value"].astype(float)
    return periods.map(by_period)


def _placed(series: DataFrame, project: TypedProject) -> DataFrame:
    """Say of each period where it lies on a line of years, and beside the project."""
    periods = [str(each) for each in series["period"]]
    firsts, lasts = (
        [end_of(each, end) if DATE.fullmatch(each) else None for each in periods]
        for end in ("first", "last")
    )
    stands = [standing_of(project, *ends) for ends in zip(firsts, lasts, strict=True)]
    return series.assign(
        first=Series(firsts, index=series.index, dtype=float),
        last=Series(lasts, index=series.index, dtype=float),
        kind=[each.kind for each in stands],
        run=[each.run for each in stands],
        is_part=[each.is_part for each in stands],
        ran=[float("nan") if each.kind == "unknown" else each.ran for each in stands],
        project=[each.words() for each in stands],
        breaks=series["note"].astype(str).str.casefold().str.startswith(BREAK),
        is_gap=False,
    )


def _with_gaps(series: DataFrame, project: TypedProject) -> DataFrame:
    """Put a row of nothing where periods lie too far apart for a line between them."""
    rows = list[dict[str, Any]]()
    for row in series.to_dict(orient="records"):
        if rows and _are_apart(rows[-1], row):
            rows.append(_gap(rows[-1], row, project))
        rows.append({str(name): cell for name, cell in row.items()})
    return DataFrame(rows, columns=series.columns)


def _are_apart(before: dict[str, Any], after: dict[Any, Any]) -> bool:
    if math.isnan(before["last"]) or math.isnan(after["first"]):
        return False
    return are_apart(str(before["period"]), str(after["period"]))


def _gap(before: dict[str, Any], after: dict[Any, Any], project: TypedProject) -> dict[str, Any]:
    nothing = dict.fromkeys(before, float("nan"))
    stands = standing_of(project, before["last"], after["first"])
    return nothing | {
        "period": f"between {before['period']} and {after['period']}",
        "first": before["last"],
        "last": after["first"],
        "kind": "unknown",
        "run": 0,
        "is_part": False,
        "project": stands.words(),
        "ran": stands.ran,
        "note": "no figure is held",
        "breaks": False,
        "is_gap": True,
    }
