"""How the parts of a question are said, wherever a sentence needs them."""

from __future__ import annotations

from geodata.model import Pack
from layers.ages import aged_words
from layers.need import counts_people, whom_words
from layers.question.question import NEEDIEST, Question, rural_question
from layers.said.numbers import minutes

BY_MODE = {"walk": "on foot", "drive": "by car", "bus": "by bus"}


def modes_of(pack: Pack) -> dict[str, str]:
    """Return the ways to travel that a pack can be asked about, each with its words."""
    return {
        mode: words
        for mode, words in BY_MODE.items()
        if mode != "bus" or pack.timetable is not None
    }


def children_words(question: Question) -> str:
    """Return who is asked about: "under-fives", "children aged 5–9"."""
    return aged_words(question.age_from, question.age_to)


def needy_words(question: Question, pack: Pack) -> str:
    """Return which children are in need, as it stands after them.

    "in the most deprived 30% of neighbourhoods", "in low-income families".
    """
    if not counts_people(pack.indicators[question.need]):
        return f"in {neediest_words(question, pack)}"
    return whom_words(pack.indicators[question.need])


def high_words(question: Question, pack: Pack) -> str:
    """Return the same in short, where the question stands beside it: "in high need"."""
    if counts_people(pack.indicators[question.need]):
        return needy_words(question, pack)
    return "in high need"


def neediest_words(question: Question, pack: Pack) -> str:
    """Return where need is high: "the most deprived 30% of neighbourhoods"."""
    indicator = pack.indicators[question.need]
    part, areas = NEEDIEST[question.need_deciles], f"{pack.info.area_label}s"
    if indicator.theme == "Deprivation":
        return f"the most deprived {part} of {areas}"
    return f"the neediest {part} of {areas}"


def journey_words(question: Question) -> str:
    """Return how far is far: "20 minutes' walk (in rural areas 15 minutes' drive)"."""
    said = f"{question.limit_min} minute{'’s' if question.limit_min == 1 else 's’'} {question.mode}"
    if question.mode == "bus":
        said = f"{minutes(question.limit_min)} {BY_MODE['bus']}"
    country = rural_question(question)
    return f"{said} (in rural areas {journey_words(country)})" if country else said


def limit_words(question: Question) -> str:
    """Return the limit alone: "20 minutes", "20 minutes (in rural areas 15)"."""
    rule = question.rural
    return minutes(question.limit_min) + (f" (in rural areas {rule.limit_min})" if rule else "")
