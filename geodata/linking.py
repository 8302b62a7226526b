"""What no single table shows: codes that lead nowhere, sums, repeated rows, things far apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.catalogue import catalogue_from_table
from geodata.checking import REBUILD, some
from geodata.disclosure import find_sensitive_problems
from geodata.errors import Problem
from geodata.fine import find_fine_problems
from geodata.ground import find_ground_problems
from geodata.model import ALLOWED_PER, OLDEST_AGE, Disclosure, Rule
from geodata.network import find_network_problems
from geodata.offers import find_offer_problems
from geodata.pathway import find_pathway_problems
from geodata.reported import find_reported_problems
from geodata.schema import INDICATOR_VALUES, INDICATORS, Table
from geodata.timetable import find_timetable_problems
from geodata.water import find_water_problems
from geodata.whereabouts import find_far_assets, find_far_origins, find_overlaps

AREA = "area"  # the geography of an indicator whose values are of small areas
CLOSE_TO_ONE = 1e-6
OFFICIAL_CODE = re.compile(r"[EWSNKJLM][0-9]{8}")
SMALL_AREA_CODE = re.compile(r"[EWSN]0[0-2]")  # the bricks of packs: of no use as a comparator


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """What a pack is put together from, as far as it can be read.

    Attributes
    ----------
    described
        `pack.toml` as plain tables, checked or not.
    tables
        By name; those that could not be read are not among them.
    unusable
        "areas.name", "areas.geometry": columns that are not there or not what they should be.
    """

    described: Mapping[str, Any]
    tables: Mapping[str, DataFrame]
    unusable: Collection[str] = field(default=frozenset())

    def has(self, *columns: str) -> bool:
        """Return whether all of some columns can be worked with."""
        held = all(column.partition(".")[0] in self.tables for column in columns)
        return held and not set(columns) & set(self.unusable)

    def keys(self, section: str) -> list[str]:
        """List what stands in a section of `pack.toml`."""
        return list(_table(self.described, section))

    def text(self, section: str, key: str) -> str:
        """Return a text of a section of `pack.toml`; empty where there is none."""
        found = _table(self.described, section).get(key)
        return found if isinstance(found, str) else ""


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, Mapping) else {}


def find_link_problems(parts: Parts) -> Iterator[Problem]:
    """Find every fault between what can be read of a pack, whatever else is wrong with it."""
    for needs, find in CHECKS:
        if parts.has(*needs):
            yield from find(parts)
    yield from find_reported_problems(parts.described, parts.tables, parts.unusable)
    yield from find_network_problems(parts.described, parts.tables, parts.unusable)
    yield from find_water_problems(parts.tables, parts.keys("sources"), parts.unusable)
    yield from find_fine_problems(parts.tables, parts.keys("sources"), parts.unusable)
    yield from find_ground_problems(parts.tables, parts.keys("sources"), parts.unusable)
    yield from find_pathway_problems(parts.described, parts.tables)
    yield from find_timetable_problems(parts.described, parts.tables, parts.unusable)


def _problem(where: str, found: str, expected: str, fix: str = REBUILD) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix=fix)


def _lost(where: str, codes: Series, known: Collection[Any]) -> Iterator[Problem]:
    """Find codes that lead nowhere."""
    lost = sorted(set(codes.unique().tolist()).difference(known))
    if lost:
        found = f"{len(lost)} unknown, such as {str(lost[0])[:60]!r}"
        yield _problem(where, found, "a code that the pack describes")


def _origins(parts: Parts) -> Iterator[Problem]:
    origins, areas = parts.tables["origins"], parts.tables["areas"]
    numbers, homes = pd.factorize(origins["area_id"])  # the one reading of a million texts
    yield from _lost("origins.parquet, column area_id", Series(homes), areas.index)
    sums = Series(np.bincount(numbers, weights=origins["weight"]), index=homes)
    wrong = sums[~((sums - 1).abs() <= CLOSE_TO_ONE)]
    if len(wrong):
        found = f"{len(wrong)} areas whose weights do not sum to 1 ({wrong.iloc[0]:.4f})"
        where = f"origins.parquet, area {wrong.index[0]}"
        yield _problem(where, found, "weights that sum to 1 in each area")
    nobody = areas.index[~areas.index.isin(homes)]
    if len(nobody):
        found = f"{len(nobody)} areas that nobody sets out from ({some(nobody)})"
        yield _problem("origins.parquet", found, "a starting point in every area")


def _membership(parts: Parts) -> Iterator[Problem]:
    rows = parts.tables["membership"]
    for column, table in (("area_id", "areas"), ("place_id", "places")):
        where = f"membership.parquet, column {column}"
        yield from _lost(where, rows[column], parts.tables[table].index)
    yield from _repeated("membership", rows, ["place_id", "area_id"])


def _repeated(table: str, rows: DataFrame, columns: list[str]) -> Iterator[Problem]:
    again = rows.duplicated(columns)
    if bool(again.any()):
        example = ", ".join(str(cell)[:60] for cell in rows.loc[again, columns].iloc[0])
        found = f"{int(again.sum())} rows said twice, such as {example}"
        expected = "one row for each " + ", ".join(columns)
        yield _problem(f"{table}.parquet", found, expected, "Remove one of each.")


def _partitions(parts: Parts) -> Iterator[Problem]:
    """Find areas that are not in just one place of a kind that divides the map."""
    places, rows = parts.tables["places"], parts.tables["membership"]
    areas = parts.tables["areas"].index
    kinds = places["kind"].reindex(rows["place_id"]).to_numpy()
    for key, kind in _table(parts.described, "place_kinds").items():
        if not isinstance(kind, Mapping) or kind.get("partition") is not True:
            continue
        shares = rows.loc[kinds == key].groupby("area_id")["share"].sum()
        whole = shares.reindex(areas).fillna(0)
        wrong = whole[(whole - 1).abs() > CLOSE_TO_ONE]
        if len(wrong):
            found = f"{len(wrong)} areas not in just one of them, such as {wrong.index[0]}"
            where = f"membership.parquet, {kind.get('plural', key)}"
            fix = "Correct the membership table of the recipe."
            yield _problem(where, found, "every area in just one", fix)


def _places(parts: Parts) -> Iterator[Problem]:
    places, kinds = parts.tables["places"], parts.keys("place_kinds")
    yield from _lost("places.parquet, column kind", places["kind"], kinds)
    bare = [kind for kind in kinds if kind not in set(places["kind"])]
    if bare:
        found = f"no place that is one of {', '.join(map(repr, bare))[:200]}"
        fix = "Remove the kind from pack.toml, or add its places."
        yield _problem("places.parquet", found, "places of every kind that pack.toml names", fix)


def _place_members(parts: Parts) -> Iterator[Problem]:
    places = parts.tables["places"].index
    bare = places[~places.isin(parts.tables["membership"]["place_id"].unique())]
    if len(bare):
        found = f"{len(bare)} places without any area ({some(bare)})"
        yield _problem("membership.parquet", found, "areas in every place")


def _assets(parts: Parts) -> Iterator[Problem]:
    assets = parts.tables["assets"]
    yield from _lost("assets.parquet, column source", assets["source"], parts.keys("sources"))
    parents = assets["parent_id"].dropna()
    yield from _lost("assets.parquet, column parent_id", parents, assets.index)
    own = parents.index[parents == parents.index]
    if len(own):
        found = f"{len(own)} that are their own ({some(own)})"
        yield _problem("assets.parquet, column parent_id", found, "another asset, or nothing")


def _offers(parts: Parts) -> Iterator[Problem]:
    """Find offers of places, columns and sources that are not, and ages the wrong way round."""
    places, sources = parts.tables["places"].index, dict.fromkeys(parts.keys("sources"))
    yield from find_offer_problems(parts.tables["assets"], places, sources)


def _values(parts: Parts) -> Iterator[Problem]:
    rows = parts.tables["indicator_values"]
    known = parts.tables["indicators"].index
    yield from _lost("indicator_values.parquet, column indicator", rows["indicator"], known)
    yield from _repeated("indicator_values", rows, ["indicator", "place_id", "period"])


def _value_places(parts: Parts) -> Iterator[Problem]:
    """Find values of somewhere that is no area, no place, and no official code to compare with."""
    codes = Series(parts.tables["indicator_values"]["place_id"].unique())
    known = {*parts.tables["areas"].index.tolist(), *parts.tables["places"].index.tolist()}
    others = set(codes.tolist()).difference(known)
    lost = sorted(code for code in others if not _is_comparator(code))
    if lost:
        found = f"{len(lost)} unknown, such as {lost[0][:60]!r}"
        expected = "an area or a place of the pack, or an official code such as E92000001"
        yield _problem("indicator_values.parquet, column place_id", found, expected)


def _is_comparator(code: str) -> bool:
    return bool(OFFICIAL_CODE.fullmatch(code)) and not SMALL_AREA_CODE.match(code)


def _limits(parts: Parts) -> Iterator[Problem]:
    rows = parts.tables["indicator_values"]
    wrong = rows[rows["lower"] > rows["upper"]]
    if len(wrong):
        found = f"{len(wrong)} rows whose lower limit is above the upper ({some(wrong.index)})"
        yield _problem("indicator_values.parquet, columns lower, upper", found, "lower below upper")


def _forms(parts: Parts) -> Iterator[Problem]:
    for key, row in parts.tables["indicators"].iterrows():
        allowed = ALLOWED_PER.get(row["form"], ())
        if row["per"] not in allowed:
            per = " or ".join(f"{each:,}" for each in allowed) or "nothing: no such form"
            yield _problem(
                f"indicators.parquet, {key}",
                f"a {row['form']} per {row['per']:,}",
                f"a {row['form']} per {per}",
                "Correct its form and per in the recipe’s table of indicators.",
            )


def _indicator_keys(parts: Parts) -> Iterator[Problem]:
    for column, known, expected, fix in (
        (
            "source",
            parts.keys("sources"),
            "one that pack.toml describes",
            "Describe it under [sources].",
        ),
        (
            "geography",
            [AREA, *parts.keys("place_kinds")],
            "area, or a kind of place that pack.toml describes",
            "Name one of them, or describe it under [place_kinds].",
        ),
    ):
        for key, found in parts.tables["indicators"][column].items():
            if found not in known:
                said = f"an unknown {column} {found[:60]!r}"
                yield _problem(f"indicators.parquet, {key}", said, expected, fix)


def _indicator_ages(parts: Parts) -> Iterator[Problem]:
    """Find indicators of people whose ages are not two in order, or neither."""
    rows = parts.tables["indicators"]
    youngest, oldest = rows["age_from"], rows["age_to"]
    half = youngest.isna() != oldest.isna()
    for key in rows.index[half | (youngest > oldest)]:
        yield _problem(
            f"indicators.parquet, {key}",
            f"ages from {youngest[key]:.0f} to {oldest[key]:.0f}",
            f"two ages from 0 to {OLDEST_AGE}, the younger first, or neither",
            "Correct them; leave both empty where it counts people of every age, or none.",
        )


def _need(parts: Parts) -> Iterator[Problem]:
    rows = parts.tables["indicators"]
    fit = list(rows.index[(rows["geography"] == AREA) & (rows["worse_when"] != "neither")])
    for name in ("need", "area_need"):
        key = parts.text("defaults", name)
        if key and key not in fit:
            expected = "an indicator of areas that the pack holds, with a worse end"
            fix = f"Name one of {', '.join(fit)[:300]}." if fit else "Add such an indicator."
            yield _problem(f"pack.toml, defaults.{name}", repr(key[:60]), expected, fix)


def _sensitive(parts: Parts) -> Iterator[Problem]:
    """Find what is sensitive and cannot be protected."""
    settings = _table(parts.described, "disclosure")
    known = {each.name for each in fields(Disclosure)}
    said = {name: settings[name] for name in known & set(settings)}
    own = {each.name for each in fields(Rule)}
    rules = {
        key: Rule(**{name: rule[name] for name in own & set(rule)})
        for key, rule in said.pop("rules", {}).items()
    }
    disclosure = Disclosure(**said, rules=rules)
    catalogue = catalogue_from_table(parts.tables["indicators"])
    yield from find_sensitive_problems(parts.tables["indicator_values"], catalogue, disclosure)


Check = tuple[tuple[str, ...], Callable[[Parts], Iterator[Problem]]]


def all_columns(table: Table) -> tuple[str, ...]:
    """Name all columns of a table, as checks need them."""
    names = [column.name for column in table.columns]
    return tuple(f"{table.name}.{name}" for name in [table.index, *names] if name)


SHARES = ("membership.place_id", "membership.area_id", "membership.share")
CHECKS: tuple[Check, ...] = (
    (("origins.area_id", "origins.weight", "areas.area_id"), _origins),
    ((*SHARES[:2], "areas.area_id", "places.place_id"), _membership),
    ((*SHARES, "places.place_id", "places.kind", "areas.area_id"), _partitions),
    (("places.place_id", "places.kind"), _places),
    (("places.place_id", "membership.place_id"), _place_members),
    (("assets.asset_id", "assets.source", "assets.parent_id"), _assets),
    (
        (
            *("places.place_id", "assets.asset_id", "assets.age_from", "assets.age_to"),
            *("assets.serves", "assets.inferred", "assets.other_sources"),
        ),
        _offers,
    ),
    (
        (
            "indicator_values.indicator",
            "indicator_values.place_id",
            "indicator_values.period",
            "indicators.indicator",
        ),
        _values,
    ),
    (("indicator_values.place_id", "areas.area_id", "places.place_id"), _value_places),
    (("indicator_values.lower", "indicator_values.upper"), _limits),
    (("indicators.form", "indicators.per"), _forms),
    (("indicators.source", "indicators.geography"), _indicator_keys),
    ((*all_columns(INDICATORS), *all_columns(INDICATOR_VALUES)), _sensitive),
    (("indicators.indicator", "indicators.age_from", "indicators.age_to"), _indicator_ages),
    (("indicators.indicator", "indicators.geography", "indicators.worse_when"), _need),
    (
        (
            "areas.area_id",
            "areas.geometry",
            *(f"origins.{name}" for name in ("origin_id", "area_id", "easting_m", "northing_m")),
        ),
        lambda parts: find_far_origins(parts.tables["areas"], parts.tables["origins"]),
    ),
    (
        ("areas.geometry", "assets.geometry", "assets.asset_id"),
        lambda parts: find_far_assets(parts.tables["areas"], parts.tables["assets"]),
    ),
    (
        ("areas.area_id", "areas.geometry"),
        lambda parts: find_overlaps(parts.tables["areas"]),
    ),
)
"""Each with the columns that it goes by: where one is unusable, so is the check."""
