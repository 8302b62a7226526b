"""Published measures of the authorities that hold a place."""

from __future__ import annotations

import numpy as np
from pandas import DataFrame, Series

from geodata.disclosure import SUPPRESSED
from geodata.model import Indicator, Pack
from layers.indicators.words import ENGLAND, against_target, figure_said
from layers.place.offers import words
from layers.place.values import PublishedFigure
from layers.places import holders

__all__ = ["figure_said", "holders", "published_figures"]


def published_figures(pack: Pack, place_id: str) -> tuple[PublishedFigure, ...]:
    """List the measures published for the place, or for authorities that it lies in.

    A figure of an authority is said to be that authority's: it is never given to the place.
    Measures of small areas are not listed here; need says them.
    """
    return tuple(
        _figure(pack, indicator, holder)
        for indicator in pack.indicators.values()
        if indicator.geography in pack.info.place_kinds
        for holder in holders(pack, indicator.geography, place_id)
    )


def _figure(pack: Pack, indicator: Indicator, holder: str) -> PublishedFigure:
    rows = pack.indicator_values
    rows = rows[(rows["indicator"] == indicator.key) & (rows["period"] == indicator.period)]
    row, england = _row(rows, holder), _row(rows, ENGLAND)
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


def _row(rows: DataFrame, place_id: str) -> Series | None:
    found = rows[rows["place_id"] == place_id]
    if found.empty:
        return None
    first: Series = found.iloc[0]
    return first


def _why_suppressed(pack: Pack, indicator: Indicator, row: Series) -> str:
    """Return why a figure is suppressed, in words; "" where it is not."""
    note = words(row["note"])
    if note.startswith("suppressed"):
        return note
    count = row["value"] if indicator.form == "count" else row["numerator"]
    is_small = indicator.sensitive and 0 < count < pack.info.disclosure.threshold
    return SUPPRESSED if is_small else ""


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _limits(row: Series, indicator: Indicator) -> str:
    lower, upper = _number(row["lower"]), _number(row["upper"])
    if lower is None or upper is None:
        return ""
    return f"{figure_said(lower, indicator)} to {figure_said(upper, indicator)}"
