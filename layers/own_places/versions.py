"""Two versions of a place of one's own: how they differ, as far as may be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pandas import Series

from geodata.disclosure import count_people
from geodata.errors import QuestionError
from geodata.model import Pack
from layers.own_places.beside import HARDLY, is_few, published_part, with_own_places
from layers.own_places.held import held_words, measure_own
from layers.own_places.inside import Floats, Starts, find_inside, starts_of
from layers.own_places.recipes import OwnPlace, OwnPlaces
from layers.said.numbers import listed

MOST_NAMED = 3
MINE, THEIRS = "Yours", "Theirs"
SAME = "Both hold the same people."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shares:
    """How much (0–1) of each area's people each version holds, and only one of them."""

    mine: Series
    theirs: Series
    apart: Series


def version_words(pack: Pack, mine: OwnPlace, theirs: OwnPlace) -> tuple[str, ...]:
    """Return how somebody's version of a place differs from that of somebody else, in sentences.

    Where fewer people than the pack asks for live in one of the two alone, no figure of either is
    told: one could be taken from the other, and leave a few people.
    """
    names = (f"Yours is called “{mine.name}”, theirs “{theirs.name}”.",)
    said = names if mine.name != theirs.name else ()
    if mine.recipe == theirs.recipe:
        return (*said, "Both are the same outline, made in the same way.")
    pack = published_part(pack)
    try:
        shares = _shares(pack, mine, theirs)
    except QuestionError as error:
        return (*said, *(problem.sentence() for problem in error.problems))
    return (*said, *_areas_words(pack, shares), *_children_words(pack, shares, mine, theirs))


def _shares(pack: Pack, mine: OwnPlace, theirs: OwnPlace) -> _Shares:
    starts = starts_of(pack)
    held = find_inside(pack, mine.recipe, starts, MINE).held
    other = find_inside(pack, theirs.recipe, starts, THEIRS).held
    return _Shares(
        mine=_by_area(pack, starts, held),
        theirs=_by_area(pack, starts, other),
        apart=_by_area(pack, starts, np.abs(held - other)),
    )


def _by_area(pack: Pack, starts: Starts, held: Floats) -> Series:
    shares = np.bincount(starts.areas, held * starts.weights, minlength=len(pack.areas))
    return Series(shares.clip(0, 1), index=pack.areas.index)


def _areas_words(pack: Pack, shares: _Shares) -> Iterator[str]:
    """Yield which neighbourhoods one holds and the other does not, or holds another part of."""
    has, other = shares.mine > HARDLY, shares.theirs > HARDLY
    apart = shares.apart > HARDLY
    for which, said in (
        (has & ~other, "Only yours holds people of"),
        (other & ~has, "Only theirs holds people of"),
        (has & other & apart, "They hold different parts of"),
    ):
        names = [str(name) for name in pack.areas["name"][which]]
        more = len(names) - MOST_NAMED
        shown = [*names[:MOST_NAMED], f"{more:,} more"] if more > 0 else names
        if names:
            yield f"{said} {listed(shown)}."
    if not apart.any():
        yield SAME


def _children_words(pack: Pack, shares: _Shares, mine: OwnPlace, theirs: OwnPlace) -> Iterator[str]:
    """Yield how many children each holds, where enough people live in one of the two alone."""
    if not (shares.apart > HARDLY).any():
        return
    if _is_sliver(pack, shares.apart):
        least = pack.info.disclosure.least_people
        yield (
            f"Fewer than {least:,} people live in one of the two alone, or it is not known how "
            "many, so no figures are told that could be compared."
        )
        return
    for place, called in ((mine, MINE), (theirs, THEIRS)):
        try:
            held = measure_own(with_own_places(pack, OwnPlaces(places=(place,))))
        except QuestionError as error:
            yield from (problem.sentence() for problem in error.problems)
        else:
            yield f"{held_words(held.table.iloc[0], called)}."


def _is_sliver(pack: Pack, apart: Series) -> bool:
    """Whether too few people live in one of the two alone, or it is not known how many."""
    people = count_people(pack.areas) * apart
    return not float(people.sum()) > 0 or is_few(pack, apart[apart > HARDLY])
