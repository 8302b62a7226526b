"""What a profile says of one place, for a page and a document alike.

Every string may hold anything a data file holds; whoever shows it escapes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geodata.model import PlaceKind, Source, Standing, Worse
from layers.gaps import REACHED_SHARE

Where = Literal["in", "near", "beyond", "serves"]

STANDING_WORDS: dict[Standing, str] = {
    "published": "",
    "estimated": "estimate",
    "apportioned": "apportioned",
    "illustrative": "illustrative",
}
"""What stands beside a figure; nothing beside one that is as it was published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One figure of the place, with all that must stand beside it.

    Attributes
    ----------
    label
        What it counts: "Under-fives in high need and out of reach".
    text
        The value as it is shown: "about 420", "36%", "not known".
    number
        The exact value; None where it is not known.
    beside
        What helps to read it: "32% of under-fives here".
    sources
        Titles of the sources it is made of.
    unit
        What `number` counts: "children", "% (0 to 100)".
    """

    key: str
    label: str
    text: str
    number: float | None
    beside: str
    period: str
    sources: tuple[str, ...]
    standing: Standing
    unit: str = "children"

    @property
    def standing_words(self) -> str:
        """How far it is from what was published: "estimate"; empty where published."""
        return STANDING_WORDS[self.standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeBand:
    """The people of one age band in the place.

    Attributes
    ----------
    label
        Ages last birthday, both included: "3–4".
    count, text
        People, exact and as shown; None where not known.
    share, whole_share
        Share (0–1) of everyone aged 0–25, here and over the whole pack; None where not known.
    """

    label: str
    count: float | None
    text: str
    share: float | None
    whole_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedTenth:
    """The children asked about who live in areas of one tenth of need.

    Attributes
    ----------
    tenth
        1 (the neediest) to 10; None for areas whose need is not known.
    is_high
        Whether the question counts it as high need.
    children, text
        Children of the ages asked about, exact (NaN where they are too few to show) and as shown.
    share, whole_share
        Share (0–1) of them, here and over the whole pack; None where any part is too few to show.
    """

    tenth: int | None
    is_high: bool
    children: float
    text: str
    share: float | None
    whole_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One service that is listed in, near or for the place, or reported to be missing there.

    Attributes
    ----------
    is_asked
        It is of the service that the question names.
    is_running
        It is open, on trial or reduced; not planned, and not reported as missing.
    takes
        It is for some of the ages asked about.
    where
        "in" the place; "near": some of its people have it within the limit; "beyond": the
        nearest there is, farther than that; "serves": has no door here, and serves the place.
    is_distant
        It comes online or by telephone, alone or among other ways.
    distance_m
        Metres in a straight line from the place's edge; 0 inside, None without a door.
    door
        What it is a part of: "second door of March Centre", "linked to Acorn"; empty for a
        centre of its own.
    is_centre
        Whether it counts as a centre; a second door does not.
    place_words
        Where it is, in words: "here", "1.2 km beyond the boundary", "online; serves Fenland".
    inferred
        Columns whose values its source does not state: they were inferred.
    source, source_part
        The source's title, and where in it the offer stands.
    precision_m
        How far the point may be from the door, in metres; None where not said.
    """

    asset_id: str
    name: str
    kind_label: str
    provider: str
    ages: str
    district: str
    audience: str
    level: str
    expertise: tuple[str, ...]
    opening: str
    address: str
    telephone: str
    web: str
    limits: str
    status: str
    checked: str
    is_asked: bool
    is_running: bool
    takes: bool
    where: Where
    is_distant: bool
    distance_m: float | None
    place_words: str
    door: str
    is_centre: bool
    across_border: bool
    precision_m: float | None
    inferred: tuple[str, ...]
    source: str
    source_part: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFact:
    """One small area of the place, with the figures behind its colour on the map.

    Attributes
    ----------
    name, code
        What people call it, and the publisher's name.
    share
        Share (0–1) of its people inside the place; its counts are of that share.
    children
        All of the ages asked about.
    decile
        Tenth of need, 1 the neediest; None where not known.
    within_pct
        Children within the limit, 0–100; None where not known.
    minutes
        To the nearest, on average; None where not known or nothing is offered.
    gap_class
        Class on the map: 3 × need + reach, 9 where not known.
    """

    area_id: str
    name: str
    code: str
    district: str
    share: float
    children: float | None
    decile: int | None
    is_high_need: bool
    within_pct: float | None
    minutes: float | None
    gap_children: float | None
    gap_class: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One measure, for the place and for the whole pack beside it; no claim of a difference."""

    key: str
    label: str
    here: str
    whole: str
    here_number: float | None
    whole_number: float | None
    period: str
    sources: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """One published measure of an authority that holds the place.

    Attributes
    ----------
    about
        Whose figure it is: "Cambridgeshire"; never the place's own unless the place is that
        authority.
    text, number
        As shown, and exact; None where missing or protected.
    england
        England's value as shown; empty where none is held.
    limits
        Published 95% limits: "68% to 74%"; empty where none are.
    target
        How it stands to its target: "short of the target of 75% by 2024/25"; empty without one.
    note
        Why a value is missing or unusual.
    """

    indicator: str
    label: str
    theme: str
    about: str
    text: str
    number: float | None
    england: str
    england_number: float | None
    limits: str
    period: str
    source: str
    standing: Standing
    worse_when: Worse
    note: str
    target: str = ""

    @property
    def text_in_full(self) -> str:
        """The figure with its limits, and how it stands to its target."""
        limits = f" ({self.limits})" if self.limits else ""
        return f"{self.text}{limits}" + (f", {self.target}" if self.target else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """All that a profile says of one place, for one question.

    Attributes
    ----------
    title, date, pack_hash, illustrative, area_label
        Of the pack.
    heading
        The question, as a sentence.
    headline, detail, strength, strength_lead, other_form
        What stands out, what is said after it, what goes well, and what need says in its
        other form, as sentences.
    need_who, need_counts_people
        Whom `need` counts, and whether they are those in need and not all children.
    need_label, need_basis
        The measure of need with its period, and what its tenths are tenths of.
    areas
        Every area of the place, the largest gap first.
    by_class
        How many are counted in the areas of each colour: all children, or those in need where need
        counts people; NaN where they are too few to show.
    how_we_know
        What is missing, apportioned, estimated, assumed: a sentence each.
    """

    place_id: str
    name: str
    kind: PlaceKind
    title: str
    date: str
    pack_hash: str
    illustrative: bool
    area_label: str
    heading: str
    headline: str
    detail: str
    strength: str
    strength_lead: str
    other_form: str
    who: str
    key_figures: tuple[KeyFigure, ...]
    people: tuple[AgeBand, ...]
    people_period: str
    people_source: str
    people_standing: Standing
    need: tuple[NeedTenth, ...]
    need_who: str
    need_counts_people: bool
    need_label: str
    need_basis: str
    need_source: str
    need_standing: Standing
    offers: tuple[Offer, ...]
    areas: tuple[AreaFact, ...]
    by_class: Mapping[int, float]
    comparisons: tuple[Comparison, ...]
    published: tuple[PublishedFigure, ...]
    how_we_know: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def largest_gaps(self) -> tuple[AreaFact, ...]:
        """Pick the areas that hold any of the gap, the largest first."""
        return tuple(area for area in self.areas if area.gap_children)

    @property
    def best_reached(self) -> tuple[AreaFact, ...]:
        """Pick the areas where most are within the limit: the needy first, then the best reached.

        They are where something works that can be learned from.
        """
        most = 100 * REACHED_SHARE
        reached = [a for a in self.areas if a.children and (a.within_pct or 0) >= most]
        return tuple(
            sorted(reached, key=lambda a: (not a.is_high_need, -(a.within_pct or 0), a.name))
        )
