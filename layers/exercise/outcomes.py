"""The outcomes that partners watch, for one place: what is held, of where, and what is not held."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame, Series

from geodata.model import Indicator, Pack, Source
from geodata.reported import codes_of
from layers.compare.comparison import ENGLAND, Comparison
from layers.exercise.facts import Facts, find_facts
from layers.exercise.held import Held
from layers.indicators.words import ROUNDED, against_target, target_words
from layers.place.published import figure_said, holders
from layers.places import find_place, places_of_kind
from layers.said.citing import sources_by_key
from layers.said.numbers import UNKNOWN, known, listed
from layers.said.sentences import called, opened

FINGERTIPS = "fingertips_"  # how the keys of measures read from Fingertips begin
COLUMNS = (
    *(
        "impact",
        "outcome",
        "label",
        "age",
        "held",
        "measure",
        "figure",
        "of",
        "period",
        "england",
        "verdict",
    ),
    *("trend", "target", "worse_when", "reports", "where", "note", "cites"),
)
NOT_HELD = "not held"
NUMBERED = ("official_ids", "unsure_ids")  # columns of official numbers

Row = Series | Mapping[Hashable, Any]
"""One outcome of the framework: its texts by column, "" where it states none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcomes:
    """The outcomes framework beside what the pack holds of it for one place.

    Attributes
    ----------
    outcomes
        In the framework’s order, a row for each outcome and measure that holds it, indexed by
        `outcome_id`: `impact`, `outcome`, `label`, `age`, `held` (whether the pack has a figure),
        `indicator` (its key; empty), `measure` (what that is called), `figure` (as read; "not
        held"), `value` (NaN), `of` (the place it is printed of), `is_own` (whether that is the
        place itself), `period`, `england`, `verdict` (against England),
        `trend`, `target`, `worse_when`, `reports` (what reports say, each with its place),
        `where` (who publishes it, and how finely), `note`, `cites`, `source` (the framework’s) and
        `figure_source` (the figure’s, its title; empty where none is held).
    has_rounded
        Whether any figure or fact of them is a count rounded to protect children.
    """

    outcomes: DataFrame
    place: str
    place_id: str
    area_title: str
    has_rounded: bool
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """The outcomes in order, each with its figure or where it is to be had."""
        return self.outcomes[list(COLUMNS)]

    def parameters(self) -> dict[str, Any]:
        """Return the place asked for."""
        return {"place": self.place_id or "all"}

    def missing(self) -> dict[str, float]:
        """Return how many outcomes have no figure."""
        lacking = len(set(self.outcomes.index)) - self._held()
        return {"outcomes": float(lacking)} if lacking else {}

    def sentence(self) -> str:
        """Return how many of the outcomes are held, and whether of the place itself."""
        every = len(set(self.outcomes.index))
        if not every:
            return f"{self.area_title} lists no outcomes to watch."
        held = self._held()
        if not held:
            return f"Of the {every} outcomes that the partners watch, none is held."
        rows = self.outcomes[self.outcomes["held"]]
        own = len(set(rows.index[rows["is_own"]]))
        others = listed(sorted(set(rows.loc[~rows["is_own"], "of"])))
        if not self.place_id:
            return f"Of the {every} outcomes that the partners watch, {held} are held: of {others}."
        place = called(self.place)
        told = f"{own} of them of {place} itself" if own else f"none of {place} itself"
        beyond = f"; the others are of {others}" if own and others else ""
        beyond = f": they are of {others}" if not own and others else beyond
        return f"Of the {every} outcomes that the partners watch, {held} are held, {told}{beyond}."

    def notes(self) -> tuple[str, ...]:
        """Return what must stand beside figures of wider areas."""
        said = ["A figure of a wider area is that area’s, and is given to no place inside it."]
        if bool((~self.outcomes["held"]).any()):
            said.append(
                "What is not held can be added from the publisher’s file, or the partners’ own."
            )
        if self.has_rounded:
            said.append(ROUNDED)
        return tuple(said)

    def _held(self) -> int:
        return len(set(self.outcomes.index[self.outcomes["held"]]))


