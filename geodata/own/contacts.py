"""How to reach a service: telephone numbers and addresses on the web, checked cell by cell."""

from __future__ import annotations

import re

from pandas import DataFrame

from geodata.files import warn
from geodata.files.faults import shown
from geodata.own.table import OwnTable, problem_of

# A number that a spreadsheet has rounded: 0207 946 0000 as 2.07946E+10.
POWERS = re.compile(r"[0-9](\.[0-9]+)?e\+?[0-9]+", re.IGNORECASE)
WEB = re.compile(r"https?://[^\s/<>\"'@]+\.[^\s<>\"']+", re.IGNORECASE)
BARE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?([/?#][^\s<>\"']*)?", re.IGNORECASE)
NO_MORE = "Correct the cell; until then nothing is known of it."


def take_contacts(rows: DataFrame, table: OwnTable) -> None:
    """Empty the cells that nobody can be reached by, each told."""
    for row, cell in rows["telephone"].items():
        if POWERS.fullmatch(cell):
            found = f"telephone {shown(cell)}, which Excel has rounded"
            fix = "Format the column as text, and fill the number in again."
            warn(problem_of(table, row, found, "a telephone number", fix).sentence())
            rows.loc[row, "telephone"] = ""
    for row, cell in rows["web"].items():
        if not cell or WEB.fullmatch(cell):
            continue
        if BARE.fullmatch(cell):
            rows.loc[row, "web"] = f"https://{cell}"
            continue
        found = f"web {shown(cell)}"
        expected = "an address that begins with https:// or http://"
        warn(problem_of(table, row, found, expected, NO_MORE).sentence())
        rows.loc[row, "web"] = ""
