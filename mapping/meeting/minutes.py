"""The minutes of a kept meeting, ready to be written: its sections, and its maps to be drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Final

from geodata.model import Pack, PackInfo
from geodata.store.kinds.note import Note
from geodata.store.record import Record
from geodata.store.store import Store
from layers.meeting.minutes import SHOWN, Held, Minutes, measure_minutes
from layers.meeting.minutes_before import Before
from layers.meeting.minutes_scenes import SceneTold
from layers.profile.parts import Block, MapView
from layers.said.citing import each_once
from layers.said.days import day_words
from mapping.drawn.picture import draw_map_png
from mapping.meeting.kept import KeptMeeting, read_meeting
from mapping.meeting.shown import Pictured, Shown
from mapping.meeting.since_kept import LAST_TIME, meeting_since, scene_again, scene_of
from mapping.meeting.then import scene_then
from mapping.profile.branding import PLAIN, Branding

MAP_MM: Final = (180.0, 110.0)
BETWEEN_MM: Final = 4.0  # two maps that stand side by side
DPI: Final = 200
NOTHING_SAID: Final = "meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesFormat:
    """One format of the minutes; `writer` is loaded when it is first asked for.

    Attributes
    ----------
    label
        What its button says.
    """

    key: str
    label: str
    writer: str


FORMATS: Final[dict[str, MinutesFormat]] = {
    each.key: each
    for each in (
        MinutesFormat(
            key="pdf",
            label="Download the minutes (PDF)",
            writer="mapping.meeting.minutes_pdf:write_pdf",
        ),
        MinutesFormat(
            key="docx",
            label="Download the minutes to edit (Word)",
            writer="mapping.meeting.minutes_word:write_docx",
        ),
    )
}


class MinutesDocument:
    """What every format of the minutes is written from; each map is drawn once."""

    def __init__(
        self,
        minutes: Minutes,
        maps: dict[str, Pictured],
        pack: Pack,
        branding: Branding = PLAIN,
    ) -> None:
        """Keep the minutes, and the maps by the keys of their blocks."""
        self.minutes, self.maps, self.pack, self.branding = minutes, maps, pack, branding
        self._drawn = dict[str, list[tuple[Pictured, bytes]]]()

    @property
    def info(self) -> PackInfo:
        """What is said of the pack that the scenes are drawn from."""
        return self.pack.info

    @cached_property
    def pack_hash(self) -> str:
        """The pack’s hash, as short as people see it."""
        return self.pack.published_hash[:SHOWN]

    @property
    def of_figures(self) -> str:
        """Which figures its scenes are drawn with."""
        return f"figures of {self.info.date}, pack {self.pack_hash}"

    @property
    def title(self) -> str:
        """The title of the document."""
        return self.minutes.title or NOTHING_SAID

    @property
    def date(self) -> str:
        """The month of the document, "November 2026": the meeting’s, else the pack’s."""
        words = day_words(self.minutes.on).split(" ", 1)
        return words[1] if self.minutes.on else self.info.date

    def map_pngs(self, key: str) -> list[tuple[Pictured, bytes]]:
        """Draw one of its maps, told by hatching as well as by colour; beside it a second one."""
        if key not in self._drawn:
            first = self.maps[key]
            shown = [first] if first.beside is None else [first, first.beside]
            wide = (MAP_MM[0] - BETWEEN_MM * (len(shown) - 1)) / len(shown)
            self._drawn[key] = [(each, _map_png(each, wide)) for each in shown]
        return self._drawn[key]


def _map_png(pictured: Pictured, width_mm: float) -> bytes:
    return draw_map_png(
        pictured.spec,
        pictured.pack,
        place_id=pictured.place_id or None,
        bounds=pictured.bounds,
        width_mm=width_mm,
        height_mm=MAP_MM[1],
        dpi=DPI,
        words=False,
        is_hatched=True,
    )


def write_minutes(document: MinutesDocument, form: str) -> bytes:
    """Write minutes in one of `FORMATS`; the same minutes give the same bytes."""
    module, _, name = FORMATS[form].writer.partition(":")
    write: Callable[[MinutesDocument], bytes] = getattr(import_module(module), name)
    return write(document)


def kept_minutes(
    store: Store, meeting: KeptMeeting, pack: Pack, branding: Branding = PLAIN
) -> MinutesDocument:
    """Return the minutes of a meeting, with what was agreed at the one that it follows."""
    before = read_meeting(store, meeting.body.follows) if meeting.body.follows else None
    return minutes_of(meeting, pack, before, branding)


def minutes_of(
    meeting: KeptMeeting, pack: Pack, before: KeptMeeting | None = None, branding: Branding = PLAIN
) -> MinutesDocument:
    """Return the minutes of a meeting: its scenes are drawn with the figures of a pack.

    Parameters
    ----------
    before
        The meeting that it follows; None where that is not kept any more.
    """
    again = [(at, each, scene_again(each, pack)) for at, each in _told_here(meeting)]
    shown = [each for _, _, each in again if isinstance(each, Shown)]
    maps: dict[str, Pictured] = {}
    held = Held(
        record=meeting.record,
        scenes=tuple(_told(*each, pack, maps) for each in again),
        notes=meeting.notes,
        info=pack.info,
        pack_hash=pack.published_hash,
        sources=each_once(*(each.sources for each in shown)),
        follows=bool(meeting.body.follows),
        before=None if before is None else _before(before, pack),
        told_before=len(meeting.scenes) - len(again),
        known=tuple(dict.fromkeys(note for each in shown for note in each.notes)),
    )
    return MinutesDocument(measure_minutes(held), maps, pack, branding)


def _told_here(meeting: KeptMeeting) -> Iterator[tuple[int, Record]]:
    """Yield the scenes by their number; what tells of the meeting before has its own section.

    Where something was written at such a scene, or the meeting follows none, it stays.
    """
    about = {
        each.body.pin.key for each in meeting.notes if isinstance(each.body, Note) and each.body.pin
    }
    for at, each in enumerate(meeting.scenes, start=1):
        is_before = scene_of(each).page == LAST_TIME and meeting.body.follows != ""
        if not is_before or each.id in about:
            yield at, each


def _before(meeting: KeptMeeting, pack: Pack) -> Before:
    return Before(record=meeting.record, notes=meeting.notes, since=meeting_since(meeting, pack))


def _told(
    at: int, record: Record, shown: Shown | str, pack: Pack, maps: dict[str, Pictured]
) -> SceneTold:
    """Return a scene as it is told; the map that it draws is put among the others."""
    kept = scene_then(scene_of(record), pack)
    if isinstance(shown, str):
        return SceneTold(id=record.id, title=record.title, kept=kept, why=shown, at=at)
    return SceneTold(
        at=at,
        id=record.id,
        title=record.title or shown.asks,
        kept=kept,
        said=shown.said,
        picture=_block(shown, maps),
        pack_hash=pack.published_hash,
    )


def _block(shown: Shown, maps: dict[str, Pictured]) -> Block | None:
    picture = shown.picture
    if not isinstance(picture, Pictured):
        return picture
    key = f"map-{len(maps) + 1}"
    maps[key] = picture
    return MapView(
        key=key, title="The map", place_id=picture.place_id, alt=picture.alt, about=shown.about
    )
