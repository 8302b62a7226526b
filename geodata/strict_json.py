"""JSON that a person hands over: bounded, each word once, no number that is none."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, Final

from geodata.errors import LONGEST_ECHO, DataError, Problem

MOST_DIGITS: Final = 30
NO_JSON: Final = "a file that is not JSON"


def parse_json(content: bytes, name: str, *, expected: str, fix: str, most_bytes: int) -> object:
    """Return the value of a JSON file.

    Parameters
    ----------
    name
        The file’s, for messages.
    expected, fix
        What it should be, and what to do where it is not.

    Raises
    ------
    DataError
        It is too large or no JSON, with what it is instead, and where.
    """

    def fault(where: str, found: str, wanted: str = expected) -> DataError:
        return DataError(Problem(where=where, found=found, expected=wanted, fix=fix))

    if len(content) > most_bytes:
        raise fault(name, f"{len(content):,} bytes or more", f"at most {most_bytes:,}")
    try:
        said = json.loads(
            content.decode("utf-8-sig"),
            parse_constant=_refuse_constant,
            parse_int=_whole_number,
            object_pairs_hook=partial(_each_once, fault, name),
        )
        json.dumps(said, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        where = f"{name}, line {error.lineno}, character {error.colno}"
        raise fault(where, NO_JSON) from error
    except UnicodeDecodeError as error:
        where = f"{name}, byte {error.start + 1:,}"
        raise fault(where, f"{NO_JSON}: what is no text in UTF-8") from error
    except UnicodeEncodeError as error:
        raise fault(name, f"{NO_JSON}: half of a character") from error
    except RecursionError as error:
        found = f"{NO_JSON}: lists or groups inside one another, too deep to read"
        raise fault(name, found) from error
    except ValueError as error:
        raise fault(name, f"{NO_JSON}: {error}") from error
    return said


def _whole_number(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        message = f"a number of {len(digits):,} digits"
        raise ValueError(message)
    return int(digits)


def _refuse_constant(constant: str) -> float:
    message = f"{constant}, which is no number"
    raise ValueError(message)


def _each_once(fault: Any, name: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:  # noqa: ANN401
    """Return a group; refuse one that says a thing twice, since only one of them would count."""
    said = dict(pairs)
    if len(said) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        shown = repr(twice)[:LONGEST_ECHO].encode("utf-8", "backslashreplace").decode()
        raise fault(name, f"{shown} twice in one group", "each word once")
    return said
