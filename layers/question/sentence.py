"""A question as one sentence, put together from the words of its settings."""

from __future__ import annotations

from geodata.model import Pack
from layers.ages import people_words
from layers.question.question import Question
from layers.question.setting import Setting
from layers.question.settings import SETTINGS


def question_sentence(question: Question, pack: Pack) -> str:
    """Return the whole question, with every choice that is not the usual one.

    It heads every picture, table and document made from it.
    """
    said = "".join(
        text if setting is None else setting.words(setting.value(question), question, pack)
        for text, setting in sentence_parts(question)
    )
    return " ".join([f"{said}.", *asides(question, pack)])


def room_sentence(question: Question, pack: Pack) -> str:
    """Return the question as a room reads it: without the kind of place that it is shown by."""
    parts = sentence_parts(question)
    at = next(n for n, (_, setting) in enumerate(parts) if setting is SETTINGS["kind"])
    said = "".join(
        text if setting is None else setting.words(setting.value(question), question, pack)
        for text, setting in parts[: at - 1]
    )
    return " ".join([f"{said}?", *asides(question, pack)])


def sentence_parts(question: Question, *, bar: bool = False) -> list[tuple[str, Setting | None]]:
    """Return the sentence in parts: plain text, or a setting whose words stand there."""
    parts: list[tuple[str, Setting | None]] = []
    for setting in SETTINGS.values():
        if not setting.lead:
            parts.append((setting.clause(question), None))
            continue
        lead = setting.lead_in_bar or setting.lead if bar else setting.lead
        if setting.name == "age":
            lead = lead.replace("children", people_words(question.age_from))
        parts += [(lead, None), ("", setting)]
    return [(text, setting) for text, setting in parts if text or setting]


def asides(question: Question, pack: Pack) -> list[str]:
    """Return every further choice of the question that is not the usual one, a sentence each."""
    said = [setting.aside(question, pack) for setting in SETTINGS.values()]
    return [sentence for sentence in said if sentence]
