"""Which services are on offer, to whom, and in person or not."""

from __future__ import annotations

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import Series

from geodata.model import Service

OPEN = "open"


def kind_words(kind: str) -> str:
    """Say a kind of asset: "child-and-family-centre" is "child and family centre"."""
    return kind.replace("-", " ").replace("childrens", "children's").replace("gp ", "GP ")


def service_assets(assets: GeoDataFrame, service: Service) -> GeoDataFrame:
    """Pick the assets of a service, of any age, open or not, in person or not."""
    return assets[assets["kind"].isin(service.kinds)]


def open_doors(assets: GeoDataFrame) -> GeoDataFrame:
    """Pick the assets that are open and can be walked into."""
    located = ~(assets.geometry.isna() | assets.geometry.is_empty)
    return assets[(assets["status"] == OPEN) & ~assets["virtual"] & located]


def takes_ages(assets: GeoDataFrame, ages: range) -> NDArray[np.bool_]:
    """Tell which assets take which single years of age.

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


def is_centre(assets: GeoDataFrame) -> Series:
    """Tell which assets count once as a centre; the second door of a split site does not.

    A door with a parent of the same kind is that parent's second door.
    """
    parents = assets["parent_id"].map(assets["kind"].to_dict())
    second_door = assets["parent_id"].notna() & (parents == assets["kind"])
    centres: Series = ~second_door
    return centres


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
