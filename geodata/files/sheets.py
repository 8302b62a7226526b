"""A sheet of an .xlsx workbook as rows of text, read as a stream.

Libraries hold a sheet whole, from its first used cell to its last: two cells at its far corners are
seventeen billion, and the end of the program. Here a sheet costs what is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from geodata.files.faults import fault, shown, some
from geodata.files.markup import SAVE, Listener, parse_pieces
from geodata.files.telling import warn
from geodata.files.workbooks import LIMITS, MOST_TEXT, Book, open_book, whole

MOST_IN_CELL = 40_000  # characters; Excel allows 32,767
MOST_COLUMNS = 16_384
MOST_GAP = 10_000  # blank rows between two that are not; a sheet with more is no table
LAST_DAY = 2_958_465  # 31 December 9999, as Excel counts
SAMPLE = 5  # cells that a message names
CALCULATE = "Open it in Excel, let it calculate, and save it again; or save the sheet as CSV UTF-8."

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of one sheet.

    Attributes
    ----------
    rows
        Row number and cells, two or more, up to the last that holds anything; no blank rows.
    where
        The file, and the sheet where there are several, for messages.
    """

    rows: Iterator[Row]
    where: str


def read_rows(content: bytes, name: str, sheet: str = "", unsaved: list[str] | None = None) -> Rows:
    """Read the rows of one sheet of a workbook.

    Parameters
    ----------
    content
        A zip; anything but an .xlsx workbook is refused with what to do instead.
    sheet
        Which sheet; the first visible one that holds a table unless named.
    unsaved
        Where cells are gathered whose formula has no saved result, "cell B7": they are then
        empty. Without it the sheet is refused for them.

    Raises
    ------
    DataError
        It is another kind of file, unsafe, damaged or locked, or has no such sheet.
    """
    book = open_book(content, name)
    chosen = sheet or _first_table(book)
    if chosen not in book.sheets:
        found = f"no sheet {shown(sheet)}" if sheet else "no sheet with a table"
        listed = some([shown(each) for each in book.sheets]) or "none that are visible"
        raise fault(name, found, f"one of its sheets: {listed}", "Name the sheet to read.")
    others = [each for each in book.sheets if each != chosen]
    if others and not sheet:
        left = some([shown(each) for each in others])
        warn(f"{name}: sheet {shown(chosen)} is read, the first that holds a table; not {left}.")
    where = f"{name}, sheet {chosen}" if others else name
    return Rows(rows=_Sheet(book, where, unsaved=unsaved).rows(chosen), where=where)


def _first_table(book: Book) -> str:
    """Return the first sheet with two cells or more in one row; covers and notes have but one."""
    for title in book.sheets:
        for _, cells in _Sheet(book, book.name, is_glance=True).rows(title):
            if sum(map(bool, cells)) > 1:
                return title
    return ""


