"""From an indicator's colouring to the description of a map, at the indicator's own geography."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from geodata.model import Pack
from layers.gaps import Gaps
from layers.indicators.colouring import Colouring
from layers.indicators.words import against_target, figure_said, number_said
from layers.said.numbers import known
from mapping.map.layers.fill import FillLayer
from mapping.map.layers.laid import usual_layers
from mapping.map.spec import MapSpec
from mapping.map.values import Figure, Legend, LegendClass, Scale

METHOD = (
    "The figures are the publisher’s, at the geography that they are published for. Colours are "
    "fifths of the places that have a figure, equal figures together, or equal steps where these "
    "are fewer than ten; a place without one is hatched, and in no class."
)


def describe_indicator(pack: Pack, gaps: Gaps, colouring: Colouring) -> MapSpec:
    """Describe the map of an indicator: its own shapes, with the question's places and services.

    Parameters
    ----------
    gaps
        The answer to the question, which says what lies on the map beside the indicator.
    """
    figures = colouring.figures
    scale: Scale = "amount" if figures.indicator.worse_when == "neither" else "indicator"
    fill = FillLayer(
        key=f"fill.{figures.indicator.key}",
        title=colouring.title,
        period=figures.period,
        standing=figures.standing,
        sources=colouring.sources,
        said=colouring.sentence(),
        colour_by=scale,
        classes=tuple(colouring.codes.tolist()),
        legend=_legend(colouring),
        make_figures=partial(indicator_figures, colouring),
        shape=figures.shape,
        shape_label=figures.label,
        shape_plural=figures.plural,
        colouring=colouring,
    )
    return MapSpec(
        title=pack.info.title,
        date=pack.info.date,
        pack_hash=pack.content_hash,
        heading=colouring.heading,
        sentence=fill.said,
        method=METHOD,
        illustrative=colouring.is_illustrative,
        place_kind=pack.info.place_kinds[gaps.question.place_kind],
        answer_credits=fill.credits,
        layers=usual_layers(pack, gaps.question, fill),
    )


def _legend(colouring: Colouring) -> Legend:
    figures = colouring.figures
    return Legend(
        title=colouring.title,
        layout="list",
        classes=tuple(
            LegendClass(
                code=shade.code,
                label=shade.label,
                areas=shade.shapes,
                children=float("nan"),
                holds=figures.counted(shade.shapes),
            )
            for shade in colouring.shades
        ),
        who=figures.plural,
        note=" ".join([*colouring.notes(), _cited(colouring)]),
    )


def _cited(colouring: Colouring) -> str:
    source = colouring.sources[0]
    return f"Source: {source.title} ({source.publisher}), {colouring.figures.period}."


def indicator_figures(colouring: Colouring) -> tuple[Figure, ...]:
    """Return the figure of each shape, what it is a figure of, and how it stands to a target."""
    figures = colouring.figures
    rows, indicator = figures.rows, figures.indicator
    said = [
        figure_said(value, indicator) if not np.isnan(value) else str(note)
        for value, note in zip(rows["value"], rows["note"], strict=True)
    ]
    stands = [against_target(value, indicator) for value in rows["value"]]
    told = [with_target(words, stand) for words, stand in zip(said, stands, strict=True)]
    main = _figure(colouring, "value", indicator.label, told)
    counts = (
        _figure(colouring, name, label, [number_said(value) for value in rows[name]])
        for name, label in (("numerator", "Counted"), ("denominator", "Of how many"))
        if rows[name].notna().any()
    )
    return (main, *(replace(count, unit="number") for count in counts))


def with_target(said: str, stands: str) -> str:
    """Return a figure with how it stands to its target, where there is one."""
    return f"{said}, {stands}" if stands else said


def _figure(colouring: Colouring, key: str, label: str, said: list[str]) -> Figure:
    figures = colouring.figures
    return Figure(
        key=key,
        label=label,
        kind="figure",
        values=tuple(known(value) for value in figures.rows[key]),
        period=figures.period,
        source=figures.indicator.source,
        standing=figures.standing,
        said=tuple(said),
        unit=figures.indicator.unit,
    )


def worst_first(colouring: Colouring) -> list[int]:
    """Return the places of the shapes in their order, the worst or highest first, unknown last."""
    values = colouring.figures.rows["value"].to_numpy(float)
    turned = values if colouring.figures.indicator.worse_when == "lower" else -values
    return [int(at) for at in np.argsort(turned, kind="stable")]
