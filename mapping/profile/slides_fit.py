"""How much room words need on a slide, told a little too large, so that nothing runs over."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from fontTools.agl import toUnicode

from mapping.profile.office_text import legal

LINE: Final = 1.22  # of the size of the type
WIDE: Final = 1.05  # of a letter that the type measured with does not have: Chinese is as wide
SPARE: Final = 1.03  # of a line, for a word processor that sets letters a little wider
ELLIPSIS: Final = "…"
_LETTER: Final = re.compile(r"^C .*WX (\d+) ; N (\w+) ;", re.MULTILINE)


@cache
def _widths(*, bold: bool) -> dict[str, float]:
    """Return the width of each letter in sizes of the type, of Helvetica: Arial’s are the same."""
    name = "Helvetica-Bold.afm" if bold else "Helvetica.afm"
    measures = Path(mpl.get_data_path()) / "fonts" / "pdfcorefonts" / name
    found = _LETTER.findall(measures.read_text("ascii"))
    widths = {toUnicode(letter): int(wide) / 1000 for wide, letter in found}
    return {letter: wide * SPARE for letter, wide in widths.items() if len(letter) == 1}


@lru_cache(maxsize=4096)
def _width(letter: str, *, bold: bool) -> float:
    widths = _widths(bold=bold)
    plain = unicodedata.normalize("NFD", letter)[:1]  # an accent makes no letter wider
    if letter in widths or plain in widths:
        return widths.get(letter, widths.get(plain, WIDE))
    return 0.0 if unicodedata.combining(letter) else WIDE


def width_pt(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Return how wide text is on one line, in points."""
    return _measured(legal(text), bold=bold) * size_pt


@lru_cache(maxsize=8192)
def _measured(text: str, *, bold: bool) -> float:
    return sum(_width(letter, bold=bold) for letter in text)


def wrapped(text: str, size_pt: float, room_pt: float, *, bold: bool = False) -> list[str]:
    """Break text into lines as wide as told; a word that no line holds is broken anywhere."""
    lines, line, wide = list[str](), "", 0.0
    space = _measured(" ", bold=bold) * size_pt
    for word in legal(text).split(" "):
        more = _measured(word, bold=bold) * size_pt
        if line and wide + space + more <= room_pt:
            line, wide = f"{line} {word}", wide + space + more
            continue
        if line:
            lines.append(line)
        *full, line = [word] if more <= room_pt else _broken(word, size_pt, room_pt, bold=bold)
        lines += full
        wide = _measured(line, bold=bold) * size_pt
    return [*lines, line]


def _broken(word: str, size_pt: float, room_pt: float, *, bold: bool) -> list[str]:
    parts, part, wide = list[str](), "", 0.0
    for letter in word:
        more = _width(letter, bold=bold) * size_pt
        if part and wide + more > room_pt:
            parts.append(part)
            part, wide = "", 0.0
        part, wide = part + letter, wide + more
    return [*parts, part]


def height_pt(text: str, size_pt: float, room_pt: float, *, bold: bool = False) -> float:
    """Return how high text is when broken into lines as wide as told."""
    return len(wrapped(text, size_pt, room_pt, bold=bold)) * size_pt * LINE


def cut(text: str, size_pt: float, room_pt: float, most: int, *, bold: bool = False) -> str:
    """Return text, or as much of its beginning as so many lines hold, and an ellipsis."""
    said = legal(text)
    lines = wrapped(said, size_pt, room_pt, bold=bold)
    if len(lines) <= most:
        return said
    kept = lines[: max(most, 1)]
    end = _width(ELLIPSIS, bold=bold) * size_pt
    while kept[-1] and width_pt(kept[-1], size_pt, bold=bold) + end > room_pt:
        kept[-1] = kept[-1][:-1]
    # Lines of one long word were broken inside it, and are put together as they stood.
    whole = "".join(kept)
    joined = whole if said.startswith(whole) else " ".join(kept)
    return f"{joined.rstrip()}{ELLIPSIS}"
