"""Words as office documents take them: nothing that breaks a file, a font for each script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from geodata.plain import plain_line
from layers.compare.verdict import SHAPES
from layers.profile.parts import About, Cell, Sentence
from layers.said.sentences import opened

FONT: Final = "Arial"
"""On nearly every machine, or one of the same widths; tells Latin, Greek, Cyrillic, Arabic and
Hebrew."""
LEFT_TO_RIGHT: Final = "\u200e"
_NO_CHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_URDU = frozenset("ٹڈڑںےھہ")
_RIGHT_TO_LEFT = {"R", "AL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """How letters that are not Latin are set.

    Attributes
    ----------
    language
        A language that is written so, for a reader's voice and for finding a font.
    is_complex
        Whether a word processor keeps its font as that of complex scripts; else as East Asian.
    """

    font: str
    language: str
    is_complex: bool = False
    is_rtl: bool = False


_ARABIC = Script(font=FONT, language="ar-SA", is_complex=True, is_rtl=True)
_URDU_SCRIPT = Script(font=FONT, language="ur-PK", is_complex=True, is_rtl=True)
_HEBREW = Script(font=FONT, language="he-IL", is_complex=True, is_rtl=True)
_HAN = Script(font="Microsoft YaHei", language="zh-CN")
_KANA = Script(font="Yu Gothic", language="ja-JP")
_HANGUL = Script(font="Malgun Gothic", language="ko-KR")
_SCRIPTS: Final[dict[str, Script]] = {
    "ARABIC": _ARABIC,
    "HEBREW": _HEBREW,
    "CJK": _HAN,
    "HIRAGANA": _KANA,
    "KATAKANA": _KANA,
    "HANGUL": _HANGUL,
    "BENGALI": Script(font="Nirmala UI", language="bn-BD", is_complex=True),
    "DEVANAGARI": Script(font="Nirmala UI", language="hi-IN", is_complex=True),
    "GUJARATI": Script(font="Nirmala UI", language="gu-IN", is_complex=True),
    "GURMUKHI": Script(font="Nirmala UI", language="pa-IN", is_complex=True),
    "TAMIL": Script(font="Nirmala UI", language="ta-IN", is_complex=True),
    "THAI": Script(font="Leelawadee UI", language="th-TH", is_complex=True),
}
"""By the first word of a letter's Unicode name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Letters that are set alike; `script` is None for Latin, Greek and Cyrillic."""

    text: str
    script: Script | None = None


def legal(text: str) -> str:
    """Return text from data on one line, without what is not seen or no document may hold."""
    kept = plain_line(text)
    return kept if kept.isascii() else _NO_CHARACTERS.sub("", kept)


def runs(text: str) -> tuple[Run, ...]:
    """Part text by script, so that each part has its font, its language and its direction.

    What follows a right-to-left name, and has no direction of its own, is told to stand after it.
    """
    kept = legal(text)
    if kept.isascii():
        return (Run(text=kept),) if kept else ()
    found, after_rtl = list[Run](), False
    for script, letters in groupby(_scripted(kept), key=lambda each: each[1]):
        part = "".join(letter for letter, _ in letters)
        found.append(Run(text=f"{LEFT_TO_RIGHT if after_rtl else ''}{part}", script=script))
        after_rtl = script is not None and script.is_rtl
    return tuple(found)


def _scripted(text: str) -> list[tuple[str, Script | None]]:
    """Return each letter with its script; signs between two letters of a script are of it."""
    scripts = [_script(letter) for letter in text]
    if any(letter in _URDU for letter in text):
        scripts = [_URDU_SCRIPT if each is _ARABIC else each for each in scripts]
    at = [n for n, letter in enumerate(text) if letter.isalpha()]
    for first, last in pairwise(at):
        if scripts[first] is not None and scripts[first] == scripts[last]:
            scripts[first:last] = [scripts[first]] * (last - first)
    return list(zip(text, scripts, strict=True))


def _script(letter: str) -> Script | None:
    if letter < "\u0590":
        return None
    script = _SCRIPTS.get(unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0])
    if script is None and unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT:
        return _ARABIC
    return script


def cell_words(cell: Cell) -> str:
    """Return what a cell shows: a verdict with its shape before the word."""
    return f"{SHAPES[cell.mark]} {cell.text}" if cell.mark else cell.text


def about_words(about: About) -> str:
    """Return when figures are of, from whom, and how far from what was published, as one line."""
    when = opened(", ".join(filter(None, (about.period, about.standing_words))))
    whom = "; ".join(about.sources)
    named = f"{'Source' if len(about.sources) == 1 else 'Sources'}: {whom}" if whom else ""
    parts = (f"{part.rstrip('.')}." for part in (when, named, about.note) if part)
    return " ".join(parts)


def sentences_about(sentences: tuple[Sentence, ...]) -> tuple[str, ...]:
    """Return what is said about sentences that stand together, each once.

    Where they differ, each is told by the words before its sentence.
    """
    words = {each.lead: about_words(each.about) for each in sentences if about_words(each.about)}
    told = tuple(dict.fromkeys(words.values()))
    if len(told) < 2:  # noqa: PLR2004 - one holds for all
        return told
    return tuple(
        f"{', '.join(filter(None, (lead for lead, said in words.items() if said == each)))}: {each}"
        for each in told
    )
