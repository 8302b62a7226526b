"""What is on offer in a place, near it, and for it without a door."""

from __future__ import annotations

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.model import Pack
from layers.assets import (
    OPEN,
    is_centre,
    kind_words,
    part_words,
    service_assets,
    takes_ages,
    takes_words,
)
from layers.cover.near import doors_near, nearest_beyond
from layers.place.values import Offer, Where
from layers.places import find_place, member_areas
from layers.question.question import Question
from layers.question.words import limit_words
from layers.said.numbers import minutes, percent

ORDER: tuple[Where, ...] = ("in", "near", "beyond", "online")
M_PER_KM = 1000


def place_offers(pack: Pack, question: Question, place_id: str) -> tuple[Offer, ...]:
    """List the services of a place: the service asked about first, then everything else in it.

    Closed ones are left out. Of the service asked about, those near the place are listed too: the
    doors beyond its boundary that some of its people have within the limit, by the journeys of the
    question itself; where there are none in or near it, the one nearest to most of them.

    Parameters
    ----------
    place_id
        A place of any kind.
    """
    listed = pack.assets[pack.assets["status"] != "closed"]
    asked = service_assets(listed, pack.info.services[question.service])
    table = _with_where(pack, place_id, listed)
    table["is_asked"] = listed.index.isin(asked.index)
    table["is_centre"] = is_centre(pack.assets).reindex(listed.index)
    takes = takes_ages(listed, question.ages)
    table["serves"] = Series(takes.sum(axis=1) > 0, index=table.index)
    table = _with_near(pack, question, place_id, table)
    kept = table[table["where"].notna() & (table["is_asked"] | table["where"].isin(["in"]))]
    kept = pd.concat([kept, _beyond(pack, question, place_id, table)])
    parents = kept["parent_id"].map(pack.assets["name"].to_dict())
    order = kept.assign(
        _other=~kept["is_asked"].astype(bool),
        _where=kept["where"].map(ORDER.index),
        _site=parents.fillna(kept["name"]),
        _door=parents.notna(),
    ).sort_values(["_other", "_where", "distance_m", "_site", "_door", "name"])
    return tuple(_offer(pack, question, str(key), row) for key, row in order.iterrows())


def _with_where(pack: Pack, place_id: str, listed: GeoDataFrame) -> DataFrame:
    """Find what stands in the place, and what is online for its district."""
    place = find_place(pack, place_id)
    table = DataFrame(listed.drop(columns="geometry"))
    has_door = ~listed["virtual"] & ~(listed.geometry.isna() | listed.geometry.is_empty)
    metres = listed.geometry.distance(place["geometry"]).where(has_door)
    table["distance_m"] = metres
    table["where"] = Series(None, index=table.index, dtype=object)
    table.loc[metres == 0, "where"] = "in"
    districts = set(pack.areas.loc[member_areas(pack, place_id).index, "district"])
    here = table["district"].isna() | table["district"].isin(districts)
    table.loc[listed["virtual"] & here, "where"] = "online"
    return table


def _with_near(pack: Pack, question: Question, place_id: str, table: DataFrame) -> DataFrame:
    """Find which doors beyond the boundary some people of the place have within the limit."""
    outside = table["is_asked"] & (table["distance_m"] > 0)
    found = doors_near(pack, question, place_id, list(table.index[outside]))
    within = found["within_share"].reindex(table.index).where(outside)
    where = table["where"].mask(within > 0, "near")
    return table.assign(within_share=within, minutes=np.nan, where=where)


def _beyond(pack: Pack, question: Question, place_id: str, table: DataFrame) -> DataFrame:
    """Pick the open door that serves and is nearest to most, where none is in or near the place."""
    doors = table[table["is_asked"] & table["serves"] & (table["status"] == OPEN)]
    if doors["where"].isin(["in", "near"]).any():
        return table.head(0)
    candidates = Series([tuple(doors.index[doors["distance_m"].notna()])])
    found = nearest_beyond(pack, question, place_id, candidates).iloc[0]
    if not isinstance(found["nearest"], str):
        return table.head(0)
    return doors.loc[[found["nearest"]]].assign(where="beyond", minutes=found["nearest_min"])


def _offer(pack: Pack, question: Question, asset_id: str, row: Series) -> Offer:
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
        level=words(row["level"]),
        expertise=tuple(part for part in words(row["expertise"]).split("; ") if part),
        opening=words(row["opening"]),
        address=", ".join(filter(None, [words(row["address"]), words(row["postcode"])])),
        status=str(row["status"]),
        checked=words(row["checked"]),
        is_asked=bool(row["is_asked"]),
        serves=bool(row["serves"]),
        where=where,
        distance_m=distance,
        place_words=_place_words(where, distance, row, question),
        door=part_words(pack.assets, asset_id),
        is_centre=bool(row["is_centre"]),
        precision_m=None if np.isnan(row["precision_m"]) else float(row["precision_m"]),
        source=pack.info.sources[str(row["source"])].title,
        note=words(row["note"]),
    )


def words(cell: object) -> str:
    """Return the text of a cell; empty where the cell is."""
    return cell if isinstance(cell, str) else ""


def _place_words(where: Where, distance_m: float | None, row: Series, question: Question) -> str:
    if where == "in":
        return "here"
    if where == "online" or distance_m is None:
        return "online or by telephone"
    said = f"{_distance(distance_m)} beyond the boundary"
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
