"""The few figures that a profile leads with, and the same measures for the whole pack."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from pandas import Series

from geodata.errors import QuestionError
from geodata.model import Pack, Service, Standing
from layers.averages import mean_over_areas
from layers.disclosed import guarded_faults
from layers.gaps import Gaps
from layers.place.values import Comparison, KeyFigure, Offer
from layers.places import find_place, member_areas
from layers.question.words import children_words, journey_words
from layers.said.numbers import about, known, minutes, percent, whole
from layers.shares import shares_within


def summarise(gaps: Gaps, inside: Series) -> Series:
    """Add up some areas of an answer, each by the share of its people that counts.

    Parameters
    ----------
    inside
        0–1, indexed by `area_id`.

    Returns
    -------
    summary
        The shares of `layers.shares.shares_within`, with `high_need_children`,
        `within_children` and `gap_children` (counts, NaN where nothing is known) and `minutes`
        (the mean over the children for whom it is known).
    """
    areas = gaps.worked.loc[inside.index]
    children = areas["children"] * inside
    within = children * areas["within_share"]
    counts = {
        "high_need_children": (areas["high_need_children"] * inside).sum(min_count=1),
        "within_children": within.sum(min_count=1),
        "gap_children": (areas["gap_children"] * inside).sum(min_count=1),
        "minutes": mean_over_areas(children, areas["minutes"]),
    }
    summary: Series = pd.concat(
        [
            shares_within(gaps, inside).drop("place").astype(float),
            gaps.protected(Series(counts).to_frame().T).iloc[0],
        ]
    )
    return summary


def place_summary(pack: Pack, gaps: Gaps, place_id: str) -> Series:
    """Summarise the areas of one place; see `summarise`.

    Raises
    ------
    QuestionError
        It is drawn, and need is asked by what is sensitive.
    """
    kind = str(find_place(pack, place_id)["kind"])
    problems = list(guarded_faults(pack, kind, [gaps.question.need]))
    if problems:
        raise QuestionError(problems)
    shares = member_areas(pack, place_id)
    return summarise(gaps, shares)


def whole_summary(gaps: Gaps) -> Series:
    """Summarise all areas; see `summarise`."""
    return summarise(gaps, Series(1.0, index=gaps.areas.index))


def unknown_need(pack: Pack, gaps: Gaps, place_id: str) -> int:
    """Count the areas of a place for which it is not known how many children are in need."""
    shares = member_areas(pack, place_id)
    return int(gaps.worked.loc[shares.index, "high_need_children"].isna().sum())


def people_standing(pack: Pack, place_id: str) -> Standing:
    """Describe how far a place's counts of people are from what was published."""
    standing = pack.info.people.standing
    split = bool((member_areas(pack, place_id) < 1).any())
    return "apportioned" if split and standing == "published" else standing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """The words, periods and sources that the measures of one answer share."""

    who: str
    needy: str
    high: str
    within: str
    people_period: str
    both_periods: str
    people_source: tuple[str, ...]
    both_sources: tuple[str, ...]
    estimate: Standing


def _terms(pack: Pack, gaps: Gaps) -> _Terms:
    people, need = pack.info.people, gaps.need
    counted = pack.info.sources[people.source].title
    return _Terms(
        who=children_words(gaps.question),
        needy=gaps.terms.needy,
        high=gaps.terms.high,
        within=f"within {journey_words(gaps.question)}{_taking(pack, gaps)}",
        people_period=people.period,
        both_periods=f"people {people.period}, need {need.indicator.period}",
        people_source=(counted,),
        both_sources=tuple(dict.fromkeys([counted, need.source.title])),
        estimate="illustrative" if pack.info.illustrative else "estimated",
    )


def _taking(pack: Pack, gaps: Gaps) -> str:
    """Return what being reached takes where doors near children take others only; else nothing."""
    singular = pack.info.services[gaps.question.service].singular
    return f" of {singular} that takes them" if gaps.total["turned_away_children"] > 0 else ""


def key_figures(
    pack: Pack, gaps: Gaps, offers: Iterable[Offer], placed: str, place_id: str
) -> tuple[KeyFigure, ...]:
    """Pick the figures a profile leads with: who lives here, in need, reached, not reached."""
    here, terms = place_summary(pack, gaps, place_id), _terms(pack, gaps)
    is_whole = not unknown_need(pack, gaps, place_id)
    return (
        _children(here, terms, people_standing(pack, place_id)),
        KeyFigure(
            key="high_need_children",
            label=f"live {terms.needy}",
            text=gaps.count_words(here["high_need_children"]),
            number=known(here["high_need_children"]),
            beside=_of(here["high_need_share"], terms.who, is_whole=is_whole),
            period=terms.both_periods,
            sources=terms.both_sources,
            standing=terms.estimate,
        ),
        KeyFigure(
            key="within_pct",
            label=f"of {terms.who} are {terms.within}",
            text=percent(here["within_share"]),
            number=known(here["within_share"] * 100),
            beside=f"{about(here['within_children'])} of them",
            unit="% (0 to 100)",
            period=terms.people_period,
            sources=terms.people_source,
            standing=terms.estimate,
        ),
        KeyFigure(
            key="gap_children",
            label=f"are {terms.high} and out of reach",
            text=gaps.count_words(here["gap_children"]),
            number=known(here["gap_children"]),
            beside="; ".join(filter(None, [_of_whom(here, gaps, is_whole=is_whole), placed])),
            period=terms.both_periods,
            sources=terms.both_sources,
            standing=terms.estimate,
        ),
        _doors(pack, gaps, tuple(offers)),
    )


