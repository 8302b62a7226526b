"""Seeds: the middle of each neighbourhood, scattered about its town, suburb or village."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.random import Generator
from pandas import DataFrame

# How far apart seeds are in each kind of settlement.
SPACING_M = {"city": 520.0, "town": 520.0, "suburb": 460.0, "village": 600.0}
CANDIDATES = 40  # of which the one farthest from all other seeds is taken


def scatter_seeds(settlements: DataFrame, rng: Generator) -> DataFrame:
    """Scatter each settlement's seeds over its built-up circle, well apart.

    Parameters
    ----------
    settlements
        As in `Inputs`. Rows with no areas of their own are left out.
    rng
        Decides the scatter.

    Returns
    -------
    seeds
        One row for each neighbourhood to be, in the order of `settlements`: `settlement`,
        `kind`, `district`, `team`, `need`, `young`,
        `children`, `easting_m`, `northing_m` (EPSG:27700).
    """
    rows: list[dict[str, object]] = []
    taken = np.empty((0, 2))
    # Villages stay where they are, so they are placed before suburbs are spread around them.
    own = settlements[settlements["areas"] > 0]
    for name, settlement in own.sort_values("areas", kind="stable").iterrows():
        centre = np.array([settlement["easting"], settlement["northing"]], dtype=float)
        count = int(settlement["areas"])
        radius_m = SPACING_M[str(settlement["kind"])] * np.sqrt(count / np.pi)
        for _ in range(count):
            point = centre if count == 1 else _far_point(centre, radius_m, taken, rng)
            taken = np.vstack([taken, point])
            rows.append(
                {
                    "settlement": name,
                    **settlement[["kind", "district", "team", "need", "young", "children"]],
                    "easting_m": float(point[0]),
                    "northing_m": float(point[1]),
                }
            )
    order = {name: n for n, name in enumerate(settlements.index)}
    seeds = DataFrame(rows)
    return seeds.sort_values(
        "settlement", key=lambda names: names.map(order), kind="stable"
    ).reset_index(drop=True)


def _far_point(
    centre: np.ndarray, radius_m: float, taken: np.ndarray, rng: Generator
) -> np.ndarray:
    angle = rng.uniform(0, 2 * np.pi, CANDIDATES)
    reach = radius_m * np.sqrt(rng.uniform(0, 1, CANDIDATES))
    candidates = centre + np.column_stack([reach * np.cos(angle), reach * np.sin(angle)])
    if not len(taken):
        return np.asarray(candidates[0].round())
    gaps = np.linalg.norm(candidates[:, None] - taken[None], axis=2).min(axis=1)
    return np.asarray(candidates[int(gaps.argmax())].round())


def points_m(table: DataFrame) -> np.ndarray:
    """Return `easting` and `northing`, in metres, as an array of shape (rows, 2)."""
    return pd.DataFrame(table)[["easting", "northing"]].to_numpy(dtype=float)
