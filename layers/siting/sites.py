"""Which sites to add or to close, for a question: the answer as a table and as a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.assets import open_doors, service_assets
from layers.progress import Progress, unwatched
from layers.question.check import check_question
from layers.question.question import Question
from layers.question.sentence import question_sentence
from layers.said.citing import used_sources
from layers.siting.candidates import none_to_choose
from layers.siting.demand import Aim, Measure, Who, measure_demand, worth_of_adding, worth_of_doors
from layers.siting.found import Siting
from layers.siting.mclp import cover_exactly
from layers.siting.pmedian import save_exactly
from layers.siting.search import best_two, losses, next_gains
from layers.siting.solution import Solution, find_best, find_runner_up
from layers.siting.words import closing_sentence, siting_sentence
from layers.siting.worth import Floats, Worth, best_of, value_of
from layers.spots import Spot

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
    demand = measure_demand(pack, question, journeys, who)
    worth, total = worth_of_adding(pack, question, demand, candidates, aim=aim, measure=measure)
    solution = find_best(worth, count, EXACT[aim], progress)
    other = find_runner_up(worth, solution)
    table = candidates.iloc[list(solution.chosen)].assign(amount=solution.gains)
    siting = _siting(pack, question, table, (solution, worth, other), journeys)
    left = total - solution.value
    if aim == "travel" and left > 0:
        siting["shortfall_share"] = (solution.most - solution.value) / left
    return _said(
        siting,
        pack,
        action="add",
        aim=aim,
        who=who,
        runner_up=tuple(str(name) for name in candidates["name"].iloc[list(other)]),
        demand=total,
        mean_minutes=left / demand.children.sum() if aim == "travel" else np.nan,
        missing_areas=demand.missing_areas,
    )


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
    worth, missing = worth_of_doors(
        pack, question, aim=aim, who=who, measure=measure, closing=count
    )
    everything = value_of(worth, range(len(doors)))
    kept = find_best(worth, len(doors) - count, EXACT[aim], progress)
    closed = sorted(set(range(len(doors))) - set(kept.chosen))
    ordered, amounts = _in_order_of_loss(worth, closed)
    solution = Solution(
        chosen=tuple(ordered),
        gains=amounts,
        value=everything - kept.value,
        most=everything - kept.most,
        curve=np.cumsum(amounts),
    )
    table = doors.iloc[ordered].assign(amount=amounts)
    siting = _siting(pack, question, table, (solution, worth, ()), measure(pack, question))
    siting["shortfall_share"], siting["is_best"] = kept.shortfall_share, kept.is_best
    return _said(
        siting,
        pack,
        action="close",
        aim=aim,
        who=who,
        runner_up=(),
        demand=everything if aim == "cover" else np.nan,
        mean_minutes=np.nan,
        missing_areas=missing,
    )


def door_table(pack: Pack, question: Question) -> DataFrame:
    """Give the open doors of the service asked about, as `layers.siting.candidates` gives spots."""
    doors = open_doors(service_assets(pack.assets, pack.info.services[question.service]))
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
    """Say how many children would be out of reach if each open door closed, and no other.

    Returns
    -------
    doors
        Indexed by `asset_id`, the one missed most first: `door_table` with `amount` (children).
    """
    doors = door_table(pack, question)
    worth, _ = worth_of_doors(pack, question, aim="cover", who=who, measure=journeys_for)
    table = doors.assign(amount=losses(worth, range(len(doors))))
    return table.sort_values(["amount", "name"], ascending=[False, True])


def weigh_candidates(
    pack: Pack, question: Question, candidates: DataFrame, who: Who = "need"
) -> DataFrame:
    """Say how many children each candidate would bring within the limit, if it alone were added.

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


def _in_order_of_loss(worth: Worth, closed: list[int]) -> tuple[list[int], Floats]:
    """Close the doors one by one, the least missed first, and say what each costs."""
    left, order, amounts = list(range(worth.candidates)), list[int](), list[float]()
    waiting = list(closed)
    while waiting:
        first, second, owner = best_two(worth, left)
        missed = np.bincount(owner, first - second, minlength=len(left))
        costs = [float(missed[left.index(door)]) for door in waiting]
        least = int(np.argmin(costs))
        amounts.append(costs[least])
        order.append(waiting.pop(least))
        left.remove(order[-1])
    return order, np.array(amounts)


def _siting(
    pack: Pack,
    question: Question,
    table: DataFrame,
    found: tuple[Solution, Worth, tuple[int, ...]],
    journeys: Journeys,
) -> dict[str, Any]:
    solution, worth, other = found
    counts = pd.RangeIndex(1, len(solution.curve) + 1, name="sites")
    return {
        "question": question,
        "heading": question_sentence(question, pack),
        "candidates": worth.candidates,
        "doors": len(door_table(pack, question)),
        "sites": table,
        "curve": DataFrame({"amount": solution.curve}, index=counts),
        "amount": solution.value,
        "runner_up_amount": float(best_of(worth, other).sum()) if other else np.nan,
        "shortfall_share": solution.shortfall_share,
        "is_best": solution.is_best,
        "method": journeys.method,
        "sources": tuple(
            dict.fromkeys((*used_sources(pack, question, [question.need]), *journeys.sources))
        ),
        "is_illustrative": pack.info.illustrative,
    }


def _said(parts: dict[str, Any], pack: Pack, **others: Any) -> Siting:  # noqa: ANN401
    siting = Siting(said="", **parts, **others)
    say = siting_sentence if siting.action == "add" else closing_sentence
    return replace(siting, said=say(siting, pack))
