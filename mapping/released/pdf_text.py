"""The text of a PDF page: the plain operations of its content read at once, the rest by pypdf."""

from __future__ import annotations

import re
from codecs import escape_decode
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PageObject
from pypdf.generic import ArrayObject, ByteStringObject, ContentStream, NameObject

LETTERS = rb"[^()\\]++|\\[0-3][0-7]{2}|\\[nrtbf()\\]"
INNERMOST = rb"\((?:" + LETTERS + rb")*+\)"
INNER = rb"\((?:" + LETTERS + rb"|" + INNERMOST + rb")*+\)"
STRING = rb"\((?:" + LETTERS + rb"|" + INNER + rb")*+\)"
HEX = rb"<[0-9A-Fa-f]*+>"
ENDS = rb"(?=[\x00\t\n\f\r ()<>\[\]/]|\Z)"
NUMBER = rb"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)"
SPACE = rb"[\x00\t\n\f\r ]"
NUMBERS = rb"(?:" + NUMBER + SPACE + rb"++)*+"
NAME = rb"/[A-Za-z0-9_.+-]++"
TOLD = rb"<<(?:[^<>()%]|" + STRING + rb"|" + HEX + rb")*+>>"
DRAWN = (
    rb"(?:" + NUMBERS + rb"(?:scn|SCN|[wMmlcvyhSfBnW]|re|Tr|EMC)"
    rb"|" + NAME + SPACE + rb"*+(?:cs|CS|gs|BMC)"
    rb"|" + NAME + SPACE + rb"*+" + TOLD + SPACE + rb"*+BDC)" + ENDS
)
PLACED = rb"(?:" + NUMBER + rb"[\t\n\f\r ]++)++(?:cm|T[cwLdDmz])" + ENDS
SHOWN = rb"\[(?:" + SPACE + rb"++|" + STRING + rb"|" + NUMBER + ENDS + rb"|" + HEX + rb")*+\]"
TOKEN: Final = re.compile(
    SPACE + rb"*+(?:"
    rb"(?P<drawn>" + DRAWN + rb"(?:" + SPACE + rb"++" + DRAWN + rb")*+)"
    rb"|(?P<placed>" + PLACED + rb")"
    rb"|(?P<string>" + STRING + rb")"
    rb"|(?P<number>" + NUMBER + ENDS + rb")"
    rb"|(?P<operator>[A-Za-z]++[01]?\*?" + ENDS + rb"|['\"])"
    rb"|(?P<name>" + NAME + ENDS + rb")"
    rb"|(?P<shown>" + SHOWN + rb")"
    rb"|(?P<hex>" + HEX + rb")"
    rb"|(?P<told>" + TOLD + rb")"
    rb"|(?P<end>\Z))"
)
PIECE: Final = re.compile(
    rb"(?P<string>" + STRING + rb")|(?P<number>" + NUMBER + rb")|(?P<hex>" + HEX + rb")"
)
ESCAPED: Final = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
PLAIN: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
OF_TEXT: Final = frozenset(b"BT ET q Q cm Tz Tc Tw TL Tf Td TD Tm T* Tj TJ Do ' \"".split())
"""Those by which text is set; lines, colours and marks say nothing."""

Matrix = list[float]
Operations = list[tuple[Any, bytes]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that are set together: where they begin, on the page, and how large they are."""

    said: str
    x: float
    y: float
    size: float


def text_of_page(page: PageObject, pieces: list[Piece] | None = None) -> str:
    """Return the text of a page as pypdf extracts it, in a fraction of the time.

    Parameters
    ----------
    pieces
        Gathers where each piece of it stands, in the order in which they are set.
    """

    def keep(said: str, at: Matrix, within: Matrix, _font: object, size: float) -> None:
        if pieces is not None and said.strip():
            x = at[0] * within[4] + at[2] * within[5] + at[4]
            y = at[1] * within[4] + at[3] * within[5] + at[5]
            across = abs(within[3] or within[1]) * abs(at[3] or at[1])
            pieces.append(Piece(said=said, x=x, y=y, size=size * across))

    if "/Contents" in page:
        content = page["/Contents"].get_object()
        page[NameObject("/Contents")] = _Content(content, page.pdf, "bytes")
    return page.extract_text(visitor_text=keep)


class _Content(ContentStream):
    """A page’s content whose operations are read at once, where all of them are plain."""

    def _parse_content_stream(self, stream: Any) -> None:  # noqa: ANN401 - as pypdf has it
        found = read_operations(stream.read())
        if found is None:
            super()._parse_content_stream(stream)
        else:
            self._operations = found


def read_operations(content: bytes) -> Operations | None:
    """Return the operations that set text; None where there is anything that is not plain.

    Pictures in the content, comments, brackets in brackets and all that is damaged are left to
    pypdf, which reads letter by letter.
    """
    found: Operations = []
    operands: list[Any] = []
    at = 0
    while (token := TOKEN.match(content, at)) is not None:
        at, kind = token.end(), token.lastgroup or ""
        if kind == "operator":
            operator = token[kind]
            if operator in (b"BI", b"ID", b"EI"):
                return None
            if operator in OF_TEXT:
                found.append((operands, operator))
            operands = []
        elif kind == "drawn":
            operands = []
        elif kind == "placed":
            *numbers, operator = token[kind].split()
            found.append(([*operands, *map(float, numbers)], operator))
            operands = []
        elif kind == "shown":
            pieces = PIECE.finditer(token[kind])
            operands.append(ArrayObject([_value(each.lastgroup or "", each[0]) for each in pieces]))
        elif kind == "end":
            return found
        else:
            operands.append(_value(kind, token[kind]))
    return None


def _value(kind: str, said: bytes) -> Any:  # noqa: ANN401 - as pypdf has it
    if kind == "number":
        return float(said)
    if kind == "string":
        inside = said[1:-1]
        return ByteStringObject(_plain(inside) if b"\\" in inside else inside)
    if kind == "hex":
        digits = said[1:-1].decode("ascii")
        return ByteStringObject(bytes.fromhex(digits + "0" * (len(digits) % 2)))
    return NameObject(said.decode("ascii")) if kind == "name" else None


def _plain(said: bytes) -> bytes:
    """Return a string with its escapes as the letters that they stand for."""
    if b"\\(" in said or b"\\)" in said:  # which Python has no such escapes for
        return ESCAPED.sub(_letter, said)
    return escape_decode(said)[0]


def _letter(escape: re.Match[bytes]) -> bytes:
    said = escape[1]
    return bytes([int(said, 8)]) if len(said) > 1 else PLAIN.get(said, said)
