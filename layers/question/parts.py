"""The parts of an address: each known, there once, and of letters that can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from difflib import get_close_matches

from geodata.errors import Problem, quoted
from geodata.plain import as_typed

LONGEST = 200
LONG = {
    "against": 2_000,
    "b": 4_000,
    "changes": 2_000,
    "here": 1_000,
    "layers": 2_000,
    "own": 4_000,
}
"""How many characters a part may have, where it is more than most may."""

INSTEAD = {"own": "Save your places as a file and open that. They are left out here."}
"""What to do about a part that is too long, where anything can be done."""

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
MOST_NAMED = 20
LEFT_OUT = "It is left out."

Parts = list[tuple[str, str]]


def read_parts(
    given: Iterable[tuple[str, str]], known: Collection[str], where: str = "the address"
) -> tuple[dict[str, str], dict[str, Problem]]:
    """Read each part of an address once.

    Parameters
    ----------
    given
        Names and values as they stand in the address, in its order.
    known
        The names that mean something there.

    Returns
    -------
    parts, problems
        What can be used, by name; and why something cannot, by name. Of a part that stands there
        more than once the last is used, and there is a problem all the same.
    """
    pairs = list(given)
    times = Counter(name for name, _ in pairs)
    parts: dict[str, str] = {}
    problems: dict[str, Problem] = {}
    for name, copied in pairs:
        value = as_typed(copied)
        if name not in known:
            problems[name] = _unknown(name, known, where)
        elif fault := _fault(name, value, where):
            parts.pop(name, None)
            problems[name] = fault
        else:
            parts[name] = value
            if times[name] > 1:
                problems[name] = _repeated(name, value, times[name], where)
    return parts, _not_too_many(problems, where)


def _unknown(name: str, known: Collection[str], where: str) -> Problem:
    nearest = get_close_matches(name.casefold()[:LONGEST], known, n=1)
    meant = f"; {nearest[0]} is the nearest" if nearest else ""
    return Problem(
        where=where,
        found=f"a part called {quoted(name)}",
        expected=f"one of {', '.join(known)}{meant}",
        fix=LEFT_OUT,
    )


def _fault(name: str, value: str, where: str) -> Problem | None:
    longest, fix = LONG.get(name, LONGEST), LEFT_OUT
    if len(value) > longest:
        found, expected = quoted(value), f"at most {longest:,} characters"
        fix = INSTEAD.get(name, LEFT_OUT)
    elif UNREADABLE in value:
        found, expected = quoted(value), "letters that can be read, written as UTF-8"
    else:
        return None
    return Problem(where=f"{where}, {name}", found=found, expected=expected, fix=fix)


def _repeated(name: str, value: str, times: int, where: str) -> Problem:
    return Problem(
        where=f"{where}, {name}",
        found=f"it {times} times",
        expected="it once",
        fix=f"The last is used: {quoted(value)}.",
    )


def _not_too_many(problems: dict[str, Problem], where: str) -> dict[str, Problem]:
    """Name the first of very many problems, and count the others."""
    if len(problems) <= MOST_NAMED:
        return problems
    first = dict(list(problems.items())[:MOST_NAMED])
    more = Problem(
        where=where,
        found=f"{len(problems) - MOST_NAMED:,} more parts that cannot be used",
        expected="an address of this app",
        fix="They are left out.",
    )
    return first | {"": more}
