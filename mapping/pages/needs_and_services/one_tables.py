"""One place: what stands out, its needs, outcomes, capacity, lines, providers and reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pandas import DataFrame, Series

from layers.compare.footprints import COUNTED_SHARE
from layers.exercise.facts import STANDS
from layers.exercise.one_place import Exercise
from layers.exercise.yardsticks import CAUTION, ratio_words
from layers.said.numbers import counted, percent, shown
from layers.said.sentences import opened
from mapping.pages.frame.tables import Table

PROVIDERS_SHOWN = 8
STAND_OUT = 4  # sentences that stand open; the others are folded away


def one_tables(found: Exercise) -> dict[str, Any]:
    """Return what the page of one place draws, by the names its template knows it by."""
    held = found.outcomes.outcomes[found.outcomes.outcomes["held"]]
    lacking = found.outcomes.outcomes[~found.outcomes.outcomes["held"]]
    return {
        "figures": list(_figures(found)),
        "stands_out": found.stands_out[:STAND_OUT],
        "less": found.stands_out[STAND_OUT:],
        "outcomes": _held(found, held),
        "not_held": _not_held(lacking),
        "not_held_words": f"{counted(len(lacking), 'outcomes')} not held, and where "
        "what is not held is published",
        "ratios": list(ratio_words(found.yardsticks)),
        "yardsticks": _yardsticks(found.yardsticks),
        "caution": CAUTION,
        "lines": _lines(found),
        "providers": _providers(found.providers),
        "against": _facts(_contradicted(found.facts.facts), "Where reports differ"),
        "themes": list(_by_theme(found.facts.facts)),
        "counts": _counts(found),
    }


def _counts(found: Exercise) -> dict[str, str]:
    """Return how much stands in each part that is folded away."""
    facts, handed = found.facts.facts, found.pathway.stages
    differ = len(_contradicted(facts))
    kinds = found.overlay.others["kind"].nunique()
    return {
        "capacity": counted(len(found.yardsticks), "figures"),
        "stages": counted(len(handed), "stages"),
        "lines": f"{counted(kinds, 'kinds')} of boundary",
        "providers": counted(len(found.providers), "organisations"),
        "facts": f"{counted(len(facts), 'figures')}"
        + (f", {differ} of them contradicted" if differ else ""),
        "offers": found.listed_words(),
        "sources": counted(len(found.sources), "sources"),
    }


def _figures(found: Exercise) -> Iterator[dict[str, str]]:
    for figure in found.figures:
        yield {
            "label": figure.label,
            "text": figure.text,
            "beside": figure.beside,
            "said": ", ".join(filter(None, [figure.period, figure.standing_words])),
            "sources": "; ".join(figure.sources),
        }


def _held(found: Exercise, rows: DataFrame) -> Table:
    heads = ("Outcome", "Figure", "Of", "England", "Beside England", "Target", "When, and source")
    return Table(
        caption="Outcomes held, beside the wider area and England",
        heads=heads,
        rows=[_outcome(found, row) for _, row in rows.iterrows()],
        shown=len(rows),
    )


def _outcome(found: Exercise, row: Series) -> tuple[str, ...]:
    return (
        row["measure"],
        row["figure"],
        row["of"] if row["is_own"] else f"{row['of']}, not {found.place} itself",
        row["england"],
        row["verdict"] if row["verdict"] != "unknown" else "cannot be told",
        row["target"] or "none stated",
        f"{row['period']}; {row['figure_source']}",
    )


def _not_held(rows: DataFrame) -> Table:
    heads = ("Outcome", "Here", "What reports say", "Target", "Where it is published")
    return Table(
        caption="Outcomes not held, and where they are published",
        heads=heads,
        rows=[
            (
                f"{row['impact']}: {row['label']}",
                row["figure"] if not row["measure"] else f"{row['of']}: {row['figure']}",
                row["reports"] or "nothing",
                row["target"] or "none stated",
                row["where"],
            )
            for _, row in rows.iterrows()
        ],
        shown=len(rows),
    )


def _yardsticks(rows: DataFrame) -> Table:
    heads = ("What is counted", "As printed", "Of whom, when and where printed")
    return Table(
        caption="What reports print of how much there is",
        heads=heads,
        rows=[
            (row["measure"], row["said"], f"{row['of']}, {row['period']}; {row['cites']}")
            for _, row in rows.iterrows()
        ],
        shown=int(rows["is_ratio"].sum()) or 2,
    )


def _lines(found: Exercise) -> Table:
    others = found.overlay.others
    own = others[others["share"] >= COUNTED_SHARE]
    rows = [
        (opened(str(kind)), "; ".join(f"{row['other']} ({percent(row['share'])})"
                                      for _, row in group.iterrows()))
        for kind, group in own.groupby("kind_label", sort=False)
    ]  # fmt: skip
    return Table(
        caption=f"Whose lines {found.who} here fall under",
        heads=("Kind", "Which, and how many of them"),
        rows=rows,
        shown=len(rows),
    )


def _providers(rows: DataFrame) -> Table:
    return Table(
        caption="Who runs what",
        heads=("Run by", "Offers", "What"),
        rows=[(str(name), str(int(row["offers"])), row["names"]) for name, row in rows.iterrows()],
        numeric=(1,),
        shown=PROVIDERS_SHOWN,
    )


def _contradicted(facts: DataFrame) -> DataFrame:
    return facts[facts["against"] != ""]


def _facts(rows: DataFrame, caption: str) -> Table:
    heads = ("What", "As printed", "Of", "Period", "Otherwise said", "Where")
    return Table(
        caption=caption,
        heads=heads,
        rows=[
            (
                row["measure"],
                row["said"],
                f"{row['of']} ({STANDS[row['stands']]})",
                row["period"],
                row["against"] or "–",
                row["cites"],
            )
            for _, row in rows.iterrows()
        ],
        shown=len(rows),
    )


def _by_theme(facts: DataFrame) -> Iterator[Table]:
    for theme, rows in facts.groupby("theme", sort=True):
        yield _facts(rows, f"{opened(str(theme))}: {shown(float(len(rows)))} printed")
