"""Zips: what they declare is looked at before anything is inflated, and then held to."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from geodata.errors import DataError, Problem
from geodata.files.faults import fault, shown, some
from geodata.files.reading import open_plain

END = b"PK\x05\x06"
ENTRY_BYTES = 500  # of the directory, for a member with a long name and remarks
NESTED = (".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".tar", ".tgz", ".jar")
ALLOWED_BYTES = 5_000_000  # a member smaller than this is no bomb, however well it packs
PIECE = 1 << 16
SHEET = "Open it and save the sheet as .xlsx or CSV UTF-8."
# What a zip holds → what it is, and what to hand over in its place.
HOLDS = (
    ("xl/workbook.xml", "an Excel workbook", SHEET),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", SHEET),
    ("word/document.xml", "a Word document", "Save its table as CSV UTF-8."),
    ("ppt/presentation.xml", "a PowerPoint file", "Ask for the table behind it as a CSV file."),
    ("content.xml", "an OpenDocument file", SHEET),
    ("stops.txt", "a bus timetable (GTFS)", "Name it under files.timetable of a recipe."),
    (".kml", "KML in a zip (KMZ)", "Export it as GeoJSON in longitude and latitude."),
    (
        ".shp",
        "a shapefile in a zip",
        "Export it as GeoJSON in longitude and latitude; what is your "
        "own, name under [own] of a recipe.",
    ),
    (".gdbtable", "a file geodatabase in a zip", "Export it as GeoJSON in longitude and latitude."),
)
UNPACK = "Unpack it, and hand over the file inside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a zip may hold; bytes are counted after inflation."""

    members: int = 200
    member_bytes: int = 200_000_000
    total_bytes: int = 1_000_000_000
    ratio: int = 100  # how many times a member may inflate; tables pack about twenty to one
    may_nest: bool = False  # whether archives may lie inside; whoever opens them counts how deep


def find_dangers(source: Path | bytes, name: str, limits: Limits) -> Iterator[Problem]:
    """Find why a zip should not be inflated, from its directory alone."""
    try:
        with _open(source) as stream:
            size = stream.seek(0, io.SEEK_END)
            many = _directory_size(stream, size) > limits.members * ENTRY_BYTES
            if not many:
                with zipfile.ZipFile(stream) as archive:
                    members = archive.infolist()
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        found = f"a file that cannot be read as a zip ({type(error).__name__})"
        yield _danger(name, found, "Fetch it again.")
        return
    if many or len(members) > limits.members:
        yield _danger(name, f"a zip of more than {limits.members:,} files", f"{UNPACK}.")
        return
    yield from _member_dangers(members, name, limits)
    yield from _size_dangers(members, size, name, limits)


def _danger(where: str, found: str, fix: str) -> Problem:
    return Problem(where=where, found=found, expected="a zip that is safe to open", fix=fix)