class _Sheet(Listener):
    """One sheet, read row by row.

    A glance asks only what is there: formulas without a result are no fault yet, and count as
    cells.
    """

    def __init__(
        self, book: Book, where: str, *, is_glance: bool = False, unsaved: list[str] | None = None
    ) -> None:
        self.book, self.where, self.is_glance = book, where, is_glance
        self.is_lenient = unsaved is not None
        self.unsaved: list[str] = [] if unsaved is None else unsaved
        self.done: list[Row] = []
        self.cells: list[str] = []
        self.row = self.column = self.style = self.size = self.total = self.spoken = 0
        self.kind, self.pieces = "n", list[str]()
        self.is_value = self.has_formula = False

    def rows(self, title: str) -> Iterator[Row]:
        """Yield the number and the cells of each row that holds anything."""
        part, last = self.book.sheets[title], 0
        for _ in parse_pieces(self.book.archive, part, self.book.name, self, LIMITS.member_bytes):
            for number, cells in self.done:
                if last and number - last > MOST_GAP:
                    found = f"a cell in row {number:,}, far below the others"
                    raise fault(self.where, found, "one table", "Delete what stands there.")
                last = number
                yield number, cells
            self.done.clear()
        if self.unsaved and not (self.is_glance or self.is_lenient):
            raise fault(
                f"{self.where}, {some(self.unsaved)}",
                f"{len(self.unsaved):,} formulas whose results were not saved",
                "values",
                CALCULATE,
            )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin a row or a cell."""
        if tag == "row":
            said = whole(attributes.get("r", ""))
            self.row, self.column = (said if said > 0 else self.row + 1), 0
            self.cells = []
        elif tag == "c":
            self.column = _column_of(attributes.get("r", "")) or self.column + 1
            self.kind, self.style = attributes.get("t", "n"), whole(attributes.get("s", ""))
            self.pieces, self.size, self.has_formula = [], 0, False
        self.has_formula |= tag == "f"
        self.spoken += tag == "rPh"
        self.is_value = tag in ("v", "t") and not self.spoken

    def text(self, said: str) -> None:
        """Keep what a cell holds."""
        if self.is_value:
            self.pieces.append(said)
            self.size += len(said)
            if self.size > MOST_IN_CELL:
                raise self._wrong(f"more than {MOST_IN_CELL:,} characters", "fewer")

    def end(self, tag: str) -> None:
        """End a cell or a row."""
        self.is_value = False
        self.spoken -= tag == "rPh"
        if tag == "c":
            self._end_cell("".join(self.pieces))
        elif tag == "row" and any(self.cells):
            # Two cells at least: a title over a table is told from a heading by what is beside it.
            self.done.append((self.row, [*self.cells, ""] if len(self.cells) == 1 else self.cells))

    def _end_cell(self, written: str) -> None:
        if not written and self.has_formula and self.kind != "str":
            self.unsaved.append(f"cell {_column_name(self.column)}{self.row}")
            written, self.kind = ("?" if self.is_glance else ""), "str"
        if not written:
            return
        if self.column > MOST_COLUMNS or self.column <= len(self.cells):
            raise self._wrong("a cell out of order", "a whole sheet")
        value = self._value(written)
        self.total += len(value)
        if self.total > MOST_TEXT:
            raise fault(self.where, f"more than {MOST_TEXT:,} characters", "fewer", SAVE)
        self.cells += [""] * (self.column - 1 - len(self.cells))
        self.cells.append(value)

    def _wrong(self, found: str, expected: str) -> Exception:
        place = f"{_column_name(min(self.column, MOST_COLUMNS))}{self.row}"
        return fault(f"{self.where}, cell {place}", found, expected, SAVE)

    def _value(self, written: str) -> str:
        """Return the value of a cell as a CSV file would write it."""
        if self.kind == "s":
            number = whole(written.strip())
            if not 0 <= number < len(self.book.shared):
                raise self._wrong("a text that is not there", "one of the workbook’s texts")
            return self.book.shared[number]
        if self.kind == "b":
            return "TRUE" if written.strip() == "1" else "FALSE"
        if self.kind != "n":
            return written  # text, a date as text, or the error of a formula
        return self._number(written.strip())

    def _number(self, written: str) -> str:
        """Write a number as people see it: whole without a point, and a date as a date."""
        try:
            number = float(written)
        except ValueError:
            return written
        if self.style in self.book.dates and 0 <= number <= LAST_DAY:
            day = self.book.epoch + timedelta(days=int(number))
            seconds = round((number - int(number)) * 86_400)
            at = day + timedelta(seconds=seconds)
            return at.isoformat(" ") if seconds else day.date().isoformat()
        if abs(number) < 1e15 and number == int(number):  # noqa: PLR2004
            return str(int(number))
        return f"{number:.15g}"


def _column_of(reference: str) -> int:
    """Return the number of the column of a cell such as "AB12", from 1; 0 where it names none."""
    number = 0
    for char in reference[:4]:
        if not "A" <= char <= "Z":
            break
        number = number * 26 + ord(char) - 64
    return number


def _column_name(number: int) -> str:
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name or "?"
