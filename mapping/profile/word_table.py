"""Tables of a Word document: header rows that repeat, rows that stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from layers.profile.parts import Table
from mapping.profile.column_widths import Setting, fitted
from mapping.profile.office_text import cell_words, legal
from mapping.profile.word_look import PLAIN_TYPE, TABLE_STYLE, TURNED_MM, WIDTH_MM, Type
from mapping.profile.word_text import paragraph, w

TWIPS_PER_MM: Final = 56.7
BOLD: Final = 1.15  # of the width of plain letters
LONGEST_WORD: Final = 22  # letters that a column is widened for
LETTER_EM: Final = 0.46  # in the type that `column_widths` measures
LONGEST_WHOLE_ROW: Final = 900  # letters of a cell; a row of more may need two pages
LONGEST_ALT: Final = 250


def is_wide(table: Table, type_: Type = PLAIN_TYPE) -> bool:
    """Return whether a table’s words are broken on an upright page, even in small letters."""
    heads, rows, _ = _words(table)
    columns = zip(heads, *rows, strict=True)
    least = sum(_least(list(said), type_) for said in columns)
    return least > max(letters for _, letters in type_.letters)


def table_element(table: Table, alt: str = "", type_: Type = PLAIN_TYPE) -> str:
    """Return a table of a profile: what it says, cell by cell, and nothing else.

    Columns that say nothing of any row are left out.
    """
    heads, rows, numbers = _words(table)
    width_mm = TURNED_MM if is_wide(table, type_) else WIDTH_MM
    return words_table(
        heads,
        rows,
        numbers,
        alt=alt or table.title,
        is_key=table.is_key,
        width_mm=width_mm,
        type_=type_,
    )


def _words(
    table: Table,
) -> tuple[tuple[str, ...], list[tuple[str, ...]], tuple[bool, ...]]:
    """Return a table’s headings, its rows and which columns are of numbers, the empty left out."""
    kept = [
        at for at in range(len(table.columns)) if not at or any(row[at].text for row in table.rows)
    ]
    return (
        tuple(table.columns[at].heading for at in kept),
        [tuple(cell_words(row[at]) for at in kept) for row in table.rows],
        tuple(table.columns[at].is_number for at in kept),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """How every row of a table is set."""

    widths: tuple[int, ...]
    numbers: tuple[bool, ...]
    style: str
    is_key: bool


def words_table(
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    numbers: tuple[bool, ...],
    *,
    alt: str,
    is_key: bool = True,
    swatches: tuple[str, ...] = (),
    width_mm: float = WIDTH_MM,
    type_: Type = PLAIN_TYPE,
) -> str:
    """Return a table of words under headings.

    Parameters
    ----------
    numbers
        Which columns are set to the right.
    is_key
        Whether the first column names its row.
    swatches
        What is drawn in the first cell of each row; none where empty.
    type_
        How large the type of the document is.
    """
    style, widths = column_widths(heads, rows, width_mm, type_)
    grid = _Grid(widths=widths, numbers=numbers, style=style, is_key=is_key)
    return w(
        "tbl",
        _properties(alt, grid),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        _row(heads, grid, is_head=True),
        *(_row(row, grid, drawn=swatches[at] if swatches else "") for at, row in enumerate(rows)),
    )


def _properties(alt: str, grid: _Grid) -> str:
    said = legal(alt)[:LONGEST_ALT]
    return w(
        "tblPr",
        w("tblStyle", val=TABLE_STYLE),
        w("tblW", w=sum(grid.widths), type="dxa"),
        w("tblLayout", type="fixed"),
        w(
            "tblLook", val="06A0" if grid.is_key else "0620", firstRow=1, lastRow=0,
            firstColumn=int(grid.is_key), lastColumn=0, noHBand=1, noVBand=1,
        ),
        w("tblCaption", val=said),
        w("tblDescription", val=said),
    )  # fmt: skip


def _row(words: tuple[str, ...], grid: _Grid, *, is_head: bool = False, drawn: str = "") -> str:
    is_whole = is_head or max(map(len, words)) <= LONGEST_WHOLE_ROW
    kept = f"{w('cantSplit') if is_whole else ''}{w('tblHeader') if is_head else ''}"
    cells = list[str]()
    for at, (said, width, is_number) in enumerate(
        zip(words, grid.widths, grid.numbers, strict=True)
    ):
        bold = is_head or (grid.is_key and at == 0)
        text = paragraph(said, grid.style, bold=bold, right=is_number, with_next=is_head)
        inside = drawn if drawn and at == 0 else text
        cells.append(w("tc", w("tcPr", w("tcW", w=width, type="dxa")), inside))
    return w("tr", w("trPr", kept) if kept else "", *cells)


def column_widths(
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    width_mm: float = WIDTH_MM,
    type_: Type = PLAIN_TYPE,
) -> tuple[str, tuple[int, ...]]:
    """Share the page’s width among columns: room for the longest word, then what saves most lines.

    Returns
    -------
    style, widths
        The style whose letters leave that room, and each column’s width in twentieths of a point.
    """
    columns = [[head, *(row[at] for row in rows)] for at, head in enumerate(heads)]
    least = [_least(said, type_) for said in columns]
    holds = {style: letters * width_mm / WIDTH_MM for style, letters in type_.letters}
    style = next((each for each, room in holds.items() if sum(least) <= room), "TableSmall")
    shares = tuple(room * LETTER_EM for room in least)
    if sum(least) < holds[style]:
        room, padding = holds[style] * LETTER_EM, type_.padding * LETTER_EM
        shares, _ = fitted(heads, rows, Setting(room=room, padding=padding, least=shares))
    whole = width_mm * TWIPS_PER_MM
    return style, tuple(int(whole * each / sum(shares)) for each in shares)


def _least(said: list[str], type_: Type) -> float:
    """Return how many letters wide a column is at least: its heading comes first, and is bold."""
    return max(_longest_word(said), BOLD * _longest_word(said[:1])) + type_.padding


def _longest_word(said: list[str]) -> int:
    found = max((len(word) for text in said for word in text.split()), default=0)
    return min(found, LONGEST_WORD)
