"""Every file of a folder opened, whatever its format and however deep it lies inside another."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from geodata.errors import DataError, Problem
from geodata.files.archives import Limits, read_member, refuse_dangers
from mapping.released.documents import passages_of_html, passages_of_pdf, passages_of_text
from mapping.released.office import OFFICE, passages_of_office
from mapping.released.passages import Found, Unread
from mapping.released.tables import (
    passages_of_csv,
    passages_of_geopackage,
    passages_of_json,
    passages_of_parquet,
    passages_of_workbook,
)

DEEPEST = 6  # files inside files
LARGEST = 400_000_000  # bytes of one file
LIMITS = Limits(members=100_000, member_bytes=LARGEST, total_bytes=8_000_000_000, may_nest=True)
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
ZIP, GZIP, PDF, SQLITE = b"PK\x03\x04", b"\x1f\x8b", b"%PDF", b"SQLite format 3\x00"
PARQUET = b"PAR1"
NOTES = (".txt", ".md")
TABLES = (".csv", ".tsv", ".tab")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # in no text; what opens binary files
KNOWN_PARTS = (".xml", ".rels")
SETTINGS = "printerSettings/"  # what a printer was told, which is no text
MOST_NOTES = 20_000  # bytes of a file of notes
SIGNED = frozenset(  # what is told by how it begins: one that does not is damaged, or another
    {
        *(".zip", ".docx", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp", ".pdf", ".gz"),
        *(".gpkg", ".sqlite", ".db", ".png", ".jpg", ".jpeg", ".gif", ".parquet"),
    }
)
FIX = "Open it by hand, or leave it out of what is released."
BY_ENDING: dict[str, Callable[[str, bytes], Found]] = {
    ".json": passages_of_json,
    ".geojson": passages_of_json,
    ".html": passages_of_html,
    ".htm": passages_of_html,
    ".svg": passages_of_html,
}


def open_folder(folder: Path) -> Found:
    """Return everything that the files of a folder say, in the order of their names."""
    if folder.is_file():
        yield from open_file(folder.name, folder.read_bytes())
        return
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            beside = {
                each.name: each.read_bytes for each in path.parent.iterdir() if each.is_file()
            }
            told = _notes_of(path.name, beside)
            yield from open_file(str(path.relative_to(folder)), path.read_bytes(), told=told)


def _notes_of(name: str, beside: Mapping[str, Callable[[], bytes]]) -> str:
    """Return what is told beside a table in a file of notes, where both are all that there is.

    A table of figures is told apart from what must be read beside it: its measure may be named in
    the notes alone.
    """
    tables = [each for each in beside if not each.casefold().endswith(NOTES)]
    if tables != [name] or not name.casefold().endswith(".csv"):
        return ""
    told = (beside[each]()[:MOST_NOTES] for each in beside if each != name)
    return " ".join(each.decode("utf-8-sig", errors="replace") for each in told)


def open_file(name: str, content: bytes, depth: int = 0, told: str = "") -> Found:
    """Return everything that a file says; what cannot be opened is said to be so.

    Parameters
    ----------
    name
        Its name, with those of the files that it lies in.
    told
        What notes beside it say of what it holds.
    """
    if depth > DEEPEST:
        yield _unread(name, "a file inside seven others", "no more than six")
        return
    try:
        yield from _open(name, content, depth, told)
    except DataError as error:
        for problem in error.problems:
            yield Unread(problem=problem)
    except Exception as error:  # noqa: BLE001 - any damage: it must be told, whatever it is
        yield _unread(name, f"what cannot be read ({type(error).__name__})", "a whole file")


def _open(name: str, content: bytes, depth: int, told: str) -> Found:
    # The name itself is released as well.
    yield from passages_of_text(f"{name} (its name)", name.encode())
    if content.startswith(ZIP) or (b"PK\x05\x06" in content[-70_000:] and _is_zip(content)):
        yield from _open_zip(name, content, depth)
    elif content.startswith(GZIP):
        inside = gzip.GzipFile(fileobj=io.BytesIO(content)).read(LARGEST)
        yield from open_file(f"{name}, {Path(name).stem}", inside, depth + 1)
    elif content.startswith(PDF):
        yield from passages_of_pdf(name, content)
    elif content.startswith(SQLITE):
        yield from passages_of_geopackage(name, content)
    elif content.startswith(PICTURES):
        yield from passages_of_picture(name, content)
    elif content.startswith(PARQUET):
        yield from passages_of_parquet(name, content)
    elif Path(name).suffix.casefold() in SIGNED:
        yield _unread(name, "a file that is damaged, or not what its name says", "a whole file")
    elif not _is_text(content):
        yield _unread(name, "what is no text, in no format that is known", "a known format")
    elif name.casefold().endswith(TABLES):
        yield from passages_of_csv(name, content, told)
    else:
        read = BY_ENDING.get(Path(name).suffix.lower(), passages_of_text)
        yield from read(name, content)


def _is_zip(content: bytes) -> bool:
    """Return whether there is a zip behind whatever stands before it."""
    return not content.startswith(PDF) and zipfile.is_zipfile(io.BytesIO(content))


def _is_text(content: bytes) -> bool:
    """Return whether all of it is text as it is written today."""
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return UNSEEN.search(said) is None


def _open_zip(name: str, content: bytes, depth: int) -> Found:
    refuse_dangers(content, name, LIMITS)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [member for member in archive.namelist() if not member.endswith("/")]
        kind = next((kind for mark, kind in OFFICE.items() if mark in members), "")
        if kind == "workbook":
            yield from passages_of_workbook(name, content)
        if kind:
            yield from passages_of_office(name, archive, members)
        for member in members:
            if kind and member.endswith(KNOWN_PARTS):
                continue
            beside = {each: partial(archive.read, each) for each in members}
            inside = read_member(archive, member, name, LARGEST)
            if kind and SETTINGS in member and not inside.startswith((ZIP, GZIP)):
                continue
            told = _notes_of(member, beside)
            yield from open_file(f"{name}, {member}", inside, depth + 1, told)


def passages_of_picture(name: str, content: bytes) -> Found:
    """Return what a picture says of itself in words; what is drawn in it is not read."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        for key, said in picture.info.items():
            if isinstance(said, str):
                yield from passages_of_text(f"{name}, {key}", said.encode())


def _unread(name: str, found: str, expected: str) -> Unread:
    return Unread(problem=Problem(where=name, found=found, expected=expected, fix=FIX))
