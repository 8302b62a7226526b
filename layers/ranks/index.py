"""The need index: several measures joined by weights that anyone can see and change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError
from geodata.model import Pack, Source
from geodata.pack import area_indicators
from layers.averages import Floats, mean_by_place, mean_over_places, place_shares
from layers.disclosed import guarded_faults
from layers.need import measure_need
from layers.people import children_by_age
from layers.ranks.ranks import rank_intervals, rank_words, ranks_from_most, widest
from layers.ranks.transforms import TRANSFORMS, Transform, quantile_groups, transform_values
from layers.said.citing import sources_by_key
from layers.said.numbers import listed, percent

DRAWS = 500
SEED = 2021
CONCENTRATION = 20.0  # larger keeps the drawn weights closer to the chosen ones
DRAWN_SHARE = 0.9  # of the drawn weights that an interval holds
FIFTHS = 5
NUDGES = (0.5, 1.5)  # each weight in turn, times these


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NeedIndex:
    """How needy areas and places are by several measures together.

    Attributes
    ----------
    weights
        Of each measure, summing to 1.
    areas
        Indexed by `area_id`: `children`, `index` (larger is needier; NaN where no measure is
        known), `rank` (1 the neediest), `weight_share` (0–1 of the weights that were known) and
        the scaled value of each measure.
    places
        Indexed by `place_id`, the neediest first: `place`, `kind`, `areas`, `children`, `index`
        (mean over children), `rank`, `best` and `worst` (how the rank moves over other weights
        and scales), `fifth` (of the places, 1 the neediest; NaN for fewer than five) and
        `unknown_children`.
    partial_areas, missing_areas
        How many areas lack some of the measures, and how many lack all.
    """

    weights: Mapping[str, float]
    labels: Mapping[str, str]
    transform: Transform
    ages: range
    place_kind: str
    area_label: str
    areas: DataFrame
    places: DataFrame
    partial_areas: int
    missing_areas: int
    sources: tuple[Source, ...]
    is_illustrative: bool
    seed: int = SEED

    @property
    def table(self) -> DataFrame:
        """The places, the neediest first."""
        return self.places.rename_axis("place_id")

    @property
    def varied(self) -> str:
        """What was tried otherwise to see whether ranks hold; one measure has no weights."""
        return "scale" if len(self.weights) == 1 else "weight and scale"

    def missing(self) -> dict[str, float]:
        """Return how many areas lack every measure."""
        return {"areas": float(self.missing_areas)} if self.missing_areas else {}

    def notes(self) -> tuple[str, ...]:
        """Return what the ranks were tried against, and what no weight or scale can tell."""
        if len(self.weights) == 1:
            tried = (
                "With one measure there are no weights to vary. Whether a rank holds was tried "
                "on three scales only, not against other measures of need."
            )
        else:
            tried = (
                f"Whether a rank holds was tried over {DRAWS} draws of weights near those chosen, "
                "each weight halved and made half as large again, and three scales; not against "
                "measures that are not in the index."
            )
        left = f"{self.partial_areas} {self.area_label}s lack some measure and use the others."
        return (tried, left) if self.partial_areas else (tried,)

    def parameters(self) -> dict[str, Any]:
        """Return every setting, for a table's heading or a file."""
        return {
            "weights": dict(self.weights),
            "transform": self.transform,
            "age_from": self.ages.start,
            "age_to": self.ages.stop - 1,
            "place_kind": self.place_kind,
            "ranks_varied_by": self.varied,
            "drawn_weights": DRAWS if len(self.weights) > 1 else 0,
            "concentration": CONCENTRATION,
            "seed": self.seed,
            "partial_areas": self.partial_areas,
            "missing_areas": self.missing_areas,
            "illustrative": self.is_illustrative,
        }

    def sentence(self) -> str:
        """Describe which place is the neediest, how sure that is, and what the index is made of."""
        made = listed([f"{self.labels[key]} {percent(w)}" for key, w in self.weights.items()])
        method = f"Need is {made}, joined {TRANSFORMS[self.transform]}."
        known = self.places[self.places["rank"].notna()]
        if known.empty:
            return f"Which place is the neediest is not known. {method}"
        first = known.iloc[0]
        said = rank_words(first["rank"], first["best"], first["worst"], self.varied)
        return f"{first['place']} is the neediest ({said}). {method}"


