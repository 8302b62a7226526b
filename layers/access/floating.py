"""How much of a service there is for each child within reach: floating catchments of a pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy.sparse import csr_array, diags_array, hstack, vstack
from scipy.sparse.csgraph import connected_components

from geodata.errors import Problem, QuestionError
from geodata.model import Pack, Source
from layers.access.agents import agent_cost
from layers.access.catchment import three_step, two_step
from layers.access.decay import Decay, Flat, gaussian_decay, stepped_decay
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.pairs import Pairs
from layers.access.reach import age_shares, same_doors
from layers.averages import (
    mean_by_place,
    mean_over_areas,
    mean_over_origins,
    missing_from,
    origin_shares,
)
from layers.people import children_by_age
from layers.places import count_by_place, sum_by_place
from layers.progress import Progress, unwatched
from layers.question.check import check_question
from layers.question.doors import asked_doors
from layers.question.question import Question
from layers.question.words import children_words, journey_words
from layers.said.citing import used_sources
from layers.said.numbers import about, percent
from layers.supply import MEASURES, Measure, usable_supply

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
        Indexed by `area_id`: `children`, `within_share` (0–1 of the people within the limit of a
        door that counts) and `access`: supply for every 1,000 children; by the rational agent
        model the cost of using it, where less is better. NaN where an area has no origin, or where
        it shares a door with children whose number is not known; by the rational agent model also
        where no door is within the limit.
    places
        Indexed by `place_id`: `place`, `kind`, `areas`, `children`, `access` (the mean over
        children; NaN where the crowd at a door of theirs is not known), `unknown_children`,
        `unknown_areas`, and `left_out_children`, for whom the rational agent model has no cost as
        no door is within the limit.
    total
        The mean of `access` over all children for whom it is known.
    doors, across
        How many open doors there are, and how many of them across the border within somebody's
        limit.
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
    across: int
    missing_supply: int
    journeys: str
    service_label: str
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """The places with their figures."""
        return self.places.rename_axis("place_id")

    @property
    def missing_areas(self) -> int:
        """How many areas have no figure, but for those left out as no door is near."""
        return int(self._judged()["access"].isna().sum())

    def parameters(self) -> dict[str, Any]:
        """Return every setting, for a table's heading or a file."""
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

    def missing(self) -> dict[str, float]:
        """Return how many areas have no figure, how many children are there, and which doors."""
        short = {"doors": float(self.missing_supply)} if self.missing_supply else {}
        return missing_from(self._judged(), "access") | short

    def sentence(self) -> str:
        """Return the result: what depends on the limit, who is within it, and what was left out."""
        who, far = children_words(self.question), journey_words(self.question)
        if not self.doors:
            return f"No door of {self.service_label} is listed, so there is nothing to share out."
        if np.isnan(self.total):
            return f"How much of {self.service_label} is within {far} of {who} is not known."
        said = self._costs(who, far) if self.method == "raam" else self._shared(who, far)
        left = f" {self.missing_supply} of {self.doors} sites state no {MEASURES[self.supply]} "
        return said + (f"{left}and are left out." if self.missing_supply else "")

    def notes(self) -> tuple[str, ...]:
        """Return what is not known, and who else shares the doors across the border."""
        return (*self._border_notes(), *self._unknown_notes())

    def _border_notes(self) -> tuple[str, ...]:
        if not self.across:
            return ()
        stand, them = ("stands", "it") if self.across == 1 else ("stand", "them")
        return (
            f"{self.across:,} of the doors {stand} across the border: the children who live beyond "
            f"it use {them} too and are not counted here, so there is less of {them} than is said.",
        )

    def _unknown_notes(self) -> tuple[str, ...]:
        if not self.areas["children"].isna().any():
            return ()
        crowd = (
            f"Where the number of {children_words(self.question)} is not known, so is how crowded "
            "the doors within their reach are: whoever shares one of these has no figure."
        )
        average = "Costs are set beside the average crowding of the children who are counted."
        return (crowd, average) if self.method == "raam" else (crowd,)

    def _shared(self, who: str, far: str) -> str:
        whatever = ", whatever the limit" if not self.across else ""
        return (
            f"There are {self.total:.2g} {MEASURES[self.supply]} of {self.service_label} for every "
            f"1,000 {who}{whatever}. Shared out within {far}{self._spread()}"
            f"{percent(1 - self._within())} of {who} have none within it; {self.decay.words()}."
        )

    def _costs(self, who: str, far: str) -> str:
        left = self._left_out()
        children = self.areas["children"].where(left, 0.0).sum()
        out = f" The other {percent(children / self.areas['children'].sum())} ({about(children)}) "
        return (
            f"For {who} of neighbourhoods with one within {far}, using {self.service_label} costs "
            f"{self.total:.2f} on average: travel and crowding together, where less is better."
        ) + (f"{out}have none within the limit and are left out." if children else "")

    def _left_out(self) -> Series:
        """Return which areas the rational agent model leaves out, as no door is near."""
        near = self.areas["within_share"]
        return (near == 0) & self.areas["access"].isna() & self.areas["children"].notna()

    def _judged(self) -> DataFrame:
        return self.areas[~self._left_out()]

    def _within(self) -> float:
        return mean_over_areas(self.areas["children"], self.areas["within_share"])

    def _spread(self) -> str:
        """Return which places have most and least of it."""
        known = self.places.dropna(subset="access").sort_values("access")
        if len(known) < 2:  # noqa: PLR2004
            return ", "
        least, most = known.iloc[0], known.iloc[-1]
        return (
            f" it is from {least['access']:.2g} in {least['place']} "
            f"to {most['access']:.2g} in {most['place']}, and "
        )


