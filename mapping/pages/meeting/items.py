"""What is kept of meetings as lists show it: a row each, with what can be done there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from geodata.errors import QuestionError
from geodata.model import Pack
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note, Sort
from geodata.store.kinds.scene import Scene
from geodata.store.kinds.words import LONGEST_LINE
from geodata.store.record import Record
from layers.said.days import day_words
from layers.said.sorts import SORTS
from mapping.component import base_path
from mapping.component.records import Field, Item, Tick
from mapping.meeting.asked import read_scene
from mapping.meeting.kept import NO_NAME, meeting_words
from mapping.meeting.since_kept import scene_of
from mapping.meeting.then import scene_then

LONGEST_TITLE: Final = 200
LONGEST_NOTE: Final = 2_000
AGENDA: Final = "agenda"
AGREED: Final[tuple[Sort, ...]] = ("decision", "action")
SAID: Final[tuple[Sort, ...]] = ("strength", "note", "gap", "story")
OF_ACTION: Final = {"sort": "action"}
REMOVE: Final = ("remove", "Remove")
BRING_BACK: Final = ("bring_back", "Bring back")
OPEN: Final = ("open", "Open")


def meeting_item(meeting: Record, parts: str) -> Item:
    """Return a meeting as a row of the list of meetings.

    Parameters
    ----------
    parts
        What it holds, in words.
    """
    body = meeting_of(meeting)
    title = meeting_words(meeting)
    place = "" if body.place in title else body.place
    lines = tuple(filter(None, (", ".join(filter(None, (place, parts))),)))
    lead = ("Lead", lead_path(meeting.id))
    return Item(
        id=meeting.id,
        version=meeting.version,
        title=title,
        lines=lines,
        links=(lead,),
        acts=(OPEN, REMOVE),
    )


def about_item(meeting: Record, before: Mapping[str, str]) -> Item:
    """Return a meeting as what can be changed of it.

    Parameters
    ----------
    before
        What it can follow: other meetings, by their ids.
    """
    body = meeting_of(meeting)
    others = {**before, body.follows: before.get(body.follows, "A meeting that was removed")}
    follows = (("", "None"), *((key, others[key]) for key in others if key))
    return Item(
        id=meeting.id,
        version=meeting.version,
        title=meeting_words(meeting),
        lines=(f"About {body.place}.",) if body.place and body.place not in meeting.title else (),
        fields=(
            _line("title", "What it is called", meeting.title),
            Field(name="on", label="Its day", kind="day", value=body.on),
            Field(
                name="follows",
                label="The meeting before",
                kind="choice",
                value=body.follows,
                options=follows,
            ),
        ),
        acts=(REMOVE,),
    )


def scene_item(scene: Record, shown_id: str, pages: Sequence[str], pack: Pack) -> Item:
    """Return a scene as a row of the running order.

    Parameters
    ----------
    shown_id
        The id of the scene that is on the screen.
    pages
        The ends of the addresses of the app’s pages; the first is the one it opens on.
    pack
        The pack that is served: it may no longer have what the scene is of.
    """
    body = scene_of(scene)
    is_shown = scene.id == shown_id
    return Item(
        id=scene.id,
        version=scene.version,
        title=scene.title,
        badge="On the screen" if is_shown else "",
        is_marked=is_shown,
        lines=tuple(filter(None, (scene_then(body, pack).said, _why_not(body, pack)))),
        links=_ways(body, pages),
        fields=(_line("title", "Its question", scene.title),),
        acts=(REMOVE,),
    )


def note_item(note: Record) -> Item:
    """Return what was written down as a row."""
    body = note_of(note)
    ticks = [Tick(name="shared", label="May be shared", is_ticked=note.shared)]
    if body.sort == "action":
        ticks.insert(0, Tick(name="is_done", label="Done", is_ticked=body.is_done))
    return Item(
        id=note.id,
        version=note.version,
        title=body.words,
        badge=SORTS[body.sort],
        lines=note_lines(note),
        fields=note_fields(body),
        ticks=tuple(ticks),
        acts=(REMOVE,),
    )


def agreed_item(note: Record) -> Item:
    """Return what was agreed last time: an action can be marked as done, and nothing else."""
    body = note_of(note)
    done = Tick(name="is_done", label="Done", is_ticked=body.is_done)
    return Item(
        id=note.id,
        version=note.version,
        title=body.words,
        badge=SORTS[body.sort],
        lines=note_lines(note),
        ticks=(done,) if body.sort == "action" else (),
    )


def removed_item(record: Record) -> Item:
    """Return something that was removed and can be brought back."""
    words = record.body.words if isinstance(record.body, Note) else record.title
    badge = SORTS[record.body.sort] if isinstance(record.body, Note) else record.kind.capitalize()
    day = day_words((record.removed_at or "")[:10])
    return Item(
        id=record.id,
        version=record.version,
        title=words or NO_NAME,
        badge=badge,
        lines=(f"Removed on {day}.",),
        acts=(BRING_BACK,),
    )


def note_lines(note: Record) -> tuple[str, ...]:
    """Return what stands below what was written: whose it is, by when, and what it is about."""
    body = note_of(note)
    by = f"by {day_words(body.due)}" if body.due else ""
    who = ", ".join(filter(None, (body.owner, by)))
    who = who[:1].upper() + who[1:]
    about = f"About {body.pin.label}" if body.pin and body.pin.label else ""
    return tuple(f"{each}." for each in (who, about) if each)


def note_fields(body: Note, sorts: Sequence[Sort] = (*AGREED, *SAID)) -> tuple[Field, ...]:
    """Return the fields of what is written down."""
    return (
        Field(
            name="sort",
            label="What it is",
            kind="choice",
            value=body.sort,
            options=tuple((each, SORTS[each]) for each in sorts),
        ),
        Field(
            name="words",
            label="What was said, without the name of a child or a family",
            kind="words",
            value=body.words,
            most=LONGEST_NOTE,
        ),
        Field(
            name="owner",
            label="Who does it: a role, not a name",
            kind="line",
            value=body.owner,
            most=LONGEST_TITLE,
            only=OF_ACTION,
        ),
        Field(name="due", label="By when", kind="day", value=body.due, only=OF_ACTION),
    )


def lead_path(code: str) -> str:
    """Return where a meeting is led from, on this server; its id is a code too."""
    return f"{base_path()}/m/{code}?lead"


def meeting_of(record: Record) -> Meeting:
    """Return what a record holds, which is a meeting."""
    if not isinstance(record.body, Meeting):
        raise TypeError(record.kind)
    return record.body


def note_of(record: Record) -> Note:
    """Return what a record holds, which is a note."""
    if not isinstance(record.body, Note):
        raise TypeError(record.kind)
    return record.body


def _why_not(scene: Scene, pack: Pack) -> str:
    """Return why a scene cannot be shown any longer; "" where it can."""
    try:
        read_scene(scene.page, scene.words, scene.part, pack)
    except QuestionError as error:
        return f"It cannot be shown any longer. {error.problems[0].sentence()}"
    return ""


def _ways(scene: Scene, pages: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the address that shows a scene’s page; of the ready-made agenda its place’s."""
    page, words = scene.page or pages[0], scene.words
    if page == AGENDA:
        page = "places"
    if page not in pages:
        return ()
    path = "" if page == pages[0] else page
    return (("Look", f"{base_path()}/{path}?{words}"),)


def _line(name: str, label: str, value: str) -> Field:
    most = max(LONGEST_TITLE, min(len(value), LONGEST_LINE))
    return Field(name=name, label=label, kind="line", value=value, most=most)
