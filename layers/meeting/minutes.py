"""A meeting as a document: what was agreed, said and looked at, as sections that any format draws.

What people said stands apart from figures: no figure is worked out from it, and none is put beside
it as if it proved it. Whoever wrote is told by role, never by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pandas import DataFrame

from geodata.exports import NOT_STATED
from geodata.model import PackInfo, Source
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note, Pin, Sort
from geodata.store.record import Record
from layers.meeting.minutes_before import Before, notes_in, since_blocks
from layers.meeting.minutes_scenes import SceneTold, scene_section
from layers.meeting.minutes_typed import actions_table, typed_table
from layers.profile.parts import Section, Sentence, Sentences
from layers.profile.profile import LINE, section_lines
from layers.profile.sections.known import sources_table
from layers.said.days import day_words
from layers.said.numbers import counted, listed
from layers.said.sorts import SORTS

NOUNS: Final[dict[Sort, str]] = {
    "decision": "decisions",
    "action": "actions",
    "strength": "strengths",
    "gap": "gaps",
    "story": "stories",
    "note": "notes",
}
NOTHING: Final = "Nothing was written down."
STORIES: Final = (
    "What people lived through, as they told it or as it was told of them. It is no figure, and "
    "no figure is worked out from it."
)
SHOWN: Final = 12  # characters of a hash, as people see it
LAST_TIME: Final = "What was agreed last time"
LOST: Final = "The meeting before is not kept any more."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Minutes:
    """A meeting as a document.

    Attributes
    ----------
    heading
        Where it was about, when it was and who kept it, by role.
    sections
        In the order of reading: last time, decisions, actions, what was said, scenes, sources.
    """

    title: str
    place: str
    on: str
    heading: str
    summary: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    is_illustrative: bool
    terms: dict[str, Any]
    held_by: tuple[str, ...] = ()
    lost: int = 0

    @property
    def table(self) -> DataFrame:
        """Everything in it, a line each, as the table of a profile."""
        rows = DataFrame(list(section_lines(self.sections)), columns=list(LINE))
        return rows.set_index("line")

    def parameters(self) -> dict[str, Any]:
        """Return which meeting it is, and which pack its scenes are drawn from."""
        return self.terms

    def missing(self) -> dict[str, float]:
        """Return how many scenes cannot be drawn again."""
        return {"scenes": float(self.lost)}

    def sentence(self) -> str:
        """Return how much was written down."""
        return self.summary

    def notes(self) -> tuple[str, ...]:
        """Return how it is known what its scenes tell."""
        return self.held_by


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """What the minutes of a meeting are put together from.

    Attributes
    ----------
    notes
        What was written down, in its order; nothing that was removed.
    scenes
        Those that have a section of their own.
    told_before
        How many other scenes of the running order tell of last time, as the section of that does.
    follows
        Whether another meeting went before; `before` is None where that is not kept any more.
    info, pack_hash
        Of the pack that the scenes are drawn from.
    """

    record: Record
    scenes: tuple[SceneTold, ...]
    notes: tuple[Record, ...]
    info: PackInfo
    pack_hash: str
    sources: tuple[Source, ...]
    follows: bool = False
    before: Before | None = None
    told_before: int = 0
    known: tuple[str, ...] = field(default=())

    @property
    def meeting(self) -> Meeting:
        """What the meeting is about."""
        if not isinstance(self.record.body, Meeting):
            raise TypeError(self.record.kind)
        return self.record.body

    def of_sort(self, sort: Sort) -> list[Note]:
        """Return the notes of a sort, in their order."""
        return [each for each in notes_in(self.notes) if each.sort == sort]

    def about(self, pin: Pin | None) -> str:
        """Return what a note is about, in words; never where exactly a spot is."""
        if pin is None or pin.to == "meeting":
            return ""
        if pin.to == "scene":
            titles = {each.id: each.title for each in self.scenes}
            return titles.get(pin.key, pin.label)
        return pin.label or ("a spot on the map" if pin.to == "spot" else pin.key)


def measure_minutes(held: Held) -> Minutes:
    """Put the minutes of a meeting together."""
    meeting = held.meeting
    made = (
        _before(held),
        _decided(held),
        _actions(held),
        _said(held, "strength", "What goes well"),
        _said(held, "gap", "What is missing"),
        _said(held, "story", SORTS["story"], STORIES),
        _elsewhere(held),
        *(
            scene_section(each, each.at or at, tuple(_written_at(held, each)))
            for at, each in enumerate(held.scenes, start=1)
        ),
        _known(held),
    )
    return Minutes(
        title=held.record.title,
        place=meeting.place,
        on=meeting.on,
        heading=_heading(held),
        summary=_summary(held),
        sections=tuple(each for each in made if each is not None),
        sources=held.sources,
        is_illustrative=held.info.illustrative,
        terms={"meeting": held.record.id, "place": meeting.place_id, "pack": held.pack_hash},
        held_by=held.known,
        lost=sum(each.why != "" for each in held.scenes),
    )


def _heading(held: Held) -> str:
    """Return where the meeting was about, when, and who kept it, by role."""
    meeting, by = held.meeting, held.record.changed_by
    where = f"A meeting about {meeting.place}" if meeting.place else "A meeting"
    when = f" on {day_words(meeting.on)}" if meeting.on else ""
    return f"{where}{when}.{f' Kept by: {by}.' if by not in ('', NOT_STATED) else ''}"


def _summary(held: Held) -> str:
    """Return how much was looked at and written down."""
    counts = Counter(each.sort for each in notes_in(held.notes))
    said = [counted(counts[sort], noun) for sort, noun in NOUNS.items() if counts[sort]]
    return f"{_looked(held)}. {f'Written down: {listed(said)}.' if said else NOTHING}"


def _looked(held: Held) -> str:
    """Return how many scenes the meeting has, and which of them have no section of their own."""
    others = held.told_before
    number = len(held.scenes) + others
    said = f"{counted(number, 'scenes') if number else 'No scene'} in the running order"
    if not others:
        return said
    return f"{said}, {f'{others:,} of them ' if held.scenes else ''}told under “{LAST_TIME}”"


def _before(held: Held) -> Section | None:
    """Return what was agreed last time, how it stands, and what has changed since."""
    if not held.follows:
        return None
    before, title = held.before, LAST_TIME
    if before is None:
        return Section(key="before", title=title, said=(LOST,), blocks=())
    since = () if before.since is None else since_blocks(before.since)
    return Section(
        key="before",
        title=title,
        said=(
            f"The meeting before: {before.called}.",
            before.sentence(held.meeting.on),
        ),
        blocks=(*before.agreed(held.meeting.on), *since),
    )


def _decided(held: Held) -> Section:
    found = [(each.words, held.about(each.pin)) for each in held.of_sort("decision")]
    if not found:
        said = ("No decision was written down.",)
        return Section(key="decided", title="What was decided", said=said, blocks=())
    table = typed_table("decided", "What was decided", found, heading="Decision", is_numbered=True)
    return Section(key="decided", title="What was decided", said=(), blocks=(table,))


def _actions(held: Held) -> Section:
    found, title = held.of_sort("action"), "Who does what"
    if not found:
        said = ("No action was written down.",)
        return Section(key="actions", title=title, said=said, blocks=())
    about = [held.about(each.pin) for each in found]
    table = actions_table("actions", title, found, held.meeting.on, about)
    return Section(key="actions", title=title, said=(), blocks=(table,))


def _said(held: Held, sort: Sort, title: str, said: str = "") -> Section | None:
    """Return the notes of a sort; None without any."""
    found = [(each.words, held.about(each.pin)) for each in held.of_sort(sort)]
    if not found:
        return None
    table = typed_table(sort, title, found)
    return Section(key=sort, title=title, said=(said,) if said else (), blocks=(table,))


def _elsewhere(held: Held) -> Section | None:
    """Return the plain notes that stand at no scene; None without any."""
    at = {each.id for each in held.scenes}
    found = [
        (each.words, held.about(each.pin))
        for each in held.of_sort("note")
        if each.pin is None or each.pin.to != "scene" or each.pin.key not in at
    ]
    if not found:
        return None
    table = typed_table("note", "What else was said", found)
    return Section(key="note", title="What else was said", said=(), blocks=(table,))


def _written_at(held: Held, scene: SceneTold) -> Iterator[Note]:
    """Yield the notes that were written at a scene."""
    for each in notes_in(held.notes):
        if each.pin is not None and each.pin.to == "scene" and each.pin.key == scene.id:
            yield each


def _known(held: Held) -> Section:
    """Return how it is known what the scenes tell: pack, method, sources."""
    now = f"{held.info.title}, figures of {held.info.date}, pack {held.pack_hash[:SHOWN]}."
    then = held.meeting.pack_hash
    other = (
        [f"The meeting was prepared with pack {then[:SHOWN]}."]
        if then not in ("", held.pack_hash)
        else []
    )
    table = sources_table(held.sources, none="The scenes tell no figure.")
    notes = Sentences(
        key="method",
        title="What to know",
        sentences=tuple(Sentence(said=each) for each in dict.fromkeys(held.known)),
    )
    return Section(
        key="known",
        title="How we know",
        said=(now, *other),
        blocks=(notes, table) if held.known else (table,),
    )
