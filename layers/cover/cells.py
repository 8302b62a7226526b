"""The cells of the cover grid: what there is for each row and band, and why there is nothing."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.offers import PREGNANCY
from layers.ages import COVER_BANDS
from layers.assets import rests_on_unstated, takes_ages

State = Literal["offered", "reported gap", "not known", "none"]
COUNTS = ("offers", "doors", "online", "doorless", "planned", "gaps", "unstated", "years_covered")
CELL = ("row", "age_from", "age_to", "state", *COUNTS, "nearest", "nearest_min")
YEARS = range(COVER_BANDS[0][0], COVER_BANDS[-1][1] + 1)

Flags = NDArray[np.bool_]


def takes_bands(offers: DataFrame) -> Flags:
    """Find which bands each offer takes some year of: offers down, bands across."""
    return np.column_stack(
        [takes_ages(offers, range(first, last + 1)).any(axis=1) for first, last in COVER_BANDS]
    )


def count_cells(
    offers: DataFrame, rows: list[str], belongs: Flags, listed: set[str] | None
) -> DataFrame:
    """Count what each cell holds.

    Parameters
    ----------
    offers
        As `layers.cover.here.told_offers` lists them.
    belongs
        Which offers are in which rows: offers down, rows across.
    listed
        Rows that a register lists in full, where rows are services or kinds; None where they are
        what an offer states of itself.

    Returns
    -------
    cells
        A row for each of `rows` and each band, in order: `CELL` but for the nearest.
    """
    takes = takes_bands(offers)
    here, runs = offers["here"].to_numpy(bool), offers["is_running"].to_numpy(bool)
    rests = np.column_stack(
        [rests_on_unstated(offers, range(first, last + 1)) for first, last in COVER_BANDS]
    )
    some = {
        "offers": runs,
        "doors": runs & offers["door"].to_numpy(bool),
        "online": runs & offers["distant"].to_numpy(bool),
        "doorless": runs & offers["doorless"].to_numpy(bool),
        "planned": offers["is_planned"].to_numpy(bool),
        "gaps": offers["is_gap"].to_numpy(bool),
    }
    counts = {name: _sums(belongs, here & flags, takes) for name, flags in some.items()}
    counts["unstated"] = _sums(belongs, here & runs, rests)
    taken = years_taken(offers, rows, belongs).to_numpy()
    starts = [first - YEARS.start for first, _ in COVER_BANDS]
    counts["years_covered"] = np.add.reduceat(taken.astype(int), starts, axis=1)
    cells = DataFrame({name: counts[name].ravel() for name in COUNTS})
    bands = np.tile(np.array(COVER_BANDS), (len(rows), 1))
    cells.insert(0, "row", np.repeat(np.array(rows, dtype=object), len(COVER_BANDS)))
    cells.insert(1, "age_from", bands[:, 0])
    cells.insert(2, "age_to", bands[:, 1])
    silent = ((here & runs & ~belongs.any(axis=1))[:, None] & takes).any(axis=0)
    if listed is None:
        unknown = np.tile(silent, len(rows))
    else:
        unknown = np.repeat([row not in listed for row in rows], len(COVER_BANDS))
        unknown |= _may_take_pregnancy(offers, belongs).ravel()
    cells.insert(3, "state", _states(cells, unknown))
    return cells


def _may_take_pregnancy(offers: DataFrame, belongs: Flags) -> Flags:
    """Find the cells before birth of rows whose offers here do not state from what age they take.

    Pregnancy counts only where it is stated; what states no ages at all does not say that it is
    not taken.
    """
    runs = (offers["here"] & offers["is_running"]).to_numpy(bool)
    silent = runs & offers["age_from"].isna().to_numpy(bool)
    unborn = np.array([first == PREGNANCY for first, _ in COVER_BANDS], dtype=bool)
    rows = np.asarray((belongs & silent[:, None]).any(axis=0), dtype=bool)
    return np.asarray(np.outer(rows, unborn), dtype=bool)


def _sums(belongs: Flags, counted: Flags, takes: Flags) -> NDArray[np.int64]:
    """Count the offers of each row that take each band."""
    of_row = (belongs & counted[:, None]).astype(np.int64)
    return np.asarray(of_row.T @ takes.astype(np.int64))


def years_taken(offers: DataFrame, rows: list[str], belongs: Flags) -> DataFrame:
    """Find which single years of age something of each row takes here: rows down, years across."""
    running = (offers["here"] & offers["is_running"]).to_numpy(bool)
    taken = (belongs & running[:, None]).T @ takes_ages(offers, YEARS)
    return DataFrame(taken, index=rows, columns=list(YEARS))


def _states(cells: DataFrame, unknown: Flags) -> Series:
    """Name what each cell is: offered, or why it is empty.

    Nothing is known of an empty cell where some offer for those ages does not state the row it is
    in, where no register lists all that the row is made of, or, of pregnancy, where what is listed
    does not state its ages.
    """
    return Series(
        np.select(
            [cells["offers"] > 0, cells["gaps"] > 0, unknown.astype(bool)],
            ["offered", "reported gap", "not known"],
            "none",
        ),
        index=cells.index,
    )