def measure_floating(
    pack: Pack,
    question: Question,
    journeys: Journeys | None = None,
    *,
    method: Method = "e2sfca",
    shape: Shape = "stepped",
    supply: Measure = "doors",
    progress: Progress = unwatched,
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
    doors = asked_doors(pack, question)
    stated = usable_supply(doors, supply, service)
    way = journeys or journeys_for(pack, question)
    decay = decay_for(method, shape, question.limit_min)
    pairs = way.within([str(key) for key in stated.index], question.limit_min)
    progress(0.5, "sharing out what there is")
    groups = list(_groups(pack, pairs, question.ages))
    access = _access(pack, pairs, groups, stated, method=method, decay=decay)
    total = children_by_age(pack.areas, question.ages).sum(axis="columns", skipna=False)
    areas = DataFrame(
        {"children": total, "within_share": _within_share(pack, pairs, groups), "access": access},
        index=pack.areas.index,
    )
    return Floating(
        question=question,
        method=method,
        supply=supply,
        decay=decay,
        areas=areas,
        places=_places(pack, question.place_kind, areas, leaves_out=method == "raam"),
        total=mean_over_areas(areas["children"], areas["access"]),
        doors=len(doors),
        across=_reached_across(doors, pairs),
        missing_supply=len(doors) - len(stated),
        journeys=way.method,
        service_label=service.label,
        sources=used_sources(pack, question, journeys=way.sources),
        is_illustrative=pack.info.illustrative,
    )


def _reached_across(doors: GeoDataFrame, pairs: Pairs) -> int:
    """Count the doors across the border that somebody has within the limit."""
    reached = pairs.site_ids[np.unique(pairs.minutes.indices)]
    return int(doors["across_border"].reindex(reached).sum())


def _places(pack: Pack, kind: str, areas: DataFrame, *, leaves_out: bool) -> DataFrame:
    """Average access over places; not known where the crowd at a door of some of it is not."""
    children, access = areas["children"], areas["access"]
    out = (areas["within_share"] == 0) & access.isna() & children.notna() & leaves_out
    places = mean_by_place(pack, kind, children, access.mask(out, 0.0).to_frame("access"))
    means = mean_by_place(pack, kind, children, access.to_frame("access"))["access"]
    crowd = access.isna() & ~out & ~(areas["within_share"].isna() & children.notna())
    places["access"] = means.mask(count_by_place(pack, kind, crowd) > 0)
    left = sum_by_place(pack, kind, children.where(out, 0.0).to_frame("left_out_children"))
    places["left_out_children"] = left["left_out_children"]
    return places


def _within_share(pack: Pack, pairs: Pairs, groups: list[_Group]) -> Floats:
    """Return what share of each area's children is within the limit of a door that counts."""
    shares = origin_shares(pack)
    ones = pairs.with_values(np.ones_like(pairs.costs))
    within = np.zeros(len(pack.areas))
    for group in groups:
        near = (ones @ group.open_to > 0).astype(float)
        within += group.share.to_numpy() * mean_over_origins(shares, near)
    return within


def _access(
    pack: Pack,
    pairs: Pairs,
    groups: list[_Group],
    stated: Series,
    *,
    method: Method,
    decay: Decay,
) -> Floats:
    amounts = stated.reindex(pairs.site_ids).to_numpy(float)
    if method == "raam":
        return _agent_access(pack, pairs, groups, amounts)
    weights = pairs.with_values(decay.weigh(pairs.costs))
    step = three_step if method == "3sfca" else two_step
    return _shared_access(pack, weights, groups, amounts, step)


def decay_for(method: Method, shape: Shape, limit_min: float) -> Decay:
    """Return the weight of distance that a method uses."""
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
    spread = age_shares(children)
    counted = children.notna().all(axis="columns")
    for members, asset_ids in same_doors(pack.assets.loc[pairs.site_ids], ages):
        yield _Group(
            children=children[members].sum(axis="columns", skipna=False).where(counted),
            share=spread[members].sum(axis="columns", skipna=False),
            open_to=pairs.site_ids.isin(asset_ids).astype(float),
        )


def _shared_access(
    pack: Pack, weights: csr_array, groups: list[_Group], supply: Floats, step: Step
) -> Floats:
    """Share supply out over origins, a row for each origin and group of ages."""
    shares = origin_shares(pack)
    stacked = csr_array(vstack([weights @ diags_array(g.open_to) for g in groups]))
    demand = np.concatenate([shares.T @ g.children.fillna(0).to_numpy(float) for g in groups])
    lost = np.concatenate([shares.T @ g.children.isna().to_numpy(float) for g in groups])
    received = step(stacked, demand, supply)
    # A door in reach of children not counted is crowded by nobody knows how many.
    received[stacked @ ((stacked.T @ lost) > 0).astype(float) > 0] = np.nan
    access = np.zeros(len(pack.areas))
    for group, part in zip(groups, np.split(received, len(groups)), strict=True):
        share = group.share.to_numpy()
        access += np.where(share == 0, 0.0, share * mean_over_origins(shares, part))
    return access * PER


def _agent_access(pack: Pack, pairs: Pairs, groups: list[_Group], supply: Floats) -> Floats:
    """Share out whole areas, each at the mean minutes of its people who are within the limit.

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
    children = np.sum([g.children.to_numpy(float) for g in groups], axis=0)
    cost = agent_cost(table, np.nan_to_num(children).round(), supply)
    cost[_linked_to(table, np.isnan(children))] = np.nan
    return cost


def _linked_to(table: csr_array, lost: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find which rows share a site with lost ones, or with others that do, and so on."""
    down = table.shape[0]
    nothing = csr_array((down, down)), csr_array((table.shape[1], table.shape[1]))
    joined = vstack([hstack([nothing[0], table]), hstack([table.T, nothing[1]])])
    _, groups = connected_components(csr_array(joined), directed=False)
    linked: NDArray[np.bool_] = np.isin(groups[:down], groups[:down][lost])
    return linked & (np.diff(table.indptr) > 0)
