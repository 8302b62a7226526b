"""Local statistics by `esda`, with chances that allow for ties and for asking many times."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PERMUTATIONS = 999
SEED = 20260101
FALSE_SHARE = 0.05  # of what is called significant, this much may be chance
TIE = 1e-9  # statistics nearer than this, of the largest, are the same

# esda draws from numpy's shared source of chance; one at a time, and it is put back afterwards.
_drawing = Lock()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Local:
    """A local statistic of every area.

    Attributes
    ----------
    score
        Gi* as a z-score, or local Moran's I.
    chance
        How likely as extreme a value is, either way, were the other values shuffled (0–1).
    quadrant
        Of Moran's scatter: 1 high among high, 2 low among high, 3 low among low, 4 high among low.
        For Gi* 1 where the score is above 0, else 3.
    """

    score: Floats
    chance: Floats
    quadrant: NDArray[np.int64]


def getis_ord(
    values: Floats,
    graph: Any,  # noqa: ANN401
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Local:
    """Work out Getis and Ord's Gi* (1995), each area among its own neighbours.

    Parameters
    ----------
    values
        In the order of the graph; none missing, none below 0, not all alike.
    graph
        Neighbours, as `find_neighbours` gives them; the area itself is put among them here.
        Dividing each row by its sum changes neither the score nor the chance. The weights are
        left as they are because esda scores row-standardised ones by a formula for others.

    Returns
    -------
    local
        The score of an area whose neighbours are all the areas there are is NaN.
    """
    from esda.getisord import G_Local

    with _alone():
        found = G_Local(
            values,
            graph.assign_self_weight(1),
            transform="B",
            star=True,
            permutations=permutations,
            seed=seed,
            n_jobs=1,
        )
    score = np.asarray(found.Zs, float)
    return Local(
        score=score,
        chance=two_sided(np.asarray(found.Gs, float), np.asarray(found.rGs, float)),
        quadrant=np.where(score > 0, 1, 3),
    )


def moran(
    values: Floats,
    graph: Any,  # noqa: ANN401
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Local:
    """Work out local Moran's I (Anselin 1995); see `getis_ord`."""
    from esda.moran import Moran_Local

    with _alone():
        found = Moran_Local(
            values,
            graph,
            transformation="r",
            permutations=permutations,
            seed=seed,
            n_jobs=1,
        )
    return Local(
        score=np.asarray(found.Is, float),
        chance=two_sided(np.asarray(found.Is, float), np.asarray(found.rlisas, float)),
        quadrant=np.asarray(found.q, np.int64),
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Draw alone, without esda's notices, and leave numpy's shared source of chance as it was."""
    with _drawing, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = np.random.get_state()  # noqa: NPY002
        try:
            yield
        finally:
            np.random.set_state(before)  # noqa: NPY002


def two_sided(seen: Floats, shuffled: Floats) -> Floats:
    """Say how likely as extreme a value is, either way.

    Ties count on both sides: where most values are the same, as with a gap that is nought in most
    neighbourhoods, a neighbourhood among noughts is nothing unusual.

    Parameters
    ----------
    seen
        A statistic of each area.
    shuffled
        The same of shuffled values: areas down, permutations across.
    """
    slack = TIE * max(float(np.abs(seen).max(initial=0.0)), np.finfo(float).tiny)
    above = (shuffled >= seen[:, None] - slack).sum(axis=1)
    below = (shuffled <= seen[:, None] + slack).sum(axis=1)
    extreme = (np.minimum(above, below) + 1) / (shuffled.shape[1] + 1)
    return np.asarray(np.minimum(1.0, 2 * extreme), dtype=float)


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
