"""Why a gap is as large as it is, and why a neighbourhood is coloured as it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.assets import service_assets
from layers.gaps import FEW_SHARE, REACHED_SHARE, UNKNOWN_CLASS, Gaps, class_words
from layers.need import NOT_GIVEN
from layers.place.measures import people_standing
from layers.places import find_place, member_areas
from layers.question.words import limit_words
from layers.said.citing import each_once, sources_by_key
from layers.said.classes import GAP_CLASSES
from layers.said.numbers import about, listed, minutes, percent, shown, whole
from layers.said.sentences import called, unknown_words
from layers.why.chain import Chain, Step, step

LARGEST = 3  # parts of a gap that are named
BY_ITSELF = "rounded by itself, and not told where there are too few"
NOBODY = 1e-9  # children; fewer is what adding up in another order leaves


@dataclass(frozen=True, slots=True)
class _About:
    """Where the numbers of an answer come from: who, of when, and how sure."""

    people: dict[str, Any]
    both: dict[str, Any]
    ways: dict[str, Any]


def _about(pack: Pack, gaps: Gaps, standing: str) -> _About:
    people, need = pack.info.people, gaps.need
    estimate = "illustrative" if pack.info.illustrative else "estimated"
    counted = sources_by_key(pack, [people.source])
    offered = service_assets(pack.assets, pack.info.services[gaps.question.service])
    doors = sources_by_key(pack, [*sorted(offered["source"].unique()), pack.info.origin_source])
    periods = listed(list(dict.fromkeys(source.period for source in doors)))
    way = gaps.reach.method.partition(" (")[0]
    return _About(
        people={"period": people.period, "standing": standing, "sources": counted},
        both={
            "period": f"people {people.period}, need {need.indicator.period}",
            "standing": estimate,
            "sources": each_once(counted, [need.source]),
        },
        ways={"period": periods, "standing": way, "sources": _ways(doors, gaps)},
    )


def _ways(doors: tuple[Source, ...], gaps: Gaps) -> tuple[Source, ...]:
    return each_once(doors, gaps.reach.sources)


def why_gap(pack: Pack, gaps: Gaps, place_id: str | None = None) -> Chain:
    """Return why the gap is as large as it is, of one place or of the whole area.

    Parameters
    ----------
    place_id
        A place of the kind that the question asks for.
    """
    if place_id is None:
        row, areas, where = gaps.total, gaps.areas, gaps.terms.title
        standing: str = pack.info.people.standing
    else:
        find_place(pack, place_id)
        row = gaps.places.loc[[place_id]].iloc[0]
        shares = member_areas(pack, place_id)
        areas = gaps.worked.loc[shares.index].assign(
            gap_children=lambda held: held["gap_children"] * shares
        )
        areas = gaps.protected(areas)
        where, standing = str(row["place"]), people_standing(pack, place_id)
    return Chain(
        title=f"{gaps.counted_words[:1].upper()}{gaps.counted_words[1:]} out of reach in "
        f"{called(where)}"
        if gaps.terms.of_people
        else f"{gaps.terms.who.capitalize()} in high need and out of reach in {called(where)}",
        steps=_gap_steps(row, _about(pack, gaps, standing), gaps, len(areas)),
        beside=_beside(row, areas, gaps),
        terms=gaps.parameters() | {"place_id": place_id},
        is_illustrative=gaps.is_illustrative,
    )


def _gap_steps(row: Series, of: _About, gaps: Gaps, areas: int) -> tuple[Step, ...]:
    terms, high = gaps.terms, row["high_need_children"]
    gap, reached = row["gap_children"], row["reached_high_need_children"]
    takes = " that takes them" if row["turned_away_children"] > 0 else ""
    lived = whole(row["children"]) if of.people["standing"] == "published" else None
    rest = high - reached - gap
    some = [
        step("children", f"{terms.who} live here", row["children"],
             lived or about(row["children"]), **of.people),
        step("high", f"of them {terms.needy}: the share of each of the {areas:,} "
             f"{terms.area_label}s, taken of its {terms.who} and added up", high,
             gaps.count_words(high), **of.both),
        step("reached", f"of those, within {limit_words(gaps.question)} of {terms.singular}{takes}",
             reached, gaps.count_words(reached), **of.ways),
    ]  # fmt: skip
    if gaps.need.is_guarded:
        words = f"of those, out of reach: {BY_ITSELF}"
        return (*some, step("gap", words, gap, gaps.count_words(gap), **of.both))
    unknown = rest > NOBODY
    if unknown:
        some.append(step("unknown", "of those, whose way there is not known", rest, about(rest)))
    left = ("high", "reached", *(["unknown"] if unknown else []))
    words = "the others are out of reach" if unknown else "those who are left are out of reach"
    words += f", or near {terms.singular} that does not take them" if takes else ""
    return (*some, step("gap", words, gap, about(gap), how="difference", of=left, **of.both))


def _beside(row: Series, areas: DataFrame, gaps: Gaps) -> tuple[str, ...]:
    """Return which neighbourhoods hold most of a gap, whom it leaves out, and how it is said."""
    terms = gaps.terms
    largest = areas[areas["gap_children"] > 0].sort_values(
        ["gap_children", "name"], ascending=[False, True]
    )
    named = [f"{each['name']} {shown(each['gap_children'])}" for _, each in _first(largest)]
    parts = f"Its largest parts: {listed(named)}." if named else ""
    left_out = unknown_words(
        row["unknown_children"], row["unknown_areas"], terms.who, terms.area_label
    )
    out = f"{left_out} The gap leaves them out." if left_out else ""
    return tuple(filter(None, [parts, out, "Above 100 a number is said to the nearest ten."]))


def _first(rows: DataFrame) -> list[tuple[Any, Series]]:
    return list(rows.head(LARGEST).iterrows())


def why_share(pack: Pack, gaps: Gaps, place_id: str) -> Chain:
    """Return why a place's gap is the part that it is of those whose way is known."""
    gap = why_gap(pack, gaps, place_id)
    row = gaps.places.loc[[place_id]].iloc[0]
    judged = row["gap_children"] + row["reached_high_need_children"]
    share = row["gap_children"] / judged if judged > 0 else math.nan
    return Chain(
        title=f"The part of those {gaps.terms.high} in {called(str(row['place']))} who are out of "
        "reach",
        steps=(
            *gap.steps,
            step("judged", "those whose way is known", judged, about(judged), how="sum",
                 of=("reached", "gap")),
            step("share", "of whom are out of reach", share, percent(share), how="quotient",
                 of=("gap", "judged")),
        ),
        beside=gap.beside,
        asked=f"Why {about(row['gap_children'])}, and why {percent(share)}?",
        terms=gap.terms,
        is_illustrative=gap.is_illustrative,
    )  # fmt: skip


