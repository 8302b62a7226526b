"""Files handed over as scenarios that are none, or nearly one."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

WORDS = (
    *("file", "version", "changes", "name", "pack", "do", "asset", "at", "kind", "age_from"),
    *("age_to", "opening", "capacity", "area", "easting_m", "northing_m", "point", "", "x" * 300),
    *("close", "add", "move", "change", "know-your-patch-scenario", "A1", "centre-a", "\x00"),
    *("\u202e", "🏴", "é", "null", "__class__", "[x](https://evil.example)", "</script>", "%s"),
)
NUMBERS = (0, 1, -1, 4, 19, 26, 1.5, -0.0, 1e308, 2**63, -(2**63), 10**28, 1e-9, 100_001)
GOOD = {
    "file": "know-your-patch-scenario",
    "version": 1,
    "pack": "tiny",
    "name": "A name",
    "changes": [
        {"do": "close", "asset": "centre-a"},
        {"do": "add", "kind": "library", "age_from": 0, "age_to": 4, "at": {"area": "A1"}},
        {"do": "move", "asset": "zone-c", "at": {"easting_m": 541000, "northing_m": 291000}},
        {"do": "change", "asset": "centre-a", "age_from": 1, "capacity": 20},
    ],
}
RAW = (
    *(
        b"",
        b" ",
        b"null",
        b"[]",
        b"{}",
        b'""',
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"{",
        b"]",
        b"\x00",
    ),
    *(b"\xff\xfe", b"\xef\xbb\xbf{}", b"\xef\xbb\xbf", b"PK\x03\x04", b"<?xml?>", b"a,b\n1,2\n"),
    *(b"[" * 50_000, b'{"a":' * 15_000, b"[" * 900 + b"]" * 900, b"9" * 5_000, b"1e99999"),
    *(b'{"file": 1, "file": 2}', b'"\\ud800"', b'{"changes": [{"do": []}]}', b'{"do": []}'),
    *(b'"' + b"x" * 1_000_000 + b'"', b"\xed\xa0\x80", '{"é": 1}'.encode("utf-16"), b"// {}"),
    *(b'{"a": 1,}', b"{'a': 1}", b"[1 2]", b"tru", b"0x10", b"+1", b"01", b"1_000", b'"\n"'),
)


def files(seed: int, count: int) -> Iterator[bytes]:
    """Yield files: some that are no JSON, some of any JSON, most a scenario with a part changed."""
    chance = random.Random(seed)  # noqa: S311
    yield from RAW
    for number in range(count):
        made = _any(chance, 4) if number % 4 == 0 else _changed(chance)
        yield _written(chance, made)


def _written(chance: random.Random, value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5)
    kind = chance.random()
    if kind < 0.05:
        text = text[: chance.randrange(len(text) + 1)]
    elif kind < 0.08:
        text = text.replace('"do"', '"do": "close", "do"', 1)
    elif kind < 0.1:
        text = text.replace("1", "1" * 5_000, 1)
    content = text.encode("utf-8", "surrogatepass")
    if kind > 0.95:
        at = chance.randrange(len(content) + 1)
        content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
    return content


def _any(chance: random.Random, deep: int) -> Any:
    kinds = ("word", "number", "none", "true", "list", "group") if deep else ("word", "number")
    kind = chance.choice(kinds)
    if kind == "word":
        return chance.choice(WORDS)
    if kind == "number":
        return chance.choice(NUMBERS)
    if kind == "list":
        return [_any(chance, deep - 1) for _ in range(chance.randrange(5))]
    if kind == "group":
        return {chance.choice(WORDS): _any(chance, deep - 1) for _ in range(chance.randrange(6))}
    return {"none": None, "true": True}[kind]


def _changed(chance: random.Random) -> Any:
    """Return a scenario with one to three of its parts put out, added or made into others."""
    said = json.loads(json.dumps(GOOD))
    for _ in range(chance.randint(1, 3)):
        holder = chance.choice(list(_holders(said)))
        if isinstance(holder, list):
            at = chance.randrange(len(holder) + 1)
            holder[at : at + chance.randint(0, 1)] = [_any(chance, 2)] * chance.choice((1, 1, 30))
        elif chance.random() < 0.3 and holder:
            holder.pop(chance.choice(list(holder)))
        else:
            key = chance.choice(list(holder) or ["do"]) if chance.random() < 0.7 else None
            holder[key or chance.choice(WORDS)] = _any(chance, 2)
    return said


def _holders(value: Any) -> Iterator[Any]:
    if isinstance(value, list | dict):
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from _holders(part)


def ends_well(content: bytes) -> str:
    """Read a file; return what is wrong with how that ended, or nothing."""
    from geodata.errors import DataError
    from layers.scenarios.address import read_scenario, scenario_text
    from layers.scenarios.files import MOST_PROBLEMS, parse_scenario

    try:
        scenario = parse_scenario(content, "a file")
    except DataError as error:
        said = [each.sentence() for each in error.problems]
        if len(said) > MOST_PROBLEMS + 1 or any(len(each) > 600 or "\n" in each for each in said):
            return f"faults that cannot be read: {len(said)} of them"
        "".join(said).encode()
        return ""
    except BaseException as error:  # noqa: BLE001 - this is what must never happen
        return repr(error)[:200]
    address = scenario_text(scenario)
    again = scenario_text(read_scenario(address))
    return "" if again == address else f"an address that is not read: {address}"
