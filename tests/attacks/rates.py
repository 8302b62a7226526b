"""Try to find the exact count behind every rounded share and rate.

The attacker knows all but the count: the rule and its settings, of how many people exactly each
figure is a figure of (whether the pack says so or not), to how many decimals the publisher rounds,
and how limits are worked out. They try every count there could be, protect what it would have been
published as, and keep those that give the very row they see. A count is given back where one is
left.

`python -m tests.attacks.rates` tries the full number.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata import schema
from geodata.disclosure import SUPPRESSED, protect
from geodata.model import ALLOWED_PER, Disclosure, Indicator
from geodata.pack import arrange
from layers.compare.intervals import poisson_limits

ROWS = 9_000  # of which at least LEAST_SHOWN must stand as rounded rates
LEAST_SHOWN = 6_558
MOST_COUNT = 70
WHY = "Tried by an attack"
SETTINGS = (
    Disclosure(),
    Disclosure(threshold=8, round_to=5, reason=WHY),
    Disclosure(threshold=5, round_to=3, least_people=0, reason=WHY),
    Disclosure(threshold=6, round_to=2, reason=WHY),
    Disclosure(threshold=10, round_to=10, reason=WHY),
)
TOLD = ("value", "decile", "numerator", "denominator", "lower", "upper", "note")


def indicator(form: str, per: int) -> Indicator:
    """Return a sensitive indicator of a form."""
    return Indicator(
        key=f"{form}_{per}",
        label="Children with a plan",
        form=form,
        per=per,
        unit="per cent, more or less",
        worse_when="higher",
        spread_over="nothing",
        geography="district",
        theme="Safe",
        period="2025",
        source="made-up",
        sensitive=True,
    )


CATALOGUE = {
    each.key: each
    for form in ("share", "rate")
    for per in ALLOWED_PER[form]
    for each in [indicator(form, per)]
}


def draw_cells(rng: np.random.Generator, rows: int) -> DataFrame:
    """Draw counts, and the people they are counts of, as small as can be and as many as there are.

    Returns
    -------
    cells
        `indicator`, `count`, `people`, `decimals` and `is_given` (whether the file gives the
        people).
    """
    keys = rng.choice(list(CATALOGUE), rows)
    count = rng.integers(1, MOST_COUNT, rows)
    few = rng.random(rows) < 0.3
    people = np.where(few, rng.integers(1, 120, rows), rng.integers(100, 20_000, rows))
    most = np.where(Series(keys).str.startswith("share"), people, MOST_COUNT)
    return DataFrame(
        {
            "indicator": keys,
            "count": np.minimum(count, most),
            "people": people,
            "decimals": rng.integers(0, 3, rows),
            "is_given": rng.random(rows) < 0.9,
        }
    )


def as_published(cells: DataFrame) -> DataFrame:
    """Return rows of values as a publisher would hand them over, limits and tenths included."""
    per = cells["indicator"].map({key: each.per for key, each in CATALOGUE.items()})
    exact = cells["count"] * per / cells["people"]
    places = 10.0 ** cells["decimals"].where(per > 1, cells["decimals"] + 2)
    lower, upper = poisson_limits(cells["count"])
    rows = DataFrame(
        {
            "indicator": cells["indicator"],
            "place_id": [f"P{row}" for row in range(len(cells))],
            "period": "2025",
            "value": (exact * places).round() / places,
            "decile": 1 + (exact * 7919 % 10 // 1),
            "numerator": cells["count"],
            "denominator": cells["people"].where(cells["is_given"]),
            "lower": lower / cells["people"] * per,
            "upper": upper / cells["people"] * per,
        }
    )
    return arrange(schema.INDICATOR_VALUES, rows)


def candidates(cells: DataFrame) -> DataFrame:
    """Return every count that each cell might hold, with what else is known of it."""
    tried = np.arange(MOST_COUNT + 30)
    every = cells.loc[cells.index.repeat(len(tried))].assign(
        cell=np.repeat(cells.index, len(tried)), count=np.tile(tried, len(cells))
    )
    is_share = every["indicator"].str.startswith("share")
    possible = ~is_share | (every["count"] <= every["people"])
    return every[possible].reset_index(drop=True)


def left_over(cells: DataFrame, disclosure: Disclosure) -> DataFrame:
    """Return for each cell what is seen of it, and how many counts would have looked the same.

    Returns
    -------
    cells
        With `is_shown`, `is_moved` (the count seen is not the exact one), `alike` (counts that
        give the same row; the exact one among them) and `is_guessed` (the figure times the people
        is the exact count, though another count is shown).
    """
    seen = protect(as_published(cells), CATALOGUE, disclosure)
    tried = candidates(cells)
    would = protect(as_published(tried), CATALOGUE, disclosure)
    same = Series(data=True, index=tried.index)
    for name in TOLD:
        there = seen[name].to_numpy()[tried["cell"].to_numpy()]
        same &= (would[name].to_numpy() == there) | (pd.isna(would[name]) & pd.isna(there))
    per = cells["indicator"].map({key: each.per for key, each in CATALOGUE.items()})
    guess = (seen["value"] * cells["people"] / per).round()
    shown = seen["value"].notna()
    moved = shown & (seen["numerator"] != cells["count"])
    alike = same.groupby(tried["cell"]).sum().reindex(cells.index).astype(int)
    assert bool((alike > 0).all()), "the exact count must be among those that look the same"
    return cells.assign(
        is_shown=shown,
        is_moved=moved,
        alike=alike,
        is_guessed=moved & guess.eq(cells["count"]) & (cells["people"] >= disclosure.least_people),
        is_small=seen["note"].eq(SUPPRESSED),
    )


def attack(rows: int = ROWS, seed: int = 20_261_101) -> tuple[int, int, int]:
    """Attack cells under every setting.

    Returns
    -------
    shown, suppressed, given_back
        Rounded rates, suppressed ones, and how many of either gave their count back.
    """
    rng = np.random.default_rng(seed)
    parts = [
        left_over(draw_cells(rng, rows // len(SETTINGS)), disclosure) for disclosure in SETTINGS
    ]
    cells = pd.concat(parts, ignore_index=True)
    given_back = (cells["alike"] == 1) | cells["is_guessed"]
    shown = int(cells["is_shown"].sum())
    return shown, len(cells) - shown, int(given_back.sum())


def main() -> int:
    """Run the full attack; returns 0 where no count is given back."""
    shown, suppressed, given_back = attack()
    print(
        f"rates: {given_back} of {shown:,} rounded and {suppressed:,} suppressed ones give their "
        "count back"
    )
    return int(given_back > 0 or shown < LEAST_SHOWN)


if __name__ == "__main__":
    sys.exit(main())
