"""Shapes of a file as places of one's own: named by a column, joined by name, made to fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import shapely
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from geodata.own.headings import plain, recognise
from layers.own_places.address import LONGEST, too_long, write_own
from layers.own_places.beside import find_place, set_beside
from layers.own_places.inside import shape_of, starts_of
from layers.own_places.outlines import outline_of_shape, simplify_to
from layers.own_places.recipes import MOST_PLACES, Drawn, OwnPlace, OwnPlaces, Picked, plain_name
from layers.said.numbers import counted

POLYGONS = ("Polygon", "MultiPolygon")
NEARLY_ALL = 0.995  # of an area's people: it follows the area's edge
MOST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What a file gives.

    Attributes
    ----------
    own
        The places there were, and those of the file after them.
    added
        The ids of those of the file.
    said
        What was done to read it and to make it fit, a sentence each.
    problems
        Why some of it could not be used.
    """

    own: OwnPlaces
    added: tuple[str, ...]
    said: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def places_of_shapes(
    pack: Pack,
    before: OwnPlaces,
    rows: DataFrame,
    shapes: Mapping[int, BaseGeometry],
    name: str,
    *,
    has_room: bool = False,
) -> Handed:
    """Return places with the shapes of a layer after them.

    Parameters
    ----------
    rows
        Attributes as text, by the number of the feature, from 1.
    shapes
        Feature → its shape in EPSG:27700; those that can be used.
    name
        The file, for messages.
    has_room
        Whether outlines may be as long as they are: they go to no address.

    Raises
    ------
    QuestionError
        None of it can be used, or there are more places than there may be.
    """
    named, problems = _named(rows, shapes, name)
    left = MOST_PLACES - len(before.places)
    if len(named) > left:
        raise QuestionError(_too_many(len(named), left, name))
    made: list[OwnPlace] = []
    for title, shape in named.items():
        place = OwnPlace(name=title, recipe=outline_of_shape(shape, f"{name}, {quoted(title)}"))
        problems += _tried(pack, place, name)
        if not problems or problems[-1].where != f"{name} {quoted(title)}":
            made.append(place)
    said = _joined_words(named, shapes)
    return _fitted(pack, before, made, said, problems, name=name, has_room=has_room)


def places_of_recipes(
    pack: Pack, before: OwnPlaces, saved: OwnPlaces, name: str, *, has_room: bool = False
) -> Handed:
    """Return places with those that were saved after them; see `places_of_shapes`.

    Raises
    ------
    QuestionError
        None of them can be used, or there are more than there may be.
    """
    new = [each for each in saved.places if before.find(each.place_id) is None]
    left = MOST_PLACES - len(before.places)
    if len(new) > left:
        raise QuestionError(_too_many(len(new), left, name))
    problems, made = list[Problem](), list[OwnPlace]()
    for place in saved.places:
        faults = _tried(pack, place, name)
        problems += faults
        if not faults:
            made.append(place)
    return _fitted(pack, before, made, [], problems, name=name, has_room=has_room)


def _fitted(
    pack: Pack,
    before: OwnPlaces,
    made: Sequence[OwnPlace],
    said: Iterable[str],
    problems: Sequence[Problem],
    *,
    name: str,
    has_room: bool,
) -> Handed:
    """Add places to those there were, outlines made simpler where an address has no room."""
    if not made:
        raise QuestionError(list(problems) or [_nothing(name)])
    told, own = list(said), before
    for place in made:
        own = own.with_place(place)
    letters = len(write_own(own))
    if not has_room and letters > LONGEST:
        room = (LONGEST - len(write_own(before)) - 1) // len(made)
        fitted = [_shortened(pack, place, room, told) for place in made]
        own = before
        for each in fitted:
            own = own if each is None else own.with_place(each)
        if None in fitted or len(write_own(own)) > LONGEST:
            raise QuestionError([*problems, too_long(letters, name)])
        made = [each for each in fitted if each is not None]
    return Handed(
        own=own,
        added=tuple(dict.fromkeys(each.place_id for each in made)),
        said=tuple(told),
        problems=tuple(problems),
    )


