"""What is said of a place of one's own: what it is made of, what is partial, what lies outside."""

from __future__ import annotations

from pandas import Series

from geodata.model import Pack
from layers.own_places.recipes import (
    DEGREES,
    Centre,
    Combined,
    Drawn,
    Existing,
    Near,
    Picked,
    Reached,
    Recipe,
)
from layers.question.question import DETOUR, PACE_KMH
from layers.question.words import BY_MODE
from layers.said.numbers import counted, listed, percent, round_half_up
from layers.said.numbers import minutes as minutes_words

LABEL, PLURAL = "place of your own", "places of your own"
MOST_NAMED = 3
KIND_NOTE = (
    "A place of your own is counted by where people set out from, never by its land: of a "
    "neighbourhood that lies partly inside, everything is apportioned by the share of its people "
    "who do. Its figures are estimates, and nothing is published for it. Two such places may "
    "overlap, so they do not add up."
)
_PARTS = {
    2: "half", 3: "a third", 4: "a quarter", 5: "a fifth", 10: "a tenth",
}  # fmt: skip
NEAR_PART = 0.005


def recipe_words(recipe: Recipe, pack: Pack) -> str:
    """Return what a place is made of: "everything within 800 m of PE13 2AA"."""
    label = pack.info.area_label
    if isinstance(recipe, Picked):
        return f"{counted(len(recipe.area_ids), f'{label}s')} picked on the map"
    if isinstance(recipe, Drawn):
        shapes = len(recipe.polygons)
        return "an outline" if shapes == 1 else f"an outline of {shapes} parts"
    if isinstance(recipe, Near):
        return f"everything within {_metres(recipe.metres)} of {_centre(recipe.centre, pack)}"
    if isinstance(recipe, Reached):
        return f"everything within {_way(recipe)} of {_centre(recipe.centre, pack)}{_aside(recipe)}"
    if isinstance(recipe, Existing):
        known = recipe.place_id in pack.places.index
        return str(pack.places["name"][recipe.place_id]) if known else recipe.place_id
    said = [
        f"({recipe_words(part, pack)})" if isinstance(part, Combined) else recipe_words(part, pack)
        for part in recipe.parts
    ]
    return _joined(recipe, said)


def _joined(recipe: Combined, said: list[str]) -> str:
    if recipe.how == "union":
        return listed(said)
    if recipe.how == "common":
        return f"what {listed(said)} have in common"
    return f"{said[0]} without {listed(said[1:])}"


def _metres(metres: int) -> str:
    return f"{metres:,} m" if metres < 1000 else f"{metres / 1000:g} km"  # noqa: PLR2004


def _way(recipe: Reached) -> str:
    return f"{minutes_words(recipe.minutes)} {BY_MODE[recipe.mode]}"


def _aside(recipe: Reached) -> str:
    """Return what else decides how far a journey goes, where it is not as usual."""
    rule, said = recipe.rural, list[str]()
    if rule:
        said.append(f"in rural areas {minutes_words(rule.limit_min)} {BY_MODE[rule.mode]}")
    if recipe.pace_kmh != PACE_KMH[recipe.mode]:
        said.append(f"at {recipe.pace_kmh:g} km/h")
    if recipe.detour != DETOUR:
        said.append(f"journeys {recipe.detour:g} times the straight line")
    return f" ({', '.join(said)})" if said else ""


def short_words(recipe: Near | Reached, pack: Pack) -> str:
    """Return what a place about a centre is called where it was given no name."""
    far = _metres(recipe.metres) if isinstance(recipe, Near) else _way(recipe)
    return f"Within {far} of {_centre(recipe.centre, pack)}"


def _centre(centre: Centre, pack: Pack) -> str:
    if centre.key:
        for table in (pack.assets, pack.areas):
            if centre.key in table.index:
                return str(table["name"][centre.key])
    if centre.spot is None:
        return centre.text
    lon, lat = (value / DEGREES for value in centre.spot)
    return f"the point {lat:.4f}, {lon:.4f}"


def place_note(pack: Pack, recipe: Recipe, shares: Series, outside: float, guarded: str) -> str:
    """Return all that must be said of a place.

    Parameters
    ----------
    shares
        How much (0–1) of each of its areas' people is inside, indexed by `area_id`.
    outside
        How much (0–1) of its outline lies outside the pack.
    guarded
        Why it gets no figure of what is sensitive; "" where it gets them.
    """
    made = recipe_words(recipe, pack)
    said = [f"Made of {made}.", _partial(pack, shares), _outside(pack, outside)]
    if guarded:
        said.append(f"No sensitive figure is given for it: {guarded}.")
    return " ".join(filter(None, [*said, _no_origins(pack, shares)]))


def _partial(pack: Pack, shares: Series) -> str:
    """Return which neighbourhoods it holds a part of, and how much of their people."""
    label = pack.info.area_label
    parts = shares[shares < 1].sort_values(ascending=False, kind="stable")
    whole = len(shares) - len(parts)
    if parts.empty:
        return f"It holds {counted(whole, f'whole {label}s')}."
    names = pack.areas["name"].reindex(parts.index)
    shown = list(zip(parts, names, strict=True))[:MOST_NAMED]
    named = [f"{_about(share)} of the people of {name}" for share, name in shown]
    more = f", and {len(parts) - MOST_NAMED:,} more" if len(parts) > MOST_NAMED else ""
    lead = f"{counted(whole, f'whole {label}s')} and " if whole else ""
    held = f"part of 1 {label}" if len(parts) == 1 else f"parts of {len(parts):,} {label}s"
    return f"It holds {lead}{held}: {'; '.join(named)}{more}."


def _about(share: float) -> str:
    """Return a share (0–1) as an estimate: "about 37%", "over 99%"."""
    said = percent(share)
    return f"about {said}" if said[:1].isdigit() else said


def _outside(pack: Pack, outside: float) -> str:
    if not outside:
        return ""
    part = part_words(outside)
    return (
        f"{part[0].upper()}{part[1:]} of its land lies outside {pack.info.title}; nothing is known "
        "there, and nobody there is counted."
    )


def part_words(share: float) -> str:
    """Return a share (0–1) as people say one: "a fifth", "two thirds", "about 37%"."""
    for parts, words in _PARTS.items():
        if abs(share - 1 / parts) <= NEAR_PART:
            return words
    if abs(share - 2 / 3) <= NEAR_PART:
        return "two thirds"
    if abs(share - 3 / 4) <= NEAR_PART:
        return "three quarters"
    return f"about {max(1, round_half_up(share * 100))}%"


def _no_origins(pack: Pack, shares: Series) -> str:
    lone = int((~shares.index.isin(pack.origins["area_id"])).sum())
    if not lone:
        return ""
    return (
        f"Where people live in {lone:,} of its {pack.info.area_label}s is not known: these "
        "are counted whole, by the middle of their land."
    )
