"""Whether neighbours are alike over the whole map: global Moran's I."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.progress import Progress, unwatched

Floats = NDArray[np.float64]
PERMUTATIONS = 9_999
SEED = 20260101
AT_ONCE = 2**21  # figures shuffled at a time: 16 MB, however many areas there are


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """Global Moran's I, with its z-score and its chance.

    Attributes
    ----------
    index
        1 where neighbours are alike, near 0 where the figures are scattered, below where unlike.
    expected
        Its mean were the figures put anywhere: −1 / (areas − 1).
    z_score
        How many standard deviations it lies from there (Cliff & Ord 1981, under randomisation).
    chance
        The share of shuffles at least as far out on its side, the figures as they are among them.
    """

    index: float
    expected: float
    z_score: float
    chance: float
    permutations: int
    seed: int

    @property
    def is_clear(self) -> bool:
        """Whether neighbours are more alike than one map in a hundred would be by chance."""
        return self.index > self.expected and self.chance <= 0.01  # noqa: PLR2004


def global_moran(
    values: Floats,
    graph: Any,  # noqa: ANN401
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    progress: Progress = unwatched,
) -> Overall:
    """Measure global Moran's I of figures, rows of the weights summing to 1.

    Parameters
    ----------
    values
        In the order of the graph; none missing, not all alike.
    graph
        Neighbours, as `find_neighbours` returns them; no isolates.
    progress
        Told how far the shuffles are (0–1).
    """
    weights = graph.transform("r").sparse.tocsr()
    z = values - values.mean()
    index = float(z @ (weights @ z) / (z @ z))  # rows sum to 1, so n ÷ S0 is 1
    expected = -1 / (len(z) - 1)
    random = np.random.default_rng(seed)
    block = max(1, AT_ONCE // len(z))
    as_far = 0
    for start in range(0, permutations, block):
        progress(start / permutations, f"shuffling the figures {permutations:,} times")
        size = min(block, permutations - start)
        drawn = random.permuted(np.broadcast_to(z, (size, len(z))), axis=1)
        shuffled = np.einsum("ij,ji->i", drawn, weights @ drawn.T) / (z @ z)
        slack = 1e-12 * max(abs(index), 1e-300)
        beyond = shuffled >= index - slack if index >= expected else shuffled <= index + slack
        as_far += int(beyond.sum())
    return Overall(
        index=index,
        expected=expected,
        z_score=(index - expected) / _spread(z, weights),
        chance=(as_far + 1) / (permutations + 1),
        permutations=permutations,
        seed=seed,
    )


def _spread(z: Floats, weights: Any) -> float:  # noqa: ANN401
    """Return the standard deviation of I under randomisation, by Cliff and Ord's formula."""
    n = len(z)
    both = weights + weights.T
    s0 = float(weights.sum())
    s1 = float((both.multiply(both)).sum()) / 2
    rows, columns = np.asarray(weights.sum(axis=1)).ravel(), np.asarray(weights.sum(axis=0)).ravel()
    s2 = float(((rows + columns) ** 2).sum())
    peak = float((z**4).mean() / (z**2).mean() ** 2)
    first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    second = peak * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    whole = (n - 1) * (n - 2) * (n - 3) * s0**2
    variance = (first - second) / whole - 1 / (n - 1) ** 2 if whole > 0 else 0.0
    return float(np.sqrt(variance)) if variance > 0 else float("nan")
