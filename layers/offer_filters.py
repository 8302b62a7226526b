"""Which offers of a service are shown: by kind, provider, age, level, expertise, day and border.

What an offer does not state is never taken for a no: it is counted, and shown unless it is asked to
be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from geodata.offers import LEVELS, OLDEST_TAKEN, PREGNANCY, parts_of
from layers.assets import kind_words, takes_ages
from layers.opening import DAYS, days_open

Mask = NDArray[np.bool_]
Part = tuple[str, str]

KIND, PROVIDER, AGE, LEVEL = "kind", "provider", "age", "level"
EXPERTISE, OPEN, BORDER, UNSTATED = "expertise", "open", "border", "unstated"
FILTERS: Final[dict[str, str]] = {
    KIND: "Kind",
    PROVIDER: "Run by",
    AGE: "Takes age",
    LEVEL: "Level",
    EXPERTISE: "Expertise",
    OPEN: "Open on",
    BORDER: "Border",
    UNSTATED: "What is not stated",
}
"""Each filter as an address writes it, and what it is called."""
UNSAID: Final[dict[str, str]] = {
    PROVIDER: "who runs them",
    AGE: "their ages",
    LEVEL: "their level",
    EXPERTISE: "their expertise",
    OPEN: "their days",
}
INSIDE, ACROSS, LEFT_OUT = "inside", "across", "out"
BORDERS: Final[dict[str, str]] = {INSIDE: "inside this area", ACROSS: "across its border"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Filtered:
    """Which offers pass.

    Attributes
    ----------
    passes
        Those that are shown.
    unsure
        Those that are shown only because they do not state what is asked.
    unstated
        How many do not state each thing that is asked, of those that pass all else.
    is_left_out
        Whether those are left out, as asked.
    """

    passes: Mask
    unsure: Mask
    unstated: tuple[tuple[str, int], ...]
    is_left_out: bool

    def notes(self) -> tuple[str, ...]:
        """Return what is not stated, in words: "12 do not say their days; they are drawn faint"."""
        then = "left out, as asked" if self.is_left_out else "shown faint"
        return tuple(
            f"{count:,} {'does' if count == 1 else 'do'} not say {UNSAID[name]}: {then}"
            for name, count in self.unstated
        )


def filter_offers(offers: DataFrame, parts: Iterable[Part]) -> Filtered:
    """Find which offers pass: any of the values of each filter, and every filter.

    Parameters
    ----------
    offers
        Rows of the pack's assets.
    parts
        Each a filter and a value, from `read_filters`.
    """
    wanted: dict[str, list[str]] = {}
    for name, value in parts:
        wanted.setdefault(name, []).append(value)
    is_left_out = LEFT_OUT in wanted.pop(UNSTATED, [])
    yes = np.ones(len(offers), dtype=bool)
    silent = {}
    for name, values in wanted.items():
        has, says = _answers(offers, name, values)
        yes &= has | ~says
        silent[name] = ~says
    unsure = yes & np.any([*silent.values(), np.zeros(len(offers), dtype=bool)], axis=0)
    unstated = tuple((name, int((yes & mask).sum())) for name, mask in silent.items())
    return Filtered(
        passes=yes & ~unsure if is_left_out else yes,
        unsure=np.zeros_like(unsure) if is_left_out else unsure,
        unstated=tuple((name, count) for name, count in unstated if count),
        is_left_out=is_left_out,
    )


def _answers(offers: DataFrame, name: str, values: Sequence[str]) -> tuple[Mask, Mask]:
    """Return which offers have one of the values, and which state anything of it."""
    everyone = np.ones(len(offers), dtype=bool)
    if name == KIND:
        return offers[KIND].isin(values).to_numpy(bool), everyone
    if name == BORDER:
        across = offers["across_border"].to_numpy(bool)
        either = everyone if len(set(values)) > 1 else across == (values[0] == ACROSS)
        return either, everyone
    if name == AGE:
        ages = [int(value) for value in values]
        says = offers[["age_from", "age_to"]].notna().any(axis="columns").to_numpy(bool)
        has = np.any([takes_ages(offers, range(age, age + 1))[:, 0] for age in ages], axis=0)
        return has & says, says
    said = _said(offers, name)
    folded = {value.casefold() for value in values}
    says = np.array([bool(each) for each in said], dtype=bool)
    has = np.array([any(one.casefold() in folded for one in each) for each in said], dtype=bool)
    return has, says


def _said(offers: DataFrame, name: str) -> list[tuple[str, ...]]:
    """Return what each offer says of something; nothing where it says nothing."""
    if name == OPEN:
        return [tuple(days_open(cell) or ()) for cell in offers["opening"]]
    if name == LEVEL:
        cells = zip(*(offers[column] for column in LEVELS), strict=True)
        return [tuple(one for cell in row for one in parts_of(cell)) for row in cells]
    if name == PROVIDER:
        return [(cell,) if isinstance(cell, str) else () for cell in offers[PROVIDER]]
    return [parts_of(cell) for cell in offers[EXPERTISE]]


def filter_choices(offers: DataFrame) -> dict[str, tuple[Part, ...]]:
    """Return the values that offers can be filtered by: each as an address writes it, and in words.

    A filter that would tell nothing apart is left out; ages are any whole years.
    """
    kinds = sorted({str(kind) for kind in offers[KIND]})
    found: dict[str, tuple[Part, ...]] = {
        KIND: tuple((kind, kind_words(kind)) for kind in kinds) if len(kinds) > 1 else ()
    }
    for name in (PROVIDER, LEVEL, EXPERTISE):
        values = sorted({one for each in _said(offers, name) for one in each}, key=str.casefold)
        found[name] = tuple((value, value) for value in values)
    days = {day for each in _said(offers, OPEN) for day in each}
    found[OPEN] = tuple((day, words) for day, words in DAYS.items() if day in days)
    if len(offers["across_border"].unique()) > 1:
        found[BORDER] = tuple(BORDERS.items())
    return {name: values for name, values in found.items() if values}


def read_filters(
    parts: Iterable[Part], offers: Callable[[], DataFrame]
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Read filters.

    Parameters
    ----------
    offers
        Returns the offers that are filtered; not called where there is nothing to read.

    Returns
    -------
    parts, refused
        Those that can be used, each once and as the pack spells it, and the others as written.
    """
    given = list(parts)
    if not given:
        return (), ()
    choices = filter_choices(offers())
    choices[KIND] = tuple((str(kind), "") for kind in offers()[KIND].unique())
    known = {
        name: {value.casefold(): value for value, _ in values} for name, values in choices.items()
    }
    known[BORDER] = {value: value for value in BORDERS}
    known[OPEN] = {day: day for day in DAYS}
    known[UNSTATED] = {LEFT_OUT: LEFT_OUT}
    kept: dict[Part, None] = {}
    refused: list[str] = []
    for name, value in given:
        found = _age(value) if name == AGE else known.get(name, {}).get(value.casefold())
        if found is None:
            refused.append(f"{name}:{value}")
        else:
            kept[name, found] = None
    return tuple(kept), tuple(refused)


def _age(value: str) -> str | None:
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(OLDEST_TAKEN))):
        return None
    age = int(value)
    return str(age) if PREGNANCY <= age <= OLDEST_TAKEN else None


def filter_words(parts: Iterable[Part]) -> str:
    """Return filters in words: "open on Saturday or Sunday; run by Barnardo’s"."""
    wanted: dict[str, list[str]] = {}
    for name, value in parts:
        wanted.setdefault(name, []).append(value)
    return "; ".join(_words(wanted))


def _words(wanted: dict[str, list[str]]) -> Iterator[str]:
    said: dict[str, Callable[[str], Any]] = {
        KIND: kind_words,
        OPEN: lambda day: DAYS[day],
        BORDER: lambda side: BORDERS[side],
        AGE: lambda age: "pregnancy" if int(age) == PREGNANCY else age,
    }
    lead = {
        KIND: "",
        PROVIDER: "run by ",
        AGE: "taking age ",
        LEVEL: "at level ",
        EXPERTISE: "with ",
        OPEN: "open on ",
        BORDER: "",
    }
    for name, values in wanted.items():
        if name in lead:
            each = [str(said.get(name, str)(value)) for value in values]
            yield lead[name] + " or ".join(each)
