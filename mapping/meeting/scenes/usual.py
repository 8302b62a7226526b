"""The scene of a page without a module of its own: its question, the answer, and its map."""

from __future__ import annotations

from geodata.store.kinds.scene import Figure
from layers.gaps import Gaps
from layers.profile.sections.cells import about
from layers.said.result import missing_words
from mapping.meeting.asked import SceneAsked
from mapping.meeting.figures import figure
from mapping.meeting.question_map import question_pictured
from mapping.meeting.shown import Shown

GAP = "gap_children"


def show(asked: SceneAsked) -> Shown:
    """Return the answer to the question, of the place where one is chosen; and its map."""
    gaps = asked.gaps_of_place
    return Shown(
        key="",
        place=asked.place,
        asks=asked.asks,
        said=gaps.place_sentence(asked.place_id) if asked.place_id else gaps.sentence(),
        picture=question_pictured(asked),
        about=about(gaps.sources, standing=gaps.need.indicator.standing),
        sources=gaps.sources,
        notes=tuple(filter(None, (*gaps.notes(), missing_words(gaps.missing())))),
        is_illustrative=gaps.is_illustrative,
        figures=figures_of_gaps(asked, gaps),
    )


def figures_of_gaps(asked: SceneAsked, gaps: Gaps) -> tuple[Figure, ...]:
    """Return who is not reached, of the place or of all places; not known has no value."""
    who, place_id = f"{gaps.counted_words} out of reach", asked.place_id
    places = gaps.places.loc[[place_id]] if place_id else gaps.places
    whole = [] if place_id else [("", asked.pack.info.title, float(gaps.total[GAP]))]
    rows = [
        *whole,
        *((str(key), str(row["place"]), float(row[GAP])) for key, row in places.iterrows()),
    ]
    return tuple(
        figure(
            f"{GAP}/{key}",
            f"{name}: {who}",
            children,
            "children",
            gaps.need.indicator.period,
            text=gaps.count_words(children),
        )
        for key, name, children in rows
    )
