"""Which sites to add or to close, for a question: the answer as a table and as a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.need import measure_need
from layers.progress import Progress, unwatched
from layers.question.check import check_question
from layers.question.doors import own_doors
from layers.question.question import Question
from layers.question.sentence import question_sentence
from layers.question.words import high_words, needy_words
from layers.said.citing import used_sources
from layers.said.need_words import need_notes
from layers.siting.candidates import none_to_choose
from layers.siting.demand import (
    Aim,
    Demand,
    Doors,
    Measure,
    Who,
    measure_demand,
    measure_demands,
    worth_of_adding,
    worth_of_doors,
)
from layers.siting.found import Siting, Ties
from layers.siting.mclp import cover_exactly
from layers.siting.pmedian import save_exactly
from layers.siting.search import losses, next_gains
from layers.siting.solution import Solution, find_best, find_runner_up, in_order
from layers.siting.ties import (
    as_good_by_exchange,
    as_little_missed,
    best_exchange,
    each_adds,
    each_costs,
    prefer,
)
from layers.siting.worth import Floats, Ints, Worth, value_of, worth_of
from layers.spots import Spot, rough_doors

EXACT = {"cover": cover_exactly, "travel": save_exactly}
MOST_SITES = 200


def suggest_sites(
    pack: Pack,
    question: Question,
    candidates: DataFrame,
    count: int,
    *,
    aim: Aim = "cover",
    who: Who = "need",
    measure: Measure = journeys_for,
    progress: Progress = unwatched,
) -> Siting:
    """Choose where to add sites, so that most children are reached or most travel is saved.

    Parameters
    ----------
    candidates
        From `layers.siting.candidates`.
    count
        How many sites to add.
    measure
        Gives the journeys, to the doors there are and to the candidates.
    progress
        Told how far the work is; it may stop it.

    Raises
    ------
    QuestionError
        There is nothing to choose from, or too little; the question cannot be asked.
    """
    check_question(question, pack)
    question = _of_aim(question, aim)
    _check_count(count, len(candidates), "candidate sites")
    progress(0.0, "counting who is not reached")
    journeys = measure(pack, question)
    demand, everyone = measure_demands(pack, question, journeys, [who, "all"])
    worth, total = worth_of_adding(pack, question, demand, candidates, aim=aim, measure=measure)
    solution = find_best(worth, count, EXACT[aim], progress)
    also = worth
    if who != "all":
        alike, _ = as_good_by_exchange(worth, solution.chosen)
        some = sorted({*solution.chosen, *alike.tolist()})
        also = _worth_of_some(
            pack, question, everyone, candidates, some=some, aim=aim, measure=measure
        )
    solution = _preferred(worth, also, solution)
    chosen = list(solution.chosen)
    alike, ways = as_good_by_exchange(worth, chosen)
    other = find_runner_up(worth, solution)
    left = total - solution.value
    shortfall = solution.shortfall_share
    if aim == "travel" and left > 0:
        shortfall = (solution.most - solution.value) / left
    alone = also.sums(also.value)
    return Siting(
        **_shared(pack, question, journeys, demand, aim=aim, who=who),
        action="add",
        candidates=worth.candidates,
        sites=candidates.iloc[chosen]
        .assign(amount=solution.gains, all_amount=each_adds(also, chosen))
        .rename_axis("site_id"),
        curve=_curve(solution.curve),
        ties=Ties(ways=ways, sites=_tied(candidates, chosen, alike, alone, most_first=True)),
        runner_up=tuple(str(name) for name in candidates["name"].iloc[list(other)]),
        amount=solution.value,
        all_amount=value_of(also, chosen),
        runner_up_amount=value_of(worth, other) if other else np.nan,
        demand=total,
        mean_minutes=left / demand.children.sum() if aim == "travel" else np.nan,
        shortfall_share=shortfall,
        is_best=solution.is_best,
        rough=rough_doors(door_assets(pack, question)),
    )


def _worth_of_some(
    pack: Pack,
    question: Question,
    demand: Demand,
    candidates: DataFrame,
    *,
    some: list[int],
    aim: Aim,
    measure: Measure,
) -> Worth:
    """Weigh some of the candidates, numbered as they are among all of them."""
    few, _ = worth_of_adding(
        pack, question, demand, candidates.iloc[some], aim=aim, measure=measure
    )
    shape = (few.groups, len(candidates))
    return worth_of(shape, few.group, np.array(some)[few.candidate], few.value)


def _preferred(worth: Worth, also: Worth, solution: Solution) -> Solution:
    """Choose, of the choices as good, one that does most for all children."""
    chosen = prefer(worth, also, solution.chosen)
    if set(chosen) == set(solution.chosen):
        return solution
    return in_order(worth, chosen, solution.most, solution.curve)


def _tied(
    table: DataFrame, chosen: list[int], alike: Ints, amounts: Floats, *, most_first: bool
) -> DataFrame:
    """List the single sites that are as good as the one chosen, it among them; else none."""
    others = [site for site in alike.tolist() if site not in chosen]
    if len(chosen) != 1 or not others:
        return table.iloc[[]].assign(all_amount=0.0)[["name", "all_amount"]]
    every = [*chosen, *others]
    listed = table.iloc[every].assign(all_amount=amounts[every])
    # The one chosen is first among its equals: a stable sort keeps it there.
    ordered = listed.sort_values("all_amount", ascending=not most_first, kind="stable")
    return ordered[["name", "all_amount"]]


def suggest_closures(
    pack: Pack,
    question: Question,
    count: int,
    *,
    aim: Aim = "cover",
    who: Who = "need",
    measure: Measure = journeys_for,
    progress: Progress = unwatched,
) -> Siting:
    """Choose which open doors could close with the least loss.

    Raises
    ------
    QuestionError
        There are too few doors to close so many; the question cannot be asked.
    """
    check_question(question, pack)
    question = _of_aim(question, aim)
    doors = door_table(pack, question)
    _check_count(count, len(doors) - 1, "doors that could close, one at least being kept")
    journeys = measure(pack, question)
    weighed = worth_of_doors(pack, question, journeys, aim=aim, who=who, closing=count)
    worth, also = weighed.worth, weighed.everyone
    everything = value_of(worth, range(len(doors)))
    kept = find_best(worth, len(doors) - count, EXACT[aim], progress)
    sites = prefer(worth, also, kept.chosen)
    closed = _left_out(sites, len(doors))
    enters, leaves = best_exchange(worth, also, sites)
    others = [leaves if door == enters else door for door in closed]
    _, ways = as_good_by_exchange(worth, sites)
    order, amounts = _in_order_of_loss(worth, also, closed)
    alone = losses(also, range(len(doors)))
    alike = as_little_missed(worth) if count == 1 else np.zeros(0, dtype=np.int64)
    kept_value = value_of(worth, sites)
    return Siting(
        **_shared(pack, question, journeys, weighed, aim=aim, who=who),
        action="close",
        candidates=len(doors),
        sites=doors.iloc[order]
        .assign(amount=amounts, all_amount=each_costs(also, order))
        .rename_axis("site_id"),
        curve=_curve(np.cumsum(amounts)),
        ties=Ties(ways=ways, sites=_tied(doors, order, alike, alone, most_first=False)),
        runner_up=tuple(str(name) for name in doors["name"].iloc[others]),
        amount=everything - kept_value,
        all_amount=value_of(also, range(len(doors))) - value_of(also, sites),
        runner_up_amount=everything - value_of(worth, _left_out(others, len(doors))),
        demand=everything if aim == "cover" else np.nan,
        mean_minutes=np.nan,
        shortfall_share=kept.shortfall_share,
        is_best=kept.is_best,
        rough=rough_doors(door_assets(pack, question)),
    )


def _left_out(sites: Sequence[int], count: int) -> list[int]:
    return sorted(set(range(count)) - set(sites))


def door_assets(pack: Pack, question: Question) -> GeoDataFrame:
    """Pick the open doors of the service asked about."""
    return own_doors(pack, question)


def door_table(pack: Pack, question: Question) -> DataFrame:
    """Return the open doors of the service, as `layers.siting.candidates` returns spots."""
    doors = door_assets(pack, question)
    return DataFrame(
        {
            "name": doors["name"],
            "kind": doors["kind"],
            "spot": [Spot(of="asset", id=str(key)) for key in doors.index],
            "easting_m": doors.geometry.x,
            "northing_m": doors.geometry.y,
        },
        index=doors.index,
    )


def weigh_doors(pack: Pack, question: Question, who: Who = "need") -> DataFrame:
    """Count the children who would be out of reach if each open door closed, and no other.

    Returns
    -------
    doors
        Indexed by `asset_id`, the one that most would lose first: `door_table` with `amount` (the
        children counted) and `all_amount` (all of the ages asked about).
    """
    doors = door_table(pack, question)
    weighed = worth_of_doors(pack, question, journeys_for(pack, question), aim="cover", who=who)
    table = doors.assign(
        amount=losses(weighed.worth, range(len(doors))),
        all_amount=losses(weighed.everyone, range(len(doors))),
    )
    return table.sort_values(["amount", "all_amount", "name"], ascending=[False, False, True])


def weigh_candidates(
    pack: Pack, question: Question, candidates: DataFrame, who: Who = "need"
) -> DataFrame:
    """Count the children each candidate would bring within the limit, if it alone were added.

    Returns
    -------
    candidates
        As given, the best first, with `amount` (children).
    """
    demand = measure_demand(pack, question, journeys_for(pack, question), who)
    worth, _ = worth_of_adding(
        pack, question, demand, candidates, aim="cover", measure=journeys_for
    )
    table = candidates.assign(amount=next_gains(worth, np.zeros(worth.groups)))
    return table.sort_values(["amount", "name"], ascending=[False, True])


def _of_aim(question: Question, aim: Aim) -> Question:
    """Ask for what the aim needs: travel is added up in minutes, of one kind for everybody."""
    return replace(question, rural=None) if aim == "travel" else question


def _check_count(count: int, there: int, what: str) -> None:
    most = min(there, MOST_SITES)
    if there < 1:
        raise QuestionError(none_to_choose(f"no {what}", "at least one"))
    if not 1 <= count <= most:
        raise QuestionError(
            Problem(
                where="the number of sites",
                found=str(count),
                expected=f"a number from 1 to {most}: there are {there:,} {what}",
                fix="Ask for fewer, or offer more candidates.",
            )
        )


def _in_order_of_loss(worth: Worth, also: Worth, closed: Sequence[int]) -> tuple[list[int], Floats]:
    """Close the doors one by one, the least missed first, and work out what each costs."""
    left, order, amounts = list(range(worth.candidates)), list[int](), list[float]()
    waiting = list(closed)
    while waiting:
        place = [left.index(door) for door in waiting]
        missed, more = losses(worth, left)[place], losses(also, left)[place]
        least = int(np.lexsort((more, missed))[0])
        amounts.append(float(missed[least]))
        order.append(waiting.pop(least))
        left.remove(order[-1])
    return order, np.array(amounts)


def _curve(amounts: Floats) -> DataFrame:
    counts = pd.RangeIndex(1, len(amounts) + 1, name="sites")
    return DataFrame({"amount": amounts}, index=counts)


def _need_notes(pack: Pack, question: Question, who: Who) -> tuple[str, ...]:
    """Return what must be said of need, where those in need are counted."""
    if who == "all":
        return ()
    return need_notes(pack, question, measure_need(pack, question.need))


def _shared(
    pack: Pack,
    question: Question,
    journeys: Journeys,
    counted: Demand | Doors,
    *,
    aim: Aim,
    who: Who,
) -> dict[str, Any]:
    """Return what adding and closing say alike."""
    return {
        "question": question,
        "heading": question_sentence(question, pack),
        "service": pack.info.services[question.service],
        "needy": needy_words(question, pack),
        "high": high_words(question, pack),
        "need_notes": _need_notes(pack, question, who),
        "aim": aim,
        "who": who,
        "doors": len(door_assets(pack, question)),
        "method": journeys.method,
        "missing_areas": counted.missing_areas,
        "missing_children": counted.missing_children,
        "sources": used_sources(pack, question, [question.need], journeys.sources),
        "is_illustrative": pack.info.illustrative,
    }
