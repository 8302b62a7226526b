"""XML parsed as a stream: no document type, no entity, nothing nested without end."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from geodata.files.archives import read_pieces
from geodata.files.faults import fault

DEEPEST = 40  # elements inside elements; sheets have nine
MOST_UNREAD = 8_000_000  # bytes of one tag
SAVE = "Open it in Excel, save the sheet you need as CSV UTF-8, and hand over that."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What XML should be, for messages: "a workbook", "as in every workbook that Excel writes"."""

    what: str
    writes: str
    fix: str


WORKBOOK = Wanted(what="a workbook", writes="as in every workbook that Excel writes", fix=SAVE)


class Listener:
    """What is done with each element; names come without their namespace."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take note that an element begins."""

    def end(self, tag: str) -> None:
        """Take note that an element ends."""

    def text(self, said: str) -> None:
        """Take note of text, which may come in pieces."""


def parse_part(archive: zipfile.ZipFile, part: str, name: str, to: Listener, limit: int) -> None:
    """Parse a part of a zip from end to end; see `parse_pieces`."""
    for _ in parse_pieces(archive, part, name, to, limit):
        pass


def parse_pieces(
    archive: zipfile.ZipFile, part: str, name: str, to: Listener, limit: int
) -> Iterator[None]:
    """Parse a part of a zip, at most `limit` bytes of it, and pause after each piece.

    Raises
    ------
    DataError
        It is damaged, too large, or declares what lets a file read others or grow.
    """
    where = f"{name}, {part}"
    yield from feed(read_pieces(archive, part, name, limit), where, to, WORKBOOK)


def feed(pieces: Iterable[bytes], where: str, to: Listener, wanted: Wanted) -> Iterator[None]:
    """Parse XML that comes in pieces, and pause after each.

    Raises
    ------
    DataError
        It is damaged, or declares what lets a file read others or grow.
    """
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    depth = fed = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise fault(where, f"elements nested deeper than {DEEPEST}", wanted.what, wanted.fix)
        to.start(tag.rpartition(":")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        to.end(tag.rpartition(":")[2])

    def declare(*_: object) -> None:
        found = "a document type, through which a file can be made to read others or to grow"
        raise fault(where, found, f"none, {wanted.writes}", wanted.fix)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = to.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declare
    parser.ExternalEntityRefHandler = declare
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003
            fed += len(piece)
            if fed - parser.CurrentByteIndex > MOST_UNREAD:
                raise fault(where, "a tag that does not end", wanted.what, wanted.fix)
            yield
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError) as error:
        found = f"damaged XML ({error})"
        raise fault(where, found, f"a whole one: {wanted.what}", wanted.fix) from error
    yield