def measure_index(
    pack: Pack,
    weights: Mapping[str, float] | None = None,
    *,
    transform: Transform = "exponential",
    place_kind: str | None = None,
    ages: range | None = None,
) -> NeedIndex:
    """Join measures of areas into one index, for every area and every place.

    Parameters
    ----------
    weights
        Of each measure, by key; any scale from 0 up. The pack's own measure of need alone where
        none are given.
    ages
        The children by whom places are averaged; the ages that the pack opens on.

    Raises
    ------
    QuestionError
        A measure is not known or has no value at all, weights are negative or all 0, or the
        scale or the kind of place is not known.
    """
    asked = {pack.info.defaults.need: 1.0} if weights is None else dict(weights)
    kind = place_kind or pack.info.defaults.place_kind
    _check(pack, asked, transform, kind)
    chosen = {key: weight for key, weight in asked.items() if weight > 0}
    shares = {key: weight / sum(chosen.values()) for key, weight in chosen.items()}
    ages = ages or range(pack.info.defaults.age_from, pack.info.defaults.age_to + 1)
    children = children_by_age(pack.areas, ages).sum(axis="columns", skipna=False)
    scaled = scaled_measures(pack, list(shares), transform)
    areas = _areas(children, scaled, shares)
    steady = _Steadiness(pack, kind, children, shares, transform)
    return NeedIndex(
        weights=shares,
        labels={key: pack.indicators[key].label for key in shares},
        transform=transform,
        ages=ages,
        place_kind=kind,
        area_label=pack.info.area_label,
        areas=areas,
        places=steady.places(areas["index"]),
        partial_areas=int(((areas["weight_share"] < 1) & (areas["weight_share"] > 0)).sum()),
        missing_areas=int(areas["index"].isna().sum()),
        sources=sources_by_key(pack, [pack.info.people.source, *_source_keys(pack, shares, kind)]),
        is_illustrative=pack.info.illustrative,
    )


def _source_keys(pack: Pack, shares: Mapping[str, float], kind: str) -> list[str]:
    return [*(pack.indicators[key].source for key in shares), pack.info.place_kinds[kind].source]


def scaled_measures(pack: Pack, keys: list[str], transform: Transform) -> DataFrame:
    """Put measures of areas on one scale, larger the needier; a column each."""
    columns = {}
    for key in keys:
        need = measure_need(pack, key)
        higher = need.indicator.worse_when == "higher"
        columns[key] = transform_values(need.values, transform, higher_is_needier=higher)
    return DataFrame(columns, index=pack.areas.index)


def weighted_index(scaled: Floats, weights: Floats) -> Floats:
    """Join scaled measures by weights; a missing one leaves its weight to the others.

    Parameters
    ----------
    scaled
        Areas down, measures across; NaN where missing.
    weights
        Measures down, sets of weights across.

    Returns
    -------
    index
        Areas down, sets of weights across; NaN where nothing that has a weight is known.
    """
    known = ~np.isnan(scaled)
    sums = np.where(known, scaled, 0.0) @ weights
    used = known.astype(float) @ weights
    return np.divide(sums, used, out=np.full_like(sums, np.nan), where=used > 0)


def _areas(children: Series, scaled: DataFrame, shares: Mapping[str, float]) -> DataFrame:
    weights = np.asarray([shares[key] for key in scaled.columns])
    values = scaled.to_numpy(float)
    index = weighted_index(values, weights[:, None])[:, 0]
    heads = DataFrame(
        {
            "children": children,
            "index": index,
            "rank": ranks_from_most(index[:, None])[:, 0],
            "weight_share": np.minimum((~np.isnan(values)).astype(float) @ weights, 1.0).round(9),
        },
        index=scaled.index,
    )
    return heads.join(scaled)


