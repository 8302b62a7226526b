"""What a figure would be if it followed deprivation alone, and who does better than that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.need import measure_need
from layers.people import children_by_age
from layers.places import sum_by_place
from layers.said.numbers import listed

LEAST_PLACES = 5
FAR = 1.96  # standardised residuals: about one place in forty by chance on each side
DEPRIVATION = "idaci_rank"
Standing = Literal["far better", "as expected", "far worse", "unknown"]
WORDS: dict[str, str] = {
    "far better": "far better than expected",
    "as expected": "about as expected",
    "far worse": "far worse than expected",
    "unknown": "cannot be worked out",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expected:
    """Figures beside what deprivation alone would lead one to expect.

    Attributes
    ----------
    places
        Indexed by `place_id`, the furthest on the good side first: `place`, `value`,
        `deprivation`, `weight`, `expected`, `residual` (value less expected), `standardised`
        (residual in its own standard errors, positive where better) and `standing`.
    slope, intercept, explained_share
        The line: value = intercept + slope × deprivation, and the share of the weighted variance
        it explains; NaN where there is none.
    reason
        Why there is no line.
    """

    label: str
    deprivation_label: str
    places: DataFrame
    slope: float
    intercept: float
    explained_share: float
    reason: str
    sources: tuple[Source, ...]

    @property
    def missing(self) -> int:
        """How many places had no figure, no deprivation or no weight."""
        return int(self.places["standing"].eq("unknown").sum())

    def parameters(self) -> dict[str, Any]:
        """Give the line and the bound used."""
        return {
            "indicator": self.label,
            "deprivation": self.deprivation_label,
            "slope": self.slope,
            "intercept": self.intercept,
            "explained_share": self.explained_share,
            "far_standardised": FAR,
        }

    def sentence(self) -> str:
        """Say who does far better than deprivation would lead one to expect."""
        if self.reason:
            return f"What deprivation would lead one to expect cannot be worked out: {self.reason}."
        best = self.places.loc[self.places["standing"] == "far better", "place"]
        if best.empty:
            return (
                "No place is far better than its deprivation would lead one to expect; "
                f"{self.places['place'].iloc[0]} comes closest."
            )
        return f"Far better than deprivation would lead one to expect: {listed(list(best))}."


def mean_deprivation(pack: Pack, kind: str, ages: range) -> Series:
    """Average the deprivation rank of areas over each place of a kind, weighted by children.

    Returns
    -------
    deprivation
        Indexed by `place_id`; a smaller mean rank is more deprived. NaN where nothing is known.
    """
    ranks = measure_need(pack, _deprivation_key(pack)).values  # noqa: PD011
    children = children_by_age(pack.areas, ages).sum(axis="columns", skipna=False)
    known = children.where(ranks.notna())
    sums = sum_by_place(pack, kind, DataFrame({"rank": ranks * known, "children": known}))
    means: Series = sums["rank"] / sums["children"].where(sums["children"] > 0)
    return means


def _deprivation_key(pack: Pack) -> str:
    return DEPRIVATION if DEPRIVATION in pack.indicators else pack.info.defaults.need


def measure_expected(
    pack: Pack,
    figures: DataFrame,
    kind: str,
    *,
    label: str,
    worse_when: Literal["higher", "lower"],
    ages: range,
) -> Expected:
    """Set figures of places beside what their deprivation would lead one to expect.

    Parameters
    ----------
    figures
        Indexed by `place_id`, places of one kind: `place`, `value` and `weight` (people the
        value is of); NaN where not known.
    """
    key = _deprivation_key(pack)
    table = figures[["place", "value", "weight"]].assign(
        deprivation=mean_deprivation(pack, kind, ages).reindex(figures.index)
    )
    known = table[["value", "weight", "deprivation"]].notna().all(axis="columns")
    known &= table["weight"] > 0
    reason = _reason(table[known])
    line = (np.nan, np.nan, np.nan) if reason else _fit(table[known])
    return Expected(
        label=label,
        deprivation_label=pack.indicators[key].label,
        places=_judged(table, known if not reason else known & False, line, worse_when),
        slope=line[1],
        intercept=line[0],
        explained_share=line[2],
        reason=reason,
        sources=(pack.info.sources[pack.indicators[key].source],),
    )


def _reason(known: DataFrame) -> str:
    if len(known) < LEAST_PLACES:
        have = "1 has" if len(known) == 1 else f"{len(known)} have"
        return f"it needs {LEAST_PLACES} places with figures and {have} them"
    if np.ptp(known["deprivation"].to_numpy(float)) == 0:
        return "every place is equally deprived"
    return ""


def _fit(known: DataFrame) -> tuple[float, float, float]:
    """Fit a straight line by weighted least squares: intercept, slope, share explained."""
    w = known["weight"].to_numpy(float)
    x, y = known["deprivation"].to_numpy(float), known["value"].to_numpy(float)
    mean_x, mean_y = np.average(x, weights=w), np.average(y, weights=w)
    slope = float((w * (x - mean_x) * (y - mean_y)).sum() / (w * (x - mean_x) ** 2).sum())
    total = float((w * (y - mean_y) ** 2).sum())
    left = float((w * (y - mean_y - slope * (x - mean_x)) ** 2).sum())
    return float(mean_y - slope * mean_x), slope, 1 - left / total if total > 0 else np.nan


def _judged(
    table: DataFrame,
    known: Series,
    line: tuple[float, float, float],
    worse_when: Literal["higher", "lower"],
) -> DataFrame:
    places = table.assign(expected=np.nan, residual=np.nan, standardised=np.nan)
    places.loc[known, "expected"] = line[0] + line[1] * table["deprivation"]
    places["residual"] = places["value"] - places["expected"]
    places.loc[known, "standardised"] = _standardised(places[known], worse_when)
    places["standing"] = places["standardised"].map(_standing)
    return places.sort_values(
        ["standardised", "place"], ascending=[False, True], na_position="last"
    )


def _standardised(known: DataFrame, worse_when: Literal["higher", "lower"]) -> Series:
    """Divide residuals by their own standard errors, and turn them so that better is positive."""
    if known.empty:
        return known["residual"]
    w, x = known["weight"], known["deprivation"]
    mean_x = (w * x).sum() / w.sum()
    leverage = w / w.sum() + w * (x - mean_x) ** 2 / (w * (x - mean_x) ** 2).sum()
    spread = np.sqrt((w * known["residual"] ** 2).sum() / (len(known) - 2))
    if spread <= 1e-9 * max(float(known["value"].abs().max()), 1e-300) * float(np.sqrt(w.max())):
        return known["residual"] * 0
    scaled: Series = known["residual"] * np.sqrt(w) / (spread * np.sqrt((1 - leverage).clip(1e-12)))
    return -scaled if worse_when == "higher" else scaled


def _standing(standardised: float) -> Standing:
    if np.isnan(standardised):
        return "unknown"
    if standardised >= FAR:
        return "far better"
    return "far worse" if standardised <= -FAR else "as expected"
