"""The words of a scene’s question, as a room may change them: each with what else it may be."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from geodata.model import Pack
from layers.question.question import Question
from layers.question.sentence import asides, sentence_parts
from layers.question.setting import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A part of a question: words that stand, or a word that can be chosen.

    Attributes
    ----------
    text
        What stands there.
    label
        What is chosen; "" where nothing is.
    options
        What it can be: what that sets in the address ("age=0-4"), and its words.
    value
        Which of the options it is.
    resets
        Parts of the address that go when it changes, with a space between.
    """

    text: str
    label: str = ""
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    resets: str = ""


def words_asked(question: Question, pack: Pack) -> tuple[Word, ...]:
    """Return the sentence of a question, part by part, with what each word can be changed to."""
    parts = [
        Word(text=text) if setting is None else _word(setting, question, pack)
        for text, setting in sentence_parts(question, bar=True)
    ]
    return (*parts, Word(text=" ".join([".", *asides(question, pack)])))


def _word(setting: Setting, question: Question, pack: Pack) -> Word:
    offered = setting.options(question, pack)
    value = setting.in_bar(question, pack)
    said = dict(offered).get(value) or setting.words(setting.value(question), question, pack)
    if len(offered) < 2:  # noqa: PLR2004 - nothing to choose from
        return Word(text=said)
    return Word(
        text=said,
        label=setting.label,
        options=tuple((_sets(setting, text), words) for text, words in offered),
        value=_sets(setting, value),
        resets=" ".join(setting.resets),
    )


def _sets(setting: Setting, text: str) -> str:
    """Return what an option sets in an address."""
    return text if setting.chosen else urlencode({setting.name: text})
