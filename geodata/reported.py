"""What reports say of a pack's places: facts, outcomes to watch, and when projects ran."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pandas import DataFrame, Index, Series

from geodata.checking import REBUILD
from geodata.disclosure import SUPPRESSED, TOO_FEW, is_too_small
from geodata.errors import Problem
from geodata.model import Disclosure, Reported
from geodata.notes import may_tell_a_count
from geodata.rounding import is_small, round_counts
from geodata.schema import FACTS, OUTCOMES, PROJECTS, Table

APART = "; "
HELD = (FACTS, OUTCOMES, PROJECTS)
SHOWN_ROWS = 3
COUNTS_BESIDE = ("comparator_value", "counted")  # the same count of another year, or its part
WORDS_BESIDE = (
    *("printed", "qualifier", "counted_of", "comparator", "comparison", "trend"),
    *("target", "contradiction", "note"),
)


def reported_from_tables(tables: Mapping[str, DataFrame]) -> Reported:
    """Return what reports say, not yet protected; empty where a pack has none."""
    return Reported(
        facts=_held(tables, FACTS),
        outcomes=_held(tables, OUTCOMES),
        projects=_held(tables, PROJECTS),
    )


def protect_reported(reported: Reported, disclosure: Disclosure, sizes: DataFrame) -> Reported:
    """Return what reports say with small counts of children protected."""
    return replace(reported, facts=protect_facts(reported.facts, disclosure, sizes))


def reported_tables(reported: Reported) -> dict[str, DataFrame]:
    """Return the tables of what reports say by name; those that hold a row."""
    tables = {
        FACTS.name: reported.facts,
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


def protect_facts(
    facts: DataFrame, disclosure: Disclosure, sizes: DataFrame | None = None
) -> DataFrame:
    """Suppress small sensitive counts and round the others, as figures of indicators are.

    A sensitive fact is taken for a count. What is printed is said again from the rounded count,
    and words beside it that may tell the exact one are left out. Protecting twice changes nothing.

    Parameters
    ----------
    sizes
        How large areas and places are, as `measure_sizes` returns it.
    """
    sensitive = facts["sensitive"].astype(bool)
    if not bool(sensitive.any()):
        return facts
    safe = facts[[column.name for column in FACTS.columns]].copy()
    counts = facts["value"].where(sensitive)
    alone = sensitive & _in_small_places(facts, disclosure, sizes)
    small = is_small(counts, disclosure) & ~alone
    rounded = round_counts(counts, disclosure)
    safe["value"] = facts["value"].where(~sensitive, rounded).mask(small | alone)
    for name in WORDS_BESIDE:
        safe[name] = facts[name].mask(sensitive & facts[name].map(_may_tell))
    for name in COUNTS_BESIDE:
        safe[name] = facts[name].mask(sensitive)
    said = rounded.map("about {:,.0f}".format).mask(rounded.eq(0), safe["printed"].fillna("0"))
    safe["printed"] = safe["printed"].mask(rounded.notna(), said).mask(small | alone)
    safe["note"] = safe["note"].mask(small, SUPPRESSED).mask(alone, TOO_FEW)
    return safe


def _may_tell(words: object) -> bool:
    return isinstance(words, str) and may_tell_a_count(words, is_of_many=False)


def _in_small_places(facts: DataFrame, disclosure: Disclosure, sizes: DataFrame | None) -> Series:
    """Return which facts are of places that have too few people or areas, taken together."""
    codes = split_codes(facts["place_ids"])
    if sizes is None or codes.empty:
        return Series(data=False, index=facts.index)
    found = DataFrame({name: codes.map(sizes[name]) for name in ("people", "areas")})
    unknown = found.isna().groupby(level=0).any()
    together = found.groupby(level=0).sum().mask(unknown).reindex(facts.index)
    return is_too_small(together["people"], together["areas"], disclosure)


def _find_unprotectable(facts: DataFrame) -> Iterator[Problem]:
    """Find sensitive facts that are no counts: what is small of them cannot be told."""
    held = facts[facts["sensitive"].astype(bool) & facts["value"].notna()]
    is_share = held["counted"].notna() | held["counted_of"].notna()
    is_broken = ~is_share & ~((held["value"] >= 0) & (held["value"] % 1 == 0))
    for wrong, found in (
        (is_share, "shares or rates that are sensitive"),
        (is_broken, "sensitive counts that are below zero or not whole"),
    ):
        named = held.index[wrong]
        if len(named):
            yield Problem(
                where=f"{FACTS.file}, {', '.join(map(str, named[:SHOWN_ROWS]))}",
                found=f"{len(named)} {found}",
                expected="whole counts of children, from 0 up",
                fix="Give the count itself, or leave the value and what is printed empty.",
            )


def find_reported_problems(
    described: Mapping[str, Any], tables: Mapping[str, DataFrame], unusable: Collection[str]
) -> Iterator[Problem]:
    """Find what leads nowhere, and what is sensitive and cannot be protected.

    Parameters
    ----------
    described
        `pack.toml` as plain tables.
    unusable
        Columns that cannot be gone by: "facts.source".
    """
    places = tables.get("places", DataFrame()).index
    facts = tables.get(FACTS.name, DataFrame()).index
    known = described.get("sources")
    sources = Index(list(known) if isinstance(known, Mapping) else [])
    links = (
        *((table, "source", sources, "a source that pack.toml describes") for table in HELD),
        (PROJECTS, "place_ids", places, "places of the pack"),
        (OUTCOMES, "fact_ids", facts, "facts that the pack holds"),
    )
    for table, column, there, expected in links:
        if table.name in tables and f"{table.name}.{column}" not in unusable:
            cells = tables[table.name][column]
            codes = cells if column == "source" else split_codes(cells)
            yield from _lost(table, column, codes[~codes.isin(there)], expected)
    if FACTS.name in tables and not any(name.startswith(f"{FACTS.name}.") for name in unusable):
        yield from _find_unprotectable(tables[FACTS.name])


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
