"""Recipes of places: what somebody drew, picked, asked to be reached, or put together of these."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from geodata.model import LONGEST_LIMIT_MIN, Travel
from layers.question.question import DETOUR, PACE_KMH
from layers.question.rural import RuralRule
from layers.within.here import DECIMALS

OWN = "own"
"""The kind of place that these are: in a question, in a layer, and before the id of each."""

DEGREES = 10**DECIMALS  # a corner is kept to one part in so many of a degree: about a metre
MOST_PLACES = 20
LONGEST_NAME = 60
UNNAMED = "?"  # a place whose name holds no letter that can be seen
MOST_PARTS = 30  # recipes in one, all of them
DEEPEST = 6
FARTHEST_M = 50_000
LONGEST_MIN = LONGEST_LIMIT_MIN
USUAL_PACE = 0.0  # stands for that of the way to travel

How = Literal["union", "difference", "common"]
Spot = tuple[int, int]
"""Longitude and latitude in hundred-thousandths of a degree (WGS84)."""

Ring = tuple[Spot, ...]
"""Corners in order; the first is not said again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """A point, a postcode, or an area or a door of the pack, from which something is measured."""

    spot: Spot | None = None
    postcode: str = ""
    key: str = ""

    @property
    def text(self) -> str:
        """As `layers.within.here` reads it."""
        if self.spot is None:
            return self.postcode or self.key
        lon, lat = (value / DEGREES for value in self.spot)
        return f"{lat:.{DECIMALS}f},{lon:.{DECIMALS}f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """Whole areas of the pack, by their ids; in order, each once, however they are given."""

    area_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        """Put them in order, so that the same areas are the same place."""
        object.__setattr__(self, "area_ids", tuple(sorted(set(self.area_ids))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An outline: polygons, each its outer ring and then its holes."""

    polygons: tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Everything within a straight line of a point."""

    centre: Centre
    metres: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Everything from which a journey to a point takes no longer than some minutes.

    Attributes
    ----------
    pace_kmh, detour, rural
        As in a question; with mode and minutes, all that decides how far a journey goes.
    """

    centre: Centre
    mode: Travel
    minutes: int
    pace_kmh: float = USUAL_PACE
    detour: float = DETOUR
    rural: RuralRule | None = None

    def __post_init__(self) -> None:
        """Write the usual pace out, so that the same way is the same place."""
        object.__setattr__(self, "pace_kmh", float(self.pace_kmh or PACE_KMH[self.mode]))
        object.__setattr__(self, "detour", float(self.detour))


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """A place of the pack."""

    place_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """Recipes put together: all of them, what all have in common, or the first less the others."""

    how: How
    parts: tuple[Recipe, ...]


Recipe = Picked | Drawn | Near | Reached | Existing | Combined


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    """A place of one's own."""

    name: str
    recipe: Recipe

    def __post_init__(self) -> None:
        """Take a name as it can be written and read back, whoever made the place."""
        object.__setattr__(self, "name", plain_name(self.name) or UNNAMED)

    @property
    def place_id(self) -> str:
        """Its id: of what it is, whatever it is called and wherever it stands in a list."""
        return f"{OWN}-{hashlib.sha256(repr(self.recipe).encode()).hexdigest()[:10]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlaces:
    """Places of one's own, in the order that they were made."""

    places: tuple[OwnPlace, ...] = ()

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.places)

    def find(self, place_id: str) -> OwnPlace | None:
        """Return the place of an id; None where there is none."""
        return next((each for each in self.places if each.place_id == place_id), None)

    def with_place(self, place: OwnPlace) -> OwnPlaces:
        """Add a place; one of the same recipe is called anew where it stands."""
        if self.find(place.place_id) is None:
            return replace(self, places=(*self.places, place))
        named = (place if each.place_id == place.place_id else each for each in self.places)
        return replace(self, places=tuple(named))

    def without(self, place_id: str) -> OwnPlaces:
        """Take a place out."""
        return replace(self, places=tuple(p for p in self.places if p.place_id != place_id))


def plain_name(text: str) -> str:
    """Return a name on one line, of letters that can be seen, and not too long."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(plain.split())[:LONGEST_NAME].rstrip()


def parts_of(recipe: Recipe) -> Iterator[Recipe]:
    """List a recipe and all that it is made of."""
    yield recipe
    if isinstance(recipe, Combined):
        for part in recipe.parts:
            yield from parts_of(part)


def depth_of(recipe: Recipe) -> int:
    """Return how deep recipes lie in one another; 1 for one alone."""
    return 1 + max(map(depth_of, recipe.parts)) if isinstance(recipe, Combined) else 1
