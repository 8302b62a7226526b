"""Department for Education: the Early Years Foundation Stage Profile.

It says how many children reach the expected level at the end of Reception. The profile was changed
in September 2021, so that years before and after cannot be compared: they are measures of their
own. Headings were named anew at the same time; both namings are read.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pandas import DataFrame, Series

from geodata.files import Headings, TextTable, pick_columns, read_table
from geodata.model import Indicator
from geodata.periods import period_order
from geodata.published import parse_marked
from geodata.sources.record import Making, Reader

GOOD_LEVEL = "good_level_of_development"
LANGUAGE = "communication_language_literacy"
CHANGED = "2021"  # the profile was changed at the beginning of the academic year of this name
FREE_MEALS = "_free_meals"
# Columns that break figures down by background; what is in them is of everyone, or of some.
BACKGROUND = re.compile(
    r"characteristic|ethnic|fsm|free_school|sen_|sen$|first_language|month_of_birth|disadvantage",
    re.IGNORECASE,
)
ELIGIBLE = re.compile(r"(?=.*(fsm|free[ _]school))(?=.*(eligible|\byes\b|: fsm\b))", re.IGNORECASE)
NOT_ELIGIBLE = re.compile(r"\bnot\b|\bnon|\bno\b|other|unknown|unclassified", re.IGNORECASE)
TOTAL = ("total", "all", "all pupils", "")
NEW_NOTE = "The profile was changed in September 2021: not to be compared with earlier years."
DISTRICT_NOTE = "By where the school or setting is, not by where the child lives."
# Level of geography → the column that holds its code, and what its places are made from.
LEVELS = {
    "national": ("country", "authorities"),
    "local authority": ("authority", "authorities"),
    "local authority district": ("district", "districts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What the profile publishes of each authority."""

    stem: str  # how its key begins
    label: str
    columns: str  # how its columns begin


MEASURES = (
    Measure(
        stem=GOOD_LEVEL,
        label="Good level of development at the end of Reception",
        columns="gld",
    ),
    Measure(
        stem=LANGUAGE,
        label="Expected level in communication, language and literacy at the end of Reception",
        columns="comm_lang_lit",
    ),
)


def read_early_years_profile(path: Path) -> DataFrame:
    """Read the profile, girls and boys together: of every background, and of free school meals.

    Returns
    -------
    values
        `indicator`, `made_from` ("authorities" or "districts"), `place_id` (an official code;
        E92000001 for England), `period` ("2018/19"), `value` (%), `numerator`, `denominator`
        (children), `note` (why a figure is missing).
    """
    rows = _choose_rows(read_table(path))
    pieces = [
        _measured(rows[rows["group"] == group], measure, path.name, group)
        for group in ("", *sorted(set(rows["group"]) - {""}))
        for measure in MEASURES
        if bool(rows[f"{measure.columns}_value"].ne("").any()) or measure.stem == GOOD_LEVEL
    ]
    values = pd.concat(pieces, ignore_index=True)
    return values.sort_values(["period", "place_id"], kind="stable", ignore_index=True)


def _choose_rows(table: TextTable) -> DataFrame:
    """Choose the rows of everyone and of those who get free meals, of levels that a pack holds.

    `group` is "" for everyone.
    """
    wanted: Headings = {
        "level": (r"geographic_level",),
        "country": (r"country_code",),
        "authority": (r"new_la_code",),
        "year": (r"time_period",),
        "gender": (r"gender", r"sex"),
        "children": (r"number_of_children", r"children_number", r"number_of_pupils"),
        "gld_value": (r"gld_percent", r"gld_percentage"),
        "gld_number": (r"gld_number",),
    }
    optional: Headings = {
        "district": (r"lad_code",),
        "comm_lang_lit_value": (r"comm_lang_lit_percent", r"comm_lang_lit_percentage"),
        "comm_lang_lit_number": (r"comm_lang_lit_number",),
    }
    rows = pick_columns(table, wanted, optional)
    broken_down = [each for each in table.rows.columns if BACKGROUND.match(each)]
    cells = table.rows[broken_down].to_dict("records")
    groups = Series([_group(each) for each in cells], index=rows.index, dtype=object)
    kept = rows["gender"].str.casefold().isin(TOTAL) & groups.notna()
    return rows.assign(group=groups)[kept & rows["level"].str.casefold().isin(LEVELS)]


