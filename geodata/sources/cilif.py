"""Department for Work and Pensions: Children in Low Income Families, by authority and by ward.

Each table stands below its title and its notes, and the title alone says which measure it is:
relative or absolute low income, before or after housing costs, of children up to which age. Small
numbers are "[low]", shares of few children "[x]". What is published for wards stays on wards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pandas import DataFrame

from geodata.files import Headings, TextTable, fault, pick_columns
from geodata.model import Indicator
from geodata.published import parse_marked, read_published
from geodata.sources.record import Making, Reader

MARKS = (
    r"(Local Authority|Ward|Area).*",
    r"(Area|Ward|Local Authority) Code",
    r"Number of children.*",
)
FIGURE = re.compile(
    r"(?P<what>Number|Percentage) of children\D*?(?P<fye>FYE )?(?P<year>\d{4})(?P<rest>/\d\d)?"
    r"(?P<flag>.*\[p\])?.*",
    re.IGNORECASE,
)
LEVELS = {"ward": "wards", "district": "districts"}
PROVISIONAL = "provisional"
BOTH = {"number", "percentage"}
SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a table measures, as its title says."""

    absolute: bool
    after_housing: bool
    oldest: int | None

    def stem(self) -> str:
        """Return how the keys of its measures begin."""
        costs = "ahc" if self.after_housing else "bhc"
        return f"{'absolute_' if self.absolute else ''}low_income_children_{costs}"

    def label(self) -> str:
        """Return what it is called."""
        ages = "" if self.oldest is None else f" aged 0 to {self.oldest}"
        income = "absolute" if self.absolute else "relative"
        costs = "after" if self.after_housing else "before"
        return f"Children{ages} in families with {income} low income, {costs} housing costs"

    def unit(self) -> str:
        """Return what its shares are of."""
        return "% of children" + ("" if self.oldest is None else f" aged 0 to {self.oldest}")


def read_low_income(path: Path) -> DataFrame:
    """Read a table of either kind, every year in it.

    Returns
    -------
    figures
        `stem`, `label`, `unit` (of the measure), `level` ("ward" or "district"), `code`, `name`,
        `authority` (code of the ward's authority; "" in a table of authorities), `period`
        ("2024/25"), `value` (%), `numerator` (children), `note`.
    """
    table = read_published(path, MARKS)
    measured = _measured(table)
    is_ward = any(heading.casefold().startswith("ward") for heading in table.rows.columns)
    wanted: Headings = (
        {
            "authority": (r"Area Code", r"Local Authority Code"),
            "code": (r"Area Code \(2\)", r"Ward Code"),
            "name": (r"Ward", r"Ward Name"),
        }
        if is_ward
        else {
            "code": (r"Area Code", r"Local Authority Code"),
            "name": (r"Local Authority", r"Local Authority Name", r"Area"),
        }
    )
    places = pick_columns(table, wanted)
    pieces = [
        _year(table, columns, period).join(places) for period, columns in _years(table).items()
    ]
    figures = pd.concat(pieces, ignore_index=True)
    return figures[figures["code"] != ""].assign(
        stem=measured.stem(),
        label=measured.label(),
        unit=measured.unit(),
        level="ward" if is_ward else "district",
        **({} if is_ward else {"authority": ""}),
    )


def _measured(table: TextTable) -> Measured:
    title = " ".join(table.titles).casefold()
    kinds = [kind for kind in ("relative", "absolute") if f"{kind} low" in title]
    costs = [when for when in ("before", "after") if f"{when} housing costs" in title]
    if len(kinds) != 1 or len(costs) != 1:
        raise fault(
            table.name,
            "no title that says which measure the table holds",
            "relative or absolute low income, before or after housing costs",
            "Keep the lines above the headings: the same headings stand in every such table.",
        )
    age = re.search(r"aged under (\d+)", title)
    return Measured(
        absolute=kinds == ["absolute"],
        after_housing=costs == ["after"],
        oldest=int(age[1]) - 1 if age else None,
    )


def _years(table: TextTable) -> dict[str, dict[str, str]]:
    """Find the columns of each year: period → "number" and "percentage" → heading."""
    years: dict[str, dict[str, str]] = {}
    for heading in table.rows.columns:
        found = FIGURE.fullmatch(heading)
        if found is None:
            continue
        year = int(found["year"])
        # A financial year ending 2025 is 2024/25.
        period = f"{year}{found['rest']}" if found["rest"] else f"{year - 1}/{year % 100:02}"
        years.setdefault(period, {})[found["what"].casefold()] = heading
    whole = {period: columns for period, columns in years.items() if columns.keys() >= BOTH}
    if not whole:
        raise fault(
            f"{table.name}, row {table.heading_row}",
            "no year with both its number and its percentage of children",
            "headings such as 'Number of children FYE 2025' and 'Percentage of children FYE 2025'",
            "Save the table as its publisher hands it out.",
        )
    return whole


