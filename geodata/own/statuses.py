"""Whether a service runs, in the words of those who keep the table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geodata.own.words import CLOSED, STATUS_WORDS

OPEN = "open"
FOR_NOW = "for now"
UNSTATED = {
    *("?", "??", "-", "–", "—", "n/a", "na", "tbc", "tbd", "unknown", "not known", "not stated"),
    *("unsure", "not sure", "to be confirmed", "unclear"),
}
CLOSED_FOR_NOW = re.compile(
    r"temp(orar(y|ily))?\.? ?-?(closed|closure|shut|suspended|unavailable)"
    r"|(closed|shut) ?[-,(]? ?(temp(orarily)?\.?|for now|until further notice)\)?"
    r"|suspended|paused|on hold|on pause"
)
TO_OPEN = re.compile(
    r"(re-?)?(opening|opens|due to open|planned to open|planned|to open|will open|starting|starts|"
    r"expected|due)[ :,(-]+(?P<when>(in |from |on |for )?.+?)\)?",
    re.IGNORECASE,
)
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
A_TIME = re.compile(
    rf"\b(19|20)\d\d\b|\b\d{{1,2}}/\d{{1,2}}/\d\d|\b(spring|summer|autumn|winter)\b|\b({MONTHS})"
    r"(uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a service runs.

    Attributes
    ----------
    status
        In the words of a pack; "" where the cell says nothing, None where it cannot be read.
    when
        Since when, or when it is planned, in words.
    """

    status: str | None
    when: str = ""


def read_status(cell: str, allowed: tuple[str, ...]) -> Standing:
    """Read what a cell says of whether a service runs."""
    text = " ".join(cell.split())
    said = text.casefold()
    status = STATUS_WORDS.get(said, said)
    if said in UNSTATED or not said:
        return Standing("")
    if CLOSED_FOR_NOW.fullmatch(said):
        return Standing("closed", FOR_NOW)
    if status in allowed:
        return Standing(status)
    if said.startswith(CLOSED):
        return Standing("closed")
    opening = TO_OPEN.fullmatch(text)
    if opening and A_TIME.search(opening["when"]):
        return Standing("planned", re.sub(r"^(in|from|on|for) ", "", opening["when"], flags=re.I))
    return Standing(None)
