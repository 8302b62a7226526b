"""The addresses of a meeting that is followed: its screen, its scenes, its events, its notes.

They stand beside the app’s own pages, so that a room of thirty costs no session each.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from geodata.errors import PackError
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.record import Record, Stale
from geodata.store.store import Store
from mapping.meeting.live.answering import (
    NOT_NOW,
    Answer,
    answering,
    as_page,
    both_versions,
    in_json,
    nothing,
)
from mapping.meeting.live.beside import in_turn
from mapping.meeting.live.codes import code_of, find_meeting
from mapping.meeting.live.drawing import Drawings, Part, is_of_the_pack, turn_of
from mapping.meeting.live.events import Events
from mapping.meeting.live.hub import Hub
from mapping.meeting.live.known import doubts_told
from mapping.meeting.live.room import Room
from mapping.meeting.live.screen import POLICY, live_screen
from mapping.meeting.live.sent import read_sent
from mapping.meeting.live.telling import in_order, state_told, told
from mapping.meeting.live.writing import (
    Step,
    asked_otherwise,
    change,
    keep_asked,
    keep_note,
    read_note,
    scene_then,
    show,
)
from mapping.served.refusing import KEEP_NOTHING
from mapping.served.sending import send_body
from mapping.served.stopping import told_when_stopping
from mapping.served.store import served_store

ASK_EACH_TIME: Final = "private, no-cache"
AHEAD: Final = 2  # scenes drawn before they are asked for
MOST_FOUND: Final = 1_000
STEPS: Final[dict[str, tuple[Step, ...]]] = {
    "note": ("remove", "undo"),
    "scene": ("remove", "undo", "move"),
}


class Meetings:
    """The meetings that people follow, and the addresses that they do it by.

    Parameters
    ----------
    base
        The path that the app is served under: "" or "/patch".
    store
        Returns the store that they are kept in.
    """

    def __init__(self, base: str = "", store: Callable[[], Store] = served_store) -> None:
        self.base = f"/{base.strip('/')}" if base.strip("/") else ""
        self.drawings = Drawings()
        self.hub = Hub(store, self._prepare)
        self._preparing: set[asyncio.Task[None]] = set()
        self._found: dict[str, str] = {}  # ids of meetings by their codes, which stay

    def routes(self) -> list[BaseRoute]:
        """Return the routes that stand beside the pages."""
        scene = "/m/{code}/scenes/{scene}"
        seen = f"{scene}-{{version:int}}"
        page: dict[str, Answer] = {"/m/{code}": self.screen}
        gets: dict[str, Answer] = {
            "/m/{code}/state.json": self.state,
            "/m/{code}/events": self.events,
            f"{seen}.html": partial(self.scene, part=""),
            f"{seen}/map.html": partial(self.scene, part="map"),
        }
        posts: dict[str, Answer] = {
            "/m/{code}/at": self.at,
            "/m/{code}/notes": self.note,
            scene: self.words,
            **{
                f"/m/{{code}}/{kind}s/{{id}}/{step}": partial(self.step, kind=kind, step=step)
                for kind, steps in STEPS.items()
                for step in steps
            },
        }
        return [
            Route(f"{prefix}{path}", answering(answer, refuse), methods=[method])
            for prefix in dict.fromkeys([self.base, ""])
            for method, answers, refuse in (
                ("GET", page, as_page),
                ("GET", gets, in_json),
                ("POST", posts, in_json),
            )
            for path, answer in answers.items()
        ]

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Serve followers, and send them away at the first signal to stop."""
        with told_when_stopping(self.hub.close):
            try:
                yield
            finally:
                self.hub.close()
                self.drawings.close()

    async def screen(self, request: Request) -> Response:
        """Send the screen of a meeting; one whose code is longer than it need be, all the same."""
        meeting = await self._meeting(request)
        code = await self.hub.read(code_of, meeting)
        pack = await self.drawings.pack()
        self._draw_ahead(meeting, await self.hub.read(Store.records, "scene", meeting.id))
        page = live_screen(request, meeting, code, self.base, pack)
        return HTMLResponse(page, headers=KEEP_NOTHING | {"Content-Security-Policy": POLICY})

    async def state(self, request: Request) -> Response:
        """Send everything that a follower knows of a meeting."""
        meeting = await self._meeting(request)
        pack = await self.drawings.pack()
        now = await self.hub.read(Store.since, "", meeting.id)
        said = {"mark": now.mark, "pack": pack.short_hash, **state_told(now.records, meeting.id)}
        return JSONResponse(said, headers=KEEP_NOTHING)

    async def events(self, request: Request) -> Response:
        """Send what changes in a meeting for as long as somebody follows it."""
        meeting = await self._meeting(request)
        known = request.headers.get("last-event-id") or request.query_params.get("since", "")
        return Events(self.hub, meeting.id, known, in_json(NOT_NOW))

    async def scene(self, request: Request, *, part: Part) -> Response:
        """Send a scene, or the map of its question, as HTML."""
        meeting = await self._meeting(request)
        record = await self._scene(meeting.id, request.path_params)
        pack = await self.drawings.pack()
        body = await self.drawings.of(record, pack, part)
        if body is None:
            raise nothing("the map of this scene", "no map of its question")
        response = send_body(request, body)
        response.headers["Content-Security-Policy"] = POLICY
        is_lasting = is_of_the_pack(record) and request.query_params.get("v") == pack.short_hash
        if not is_lasting:
            response.headers["Cache-Control"] = ASK_EACH_TIME
        return response

    async def at(self, request: Request) -> Response:
        """Have everybody see a scene."""
        meeting, sent = await self._meeting(request), await read_sent(request)
        scene, by = sent.take("scene", str, ""), sent.role()
        sent.end()
        return await self._changed(meeting.id, show, scene, by)

    async def note(self, request: Request) -> Response:
        """Keep a note, new or changed."""
        meeting, sent = await self._meeting(request), await read_sent(request)
        return await self._changed(meeting.id, keep_note, read_note(sent))

    async def words(self, request: Request) -> Response:
        """Change the words of a scene’s question."""
        meeting, sent = await self._meeting(request), await read_sent(request)
        expected, by = sent.version(is_needed=True) or 0, sent.role()
        words = sent.take("words", str, "")
        sent.end()
        pack = await self.drawings.pack()
        scene = request.path_params["scene"]
        ask = partial(asked_otherwise, self.hub.store(), meeting.id, scene, words, pack)
        asked = await in_turn(turn_of(meeting.id), ask)
        keep = partial(keep_asked, expected=expected, by=by)
        return await self._changed(meeting.id, keep, asked)

    async def step(self, request: Request, *, kind: str, step: Step) -> Response:
        """Remove or move a part of a meeting, or take back what was done to it last."""
        meeting, sent = await self._meeting(request), await read_sent(request)
        expected, by = sent.version(), sent.role()
        before = sent.take("before", str, "") or None if step == "move" else None
        sent.end()
        do = partial(change, step=step, before=before, expected=expected, by=by)
        return await self._changed(meeting.id, do, kind, request.path_params["id"])

    async def _changed(
        self, meeting_id: str, change: Callable[..., Record | Stale], *given: object
    ) -> Response:
        """Change a meeting, tell its followers at once, and answer what is kept now."""
        done = await self.hub.write(change, meeting_id, *given)
        self.hub.wake(meeting_id)
        if isinstance(done, Stale):
            return both_versions(done)
        said: dict[str, Any] = {done.kind: told(done)}
        if isinstance(done.body, Note):
            said["doubts"] = await self._doubts(done.body)
        return JSONResponse(said, headers=KEEP_NOTHING)

    async def _doubts(self, note: Note) -> list[str]:
        """Return what in a note may tell who somebody is; nothing while no pack tells names."""
        try:
            pack = await self.drawings.pack()
        except PackError:
            return []
        return await self.hub.read(lambda _: doubts_told(pack, note))

    async def _meeting(self, request: Request) -> Record:
        """Return the meeting of an address; raises `PostedError` where there is none."""
        code = request.path_params["code"]
        room = self.hub.room(self._found.get(code, ""))
        if room is not None and room.meeting is not None:
            return room.meeting
        found = await self.hub.read(find_meeting, code)
        if found is None or found.is_removed or not isinstance(found.body, Meeting):
            raise nothing("this meeting", "no meeting of this address, or one that was removed")
        if len(self._found) < MOST_FOUND:
            self._found[code] = found.id
        return found

    async def _scene(self, meeting_id: str, path: dict[str, Any]) -> Record:
        """Return a scene as the version of an address had it."""
        room, scene, version = self.hub.room(meeting_id), path["scene"], path["version"]
        known = room.records.get(scene) if room else None
        if known is not None and known.kind == "scene" and known.version == version:
            return known
        return await self.hub.read(scene_then, meeting_id, scene, version)

    def _prepare(self, room: Room) -> None:
        """Draw what everybody sees, and what comes next, before they ask for it."""
        if room.meeting is not None:
            self._draw_ahead(room.meeting, room.records.values())

    def _draw_ahead(self, meeting: Record, records: Iterable[Record]) -> None:
        scenes = in_order(records, "scene")
        now = meeting.body.scene if isinstance(meeting.body, Meeting) else ""
        at = next((at for at, each in enumerate(scenes) if each.id == now), 0)
        task = asyncio.create_task(self.drawings.prepare(scenes[at : at + AHEAD + 1]))
        self._preparing.add(task)
        task.add_done_callback(self._preparing.discard)
