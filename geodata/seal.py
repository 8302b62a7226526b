"""A pack's seal: a checksum of every file, by which a change or a mixture is known at once.

It is kept in the way that `sha256sum` writes and `sha256sum --check` reads.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping

from geodata.errors import Problem

CHECKSUMS = "checksums.sha256"
LINE = re.compile(r"([0-9a-f]{64})  ([a-z_]+\.(?:parquet|toml))")
FIX = "Copy the whole pack again, or build it again from its recipe."


def seal(files: Mapping[str, bytes]) -> bytes:
    """Return the checksums of a pack's files, one a line, by name."""
    lines = (f"{_digest(content)}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def find_seal_problems(
    files: Mapping[str, bytes], checksums: bytes | None, known: Collection[str]
) -> Iterator[Problem]:
    """Find every file that is not the one that was written.

    Parameters
    ----------
    files
        What was read, by name.
    checksums
        What the file of checksums holds; None where there is none.
    known
        The names that a pack may be made of.
    """
    if checksums is None:
        yield Problem(
            where=CHECKSUMS,
            found="no such file",
            expected="a checksum of every file of the pack",
            fix="Build the pack again from its recipe. Where you know its files to be whole, "
            "docs/packs.md says how to write it.",
        )
        return
    told, problems = _read(checksums, known)
    yield from problems
    for name, content in files.items():
        if name not in told:
            yield _problem(name, "a file that its pack does not count in", f"a line in {CHECKSUMS}")
        elif told[name] != _digest(content):
            yield _problem(
                name,
                "a file of another edition, or changed since it was written",
                f"the file whose checksum {CHECKSUMS} gives",
            )
    for name in sorted(set(told) - set(files)):
        yield _problem(name, "no such file", f"the file that {CHECKSUMS} counts in")


def _read(checksums: bytes, known: Collection[str]) -> tuple[dict[str, str], list[Problem]]:
    told: dict[str, str] = {}
    problems = []
    lines = checksums.decode("utf-8", "replace").split("\n")
    if lines.pop() != "":
        problems.append(_problem(CHECKSUMS, "a last line that is cut short", "whole lines"))
    for number, line in enumerate(lines, start=1):
        found = LINE.fullmatch(line)
        if found is None or found[2] not in known or found[2] in told:
            expected = "the checksum of a file of the pack, two spaces and its name, each once"
            problems.append(_problem(f"{CHECKSUMS}, line {number}", repr(line[:90]), expected))
        else:
            told[found[2]] = found[1]
    return told, problems


def _problem(where: str, found: str, expected: str) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix=FIX)
