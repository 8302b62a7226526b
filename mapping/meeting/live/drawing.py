"""The pictures of a meeting’s scenes: each drawn once for all who look at it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Hashable, Iterable
from dataclasses import replace
from functools import partial
from threading import Thread
from typing import Final, Literal, cast

from markupsafe import Markup

from geodata.errors import PackError, QuestionError
from geodata.model import Pack
from geodata.store.kinds.scene import Scene
from geodata.store.record import Record
from geodata.tracing import log_fault
from layers.meeting.minutes import SHOWN
from mapping.meeting.drawn_scene import draw_question_map, draw_scene
from mapping.meeting.live.beside import beside, in_turn
from mapping.meeting.scenes.last_time import rests_on
from mapping.meeting.showing import show_scene
from mapping.meeting.shown import Pictured, Shown
from mapping.meeting.since_kept import LAST_TIME
from mapping.meeting.then import NOT_TOLD, scene_then
from mapping.served.cache import CACHE, kept, key_of
from mapping.served.packs import pack_at_hand, served_pack
from mapping.served.sending import Body

Part = Literal["", "map"]
Asked = tuple[str, Scene, str]
GONE: Final = "This scene cannot be shown any longer."
FAILED: Final = "This scene could not be drawn: a fault in the program. The meeting goes on."
logger = logging.getLogger("know_your_patch")


def drawn(
    pack: Pack,
    title: str,
    body: Scene,
    key: str,
    *,
    part: Part = "",
    state: str = "",  # noqa: ARG001 - by which it is kept
) -> Body | None:
    """Return a scene, or the map of its question, as HTML to send.

    One that cannot be shown any longer says so, with what it said when it was kept; None where
    there is no map of its question.

    Parameters
    ----------
    state
        Of what it tells beside the pack: see `rests_on`.
    """
    try:
        shown = show_scene(title, body, pack, key=key)
    except QuestionError as error:
        why = " ".join(each.sentence() for each in error.problems)
        return _said(title, scene_then(body, pack), key, f"{GONE} {why}")
    note = " ".join(filter(None, (shown.about.note, _of_pack(body, pack))))
    shown = replace(shown, about=replace(shown.about, note=note))
    if part == "map":
        has_map = isinstance(shown.question_map or shown.picture, Pictured)
        return _body(draw_question_map(shown)) if has_map else None
    return _body(draw_scene(shown))


def _of_pack(body: Scene, pack: Pack) -> str:
    """Return which pack a scene is drawn with: its files may change while a meeting goes on."""
    now, then = pack.published_hash, body.pack_hash
    said = f"Drawn with figures of {pack.info.date}, pack {now[:SHOWN]}."
    if then in ("", now):
        return said
    return f"{said} It was added with pack {then[:SHOWN]}: its figures may be others."


def _said(title: str, body: Scene, key: str, why: str) -> Body:
    """Return a scene of words alone."""
    before = (
        body.said if body.said in ("", NOT_TOLD) else f"It said, when it was added: {body.said}"
    )
    return _body(
        draw_scene(
            Shown(key=key, place="", asks=title, said=why, prompts=(before,) if before else ())
        )
    )


def _body(section: Markup) -> Body:
    return Body.of_file(section, "text/html; charset=utf-8")


def draw_soon(records: Iterable[Record], pack: Pack) -> None:
    """Begin to draw scenes beside whatever else is done, so that whoever opens them need not wait.

    Whoever asks for one meanwhile waits for this drawing of it.
    """
    scenes = [each for each in records if isinstance(each.body, Scene)]
    Thread(target=_draw_all, args=(scenes, pack), daemon=True).start()


def _draw_all(scenes: list[Record], pack: Pack) -> None:
    try:
        for each in scenes:
            body = cast("Scene", each.body)
            kept(drawn, pack, each.title, body, each.id, state=rests_on(body))
    except Exception as error:  # noqa: BLE001 - logged, without its words
        log_fault(logger, "A scene of a meeting could not be drawn.", error)


def is_of_the_pack(record: Record) -> bool:
    """Return whether a scene tells of its pack alone: then it stays as it is drawn."""
    return isinstance(record.body, Scene) and record.body.page != LAST_TIME


def turn_of(meeting_id: str | None) -> str:
    """Return who takes turns with others when something of a meeting is worked out."""
    return f"meeting {meeting_id}"


class Drawings:
    """Scenes being drawn: whoever asks for the same waits for the same."""

    def __init__(self) -> None:
        self._coming: dict[Hashable, asyncio.Task[Body | None]] = {}

    async def pack(self) -> Pack:
        """Return the pack that is served.

        Raises
        ------
        PackError
            It cannot be read.
        """
        at_hand = pack_at_hand()
        if at_hand is not None:
            return at_hand
        return await beside(served_pack)

    async def of(self, record: Record, pack: Pack, part: Part = "") -> Body | None:
        """Return a scene of a meeting as HTML, drawn now if it was not before.

        Parameters
        ----------
        part
            "map" for the map of its question.
        """
        body = record.body
        if not isinstance(body, Scene):
            raise TypeError(record.kind)
        state = "" if is_of_the_pack(record) else await beside(rests_on, body)
        asked = (record.title, body, record.id)
        kept_as = key_of(drawn, pack, *asked, part=part, state=state)
        found = CACHE.find(kept_as)
        if isinstance(found, Body):
            return found
        coming = self._coming.get(kept_as)
        if coming is None or coming.done():
            coming = asyncio.create_task(self._draw(record, pack, asked, part, state))
            self._coming[kept_as] = coming
            coming.add_done_callback(lambda _: self._coming.pop(kept_as, None))
        return await asyncio.shield(coming)

    async def prepare(self, records: list[Record]) -> None:
        """Draw scenes before they are asked for, one after the other."""
        try:
            pack = await self.pack()
        except PackError:
            return  # the pages say what is wrong
        for each in records:
            await self.of(each, pack)

    async def _draw(
        self, record: Record, pack: Pack, asked: Asked, part: Part, state: str
    ) -> Body | None:
        title, body, key = asked
        draw = partial(kept, drawn, pack, title, body, key, part=part, state=state)
        try:
            return await in_turn(turn_of(record.parent), draw)
        except Exception as error:  # noqa: BLE001 - logged, without its words
            log_fault(logger, "A scene of a meeting could not be drawn.", error)
            return _said(title, body, key, FAILED)

    def close(self) -> None:
        """Draw nothing more."""
        for each in list(self._coming.values()):
            each.cancel()
