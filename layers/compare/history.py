"""An indicator over time in one place, with the projects that were meant to move it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Indicator, Pack, Source
from layers.compare.comparison import limits_of
from layers.compare.intervals import CONFIDENCE, indicator_scale
from layers.compare.projects import DATE, Span, areas_of, projects_of, running, spans_of
from layers.compare.trend import Trend, measure_trend
from layers.indicators.figures import (
    AREA,
    find_indicator,
    periods_of,
    shape_words,
    shapes_of,
)
from layers.indicators.words import (
    ENGLAND,
    WORSE,
    against_target,
    figure_said,
    place_name,
    rounded_words,
    target_words,
)
from layers.places import holders, member_areas
from layers.said.citing import sources_by_key
from layers.said.numbers import listed

CLAIMS_NOTHING = (
    "A project beside a line does not show that it moved it: other things changed in the same "
    "years, and nothing here says what would have happened without it."
)
HIDDEN = "suppressed"  # how the note of a figure begins that is held and not shown
COLUMNS = ("period", "value", "numerator", "denominator", "lower", "upper", "england", "note")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """An indicator over time.

    Attributes
    ----------
    series
        Oldest first: `period`, `value`, `numerator`, `denominator`, `lower`, `upper` (95%),
        `england` and `note`; NaN where not published.
    asked
        The place that was asked about.
    place, place_id
        Whose figures are shown: the asked place itself, or one that holds it.
    is_own
        Whether these are the same areas.
    is_whole
        Whether that holds all of the place asked about.
    spans
        The projects that were meant to move it, in or around the place asked about.
    """

    indicator: Indicator
    series: DataFrame
    asked: str
    place: str
    place_id: str
    is_own: bool
    is_whole: bool
    plural: str
    spans: tuple[Span, ...]
    trend: Trend
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def heading(self) -> str:
        """What is shown, and of whom."""
        return f"{self.indicator.label}, {self.place}"

    @property
    def known(self) -> DataFrame:
        """The periods that have a value."""
        return self.series[self.series["value"].notna()]

    @property
    def table(self) -> DataFrame:
        """The periods, oldest first, each with the projects that ran in it."""
        projects = ["; ".join(running(self.spans, period)) for period in self.series["period"]]
        return self.series.assign(projects=projects).set_index("period")

    def parameters(self) -> dict[str, Any]:
        """Return what is shown, of whom, and with what interval."""
        terms = {
            "indicator": self.indicator.key,
            "unit": self.indicator.unit,
            "worse_when": self.indicator.worse_when,
            "asked": self.asked,
            "place": self.place,
            "confidence": CONFIDENCE,
        }
        aim = target_words(self.indicator)
        return terms | ({"target": aim} if aim else {})

    def missing(self) -> dict[str, float]:
        """Return how many periods have no value."""
        count = float(self.series["value"].isna().sum())
        return {"periods": count} if count else {}

    def sentence(self) -> str:
        """Return the first and the last figure, whose they are, and whether they move."""
        known, lead = self.known, f"{self.indicator.label}, {self.place}: "
        if known.empty:
            also = "" if self.is_own else f" Nor is any published for {self.asked}, inside it."
            return f"{lead}{none_said(self.series)} of any period.{also}"
        first, last = known.iloc[0], known.iloc[-1]
        said = period_said(last, self.indicator)
        if len(known) > 1:
            said = f"{period_said(first, self.indicator)}, {said}"
        target = against_target(float(last["value"]), self.indicator)
        target = f", {'which ' if target.startswith('meets') else ''}{target}" if target else ""
        only = " It is the only period held." if len(self.series) == 1 else ""
        trend = "" if only else f" {self.trend.sentence()}"
        return f"{lead}{said}{target}.{only}{trend}{self.whose()}"

    def whose(self) -> str:
        """Return whose figures these are where the place asked about has none; empty of its own."""
        if self.is_own:
            return ""
        holds = "holds it" if self.is_whole else "holds most of it"
        return (
            f" No figure is published for {self.asked}: this is of {self.place}, which {holds}, "
            f"and says nothing of {self.asked} itself."
        )

    def notes(self) -> tuple[str, ...]:
        """Return which way is worse, when projects ran, and that nothing claims a cause."""
        said = [WORSE[self.indicator.worse_when], self.indicator.note]
        said.append(rounded_words(self.indicator))
        for span in self.spans:
            place = "" if span.where == "here" else f" ({span.places})"
            note = f" {span.note}" if span.note else ""
            said.append(f"{span.name}{place}: {span.words()}.{note} [{span.cites}]")
        part = sorted({span.places for span in self.spans if span.where == "part"})
        if part:
            said.append(f"The line is of all of {self.place}, of which {listed(part)} is a part.")
        return tuple(filter(None, (*said, CLAIMS_NOTHING if self.spans else "")))


def none_said(rows: DataFrame) -> str:
    """Return that there is no figure of periods: what is suppressed is held, and not shown."""
    is_hidden = rows["note"].astype(str).str.startswith(HIDDEN).any()
    return "no figure is shown, to protect people," if is_hidden else "no figure is held"


def period_said(row: Series, indicator: Indicator) -> str:
    """Return a figure with its period: "71% in 2018/19", "25 children (as reported 2018–20)"."""
    figure, period = figure_said(float(row["value"]), indicator), str(row["period"])
    return f"{figure} in {period}" if DATE.fullmatch(period) else f"{figure} ({period})"


def measure_history(pack: Pack, key: str, place_id: str) -> History:
    """Follow an indicator over time in a place, or in the one that holds it.

    Parameters
    ----------
    place_id
        A place of any kind, or a neighbourhood.

    Raises
    ------
    QuestionError
        The pack has no such indicator or place, or no place of the indicator’s kind holds it.
    """
    indicator = find_indicator(pack, key)
    holder, is_whole = _holder(pack, indicator, place_id)
    scale = indicator_scale(indicator)
    values = pack.indicator_values
    rows = values[(values["indicator"] == key) & (values["place_id"] == holder)]
    spans = tuple(spans_of(pack, key, place_id, holder))
    told = pack.reported.projects["source"][projects_of(pack, key, place_id)]
    return History(
        indicator=indicator,
        series=_series(pack, indicator, holder),
        asked=place_name(pack, place_id),
        place=place_name(pack, holder),
        place_id=holder,
        is_own=areas_of(pack, place_id) == areas_of(pack, holder),
        is_whole=is_whole,
        plural=shape_words(pack, indicator.geography)[1],
        spans=spans,
        trend=measure_trend(rows, scale, indicator.worse_when),
        sources=sources_by_key(pack, [indicator.source, *map(str, told)]),
        is_illustrative=pack.info.illustrative,
    )


def _holder(pack: Pack, indicator: Indicator, place_id: str) -> tuple[str, bool]:
    """Return whose figures tell of a place: its own, or those of the one that holds most of it."""
    if place_id in shapes_of(pack, indicator.geography).index:
        return place_id, True
    if place_id in pack.areas.index:
        inside = Series(1.0, index=[place_id])
    elif place_id in pack.places.index:
        inside = member_areas(pack, place_id)
    else:
        raise QuestionError(_unknown(pack, place_id))
    if indicator.geography == AREA:
        raise QuestionError(_too_large(pack, indicator, place_id))
    held = _held_by(pack, indicator.geography, place_id, inside)
    if held.empty:
        raise QuestionError(_too_large(pack, indicator, place_id))
    holder = str(held.idxmax())
    if len(held) > 1 and len(member_areas(pack, holder)) < len(inside):
        raise QuestionError(_too_large(pack, indicator, place_id))
    return holder, len(held) == 1


def _held_by(pack: Pack, kind: str, place_id: str, inside: Series) -> Series:
    """Return how much of a place each place of a kind holds, in areas."""
    if place_id in pack.places.index:
        ids = list(holders(pack, kind, place_id))
    else:
        ids = [str(key) for key in pack.places.index[pack.places["kind"] == kind]]
    sizes = {
        key: float((member_areas(pack, key).reindex(inside.index).fillna(0) * inside).sum())
        for key in ids
    }
    held = Series(sizes, dtype=float)
    return held[held > 0]


def _unknown(pack: Pack, place_id: str) -> Problem:
    return Problem(
        where="the place",
        found=quoted(place_id),
        expected=f"the id of a place or a {pack.info.area_label} of {pack.info.title}",
        fix="Choose one from the Places page, or by the command places.",
    )


def _too_large(pack: Pack, indicator: Indicator, place_id: str) -> Problem:
    label, plural = shape_words(pack, indicator.geography)
    return Problem(
        where=f"{indicator.label} over time",
        found=f"{place_name(pack, place_id)}, which holds several {plural}",
        expected=f"a {label}, or a place inside one: it is published for {plural}",
        fix=f"Choose a {label}.",
    )


def _series(pack: Pack, indicator: Indicator, holder: str) -> DataFrame:
    values = pack.indicator_values
    rows = values[values["indicator"] == indicator.key].drop_duplicates(["place_id", "period"])
    periods = periods_of(pack, indicator.key)
    own, england = (
        rows[rows["place_id"] == key].set_index("period").reindex(periods)
        for key in (holder, ENGLAND)
    )
    series = own[["value", "numerator", "denominator"]].astype(float)
    lower, upper, _ = limits_of(own, indicator)
    series = series.assign(lower=lower, upper=upper, england=england["value"].astype(float))
    notes = own["note"].astype(object).where(own["note"].notna(), "")
    series["note"] = notes.mask(series["value"].isna() & notes.eq(""), "not held")
    named: DataFrame = series.rename_axis("period").reset_index()[list(COLUMNS)]
    return named
