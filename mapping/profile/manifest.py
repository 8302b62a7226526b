"""What a profile’s data were made from, so that the same can be made again, to the byte."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from geodata.errors import LONGEST_ECHO, DataError, Problem
from geodata.files import label, read_bytes
from geodata.plain import plain_line
from geodata.store.kinds.note import Sort
from geodata.strict_json import parse_json
from layers.need import counts_people
from layers.question.settings import SETTINGS
from layers.scenarios.address import scenario_text
from mapping.profile.branding import PLAIN, Branding
from mapping.profile.made import Document

MARK: Final = "know-your-patch-profile"
VERSION: Final = 1
FORMATS: Final = {"csv": 1, "geopackage": 1}
"""Of the files of the data; a change of what they hold raises it."""
MOST_BYTES: Final = 5_000_000
MOST_FILES: Final = 200
LONGEST: Final = 500
LONGEST_TEXT: Final = 200_000  # of places of one’s own, which a file may hold more of
LONGEST_CHANGES: Final = 2_000
LONGEST_SAID: Final = 20_000  # as the store keeps it
LONGEST_LINE: Final = 1_000
MOST_SAID: Final = 1_000
FIX: Final = "Take manifest.json out of the downloaded data again."
WHOLE: Final = "a profile’s manifest.json"
_PATH = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)?\.[a-z]+|[A-Z]+\.txt")


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError(text)
    return text


def _day(text: str) -> str:
    if text:
        date.fromisoformat(text)
    return text


def _plain_path(path: str) -> str:
    """Return a path inside the data; refuse any other: absolute, upwards, odd."""
    if _PATH.fullmatch(path) is None:
        raise ValueError(path)
    return path


Text = Annotated[
    str,
    Field(max_length=LONGEST, description=f"text of at most {LONGEST} characters"),
    AfterValidator(_printable),
]
Digest = Annotated[
    str, Field(pattern=r"^[0-9a-f]{64}$", description="a SHA-256 in 64 small hex digits")
]
DigestOrNone = Annotated[Digest | None, Field(description="a SHA-256, or null")]


class _Part(BaseModel):
    """A part of a manifest: each field of its own kind, and no other field."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class MadeOf(_Part):
    """The pack: its title, and the content hash of what was published of it."""

    title: Text
    date: Text
    content_hash: Digest


class Place(_Part):
    """The place that is profiled."""

    id: Text
    name: Text


class Whose(_Part):
    """Whose document it is: a name, a digest of all of the branding, and the date printed on it."""

    name: Text = ""
    printed: Text = ""
    digest: DigestOrNone = None


class Said(_Part):
    """What somebody said of the place, as its profile tells it."""

    sort: Annotated[Sort, Field(description=f"one of {', '.join(get_args(Sort))}")]
    words: Annotated[str, Field(max_length=LONGEST_SAID, description="text")]
    about: Annotated[str, Field(max_length=LONGEST_LINE, description="text")] = ""
    meeting: Annotated[str, Field(max_length=LONGEST_LINE, description="text")] = ""
    on: Annotated[
        str,
        Field(pattern=r"^(\d{4}-\d\d-\d\d)?$", description='a date as "2026-11-22", or ""'),
        AfterValidator(_day),
    ] = ""


class Listed(_Part):
    """One file of the data."""

    path: Annotated[
        str,
        Field(max_length=LONGEST, description="a plain path inside the data"),
        AfterValidator(_plain_path),
    ]
    bytes: Annotated[int, Field(ge=0, description="a whole number")]
    sha256: Digest


class Manifest(_Part):
    """All that a profile was made from."""

    file: Annotated[Literal["know-your-patch-profile"], Field(description=f'"{MARK}"')]
    version: Annotated[int, Field(ge=VERSION, le=VERSION, description=str(VERSION))]
    program: Text
    pack: Annotated[MadeOf, Field(description="a group: title, date, content_hash")]
    place: Annotated[Place, Field(description="a group: id, name")]
    question: Annotated[
        dict[Annotated[str, Field(max_length=LONGEST)], Text],
        Field(max_length=100, description="a group: the settings of an address"),
    ]
    heading: Annotated[str, Field(max_length=10 * LONGEST, description="the question in words")]
    address: Annotated[str, Field(max_length=LONGEST_TEXT, description="an address")]
    own: Annotated[
        str, Field(max_length=LONGEST_TEXT, description="places, as an address writes them")
    ]
    scenario: Annotated[
        str, Field(max_length=LONGEST_CHANGES, description="changes, as an address writes them")
    ]
    said: Annotated[
        list[Said], Field(max_length=MOST_SAID, description="a list of what people said")
    ] = []
    length: Annotated[Literal["sheet", "full"], Field(description='"sheet" or "full"')]
    branding: Annotated[Whose, Field(description="a group: name, printed, digest")]
    formats: Annotated[
        dict[Annotated[str, Field(max_length=LONGEST)], int],
        Field(max_length=50, description="a group: a whole number for each format"),
    ]
    files: Annotated[list[Listed], Field(max_length=MOST_FILES, description="a list of files")]


