"""Office for National Statistics: the Census of 21 March 2021, by small area and above.

The same table is handed out in several layouts: Nomis' bulk files (a column for each category,
"Ethnic group: White"), its interface (a row for each category, `C2021_ETH_20_NAME`), the custom
tables of the ONS ("Observation"), and tidied copies of each. All become rows of code, category and
count. Counts are protected by the publisher, who swaps and jitters them a little, so that two
tables may differ by a person or two about how many live in one place.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pandas as pd
from pandas import DataFrame, Series

from geodata.errors import DataError
from geodata.files import TextTable, fault, parse_numbers, pick_columns, read_table
from geodata.files.postcodes import normalise_postcodes
from geodata.model import Indicator
from geodata.sources.census_topics import TOPICS, Category, Names, Topic
from geodata.sources.record import Making, Reader

PERIOD = "March 2021"
NOBODY = "nobody was counted there"
CODE = (
    *(r"geography code", r"GEOGRAPHY_CODE", r"lsoa21_code", r"LSOA21CD", r"msoa21_code"),
    *(r"MSOA21CD", r"Lower layer Super Output Areas Code", r"Middle layer Super Output Areas Code"),
    *(r"(electoral )?wards.* code", r"Lower tier local authorities Code", r"ltla\d\d_code"),
)
COUNT = (r"OBS_VALUE", r"Observation", r"n", r"count")
CATEGORY = (r"C2021_\w+_NAME", r".* \(\d+ categories\)", r"disability", r"tenure", r"ethnicity")
CODED = (r"C2021_[A-Z0-9]+_\d+", r".* \(\d+ categories\) Code")
# What a code begins with → how keys go on, and what such places are made from.
LEVELS = {
    "01": ("", "area"),
    "02": ("_msoa", "middle areas"),
    "05": ("_ward", "wards"),
    **dict.fromkeys(("06", "07", "08", "09"), ("_district", "districts")),
}
COUNTRY = "92"


def read_counts(path: Path, topic: Topic) -> DataFrame:
    """Read a table of the Census in any of its layouts.

    Returns
    -------
    counts
        `code` (of a place), `category` (in small letters, without the name of the table before
        it), `count`; only the categories that measures of the topic are made from.

    Raises
    ------
    DataError
        No measure of the topic can be made from the categories that are there.
    """
    table = read_table(path)
    code = pick_columns(table, {"code": CODE})["code"]
    count = _heading(table, COUNT)
    rows = _widen(table, code) if count is None else _take_long(table, code, count, topic)
    found = rows[rows["category"].isin(topic.names())]
    there = set(found["category"])
    if not any(_way(each.sums, there) for each in topic.categories):
        listed = ", ".join(map(repr, dict.fromkeys(rows["category"]))) or "none"
        raise fault(
            path.name,
            f"categories {listed[:200]}",
            f"those of {topic.about}, such as {topic.categories[0].sums[0][0]!r}",
            "Check that it is the table the recipe means.",
        )
    counts = parse_numbers(found["count"], f"{path.name}, counts")
    return found.assign(count=counts).reset_index(drop=True)


def _heading(table: TextTable, patterns: tuple[str, ...]) -> str | None:
    for pattern in patterns:
        for heading in table.rows.columns:
            if re.fullmatch(pattern, heading, re.IGNORECASE):
                return str(heading)
    return None


def _widen(table: TextTable, code: Series) -> DataFrame:
    """Turn a column for each category into rows."""
    known = {str(code.name), *(h for h in table.rows.columns if _is_label(h))}
    plain = {h: _plain(h) for h in table.rows.columns if h not in known}
    before = {name.split(": ")[0] for name in plain.values()}
    if len(before) == 1 and len(plain) > 1:  # the name of the table: "Tenure of household: "
        plain = {h: name.partition(": ")[2] or name for h, name in plain.items()}
    pieces = [
        DataFrame({"code": code, "category": name, "count": table.rows[heading]})
        for heading, name in plain.items()
    ]
    return pd.concat(pieces) if pieces else DataFrame(columns=["code", "category", "count"])


def _is_label(heading: str) -> bool:
    """Return whether a column names places or repeats the figures as shares."""
    words = r"date|geography.*|.*(code|cd|name|nm)|prop.*|percent.*|mnemonic|2021 .*areas?"
    return bool(re.fullmatch(words, heading, re.IGNORECASE))


def _plain(heading: str) -> str:
    """Write a category in small letters, without "; measures: Value" behind it."""
    return re.sub(r"; ?measures: ?value$", "", heading.casefold()).strip()


def _take_long(table: TextTable, code: Series, count: str, topic: Topic) -> DataFrame:
    """Take a row for each category, by its name, or by its code where only that is there."""
    name, coded = _heading(table, CATEGORY), _heading(table, CODED)
    if name is not None:
        category = table.rows[name].map(_plain)
    elif coded is not None and topic.by_code:
        category = table.rows[coded].replace(dict(topic.by_code))
    else:
        raise fault(
            f"{table.name}, row {table.heading_row}",
            f"no names of categories among {', '.join(map(repr, table.rows.columns[:8]))}",
            "a column such as C2021_TENURE_9_NAME",
            "Ask Nomis for the names too: add them to `select=`, or leave `select=` out.",
        )
    rows = DataFrame({"code": code, "category": category, "count": table.rows[count]})
    measures = _heading(table, (r"MEASURES_NAME",))
    if measures is not None:  # percentages stand between the counts
        rows = rows[table.rows[measures].str.casefold() == "value"]
    total = _heading(table, (r"total_(residents|households)",))
    if total is None:
        return rows
    everyone = DataFrame({"code": code, "category": "total", "count": table.rows[total]})
    return pd.concat([rows, everyone.drop_duplicates("code")])


def _way(ways: tuple[Names, ...], there: set[str]) -> Names | None:
    return next((way for way in ways if there.issuperset(way)), None)


def make_indicators(
    counts: DataFrame, making: Making, topic: Topic
) -> tuple[dict[str, Indicator], DataFrame]:
    """Make the catalogue and the values of a table, each level of geography for itself.

    Raises
    ------
    DataError
        A place has two counts of one category, or the file has nothing for any place here.
    """
    counts = counts[making.is_ours(counts["code"])].drop_duplicates()
    _refuse_two_counts(counts, making)
    digits = counts["code"].str[1:3]
    catalogue: dict[str, Indicator] = {}
    pieces = []
    for suffix, made_from in dict.fromkeys(LEVELS.values()):
        prefixes = [key for key, level in LEVELS.items() if level == (suffix, made_from)]
        kind = "area" if made_from == "area" else making.kind_of(made_from)
        rows = counts[digits.isin([*prefixes, COUNTRY])]
        if kind is None or not digits.isin(prefixes).any():
            continue
        # "first", because a sum of nothing known would be 0 people.
        wide = rows.pivot_table(index="code", columns="category", values="count", aggfunc="first")
        for each in topic.categories:
            made = _share_of(wide, each, topic, suffix)
            if made is None:
                continue
            key = str(made["indicator"].iloc[0])
            catalogue[key] = _describe(each, topic, key, kind, making.source.key)
            pieces.append(made.assign(place_id=making.place_ids(made["place_id"], kind)))
            if kind == "area":
                _note_gaps(made, each, making)
    if not pieces:
        raise _strangers(making, topic)
    return catalogue, pd.concat(pieces, ignore_index=True)


def _share_of(wide: DataFrame, each: Category, topic: Topic, suffix: str) -> DataFrame | None:
    there = set(wide.columns)
    way, total = _way(each.sums, there), _way(topic.total, there)
    if way is None or total is None:
        return None
    part = wide[list(way)].sum(axis=1, skipna=False)
    everyone = wide[list(total)].sum(axis=1, skipna=False)
    return DataFrame(
        {
            "indicator": f"census_{each.stem}{suffix}_pct",
            "place_id": wide.index,
            "period": PERIOD,
            "value": (100 * part / everyone.where(everyone > 0)).to_numpy(),
            "numerator": part.to_numpy(),
            "denominator": everyone.to_numpy(),
            "note": everyone.eq(0).map({True: NOBODY, False: None}).to_numpy(),
        }
    )


def _describe(each: Category, topic: Topic, key: str, kind: str, source: str) -> Indicator:
    return Indicator(
        key=key,
        label=each.label,
        form="share",
        per=100,
        unit=topic.unit,
        worse_when=each.worse_when,
        spread_over="people",
        geography=kind,
        theme="People (Census 2021)",
        period=PERIOD,
        source=source,
        note="The publisher changes small counts a little to protect people.",
    )


def _note_gaps(made: DataFrame, each: Category, making: Making) -> None:
    known = set(made.loc[made["value"].notna(), "place_id"])
    missing = sum(code not in known for code in making.area_ids)
    making.log.count(
        f"Areas without a Census figure of {each.label[0].lower()}{each.label[1:]}", missing
    )


def _refuse_two_counts(counts: DataFrame, making: Making) -> None:
    twice = counts[counts.duplicated(["code", "category"])]
    if len(twice):
        row = twice.iloc[0]
        raise fault(
            ", ".join(making.file.paths),
            f"two counts of {row['category']!r} in {row['code']}",
            "one",
            "Name each table once, of one date.",
        )


def _strangers(making: Making, topic: Topic) -> DataError:
    return fault(
        ", ".join(making.file.paths),
        "no figure that belongs to a place of this pack",
        f"{topic.about} for small or middle areas, wards or districts",
        "Check which places the file is about; the pack needs a kind of place for them.",
    )


def read_headcounts(path: Path) -> Series:
    """Read how many people live at each postcode: Nomis' P001, both sexes together.

    Returns
    -------
    people
        Indexed by postcode, written one way.
    """
    picked = pick_columns(
        read_table(path),
        {
            "postcode": (r"Postcode", r"PCDS?"),
            "people": (r"Count", r"Total", r"All usual residents", r"OBS_VALUE"),
        },
    )
    people = parse_numbers(picked["people"], f"{path.name}, people")
    postcodes = normalise_postcodes(picked["postcode"])
    counted: Series = people.groupby(postcodes).sum(min_count=1).rename_axis("postcode")
    return counted[(counted.index != "") & counted.notna()].rename("people")


READERS = (
    *(
        Reader(
            role=topic.role,
            by_area=True,
            about=topic.about,
            read=partial(read_counts, topic=topic),
            make_indicators=partial(make_indicators, topic=topic),
        )
        for topic in TOPICS
    ),
    Reader(
        role="postcode_headcounts",
        about="Census 2021: people by postcode (P001), to weigh the starting points by",
        read=read_headcounts,
    ),
)
