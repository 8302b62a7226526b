"""Hotspots said in words, by the names people use; and what a hotspot is, and is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pandas import DataFrame

from geodata.model import Worse
from layers.gap_words import Terms
from layers.gaps import Gaps
from layers.headline import Said, first_that_fits, joined
from layers.question.words import children_words, journey_words
from layers.said.numbers import listed, percent
from layers.said.sentences import children_in

if TYPE_CHECKING:
    from layers.hotspots.found import About, Hotspots

NEEDY_AND_FAR = "high need and out of reach"
MOST_NAMED = 3
LEAST_CHANCE = 1e-4  # rarer than this is said as no more than that
KINDS = {"hot": "Hotspot", "cold": "Cold spot"}
TOO_FEW = "are too few, or too alike, to tell a group of them from chance."
IS_NOT = (
    "A hotspot is a group of {} that are alike beside each other more than chance would put them; "
    "one dark {} on a map is not a hotspot."
)


def about_words(terms: Terms) -> dict[About, str]:
    """Return what hotspots can be of, in words."""
    gap = f"children {terms.high} and out of reach" if terms.of_people else NEEDY_AND_FAR
    return {
        "need": "need",
        "gap": gap,
        "reach": "out of reach",
        "indicator": "an indicator, where it is published",
    }


def _alike(hotspots: Hotspots) -> tuple[str, str]:
    """Return what a hotspot stands out for, and a cold spot."""
    found = hotspots.colouring
    worse = "higher" if found is None else found.figures.indicator.worse_when
    return stands_out(hotspots.about, hotspots.terms, worse)


def stands_out(about: About, terms: Terms, worse_when: Worse = "higher") -> tuple[str, str]:
    """Return what a group stands out for: much of it, and little of it.

    Parameters
    ----------
    worse_when
        Of an indicator: a hotspot is of its worse end, or of high figures where neither is worse.
    """
    if about == "indicator":
        ends = ("high figures", "low figures")
        return ends[::-1] if worse_when == "lower" else ends
    if about == "need":
        whom = f"children {terms.high}"
        return (f"many {whom}", f"few {whom}") if terms.of_people else ("high need", "low need")
    beyond = f"{terms.high} and out of reach" if about == "gap" else "out of reach"
    return (f"many children {beyond}", f"few children {beyond}")


def _legend(hotspots: Hotspots) -> tuple[str, str]:
    """Return what a hotspot and a cold spot are called in the legend."""
    if hotspots.about == "need" and not hotspots.terms.of_people:
        return ("hotspot of need", "cold spot: need is low")
    many, few = (words.replace(" children ", " ") for words in _alike(hotspots))
    return (f"hotspot: {many}", f"cold spot: {few}")


def measure_words(measure: About, answer: Gaps) -> str:
    """Return which figure is looked at."""
    who = children_words(answer.question)
    if measure == "need":
        return f"{answer.need.indicator.label}, {answer.need.indicator.period}"
    if measure == "gap":
        return f"share of {who} {answer.terms.high} and out of reach"
    return f"share of {who} beyond {journey_words(answer.question)}"


def group_name(members: DataFrame) -> str:
    """Name a group by the settlements or wards most of its neighbourhoods are in."""
    heads = members["name"].map(lambda name: str(name).rpartition(", ")[0] or str(name))
    counts = heads.value_counts(sort=False)
    ordered = counts.iloc[(-counts.to_numpy()).argsort(kind="stable")]
    names = [str(name) for name in ordered.index]
    return listed(names) if len(names) <= MOST_NAMED else f"Around {listed(names[:MOST_NAMED])}"


def hotspots_said(hotspots: Hotspots) -> Said:
    """Describe which groups stand out, the largest first; where none does, what that means."""
    said = first_that_fits(_forms(hotspots))
    measured = f"{hotspots.measured}, by {hotspots.area_label}."
    is_of_one = hotspots.colouring is not None
    return Said(said.headline, joined(measured, said.detail)) if is_of_one else said


def _forms(hotspots: Hotspots) -> Iterator[Said]:
    """Yield the answer in ever shorter words; the last is short whatever is named."""
    hot = hotspots.groups[hotspots.groups["kind"] == "hot"]
    cold = hotspots.groups[hotspots.groups["kind"] == "cold"]
    if hotspots.colouring is not None and hotspots.needed_at_once == 0:
        yield Said(f"{_number(hotspots.judged, hotspots)} {TOO_FEW}")
        yield Said("There are too few, or they are too alike, to tell a group from chance.")
    elif hot.empty:
        yield from _none_forms(hotspots, cold)
    else:
        yield from _hot_forms(hotspots, hot, cold)


def _none_forms(hotspots: Hotspots, cold: DataFrame) -> Iterator[Said]:
    """Yield what is said where no group is a hotspot."""
    alike, unlike = _alike(hotspots)
    if cold.empty:
        what, detail = "can be named", _overall_words(hotspots)
        yet = "yet" if hotspots.overall.is_clear else "nor"
        alike_or_not = "neighbours are alike" if yet == "yet" else "are neighbours clearly alike"
        over = f"{yet} {alike_or_not} over the whole map"
        yield Said(f"No group of {hotspots.plural} {what} for {alike}, {over}.", detail)
    else:
        what, detail = "stands out", _listed(cold, hotspots, unlike)
    yield Said(f"No group of {hotspots.plural} {what} for {alike}.", detail)
    yield Said(f"No group {what} for {alike}.", detail)
    yield Said(f"No group {what}.", detail)


def _hot_forms(hotspots: Hotspots, hot: DataFrame, cold: DataFrame) -> Iterator[Said]:
    """Yield what is said where some groups are hotspots: the name of the largest while it fits."""
    alike, unlike = _alike(hotspots)
    count = f"{len(hot)} groups" if len(hot) > 1 else "1 group"
    stand = "stand" if len(hot) > 1 else "stands"
    whose, largest = f"{count} of {hotspots.plural}", in_a_sentence(str(hot["name"].iloc[0]))
    named = f", the largest {largest}" if len(hot) > 1 else f": {largest}"
    more = "1 other group stands" if len(cold) == 1 else f"{len(cold)} other groups stand"
    other = f"{more} out for {unlike} ({_number(int(cold['areas'].sum()), hotspots)})."
    detail = joined(_listed(hot, hotspots, alike), other if len(cold) else "")
    yield Said(f"{whose} {stand} out for {alike}{named}.", detail)
    yield Said(f"{whose} {stand} out for {alike}.", detail)
    yield Said(f"{count} {stand} out for {alike}.", detail)
    yield Said(f"{count} {stand} out.", detail)


def _overall_words(hotspots: Hotspots) -> str:
    """Describe whether neighbours are alike over the whole map, where no group can be named."""
    index = f"{hotspots.overall.index:.2f}".replace("-", "−")
    if hotspots.overall.is_clear:
        return (
            f"Yet over the whole map neighbouring {hotspots.plural} are more alike than "
            f"chance would make them (Moran’s I {index}): the pattern is there, but this test "
            "cannot say where it begins and ends."
        )
    return (
        f"Nor are neighbouring {hotspots.plural} clearly more alike over the whole map than "
        f"chance would make them (Moran’s I {index})."
    )


def _listed(groups: DataFrame, hotspots: Hotspots, alike: str) -> str:
    """Return groups by name, with what each holds: "For high need: Elm (about 40 …)."."""
    who, labels = children_words(hotspots.question), (hotspots.area_label, hotspots.plural)
    named = [
        f"{in_a_sentence(row['name'])} "
        f"({children_in(row['children'], int(row['areas']), who, *labels)})"
        for _, row in groups.head(MOST_NAMED).iterrows()
    ]
    rest = groups.iloc[MOST_NAMED:]
    if len(rest):
        named.append(f"and {_number(int(rest['areas'].sum()), hotspots)} in smaller groups")
    return f"For {alike}: {'; '.join(named)}."


def in_a_sentence(name: str) -> str:
    """Return a group's name as it stands within a sentence: "around Wisbech and March"."""
    return f"around {name.removeprefix('Around ')}" if name.startswith("Around ") else name


