"""How a table is laid on slides: type that a room can read, its columns, and rows on each slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from mapping.profile.slides_fit import LINE, cut, height_pt, width_pt
from mapping.profile.slides_text import Grid

SIZES_PT: Final = (18, 16, 14, 12)
"""The largest at which all of a table stands on its slide is taken, else the smallest."""
SMALL_PT: Final = SIZES_PT[2:]
"""Of a table that goes on over slides."""
SMALLEST_PT: Final = SIZES_PT[-1]
PADDED_PT: Final = (14.0, 8.0)  # across and down, of the margins in a cell
NARROWEST: Final = 3.5  # of the size of the type
WIDEST_PT: Final = 250.0
WIDEST_KEY_PT: Final = 330.0
SQUEEZED: Final = (1.5, 2.2)
"""How much wider than the slide columns may wish to be: more of them, or more rows, on a slide."""
MOST_LINES: Final = 4  # of a cell in large type
MOST_SMALL_LINES: Final = 8
MOST_STRETCHED: Final = 1.35


@dataclass(frozen=True, kw_only=True)
class Words:
    """A table as words: its headings, its rows, and which columns are of numbers.

    Attributes
    ----------
    fills
        What fills each row’s first cell: the relationship of a picture; none where empty.
    marked
        Columns that hold verdicts: they are shown before other words.
    naming
        Columns that tell rows apart beside the first: they are always shown.
    squeezed
        One of `SQUEEZED`.
    """

    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    numbers: tuple[bool, ...]
    is_key: bool = True
    fills: tuple[str, ...] = ()
    marked: frozenset[int] = frozenset()
    naming: frozenset[int] = frozenset()
    squeezed: float = SQUEEZED[0]

    def is_bold(self, at: int) -> bool:
        """Return whether a column’s words name its rows, and are bold."""
        return self.is_key and at == 0

    def is_first(self, at: int) -> bool:
        """Return whether a column tells rows apart."""
        return at == 0 or at in self.naming

    @cached_property
    def longest(self) -> tuple[tuple[float, float], ...]:
        """The longest word and the longest text of each column, in sizes of the type."""
        return tuple(self._longest(at) for at in range(len(self.heads)))

    def _longest(self, at: int) -> tuple[float, float]:
        bold, said = self.is_bold(at), {row[at] for row in self.rows}
        every = {word for text in said for word in text.split()}
        word = max((width_pt(each, 1, bold=bold) for each in every), default=0.0)
        head = max((width_pt(each, 1, bold=True) for each in self.heads[at].split()), default=0.0)
        text = max((width_pt(each, 1, bold=bold) for each in said), default=0.0)
        return max(word, head), text

    @cached_property
    def told(self) -> tuple[int, ...]:
        """The columns that say something of any row, or tell rows apart."""
        every = range(len(self.heads))
        return tuple(at for at in every if self.is_first(at) or any(row[at] for row in self.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What one slide shows of a table: the rows after `first`, at a size of type."""

    grid: Grid
    size_pt: int
    columns: tuple[int, ...]
    first: int
    is_cut: bool = False

    @property
    def rows(self) -> int:
        """How many of the table’s rows it shows."""
        return len(self.grid.rows) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """A table on slides, and what it has no room for."""

    pages: tuple[Laid, ...]
    columns_left: tuple[str, ...]
    rows_left: int


def paged(words: Words, wide_pt: float, rooms_pt: tuple[float, float], most: int = 1) -> Paged:
    """Lay a table on as few slides as hold it, and at most as many as told.

    Parameters
    ----------
    rooms_pt
        How high the first slide has room for it, and how high each further one.
    """
    for size in SIZES_PT:
        whole = _laid(words, words.told, (wide_pt, rooms_pt[0]), size)
        if whole is not None and whole.rows == len(words.rows) and not whole.is_cut:
            return Paged(pages=(whole,), columns_left=(), rows_left=0)
    if most == 1:
        return _on_one(words, wide_pt, rooms_pt[0])
    tried = [
        _on_several(replace(words, squeezed=squeezed), wide_pt, rooms_pt, most, size)
        for squeezed in SQUEEZED
        for size in SMALL_PT
    ]
    return min(tried, key=lambda laid: (laid.rows_left, len(laid.pages)))


def _on_one(words: Words, wide_pt: float, high_pt: float) -> Paged:
    """Show what one slide has room for: what tells rows apart, then numbers and verdicts."""
    shown = _chosen(words, wide_pt)
    found = _laid(words, shown, (wide_pt, high_pt), SMALLEST_PT)
    pages = () if found is None else (found,)
    left = tuple(words.heads[at] for at in words.told if at not in shown)
    rows = sum(page.rows for page in pages)
    return Paged(pages=pages, columns_left=left, rows_left=len(words.rows) - rows)


def _on_several(
    words: Words, wide_pt: float, rooms_pt: tuple[float, float], most: int, size: int
) -> Paged:
    """Go on over slides: the same rows with further columns, then further rows."""
    groups = _groups(words, wide_pt, size)
    pages, first = list[Laid](), 0
    while first < len(words.rows) and len(pages) + len(groups) <= max(most, len(groups)):
        rest = replace(words, rows=words.rows[first:], fills=words.fills[first:])
        room = wide_pt, rooms_pt[bool(pages)]
        found = [_laid(rest, group, room, size, first) for group in groups]
        rows = min(0 if each is None else each.rows for each in found)
        if not rows:
            break
        same = replace(rest, rows=rest.rows[:rows], fills=rest.fills[:rows])
        again = [_laid(same, group, room, size, first) for group in groups]
        pages += [each for each in again if each is not None]
        first += rows
    return Paged(pages=tuple(pages), columns_left=(), rows_left=len(words.rows) - first)


