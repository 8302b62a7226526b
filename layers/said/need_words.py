"""What must be said of a need that counts people, beside every figure that is made of it."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.model import Pack
from layers.need import Need, counted_words, need_sentence
from layers.question.question import Question
from layers.question.words import children_words, needy_words
from layers.said.sentences import area_words


def need_notes(pack: Pack, question: Question, need: Need) -> tuple[str, ...]:
    """Return whose share is taken for whom, where it is not known, and how it was counted.

    Nothing of a measure that says which neighbourhoods are needier: its tenths are in the question.
    """
    if not need.is_of_people:
        return ()
    return tuple(_notes(pack, question, need))


def kept_notes(pack: Pack, need: Need) -> tuple[str, ...]:
    """Return which parts of a sensitive count are not shown; nothing of any other need."""
    if not (need.is_of_people and need.indicator.sensitive):
        return ()
    safe = pack.info.disclosure.rule_of(need.indicator.key)
    least = 0 if safe.zeros == "suppressed" else 1
    return (
        f"Counts of those in need from {least} to {safe.threshold - 1:,} are too few to show, and "
        f"stand as not known; others are rounded to the nearest {safe.round_to:,}.",
    )


def _notes(pack: Pack, question: Question, need: Need) -> Iterator[str]:
    needy, who = needy_words(question, pack), children_words(question)
    if not need.counts_just(question.ages):
        among = counted_words(need.indicator)
        yield f"The share {needy} was counted among {among}, and is taken for {who} too."
    yield need_sentence(pack, need, question.need_deciles)
    capped = need.capped(question.ages)
    if capped:
        yield (
            f"In {area_words(capped, pack.info.area_label)} more were counted {needy} than live "
            "there by the count of people; all who live there are taken to be."
        )
    if need.indicator.note:
        yield need.indicator.note
