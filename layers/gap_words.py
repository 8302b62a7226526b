"""The words of an answer about gaps: who is not reached, whom a door turns away, who is reached."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.model import Pack
from layers.access.reach import Reach
from layers.assets import has_door, is_running, takes_ages
from layers.headline import Said, first_that_fits, joined
from layers.need import (
    NOT_GIVEN,
    Need,
    counted_words,
    counts_people,
    counts_the_sensitive,
)
from layers.question.doors import asked_assets, asked_doors
from layers.question.question import Question, rural_question
from layers.question.words import children_words, high_words, journey_words, needy_words
from layers.said.numbers import (
    about,
    counted,
    listed,
    minutes,
    nearest,
    percent,
    rest_of,
    some_of,
    too_few,
)
from layers.said.sentences import age_words, called, everyone, opened, unknown_words
from layers.spots import across_words, counted_doors

ROUGH_M = 500.0  # a door placed no better than this may be a walk away from its point
MOST_REASONS = 3
TOO_FEW_WORDS = "too few to show, or not known"
LEAST_REACHED = 0.5  # fewer than this is nobody, and no strength
LEAST_PART = 0.1  # of those in need; where fewer are reached that is told, and not praised


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The words that the sentences of one answer share."""

    title: str
    who: str
    needy: str  # "in the most deprived 30% of neighbourhoods", "in low-income families"
    high: str  # the same in short: "in high need", "in low-income families"
    journey: str
    service: str
    singular: str
    area_label: str
    is_exact: bool  # whether the counts of children are as published
    of_people: bool  # whether need counts people, and not neighbourhoods
    is_sensitive: bool  # whether they are told only where they are not few
    has_door: bool  # whether any door of the service takes some of the ages
    doorless: int  # offers of the service that run and take the ages, and have no door

    def no_door(self) -> str:
        """Return that no door takes the ages: nothing does, or only offers without a door do."""
        without = f"; {self.without_door()}" if self.doorless else ""
        return f"{self.none_listed()}{without}"

    def none_listed(self) -> str:
        """Return that nothing, or where offers come without a door no door, takes the ages."""
        if not self.doorless:
            return f"nothing is listed as {self.service} open to {self.who}"
        return f"no door is listed of {self.service} open to {self.who}"

    def without_door(self) -> str:
        """Return how many offers that take the ages come without a door."""
        come = "comes" if self.doorless == 1 else "come"
        return f"{counted(self.doorless, 'offers')} {come} without one"


def terms_of(pack: Pack, question: Question) -> Terms:
    """Gather the words of a question about a pack."""
    service = pack.info.services[question.service]
    offers = asked_assets(pack, question)
    return Terms(
        title=pack.info.title,
        who=children_words(question),
        needy=needy_words(question, pack),
        high=high_words(question, pack),
        journey=journey_words(question),
        service=service.label,
        singular=service.singular,
        area_label=pack.info.area_label,
        is_exact=pack.info.people.standing == "published",
        of_people=counts_people(pack.indicators[question.need]),
        is_sensitive=counts_the_sensitive(pack.indicators[question.need]),
        has_door=_count_taking(asked_doors(pack, question), question) > 0,
        doorless=_count_taking(offers[is_running(offers) & ~has_door(offers)], question),
    )


def _count_taking(assets: GeoDataFrame, question: Question) -> int:
    return int(takes_ages(assets, question.ages).any(axis=1).sum())


def gap_said(lead: str, counts: Series, turned_away: DataFrame, reach: Reach, terms: Terms) -> Said:
    """Return who is in high need and not reached, as a part of all the children.

    Distance is claimed only where every child of the gap is beyond every door of the service.

    Parameters
    ----------
    lead
        Of where, as a sentence begins: "Across Fenshire", "In Wisbech".
    counts
        A row of `Gaps.places`, or `Gaps.total`.
    turned_away
        Rows of the same place from `Gaps.turned_away`.
    """
    who = terms.who
    unknown = unknown_words(
        counts["unknown_children"],
        counts["unknown_areas"],
        who,
        terms.area_label,
        why=NOT_GIVEN if terms.of_people else "",
    )
    if not counts["children"] > 0 or too_few(counts["children"]):
        return _hardly_anybody(lead, counts["children"], who, unknown)
    total = everyone(counts["children"], is_exact=terms.is_exact)
    if terms.of_people and not counts["high_need_children"] > 0:
        return _nobody(lead, counts, total, unknown, terms)
    if reach.doors_taking == 0:
        return _no_door(lead, counts, total, terms).and_then(unknown)
    if terms.of_people and too_few(counts["high_need_children"]):
        return _too_few(lead, f"{who} {terms.needy}", unknown)
    forms = _forms(lead, counts, total, terms)
    breakdown = _turned_in_gap(counts, turned_away, terms)
    return first_that_fits(forms).and_then(breakdown, unknown)


