"""Two answers about the same places: of two questions, or of one before and after a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack
from layers.compare.differences import (
    LEAST_CHILDREN,
    LEAST_SHARE,
    Differences,
    Way,
    alike,
    children_difference,
    first_short,
    judged,
    points_difference,
    share_said,
    some,
)
from layers.compare.two_sides import differing
from layers.gaps import Gaps
from layers.question.question import Question
from layers.question.settings import SETTINGS
from layers.question.words import children_words
from layers.said.citing import each_once
from layers.said.numbers import SAME_DECIMALS, UNKNOWN, about, percent
from layers.said.sentences import opened
from layers.scenarios.effect import Effect
from layers.scenarios.words import not_known_note
from layers.shares import AMONG, place_shares_of, total_shares_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """What one side asks otherwise than the other.

    Attributes
    ----------
    alone
        As it stands by itself: "libraries, by car".
    joined
        As it stands in a sentence: "with libraries, by car".
    """

    alone: str
    joined: str


def _side(question: Question, other: Question, pack: Pack) -> _Side:
    """Return what a question asks otherwise than another; the service where nothing differs."""
    settings = [SETTINGS[name] for name in differing(question, other) or ["service"]]
    said = {each.beside(question, pack): each.side_lead for each in settings}
    return _Side(
        alone=", ".join(said), joined=", ".join(f"{lead}{words}" for words, lead in said.items())
    )


NOW, THEN = _Side(alone="now", joined="now"), _Side(alone="then", joined="then")


def compare_questions(pack: Pack, first: Gaps, second: Gaps) -> Differences:
    """Set the answers to two questions beside each other, place by place.

    Counts of children are taken from one another only where both questions count the same
    children; else only their shares are set side by side.
    """
    sides = (
        _side(first.question, second.question, pack),
        _side(second.question, first.question, pack),
    )
    return _compared(pack, (first, second), _Asked(way="questions", sides=sides))


def compare_scenario(pack: Pack, effect: Effect, changed: str) -> Differences:
    """Set an answer beside what it would be after a change of services, place by place.

    Parameters
    ----------
    changed
        What is changed, in words: "Closing Ely Library".
    """
    notes = [effect.sentence(), not_known_note(effect), effect.rough.note()]
    lead = changed if len(effect.steps) == 1 else f"After {len(effect.steps)} changes"
    asked = _Asked(way="scenario", sides=(NOW, THEN), lead=lead, notes=tuple(notes))
    return _compared(pack, (effect.before, effect.after), asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """How two answers are set side by side, and what must be said of it."""

    way: Way
    sides: tuple[_Side, _Side]
    lead: str = ""
    notes: tuple[str, ...] = ()

    @property
    def where(self) -> tuple[str, str]:
        """Which side is meant, where its own words are too long."""
        if self.way == "scenario":
            return ("before the change", "after the change")
        return ("on the first map", "on the second map")


def same_children(first: Gaps, second: Gaps) -> bool:
    """Return whether two answers count the same children in the same need."""
    one, other = first.question, second.question
    is_one_age = one.ages == other.ages
    return is_one_age and one.need == other.need and first.terms.needy == second.terms.needy


def _compared(pack: Pack, both: tuple[Gaps, Gaps], asked: _Asked) -> Differences:
    first, second = both
    sides = tuple(side.alone for side in asked.sides)
    is_same = same_children(first, second)
    rows = _rows(pack, first, second, is_same=is_same)
    kind = pack.info.place_kinds[first.question.place_kind]
    unit = f"{children_words(first.question)} {first.terms.high} and out of reach"
    return Differences(
        way=asked.way,
        rows=rows,
        first=sides[0],
        second=sides[1],
        heading=f"{first.heading} Beside it: {second.heading}"
        if asked.way == "questions"
        else f"{first.heading} {asked.lead}.",
        headline=_headline(both, asked, rows)
        if is_same
        else _shares_headline(pack, both, asked.sides),
        unit=unit if is_same else "of the children asked about, in need and out of reach",
        what=(kind.label, kind.plural),
        said_notes=(
            *asked.notes,
            *_no_door(both, asked),
            _terms(first, second, is_same=is_same),
            *_own_notes(first, second),
        ),
        asked=_asked(first, second),
        headings={
            f"{side}_{name}": f"{opened(words)}: {said}"
            for side, words in zip(("first", "second"), sides, strict=True)
            for name, said in (
                ("gap_children", "in need and out of reach (children)"),
                ("known_children", "children for whom it is known"),
                ("unknown_children", "children for whom it is not known"),
            )
        },
        sources=each_once(first.sources, second.sources),
        is_illustrative=first.is_illustrative,
    )


def _rows(pack: Pack, first: Gaps, second: Gaps, *, is_same: bool) -> DataFrame:
    table = DataFrame({"name": first.places["place"].astype(str)})
    for side, gaps in (("first", first), ("second", second)):
        shares = place_shares_of(pack, gaps).reindex(table.index)
        table[f"{side}_gap_children"] = gaps.places["gap_children"].reindex(table.index)
        table[f"{side}_share"] = shares["gap_share"]
        table[f"{side}_known_children"] = shares[AMONG["gap_share"]]
        table[f"{side}_unknown_children"] = shares["unknown_children"]
    figure = "gap_children" if is_same else "share"
    for side in ("first", "second"):
        table[side] = table[f"{side}_{figure}"].round(SAME_DECIMALS)
    known = table["second_known_children"] - table["first_known_children"]
    table["difference"] = (table["second"] - table["first"]).mask(
        known.abs().ge(LEAST_CHILDREN) & is_same  # of other children: nothing to subtract
    )
    least = LEAST_CHILDREN if is_same else LEAST_SHARE
    # Of other children less is no better: it is only less.
    better = True if is_same else None
    table["verdict"] = [judged(each, least, is_less_better=better) for each in table["difference"]]
    said = children_difference if is_same else points_difference
    table["difference_said"] = [said(each) for each in table["difference"]]
    for side in ("first", "second"):
        counts = table[f"{side}_gap_children"].round(SAME_DECIMALS)
        figures = zip(counts, table[f"{side}_share"], strict=True)
        table[f"{side}_said"] = [
            (about(count) if is_same else share_said(count, share)) for count, share in figures
        ]
    table["note"] = [_note(row) for _, row in table.iterrows()]
    return table.rename_axis("place_id")


def _note(row: Series) -> str:
    """Return on which side a figure is not known, or of how many children it is not."""
    sides = [side for side in ("first", "second") if np.isnan(row[side])]
    if sides:
        nobody = all(row[f"{side}_known_children"] == 0 for side in sides)
        why = "nobody is counted, or nothing is known" if nobody else UNKNOWN
        return f"{why}, {'on both sides' if len(sides) > 1 else f'on the {sides[0]} side'}"
    if np.isnan(row["difference"]):
        return "known for more children on one side than on the other"
    unknown = max(row["first_unknown_children"], row["second_unknown_children"])
    return f"not known for {about(unknown)} children there" if unknown >= LEAST_CHILDREN else ""


def _headline(both: tuple[Gaps, Gaps], asked: _Asked, rows: DataFrame) -> str:
    first, second = both
    now, then = float(first.total["gap_children"]), float(second.total["gap_children"])
    who, high = children_words(first.question), first.terms.high
    if np.isnan(now) or np.isnan(then):
        return f"How the two differ is not known: the gap of {_which(now, then)} is not."
    if first.total["children"] == 0:
        return f"Nothing can differ: no {who} are counted."
    if not first.terms.has_door and not second.terms.has_door:
        return f"Nothing can differ: no door takes {who}, {' or '.join(asked.where)}."
    counted = f"{some(now)} {who} {high} are out of reach"
    if rows["verdict"].eq("same").all():
        return first_short(f"Nothing differs: {counted}, either way.", "Nothing differs.")
    if abs(then - now) < LEAST_CHILDREN:
        moved = int(rows["verdict"].isin(["better", "worse"]).sum())
        return first_short(
            f"In all nothing differs, {counted}; but {moved} places do.",
            f"In all nothing differs, but {moved} places do.",
        )
    change = children_difference(then - now)
    opening = f"{asked.lead}:" if asked.lead else f"{opened(asked.sides[1].joined)},"
    than = "than now" if asked.lead else f"than {asked.sides[0].joined}"
    in_all = "" if alike(abs(then - now), then) else f": {about(then)} in all"
    beyond = f"{change} {who} {high} are out of reach"
    return first_short(
        f"{opening} {beyond} {than}{in_all}.",
        f"{opening} {beyond} {than}.",
        *(() if asked.lead else (f"{opening} {beyond} than on the first map.",)),
        f"{opened(beyond)} {asked.where[1]}{in_all}.",
        f"{opened(beyond)} {asked.where[1]}.",
        f"{opened(asked.where[1])}, {change} of the children asked about are in need and out of "
        "reach.",
    )


def _no_door(both: tuple[Gaps, Gaps], asked: _Asked) -> Iterator[str]:
    """Describe on which side no door takes the ages asked about, so that nobody is reached."""
    for gaps, where in zip(both, asked.where, strict=True):
        if not gaps.terms.has_door:
            yield f"{opened(where)}, {gaps.terms.no_door()}."


def _which(now: float, then: float) -> str:
    if np.isnan(now) and np.isnan(then):
        return "either"
    return "the first" if np.isnan(now) else "the second"


def _shares_headline(pack: Pack, both: tuple[Gaps, Gaps], sides: tuple[_Side, _Side]) -> str:
    shares = [float(total_shares_of(pack, gaps)["gap_share"]) for gaps in both]
    if any(np.isnan(share) for share in shares):
        return f"How the two differ is not known: the share of {_which(*shares)} is not."
    said = [percent(share) for share in shares]
    ages = [children_words(gaps.question) for gaps in both]
    if [side.alone for side in sides] == ages:  # nothing else differs
        return f"In need and out of reach: {said[0]} of {ages[0]}, {said[1]} of {ages[1]}."
    if abs(shares[1] - shares[0]) < LEAST_SHARE:
        return f"In need and out of reach: {said[0]} of children, either way."
    return first_short(
        f"In need and out of reach: {said[0]} {sides[0].joined}; {said[1]} {sides[1].joined}.",
        f"In need and out of reach: {said[0]} of children on the first map, {said[1]} on the "
        "second.",
    )


def _terms(first: Gaps, second: Gaps, *, is_same: bool) -> str:
    """Return why counts are not taken from one another, where they are not."""
    if is_same:
        return ""
    whom = [
        f"{children_words(gaps.question)} {gaps.terms.needy}".strip() for gaps in (first, second)
    ]
    return (
        f"The two count different children ({whom[0]}; {whom[1]}), so their numbers are not taken "
        "from one another. What is compared is the share in need and out of reach, each of the "
        "children that its own question asks about."
    )


def _own_notes(first: Gaps, second: Gaps) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first.notes(), *second.notes()]))


def _asked(first: Gaps, second: Gaps) -> dict[str, Any]:
    """Return the settings of both: once where they agree, on either side where they do not."""
    one, other = first.parameters(), second.parameters()
    return {
        key: one.get(key) if one.get(key) == other.get(key) else f"{one.get(key)}; {other.get(key)}"
        for key in (one | other)
    }
