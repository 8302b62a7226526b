"""What a batch of profiles has written so far, so that it is taken up where it stopped.

The journal lies beside the files, and is written whole each time: whatever ends a batch, the
journal that is found tells of files that were finished.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib import metadata
from pathlib import Path
from time import monotonic
from typing import Any, Final

from geodata.written import write_file

JOURNAL: Final = ".profiles.journal"
EVERY_S: Final = 1.0  # at most so much work is done again after a kill
PROGRAM: Final = Path(__file__).parents[2]
ROOMS: Final = ("geodata", "layers", "mapping")
LIBRARIES: Final = ("matplotlib", "pandas", "shapely", "typst")
CHANGED: Final = {
    "pack": "the pack",
    "question": "the question",
    "length": "the length",
    "branding": "the branding",
    "saved": "what people saved",
    "program": "the program",
}
"""What every file of a batch is made of, and what is said where it is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that is finished.

    Attributes
    ----------
    file
        Its path in the folder of the batch.
    """

    place_id: str
    format: str
    file: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a journal tells of a batch that ran before.

    Attributes
    ----------
    changed
        What the files of that batch were made of that is another now, in words.
    """

    files: tuple[Written, ...] = ()
    changed: tuple[str, ...] = ()


class Journal:
    """The files of a batch, by place and format."""

    def __init__(self, folder: Path, terms: Mapping[str, str], files: Iterator[Written]) -> None:
        """Begin with the files that are kept from before."""
        self._path, self._terms = folder / JOURNAL, dict(terms)
        self._files = {(each.place_id, each.format): each for each in files}
        self._last = 0.0
        self.save()

    def __iter__(self) -> Iterator[Written]:
        """Return what is finished."""
        return iter(self._files.values())

    def find(self, place_id: str, form: str) -> Written | None:
        """Return the file of a place in a format; None where it is not finished."""
        return self._files.get((place_id, form))

    def add(self, *files: Written) -> None:
        """Note files that were finished."""
        self._files |= {(each.place_id, each.format): each for each in files}
        if monotonic() - self._last >= EVERY_S:
            self.save()

    def forget(self, *files: Written) -> None:
        """Note files that are no longer part of the batch."""
        for each in files:
            self._files.pop((each.place_id, each.format), None)
        self.save()

    def save(self) -> None:
        """Write the journal."""
        told = {"terms": self._terms, "files": [asdict(each) for each in self]}
        write_file(self._path, json.dumps(told, ensure_ascii=False, indent=0))
        self._last = monotonic()


def read_journal(folder: Path, terms: Mapping[str, str]) -> Found:
    """Return what a batch wrote into a folder before; nothing where no journal can be read."""
    try:
        told = json.loads((folder / JOURNAL).read_text("utf-8"))
        files = tuple(_written(each) for each in told["files"])
        before = dict(told["terms"])
    except (OSError, ValueError, TypeError, KeyError):
        return Found()
    changed = tuple(words for key, words in CHANGED.items() if before.get(key) != terms[key])
    return Found(files=files, changed=changed)


def _written(told: Mapping[str, Any]) -> Written:
    """Read a file of a journal, which may lie nowhere but in the folder of the batch.

    Raises
    ------
    ValueError
        It is none.
    """
    made = Written(**told)
    path = Path(made.file)
    if (
        path.is_absolute()
        or ".." in path.parts
        or not all(isinstance(each, str) for each in (made.place_id, made.format, made.sha256))
    ):
        raise ValueError(made.file)
    return replace(made, size=int(made.size))


def is_whole(folder: Path, made: Written) -> bool:
    """Return whether a file stands as it was written."""
    path = folder / made.file
    try:
        return path.stat().st_size == made.size and digest_of_file(path) == made.sha256
    except OSError:
        return False


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of(value: object) -> str:
    """Return a digest of a plain value, the same for equal ones."""
    return hashlib.sha256(repr(value).encode("utf-8", "backslashreplace")).hexdigest()


@cache
def digest_of_program() -> str:
    """Return a digest of all that decides what a file looks like beside what it is made of."""
    return digest_on_disk()


def digest_on_disk() -> str:
    """Return the same of the program as it lies there now: it may be replaced while it runs."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((PROGRAM / room).rglob("*")):
            if path.is_file() and path.suffix in (".py", ".typ", ".html", ".css", ".js", ".json"):
                digest.update(path.relative_to(PROGRAM).as_posix().encode())
                digest.update(path.read_bytes())
    for name in LIBRARIES:
        digest.update(f"{name} {metadata.version(name)}".encode())
    return digest.hexdigest()
