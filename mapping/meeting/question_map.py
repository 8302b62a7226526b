"""The map of a scene’s question, one key away from every scene; of some it is the picture."""

from __future__ import annotations

from layers.gaps import Gaps
from layers.place.facts import place_facts
from layers.place.values import PlaceFacts
from mapping.drawn.picture import picture_alt_text
from mapping.map.describe import describe_map
from mapping.map.spec import MapSpec
from mapping.meeting.asked import SceneAsked
from mapping.meeting.shown import Pictured
from mapping.served.cache import kept


def question_pictured(asked: SceneAsked) -> Pictured:
    """Return the map of the question, at the place where one is chosen."""
    gaps = asked.gaps_of_place
    return pictured_of(asked, kept(describe_map, asked.pack, gaps), gaps, of="question")


def pictured_of(asked: SceneAsked, spec: MapSpec, gaps: Gaps, *, of: str) -> Pictured:
    """Return a map of what is asked: at the place that is chosen, and as far as it was in view.

    Parameters
    ----------
    gaps
        The answer to the question, asked by the kind of place that is chosen.
    of
        What it is a map of, in a word, so that two of one address are told apart.
    """
    place_id = asked.place_id
    sentence = gaps.place_sentence(place_id) if place_id and spec.colouring is None else ""
    return Pictured(
        spec=spec,
        pack=asked.pack,
        title=spec.heading,
        alt=picture_alt_text(spec, place=asked.place if place_id else "", sentence=sentence),
        place_id=place_id,
        bounds=asked.bounds,
        facts=facts_of(asked, gaps) if spec.colouring is None else None,
        asked=f"{of}/{asked.page}?{asked.words}",
    )


def facts_of(asked: SceneAsked, gaps: Gaps) -> PlaceFacts | None:
    """Return what is known of the place that is chosen; None where none is."""
    return kept(place_facts, asked.pack, gaps, asked.place_id) if asked.place_id else None
