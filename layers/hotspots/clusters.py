"""Find hotspots of need, gap or reach: neighbourhoods alike that stand together, beyond chance."""

from __future__ import annotations

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
from layers.progress import Progress, unwatched
from layers.question.question import Question
from layers.question.sentence import question_sentence
from layers.said.citing import sources_by_key, used_sources

LEAST_PERMUTATIONS, MOST_PERMUTATIONS = 99, 99_999
LEAST_IN_GROUP = 2
QUADRANTS = {1: HOT, 2: LOW_AMONG_HIGH, 3: COLD, 4: HIGH_AMONG_LOW}
COLUMNS = ["name", "district", "children", "value", "score", "chance", "code", "group"]


def find_hotspots(
    pack: Pack,
    question: Question,
    about: About = "need",
    *,
    statistic: Statistic = "gi",
    nearness: Nearness = "touching",
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    gaps: Gaps | None = None,
    progress: Progress = unwatched,
) -> Hotspots:
    """Find which neighbourhoods stand out together with those around them.

    Parameters
    ----------
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
    shown, worse = _values(answer, about)
    progress(0.15, "finding each neighbourhood’s neighbours")
    judged, graph, islands = _judged(pack.areas, worse, nearness)
    values = worse[judged].to_numpy(float)
    progress(0.3, "counting the ways the figures could lie")
    local = getis_ord(values, graph) if statistic == "gi" else moran(values, graph)
    overall = global_moran(
        values, graph, permutations, seed, lambda part, what: progress(0.6 + part * 0.35, what)
    )
    progress(0.95, "naming what stands out")
    cut = false_discovery_cut(local.chance)
    areas = _areas(answer, shown, judged, local, cut)
    groups = _group(areas, graph, judged)
    return Hotspots(
        question=question,
        heading=question_sentence(question, pack),
        area_label=pack.info.area_label,
        terms=answer.terms,
        need_notes=answer.need_notes,
        about=about,
        measured=measure_words(about, answer),
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
        islands=tuple(str(name) for name in pack.areas["name"].loc[islands]),
        missing_areas=int(shown.isna().sum()),
        sources=_sources(pack, question, answer, about),
        is_illustrative=pack.info.illustrative,
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


def _values(answer: Gaps, about: About) -> tuple[Series, Series]:
    """Return a measure as it is shown, and turned and moved: more is worse, none is below 0.

    Neither turning nor moving changes which neighbourhoods stand out, but for the sign.
    """
    if about == "need":
        shown = answer.need.values.astype(float)  # noqa: PD011 - a Series of a result, not an array
        turned = shown if answer.need.indicator.worse_when == "higher" else -shown
        return shown, turned - min(0.0, float(turned.min(skipna=True)))
    if about == "gap":
        children = answer.areas["children"]
        shown = answer.areas["gap_children"] / children.where(children > 0)
    else:
        shown = 1 - answer.areas["within_share"]
    return shown, shown


def _judged(
    areas: GeoDataFrame, worse: Series, nearness: Nearness
) -> tuple[pd.Index, Any, pd.Index]:
    """Pick the areas that have a value and a neighbour, and find who is beside whom."""
    known = worse.index[worse.notna()]
    graph = find_neighbours(areas.loc[known], nearness)
    islands = pd.Index(graph.isolates)
    judged = known.difference(islands, sort=False)
    if len(islands) and len(judged) >= LEAST_AREAS:
        graph = find_neighbours(areas.loc[judged], nearness)
    if len(judged) < LEAST_AREAS or worse[judged].nunique() < 2:  # noqa: PLR2004
        alike = len(judged) >= LEAST_AREAS
        raise QuestionError(
            Problem(
                where="the neighbourhoods",
                found="the same value in every one" if alike else "hardly any that touch another",
                expected="values that differ, in neighbourhoods beside each other",
                fix="Choose another measure, or the nearest neighbourhoods as neighbours.",
            )
        )
    return judged, graph, islands


def _areas(answer: Gaps, shown: Series, judged: pd.Index, local: Local, cut: float) -> DataFrame:
    areas = answer.areas[["name", "district", "children"]].assign(value=shown)
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
