"""Two places beside each other, for one question: figure by figure."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pandas import DataFrame

from geodata.model import Pack
from layers.averages import mean_by_place
from layers.compare.differences import (
    LEAST_CHILDREN,
    LEAST_SHARE,
    Differences,
    children_difference,
    first_short,
    judged,
    points_difference,
    share_said,
)
from layers.gaps import Gaps
from layers.places import find_place
from layers.question.words import children_words, limit_words
from layers.said.numbers import UNKNOWN, about, minutes, percent
from layers.said.sentences import called, opened
from layers.shares import SHARES, place_shares_of

LEAST_MINUTES = 0.5
Row = dict[str, object]


def compare_places(pack: Pack, gaps: Gaps, first: str, second: str) -> Differences:
    """Set two places of the question's kind beside each other.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    names = tuple(str(find_place(pack, each)["name"]) for each in (first, second))
    rows = DataFrame(_rows(pack, gaps, first, second)).set_index("figure")
    return Differences(
        way="places",
        rows=rows,
        first=names[0],
        second=names[1],
        heading=f"{gaps.heading} {called(names[0])} and {called(names[1])}.",
        headline=_headline(gaps, rows, names, is_one=first == second),
        unit="as each figure says",
        what=("figure", "figures"),
        said_notes=(
            "Counts are of places of different sizes: compare the shares.",
            _unknown_note(pack, gaps, first, second),
            *gaps.notes(),
        ),
        asked=gaps.parameters() | {"first_place": first, "second_place": second},
        headings={"unit": "In"},
        sources=gaps.sources,
        is_illustrative=gaps.is_illustrative,
    )


def _rows(pack: Pack, gaps: Gaps, first: str, second: str) -> Iterator[Row]:
    who = opened(children_words(gaps.question))
    shares = place_shares_of(pack, gaps)
    yield _counted("children", who, *(float(shares["children"][key]) for key in (first, second)))
    labels = {
        "high_need_share": (f"{who} {gaps.terms.needy}", None),
        "within_share": (f"{who} within {limit_words(gaps.question)}", False),
        # Where no door takes them, fewer out of reach are only fewer in need.
        "gap_share": (
            f"{who} {gaps.terms.high} and out of reach",
            True if gaps.terms.has_door else None,
        ),
    }
    for share, (label, is_less_better) in labels.items():
        count = SHARES.get(share)
        yield _shared(
            share,
            label,
            [float(shares[share][key]) for key in (first, second)],
            [float(gaps.places[count][key]) if count else math.nan for key in (first, second)],
            is_less_better=is_less_better,
        )
    areas = gaps.areas
    means = mean_by_place(pack, gaps.question.place_kind, areas["children"], areas[["minutes"]])
    yield _timed([float(means["minutes"][key]) for key in (first, second)])


def _counted(key: str, label: str, first: float, second: float) -> Row:
    return _row(
        (key, label, "number"),
        (first, second),
        (about(first), about(second)),
        children_difference(second - first),
        judged(second - first, LEAST_CHILDREN, is_less_better=None),
    )


def _shared(
    key: str, label: str, shares: list[float], counts: list[float], *, is_less_better: bool | None
) -> Row:
    apart = shares[1] - shares[0]
    verdict = judged(apart, LEAST_SHARE, is_less_better=is_less_better)
    said = tuple(share_said(*each) for each in zip(counts, shares, strict=True))
    words = (key, label, "share, 0 to 1")
    return _row(words, (shares[0], shares[1]), said, points_difference(apart), verdict)


def _timed(means: list[float]) -> Row:
    apart = means[1] - means[0]
    said = "no difference" if abs(apart) < LEAST_MINUTES else f"{minutes(abs(apart))}"
    more = "" if said == "no difference" else " more" if apart > 0 else " less"
    told = UNKNOWN if math.isnan(apart) else f"{said}{more}"
    label = "Minutes to the nearest, on average"
    verdict = judged(apart, LEAST_MINUTES)
    both = (minutes(means[0]), minutes(means[1]))
    return _row(("minutes", label, "minutes"), (means[0], means[1]), both, told, verdict)


def _row(
    words: tuple[str, str, str],
    values: tuple[float, float],
    said: tuple[str, ...],
    difference_said: str,
    verdict: str,
) -> Row:
    unknown = [
        side for side, value in zip(("first", "second"), values, strict=True) if math.isnan(value)
    ]
    return {
        **dict(zip(("figure", "name", "unit"), words, strict=True)),
        "first": values[0],
        "second": values[1],
        "difference": values[1] - values[0],
        "first_said": said[0],
        "second_said": said[1],
        "difference_said": difference_said,
        "verdict": verdict,
        "note": f"{UNKNOWN} of the {' or the '.join(unknown)}" if unknown else "",
    }


def _headline(gaps: Gaps, rows: DataFrame, names: tuple[str, ...], *, is_one: bool) -> str:
    if is_one:
        return f"Nothing differs: {called(names[0])} stands on both sides."
    places = [called(name) for name in names]
    row = rows.loc["gap_share"].to_dict()
    who, high = children_words(gaps.question), gaps.terms.high
    if row["verdict"] == "unknown":
        lost = [place for place, side in zip(places, ("first", "second"), strict=True)
                if math.isnan(row[side])]  # fmt: skip
        return f"How the two differ is not known: the gap of {' and of '.join(lost)} is not."
    said = [percent(row["first"]), percent(row["second"])]
    if not gaps.terms.has_door:
        so = "nobody in either place is reached"
        if gaps.terms.doorless:  # they may reach anybody
            so = "who is reached in either place is not known"
        return first_short(
            f"{opened(gaps.terms.none_listed())}, so {so}.", f"No door takes {who}, so {so}."
        )
    if row["verdict"] == "same":
        return first_short(
            f"{opened(places[0])} and {places[1]} hardly differ: {said[0]} of {who} are {high} and "
            "out of reach.",
            f"The two hardly differ: {said[0]} of {who} are {high} and out of reach.",
        )
    return first_short(
        f"{opened(places[0])}: {said[0]} of {who} are {high} and out of reach; {places[1]}: "
        f"{said[1]}.",
        f"{said[0]} of {who} are {high} and out of reach in the first place, {said[1]} in the "
        "second.",
    )


def _unknown_note(pack: Pack, gaps: Gaps, first: str, second: str) -> str:
    lost = [float(gaps.places["unknown_children"][key]) for key in (first, second)]
    if not any(each >= LEAST_CHILDREN for each in lost):
        return ""
    names = [str(find_place(pack, each)["name"]) for each in (first, second)]
    told = [f"{about(count)} in {called(name)}" for count, name in zip(lost, names, strict=True)]
    who = children_words(gaps.question)
    return f"Need or the journey is not known for some {who}, who are in no share: " + (
        f"{told[0]}, {told[1]}."
    )
