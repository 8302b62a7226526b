"""What is said first of something that was found and chosen."""

from __future__ import annotations

from dataclasses import replace

from pandas import DataFrame, isna

from geodata.model import Pack
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.reach import same_doors
from layers.access.town_and_country import RURAL
from layers.assets import kind_words, placed_words, takes_words
from layers.finding.spots import NamedSpot
from layers.gap_words import ROUGH_M, gap_said, terms_of
from layers.gaps import Gaps
from layers.headline import Said
from layers.question.doors import asked_doors
from layers.question.question import Question, rural_question
from layers.question.words import BY_MODE, journey_words
from layers.said.numbers import minutes
from layers.said.sentences import age_words, called
from layers.turned_away import turned_away_in

UNREACHED = -1.0  # minutes to a door that there is not, or no way to
NO_WAY = "no way"


def area_said(gaps: Gaps, area_id: str) -> Said:
    """Return who in one neighbourhood is in high need and not reached."""
    row = gaps.areas.loc[[area_id]].iloc[0]
    lead = f"In {row['name']}"
    turned_away = turned_away_in(area_id, gaps.reach, gaps.areas)
    return gap_said(lead, row, turned_away, gaps.reach, gaps.terms)


def asset_sentence(pack: Pack, asset_id: str) -> str:
    """Return what a service is, where, and whom it takes."""
    row = pack.assets.loc[[asset_id]].iloc[0]
    where = "" if isna(row["district"]) else f", in {called(str(row['district']))}"
    takes = takes_words(row["age_from"], row["age_to"])
    return f"{row['name']}: {kind_words(str(row['kind']))}{where}. Ages: {takes}."


def spot_sentence(pack: Pack, question: Question, spot: NamedSpot) -> str:
    """Return in which neighbourhood a spot lies, and which door is nearest to it."""
    if spot.area_id is None:
        return f"{spot.name} lies beyond the edge of {called(pack.info.title)}."
    area = pack.areas.loc[spot.area_id]
    there = f"{spot.name} is in {area['name']} ({area['district']})."
    if spot.kind != "postcode":
        there = f"{spot.name}, a {spot.kind}: its name stands in {area['name']}."
    return f"{there} {nearest_sentence(pack, question, spot)}"


def nearest_sentence(pack: Pack, question: Question, spot: NamedSpot) -> str:
    """Return which door that takes the ages asked about is nearest to a spot, and how far."""
    doors, terms = asked_doors(pack, question), terms_of(pack, question)
    if not terms.has_door:
        words = terms.no_door()
        return f"{words[:1].upper()}{words[1:]}."
    here = _pack_at(pack, spot)
    own = _question_at(pack, question, spot)
    journeys = journeys_for(here, own)
    by_door: dict[tuple[str, float], list[int]] = {}
    for ages, ids in same_doors(doors, question.ages):
        door, far = _nearest(journeys, list(map(str, ids)))
        by_door.setdefault((door, far), []).extend(ages)
    return " ".join(
        _nearest_words(pack, own, ages, door, far) for (door, far), ages in by_door.items()
    )


def _nearest(journeys: Journeys, door_ids: list[str]) -> tuple[str, float]:
    """Return which door is nearest, and its minutes; no door and -1 where there is none."""
    if not door_ids:
        return "", UNREACHED
    row = journeys.nearest(door_ids).iloc[0]
    if isna(row["minutes"]) or not isinstance(row["asset_id"], str):
        return NO_WAY, UNREACHED
    return row["asset_id"], float(row["minutes"])


def _nearest_words(pack: Pack, question: Question, ages: list[int], door: str, far: float) -> str:
    singular, who = pack.info.services[question.service].singular, age_words(ages, question)
    if not door:
        return f"None of them takes {who}."
    if far == UNREACHED:
        return f"No way is known from there to {singular} that takes {who}."
    row = pack.assets.loc[[door]].iloc[0]
    how = f"about {minutes(far)} {BY_MODE[question.mode]}"
    limit = "within" if far <= question.limit_min else "more than"
    said = (
        f"The nearest {singular.partition(' ')[2]} that takes {who} is {row['name']}, {how} "
        f"({limit} {journey_words(question)})."
    )
    rough = row["precision_m"] >= ROUGH_M
    return f"{said} That door is placed only {placed_words(row['precision_m'])}." if rough else said


def _pack_at(pack: Pack, spot: NamedSpot) -> Pack:
    """Return a pack in which everybody sets out from one spot."""
    origins = DataFrame(
        {
            "area_id": [spot.area_id],
            "easting_m": [spot.easting_m],
            "northing_m": [spot.northing_m],
            "weight": [1.0],
        },
        index=pack.origins.index[:1],
    )
    return replace(pack, origins=origins)


def _question_at(pack: Pack, question: Question, spot: NamedSpot) -> Question:
    """Return the question as it holds at a spot: in rural areas by the rule for them."""
    country = rural_question(question)
    is_rural = pack.areas["rural_urban"].get(spot.area_id) == RURAL
    return country if country is not None and is_rural else replace(question, rural=None)
