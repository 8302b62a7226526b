"""Registered centres and hubs meet what reports name: one row for each door, each list kept.

A register says where a door is, to its postcode; a report says who runs it and for whom. Where both
mean one centre, its row keeps the report's id, name, kind and ages and the register's place, and
says where the two differ and which is shown. So no door is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from pandas import DataFrame
from scipy.spatial import KDTree

from geodata.building.same_names import FAR_M, exactness_m, likeness, metres_apart, own_words
from geodata.log import BuildLog
from geodata.model import Service
from geodata.offers import RUNNING, SEPARATOR, parts_of
from geodata.sources.family_hubs import CENTRE, HUB, HUB_LIST, LINKED

REGISTERED = frozenset({HUB, CENTRE, LINKED})
NEAR_M = 500.0  # two registers may give one centre two postcodes this far apart
OF_DOOR = (
    *("easting_m", "northing_m", "precision_m", "postcode", "address", "district"),
    *("across_border", "source", "checked"),
)
OF_HUB = ("name", "kind", "age_from", "age_to", "note")
BESIDE = ("telephone", "web", "opening", "capacity", "capacity_unit")  # where a report has none
TOLD = ("differs", "other_sources", "note", "placed", "parent_id", "address", "registers")
ROUND_M = 10
FAR_IN_KM = 950  # metres said in kilometres from here


def join_registers(
    rows: DataFrame, services: Mapping[str, Service], judged: DataFrame | None, log: BuildLog
) -> DataFrame:
    """Join registered centres with one another, and with the same centres of the recipe's tables.

    Parameters
    ----------
    rows
        Services indexed by `asset_id`, with `is_own` (whether a table of the recipe has it).
    services
        Those of the recipe: kinds that one of them names together may be one centre.
    judged
        Pairs that are a judgement, as `read_judged` returns them.
    """
    registered = rows.index[~rows["is_own"] & rows["kind"].isin(REGISTERED)]
    if registered.empty:
        return rows
    rows = rows.copy()
    rows[[column for column in TOLD if column not in rows.columns]] = None
    dropped = _join_doubles(rows, registered, log)
    registered = registered.difference(dropped, sort=False)
    kinds = {k for s in services.values() if REGISTERED.intersection(s.kinds) for k in s.kinds}
    own = rows.index[rows["is_own"] & rows["kind"].isin(kinds | REGISTERED)]
    own = own[rows.loc[own, "easting_m"].notna()]
    told = _judged_pairs(judged, own, registered, log)
    pairs = _pair(rows, own, registered, told)
    for ours, theirs in pairs.items():
        _show_register(rows, ours, theirs, told.get((ours, theirs), {}).get("differs", ""))
        dropped.append(theirs)
    _tell_unmatched(rows, own.difference(list(pairs)), registered.difference(dropped), len(own))
    log.count("Reported centres shown where a register of centres has them", len(pairs))
    log.count("Reported centres that no register lists", len(own) - len(pairs))
    only = registered.difference(dropped)
    at_home = ~rows.loc[only, "across_border"].eq(other=True)
    log.count("Registered centres that no report names", int(at_home.sum()))
    _follow_parents(rows, pairs)
    return rows.drop(index=dropped)


def _join_doubles(rows: DataFrame, registered: pd.Index, log: BuildLog) -> list[str]:
    """Keep one row of each centre that several registers list: shown is the one with an address."""
    facts = {str(key): rows.loc[key].to_dict() for key in registered}
    stands_for = {key: [key] for key in facts}  # the row shown → every row it stands for
    shown_as = {key: key for key in facts}
    for one, other in _find_doubles(rows, registered, facts):
        pair = [shown_as[one], shown_as[other]]
        all_apart = all(
            _are_apart(facts[a], facts[b])
            for a in stands_for.get(pair[0], ())
            for b in stands_for.get(pair[1], ())
        )
        if pair[0] == pair[1] or not all_apart:
            continue
        shown, hidden = sorted(
            pair, key=lambda key: (len(stands_for[key]) == 1, not _is_said(facts[key]["address"]))
        )
        _join_double(rows, shown, hidden)
        stands_for[shown] += stands_for.pop(hidden)
        shown_as |= dict.fromkeys(stands_for[shown], shown)
    dropped = [key for key, shown in shown_as.items() if key != shown]
    log.count("Centres that two registers list, each shown once and both kept", len(dropped))
    return dropped


def _find_doubles(
    rows: DataFrame, registered: pd.Index, facts: Mapping[str, Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """Find the pairs that may be one centre, those of one name and nearest together first."""
    near = _tree(rows, registered).query_pairs(NEAR_M)
    both = [(str(registered[first]), str(registered[second])) for first, second in near]
    found = [
        (not _are_named_alike(facts[a], facts[b]), metres_apart(facts[a], facts[b]), a, b)
        for a, b in both
        if _are_apart(facts[a], facts[b]) and _is_same_centre(facts[a], facts[b])
    ]
    return [(one, other) for _, _, one, other in sorted(found)]


def _tree(rows: DataFrame, keys: pd.Index) -> KDTree:
    return KDTree(rows.loc[keys, ["easting_m", "northing_m"]].to_numpy(float).reshape(-1, 2))


def _lists(row: Any) -> frozenset[str]:  # noqa: ANN401
    """Return which registers list a row: that of establishments, that of hubs, or both."""
    said = str(row.get("registers") or "").casefold()
    found = {key for key, word in (("gias", "gias"), ("hubs", "family hub")) if word in said}
    return frozenset(found or {"hubs" if row["kind"] == HUB else "gias"})


def _are_apart(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Return whether two rows are of two lists: one register lists two centres, two list one."""
    return one["source"] != other["source"] or not _lists(one) & _lists(other)


