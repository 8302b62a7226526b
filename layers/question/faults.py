"""Why a pack cannot be asked a question: each setting that is unknown or out of range."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from geodata.errors import Problem
from geodata.model import LONGEST_LIMIT_MIN, OLDEST_AGE, Pack
from layers.question.question import unknown_name
from layers.question.rural import RuralRule, rural_text
from layers.question.words import BY_MODE, modes_of

RURAL_EXPECTED = "a way to travel and minutes, as in drive-15, or nothing"
RURAL_FIX = f"Write walk or drive, a hyphen and 1 to {LONGEST_LIMIT_MIN}."
NO_TIMETABLE = Problem(
    where="the question’s mode",
    found="'bus', but this pack holds no timetable",
    expected="walk or drive",
    fix="Choose one of these, or build the pack with a timetable.",
)


def named_faults(
    name: str, known: Callable[[Pack], Iterable[str]]
) -> Callable[[str, Pack], Iterator[Problem]]:
    """Return what tells a name that a pack does not hold."""

    def faults(value: str, pack: Pack) -> Iterator[Problem]:
        if value not in set(known(pack)):
            yield unknown_name(name, value, known(pack))

    return faults


def age_faults(ages: tuple[int, int], pack: Pack) -> Iterator[Problem]:  # noqa: ARG001
    """Describe ages that are out of range or the wrong way round."""
    if not 0 <= ages[0] <= ages[1] <= OLDEST_AGE:
        yield Problem(
            where="the question’s age",
            found=f"{ages[0]}-{ages[1]}",
            expected=f"ages from 0 to {OLDEST_AGE}, the younger first",
            fix="Write it as 0-4.",
        )


def mode_faults(mode: str, pack: Pack) -> Iterator[Problem]:
    """Describe a way to travel that a pack cannot be asked about."""
    if mode == "bus" and pack.timetable is None:
        yield NO_TIMETABLE
    elif mode not in BY_MODE:
        yield unknown_name("mode", mode, modes_of(pack))


def tells_rural(pack: Pack) -> bool:
    """Return whether a pack says which of its areas are rural."""
    return bool(pack.areas["rural_urban"].notna().any())


def rural_faults(rule: RuralRule | None, pack: Pack) -> Iterator[Problem]:
    """Describe a rule for rural areas that is out of range or has no areas to hold for."""
    if rule is None:
        return
    where, found = "the question’s rural", repr(rural_text(rule))
    if not 1 <= rule.limit_min <= LONGEST_LIMIT_MIN:
        yield Problem(where=where, found=found, expected=RURAL_EXPECTED, fix=RURAL_FIX)
    if not tells_rural(pack):
        yield Problem(
            where=where,
            found=found,
            expected="a pack that says which areas are rural; this one does not",
            fix="Leave it out.",
        )
