"""What is offered in one place: doors inside it, and what serves it without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import Pack
from geodata.offers import REPORTED_GAP, RUNNING
from layers.assets import has_door, is_running
from layers.places import find_place
from layers.serving import is_at_a_distance, served_part

PLANNED = "planned"
TOLD = (*RUNNING, PLANNED, REPORTED_GAP)  # nothing is told of what is closed, or only named


def told_offers(
    pack: Pack,
    place_id: str | None,
    among: GeoDataFrame | None = None,
) -> DataFrame:
    """List what is told of an area: what runs, what is planned and what is reported to be missing.

    Parameters
    ----------
    place_id
        None is all of the pack.
    among
        The assets that may be there, as `may_be_there` finds them; all of the pack's where None.

    Returns
    -------
    offers
        The pack's assets without their points, and of each: `is_running`, `is_planned`, `is_gap`
        (reported as a gap), `door` (it has one inside the place), `part` (0–1 of the place that it
        serves besides), `distant` (it has no door here and comes online or by telephone),
        `doorless` (no door here, and otherwise) and `here`, which is any of the three.
    """
    assets = pack.assets if among is None else among
    assets = assets[assets["status"].isin(TOLD)]
    door = Series(stands_inside(pack, assets, place_id), index=assets.index)
    part = served_part(pack, assets, place_id)
    served = ~door & (part > 0)
    distant = served & is_at_a_distance(assets)
    return DataFrame(assets.drop(columns="geometry")).assign(
        is_running=is_running(assets),
        is_planned=assets["status"].eq(PLANNED),
        is_gap=assets["status"].eq(REPORTED_GAP),
        door=door,
        part=part,
        distant=distant,
        doorless=served & ~distant,
        here=door | served,
    )


def may_be_there(pack: Pack, place_ids: Sequence[str]) -> Iterator[GeoDataFrame]:
    """Yield for each place the assets that may be there: points by it, and all that serve any.

    Of each only what tells whether it is there, how, and by whom: there may be thousands of places.
    """
    assets = pack.assets[["status", "delivery", "serves", "source", "geometry"]]
    serving = assets["serves"].notna().to_numpy()
    for place_id in place_ids:
        by_it = assets.sindex.query(find_place(pack, place_id)["geometry"])
        chosen = serving.copy()
        chosen[by_it] = True
        yield assets[chosen]


def stands_inside(pack: Pack, assets: GeoDataFrame, place_id: str | None) -> NDArray[np.bool_]:
    """Find which assets have a door inside a place; a door on its edge is inside."""
    if place_id is None:
        held = assets.sindex.query(pack.areas.geometry, predicate="intersects")[1]
        inside = np.isin(np.arange(len(assets)), held)
    else:
        inside = assets.geometry.intersects(find_place(pack, place_id)["geometry"]).to_numpy()
    return np.asarray(inside & has_door(assets).to_numpy())
