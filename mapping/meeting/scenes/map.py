"""The Map page as a scene: its layers, what is chosen, and the part of the world in view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from geodata.errors import Problem, QuestionError
from geodata.store.kinds.scene import Figure
from layers.finding.spots import read_spot
from layers.finding.things import list_things
from layers.gaps import Gaps
from layers.indicators.colouring import Colouring, measure_colouring
from layers.indicators.figures import AREA, shapes_of
from layers.profile.parts import Cell, Chart
from layers.profile.sections.cells import about, column, count, text
from layers.said.result import Result
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import Asked, seen_fill, shown_of
from mapping.map.layers.noted import NotesLayer, has_notes, with_notes
from mapping.map.of_address import layers_of
from mapping.map.spec import MapSpec
from mapping.meeting.answered import answered, bars_of, require, table_of
from mapping.meeting.asked import SceneAsked
from mapping.meeting.figures import figures_of_classes
from mapping.meeting.marking import chosen_on
from mapping.meeting.question_map import pictured_of
from mapping.meeting.scenes.usual import figures_of_gaps
from mapping.meeting.shown import Shown
from mapping.served.cache import kept
from mapping.served.picked import WHERE, picked_said
from mapping.served.pinned import read_notes

RANKING = "places"
COLOURS_SAY: Final = ("indicator", "amount", "hotspot")
"""By what a map may be coloured whose sentence is not the answer to the question."""


def parts(_chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what of the page can be looked at alone."""
    return {"": "The map, as it is seen", RANKING: "The places in order"}


def show(asked: SceneAsked) -> Shown:
    """Return the map as it is seen, or the places in order."""
    if asked.part == RANKING:
        return answered(asked, asked.gaps, ranking(asked))
    laid = layers_of(asked.chosen, asked.pack)
    colouring = _colouring(laid, asked)
    _require_known(asked, colouring)
    gaps = asked.gaps_of_place
    spec = kept(describe_layers, asked.pack, gaps, laid)
    notes = read_notes(asked.pack) if has_notes(spec) else None
    spec = spec if notes is None else with_notes(spec, notes)
    result: Result = gaps if colouring is None else colouring
    chosen = chosen_on(asked)
    pictured = chosen.told(pictured_of(asked, chosen.on(spec), gaps, of=_name(notes)))
    shown = answered(
        asked,
        result,
        pictured,
        asks=_asks(asked, spec, chosen.asks),
        said=_said(asked, spec, gaps),
        figures=_figures(asked, spec, gaps),
    )
    sources = dict.fromkeys(source for layer in spec.drawn for source in layer.sources)
    return replace(
        shown,
        about=about(sources, spec.fill.period),
        notes=(*chosen.notes(pictured), *shown.notes),
        sources=tuple(dict.fromkeys((*shown.sources, *sources))),
    )


def _name(notes: NotesLayer | None) -> str:
    """Return what the map is drawn once for: notes change with no address."""
    return "map" if notes is None else f"map {hash((notes.notes, notes.fault))}"


def ranking(asked: SceneAsked) -> Chart:
    """Return the places with how many are not reached in each, as bars, the largest first."""
    gaps = asked.gaps
    who = f"{gaps.counted_words} out of reach"
    plural = asked.pack.info.place_kinds[gaps.question.place_kind].plural
    table = table_of(
        "places",
        f"{plural[:1].upper()}{plural[1:]}, the largest gap first",
        (column("place", "Place"), column("gap", who[:1].upper() + who[1:], "count", "children")),
        (
            (text(row["place"]), _gap(gaps, float(row["gap_children"])))
            for _, row in gaps.places.iterrows()
        ),
        gaps.sources,
    )
    return bars_of(table, "gap", gaps.sentence())


def _gap(gaps: Gaps, children: float) -> Cell:
    return replace(count(children), text=gaps.count_words(children))


def _colouring(laid: tuple[Asked, ...], asked: SceneAsked) -> Colouring | None:
    """Return the indicator whose colours are seen; None where the answer to the question is."""
    seen = seen_fill(laid)
    shown = None if seen is None else shown_of(seen)
    return None if shown is None else kept(measure_colouring, asked.pack, shown)


def _said(asked: SceneAsked, spec: MapSpec, gaps: Gaps) -> str:
    """Return what is said of other colours; else of what is chosen, else the answer."""
    if spec.colour_by in COLOURS_SAY:
        return spec.sentence
    return (*picked_said(asked.pack, asked.gaps, asked.chosen), gaps.sentence())[0]


def _asks(asked: SceneAsked, spec: MapSpec, chosen: str) -> str:
    """Return what the sentence answers: what is asked of other colours, or of what is chosen."""
    if spec.colour_by == "amount":
        return f"Where do {spec.legend.who} live?"
    if spec.colour_by == "hotspot":
        return f"Which {spec.shape_plural} stand out together?"
    return spec.heading if spec.colouring else chosen or asked.asks


def _figures(asked: SceneAsked, spec: MapSpec, gaps: Gaps) -> tuple[Figure, ...]:
    if spec.colour_by in COLOURS_SAY:
        return figures_of_classes(spec)
    return figures_of_gaps(asked, gaps)


def _require_known(asked: SceneAsked, colouring: Colouring | None) -> None:
    """Refuse a neighbourhood, a service or a spot that the pack no longer holds."""
    pack, chosen = asked.pack, asked.chosen
    is_area = colouring is None or colouring.shown.is_spread
    shape = AREA if is_area or colouring is None else colouring.figures.indicator.geography
    known = shapes_of(pack, shape).index.union(pack.areas.index)
    require("area", chosen.get("area", ""), known, "the id of what the map colours")
    require("asset", chosen.get("asset", ""), pack.assets.index, "the id of a service of this pack")
    written = chosen.get("spot", "")
    found = read_spot(written, pack, kept(list_things, pack), WHERE) if written else None
    if isinstance(found, Problem):
        raise QuestionError(found)
