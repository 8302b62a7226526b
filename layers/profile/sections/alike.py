"""How it compares: with the whole, and with the places that are most like it."""

from __future__ import annotations

from pandas import Series

from layers.profile.asked import Asked
from layers.profile.parts import Cell, Section, Table
from layers.profile.sections.cells import about, column, count, share, text
from layers.said.numbers import known


def alike(asked: Asked) -> Section:
    """Return the place’s measures beside those of the whole, and of the places most like it."""
    likest = _likest(asked)
    return Section(
        key="alike",
        title="How it compares",
        said=(asked.similar.sentence(), *asked.similar.notes()[:1]),
        blocks=(_whole(asked), *([likest] if likest else [])),
    )


def _whole(asked: Asked) -> Table:
    facts = asked.facts
    return Table(
        key="whole",
        title=f"Beside all of {facts.title}",
        columns=(
            column("measure", "Measure"),
            column("here", "Here", "number", "in the unit of its row"),
            column("whole", f"In {facts.title}", "number", "in the unit of its row"),
            column("unit", "Unit"),
            column("when", "Date and source"),
        ),
        rows=tuple(
            (
                text(each.label),
                Cell(text=each.here, number=each.here_number),
                Cell(text=each.whole, number=each.whole_number),
                text("minutes" if each.key == "minutes" else "% (0 to 100)"),
                text(f"{each.period}; {'; '.join(each.sources)}"),
            )
            for each in facts.comparisons
        ),
        about=about([], standing="estimated"),
    )


def _likest(asked: Asked) -> Table | None:
    """Return the places most like it beside it; None where none can be told."""
    similar = asked.similar
    if not similar.likest:
        return None
    keys = [asked.place_id, *similar.likest]
    return Table(
        key="likest",
        title=f"Beside the {similar.plural} most like it",
        columns=(
            column("place", "Place"),
            column("like", "How it is alike"),
            column("children", asked.facts.who.capitalize(), "count", "children"),
            column("gap", "In need and out of reach", "count", "children"),
            column("within", "Within the limit", "share"),
        ),
        rows=tuple(_like(asked, key) for key in keys),
        about=about(
            [*similar.sources, *asked.gaps.sources], "", "estimated", " ".join(similar.notes()[1:])
        ),
    )


def _like(asked: Asked, key: str) -> tuple[Cell, ...]:
    """Return one place: how it is alike, its children, and those who are not reached."""
    row: Series = asked.gaps.places.loc[[key]].iloc[0]
    gap = float(row["gap_children"])
    return (
        text(row["place"]),
        text(asked.similar.place_words(key)),
        count(float(row["children"])),
        Cell(text=asked.gaps.count_words(gap), number=known(gap)),
        share(asked.shared.summary(key)["within_share"]),
    )
