"""What is on offer in a place, near it, and for it without a door."""

from __future__ import annotations

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.model import Pack
from geodata.offers import RUNNING, parts_of
from layers.assets import (
    has_door,
    is_centre,
    is_running,
    kind_words,
    parts_words,
    takes_ages,
    takes_words,
)
from layers.cover.here import PLANNED, TOLD
from layers.cover.near import doors_near, nearest_beyond
from layers.offer_facts import Row, level_words
from layers.place.values import Offer, Where
from layers.places import find_place
from layers.question.doors import asked_assets
from layers.question.question import Question
from layers.question.words import limit_words
from layers.said.numbers import minutes, percent
from layers.serving import AT_A_DISTANCE, WHOLE, how_words, served_part, serves_words

ORDER: tuple[Where, ...] = ("in", "near", "beyond", "serves")
M_PER_KM = 1000


def place_offers(pack: Pack, question: Question, place_id: str) -> tuple[Offer, ...]:
    """List the offers of a place: the service asked about first, then what else is in or serves it.

    What is closed or withdrawn is left out; what is reported as missing is listed as that. Of the
    service asked about, those near the place are listed too: the doors beyond its boundary that
    some of its people have within the limit, by the journeys of the question itself; where there
    are none in or near it, the one nearest to most of them.

    Parameters
    ----------
    place_id
        A place of any kind.
    """
    listed = pack.assets[pack.assets["status"].isin(TOLD)]
    asked = asked_assets(pack, question)
    table = _with_where(pack, place_id, listed)
    table["is_asked"] = listed.index.isin(asked.index)
    table["is_centre"] = is_centre(pack.assets).reindex(listed.index)
    takes = takes_ages(listed, question.ages)
    table["takes"] = Series(takes.sum(axis=1) > 0, index=table.index)
    table = _with_near(pack, question, place_id, table)
    here = table["where"].isin(["in", "serves"])
    kept = table[table["where"].notna() & (table["is_asked"] | here)]
    kept = pd.concat([kept, _beyond(pack, question, place_id, table)])
    parents = kept["parent_id"].map(pack.assets["name"].to_dict())
    order = kept.assign(
        _other=~kept["is_asked"].astype(bool),
        _where=kept["where"].map(ORDER.index),
        _site=parents.fillna(kept["name"]),
        _door=parents.notna(),
    ).sort_values(["_other", "_where", "distance_m", "_site", "_door", "name"])
    doors = parts_words(pack.assets, order.index)
    rows = order.to_dict("index").items()
    return tuple(_offer(pack, question, str(key), row, doors[str(key)]) for key, row in rows)


def _with_where(pack: Pack, place_id: str, listed: GeoDataFrame) -> DataFrame:
    """Find what stands in the place, and what serves it without standing there."""
    place = find_place(pack, place_id)
    table = DataFrame(listed.drop(columns="geometry"))
    metres = listed.geometry.distance(place["geometry"]).where(has_door(listed))
    table["distance_m"] = metres
    table["where"] = Series(None, index=table.index, dtype=object)
    table.loc[metres == 0, "where"] = "in"
    part = served_part(pack, table, place_id)
    table.loc[table["where"].isna() & (part > 0), "where"] = "serves"
    return table.assign(part=part)


def _with_near(pack: Pack, question: Question, place_id: str, table: DataFrame) -> DataFrame:
    """Find which doors beyond the boundary some people of the place have within the limit."""
    runs = is_running(table)
    outside = table["is_asked"] & (table["distance_m"] > 0) & (runs | table["status"].eq(PLANNED))
    found = doors_near(pack, question, place_id, list(table.index[outside]))
    within = found["within_share"].reindex(table.index).where(outside)
    where = table["where"].mask(within > 0, "near")
    return table.assign(within_share=within, minutes=np.nan, where=where)


def _beyond(pack: Pack, question: Question, place_id: str, table: DataFrame) -> DataFrame:
    """Pick the open door that serves and is nearest to most, where none is in or near the place."""
    doors = table[table["is_asked"] & table["takes"] & is_running(table)]
    if doors["where"].isin(["in", "near"]).any():
        return table.head(0)
    candidates = Series([tuple(doors.index[doors["distance_m"].notna()])])
    found = nearest_beyond(pack, question, place_id, candidates).iloc[0]
    if not isinstance(found["nearest"], str):
        return table.head(0)
    return doors.loc[[found["nearest"]]].assign(where="beyond", minutes=found["nearest_min"])


def _offer(pack: Pack, question: Question, asset_id: str, row: Row, door: str) -> Offer:
    distance = None if np.isnan(row["distance_m"]) else float(row["distance_m"])
    where: Where = row["where"]
    return Offer(
        asset_id=asset_id,
        name=str(row["name"]),
        kind_label=kind_words(str(row["kind"])),
        provider=words(row["provider"]),
        ages=takes_words(row["age_from"], row["age_to"]),
        district=words(row["district"]),
        audience=words(row["audience"]),
        level=level_words(row),
        expertise=parts_of(row["expertise"]),
        opening=words(row["opening"]),
        address=", ".join(filter(None, [words(row["address"]), words(row["postcode"])])),
        telephone=words(row["telephone"]),
        web=words(row["web"]),
        limits=words(row["limits"]),
        status=str(row["status"]),
        checked=words(row["checked"]),
        is_asked=bool(row["is_asked"]),
        is_running=str(row["status"]) in RUNNING,
        takes=bool(row["takes"]),
        where=where,
        is_distant=bool(AT_A_DISTANCE & set(parts_of(row["delivery"]))),
        distance_m=distance,
        place_words=_place_words(pack, where, distance, row, question),
        door=door,
        is_centre=bool(row["is_centre"]),
        across_border=bool(row["across_border"]),
        precision_m=None if np.isnan(row["precision_m"]) else float(row["precision_m"]),
        inferred=parts_of(row["inferred"]),
        source=pack.info.sources[str(row["source"])].title,
        source_part=words(row["source_part"]),
        note=words(row["note"]),
    )


def words(cell: object) -> str:
    """Return the text of a cell; empty where the cell is."""
    return cell if isinstance(cell, str) else ""


def _place_words(
    pack: Pack, where: Where, distance_m: float | None, row: Row, question: Question
) -> str:
    if where == "in":
        return "here"
    if where == "serves" or distance_m is None:
        part = "" if row["part"] >= WHOLE else ", a part of this place"
        how = how_words(row["delivery"]) or "no door of its own"
        return f"{how}; serves {serves_words(pack, row['serves'])}{part}"
    said = f"{_distance(distance_m)} beyond the boundary"
    if row["across_border"]:
        said += f", across the border of {pack.info.title}"
    if where == "near":
        return (
            f"{said}, within {limit_words(question)} for {percent(row['within_share'])} of people"
        )
    took = row["minutes"]
    return said if np.isnan(took) else f"{said}, {minutes(took)} on average"


def _distance(metres: float) -> str:
    if metres < M_PER_KM:
        return f"{max(round(metres, -2), 100):.0f} m"
    return f"{metres / M_PER_KM:.1f} km"