def _children(here: Series, terms: _Terms, standing: Standing) -> KeyFigure:
    say = whole if standing == "published" else about
    return KeyFigure(
        key="children",
        label=f"{terms.who} live here",
        text=say(here["children"]),
        number=known(here["children"]),
        beside="",
        period=terms.people_period,
        sources=terms.people_source,
        standing=standing,
    )


def _doors(pack: Pack, gaps: Gaps, offers: tuple[Offer, ...]) -> KeyFigure:
    """Count the centres in the place that are open to the ages asked about, and their doors."""
    service = pack.info.services[gaps.question.service]
    asked = [o for o in offers if o.is_asked]
    doors = [o for o in asked if o.where == "in" and o.is_running and o.takes]
    centres = sum(o.is_centre for o in doors)
    near = sum(o.where == "near" and o.is_running and o.takes for o in asked)
    titles = [pack.info.sources[key] for key in pack.assets["source"].unique()]
    used = [s for s in titles if s.title in {o.source for o in asked}]
    return KeyFigure(
        key="centres",
        label=f"{_centres_words(service, centres)} here"
        f"{' for these ages' if _taking(pack, gaps) else ''}",
        text=f"{centres}" if centres else "none",
        number=float(centres),
        beside=_door_words(len(doors), near, has_centre=centres > 0),
        period=", ".join(dict.fromkeys(s.period for s in used)),
        sources=tuple(s.title for s in used),
        standing="published",
        unit="centres",
    )


def _centres_words(service: Service, centres: int) -> str:
    """Return what so many centres of a service are called: of one, the singular."""
    if centres != 1:
        return service.label
    return re.sub(r"^(?:an?|the) ", "", service.singular)


def _door_words(doors: int, near: int, *, has_centre: bool) -> str:
    said = f"{doors} door{'s' if doors != 1 else ''}"
    parts = [said if has_centre else f"{said} of a centre elsewhere"] if doors else []
    if near:
        parts.append(f"{near} more just outside")
    return ", ".join(parts)


def _of(share: float, who: str, *, is_whole: bool) -> str:
    """Return what part of the children here they are, of those for whom it is known."""
    if math.isnan(share):
        return ""
    return f"{percent(share)} of {f'{who} here' if is_whole else known_of(who)}"


def known_of(who: str) -> str:
    """Return of whom a share is where need is not known for all: those for whom it is."""
    return f"the {who} here for whom it is known"


def _of_whom(here: Series, gaps: Gaps, *, is_whole: bool) -> str:
    """Return what part the gap is: of all children, or of those in need where they are counted."""
    if not gaps.terms.of_people:
        return _of(here["gap_share"], gaps.terms.who, is_whole=is_whole)
    high = here["high_need_children"]
    if not high > 0:
        return ""
    return f"{percent(here['gap_children'] / high)} of those {gaps.terms.high}"


def comparisons(pack: Pack, gaps: Gaps, place_id: str) -> tuple[Comparison, ...]:
    """Set the place's measures beside those of the whole pack; no claim that they differ."""
    here, everywhere = place_summary(pack, gaps, place_id), whole_summary(gaps)
    terms = _terms(pack, gaps)
    who = terms.who.capitalize()
    rows = (
        ("high_need_pct", f"{who} {terms.needy}", "high_need_share", True),
        ("within_pct", f"{who} {terms.within}", "within_share", False),
        ("gap_pct", f"{who} {terms.high} and out of reach", "gap_share", True),
        ("minutes", "Minutes to the nearest, on average", "minutes", False),
    )
    return tuple(
        Comparison(
            key=key,
            label=label,
            here=_said(key, here[measure], gaps),
            whole=_said(key, everywhere[measure], gaps),
            here_number=known(here[measure] * (1 if key == "minutes" else 100)),
            whole_number=known(everywhere[measure] * (1 if key == "minutes" else 100)),
            period=terms.both_periods if needs_need else terms.people_period,
            sources=terms.both_sources if needs_need else terms.people_source,
            standing=terms.estimate,
        )
        for key, label, measure, needs_need in rows
    )


def _said(key: str, value: float, gaps: Gaps) -> str:
    if key == "minutes":
        return minutes(value) if gaps.reach.doors else "nothing to reach"
    return percent(value)
