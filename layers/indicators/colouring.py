"""An indicator as a map shows it: a class for each shape, and all that must be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.model import Indicator, Pack, Source
from layers.indicators.asking import Shown
from layers.indicators.classing import FEWEST_FOR_FIFTHS, FIFTHS, shades_of
from layers.indicators.figures import AREA, NOT_HELD, Figures, read_figures
from layers.indicators.words import (
    MEETS,
    WORSE,
    against_target,
    figure_said,
    meets_target,
    number_said,
    rounded_words,
    target_words,
)
from layers.said.numbers import listed

SUPPRESSED, UNKNOWN = 8, 9  # codes of shapes without a figure; neither is a colour of the scale
MOST_NAMED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """One class: its code, what it means, and how many shapes are in it."""

    code: int
    label: str
    shapes: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Colouring:
    """One indicator’s colours at its own geography, with their legend.

    Attributes
    ----------
    codes
        Indexed as `figures.rows`: 0 (the worst, or where neither way is worse the highest) to 4;
        `SUPPRESSED` or `UNKNOWN` where there is no figure, which is never the lowest class.
    shades
        The classes that the map shows, the worst first.
    """

    figures: Figures
    codes: Series
    shades: tuple[Shade, ...]
    title: str
    is_illustrative: bool

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who published the figures, and the shapes that they are drawn as."""
        return self.figures.sources

    @property
    def table(self) -> DataFrame:
        """Each shape with its figure, what it is a figure of, and its class in words."""
        rows, indicator = self.figures.rows, self.figures.indicator
        words = {shade.code: shade.label for shade in self.shades}
        columns = ["name", "district", "value", "numerator", "denominator", "lower", "upper"]
        table = rows[columns].assign(class_words=self.codes.map(words), period=self.figures.period)
        if indicator.target is not None:
            table["target"] = indicator.target
            table["target_by"] = indicator.target_by
            table["against_target"] = [
                MEETS[meets_target(value, indicator)] for value in rows["value"]
            ]
        return table.assign(note=rows["note"]).rename_axis("place_id")

    @property
    def shown(self) -> Shown:
        """What asks for it, with nothing said that is usual."""
        figures = self.figures
        is_latest = figures.period == figures.indicator.period
        return Shown(
            indicator=figures.indicator.key,
            period="" if is_latest else figures.period,
            is_spread=figures.is_spread,
        )

    def parameters(self) -> dict[str, Any]:
        """Return what is shown, and on which terms."""
        figures, indicator = self.figures, self.figures.indicator
        terms = {
            "indicator": indicator.key,
            "period": figures.period,
            "unit": indicator.unit,
            "form": indicator.form,
            "worse_when": indicator.worse_when,
            "published_for": indicator.geography,
            "shown_for": figures.shape,
            "standing": figures.standing,
            "classes": "equal steps from the lowest to the highest"
            if len(figures.known) < FEWEST_FOR_FIFTHS
            else "fifths of the places that have a figure; equal figures share one",
        }
        return terms | ({"target": target_words(indicator)} if target_words(indicator) else {})

    def missing(self) -> dict[str, float]:
        """Return how many shapes have no figure."""
        count = float(self.figures.rows["value"].isna().sum())
        name = self.figures.label if count == 1 else self.figures.plural
        return {name: count} if count else {}

    @property
    def heading(self) -> str:
        """What is shown: the indicator, of whom, when."""
        figures = self.figures
        spread = f", {figures.standing}" if figures.is_spread else ""
        return f"{figures.indicator.label}, {figures.period}, by {figures.label}{spread}"

    def sentence(self) -> str:
        """Return where the figures are at their ends, and how many meet the target."""
        known, indicator = self.figures.known, self.figures.indicator
        among = self.figures.counted(len(known))
        if known.empty:
            every = self.figures.counted(len(self.figures.rows))
            return f"{self.heading}: no figure is held of any of the {every}."
        if known["value"].min() == known["value"].max():
            said = figure_said(float(known["value"].iloc[0]), indicator)
            where = str(known["name"].iloc[0]) if len(known) == 1 else f"each of {among}"
            return f"{self.heading}: {said} in {where}{self._meets()}."
        first, last = _ends(known, falling=_is_high_first(self.figures))
        is_area = self.figures.shape == AREA
        low, high = (_end(rows, indicator, is_area=is_area) for rows in (first, last))
        span = f"from {low} to {high}"
        return f"{self.heading}: {span}, among {among}{self._meets()}."

    def _meets(self) -> str:
        """Return how many meet the target; empty where there is none to meet."""
        indicator, known = self.figures.indicator, self.figures.known
        if not target_words(indicator):
            return ""
        if indicator.worse_when == "neither":
            return f"; the target is {target_words(indicator)}"
        if len(known) == 1:
            return f", which {_is_short(against_target(float(known['value'].iloc[0]), indicator))}"
        met = sum(meets_target(value, indicator) == "met" for value in known["value"])
        count = "none" if not met else "all" if met == len(known) else f"{met:,} of {len(known):,}"
        return (
            f"; {count} {'meets' if met == 1 else 'meet'} the target of {target_words(indicator)}"
        )

    def notes(self) -> tuple[str, ...]:
        """Return which way is worse, what is not held, and what a colour is."""
        figures, indicator = self.figures, self.figures.indicator
        rows = figures.rows
        few = int((rows["value"].isna() & rows["is_suppressed"]).sum())
        left = int(rows["value"].isna().sum()) - few
        said = [_scale_note(self) or WORSE[indicator.worse_when], indicator.note]
        said.append(rounded_words(indicator))
        if left:
            said.append(f"Not held: {figures.counted(left)}.")
        if few:
            said.append(f"Suppressed, to protect people: {figures.counted(few)}.")
        if figures.is_spread:
            said.append(_spread_note(figures))
        elif figures.shape != AREA:
            said.append(
                f"Published for {figures.plural}: it says nothing of differences inside one."
            )
        return tuple(filter(None, said))


