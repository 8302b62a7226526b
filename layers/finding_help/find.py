"""What is open to one child from one spot: the answer, put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.assets import centre_of, kind_words
from layers.finding.things import Things, list_things
from layers.finding_help.asked import ANY, THEME, HelpAsked
from layers.finding_help.found import HelpFound
from layers.finding_help.offers import SAID, offer_row, way_words
from layers.finding_help.start import Start, find_start
from layers.finding_help.told_apart import (
    ASK,
    BEYOND,
    DISTANT,
    FURTHER,
    GROUPS,
    LEFT_OUT,
    NEAR,
    VISITS,
    group_offers,
    is_sure,
    tell_apart,
)
from layers.finding_help.ways import Ways, is_near_edge, measure_ways
from layers.finding_help.words import COUNCIL
from layers.said.sentences import opened
from layers.serving import serves_words
from layers.themes import BY_KEY, IN_ORDER, OTHER, offer_themes

NOT_ASKED_OF = {OTHER, "together"}  # themes of which nobody looks for help for a child
MOST_BEYOND = 5  # of all that is further away, beside the nearest of each theme that is not near
ASKED_FIRST: Final = (
    *("early-help-front-door", "information-service", "early-help-team", "family-hub"),
    *("child-and-family-centre", "childrens-centre-hub", "childrens-centre"),
    *("child-and-family-zone", "library"),
)
"""Kinds that know what else there is, those who know most first."""


def find_help(pack: Pack, asked: HelpAsked, things: Things | None = None) -> HelpFound:
    """Find what is open to one child from one spot.

    Nothing of it is kept: whoever calls it keeps neither what was asked nor what was found.

    Parameters
    ----------
    things
        All that can be found in the pack, for whoever has listed it.

    Raises
    ------
    QuestionError
        The spot is nowhere in the pack, or the pack has no such way to travel.
    """
    start = find_start(pack, asked.where, things or list_things(pack))
    offers = tell_apart(pack, asked, start)
    doors = pack.assets.loc[offers.index[offers["door"]]]
    ways = measure_ways(pack, asked, start, doors)
    minutes = ways.minutes.reindex(offers.index)
    offers["group"] = group_offers(offers, minutes, asked.limit_min)
    offers["minutes"] = minutes
    offers["is_sure"] = is_sure(offers)
    themes = Series(offer_themes(offers), index=offers.index, dtype=object).map(tuple)
    kept = _with_beyond(offers, themes)
    told = _told(pack, asked, kept)
    return HelpFound(
        asked=asked,
        start=start,
        title=pack.info.title,
        offers=told,
        themes=_by_theme(pack, asked, told, themes),
        reported=tuple(_reported(pack, offers)),
        ask_first=tuple(_whom_to_ask(pack, asked, start)),
        method=ways.method,
        is_estimate=ways.is_estimate,
        bus_day=ways.bus_day,
        is_near_edge=start.is_inside and is_near_edge(pack, asked, start),
        sources=_sources(pack, told, ways),
        is_illustrative=pack.info.illustrative,
    )


def _with_beyond(offers: DataFrame, themes: Series) -> DataFrame:
    """Keep the offers of each group, and of those further away the nearest few.

    Of each theme of which nothing is near, the nearest that is surely for the child is kept too.
    """
    further = offers[offers["group"] == FURTHER].sort_values(["minutes", "name"])
    near = {theme for each in themes[offers["group"].eq(NEAR)] for theme in each}
    chosen = [*further.index[:MOST_BEYOND]]
    sure = further[further["is_sure"].astype(bool)]
    seen = set(near)
    for key in sure.index:
        fresh = set(themes[key]) - seen
        if fresh:
            chosen.append(key)
            seen |= fresh
    kept = offers[~offers["group"].isin([FURTHER, LEFT_OUT])]
    beyond = further.loc[list(dict.fromkeys(chosen))].assign(group=BEYOND)
    return pd.concat([kept, beyond.sort_values(["minutes", "name"])])


def _told(pack: Pack, asked: HelpAsked, kept: DataFrame) -> DataFrame:
    """Return the rows of the answer, group by group and the nearest first."""
    order = kept.assign(at=kept["group"].map({name: n for n, name in enumerate(GROUPS)}))
    order = order.sort_values(["at", "minutes", "name"], kind="stable")
    kinds, roots = pack.assets["kind"], centre_of(pack.assets).reindex(order.index)
    is_door_of_it = roots.map(kinds.to_dict()) == order["kind"]
    renamed = order.assign(
        serves_ids=pack.assets["serves"].reindex(order.index),
        service_id=roots.where(is_door_of_it, roots.index.to_series()),
    )
    rows = [
        {name: row[name] for name in ("asset_id", "group", "is_sure", "service_id")}
        | offer_row(pack, asked, row, float(row["minutes"]))
        for row in renamed.rename_axis("asset_id").reset_index().to_dict("records")
    ]
    columns = ["asset_id", "group", "is_sure", "service_id", *SAID]
    table = DataFrame(rows) if rows else DataFrame(columns=columns)
    return table.set_index("asset_id")


def _by_theme(pack: Pack, asked: HelpAsked, told: DataFrame, themes: Series) -> DataFrame:
    """Count by theme what is near, what to ask first and what comes to the child."""
    of, _, name = asked.about.partition(":")
    wanted = [
        each.key for each in IN_ORDER if asked.about == ANY or (of == THEME and each.key == name)
    ]
    held = {theme for cell in offer_themes(pack.assets) for theme in cell} - NOT_ASKED_OF
    rows = []
    for key in (each for each in wanted if each in held):
        of_it = told[np.array([key in themes[each] for each in told.index], dtype=bool)]
        count = of_it["group"].value_counts()
        near = int(count.get(NEAR, 0))
        beyond = of_it[(of_it["group"] == BEYOND) & of_it["is_sure"].astype(bool)]
        first = beyond.iloc[0] if len(beyond) and not near else None
        rows.append(
            {
                "theme": key,
                "label": BY_KEY[key].label,
                "near": near,
                "ask": int(count.get(ASK, 0)),
                "distant": int(count.get(DISTANT, 0) + count.get(VISITS, 0)),
                "nearest": "" if first is None else str(first["name"]),
                "nearest_way": "" if first is None else str(first["how_far"]),
            }
        )
    columns = ["theme", "label", "near", "ask", "distant", "nearest", "nearest_way"]
    return DataFrame(rows, columns=columns).set_index("theme")


def _reported(pack: Pack, offers: DataFrame) -> Iterator[str]:
    """Yield what reports say is missing here for the child."""
    missing = offers[offers["gap"] & offers["serves"].ne("no")]
    for _, row in missing.sort_values(["ages_unsure", "name"]).iterrows():
        said = str(row["limits"]).rstrip(".") if isinstance(row["limits"], str) else ""
        where = serves_words(pack, pack.assets["serves"][row.name]) or pack.info.title
        period = str(row["checked"]) if isinstance(row["checked"], str) else ""
        when = f", {period}" if period else ""
        yield (
            f"Reported to be missing or thin in {where}{when}: {row['name']}."
            f"{f' {opened(said)}.' if said else ''}"
        )


def _whom_to_ask(pack: Pack, asked: HelpAsked, start: Start) -> Iterator[str]:
    """Yield whom to ask: who knows what there is, the nearest of them, and the council."""
    anybody = replace(asked, about=ANY, day=ANY)
    known = tell_apart(pack, anybody, start)
    known = known[known["running"] & known["kind"].isin(ASKED_FIRST) & known["serves"].ne("no")]
    known = known[~known["workers"]]
    order = {kind: at for at, kind in enumerate(ASKED_FIRST)}
    serving = known[~known["door"] & known["serves"].eq("yes")]
    serving = serving.sort_values("kind", key=lambda kinds: kinds.map(order), kind="stable")
    for _, row in serving[:1].iterrows():
        by = f", run by {row['provider']}" if isinstance(row["provider"], str) else ""
        yield f"You can ask {row['name']} ({kind_words(str(row['kind']))}{by})."
    doors = known[known["door"]]
    at = measure_ways(pack, anybody, start, pack.assets.loc[doors.index]).minutes
    near = doors.assign(minutes=at).dropna(subset="minutes")
    if len(near):
        row = near.sort_values(["minutes", "name"]).iloc[0]
        way = way_words(asked, float(row["minutes"]))
        yield f"The nearest door where you can ask is {row['name']}, {way}."
    yield COUNCIL


def _sources(pack: Pack, told: DataFrame, ways: Ways) -> tuple[Source, ...]:
    keys = dict.fromkeys(str(key) for key in pack.assets["source"].reindex(told.index))
    return (*(pack.info.sources[key] for key in keys), *ways.sources)
