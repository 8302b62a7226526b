"""What somebody asks who looks for help: from where, for which age, with what, when, how far."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pandas import DataFrame

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import LONGEST_LIMIT_MIN, Pack, Travel
from geodata.offers import PREGNANCY, parts_of
from layers.assets import kind_words
from layers.opening import DAYS
from layers.question.words import modes_of
from layers.themes import BY_KEY, IN_ORDER, OTHER, offer_themes

OLDEST = 25  # help for young people with special needs goes on to 25
MONTHS = 12
MOST_MONTHS = 35
USUAL_LIMIT_MIN = 30
ANY = ""
THEME, KIND, EXPERTISE = "theme", "kind", "expertise"
_AGE = re.compile(r"(\d{1,3})\s*(months?|m|years?|y)?", re.ASCII)
AGE_EXPECTED = f"pregnancy, months as in 8 months, or an age in years from 0 to {OLDEST}"
LIMITS: Final[tuple[int, ...]] = (10, 20, 30, 40, 60, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked:
    """What is asked.

    Attributes
    ----------
    where
        As it was typed. It is no part of what the answer says of itself, nor of its `repr`: it may
        be where a family lives.
    age
        Last birthday; -1 in pregnancy.
    about
        A theme, a kind or an expertise, as "theme:send"; empty for anything.
    day
        As `layers.opening.DAYS` names it; empty for any.
    limit_min
        How far is far, in minutes one way.
    """

    where: str = field(repr=False)
    age: int
    about: str = ANY
    day: str = ANY
    mode: Travel = "walk"
    limit_min: int = USUAL_LIMIT_MIN

    def parameters(self) -> dict[str, Any]:
        """Return what was asked, without the spot that it was asked from."""
        return {
            "age": "pregnancy" if self.age == PREGNANCY else self.age,
            "about": self.about or "anything",
            "day": self.day or "any",
            "mode": self.mode,
            "limit_min": self.limit_min,
        }


def read_age(text: str) -> int | None:
    """Read an age: "2", "8 months", "pregnancy"; None where it is none of 0 to 25."""
    said = text.strip().casefold()
    if said in ("pregnancy", "pregnant"):
        return PREGNANCY
    found = _AGE.fullmatch(said)
    if found is None:
        return None
    count = int(found[1])
    if (found[2] or "y").startswith("m"):
        return count // MONTHS if count <= MOST_MONTHS else None
    return count if count <= OLDEST else None


def read_asked(
    pack: Pack, *, where: str, age: str, about: str, day: str, mode: str, limit: str
) -> HelpAsked:
    """Read what is asked out of words.

    Raises
    ------
    QuestionError
        Every word that cannot be used.
    """
    years = read_age(age)
    least = int(limit) if limit.isascii() and limit.isdigit() and len(limit) <= 4 else 0  # noqa: PLR2004
    problems = [*_faults(pack, about, day, mode)]
    if years is None:
        problems.append(_problem("the age", age, AGE_EXPECTED))
    if not 1 <= least <= LONGEST_LIMIT_MIN:
        expected = f"whole minutes from 1 to {LONGEST_LIMIT_MIN}"
        problems.append(_problem("the time to travel", limit, expected))
    if problems or years is None:
        raise QuestionError(problems)
    return HelpAsked(
        where=where,
        age=years,
        about=about,
        day=day,
        mode=mode,  # type: ignore[arg-type]  # it is one of the pack’s
        limit_min=least,
    )


def _faults(pack: Pack, about: str, day: str, mode: str) -> Iterator[Problem]:
    if day not in (ANY, *DAYS):
        yield _problem("the day", day, f"one of {', '.join(DAYS)}, or nothing for any day")
    if mode not in modes_of(pack):
        yield _problem("the way to travel", mode, f"one of {', '.join(modes_of(pack))}")
    if about and about not in about_choices(pack):
        expected = "theme:, kind: or expertise: and a name that this pack holds, or nothing"
        yield _problem("what is needed", about, expected)


def _problem(where: str, found: str, expected: str) -> Problem:
    said = quoted(found) if found else "nothing"
    return Problem(where=where, found=said, expected=expected, fix="Choose one of these.")


def about_choices(pack: Pack) -> dict[str, str]:
    """Return what can be asked for, each as it is written and as people call it.

    Themes first, then kinds of service, then expertise.
    """
    offers = pack.assets
    held = {key for themes in offer_themes(offers) for key in themes}
    themes = {f"{THEME}:{each.key}": each.label for each in IN_ORDER if each.key in held}
    kinds = sorted({str(kind) for kind in offers["kind"]})
    terms = sorted(
        {term for cell in offers["expertise"].dropna().unique() for term in parts_of(cell)},
        key=str.casefold,
    )
    return {
        **themes,
        **{f"{KIND}:{kind}": kind_label(kind) for kind in kinds},
        **{f"{EXPERTISE}:{term}": _capital(term) for term in terms},
    }


def kind_label(kind: str) -> str:
    """Return what a kind of service is called at the beginning of a line: "SEND support"."""
    return _capital(kind_words(kind))


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def is_about(offers: DataFrame, about: str) -> list[bool]:
    """Return which offers are about what is asked for; all of them where it is anything."""
    of, _, name = about.partition(":")
    if not of:
        return [True] * len(offers)
    if of == KIND:
        return [str(kind) == name for kind in offers["kind"]]
    if of == EXPERTISE:
        return [name in parts_of(cell) for cell in offers["expertise"]]
    return [name in themes for themes in offer_themes(offers)]


def about_label(about: str) -> str:
    """Return what is asked for as people call it; empty where it is anything."""
    of, _, name = about.partition(":")
    if of == THEME:
        return BY_KEY.get(name, BY_KEY[OTHER]).label
    return kind_label(name) if of == KIND else _capital(name)
