"""Published measures of the authorities that hold a place."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
from pandas import Series

from geodata.disclosure import SUPPRESSED
from geodata.model import Indicator, Pack
from geodata.rounding import publish
from layers.indicators.words import ENGLAND, against_target, figure_said
from layers.place.offers import words
from layers.place.values import PublishedFigure
from layers.places import holders

__all__ = ["figure_said", "holders", "published_figures"]

Row = Mapping[Hashable, Any]
Rows = Mapping[tuple[str, str], Row]
"""A value’s row by its indicator and its place."""


def published_figures(pack: Pack, place_id: str) -> tuple[PublishedFigure, ...]:
    """List the measures published for the place, or for authorities that it lies in.

    A figure of an authority is said to be that authority's: it is never given to the place.
    Measures of small areas are not listed here; need says them.
    """
    wanted = [each for each in pack.indicators.values() if each.geography in pack.info.place_kinds]
    kinds = dict.fromkeys(each.geography for each in wanted)
    holding = {kind: list(holders(pack, kind, place_id)) for kind in kinds}
    rows = _latest(pack, wanted, {key for keys in holding.values() for key in keys})
    return tuple(
        _figure(pack, indicator, holder, rows)
        for indicator in wanted
        for holder in holding[indicator.geography]
    )


def _latest(pack: Pack, wanted: list[Indicator], holding: set[str]) -> Rows:
    """Find the first row of each indicator’s own period, of some places and of England."""
    values = pack.indicator_values
    rows = values[values["place_id"].isin([*holding, ENGLAND])]
    found: dict[tuple[str, str], Mapping[Hashable, Any]] = {}
    periods = {each.key: each.period for each in wanted}
    for row in rows.to_dict("records"):
        if periods.get(row["indicator"]) == row["period"]:
            found.setdefault((row["indicator"], row["place_id"]), row)
    return found


def _figure(pack: Pack, indicator: Indicator, holder: str, rows: Rows) -> PublishedFigure:
    row, england = rows.get((indicator.key, holder)), rows.get((indicator.key, ENGLAND))
    hidden = "" if row is None else _why_suppressed(pack, indicator, row)
    number = None if row is None or hidden else _number(row["value"])
    england_number = None if england is None else _number(england["value"])
    return PublishedFigure(
        indicator=indicator.key,
        label=indicator.label,
        theme=indicator.theme,
        about=str(pack.places.loc[holder, "name"]),
        text=hidden or figure_said(number, indicator),
        number=number,
        england="" if england_number is None else figure_said(england_number, indicator),
        england_number=england_number,
        limits="" if row is None or hidden else _limits(row, indicator),
        period=indicator.period,
        source=pack.info.sources[indicator.source].title,
        standing=indicator.standing,
        worse_when=indicator.worse_when,
        target=against_target(number, indicator),
        note=(words(row["note"]) if row is not None else "") or indicator.note,
    )


def _why_suppressed(pack: Pack, indicator: Indicator, row: Row) -> str:
    """Return why a figure is suppressed, in words; "" where it is not."""
    note = words(row["note"])
    if note.startswith("suppressed"):
        return note
    count = row["value"] if indicator.form == "count" else row["numerator"]
    rule = pack.info.disclosure.rule_of(indicator.key)
    is_held = indicator.sensitive and not np.isnan(count)
    return SUPPRESSED if is_held and np.isnan(publish(Series([count]), rule).iloc[0]) else ""


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _limits(row: Row, indicator: Indicator) -> str:
    lower, upper = _number(row["lower"]), _number(row["upper"])
    if lower is None or upper is None:
        return ""
    return f"{figure_said(lower, indicator)} to {figure_said(upper, indicator)}"
