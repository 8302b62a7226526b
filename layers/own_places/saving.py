"""Places of one's own as a file, and back to the same places: GeoJSON with their recipes."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.crs import lonlat_from_grid
from geodata.errors import DataError, Problem, QuestionError, quoted
from geodata.model import Pack
from layers.own_places.address import read_own, read_recipe, write_recipe
from layers.own_places.recipes import OWN, OwnPlace, OwnPlaces, plain_name

MARK = "places of one's own, 1"
KEY = "know_your_patch"
MOST_BYTES = 10_000_000
DECIMALS = 6
FIX = "Save it again from the page that it was made on."


def own_geojson(pack: Pack) -> str:
    """Return the places of one's own of a pack as GeoJSON, each with its recipe and its areas."""
    mine = pack.places[pack.places["kind"] == OWN]
    recipes = recipes_of(pack)
    features = [
        {
            "type": "Feature",
            "properties": {
                "name": str(row["name"]),
                "recipe": recipes[str(key)],
                "note": str(row["note"]),
                "areas": _areas_of(pack, str(key)),
            },
            "geometry": _geometry(row["geometry"]),
        }
        for key, row in mine.iterrows()
    ]
    said = {
        "type": "FeatureCollection",
        KEY: MARK,
        "pack": {"key": pack.info.key, "title": pack.info.title, "hash": pack.served_hash},
        "features": features,
    }
    return json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_saved(content: bytes, name: str) -> OwnPlaces | None:
    """Read a file that `own_geojson` wrote; None for any other file.

    Raises
    ------
    DataError
        It is such a file, and something in it is not as it was written.
    """
    if KEY.encode() not in content[:200] or len(content) > MOST_BYTES:
        return None
    try:
        said = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get(KEY) != MARK:
        return None
    own, problems = OwnPlaces(), list[Problem]()
    features = said.get("features")
    for number, each in enumerate(features if isinstance(features, list) else [], start=1):
        where = f"{name}, feature {number}"
        try:
            own = own.with_place(_place(each))
        except ValueError as error:
            found, expected = str(error), "the name and the recipe of a place"
            problems.append(Problem(where=where, found=found, expected=expected, fix=FIX))
    if not own and not problems:
        problems.append(Problem(where=name, found="no places", expected="at least one", fix=FIX))
    if problems:
        raise DataError(problems)
    return own


def _place(feature: object) -> OwnPlace:
    said: Any = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(said, dict) or not isinstance(said.get("recipe"), str):
        raise ValueError("a feature without a recipe")
    title = plain_name(str(said.get("name") or ""))
    if not title:
        raise ValueError("no name")
    try:
        return OwnPlace(name=title, recipe=read_recipe(said["recipe"]))
    except ValueError as error:
        raise ValueError(f"{quoted(title)}: {error}") from None


def recipes_of(pack: Pack) -> dict[str, str]:
    """Return the recipe of each place of one's own of a pack as text, by id."""
    if pack.added is None:
        raise QuestionError(
            Problem(
                where="your places",
                found="none",
                expected="at least one to save",
                fix="Draw one on the map.",
            )
        )
    own, _ = read_own(pack.added.text, longest=len(pack.added.text))
    return {each.place_id: write_recipe(each.recipe) for each in own.places}


def _areas_of(pack: Pack, place_id: str) -> dict[str, float]:
    members = pack.membership[pack.membership["place_id"] == place_id]
    return {
        str(area): round(float(share), 6)
        for area, share in zip(members["area_id"], members["share"], strict=True)
    }


def _geometry(shape: shapely.Geometry) -> dict[str, Any]:
    turned: Any = shapely.transform(shape, _degrees)
    geometry: dict[str, Any] = turned.__geo_interface__
    return geometry


def _degrees(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    lonlat = np.column_stack(lonlat_from_grid(corners[:, 0], corners[:, 1]))
    return np.asarray(lonlat.round(DECIMALS))


def _refuse(constant: str) -> float:
    raise ValueError(constant)
