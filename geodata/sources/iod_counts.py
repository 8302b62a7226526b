"""Ministry of Housing, Communities and Local Government: who is counted behind the indices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.files import fault, parse_numbers, pick_columns, read_table, refuse_repeats
from geodata.model import Indicator, Standing
from geodata.sources.iod import CHILDREN, refuse_absent
from geodata.sources.record import Making, Reader

LOW_INCOME = "low_income_children"
AGES = (0, 15)  # of the children whom IDACI counts
HEADINGS = {
    "area_id": (r"LSOA code \(2021\)", r"lsoa21_?(code|cd)"),
    "children": (
        r"Income[ _]Deprivation[ _]Affecting[ _]Children[ _]Index[ _]\(?IDACI\)?[ _]numerator",
    ),
}
NOT_GIVEN = "too few to publish, or missing"
CAPPED = "more were counted in low-income families than children in all"
ABOUT = (
    "Counted for the Income Deprivation Affecting Children Index (IDACI), to the nearest 5. A "
    "blank is too few to publish, or missing, and never none."
)
ESTIMATED = (
    "The share is an estimate, of the children whom this pack counts: the file leaves out how many "
    "the index counts in all."
)


def read_counts(path: Path) -> Series:
    """Read how many children are in low-income families from "File 8" of the indices.

    Returns
    -------
    children
        Indexed by `area_id`; to the nearest 5, NaN where too few to publish or missing.
    """
    picked = pick_columns(read_table(path), HEADINGS)
    refuse_repeats(picked["area_id"], path.name)
    where = f"{path.name}, IDACI numerator"
    counts = parse_numbers(picked["children"], where)
    wrong = counts[(counts < 0) | (counts % 1 > 0)]
    if len(wrong):
        raise fault(
            f"{where}, row {wrong.index[0]}",
            f"{wrong.iloc[0]:g}",
            "a number of children",
            "Use File 8 of the indices of 2025: its numerators are counts, not shares.",
        )
    children: Series = counts.set_axis(pd.Index(picked["area_id"], name="area_id"))
    return children


def make_indicators(counts: Series, making: Making) -> tuple[dict[str, Indicator], DataFrame]:
    """Make the measure of children in low-income families, counted and as a share.

    Raises
    ------
    DataError
        The file has nothing for an area.
    """
    refuse_absent(counts.index, making)
    ids = making.area_ids
    children = counts.reindex(ids)
    ranked = making.raw["deprivation"].reindex(ids)
    own = making.areas[[f"people_{age}" for age in range(AGES[0], AGES[1] + 1)]]
    among = ranked[CHILDREN].fillna(own.sum(axis="columns", skipna=False))
    standing: Standing = "published" if bool(ranked[CHILDREN].notna().all()) else "estimated"
    share = 100 * children / among.where(among > 0)
    notes = np.select([children.isna(), share > 100], [NOT_GIVEN, CAPPED], "")  # noqa: PLR2004
    values = DataFrame(
        {
            "indicator": LOW_INCOME,
            "place_id": ids,
            "period": making.source.period,
            "value": share.clip(upper=100).to_numpy(),
            "decile": ranked["idaci_rank_decile"].to_numpy(),
            "numerator": children.to_numpy(),
            "denominator": among.to_numpy(),
            "note": Series(notes).replace("", pd.NA),
        }
    )
    known = int(children.notna().sum())
    making.log.note(
        f"Children in low-income families: {children.sum():,.0f}, counted in {known:,} of "
        f"{len(ids):,} areas; in the others they are {NOT_GIVEN}. The share is {standing}."
    )
    return {LOW_INCOME: _indicator(making, standing)}, values


def _indicator(making: Making, standing: Standing) -> Indicator:
    return Indicator(
        key=LOW_INCOME,
        label="Children in low-income families",
        form="share",
        per=100,
        unit="% of children aged 0–15",
        worse_when="higher",
        spread_over="people",
        geography="area",
        theme="Deprivation",
        period=making.source.period,
        source=making.source.key,
        standing=standing,
        age_from=AGES[0],
        age_to=AGES[1],
        whom="in low-income families",
        note=ABOUT if standing == "published" else f"{ABOUT} {ESTIMATED}",
    )


READERS = (
    Reader(
        role="deprivation_counts",
        by_area=True,
        about="Indices of Deprivation 2025, File 8 (who is counted behind them)",
        read=read_counts,
        make_indicators=make_indicators,
    ),
)
