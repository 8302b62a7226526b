"""The table of what differs between two maps."""

from __future__ import annotations

from layers.compare.differences import SHAPES, VERDICTS, Differences
from layers.said.sentences import opened
from mapping.pages.frame.tables import Table


def differences_table(found: Differences) -> Table:
    """Return what stands on either side, row by row, by how much it differs, and which is better.

    Where nothing differs the table says so once.
    """
    heads = (
        opened(found.what[0]),
        f"A: {opened(found.first)}",
        f"B: {opened(found.second)}",
        "Difference, B beside A",
        "B is",
        "Note",
    )
    rows = [
        (
            str(row["name"]),
            str(row["first_said"]),
            str(row["second_said"]),
            str(row["difference_said"]),
            f"{SHAPES[row['verdict']]} {VERDICTS[row['verdict']]}",
            str(row["note"]),
        )
        for _, row in found.rows.iterrows()
    ]
    has_notes = any(row[-1] for row in rows)
    return Table(
        caption=f"What differs: {found.unit}" if found.way != "places" else "What differs",
        heads=heads if has_notes else heads[:-1],
        rows=rows if has_notes else [row[:-1] for row in rows],
        numeric=(1, 2, 3),
    )
