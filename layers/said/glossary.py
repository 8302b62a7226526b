"""What the words and short forms of the pages mean, in plain English; the words stand beside it.

`find_terms` finds them in a text. A meaning that states a fact names who says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from layers.said.glossary_words import GROUPS as WRITTEN
from layers.said.glossary_words import SOURCES

_HEAD = re.compile(r"(?P<ordinary>- )?(?P<forms>[^\[\n]+?)(?: \[(?P<source>.+)\])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word or a short form, and what it means.

    Attributes
    ----------
    key
        By which an address and a page name it.
    forms
        As it stands in a sentence, the first as it stands in a list. A short form is found as it
        is written, a word with or without a capital.
    source
        Who says so, where the meaning states a fact; empty where it says how this tool uses a word.
    is_marked
        Whether a page marks it where it is first used; else it is in the list alone.
    """

    key: str
    forms: tuple[str, ...]
    meaning: str
    source: str = ""
    is_marked: bool = True

    @property
    def word(self) -> str:
        """The word as it stands in a list."""
        return self.forms[0]


def _read(text: str) -> Iterator[Term]:
    """Read the terms of a group as they are written."""
    for entry in re.split(r"\n(?! )", text.strip()):
        head, _, meaning = entry.partition("\n")
        found = _HEAD.fullmatch(head)
        if found is None:
            raise ValueError(head)
        forms = tuple(found["forms"].split("; "))
        said = (found["source"] or "").split("; ")
        yield Term(
            key=re.sub(r"[^a-z0-9]+", "-", forms[0].lower()).strip("-"),
            forms=forms,
            meaning=" ".join(meaning.split()),
            source="; ".join(SOURCES[key] for key in said if key),
            is_marked=not found["ordinary"],
        )


GROUPS: Final[dict[str, tuple[Term, ...]]] = {
    name: tuple(_read(text)) for name, text in WRITTEN.items()
}
TERMS: Final[dict[str, Term]] = {term.key: term for group in GROUPS.values() for term in group}


def find_terms(text: str) -> Iterator[tuple[int, int, Term]]:
    """Find the words to mark in a text: where each starts and ends, and which it is."""
    for found in _pattern().finditer(text):
        yield found.start(), found.end(), _by_form()[_folded(found[0])]


def is_known(short: str) -> bool:
    """Return whether a short form is in the glossary as it is written."""
    return _folded(short) in _by_form()


def _folded(form: str) -> str:
    """Return a form as it is looked up: a word without its capital, a short form as it is."""
    return form if _is_short(form) else form[:1].lower() + form[1:]


def _is_short(form: str) -> bool:
    return form[:2].isupper()


@cache
def _by_form() -> dict[str, Term]:
    return {_folded(form): term for term in TERMS.values() for form in term.forms}


@cache
def _pattern() -> re.Pattern[str]:
    """Return what finds a form of a marked word as a whole word, the longest first."""
    marked = [form for form, term in _by_form().items() if term.is_marked]
    parts = [
        re.escape(form) if _is_short(form) else f"[{form[0].upper()}{form[0]}]{re.escape(form[1:])}"
        for form in sorted(marked, key=lambda form: (-len(form), form))
    ]
    return re.compile(rf"(?<![\w’'-])(?:{'|'.join(parts)})(?![\w-]|[’'][a-z])")
