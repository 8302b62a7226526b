"""Figures of somebody's own, for any geography, with the counts behind them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.files import fault, some
from geodata.files.faults import many, shown, without_digits
from geodata.files.numbers import describe_otherwise, is_gap, is_suppressed, read_numbers
from geodata.model import Indicator
from geodata.own.file import OwnFile, OwnMeasure
from geodata.own.places import OFFICIAL
from geodata.own.table import OwnTable, problem_of, read_own, tell_unused
from geodata.periods import period_order
from geodata.sources.record import Making

PLAIN_FILE = OwnFile(key="figures", gives="figures", path="", source="")
AREA = "area"
NUMBERS = ("value", "numerator", "denominator", "lower", "upper")
SUPPRESSED, ABSENT = "not published: a small number", "not available"
PERCENT = 100


def read_figures(path: Path, own: OwnFile = PLAIN_FILE) -> OwnTable:
    """Read a table of somebody's own figures.

    Raises
    ------
    DataError
        A heading that the recipe names for a measure is not there, or nothing says of which
        place a row is.
    """
    table = read_own(path, own)
    wanted = {
        heading: f"indicators.{key}.{name}"
        for key, measure in own.indicators.items()
        for name, heading in _columns(measure).items()
    }
    absent = [f"{heading!r} ({of})" for heading, of in wanted.items() if heading not in table.rows]
    listed = ", ".join(shown(each) for each in table.rows.columns)
    if absent:
        found = f"no heading {some(absent)}"
        raise fault(f"{table.name}, headings", found, f"one of {listed}", "Correct the recipe.")
    found_ = table.recognised.found
    needed = ["place"]
    if any(not measure.column and not measure.numerator for measure in own.indicators.values()):
        needed += ["indicator", "value"]
    for name in needed:
        if name not in found_:
            fix = f'Say columns = {{{name} = "…"}} where the recipe names the file.'
            raise fault(f"{table.name}, headings", f"no {name} among {listed}", f"a {name}", fix)
    tell_unused(table, list(wanted))
    return table


def _columns(measure: OwnMeasure) -> dict[str, str]:
    named = {"value": measure.column, "numerator": measure.numerator}
    named |= {"denominator": measure.denominator, "lower": measure.lower, "upper": measure.upper}
    return {name: heading for name, heading in named.items() if heading}


def make_figures(table: OwnTable, making: Making) -> tuple[dict[str, Indicator], DataFrame]:
    """Make the catalogue and the values of a table of somebody's own figures."""
    own = making.file.own
    if own is None:
        raise fault(table.name, "a table that no recipe describes", "one under [own]", "Name it.")
    places = _places(table, own, making)
    period = _period(table, own)
    made = []
    for key, measure in own.indicators.items():
        rows = DataFrame({"place_id": places, "period": period})
        cells = _cells(table, measure, key)
        rows = rows.loc[rows.index.intersection(cells.index)]
        rows = rows.join(_numbers(cells.loc[rows.index], measure, table, making))
        rows = rows[rows["place_id"] != ""]
        rows = _once(rows, key, table, making)
        made.append(_worked_out(rows, measure).assign(indicator=key))
    values = pd.concat(made).reset_index(drop=True)
    latest = max(values["period"].unique(), default=own.period, key=period_order)
    described = {
        key: _describe(key, measure, own, making, str(latest))
        for key, measure in own.indicators.items()
    }
    return described, values


def _describe(
    key: str, measure: OwnMeasure, own: OwnFile, making: Making, period: str
) -> Indicator:
    return Indicator(
        key=key,
        label=measure.label or key.replace("_", " "),
        form=measure.form,
        per=measure.per,
        unit=measure.unit,
        worse_when=measure.worse_when,
        spread_over="nothing",
        geography=own.geography,
        theme=measure.theme,
        period=period,
        source=making.source.key,
        sensitive=measure.sensitive,
        age_from=measure.age_from,
        age_to=measure.age_to,
        whom=measure.whom,
        target=measure.target,
        target_by=measure.target_by,
        note=measure.note,
    )


def _period(table: OwnTable, own: OwnFile) -> Series:
    """Return the period that each row is of."""
    headings = table.recognised.found.get("period", ())
    stated = table.rows[headings[0]] if headings else Series("", index=table.rows.index)
    if not own.period and not bool((stated != "").any()):
        fix = 'Say period = "…" where the recipe names the file.'
        raise fault(table.name, "no period", "what time the figures describe", fix)
    filled: Series = stated.where(stated != "", own.period)
    return filled


def _places(table: OwnTable, own: OwnFile, making: Making) -> Series:
    """Return the `place_id` of each row; "" where it is of no place of the pack, which is told."""
    cells = table.rows[table.recognised.found["place"][0]]
    known = _known_places(own, making)
    found, elsewhere = [], []
    for row, cell in cells.items():
        place = known.get(cell.casefold(), "")
        found.append(place)
        if place:
            continue
        if OFFICIAL.fullmatch(cell.upper()):
            elsewhere.append(row)
        else:
            said = f"{shown(cell)}, which the pack does not have" if cell else "no place"
            fix = "Write its code, or its name as the pack has it."
            making.log.leave_out(problem_of(table, row, said, f"a place ({own.geography})", fix))
    if elsewhere:
        making.log.warn(
            f"{table.name}, row {some(elsewhere)}: figures of places that are not in this pack, "
            f"left out ({many(len(elsewhere), 'row')})."
        )
    if not any(found):
        raise fault(
            table.name,
            f"no row of a place that the pack has as {own.geography!r}",
            "codes or names of places",
            "Look whether `geography` and `columns.place` are right.",
        )
    return Series(found, index=cells.index, dtype="str")


