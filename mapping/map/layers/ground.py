"""The ground beneath a map: water, woods, built-up land, roads and the names of settlements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from geodata.crs import WGS84
from geodata.model import Ground, Pack
from layers.said.citing import sources_by_key
from mapping.map.layers.layer import Layer

RANKS: Final = (1, 2, 3, 4)
NEAREST_FROM: Final[Mapping[int, float]] = {1: np.inf, 2: 90.0, 3: 36.0, 4: 14.0}
"""From how many metres to a pixel of a screen, 96 to an inch, each rank is drawn."""
QUANTA: Final = 1e5  # steps to a degree: about a metre
COARSENESS_M: Final[Mapping[int, float]] = {1: 15.0, 2: 12.0, 3: 8.0, 4: 8.0}
"""By how much a line of each rank may leave the true one: well under a pixel where it begins."""


@dataclass(frozen=True, kw_only=True, eq=False)
class GroundLayer(Layer):
    """What lies beneath; pale, so that it never passes for data."""

    ground: Ground

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of ground that there are."""
        tables = (self.ground.areas, self.ground.lines, self.ground.names)
        return tuple(dict.fromkeys(kind for rows in tables for kind in rows["kind"]))

    def sentence(self) -> str:
        """Return what the ground shows."""
        words = {
            "Water": {"water", "river"},
            "woods": {"wood"},
            "built-up land": {"built-up"},
            "railways": {"railway"},
            "roads": {"motorway", "main-road", "road", "street"},
            "names of settlements": {"city", "town", "suburb", "village", "hamlet"},
        }
        held = [word for word, kinds in words.items() if kinds & set(self.kinds)]
        return ", ".join(held)


def ground_layer(pack: Pack) -> GroundLayer | None:
    """Return the ground that a pack holds; None where it holds none."""
    ground = pack.ground
    if ground is None:
        return None
    keys = dict.fromkeys(
        str(key) for rows in (ground.areas, ground.lines, ground.names) for key in rows["source"]
    )
    return GroundLayer(
        key="ground",
        title="Ground: water, roads and names",
        period=", ".join(dict.fromkeys(source.period for source in sources_by_key(pack, keys))),
        standing="illustrative" if pack.info.illustrative else "published",
        sources=sources_by_key(pack, keys),
        ground=ground,
    )


def nearest_rank(m_per_px: float) -> int:
    """Return the highest rank that is drawn at a scale, in metres to a pixel of a screen."""
    return max(rank for rank, from_m in NEAREST_FROM.items() if m_per_px <= from_m)


def ground_shapes(ground: Ground, rank: int) -> dict[str, list[list[int]]]:
    """Return the shapes of one rank by kind, each ring or line as whole steps of a degree.

    Returns
    -------
    lines
        For each: longitude and latitude of its first point, then how far each next one is from the
        one before, all × `QUANTA`. The rings of an area stand one after another.
    """
    found: dict[str, list[list[int]]] = {}
    for rows in (ground.areas, ground.lines):
        here = rows[rows["rank"].eq(rank)]
        shapes = here.geometry.simplify(COARSENESS_M[rank]).to_crs(WGS84)
        for kind, shape in zip(here["kind"], shapes, strict=True):
            found.setdefault(str(kind), []).extend(_steps(shape))
    return found


def _steps(shape: Any) -> list[list[int]]:  # noqa: ANN401
    parts = shapely.get_parts(shape)
    if "Polygon" in shape.geom_type:  # holes turn the other way, so that they stay empty
        parts = shapely.get_rings(shapely.normalize(parts))
    return [steps for line in parts if (steps := _deltas(shapely.get_coordinates(line)))]


def _deltas(degrees: NDArray[np.float64]) -> list[int]:
    whole = np.round(degrees * QUANTA).astype(np.int64)
    apart = np.diff(whole, axis=0)
    moved = apart[np.any(apart != 0, axis=1)]
    if not len(moved):
        return []
    return [int(step) for step in np.concatenate([whole[:1], moved]).ravel()]


def ground_names(ground: Ground, rank: int) -> list[tuple[str, str, float, float]]:
    """Return the settlements of a rank, towns first: name, kind, longitude and latitude."""
    order = {"city": 0, "town": 1, "suburb": 2, "village": 3, "hamlet": 4}
    rows: GeoDataFrame = ground.names[ground.names["rank"].eq(rank) & ground.names["name"].notna()]
    rows = rows.iloc[np.argsort([order[str(kind)] for kind in rows["kind"]], kind="stable")]
    at = rows.geometry.to_crs(WGS84)
    return [
        (str(name), str(kind), round(float(x), 5), round(float(y), 5))
        for name, kind, x, y in zip(rows["name"], rows["kind"], at.x, at.y, strict=True)
    ]
