"""Offers told apart: what is surely right for a child, what to ask first, what is not open then."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import Pack
from geodata.offers import AGES_NOT_GIVEN, EVERYWHERE, NAMED_ONLY, REPORTED_GAP, parts_of
from layers.assets import has_door, is_running, rests_by_age, takes_ages
from layers.finding_help.asked import HelpAsked, is_about
from layers.finding_help.start import Start
from layers.opening import days_open
from layers.serving import WHOLE, is_at_a_distance

Flags = NDArray[np.bool_]

NEAR, ASK, DISTANT, VISITS = "near", "ask first", "online or telephone", "no address"
NOT_THEN, STOPPED, WORKERS, BEYOND = "not that day", "not running", "for workers", "further away"
GROUPS: Final = (NEAR, ASK, DISTANT, VISITS, NOT_THEN, BEYOND, STOPPED, WORKERS)
FURTHER, LEFT_OUT = "further", ""

FOR_WORKERS: Final = frozenset(
    {"multi-agency-panel", "workforce-training", "practitioner-meeting", "fund", "governance"}
    | {"early-years-team", "send-network", "send-hub", "voluntary-sector-support"}
)
_FAMILIES = re.compile(
    r"\b(?:child\b|children\b(?!['’]s)|famil|parent|pupil|student|young|youth|teen|mother|father|bab|"
    r"toddler|under-|carers?\b|siblings?\b|adolesc|patients?\b|residents?\b|people\b|all\b|"
    r"victims?\b|SEND\b|everyone)",
    re.IGNORECASE,
)
_WORKERS = re.compile(
    r"\b(?:practition|professional|staff\b|settings?\b|schools?\b|childminders?\b|providers?\b|"
    r"health visitors?\b|sendcos?\b|teachers?\b|voluntary groups?\b|workers?\b|services\b)",
    re.IGNORECASE,
)


def tell_apart(pack: Pack, asked: HelpAsked, start: Start) -> DataFrame:
    """Return the offers that may be for the child, with what is sure of each and what is not.

    Returns
    -------
    offers
        Rows of the pack's assets that are about what is asked and do not state that they are for
        other ages: `door`, `running`, `planned_or_shut`, `gap` (a report says that it is missing),
        `ages_unsure`, `serves` ("yes", "no", "not stated"), `that_day` ("yes", "no",
        "not stated"), `distant` and `workers`.
    """
    assets = pack.assets
    wanted = np.asarray(is_about(assets, asked.about), dtype=bool)
    wanted &= ~assets["status"].eq(NAMED_ONLY).to_numpy(bool)
    ages = range(asked.age, asked.age + 1)
    may = takes_ages(assets, ages)[:, 0] | _states_no_age(assets)
    kept: GeoDataFrame = assets[wanted & may]
    unsure = rests_by_age(kept, ages)[:, 0] & ~_is_usual(pack, kept, asked.age)
    unsure |= _states_no_age(kept)
    return DataFrame(kept.drop(columns="geometry")).assign(
        door=has_door(kept).to_numpy(bool),
        running=is_running(kept).to_numpy(bool),
        gap=kept["status"].eq(REPORTED_GAP).to_numpy(bool),
        ages_unsure=unsure,
        serves=_served(pack, kept["serves"], start),
        that_day=_days(kept["opening"], asked.day),
        distant=is_at_a_distance(kept).to_numpy(bool),
        workers=np.array(_for_workers(kept), dtype=bool),
    )


def _states_no_age(offers: DataFrame) -> Flags:
    """Return which offers state no age at all: they may be for anybody, in pregnancy too."""
    return np.asarray(offers["age_from"].isna() & offers["age_to"].isna(), dtype=bool)


def lacks_ages(offers: DataFrame) -> Flags:
    """Return which offers have ages by rule alone, since their source gives none."""
    notes = offers["note"].astype(object).fillna("").astype(str)
    return notes.str.contains(AGES_NOT_GIVEN, regex=False).to_numpy(bool)


def _is_usual(pack: Pack, offers: DataFrame, age: int) -> Flags:
    """Return which offers are of a service that is for this age, where they leave one end open.

    "From pregnancy", with no oldest age, is sure for a two-year-old and not for a young man of 20.
    Where others of its kind say that they are not for this age, each is for its own ages, and one
    that does not state them may be either: a school that takes five-year-olds is no secondary.
    """
    usual = {
        kind
        for service in pack.info.services.values()
        for kind in service.kinds
        if min(service.age_from, 0) <= age <= service.age_to
    }
    every = pack.assets
    others = every.loc[~takes_ages(every, range(age, age + 1))[:, 0], "kind"].unique()
    is_usual = offers["kind"].isin(usual) & ~offers["kind"].isin(others)
    return np.asarray(is_usual & ~lacks_ages(offers), dtype=bool)


def _served(pack: Pack, serves: Series, start: Start) -> list[str]:
    known = {cell: _serves(pack, str(cell), start) for cell in serves.dropna().unique()}
    return ["not stated" if pd.isna(cell) else known[cell] for cell in serves]


def _serves(pack: Pack, cell: str, start: Start) -> str:
    """Return whether an offer says that it serves the neighbourhood of a spot."""
    served = parts_of(cell)
    if not start.is_inside:
        return "no"
    if EVERYWHERE in served:
        return "yes"
    members = pack.membership[pack.membership["place_id"].isin(served)]
    share = float(members.loc[members["area_id"] == start.area_id, "share"].sum())
    if share <= 0 or share >= WHOLE:
        return "yes" if share > 0 else "no"
    shapes = pack.places.geometry.reindex(served).dropna()
    return "yes" if bool(shapes.covers(start.point).any()) else "no"


def _days(opening: Series, day: str) -> list[str]:
    if not day:
        return ["yes"] * len(opening)
    said = {cell: days_open(cell) for cell in opening.dropna().unique()}
    days = [None if pd.isna(cell) else said[cell] for cell in opening]
    return ["not stated" if each is None else "yes" if day in each else "no" for each in days]


def _for_workers(offers: DataFrame) -> list[bool]:
    """Return which offers say that they are for those who work with families, and not for these."""
    pairs = zip(offers["kind"], offers["audience"], strict=True)
    return [kind in FOR_WORKERS or is_for_workers(audience) for kind, audience in pairs]


def is_for_workers(audience: object) -> bool:
    """Return whether words on who an offer is for name only people who work with families."""
    if not isinstance(audience, str):
        return False
    return bool(_WORKERS.search(audience)) and not _FAMILIES.search(audience)


def group_offers(offers: DataFrame, minutes: Series, limit_min: int) -> Series:
    """Put each offer into one of `GROUPS`, `FURTHER` or, where it is none of it, `LEFT_OUT`.

    Parameters
    ----------
    offers
        From `tell_apart`.
    minutes
        On the way to each; NaN where there is none, or no door.
    """
    door, within = offers["door"], minutes.le(limit_min)
    reached = offers["door"] & within
    is_there = reached | (~door & offers["serves"].ne("no"))
    sure = ~offers["ages_unsure"] & offers["that_day"].eq("yes")
    sure &= offers["serves"].ne("no").where(door, offers["serves"].eq("yes"))
    # What comes to a child, or by telephone, keeps no door open: its days are asked with the rest.
    sure |= ~door & ~offers["ages_unsure"] & offers["serves"].eq("yes")
    group = Series(LEFT_OUT, index=offers.index, dtype=object)
    group[is_there] = ASK
    group[is_there & sure] = NEAR
    group[is_there & sure & ~door] = VISITS
    group[is_there & sure & ~door & offers["distant"]] = DISTANT
    group[door & ~within & minutes.notna()] = FURTHER
    group[is_there & offers["that_day"].eq("no")] = NOT_THEN
    group[(group == FURTHER) & offers["that_day"].eq("no")] = LEFT_OUT
    group[is_there & offers["workers"]] = WORKERS
    group[(group == FURTHER) & offers["workers"]] = LEFT_OUT
    group[~offers["running"]] = LEFT_OUT
    group[is_there & ~offers["running"] & ~offers["gap"] & ~offers["workers"]] = STOPPED
    return group


def is_sure(offers: DataFrame) -> Series:
    """Return which offers are surely for the child, and surely open on the day asked about."""
    sure: Series = ~offers["ages_unsure"] & offers["that_day"].eq("yes")
    return sure & offers["serves"].ne("no")
