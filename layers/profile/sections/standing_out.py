"""What stands out: a gap, a strength and a change, a sentence each."""

from __future__ import annotations

import math
from collections.abc import Iterator

from layers.compare.comparison import Comparison
from layers.compare.demand import range_words
from layers.compare.trend import WORDS as TREND_WORDS
from layers.exercise.standing_out import StandsOut
from layers.place.values import KeyFigure
from layers.profile.asked import Asked
from layers.profile.parts import About, Figures, Section, Sentence, Sentences
from layers.profile.sections.cells import about as said_of
from layers.said.numbers import about
from layers.said.sentences import called, opened

NO_CHANGE = "No figure held here is of more than one time, so no change can be told."
MORE = 6  # further matters that the full profile lists
UNCLEAR = ("unknown", "level")


def standing_out(asked: Asked) -> Section:
    """Return what stands out of the place, and the figures that are read first."""
    facts = asked.facts
    gaps = said_of(asked.gaps.sources, _figure(asked, "gap_children").period, "estimated")
    first = [
        Sentence(lead="Who is not reached", said=facts.headline, about=gaps),
        _strength(asked, gaps),
        _change(asked),
    ]
    further = [
        Sentence(lead=each.lead, said=each.said, about=_about(each))
        for each in asked.exercise.stands_out
        if not any(each.said.startswith(sentence.said) for sentence in first)
    ]
    return Section(
        key="stands-out",
        title="What stands out",
        said=tuple(filter(None, (_everything(asked), facts.detail, facts.other_form))),
        blocks=tuple(
            filter(
                None,
                (
                    Sentences(key="three", title="In three sentences", sentences=tuple(first)),
                    Figures(key="figures", title="In figures", figures=facts.key_figures),
                    Sentences(
                        key="further",
                        title="What else stands out",
                        sentences=tuple(further[:MORE]),
                        brief=0,
                    )
                    if further
                    else None,
                ),
            )
        ),
    )


def _everything(asked: Asked) -> str:
    """Return of which service the gap is told, where a profile tells all that is offered."""
    if not asked.everything:
        return ""
    service = asked.pack.info.services[asked.question.service]
    return (
        f"All that is offered is told here; who is reached, and who is not, is told of "
        f"{service.label}."
    )


def _strength(asked: Asked, about: About) -> Sentence:
    """Return what goes well: whom it reaches; where that is nobody, what else does."""
    row = asked.gaps.places.loc[[asked.place_id]].iloc[0]
    others = [
        each
        for each in asked.exercise.stands_out
        if each.tone == "strength" and each.matter != "reach"
    ]
    if others and row["reached_high_need_children"] == 0:
        return Sentence(lead=others[0].lead, said=others[0].said, about=_about(others[0]))
    return Sentence(lead=asked.facts.strength_lead, said=asked.facts.strength, about=about)


def _about(each: StandsOut) -> About:
    return said_of(each.sources, each.period, note=each.where)


def _figure(asked: Asked, key: str) -> KeyFigure:
    return next(each for each in asked.facts.key_figures if each.key == key)


def _change(asked: Asked) -> Sentence:
    """Return the change that matters most: a clear trend here, else how many children are ahead."""
    return next(_changes(asked), Sentence(lead="What changes", said=NO_CHANGE))


def _changes(asked: Asked) -> Iterator[Sentence]:
    """Yield clear trends of the place itself, then of areas that hold it, then what may come."""
    for place_id in (asked.place_id, *asked.holders):
        for found in asked.shared.comparisons:
            if _moves(found, place_id):
                yield _trend(asked, found, place_id)
    yield from _ahead(asked)


def _trend(asked: Asked, found: Comparison, place_id: str) -> Sentence:
    """Return one trend, said to be of whom it is."""
    trend = found.trends[place_id]
    name = called(str(asked.pack.places.loc[place_id, "name"]))
    whose = "" if name == called(asked.facts.name) else f", where {called(asked.facts.name)} is,"
    years = f"over {trend.periods[0]} to {trend.periods[-1]}"
    return Sentence(
        lead=opened_meaning(trend.meaning),
        said=f"{found.indicator.label}: {TREND_WORDS[trend.direction]} in {name}{whose} {years}, "
        f"and {trend.meaning}.",
        about=said_of(found.sources[:1], f"{trend.periods[0]} to {trend.periods[-1]}"),
    )


def opened_meaning(meaning: str) -> str:
    """Return a trend’s meaning as the word before its sentence: "Getting better"."""
    return meaning.capitalize() if meaning else "What changes"


def _moves(found: Comparison, place_id: str) -> bool:
    """Return whether a figure of the place itself clearly gets better or worse."""
    return place_id in found.trends and bool(found.trends[place_id].meaning)


def _ahead(asked: Asked) -> Iterator[Sentence]:
    """Return how many of the youngest there may be, where the pack can tell."""
    demand = asked.shared.demand
    if demand is None:
        return
    rows = demand.places[demand.places["place_id"] == asked.place_id]
    rows = rows[rows["age_from"] == rows["age_from"].min()]
    if rows.empty or math.isnan(rows["now"].iloc[0]) or math.isnan(rows["middle"].iloc[0]):
        return
    row = rows.iloc[0]
    yield Sentence(
        lead="What may come",
        said=f"{opened(called(asked.facts.name))} had {about(row['now'])} children "
        f"aged {row['band']} in {demand.base_year}; if nobody moves in or out, it may have "
        f"{range_words(row)} in {int(row['year'])}.",
        about=said_of(demand.sources, demand.counted, "estimated"),
    )
