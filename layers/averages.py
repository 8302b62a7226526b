"""Averages over people: of origins in an area, of areas in a place; never of areas alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy.sparse import csr_array

from geodata.model import Pack
from layers.homes import origin_rows
from layers.places import count_by_place, places_of_kind, sum_by_place

Floats = NDArray[np.float64]


def origin_shares(pack: Pack) -> csr_array:
    """Return the share of each area's people who set out from each origin.

    Returns
    -------
    shares
        Areas down and origins across, in the pack's order; each row sums to 1, or to 0 where an
        area has no origin.
    """
    rows = origin_rows(pack)
    weights = pack.origins["weight"].to_numpy(float)
    shape = (len(pack.areas), len(pack.origins))
    return csr_array((weights, (rows, np.arange(len(pack.origins)))), shape=shape)


def mean_over_origins(shares: csr_array, figures: Floats) -> Floats:
    """Average figures of origins over each area by people.

    Parameters
    ----------
    shares
        From `origin_shares`.
    figures
        One for each origin; NaN where not known.

    Returns
    -------
    means
        One for each area; NaN where it has no origin, or where a figure of one is not known.
    """
    means = np.asarray(shares @ figures, dtype=np.float64)
    means[np.diff(shares.indptr) == 0] = np.nan
    return means


def place_shares(pack: Pack, kind: str) -> csr_array:
    """Return the share of each area that is inside each place of a kind.

    Returns
    -------
    shares
        Places down in the order of `places_of_kind`, areas across in the pack's order.
    """
    places = places_of_kind(pack, kind)
    members = pack.membership[pack.membership["place_id"].isin(places.index)]
    rows = places.index.get_indexer(members["place_id"])
    columns = pack.areas.index.get_indexer(members["area_id"])
    shape = (len(places), len(pack.areas))
    return csr_array((members["share"].to_numpy(float), (rows, columns)), shape=shape)


def mean_over_places(shares: csr_array, children: Floats, figures: Floats) -> Floats:
    """Average figures of areas over places by children, leaving out what is not known.

    Parameters
    ----------
    shares
        From `place_shares`.
    children
        One for each area; NaN where not known.
    figures
        Areas down, figures across; NaN where not known.

    Returns
    -------
    means
        Places down, figures across; NaN where nothing is known, or nobody lives there.
    """
    people = np.nan_to_num(children)[:, None]
    known = ~np.isnan(figures)
    sums = np.asarray(shares @ np.where(known, people * np.nan_to_num(figures), 0.0))
    among = np.asarray(shares @ (people * known))
    means: Floats = np.full_like(sums, np.nan)
    np.divide(sums, among, out=means, where=among > 0)
    return means


def mean_by_place(pack: Pack, kind: str, children: Series, figures: DataFrame) -> DataFrame:
    """Average figures of areas over each place of a kind by children.

    Parameters
    ----------
    children, figures
        Indexed by `area_id`; NaN where not known.

    Returns
    -------
    places
        Indexed by `place_id`: `place`, `kind`, `areas`, `children`, each figure's mean (see
        `mean_over_places`), `unknown_children`, the children of areas of which the first figure
        is not known, and `unknown_areas`, how many such areas the place touches, those among them
        whose children are not known either.
    """
    lost = figures.iloc[:, 0].isna() | children.isna()
    unknown = children.where(lost, 0.0)
    counts = DataFrame({"children": children, "unknown_children": unknown})
    sums = sum_by_place(pack, kind, counts)
    means = mean_over_places(
        place_shares(pack, kind), children.to_numpy(float), figures.to_numpy(float)
    )
    averages = DataFrame(means, index=sums.index, columns=figures.columns)
    joined: DataFrame = pd.concat(
        [sums.drop(columns="unknown_children"), averages, sums[["unknown_children"]]],
        axis="columns",
    )
    joined["unknown_areas"] = count_by_place(pack, kind, lost)
    return joined


def missing_from(areas: DataFrame, figure: str) -> dict[str, float]:
    """Return how many areas have no figure, and how many children are counted there.

    Parameters
    ----------
    areas
        Indexed by `area_id`: `children` and the figure; NaN where not known.
    """
    lost = areas[figure].isna() | areas["children"].isna()
    counts = {"areas": lost.sum(), "children": areas["children"][lost].sum()}
    return {name: float(count) for name, count in counts.items() if count > 0}


def mean_over_areas(children: Series, figures: Series) -> float:
    """Average a figure of areas by children, over the areas where both are known; else NaN."""
    known = figures.notna() & (children > 0)
    if not bool(known.any()):
        return float("nan")
    return float(np.average(figures[known], weights=children[known]))
