"""The one helper through which every string from data goes before it reaches a page or a file."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterator

from geodata.plain import plain_line

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
WORD_JOINER = "\u2060"  # takes no room, and keeps two signs from being read as one
LONGEST_NAME = 80
KEPT_FOR_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)\d")
# What Markdown reads as more than a sign: wherever it stands, where something follows it at once,
# or at the start of a line.
_MARKDOWN = re.compile(
    r"(?P<sign>[\\`*_{}\[\]<>|~$^]|:(?=\S)|&(?=#?\w+;)|^[#+=-])|(?P<number>^\d{1,9})(?P<end>[.)])"
)
# What Streamlit looks for in words once their escapes are gone: addresses, icons, arrows.
_MADE_LIVE = re.compile(r"(?i:(?<=www)(?=\.))|(?<=\S)(?=@)|(?<=:)(?=\S)|(?<=[-<>=~])(?=[-<>=~])")
# What is typed into an address with a colon inside, without the signs of the sentence around it.
_TYPED = re.compile(r"""(?<![^\s'"])\(?[A-Za-z][^\s`'"]*?\w:\w[^\s`'"]*(?<![.,;:])""")
_SCRIPT = str.maketrans({"\\": "&#92;", "`": "&#96;", "$": "&#36;", "{": "&#123;", "}": "&#125;"})
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_INSIDE = {
    "WS",
    "NSM",
    "BN",
}  # what parts no run of right-to-left words: spaces, and marks on letters


def plain_text(text: str) -> str:
    """Return text from data safe to show as text: no control or direction-changing characters.

    Right-to-left words are kept, set apart so that they do not reorder what stands around them.
    """
    kept = plain_line(text)
    if kept.isascii():
        return kept  # most text: nothing in it to set apart
    if not any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in kept):
        return kept
    if is_mixed(kept):  # a sentence keeps its own direction, whatever name it begins with
        return "".join(_set_apart(kept))
    return f"{FIRST_STRONG_ISOLATE}{kept}{POP_ISOLATE}"


def is_mixed(text: str) -> bool:
    """Return whether text has letters of both directions."""
    directions = {unicodedata.bidirectional(char) for char in text}
    return "L" in directions and not directions.isdisjoint(_RIGHT_TO_LEFT)


def _set_apart(text: str) -> Iterator[str]:
    """Yield text with each run of right-to-left words, and the spaces in it, set apart."""
    end = 0
    for start, stop in _right_to_left_runs(text):
        yield f"{text[end:start]}{FIRST_STRONG_ISOLATE}{text[start:stop]}{POP_ISOLATE}"
        end = stop
    yield text[end:]


def _right_to_left_runs(text: str) -> list[tuple[int, int]]:
    """Return where runs of right-to-left words begin and end."""
    runs = list[tuple[int, int]]()
    is_open = False
    for at, char in enumerate(text):
        direction = unicodedata.bidirectional(char)
        if direction in _RIGHT_TO_LEFT:
            begin = runs.pop()[0] if is_open else at
            runs.append((begin, at + 1))
            is_open = True
        elif direction == "NSM" and is_open and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        elif direction not in _INSIDE:
            is_open = False
    return runs


def html_text(text: str) -> str:
    """Escape text from data for HTML, inside elements, attributes and script templates alike."""
    return html.escape(plain_text(text), quote=True).translate(_SCRIPT)


def markdown_text(text: str) -> str:
    """Escape text from data for Streamlit's Markdown: no link, style, icon or formula in it.

    Escapes alone are not enough: links, icons and arrows are made of what is left when they are
    gone. What would become one is parted by a character that is not seen. Spaces at either end,
    which could make the text a block of code, are left out.
    """
    return _parted(plain_text(text).strip())


def message_text(text: str) -> str:
    """Escape a message for Streamlit's Markdown, with what is typed in it fit to be copied.

    What has a colon inside, as in doors.libraries(open:sat), is shown in a typewriter's letters:
    there Markdown reads nothing, so that nothing unseen need part it.
    """
    said = plain_text(text).strip()
    parts, end = list[str](), 0
    for typed in _TYPED.finditer(said):
        parts += [_parted(said[end : typed.start()]), f"`{typed[0]}`"]
        end = typed.end()
    return "".join([*parts, _parted(said[end:])])


def _parted(text: str) -> str:
    """Escape a part of a line: see `markdown_text`, but with the spaces at its ends."""
    return _MARKDOWN.sub(_escaped, _MADE_LIVE.sub(WORD_JOINER, text))


def _escaped(found: re.Match[str]) -> str:
    if found["number"]:
        return f"{found['number']}\\{found['end']}"
    return {"<": "&lt;", ">": "&gt;"}.get(found["sign"], f"\\{found['sign']}")


def file_name(text: str) -> str:
    """Turn text from data into a file name: lower-case letters, digits and hyphens.

    Where letters are lost or the name is cut, a few characters of a digest tell it from others
    that would read the same; a name that some system keeps for a device gets them too.
    """
    spelt = unicodedata.normalize("NFKD", text)
    ascii_only = spelt.encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    is_lost = any(char.isalnum() and not char.isascii() for char in spelt)
    is_kept = KEPT_FOR_DEVICES.fullmatch(name) is not None
    if name and len(name) <= LONGEST_NAME and not is_lost and not is_kept:
        return name
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{(name or 'place')[: LONGEST_NAME - len(digest) - 1].strip('-')}-{digest}"
