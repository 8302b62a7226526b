"""Numbers as people write them: those that may count people, and those that plainly do not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
IN_WORDS = {
    **{word: n for n, word in enumerate(UNITS)},
    **{word: 10 * n for n, word in enumerate(TENS, start=2)},
    "hundred": 100,
    "thousand": 1000,
}
SPELT = re.compile(
    rf"\b(?:{'|'.join(IN_WORDS)})(?:(?: and |[ -])(?:{'|'.join(IN_WORDS)}))*\b", re.IGNORECASE
)
TOKEN = re.compile(r"(?<![\w.,/–-])\d[\d,]*(?:\.\d+)?(?![\w–/])(?!-\d)(?!,\d)")
NO_COUNT = re.compile(
    rf"\d{{1,2}} (?:{MONTHS})\b(?: \d{{4}})?|(?:{MONTHS}) \d{{4}}|\d{{4}}-\d\d-\d\d"
    r"(?:T[\d:.]+Z?)?|(?<![\w:])\d{1,2}:\d\d(?::\d\d)?(?![\w:])"
    r"|\[\d+(?:, ?\d+)*\]"  # of a source
    r"|(?<![\w.,])(?:19|20)\d\d(?:(?: ?[–/-] ?| to )\d{2,4})?(?![\w,])(?!\.\d)"
    r"|\d[\d,.]*(?: (?:to|and|or) \d[\d,.]*)? ?(?:%|per ?cent\b|percentage|"
    r"per 1[\d,]*(?: (?:[a-z]+ )?(?:aged|under|over) \d+(?:[–-]\d+)?)?)"
    r"|\b(?:aged?|ages|pages?|steps?|sections?|levels?|versions?|tables?|figures? \d+:|charts?|"
    r"rank(?:ed|s)?|deciles?|tenths?|rounded to|nearest|threshold of|multiples? of|below|lines?|"
    r"years?|licence v?)"
    r" \d[\d,.]*(?:(?: to | or | and |–|-|, )\d[\d,.]*)*"
    r"|\b(?:\d[\d,.]* (?:to|of|or|and) )?\d[\d,.]*(?: of \d[\d,.]*)?[ -](?:[a-z]+[ -])?"
    r"(?:minutes?|years?|months?|weeks?|days?|hours?|km|miles?|metres?|places?|areas?|districts?|"
    r"neighbourhoods?|outcomes?|measures?|services?|sites?|doors?|offers?|files?|rows?|tenths?|"
    r"deciles?|sources?|columns?|pages?|bytes?|digits?|decimals?)\b(?![’']s? worth\b)"
    r"|\$?[A-Z]{1,3}\$\d+"
    r"|\b1 in \d+|^\s*\d+[.)] ",
    re.IGNORECASE,
)
OF_PEOPLE = re.compile(
    r"(?<![\w.,–-])(\d[\d,]*) ?(?= ?(?:[\w’'-]+ ){0,2}(?:children|child|people|person|babies|baby|"
    r"pupils?|under-fives|plans?|referrals?|cases?)\b)",
    re.IGNORECASE,
)
RANGE = re.compile(
    r"(?<![\w.,/–-])(\d[\d,]*) ?[–-] ?(\d[\d,]*)(?![\w/–%-])(?![.,]\d)(?P<of> (?:[\w’'-]+ ){0,2}"
    r"(?:children|child|people|person|bab(?:y|ies)|pupils?|plans?|referrals?|cases?)\b)?",
    re.IGNORECASE,
)
SAYS_HOW_MANY = re.compile(
    r"(?:[:=|\t]|\b(?:about|between|was|were|is|are|number|count))\s*$", re.IGNORECASE
)
A_YEAR = re.compile(r"(?<![\w.,/–-])(?:19|20)\d\d(?![\w/–-])(?![.,]\d)")
OF_TIME = re.compile(
    rf"(?:\b(?:in|since|to|from|until|by|of|for|during|and|or|year|©|{MONTHS})|[–/-])\s*$",
    re.IGNORECASE,
)
PEOPLE = re.compile(r" (?:[\w’'-]+ ){0,2}(?:children|child|people|person|bab(?:y|ies)|pupils?)\b")
OPENS = re.compile(
    r"^\W*(?:(?:about|fewer than|under|over|approximately|roughly|circa|c|ca|est|n|p)\b\W*)?\d",
    re.IGNORECASE,
)
LONGEST = 60  # characters of a cell that holds figures and no sentence
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹\u200b\u200c\u200d\u2060\ufeff\u00ad]")
TAIL = re.compile(r"\s*(?:\(|\b(?:by|per|at|for|in|on|over)\b).*$", re.IGNORECASE)


def fold_signs(said: str) -> str:
    """Return a text with one kind of space, dash, apostrophe and digit, and nothing unseen."""
    if not said.isascii():
        said = unicodedata.normalize("NFKC", RAISED.sub("", said)).replace("−", "-")
    return " ".join(said.split())


def words_of(name: str) -> str:
    """Return a pattern of a name, whatever stands between its words."""
    return r"[\W_]+".join(re.escape(word) for word in re.findall(r"[^\W_]+", fold_signs(name)))


def words_in(name: str) -> tuple[str, ...]:
    """Return the words of a name, the longest first: where one of them is not, the name is not."""
    found = set(re.findall(r"[^\W_]+", fold_signs(name)))
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def numbers_in_line(said: str) -> Iterator[float]:
    """Return the whole numbers of a text that may be counts: no years, ages, shares or ranks."""
    for token in TOKEN.finditer(NO_COUNT.sub(" ", said)):
        if not re.match(r"0\d", token[0]):
            yield float(token[0].replace(",", ""))


def ranges_in_line(said: str) -> Iterator[float]:
    """Return the ends of ranges that a text says of people; ages and years are not."""
    for found in RANGE.finditer(NO_COUNT.sub(" ", said)):
        if found["of"] or SAYS_HOW_MANY.search(said[: said.find(found[0])]):
            yield from _ends(found)


def years_in_line(said: str, known: Collection[str]) -> Iterator[float]:
    """Return the numbers of a text that look like years and are none that anything here is of."""
    for found in A_YEAR.finditer(said):
        if found[0] not in known and not OF_TIME.search(said[: found.start()]):
            yield float(found[0])


def people_spelt(said: str) -> Iterator[float]:
    """Return the numbers of people that a text writes in words."""
    for spelt in SPELT.finditer(said):
        after = said[spelt.end() :]
        if PEOPLE.match(after) and not re.match(r" \w+ in ", after):
            yield _spelt(spelt[0])


def numbers_in_cell(said: str) -> Iterator[float]:
    """Return the whole numbers of a cell of figures; none of a cell of text."""
    spelt = SPELT.match(said)
    if spelt and len(said) <= len(spelt[0]) + 20:
        yield _spelt(spelt[0])
    if len(said) <= LONGEST and OPENS.match(said):
        yield from numbers_in_line(said)
        for found in RANGE.finditer(said):
            yield from _ends(found)


def year_in_cell(said: str) -> Iterator[float]:
    """Return the number of a cell that holds nothing but what looks like a year."""
    if A_YEAR.fullmatch(said.strip()):
        yield float(said)


def _ends(found: re.Match[str]) -> Iterator[float]:
    """Return the ends of a range; none where years or ages follow, or it is no range."""
    ends = [float(each.replace(",", "")) for each in found.group(1, 2)]
    if ends[0] < ends[1]:
        yield from ends


def head_of(heading: str) -> str:
    """Return what a heading is of, without what follows by, at, in or a bracket."""
    return TAIL.sub("", heading) or heading


def _spelt(said: str) -> float:
    """Return a number written in words: nine hundred and seven."""
    whole = part = 0
    for word in re.findall(r"[a-z]+", said.casefold()):
        if word in ("hundred", "thousand"):
            part = max(part, 1) * IN_WORDS[word]
            whole, part = (whole + part, 0) if word == "thousand" else (whole, part)
        else:
            part += IN_WORDS.get(word, 0)
    return float(whole + part)