def _shortened(pack: Pack, place: OwnPlace, room: int, told: list[str]) -> OwnPlace | None:
    """Return a place whose outline takes no more than so many letters; None where none does."""
    spent = len(write_own(OwnPlaces(places=(place,))))
    if spent <= room or not isinstance(place.recipe, Drawn):
        return place
    whole = _of_whole_areas(pack, place)
    if whole is not None and len(write_own(OwnPlaces(places=(whole,)))) <= room:
        told.append(
            f"{place.name} follows the edges of whole {pack.info.area_label}s, and is kept as "
            "these."
        )
        return whole
    shape = shape_of(place.recipe, place.name)
    outline = len(write_own(OwnPlaces(places=(replace(place, recipe=Picked(area_ids=())),))))
    simple = simplify_to(shape, room - outline, place.name)
    if simple is None:
        return None
    told.append(
        f"The outline of {place.name} is simplified to fit an address: no part of it moves by more "
        f"than {simple.metres:.0f} m."
    )
    return replace(place, recipe=simple.drawn)


def _of_whole_areas(pack: Pack, place: OwnPlace) -> OwnPlace | None:
    """Return a place as the areas it holds, where it holds every one of them whole."""
    shares = find_place(pack, place, starts_of(pack)).shares
    whole = shares[shares >= NEARLY_ALL]
    parts = shares[(shares < NEARLY_ALL) & (shares > 1 - NEARLY_ALL)]
    if whole.empty or len(parts):
        return None
    return replace(place, recipe=Picked(area_ids=tuple(map(str, whole.index))))


def _tried(pack: Pack, place: OwnPlace, name: str) -> list[Problem]:
    return list(set_beside(pack, OwnPlaces(places=(place,)), name)[1])


def _named(
    rows: DataFrame, shapes: Mapping[int, BaseGeometry], name: str
) -> tuple[dict[str, BaseGeometry], list[Problem]]:
    """Return polygons by the name of their place, those of one name joined; and what is none."""
    found = recognise(list(rows.columns), "places").found.get("place", ())
    headings = dict.fromkeys(
        [*found[:1], *(each for each in map(str, rows) if plain(each) == "name")]
    )
    named: dict[str, list[BaseGeometry]] = {}
    others: list[Problem] = []
    for row, shape in shapes.items():
        if shape.geom_type not in POLYGONS:
            others.append(_no_polygon(name, row, shape.geom_type))
            continue
        written = (plain_name(str(rows.loc[row, each])) for each in headings)
        named.setdefault(next(filter(None, written), f"Shape {row}"), []).append(shape)
    if len(others) > MOST_TOLD:
        more = _no_polygon(name, len(others) - MOST_TOLD, "")
        others = [*others[:MOST_TOLD], more]
    return {title: shapely.union_all(parts) for title, parts in named.items()}, others


def _joined_words(
    named: Mapping[str, BaseGeometry], shapes: Mapping[int, BaseGeometry]
) -> list[str]:
    polygons = sum(1 for each in shapes.values() if each.geom_type in POLYGONS)
    if polygons == len(named):
        return []
    return [
        f"{counted(polygons, 'outlines')} are of {counted(len(named), 'places')}: those of the "
        "same name are joined."
    ]


def _no_polygon(name: str, row: int, kind: str) -> Problem:
    return Problem(
        where=f"{name}, feature {row}" if kind else name,
        found=f"a {kind}" if kind else f"{row:,} more features that are no polygons",
        expected="a polygon",
        fix="Draw its outline, or leave it out.",
    )


def _nothing(name: str) -> Problem:
    return Problem(
        where=name, found="no polygon", expected="at least one", fix="Export its outlines again."
    )


def _too_many(found: int, left: int, name: str) -> Problem:
    return Problem(
        where=name,
        found=f"{found:,} places",
        expected=f"at most {left:,}"
        + ("" if left == MOST_PLACES else f" beside yours, of {MOST_PLACES}"),
        fix="Keep the ones you need in the file, or build a pack with all of them by a recipe.",
    )
