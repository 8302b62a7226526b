"""A scenario as a map: who loses and who gains, or need and reach now or then."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack
from layers.question.words import children_words, journey_words
from layers.scenarios.effect import LEAST_CHILDREN, Effect
from mapping.map.describe import describe_map
from mapping.map.spec import UNKNOWN, Legend, LegendClass, MapSpec

Picture = Literal["change", "now", "then"]
PICTURES: dict[Picture, str] = {"change": "the change", "now": "now", "then": "then"}
LOSE, GAIN, NEITHER = range(3)


def describe_effect(pack: Pack, changed: Pack, effect: Effect, picture: Picture) -> MapSpec:
    """Describe the map of a scenario: who loses and gains, or need and reach now or then."""
    if picture == "now":
        return describe_map(pack, effect.before)
    if picture == "then":
        return replace(describe_map(changed, effect.after), sentence=effect.sentence())
    classes = _classes(effect.areas)
    return replace(
        describe_map(changed, effect.after, "none"),
        colour_by="change",
        classes=tuple(int(code) for code in classes),
        legend=_legend(effect, classes),
        sentence=effect.sentence(),
    )


def _classes(areas: DataFrame) -> Series:
    lost, gained = areas["lost_children"], areas["gained_children"]
    codes = np.select(
        [lost.isna(), lost.ge(LEAST_CHILDREN) & (lost >= gained), gained >= LEAST_CHILDREN],
        [UNKNOWN, LOSE, GAIN],
        NEITHER,
    )
    return Series(codes, index=areas.index)


def _legend(effect: Effect, classes: Series) -> Legend:
    who = children_words(effect.question)
    labels = {LOSE: f"{who} lose", GAIN: f"{who} gain", NEITHER: "no change"}
    if (classes == UNKNOWN).any():
        labels[UNKNOWN] = "not known"
    counts = effect.areas[["lost_children", "gained_children", "children"]]
    columns = {LOSE: "lost_children", GAIN: "gained_children"}
    return Legend(
        title=f"Who gains and who loses within {journey_words(effect.question)}",
        layout="list",
        classes=tuple(
            LegendClass(
                code=code,
                label=label,
                areas=int((classes == code).sum()),
                children=float(counts[columns.get(code, "children")][classes == code].sum()),
            )
            for code, label in labels.items()
        ),
    )
