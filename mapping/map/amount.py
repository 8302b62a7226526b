"""How many children in need live in each area, as colours: an amount, not a share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geodata.model import Pack
from layers.gaps import Gaps, measure_gaps
from layers.indicators.classing import shades_of
from layers.need import counts_people
from layers.question.question import Question
from layers.said.classes import NOT_KNOWN
from layers.said.numbers import about
from layers.said.sentences import opened
from mapping.map.describe import describe_map
from mapping.map.spec import MapSpec
from mapping.map.values import UNKNOWN, Legend, LegendClass

METHOD = (
    "Colours are fifths of the areas by how many such children live there, equal numbers together. "
    "An area with many children has many in need sooner than one with few: this says where they "
    "are, not where the need is greatest."
)


def question_of_amount(question: Question, pack: Pack) -> Question:
    """Return a question whose need counts children: its own, or by a measure that counts them."""
    if counts_people(pack.indicators[question.need]):
        return question
    counting = (key for key, each in pack.indicators.items() if each.geography == "area"
                and counts_people(each))  # fmt: skip
    need = next(counting, question.need)
    return replace(question, need=need)


def describe_amount(pack: Pack, gaps: Gaps) -> MapSpec:
    """Describe the map of how many children in need live in each area."""
    question = question_of_amount(gaps.question, pack)
    if question != gaps.question:
        gaps = measure_gaps(pack, question)
    counts = gaps.areas["high_need_children"]
    codes = shades_of(counts, is_high_first=True).fillna(UNKNOWN).astype(int)
    who = f"{gaps.terms.who} {gaps.terms.needy}"
    legend = Legend(
        title=f"{opened(who)}, how many",
        layout="list",
        classes=tuple(
            LegendClass(
                code=int(code),
                label=_span(counts[codes == code].to_numpy(float)),
                areas=int((codes == code).sum()),
                children=float(counts[codes == code].fillna(0.0).sum()),
            )
            for code in sorted(codes.unique())
        ),
        who=who,
    )
    total = float(counts.fillna(0.0).sum())
    said = f"{opened(about(total))} {who} live in {gaps.terms.title}."
    spec = describe_map(pack, gaps, "none").with_fill(
        key="fill.amount",
        title=legend.title,
        period=gaps.need.indicator.period,
        said=said,
        colour_by="amount",
        classes=tuple(codes.tolist()),
        legend=legend,
    )
    return replace(spec, sentence=said, method=f"{spec.method} {METHOD}")


def _span(values: np.ndarray) -> str:
    """Return the fewest and the most of a class, as they are read."""
    if np.isnan(values).all():
        return NOT_KNOWN
    low, high = (f"{np.floor(end + 0.5):,.0f}" for end in (values.min(), values.max()))
    return low if low == high else f"{low} to {high}"
