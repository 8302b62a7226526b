"""Scenes made: out of a page as it is seen, and the ready-made agenda of a place."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from urllib.parse import urlencode

from geodata.errors import DataError
from geodata.model import Pack
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.scene import Scene
from geodata.store.kinds.words import LONGEST_LINE
from geodata.store.record import Record, new_record
from geodata.store.store import Store
from geodata.strictness import rules_held
from layers.own_places.beside import published_part
from layers.own_places.recipes import OWN
from layers.place.facts import question_for_place
from layers.places import find_place
from layers.question.address import query_from_question, query_string
from layers.question.question import Question
from mapping.meeting.asked import SceneAsked, read_scene
from mapping.meeting.drawn_scene import draw_scene
from mapping.meeting.kept import KeptMeeting, read_meeting
from mapping.meeting.scenes.agenda import tell_agenda
from mapping.meeting.scenes.last_time import last_time_scenes
from mapping.meeting.showing import ask_page, show_scene
from mapping.served.cache import kept

AGENDA = "agenda"


def scene_seen(page: str, words: str, part: str, pack: Pack) -> tuple[str, Scene]:
    """Return a page as it is seen, to be kept: its question, and what it says and shows now.

    Parameters
    ----------
    page
        The end of its address: "map".
    words
        What stands after the question mark.
    part
        Which part of it; "" for its own.

    Raises
    ------
    QuestionError
        What the address says cannot be used.
    """
    return _scene(read_scene(page, words, part, pack), pack)


def _scene(asked: SceneAsked, pack: Pack) -> tuple[str, Scene]:
    shown = ask_page(asked)
    scene = Scene(
        page=asked.page,
        words=asked.words,
        part=asked.part,
        said=shown.said,
        figures=shown.figures,
        pack=pack.info.key,
        pack_hash=published_part(pack).content_hash,
        rules=rules_held(pack),
    )
    return shown.asks[:LONGEST_LINE], scene


def agenda_scenes(
    place_id: str, question: Question, pack: Pack, changes: str = ""
) -> list[tuple[str, Scene]]:
    """Return the ready-made agenda for a place: each scene’s question, and the scene.

    Parameters
    ----------
    changes
        A scenario that “What if?” tells, as in an address.

    Raises
    ------
    QuestionError
        The pack has no such place, or the scenario cannot be used.
    """
    words = agenda_words(place_id, question, pack, changes)
    told = kept(tell_agenda, pack, question_for_place(question, pack, place_id), place_id, changes)
    return [scene_seen(AGENDA, words, each.key, pack) for each in told.agenda.scenes]


def agenda_words(place_id: str, question: Question, pack: Pack, changes: str = "") -> str:
    """Return the words that every scene of a place’s agenda is kept by."""
    own = question_for_place(question, pack, place_id)
    further = {"place": place_id, "changes": changes}
    further[OWN] = pack.added.text if pack.added is not None else ""
    given = {name: value for name, value in further.items() if value}
    return urlencode(query_from_question(own, pack) | given)


def begin_meeting(
    store: Store,
    title: str,
    place_id: str,
    question: Question,
    pack: Pack,
    *,
    on: str = "",
    follows: str = "",
    by: str | None = None,
) -> KeptMeeting:
    """Keep a meeting about a place with its ready-made agenda: all of it, or nothing.

    Parameters
    ----------
    on
        Its day: "2026-11-22"; "" where none is set.
    follows
        The id of the meeting before, "" for none: what was agreed there, and what has changed in
        its figures since, open this one.
    by
        The role of whoever begins it.

    Raises
    ------
    QuestionError
        The pack has no such place.
    StoreError
        It cannot be kept; nothing is.
    """
    body = Meeting(
        place_id=place_id,
        place=str(find_place(pack, place_id)["name"])[:LONGEST_LINE],
        pack=pack.info.key,
        pack_hash=published_part(pack).content_hash,
        question=query_string(question, pack),
        on=on,
        follows=follows,
    )
    before = read_meeting(store, follows) if follows else None
    words = agenda_words(place_id, question, pack)
    scenes = [
        *(last_time_scenes(before, body, words, pack) if before else ()),
        *agenda_scenes(place_id, question, pack),
    ]
    meeting = new_record(body, title=title)
    parts = [new_record(scene, title=asks, parent=meeting.id) for asks, scene in scenes]
    record, *kept_scenes = store.save_all([meeting, *parts], by=by)
    begun = KeptMeeting(record=record, scenes=tuple[Record, ...](kept_scenes), notes=())
    Thread(target=draw_ahead, args=(begun, pack), daemon=True).start()
    return begun


def draw_ahead(meeting: KeptMeeting, pack: Pack) -> None:
    """Draw the first scene of a meeting that has begun: it is there as the screen opens.

    One that cannot be shown is told by the screen itself.
    """
    for each in meeting.scenes[:1]:
        if isinstance(each.body, Scene):
            with suppress(DataError):
                draw_scene(show_scene(each.title, each.body, pack, key=each.id))
