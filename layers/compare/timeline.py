"""An indicator over time with a project drawn on it: what it was before, during and after.

Nothing here claims that the project moved the figure, and nothing reckons whether it did.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from pandas import DataFrame, Series

from geodata.model import Indicator, Pack, Source
from layers.compare.comparators import Comparator
from layers.compare.history import CLAIMS_NOTHING, History, measure_history, none_said, period_said
from layers.compare.phases import Phase, phases_of
from layers.compare.timeline_series import timeline_comparator, timeline_series
from layers.compare.two_periods import difference_limits
from layers.compare.typed_project import TypedProject, read_project
from layers.indicators.words import WORSE, number_said
from layers.said.numbers import SAME_DECIMALS, listed
from layers.said.sentences import opened

NO_CAUSE: Final = "This does not show that the project caused any change, or that it did not."
TAKEN_AS: Final = (
    "A period such as 2016/17 is taken as the middle of 2016 to the middle of 2017, since it may "
    "be a school or a financial year, and belongs to the time that most of it lies in. A start or "
    "stop told by its year alone may be any day of it: all of that year counts as time when the "
    "project ran."
)
COLUMNS: Final = ("period", "value", "lower", "upper", "compared", "project", "note")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timeline:
    """An indicator over time, before, while and after a project ran.

    Attributes
    ----------
    history
        The same figures without the project: whose they are, and what is reported of others.
    series
        Oldest first: `period`, `first` and `last` on a line of years (NaN where it tells none),
        `value`, `lower`, `upper`, `compared`, `project` (whether it ran then, in words), `kind`,
        `run`, `is_part` and `ran` (its standing), `note`, `breaks` (counted otherwise than before)
        and `is_gap` (a row for all the time between two periods of which nothing is held).
    comparator
        What it is set beside; None where nothing is held.
    """

    history: History
    project: TypedProject
    series: DataFrame
    comparator: Comparator | None

    @property
    def indicator(self) -> Indicator:
        """What is shown."""
        return self.history.indicator

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who published the figures, and who reported of other projects."""
        return self.history.sources

    @property
    def is_illustrative(self) -> bool:
        """Whether the pack is not of real neighbourhoods."""
        return self.history.is_illustrative

    @property
    def heading(self) -> str:
        """What is shown, of whom, and beside which project."""
        return f"{self.history.heading}, and when {self.project.name} ran"

    @property
    def known(self) -> DataFrame:
        """The periods that have a figure."""
        return self.series[self.series["value"].notna()]

    @property
    def table(self) -> DataFrame:
        """The periods, oldest first, each with the project beside it."""
        return self.series[list(COLUMNS)].set_index("period")

    @property
    def headings(self) -> dict[str, str]:
        """What its own columns are called in a file."""
        beside = "Compared with" if self.comparator is None else opened(self.comparator.name)
        return {"compared": beside, "project": self.project.name}

    def parameters(self) -> dict[str, Any]:
        """Return what is shown, of whom, beside which project and what else."""
        return self.history.parameters() | {
            "project": self.project.text(),
            "comparator": "none" if self.comparator is None else self.comparator.name,
        }

    def missing(self) -> dict[str, float]:
        """Return how many periods have no value."""
        return self.history.missing()

    def phases(self) -> tuple[Phase, ...]:
        """Return the times before, while, between and after it ran, in order."""
        return phases_of(self.project)

    def of_phase(self, phase: Phase) -> DataFrame:
        """Return the figures of one time."""
        rows = self.known
        return rows[(rows["kind"] == phase.kind) & (rows["run"] == phase.run)]

    def sentence(self) -> str:
        """Return what the figure was before, during and after, and that this shows no cause."""
        lead = f"{self.history.heading}, beside {self.project.name}: "
        if self.known.empty:
            told = f"{none_said(self.series)} of any period"
        else:
            told = "; ".join(map(self._told, self.phases()))
        return f"{lead}{told}. {NO_CAUSE}{self.history.whose()}"

    def headline(self) -> str:
        """Return the last figure of each time, and that this shows no cause, as a room reads it."""
        told = [
            f"{period_said(rows.iloc[-1], self.indicator)}, {phase.words.split(' (')[0]}"
            for phase in self.phases()
            if len(rows := self.of_phase(phase))
        ]
        said = "; ".join(told) if told else f"{none_said(self.series)} of any period"
        own = "" if self.history.is_own else f" No figure is published for {self.history.asked}."
        return f"{self.project.name}: {said}. {NO_CAUSE}{own}"

    def _told(self, phase: Phase) -> str:
        rows = self.of_phase(phase)
        if rows.empty:
            every = self.series[~self.series["is_gap"]]
            hidden = every[(every["kind"] == phase.kind) & (every["run"] == phase.run)]
            return f"{none_said(hidden)} of the time {phase.words}"
        said = [period_said(row, self.indicator) for _, row in rows.iloc[[0, -1]].iterrows()]
        return f"{' to '.join(dict.fromkeys(said))}, {phase.words}"

    def notes(self) -> tuple[str, ...]:
        """Return what moved beyond chance, beside the comparator, and what must be read with it."""
        said = [
            *self._changes(),
            CLAIMS_NOTHING,
            *self._unsure(),
            "" if self.comparator is None else self.comparator.note,
            "A count also grows with the number of people." if self._is_count() else "",
            *map(self._of_this, self.history.notes()),
            f"{self.project.name} ran {self.project.words()}: as it was typed; nothing checks it.",
            TAKEN_AS,
        ]
        return tuple(dict.fromkeys(filter(None, said)))

    def _of_this(self, note: str) -> str:
        """Return a note so that it is told what it is of, wherever it stands."""
        is_way = note == WORSE[self.indicator.worse_when]
        return f"{self.indicator.label}: {note[:1].lower()}{note[1:]}" if is_way else note

    def _is_count(self) -> bool:
        return self.indicator.form == "count"

    def _changes(self) -> Iterator[str]:
        """Yield how the last figure of each time differs from the last of the time before."""
        lasts = [rows.iloc[-1] for each in self.phases() if len(rows := self.of_phase(each))]
        for earlier, later in pairwise(lasts):
            yield self._change(earlier, later)

    def _change(self, earlier: Series, later: Series) -> str:
        between = f"{self.history.heading}, from {earlier['period']} to {later['period']}"
        after = self.series.loc[earlier.name : later.name].iloc[1:]
        if after["breaks"].any():
            since = after.loc[after["breaks"], "period"].iloc[0]
            return f"{between}, is not compared: it is counted otherwise from {since} on."
        apart = float(later["value"] - earlier["value"])
        said = f"{between}: {self._apart(apart)}{_sureness(earlier, later, apart)}."
        beside = float(later["compared"] - earlier["compared"])
        if self.comparator is None or math.isnan(beside):
            return said
        return f"{said} {opened(self.comparator.name)} over the same time: {self._apart(beside)}."

    def _apart(self, apart: float) -> str:
        if round(apart, SAME_DECIMALS) == 0:
            return "no difference"
        form = (self.indicator.form, self.indicator.per)
        figure = number_said(round(abs(apart), SAME_DECIMALS), 3 if form == ("share", 1) else 1)
        points = (" point" if figure == "1" else " points") if form == ("share", 100) else ""
        return f"{figure}{points} {'higher' if apart > 0 else 'lower'}"

    def _unsure(self) -> Iterator[str]:
        """Yield what of the periods is not sure: parts, gaps, breaks, and those of no year."""
        known, series = self.known, self.series
        if part := _periods(known[known["is_part"]]):
            yield f"{self.project.name} ran for only part of {part}."
        if unplaced := _periods(known[known["kind"] == "unknown"]):
            name = self.project.name
            yield f"Whether {name} ran in {unplaced} cannot be told: no year is printed."
        for gap in series.loc[series["is_gap"], "period"]:
            yield f"{self.history.heading}, {gap}: no figure is held, and no line is drawn across."
        if broken := _periods(series[series["breaks"]]):
            yield (
                f"{self.history.heading}, is counted otherwise from {broken} on: do not compare "
                "across."
            )


