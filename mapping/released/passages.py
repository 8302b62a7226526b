"""What a file says, piece by piece: a cell with what stands around it, or a line of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from geodata.errors import Problem

MOST_ABOVE = 2  # lines that may be the label of a figure below them
LONGEST_LABEL = 160  # characters of such a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One piece of a file.

    Attributes
    ----------
    where
        The file, what lies inside it, and the place in that: "all.zip, wisbech.xlsx, Needs, B7".
    said
        The cell or the line itself.
    heading
        What its column is called; empty of a line of text.
    beside
        What else stands in its row, and above its table; empty of a line of text.
    above
        The heading that a line of text stands under, and the lines just before it.
    further
        What stands beside all that it lies in, the nearest first: sibling branches of JSON.
    branch
        The key of the branch that it lies in, of JSON; empty of all else.
    """

    where: str
    said: str
    heading: str = ""
    beside: str = ""
    above: str = ""
    further: tuple[str, ...] = ()
    branch: str = ""

    def changed(self, change: Callable[[str], str]) -> Passage:
        """Return it with each of its texts changed."""
        return replace(
            self,
            said=change(self.said),
            heading=change(self.heading),
            beside=change(self.beside),
            above=change(self.above),
            further=tuple(map(change, self.further)),
        )

    @property
    def is_cell(self) -> bool:
        """Whether it is one cell of a table."""
        return bool(self.heading or self.beside)

    @property
    def around(self) -> str:
        """All that tells what it is about, itself among it."""
        return " | ".join(filter(None, (self.heading, self.beside, self.above, self.said)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What could not be opened, and so was not searched."""

    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that is looked into more closely where it names a measure: the cells of a page."""

    said: str
    passages: Callable[[], Iterable[Passage]]


Found = Iterator[Passage | Unread | Part]


def lines_under(
    where: str, lines: Iterable[tuple[str, str]], *, is_heading: bool = False
) -> Iterator[Passage]:
    """Return lines, each with its heading and with the short lines just before it.

    Parameters
    ----------
    lines
        Each with the heading that it stands under, "" where none is known.
    is_heading
        Whether a line without a digit that ends no sentence is a heading of those that follow,
        in texts that mark none.
    """
    before: list[str] = []
    title = ""
    for n, (line, heading) in enumerate(lines, start=1):
        said = line.strip()
        if not said:
            continue
        above = " | ".join(dict.fromkeys(filter(None, (heading, title, *before))))
        yield Passage(where=f"{where} {n}", said=said, above=above)
        if is_heading and is_title(said):
            title = said
        before = [*before, said][-MOST_ABOVE:] if len(said) <= LONGEST_LABEL else []


def is_title(line: str) -> bool:
    """Return whether a line of plain text may be a heading."""
    marked = line.startswith("#")
    is_plain = line[:1].isupper() and line[-1:] not in ".,;" and len(line) <= LONGEST_LABEL
    return marked or is_plain


def cells_of(
    where: str,
    headings: Sequence[str],
    row: Iterable[object],
    above: str = "",
    further: tuple[str, ...] = (),
    *,
    branch: str = "",
) -> Iterator[Passage]:
    """Return the cells of a row, each with its heading and with the rest of the row."""
    said = ["" if cell is None else str(cell) for cell in row]
    for at, cell in enumerate(said):
        if cell.strip():
            others = [other for n, other in enumerate(said) if n != at and other.strip()]
            heading = headings[at] if at < len(headings) else ""
            beside = " | ".join(filter(None, (above, *others)))
            place = f"{where}, {heading or at + 1}"
            yield Passage(
                where=place,
                said=cell,
                heading=heading,
                beside=beside,
                further=further,
                branch=branch,
            )


def table_of(where: str, rows: Iterable[Sequence[object]], over: str = "") -> Iterator[Passage]:
    """Return the cells of a table; lines above its headings go along with each of them.

    The headings are the first row that has as many cells as the widest of the first ten.
    """
    every = [list(row) for row in rows]
    width = max((_filled(row) for row in every[:10]), default=0)
    top = next((n for n, row in enumerate(every) if _filled(row) == width), 0)
    headings = ["" if cell is None else str(cell) for cell in every[top]] if every else []
    lines = [" ".join(str(cell) for cell in row if cell not in (None, "")) for row in every[:top]]
    told = " | ".join(filter(None, (over, *lines)))
    yield from lines_under(f"{where}, row", ((line, over) for line in lines))
    for at, heading in enumerate(headings):
        others = [other for n, other in enumerate(headings) if n != at and other.strip()]
        if heading.strip():  # a table may have no headings: its first row is one of figures then
            above = " | ".join(filter(None, (told, *others)))
            yield Passage(where=f"{where}, headings", said=heading, above=above)
    for n, row in enumerate(every[top + 1 :], start=top + 2):
        yield from cells_of(f"{where}, row {n}", headings, row, told)


def _filled(row: Sequence[object]) -> int:
    return sum(cell not in (None, "") for cell in row)
