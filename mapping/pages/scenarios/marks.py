"""What is numbered on the map of Scenarios, as in the list that stands beside it."""

from __future__ import annotations

from geodata.crs import lonlat_from_grid
from geodata.errors import QuestionError
from geodata.model import Pack
from layers.scenarios.changes import Add, Scenario, Step
from layers.siting.found import Siting
from layers.spots import Spot, find_spot
from mapping.served.message import Mark


def site_marks(siting: Siting) -> tuple[Mark, ...]:
    """Return the sites that are suggested, numbered in their order."""
    return tuple(
        _mark(str(number), row["easting_m"], row["northing_m"], str(row["name"]))
        for number, (_, row) in enumerate(siting.sites.iterrows(), start=1)
    )


def step_marks(scenario: Scenario, changed: Pack) -> tuple[Mark, ...]:
    """Return the changes of a scenario, numbered in their order; none of what has no door.

    Parameters
    ----------
    changed
        The pack as the scenario leaves it.
    """
    found = []
    for number, step in enumerate(scenario.steps, start=1):
        try:
            at = find_spot(changed, _spot_of(step))
        except QuestionError:
            continue  # what has no door stands nowhere on a map
        found.append(_mark(str(number), at.easting_m, at.northing_m, at.name))
    return tuple(found)


def _spot_of(step: Step) -> Spot:
    """Return where a change is made: where a new door stands, or the one that is changed."""
    return step.spot if isinstance(step, Add) else Spot(of="asset", id=step.asset_id)


def _mark(text: str, easting_m: float, northing_m: float, name: str) -> Mark:
    lon, lat = lonlat_from_grid(easting_m, northing_m)
    return Mark(text=text, lat=round(float(lat), 5), lon=round(float(lon), 5), name=name)