def _groups(words: Words, wide_pt: float, size: int) -> list[tuple[int, ...]]:
    """Part columns among slides, each with those that tell rows apart."""
    named = tuple(at for at in words.told if words.is_first(at))
    groups, group = list[tuple[int, ...]](), named
    for at in words.told:
        if at in named:
            continue
        if len(group) > len(named) and _widths(words, (*group, at), wide_pt, size) is None:
            groups.append(group)
            group = named
        group = tuple(sorted((*group, at)))
    return [*groups, group]


def _chosen(words: Words, wide_pt: float) -> tuple[int, ...]:
    """Return which columns there is room for, as they stand in the table."""
    chosen = tuple(at for at in words.told if words.is_first(at))
    others = [at for at in words.told if at not in chosen]
    for at in sorted(others, key=lambda at: not (words.numbers[at] or at in words.marked)):
        more = tuple(sorted((*chosen, at)))
        if _widths(words, more, wide_pt, SMALLEST_PT) is not None:
            chosen = more
    return chosen


def _laid(
    words: Words, shown: tuple[int, ...], room: tuple[float, float], size: int, first: int = 0
) -> Laid | None:
    """Lay the first rows of a table on a slide; None where its columns are too wide, or no row."""
    widths = _widths(words, shown, room[0], size)
    if widths is None:
        return None
    rows = [_cells(words.heads, shown, widths, size, (True,) * len(shown))]
    heights = [_high(rows[0], shown, widths, words, size, is_head=True)]
    bold = tuple(words.is_bold(at) for at in shown)
    for row in words.rows:
        cells = _cells(row, shown, widths, size, bold)
        high = _high(cells, shown, widths, words, size)
        if sum(heights) + high > room[1]:
            break
        rows.append(cells)
        heights.append(high)
    grid = Grid(
        rows=tuple(rows),
        widths=tuple(widths),
        heights=tuple(heights),
        numbers=tuple(words.numbers[at] for at in shown),
        is_key=words.is_key,
        fills=("", *words.fills[: len(rows) - 1]) if words.fills else (),
    )
    if len(rows) == 1:
        return None
    ends = {(at, said) for row in rows[1:] for at, said in zip(shown, row, strict=True)}
    is_cut = any(
        said.endswith("…") and said not in {row[at] for row in words.rows} for at, said in ends
    )
    return Laid(grid=grid, size_pt=size, columns=shown, first=first, is_cut=is_cut)


def _widths(words: Words, shown: tuple[int, ...], wide_pt: float, size: int) -> list[float] | None:
    """Share a slide’s width among columns; None where they need more than there is."""
    wanted = [_wanted(words, at, size) for at in shown]
    if sum(wanted) <= wide_pt:
        return _widened([_long(words, at, size) for at in shown], wanted, wide_pt)
    least = [min(_least(words, at, size), each) for at, each in zip(shown, wanted, strict=True)]
    if sum(least) > wide_pt or sum(wanted) > words.squeezed * wide_pt:
        return None
    left = (wide_pt - sum(least)) / (sum(wanted) - sum(least))
    return [low + left * (high - low) for low, high in zip(least, wanted, strict=True)]


def _widened(long: list[float], wanted: list[float], wide_pt: float) -> list[float]:
    """Give what is left of a slide’s width to long texts first, then to all columns a little."""
    lacking = [max(whole - room, 0.0) for whole, room in zip(long, wanted, strict=True)]
    part = min((wide_pt - sum(wanted)) / sum(lacking), 1.0) if sum(lacking) else 0.0
    widths = [room + part * more for room, more in zip(wanted, lacking, strict=True)]
    return [each * min(wide_pt / sum(widths), MOST_STRETCHED) for each in widths]


def _wanted(words: Words, at: int, size: int) -> float:
    """Return how wide a column is: its longest word at least, and what it says on two lines."""
    widest = WIDEST_KEY_PT if at == 0 else WIDEST_PT
    whole = _long(words, at, size)
    usual = whole if whole <= widest / 2 else whole * 0.6
    return min(max(_least(words, at, size), usual), widest)


def _long(words: Words, at: int, size: int) -> float:
    """Return how wide a column is whose texts stand on one line."""
    return words.longest[at][1] * size + PADDED_PT[0] + 2


def _least(words: Words, at: int, size: int) -> float:
    """Return how wide a column is at least, so that no word of it is broken."""
    return max(words.longest[at][0], NARROWEST) * size + PADDED_PT[0] + 2


def _cells(
    row: tuple[str, ...],
    shown: Sequence[int],
    widths: Sequence[float],
    size: int,
    bold: Sequence[bool],
) -> tuple[str, ...]:
    most = MOST_SMALL_LINES if size == SMALLEST_PT else MOST_LINES
    return tuple(
        cut(row[at], size, wide - PADDED_PT[0], most, bold=is_bold)
        for at, wide, is_bold in zip(shown, widths, bold, strict=True)
    )


def _high(
    cells: tuple[str, ...],
    shown: Sequence[int],
    widths: Sequence[float],
    words: Words,
    size: int,
    *,
    is_head: bool = False,
) -> float:
    heights = (
        height_pt(said, size, wide - PADDED_PT[0], bold=is_head or words.is_bold(at))
        for at, said, wide in zip(shown, cells, widths, strict=True)
    )
    return max(*heights, size * LINE) + PADDED_PT[1]
