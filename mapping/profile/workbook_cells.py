"""The cells of a workbook: how they look, how text stays text, and how high a row must be."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from geodata.plain import plain_line
from layers.said.export import safe_cell
from mapping.escape import is_mixed
from mapping.profile.slides_fit import width_pt, wrapped

COLOUR: Final = "#1d4f91"
LONGEST_NAME: Final = 31  # of a sheet, as Excel has it
LONGEST_CELL: Final = 32_000  # characters, a little less than Excel holds
TYPE_PT: Final = 10  # of Arial, which is on every machine or has its like there
LINE_POINTS: Final = 13
LETTER_PT: Final = 5.25  # of a column’s width: a figure of that type
EDGE_PT: Final = 4.0  # of a cell, where nothing is written
TITLE_POINTS: Final = 22  # of a title’s row
WIDEST: Final = 240  # characters of a column, as Excel has it
LEAST_SHARE: Final = 0.02  # of it: columns are then as narrow as they may be
HIGHEST_ROW: Final = 400  # points, a little less than Excel’s own
LEFT_OUT: Final = re.compile(r"[\[\]:*?/\\'\"!]|^[=+@-]+")  # what a sheet’s name cannot have
COVER: Final = "Cover"
LEFT_TO_RIGHT: Final = 1  # as Excel numbers directions
A4: Final = 9  # as Excel numbers papers
LONGEST_FOOT: Final = 100
NOT_LAST: Final = frozenset(
    {"a", "and", "are", "as", "at", "beside", "by", "for", "from", "in", "is", "it", "its", "most"}
    | {"no", "not", "of", "on", "or", "that", "the", "their", "to", "which", "with", "without"}
)
"""Words that a name cut short does not end with."""
TAKEN: Final = ("history",)  # by Excel itself


class Styles:
    """The looks of a workbook’s cells, each made once."""

    def __init__(self, book: xlsxwriter.Workbook, colour: str) -> None:
        """Keep the workbook and the colour of its headings."""
        self._book, self.colour = book, colour or COLOUR
        self._made: dict[str, Format] = {}

    def get(self, **look: Any) -> Format:  # noqa: ANN401
        """Return a look."""
        key = repr(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **look})
        return self._made[key]

    def title(self) -> Format:
        """Return the look of a sheet’s title."""
        return self.get(bold=True, font_size=15, font_color=self.colour)

    def heading(self) -> Format:
        """Return the look of a table’s headings."""
        return self.get(
            bold=True, text_wrap=True, font_color="#ffffff", bg_color=self.colour, border=1
        )

    def words(self, text: str, **look: Any) -> Format:  # noqa: ANN401
        """Return the look of a cell of text; what could be run or counted stays text when edited.

        Excel makes of a text that is edited what it would of a typed one, unless it is marked.
        """
        if safe_cell(text) != text or text[:1].isdigit():
            look = {"num_format": "@"} | look | {"quote_prefix": True}
        if is_mixed(text):
            look |= {"reading_order": LEFT_TO_RIGHT}  # whatever name a sentence begins with
        return self.get(text_wrap=True, **look)


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write text as text, whatever it begins with."""
    said = plain_line(text)
    if len(said) > LONGEST_CELL:
        said = f"{said[:LONGEST_CELL]}…"
    if said:
        sheet.write_string(row, column, said, look)
    else:
        sheet.write_blank(row, column, None, look)


def write_title(sheet: Worksheet, row: int, text: str, styles: Styles) -> None:
    """Write a title in the first column, on a row of its height."""
    sheet.set_row(row, TITLE_POINTS)
    write_text(sheet, row, 0, text, styles.title())


def write_link(sheet: Worksheet, row: int, name: str, words: str, styles: Styles) -> None:
    """Write a link to another sheet of the workbook, in the first column."""
    look = styles.get(font_color="#0b5cad", underline=1)
    sheet.write_url(row, 0, f"internal:'{name}'!A1", look, words)


def set_height(
    sheet: Worksheet,
    row: int,
    texts: Sequence[str],
    widths: Sequence[float],
    *,
    is_bold: bool = False,
) -> None:
    """Make a row as high as the longest of its texts needs: not every program does."""
    most = max(
        (lines_of(text, width, is_bold=is_bold) for text, width in zip(texts, widths, strict=True)),
        default=1,
    )
    if most > 1:
        sheet.set_row(row, min(HIGHEST_ROW, LINE_POINTS * most + 2))


def fitting_widths(longest: Sequence[int], least: Sequence[int], across: int) -> list[int]:
    """Return how wide columns are: as their texts need, or cut until all fit together.

    What is cut keeps more the longer its texts are, and less than in proportion, so that many
    lines of a narrow column are shared out.
    """
    natural = [max(low, most) for most, low in zip(longest, least, strict=True)]
    share = 1.0
    widths = natural
    while sum(widths) > across and share > LEAST_SHARE:
        share *= 0.9
        room = (share * WIDEST * (each / max(natural)) ** 0.5 for each in natural)
        widths = [min(each, int(most)) for each, most in zip(natural, room, strict=True)]
        widths = [max(width, low) for width, low in zip(widths, least, strict=True)]
    return widths


def lines_of(text: str, width: float, *, is_bold: bool = False) -> int:
    """Return how many lines a text takes in a column so many characters wide."""
    room_pt = max(LETTER_PT * width - EDGE_PT, float(TYPE_PT))
    return len(wrapped(plain_line(text), TYPE_PT, room_pt, bold=is_bold))


def letters_of(text: str) -> int:
    """Return how many characters wide a column must be to hold a text on one line."""
    return math.ceil((width_pt(plain_line(text), TYPE_PT) + EDGE_PT) / LETTER_PT)


def sheet_names(titles: Sequence[str], cover: str) -> list[str]:
    """Return a name for the sheet of each table: safe, short, each once, none the cover’s."""
    names, taken = list[str](), {cover.casefold(), *TAKEN}
    for title in titles:
        plain = " ".join(LEFT_OUT.sub(" ", plain_line(title).strip()).split()) or "Table"
        name, count = _cut(plain, LONGEST_NAME), 2
        while name.casefold() in taken:
            mark = f" {count}"
            name, count = _cut(plain, LONGEST_NAME - len(mark)) + mark, count + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, longest: int) -> str:
    """Return text cut to what Excel counts as so many characters: pairs count twice.

    It is cut after a word that can be the last one.
    """
    if _size(text) <= longest:
        return text.strip()
    words, kept = text.split(" "), ""
    for at, word in enumerate(words):
        said = " ".join(words[: at + 1]).rstrip(",;:.")
        if _size(said) > longest:
            break
        if word.casefold().rstrip(",;:.") not in NOT_LAST:
            kept = said
    if _size(kept) > longest // 2:
        return kept
    while _size(text) > longest:
        text = text[:-1]
    return text.strip()


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def tame(text: str) -> str:
    """Return text in which Excel’s escapes for characters, such as _x0041_, are none."""
    return re.sub(r"_x(?=[0-9a-fA-F]{4}_)", "_ x", text)


def set_up_print(sheet: Worksheet, title: str) -> None:
    """Set a sheet up to be printed: all columns on one side, named and numbered at its foot."""
    if sheet.name == COVER:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    named = plain_line(title)[:LONGEST_FOOT].replace("&", "and")  # it begins a code
    sheet.set_footer(f"&L{named}&RPage &P of &N")
