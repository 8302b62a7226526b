"""What a scenario does: before and after at once, who gains and who loses, where and how needy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import Pack, PlaceKind, Service, Source
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.reach import nearest_by_ages
from layers.access.town_and_country import true_minutes
from layers.assets import is_centre
from layers.gaps import Gaps, measure_gaps
from layers.people import children_by_age
from layers.places import sum_by_place
from layers.question.check import check_question
from layers.question.doors import asked_doors
from layers.question.question import Question
from layers.question.words import needy_words
from layers.scenarios.answered import answer_nearest
from layers.scenarios.changes import SCENARIO_SOURCE, Scenario, apply_scenario
from layers.scenarios.words import (
    LEAST_CHILDREN,
    effect_headline,
    effect_sentence,
    not_known_note,
    now_and_then_rows,
    step_words,
)
from layers.spots import RoughDoors, rough_doors

__all__ = ["LEAST_CHILDREN", "Effect", "compare_effects", "measure_effect"]

COUNTS = (
    "children",
    "lost_children",
    "gained_children",
    "lost_high_need_children",
    "gained_high_need_children",
    "unknown_children",
)
OF_PEOPLE = ("lost_high_need_children", "gained_high_need_children")
CHANGES = ("lost_children", "gained_children")
FIFTHS = (
    "the most deprived national fifth",
    "the second national fifth",
    "the middle national fifth",
    "the fourth national fifth",
    "the least deprived national fifth",
)

Measure = Callable[[Pack, Question], Journeys]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effect:
    """What a scenario changes, for a question.

    Attributes
    ----------
    service, needy, place_kind
        The service asked about, who is in need (in words), and the kind of places counted by.
    steps
        The changes in words, in their order.
    before, after
        The answers to the question, now and then.
    centres, centres_across
        How many centres have an open door of the service, now and then, and how many of those of
        now are across the border: nothing is changed there.
    areas
        Indexed by `area_id`: `name`, `decile`, the counts of `COUNTS`, and `lost_minutes`: to the
        nearest then, on average, for those who lose it (NaN where nobody does, or nothing is
        left). A child that loses one door and keeps another within the limit loses nothing.
    places
        Indexed by `place_id`, the largest loss first: `place`, `kind`, `areas` and the counts.
    fifths
        Indexed 1 (tenths 1 and 2, the neediest) to 5: `label` and the counts; 0 where need is not
        known, if that is anybody.
    total
        The counts over all areas. Of those in need, where they are sensitive, small counts are NaN
        and others rounded, here and in `areas`, `places` and `fifths`.
    missing_areas
        Areas that could not be judged: children or starting points not known.
    rough
        How many of the doors there then are placed only roughly.
    """

    question: Question
    scenario: Scenario
    service: Service
    place_kind: PlaceKind
    needy: str
    steps: tuple[str, ...]
    before: Gaps
    after: Gaps
    centres: tuple[int, int]
    centres_across: int
    areas: DataFrame
    places: DataFrame
    fifths: DataFrame
    total: Series
    missing_areas: int
    rough: RoughDoors
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def heading(self) -> str:
        """The question, as a sentence."""
        return self.before.heading

    @property
    def table(self) -> DataFrame:
        """Who loses and who gains, the places by their ids."""
        return self.places

    def sentence(self) -> str:
        """Return who loses and who gains, where, and how needy they are."""
        return effect_sentence(self)

    def headline(self) -> str:
        """Return the same in fewer words, as the answer to a question that names the steps."""
        return effect_headline(self)

    def notes(self) -> tuple[str, ...]:
        """Return what must stand beside it: for whom it is not known, and how exact doors are."""
        said = (not_known_note(self), self.rough.note(), *self.before.need_notes)
        return tuple(filter(None, said))

    @property
    def touched(self) -> DataFrame:
        """The places where somebody loses or gains."""
        return self.places[(self.places[list(CHANGES)] >= LEAST_CHILDREN).any(axis="columns")]

    def unchanged(self) -> str:
        """Return in how many places nothing changes; empty where something does in all of them."""
        left = len(self.places) - len(self.touched)
        kind = self.place_kind.label if left == 1 else self.place_kind.plural
        return f"Nothing changes in {left:,} {kind}." if left else ""

    def missing(self) -> dict[str, float]:
        """Return what could not be judged."""
        unknown = float(self.total["unknown_children"])
        left_out = {"areas": float(self.missing_areas), "children": unknown}
        return {name: count for name, count in left_out.items() if count}

    def now_and_then(self) -> tuple[tuple[str, ...], ...]:
        """Return the figures now and then: what each is, now, then, and the change, in words."""
        return now_and_then_rows(self)

    def parameters(self) -> dict[str, Any]:
        """Return the question's settings, and how many changes there are."""
        return self.before.parameters() | {
            "scenario": self.scenario.name,
            "changes": len(self.scenario.steps),
            "doors_after": self.after.reach.doors,
            "centres": self.centres[0],
            "centres_after": self.centres[1],
            "missing_areas": self.missing_areas,
        }


