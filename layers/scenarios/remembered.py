"""Journeys that remember what they were asked: an answer and its effect ask the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from pandas import DataFrame

from layers.access.journeys import Journeys


class _Remembered:
    """Asks for the nearest of the same assets once; passes everything else on."""

    def __init__(self, journeys: Journeys) -> None:
        self._journeys = journeys
        self._nearest: dict[tuple[str, ...], DataFrame] = {}

    def nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the nearest of these assets to every origin; see `Journeys.nearest`."""
        key = tuple(asset_ids)
        if key not in self._nearest:
            self._nearest[key] = self._journeys.nearest(asset_ids)
        return self._nearest[key]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Give what is not remembered."""
        return getattr(self._journeys, name)


def remembered(journeys: Journeys) -> Journeys:
    """Give the same journeys, each asked for once."""
    return cast(Journeys, _Remembered(journeys))
