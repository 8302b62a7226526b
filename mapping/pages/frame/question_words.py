"""The words of the question bar: what each can be changed to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from geodata.model import Pack
from geodata.pack import area_indicators
from layers.gaps import Gaps
from layers.question.question import (
    BY_MODE,
    NEEDIEST,
    Question,
    modes_of,
    rural_words,
    unusual_choices,
)
from layers.said.sentences import method_sentence

BANDS = (
    (0, 4),
    (0, 1),
    (2, 2),
    (3, 4),
    (5, 9),
    (10, 11),
    (12, 13),
    (14, 16),
    (17, 18),
    (19, 25),
    (0, 19),
)
LIMITS_MIN = (5, 10, 15, 20, 30, 45, 60)

Options = list[tuple[str, str]]


def question_words(question: Question, pack: Pack, gaps: Gaps | None) -> dict[str, Any]:
    """Give the question bar's sentence, part by part, with what each word can be changed to."""
    return {
        "label": "The question this page answers",
        "parts": [
            {"text": "How well do "},
            _word("service", "Service", _services(pack), question.service),
            {"text": " reach children aged "},
            _word("age", "Ages", _ages(question), f"{question.age_from}-{question.age_to}"),
            {"text": " in "},
            _word("deciles", "Need", _deciles(question, pack), str(question.need_deciles)),
            {"text": ", within "},
            _word("limit", "How far is far", _limits(question), str(question.limit_min)),
            {"text": " "},
            _word("mode", "How people travel", list(modes_of(pack).items()), question.mode),
            {"text": f"{rural_words(question)}? Show it by "},
            _word("kind", "Kind of place", _kinds(pack), question.place_kind),
            {"text": " ".join([".", *unusual_choices(question, pack)])},
        ],
        "more": {
            "label": "How this is worked out",
            "method": method_sentence(gaps, pack) if gaps else "",
            "fields": [
                _word("need", "Need is", _needs(pack), question.need),
                *_rural_field(question, pack),
                _number("pace", "Speed, km/h", question.pace_kmh, (1, 120), "0.5"),
                _number("detour", "Straight lines ×", question.detour, (1, 3), "0.1"),
            ],
        },
    }


def _word(setting: str, label: str, options: Options, value: str) -> dict[str, Any]:
    return {"setting": setting, "label": label, "options": options, "value": value}


def _number(
    setting: str, label: str, value: float, bounds: tuple[float, float], step: str
) -> dict[str, Any]:
    return {
        "setting": setting,
        "label": label,
        "number": True,
        "value": f"{value:g}",
        "min": bounds[0],
        "max": bounds[1],
        "step": step,
    }


RURAL_RULES = ("", "drive-10", "drive-15", "drive-20", "drive-30", "walk-30", "walk-45")


def _rural_field(question: Question, pack: Pack) -> list[dict[str, Any]]:
    """Offer another limit for rural areas, where the pack says which areas are rural."""
    if not bool(pack.areas["rural_urban"].notna().any()):
        return []
    rules = [replace(question, rural=rural) for rural in {*RURAL_RULES, question.rural}]
    rules.sort(key=lambda each: each.rural)
    options = [(each.rural, _rural_words(each)) for each in rules]
    return [_word("rural", "In rural areas", options, question.rural)]


def _rural_words(question: Question) -> str:
    rule = question.rural_rule
    return f"{rule.limit_min} minutes {BY_MODE[rule.mode]}" if rule else "the same"


def _services(pack: Pack) -> Options:
    return [(service.key, service.label) for service in pack.info.services.values()]


def _ages(question: Question) -> Options:
    bands = list(dict.fromkeys([*BANDS, (question.age_from, question.age_to)]))
    return [(f"{a}-{b}", f"{a}–{b}" if a != b else str(a)) for a, b in bands]


def _deciles(question: Question, pack: Pack) -> Options:
    deprived = pack.indicators[question.need].theme == "Deprivation"
    lead = "the most deprived" if deprived else "the neediest"
    return [(str(k), f"{lead} {part} of {pack.info.area_label}s") for k, part in NEEDIEST.items()]


def _limits(question: Question) -> Options:
    limits = sorted({*LIMITS_MIN, question.limit_min})
    return [(str(limit), f"{limit} minutes") for limit in limits]


def _kinds(pack: Pack) -> Options:
    return [(kind.key, kind.label) for kind in pack.info.place_kinds.values()]


def _needs(pack: Pack) -> Options:
    return [(i.key, i.label) for i in area_indicators(pack).values()]