def _number(count: int, hotspots: Hotspots) -> str:
    return f"{count:,} {hotspots.area_label if count == 1 else hotspots.plural}"


def cold_sentence(hotspots: Hotspots) -> str:
    """Describe where it is the other way round."""
    cold = hotspots.groups[hotspots.groups["kind"] == "cold"]
    if cold.empty:
        return f"No group of {hotspots.plural} stands out the other way."
    names = "; ".join(in_a_sentence(str(name)) for name in cold["name"].iloc[:MOST_NAMED])
    return f"Standing out the other way: {names}."


def legend_words(hotspots: Hotspots) -> dict[int, str]:
    """Return the classes of the map in words; local Moran's I also tells who differs."""
    from layers.hotspots.found import COLD, HIGH_AMONG_LOW, HOT, LOW_AMONG_HIGH, NEITHER, NOT_KNOWN
    from layers.hotspots.tables import class_words

    words = class_words(hotspots)
    hot, cold = _legend(hotspots)
    labels = {HOT: hot, COLD: cold, NEITHER: words[NEITHER]}
    if hotspots.statistic == "moran":
        labels |= {code: words[code] for code in (HIGH_AMONG_LOW, LOW_AMONG_HIGH)}
    if (hotspots.codes == NOT_KNOWN).any():
        labels[NOT_KNOWN] = words[NOT_KNOWN]
    return labels


