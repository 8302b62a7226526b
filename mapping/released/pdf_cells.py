"""The cells of a PDF page, put together by where their letters stand.

Most PDFs say nothing of their tables, so rows and columns are told as a reader tells them: what
stands at one height is a row, what stands one above the other is a column, and larger letters above
are a heading. How wide letters are is estimated from their size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapping.released.numbers import SPELT
from mapping.released.passages import Passage
from mapping.released.pdf_text import Piece

WIDTH = 0.5  # of a letter, as a share of its size
LEADING = 1.7  # from one line to the next within a cell, at most, as a share of the size
LARGER = 1.12  # letters of a heading, beside those of what stands under it
MOST_HEADS = 3  # words above a figure in its column that may head it
LONGEST = 60  # characters of a cell that may be a figure
DASHES = ("–", "-", "/")  # after which a word or a period goes on in the next line
OF_NUMBERS = frozenset("0123456789.,")
TOUCHING = 0.5  # points
MARGIN = 0.08  # of the height of a page, where its number stands


@dataclass(slots=True)
class _Cell:
    """Words that belong together, and the box that they fill."""

    said: str
    left: float
    right: float
    top: float
    foot: float
    size: float
    last_left: float

    @property
    def has_number(self) -> bool:
        """Whether there is a number in it, in digits or in words."""
        return any(each.isdigit() for each in self.said) or bool(SPELT.search(self.said))

    @property
    def is_number(self) -> bool:
        """Whether there is no word in it."""
        return not any(each.isalpha() for each in self.said)


def passages_of_page(where: str, pieces: Sequence[Piece], number: int) -> Iterator[Passage]:
    """Return what a page says: its figures, each with its row, column and heading, and its texts.

    Parameters
    ----------
    number
        Of the page, which stands at its foot or head and is no figure.
    """
    cells = _cells(pieces)
    if not cells:
        return
    top, foot = max(cell.top for cell in cells), min(cell.foot for cell in cells)
    margin = MARGIN * (top - foot)
    for at, cell in enumerate(cells):
        is_at_edge = cell.foot > top - margin or cell.top < foot + margin
        if not cell.has_number or (is_at_edge and cell.said.split()[0] == str(number)):
            continue
        above = sorted((each for each in cells if each.foot > cell.top), key=lambda e: e.foot)
        heading = next((each.said for each in above if each.size > LARGER * cell.size), "")
        if len(cell.said) > LONGEST:
            before = cells[at - 1].said if at else ""
            yield Passage(where=where, said=cell.said, above=f"{heading} | {before}")
            continue
        row = [each.said for each in cells if each is not cell and _is_beside(each, cell)]
        column, *further = [*_heads(cell, above), ""]
        beside = " | ".join(filter(None, (*row, heading, *further)))
        yield Passage(where=where, said=cell.said, heading=column, beside=beside or column)


def _heads(cell: _Cell, above: Sequence[_Cell]) -> list[str]:
    """Return the nearest words above a figure that stand in its column."""
    over = (each for each in above if each.left < cell.right and each.right > cell.left)
    words = (each.said for each in over if not each.is_number and each.size <= LARGER * cell.size)
    found: list[str] = []
    for said in words:
        if said not in found:
            found.append(said)
        if len(found) == MOST_HEADS:
            break
    return found


def _is_beside(one: _Cell, other: _Cell) -> bool:
    """Return whether two cells stand at one height; of a row, the first lines or the middles do."""
    return one.top > other.foot and one.foot < other.top


def _cells(pieces: Sequence[Piece]) -> list[_Cell]:
    """Put the pieces of a page together that follow one another in a line or under it."""
    cells: list[_Cell] = []
    for piece in pieces:
        said = " ".join(piece.said.split())
        left = piece.x
        right = left + WIDTH * piece.size * len(piece.said.rstrip())
        if cells and _goes_on(cells[-1], piece, said, right):
            last = cells[-1]
            is_whole = last.said.endswith(DASHES) or _is_one_number(last, piece, said)
            between = "" if is_whole else " "
            last.said = f"{last.said}{between}{said}"
            last.left, last.right = min(last.left, left), max(last.right, right)
            last.foot, last.last_left = min(last.foot, piece.y), left
        else:
            cells.append(
                _Cell(said, left, right, piece.y + 0.7 * piece.size, piece.y, piece.size, left)
            )
    return cells


def _is_one_number(cell: _Cell, piece: Piece, said: str) -> bool:
    """Return whether digits that are set one by one touch, as those of “0.5” may."""
    touches = abs(piece.y - cell.foot) < 0.3 * piece.size and piece.x - cell.right < TOUCHING
    return touches and cell.said[-1:] in OF_NUMBERS and said[:1] in OF_NUMBERS


def _goes_on(cell: _Cell, piece: Piece, said: str, right: float) -> bool:
    """Return whether a piece goes on where a cell ends: in its line, or in the next."""
    size = max(cell.size, piece.size)
    if abs(piece.y - cell.foot) < 0.3 * size:
        return -size < piece.x - cell.right < 0.6 * size
    is_next = 0 < cell.foot - piece.y < LEADING * size
    is_under = piece.x < cell.right and right > cell.left
    are_numbers = cell.is_number and not any(each.isalpha() for each in said)
    is_alike = abs(piece.size - cell.size) < 0.05 * size
    return is_next and is_under and is_alike and not are_numbers