def _year(table: TextTable, columns: dict[str, str], period: str) -> DataFrame:
    numbers, shares = (
        parse_marked(table.rows[columns[what]], f"{table.name}, {columns[what]}")
        for what in ("number", "percentage")
    )
    otherwise = PROVISIONAL if "[p]" in columns["number"].casefold() else ""
    return DataFrame(
        {
            "period": period,
            "value": shares.numbers,
            "numerator": numbers.numbers,
            "share_note": shares.notes.where(shares.notes != "", otherwise),
            "count_note": numbers.notes.where(numbers.notes != "", otherwise),
        }
    )


def make_indicators(figures: DataFrame, making: Making) -> tuple[dict[str, Indicator], DataFrame]:
    """Make a share and a count of each measure, for wards and for districts apart."""
    catalogue: dict[str, Indicator] = {}
    pieces = []
    for (stem, level), rows in figures.groupby(["stem", "level"], sort=False):
        kind = making.kind_of(LEVELS[str(level)])
        if kind is None:
            making.log.count(f"Low-income figures of {level}s, which the pack lacks", len(rows))
            continue
        note = _compare_codes(rows, kind, str(level), making)
        ours = rows[making.is_ours(rows["code"])]
        placed = ours.assign(place_id=making.place_ids(ours["code"], kind))
        for form, value in (("pct", "value"), ("count", "numerator")):
            key = f"{stem}_{level}_{form}"
            catalogue[key] = _describe(key, placed, kind, note, making.source.key)
            pieces.append(_values(placed, key, value))
    values = pd.concat(pieces, ignore_index=True) if pieces else DataFrame(columns=["place_id"])
    return catalogue, values


def _values(rows: DataFrame, key: str, value: str) -> DataFrame:
    note = rows["share_note" if value == "value" else "count_note"]
    return DataFrame(
        {
            "indicator": key,
            "place_id": rows["place_id"],
            "period": rows["period"],
            "value": rows[value],
            "numerator": rows["numerator"],
            "note": note.where(note != "", None),
        }
    )


def _describe(key: str, rows: DataFrame, kind: str, note: str, source: str) -> Indicator:
    first, is_share = rows.iloc[0], key.endswith("_pct")
    return Indicator(
        key=key,
        label=str(first["label"]),
        form="share" if is_share else "count",
        per=100 if is_share else 1,
        unit=str(first["unit"]) if is_share else "children",
        worse_when="higher",
        spread_over="nothing",
        geography=kind,
        theme="Low income",
        period=str(rows["period"].max()),
        source=source,
        note=note,
    )


def _compare_codes(rows: DataFrame, kind: str, level: str, making: Making) -> str:
    """Say which of the pack's places the table has, and which of its own the pack has not.

    Codes change when boundaries do; a ward of the same name under another code is another ward.
    """
    ours, theirs = making.codes.get(kind, {}), set(rows["code"])
    without = sorted(set(ours) - theirs)
    districts = set(making.areas["district_id"])
    strange = rows[rows["authority"].isin(districts) & ~rows["code"].isin(ours)]
    names = list(dict.fromkeys(strange["name"]))
    making.log.note(
        f"{LEVELS[level].capitalize()} of the pack in the table of low-income families: "
        f"{len(ours) - len(without)} of {len(ours)}."
    )
    if names:
        shown = ", ".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
        making.log.count(
            f"Wards of these districts in that table under codes the pack does not have ({shown}), "
            "left out",
            len(names),
        )
    if not without:
        return ""
    why = (
        "the table names others here, under codes that the pack does not have, so it may be of "
        "another year"
        if names
        else "the table has no row for "
        + ("it" if len(without) == 1 else "them")
        + ", which does not say that there is nobody"
    )
    has = "has" if len(without) == 1 else "have"
    return f"{len(without)} of {len(ours)} {LEVELS[level]} {has} no figure: {why}."


READERS = (
    Reader(
        role="low_income_families",
        about="Children in Low Income Families, by authority and by ward",
        read=read_low_income,
        make_indicators=make_indicators,
    ),
)