def _hardly_anybody(lead: str, children: float, who: str, unknown: str) -> Said:
    """Return that children are not counted, or that there are none, or too few of them."""
    if math.isnan(children):
        return Said(f"{lead}, the number of {who} is not known.")
    if children == 0:
        return Said(f"{lead}, no {who} are counted, so there is no gap to show.", unknown)
    return _too_few(lead, who, unknown)


def _too_few(lead: str, whom: str, unknown: str) -> Said:
    few = f"too few {whom} are counted to say who is out of reach: fewer than 1."
    return Said(f"{lead}, {few}", unknown)


def _nobody(lead: str, counts: Series, total: str, unknown: str, terms: Terms) -> Said:
    """Return that nobody is known to be in need, by a count of people: none, or not known."""
    if math.isnan(counts["high_need_children"]):
        if terms.is_sensitive and counts["children"] > counts["unknown_children"]:
            few = f"too few {terms.who} {terms.needy} are counted to show how many."
            return Said(f"{lead}, {few}", unknown)
        part = f"how many of the {total} {terms.who} live {terms.needy} is not known"
        return Said(f"{lead}, {part}.", f"The figures are {NOT_GIVEN}.")
    none = f"no {terms.who} {terms.needy} are counted, so there is no gap to show."
    return Said(f"{lead}, {none}", unknown)


def _no_door(lead: str, counts: Series, total: str, terms: Terms) -> Said:
    high = f"{about(counts['high_need_children'])} of them live {terms.needy}"
    detail = f"None of the {total} can be reached, and {high}."
    if terms.doorless:
        those = "that reaches" if terms.doorless == 1 else "those reach"
        detail = (
            f"{opened(terms.without_door())}. How many of the {total} {those} is not known; {high}."
        )
    return Said(f"{lead}, {terms.none_listed()}.", detail)


def _forms(lead: str, counts: Series, total: str, terms: Terms) -> Iterator[Said]:
    """Yield the answer in ever shorter words, each with what its words mean."""
    turned = _are_turned_away(counts)
    takes = " that takes them" if turned else ""
    door = f"{terms.singular}{takes}"
    far = f"not within {terms.journey} of {door}" if turned else ""
    far = far or f"more than {terms.journey} from {door}"
    away = f"not within {terms.journey}" if turned else f"more than {terms.journey} away"
    among = counts["high_need_children"] if terms.of_people else counts["children"]
    some = _some_of(counts["gap_children"], among, terms, "" if terms.of_people else total)
    part = f"{some} {terms.who}"
    if terms.of_people:
        yield Said(f"{lead}, {part} {terms.needy} are {far}.")
        needy, means = f"{terms.needy} are", "Out of reach means"
    else:
        yield Said(f"{lead}, {part} live {terms.needy} and {far}.")
        needy = f"are {terms.high} and"
        means = f"{opened(terms.high)} means living {terms.needy}; out of reach,"
    yield Said(f"{lead}, {part} {needy} out of reach of {door}.", f"{means} {away}.")
    short = f"{part} {needy} out of reach."
    yield Said(f"{lead}, {short}", f"{means} {far}.")
    yield Said(opened(short), f"{means} {far}. All were counted {lead[:1].lower()}{lead[1:]}.")


def _are_turned_away(counts: Series) -> bool:
    """Return whether some of a gap are near to a door: also where they are too few to show."""
    turned = counts["gap_turned_away_children"]
    return bool(turned > 0 or (math.isnan(turned) and counts["turned_away_children"] > 0))


