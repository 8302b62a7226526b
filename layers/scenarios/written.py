"""The changes of a scenario as they are written down, checked by pydantic, every fault in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails

from geodata.errors import Problem
from layers.scenarios.changes import LARGEST_CAPACITY, Add, Change, Close, Move, Step
from layers.spots import Spot

LONGEST_TEXT = 200
FARTHEST_M = 10_000_000
LONGEST_SHOWN = 60
A_SPOT = "an area, an asset, or an easting_m and a northing_m"
FIX = "Download the scenario again, or mend it."


def printable(text: str) -> str:
    """Return text that can be printed; refuse any other."""
    if not text.isprintable():
        raise ValueError(text)
    return text


Text = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST_TEXT, description="text"),
    AfterValidator(printable),
]
TextOrNot = Annotated[Text | None, Field(description="text")]
Whole = Annotated[int, Field(ge=0, le=LARGEST_CAPACITY, description="a whole number")]
WholeOrNot = Annotated[Whole | None, Field(description="a whole number")]
Metres = Annotated[float, Field(ge=0, le=FARTHEST_M, allow_inf_nan=False, description="a number")]


class Written(BaseModel):
    """Something written down: each field of its own kind, and no other field."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class InArea(Written):
    """The middle of a neighbourhood's people."""

    area: Text

    def spot(self) -> Spot:
        """Return the spot."""
        return Spot(of="area", id=self.area)


class AtAsset(Written):
    """Where a service stands."""

    asset: Text

    def spot(self) -> Spot:
        """Return the spot."""
        return Spot(of="asset", id=self.asset)


class AtPoint(Written):
    """A point in EPSG:27700."""

    easting_m: Metres
    northing_m: Metres

    def spot(self) -> Spot:
        """Return the spot."""
        return Spot(of="point", easting_m=self.easting_m, northing_m=self.northing_m)


SPOTS: dict[str, type[InArea | AtAsset | AtPoint]] = {
    "area": InArea,
    "asset": AtAsset,
    "point": AtPoint,
}


def _spot_tag(said: object) -> str | None:
    """Distinguish spots by the fields they have; None where no spot has just these."""
    if not isinstance(said, Mapping):
        return None
    return next((tag for tag, kind in SPOTS.items() if set(kind.model_fields) == set(said)), None)


WrittenSpot = Annotated[
    Annotated[InArea, Tag("area")]
    | Annotated[AtAsset, Tag("asset")]
    | Annotated[AtPoint, Tag("point")],
    Discriminator(_spot_tag),
    Field(description="a group of its own"),
]


class WrittenClose(Written):
    """A door that is closed."""

    do: Literal["close"]
    asset: Text

    def step(self) -> Step:
        """Return the change."""
        return Close(asset_id=self.asset)


class WrittenAdd(Written):
    """A door that is opened."""

    do: Literal["add"]
    kind: Text
    age_from: Whole
    age_to: Whole
    at: WrittenSpot

    def step(self) -> Step:
        """Return the change."""
        return Add(spot=self.at.spot(), kind=self.kind, age_from=self.age_from, age_to=self.age_to)


class WrittenMove(Written):
    """A door that is moved."""

    do: Literal["move"]
    asset: Text
    at: WrittenSpot

    def step(self) -> Step:
        """Return the change."""
        return Move(asset_id=self.asset, spot=self.at.spot())


class WrittenChange(Written):
    """A service that takes others, opens at other hours or holds more or fewer."""

    do: Literal["change"]
    asset: Text
    age_from: WholeOrNot = None
    age_to: WholeOrNot = None
    opening: TextOrNot = None
    capacity: WholeOrNot = None

    def step(self) -> Step:
        """Return the change."""
        return Change(
            asset_id=self.asset,
            age_from=self.age_from,
            age_to=self.age_to,
            opening=self.opening,
            capacity=self.capacity,
        )


STEPS: dict[str, type[WrittenClose | WrittenAdd | WrittenMove | WrittenChange]] = {
    "close": WrittenClose,
    "add": WrittenAdd,
    "move": WrittenMove,
    "change": WrittenChange,
}


def _step_tag(said: object) -> str | None:
    do = said.get("do") if isinstance(said, Mapping) else None
    return do if isinstance(do, str) and do in STEPS else None


