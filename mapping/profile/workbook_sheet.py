"""One table on a sheet of its own: when and from whom, headings that stay in sight, rows, chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from geodata.plain import plain_line
from layers.compare.verdict import SHAPES
from layers.profile.parts import Cell, Chart
from mapping.profile.tabled import AS_SAID, Field, Tabled, about_lines, said_columns
from mapping.profile.workbook_cells import (
    COVER,
    LINE_POINTS,
    Styles,
    fitting_widths,
    letters_of,
    lines_of,
    set_height,
    tame,
    write_link,
    write_text,
    write_title,
)
from mapping.profile.workbook_charts import add_chart

NARROWEST: Final = 11  # characters of a column
LONGEST_WORD: Final = 18  # that is not parted
KEPT: Final = 48  # of a first column that stays in sight
ACROSS: Final = 190  # of all columns together
MERGED: Final = 90  # least characters of a line above a table
SHORT_NOTE: Final = 3  # lines of a note that stand above the headings, which stay in sight
NUMBERS: Final = {"count": "#,##0", "share": "0%", "minutes": "#,##0"}
FILTER: Final = 2  # characters of a heading that the mark of its filter takes
MOST_BARS: Final = 40  # that can be told apart
ON_ONE_SIDE: Final = 40  # rows that are printed on one side with their chart
BESIDE: Final = 110  # characters of a table that leave room for a chart beside it


def sheet_fields(made: Tabled) -> tuple[Field, ...]:
    """Return the columns of a table’s sheet: without those that say nothing of any row."""
    kept = set(said_columns(made.table))
    if made.chart is not None:
        kept.add(made.table.column(made.chart.category))
    return tuple(field for field in made.fields("%") if field.position in kept)


class TableSheet:
    """One table, written on its sheet."""

    def __init__(
        self, book: xlsxwriter.Workbook, sheet: Worksheet, made: Tabled, styles: Styles
    ) -> None:
        """Keep what is written, and how wide its columns are."""
        self.book, self.sheet, self.made, self.styles = book, sheet, made, styles
        self.table, self.fields = made.table, sheet_fields(made)
        longest, least = zip(*map(self._lengths, self.fields), strict=True)
        self.widths = fitting_widths(longest, least, ACROSS)

    def write(self, number: int) -> None:
        """Write the sheet; `number` tells its table from others."""
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        head = self._write_above()
        self._write_headings(head)
        end = head + len(self.table.rows)
        for row, cells in enumerate(self.table.rows, start=head + 1):
            self._write_row(row, cells)
        if self.table.rows:
            last = len(self.fields) - 1
            self.sheet.add_table(head, 0, end, last, self._as_table(number))
        self.sheet.freeze_panes(head + 1, int(self.table.is_key and self.widths[0] <= KEPT))
        self.sheet.repeat_rows(head)
        below = self._write_below(end + 2)
        if self.made.chart is not None and self.table.rows:
            self._draw(self.made.chart, head, below)

    def _draw(self, chart: Chart, head: int, below: int) -> None:
        """Draw a chart beside the table, or below it where that is wide."""
        is_narrow = sum(self.widths) <= BESIDE
        rows = len(self.table.rows)
        drawn = min(rows, MOST_BARS)
        is_drawn = add_chart(
            self.book,
            self.sheet,
            chart,
            self.fields,
            rows=(head, head + drawn),
            place=(head, len(self.fields) + 1) if is_narrow else (below + 1, 0),
            styles=self.styles,
        )
        if is_drawn and drawn < rows:
            self._write_line(below, f"The chart shows the first {drawn} of {rows} rows.")
        if is_drawn and rows <= ON_ONE_SIDE:
            self.sheet.fit_to_pages(1, 1)
        elif is_drawn and not is_narrow:
            self.sheet.set_h_pagebreaks([below])

    def _as_table(self, number: int) -> dict[str, Any]:
        """Return what Excel keeps of a table: its name, its headings and words about it."""
        look = self.styles.heading()
        return {
            "name": f"Table_{number}",
            "columns": [
                {"header": tame(each.heading), "header_format": look} for each in self.fields
            ],
            "style": "Table Style Light 1",
            "title": tame(plain_line(self.table.title)),
            "description": tame(" ".join(about_lines(self.table.about))),
        }

    def _write_above(self) -> int:
        """Write what stands above the table; returns the row of its headings."""
        note = self.table.about.note
        write_title(self.sheet, 0, self.table.title, self.styles)
        write_link(self.sheet, 1, COVER, "Back to the cover", self.styles)
        lines = list(about_lines(self.table.about))
        if note:
            lines.append("Note: below the table." if self._is_long(note) else f"Note: {note}")
        for row, line in enumerate(lines, start=2):
            self._write_line(row, line)
        return len(lines) + 3

    def _is_long(self, note: str) -> bool:
        return lines_of(note, self._across()) > SHORT_NOTE

    def _write_headings(self, row: int) -> None:
        headings = [each.heading for each in self.fields]
        for column, heading in enumerate(headings):
            write_text(self.sheet, row, column, heading, self.styles.heading())
        room = [width - FILTER for width in self.widths]
        set_height(self.sheet, row, headings, room, is_bold=True)

    def _write_row(self, row: int, cells: Sequence[Cell]) -> None:
        for column, field in enumerate(self.fields):
            self._write_cell(row, column, field, cells)
        said = [str(each.value(cells)) if each.kind == "text" else "" for each in self.fields]
        set_height(self.sheet, row, said, self.widths)

    def _write_cell(self, row: int, column: int, field: Field, cells: Sequence[Cell]) -> None:
        value, mark = field.value(cells), cells[field.position].mark
        if field.kind == "text":
            shown: dict[str, Any] = {"num_format": f'"{SHAPES[mark]} "@'} if mark else {}
            if field.heading.endswith(AS_SAID):
                shown |= {"indent": 1, "align": "left"}  # apart from the number before it
            write_text(self.sheet, row, column, str(value), self.styles.words(str(value), **shown))
        elif value is None:
            self.sheet.write_blank(row, column, None, self.styles.get())
        else:
            number = float(value)
            form = NUMBERS.get(field.kind) or ("0" if number.is_integer() else "0.0")
            self.sheet.write_number(row, column, number, self.styles.get(num_format=form))

    def _write_below(self, row: int) -> int:
        """Write what stands below the table; returns the row after it."""
        note = self.table.about.note
        none = "" if self.table.rows else (self.table.none or "Nothing is listed.")
        long = f"Note: {note}" if note and self._is_long(note) else ""
        for line in filter(None, (none, self.table.after, long)):
            self._write_line(row, line)
            row += 1
        return row + 1

    def _write_line(self, row: int, text: str) -> None:
        """Write a line across the columns of the table, as high as it needs."""
        look = self.styles.words(text)
        self.sheet.merge_range(row, 0, row, self._last_across(), "", look)
        write_text(self.sheet, row, 0, text, look)
        self.sheet.set_row(row, LINE_POINTS * lines_of(text, self._across()) + 2)

    def _across(self) -> int:
        """Return how many characters wide a line across the table is."""
        last = self._last_across() + 1
        return sum(self.widths[:last]) + NARROWEST * max(0, last - len(self.widths))

    def _last_across(self) -> int:
        """Return the last column of a line across: wide enough to read, no wider than needed."""
        last, total = 0, self.widths[0]
        while total < MERGED or last < 1:
            last += 1
            total += self.widths[last] if last < len(self.widths) else NARROWEST
        return last

    def _lengths(self, field: Field) -> tuple[int, int]:
        """Return how many characters a column’s longest text has, and the least it is wide."""
        word = max(map(len, field.heading.split()), default=0) + 4  # and the mark of its filter
        least = max(NARROWEST, word)
        if field.kind != "text":
            return min(len(field.heading) // 2, 2 * NARROWEST), least
        texts = [row[field.position].text for row in self.table.rows]
        word = max((letters_of(word) for text in texts for word in text.split()), default=0)
        longest = max(map(letters_of, texts), default=0)
        return longest, max(least, min(word + 1, LONGEST_WORD))
