"""What a record can hold: a frozen dataclass for each kind, read strictly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from geodata.errors import Problem, quoted
from geodata.store.faults import StoreError
from geodata.store.kinds.mark import Mark
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.kinds.place import Place
from geodata.store.kinds.scenario import Scenario
from geodata.store.kinds.scene import Scene

Body = Place | Scenario | Meeting | Scene | Note | Mark

MOST_BYTES: Final = 2_000_000  # of one body, as JSON in UTF-8
NO_TEXT: Final = (
    "half of a character or the character NUL, which is no text",
    "text that can be shown and stored",
    "Take it out, or copy the text again from where it came.",
)


class Kind(NamedTuple):
    """A kind of record.

    Attributes
    ----------
    body
        The dataclass of what it holds.
    parents
        Of which kinds its parent may be; None among them where it needs none.
    """

    body: type[Body]
    parents: frozenset[str | None] = frozenset({None})


KINDS: Final[dict[str, Kind]] = {
    "place": Kind(Place),
    "scenario": Kind(Scenario),
    "meeting": Kind(Meeting),
    "scene": Kind(Scene, frozenset({"meeting"})),
    "note": Kind(Note, frozenset({"meeting", None})),
    "mark": Kind(Mark, frozenset({"meeting", None})),
}
_NAMES: Final = {kind.body: name for name, kind in KINDS.items()}


def kind_of(body: Body) -> str:
    """Return the name of the kind of a body."""
    return _NAMES[type(body)]


def is_of_pack(body: Body, key: str) -> bool:
    """Whether what is kept belongs to a pack: it was made with that pack, or with none.

    With any other, its places, services and areas mean nothing.

    Parameters
    ----------
    key
        Of the pack: `pack.info.key`.
    """
    return getattr(body, "pack", "") in ("", key)


def write_body(body: Body, where: str) -> str:
    """Return a body as JSON: the same body always as the same text.

    Parameters
    ----------
    where
        What it is the body of, for messages.

    Raises
    ------
    StoreError
        It holds what its kind does not allow: each problem.
    """
    text = json.dumps(asdict(body), ensure_ascii=False, sort_keys=True, default=_no_json)
    read_body(kind_of(body), text, where)
    return text


def read_body(kind: str, text: str, where: str) -> Body:
    """Return a body read from JSON.

    Raises
    ------
    StoreError
        There is no such kind, or the text is no body of it: each problem.
    """
    if kind not in KINDS:
        raise StoreError(
            Problem(
                where=where,
                found=f"the kind {quoted(kind)}",
                expected=f"one of {', '.join(KINDS)}",
                fix="It may be of a newer version of the program: use that.",
            )
        )
    refuse_unkeepable(text, where, is_json=True)
    size = len(text.encode())
    if size > MOST_BYTES:
        raise StoreError(
            Problem(
                where=where,
                found=f"{size:,} bytes",
                expected=f"at most {MOST_BYTES:,}",
                fix="Part it in several, or shorten it.",
            )
        )
    try:
        return _reader(kind).validate_json(text)
    except ValidationError as error:
        raise StoreError(_problems(error, where)) from error


def _no_json(value: object) -> dict[str, str]:
    """Return what no kind takes, in the place of what is no text, number or list."""
    return {"of the type": type(value).__name__}


def refuse_unkeepable(text: str, where: str, *, is_json: bool = False) -> None:
    """Refuse text that a database cannot hold, or that two would hold differently.

    Raises
    ------
    StoreError
        It holds NUL, as itself or as a code in JSON, or half of a character.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        is_text = False
    else:
        is_text = "\0" not in text and not (is_json and _says_nul(text))
    if not is_text:
        found, expected, fix = NO_TEXT
        raise StoreError(Problem(where=where, found=found, expected=expected, fix=fix))


def _says_nul(text: str) -> bool:
    """Whether JSON writes NUL as a code: one that no sign before it makes plain text."""
    parts = text.split("\\u0000")
    return any((len(part) - len(part.rstrip("\\"))) % 2 == 0 for part in parts[:-1])


@cache
def _reader(kind: str) -> TypeAdapter[Body]:
    return TypeAdapter(KINDS[kind].body)


def _problems(error: ValidationError, where: str) -> Iterator[Problem]:
    for each in error.errors(include_url=False, include_context=False):
        name = ".".join(str(step) for step in each["loc"])
        given = each["input"] if isinstance(each["input"], str | int | float) else None
        yield Problem(
            where=f"{where}, {name}" if name else where,
            found="nothing" if each["type"] == "missing" else _shown(given),
            expected=each["msg"][:1].lower() + each["msg"][1:],
            fix="Put it right, and save it again.",
        )


def _shown(given: object) -> str:
    return "what does not belong there" if given is None else quoted(str(given))
