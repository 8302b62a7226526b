"""Packs with places of one's own: made once for everybody who asks by the same address.

An address names the places in full, as a person sends it, or by the hash of the pack that they
were made part of, as a map does that has just been told of them: it is short, and is known for as
long as the server runs.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.own_places.address import read_own
from layers.own_places.beside import set_beside
from layers.own_places.recipes import OwnPlaces
from layers.question.parts import read_parts
from mapping.served.cache import kept

PART = "own"  # of an address
BY_HASH = "@"
MOST_KNOWN = 2_000  # sets of places, each of a few thousand letters at most
WHERE = "the address, own"

_known: OrderedDict[str, str] = OrderedDict()  # the places of a pack, by its hash
_lock = Lock()

__all__ = ["PART", "make_own", "own_mark", "pack_with_own"]


def make_own(pack: Pack, own: OwnPlaces) -> tuple[Pack, tuple[Problem, ...]]:
    """Return a pack with places of one's own, and why some cannot be made; worked out once."""
    if not own:
        return pack, ()
    made, problems = kept(set_beside, pack, own, WHERE)
    if made.added is not None:
        _remember(made)
    return made, problems


def pack_with_own(pack: Pack, given: Sequence[str]) -> Pack:
    """Return a pack with the places of an address, in full or by their hash.

    Parameters
    ----------
    given
        What an address says of them; it is to say it once.

    Raises
    ------
    QuestionError
        Every place that cannot be read or made; or nobody has told the server of such a hash.
    """
    parts, faults = read_parts([(PART, each) for each in given], [PART])
    own, problems = read_own(_in_full(parts.get(PART, "")), WHERE)
    made, unmade = make_own(pack, own)
    if faults or problems or unmade:
        raise QuestionError([*faults.values(), *problems, *unmade])
    return made


def own_mark(pack: Pack) -> str:
    """Return what an address of the map says of a pack's own places; "" where it has none."""
    return f"{BY_HASH}{pack.short_hash}" if pack.added is not None else ""


def _remember(pack: Pack) -> None:
    if pack.added is None:
        return
    with _lock:
        _known[pack.short_hash] = pack.added.text
        _known.move_to_end(pack.short_hash)
        while len(_known) > MOST_KNOWN:
            _known.popitem(last=False)


def _in_full(text: str) -> str:
    if not text.startswith(BY_HASH):
        return text
    with _lock:
        found = _known.get(text.removeprefix(BY_HASH))
    if found is None:
        raise QuestionError(
            Problem(
                where=WHERE,
                found="places that the server does not know any longer",
                expected="places that a page has just told it of",
                fix="Open the page again.",
            )
        )
    return found
