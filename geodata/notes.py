"""Whether a remark beside a sensitive figure may tell the count that the figure does not."""

from __future__ import annotations

import re

YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s?[/–-]\s?(?:\d\d){1,2})?\b")
WHOLE_PERCENT = re.compile(r"(?<![\d.,])\d{1,3}\s?(?:%|per cent\b|percent\b)")
NUMBER_WORDS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|single|pair)\b",
    re.IGNORECASE,
)


def may_tell_a_count(note: str, *, is_of_many: bool) -> bool:
    """Return whether a note holds a number that may be a count of people.

    Years are not. Nor are whole percentages of so many people that each may come of several
    counts; of fewer, a percentage gives its count.

    Parameters
    ----------
    is_of_many
        Whether the note stands beside a count of so many.
    """
    rest = YEARS.sub(" ", note)
    rest = WHOLE_PERCENT.sub(" ", rest) if is_of_many else rest
    return any(character.isnumeric() for character in rest) or bool(NUMBER_WORDS.search(rest))
