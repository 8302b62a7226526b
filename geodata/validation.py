"""Descriptions handed over as TOML, validated against the model's own types.

pydantic does the checking; what it finds is told as problems: where, found, expected, fix.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from geodata.errors import Problem

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
Where = Callable[[tuple[str, ...]], str]

SHOWN_CHARACTERS = 60
MISSING_FIX = "Add it; see docs/packs.md."
PLAIN_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list of text",
    "mapping_type": "a table",
    "dict_type": "a table",
    "dataclass_type": "a table",
}


def validate(kind: type[T], raw: object, where: Where) -> tuple[T | None, list[Problem]]:
    """Return a value of the model made of plain tables, or every problem that prevents it.

    Parameters
    ----------
    kind
        A frozen dataclass whose annotations say what is allowed.
    raw
        As `tomllib` reads it.
    where
        Names the table of the file that holds a fault, from the keys that lead to it.
    """
    from pydantic import ValidationError

    try:
        # As JSON, strictly: a table may be a dataclass and a list a tuple, but "3" is no number.
        text = json.dumps(raw, default=_dated)
        made: T = _adapter(cast("Hashable", kind)).validate_json(text, strict=True)
    except ValidationError as error:
        return None, [_problem(each, where) for each in error.errors(include_url=False)]
    return made, []


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    for each in _dataclasses(cast("Any", kind)):
        each.__pydantic_config__ = {"extra": "forbid"}
    return TypeAdapter(cast("Any", kind))


def _dataclasses(kind: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield a dataclass and every one that its fields hold."""
    from typing import get_args, get_type_hints

    if is_dataclass(kind):
        yield kind
        hints = get_type_hints(kind)
        for field in fields(kind):
            yield from _dataclasses(hints[field.name])
    for inner in get_args(kind):
        yield from _dataclasses(inner)


def _dated(value: object) -> dict[str, str]:
    """Stand in for a date of TOML, which no description holds: dates are written as text."""
    return {"a date": str(value)}


def _problem(error: Any, where: Where) -> Problem:  # noqa: ANN401
    kind, shown = error["type"], _shown(error["input"])
    path = list(error["loc"])
    inside = False
    while path and isinstance(path[-1], int):  # an item of a list: told by the list's own key
        path.pop()
        inside = True
    key = str(path[-1]) if path else ""
    place = where(tuple(map(str, path[:-1])))
    if kind == "unexpected_keyword_argument":
        found = f"an unknown key {key!r}"
        return Problem(where=place, found=found, expected="a known one", fix="Remove or rename it.")
    if kind == "missing":
        return Problem(where=place, found=f"no {key!r}", expected="a value", fix=MISSING_FIX)
    found = f"{key} with {shown} in it" if inside else f"{key} = {shown}"
    expected = _expected(kind, error.get("ctx", {}))
    return Problem(where=place, found=found, expected=expected, fix="Correct it.")


def _expected(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "literal_error":
        return "one of " + str(context["expected"]).replace("'", "").replace(" or ", ", ")
    if kind == "greater_than_equal":
        return f"{context['ge']} or more"
    if kind == "less_than_equal":
        return f"{context['le']} or less"
    if kind == "too_short":
        return f"{context['min_length']} or more"
    return PLAIN_TYPES.get(kind, f"a value of another type ({kind})")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
