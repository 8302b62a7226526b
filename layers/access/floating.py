"""How much of a service there is for each child within reach: floating catchments of a pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy.sparse import csr_array, diags_array, vstack

from geodata.errors import Problem, QuestionError
from geodata.model import Pack, Source
from layers.access.agents import agent_cost
from layers.access.catchment import three_step, two_step
from layers.access.decay import Decay, Flat, gaussian_decay, stepped_decay
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.pairs import Pairs
from layers.access.reach import same_doors
from layers.averages import mean_by_place, mean_over_areas, mean_over_origins, origin_shares
from layers.people import children_by_age
from layers.question.check import check_question
from layers.question.question import Question
from layers.question.words import children_words, journey_words
from layers.said.citing import used_sources
from layers.supply import MEASURES, Measure, service_doors, usable_supply

Floats = NDArray[np.float64]
Method = Literal["2sfca", "e2sfca", "3sfca", "raam"]
Shape = Literal["stepped", "gaussian"]
METHODS: dict[Method, str] = {
    "2sfca": "two-step floating catchment",
    "e2sfca": "enhanced two-step floating catchment",
    "3sfca": "three-step floating catchment",
    "raam": "rational agent access model",
}
PER = 1000
Step = Callable[[csr_array, Floats, Floats], Floats]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Floating:
    """How much of a service there is for the children within its reach.

    Attributes
    ----------
    areas
        Indexed by `area_id`: `children` and `access`: supply for every 1,000 children; by the
        rational agent model the cost of using it, where less is better. NaN where an area has no
        origin.
    places
        Indexed by `place_id`: `place`, `kind`, `areas`, `children`, `access` (the mean over
        children) and `unknown_children`.
    total
        The mean of `access` over all children.
    missing_supply
        How many of the open doors do not state their supply, and were left out.
    """

    question: Question
    method: Method
    supply: Measure
    decay: Decay
    areas: DataFrame
    places: DataFrame
    total: float
    doors: int
    missing_supply: int
    journeys: str
    service_label: str
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def missing_areas(self) -> int:
        """How many areas have no figure."""
        return int(self.areas["access"].isna().sum())

    def parameters(self) -> dict[str, Any]:
        """Give every setting, for a table's heading or a file."""
        return self.question.parameters() | {
            "method": self.method,
            "decay": self.decay.words(),
            "supply": self.supply,
            "doors": self.doors,
            "doors_without_supply": self.missing_supply,
            "journeys": self.journeys,
            "missing_areas": self.missing_areas,
            "illustrative": self.is_illustrative,
        }

    def sentence(self) -> str:
        """Say the result, how it was come by, and what was left out."""
        who, far = children_words(self.question), journey_words(self.question)
        if np.isnan(self.total):
            return f"How much of {self.service_label} is within {far} of {who} is not known."
        if self.method == "raam":
            said = f"For {who}, using {self.service_label} costs {self.total:.2f} on average: "
            said += "travel and crowding together, where less is better."
        else:
            said = (
                f"Within {far} there are {self.total:.2g} {MEASURES[self.supply]} of "
                f"{self.service_label} for every 1,000 {who}{self._spread()}; "
                f"{self.decay.words()}."
            )
        left = f" {self.missing_supply} of {self.doors} sites state no {MEASURES[self.supply]} "
        return said + (f"{left}and are left out." if self.missing_supply else "")

    def _spread(self) -> str:
        """Say which places have most and least of it."""
        known = self.places.dropna(subset="access").sort_values("access")
        if len(known) < 2:  # noqa: PLR2004
            return ""
        least, most = known.iloc[0], known.iloc[-1]
        return (
            f", from {least['access']:.2g} in {least['place']} "
            f"to {most['access']:.2g} in {most['place']}"
        )


def measure_floating(
    pack: Pack,
    question: Question,
    journeys: Journeys | None = None,
    *,
    method: Method = "e2sfca",
    shape: Shape = "stepped",
    supply: Measure = "doors",
) -> Floating:
    """Share the supply of every open door over the children it takes who can reach it.

    Parameters
    ----------
    shape
        How a site counts for less the farther it is: by steps or as a bell. Neither matters to
        "2sfca", nor to "raam", which weighs minutes as they are.
    supply
        What of a door is shared out. Doors that do not state it are left out, and counted.

    Raises
    ------
    QuestionError
        The question or a setting cannot be used, or no door states its supply.
    """
    check_question(question, pack)
    _check_choices(method=method, shape=shape, supply=supply)
    service = pack.info.services[question.service]
    doors = service_doors(pack, service)
    stated = usable_supply(doors, supply, service)
    way = journeys or journeys_for(pack, question)
    decay = decay_for(method, shape, question.limit_min)
    pairs = way.within([str(key) for key in stated.index], question.limit_min)
    access = _access(pack, question, pairs, stated, method=method, decay=decay)
    total = children_by_age(pack.areas, question.ages).sum(axis="columns", skipna=False)
    areas = DataFrame({"children": total, "access": access}, index=pack.areas.index)
    return Floating(
        question=question,
        method=method,
        supply=supply,
        decay=decay,
        areas=areas,
        places=mean_by_place(pack, question.place_kind, total, areas[["access"]]),
        total=mean_over_areas(areas["children"], areas["access"]),
        doors=len(doors),
        missing_supply=len(doors) - len(stated),
        journeys=way.method,
        service_label=service.label,
        sources=used_sources(pack, question, journeys=way.sources),
        is_illustrative=pack.info.illustrative,
    )


