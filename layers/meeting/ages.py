"""What there is for each age in one picture that a room can read: of how many themes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from layers.ages import Ages, bands_words, span_words
from layers.profile.asked import Asked
from layers.profile.parts import Cell, Chart, Table
from layers.profile.sections.cells import about, column, text
from layers.said.citing import sources_by_key
from layers.said.numbers import counted
from layers.said.sentences import called

NOTE: Final = (
    "A theme counts where at least one offer that runs takes some of those ages, or states no "
    "limit of age; a report that something is missing for them stands above that. What is not "
    "known is not counted as missing, and says nothing of how much there is."
)
STATES: Final = (
    ("offered", "offered", "Themes with an offer"),
    ("gap", "reported gap", "Themes with a gap that a report names"),
    ("none", "none held", "Themes of which nothing is held"),
    ("unknown", "not known", "Themes not known"),
)


def ages_chart(asked: Asked) -> Chart:
    """Return, for each age, of how many themes something is offered, missing or not known."""
    matrix, rows = asked.exercise.matrix, _rows(asked)
    return Chart(
        drawn="bars",
        table=Table(
            key="ages-themes",
            title=f"For each age, of {len(matrix.rows('theme')):,} themes",
            columns=(
                column("age", "Age"),
                *(column(key, heading, "count", "themes") for key, _, heading in STATES),
            ),
            rows=rows,
            about=about(sources_by_key(asked.pack, matrix.offers["source"]), note=NOTE),
            none="Nothing is listed.",
        ),
        category="age",
        series=("offered",),
        alt=ages_sentence(asked),
    )


def ages_sentence(asked: Asked) -> str:
    """Return for which ages the most and the fewest themes are offered, ties together."""
    rows, themes = _rows(asked), len(asked.exercise.matrix.rows("theme"))
    bands = _bands(asked)
    lead = f"In {called(asked.facts.name)}"
    if not rows:
        return f"{lead}, what there is for each age is not known: nothing is listed."
    offered = [row[1].number or 0.0 for row in rows]
    most, fewest = max(offered), min(offered)
    of = f"{_whole(most)} of {counted(themes, 'themes')}"
    some, few = ([at for at, each in enumerate(offered) if each == end] for end in (most, fewest))
    if most == 0:
        return f"{lead}, no theme has an offer that is listed for any age{_unknown(rows, few)}."
    if most == fewest:
        return f"{lead}, at every age {of} {_have(most)} an offer{_unknown(rows, few)}."
    first, last = (bands_words(bands[at] for at in ends) for ends in (some, few))
    is_rest = len(some) + len(few) == len(rows) and len(few) > len(some)
    least = "every other age" if is_rest else last
    said = f"{lead}, {of} {_have(most)} an offer for {first}"
    return f"{said}, the most, and {_whole(fewest)} for {least}, the fewest{_unknown(rows, few)}."


def _bands(asked: Asked) -> list[Ages]:
    """Return the ages that themes are told by, the youngest first."""
    cells = asked.exercise.matrix.cells
    cells = cells[cells["group"] == "theme"]
    return sorted(set(zip(cells["age_from"], cells["age_to"], strict=True)))


def _rows(asked: Asked) -> tuple[tuple[Cell, ...], ...]:
    """Return each age with how many themes are in each of `STATES`."""
    cells = asked.exercise.matrix.cells
    cells = cells[cells["group"] == "theme"]
    rows = []
    for first, last in _bands(asked):
        own = cells[(cells["age_from"] == first) & (cells["age_to"] == last)]
        counts = own["state"].value_counts()
        amounts = [int(counts.get(state, 0)) for _, state, _ in STATES]
        numbers = (Cell(text=f"{each:,}", number=float(each)) for each in amounts)
        rows.append((text(span_words(first, last)), *numbers))
    return tuple(rows)


def _whole(themes: float) -> str:
    return f"{themes:,.0f}" if themes else "none"


def _have(themes: float) -> str:
    return "has" if themes == 1 else "have"


def _unknown(rows: Sequence[tuple[Cell, ...]], few: Sequence[int]) -> str:
    """Return of how many themes it is not known whether the fewest are all there are."""
    unknown = [rows[at][-1].number or 0.0 for at in few]
    if not any(unknown):
        return ""
    return (
        f" (of {unknown[0]:,.0f} it is not known)" if len(few) == 1 else " (more may not be known)"
    )
