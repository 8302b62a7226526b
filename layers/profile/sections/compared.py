"""What is published of a place and of the areas it lies in, beside county, England and target."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pandas import Series

from geodata.disclosure import SUPPRESSED
from geodata.model import Indicator
from layers.compare.comparators import SUMMED, WHOLE
from layers.compare.comparison import ENGLAND, Comparison
from layers.compare.trend import Trend
from layers.compare.verdict import WORDS
from layers.indicators.words import against_target, figure_said, target_words
from layers.place.values import PublishedFigure
from layers.profile.asked import Asked
from layers.profile.parts import Cell, Chart, Column, Table
from layers.profile.sections.cells import about, column, text
from layers.said.numbers import UNKNOWN, counted, known

READING = (
    "Each figure stands on its own scale, from the lowest to the highest place of its kind; the "
    "line across is England."
)
OF_AREAS = (
    "A figure of an area that the place lies in is that area’s, and is given to no place inside it."
)
BRIEF_MEASURES = 6
NOT_HELD = "not held"
LIBRARIES = "librar"  # how a theme begins that is told beside what is there


def compared(asked: Asked) -> Chart | None:
    """Return what is published of the place, then of areas that hold all of it; None for nothing.

    Each figure stands with its interval, beside the county, England and its target.
    """
    rows = tuple(_rows(asked))
    if not rows:
        return None
    table = Table(
        key="spine",
        title="Published measures, beside county, England and target",
        columns=_columns(),
        rows=rows,
        about=about([], note=OF_AREAS),
        brief=BRIEF_MEASURES,
    )
    at = table.column("verdict")
    verdicts = [row[at].text for row in rows if row[at].mark]
    said = [f"{verdicts.count(kind)} {kind}" for kind in dict.fromkeys(verdicts)]
    beside = f" beside England: {', '.join(said)}" if said else ""
    unjudged = len(rows) - len(verdicts)
    rest = f"{unjudged} not judged" if unjudged else ""
    told = "; ".join(filter(None, [beside.strip(), rest]))
    return Chart(
        drawn="spine",
        table=table,
        category="indicator",
        series=("figure", "compared"),
        lower="lower",
        upper="upper",
        alt=f"{counted(len(rows), 'published measures')}, {told}.",
        reading=READING,
    )


def _columns() -> tuple[Column, ...]:
    of_row = "in the unit of its row"
    return (
        column("indicator", "Measure"),
        column("of", "Of", names=True),
        column("figure", "Figure", "number", of_row),
        column("unit", "Unit"),
        column("lower", "Lower limit, 95%", "number", of_row),
        column("upper", "Upper limit, 95%", "number", of_row),
        column("compared", "England", "number", of_row),
        column("verdict", "Beside England"),
        column("county", "Larger area", "number", of_row),
        column("county_verdict", "Beside the larger area"),
        column("target", "Target"),
        column("trend", "Trend"),
        column("least", "Lowest place", "number", of_row),
        column("most", "Highest place", "number", of_row),
        column("when", "Date and source"),
    )


def _rows(asked: Asked) -> Iterator[tuple[Cell, ...]]:
    """Yield the place’s own measures first, then those of the smallest area that holds it."""
    holders = {place: str(asked.pack.places.loc[place, "kind"]) for place in asked.holders}
    every = asked.shared.comparisons
    found = [each for each in every if not each.indicator.theme.casefold().startswith(LIBRARIES)]
    for place_id, kind in {asked.place_id: asked.facts.kind.key, **holders}.items():
        for each in found:
            if each.indicator.geography == kind and _is_told(asked, each, place_id):
                yield _row(asked, each, place_id)


def _are_places(asked: Asked, found: Comparison) -> list[bool]:
    """Return which rows are places of the kind, and not what they are compared with."""
    kinds = asked.pack.places["kind"]
    return [kinds.get(key) == found.indicator.geography for key in found.places.index]


def _is_told(asked: Asked, found: Comparison, place_id: str) -> bool:
    """Return whether a row is told: of another area only a share or rate that is known."""
    if place_id not in found.places.index:
        return False
    if place_id == asked.place_id:
        return True
    row: Series = found.places.loc[[place_id]].iloc[0]
    return found.indicator.form in SUMMED and known(row["value"]) is not None and not _hidden(row)


def _row(asked: Asked, found: Comparison, place_id: str) -> tuple[Cell, ...]:
    row: Series = found.places.loc[[place_id]].iloc[0]
    indicator = found.indicator
    others = found.places["value"][_are_places(asked, found)].dropna()
    ends_told = others if len(others) > 1 else others.iloc[:0]  # one place is no range
    value = known(row["value"])
    hidden = _hidden(row)
    england = found if found.comparator_id == ENGLAND else None
    county = _county(asked, found, place_id)
    trend = found.trends[place_id]
    is_comparable = indicator.form in SUMMED  # a count of another place is on no scale of this one
    limits = [_limit(row[at], indicator, hidden) for at in LIMITS]
    ends = [_number(end, indicator) for end in (ends_told.min(), ends_told.max())]
    return (
        text(indicator.label),
        text(row["place"]),
        Cell(text=hidden) if hidden else _number(row["value"], indicator),
        text(unit_words(indicator)),
        *limits,
        _beside(england),
        _verdict(england, place_id, hidden),
        _beside(county, named=True),
        _verdict(county, place_id, hidden),
        text(target_words(indicator) if hidden else _target(value, indicator)),
        text(trend_words(trend) if not hidden else ""),
        *(ends if is_comparable else [text(""), text("")]),
        text(f"{indicator.period}; {found.sources[0].title}"),
    )


LIMITS = ("lower", "upper")


def _hidden(row: Series) -> str:
    """Return why a figure may not be told; empty where it may."""
    if not bool(row["is_suppressed"]):
        return ""
    return str(row["note"]) or SUPPRESSED


def _limit(value: float, indicator: Indicator, hidden: str) -> Cell:
    if hidden:
        return Cell(text=hidden)
    return _number(value, indicator, "") if indicator.form in SUMMED else text("")


def trend_words(trend: Trend | None) -> str:
    """Return a trend with its shape; that it is not known where it cannot be worked out."""
    return trend.words() if trend is not None and trend.direction != "unknown" else UNKNOWN


def _number(value: float, indicator: Indicator, unknown: str = UNKNOWN) -> Cell:
    number = float(value)
    if math.isnan(number):
        return Cell(text=unknown)
    return Cell(text=figure_said(number, indicator), number=number)


def _beside(found: Comparison | None, *, named: bool = False) -> Cell:
    """Return the figure compared with, and of a larger area whose it is."""
    if found is None or math.isnan(found.comparator):
        return Cell(text="" if named else NOT_HELD)
    cell = _number(found.comparator, found.indicator)
    return Cell(text=f"{found.comparator_name}: {cell.text}", number=cell.number) if named else cell


def _verdict(found: Comparison | None, place_id: str, hidden: str) -> Cell:
    if found is None or place_id not in found.places.index:
        return text("")
    row: Series = found.places.loc[[place_id]].iloc[0]
    if hidden or row["verdict"] == "unknown":
        return text(f"not judged: {hidden or row['reason']}")
    return Cell(text=WORDS[row["verdict"]], mark=row["verdict"])


def _county(asked: Asked, found: Comparison, place_id: str) -> Comparison | None:
    """Compare with the largest area that holds the place and is held; None where there is none."""
    held = asked.shared.held
    larger = [each for each in reversed(asked.holders) if each != place_id]
    if place_id == asked.place_id:
        larger.append(WHOLE)
    chosen = next((each for each in larger if each in held.comparators(found.indicator.key)), None)
    if chosen is None or _is_smaller(asked, chosen, place_id):
        return None
    return held.comparison(found.indicator.key, chosen)


def _is_smaller(asked: Asked, chosen: str, place_id: str) -> bool:
    """Return whether an area stands before another among those that hold the place."""
    order = [asked.place_id, *asked.holders, WHOLE]
    return order.index(chosen) <= order.index(place_id)


def unit_words(indicator: Indicator) -> str:
    """Return what a measure counts in; of a percentage that it is 0 to 100."""
    unit = indicator.unit
    return f"{unit} (0 to 100)" if unit.startswith("%") else unit


def _target(value: float | None, indicator: Indicator) -> str:
    return against_target(value, indicator) or target_words(indicator)


def measures_of(asked: Asked, theme: str) -> list[PublishedFigure]:
    """List the figures that are published of a theme, for the place or areas that it lies in."""
    every = asked.facts.published
    return [
        each
        for each in every
        if each.theme.casefold().startswith(theme) and each.number is not None
    ]
