"""What a meeting opens with that follows another: what was agreed, and what has changed since."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from geodata.store.faults import StoreError
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.scene import Scene
from geodata.store.kinds.words import LONGEST_WORDS
from geodata.strictness import rules_held
from layers.meeting.minutes_before import Before, agreed_table, since_table
from layers.profile.parts import About
from mapping.meeting.asked import SceneAsked
from mapping.meeting.kept import KeptMeeting, read_meeting
from mapping.meeting.shown import Shown
from mapping.meeting.since_kept import LAST_TIME, meeting_since
from mapping.served.store import served_store

AGREED: Final = "agreed"
FIGURES: Final = "figures"
ASKS: Final = {
    AGREED: "What did we agree last time?",
    FIGURES: "What has changed in the figures since?",
}
OF: Final = "meeting"
TODAY: Final = "today"
PROMPTS: Final = {
    AGREED: ("What went well with it?", "What stands in the way of what is still to do?"),
    FIGURES: ("Does this fit what you have seen since?",),
}


def last_time_scenes(
    before: KeptMeeting, meeting: Meeting, words: str, pack: Pack
) -> list[tuple[str, Scene]]:
    """Return the scenes that a meeting opens with: each question, and the scene.

    Parameters
    ----------
    before
        The meeting that it follows.
    words
        Those of the meeting’s other scenes.
    """
    further = urlencode({OF: before.record.id, TODAY: meeting.on})
    said = {
        AGREED: _agreed(before, meeting.on).said,
        FIGURES: meeting_since(before, pack).sentence(),
    }
    return [
        (
            ASKS[part],
            Scene(
                page=LAST_TIME,
                words=f"{words}&{further}",
                part=part,
                said=said[part][:LONGEST_WORDS],
                pack=pack.info.key,
                pack_hash=pack.published_hash,
                rules=rules_held(pack),
            ),
        )
        for part in ASKS
    ]


def show(asked: SceneAsked) -> Shown:
    """Return one of the scenes; see `mapping.meeting.showing`.

    Raises
    ------
    QuestionError
        The meeting before is not kept any more, or cannot be read.
    """
    try:
        before = read_meeting(served_store(), asked.chosen.get(OF, ""))
    except StoreError as error:
        raise QuestionError(error.problems) from error
    if before is None or asked.part not in ASKS:
        raise QuestionError(
            Problem(
                where="the meeting before",
                found="nothing that is kept",
                expected="a meeting that is kept",
                fix="Bring it back on the page Meeting, or remove the scene.",
            )
        )
    if asked.part == AGREED:
        return _agreed(before, asked.chosen.get(TODAY, ""), asked)
    return _figures(before, asked)


def rests_on(body: Scene) -> str:
    """Return what a scene tells of beside the pack, as it is kept now; "" of all other scenes.

    What was agreed goes on being done: a scene that was drawn before that is another.
    """
    if body.page != LAST_TIME:
        return ""
    meeting_id = dict(parse_qsl(body.words)).get(OF, "")
    try:
        held = served_store().since(parent=meeting_id).records
    except StoreError:
        return "not known"
    return " ".join(("kept", *sorted(f"{each.id}-{each.version}" for each in held)))


def _agreed(before: KeptMeeting, today: str, asked: SceneAsked | None = None) -> Shown:
    told = Before(record=before.record, notes=before.notes)
    return Shown(
        key=AGREED,
        place=before.body.place if asked is None else asked.place,
        asks=ASKS[AGREED],
        said=f"{told.called}: {told.sentence(today)}",
        picture=agreed_table(told, today),
        prompts=PROMPTS[AGREED],
        address="/meeting",
    )


def _figures(before: KeptMeeting, asked: SceneAsked) -> Shown:
    since = meeting_since(before, asked.pack)
    table = since_table(since)
    return Shown(
        key=FIGURES,
        place=asked.place,
        asks=ASKS[FIGURES],
        said=since.sentence(),
        picture=replace(table, about=replace(table.about, note=" ".join(since.notes()))),
        about=About(sources=table.about.sources, note=" ".join(since.notes())),
        prompts=PROMPTS[FIGURES],
        sources=since.sources,
        notes=since.notes(),
        is_illustrative=since.is_illustrative,
        address="/meeting",
    )
