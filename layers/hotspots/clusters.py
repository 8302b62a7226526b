"""Find hotspots of need, gap or reach: neighbourhoods alike that stand together, beyond chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError
from geodata.model import Pack, Source
from layers.gaps import Gaps, measure_gaps
from layers.hotspots.found import (
    COLD,
    HIGH_AMONG_LOW,
    HOT,
    LOW_AMONG_HIGH,
    NEITHER,
    NOT_KNOWN,
    About,
    Hotspots,
    Statistic,
)
from layers.hotspots.local import (
    FALSE_SHARE,
    Local,
    false_discovery_cut,
    getis_ord,
    moran,
    needed_at_once,
)
from layers.hotspots.neighbours import LEAST_AREAS, Nearness, find_neighbours, groups_of
from layers.hotspots.overall import PERMUTATIONS, SEED, global_moran
from layers.hotspots.words import group_name, measure_words
from layers.indicators.asking import Shown
from layers.indicators.colouring import Colouring, measure_colouring
from layers.indicators.figures import AREA, shapes_of
from layers.places import sum_by_place
from layers.progress import Progress, unwatched
from layers.question.question import Question
from layers.question.sentence import question_sentence
from layers.said.citing import each_once, sources_by_key, used_sources

LEAST_PERMUTATIONS, MOST_PERMUTATIONS = 99, 99_999
LEAST_IN_GROUP = 2
QUADRANTS = {1: HOT, 2: LOW_AMONG_HIGH, 3: COLD, 4: HIGH_AMONG_LOW}
COLUMNS = ["name", "district", "children", "value", "score", "chance", "code", "group"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Asked:
    """What is looked at: a figure of each shape, and what must be said of it.

    Attributes
    ----------
    rows
        `name`, `district` and `children` of each shape.
    shown, worse
        The figure as it is shown, and turned so that more is worse and none is below 0.
    """

    about: About
    heading: str
    measured: str
    label: str
    plural: str
    shapes: GeoDataFrame
    rows: DataFrame
    shown: Series
    worse: Series
    answer: Gaps
    colouring: Colouring | None
    need_notes: tuple[str, ...]
    sources: tuple[Source, ...]


def find_hotspots(
    pack: Pack,
    question: Question,
    about: About = "need",
    *,
    shown: Shown | None = None,
    statistic: Statistic = "gi",
    nearness: Nearness = "touching",
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    gaps: Gaps | None = None,
    progress: Progress = unwatched,
) -> Hotspots:
    """Find which neighbourhoods, or places, stand out together with those around them.

    Parameters
    ----------
    shown
        Which indicator, where it is about one: it is looked at among the places that it is
        published for.
    permutations, seed
        Of the shuffles behind the chance of Moran's I over the whole map. Each area's own chance
        counts every arrangement, so it has no seed.
    gaps
        The answer to the question, where it is worked out already.
    progress
        Told how far the work is; it may stop it.

    Raises
    ------
    QuestionError
        Too few values are known, all are alike, or a setting is out of range.
    """
    _check(permutations, seed)
    progress(0.05, "reading the figures")
    answer = gaps or measure_gaps(pack, question)
    if about == "indicator":
        asked = _asked_of_indicator(pack, answer, shown or Shown(indicator=""))
    else:
        asked = _asked_of_question(pack, question, answer, about)
    progress(0.15, "finding each neighbour")
    judged, graph, islands = _judged(asked, nearness)
    values = asked.worse[judged].to_numpy(float)
    progress(0.3, "setting the figures against chance")
    local = getis_ord(values, graph) if statistic == "gi" else moran(values, graph)
    overall = global_moran(
        values, graph, permutations, seed, lambda part, what: progress(0.6 + part * 0.35, what)
    )
    progress(0.95, "naming what stands out")
    cut = false_discovery_cut(local.chance)
    areas = _areas(asked, judged, local, cut)
    groups = _group(areas, graph, judged)
    return Hotspots(
        question=question,
        heading=asked.heading,
        area_label=asked.label,
        plural=asked.plural,
        colouring=asked.colouring,
        terms=answer.terms,
        need_notes=asked.need_notes,
        about=about,
        measured=asked.measured,
        statistic=statistic,
        nearness=nearness,
        false_share=FALSE_SHARE,
        overall=overall,
        judged=len(judged),
        cut=cut,
        needed_at_once=needed_at_once(local.floor),
        could_be_hot=int((local.floor_high <= max(cut, FALSE_SHARE / len(judged))).sum()),
        areas=areas[COLUMNS],
        groups=groups,
        islands=tuple(str(name) for name in asked.rows["name"].loc[islands]),
        missing_areas=int(asked.shown.isna().sum()),
        sources=asked.sources,
        is_illustrative=pack.info.illustrative,
    )


def _asked_of_question(pack: Pack, question: Question, answer: Gaps, about: About) -> _Asked:
    shown = _values(answer, about)
    is_low = about == "need" and answer.need.indicator.worse_when == "lower"
    return _Asked(
        about=about,
        heading=question_sentence(question, pack),
        measured=measure_words(about, answer),
        label=pack.info.area_label,
        plural=f"{pack.info.area_label}s",
        shapes=pack.areas,
        rows=answer.areas[["name", "district", "children"]],
        shown=shown,
        worse=_turned(shown, is_low=is_low) if about == "need" else shown,
        answer=answer,
        colouring=None,
        need_notes=answer.need_notes,
        sources=_sources(pack, question, answer, about),
    )


def _asked_of_indicator(pack: Pack, answer: Gaps, shown: Shown) -> _Asked:
    if shown.is_spread:
        raise QuestionError(_spread_is_alike(shown))
    colouring = measure_colouring(pack, shown)
    figures = colouring.figures
    rows = figures.rows[["name", "district"]]
    children = answer.areas["children"]
    if figures.shape != AREA:
        children = sum_by_place(pack, figures.shape, children.to_frame())["children"]
    people = pack.info.sources[pack.info.people.source]
    return _Asked(
        about="indicator",
        heading=colouring.heading,
        measured=f"{figures.indicator.label}, {figures.period}",
        label=figures.label,
        plural=figures.plural,
        shapes=shapes_of(pack, figures.shape),
        rows=rows.assign(children=children.reindex(rows.index)),
        shown=figures.rows["value"],
        worse=_turned(figures.rows["value"], is_low=figures.indicator.worse_when == "lower"),
        answer=answer,
        colouring=colouring,
        need_notes=(),
        sources=each_once(figures.sources, [people]),
    )


def _check(permutations: int, seed: int) -> None:
    for where, value, least, most in (
        ("the number of shuffles", permutations, LEAST_PERMUTATIONS, MOST_PERMUTATIONS),
        ("the seed", seed, 0, 2**32 - 1),
    ):
        if not least <= value <= most:
            raise QuestionError(
                Problem(
                    where=where,
                    found=str(value),
                    expected=f"a whole number from {least:,} to {most:,}",
                    fix="Choose one in that range.",
                )
            )


def _spread_is_alike(shown: Shown) -> Problem:
    return Problem(
        where="hotspots of figures that are spread over neighbourhoods",
        found=f"{shown.indicator}, which every neighbourhood of a place would share",
        expected="figures of the places that they are published for",
        fix="Leave spread out: alike because they were spread is no hotspot.",
    )


def _values(answer: Gaps, about: About) -> Series:
    """Return a measure of the answer as it is shown."""
    if about == "need":
        return answer.need.values.astype(float)  # noqa: PD011 - a Series of a result, not an array
    if about == "gap":
        children = answer.areas["children"]
        return answer.areas["gap_children"] / children.where(children > 0)
    return 1 - answer.areas["within_share"]


def _turned(shown: Series, *, is_low: bool) -> Series:
    """Return a measure turned and moved: more is worse, none is below 0.

    Neither turning nor moving changes which neighbourhoods stand out, but for the sign.
    """
    turned = -shown if is_low else shown
    return turned - min(0.0, float(turned.min(skipna=True)))


def _judged(asked: _Asked, nearness: Nearness) -> tuple[pd.Index, Any, pd.Index]:
    """Pick the shapes that have a value and a neighbour, and find who is beside whom."""
    shapes, worse = asked.shapes, asked.worse
    known = worse.index[worse.notna()]
    graph = find_neighbours(shapes.loc[known], nearness, asked.plural)
    islands = pd.Index(graph.isolates)
    judged = known.difference(islands, sort=False)
    if len(islands) and len(judged) >= LEAST_AREAS:
        graph = find_neighbours(shapes.loc[judged], nearness, asked.plural)
    if len(judged) < LEAST_AREAS or worse[judged].nunique() < 2:  # noqa: PLR2004
        alike = len(judged) >= LEAST_AREAS
        raise QuestionError(
            Problem(
                where=f"the {asked.plural}",
                found="the same value in every one" if alike else "hardly any that touch another",
                expected=f"values that differ, in {asked.plural} beside each other",
                fix=f"Choose another measure, or the nearest {asked.plural} as neighbours.",
            )
        )
    return judged, graph, islands


def _areas(asked: _Asked, judged: pd.Index, local: Local, cut: float) -> DataFrame:
    areas = asked.rows.assign(value=asked.shown)
    areas["score"] = Series(local.score, index=judged)
    areas["chance"] = Series(local.chance, index=judged)
    codes = np.array([QUADRANTS.get(int(part), NEITHER) for part in local.quadrant])
    significant = (local.chance <= cut) & (cut > 0)
    found = Series(np.where(significant, codes, NEITHER), index=judged)
    areas["code"] = found.reindex(areas.index).fillna(NOT_KNOWN).astype(int)
    areas["group"] = 0
    return areas


def _group(areas: DataFrame, graph: Any, judged: pd.Index) -> DataFrame:  # noqa: ANN401
    """Describe each group of two or more, and write its number into `areas`."""
    rows, last = [], 0
    for code, kind in ((HOT, "hot"), (COLD, "cold")):
        numbers = groups_of(graph, (areas.loc[judged, "code"] == code).to_numpy())
        numbers[np.bincount(numbers)[numbers] < LEAST_IN_GROUP] = 0
        member = numbers > 0
        areas.loc[judged[member], "group"] = numbers[member] + last
        for number in range(1, int(numbers.max(initial=0)) + 1):
            members = areas.loc[judged[numbers == number]]
            rows.append(
                {
                    "group": number + last,
                    "kind": kind,
                    "name": group_name(members),
                    "areas": len(members),
                    "children": float(members["children"].sum()),
                    "districts": ", ".join(sorted(members["district"].unique())),
                }
            )
        last += int(numbers.max(initial=0))
    columns = ["group", "kind", "name", "areas", "children", "districts"]
    return DataFrame(rows, columns=columns).set_index("group")


def _sources(pack: Pack, question: Question, answer: Gaps, about: About) -> tuple[Source, ...]:
    if about == "need":
        keys = [pack.info.people.source, answer.need.source.key, pack.info.area_source]
        return sources_by_key(pack, keys)
    needs = [question.need] if about == "gap" else []
    return used_sources(pack, question, needs, answer.reach.sources)
