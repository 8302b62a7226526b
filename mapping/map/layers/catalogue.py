"""What can be laid on a map of a pack, in words: for whoever looks for a layer by typing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geodata.model import Pack
from layers.hotspots.neighbours import LEAST_AREAS
from layers.indicators.figures import drawable_indicators, shape_words
from layers.question.question import Question
from layers.question.words import children_words
from layers.said.sentences import opened
from mapping.map.layers.asked import (
    AMOUNT,
    DOORS,
    FAR,
    FILL,
    GROUND,
    HOTSPOT,
    LINE,
    NOTES,
    OFFERS,
    OUTLINE,
    fill_name,
)
from mapping.map.layers.noted import TITLE as NOTED
from mapping.map.layers.offers import WITHOUT
from mapping.map.layers.written import Asked

OF_QUESTION = "follows the question"
ANSWER = "Colours of the answer"
MEASURES, SERVICES, LINES = "Measures", "Services", "Boundaries"
OUTLINES, BENEATH = "Outlines over any colours", "Ground"
SAID = "Meetings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One layer that can be added.

    Attributes
    ----------
    group
        Under which heading it stands.
    about
        What it is, beside its title: "wards, 2023/24".
    """

    key: str
    group: str
    title: str
    about: str = ""


def catalogue(pack: Pack, question: Question) -> tuple[Entry, ...]:
    """Return everything that can be laid on a map of a pack, group by group."""
    return (
        *_services(pack, question),
        *_lines(pack, question),
        *_answers(pack, question),
        *_measures(pack),
        *_outlines(pack),
        Entry(key=NOTES, group=SAID, title=NOTED, about="notes pinned to places, services, spots"),
        *_ground(pack),
    )


def _services(pack: Pack, question: Question) -> Iterator[Entry]:
    asked = pack.info.services[question.service].label
    yield Entry(key=DOORS, group=SERVICES, title=opened(asked), about=OF_QUESTION)
    for key, service in pack.info.services.items():
        layer = Asked(kind=DOORS, what=key)
        yield Entry(key=layer.key, group=SERVICES, title=opened(service.label))
    yield Entry(
        key=OFFERS, group=SERVICES, title=WITHOUT, about="visiting, at home, online, by telephone"
    )


def _lines(pack: Pack, question: Question) -> Iterator[Entry]:
    counts = pack.places["kind"].value_counts()
    asked = pack.info.place_kinds[question.place_kind]
    yield Entry(key=LINE, group=LINES, title=opened(asked.plural), about=OF_QUESTION)
    for key, kind in pack.info.place_kinds.items():
        held = int(counts.get(key, 0))
        if held:
            about = f"{held:,}" if kind.boundary == "official" else f"{held:,}, {kind.boundary}"
            layer = Asked(kind=LINE, what=key)
            yield Entry(key=layer.key, group=LINES, title=opened(kind.plural), about=about)


def _answers(pack: Pack, question: Question) -> Iterator[Entry]:
    need = pack.indicators[question.need].label
    who = children_words(question)
    titles = {
        "gap": ("Need and reach together", "the gap"),
        "need": (f"Need: {need}", ""),
        "reach": (f"Reach: {who} within the limit", ""),
        AMOUNT: (f"How many {who} in need", "an amount, not a share"),
        HOTSPOT: ("Hotspots of need", "neighbourhoods that stand out together"),
        "none": ("No colours", "boundaries only"),
    }
    for key, (title, about) in titles.items():
        if key != HOTSPOT or len(pack.areas) >= LEAST_AREAS:
            yield Entry(key=f"{FILL}.{key}", group=ANSWER, title=title, about=about)


def _measures(pack: Pack) -> Iterator[Entry]:
    for key, indicator in drawable_indicators(pack).items():
        _, plural = shape_words(pack, indicator.geography)
        about = ", ".join(filter(None, [indicator.unit, plural, indicator.period]))
        layer = Asked(kind=FILL, what=fill_name(key))
        yield Entry(key=layer.key, group=MEASURES, title=indicator.label, about=about)


def _outlines(pack: Pack) -> Iterator[Entry]:
    yield Entry(key=f"{OUTLINE}.{FAR}", group=OUTLINES, title="Needy and out of reach")
    if len(pack.areas) >= LEAST_AREAS:
        yield Entry(key=f"{OUTLINE}.{HOTSPOT}", group=OUTLINES, title="Hotspots of need")


def _ground(pack: Pack) -> Iterator[Entry]:
    if pack.ground is not None:
        yield Entry(key=GROUND, group=BENEATH, title="Ground: water, roads and names")
