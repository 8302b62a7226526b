"""What has changed since a meeting was kept: each of its scenes is asked again."""

from __future__ import annotations

from typing import Final

from geodata.errors import QuestionError
from geodata.model import Pack
from geodata.store.kinds.scene import Scene
from geodata.store.record import Record
from layers.meeting.since import AskedAgain, Since, changes_since
from layers.said.citing import each_once
from mapping.meeting.kept import KeptMeeting
from mapping.meeting.showing import show_scene
from mapping.meeting.shown import Shown
from mapping.meeting.then import may_be_told, scene_then

LAST_TIME: Final = "last-time"
"""The page of the scenes that tell of the meeting before: they hold no figure of their own."""


def meeting_since(meeting: KeptMeeting, pack: Pack) -> Since:
    """Set the figures of a meeting’s scenes as they were kept beside those of a pack."""
    scenes = [each for each in meeting.scenes if scene_of(each).page != LAST_TIME]
    shown = [(each, scene_again(each, pack)) for each in scenes]
    sources = each_once(*(each.sources for _, each in shown if isinstance(each, Shown)))
    return changes_since(
        [_asked_again(record, each, pack) for record, each in shown],
        pack.published_hash,
        sources,
        is_illustrative=pack.info.illustrative,
    )


def scene_again(record: Record, pack: Pack) -> Shown | str:
    """Return a kept scene as it is now; where it cannot be asked again, why."""
    try:
        return show_scene(record.title, scene_of(record), pack, key=record.id)
    except QuestionError as error:
        return "; ".join(why_not(each.found) for each in error.problems)


def why_not(found: str) -> str:
    """Return what is wrong with a scene as the end of a sentence."""
    return found if found.endswith((".", "!", "?")) else f"{found}."


def scene_of(record: Record) -> Scene:
    """Return what a record of a scene holds."""
    if not isinstance(record.body, Scene):
        raise TypeError(record.kind)
    return record.body


def _asked_again(record: Record, shown: Shown | str, pack: Pack) -> AskedAgain:
    is_shown = isinstance(shown, Shown)
    return AskedAgain(
        title=record.title,
        kept=scene_then(scene_of(record), pack),
        is_told=may_be_told(scene_of(record), pack),
        figures=shown.figures if isinstance(shown, Shown) else None,
        why="" if is_shown else str(shown),
    )
