"""What people said, pinned to a map: a number at the spot that a note is about; never a figure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from geodata.crs import grid_from_lonlat, lonlat_from_grid
from geodata.model import Pack
from geodata.store.kinds.note import Note, Pin
from geodata.store.record import Record
from layers.said.days import day_words
from layers.said.numbers import counted
from layers.said.sorts import SORTS
from mapping.escape import plain_text
from mapping.map.label_points import label_points
from mapping.map.layers.asked import NOTES
from mapping.map.layers.layer import Layer
from mapping.map.points import DECIMALS, degrees_of
from mapping.map.spec import MapSpec

TITLE: Final = "What people said"
STANDING: Final = "said by people, counted in no figure"
SHARED_ALONE: Final = "Only notes that are marked for sharing are here"
FARTHEST_M: Final = 100_000.0  # beyond this from the areas of a pack nothing is drawn
PINNED: Final = ("place", "service", "spot")


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedNote:
    """One note on a map.

    Attributes
    ----------
    number
        Its number on the map and in lists.
    sort
        What it is, in words: "Lived experience".
    about
        What it is pinned to: "Wisbech".
    day
        When it was kept: "22 November 2026".
    at
        Latitude and longitude (WGS84); None where the pack no longer knows what it is about.
    """

    number: int
    sort: str
    words: str
    about: str
    day: str
    is_shared: bool
    at: tuple[float, float] | None

    @property
    def line(self) -> str:
        """All of it in one line."""
        about = f" (about {self.about})" if self.about else ""
        return f"{self.number}. {self.sort}, {self.day}: {self.words}{about}"


@dataclass(frozen=True, kw_only=True, eq=False)
class NotesLayer(Layer):
    """Notes by number, each at the spot that it is about.

    Attributes
    ----------
    fault
        Why they could not be read; "" where they were.
    is_shared_alone
        Whether notes that are not marked for sharing are left out.
    """

    notes: tuple[PinnedNote, ...] = ()
    fault: str = ""
    is_shared_alone: bool = True

    @property
    def placed(self) -> tuple[PinnedNote, ...]:
        """Those with a spot on the map."""
        return tuple(each for each in self.notes if each.at is not None)

    def sentence(self) -> str:
        """Return how many notes there are, what they are, and which are left out."""
        if self.fault:
            return f"{TITLE}: the notes are not here. {self.fault}".rstrip(".")
        lost = len(self.notes) - len(self.placed)
        count = f"{counted(len(self.notes), 'notes')} of meetings"
        said = [f"{TITLE}: {count}, {STANDING}"]
        if lost:
            said.append(
                f"{lost:,} of them {'is' if lost == 1 else 'are'} about what this map lacks"
            )
        return ". ".join([*said, *([SHARED_ALONE] if self.is_shared_alone else [])])


def notes_layer(
    pack: Pack, records: Iterable[Record] = (), *, is_shared_alone: bool = True, fault: str = ""
) -> NotesLayer:
    """Return the notes that are pinned to a map, the first that was kept first.

    Parameters
    ----------
    records
        Notes, and whatever else: only what is pinned to a place, a service or a spot is drawn.
    is_shared_alone
        Whether only what is marked for sharing may leave with this map.
    """
    found = [
        (each, each.body)
        for each in sorted(records, key=lambda each: (each.created_at, each.id))
        if isinstance(each.body, Note) and (each.shared or not is_shared_alone)
    ]
    pinned = [(record, note, note.pin) for record, note in found if _is_pinned(note.pin)]
    return NotesLayer(
        key=NOTES,
        title=TITLE,
        notes=tuple(
            _pinned(pack, number, record, note, pin)
            for number, (record, note, pin) in enumerate(pinned, start=1)
            if pin is not None
        ),
        fault=fault,
        is_shared_alone=is_shared_alone,
    )


def note_rows(layer: NotesLayer) -> list[list[Any]]:
    """Return each note as scripts take it: its number, spot, sort, words, what about and day.

    The last tells whether it is marked for sharing.
    """
    return [
        [each.number, each.at, *map(plain_text, (each.sort, each.words, each.about, each.day)),
         each.is_shared]
        for each in layer.notes
    ]  # fmt: skip


def with_notes(spec: MapSpec, notes: NotesLayer) -> MapSpec:
    """Return a map whose layer of notes, where it has one, holds these."""
    return replace(spec, layers=tuple(_filled(spec, notes)))


def has_notes(spec: MapSpec) -> bool:
    """Whether a map lists notes, drawn or not."""
    return any(isinstance(each, NotesLayer) for each in spec.layers)


def _filled(spec: MapSpec, notes: NotesLayer) -> Iterator[Layer]:
    for each in spec.layers:
        is_notes = isinstance(each, NotesLayer)
        yield replace(notes, is_on=each.is_on, opacity=each.opacity) if is_notes else each


def _is_pinned(pin: Pin | None) -> bool:
    return pin is not None and pin.to in PINNED


def _pinned(pack: Pack, number: int, record: Record, note: Note, pin: Pin) -> PinnedNote:
    return PinnedNote(
        number=number,
        sort=SORTS[note.sort],
        words=" ".join(note.words.split()),
        about=_about(pack, pin),
        day=day_words(record.created_at[:10]),
        is_shared=record.shared,
        at=_near(pack, _spot_of(pack, pin)),
    )


def _about(pack: Pack, pin: Pin) -> str:
    """Return what a note is about, as the pack calls it now; else as it was called then."""
    for table in (pack.places, pack.assets, pack.areas):
        if pin.key in table.index:
            return str(table["name"][pin.key])
    return pin.label or ("a spot on the map" if pin.to == "spot" else "")


def _spot_of(pack: Pack, pin: Pin) -> tuple[float, float] | None:
    if pin.spot:
        lat, lon = (float(each) for each in pin.spot.split(","))
        return lat, lon
    if pin.key in pack.assets.index:
        return degrees_of(pack, pin.key)
    if pin.key in pack.places.index:
        point = label_points(pack, str(pack.places["kind"][pin.key]))[pin.key]
    elif pin.key in pack.areas.index:
        point = pack.areas.geometry[pin.key].representative_point()
    else:
        return None
    east, north = lonlat_from_grid(point.x, point.y)
    return round(float(north), DECIMALS), round(float(east), DECIMALS)


def _near(pack: Pack, at: tuple[float, float] | None) -> tuple[float, float] | None:
    """Return a spot that lies on the map or near it; None for one in another part of the world."""
    if at is None:
        return None
    east, north = (float(each) for each in grid_from_lonlat(at[1], at[0]))
    west, south, far_east, far_north = pack.areas.total_bounds
    is_near = (
        math.isfinite(east + north)
        and west - FARTHEST_M < east < far_east + FARTHEST_M
        and south - FARTHEST_M < north < far_north + FARTHEST_M
    )
    return at if is_near else None
