"""A meeting about a pack with planted figures: its scenes, what is kept, and all it hands out."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any
from unittest import mock

from geodata.errors import QuestionError
from geodata.model import Pack
from geodata.store.address import STORE_SETTING
from geodata.store.kinds.note import Note, Pin
from geodata.store.kinds.place import Place
from geodata.store.kinds.scenario import Scenario
from geodata.store.kinds.scene import Scene
from geodata.store.record import Record, Stale, new_record
from geodata.store.store import Store, open_store
from layers.__main__ import main as layers_main
from layers.meeting.calendar import actions_calendar
from layers.question.question import default_question
from mapping.__main__ import main as mapping_main
from mapping.meeting.drawn_scene import draw_question_map, draw_scene
from mapping.meeting.file import render_meeting_html
from mapping.meeting.kept import KeptMeeting, read_meeting
from mapping.meeting.live.codes import code_of
from mapping.meeting.live.routes import Meetings
from mapping.meeting.live.telling import state_told
from mapping.meeting.making import begin_meeting, scene_seen
from mapping.meeting.minutes import FORMATS, kept_minutes, write_minutes
from mapping.meeting.scenes import last_time
from mapping.meeting.showing import parts_of
from mapping.meeting.shown import Shown
from mapping.meeting.since_kept import meeting_since, scene_again
from mapping.served import packs
from tests.apart import run_apart
from tests.attacks.taken_away import opened
from tests.mapping.following import Asker

Output = tuple[str, bytes]
Run = Callable[[Callable[[list[str]], int], list[str]], bytes]
OF_CHANCE = re.compile(  # ids, marks and moments: their digits are of no figure
    r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|\b[0-9a-f]{12,64}\b|\d{4}-\d\d-\d\dT[\d:.]+\S*"
)
WHERE_DRAWN = re.compile(  # where a line runs, and bytes of a picture: any number is among so many
    r' (?:d|points|x|y|x1|x2|y1|y2|cx|cy|r|transform|viewBox|width|height)="[^"]*"'
    r"|base64,[A-Za-z0-9+/=]+"
)
PLACE = "team-a"
COUNT, RATE, SHARE = (
    "early_help_team_count_1_0",
    "early_help_team_rate_10000_2",
    "early_help_team_share_100_3",
)
NEED = "need=area_rate_10000"
FORMS = "html,docx,xlsx"
PROJECT = "Drop-in;2022;2024"
FEW = (  # a page, what stands after the question mark, and its parts; none for all there are
    ("map", f"{NEED}&place={PLACE}&area=A1", ("",)),
    ("map", f"indicator={COUNT}", ("",)),
    ("compare", f"indicator={COUNT}", ("published",)),
    ("compare", f"indicator={RATE}&place={PLACE}", ("history",)),
    ("compare", f"indicator={COUNT}&place={PLACE}&project={PROJECT}", ("history",)),
    ("hotspots", "indicator=area_rate_10000", ("",)),
    ("needs-and-services", f"{NEED}&place={PLACE}", ("",)),
)
PAGES = (
    *("map", "places", "compare", "cover", "hotspots", "two-maps", "needs-and-services"),
    *("scenarios", "data", "find-help", "siting", "why"),
)


def few_met(folder: Path, run: Run) -> Iterator[Output]:
    """Hold a meeting with some scenes of each kind."""
    return _met(folder, run, FEW)


def all_met(folder: Path, run: Run) -> Iterator[Output]:
    """Hold a meeting with every part of every page, asked about what is sensitive."""
    words = (f"{NEED}&place={PLACE}", NEED, f"indicator={SHARE}&place={PLACE}&area=A1")
    every = [(page, each, ()) for page in PAGES for each in words]
    return _met(folder, run, (*FEW, *every))


def _met(folder: Path, run: Run, seen: Any) -> Iterator[Output]:
    path = folder.parent / f"{folder.name}.sqlite"
    with mock.patch.dict(os.environ, {STORE_SETTING: f"sqlite:///{path}"}):
        store = open_store()
        try:
            with mock.patch.object(last_time, "served_store", return_value=store):
                yield from _held(store, packs.served_pack(), seen)
            yield from _commands(folder, run)
        finally:
            store.close()
    yield "the store", _rows_of(path)


def _held(store: Store, pack: Pack, seen: Any) -> Iterator[Output]:
    question = default_question(pack)
    first = begin_meeting(store, "First", PLACE, question, pack)
    after = begin_meeting(store, "After", PLACE, question, pack, follows=first.record.id)
    scenes = [each for page, words, parts in seen for each in _scenes(page, words, parts, pack)]
    assert len(scenes) >= len(FEW)
    store.save_all([new_record(body, title=asks, parent=after.record.id) for asks, body in scenes])
    _write_down(store, after.record.id)
    kept = read_meeting(store, after.record.id)
    assert kept is not None
    for each in _told(kept, pack):
        yield each[0], _without_chance(each[1])
    minutes = kept_minutes(store, kept, pack)
    for form in FORMATS:
        yield from opened(f"minutes.{form}", write_minutes(minutes, form))
    yield "the calendar", OF_CHANCE.sub(" ", actions_calendar(kept.record, kept.notes)).encode()
    yield from run_apart(_followed(store, kept))
    yield "two versions", _two_versions(store, kept.scenes[-1])


def _scenes(page: str, words: str, parts: Any, pack: Pack) -> Iterator[tuple[str, Scene]]:
    """Yield what of a page can be kept; what it has nothing of is none."""
    for part in parts or parts_of(page, words) or ("",):
        try:
            yield scene_seen(page, words, part, pack)
        except QuestionError:
            assert not parts, (page, words, part)


def _write_down(store: Store, meeting: str) -> None:
    due = Note(sort="action", words="Ask.", owner="Chair", due="2027-01-15")
    store.save(new_record(due, parent=meeting))
    said = Note(sort="story", words="We wait.", pin=Pin(to="place", key=PLACE))
    store.save(replace(new_record(said, parent=meeting), shared=True))
    store.save(new_record(Place(recipe="Two.areas.A1_B1"), title="Two"))
    changes = Scenario(changes="close.centre-a", question=NEED)
    store.save(new_record(changes, title="Closed"))


def _told(kept: KeptMeeting, pack: Pack) -> Iterator[Output]:
    """Yield each scene drawn, and what is told of all of them."""
    again = [scene_again(each, pack) for each in kept.scenes]
    shown = [each for each in again if isinstance(each, Shown)]
    assert len(shown) == len(again), [each for each in again if isinstance(each, str)]
    for each in shown:
        yield f"the scene {each.asks}", str(draw_scene(each)).encode()
        yield f"the words of {each.asks}", repr((each.said, each.notes, each.figures)).encode()
        if each.question_map is not None:
            yield f"the map of {each.asks}", str(draw_question_map(each)).encode()
    yield "the file", render_meeting_html("After", shown, pack).encode()
    records = (kept.record, *kept.scenes, *kept.notes)
    yield "state.json and events", json.dumps(state_told(records, kept.record.id)).encode()
    since = meeting_since(kept, pack)
    yield "since", f"{since.sentence()}{since.notes()}{since.table.to_csv(index=False)}".encode()


async def _followed(store: Store, kept: KeptMeeting) -> list[Output]:
    """Return all that a browser is sent which follows a meeting, as it is sent."""
    meetings = Meetings(store=lambda: store)
    asker, at = Asker(meetings), f"/m/{code_of(store, kept.record)}"
    sent: list[Output] = []
    async with meetings.open(), asker.following(f"{at}/events") as follower:
        sent += [
            (f"the live screen{path}", (await asker.get(at + path)).text.encode())
            for path in ("", "/state.json")
        ]
        for scene in kept.scenes:
            for part in (".html", "/map.html"):
                path = f"/scenes/{scene.id}-{scene.version}{part}"
                answer = await asker.get(at + path)
                is_map = part == "/map.html"  # of which a scene may have none
                assert answer.status == HTTPStatus.OK or is_map, (path, answer.text)
                sent.append((f"the scene {scene.title}{part}", answer.text.encode()))
        sent.append(("an event, everything", repr(await follower.event()).encode()))
        note = {"id": str(uuid.uuid4()), "expected": 0, "sort": "note", "words": "More."}
        kept_now = await asker.post(f"{at}/notes", note)
        assert kept_now.status == HTTPStatus.OK, kept_now.text
        sent.append(("a note posted", kept_now.text.encode()))
        sent.append(("an event, a note", repr(await follower.event()).encode()))
        refused = await asker.post(f"{at}/notes", note | {"expected": 7})
        sent.append(("a note refused", refused.text.encode()))
    return [(name, _without_chance(content)) for name, content in sent]


def _without_chance(content: bytes) -> bytes:
    text = WHERE_DRAWN.sub(" ", content.decode())
    return OF_CHANCE.sub(" ", text).encode()


def _two_versions(store: Store, scene: Record) -> bytes:
    """Return both versions of a scene that two people changed at once."""
    store.save(replace(scene, title="Theirs"), expected=scene.version)
    stale = store.save(replace(scene, title="Mine"), expected=scene.version)
    assert isinstance(stale, Stale)
    return OF_CHANCE.sub(" ", repr(stale)).encode()


def _commands(folder: Path, run: Run) -> Iterator[Output]:
    """Ask the commands that a meeting is prepared and told with."""
    for form in ("csv", "json", "table"):
        words = ["timeline", "--indicator", COUNT, "--place", PLACE, "--project", PROJECT]
        said = run(layers_main, [*words, "--format", form, "--pack", str(folder)])
        yield f"a timeline ({form})", said
    out = folder.parent / f"profile with notes {folder.name}"
    words = ["profile", "--place", PLACE, "--notes", "--scenario", "Closed", "--formats", FORMS]
    yield "profile, said", run(mapping_main, [*words, "--pack", str(folder), "--out", str(out)])
    for ending in ("html", "csv", "geojson", "gpkg"):
        asked = ["map", "--layers", "notes,fill.gap", "--need", "area_rate_10000"]
        to = out / f"map.{ending}"
        yield "map, said", run(mapping_main, [*asked, "--pack", str(folder), "--out", str(to)])
    for path in sorted(out.rglob("*.*")):
        yield from opened(path.name, path.read_bytes())


def _rows_of(path: Path) -> bytes:
    """Return all that a store's file holds, its history too, as text."""
    with closing(sqlite3.connect(path)) as connection:
        rows = [
            repr(row)
            for (table,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
            for row in connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - its own name
        ]
    assert len(rows) > len(FEW)
    return OF_CHANCE.sub(" ", "\n".join(rows)).encode()