def measure_effect(
    pack: Pack,
    question: Question,
    scenario: Scenario,
    measure: Measure = journeys_for,
    *,
    before: Gaps | None = None,
) -> Effect:
    """Answer a question before and after a scenario, and find who gains and loses.

    Parameters
    ----------
    measure
        Gives the journeys for a pack's services, and so for the changed ones.
    before
        The answer as things are, where the caller has it already, by the same journeys.

    Raises
    ------
    QuestionError
        The scenario or the question cannot be used.
    """
    check_question(question, pack)
    changed = apply_scenario(pack, scenario)
    now, then = (
        answer_nearest(each, question, measure(each, question)) for each in (pack, changed)
    )
    before = before or measure_gaps(pack, question, now)
    after = measure_gaps(changed, question, then)
    areas = _judge_areas(before, _flows(pack, changed, question, (now, then)))
    places = sum_by_place(pack, question.place_kind, areas[list(COUNTS)]).sort_values(
        ["lost_children", "gained_children", "place"], ascending=[False, False, True]
    )
    total = areas[list(COUNTS)].sum().to_frame().T
    return Effect(
        question=question,
        scenario=scenario,
        service=pack.info.services[question.service],
        place_kind=pack.info.place_kinds[question.place_kind],
        needy=needy_words(question, pack),
        steps=tuple(step_words(step, pack, changed) for step in scenario.steps),
        before=before,
        after=after,
        centres=(len(_centres(pack, question)), len(_centres(changed, question))),
        centres_across=int(_centres(pack, question)["across_border"].sum()),
        areas=_protected(areas, before),
        places=_protected(places, before).rename_axis("place_id"),
        fifths=_protected(_by_fifth(areas), before),
        total=_protected(total, before).iloc[0],
        missing_areas=int(areas["lost_children"].isna().sum()),
        rough=rough_doors(_doors(changed, question)),
        sources=tuple(s for s in after.sources if s.key != SCENARIO_SOURCE),
        is_illustrative=pack.info.illustrative,
    )


def _protected(counts: DataFrame, answer: Gaps) -> DataFrame:
    """Protect those in need among who loses and who gains, where their count is sensitive."""
    return answer.need.protected(counts, OF_PEOPLE, answer.disclosure)


def _doors(pack: Pack, question: Question) -> GeoDataFrame:
    return asked_doors(pack, question)


def _centres(pack: Pack, question: Question) -> GeoDataFrame:
    """Pick the centres with an open door; a split centre is one, a linked site none."""
    doors = _doors(pack, question)
    return doors[is_centre(pack.assets).reindex(doors.index)]


