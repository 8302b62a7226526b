"""How much of a service there is at each door: doors, staff or places; not stated is not none."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from pandas import Series

from geodata.errors import Problem, QuestionError
from geodata.model import Service

Measure = Literal["doors", "staff_fte", "capacity"]
MEASURES: dict[Measure, str] = {
    "doors": "doors",
    "staff_fte": "full-time staff",
    "capacity": "places",
}


def stated_supply(doors: GeoDataFrame, measure: Measure) -> Series:
    """Return how much of a service each door states; NaN where it states nothing.

    A door counts as one door whatever it states.
    """
    if measure == "doors":
        return pd.Series(1.0, index=doors.index)
    stated: Series = doors[measure].astype(float)
    return stated


def capacity_unit(doors: GeoDataFrame) -> str | None:
    """Return what the stated capacities count; None where they count different things."""
    units = doors["capacity_unit"][doors["capacity"].notna()].dropna().unique()
    if len(units) > 1:
        return None
    return str(units[0]) if len(units) else MEASURES["capacity"]


def usable_supply(doors: GeoDataFrame, measure: Measure, service: Service) -> Series:
    """Return the supply of every door that states it.

    Raises
    ------
    QuestionError
        There are doors but none states it, they count different things, or one states less than
        nothing.
    """
    supply = stated_supply(doors, measure)
    stated: Series = supply[np.isfinite(supply)]
    where, fix = f"the supply of {service.label}", "Ask for doors, or state it in the register."
    expected = f"{MEASURES[measure]} stated by at least one site"
    if len(doors) and stated.empty:
        found = f"none stated by any of {len(doors)} sites"
        raise QuestionError(Problem(where=where, found=found, expected=expected, fix=fix))
    if measure == "capacity" and capacity_unit(doors) is None:
        found = "capacities that count different things"
        raise QuestionError(Problem(where=where, found=found, expected="one unit", fix=fix))
    if bool((stated < 0).any()):
        found = f"{stated.min():g} at {stated.idxmin()}"
        raise QuestionError(
            Problem(where=where, found=found, expected="nothing below 0", fix="Correct it.")
        )
    return stated
