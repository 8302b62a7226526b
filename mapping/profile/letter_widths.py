"""How wide words are in the type of printed documents, in em: the height of that type."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from matplotlib.ft2font import FT2Font, LoadFlags

from mapping.profile.typefaces import font_files

UNKNOWN: Final = 0.6  # em, of a letter that no font has
UNSEEN: Final = "\u200b\u00ad"  # where a line may break; they take no room
SPACE: Final = 0.2  # em


@cache
def word_widths(text: str) -> tuple[float, ...]:
    """Return how wide each word of a text is, in em of upright type."""
    return tuple(sum(map(_advance, word)) for word in text.split())


def lines_of(words: Sequence[float], room: float) -> int:
    """Return on how many lines words stand in a column `room` em wide; a longer word is broken."""
    lines, left = 1, room
    for word in words:
        if word > left and left < room:
            lines, left = lines + 1, room
        while word > left and room > 0:
            word, lines, left = word - left, lines + 1, room  # noqa: PLW2901 - the rest of it
        left -= word + SPACE
    return lines


@cache
def _advance(letter: str) -> float:
    if letter in UNSEEN:
        return 0.0
    for font in _upright():
        if font.get_char_index(ord(letter)):
            glyph = font.load_char(ord(letter), flags=LoadFlags.NO_SCALE)
            return float(glyph.horiAdvance) / float(font.units_per_EM)
    return UNKNOWN


@cache
def _upright() -> tuple[FT2Font, ...]:
    upright = (path for path in font_files() if path.stem.endswith(("-Regular", "DejaVuSans")))
    return tuple(FT2Font(str(path)) for path in upright)
