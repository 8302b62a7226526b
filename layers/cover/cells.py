"""The cells of the cover grid: what there is for each row and band, and why there is nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from geodata.offers import PREGNANCY
from layers.ages import COVER_BANDS
from layers.assets import rests_by_age, takes_ages

State = Literal["offered", "reported gap", "not known", "none"]
COUNTS = ("offers", "doors", "online", "doorless", "planned", "gaps", "unstated", "years_covered")
CELL = ("row", "age_from", "age_to", "state", *COUNTS, "nearest", "nearest_min")
YEARS = range(COVER_BANDS[0][0], COVER_BANDS[-1][1] + 1)

STARTS = [first - YEARS.start for first, _ in COVER_BANDS]

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OfferFlags:
    """What cells count of offers, worked out once for however many rows are counted.

    Attributes
    ----------
    counted
        By count: which offers are of it, here or not.
    here, runs, silent
        Which offers are here, which of them run, and which do not state from what age they take.
    years, takes, rests
        Which single years each takes, which bands it takes some year of, and which of those it
        takes only as long as what it does not state is no limit: offers down.
    """

    counted: dict[str, Flags]
    here: Flags
    runs: Flags
    silent: Flags
    years: Flags
    takes: Flags
    rests: Flags

    def only(self, chosen: Flags) -> OfferFlags:
        """Return the same of some of the offers."""
        return OfferFlags(
            counted={name: flags[chosen] for name, flags in self.counted.items()},
            here=self.here[chosen],
            runs=self.runs[chosen],
            silent=self.silent[chosen],
            years=self.years[chosen],
            takes=self.takes[chosen],
            rests=self.rests[chosen],
        )


def flags_of(offers: DataFrame) -> OfferFlags:
    """Find what cells count of offers, as `layers.cover.here.told_offers` lists them."""
    here, runs = offers["here"].to_numpy(bool), offers["is_running"].to_numpy(bool)
    years = takes_ages(offers, YEARS)
    return OfferFlags(
        counted={
            "offers": runs,
            "doors": runs & offers["door"].to_numpy(bool),
            "online": runs & offers["distant"].to_numpy(bool),
            "doorless": runs & offers["doorless"].to_numpy(bool),
            "planned": offers["is_planned"].to_numpy(bool),
            "gaps": offers["is_gap"].to_numpy(bool),
        },
        here=here,
        runs=here & runs,
        silent=offers["age_from"].isna().to_numpy(bool),
        years=years,
        takes=_in_bands(years),
        rests=_in_bands(rests_by_age(offers, YEARS)),
    )


def takes_bands(offers: DataFrame) -> Flags:
    """Find which bands each offer takes some year of: offers down, bands across."""
    return _in_bands(takes_ages(offers, YEARS))


def rests_in_bands(offers: DataFrame) -> Flags:
    """Find in which bands an offer takes some year only for want of a limit that it states."""
    return _in_bands(rests_by_age(offers, YEARS))


def _in_bands(years: Flags) -> Flags:
    """Return whether any year of each band is flagged; the bands follow one another."""
    return np.asarray(np.logical_or.reduceat(years, STARTS, axis=1), dtype=bool)


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
    return DataFrame(cell_arrays(flags_of(offers), rows, belongs, listed))


def cell_arrays(
    flags: OfferFlags, rows: list[str], belongs: Flags, listed: set[str] | None
) -> dict[str, NDArray[Any]]:
    """Count what each cell holds, column by column; see `count_cells`."""
    takes = flags.takes
    some = {name: flags.here & own for name, own in flags.counted.items()}
    counts = {name: _sums(belongs, own, takes) for name, own in some.items()}
    counts["unstated"] = _sums(belongs, flags.runs, flags.rests)
    taken = (belongs & flags.runs[:, None]).T @ flags.years
    counts["years_covered"] = np.add.reduceat(taken.astype(int), STARTS, axis=1)
    if listed is None:
        silent = ((flags.runs & ~belongs.any(axis=1))[:, None] & takes).any(axis=0)
        unknown = np.tile(silent, len(rows))
    else:
        unknown = np.repeat([row not in listed for row in rows], len(COVER_BANDS))
        unknown |= _may_take_pregnancy(flags, belongs).ravel()
    bands = np.tile(np.array(COVER_BANDS), (len(rows), 1))
    flat = {name: counts[name].ravel() for name in COUNTS}
    return {
        "row": np.repeat(np.array(rows, dtype=object), len(COVER_BANDS)),
        "age_from": bands[:, 0],
        "age_to": bands[:, 1],
        "state": _states(flat, unknown.astype(bool)),
        **flat,
    }


def _may_take_pregnancy(flags: OfferFlags, belongs: Flags) -> Flags:
    """Find the cells before birth of rows whose offers here do not state from what age they take.

    Pregnancy counts only where it is stated; what states no ages at all does not say that it is
    not taken.
    """
    silent = flags.runs & flags.silent
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


def _states(counts: dict[str, NDArray[np.int64]], unknown: Flags) -> NDArray[np.str_]:
    """Name what each cell is: offered, or why it is empty.

    Nothing is known of an empty cell where some offer for those ages does not state the row it is
    in, where no register lists all that the row is made of, or, of pregnancy, where what is listed
    does not state its ages.
    """
    return np.select(
        [counts["offers"] > 0, counts["gaps"] > 0, unknown],
        ["offered", "reported gap", "not known"],
        "none",
    )
