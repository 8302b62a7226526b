"""Make the catalogue of indicators and their values."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from pandas import DataFrame

from geodata.building.covering import cover_figures
from geodata.errors import DataError, Problem
from geodata.log import BuildLog
from geodata.model import Indicator
from geodata.sensitive import find_unprotectable
from geodata.sources.record import Making
from geodata.sources.registry import readers

NONE = DataFrame(columns=["indicator", "place_id"])


def make_indicators(
    makings: Iterable[Making], known: pd.Index, log: BuildLog
) -> tuple[dict[str, Indicator], DataFrame]:
    """Make the catalogue, and the values of every place that the pack knows.

    Parameters
    ----------
    known
        Codes of areas, places and comparators.

    Raises
    ------
    DataError
        An area has no value, a figure belongs to a measure that nothing describes, two files
        describe one measure, or something sensitive cannot be protected.
    """
    makings = list(makings)
    paths = {making.file.role: ", ".join(making.file.paths) for making in makings}
    catalogue: dict[str, Indicator] = {}
    values = []
    problems: list[Problem] = []
    for making in makings:
        reader = readers()[making.file.role]
        if reader.make_indicators is None:
            continue
        described, figures = reader.make_indicators(making.rows, making)
        _refuse_repeats(described, catalogue, making)
        catalogue |= described
        if not reader.is_own:
            cover_figures(making, described, figures)
        if figures.empty:
            continue
        where = paths.get(reader.figures_role, ", ".join(making.file.paths))
        problems += find_unprotectable(figures[figures["place_id"].isin(known)], described, where)
        values.append(figures)
    if problems:
        raise DataError(problems)
    every = pd.concat(values, ignore_index=True) if values else NONE
    kept = every["place_id"].isin(known)
    log.count("Figures about places outside the pack, dropped", int((~kept).sum()))
    return catalogue, every[kept].reset_index(drop=True)


def _refuse_repeats(
    described: dict[str, Indicator], catalogue: dict[str, Indicator], making: Making
) -> None:
    repeated = sorted(described.keys() & catalogue.keys())
    if repeated:
        raise DataError(
            Problem(
                where=", ".join(making.file.paths),
                found=f"{repeated[0]!r}, which another file describes too",
                expected="each measure once",
                fix="Take it from one of them only.",
            )
        )
