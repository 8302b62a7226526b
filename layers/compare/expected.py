"""What a figure would be if it followed deprivation alone, and who does better than that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pandas import DataFrame, Series
from scipy.special import stdtr, stdtrit

from geodata.model import Pack, Source
from layers.disclosed import may_be_told
from layers.need import measure_need
from layers.people import children_by_age
from layers.places import sum_by_place
from layers.said.numbers import listed, percent

LEAST_PLACES = 5  # a line through fewer leaves nothing to judge its fit by
CHANCE = 0.05  # of naming any place at all where every one follows the line
MOST_CRITICAL = 5.0  # where a place must lie further out than this to be named, none is judged
DEPRIVATION = "idaci_rank"
ROUNDED_AFTER = "Differences are taken before figures are rounded."
Standing = Literal["far better", "as expected", "far worse", "not judged", "unknown"]
WORDS: dict[str, str] = {
    "far better": "clearly better than expected",
    "as expected": "not clearly different from expected",
    "far worse": "clearly worse than expected",
    "not judged": "too few places to judge",
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
        (residual over its standard error, the place itself left out of the spread; positive where
        better), `chance` (how often chance alone would put one place as far out) and `standing`.
    slope, intercept, explained_share
        The line: value = intercept + slope × deprivation, and the share of the weighted variance
        it explains; NaN where there is none.
    critical
        How far out the furthest place must be to be named; NaN where there is no line.
    reason
        Why there is no line.
    """

    label: str
    deprivation_label: str
    places: DataFrame
    slope: float
    intercept: float
    explained_share: float
    critical: float
    reason: str
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """The places, strengths first."""
        return self.places

    @property
    def can_judge(self) -> bool:
        """Whether there are places enough for one to be shown to differ."""
        return not self.reason and self.critical <= MOST_CRITICAL

    def missing(self) -> dict[str, float]:
        """Return how many places had no figure, no deprivation or no weight."""
        unknown = float(self.places["standing"].eq("unknown").sum())
        return {"places": unknown} if unknown else {}

    def parameters(self) -> dict[str, Any]:
        """Return the line and the bound used."""
        return {
            "indicator": self.label,
            "deprivation": self.deprivation_label,
            "slope": self.slope,
            "intercept": self.intercept,
            "explained_share": self.explained_share,
            "chance_over_all_places": CHANCE,
            "critical_standardised": self.critical,
        }

    def sentence(self) -> str:
        """Describe who does better than deprivation would lead one to expect."""
        if self.reason:
            return f"What deprivation would lead one to expect cannot be worked out: {self.reason}."
        known = self.places[self.places["expected"].notna()]
        if not self.can_judge:
            return (
                f"With {len(known)} places, whether any does better than its deprivation would "
                f"lead one to expect cannot be told; {known['place'].iloc[0]} lies furthest on "
                "the good side of the line."
            )
        best = known.loc[known["standing"] == "far better", "place"]
        if best.empty:
            return (
                "No place is clearly better than its deprivation would lead one to expect; "
                f"{known['place'].iloc[0]} comes closest."
            )
        return f"Clearly better than deprivation would lead one to expect: {listed(list(best))}."

    def notes(self) -> tuple[str, ...]:
        """Return what "expected" and "clearly" mean here."""
        if self.reason:
            return ()
        count = int(self.places["expected"].notna().sum())
        line = (
            f"Expected is a straight line through all {count} places, weighted by children; "
            f"{self.deprivation_label} explains {percent(max(self.explained_share, 0.0))} of the "
            "differences."
        )
        if not self.can_judge:
            return (
                line,
                f"Among so few places one would have to lie {self.critical:.1f} times as far from "
                "the line as the others usually do before chance could be set aside, so none is "
                "judged.",
                ROUNDED_AFTER,
            )
        return (
            line,
            f"“Clearly” means further from the line than chance would put any of {count} places in "
            f"19 cases of 20: here about {self.critical:.1f} times as far as the others usually "
            "lie.",
            ROUNDED_AFTER,
        )


def mean_deprivation(pack: Pack, kind: str, ages: range) -> Series:
    """Average the deprivation rank of areas over each place of a kind, weighted by children.

    Returns
    -------
    deprivation
        Indexed by `place_id`; a smaller mean rank is more deprived. NaN where nothing is known.
    """
    key = _deprivation_key(pack)
    ranks = measure_need(pack, key).values  # noqa: PD011
    if not may_be_told(pack, key, kind):
        ranks = ranks.mask(ranks.notna())
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
    critical = np.nan if reason else critical_distance(int(known.sum()))
    return Expected(
        label=label,
        deprivation_label=pack.indicators[key].label,
        places=_judged(table, known if not reason else known & False, line, worse_when),
        critical=critical,
        slope=line[1],
        intercept=line[0],
        explained_share=line[2],
        reason=reason,
        sources=(pack.info.sources[pack.indicators[key].source],),
        is_illustrative=pack.info.illustrative,
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
    places["chance"] = 2 * stdtr(max(int(known.sum()) - 3, 1), -places["standardised"].abs())
    places["standing"] = _standings(places)
    return places.sort_values(
        ["standardised", "place"], ascending=[False, True], na_position="last"
    )


def _standardised(known: DataFrame, worse_when: Literal["higher", "lower"]) -> Series:
    """Divide residuals by their own standard errors, and turn them so that better is positive.

    Each is measured against the spread of the others (externally studentised), which follows
    Student's t with n − 3 degrees of freedom. Against a spread that it swells itself, a place
    among n could never lie further out than √(n − 2).
    """
    if known.empty:
        return known["residual"]
    n, w, x = len(known), known["weight"], known["deprivation"]
    mean_x = (w * x).sum() / w.sum()
    leverage = w / w.sum() + w * (x - mean_x) ** 2 / (w * (x - mean_x) ** 2).sum()
    spread = np.sqrt((w * known["residual"] ** 2).sum() / (n - 2))
    if spread <= 1e-9 * max(float(known["value"].abs().max()), 1e-300) * float(np.sqrt(w.max())):
        return known["residual"] * 0
    inner = known["residual"] * np.sqrt(w) / (spread * np.sqrt((1 - leverage).clip(1e-12)))
    left = (n - 2 - inner**2).clip(1e-9)  # none where the others lie on a line without it
    scaled: Series = inner * np.sqrt((n - 3) / left)
    return -scaled if worse_when == "higher" else scaled


def critical_distance(places: int) -> float:
    """Return how far out the furthest of some places must lie to be told from chance.

    Student's t with n − 3 degrees of freedom, its chance shared among the places (Bonferroni).
    """
    return float(-stdtrit(places - 3, CHANCE / (2 * places)))


def _standings(places: DataFrame) -> Series:
    """Judge the furthest place first, each next one among those that are left (Holm 1979)."""
    known = places["chance"].dropna().sort_values()
    standings = Series("unknown", index=places.index, dtype=object)
    if known.empty or critical_distance(len(known)) > MOST_CRITICAL:
        standings[known.index] = "not judged"
        return standings
    passes = known.to_numpy() <= CHANCE / np.arange(len(known), 0, -1)
    clear = known.index[: len(known) if passes.all() else int(np.argmin(passes))]
    standings[known.index] = "as expected"
    for key in clear:
        standings[key] = "far better" if places["standardised"][key] > 0 else "far worse"
    return standings
