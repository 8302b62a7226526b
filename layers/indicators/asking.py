"""Which indicator is shown, of when, and whether it is spread: the same in address and command."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from geodata.errors import Problem, QuestionError, quoted

SPREAD: Final = "neighbourhoods"
PARTS: Final[dict[str, tuple[str, str]]] = {
    "indicator": ("the indicator’s key; see python -m layers indicator", "imd_rank"),
    "period": ("of when, where the pack holds several periods; else the latest", "2023/24"),
    "spread": (
        "neighbourhoods, to give each the figure of the place it lies in; else it stays on the "
        "places it is published for",
        SPREAD,
    ),
}
"""Each part of an address or option of a command: what it is, and an example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An indicator to show.

    Attributes
    ----------
    period
        The latest where empty.
    is_spread
        Whether neighbourhoods are given the figure of the place that they lie in.
    """

    indicator: str
    period: str = ""
    is_spread: bool = False

    def query(self) -> dict[str, str]:
        """Return what an address says to ask for it."""
        query = {"indicator": self.indicator}
        query |= {"period": self.period} if self.period else {}
        return query | ({"spread": SPREAD} if self.is_spread else {})


def add_indicator_options(parser: argparse.ArgumentParser) -> None:
    """Add a command's options that say which indicator is shown."""
    for name, (about, example) in PARTS.items():
        parser.add_argument(f"--{name}", help=f"{about}, as in {example}")


def read_shown(parts: Mapping[str, str | None], where: str = "the address, ") -> Shown:
    """Read which indicator is shown out of an address or options.

    Raises
    ------
    QuestionError
        Spreading is asked for over something else than neighbourhoods.
    """
    spread = parts.get("spread") or ""
    if spread not in ("", SPREAD):
        raise QuestionError(
            Problem(
                where=f"{where}spread",
                found=quoted(spread),
                expected=f"{SPREAD}, or nothing",
                fix="Leave it out: the indicator stays on the places it is published for.",
            )
        )
    return Shown(
        indicator=parts.get("indicator") or "",
        period=parts.get("period") or "",
        is_spread=bool(spread),
    )
