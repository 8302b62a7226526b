"""How a printed sheet refers: to sources by number, to its map by marks, to what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from layers.place.values import PlaceFacts

SEE_TABLE = "see the table on the place’s page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How many rows of each list are printed: two lists on the first page, three on the second."""

    gaps: int
    reached: int
    offers: int
    published: int
    how: int


def cited(titles: Sequence[str], numbers: dict[str, int]) -> str:
    """Return sources by their numbers in the list: "[1, 2]"."""
    found = sorted({numbers[title] for title in titles if title in numbers})
    return f"[{', '.join(map(str, found))}]" if found else ""


def terms(*parts: str) -> str:
    """Return what stands beside a figure, the sources last: "estimate, mid-2020 [1]"."""
    return ", ".join(part for part in parts[:-1] if part) + (f" {parts[-1]}" if parts[-1] else "")


def more(total: int, printed: int) -> str:
    """Return how much of a list there was no room for; nothing where it is all there."""
    return f"… and {total - printed} more: {SEE_TABLE}." if total > printed else ""


def area_marks(facts: PlaceFacts, lengths: Lengths) -> dict[str, str]:
    """Return the number of each area that the tables name, by `area_id`; an area has one."""
    named = [*facts.largest_gaps[: lengths.gaps], *facts.best_reached[: lengths.reached]]
    areas = dict.fromkeys(area.area_id for area in named)
    return {area_id: f"{number}" for number, area_id in enumerate(areas, start=1)}


def point_marks(facts: PlaceFacts, lengths: Lengths) -> dict[str, str]:
    """Return the letter of each service that is on the map and in the table, by `asset_id`."""
    asked = [offer for offer in facts.offers if offer.is_asked][: lengths.offers]
    drawn = [offer.asset_id for offer in asked if offer.where in ("in", "near")]
    return dict(zip(drawn, ascii_uppercase, strict=False))
