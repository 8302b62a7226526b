"""XML inside a zip, parsed as a stream: no document type, no entity, nothing nested without end."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.parsers import expat

from geodata.files.archives import read_pieces
from geodata.files.faults import fault

DEEPEST = 40  # elements inside elements; sheets have nine
MOST_UNREAD = 8_000_000  # bytes of one tag
SAVE = "Open it in Excel, save the sheet you need as CSV UTF-8, and hand over that."


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
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    depth = fed = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise fault(where, f"elements nested deeper than {DEEPEST}", "a workbook", SAVE)
        to.start(tag.rpartition(":")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        to.end(tag.rpartition(":")[2])

    def declare(*_: object) -> None:
        found = "a document type, through which a file can be made to read others or to grow"
        raise fault(where, found, "none, as in every workbook that Excel writes", SAVE)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = to.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declare
    parser.ExternalEntityRefHandler = declare
    try:
        for piece in read_pieces(archive, part, name, limit):
            parser.Parse(piece, False)  # noqa: FBT003
            fed += len(piece)
            if fed - parser.CurrentByteIndex > MOST_UNREAD:
                raise fault(where, "a tag that does not end", "a workbook", SAVE)
            yield
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError) as error:
        found = f"damaged XML ({error})"
        raise fault(where, found, "a whole workbook", SAVE) from error
    yield
