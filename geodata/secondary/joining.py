"""Secondary suppression of a pack's figures: those that would give away what is suppressed.

It goes by what would be published and by nothing else, so that protected figures that are read
again lose nothing more, and exact counts that are published alike lose the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import Disclosure, Indicator
from geodata.rounding import counts_behind
from geodata.secondary.agreeing import without_contradictions
from geodata.secondary.ranges import Attack
from geodata.secondary.relations import (
    LinkedFigures,
    Links,
    counts_of,
    is_exact,
    who_is_counted,
)
from geodata.secondary.suppressing import suppress
from geodata.secondary.tables import Flags, LinkedTables, blocks
from geodata.sensitive import MADE_OF_COUNTS

MISSING = ("suppressed", "not published")  # how notes begin of what somebody kept back


def find_more_to_suppress(
    values: DataFrame,
    catalogue: Mapping[str, Indicator],
    disclosure: Disclosure,
    membership: DataFrame,
    known: DataFrame,
) -> Series:
    """Find the rows that must be suppressed too, lest a suppressed one be narrowed down.

    Parameters
    ----------
    values
        Indicator values, protected row by row.
    membership
        `place_id`, `area_id`, `share` and `kind` of the place.
    known
        What anybody knows of each row's count: `lower`, `upper`. Who reads what is published later
        knows less, and must find nothing that is too narrow either.

    Returns
    -------
    more
        Whether each row goes.
    """
    more = Series(data=False, index=values.index)
    known = known.fillna({"lower": 0.0, "upper": np.inf})
    sensitive = [key for key, each in catalogue.items() if each.sensitive]
    kept_back = values["note"].astype(str).str.startswith(MISSING) & values["value"].isna()
    is_whole = all(disclosure.rule_of(key).round_to > 1 for key in sensitive)
    if is_whole and not (kept_back & values["indicator"].isin(sensitive)).any():
        return more
    nothing = known.assign(lower=0.0, upper=np.inf)
    links, solved = Links(membership), _Solved()
    while True:
        before = int(more.sum())
        for knows in (known, nothing):
            figures = _figures(values, catalogue, disclosure, knows)
            hidden = kept_back | more
            figures[["least", "most"]] = figures[["least", "most"]].mask(hidden)
            figures["width"] = figures["width"].where(hidden | figures["least"].notna(), 0.0)
            _mark(more, links.of(figures), solved)
        if int(more.sum()) == before:
            return more


def _mark(more: Series, linked: Iterable[LinkedFigures], solved: _Solved) -> None:
    """Mark the rows that go by each set of linked figures, one set after another."""
    marks = more.to_numpy(copy=True)
    for each in linked:
        tables = each.tables.without(np.flatnonzero(marks[each.rows]))
        marks[each.rows[solved.goes(tables)[: len(each.rows)]]] = True
    more[:] = marks


@dataclass(slots=True)
class _Solved:
    """What was solved before, by content: years and passes often state the same problem again."""

    _known: dict[tuple[object, ...], Flags] = field(default_factory=dict)

    def goes(self, tables: LinkedTables) -> Flags:
        """Return which cells go, lest a suppressed one be narrowed down."""
        goes = np.zeros(len(tables.keys), dtype=bool)
        for places in blocks(tables):
            block = _with_small_pieces(tables.part(places))
            if not (block.suppressed.size and block.sums.shape[0] > 1):  # one alone tells nothing
                continue
            stated = block.stated()
            if stated not in self._known:
                last = suppress(without_contradictions(block))
                self._known[stated] = block.is_shown & ~last.is_shown
            goes[places] = self._known[stated]
        return goes


def _with_small_pieces(block: LinkedTables) -> LinkedTables:
    """Return a block in which pieces that exact figures give away as small must be protected.

    One figure less another is of the few by whom they differ, whether or not anybody publishes it.
    """
    is_open = block.may_go & is_exact(block.shown_lower, block.shown_upper)
    if not (is_open.any() and block.sums.shape[0] > 1):  # of one sum alone, all pieces are free
        return block
    attack, wanted = Attack(without_contradictions(block)), block.width.max()
    width = block.width.copy()
    for cell in np.flatnonzero(~block.is_shown & (block.width == 0)):
        if 0 < attack.most(int(cell)) < wanted:
            width[cell] = wanted
    return replace(block, width=width)


def _figures(
    values: DataFrame, catalogue: Mapping[str, Indicator], disclosure: Disclosure, known: DataFrame
) -> DataFrame:
    """Return the rows that count people who are sensitive somewhere, as `relations_of` asks."""
    codes, keys = pd.factorize(values["indicator"])
    indicators = [catalogue[str(key)] for key in keys]

    def column(found: Sequence[object], kind: type = object) -> Series:
        each: NDArray[Any] = np.array(found, dtype=kind)
        return Series(each[codes], index=values.index)

    who = [who_is_counted(i.key, i.whom, (i.age_from, i.age_to)) for i in indicators]
    hidden = {name for name, each in zip(who, indicators, strict=True) if each.sensitive}
    is_counted = [
        name in hidden and each.form in ("count", *MADE_OF_COUNTS)
        for name, each in zip(who, indicators, strict=True)
    ]
    sensitive = column([each.sensitive for each in indicators], bool)
    counts = counts_of(values, column([each.form == "count" for each in indicators], bool))
    people = pd.to_numeric(values["denominator"]).astype(float)
    rules = {key: disclosure.rule_of(key) for key in map(str, keys)}
    least, most = _behind(counts, values["indicator"], rules, people)
    # None at all is kept back of all who count the same people where the rule of one says so.
    keeps_none = {n for n, key in zip(who, keys, strict=True) if rules[str(key)].zeros != "shown"}
    shows_none = column([name not in keeps_none for name in who], bool)
    widths = column([rules[str(key)].threshold for key in keys], float)
    figures = DataFrame(
        {
            "row": np.arange(len(values)),
            "who": column(who),
            "source": column([each.source for each in indicators]),
            "period": values["period"].astype(str),
            "place_id": values["place_id"].astype(str),
            "age_from": column([_age(each.age_from) for each in indicators], float),
            "age_to": column([_age(each.age_to) for each in indicators], float),
            "least": least.where(sensitive, np.floor(counts)),
            "most": most.where(sensitive, np.ceil(counts)),
            "lower": known["lower"].where(sensitive, 0.0),
            "upper": known["upper"].where(sensitive, np.inf),
            "weight": 1.0 + np.log2(1.0 + counts.clip(lower=0).fillna(0.0)),
            "width": widths.where(sensitive, 0.0),
            "stays": ~sensitive | (counts.eq(0) & shows_none),
        }
    )
    figures["lower"] = figures[["lower", "least"]].min(axis=1)
    figures["upper"] = figures[["upper", "most"]].max(axis=1)
    return figures[column(is_counted, bool)]


def _behind(
    counts: Series, keys: Series, rules: Mapping[str, Disclosure], people: Series
) -> tuple[Series, Series]:
    """Return the least and the most that each published count may come of, by its own rule."""
    least, most = (Series(np.nan, index=counts.index) for _ in range(2))
    alike: dict[tuple[int, int, int], list[str]] = {}
    for key, rule in rules.items():
        alike.setdefault((rule.threshold, rule.round_to, rule.least_people), []).append(key)
    for some in alike.values():
        at = keys.isin(some)
        least[at], most[at] = counts_behind(counts[at], rules[some[0]], people[at])
    return least, most


def _age(age: int | None) -> float:
    return np.nan if age is None else float(age)