class _Steadiness:
    """Ranks of places over other weights and other scales than the ones chosen."""

    def __init__(
        self,
        pack: Pack,
        kind: str,
        children: Series,
        shares: Mapping[str, float],
        transform: Transform,
    ) -> None:
        self.pack, self.kind, self.children = pack, kind, children
        self.keys, self.chosen = list(shares), np.asarray(list(shares.values()))
        self.transform = transform
        self.shares = place_shares(pack, kind)

    def places(self, index: Series) -> DataFrame:
        means = mean_by_place(self.pack, self.kind, self.children, index.to_frame("index"))
        rank = pd.Series(ranks_from_most(means[["index"]].to_numpy(float))[:, 0], means.index)
        drawn = self._ranks(self.transform, self._drawn_weights())
        nudged = [self._ranks(self.transform, self._nudged_weights())]
        nudged += [self._ranks(how, self.chosen[:, None]) for how in get_args(Transform)]
        interval = widest(
            rank_intervals(rank, drawn, coverage=DRAWN_SHARE),
            rank_intervals(rank, np.hstack(nudged)),
        )
        ordered = means.join(interval).sort_values(["rank", "place"], na_position="last")
        ordered["fifth"] = quantile_groups(ordered["index"], FIFTHS, higher_is_needier=True)
        heads = ["place", "kind", "areas", "children", "index", "rank", "best", "worst", "fifth"]
        result: DataFrame = ordered[[*heads, "unknown_children"]]
        return result

    def _ranks(self, transform: Transform, weights: Floats) -> Floats:
        scaled = scaled_measures(self.pack, self.keys, transform).to_numpy(float)
        index = weighted_index(scaled, weights)
        means = mean_over_places(self.shares, self.children.to_numpy(float), index)
        return ranks_from_most(means)

    def _drawn_weights(self) -> Floats:
        """Draw weights around the chosen ones; measures down, draws across."""
        drawn = np.random.default_rng(SEED).dirichlet(self.chosen * CONCENTRATION, size=DRAWS)
        return np.asarray(drawn.T, dtype=np.float64)

    def _nudged_weights(self) -> Floats:
        sets = [
            np.where(np.arange(len(self.chosen)) == i, self.chosen * nudge, self.chosen)
            for i in range(len(self.chosen))
            for nudge in NUDGES
        ]
        table = np.column_stack(sets)
        return np.asarray(table / table.sum(axis=0), dtype=np.float64)


def _check(pack: Pack, weights: Mapping[str, float], transform: str, kind: str) -> None:
    known = area_indicators(pack)
    problems = [
        _problem(f"the weight of {key}", repr(key), "one of " + ", ".join(known))
        for key in weights
        if key not in known
    ]
    problems += [
        _problem(f"the weight of {key}", f"{weight:g}", "a number from 0 up")
        for key, weight in weights.items()
        if not (math.isfinite(weight) and weight >= 0)
    ]
    if not problems and not sum(weights.values()) > 0:
        problems.append(_problem("the weights", "nothing above 0", "at least one weight above 0"))
    if transform not in get_args(Transform):
        problems.append(_problem("the scale", repr(transform), "one of " + ", ".join(TRANSFORMS)))
    if kind not in pack.info.place_kinds:
        expected = "one of " + ", ".join(pack.info.place_kinds)
        problems.append(_problem("the kind of place", repr(kind), expected))
    problems += guarded_faults(pack, kind, [key for key, weight in weights.items() if weight > 0])
    if not problems:
        problems += [
            _problem(f"the measure {key}", "no value anywhere", "a value for some area")
            for key, weight in weights.items()
            if weight > 0 and _has_no_value(pack, key)
        ]
    if problems:
        raise QuestionError(problems)


def _has_no_value(pack: Pack, key: str) -> bool:
    values = measure_need(pack, key).values  # noqa: PD011
    return bool(values.isna().all())


def _problem(where: str, found: str, expected: str) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix="Choose one of these.")
