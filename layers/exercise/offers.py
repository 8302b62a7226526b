"""Everything that serves a place, in words: what runs, is planned or missing, and who runs it."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pandas import DataFrame, Series

from geodata.model import Pack
from geodata.offers import NAMED_ONLY, REPORTED_GAP, RUNNING, parts_of
from layers.assets import has_door, kind_words, parts_words
from layers.cover.here import TOLD, stands_inside
from layers.offer_facts import Row, ages_words, level_words, status_words
from layers.places import find_place
from layers.said.numbers import counted, listed
from layers.serving import WHOLE, how_words, is_at_a_distance, served_part, serves_words
from layers.themes import BY_KEY, offer_themes

NOT_STATED = "not stated"
STATUS_ORDER = (*RUNNING, "planned", REPORTED_GAP)
COLUMNS = (
    *("name", "kind", "status", "how", "ages", "level", "expertise", "theme", "provider"),
    *("capacity", "limits", "inferred", "of", "period", "source", "source_part"),
)


def list_offers(pack: Pack, place_id: str | None) -> DataFrame:
    """List every offer that has a door in a place or serves it, in words.

    What is closed, withdrawn or only named is listed too, with that word: it counts in no cell.

    Returns
    -------
    offers
        Indexed by `asset_id`: `COLUMNS`, all text (`of` is where its door is, or which places it
        serves or is said to be missing from), and `is_running`, `is_planned`, `is_gap`,
        `way` ("door", "online" or "other") and `source_key`. What runs first, then by theme and
        name. Empty where a value is not stated, but for `provider`, `how` and `ages`.
    """
    place = pack.info.title if place_id is None else str(find_place(pack, place_id)["name"])
    assets = pack.assets
    door = Series(stands_inside(pack, assets, place_id), index=assets.index)
    part = served_part(pack, assets, place_id)
    is_here = door | (part > 0)
    own = DataFrame(assets[is_here])
    has_point = has_door(assets)[is_here]
    themes = [next(iter(found)) for found in offer_themes(own)]
    of = parts_words(assets, own.index[door[is_here]])
    rows = [
        _worded(pack, row, of.get(str(key)), has_point=bool(pointed), part=float(served))
        for (key, row), pointed, served in zip(
            own.to_dict("index").items(), has_point, part[is_here], strict=True
        )
    ]
    table = DataFrame(rows, index=own.index, columns=[*COLUMNS, "source_key"]).assign(
        of=[
            place if inside else serves_words(pack, serves) or place
            for serves, inside in zip(own["serves"], door[is_here], strict=True)
        ],
        theme=[BY_KEY[key].label for key in themes],
        is_running=own["status"].isin(RUNNING),
        is_planned=own["status"].eq("planned"),
        is_gap=own["status"].eq(REPORTED_GAP),
        way=_ways(own, door[is_here]),
    )
    order = table.assign(
        _state=own["status"].map({status: n for n, status in enumerate(STATUS_ORDER)}).fillna(9),
        _theme=[BY_KEY[key].order for key in themes],
    )
    return order.sort_values(["_state", "_theme", "name"]).drop(columns=["_state", "_theme"])


def listed_words(offers: DataFrame) -> str:
    """Return how many offers run and how many more are listed: "12 offers run, and 1 is planned".

    Parameters
    ----------
    offers
        As `list_offers` lists them, or some of them.
    """
    running = int(offers["is_running"].sum())
    planned, gaps = int(offers["is_planned"].sum()), int(offers["is_gap"].sum())
    others = len(offers) - running - planned - gaps
    more = [
        *([f"{planned:,} planned"] if planned else []),
        *([f"{counted(gaps, 'gaps')} reported"] if gaps else []),
        *([f"{others:,} withdrawn, closed or only named"] if others else []),
    ]
    runs = f"{counted(running, 'offers')} that {'runs' if running == 1 else 'run'}"
    return f"{runs}, and beside them {listed(more)}" if more else runs


def is_told(status: str) -> bool:
    """Return whether an offer of this status is told of as there, planned or missing."""
    return status in TOLD


def _ways(own: DataFrame, door: Series) -> Series:
    distant = is_at_a_distance(own)
    return Series("other", index=own.index).mask(distant, "online").mask(door, "door")


def _worded(
    pack: Pack, row: Row, door: str | None, *, has_point: bool, part: float
) -> dict[str, str]:
    """Return an offer in words; `door` is what its door is a part of, None without one here."""
    source = pack.info.sources[str(row["source"])]
    others = [pack.info.sources[key].title for key in _parts(row["other_sources"])]
    return {
        "name": str(row["name"]),
        "kind": kind_words(str(row["kind"])),
        "status": _status(row),
        "how": _how(pack, row, door, has_point=has_point, part=part),
        "ages": ages_words(row),
        "level": level_words(row),
        "expertise": listed(list(_parts(row["expertise"]))),
        "provider": _text(row, "provider") or NOT_STATED,
        "capacity": _amount(row),
        "limits": _text(row, "limits"),
        "inferred": listed([name.replace("_", " ") for name in _parts(row["inferred"])]),
        "period": _text(row, "checked") or source.period,
        "source": listed([source.title, *others]),
        "source_part": _text(row, "source_part"),
        "source_key": str(row["source"]),
    }


def _parts(cell: object) -> list[str]:
    return list(parts_of(cell))


def _text(row: Row, column: str) -> str:
    cell = row[column]
    return cell if isinstance(cell, str) else ""


def _status(row: Row) -> str:
    """Return whether an offer runs; what a report only names is said to be no more than that."""
    if row["status"] == NAMED_ONLY:
        return "only named; whether it runs here is not known"
    return status_words(row) or "open"


def _how(pack: Pack, row: Row, door: str | None, *, has_point: bool, part: float) -> str:
    how = how_words(row["delivery"], has_door=has_point and door is not None)
    if door is not None:
        return ", ".join(filter(None, ["a door here", door, how.replace("at its own door", "")]))
    scope = f"serves {serves_words(pack, row['serves'])}"
    only = "" if part >= WHOLE else ", a part of this place"
    return f"{how or 'how it comes is not stated'}; {scope}{only}"


def _amount(row: Row) -> str:
    if pd.isna(row["capacity"]):
        return ""
    said = f"{row['capacity']:,g} {_text(row, 'capacity_unit')}".strip()
    return ", ".join(filter(None, [said, _text(row, "capacity_date")]))


def _each_provider(offers: DataFrame) -> DataFrame:
    """Return a row for each provider of each offer: what two run together is named for both."""
    providers = offers["provider"].map(lambda cell: list(parts_of(cell)) or [NOT_STATED])
    each = offers.assign(provider=providers).explode("provider")
    return each.assign(provider=_one_spelling(each["provider"]))


def _one_spelling(names: Series) -> Series:
    """Return names with those that differ only by capitals or a plural under one: the commonest."""
    keys = names.str.casefold().str.replace("’", "'").str.replace(r"\(s\)|s\b", "", regex=True)
    counts = names.groupby(keys.str.split().str.join(" ")).transform(lambda own: own.mode().iloc[0])
    return counts.astype(object)


def list_providers(offers: DataFrame) -> DataFrame:
    """List who runs what runs in a place.

    Parameters
    ----------
    offers
        As `list_offers` lists them.

    Returns
    -------
    providers
        Indexed by `provider`, whoever runs most first and what is not stated last: `offers`,
        `doors`, `online`, `other` (counts), `names` (of all its offers, by name), `period`
        and `source`.
    """
    running = offers[offers["is_running"]]
    rows: dict[str, dict[str, Any]] = {
        str(provider): {
            "offers": len(own),
            "doors": int((own["way"] == "door").sum()),
            "online": int((own["way"] == "online").sum()),
            "other": int((own["way"] == "other").sum()),
            "names": "; ".join(sorted(own["name"], key=str.casefold)),
            "period": "; ".join(dict.fromkeys(own["period"])),
            "source": "; ".join(dict.fromkeys(own["source"])),
        }
        for provider, own in _each_provider(running).groupby("provider")
    }
    columns = ["offers", "doors", "online", "other", "names", "period", "source"]
    table = DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("provider")
    order = sorted(
        table.index,
        key=lambda name: (name == NOT_STATED, -rows[name]["offers"], name.casefold()),
    )
    return table.loc[order]
