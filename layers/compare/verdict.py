"""Better, similar or worse: whether a comparator lies inside a figure's interval."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pandas import Series

from geodata.model import Worse

Verdict = Literal["better", "similar", "worse", "unknown"]

WORDS: dict[Verdict, str] = {
    "better": "better",
    "similar": "similar",
    "worse": "worse",
    "unknown": "cannot be worked out",
}
SHAPES: dict[Verdict, str] = {"better": "▲", "similar": "●", "worse": "◆", "unknown": "○"}
"""A shape for each verdict, so that none rests on colour."""


def verdict_words(verdict: Verdict, reason: str) -> str:
    """Return a verdict as a shape and a word, with the reason where there is none."""
    said = f"{SHAPES[verdict]} {WORDS[verdict]}"
    return f"{said}: {reason}" if verdict == "unknown" else said


def judge(lower: Series, upper: Series, comparator: float, worse_when: Worse) -> Series:
    """Judge figures against a comparator, which is taken as exact.

    Parameters
    ----------
    lower, upper
        Limits of each figure; NaN where they cannot be worked out.
    comparator
        On the same scale; NaN where not known.

    Returns
    -------
    verdicts
        `Verdict`, indexed as the limits are. A comparator on a limit is inside. All are unknown
        where neither a higher nor a lower figure is worse.
    """
    if worse_when == "neither":
        return Series("unknown", index=lower.index, dtype=object)
    above, below = lower > comparator, upper < comparator
    worse, better = (above, below) if worse_when == "higher" else (below, above)
    unknown = lower.isna() | upper.isna() | bool(np.isnan(comparator))
    verdicts = Series("similar", index=lower.index, dtype=object)
    return verdicts.mask(worse, "worse").mask(better, "better").mask(unknown, "unknown")
