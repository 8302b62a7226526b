"""What reports say of a pack's places: facts, outcomes to watch, and when projects ran."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from pandas import DataFrame, Series

from geodata.checking import REBUILD
from geodata.disclosure import SUPPRESSED
from geodata.errors import Problem
from geodata.model import Disclosure, Pack, Reported
from geodata.schema import FACTS, OUTCOMES, PROJECTS, Table

APART = "; "


def reported_from_tables(tables: Mapping[str, DataFrame], disclosure: Disclosure) -> Reported:
    """Return what reports say, small counts of children protected; empty where a pack has none."""
    return Reported(
        facts=protect_facts(_held(tables, FACTS), disclosure),
        outcomes=_held(tables, OUTCOMES),
        projects=_held(tables, PROJECTS),
    )


def reported_tables(reported: Reported, disclosure: Disclosure) -> dict[str, DataFrame]:
    """Return the tables of what reports say by name; those that hold a row."""
    tables = {
        FACTS.name: protect_facts(reported.facts, disclosure),
        OUTCOMES.name: reported.outcomes,
        PROJECTS.name: reported.projects,
    }
    return {name: rows for name, rows in tables.items() if len(rows)}


def empty_table(table: Table) -> DataFrame:
    """Return a table of the schema without rows."""
    return DataFrame({column.name: [] for column in table.columns}).rename_axis(table.index)


def _held(tables: Mapping[str, DataFrame], table: Table) -> DataFrame:
    rows = tables.get(table.name)
    return empty_table(table) if rows is None else rows


def protect_facts(facts: DataFrame, disclosure: Disclosure) -> DataFrame:
    """Suppress small sensitive counts and round the others, as figures of indicators are.

    What is printed goes with its figure, for it says the same. Protecting twice changes nothing.
    """
    if not len(facts) or not bool(facts["sensitive"].any()):
        return facts
    safe = facts.copy()
    counts = safe["value"].where(safe["sensitive"].astype(bool))
    small = (counts > 0) & (counts < disclosure.threshold)
    rounded = np.floor(counts / disclosure.round_to + 0.5) * disclosure.round_to
    rounded = rounded.where(
        ~(counts >= disclosure.threshold), rounded.clip(lower=_least(disclosure))
    )
    moved = counts.notna() & ~small & (rounded != counts)
    safe["value"] = safe["value"].mask(small).mask(moved, rounded)
    safe["printed"] = safe["printed"].mask(small)
    for beside in ("comparator_value", "counted"):  # the same count of another year, or its part
        safe[beside] = safe[beside].mask(safe["sensitive"].astype(bool))
    safe.loc[moved, "printed"] = [f"about {count:,.0f}" for count in rounded[moved]]
    safe["note"] = safe["note"].mask(small, SUPPRESSED)
    return safe


def _least(disclosure: Disclosure) -> float:
    return float(np.ceil(disclosure.threshold / disclosure.round_to) * disclosure.round_to)


def find_reported_problems(pack: Pack) -> Iterator[Problem]:
    """Find what leads nowhere: unknown sources, places and facts."""
    reported = pack.reported
    held = ((FACTS, reported.facts), (OUTCOMES, reported.outcomes), (PROJECTS, reported.projects))
    for table, rows in held:
        lost = rows[~rows["source"].isin(list(pack.info.sources))]
        yield from _lost(table, "source", lost["source"], "a source that pack.toml describes")
    named = split_codes(reported.projects["place_ids"]).dropna()
    unknown = named[~named.isin(pack.places.index)]
    yield from _lost(PROJECTS, "place_ids", unknown, "places of the pack")
    facts = split_codes(reported.outcomes["fact_ids"]).dropna()
    unknown = facts[~facts.isin(reported.facts.index)]
    yield from _lost(OUTCOMES, "fact_ids", unknown, "facts that the pack holds")


def _lost(table: Table, column: str, lost: Series, expected: str) -> Iterator[Problem]:
    if len(lost):
        yield Problem(
            where=f"{table.file}, column {column}",
            found=f"{len(lost)} unknown, such as {lost.iloc[0]!r}",
            expected=expected,
            fix=REBUILD,
        )


def split_codes(cells: Series) -> Series:
    """Return codes that share a cell a row each, by the row they stood in."""
    parted: Series = cells.dropna().astype(str).str.split(APART).explode().str.strip()
    return parted[parted != ""]