def method_words(hotspots: Hotspots) -> str:
    """Describe in plain words how hotspots were found, and how far they are to be trusted."""
    beside = "those it touches" if hotspots.nearness == "touching" else "the 8 nearest to it"
    return (
        f"Each {hotspots.area_label}, with {beside}, is set against every other way in which the "
        f"same figures could lie on the map. It stands out where hardly any is as extreme. All "
        f"{hotspots.judged:,} are asked at once, so the bound is drawn so that at most "
        f"{percent(hotspots.false_share)} of those named are expected to be chance."
    )


def caveats(hotspots: Hotspots) -> tuple[str, ...]:
    """Return what a reader must know beside the map: what the test could see, what is missing."""
    said = [IS_NOT.format(hotspots.plural, hotspots.area_label), _whole_map(hotspots)]
    said.append(_seen(hotspots))
    alone = int((hotspots.codes.isin([0, 1]) & (hotspots.areas["group"] == 0)).sum())
    if alone:
        said.append(
            f"{_number(alone, hotspots)} {'stands' if alone == 1 else 'stand'} out without a "
            f"neighbour that does; a group is two or more."
        )
    if hotspots.islands:
        names = listed(list(hotspots.islands))
        said.append(f"Not judged, being beside no other {hotspots.area_label}: {names}.")
    if hotspots.missing_areas:
        said.append(f"Left out for want of a figure: {_number(hotspots.missing_areas, hotspots)}.")
    is_asked = hotspots.about in ("gap", "reach")
    if is_asked and not hotspots.terms.of_people:
        said.append(f"High need is {hotspots.terms.needy.removeprefix('in ')}.")
    return (*said, *hotspots.need_notes)


def _whole_map(hotspots: Hotspots) -> str:
    overall = hotspots.overall
    index = f"{overall.index:.2f}".replace("-", "−")
    out_of = overall.permutations + 1
    as_far = round(overall.chance * out_of)
    return (
        f"Over the whole map, Moran’s I is {index} (z {overall.z_score:.1f}): 1 would be "
        f"neighbours all alike, about 0 figures scattered anyhow. Of {out_of:,} arrangements, "
        f"this one among them, {as_far:,} {'lies' if as_far == 1 else 'lie'} as far out."
    ).replace("z -", "z −")


def _seen(hotspots: Hotspots) -> str:
    """Describe what the test could have seen among so many asked at once."""
    needed = hotspots.needed_at_once
    if needed == 0:
        return (
            "However these figures lay on the map, this test could not tell a group from chance: "
            "there are too few, or too many are the same."
        )
    if needed > 1:
        return (
            f"The test is blunt here: a pattern can be told from chance only where at least "
            f"{_number(needed, hotspots)} stand out at once. None found is not none there."
        )
    often = round(hotspots.judged / hotspots.false_share)
    said = (
        f"One {hotspots.area_label} alone would have to be so extreme that chance would do it "
        f"once in {often:,} arrangements. A weaker group can be there and not be named."
    )
    if hotspots.could_be_hot > hotspots.judged / 2:
        return said
    alike, _ = _alike(hotspots)
    return (
        f"{said} Only {hotspots.could_be_hot:,} of {hotspots.judged:,} could have stood out for "
        f"{alike}, whatever lay beside them: too many figures are the same."
    )


def chance_words(chance: float) -> str:
    """Return a chance as it is said: "1 in 340"; below one in ten thousand, only that."""
    if chance < LEAST_CHANCE:
        return f"under 1 in {round(1 / LEAST_CHANCE):,}"
    return f"1 in {round(1 / chance):,}"