def _group(cells: Mapping[Hashable, str]) -> str | None:
    """Return what is added to the key of a row's measure; None where it is of some others.

    A row is of everyone, or of one background alone: those eligible for free school meals are
    kept, and rows of two backgrounds at once are not.
    """
    said = {str(heading): cell for heading, cell in cells.items() if cell.casefold() not in TOTAL}
    if not said:
        return ""
    kinds = {"" if heading.startswith("characteristic") else heading for heading in said}
    text = "; ".join(f"{heading}: {cell}" for heading, cell in said.items())
    eligible = len(kinds) == 1 and ELIGIBLE.match(text) and not NOT_ELIGIBLE.search(text)
    return FREE_MEALS if eligible else None


def _measured(rows: DataFrame, measure: Measure, name: str, group: str) -> DataFrame:
    """Return the rows of indicator values of one measure, with `made_from`."""
    levels = rows["level"].str.casefold()
    read = {
        column: parse_marked(rows[cells], f"{name}, {cells}")
        for column, cells in (
            ("value", f"{measure.columns}_value"),
            ("numerator", f"{measure.columns}_number"),
            ("denominator", "children"),
        )
    }
    values = DataFrame(
        {
            "made_from": levels.map(lambda level: LEVELS[level][1]),
            "place_id": _codes(rows, levels),
            "period": rows["year"].str[:4] + "/" + rows["year"].str[4:],
            **{column: marked.numbers for column, marked in read.items()},
            "note": read["value"].notes,
        }
    )
    is_new = rows["year"].str[:4] >= CHANGED
    keys = measure.stem + group + is_new.map({True: "_from_2022", False: ""})
    keys += values["made_from"].map({"authorities": "", "districts": "_district"})
    return values.assign(indicator=keys + "_pct")


def _codes(rows: DataFrame, levels: Series) -> Series:
    """Return the official code of the place that each row is about."""
    codes = Series("", index=rows.index, dtype=object)
    for level, (column, _) in LEVELS.items():
        codes = codes.where(levels != level, rows[column])
    return codes


def latest_period(values: DataFrame) -> str:
    """Return which period the latest known values describe."""
    known = values.loc[values["value"].notna(), "period"]
    return max(known, key=period_order) if len(known) else ""


def make_indicators(profile: DataFrame, making: Making) -> tuple[dict[str, Indicator], DataFrame]:
    """Make the catalogue and the values of the early years profile."""
    catalogue: dict[str, Indicator] = {}
    pieces = []
    for key, rows in profile.groupby("indicator", sort=False):
        made_from = str(rows["made_from"].iloc[0])
        kind, period = making.kind_of(made_from), latest_period(rows)
        if kind is None:
            making.log.count(f"Early-years figures of {made_from}, which the pack lacks", len(rows))
        if kind is None or not period:
            continue
        catalogue[str(key)] = _describe(str(key), kind, period, making.source.key)
        pieces.append(rows.assign(place_id=making.place_ids(rows["place_id"], kind)))
    values = pd.concat(pieces) if pieces else profile.iloc[:0]
    noted = values["note"].where(values["note"] != "", None)
    return catalogue, values.assign(note=noted).drop(columns="made_from")


def _describe(key: str, kind: str, period: str, source: str) -> Indicator:
    [measure] = [each for each in MEASURES if key.startswith(each.stem)]
    is_new, is_district = "_from_2022" in key, "_district" in key
    notes = [NEW_NOTE] * is_new + [DISTRICT_NOTE] * is_district
    return Indicator(
        key=key,
        label=measure.label
        + (", of children eligible for free school meals" if FREE_MEALS in key else "")
        + (", by district" if is_district else ""),
        form="share",
        per=100,
        unit="%",
        worse_when="lower",
        spread_over="nothing",
        geography=kind,
        theme="Confident and learning",
        period=period,
        source=source,
        note=" ".join(notes),
    )


READERS = (
    Reader(
        role="early_years_profile",
        about="good level of development by authority",
        read=read_early_years_profile,
        make_indicators=make_indicators,
    ),
)
