"""What an answer would be if doors stood elsewhere within what is stated of where they are.

A door's `precision_m` says how far its point may be from the door itself. Each rough door is put
anywhere in that circle, all alike likely, many times over, and only what can change is measured
again: the starting points that are near enough to such a door in some draws and not in others.
Journeys along streets and by bus cannot be drawn again so, and are not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import KDTree

from geodata.model import Pack
from layers.access.journeys import Journeys, StraightLine
from layers.access.reach import same_doors
from layers.access.town_and_country import TownAndCountry
from layers.access.water import Water, water_of
from layers.access.waterside import all_around
from layers.homes import origin_rows
from layers.people import children_by_age
from layers.progress import Progress, unwatched
from layers.question.doors import asked_doors
from layers.question.question import Question

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
DRAWS = 600
SEED = 2021
LEAF = 64  # origins
AT_ONCE = 50_000  # origins: their draws as numbers are 240 MB


def limit_metres(way: Journeys, question: Question) -> Floats | None:
    """Return how long a straight line from each origin may be; None where none is measured."""
    if isinstance(way, StraightLine):
        return np.full(len(way.origins), question.limit_min / way.min_per_m)
    if not isinstance(way, TownAndCountry):
        return None
    town, country = way.town, way.country
    if not (isinstance(town, StraightLine) and isinstance(country, StraightLine)):
        return None
    rural = question.limit_min / way.scale / country.min_per_m
    return np.where(way.rural, rural, question.limit_min / town.min_per_m)


def gaps_as_placed(
    pack: Pack,
    question: Question,
    metres: Floats,
    needy_share: Floats,
    members: csr_array,
    *,
    progress: Progress = unwatched,
) -> Floats:
    """Count the children in the gap of each place for every draw of where the doors stand.

    Parameters
    ----------
    metres
        From `limit_metres`.
    needy_share
        0–1 of the children of each area, in the pack's order; NaN where not known.
    members
        Places down, areas across: the share of each area inside each place.

    Returns
    -------
    gaps
        Places down, draws across; areas without a count of children, or of whose need nothing is
        known, are left out.
    """
    doors = asked_doors(pack, question)
    spots = np.column_stack([doors.geometry.x, doors.geometry.y])
    rough = np.nan_to_num(doors["precision_m"].to_numpy(float))
    moves = _moves(rough)
    rows = origin_rows(pack)
    share = np.nan_to_num(needy_share)[rows]
    judged = share > 0
    starts = pack.origins[["easting_m", "northing_m"]].to_numpy(float)[judged]
    # Asked a few times and no more: not worth balancing over two million origins.
    tree = KDTree(starts, leafsize=LEAF, balanced_tree=False, compact_nodes=False)
    children = children_by_age(pack.areas, question.ages)
    counted = children.notna().all(axis="columns").to_numpy(bool)
    gaps = np.zeros((members.shape[0], DRAWS))
    for ages, asset_ids in same_doors(doors, question.ages):
        open_to = np.flatnonzero(doors.index.isin(asset_ids))
        people = np.where(counted, children[ages].sum(axis="columns").to_numpy(float), 0.0)
        weights = (people[rows] * pack.origins["weight"].to_numpy(float) * share)[judged]
        each = np.arange(len(weights))
        by_origin = members[:, rows[judged]] @ csr_array(
            (weights, (each, each)), shape=(len(weights), len(weights))
        )
        never, varied, within = _within(
            tree,
            metres[judged],
            spots[open_to],
            rough=rough[open_to],
            moves=moves[open_to],
            water=water_of(pack.water),
        )
        gaps += np.asarray(by_origin[:, never].sum(axis=1)).reshape(-1, 1)
        for first in range(0, len(varied), AT_ONCE):
            progress(first / len(varied), "placing rough doors anew")
            some = slice(first, first + AT_ONCE)
            gaps += np.asarray(by_origin[:, varied[some]] @ (~within[some]).astype(float))
    return gaps


def _moves(rough: Floats) -> Floats:
    """Draw how far each door is from its point, all of its circle alike: doors, draws, x and y."""
    random = np.random.default_rng(SEED)
    radius = np.sqrt(random.random((len(rough), DRAWS))) * rough[:, None]
    angle = random.random((len(rough), DRAWS)) * 2 * np.pi
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)


def _within(
    tree: KDTree,
    metres: Floats,
    spots: Floats,
    *,
    rough: Floats,
    moves: Floats,
    water: Water | None,
) -> tuple[NDArray[np.intp], NDArray[np.intp], Flags]:
    """Find which origins no draw reaches, which some may, and which draws reach each of these.

    Where water lies between, the way around to the door's point is so much longer for every draw.
    """
    starts = tree.data
    if not len(spots) or not len(starts):
        return np.arange(len(starts)), np.empty(0, np.intp), np.zeros((0, DRAWS), bool)
    always = np.zeros(len(starts), bool)
    near = tree.query_ball_point(spots, metres.max() + rough)
    may_vary = np.zeros(len(starts), bool)
    perhaps: list[NDArray[np.intp]] = []
    for spot, uncertain, found in zip(spots, rough, near, strict=True):
        some = np.asarray(sorted(found), dtype=np.intp)
        apart = np.hypot(*(starts[some] - spot).T)
        left = metres[some] - _longer(starts[some], spot, apart, water)
        always[some[apart + uncertain <= left]] = True
        perhaps.append(some[(apart - uncertain <= left) & (uncertain > 0)])
        may_vary[perhaps[-1]] = True
    varied = np.flatnonzero(may_vary & ~always)
    row = np.full(len(starts), -1)
    row[varied] = np.arange(len(varied))
    within = np.zeros((len(varied), DRAWS), bool)
    for spot, some, moved in zip(spots, perhaps, moves, strict=True):
        chosen = row[some][row[some] >= 0]
        near_by = starts[varied[chosen]]
        longer = _longer(near_by, spot, np.hypot(*(near_by - spot).T), water)
        within[chosen] |= _reached(near_by, metres[varied[chosen]] - longer, spot + moved)
    never = np.setdiff1d(np.flatnonzero(~always), varied, assume_unique=True)
    return never, varied, within


def _longer(starts: Floats, spot: Floats, straight: Floats, water: Water | None) -> Floats:
    """Return how much longer than the straight line the way to a door is; infinite without one."""
    if water is None or not len(starts):
        return np.zeros(len(starts))
    return all_around(starts, spot[None, :], straight[:, None], water)[:, 0] - straight


def _reached(starts: Floats, metres: Floats, drawn: Floats) -> Flags:
    """Find which of a door's draws are near enough to each origin."""
    away = starts[:, [0]] - drawn[None, :, 0]
    north = starts[:, [1]] - drawn[None, :, 1]
    away *= away
    north *= north
    away += north  # in place: they are millions of numbers
    near: Flags = away <= (metres * np.abs(metres))[:, None]
    return near


def placed_only_roughly(rough: Sequence[float] | Floats) -> int:
    """Count the doors that may stand elsewhere than their point."""
    return int((np.nan_to_num(np.asarray(rough, dtype=float)) > 0).sum())
