"""How much less a site counts the farther away it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geodata.errors import Problem, QuestionError
from layers.said.numbers import listed

Floats = NDArray[np.float64]
STEPPED_AT = (1 / 3, 2 / 3, 1.0)  # of the limit, as Luo and Qi's 10, 20 and 30 minutes
STEPPED_WEIGHTS = (1.0, 0.68, 0.22)
AT_LIMIT = 0.01  # what a Gaussian weight has fallen to at the limit


class Decay(Protocol):
    """A weight from 0 to 1 for a journey of some minutes."""

    def weigh(self, minutes: Floats) -> Floats:
        """Return the weight of each journey; never negative."""

    def words(self) -> str:
        """Return how the weight falls, in a clause: "a site counts in full within reach"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """Every site within the limit counts in full."""

    def weigh(self, minutes: Floats) -> Floats:
        """Return 1 for every journey."""
        return np.ones_like(minutes)

    def words(self) -> str:
        """Return how the weight falls."""
        return "a site counts in full anywhere within the limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """A weight that falls by steps.

    Attributes
    ----------
    up_to_min
        Minutes where each step ends, itself included; rising.
    weights
        The weight of each step; beyond the last step it is 0.

    Raises
    ------
    QuestionError
        The steps do not rise, or a weight is negative or not a number.
    """

    up_to_min: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse steps that cannot be used."""
        rising = all(a < b for a, b in zip(self.up_to_min, self.up_to_min[1:], strict=False))
        sound = all(math.isfinite(weight) and weight >= 0 for weight in self.weights)
        if not (rising and sound and self.weights and len(self.weights) == len(self.up_to_min)):
            raise QuestionError(
                _cannot_weigh(
                    f"{_numbers(self.weights)} up to {_numbers(self.up_to_min)} minutes",
                    "rising minutes, each with a weight from 0 up",
                )
            )

    def weigh(self, minutes: Floats) -> Floats:
        """Return each journey the weight of its step."""
        steps = np.searchsorted(np.asarray(self.up_to_min), minutes, side="left")
        return np.asarray((*self.weights, 0.0))[steps]

    def words(self) -> str:
        """Return how the weight falls."""
        said = [
            f"{weight:g} up to {minutes:.0f} minutes"
            for weight, minutes in zip(self.weights, self.up_to_min, strict=True)
        ]
        return f"a site counts for {listed(said)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaussian:
    """A weight that falls as a bell does: exp(−minutes² ÷ 2 sigma²).

    Raises
    ------
    QuestionError
        The width is not a number above 0.
    """

    sigma_min: float

    def __post_init__(self) -> None:
        """Refuse a width that cannot be used."""
        if not (math.isfinite(self.sigma_min) and self.sigma_min > 0):
            raise QuestionError(_cannot_weigh(f"{self.sigma_min:g}", "a width above 0 minutes"))

    def weigh(self, minutes: Floats) -> Floats:
        """Return the bell's height at each journey, 1 at the door."""
        heights: Floats = np.exp(-(minutes**2) / (2 * self.sigma_min**2))
        return heights

    def words(self) -> str:
        """Return how the weight falls."""
        half = self.sigma_min * math.sqrt(2 * math.log(2))
        return f"a site counts for half at {half:.0f} minutes, falling as a bell does"


def stepped_decay(limit_min: float) -> Stepped:
    """Return Luo and Qi's steps, stretched to end at the limit."""
    return Stepped(
        up_to_min=tuple(limit_min * part for part in STEPPED_AT), weights=STEPPED_WEIGHTS
    )


def gaussian_decay(limit_min: float) -> Gaussian:
    """Return a bell that has fallen to a hundredth at the limit."""
    return Gaussian(sigma_min=limit_min / math.sqrt(-2 * math.log(AT_LIMIT)))


def _numbers(values: Sequence[float]) -> str:
    return ", ".join(f"{value:g}" for value in values) or "nothing"


def _cannot_weigh(found: str, expected: str) -> Problem:
    return Problem(
        where="the weight of distance",
        found=found,
        expected=expected,
        fix="Correct the steps or the width.",
    )