def _access(
    pack: Pack,
    question: Question,
    pairs: Pairs,
    stated: Series,
    *,
    method: Method,
    decay: Decay,
) -> Floats:
    groups = list(_groups(pack, pairs, question.ages))
    amounts = stated.reindex(pairs.site_ids).to_numpy(float)
    if method == "raam":
        return _agent_access(pack, pairs, groups, amounts)
    weights = pairs.with_values(decay.weigh(pairs.costs))
    step = three_step if method == "3sfca" else two_step
    return _shared_access(pack, weights, groups, amounts, step)


def decay_for(method: Method, shape: Shape, limit_min: float) -> Decay:
    """Give the weight of distance that a method uses."""
    if method in ("2sfca", "raam"):
        return Flat()
    return stepped_decay(limit_min) if shape == "stepped" else gaussian_decay(limit_min)


def _check_choices(**choices: str) -> None:
    known = {"method": get_args(Method), "shape": get_args(Shape), "supply": get_args(Measure)}
    wrong = {name: key for name, key in choices.items() if key not in known[name]}
    if wrong:
        raise QuestionError(
            Problem(
                where=f"the {name} of a floating catchment",
                found=repr(key),
                expected="one of " + ", ".join(known[name]),
                fix="Choose one of these.",
            )
            for name, key in wrong.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Group:
    """Ages with the same doors open to them: their children by area, and which doors."""

    children: Series
    share: Series
    open_to: Floats  # 1 or 0 for each site


def _groups(pack: Pack, pairs: Pairs, ages: range) -> Iterator[_Group]:
    children = children_by_age(pack.areas, ages)
    total = children.sum(axis="columns", skipna=False)
    spread = children.div(total.where(total > 0), axis="index").fillna(1 / len(ages))
    for members, asset_ids in same_doors(pack.assets.loc[pairs.site_ids], ages):
        yield _Group(
            children=children[members].sum(axis="columns", skipna=False),
            share=spread[members].sum(axis="columns"),
            open_to=pairs.site_ids.isin(asset_ids).astype(float),
        )


def _shared_access(
    pack: Pack, weights: csr_array, groups: list[_Group], supply: Floats, step: Step
) -> Floats:
    """Share supply out over origins, a row for each origin and group of ages."""
    shares = origin_shares(pack)
    stacked = csr_array(vstack([weights @ diags_array(g.open_to) for g in groups]))
    demand = np.concatenate([shares.T @ g.children.fillna(0).to_numpy(float) for g in groups])
    parts = np.split(step(stacked, demand, supply), len(groups))
    access = np.zeros(len(pack.areas))
    for group, part in zip(groups, parts, strict=True):
        access += group.share.to_numpy() * mean_over_origins(shares, part)
    return access * PER


def _agent_access(pack: Pack, pairs: Pairs, groups: list[_Group], supply: Floats) -> Floats:
    """Let whole areas choose, each at the mean minutes of its people who are within the limit.

    A door counts if it takes any of the ages asked about.
    """
    shares = origin_shares(pack)
    taken = np.max([group.open_to for group in groups], axis=0)
    ones = shares @ pairs.with_values(np.ones_like(pairs.costs)) @ diags_array(taken)
    sums = csr_array(shares @ pairs.minutes)
    near = csr_array(ones).tocoo()
    kept = near.data > 0
    if not kept.any():
        return np.full(len(pack.areas), np.nan)
    rows, columns = near.row[kept], near.col[kept]
    means = np.asarray(sums[rows, columns], dtype=np.float64).ravel() / near.data[kept]
    table = csr_array((means, (rows, columns)), shape=near.shape)
    table.sort_indices()
    children = np.sum([g.children.fillna(0).to_numpy(float) for g in groups], axis=0)
    return agent_cost(table, children.round(), supply)
