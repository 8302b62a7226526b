"""Places of one's own as the part of an address, and back: strict, short, safe to be handed.

Places are parted by "~", the words of each by ".", and every word is percent-encoded, those two
signs included: `Our%20patch.areas.E01018101_2_9~North.draw.BBEgg…`. A recipe made of others says
how, of how many, and then these: `difference.2.place.E07000010.draw.BBEgg…`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args
from urllib.parse import quote, unquote

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Travel
from layers.own_places.compact import (
    read_ids,
    read_outline,
    read_spot,
    write_ids,
    write_outline,
    write_spot,
)
from layers.own_places.recipes import (
    DEEPEST,
    FARTHEST_M,
    LONGEST_MIN,
    LONGEST_NAME,
    MOST_PARTS,
    MOST_PLACES,
    Centre,
    Combined,
    Drawn,
    Existing,
    How,
    Near,
    OwnPlace,
    OwnPlaces,
    Picked,
    Reached,
    Recipe,
    depth_of,
    parts_of,
    plain_name,
)
from layers.own_places.ways import LONGEST_KEY, read_way, write_way

LONGEST = 4_000
"""Letters of an address that all of them may take: with the rest it stays within what browsers,
proxies and mail take."""

SIGNS = {".": "%2E", "~": "%7E", "_": "%5F"}
AREAS, DRAW, NEAR, JOURNEY, PLACE, AT, POSTCODE, KEY = (
    "areas", "draw", "within", "journey", "place", "at", "postcode", "key",
)  # fmt: skip
WITH = "_"  # between a way to travel and what else decides how far it goes
LEFT_OUT = "It is left out; the others are kept."
KINDS = ", ".join((AREAS, DRAW, NEAR, JOURNEY, PLACE, *get_args(How)))
_WHOLE = re.compile(r"[1-9][0-9]{0,5}")
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")


def write_own(own: OwnPlaces) -> str:
    """Return places as text for an address; "" for none."""
    return "~".join(
        ".".join((_word(each.name), *_recipe_words(each.recipe))) for each in own.places
    )


def write_recipe(recipe: Recipe) -> str:
    """Return a recipe alone as text."""
    return ".".join(_recipe_words(recipe))


def read_own(
    text: str, where: str = "the address, own", longest: int = LONGEST
) -> tuple[OwnPlaces, tuple[Problem, ...]]:
    """Read places out of an address.

    Whether the pack holds what they name is seen where they are set beside its own.

    Parameters
    ----------
    longest
        How many letters may be read; a file may hold more than an address.

    Returns
    -------
    own, problems
        What can be used; and why each of the others cannot.
    """
    if len(text) > longest:
        return OwnPlaces(), (too_long(len(text), where),)
    own, problems = OwnPlaces(), list[Problem]()
    for number, part in enumerate(text.split("~") if text else (), start=1):
        at = f"{where}, {number}"
        try:
            place = _read_place(part)
        except ValueError as error:
            problems.append(_unreadable(at, part, str(error)))
            continue
        if len(own.places) == MOST_PLACES:
            problems.append(_too_many(at, place.name))
        elif (before := own.find(place.place_id)) is not None:
            problems.append(_same(at, place.name, before.name))
        else:
            own = own.with_place(place)
    return own, tuple(problems)


def read_recipe(text: str) -> Recipe:
    """Read a recipe alone; raises ValueError, with why in words, for what is none."""
    words = text.split(".")
    recipe, left = _read_recipe(words, 1)
    if left:
        raise ValueError("words after its end")
    if sum(1 for _ in parts_of(recipe)) > MOST_PARTS or depth_of(recipe) > DEEPEST:
        raise ValueError(f"more than {MOST_PARTS} parts, or parts {DEEPEST} deep")
    return recipe


def check_fits(own: OwnPlaces, where: str = "your places") -> str:
    """Return places as text for an address.

    Raises
    ------
    QuestionError
        There are too many of them, or they take more than an address holds.
    """
    text = write_own(own)
    if len(own.places) > MOST_PLACES:
        raise QuestionError(_too_many(where, own.places[MOST_PLACES].name))
    if len(text) > LONGEST:
        raise QuestionError(too_long(len(text), where))
    return text


def too_long(letters: int, where: str) -> Problem:
    """Describe places that take more of an address than there is."""
    return Problem(
        where=where,
        found=f"outlines that take {letters:,} letters",
        expected=f"at most {LONGEST:,}, which an address holds",
        fix="Save your places as a file and open that, remove one, or draw with fewer corners.",
    )


def _read_place(part: str) -> OwnPlace:
    first, _, rest = part.partition(".")
    name = _plain(first)
    if not name or name != plain_name(name):
        raise ValueError(f"a name that is empty, not on one line or over {LONGEST_NAME} letters")
    return OwnPlace(name=name, recipe=read_recipe(rest))


def _read_recipe(words: list[str], depth: int) -> tuple[Recipe, list[str]]:
    """Read a recipe off the front of some words; return it and the words that are left."""
    kind, *rest = words
    if depth > DEEPEST:
        raise ValueError(f"parts more than {DEEPEST} deep")
    if kind in get_args(How):
        how: How = kind  # type: ignore[assignment]
        return _read_combined(how, rest, depth)
    needed = {AREAS: 1, DRAW: 1, PLACE: 1, NEAR: 3, JOURNEY: 4}.get(kind)
    if needed is None:
        raise ValueError(f"{quoted(kind)}, which is none of {KINDS}")
    if len(rest) < needed or not all(rest[:needed]):
        raise ValueError(f"a recipe by {kind!r} that breaks off")
    taken, left = rest[:needed], rest[needed:]
    return _leaf(kind, taken), left


def _read_combined(how: How, words: list[str], depth: int) -> tuple[Recipe, list[str]]:
    count = _whole(words[0] if words else "", MOST_PARTS, "how many parts there are")
    if count < 2:  # noqa: PLR2004
        raise ValueError("one part, with nothing to put it together with")
    parts, left = list[Recipe](), words[1:]
    for _ in range(count):
        if not left:
            raise ValueError(f"a recipe by {how!r} that breaks off")
        part, left = _read_recipe(left, depth + 1)
        parts.append(part)
    return Combined(how=how, parts=tuple(parts)), left


def _leaf(kind: str, words: list[str]) -> Recipe:
    if kind == AREAS:
        return Picked(area_ids=_area_ids(words[0]))
    if kind == DRAW:
        try:
            return read_outline(words[0])
        except ValueError:
            raise ValueError("an outline that cannot be read") from None
    if kind == PLACE:
        return Existing(place_id=_plain(words[0]))
    if kind == NEAR:
        metres = _whole(words[0], FARTHEST_M, "metres")
        return Near(centre=_centre(*words[1:]), metres=metres)
    return _journey(*words)


def _journey(way: str, minutes: str, *centre: str) -> Reached:
    said, *settings = way.split(WITH)
    mode = next((each for each in get_args(Travel) if each == said), None)
    if mode is None:
        raise ValueError(f"{quoted(said)}, which is none of {', '.join(get_args(Travel))}")
    parted = (each.partition("-") for each in settings)
    return Reached(
        centre=_centre(*centre),
        mode=mode,
        minutes=_whole(minutes, LONGEST_MIN, "minutes"),
        **read_way([(name, _plain(text)) for name, _, text in parted]),
    )


def _area_ids(word: str) -> tuple[str, ...]:
    try:
        ids = read_ids(word)
    except ValueError:
        raise ValueError("areas that cannot be read, or one twice") from None
    return tuple(_plain(each) for each in ids)


def _centre(kind: str, word: str) -> Centre:
    if kind == AT:
        try:
            return Centre(spot=read_spot(word))
        except ValueError:
            raise ValueError("a point that cannot be read") from None
    if kind == POSTCODE and _POSTCODE.fullmatch(word):
        return Centre(postcode=f"{word[:-3]} {word[-3:]}")
    if kind == KEY and 0 < len(_plain(word)) <= LONGEST_KEY:
        return Centre(key=_plain(word))
    raise ValueError(f"{quoted(f'{kind}.{word}')} where a point, a postcode or a key should be")


def _whole(text: str, most: int, what: str) -> int:
    if not _WHOLE.fullmatch(text) or int(text) > most:
        raise ValueError(f"{quoted(text)} for {what}, which is no whole number from 1 to {most:,}")
    return int(text)


def _recipe_words(recipe: Recipe) -> Iterator[str]:
    if isinstance(recipe, Picked):
        yield from (AREAS, write_ids(_id_word(each) for each in recipe.area_ids))
    elif isinstance(recipe, Drawn):
        yield from (DRAW, write_outline(recipe))
    elif isinstance(recipe, Existing):
        yield from (PLACE, _word(recipe.place_id))
    elif isinstance(recipe, Near):
        yield from (NEAR, str(recipe.metres), *_centre_words(recipe.centre))
    elif isinstance(recipe, Reached):
        settings = (f"{WITH}{name}-{_word(text)}" for name, text in write_way(recipe))
        way = "".join((recipe.mode, *settings))
        yield from (JOURNEY, way, str(recipe.minutes), *_centre_words(recipe.centre))
    else:
        yield from (recipe.how, str(len(recipe.parts)))
        for part in recipe.parts:
            yield from _recipe_words(part)


def _centre_words(centre: Centre) -> tuple[str, str]:
    if centre.key:
        return KEY, _word(centre.key)
    if centre.spot is None:
        return POSTCODE, centre.postcode.replace(" ", "")
    return AT, write_spot(centre.spot)


def _id_word(text: str) -> str:
    word = _word(text)
    return f"%2D{word[1:]}" if word.startswith("-") else word


def _word(text: str) -> str:
    written = quote(text, safe="")
    for sign, code in SIGNS.items():
        written = written.replace(sign, code)
    return written


def _plain(word: str) -> str:
    try:
        text = unquote(word, errors="strict")
    except UnicodeDecodeError:
        raise ValueError("letters that are no UTF-8") from None
    if not text.isprintable():
        raise ValueError("letters that cannot be seen")
    return text


def _unreadable(where: str, part: str, why: str) -> Problem:
    first = part.partition(".")[0]
    try:
        name = _plain(first)
    except ValueError:
        name = ""
    return Problem(
        where=f"{where}, your place {quoted(name)}" if name else where,
        found=why,
        expected="a place as it was written, with nothing of it cut off or changed",
        fix=LEFT_OUT,
    )


def _same(where: str, name: str, before: str) -> Problem:
    return Problem(
        where=where,
        found=f"{quoted(name)}, which is the same as {quoted(before)}",
        expected="each place once",
        fix=LEFT_OUT,
    )


def _too_many(where: str, name: str) -> Problem:
    return Problem(
        where=where,
        found=f"{quoted(name)}, after {MOST_PLACES} others",
        expected=f"at most {MOST_PLACES} places",
        fix="Remove one of the others first.",
    )
