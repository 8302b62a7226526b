"""What was found as plain text: to copy into a message, or to print and hand over.

It holds neither the postcode that was typed nor anything about a child but the age.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Final

from geodata.plain import plain_line
from layers.finding_help.found import HelpFound
from layers.finding_help.told_apart import NOT_THEN, STOPPED, WORKERS
from layers.said.result import ILLUSTRATIVE, source_words

LINES: Final = (
    ("how_far", "How far"),
    ("ask", "Ask first"),
    ("ages", "Ages"),
    ("who_for", "For"),
    ("hours", "Hours"),
    ("address", "Address"),
    ("contact", "How to reach it"),
    ("how_it_comes", "How it comes"),
    ("run_by", "Run by"),
    ("referral", "How to be referred"),
    ("cost", "Cost"),
    ("expertise", "About"),
    ("level", "Level"),
    ("places", "Places"),
    ("state", "Is it running"),
    ("border", "Where"),
    ("how_sure", "How sure"),
)
"""What is told of an offer, in this order, and what it is called; what is empty is left out."""
NOT_HANDED_OVER: Final = frozenset({NOT_THEN, STOPPED, WORKERS})  # no list for a family has them


def offer_lines(row: Mapping[Hashable, Any]) -> tuple[tuple[str, str], ...]:
    """Return what is told of an offer: label and text of each thing that is known."""
    return tuple((label, str(row[name])) for name, label in LINES if row[name])


def list_text(found: HelpFound) -> str:
    """Return the list as plain text."""
    return "".join(f"{plain_line(line)}\r\n" for line in _lines(found))


def _lines(found: HelpFound) -> Iterator[str]:
    yield found.heading
    yield ""
    yield found.sentence()
    if found.beside():
        yield found.beside()
    if found.is_illustrative:
        yield ILLUSTRATIVE
    for group in found.groups:
        if group in NOT_HANDED_OVER:
            continue
        rows = found.of(group)
        yield from ("", f"{found.title_of(group).upper()} ({len(rows)})", found.about(group))
        for number, row in enumerate(rows.to_dict("records"), 1):
            yield from ("", f"{number}. {row['name']} ({row['kind']})")
            yield from (f"   {label}: {text}" for label, text in offer_lines(row))
    if found.lacks():
        yield from ("", found.lacks_heading().upper())
        yield from (f"- {label}: {said}" for label, said in found.lacks())
    yield from ("", "WHAT ELSE TO KNOW")
    for said in (*found.ask_first, *found.reported, *found.last_notes()):
        yield f"- {said}"
    yield from ("", "SOURCES")
    for source in dict.fromkeys(found.sources):
        yield f"- {source_words(source)}"