def measure_outcomes(
    pack: Pack, place_id: str | None = None, held: Held | None = None, facts: Facts | None = None
) -> Outcomes:
    """Set the outcomes that partners watch beside what is held for a place, or for every place.

    Parameters
    ----------
    place_id
        A place of any kind; every place that a measure is published for unless given.
    held, facts
        What all places of the pack share, and what reports say of this one, for whoever has them.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    name = pack.info.title if place_id is None else str(find_place(pack, place_id)["name"])
    held = held or Held(pack)
    facts = find_facts(pack, place_id) if facts is None else facts
    framework = pack.reported.outcomes
    texts = framework.fillna(dict.fromkeys(framework.columns, "")).to_dict("index")
    rows = [
        {"outcome_id": key} | each
        for key, row in texts.items()
        for each in _outcome(held, place_id, row, facts)
    ]
    names = ["outcome_id", *COLUMNS, "indicator", "value", "is_own", "source", "figure_source"]
    outcomes = DataFrame(rows, columns=names).set_index("outcome_id")
    outcomes[["held", "is_own"]] = outcomes[["held", "is_own"]].astype(bool)
    used = [pack.indicators[key].source for key in outcomes["indicator"] if key]
    return Outcomes(
        outcomes=outcomes,
        place=name,
        place_id=place_id or "",
        area_title=pack.info.title,
        has_rounded=any(pack.indicators[key].sensitive for key in outcomes["indicator"] if key)
        or any(bool(_facts_of(row, facts)["sensitive"].any()) for row in texts.values()),
        sources=sources_by_key(pack, [*used, *outcomes["source"]]),
        is_illustrative=pack.info.illustrative,
    )


def _outcome(held: Held, place_id: str | None, row: Row, facts: Facts) -> list[dict[str, Any]]:
    """List an outcome’s figures, a row for each place that holds the place; one row where none."""
    keys = held_indicators(held.pack, row)
    told = _facts_of(row, facts)
    common = {
        "impact": row["impact"],
        "outcome": row["outcome"],
        "label": row["label"],
        "age": row["age"],
        "worse_when": row["worse_when"],
        "target": _targets(told),
        "reports": _reports(told),
        "where": where_words(row),
        "note": row["note"],
        "cites": row["cites"],
        "source": row["source"],
    }
    figures = [
        common | figure | {"reports": _reports(told, set(keys) - {key})}
        for key in keys
        for figure in _figures(held, key, place_id)
    ]
    return figures or [common | _nothing()]


def held_indicators(pack: Pack, outcome: Row) -> list[str]:
    """List the measures of the pack that hold an outcome: named ones, and by official number."""
    named = codes_of(outcome["indicators"])
    numbers = [n for name in NUMBERED for n in re.findall(r"\d{3,6}", outcome[name] or "")]
    keys = [*named, *(f"{FINGERTIPS}{number}" for number in numbers)]
    return [key for key in dict.fromkeys(keys) if key in pack.indicators]


def _figures(held: Held, key: str, place_id: str | None) -> Iterator[dict[str, Any]]:
    """Return a measure’s latest figures of the place, or of the areas that hold any of it."""
    pack, indicator = held.pack, held.pack.indicators[key]
    if indicator.geography not in pack.info.place_kinds:
        return
    found = held.comparison(key)
    of_kind = places_of_kind(pack, indicator.geography).index
    wanted = of_kind if place_id is None else holders(pack, indicator.geography, place_id)
    for holder in map(str, wanted):
        if found is None or holder not in found.places.index:
            continue
        row = found.places.loc[[holder]].iloc[0]
        value = known(row["value"])
        yield {
            "held": value is not None,
            "indicator": key,
            "measure": indicator.label,
            "worse_when": indicator.worse_when,
            "figure": figure_said(value, indicator) if value is not None else _why(row),
            "value": row["value"],
            "of": row["place"],
            "is_own": holder == place_id,
            "period": indicator.period,
            "england": _england(found, indicator),
            "verdict": row["verdict"] if found.comparator_id == ENGLAND else "unknown",
            "trend": found.trends[holder].sentence(),
            **({"target": aim} if (aim := _aim(value, indicator)) else {}),
            "figure_source": pack.info.sources[indicator.source].title,
        }


def _aim(value: float | None, indicator: Indicator) -> str:
    """Return what a measure states as its own target, and how the figure stands to it."""
    return opened(against_target(value, indicator)) or target_words(indicator)


def _why(row: Series) -> str:
    """Return why a figure is not there: suppressed, or what its publisher says instead."""
    return str(row["note"]) or UNKNOWN


def _england(found: Comparison, indicator: Indicator) -> str:
    if found.comparator_id != ENGLAND:
        return UNKNOWN
    return figure_said(found.comparator, indicator)


def _nothing() -> dict[str, Any]:
    return {
        "held": False,
        "indicator": "",
        "measure": "",
        "figure": NOT_HELD,
        "value": float("nan"),
        "of": "",
        "is_own": False,
        "period": "",
        "england": "",
        "verdict": "unknown",
        "trend": "",
        "figure_source": "",
    }


def _facts_of(row: Row, facts: Facts) -> DataFrame:
    rows: DataFrame = facts.facts[facts.facts.index.isin(codes_of(row["fact_ids"]))]
    return rows


def _reports(rows: DataFrame, others: Collection[str] = ()) -> str:
    """Return what the reports say that bears on the place, each of what and of whom.

    Parameters
    ----------
    others
        Measures that hold the outcome too and have rows of their own: what is printed of them
        stands there.
    """
    if rows.empty:
        return ""
    rows = rows[~rows["indicator"].isin(list(others))] if others else rows
    told = [
        f"{each['measure']}, {each['of']}: {each['said']} ({each['period']})"
        for _, each in rows.iterrows()
    ]
    return "; ".join(dict.fromkeys(told))


def _targets(rows: DataFrame) -> str:
    targets = rows["target"]
    return "; ".join(dict.fromkeys(targets[targets != ""]))


def where_words(outcome: Row) -> str:
    """Return who publishes an outcome, for which places, and where partners hold it finer."""
    official = outcome["official"] or "no published measure"
    by = f", by {outcome['publisher']}" if outcome["publisher"] else ""
    finest = f", for {outcome['finest']}" if outcome["finest"] not in ("", "none") else ""
    number = f" (number {outcome['official_ids']})" if outcome["official_ids"] else ""
    unsure = f" (number to be checked: {outcome['unsure_ids']})" if outcome["unsure_ids"] else ""
    finer = f"; finer from {outcome['finer_local']}" if outcome["finer_local"] else ""
    return f"{official}{number}{unsure}{by}{finest}{finer}"