def _within_by_age(
    pack: Pack, question: Question, journeys: Journeys
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Find who is within the limit, and how far it is: starting points down, ages across."""
    shape = (len(pack.origins), len(question.ages))
    within, minutes = np.zeros(shape, dtype=bool), np.full(shape, np.nan)
    for ages, nearest in nearest_by_ages(pack, question, journeys):
        columns = [age - question.age_from for age in ages]
        took = nearest["minutes"].to_numpy(float)[:, None]
        within[:, columns], minutes[:, columns] = took <= question.limit_min, took
    return within, minutes


def _flows(
    pack: Pack, changed: Pack, question: Question, journeys: tuple[Journeys, Journeys]
) -> DataFrame:
    """Count the children of each area who lose and who gain, and how far it then is.

    Returns
    -------
    flows
        Indexed by `area_id`: `lost_children`, `gained_children`, `lost_minutes`; NaN where an
        area's children or starting points are not known.
    """
    had, _ = _within_by_age(pack, question, journeys[0])
    has, minutes = _within_by_age(changed, question, journeys[1])
    ages = children_by_age(pack.areas, question.ages)
    ages = ages.where(ages.notna().all(axis="columns"))
    here = ages.reindex(pack.origins["area_id"]).to_numpy(float)
    children = here * pack.origins["weight"].to_numpy(float)[:, None]
    lost, gained = children * (had & ~has), children * (has & ~had)
    onward = (lost > 0) & ~np.isnan(minutes)  # something is left for them to go to
    rows = DataFrame(
        {
            "lost_children": lost.sum(axis=1),
            "gained_children": gained.sum(axis=1),
            "spent": np.where(onward, lost * minutes, 0).sum(axis=1),
            "onward": np.where(onward, lost, 0).sum(axis=1),
        },
        index=pd.Index(pack.origins["area_id"]),
    )
    sums = rows.groupby(level=0).sum(min_count=1).reindex(pack.areas.index)
    unknown = rows.isna().any(axis="columns").groupby(level=0).any()
    sums = sums.mask(unknown.reindex(sums.index, fill_value=True), axis="index")
    minutes_then = sums["spent"] / sums["onward"].where(sums["onward"] > 0)
    return sums[list(CHANGES)].assign(lost_minutes=true_minutes(minutes_then, pack, question))


def _judge_areas(before: Gaps, flows: DataFrame) -> DataFrame:
    areas = before.areas[["name", "decile", "children"]].join(flows)
    high = before.areas["needy_share"]
    for name in CHANGES:
        direction = name.removesuffix("_children")
        areas[f"{direction}_high_need_children"] = areas[name] * high
    judged = areas["lost_children"].notna()
    areas["unknown_children"] = areas["children"].where(~judged, 0.0)
    return areas


def _by_fifth(areas: DataFrame) -> DataFrame:
    fifth = ((areas["decile"] - 1) // 2 + 1).fillna(0).astype(int)
    sums = areas[list(COUNTS)].groupby(fifth).sum().rename_axis("fifth")
    sums = sums.reindex([*range(1, 6), *([0] if 0 in sums.index else [])], fill_value=0.0)
    labels = [FIFTHS[each - 1] if each else "need not known" for each in sums.index]
    sums.insert(0, "label", labels)
    return sums


def compare_effects(first: Effect, second: Effect) -> DataFrame:
    """Put two scenarios side by side, for the same question.

    Returns
    -------
    places
        Indexed by `place_id`: `place`, and `first_net_children`, `second_net_children` (gained
        less lost) and `difference_children` (the second less the first), the largest difference
        first, whichever way.
    """
    net = [
        each.places["gained_children"] - each.places["lost_children"] for each in (first, second)
    ]
    table = DataFrame(
        {
            "place": first.places["place"],
            "first_net_children": net[0],
            "second_net_children": net[1],
        },
        index=first.places.index,
    )
    table["difference_children"] = table["second_net_children"] - table["first_net_children"]
    order = table["difference_children"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order]
