"""Which encoding text is in: UTF-8, UTF-16 or UTF-32 with its mark, or Windows’ cp1252."""

from __future__ import annotations

import re

from geodata.files.faults import fault
from geodata.files.kinds import MARKS, TABLE, find_kind

# What letters become that were written as UTF-8 and read as cp1252: "Ã©" for "é".
DOUBLE_ENCODED = re.compile("Ã[\x80-\xbf©¨¢¼¶«­±³º¡ª§¤]|Â[£°·½¼²³«»©®\xa0]|â€[™œ“”\x9d\x9c˜¦¢]")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1b\x7f]")
LOST = "\ufffd"
FIX = "Save it again as CSV UTF-8."


def decode(content: bytes, name: str, expected: str = "a table") -> tuple[str, str, list[str]]:
    """Decode the bytes of a text file.

    Parameters
    ----------
    expected
        What the file was taken for, for messages.

    Returns
    -------
    text, encoding, repairs
        `repairs` says what a reader should be told, "read as cp1252, not UTF-8"; often nothing.

    Raises
    ------
    DataError
        It is another kind of file, holds bytes that are no text, or mixes encodings.
    """
    kind = find_kind(content)
    if kind.name != TABLE:
        raise fault(name, kind.name, expected, kind.fix)
    return decode_text(content, name)


def decode_text(content: bytes, name: str) -> tuple[str, str, list[str]]:
    """Decode bytes that are known to be text of some kind; see `decode`."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decode_marked(content, encoding, name)
    _refuse_nul(content, name)
    try:
        text, encoding = content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        text, encoding = _decode_cp1252(content, name, error), "cp1252"
    _refuse_control(text, name)
    repairs = [] if encoding == "utf-8" else ["read as cp1252, not UTF-8"]
    if encoding == "utf-8" and DOUBLE_ENCODED.search(text):
        repairs.append("text encoded twice: names may look odd, such as “Ã©” for “é”")
    if LOST in text:
        repairs.append(f"letters lost before it came here, shown as “{LOST}”")
    return text, encoding, repairs


def _decode_marked(content: bytes, encoding: str, name: str) -> tuple[str, str, list[str]]:
    said = encoding.upper()
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise fault(name, f"{said} that breaks off or is damaged", "whole text", FIX) from error
    _refuse_control(text, name)
    return text, encoding, [f"read as {said}, not UTF-8"]


def _refuse_nul(content: bytes, name: str) -> None:
    if b"\0" not in content:
        return
    start = content[:2000]
    if start.count(b"\0") * 5 > len(start) * 2:
        raise fault(name, "what looks like UTF-16 without its mark", "UTF-8", FIX)
    raise fault(f"{name}, row {_row(content, content.index(0))}", "a NUL byte", "text", FIX)


def _refuse_control(text: str, name: str) -> None:
    found = CONTROL.search(text)
    if found:
        row = 1 + text.count("\n", 0, found.start())
        code = f"a control character (U+{ord(found[0]):04X})"
        raise fault(f"{name}, row {row}", code, "text", FIX)


def _row(content: bytes, position: int) -> int:
    before = content[:position]
    return 1 + max(before.count(b"\n"), before.count(b"\r"))


def _decode_cp1252(content: bytes, name: str, error: UnicodeDecodeError) -> str:
    where = f"{name}, row {_row(content, error.start)}"
    if any(_is_foreign_utf8(line) for line in content.splitlines()):
        found = "bytes that are not UTF-8, though other rows are"
        raise fault(where, found, "one encoding", FIX)
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as other:
        where = f"{name}, row {_row(content, other.start)}"
        raise fault(where, "an unknown encoding", "UTF-8", FIX) from other


def _is_foreign_utf8(line: bytes) -> bool:
    """Return whether a line has letters beyond ASCII and is UTF-8 all the same."""
    if line.isascii():
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