def _is_same_centre(one: Any, other: Any) -> bool:  # noqa: ANN401
    is_one_postcode = _is_said(one["postcode"]) and one["postcode"] == other["postcode"]
    return is_one_postcode or _are_named_alike(one, other)


def _are_named_alike(one: Any, other: Any) -> bool:  # noqa: ANN401
    words = own_words(one["name"])
    return bool(words) and words == own_words(other["name"])


def _join_double(rows: DataFrame, shown: str, hidden: str) -> None:
    there = rows.loc[hidden].copy()
    metres = metres_apart(rows.loc[shown], there)
    if there["kind"] == HUB:  # a hub wherever the list of hubs has it
        rows.loc[shown, list(OF_HUB)] = there[list(OF_HUB)]
    which = HUB_LIST if "hubs" in _lists(there) else "register of children’s centres"
    where = f" at {there['postcode']}, about {_distance(metres)} away" if metres >= ROUND_M else ""
    rows.loc[shown, "differs"] = _join(
        rows.loc[shown, "differs"],
        there["differs"],
        f"The {which} has it as {there['name']}{where}; shown is the entry with an address.",
    )
    rows.loc[shown, "other_sources"] = _sources(rows.loc[shown], there)


def _judged_pairs(
    judged: DataFrame | None, own: pd.Index, registered: pd.Index, log: BuildLog
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what is judged of pairs; one of a centre that is not there is a warning."""
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for row in [] if judged is None else judged.to_dict("records"):
        pair = (str(row["asset_id"]), str(row["registered"]))
        if pair[0] in own and pair[1] in registered:
            told[pair] = {str(name): value for name, value in row.items()}
        else:
            log.warn(f"{' and '.join(pair)} are judged to be one centre or two; one is not there.")
    return told


def _pair(
    rows: DataFrame,
    own: pd.Index,
    registered: pd.Index,
    told: Mapping[tuple[str, str], Mapping[str, Any]],
) -> dict[str, str]:
    """Pair reported with registered centres, each once: the judged, then the most alike."""
    pairs = {ours: theirs for (ours, theirs), row in told.items() if row["same"]}
    facts = {key: rows.loc[key].to_dict() for key in [*own, *registered]}
    near = _tree(rows, own).query_ball_tree(_tree(rows, registered), FAR_M)
    found = [
        (like, ours, theirs)
        for ours, hits in zip(own, near, strict=True)
        for theirs in registered[sorted(hits)]
        if (ours, theirs) not in told and (like := likeness(facts[ours], facts[theirs])) is not None
    ]
    taken = set(pairs.values())
    for _, ours, theirs in sorted(found):
        if ours not in pairs and theirs not in taken:
            pairs[ours] = theirs
            taken.add(theirs)
    return pairs


def _show_register(rows: DataFrame, ours: str, theirs: str, differs: str) -> None:
    """Show a reported centre where the register has it, unless its own point is the more exact."""
    held, there = rows.loc[ours].copy(), rows.loc[theirs].copy()
    metres = metres_apart(held, there)
    is_finer = exactness_m(held) < exactness_m(there)
    shown = "its own list" if is_finer else "the register"
    if not differs and metres > exactness_m(held) + exactness_m(there):
        differs = (
            f"Its own list and the register place it about {_distance(metres)} apart; shown is "
            f"where {shown} has it."
        )
    sources = _sources(there, held) if not is_finer else _sources(held, there)
    if not is_finer:
        rows.loc[[ours], list(OF_DOOR)] = there[list(OF_DOOR)].to_numpy()[None, :]
        rows.loc[ours, "placed"] = ""
    for column in BESIDE:
        if column in rows.columns and not _is_said(held[column]) and _is_said(there[column]):
            rows.loc[ours, column] = there[column]
    rows.loc[ours, "other_sources"] = sources
    rows.loc[ours, "differs"] = _join(
        held["differs"], there["differs"], differs, _states_differ(held, there)
    )
    is_renamed = own_words(there["name"]) != own_words(held["name"])
    named = f"Registered as {there['name']}." if is_renamed else ""
    rows.loc[ours, "note"] = _join(held["note"], named)


def _states_differ(held: Any, there: Any) -> str:  # noqa: ANN401
    """Say where one list has a centre running and the other has not; shown is its own list's."""
    ours, theirs = str(held["status"]), str(there["status"])
    if (ours in RUNNING) == (theirs in RUNNING):
        return ""
    return f"Its own list has it as {ours}, the register as {theirs}; shown is {ours}."


def _tell_unmatched(rows: DataFrame, own: pd.Index, registered: pd.Index, reported: int) -> None:
    """Say of a centre that one list has and the other has not."""
    at_home = registered[~rows.loc[registered, "across_border"].eq(other=True).to_numpy(bool)]
    for keys, told in (
        (own, "No register of centres lists it; shown is what reports or its own list say."),
        (at_home if reported else at_home[:0], "Only a register lists it: no report names it."),
    ):
        for key in keys:
            rows.loc[key, "differs"] = _join(rows.loc[key, "differs"], told)


def _follow_parents(rows: DataFrame, pairs: Mapping[str, str]) -> None:
    """Name the centre of a linked site by the id that the centre is kept under."""
    kept = {theirs: ours for ours, theirs in pairs.items()}
    rows["parent_id"] = rows["parent_id"].map(lambda key: kept.get(key, key))


def _sources(shown: Any, other: Any) -> str:  # noqa: ANN401
    """Return the sources of a row that stands for two, but for the one that it is shown by."""
    both: Iterable[str] = (
        *parts_of(shown["other_sources"]),
        str(other["source"]),
        *parts_of(other["other_sources"]),
    )
    return SEPARATOR.join(dict.fromkeys(key for key in both if key != shown["source"]))


def _distance(metres: float) -> str:
    if metres >= FAR_IN_KM:
        return f"{metres / 1000:.1f} km"
    return f"{max(ROUND_M, round(metres, -1)):.0f} m"


def _join(*cells: Any) -> str:  # noqa: ANN401
    return " ".join(str(cell) for cell in cells if _is_said(cell))


def _is_said(value: Any) -> bool:  # noqa: ANN401
    return bool(pd.notna(value)) and value != ""
