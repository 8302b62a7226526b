"""What one part of a place’s profile says to a room: the answer to its own question."""

from __future__ import annotations

from typing import Final

from layers.profile.parts import Block, Chart, Section, Table
from layers.said.numbers import UNKNOWN

AHEAD: Final = "ahead"
LISTS: Final = ("doors", "providers", "leads")
"""Tables of which a room is told how long they are: what their section says first is of others."""


def part_said(section: Section, block: Block, place: str) -> str:
    """Return what is said of a part: of its block where it is not what its section is about first.

    Parameters
    ----------
    place
        What the place is called in the middle of a sentence.
    """
    if isinstance(block, Chart) and block.key != section.blocks[0].key:
        return block.alt
    if isinstance(block, Table) and block.key in LISTS:
        return _listed(block)
    if isinstance(block, Table) and block.key == AHEAD and block.rows:
        return _ahead(block, place)
    return section.said[0] if section.said else section.title


def _listed(table: Table) -> str:
    if not table.rows:
        return table.none
    number = len(table.rows)
    return f"{table.title}: {number:,} {'is' if number == 1 else 'are'} listed."


def _ahead(table: Table, place: str) -> str:
    """Return the youngest, now and in each year ahead."""
    years, row = [each.heading for each in table.columns[1:]], table.rows[0]
    told = list(zip((cell.text for cell in row[1:]), years, strict=True))
    now, ahead = told[0], [f"{said} in {year}" for said, year in told[1:] if said != UNKNOWN]
    lead = f"Of children aged {row[0].text} in {place} there were {now[0]} in {now[1]}"
    if not ahead:
        return f"{lead}; how many there may be is not known."
    return f"{lead}; there may be {' and '.join(ahead)}."
