"""What reports say of a pack's places: facts, outcomes to watch, and when projects ran."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pandas import DataFrame, Index, Series

from geodata.checking import REBUILD
from geodata.disclosure import SUPPRESSED, is_too_small
from geodata.errors import Problem
from geodata.model import Disclosure, Reported
from geodata.notes import may_tell_a_count
from geodata.rounding import publish
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


def protect_reported(
    reported: Reported, disclosure: Disclosure, sizes: DataFrame, figures: DataFrame
) -> Reported:
    """Return what reports say with small counts of children protected.

    Parameters
    ----------
    figures
        Indicator values, protected: what is suppressed there is suppressed in reports as well.
    """
    return replace(reported, facts=protect_facts(reported.facts, disclosure, sizes, figures))


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
    facts: DataFrame,
    disclosure: Disclosure,
    sizes: DataFrame | None = None,
    figures: DataFrame | None = None,
) -> DataFrame:
    """Suppress small sensitive counts and round the others, as figures of indicators are.

    A sensitive fact is taken for a count, and goes by the rule of the indicator that it names, else
    by the pack's. What is printed is said again from the rounded count, and words beside it that
    may tell the exact one are left out. Protecting twice changes nothing.

    Parameters
    ----------
    sizes
        How large areas and places are, as `measure_sizes` returns it.
    figures
        Indicator values, protected.
    """
    sensitive = facts["sensitive"].astype(bool)
    if not bool(sensitive.any()):
        return facts
    safe = facts[[column.name for column in FACTS.columns]].copy()
    counts = facts["value"].where(sensitive)
    shown, alone = Series(float("nan"), index=facts.index), _are_suppressed(facts, figures)
    for at, rule in _by_rule(facts, disclosure):
        shown[at] = publish(counts[at], rule)
        alone |= at & _in_small_places(facts, rule, sizes)
    hidden = (counts.notna() & shown.isna()) | (sensitive & alone)
    safe["value"] = facts["value"].where(~sensitive, shown).mask(hidden)
    for name in WORDS_BESIDE:
        safe[name] = facts[name].mask(sensitive & facts[name].map(_may_tell))
    for name in COUNTS_BESIDE:
        safe[name] = facts[name].mask(sensitive)
    said = shown.map("about {:,.0f}".format).mask(shown.eq(0), safe["printed"].fillna("0"))
    safe["printed"] = safe["printed"].mask(shown.notna(), said).mask(hidden)
    safe["note"] = safe["note"].mask(hidden, SUPPRESSED)
    return safe


def _by_rule(facts: DataFrame, disclosure: Disclosure) -> Iterator[tuple[Series, Disclosure]]:
    """Yield which facts go by each rule: that of the indicator they name, else the pack's."""
    named = facts["indicator"].isin(list(disclosure.rules))
    yield ~named, disclosure
    for key in disclosure.rules:
        yield facts["indicator"].eq(key), disclosure.rule_of(key)


def _are_suppressed(facts: DataFrame, figures: DataFrame | None) -> Series:
    """Return which facts are counts whose figure is suppressed, in the pack, for the same place.

    A figure that goes so that another cannot be found would be found by the report of it. Where
    the periods are not told alike, the fact goes too.
    """
    if figures is None:
        return Series(data=False, index=facts.index)
    hidden = figures[figures["note"].eq(SUPPRESSED) & figures["value"].isna()]
    keys = set(zip(hidden["indicator"], hidden["place_id"], hidden["period"], strict=True))
    known = set(zip(figures["indicator"], figures["place_id"], figures["period"], strict=True))
    of_place = {each[:2] for each in keys}

    def is_hidden(key: object, places: object, period: object) -> bool:
        its = [(key, place, period) for place in codes_of(str(places))]
        return any(each in keys if each in known else each[:2] in of_place for each in its)

    cells = zip(facts["indicator"], facts["place_ids"], facts["period"], strict=True)
    return Series([is_hidden(*each) for each in cells], index=facts.index, dtype=bool)


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


def _find_unmarked(facts: DataFrame, indicators: DataFrame) -> Iterator[Problem]:
    """Find facts of a sensitive indicator that are not marked sensitive themselves."""
    sensitive = indicators.index[indicators["sensitive"].astype(bool)]
    is_told = facts["value"].notna() | facts["printed"].notna()
    named = facts.index[facts["indicator"].isin(sensitive) & ~facts["sensitive"] & is_told]
    if len(named):
        yield Problem(
            where=f"{FACTS.file}, {', '.join(map(str, named[:SHOWN_ROWS]))}",
            found=f"{len(named)} of a sensitive indicator, and not marked sensitive",
            expected="what is sensitive as a figure is sensitive in a report of it",
            fix="Mark them sensitive, or name no indicator where it is another measure.",
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
        usable = {"indicators.sensitive", "indicators.indicator"}.isdisjoint(unusable)
        if "indicators" in tables and usable:
            yield from _find_unmarked(tables[FACTS.name], tables["indicators"])


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


def codes_of(cell: str) -> list[str]:
    """Return the codes that share one cell; none of an empty one."""
    return [code for code in (part.strip() for part in (cell or "").split(APART)) if code]
