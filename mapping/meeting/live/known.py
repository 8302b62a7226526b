"""Names that are no person’s, for the gentle check of what comes in other than by the form."""

from __future__ import annotations

from geodata.model import Pack
from geodata.store.kinds.note import Note
from layers.finding.things import list_things
from layers.meeting.doubts import Known, doubts_of
from mapping.served.cache import kept


def known_names(pack: Pack) -> Known:
    """Return the names of a pack’s places and services."""
    return Known.of(each.name for each in kept(list_things, pack).entries)


def doubts_told(pack: Pack, note: Note) -> list[str]:
    """Return what in a note may tell who somebody is; it is kept all the same."""
    return doubts_of(f"{note.words} {note.owner}", kept(known_names, pack))
