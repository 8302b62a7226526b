"""A ready-made agenda for a meeting about one place, out of what its profile says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from pandas import DataFrame

from geodata.model import Source
from layers.meeting.ages import ages_chart, ages_sentence
from layers.meeting.scene import Scene
from layers.profile.asked import Asked
from layers.profile.parts import Chart, MapView, Section, Sentence, Sentences, Table
from layers.profile.profile import Profile, measure_profile
from layers.said.sentences import opened

NOTHING_TRIED: Final = (
    "Nothing is tried yet: on the page Scenarios a door can be opened, moved or closed, "
    "and what it would change is told."
)
STAND_OUT: Final = {
    "Who is reached": "who is reached",
    "Getting better": "what is getting better",
    "Getting worse": "what is getting worse",
    "What may come": "what may come",
    "What changes": "what changes",
    "Who is not reached": "who is not reached",
}
"""What each of three sentences is of, by what stands before it; a strength is what goes well."""
TO_DECIDE: Final = "What is decided here is written down: who does what, and by when."
GOES_WELL: Final = "What goes well here already?"
HEARD: Final = "What do families say of it?"


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """The scenes of a meeting about one place, in the order that they are shown.

    Attributes
    ----------
    profile
        What the scenes are taken from: they add no figure of their own.
    """

    profile: Profile
    scenes: tuple[Scene, ...]

    @property
    def heading(self) -> str:
        """What it is about, in words."""
        return self.profile.heading

    @property
    def table(self) -> DataFrame:
        """The scenes in order: what each asks, says and draws, and of when that is."""
        rows = [
            {
                "scene": scene.key,
                "asks": scene.asks,
                "said": scene.said,
                "picture": "" if scene.picture is None else scene.picture.title,
                "period": scene.about.period,
                "standing": scene.about.standing_words,
            }
            for scene in self.scenes
        ]
        return DataFrame(rows).set_index("scene")

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who published what it is made of, each once."""
        return self.profile.sources

    @property
    def is_illustrative(self) -> bool:
        """Whether the pack is not of real neighbourhoods."""
        return self.profile.is_illustrative

    def parameters(self) -> dict[str, Any]:
        """Return every setting that it was worked out with, by name."""
        return self.profile.parameters()

    def missing(self) -> dict[str, float]:
        """Return how much could not be judged."""
        return self.profile.missing()

    def sentence(self) -> str:
        """Return what stands out."""
        return self.profile.sentence()

    def notes(self) -> tuple[str, ...]:
        """Return how it is known what is said."""
        return self.profile.notes()


def measure_agenda(asked: Asked) -> Agenda:
    """Put the agenda for a meeting about one place together.

    Parameters
    ----------
    asked
        What is worked out about the place; see `layers.profile.asked.ask`.
    """
    profile = measure_profile(asked)
    told = Told(asked=asked, sections={section.key: section for section in profile.sections})
    return Agenda(profile=profile, scenes=tuple(scene(told) for scene in SCENES))


@dataclass(frozen=True, kw_only=True)
class Told:
    """What scenes are taken from: the sections of a profile, by their keys."""

    asked: Asked
    sections: dict[str, Section]


def _where(told: Told) -> Scene:
    return _drawn(told.sections["where"], "map", "where-it-is", "Where is it?")


def _lives(told: Told) -> Scene:
    return _drawn(told.sections["people"], "ages", "who-lives-here", "Who lives here?")


def _stands_out(told: Told) -> Scene:
    """Return what stands out, what goes well first: it is asked for first in a meeting too."""
    section = told.sections["stands-out"]
    three = next(each for each in section.blocks if isinstance(each, Sentences))
    gap, *others = three.sentences
    ordered = Sentences(key=three.key, title=three.title, sentences=(*others, gap))
    return Scene(
        key="what-stands-out",
        asks="What stands out?",
        said=_three_said(ordered),
        picture=ordered,
        prompts=(GOES_WELL, "Does this fit what you know of it?"),
    )


def _three_said(three: Sentences) -> str:
    """Return what is told of what stands out, in the order in which it is told."""
    leads = [STAND_OUT.get(each.lead, "what goes well") for each in three.sentences]
    return f"{opened(', '.join(leads[:-1]))}, and {leads[-1]}."


def _there(told: Told) -> Scene:
    picture = ages_chart(told.asked)
    offers = told.sections["there"].said[0]
    return Scene(
        key="what-is-there",
        asks="What is there for each age?",
        said=ages_sentence(told.asked),
        picture=picture,
        about=replace(picture.about, note=f"{offers} {picture.about.note}".strip()),
        prompts=("What is there that is not listed?", "For which age is it hardest to find help?"),
    )


def _reached(told: Told) -> Scene:
    section, gap = told.sections["reached"], _gap(told)
    picture = _block(section, "gaps")
    return Scene(
        key="who-is-not-reached",
        asks="Who is not reached?",
        said=gap.said,
        picture=picture,
        about=gap.about,
        prompts=("Who of those nearby never comes, and why?", HEARD),
    )


def _what_if(told: Told) -> Scene:
    section = told.sections.get("change")
    prompts = ("What would reach them: a door, a day, a bus, a visit?",)
    if section is None:
        return Scene(key="what-if", asks="What if?", said=NOTHING_TRIED, prompts=prompts)
    return replace(_drawn(section, "now-and-then", "what-if", "What if?"), prompts=prompts)


def _decide(_told: Told) -> Scene:
    return Scene(
        key="what-we-decide",
        asks="What do we decide?",
        said=TO_DECIDE,
        prompts=("What do we do next, who does it, and by when?", "What must we find out first?"),
    )


SCENES: Final[tuple[Callable[[Told], Scene], ...]] = (
    _where,
    _lives,
    _stands_out,
    _there,
    _reached,
    _what_if,
    _decide,
)
"""What the agenda shows, in order."""


def _gap(told: Told) -> Sentence:
    """Return who is not reached, the first of the three sentences."""
    return next(each.sentences[0] for each in _sentences(told.sections["stands-out"]))


def _sentences(section: Section) -> Iterator[Sentences]:
    return (each for each in section.blocks if isinstance(each, Sentences))


def _drawn(section: Section, block: str, key: str, asks: str) -> Scene:
    """Return a scene that says what a section says first, and draws one of its blocks."""
    picture = _block(section, block)
    return Scene(key=key, asks=asks, said=section.said[0], picture=picture, about=picture.about)


def _block(section: Section, key: str) -> Table | Chart | MapView:
    """Return a block that is drawn, with when its figures are of."""
    drawn = (each for each in section.blocks if isinstance(each, Table | Chart | MapView))
    return next(each for each in drawn if each.key == key)
