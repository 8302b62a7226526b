"""A scene ready to be drawn: on a screen, on a telephone, in a document."""

from __future__ import annotations

from dataclasses import dataclass, field

from geodata.model import Pack, Source
from geodata.store.kinds.scene import Figure
from layers.place.values import PlaceFacts
from layers.profile.parts import About, Block
from mapping.map.spec import MapSpec
from mapping.meeting.words_asked import Word

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pictured:
    """A map as it was seen.

    Attributes
    ----------
    title, alt
        What it is called, and what it shows in words.
    place_id
        The place that it is about; "" for none.
    bounds
        What of it was in view: west, south, east, north in metres (EPSG:27700); None for the place,
        or for all of the area.
    facts
        What is known of the place, where its key says so.
    asked
        What it was described from, so that it is drawn once for all who ask the same of the pack;
        "" where it is drawn anew each time.
    beside
        A second map that stands beside it, under the same key.
    """

    spec: MapSpec
    pack: Pack
    title: str
    alt: str
    place_id: str = ""
    bounds: Bounds | None = None
    facts: PlaceFacts | None = None
    asked: str = ""
    beside: Pictured | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """What a screen shows at once: one question, one sentence, one picture.

    Attributes
    ----------
    key
        What it is called in the address of the screen.
    place
        Where it is about, in words: "Wisbech".
    asks, said
        The question that the room looks at, and its answer in one sentence.
    picture
        What is drawn; None where the room only talks.
    question_map
        The map of its question, one key away; None where there is none, or the picture is it.
    about
        When its figures are of, and from whom.
    prompts
        What the chair may ask the room, what goes well first.
    figures
        What it shows, to tell later what has changed.
    address
        What shows it live in the app, without its host.
    words
        Its question, word by word, with what a room may change it to.
    """

    key: str
    place: str
    asks: str
    said: str
    picture: Block | Pictured | None = None
    question_map: Pictured | None = None
    about: About = field(default_factory=About)
    prompts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    is_illustrative: bool = False
    figures: tuple[Figure, ...] = ()
    address: str = ""
    words: tuple[Word, ...] = ()
