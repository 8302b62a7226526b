"""What offers are about, in a few themes: of what they state of their expertise, else their kind.

A place can have eighty kinds of expertise, which no screen holds and no meeting reads. Themes put
together what belongs together; inside each, every expertise is still told apart. Terms are known by
how their words begin, so that a county’s own terms find their theme too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pandas import DataFrame

from geodata.offers import parts_of
from layers.assets import kind_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme, and how the words begin by which a term is known to be of it.

    Attributes
    ----------
    order
        Where it stands in a list; a term may be of several, and is taken by the first in `THEMES`.
    """

    key: str
    label: str
    order: int
    begins: tuple[str, ...]


OTHER = "other"
WITHOUT_EXPERTISE = "expertise not stated"

THEMES: tuple[Theme, ...] = (
    Theme(
        key="together",
        label="Working together and training",
        order=9,
        begins=(
            *("training", "panel", "practitioner", "governance", "workforce", "multi-agency"),
            *("place-based", "place based", "fund$", "primary care network", "information service"),
            *("specialist links", "send decisions", "early help coordination", "early years team"),
            *("parental voice", "strategy", "board"),
        ),
    ),
    Theme(
        key="start",
        label="Pregnancy and the first years",
        order=1,
        begins=(
            *("midwi", "matern", "antenatal", "perinatal", "infant", "family nurse", "teenage"),
            *("breastfeed", "health visit", "nursery nurs", "birth", "pregnan", "immunis"),
            *("screening", "child development", "healthy child", "mandated", "integrated review"),
            *("attachment", "newborn", "vaccin"),
        ),
    ),
    Theme(
        key="send",
        label="Special needs and disability",
        order=3,
        begins=(
            *("send", "senco", "special", "portage", "autis", "neuro", "ehc", "disab"),
            *("learning difficult", "respite", "occupational therap", "physiotherap"),
            *("educational psycholog", "paediatric", "diagnosis", "sensory"),
            *("early support", "early identification", "short break"),
        ),
    ),
    Theme(
        key="mind",
        label="Mental health and wellbeing",
        order=5,
        begins=(
            *("mental", "emotional", "camhs", "wellbeing", "social, emotional", "crisis"),
            *("counsel", "bereave", "psycholog"),
        ),
    ),
    Theme(
        key="learning",
        label="Talking, reading and early learning",
        order=2,
        begins=(
            *("speech", "language", "communicat", "reading", "litera", "phonic", "talk", "elklan"),
            *("every child a talker", "school readiness", "home learning", "early education"),
            *("early years", "early-years", "funded early", "childcare", "childmind"),
            *("nursery school", "preschool", "pre-school", "library", "libraries"),
        ),
    ),
    Theme(
        key="safe",
        label="Keeping safe",
        order=6,
        begins=(
            *("safeguard", "domestic", "abuse", "exploit", "contextual", "social work"),
            *("social care", "substance", "drug", "alcohol", "police", "youth justice"),
            *("youth offend", "accident", "home safety", "missing"),
        ),
    ),
    Theme(
        key="young",
        label="Young people and adulthood",
        order=7,
        begins=(
            *("youth", "neet", "adulthood", "transition to adult", "transition planning"),
            *("post 16", "post-16", "further education", "apprentice", "career"),
        ),
    ),
    Theme(
        key="family",
        label="Family help and parenting",
        order=0,
        begins=(
            *("famil", "parent", "father", "mother", "carer", "triple p", "incredible years"),
            *("childrens centre", "children’s centre", "child and family", "early help", "toddler"),
            *("home visit", "troubled", "linked site", "stay and play"),
        ),
    ),
    Theme(
        key="health",
        label="Health and growing up",
        order=4,
        begins=(
            *("health", "gp ", "hospital", "community hospital", "oral", "dent", "nutrit", "diet"),
            *(
                "smok",
                "nurs",
                "school nurs",
                "food",
                "obes",
                "weight",
                "doctor",
                "pharmac",
                "therap",
            ),
        ),
    ),
    Theme(
        key="school",
        label="Schools",
        order=8,
        begins=(
            *("school$", "school attend", "school pastoral", "school transition", "school support"),
            *("pupil", "alternative provision", "academ", "education", "exclusion", "transition"),
            *("inclusion",),
        ),
    ),
)
OTHERS = Theme(key=OTHER, label="Other help", order=10, begins=())
BY_KEY: Mapping[str, Theme] = {theme.key: theme for theme in (*THEMES, OTHERS)}
IN_ORDER: tuple[Theme, ...] = tuple(sorted(BY_KEY.values(), key=lambda theme: theme.order))


@cache
def theme_of(term: str) -> str:
    """Return the theme of an expertise or of a kind in words; `OTHER` where none is known."""
    words = term.casefold()
    found = (theme.key for theme in THEMES if any(_begins(words, part) for part in theme.begins))
    return next(found, OTHER)


def _begins(words: str, part: str) -> bool:
    """Return whether any word of some begins so; with $ at its end, whether any is that word."""
    whole = part.endswith("$")
    wanted = rf"(?<![\w-]){re.escape(part.rstrip('$'))}"
    return re.search(wanted + (r"(?![\w-])" if whole else ""), words) is not None


def themes_of(expertise: object, kind: str) -> dict[str, tuple[str, ...]]:
    """Return the themes of an offer, each with the expertise that it states of it.

    What its expertise does not tell, its kind tells; where it states none, its kind alone, and
    the theme has no expertise.
    """
    usual = theme_of(kind_words(kind))
    found: dict[str, list[str]] = {}
    for term in parts_of(expertise):
        own = theme_of(term)
        found.setdefault(usual if own == OTHER else own, []).append(term)
    return {key: tuple(terms) for key, terms in found.items()} or {usual: ()}


def offer_themes(offers: DataFrame) -> list[dict[str, tuple[str, ...]]]:
    """Return the themes of each offer, in the order of the table; see `themes_of`."""
    pairs = zip(offers["expertise"], offers["kind"], strict=True)
    return [themes_of(expertise, str(kind)) for expertise, kind in pairs]
