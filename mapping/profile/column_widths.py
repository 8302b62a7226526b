"""How wide the columns of a printed table are, so that it takes as few lines as it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mapping.profile.letter_widths import lines_of, word_widths

Widths = tuple[tuple[float, ...], bool]
"""How wide each column is beside the others, and whether the table stands beside another."""
LONGEST_WORD: Final = 8.0  # em that a column is never too narrow for
BOLD: Final = 1.06  # of a word, set bolder
HEAD_LINES: Final = 3  # on which a heading stands at most, where there is room
FEW_LINES: Final = 1.4  # for each row, at most, of a table that stands beside another
FEW_ROWS: Final = 16  # of such a table, at most: one row of both is never parted by a page’s end
TIGHT: Final = 0.98  # of a column, that lines are reckoned to fill at most
STEP: Final = 0.5  # em that a column is widened by at once
STRIDES: Final = (1, 2, 4, 8, 16)  # steps that are tried at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a table is set in, in em of its type.

    Attributes
    ----------
    room, half
        How wide all of a side is, and half of it; 0 where no table takes half.
    padding
        What a cell keeps free at its sides.
    drawn
        What a bar takes in each column, beside its words; empty where nothing is drawn.
    least
        How narrow each column may be, whatever it says; empty for no such limit.
    """

    room: float
    half: float = 0.0
    padding: float = 0.7
    drawn: Sequence[float] = ()
    least: Sequence[float] = field(default=())


def fitted(heads: Sequence[str], rows: Sequence[Sequence[str]], setting: Setting) -> Widths:
    """Return how wide each column is, in em where all of them fit."""
    if setting.half and len(rows) <= FEW_ROWS:
        columns = _widened(heads, rows, setting, setting.half)
        widths = tuple(round(each.width, 2) for each in columns)
        if sum(widths) <= setting.half and _lines(columns) <= FEW_LINES * len(rows):
            return widths, True
    columns = _widened(heads, rows, setting, setting.room)
    return tuple(round(each.width, 2) for each in columns), False


def natural(texts: Sequence[str], setting: Setting, most: float) -> float:
    """Return how wide a column is whose texts each stand on one line; at most so wide."""
    longest = max((sum(words) + 0.2 * len(words) for words in map(word_widths, texts)), default=0.0)
    return min(longest * BOLD + setting.padding, most)


class _Column:
    """One column: the words of its cells, its head first, and on how many lines they stand."""

    def __init__(
        self, texts: Sequence[str], padding: float, bar: float, least: float, scale: float
    ) -> None:
        """Start as narrow as its longest word allows, and its head on a few lines."""
        self.padding, self.taken = padding, padding + bar
        kinds = {each: at for at, each in enumerate(dict.fromkeys(texts[1:]), start=1)}
        self._words = [[word * BOLD for word in word_widths(texts[0])]]
        self._words += [[word * scale for word in word_widths(text)] for text in kinds]
        self._rows = np.array([0, *(kinds[text] for text in texts[1:])])
        self._found: dict[float, NDArray[np.int64]] = {}
        head, *cells = self._words
        longest = max((word for words in cells for word in words), default=0.0)
        self.width = max(
            min(longest, LONGEST_WORD) + self.taken,
            min(max(head, default=0.0), LONGEST_WORD) + padding,
            least,
        )
        while lines_of(head, TIGHT * (self.width - padding)) > max(HEAD_LINES, len(head) // 3):
            self.width += STEP

    def lines(self, steps: int = 0) -> NDArray[np.int64]:
        """Return on how many lines each cell stands in a column so many steps wider."""
        width = round(self.width + steps * STEP, 2)
        if width not in self._found:
            room = TIGHT * (width - self.taken)
            head = TIGHT * (width - self.padding)  # no bar stands beside it
            kinds = [lines_of(self._words[0], head)]
            kinds += [lines_of(words, room) for words in self._words[1:]]
            self._found[width] = np.array(kinds)[self._rows]
        return self._found[width]

    def gain(self, tallest: NDArray[np.int64]) -> float:
        """Return how much of its text stands in the lines that make the rows tall."""
        held = np.array([sum(words) for words in self._words])[self._rows]
        return float(held[(tallest > 1) & (self.lines() == tallest)].sum()) / self.width

    def widen(self, steps: int) -> None:
        """Widen the column."""
        self.width += steps * STEP


def _lines(columns: Sequence[_Column]) -> int:
    """Return how many lines all rows take, without the head."""
    return int(np.max([each.lines() for each in columns], axis=0)[1:].sum())


def _widened(
    heads: Sequence[str], rows: Sequence[Sequence[str]], setting: Setting, room: float
) -> list[_Column]:
    """Widen columns from their longest words on, each time what saves most lines for its width."""
    drawn, least = (given or [0.0] * len(heads) for given in (setting.drawn, setting.least))
    columns = [
        _Column(
            [head, *(row[at] for row in rows)],
            setting.padding,
            drawn[at],
            least[at],
            BOLD if at == 0 else 1.0,
        )
        for at, head in enumerate(heads)
    ]
    while (left := room - sum(each.width for each in columns)) >= STEP:
        best, steps = _best(columns, int(left / STEP))
        if not steps:  # one alone saves nothing: the one with most text in what makes rows tall
            best, steps = _fullest(columns), 1
        if best < 0:
            break
        columns[best].widen(steps)
    return columns


def _best(columns: Sequence[_Column], room: int) -> tuple[int, int]:
    """Return the column that saves most lines for each step that it is widened, and how many.

    Parameters
    ----------
    room
        How many steps there is room for.
    """
    lines = np.array([each.lines() for each in columns])
    tallest = np.sort(lines, axis=0)
    now, second = tallest[-1], tallest[-2] if len(columns) > 1 else np.zeros_like(tallest[-1])
    found = (0.0, 0, 0)
    for at, column in enumerate(columns):
        others = np.where(lines[at] == now, second, now)
        for steps in (each for each in STRIDES if each <= room):
            saved = int((now - np.maximum(others, column.lines(steps))).sum())
            if saved / steps > found[0]:
                found = (saved / steps, at, steps)
    return found[1], found[2]


def _fullest(columns: Sequence[_Column]) -> int:
    """Return the column with most text in the lines that make rows tall; −1 where none is tall."""
    tallest = np.max([each.lines() for each in columns], axis=0)
    gains = [each.gain(tallest) for each in columns]
    return gains.index(max(gains)) if max(gains) > 0 else -1
