"""The recipe's own judgements: which reported centre is which registered one, and why."""

from __future__ import annotations

from pathlib import Path

from pandas import DataFrame

from geodata.files import fault, pick_columns, read_table
from geodata.sources.own import read_flags
from geodata.sources.record import Reader


def read_judged(path: Path) -> DataFrame:
    """Read which pairs are one centre, and which are two, where names do not tell.

    Returns
    -------
    judged
        `asset_id` (of a table of services), `registered` (of a register), `same`, `differs` (what
        to say of how the two differ) and `reason`.
    """
    columns = ("asset_id", "registered", "same", "reason")
    rows = pick_columns(
        read_table(path), {name: (name,) for name in columns}, {"differs": ("differs",)}
    )
    rows["same"] = read_flags(rows["same"], f"{path.name}, same")
    unreasoned = rows.index[rows["reason"] == ""]
    if len(unreasoned):
        where = f"{path.name}, reason, row {unreasoned[0]}"
        raise fault(where, f"{len(unreasoned)} empty", "why it is judged so", "Fill it in.")
    twins = rows.index[rows.duplicated(["asset_id", "registered"])]
    if len(twins):
        where = f"{path.name}, row {twins[0]}"
        raise fault(where, "a pair that stands there before", "each pair once", "Keep one.")
    return rows


READERS = (
    Reader(
        role="judged_centres",
        about="which reported centres are which registered ones, where names do not tell",
        read=read_judged,
        is_own=True,
    ),
)
