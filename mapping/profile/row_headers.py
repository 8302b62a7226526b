"""The first cell of each row of a printed table, marked as the header of its row.

typst marks the heads of columns by itself. For heads of rows it has `pdf.header-cell`, which is
there only with its feature `a11y-extras`, and the Python package cannot switch that on (it passes
no features to the compiler). So the tags are set here, in the PDF that typst wrote: such a cell
becomes a TH with the scope Row, and every other cell of the row names it beside its column’s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

ROW: Final = re.compile(
    rb"(?m)^(\d+) 0 obj\n<</Type/StructElem/S/TR/P (\d+) 0 R/K\[([\d R]+)\]>>\nendobj"
)
BODY: Final = re.compile(rb"(?m)^(\d+) 0 obj\n<</Type/StructElem/S/TBody/")
CELL: Final = re.compile(rb"(?m)^(\d+) 0 obj\n<</Type/StructElem/S/TD(/P \d+ 0 R)(.*)\nendobj")
TABLE: Final = b"<</O/Table"
HEADERS: Final = re.compile(rb"(/Headers\[)([^\]]*)\]")
NAMES: Final = re.compile(rb"/IDTree<</Names\[([^\]]*)\]>>")
NAME: Final = re.compile(rb"\(([^)]*)\)(\d+ 0 R)")
CROSS: Final = re.compile(rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [nf] ?\r?\n)+)")
START: Final = re.compile(rb"startxref\n(\d+)\n%%EOF\s*$")


@dataclass(frozen=True, slots=True)
class _Edit:
    """Bytes that stand in place of others, from one offset to another."""

    start: int
    end: int
    content: bytes


def mark_row_headers(pdf: bytes) -> bytes:
    """Mark the first cell of each row of every table’s body as the header of its row.

    Parameters
    ----------
    pdf
        As typst writes it: its tags as plain objects, found by one table of offsets.

    Raises
    ------
    ValueError
        It has tables and is written otherwise.
    """
    heads, header_of = _heads(pdf)
    if not heads:
        return pdf
    edits = [*_cells(pdf, heads, header_of), _names(pdf, heads)]
    return _written(pdf, sorted(edits, key=lambda edit: edit.start))


def _heads(pdf: bytes) -> tuple[dict[bytes, bytes], dict[bytes, bytes]]:
    """Return the names of the cells that head rows, and of each other cell its row’s head."""
    bodies = {found[1] for found in BODY.finditer(pdf)}
    data = {found[1] for found in CELL.finditer(pdf)}
    heads, header_of = dict[bytes, bytes](), dict[bytes, bytes]()
    for row in ROW.finditer(pdf):
        if row[2] in bodies:
            first, *others = re.findall(rb"(\d+) 0 R", row[3])
            if first not in data:
                continue  # the name of a group of rows, which typst has marked
            heads[first] = b"R" + row[1]
            header_of |= dict.fromkeys(others, heads[first])
    return heads, header_of


def _cells(pdf: bytes, heads: dict[bytes, bytes], header_of: dict[bytes, bytes]) -> Iterator[_Edit]:
    for cell in CELL.finditer(pdf):
        number, parent, rest = cell.groups()
        if number in heads:
            scope = rest.replace(TABLE, TABLE + b"/Scope/Row", 1)
            said = b"/S/TH" + parent + b"/ID(" + heads[number] + b")" + scope
        elif number in header_of:
            name = b"(" + header_of[number] + b")"
            said = b"/S/TD" + parent + HEADERS.sub(rb"\g<1>\g<2>" + name + b"]", rest, count=1)
        else:
            continue
        start = cell.start() + cell[0].index(b"/S/TD")
        yield _Edit(start, cell.end() - len(b"\nendobj"), said)


def _names(pdf: bytes, heads: dict[bytes, bytes]) -> _Edit:
    """Add the heads of rows to the names by which cells find their heads, in order."""
    found = NAMES.search(pdf)
    if found is None:
        raise ValueError(_otherwise("no names of header cells"))
    named = dict[bytes, bytes](NAME.findall(found[1]))
    named |= {name: number + b" 0 R" for number, name in heads.items()}
    said = b"".join(b"(" + name + b")" + named[name] for name in sorted(named))
    return _Edit(found.start(1), found.end(1), said)


def _written(pdf: bytes, edits: list[_Edit]) -> bytes:
    """Return the PDF with the edits made, and every object where its table of offsets says."""
    cross, start = CROSS.search(pdf), START.search(pdf)
    if cross is None or start is None or int(start[1]) != cross.start():
        raise ValueError(_otherwise("no table of offsets"))
    parts, at, shifts = list[bytes](), 0, list[tuple[int, int]]()
    longer = 0
    for edit in edits:
        parts += [pdf[at : edit.start], edit.content]
        at = edit.end
        longer += len(edit.content) - (edit.end - edit.start)
        shifts.append((edit.end, longer))
    parts += [pdf[at : cross.start(2)], _offsets(cross[2], shifts)]
    parts += [pdf[cross.end(2) : start.start(1)], str(cross.start() + longer).encode()]
    return b"".join([*parts, pdf[start.end(1) :]])


def _offsets(table: bytes, shifts: list[tuple[int, int]]) -> bytes:
    """Return the table of offsets after the edits; `shifts` say how much from where on."""
    lines = table.splitlines(keepends=True)
    by_offset = sorted(range(len(lines)), key=lambda at: lines[at][:10])
    done, longer = 0, 0
    for at in by_offset:
        offset = int(lines[at][:10])
        while done < len(shifts) and shifts[done][0] <= offset:
            longer = shifts[done][1]
            done += 1
        if lines[at][17:18] == b"n":
            lines[at] = f"{offset + longer:010}".encode() + lines[at][10:]
    return b"".join(lines)


def _otherwise(what: str) -> str:
    return f"typst wrote this PDF otherwise than row headers are marked in: {what}"
