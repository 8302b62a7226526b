"""Who is not reached, and who is: neighbourhood by neighbourhood."""

from __future__ import annotations

from collections.abc import Iterable

from layers.gap_words import TOO_FEW_WORDS
from layers.place.values import AreaFact
from layers.profile.asked import Asked
from layers.profile.parts import Cell, Chart, Column, Section, Table
from layers.profile.sections.cells import about, column, count, share, text, took
from layers.said.numbers import counted
from layers.said.sentences import called, opened

BRIEF_AREAS = 5
HALF = 0.5
ALL_PCT = 100.0


def reached(asked: Asked) -> Section:
    """Return where the gap is largest, and where reach is best; no neighbourhood is in both."""
    facts = asked.facts
    whom = facts.need_who if facts.need_counts_people else f"{facts.who} in high need"
    label = facts.area_label
    gaps = facts.largest_gaps
    largest = {area.area_id for area in gaps}
    best = [area for area in facts.best_reached if area.area_id not in largest]
    return Section(
        key="reached",
        title="Who is not reached",
        said=tuple(filter(None, (_spread(asked),))),
        blocks=(
            Chart(
                drawn="bars",
                table=_areas(
                    asked,
                    "gaps",
                    "Where the gap is largest",
                    gaps,
                    f"No {label} here holds {whom} and out of reach.",
                ),
                category="name",
                series=("gap",),
                alt=_shown(asked),
            ),
            _areas(
                asked,
                "best",
                f"Where {whom_reached(best)} in need is reached",
                best,
                f"In no {label} here are most {facts.who} within the limit and none of the "
                f"{whom} beyond it.",
            ),
        ),
    )


def whom_reached(best: Iterable[AreaFact]) -> str:
    """Return whom reach takes in: of less than half a child out of reach none is counted."""
    is_all = all(area.within_pct == ALL_PCT for area in best)
    return "everybody" if is_all else "nearly everybody"


def _spread(asked: Asked) -> str:
    """Return in how few neighbourhoods half of the gap is; empty where it is not all known."""
    facts = asked.facts
    gaps = [area.gap_children for area in facts.areas]
    known = [each for each in gaps if each is not None]
    total = sum(known)
    if len(known) < len(gaps) or asked.gaps.need.is_guarded or not total > 0:
        return ""
    some = [each for each in known if each > 0]
    half = next(n for n in range(1, len(some) + 1) if sum(some[:n]) >= HALF * total)
    every = counted(len(gaps), f"{facts.area_label}s")
    if half == len(some):
        return (
            f"{len(some)} of {every} here {'holds' if len(some) == 1 else 'hold'} all of the gap."
        )
    of = f"half of it is in {half} of them."
    return f"{len(some)} of {every} here hold some of the gap; {of}"


def _shown(asked: Asked) -> str:
    """Describe the bars: how many neighbourhoods, and the first of them."""
    facts = asked.facts
    gaps = facts.largest_gaps
    if not gaps:
        return f"No {facts.area_label} of {called(facts.name)} has a bar: none has a known gap."
    first = gaps[0]
    return (
        f"Gap by {facts.area_label} in {called(facts.name)}, the largest first: {first.name}, "
        f"{asked.gaps.count_words(first.gap_children or 0.0)}."
    )


def _areas(asked: Asked, key: str, title: str, areas: Iterable[AreaFact], none: str) -> Table:
    facts = asked.facts
    figure = next(each for each in facts.key_figures if each.key == "gap_children")
    return Table(
        key=key,
        title=title,
        columns=_columns(asked),
        rows=tuple(_area(asked, area) for area in areas),
        about=about(figure.sources, figure.period, figure.standing),
        none=none,
        brief=BRIEF_AREAS,
    )


def _columns(asked: Asked) -> tuple[Column, ...]:
    facts = asked.facts
    return (
        column("name", opened(facts.area_label)),
        column("code", "Code"),
        column("tenth", "Need, tenth", "number", "tenth, 1 the neediest"),
        column("children", opened(facts.who), "count", "children"),
        column("within", "Within the limit", "share"),
        column("minutes", "To the nearest", "minutes"),
        column("gap", "In need and out of reach", "count", "children"),
    )


def _area(asked: Asked, area: AreaFact) -> tuple[Cell, ...]:
    tenth = area.decile
    return (
        text(area.name),
        text(area.code),
        Cell(text="not known" if tenth is None else f"{tenth}", number=tenth),
        count(area.children),
        share(None if area.within_pct is None else area.within_pct / 100),
        took(area.minutes),
        _gap(asked, area.gap_children),
    )


def _gap(asked: Asked, children: float | None) -> Cell:
    """Return a gap; of a need that is protected, that it is too few to show."""
    cell = count(children)
    is_hidden = cell.number is None and asked.gaps.need.is_guarded
    return Cell(text=TOO_FEW_WORDS) if is_hidden else cell