def _some_of(count: float, among: float, terms: Terms, said: str = "") -> str:
    if not terms.is_sensitive or count == 0:
        return some_of(count, among, said)
    whom = f"about {nearest(among):,}"
    if math.isnan(count):
        return f"too few to show of {whom}"
    return f"{about(count)} of {whom}"  # both are rounded: as many need not be all


def _turned_in_gap(counts: Series, turned_away: DataFrame, terms: Terms) -> str:
    """Return how many of a gap are near to a door that turns them away; nothing where nobody is."""
    turned = counts["gap_turned_away_children"]
    if not turned > 0:
        return ""
    beyond = counts["gap_children"] - turned
    far = f", and {about(beyond)} are beyond every door" if nearest(beyond) > 0 else ""
    reasons = _reasons(turned_away, "gap_turned_away_children")
    near = f"are within {terms.journey} of a door that {reasons}"
    return f"{opened(about(turned))} of those not reached {near}{far}."


def turned_away_sentence(
    rows: DataFrame, counts: Series, reach: Reach, question: Question, terms: Terms
) -> str:
    """Return whom no door takes, and who of them lives near to one; nothing where nobody does.

    Parameters
    ----------
    rows, counts
        Of one place, or of all: from `Gaps.turned_away`, and as `gap_said` reads them.
    """
    by_ages = rows.drop_duplicates("ages")
    if not float(by_ages["children"].sum()) > 0:
        return ""
    turned = float(rows["turned_away_children"].sum())
    near = f"live within {terms.journey} of a door that"
    said = _not_taken(by_ages, question) if reach.doors_taking else []
    if reach.doors_taking and (counts["gap_turned_away_children"] > 0 or not turned > 0):
        return joined(*said)  # the sentence of the gap tells of the others
    if reach.doors_taking and not said:
        near = f"{near} does not take them, and of none that does: it"
    some, who = about(turned), age_words(_ages_of(by_ages), question)
    told = f"{some[:1].upper()}{some[1:]} {who} {near} {_reasons(rows)}." if turned > 0 else ""
    return joined(*said, told)


def _not_taken(by_ages: DataFrame, question: Question) -> list[str]:
    """Return which ages no door takes at all, and which none that anybody here can reach."""
    listed_nowhere = by_ages["doors"] == 0
    out_of_reach = ~listed_nowhere & ~(by_ages["within_children"] > 0)
    return [
        f"No door {where} takes {age_words(_ages_of(by_ages[rows]), question)}."
        for where, rows in (("listed", listed_nowhere), ("within reach", out_of_reach))
        if rows.any()
    ]


def _ages_of(by_ages: DataFrame) -> list[int]:
    return [age for each in by_ages["ages"] for age in each]


def _reasons(rows: DataFrame, column: str = "turned_away_children") -> str:
    """Return why doors take no children of some ages, the commonest first: "stops at 4 or 11"."""
    sums = rows[rows["reason"] != ""].groupby("reason")[column].sum()
    named = sums[sums > 0].sort_values(ascending=False, kind="stable").index[:MOST_REASONS]
    ages: dict[str, list[str]] = {}
    for reason in named:
        does, age = str(reason).rsplit(" ", maxsplit=1)
        ages.setdefault(does, []).append(age)
    return " or ".join(f"{does} {' or '.join(each)}" for does, each in ages.items())


def strength_sentence(name: str, counts: Series, terms: Terms) -> str:
    """Return what goes well: who in high need is reached."""
    who, high = terms.who, counts["high_need_children"]
    if math.isnan(high):
        if terms.is_sensitive and counts["children"] > counts["unknown_children"]:
            return f"In {called(name)}, too few {who} {terms.needy} are counted to show how many."
        return f"How many {who} of {called(name)} are {terms.high} is not known."
    if high == 0:
        return f"{opened(called(name))} has no {who} {terms.needy}."
    if not terms.has_door:
        return f"In {called(name)}, nobody can be near a door: none is listed that takes {who}."
    if too_few(high):
        whom = f"{who} {terms.needy}"
        return f"In {called(name)}, too few {whom} are counted to say who is reached: fewer than 1."
    reached = counts["reached_high_need_children"]
    gap = counts["gap_children"]  # it is said beside this
    part = _some_of(reached, high, terms) if terms.is_sensitive else rest_of(reached, gap, high)
    is_sure = reached > 0 and not (terms.is_sensitive and reached >= high)
    share = f" ({percent(reached / high)})" if is_sure else ""
    # Where a door is near and takes others only, being near it is not being reached.
    takes = " that takes them" if _are_turned_away(counts) else ""
    return (
        f"In {called(name)}, {part} {who} {terms.needy} are within {terms.journey} of "
        f"{terms.singular}{takes}{share}."
    )


