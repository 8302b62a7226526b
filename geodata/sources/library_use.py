"""Arts Council England and Libraries Hacked: how much libraries are used, by library authority.

Loans, visits and active users are published for authorities and never for branches: they are
never shared out. An authority reports by month, by quarter or by year; a year with a month left
out has no sum, and a month far below the others is kept and named.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.files import Headings, TextTable, fault, parse_numbers, pick_columns, read_table
from geodata.files.columns import find_heading
from geodata.model import Indicator
from geodata.sources.record import Making, Reader

MONTHS = {"P1M": 1, "P3M": 3, "P1Y": 12}
YEAR = 12
FAR_BELOW = 0.2  # of the usual month; less than this is more likely a slip than a quiet month
PER = 1_000
SILENT = "The authority did not report it."
IN_PERSON = ("library", "shared building", "mobile library")
AUTHORITY = (r"Authority( code)?",)
KEY: dict[str, Headings] = {
    "loans": {"what": (r"Format",), "age": (r"Content age group",)},
    "users": {"age": (r"Age group",)},
    "visits": {"what": (r"Location",)},
}
"""Which table it is → the headings that only it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One measure of use: which rows count towards it, and among whom.

    Attributes
    ----------
    table
        Which table it is counted from.
    age
        Age group, in small letters; "" for everyone.
    what
        Formats or locations that count; every one where none are named.
    among
        Columns of the summary whose people it is a rate of.
    """

    key: str
    label: str
    table: str
    among: tuple[str, ...]
    age: str = ""
    what: tuple[str, ...] = ()


UNDER_12, TEENS, ADULTS = "population under 12", "population 12-17", "population adult"
USES = (
    Use(
        key="library_users_under_12",
        label="Active library users aged under 12",
        table="users",
        age="under 12",
        among=(UNDER_12,),
    ),
    Use(
        key="library_users_12_17",
        label="Active library users aged 12 to 17",
        table="users",
        age="12-17",
        among=(TEENS,),
    ),
    Use(
        key="library_book_loans_under_12",
        label="Printed children’s books lent by libraries, for under-12s",
        table="loans",
        age="under 12",
        what=("physical book",),
        among=(UNDER_12,),
    ),
    Use(
        key="library_book_loans_12_17",
        label="Printed books for ages 12 to 17 lent by libraries",
        table="loans",
        age="12-17",
        what=("physical book",),
        among=(TEENS,),
    ),
    Use(
        key="library_visits",
        label="Visits to libraries in person",
        table="visits",
        what=IN_PERSON,
        among=(UNDER_12, TEENS, ADULTS),
    ),
)


def read_library_use(path: Path) -> DataFrame:
    """Read one of the tables of use: loans, users, visits, or the summary with populations.

    Returns
    -------
    counts
        `table` ("loans", "users", "visits" or "people"), `authority` (its code), `what` and `age`
        (in small letters; "" where the table does not part them), `start` ("2023-04"), `months`
        and `count`. Of the summary only the populations are taken, one row each.
    """
    table = read_table(path)
    if find_heading(table, (r"Population under 12",)):
        return _read_people(table)
    for name, headings in KEY.items():
        if all(find_heading(table, patterns) for patterns in headings.values()):
            return _read_counts(table, name, headings)
    raise fault(
        f"{table.name}, row {table.heading_row}",
        "headings of no table of library use",
        "those of loans (Format, Content age group), users (Age group), visits (Location) or of "
        "the summary (Population under 12)",
        "Check that it is the file the recipe means.",
    )


def _read_people(table: TextTable) -> DataFrame:
    wanted = {name: (re.escape(name),) for name in (UNDER_12, TEENS, ADULTS)}
    rows = pick_columns(table, {"authority": AUTHORITY, **wanted})
    pieces = [
        DataFrame(
            {
                "table": "people",
                "authority": rows["authority"],
                "what": name,
                "age": "",
                "start": "",
                "months": YEAR,
                "count": parse_numbers(rows[name], f"{table.name}, {name}"),
            }
        )
        for name in wanted
    ]
    return pd.concat(pieces, ignore_index=True)


def _read_counts(table: TextTable, name: str, headings: Headings) -> DataFrame:
    wanted = {"authority": AUTHORITY, "period": (r"Period",), "count": (r"Count",), **headings}
    rows = pick_columns(table, wanted)
    periods = rows["period"].str.extract(r"^(\d{4}-\d{2})-\d{2}/(P\d[MY])$")
    months = periods[1].map(MONTHS)
    wrong = rows[months.isna()]
    if len(wrong):
        raise fault(
            f"{table.name}, row {wrong.index[0]}",
            f"the period {wrong['period'].iloc[0]!r}",
            "a start and a length, such as 2023-04-01/P1M",
            "Use the tables as they are published.",
        )
    lower = {key: rows[key].str.casefold() for key in headings}
    return DataFrame(
        {
            "table": name,
            "authority": rows["authority"],
            "what": lower.get("what", ""),
            "age": lower.get("age", ""),
            "start": periods[0],
            "months": months.astype(int),
            "count": parse_numbers(rows["count"], f"{table.name}, counts"),
        }
    ).reset_index(drop=True)


def make_indicators(counts: DataFrame, making: Making) -> tuple[dict[str, Indicator], DataFrame]:
    """Make a rate of each measure, by authority; of authorities that the pack knows."""
    kind = making.kind_of("authorities")
    people = counts[counts["table"] == "people"].set_index(["authority", "what"])["count"]
    catalogue: dict[str, Indicator] = {}
    pieces = []
    for use in USES if kind else ():
        rows = counts[(counts["table"] == use.table) & making.is_ours(counts["authority"])]
        rows = rows[rows["age"].eq(use.age) if use.age else rows["age"].notna()]
        rows = rows[rows["what"].isin(use.what)] if use.what else rows
        if rows.empty:
            continue
        period = _year_words(rows["start"].min())
        catalogue[f"{use.key}_per_1k"] = _describe(use, str(kind), period, making.source.key)
        made = _rates(rows, use, people)
        silent = sorted(set(making.codes.get(str(kind), {})) - set(made["place_id"]))
        absent = DataFrame({"place_id": silent, "indicator": f"{use.key}_per_1k", "note": SILENT})
        made = pd.concat([made, absent], ignore_index=True).assign(period=period)
        pieces.append(made.assign(place_id=making.place_ids(made["place_id"], str(kind))))
    values = pd.concat(pieces, ignore_index=True) if pieces else DataFrame(columns=["place_id"])
    return catalogue, values


def _year_words(start: str) -> str:
    """Write the year that begins with a month: "2023-04" is 2023/24, "2023-01" is 2023."""
    year, month = start.split("-")
    return year if month == "01" else f"{year}/{(int(year) + 1) % 100:02}"


def _month_words(start: str) -> str:
    year, month = start.split("-")
    return f"{calendar.month_name[int(month)]} {year}"


def _rates(rows: DataFrame, use: Use, people: Series) -> DataFrame:
    """Measure each authority's rate: its year's count among its people."""
    made = []
    for authority, own in rows.groupby("authority"):
        total, note = _year_total(own)
        among = float(people.reindex([(authority, name) for name in use.among]).sum(skipna=False))
        if not np.isnan(total) and np.isnan(among):
            note = "How many live there is not given."
        made.append(
            {
                "indicator": f"{use.key}_per_1k",
                "place_id": authority,
                "value": PER * total / among if among > 0 else np.nan,
                "numerator": total,
                "denominator": among,
                "note": note or None,
            }
        )
    return DataFrame(made)


def _year_total(rows: DataFrame) -> tuple[float, str]:
    """Add up a year of one authority, over the places or formats it counts.

    Returns
    -------
    total, note
        NaN where a series does not cover the year once; the note says what is odd.
    """
    notes = []
    for what, series in rows.groupby("what"):
        months = int(series.loc[series["count"].notna(), "months"].sum())
        name = f" ({what!s})" if what else ""
        if months != YEAR:
            return float("nan"), f"Given for {months} of {YEAR} months{name}."
        usual = float((series["count"] / series["months"]).median())
        low = series[series["count"] / series["months"] < FAR_BELOW * usual]
        notes += [
            f"{_month_words(str(row['start']))}{name} looks odd: {row['count']:,.0f}, where about "
            f"{usual:,.0f} a month are usual."
            for row in low.to_dict("records")
        ]
    return float(rows["count"].sum()), " ".join(notes)


def _describe(use: Use, kind: str, period: str, source: str) -> Indicator:
    whom = {UNDER_12: "under 12", TEENS: "aged 12 to 17"}.get("".join(use.among), "people")
    return Indicator(
        key=f"{use.key}_per_1k",
        label=use.label,
        form="rate",
        per=PER,
        unit=f"per {PER:,} {whom}",
        worse_when="lower",
        spread_over="nothing",
        geography=kind,
        theme="Libraries",
        period=period,
        source=source,
        note="Published for authorities, not for branches.",
    )


READERS = (
    Reader(
        role="library_use",
        about="loans, visits and users of libraries by authority, and how many live there",
        read=read_library_use,
        make_indicators=make_indicators,
    ),
)
