"""The words of a scene, read: which page, which question, what is chosen, of which pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.gaps import Gaps, measure_gaps
from layers.own_places.address import read_own
from layers.own_places.beside import published_part
from layers.own_places.recipes import OWN
from layers.place.facts import question_for_place
from layers.places import find_place
from layers.question.address import question_from_query, settled
from layers.question.parts import read_parts
from layers.question.question import Question
from layers.question.sentence import room_sentence
from layers.question.settings import SETTINGS
from mapping.map.view import metres_around, read_at
from mapping.meeting.shown import Bounds
from mapping.served.cache import kept
from mapping.served.own import WHERE, make_own

MOST_PARTS = 100  # of an address; what has more was never one of this app


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SceneAsked:
    """What a scene asks, ready to be answered.

    Attributes
    ----------
    page
        The end of the page’s address; `agenda` for a scene of the ready-made agenda.
    part
        Which part of the page; "" for its own.
    words
        What stands after the question mark, as it is kept.
    pack
        With the places of one’s own that the words hold.
    chosen
        What the words say beside the question, by its name in an address.
    """

    page: str
    part: str
    words: str
    pack: Pack
    question: Question
    chosen: Mapping[str, str]

    @property
    def gaps(self) -> Gaps:
        """The answer to the question."""
        return kept(measure_gaps, self.pack, self.question)

    @property
    def asks(self) -> str:
        """The question, as a room reads it."""
        return room_sentence(self.question, self.pack)

    @property
    def place_id(self) -> str:
        """The place that is chosen; "" where none is."""
        return self.chosen.get("place", "")

    @property
    def place(self) -> str:
        """Where it is about, in words: the place that is chosen, else all of the area."""
        if not self.place_id:
            return self.pack.info.title
        return str(find_place(self.pack, self.place_id)["name"])

    @property
    def gaps_of_place(self) -> Gaps:
        """The answer to the question, asked by the kind of place that is chosen."""
        if not self.place_id:
            return self.gaps
        own = question_for_place(self.question, self.pack, self.place_id)
        return kept(measure_gaps, self.pack, own)

    @property
    def bounds(self) -> Bounds | None:
        """What part of the map is in view; None for all of it, or for the place.

        Raises
        ------
        QuestionError
            The view is none, or of somewhere else.
        """
        written = self.chosen.get("at", "")
        if not written:
            return None
        at = read_at(written, self.pack)
        if at is None:
            raise QuestionError(
                Problem(
                    where="the address, at",
                    found=quoted(written),
                    expected="a view of the area of this pack",
                    fix="Open the page, look at it anew, and add it again.",
                )
            )
        return metres_around(at)


def read_scene(page: str, words: str, part: str, pack: Pack) -> SceneAsked:
    """Read what a scene asks; parts of the address that no page knows are let go.

    Raises
    ------
    QuestionError
        Everything in it that cannot be used with this pack.
    """
    pairs = _pairs(words)
    parts, faults = read_parts(pairs, dict.fromkeys([*SETTINGS, OWN, *dict(pairs)]))
    own, problems = read_own(parts.get(OWN, ""), WHERE)
    made, unmade = make_own(published_part(pack), own)
    if faults or problems or unmade:
        raise QuestionError([*faults.values(), *problems, *unmade])
    written = {name: parts[name] for name in SETTINGS if name in parts}
    asked = SceneAsked(
        page=page,
        part=part,
        words=words,
        pack=made,
        question=question_from_query(settled(written, made), made),
        chosen={name: value for name, value in parts.items() if name not in written},
    )
    if asked.place_id:
        find_place(made, asked.place_id)
    return asked


def _pairs(words: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(words, max_num_fields=MOST_PARTS)
    except ValueError as error:
        raise QuestionError(
            Problem(
                where="the address",
                found=f"more than {MOST_PARTS} parts",
                expected="an address of this app",
                fix="Open the page again, and add it again.",
            )
        ) from error