def strength_lead(counts: Series) -> str:
    """Return what may stand before the sentence of a strength: where hardly any are, no praise.

    Parameters
    ----------
    counts
        A row of `Gaps.places`, or `Gaps.total`.
    """
    reached, high = counts["reached_high_need_children"], counts["high_need_children"]
    works = reached >= LEAST_REACHED and reached >= LEAST_PART * high
    return "What works" if works else "Who is reached"


def method_sentence(pack: Pack, question: Question, reach: Reach, need: Need) -> str:
    """Return in plain words how the answer was worked out, and what is not sure of it."""
    measured = f"{journeys_sentence(pack, question, reach)}{_rural_sentence(question)}"
    indicator, people = need.indicator, pack.info.people
    made = "" if people.standing == "published" else f", {people.standing}"
    basis = need.basis
    if need.is_of_people:
        basis = f"the share of {counted_words(need.indicator)}; colours by {need.basis}"
    return (
        f"{measured} Need is {indicator.label}, {indicator.period} ({basis}). "
        f"Children are counted for {people.period}{made}."
    )


def journeys_sentence(pack: Pack, question: Question, reach: Reach) -> str:
    """Return how journeys were measured, and for how many starting points otherwise."""
    starts = f"{len(pack.origins):,} starting points"
    lost = f"; no way was found from {reach.unreached:,} of them" if reach.unreached else ""
    if reach.is_estimate:
        return (
            f"Journeys are a {reach.method}: the straight line from each of {starts}, "
            f"× {question.detour:g}, at {question.pace_kmh:g} km/h{lost}."
        )
    pace = f" at {question.pace_kmh:g} km/h" if question.mode == "walk" else " by car"
    along = reach.method.startswith("along ")
    said = f"{reach.method} from {starts},{pace}" if along else f"by {reach.method} from {starts}"
    if reach.estimated_share > 0:
        said += f"; a straight-line estimate for {percent(reach.estimated_share)} of them"
    return f"Journeys are measured {said}{lost}."


def _rural_sentence(question: Question) -> str:
    country = rural_question(question)
    if country is None:
        return ""
    pace = f"at {country.pace_kmh:g} km/h" if country.mode == "walk" else "by car"
    return f" In rural areas they are {pace}, and set against {minutes(country.limit_min)}."


def caveats(pack: Pack, question: Question, reach: Reach) -> tuple[str, ...]:
    """Return what must be said of the doors beside every figure of who is reached."""
    doors = asked_doors(pack, question)
    return (*_unstated_ages(reach), *_rough_doors(doors))


def _unstated_ages(reach: Reach) -> Iterator[str]:
    if reach.ages_unstated.total:
        one, across = reach.ages_unstated.total == 1, across_words(reach.across)
        yield (
            f"{reach.ages_unstated.words(f'of {reach.doors:,} open doors{across}')}; "
            f"{'it is' if one else 'they are'} taken to be open to all the ages asked about."
        )


def _rough_doors(doors: GeoDataFrame) -> Iterator[str]:
    precision = doors["precision_m"].astype(float)
    rough, unstated = precision[precision >= ROUGH_M], int(precision.isna().sum())
    parts = []
    of = counted_doors(len(doors), int(doors["across_border"].sum()))
    if len(rough):
        spread = listed_range(float(rough.min()), float(rough.max()))
        parts.append(f"{len(rough):,} of {of} are placed only to within {spread}")
    if unstated:
        one = "does not state how exactly it is"
        they = one if unstated == 1 else "do not state how exactly they are"
        parts.append(f"{unstated:,} {they} placed")
    if parts:
        yield f"{listed(parts)}: a gap near them could be larger or smaller than said."


def listed_range(least: float, most: float) -> str:
    """Return a range of metres: "500 to 1,000 m"; one figure where both are the same."""
    return f"{least:,.0f} m" if least == most else f"{least:,.0f} to {most:,.0f} m"
