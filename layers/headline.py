"""An answer as it is read first, in one short sentence, and what is said after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_WORDS = 24  # of a headline; it is read out loud, and at a glance


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words.

    Attributes
    ----------
    headline
        The answer itself, in at most `MOST_WORDS` words where the names in it allow that.
    detail
        What it leaves out: what its words mean, what is not known, where most of it is; may be
        empty.
    """

    headline: str
    detail: str = ""

    @property
    def in_full(self) -> str:
        """Both, where they stand in one paragraph."""
        return joined(self.headline, self.detail)

    def and_then(self, *sentences: str) -> Said:
        """Return the same with more said after it."""
        return Said(self.headline, joined(self.detail, *sentences))


def first_that_fits(forms: Iterable[Said]) -> Said:
    """Return the first form whose headline is short enough; where none is, the last.

    Parameters
    ----------
    forms
        The same answer in full and in ever shorter words, at least one.
    """
    form = Said("")
    for form in forms:
        if word_count(form.headline) <= MOST_WORDS:
            break
    return form


def word_count(sentence: str) -> int:
    """Return how many words a sentence has."""
    return len(sentence.split())


def joined(*sentences: str) -> str:
    """Return sentences as a paragraph, without those that are empty."""
    return " ".join(filter(None, sentences))
