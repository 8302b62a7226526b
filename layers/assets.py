"""Which services are on offer, to whom, and in person or not."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import Service
from layers.ages import span_words

OPEN = "open"
NOT_STATED = "not stated"


def kind_words(kind: str) -> str:
    """Describe a kind of asset: "child-and-family-centre" is "child and family centre"."""
    return kind.replace("-", " ").replace("childrens", "children’s").replace("gp ", "GP ")


def takes_words(youngest: float, oldest: float) -> str:
    """Return the ages an asset takes: "0–4", "16 and over", "up to 4", "not stated"."""
    if math.isnan(youngest) and math.isnan(oldest):
        return NOT_STATED
    if math.isnan(oldest):
        return f"{youngest:.0f} and over"
    if math.isnan(youngest):
        return f"up to {oldest:.0f}"
    return span_words(int(youngest), int(oldest))


def placed_words(precision_m: float) -> str:
    """Return how exactly a door is placed: "within about 500 m"; empty where not stated."""
    return "" if math.isnan(precision_m) else f"within about {precision_m:,.0f} m"


def part_words(assets: DataFrame, asset_id: str) -> str:
    """Return what an asset is a part of: "second door of Elm Centre"; empty where of nothing."""
    row = assets.loc[[asset_id]].iloc[0]
    if not isinstance(row["parent_id"], str):
        return ""
    if row["parent_id"] not in assets.index:
        return f"part of {row['parent_id']}, which is not listed"
    parent = assets.loc[[row["parent_id"]]].iloc[0]
    same = str(parent["kind"]) == str(row["kind"])
    return f"{'second door of' if same else 'linked to'} {parent['name']}"


def service_assets(assets: GeoDataFrame, service: Service) -> GeoDataFrame:
    """Pick the assets of a service, of any age, open or not, in person or not."""
    return assets[assets["kind"].isin(service.kinds)]


def open_doors(assets: GeoDataFrame) -> GeoDataFrame:
    """Pick the assets that are open and can be walked into."""
    located = ~(assets.geometry.isna() | assets.geometry.is_empty)
    return assets[(assets["status"] == OPEN) & ~assets["virtual"] & located]


def takes_ages(assets: GeoDataFrame, ages: range) -> NDArray[np.bool_]:
    """Return which assets take which single years of age.

    An asset that states no youngest or no oldest age is taken to have none; `ages_unstated`
    counts those, so that it can be said.

    Returns
    -------
    takes
        Assets down, ages across.
    """
    youngest = assets["age_from"].fillna(-np.inf).to_numpy(float)[:, None]
    oldest = assets["age_to"].fillna(np.inf).to_numpy(float)[:, None]
    wanted = np.asarray(ages, float)[None, :]
    return np.asarray((youngest <= wanted) & (wanted <= oldest))


def ages_unstated(assets: GeoDataFrame) -> int:
    """Count the assets that state neither a youngest nor an oldest age."""
    return int((assets["age_from"].isna() & assets["age_to"].isna()).sum())


def centre_of(assets: GeoDataFrame) -> Series:
    """Name the centre that each asset is a part of: itself, or what its parents lead to.

    A second door and a linked site are parts of the centre that their `parent_id` names, open,
    closed or not in the table at all: a split centre stays one whichever of its doors closes.

    Returns
    -------
    centres
        Ids of centres, indexed as `assets`. Whoever counts centres counts these, each once.
    """
    parents = assets["parent_id"].dropna().to_dict()
    centres = {key: _root(key, parents) for key in parents}
    named: Series = assets.index.to_series().map(lambda key: centres.get(key, key))
    return named


def _root(key: str, parents: Mapping[str, str]) -> str:
    """Follow parents to the last; among assets that name one another, the first by name."""
    seen = [key]
    while seen[-1] in parents:
        above = parents[seen[-1]]
        if above in seen:
            return min(seen[seen.index(above) :])
        seen.append(above)
    return seen[-1]


def is_linked_site(assets: GeoDataFrame) -> Series:
    """Return which assets are linked sites: part of a centre of another kind, no base of one."""
    kinds = assets["kind"]
    of_root = centre_of(assets).map(kinds.to_dict())
    linked: Series = of_root.notna() & (of_root != kinds)
    return linked


def is_centre(assets: GeoDataFrame) -> Series:
    """Return which assets to count so that every centre is counted once.

    Of a split centre that is its first open door, or where none is open its first; never a linked
    site, which is part of a hub and no base of its own.
    """
    roots = centre_of(assets)
    order = DataFrame(
        {
            "centre": roots,
            "closed": ~assets.index.isin(open_doors(assets).index),
            "second": roots != assets.index,
        }
    )
    bases = order[~is_linked_site(assets)].sort_values(["closed", "second"], kind="stable")
    counted = bases.drop_duplicates("centre").index
    return Series(assets.index.isin(counted), index=assets.index)


def offer_counts(assets: GeoDataFrame) -> Series:
    """Count what a table of assets holds: `centres`, `doors`, `virtual`."""
    doors = open_doors(assets)
    return pd.Series(
        {
            "centres": int(is_centre(assets).loc[doors.index].sum()),
            "doors": len(doors),
            "virtual": int((assets["virtual"] & (assets["status"] == OPEN)).sum()),
        }
    )