def measure_colouring(pack: Pack, shown: Shown) -> Colouring:
    """Colour an indicator at the geography that it is published for, unless it is to be spread.

    Raises
    ------
    QuestionError
        There is no such indicator or period, or its figures cannot be spread.
    """
    return colour(read_figures(pack, shown), pack)


def colour(figures: Figures, pack: Pack) -> Colouring:
    """Put figures into classes: fifths of the shapes that have one, equal figures together."""
    codes = shades_of(figures.rows["value"], is_high_first=_is_high_first(figures))
    return _coloured(figures, codes, pack)


def colour_together(first: Figures, second: Figures, pack: Pack) -> tuple[Colouring, Colouring]:
    """Put the figures of two periods into the same classes: a colour means one thing on both."""
    both = pd.concat([first.rows["value"], second.rows["value"]], keys=["first", "second"])
    shades = shades_of(both, is_high_first=_is_high_first(first))
    made = [_coloured(each, shades[side], pack) for side, each in
            (("first", first), ("second", second))]  # fmt: skip
    ends = both.groupby(shades).agg(["min", "max"])
    labels = {int(code): _range((low, high), first) for code, low, high in ends.itertuples()}
    one, other = (_labelled(each, labels) for each in made)
    return one, other


def _labelled(found: Colouring, labels: Mapping[int, str]) -> Colouring:
    """Return colours whose legend names every class, those that hold no shape here among them."""
    held = {shade.code: shade.shapes for shade in found.shades}
    shades = [
        Shade(code=code, label=label, shapes=held.get(code, 0))
        for code, label in sorted(labels.items())
    ]
    without = [shade for shade in found.shades if shade.code >= SUPPRESSED]
    return replace(found, shades=(*shades, *without))


