"""Answers said in words: what stands out, for everyone and for one place, gaps and strengths."""

from __future__ import annotations

import math

from pandas import Series

from geodata.model import Pack
from layers.gaps import Gaps
from layers.question.question import Question, rural_question
from layers.question.words import children_words, journey_words, need_words
from layers.said.numbers import about, listed, nearest, part_of_them, percent, some_of, whole

MOST_OF_GAP_SHARE = 0.5  # places are named until they hold half of the gap
MOST_NAMED = 3


def area_sentence(gaps: Gaps, pack: Pack) -> str:
    """Say the whole answer in one sentence, and where most of it is."""
    said = _gap_sentence(f"Across {pack.info.title}", gaps.total, gaps, pack)
    where = _where_most(gaps, pack)
    return f"{said} {where}" if where else said


def place_sentence(place_id: str, gaps: Gaps, pack: Pack) -> str:
    """Say what stands out of one place."""
    row = _place_row(place_id, gaps)
    return _gap_sentence(f"In {row['place']}", row, gaps, pack)


def place_strength(place_id: str, gaps: Gaps, pack: Pack) -> str:
    """Say what goes well in one place: who in high need is reached."""
    row = _place_row(place_id, gaps)
    return _strength(str(row["place"]), row, gaps, pack)


def area_strength(gaps: Gaps, pack: Pack) -> str:
    """Say what goes well over the whole pack."""
    return _strength(pack.info.title, gaps.total, gaps, pack)


def method_sentence(gaps: Gaps, pack: Pack) -> str:
    """Say in one plain sentence how the answer was worked out, and what is not sure of it."""
    indicator = gaps.need.indicator
    measured = f"{journeys_sentence(gaps, pack)}{_rural_sentence(gaps.question)}"
    people = pack.info.people
    made = "" if people.standing == "published" else f", {people.standing}"
    return (
        f"{measured} Need is {indicator.label}, {indicator.period} ({gaps.need.basis}). "
        f"Children are counted for {people.period}{made}."
    )


def journeys_sentence(gaps: Gaps, pack: Pack) -> str:
    """Say how journeys were come by, and for how many starting points otherwise than the rest."""
    question, reach = gaps.question, gaps.reach
    starts = f"{len(pack.origins):,} starting points"
    if reach.is_estimate:
        return (
            f"Journeys are a {reach.method}: the straight line from each of {starts}, "
            f"× {question.detour:g}, at {question.pace_kmh:g} km/h."
        )
    pace = f" at {question.pace_kmh:g} km/h" if question.mode == "walk" else " by car"
    along = reach.method.startswith("along ")
    said = f"{reach.method} from {starts},{pace}" if along else f"by {reach.method} from {starts}"
    if reach.estimated_share > 0:
        said += f"; a straight-line estimate for {percent(reach.estimated_share)} of them"
    if reach.unreached:
        said += f"; no way was found from {reach.unreached:,} of them"
    return f"Journeys are measured {said}."


def _rural_sentence(question: Question) -> str:
    country = rural_question(question)
    if country is None:
        return ""
    pace = f"at {country.pace_kmh:g} km/h" if country.mode == "walk" else "by car"
    return f" In rural areas they are {pace}, and set against {country.limit_min} minutes."


def _place_row(place_id: str, gaps: Gaps) -> Series:
    row: Series = gaps.places.loc[[place_id]].iloc[0]
    return row


def _gap_sentence(lead: str, counts: Series, gaps: Gaps, pack: Pack) -> str:
    question = gaps.question
    who, service = children_words(question), pack.info.services[question.service]
    if math.isnan(counts["children"]):
        return f"{lead}, the number of {who} is not known."
    if counts["children"] == 0:
        return f"{lead}, no {who} are counted, so there is no gap to show."
    everyone = _everyone(counts["children"], pack)
    if gaps.reach.doors == 0:
        return (
            f"{lead}, nothing is listed as {service.label} open to {who}: none of the {everyone} "
            f"can be reached, and {about(counts['high_need_children'])} of them live in "
            f"{need_words(question, pack)}."
        )
    part = some_of(counts["gap_children"], everyone)
    return (
        f"{lead}, {part} {who} live in {need_words(question, pack)} and more than "
        f"{journey_words(question)} from {service.singular}.{_not_judged(counts, who)}"
    )


def _everyone(count: float, pack: Pack) -> str:
    return whole(count if pack.info.people.standing == "published" else nearest(count))


def _not_judged(counts: Series, who: str) -> str:
    unknown = counts["unknown_children"]
    return f" For {about(unknown)} {who} this is not known." if unknown > 0 else ""


def _strength(name: str, counts: Series, gaps: Gaps, pack: Pack) -> str:
    question = gaps.question
    who, high = children_words(question), counts["high_need_children"]
    if math.isnan(high):
        return f"How many {who} of {name} are in high need is not known."
    if high == 0:
        return f"{name} has no {who} in {need_words(question, pack)}."
    reached = counts["reached_high_need_children"]
    singular = pack.info.services[question.service].singular
    part = some_of(reached, whole(nearest(high)))
    share = f" ({percent(reached / high)})" if reached > 0 else ""
    return (
        f"In {name}, {part} {who} in {need_words(question, pack)} are within "
        f"{journey_words(question)} of {singular}{share}."
    )


def _where_most(gaps: Gaps, pack: Pack) -> str:
    held = gaps.places["gap_children"].fillna(0)
    everyone = float(held.sum())
    partition = pack.info.place_kinds[gaps.question.place_kind].partition
    if len(held) < 2 or everyone <= 0 or gaps.reach.doors == 0 or not partition:  # noqa: PLR2004
        return ""
    running = held.cumsum() / everyone
    named = int((running < MOST_OF_GAP_SHARE).sum()) + 1
    if named > MOST_NAMED:
        return ""
    names = listed([str(name) for name in gaps.places["place"].iloc[:named]])
    part = part_of_them(float(held.iloc[:named].sum()), everyone)
    return f"{part[0].upper()}{part[1:]} are in {names}."
