"""Where a new site could be: buildings that are there already, neighbourhoods, points."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from pandas import DataFrame

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.assets import open_doors, service_assets
from layers.spots import Spot, area_middles, find_spot

COLUMNS = ("name", "kind", "spot", "easting_m", "northing_m")


def area_candidates(pack: Pack) -> DataFrame:
    """Return the middle of every neighbourhood's people.

    Returns
    -------
    candidates
        Indexed by `candidate_id`: `name`, `kind` ("area", or a kind of asset), `spot`,
        `easting_m` and `northing_m` (EPSG:27700).
    """
    middles = area_middles(pack)
    spots = [Spot(of="area", id=str(key)) for key in middles.index]
    rows = middles.assign(name=pack.areas["name"], kind="area")
    rows["spot"] = np.array(spots, dtype=object)
    return _table(rows)


def asset_candidates(pack: Pack, service: str) -> DataFrame:
    """Return the buildings of a service, such as libraries; see `area_candidates`.

    Raises
    ------
    QuestionError
        The pack has no such service, or lists no open door of it.
    """
    if service not in pack.info.services:
        raise QuestionError(_no_service(service, pack))
    listed = service_assets(pack.assets, pack.info.services[service])
    doors = open_doors(listed[~listed["across_border"]])
    if doors.empty:
        raise QuestionError(none_to_choose(f"no open door of {service!r}", "a service with doors"))
    rows = DataFrame(
        {
            "name": doors["name"],
            "kind": doors["kind"],
            "spot": [Spot(of="asset", id=str(key)) for key in doors.index],
            "easting_m": doors.geometry.x,
            "northing_m": doors.geometry.y,
        }
    )
    return _table(rows)


def point_candidates(pack: Pack, spots: Iterable[Spot]) -> DataFrame:
    """Return spots that somebody chose, in that order; see `area_candidates`.

    Raises
    ------
    QuestionError
        A spot is not in the pack, or none is given.
    """
    given = tuple(spots)
    if not given:
        raise QuestionError(none_to_choose("no spot at all", "at least one"))
    placed = [find_spot(pack, spot) for spot in given]
    rows = DataFrame(
        {
            "name": [found.name for found in placed],
            "kind": [spot.of for spot in given],
            "spot": given,
            "easting_m": [found.easting_m for found in placed],
            "northing_m": [found.northing_m for found in placed],
        },
        index=pd.Index([f"spot-{n}" for n in range(1, len(given) + 1)]),
    )
    return _table(rows)


def candidates_named(pack: Pack, name: str) -> DataFrame:
    """Return candidates by one word: "areas", or the key of a service; see `area_candidates`."""
    return area_candidates(pack) if name == "areas" else asset_candidates(pack, name)


def none_to_choose(found: str, expected: str) -> Problem:
    """Return the fault that there is nothing to choose a site from."""
    return Problem(
        where="the candidates",
        found=found,
        expected=expected,
        fix="Choose other candidates: areas, or a service such as libraries.",
    )


def _no_service(service: str, pack: Pack) -> Problem:
    return none_to_choose(quoted(service), "areas, or one of " + ", ".join(pack.info.services))


def _table(rows: DataFrame) -> DataFrame:
    table: DataFrame = rows[list(COLUMNS)].rename_axis("candidate_id")
    return table