def _periods(rows: DataFrame) -> str:
    return listed([str(each) for each in rows["period"]]) if len(rows) else ""


def _sureness(earlier: Series, later: Series, apart: float) -> str:
    """Return whether a difference is more than chance, as far as the limits of both tell."""
    if round(apart, SAME_DECIMALS) == 0:
        return ""
    if later["first"] < earlier["last"] - 1e-6:
        return "; the two share some of the same time, so whether it is chance cannot be told"
    ends = {"value": "", "lower": "_lower", "upper": "_upper"}
    row = {f"first{end}": [float(earlier[key])] for key, end in ends.items()}
    row |= {f"second{end}": [float(later[key])] for key, end in ends.items()}
    low, high = (float(each.iloc[0]) for each in difference_limits(DataFrame(row)))
    if math.isnan(low) or math.isnan(high):
        return "; whether that is more than chance cannot be told, as no interval is held"
    if low <= 0 <= high:
        return ", which chance alone could make"
    return ", which is more than chance alone would make (95%)"


def measure_timeline(
    pack: Pack, key: str, place_id: str, project: str, comparator_id: str | None = None
) -> Timeline:
    """Follow an indicator over time before, while and after a project ran.

    Parameters
    ----------
    project
        As `read_project` reads it: "name;start;stop".
    comparator_id
        England where it is held, else the smallest larger place that can be added up.

    Raises
    ------
    QuestionError
        The pack has no such indicator, place or comparator, or the project cannot be read.
    """
    typed = read_project(project)
    history = measure_history(pack, key, place_id)
    comparator = timeline_comparator(pack, history, comparator_id)
    series = timeline_series(pack, history, typed, comparator)
    return Timeline(history=history, project=typed, series=series, comparator=comparator)
