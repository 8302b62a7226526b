"""The words of the question bar: what each can be changed to, out of the settings' records."""

from __future__ import annotations

from typing import Any

from geodata.model import Pack
from layers.gaps import Gaps
from layers.question.question import Question
from layers.question.sentence import asides, sentence_parts
from layers.question.setting import Bounds, Setting
from layers.question.settings import SETTINGS


def question_words(question: Question, pack: Pack, gaps: Gaps | None) -> dict[str, Any]:
    """Return the question bar's sentence, part by part, with what each word can be changed to."""
    further = " ".join([".", *asides(question, pack)])
    fields = [_field(setting, question, pack) for setting in SETTINGS.values() if not setting.lead]
    return {
        "label": "The question this page answers",
        "parts": [
            *(
                {"text": text} if setting is None else _word(setting, question, pack)
                for text, setting in sentence_parts(question, bar=True)
            ),
            {"text": further},
        ],
        "more": {
            "label": "How this is worked out",
            "method": gaps.method() if gaps else "",
            "fields": [field for field in fields if field],
        },
    }


def _field(setting: Setting, question: Question, pack: Pack) -> dict[str, Any] | None:
    """Return what stands below the sentence; None where a pack has nothing to choose from."""
    word = _word(setting, question, pack)
    if word["options"]:
        return word
    return _number(setting, question, setting.bounds) if setting.bounds else None


def _word(setting: Setting, question: Question, pack: Pack) -> dict[str, Any]:
    return {
        "setting": setting.name,
        "label": setting.label,
        "options": setting.options(question, pack),
        "value": setting.in_bar(question, pack),
    }


def _number(setting: Setting, question: Question, bounds: Bounds) -> dict[str, Any]:
    return {
        "setting": setting.name,
        "label": setting.label,
        "number": True,
        "value": setting.text(question),
        "min": bounds.least,
        "max": bounds.most,
        "step": f"{bounds.step:g}",
    }
