"""What may be said of an offer: its levels, ways of reaching people, states and ages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
from pandas import DataFrame, Series

from geodata.errors import Problem

SEPARATOR = "; "
PREGNANCY = -1  # the age before birth; people are counted from 0
OLDEST_TAKEN = 120
EVERYWHERE = "everywhere"  # what serves all of the pack

PREVENTION = ("Universal", "Targeted – selective", "Targeted – indicated")
HEALTHY_CHILD = ("Community", "Universal", "Universal Plus", "Universal Partnership Plus")
LEVELS = {
    "level_prevention": ("prevention", PREVENTION),
    "level_healthy_child": ("Healthy Child Programme", HEALTHY_CHILD),
}
"""Columns of levels: what the scheme is called, and its levels in order."""
DELIVERIES = ("site", "outreach", "home", "school", "online", "phone")
AWAY_FROM_DOORS = frozenset({"home", "online", "phone"})  # nobody travels to these
YES_NO = ("yes", "no")

RUNNING = ("open", "pilot", "reduced")
REPORTED_GAP = "reported gap"
NAMED_ONLY = "named only"
STATUSES = (*RUNNING, "planned", "closed", "withdrawn", REPORTED_GAP, NAMED_ONLY)

AGES_NOT_GIVEN = "Ages not given"
AGES_BY_PHASE = "Ages are those usual in its phase"
AGES_BY_NAME = "Ages are those its name suggests"
AGES_WORKED_OUT = (AGES_NOT_GIVEN, AGES_BY_PHASE, AGES_BY_NAME)
"""How the note of an offer begins whose ages no source states."""


def parts_of(cell: object) -> tuple[str, ...]:
    """Return the parts of a cell that holds several; none of an empty one."""
    if not isinstance(cell, str):
        return ()
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def find_offer_problems(
    assets: DataFrame, place_ids: pd.Index, sources: Mapping[str, object]
) -> Iterator[Problem]:
    """Find what no single cell of the services shows: places that are not, ages the wrong way."""
    lists = (
        ("serves", {EVERYWHERE, *place_ids}, "places of the pack by their ids, or everywhere"),
        ("inferred", set(assets.columns), "columns of this table"),
        ("other_sources", set(sources), "sources that pack.toml describes"),
    )
    for column, known, expected in lists:
        wrong = assets[column].map(lambda cell, known=known: bool(set(parts_of(cell)) - known))
        yield from _told(assets[column][wrong.astype(bool)], column, expected)
    backwards = assets["age_from"] > assets["age_to"]
    yield from _told(assets["age_from"][backwards], "age_from", "an age no higher than age_to")


def _told(wrong: Series, column: str, expected: str) -> Iterator[Problem]:
    if len(wrong):
        yield Problem(
            where=f"assets.parquet, column {column}, {wrong.index[0]}",
            found=f"{len(wrong)} such as {wrong.tolist()[0]!r}",
            expected=expected,
            fix="Correct the table that the recipe names.",
        )