def _known_places(own: OwnFile, making: Making) -> dict[str, str]:
    if own.geography == AREA:
        names, codes = making.areas["name"], {str(code): str(code) for code in making.areas.index}
    else:
        of_kind = making.places[making.places["kind"] == own.geography]
        if of_kind.empty:
            kinds = ", ".join([AREA, *sorted(making.places["kind"].unique())])
            found = f"geography = {own.geography!r}"
            raise fault(f"recipe.toml, own.{own.key}", found, f"one of {kinds}", "Correct it.")
        names = of_kind["name"]
        codes = {**making.codes.get(own.geography, {}), **{str(k): str(k) for k in of_kind.index}}
    single = names[~names.str.casefold().duplicated(keep=False)]
    return {
        **{str(name).casefold(): str(key) for key, name in single.items()},
        **{code.casefold(): key for code, key in codes.items()},
    }


def _cells(table: OwnTable, measure: OwnMeasure, key: str) -> DataFrame:
    """Return the cells of one measure, wide or long, under our own names."""
    found = table.recognised.found
    if measure.column or measure.numerator:
        columns, rows = _columns(measure), table.rows
    else:
        said = {each.casefold() for each in (key, measure.called, measure.label) if each}
        rows = table.rows[table.rows[found["indicator"][0]].str.casefold().isin(said)]
        if rows.empty:
            called = shown(measure.called or key)
            fix = 'Say called = "…" as the table writes it.'
            raise fault(table.name, f"no row of {called}", "the measure that is named", fix)
        columns = {name: found[name][0] for name in NUMBERS if name in found}
        columns |= {k: v for k, v in _columns(measure).items() if k != "value"}
    empty = Series("", index=rows.index)
    cells = {name: rows[columns[name]] if name in columns else empty for name in NUMBERS}
    note = rows[found["note"][0]] if "note" in found else empty
    return DataFrame({**cells, "note": note})


def _numbers(cells: DataFrame, measure: OwnMeasure, table: OwnTable, making: Making) -> DataFrame:
    """Read the numbers of one measure; rows with a cell that is none are told and left out."""
    cells = cells.copy()
    if measure.form == "share" and measure.per == PERCENT:
        for name in ("value", "lower", "upper"):
            cells[name] = cells[name].str.replace(r"\s*%$", "", regex=True)
    bad: dict[object, str] = {}
    for name in NUMBERS:
        plain = cells[name].where(~cells[name].map(is_gap).astype(bool), "")
        for row, cell in plain[plain != ""].items():
            _, problems = read_numbers(Series([cell], index=[row]), table.name, gaps=False)
            if problems:
                said = without_digits(cell) if measure.sensitive else shown(cell)
                bad.setdefault(row, f"{name} {said}")
                _, fix = describe_otherwise(cell)
                expected = "a number, or an empty cell"
                making.log.leave_out(problem_of(table, row, bad[row], expected, fix))
    kept = cells.drop(index=list(bad))
    kept["note"] = [
        note or next(filter(None, map(_why_missing, cells)), "")
        for note, *cells in zip(
            kept["note"], kept["value"], kept["numerator"], kept["denominator"], strict=True
        )
    ]
    for name in NUMBERS:
        plain = kept[name].where(~kept[name].map(is_gap).astype(bool), "")
        kept[name] = read_numbers(plain, table.name, gaps=False)[0]
    kept["note"] = kept["note"].where(kept["note"] != "", pd.NA)
    return kept


def _why_missing(cell: str) -> str:
    """Return why a cell holds no figure, where it says so."""
    return SUPPRESSED if is_suppressed(cell) else ABSENT if is_gap(cell) else ""


def _once(rows: DataFrame, key: str, table: OwnTable, making: Making) -> DataFrame:
    """Leave out a second figure of one place and period."""
    said = rows["value"].notna() | rows["note"].notna() | rows["numerator"].notna()
    making.log.count(f"{table.name}: rows without any figure of {key}", int((~said).sum()))
    rows = rows[said]
    again = rows.duplicated(["place_id", "period"])
    for row in rows.index[again]:
        found = f"a second figure of {key} for {rows['place_id'][row]}, {rows['period'][row]}"
        making.log.leave_out(problem_of(table, row, found, "one", "Take one of them out."))
    return rows[~again]


def _worked_out(rows: DataFrame, measure: OwnMeasure) -> DataFrame:
    """Work out a share or a rate of its counts, where the table gives these alone."""
    if measure.column or not (measure.numerator and measure.denominator):
        return rows
    of = rows["denominator"].where(rows["denominator"] > 0, np.nan)
    return rows.assign(value=rows["value"].fillna(rows["numerator"] / of * measure.per))