def manifest_of(document: Document, files: Mapping[str, bytes]) -> Manifest:
    """Return what a document was made from, with a checksum of each file."""
    asked, pack, profile = document.asked, document.pack, document.profile
    question = asked.question
    settings = {name: setting.text(question) for name, setting in SETTINGS.items()}
    if counts_people(pack.indicators[question.need]):
        del settings["deciles"]  # they say nothing of a need that counts people
    effect = asked.effect
    return Manifest.model_construct(
        file=MARK,
        version=VERSION,
        program=program_version(),
        pack=MadeOf.model_construct(
            title=_short(pack.info.title),
            date=_short(pack.info.date),
            content_hash=pack.published_hash,
        ),
        place=Place.model_construct(id=profile.place_id, name=_short(profile.name)),
        question=settings,
        heading=profile.heading,
        address=profile.address,
        own=pack.added.text if pack.added else "",
        scenario=scenario_text(effect.scenario) if effect else "",
        said=[
            Said.model_construct(
                sort=each.sort,
                words=each.words,
                about=each.about,
                meeting=each.meeting,
                on=each.on,
            )
            for each in asked.heard
        ],
        length=document.length,
        branding=_whose(document.branding),
        formats=FORMATS,
        files=[
            Listed.model_construct(path=path, bytes=len(content), sha256=_digest(content))
            for path, content in files.items()
        ],
    )


def manifest_json(manifest: Manifest) -> bytes:
    """Return a manifest as the bytes of its file."""
    said = json.dumps(manifest.model_dump(), indent=2, ensure_ascii=True)
    return f"{said}\n".encode()


def program_version() -> str:
    """Return the program’s version, as the project states it."""
    try:
        return version("know-your-patch")
    except PackageNotFoundError:  # run from its folder, as it usually is
        import tomllib

        project = Path(__file__).parents[2] / "pyproject.toml"
        return str(tomllib.loads(project.read_text())["project"]["version"])


def _whose(branding: Branding) -> Whose:
    return Whose.model_construct(
        name=_short(branding.name),
        printed=branding.printed,
        digest=branding_digest(branding),
    )


def _short(text: str) -> str:
    """Return words from data fit to be read back."""
    return "".join(char for char in plain_line(text) if char.isprintable())[:LONGEST]


def branding_digest(branding: Branding) -> str | None:
    """Return a digest of all that a branding says but the date of printing; None of none."""
    if replace(branding, printed="") == PLAIN:
        return None
    said = asdict(replace(branding, printed="")) | {"logo": _digest(branding.logo)}
    return _digest(json.dumps(said, sort_keys=True).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_manifest(path: Path) -> Manifest:
    """Read a manifest that somebody hands over.

    Raises
    ------
    DataError
        It is no manifest, or some of it cannot be used; every fault is told.
    """
    return parse_manifest(read_bytes(path, MOST_BYTES), label(path))


def parse_manifest(content: bytes, name: str = "manifest.json") -> Manifest:
    """Read a manifest out of the bytes of a file; see `read_manifest`."""
    said = parse_json(content, name, expected=WHOLE, fix=FIX, most_bytes=MOST_BYTES)
    if not isinstance(said, dict) or said.get("file") != MARK:
        found = "a file of something else"
        raise DataError(
            Problem(where=name, found=found, expected=f'a file that says "file": "{MARK}"', fix=FIX)
        )
    try:
        return Manifest.model_validate(said)
    except ValidationError as error:
        raise DataError([_problem(each, name) for each in error.errors()]) from error


def _problem(fault: ErrorDetails, name: str) -> Problem:
    """Put a fault of pydantic’s in words."""
    path = ", ".join(str(part)[:LONGEST_ECHO] for part in fault["loc"] if part != "[key]")
    expected = _expected(fault)
    missing = fault["type"] == "missing"
    found = "nothing" if missing else repr(fault["input"])[:LONGEST_ECHO]
    found = found.encode("utf-8", "backslashreplace").decode()
    return Problem(where=f"{name}, {path}", found=found, expected=expected, fix=FIX)


def _expected(fault: ErrorDetails) -> str:
    if fault["type"] == "extra_forbidden":
        return "no such word"
    kind: Any = Manifest
    said = WHOLE
    for part in fault["loc"]:
        field = getattr(kind, "model_fields", {}).get(part)
        if field is not None:
            said, kind = field.description or said, field.annotation
        elif isinstance(part, int):
            kind = Said if fault["loc"][0] == "said" else Listed
    return said
