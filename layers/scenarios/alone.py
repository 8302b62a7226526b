"""Each door and each spot weighed alone: what closing one, or adding one, would do."""

from __future__ import annotations

from pandas import DataFrame

from geodata.model import Pack
from layers.question.question import Question
from layers.question.words import children_words, journey_words, need_words
from layers.said.numbers import about
from layers.scenarios.effect import LEAST_CHILDREN


def alone_sentences(
    doors: DataFrame, areas: DataFrame, question: Question, pack: Pack
) -> tuple[str, str]:
    """Return which door would be missed most, and where one more would do most."""
    service = pack.info.services[question.service]
    who = f"{children_words(question)} in {need_words(question, pack)}"
    journey = journey_words(question)
    if doors.empty:
        missed = f"No door of {service.label} is open, so none can close."
    elif doors["amount"].iloc[0] < LEAST_CHILDREN:
        missed = (
            f"Nothing is changed yet. Closing any one door of {service.label} would put no more "
            f"{who} out of reach."
        )
    else:
        missed = (
            f"Nothing is changed yet. Of {len(doors)} open doors of {service.label}, "
            f"{doors['name'].iloc[0]} would be missed most: {about(doors['amount'].iloc[0])} {who} "
            f"have no other within {journey}."
        )
    if areas.empty or areas["amount"].iloc[0] < LEAST_CHILDREN:
        return missed, f"One more would bring no more {who} within {journey}."
    return missed, (
        f"One more would do most in {areas['name'].iloc[0]}: {about(areas['amount'].iloc[0])} more "
        f"{who} would be within {journey}."
    )