def _coloured(figures: Figures, codes: Series, pack: Pack) -> Colouring:
    rows = figures.rows
    without = Series(np.where(rows["is_suppressed"], SUPPRESSED, UNKNOWN), index=rows.index)
    codes = codes.where(codes.notna(), without).astype(int)
    indicator = figures.indicator
    as_held = "rounded" if indicator.sensitive else ""
    standing = as_held if figures.standing == "published" else figures.standing
    standing = f", {standing}" if standing else ""
    return Colouring(
        figures=figures,
        codes=codes,
        shades=tuple(_shades(figures, codes)),
        title=f"{indicator.label} ({indicator.unit}), {figures.period}{standing}",
        is_illustrative=pack.info.illustrative,
    )


def _is_high_first(figures: Figures) -> bool:
    return figures.indicator.worse_when != "lower"


def _shades(figures: Figures, codes: Series) -> list[Shade]:
    """Describe each class by the figures that are in it, and those without a figure by why."""
    shades = []
    for code in sorted(codes[codes < SUPPRESSED].unique()):
        inside = figures.rows.loc[codes == code, "value"]
        ends = (float(inside.min()), float(inside.max()))
        label = _range(ends, figures)
        shades.append(Shade(code=int(code), label=label, shapes=len(inside)))
    for code, label in ((SUPPRESSED, "suppressed, to protect people"), (UNKNOWN, NOT_HELD)):
        count = int((codes == code).sum())
        if count:
            shades.append(Shade(code=code, label=label, shapes=count))
    return shades


def _range(ends: tuple[float, float], figures: Figures) -> str:
    """Return the lowest and the highest figure of a class, as they are read."""
    indicator = figures.indicator
    low, high = (number_said(end) for end in ends)
    mark = "%" if (indicator.form, indicator.per) == ("share", 100) else ""
    return f"{low}{mark}" if low == high else f"{low}{mark} to {high}{mark}"


def _ends(known: DataFrame, *, falling: bool) -> tuple[DataFrame, DataFrame]:
    """Return the rows at either end, the worst or highest first; several where they tie."""
    low, high = (
        known[known["value"] == end] for end in (known["value"].min(), known["value"].max())
    )
    return (high, low) if falling else (low, high)


def _end(rows: DataFrame, indicator: Indicator, *, is_area: bool) -> str:
    """Return a figure and where it is: "46.2% in Wisbech South", "0% in A, B and 3 others"."""
    said = figure_said(float(rows["value"].iloc[0]), indicator)
    names = [
        str(row["name"]) if is_area else _whereabouts(str(row["name"]), str(row["district"]))
        for _, row in rows.iterrows()
    ]
    if len(names) > MOST_NAMED + 1:
        rest = len(names) - MOST_NAMED
        names = [*names[:MOST_NAMED], f"{rest:,} others"]
    return f"{said} in {listed(names)}"


def _whereabouts(name: str, district: str) -> str:
    """Return a place with its district, where the name does not say it: "North (Peterborough)"."""
    return name if not district or district in name else f"{name} ({district})"


def _is_short(words: str) -> str:
    return words if words.startswith("meets") else f"is {words}"


def _scale_note(found: Colouring) -> str:
    coloured = [shade for shade in found.shades if shade.code < SUPPRESSED]
    known = found.figures.known["value"]
    if known.empty or known.min() == known.max():
        return ""  # there is but one colour
    dark = {
        "higher": "The strongest colour is the highest, and the worst",
        "lower": "The strongest colour is the lowest, and the worst",
        "neither": "The strongest colour is the highest, which is no worse than another",
    }[found.figures.indicator.worse_when]
    if len(found.figures.known) < FEWEST_FOR_FIFTHS:
        return f"{dark}; colours are equal steps from one end to the other."
    if len(coloured) < FIFTHS:
        return f"{dark}."
    return f"{dark}; each colour is about a fifth of the {found.figures.plural}."


def _spread_note(figures: Figures) -> str:
    return (
        f"Apportioned: it is published for larger places, and each {figures.label} is given the "
        "figure of the one that it lies in, whatever differs inside it."
    )
