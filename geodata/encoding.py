"""Which encoding a file of text is in: UTF-8, UTF-16 with its mark, or Windows' cp1252."""

from __future__ import annotations

import re

from geodata.errors import DataError, Problem

SIGNATURES = (
    (b"%PDF", "a PDF", "Ask for the table behind it as a CSV file."),
    (b"PK\x03\x04", "a zip or an Excel workbook", "Unpack it, or save the sheet as CSV UTF-8."),
    (b"\xd0\xcf\x11\xe0", "an old or locked Excel file", "Save the sheet as CSV UTF-8."),
    (b"<", "HTML or XML", "Download the data file itself, not the page about it."),
)
DOUBLE_ENCODED = re.compile("Ã[\x80-\xbf©¨¢¼¶]|â€[™œ“”\x9d]")


def _refuse(where: str, found: str, expected: str, fix: str) -> DataError:
    return DataError(Problem(where=where, found=found, expected=expected, fix=fix))


def decode(content: bytes, name: str) -> tuple[str, str, list[str]]:
    """Decode the bytes of a text file.

    Returns
    -------
    text, encoding, repairs
        `repairs` says what a reader should be told, "read as cp1252, not UTF-8"; often nothing.

    Raises
    ------
    DataError
        It is another kind of file, holds NUL bytes, or mixes encodings.
    """
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, found, fix in SIGNATURES:
        if start.startswith(signature):
            raise _refuse(name, found, "a CSV file", fix)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace"), "utf-16", ["read as UTF-16, not UTF-8"]
    if b"\0" in content:
        row = 1 + content[: content.index(b"\0")].count(b"\n")
        raise _refuse(f"{name}, row {row}", "a NUL byte", "text", "Save it again as CSV UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _decode_cp1252(content, name, error)
    double = "text encoded twice: names may look odd, such as “Ã©” for “é”"
    return text, "utf-8", [double] if DOUBLE_ENCODED.search(text) else []


def _decode_cp1252(
    content: bytes, name: str, error: UnicodeDecodeError
) -> tuple[str, str, list[str]]:
    row = 1 + content[: error.start].count(b"\n")
    if any(_is_foreign_utf8(line) for line in content.splitlines()):
        where, fix = f"{name}, row {row}", "Save it again as CSV UTF-8."
        raise _refuse(where, "bytes that are not UTF-8, though other rows are", "one encoding", fix)
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as other:
        row = 1 + content[: other.start].count(b"\n")
        where, fix = f"{name}, row {row}", "Save it again as CSV UTF-8."
        raise _refuse(where, "an unknown encoding", "UTF-8", fix) from other
    return text, "cp1252", ["read as cp1252, not UTF-8"]


def _is_foreign_utf8(line: bytes) -> bool:
    """Return whether a line has letters beyond ASCII and is UTF-8 all the same."""
    if line.isascii():
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
