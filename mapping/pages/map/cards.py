"""What is said of one neighbourhood or one service when it is chosen on the map."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pandas import Series

from geodata.model import Pack, Source
from geodata.offers import parts_of
from layers.assets import kind_words
from layers.gaps import Gaps, class_words
from layers.indicators.colouring import Colouring
from layers.indicators.words import against_target, figure_said, number_said
from layers.offer_facts import door_facts
from layers.question.words import children_words, limit_words
from layers.said.citing import sources_by_key
from layers.said.numbers import about, minutes, percent, whole
from layers.said.sentences import opened
from mapping.map.points import at_its_door


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact of a card, with its period and standing, and the source it is from."""

    label: str
    value: str
    period: str = ""
    standing: str = ""

    @property
    def beside(self) -> str:
        """What stands beside the value: its period and standing."""
        return ", ".join(filter(None, [self.period, self.standing]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is said of one thing. Strings may hold anything; whoever shows them escapes them.

    Attributes
    ----------
    others
        What is said of all else that is there: the other services that share a door.
    """

    title: str
    small: str
    lines: tuple[Line, ...]
    sources: tuple[Source, ...]
    others: tuple[Card, ...] = ()


def area_card(area_id: str, gaps: Gaps, pack: Pack) -> Card:
    """Return what is known of one area, for the question asked."""
    row = gaps.areas.loc[[area_id]].iloc[0]
    sources = [pack.info.people.source, gaps.need.source.key, *_source_of_nearest(row, pack)]
    return Card(
        title=str(row["name"]),
        small=f"{pack.info.area_label} {area_id} ({row['official_name']}), {row['district']}",
        lines=tuple(_area_lines(row, gaps, pack)),
        sources=sources_by_key(pack, sources),
    )


def _source_of_nearest(row: Series, pack: Pack) -> list[str]:
    nearest = row["nearest"]
    return [str(pack.assets["source"][nearest])] if isinstance(nearest, str) else []


def _area_lines(row: Series, gaps: Gaps, pack: Pack) -> Iterator[Line]:
    who = children_words(gaps.question).capitalize()
    people, need = pack.info.people, gaps.need.indicator
    estimate = "illustrative" if pack.info.illustrative else gaps.reach.method.partition(" (")[0]
    yield Line(
        label=who, value=whole(row["children"]), period=people.period, standing=people.standing
    )
    tenth = "not known" if math.isnan(row["decile"]) else f"tenth {row['decile']:.0f} of 10"
    yield Line(
        label=f"{need.label} (tenth 1 is the neediest)",
        value=tenth,
        period=need.period,
        standing=need.standing,
    )
    if gaps.terms.of_people:
        yield Line(
            label=f"{who} {gaps.terms.needy}",
            value=f"{about(row['high_need_children'])} ({percent(row['needy_share'])})",
            period=f"people {people.period}, need {need.period}",
            standing="illustrative" if pack.info.illustrative else "estimated",
        )
    yield Line(
        label=f"{who} within {limit_words(gaps.question)}",
        value=percent(row["within_share"]),
        period=people.period,
        standing=estimate,
    )
    yield Line(label="On average, to the nearest", value=minutes(row["minutes"]), standing=estimate)
    if isinstance(row["nearest"], str):
        yield Line(label="Nearest to most", value=str(pack.assets["name"][row["nearest"]]))
    yield Line(
        label=f"{opened(gaps.terms.high)} and out of reach",
        value=about(row["gap_children"]),
        period=people.period,
        standing=estimate,
    )
    yield Line(label="Coloured as", value=class_words(int(row["gap_class"])))


def shape_card(shape_id: str, found: Colouring) -> Card:
    """Return what an indicator says of one of the shapes that it colours."""
    figures = found.figures
    row, indicator = figures.rows.loc[[shape_id]].iloc[0], figures.indicator
    standing = "" if figures.standing == "published" else figures.standing
    value = str(row["note"]) if math.isnan(row["value"]) else figure_said(row["value"], indicator)
    lines = [
        Line(label=indicator.label, value=value, period=figures.period, standing=standing),
        Line(label="Target", value=against_target(row["value"], indicator)),
        Line(label="Counted", value=_counts(row)),
        Line(label="Note", value="" if math.isnan(row["value"]) else str(row["note"])),
    ]
    return Card(
        title=str(row["name"]),
        small=", ".join(filter(None, [f"{figures.label} {shape_id}", row["district"]])),
        lines=tuple(line for line in lines if line.value),
        sources=found.sources,
    )


def _counts(row: Series) -> str:
    """Return what a figure counts, of how many; empty where that is not published."""
    if math.isnan(row["numerator"]):
        return ""
    of = "" if math.isnan(row["denominator"]) else f" of {number_said(row['denominator'])}"
    return f"{number_said(row['numerator'])}{of}"


def asset_card(asset_id: str, pack: Pack) -> Card:
    """Return what is said of one service, and of every other that has its door."""
    card = _offer_card(asset_id, pack)
    others = tuple(_offer_card(key, pack) for key in at_its_door(pack, asset_id))
    sources = dict.fromkeys(source for each in (card, *others) for source in each.sources)
    return replace(card, others=others, sources=tuple(sources))


def _offer_card(asset_id: str, pack: Pack) -> Card:
    row = pack.assets.loc[[asset_id]].iloc[0]
    place = row["district"] if isinstance(row["district"], str) else ""
    keys = [str(row["source"]), *parts_of(row["other_sources"])]
    return Card(
        title=str(row["name"]),
        small=", ".join(filter(None, [kind_words(str(row["kind"])), place])),
        lines=tuple(Line(label=each.label, value=each.text) for each in door_facts(pack, asset_id)),
        sources=sources_by_key(pack, keys),
    )
