"""How much of each list two sides hold: the lengths that are tried, the longest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from layers.profile.parts import EVERY_ROW, Block, Cell, Chart, Section, Sentences, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One length that is tried.

    Attributes
    ----------
    listed
        Rows of a list, whose first are printed.
    whole
        Rows of a table that is printed whole while there is room.
    notes
        Sentences of a list of them.
    fine
        Sentences of a note below a table.
    cells
        Characters of a cell; all of them where None.
    longest
        Characters of any one text; all of them where None.
    dropped
        How many of the blocks that give way (`GIVES_WAY`) are left to the full profile.
    """

    listed: int = EVERY_ROW
    whole: int = EVERY_ROW
    notes: int = EVERY_ROW
    fine: int = EVERY_ROW
    cells: int | None = None
    longest: int | None = None
    dropped: int = 0


KEPT: Final = ("when", "source", "publisher", "period", "licence")
"""Columns of dates and sources: they are printed short, as numbers, or must be whole."""
GIVES_WAY: Final = (
    "leads", "providers", "libraries", "yardsticks", "outcomes", "online", "lines", "likest",
    "spine", "ahead",
)  # fmt: skip
"""Blocks that a sheet leaves to the full profile where it has no room, the first of them first."""
NAME_LETTERS: Final = 120  # of what names a row, while there is any room
FEW_ROWS: Final = 6  # of a table, from which on the sources are named in part as well
IN_FULL: Final = Step()
STEPS: Final = (
    Step(listed=8, notes=4, fine=3, cells=160),
    Step(listed=6, notes=3, fine=2, cells=120),
    Step(listed=5, notes=3, fine=1, cells=120),
    Step(listed=5, notes=3, fine=1, cells=90, dropped=2),
    Step(listed=4, notes=2, fine=1, cells=90, dropped=3),
    Step(listed=4, notes=2, fine=1, cells=90, dropped=5),
    Step(listed=3, notes=2, fine=1, cells=90, dropped=5),
    Step(listed=3, notes=1, fine=1, cells=90, dropped=6),
    Step(listed=3, notes=1, fine=1, cells=70, dropped=7),
    Step(listed=2, notes=1, fine=1, cells=70, dropped=7),
    Step(listed=2, notes=1, fine=1, cells=70, dropped=8),
    Step(listed=1, notes=1, fine=1, cells=70, dropped=8),
    Step(listed=1, notes=1, fine=1, cells=70, dropped=9),
    Step(listed=1, notes=1, fine=1, cells=60, dropped=10),
    Step(listed=1, notes=1, fine=1, cells=60, dropped=10, longest=400),
    Step(listed=1, whole=12, notes=1, fine=1, cells=60, dropped=10, longest=250),
    Step(listed=1, whole=10, notes=1, fine=1, cells=60, dropped=10, longest=160),
    Step(listed=1, whole=8, notes=1, fine=1, cells=60, dropped=10, longest=120),
    Step(listed=1, whole=6, notes=1, fine=1, cells=50, dropped=10, longest=80),
    Step(listed=1, whole=4, notes=1, fine=1, cells=40, dropped=10, longest=60),
    Step(listed=1, whole=3, notes=1, fine=1, cells=30, dropped=10, longest=40),
    Step(listed=1, whole=2, notes=1, fine=1, cells=20, dropped=10, longest=25),
    Step(listed=1, whole=1, notes=1, fine=1, cells=15, dropped=10, longest=15),
)


def cut(section: Section, step: Step) -> Section:
    """Return a section whose blocks keep no more than a step allows."""
    gone = GIVES_WAY[: step.dropped]
    kept = (block for block in section.blocks if block.key not in gone)
    return replace(section, blocks=tuple(_cut(block, step) for block in kept))


def _cut(block: Block, step: Step) -> Block:
    if isinstance(block, Chart):
        return replace(block, table=_cut_table(block.table, step))
    if isinstance(block, Table):
        return _cut_table(block, step)
    if isinstance(block, Sentences) and block.key == "notes":
        return replace(block, brief=min(block.brief, step.notes))
    return block


def _cut_table(table: Table, step: Step) -> Table:
    most = step.whole if table.brief == EVERY_ROW else step.listed
    if table.key == "sources" and step.whole >= FEW_ROWS:
        most = EVERY_ROW
    note = ". ".join(table.about.note.split(". ")[: step.fine])
    note += "." if note and not note.endswith(".") else ""
    about = replace(table.about, note=note)
    keys = [column.key for column in table.columns]
    # Two measures may differ in their last words alone: what names a row is cut last.
    names = NAME_LETTERS if step.longest is None else step.cells
    rows = tuple(
        tuple(
            cell if key in KEPT else _cell(cell, names if at == 0 and table.is_key else step.cells)
            for at, (key, cell) in enumerate(zip(keys, row, strict=True))
        )
        for row in table.rows
    )
    brief = most if table.key == "sources" else min(table.brief, most)  # what is cited is named
    return replace(table, rows=rows, brief=brief, about=about)


def _cell(cell: Cell, longest: int | None) -> Cell:
    if longest is None or len(cell.text) <= longest:
        return cell
    return replace(cell, text=f"{cell.text[:longest].rstrip()}…")
