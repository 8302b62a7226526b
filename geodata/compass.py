"""Compass words that tell apart areas sharing a name: "Wisbech South, east"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DIAGONAL = 0.7071
# Word → the direction it stands for, as easting and northing. Plain winds come first.
WINDS = {
    "north": (0.0, 1.0),
    "east": (1.0, 0.0),
    "south": (0.0, -1.0),
    "west": (-1.0, 0.0),
    "central": (0.0, 0.0),
    "north-east": (DIAGONAL, DIAGONAL),
    "south-east": (DIAGONAL, -DIAGONAL),
    "south-west": (-DIAGONAL, -DIAGONAL),
    "north-west": (-DIAGONAL, DIAGONAL),
}
LESS_PLAIN = 0.12  # what a compound word costs: "north" is preferred where it serves


def find_compass_words(points: NDArray[np.float64]) -> tuple[str, ...]:
    """Choose a different compass word for each of up to nine points, the best fit in all.

    Parameters
    ----------
    points
        Easting and northing in metres, one row each.

    Returns
    -------
    words
        In the order of `points`; one point alone needs none and gets "".

    Raises
    ------
    ValueError
        There are more points than words.
    """
    if len(points) > len(WINDS):
        msg = f"{len(points)} points cannot share {len(WINDS)} words"
        raise ValueError(msg)
    if len(points) == 1:
        return ("",)
    if len(points) == 2:  # noqa: PLR2004
        return _opposites(points[1] - points[0])
    offsets = points - points.mean(axis=0)
    reach = float(np.sqrt((offsets**2).sum(axis=1).mean())) or 1.0
    towards = np.array(list(WINDS.values()))
    costs = (((offsets / reach)[:, None, :] - towards[None, :, :]) ** 2).sum(axis=2)
    costs += LESS_PLAIN * np.array([word.count("-") for word in WINDS])
    return tuple(list(WINDS)[word] for word in _cheapest(costs))


def find_sectors(points: NDArray[np.float64]) -> tuple[str, ...]:
    """Return the compass word that each of any number of points is nearest to; several may share.

    Parameters
    ----------
    points
        Easting and northing in metres, one row each.
    """
    offsets = points - points.mean(axis=0)
    reach = float(np.sqrt((offsets**2).sum(axis=1).mean())) or 1.0
    towards = np.array(list(WINDS.values()))
    away = (((offsets / reach)[:, None, :] - towards[None, :, :]) ** 2).sum(axis=2)
    return tuple(list(WINDS)[word] for word in away.argmin(axis=1))


def _opposites(step: NDArray[np.float64]) -> tuple[str, str]:
    east, north = step
    if abs(east) > abs(north):
        return ("west", "east") if east > 0 else ("east", "west")
    return ("south", "north") if north > 0 else ("north", "south")


def _cheapest(costs: NDArray[np.float64]) -> Sequence[int]:
    """Return a different column for each row at the least total cost, trying all of them."""
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for row in costs:
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        for used, (cost, chosen) in best.items():
            for column, extra in enumerate(row):
                if used & (1 << column):
                    continue
                key, total = used | (1 << column), cost + float(extra)
                if key not in longer or total < longer[key][0]:
                    longer[key] = (total, (*chosen, column))
        best = longer
    return min(best.values())[1]