def why_area(pack: Pack, gaps: Gaps, area_id: str) -> Chain:
    """Return why a neighbourhood is coloured as it is: its children, its need, its way."""
    row = gaps.areas.loc[[area_id]].iloc[0]
    of = _about(pack, gaps, pack.info.people.standing)
    return Chain(
        title=f"{row['name']} is coloured as",
        asked=f"Why “{class_words(int(row['gap_class']))}”?",
        steps=(*_need_steps(row, of, gaps), *_way_steps(row, of, gaps, pack), _class(row, gaps)),
        terms=gaps.parameters() | {"area_id": area_id},
        is_illustrative=gaps.is_illustrative,
    )


def _need_steps(row: Series, of: _About, gaps: Gaps) -> tuple[Step, ...]:
    terms, tenth = gaps.terms, row["decile"]
    need: dict[str, Any] = {
        "period": gaps.need.indicator.period,
        "standing": gaps.need.indicator.standing,
        "sources": (gaps.need.source,),
    }
    part = f"of them are {terms.needy}"
    if not terms.of_people:
        neediest = gaps.question.need_deciles
        part = f"of them count as in high need: all in tenths 1 to {neediest}, else none"
    share = step("share", part, row["needy_share"], percent(row["needy_share"]), **need)
    if share.number is None and terms.of_people:
        share = Step(key="share", words=part, number=None, said=f"not known: {NOT_GIVEN}", **need)
    high = row["high_need_children"]
    made: dict[str, Any] = {"how": "product", "of": ("children", "share")}
    rounded = f": {BY_ITSELF}" if gaps.need.is_guarded else ""
    return (
        step("children", f"{terms.who} live here", row["children"], whole(row["children"]),
             **of.people),
        step("tenth", f"is its tenth by {gaps.need.indicator.label} (1 is the neediest; "
             f"{gaps.need.basis})", tenth, "" if math.isnan(tenth) else f"{tenth:.0f}", **need),
        share,
        step("high", f"{terms.who} {terms.needy}{rounded}", high, gaps.count_words(high),
             **of.both, **({} if rounded else made)),
    )  # fmt: skip


def _way_steps(row: Series, of: _About, gaps: Gaps, pack: Pack) -> tuple[Step, ...]:
    nearest = row["nearest"] if isinstance(row["nearest"], str) else None
    door = str(pack.assets["name"][nearest]) if nearest else "the nearest that takes them"
    within, gap = row["within_share"], row["gap_children"]
    limit = limit_words(gaps.question)
    made: dict[str, Any] = {"how": "product", "of": ("high", "beyond")}
    rounded = f": {BY_ITSELF}" if gaps.need.is_guarded else ""
    return (
        step("minutes", f"on average to the nearest, for most {door}", row["minutes"],
             minutes(row["minutes"]), **of.ways),
        step("within", f"of its {gaps.terms.who} are within {limit}", within, percent(within),
             **of.ways),
        step("beyond", "of them are not", 1 - within, percent(1 - within), how="rest",
             of=("within",)),
        step("gap", f"{gaps.terms.high} and out of reach{rounded}", gap, gaps.count_words(gap),
             **of.both, **({} if rounded else made)),
    )  # fmt: skip


def _class(row: Series, gaps: Gaps) -> Step:
    """Return what the class goes by: the tenth, and the share within reach."""
    code = int(row["gap_class"])
    neediest = gaps.question.need_deciles
    middle = int(neediest + (10 - neediest) / 2)
    words = (
        f"by its tenth (1 to {neediest} are the needier, to {middle} middling) and by who is "
        f"reached (most from {percent(REACHED_SHARE)}, some from {percent(FEW_SHARE)})"
    )
    said = class_words(code) if code in (*GAP_CLASSES, UNKNOWN_CLASS) else ""
    return Step(
        key="class", words=words, number=None, said=said, how="judged", of=("tenth", "within")
    )
