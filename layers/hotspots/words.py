"""Hotspots said in words, by the names people use; and what a hotspot is, and is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pandas import DataFrame

from geodata.model import Pack
from layers.gaps import Gaps
from layers.question.words import children_words, journey_words, need_words
from layers.said.numbers import about, listed, percent

if TYPE_CHECKING:
    from layers.hotspots.found import About, Hotspots

MOST_NAMED = 3
SHOWN_COLD = 3
STANDS_OUT = {
    "need": ("high need", "low need"),
    "gap": (
        "many children in high need and out of reach",
        "few children in high need and out of reach",
    ),
    "reach": ("many children out of reach", "few children out of reach"),
}
IS_NOT = (
    "A hotspot is a group of neighbourhoods that are alike beside each other more than shuffling "
    "the figures over the map would make them; one dark neighbourhood on a map is not a hotspot."
)


def measure_words(measure: About, answer: Gaps) -> str:
    """Say which figure is looked at."""
    who = children_words(answer.question)
    if measure == "need":
        return f"{answer.need.indicator.label}, {answer.need.indicator.period}"
    if measure == "gap":
        return f"share of {who} in high need and out of reach"
    return f"share of {who} beyond {journey_words(answer.question)}"


def group_name(members: DataFrame) -> str:
    """Name a group by the settlements or wards most of its neighbourhoods are in."""
    heads = members["name"].map(lambda name: str(name).rpartition(", ")[0] or str(name))
    counts = heads.value_counts(sort=False)
    ordered = counts.iloc[(-counts.to_numpy()).argsort(kind="stable")]
    names = [str(name) for name in ordered.index]
    return listed(names) if len(names) <= MOST_NAMED else f"Around {listed(names[:MOST_NAMED])}"


def hotspots_sentence(hotspots: Hotspots, pack: Pack) -> str:
    """Say which groups stand out, the largest first."""
    hot = hotspots.groups[hotspots.groups["kind"] == "hot"]
    cold = hotspots.groups[hotspots.groups["kind"] == "cold"]
    area = pack.info.area_label
    alike, unlike = STANDS_OUT[hotspots.about]
    if hot.empty and cold.empty:
        return f"No group of {area}s stands out: where there is {alike} could be chance."
    if hot.empty:
        return f"No group stands out for {alike}. {_groups(cold, hotspots, area, unlike)}"
    said = _groups(hot, hotspots, area, alike)
    if cold.empty:
        return said
    more = "1 other group stands" if len(cold) == 1 else f"{len(cold)} other groups stand"
    return f"{said} {more} out for {unlike} ({_number(int(cold['areas'].sum()), area)})."


def _groups(groups: DataFrame, hotspots: Hotspots, area: str, alike: str) -> str:
    who = children_words(hotspots.question)
    named = [
        f"{in_a_sentence(row['name'])} ({_number(int(row['areas']), area)}, "
        f"{about(row['children'])} {who})"
        for _, row in groups.head(MOST_NAMED).iterrows()
    ]
    rest = groups.iloc[MOST_NAMED:]
    if len(rest):
        named.append(f"and {_number(int(rest['areas'].sum()), area)} in smaller groups")
    count = f"1 group of {area}s stands"
    if len(groups) > 1:
        count = f"{len(groups)} groups of {area}s stand"
    return f"{count} out for {alike}: {'; '.join(named)}."


def in_a_sentence(name: str) -> str:
    """Say a group's name within a sentence: "around Wisbech and March"."""
    return f"around {name.removeprefix('Around ')}" if name.startswith("Around ") else name


def _number(count: int, area: str) -> str:
    return f"{count:,} {area}" if count == 1 else f"{count:,} {area}s"


def method_words(hotspots: Hotspots, pack: Pack) -> str:
    """Say in plain words how hotspots were found, and how far they are to be trusted."""
    area = pack.info.area_label
    beside = "those it touches" if hotspots.nearness == "touching" else "the 8 nearest to it"
    return (
        f"Each {area}, with {beside}, is set against {hotspots.permutations:,} shuffles of the "
        f"figures over the map. It stands out where hardly any shuffle is "
        f"as extreme, with at most {percent(hotspots.false_share)} of those named expected to be "
        f"chance."
    )


def caveats(hotspots: Hotspots, pack: Pack) -> tuple[str, ...]:
    """Say what a reader must know beside the map: islands, missing values, too few shuffles."""
    area = pack.info.area_label
    said = [IS_NOT]
    if hotspots.needed_at_once > 1:
        said.append(
            f"With {hotspots.permutations:,} shuffles, a pattern shows only where at least "
            f"{_number(hotspots.needed_at_once, area)} stand out at once. More shuffles can tell "
            f"smaller ones from chance."
        )
    if hotspots.islands:
        said.append(f"Not judged, being beside no other {area}: {listed(list(hotspots.islands))}.")
    if hotspots.missing_areas:
        said.append(f"Left out for want of a figure: {_number(hotspots.missing_areas, area)}.")
    if hotspots.about == "need":
        return tuple(said)
    return (*said, f"High need is {need_words(hotspots.question, pack)}.")


def cold_sentence(hotspots: Hotspots, pack: Pack) -> str:
    """Return where it is the other way round: strengths, which are just as worth a look."""
    cold = hotspots.groups[hotspots.groups["kind"] == "cold"]
    if cold.empty:
        return f"No group of {pack.info.area_label}s stands out the other way."
    names = "; ".join(in_a_sentence(str(name)) for name in cold["name"].iloc[:SHOWN_COLD])
    return f"Standing out the other way: {names}."
