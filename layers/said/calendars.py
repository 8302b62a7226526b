"""A calendar as a file (RFC 5545): its frame, and text from data as a value in it.

Written here rather than by a library: entries are of one kind, and every text in them is escaped in
one place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from geodata.plain import plain_line

OCTETS: Final = 75  # of a line, before it is folded
DOMAIN: Final = "know-your-patch.invalid"


def calendar_file(of_what: str, entries: Iterable[Iterable[str]], zone: Iterable[str] = ()) -> str:
    """Return a calendar of entries, each the lines of one VEVENT.

    Parameters
    ----------
    of_what
        What made it, for whoever reads the file: "Find help".
    zone
        The lines of the time zone that the entries name.
    """
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Know Your Patch//{of_what}//EN"),
        *("CALSCALE:GREGORIAN", "METHOD:PUBLISH", *zone),
        *(line for entry in entries for line in entry),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: object) -> str:
    """Escape text from data for a value of RFC 5545: it can end no line and begin no property."""
    plain = plain_line(str(text)).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,")


def escaped_lines(lines: Iterable[str]) -> str:
    """Escape lines of text for one value: they are lines for whoever reads it, and one here."""
    return "\\n".join(map(escaped, lines))


def folded(line: str) -> str:
    """Fold a line at `OCTETS`, never within a letter."""
    parts: list[str] = []
    held = ""
    for letter in line:
        room = OCTETS - (1 if parts else 0)
        if len((held + letter).encode("utf-8")) > room:
            parts.append(held)
            held = ""
        held += letter
    return "\r\n ".join([*parts, held])
