"""What a person does to their places: draw, pick, ask what is within reach, combine, remove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack, Travel
from layers.own_places.address import check_fits, read_recipe, write_recipe
from layers.own_places.beside import set_beside
from layers.own_places.outlines import outline_of_ring, spot_of
from layers.own_places.recipes import (
    FARTHEST_M,
    LONGEST_MIN,
    Centre,
    Combined,
    Existing,
    How,
    Near,
    OwnPlace,
    OwnPlaces,
    Picked,
    Reached,
    Recipe,
    plain_name,
)
from layers.own_places.ways import centre_of, way_asked
from layers.own_places.words import short_words

ASKED = "what was asked of your places"
DOES = ("draw", "pick", "within", "combine", "open", "rename", "remove")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Places after a change, and the one to choose now; "" for none."""

    own: OwnPlaces
    place_id: str = ""


def change_own(own: OwnPlaces, asked: object, pack: Pack) -> Changed:
    """Return places as somebody changed them; they are as they were where it cannot be done.

    Parameters
    ----------
    asked
        As a browser sends it, so it may be anything: `{"do": "draw", "name", "ring": [[lon,
        lat], …]}`, `{"do": "pick", "name", "areas"}`, `{"do": "within", "name", "at": [lon, lat]
        or as `layers.within.here` reads it, "metres", or "minutes", "mode" and how the way goes as
        an address writes it: "pace", "detour", "rural"}`, `{"do": "combine", "name", "how", "ids"}`
        of own places and places of the pack, `{"do": "rename", "id", "name"}`, `{"do":
        "remove", "id"}` or `{"do": "open", "name", "words"}`, a recipe as it was kept. A name is
        made up where none is given.

    Raises
    ------
    QuestionError
        It cannot be done: why, in words.
    """
    said: Mapping[str, Any] = asked if isinstance(asked, dict) else {}
    do = said.get("do")
    if do in ("remove", "rename"):
        return _of_one(own, str(do), said)
    recipe = _recipe(str(do), said, own)
    place = OwnPlace(name=plain_name(str(said.get("name") or "")), recipe=recipe)
    known = own.find(place.place_id)
    if not said.get("name"):
        name = known.name if known else plain_name(_made_up(recipe, own, pack))
        place = replace(place, name=name)
    return add_place(own, place, pack)


def add_place(own: OwnPlaces, place: OwnPlace, pack: Pack) -> Changed:
    """Return places with one more, which is tried on the pack first.

    Raises
    ------
    QuestionError
        The pack cannot hold it, or an address cannot.
    """
    _, problems = set_beside(pack, OwnPlaces(places=(place,)))
    if problems:
        raise QuestionError(problems)
    changed = own.with_place(place)
    check_fits(changed)
    return Changed(own=changed, place_id=place.place_id)


def _of_one(own: OwnPlaces, do: str, said: Mapping[str, Any]) -> Changed:
    place = own.find(str(said.get("id")))
    if place is None:
        raise QuestionError(_cannot(f"the place {quoted(str(said.get('id')))}", "one of yours"))
    if do == "remove":
        return Changed(own=own.without(place.place_id))
    name = plain_name(str(said.get("name") or ""))
    if not name:
        raise QuestionError(_cannot("no name", "a name of letters that can be seen"))
    changed = own.with_place(replace(place, name=name))
    check_fits(changed)
    return Changed(own=changed, place_id=place.place_id)


def _recipe(do: str, said: Mapping[str, Any], own: OwnPlaces) -> Recipe:
    if do == "draw":
        return outline_of_ring(said.get("ring"))
    if do == "pick":
        areas = said.get("areas")
        if not isinstance(areas, list) or not areas:
            raise QuestionError(_cannot("no neighbourhoods", "at least one, picked on the map"))
        return Picked(area_ids=tuple(str(each) for each in areas))
    if do == "within":
        return _reach(said)
    if do == "combine":
        return _combined(said, own)
    if do == "open":
        return _opened(said.get("words"))
    raise QuestionError(_cannot(quoted(do), "one of " + ", ".join(DOES)))


def _opened(words: object) -> Recipe:
    """Return a recipe as it was kept."""
    try:
        return read_recipe(str(words))
    except ValueError as error:
        raise QuestionError(_cannot(str(error), "a place as it was kept")) from None


def _reach(said: Mapping[str, Any]) -> Recipe:
    centre = _centre(said.get("at"))
    if said.get("metres") is not None:
        return Near(centre=centre, metres=_whole(said["metres"], FARTHEST_M, "metres"))
    mode: Travel | None = next(
        (each for each in get_args(Travel) if each == said.get("mode", "walk")), None
    )
    if mode is None:
        found = quoted(str(said.get("mode")))
        raise QuestionError(_cannot(found, "one of " + ", ".join(get_args(Travel))))
    minutes = _whole(said.get("minutes"), LONGEST_MIN, "minutes")
    return Reached(centre=centre, mode=mode, minutes=minutes, **way_asked(said))


def _centre(at: object) -> Centre:
    if isinstance(at, str):
        return centre_of(at)
    return Centre(spot=spot_of(at))


def _whole(value: object, most: int, what: str) -> int:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 1 <= float(value) <= most:  # type: ignore[arg-type]
        found = quoted(str(value)) if value is not None else f"no {what}"
        raise QuestionError(_cannot(found, f"from 1 to {most:,} {what}"))
    return round(float(value))  # type: ignore[arg-type]


def _combined(said: Mapping[str, Any], own: OwnPlaces) -> Combined:
    how: How | None = next((each for each in get_args(How) if each == said.get("how")), None)
    ids = said.get("ids")
    if how is None:
        found = quoted(str(said.get("how")))
        raise QuestionError(_cannot(found, "one of " + ", ".join(get_args(How))))
    if not isinstance(ids, list) or len(ids) < 2:  # noqa: PLR2004
        raise QuestionError(_cannot("fewer than two places", "two places or more to combine"))
    parts = []
    for each in map(str, ids):
        place = own.find(each)
        parts.append(place.recipe if place else Existing(place_id=each))
    combined = Combined(how=how, parts=tuple(parts))
    try:
        read_recipe(write_recipe(combined))
    except ValueError as error:
        raise QuestionError(_cannot(str(error), "a place of fewer parts")) from None
    return combined


def _made_up(recipe: Recipe, own: OwnPlaces, pack: Pack) -> str:
    """Return a name for a place that was given none."""
    if isinstance(recipe, Near | Reached):
        return short_words(recipe, pack)
    taken = {each.name for each in own.places}
    numbers = range(1, len(taken) + 2)
    return next(name for n in numbers if (name := f"My place {n}") not in taken)


def _cannot(found: str, expected: str) -> Problem:
    return Problem(where=ASKED, found=found, expected=expected, fix="Try again on the map.")
