"""Make the catalogue of indicators and their values."""

from __future__ import annotations

from typing import Any, get_args

import pandas as pd
from pandas import DataFrame

from geodata.building.log import BuildLog
from geodata.errors import DataError, Problem
from geodata.model import ALLOWED_PER, Form, Indicator, Worse
from geodata.recipe import Recipe
from geodata.sources import dfe, fingertips, iod
from geodata.sources.own import text_or_missing


def make_indicators(
    recipe: Recipe, raw: dict[str, Any], areas: pd.Index, places: pd.Index, log: BuildLog
) -> tuple[dict[str, Indicator], DataFrame]:
    """Make the catalogue, and the values of every place that the pack knows.

    Raises
    ------
    DataError
        An area has no value, or a figure belongs to a measure that nothing describes.
    """
    catalogue, values = _deprivation(recipe, raw, areas)
    if "early_years_profile" in raw:
        profile = raw["early_years_profile"]
        source = recipe.files["early_years_profile"].source
        catalogue[dfe.GOOD_LEVEL] = dfe.describe_good_level(dfe.latest_period(profile), source)
        values.append(profile)
    if "fingertips" in raw:
        file = recipe.files["fingertips"]
        chosen = fingertips.choose_figures(raw["fingertips"], file.indicators)
        catalogue |= fingertips.describe_indicators(
            chosen, file.indicators, file.source, ", ".join(file.paths)
        )
        values.append(chosen)
    if "published_indicators" in raw:
        catalogue |= _from_reports(raw["published_indicators"], recipe)
        values.append(_figures_from_reports(raw, recipe))
    every = pd.concat(values, ignore_index=True)
    known = every["place_id"].isin([*areas, *places, *recipe.comparators])
    log.count("Figures about places outside the pack, dropped", int((~known).sum()))
    return catalogue, every[known].reset_index(drop=True)


def _deprivation(
    recipe: Recipe, raw: dict[str, Any], areas: pd.Index
) -> tuple[dict[str, Indicator], list[DataFrame]]:
    deprivation = raw["deprivation"]
    missing = areas.difference(deprivation.index)
    file = recipe.files["deprivation"]
    if len(missing):
        raise DataError(
            Problem(
                where=", ".join(file.paths),
                found=f"nothing for {len(missing)} areas, such as {missing[0]}",
                expected="a row for each area",
                fix="Use the indices of 2025, which are for 2021 areas.",
            )
        )
    period = recipe.info.sources[file.source].period
    values = iod.make_values(deprivation.loc[areas], period)
    return iod.list_indicators(period, file.source), [values]


def _from_reports(rows: DataFrame, recipe: Recipe) -> dict[str, Indicator]:
    table = recipe.tables["published_indicators"]
    problems = [
        Problem(
            where=f"{table}, row {row}",
            found=f"{column} = {cells[column]!r}",
            expected=" or ".join(choices),
            fix="Correct the cell.",
        )
        for column, choices in (("worse_when", get_args(Worse)), ("form", get_args(Form)))
        for row, cells in rows.to_dict("index").items()
        if cells[column] not in choices
    ]
    problems += [
        Problem(
            where=f"{table}, row {row}",
            found=f"a {cells['form']} per {cells['per']:,g}",
            expected=f"per {' or '.join(f'{per:,}' for per in ALLOWED_PER[cells['form']])}",
            fix="Correct the cell; leave it empty for a count, a rank or a score.",
        )
        for row, cells in rows.to_dict("index").items()
        if cells["form"] in ALLOWED_PER and cells["per"] not in ALLOWED_PER[cells["form"]]
    ]
    if problems:
        raise DataError(problems)
    return {
        row["indicator"]: Indicator(
            key=row["indicator"],
            label=row["label"],
            form=row["form"],
            per=int(row["per"]),
            unit=row["unit"],
            worse_when=row["worse_when"],
            spread_over="nothing",
            geography=row["geography"],
            theme=row["theme"],
            period=row["period"],
            source=row["source"],
            sensitive=row["sensitive"],
            note=row["note"],
        )
        for row in rows.to_dict("records")
    }


def _figures_from_reports(raw: dict[str, Any], recipe: Recipe) -> DataFrame:
    figures = raw.get("published_figures", DataFrame(columns=["indicator", "place_id"]))
    unknown = sorted(set(figures["indicator"]) - set(raw["published_indicators"]["indicator"]))
    if unknown:
        raise DataError(
            Problem(
                where=recipe.tables["published_figures"],
                found=f"figures of {unknown[0]!r}",
                expected="a measure that the recipe's table of indicators describes",
                fix="Describe it there, or correct its key.",
            )
        )
    return DataFrame(figures).assign(note=text_or_missing(figures["note"]))
