"""A gentle check of what somebody writes down: what may tell who a child or a family is.

It warns and never refuses: whoever writes knows better. The browser checks by the same cases.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_TELEPHONE: Final = re.compile(r"(?:\+44|\b0)(?:[ -]?\(?\d\)?){9,10}(?!\d)", re.ASCII)
_TEN_DIGITS: Final = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b", re.ASCII)
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z0-9_]+")
_STREETS: Final = (
    "Road|Rd|Street|St|Lane|Avenue|Ave|Close|Drive|Way|Court|Place|Crescent|Gardens|Terrace|Walk"
    "|Row|Grove"
)
_ADDRESS: Final = re.compile(rf"\b\d+[a-z]?,? (?:[A-Z][\w’']+ ){{1,3}}(?:{_STREETS})\b", re.ASCII)
_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.ASCII | re.IGNORECASE)
_TITLED: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr)\.? [A-Z][\w’'-]+", re.ASCII)
_BORN: Final = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b", re.ASCII)
_CAPITALISED: Final = re.compile(r"Ul+(?: Ul+)+")  # of the shape of a text
_JOINS: Final = "’'-"
_WEIGHTS: Final = range(10, 1, -1)
_ELEVEN: Final = 11


@dataclass(frozen=True, slots=True)
class Known:
    """Names of places, services and organisations, which are no person’s.

    Attributes
    ----------
    names
        In small letters.
    words
        Each word of them.
    """

    names: tuple[str, ...]
    words: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> Known:
        """Return names, ready to be looked for."""
        small = tuple(dict.fromkeys(name.lower() for name in names))
        words = frozenset(word for name in small for word in _words(name))
        return cls(names=small, words=words)


def doubts_of(text: str, known: Known) -> list[str]:
    """Return what in a text may tell who somebody is, in words to warn with; nothing where nothing.

    Parameters
    ----------
    known
        Names that are no person’s.
    """
    found = list[str]()
    if any(map(_is_nhs_number, _TEN_DIGITS.findall(text))):
        found.append("an NHS number")
    elif _TELEPHONE.search(text):
        found.append("a telephone number")
    if _MAIL.search(text):
        found.append("an e-mail address")
    if _ADDRESS.search(text) or _POSTCODE.search(text):
        found.append("an address")
    if _BORN.search(text):
        found.append("a date of birth")
    if _TITLED.search(text) or _looks_named(_ADDRESS.sub("", text), known):
        found.append("a person’s name")
    return found


def _is_nhs_number(text: str) -> bool:
    """Whether ten digits are an NHS number: the last checks the others."""
    digits = [int(each) for each in text if each.isdigit()]
    check = (
        -sum(digit * weight for digit, weight in zip(digits[:9], _WEIGHTS, strict=True)) % _ELEVEN
    )
    return check == digits[-1]


def _looks_named(text: str, known: Known) -> bool:
    """Whether words that open with a capital stand together and are no name that is known."""
    for run in _CAPITALISED.finditer(_shape(text)):
        named = text[run.start() : run.end()].lower()
        if any(named in name for name in known.names) or known.words.issuperset(named.split(" ")):
            continue
        return True
    return False


def _words(name: str) -> list[str]:
    """Return the words of a name: its letters, with what joins them."""
    return "".join(each if each.isalpha() or each in _JOINS else " " for each in name).split()


def _shape(text: str) -> str:
    """Return of each sign what it is: a capital (U), another letter (l), a space, or else a dot."""
    return "".join(map(_kind, text))


def _kind(sign: str) -> str:
    if sign == " ":
        return sign
    if sign in _JOINS:
        return "l"
    return {"Lu": "U", "Ll": "l"}.get(unicodedata.category(sign), ".")