def _open(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else open_plain(source)


def _directory_size(stream: BinaryIO, size: int) -> int:
    """Return how many bytes the directory of a zip takes, as its end says; 0 where that is odd."""
    length = min(size, 22 + 65_535)
    stream.seek(size - length)
    tail = stream.read(length)
    at = tail.rfind(END)
    stream.seek(0)
    if at < 0 or len(tail) < at + 22:
        return 0
    declared: int = struct.unpack("<I", tail[at + 12 : at + 16])[0]
    return size if declared == 0xFFFFFFFF else declared  # noqa: PLR2004


def _member_dangers(members: list[zipfile.ZipInfo], name: str, limits: Limits) -> Iterator[Problem]:
    seen = set[str]()
    for member in members:
        where = f"{name}, {shown(member.filename)}"
        mode = member.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            yield _danger(where, "a link to another place, and no file", f"{UNPACK}.")
        parts = member.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0]:
            yield _danger(where, "a name that leads out of the zip", f"{UNPACK}.")
        if member.filename.casefold() in seen:
            yield _danger(where, "a name that stands there twice", "Fetch it again.")
        seen.add(member.filename.casefold())
        if member.flag_bits & 1:
            yield _danger(where, "a password", "Unpack it with its password first.")
        if member.filename.casefold().endswith(NESTED) and not limits.may_nest:
            yield _danger(where, "a zip inside the zip", f"{UNPACK}.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield _danger(where, "an unusual way of packing", f"{UNPACK}.")


def _size_dangers(
    members: list[zipfile.ZipInfo], size: int, name: str, limits: Limits
) -> Iterator[Problem]:
    for member in members:
        where = f"{name}, {shown(member.filename)}"
        holds, packed = member.file_size, member.compress_size
        if holds > limits.member_bytes:
            yield _danger(where, f"{holds:,} bytes when inflated", _less(limits.member_bytes))
        elif holds > ALLOWED_BYTES and holds > limits.ratio * max(packed, 1):
            found = f"{holds:,} bytes packed into {packed:,}, {holds // max(packed, 1):,} to one"
            yield _danger(where, found, f"{UNPACK} if you trust it.")
        if packed > holds + holds // 100 + 1000:
            found = f"{packed:,} bytes that say they inflate to {holds:,}"
            yield _danger(where, found, "Fetch it again: what it says of itself is not true.")
    total = sum(member.file_size for member in members)
    if total > limits.total_bytes:
        yield _danger(name, f"{total:,} bytes when inflated", _less(limits.total_bytes))
    ends = sorted((each.header_offset, each.compress_size) for each in members)
    after = [*(start for start, _ in ends[1:]), size][: len(ends)]  # an empty one has none
    if any(
        start + packed > following for (start, packed), following in zip(ends, after, strict=True)
    ):
        yield _danger(name, "files that overlap inside the zip", "Fetch it again.")


def _less(limit: int) -> str:
    return f"Cut it down: at most {limit:,} bytes are read."


def refuse_dangers(source: Path | bytes, name: str, limits: Limits) -> None:
    """Refuse a zip that should not be inflated; see `find_dangers`.

    Raises
    ------
    DataError
        Every reason, though of many alike only the first few.
    """
    dangers = list(find_dangers(source, name, limits))
    if dangers:
        kinds = dict[str, Problem]()
        for danger in dangers:
            kinds.setdefault(danger.fix + danger.found.lstrip("0123456789,"), danger)
        raise DataError(list(kinds.values())[:5])


def list_members(content: bytes) -> list[str]:
    """List what a zip holds; nothing where it cannot be read."""
    try:
        return zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return []


def refuse_zip(content: bytes, name: str, expected: str, limits: Limits) -> DataError:
    """Refuse a zip where none is read: as what it is, unless it is not even safe to unpack."""
    try:
        refuse_dangers(content, name, limits)
    except DataError as error:
        return error
    members = list_members(content)
    for mark, found, fix in HOLDS:
        if any(member.casefold().endswith(mark) for member in members):
            return fault(name, found, expected, fix)
    held = some([shown(member) for member in members]) or "nothing"
    fix = "Unpack it, and hand over the file inside."
    return fault(name, f"a zip that holds {held}", expected, fix)


def read_member(archive: zipfile.ZipFile, member: str, name: str, limit: int) -> bytes:
    """Inflate one file of a zip, and not a byte more than it declared or than `limit`.

    Raises
    ------
    DataError
        It is damaged, or holds more or less than it declared.
    """
    return b"".join(read_pieces(archive, member, name, limit))


def read_pieces(archive: zipfile.ZipFile, member: str, name: str, limit: int) -> Iterator[bytes]:
    """Inflate one file of a zip piece by piece; see `read_member`."""
    where, total = f"{name}, {shown(member)}", 0
    try:
        declared = archive.getinfo(member).file_size
        with archive.open(member) as stream:
            while piece := stream.read(PIECE):
                total += len(piece)
                if total > min(limit, declared):
                    raise fault(where, f"more than {limit:,} bytes", "less", _less(limit))
                yield piece
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, ValueError) as error:
        found = f"a damaged file in the zip ({type(error).__name__})"
        raise fault(where, found, "a whole one", "Fetch it again.") from error
    if total != declared:
        found = f"{total:,} bytes, though it declares {declared:,}"
        raise fault(where, found, "what it declares", "Fetch it again.")