WrittenStep = Annotated[
    Annotated[WrittenClose, Tag("close")]
    | Annotated[WrittenAdd, Tag("add")]
    | Annotated[WrittenMove, Tag("move")]
    | Annotated[WrittenChange, Tag("change")],
    Discriminator(_step_tag),
]
_STEP: TypeAdapter[WrittenClose | WrittenAdd | WrittenMove | WrittenChange] = TypeAdapter(
    WrittenStep
)


def read_step(said: object, where: str) -> tuple[Step | None, tuple[Problem, ...]]:
    """Read one change; None, and every fault, where it is not one."""
    try:
        return _STEP.validate_python(said).step(), ()
    except ValidationError as error:
        return None, tuple(_step_problem(fault, where) for fault in error.errors())


def written_step(step: Step) -> dict[str, Any]:
    """Return a change as it is written down."""
    if isinstance(step, Close):
        return {"do": "close", "asset": step.asset_id}
    if isinstance(step, Add):
        ages = {"age_from": step.age_from, "age_to": step.age_to}
        return {"do": "add", "kind": step.kind, **ages, "at": written_spot(step.spot)}
    if isinstance(step, Move):
        return {"do": "move", "asset": step.asset_id, "at": written_spot(step.spot)}
    changed = {
        "age_from": step.age_from,
        "age_to": step.age_to,
        "opening": step.opening,
        "capacity": None if step.capacity is None else int(step.capacity),
    }
    given = {key: value for key, value in changed.items() if value is not None}
    return {"do": "change", "asset": step.asset_id, **given}


def written_spot(spot: Spot) -> dict[str, Any]:
    """Return a spot as it is written down: a point to the metre."""
    if spot.of == "point":
        return {"easting_m": round(spot.easting_m), "northing_m": round(spot.northing_m)}
    return {spot.of: spot.id}


def _step_problem(fault: ErrorDetails, where: str) -> Problem:
    """Put a fault of pydantic's in words. Its path is a kind of change, then fields inside it."""
    path = [str(part) for part in fault["loc"]]
    if not path:
        found = shown(fault["input"])
        return problem(where, found, 'a change whose "do" is one of ' + ", ".join(STEPS))
    kind: type[Written] = STEPS[path[0]]
    inside = path[1:]
    if len(inside) > 1:  # in the spot: its own field, then what kind of spot it is
        where, kind, inside = f"{where}, {inside[0]}", SPOTS[inside[1]], inside[2:]
    if fault["type"].startswith("union_tag"):
        return _spot_problem(fault["input"], f"{where}, {inside[0]}")
    return field_problem(fault, kind, where)


def _spot_problem(said: object, where: str) -> Problem:
    if not isinstance(said, Mapping):
        return problem(where, shown(said), "a group of its own")
    names = ", ".join(repr(key) for key in said)[:LONGEST_SHOWN]
    return problem(where, names or "nothing", A_SPOT)


def field_problem(fault: ErrorDetails, kind: type[Written], where: str) -> Problem:
    """Return the fault of one field of something written, the last of its path."""
    name = str(fault["loc"][-1])
    if fault["type"] == "extra_forbidden":
        return problem(where, repr(name[:LONGEST_SHOWN]), "one of " + ", ".join(kind.model_fields))
    expected = str(kind.model_fields[name].description)
    if fault["type"] == "missing":
        return problem(where, f"no {name!r}", expected)
    if fault["type"] == "string_too_long":
        most = fault["ctx"]["max_length"]
        return problem(f"{where}, {name}", f"a long {name}", f"at most {most} characters")
    return problem(f"{where}, {name}", shown(fault["input"]), expected)


def all_field_problems(
    error: ValidationError, kind: type[Written], where: str
) -> Iterator[Problem]:
    """Yield every fault of the fields of something written."""
    for fault in error.errors():
        yield field_problem(fault, kind, where)


def problem(where: str, found: str, expected: str) -> Problem:
    """Return a fault of something written."""
    return Problem(where=where, found=found, expected=expected, fix=FIX)


def shown(value: object) -> str:
    """Return the beginning of a value as it was written."""
    try:
        return repr(value)[:LONGEST_SHOWN].encode("utf-8", "backslashreplace").decode()
    except RecursionError:  # lists in lists, deeper than Python follows
        return "lists inside lists, too deep to show"
