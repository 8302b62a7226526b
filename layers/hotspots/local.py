"""Local statistics by `esda`, each with its chance among all arrangements of the other figures."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.hotspots.arrangements import Chances, count_arrangements

Floats = NDArray[np.float64]
FALSE_SHARE = 0.05  # of what is called significant, this much may be chance

# esda seeds numpy's shared source of chance; one at a time, and it is put back afterwards.
_drawing = Lock()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Local:
    """A local statistic of every area.

    Attributes
    ----------
    score
        Gi* as a z-score, or local Moran's I.
    chance
        How likely as extreme a value is, either way, were the other values put anywhere (0–1).
    quadrant
        1 high among high, 2 low among high, 3 low among low, 4 high among low. Which of high and
        low the neighbours are is the tail their sum lies in among all arrangements, not the sign
        of the score; Gi* does not look at the area's own figure, so it is 1 or 3.
    floor, floor_high
        The smallest chance, either way, that any arrangement could have had; and that one with
        the highest neighbours could.
    """

    score: Floats
    chance: Floats
    quadrant: NDArray[np.int64]
    floor: Floats
    floor_high: Floats


def getis_ord(values: Floats, graph: Any) -> Local:  # noqa: ANN401
    """Measure Getis and Ord's Gi* (1995), each area among its own neighbours.

    Parameters
    ----------
    values
        In the order of the graph; none missing, none below 0, not all alike.
    graph
        Neighbours, as `find_neighbours` returns them; the area itself is put among them here.
        Dividing each row by its sum changes neither the score nor the chance. The weights are
        left as they are because esda scores row-standardised ones by a formula for others.

    Returns
    -------
    local
        The score of an area whose neighbours are all the areas there are is NaN.
    """
    from esda.getisord import G_Local

    with _alone():
        among = graph.assign_self_weight()
        found = G_Local(values, among, transform="B", star=True, permutations=0)
    chances = _chances(values, graph)
    return Local(
        score=found.Zs,
        chance=chances.either_way,
        quadrant=np.where(chances.above < chances.below, 1, 3),
        floor=chances.floor,
        floor_high=np.minimum(1.0, 2 * chances.floor_above),
    )


def moran(values: Floats, graph: Any) -> Local:  # noqa: ANN401
    """Measure local Moran's I (Anselin 1995); see `getis_ord`.

    An area's own figure is kept in its place, so the chance of its I is that of its neighbours'
    sum. An area at the very mean has an I of 0 wherever the others are.
    """
    from esda.moran import Moran_Local

    with _alone():
        found = Moran_Local(values, graph, transformation="r", permutations=0)
    chances = _chances(values, graph)
    above, high = values > values.mean(), chances.above < chances.below
    at_mean = np.isclose(values, values.mean(), rtol=1e-12, atol=0)
    return Local(
        score=found.Is,
        chance=np.where(at_mean, 1.0, chances.either_way),
        quadrant=np.where(high, np.where(above, 1, 2), np.where(above, 4, 3)),
        floor=np.where(at_mean, 1.0, chances.floor),
        floor_high=np.where(at_mean, 1.0, np.minimum(1.0, 2 * chances.floor_above)),
    )


def _chances(values: Floats, graph: Any) -> Chances:  # noqa: ANN401
    table = graph.sparse.tocsr()
    return count_arrangements(values, table.indices, np.diff(table.indptr))


@contextmanager
def _alone() -> Iterator[None]:
    """Work alone, without esda's notices, and leave numpy's shared source of chance as it was."""
    with _drawing, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = np.random.get_state()  # noqa: NPY002
        try:
            yield
        finally:
            np.random.set_state(before)  # noqa: NPY002


def false_discovery_cut(chances: Floats, share: float = FALSE_SHARE) -> float:
    """Find the chance up to which a value is significant (Benjamini & Hochberg 1995); 0 for none.

    Parameters
    ----------
    share
        How much of what is called significant may be chance (0–1).
    """
    ordered = np.sort(chances)
    passes = ordered <= share * np.arange(1, len(ordered) + 1) / len(ordered)
    return float(ordered[np.flatnonzero(passes)[-1]]) if passes.any() else 0.0


def needed_at_once(floors: Floats, share: float = FALSE_SHARE) -> int:
    """Return how many areas at least must stand out at once to be told from chance.

    One alone passes only where its smallest possible chance, times the areas asked, is within the
    share; 0 where no arrangement of these figures could pass.
    """
    bounds = share * np.arange(1, len(floors) + 1) / len(floors)
    passes = np.flatnonzero(np.sort(floors) <= bounds)
    return int(passes[0]) + 1 if len(passes) else 0
