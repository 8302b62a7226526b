"""What was agreed last time, and what has changed in the figures since."""

from __future__ import annotations

from typing import Final

from geodata.model import Pack
from mapping.component.records import show_records
from mapping.meeting.kept import KeptMeeting, meeting_words
from mapping.meeting.since_kept import meeting_since
from mapping.pages.frame.drawing import show
from mapping.pages.meeting.changing import answer_just_now, take_act
from mapping.pages.meeting.items import AGREED, agreed_item, note_of

LAST_TIME: Final = "meeting-last-time"
MOST_SAID: Final = 5
GONE: Final = "The meeting before was removed. It can be brought back on the list of all meetings."


def show_last_time(before: KeptMeeting | None, pack: Pack) -> None:
    """Show what the meeting before agreed, and which of its figures are not as they were."""
    if before is None:
        show("meeting/heading.html", heading="Last time", small=GONE)
        return
    agreed = [each for each in before.notes if note_of(each).sort in AGREED]
    agreed.sort(key=lambda each: AGREED.index(note_of(each).sort))
    small = f"In “{meeting_words(before.record)}”."
    show("meeting/heading.html", heading="Agreed last time", small=small)
    show_records(
        LAST_TIME,
        [agreed_item(each) for each in agreed],
        label="What was agreed last time",
        none="Nothing was agreed then.",
        of=before.record.id,
        on_act=lambda: take_act(LAST_TIME, before.record.id),
        answer=answer_just_now(LAST_TIME),
    )
    since = meeting_since(before, pack)
    show(
        "meeting/since.html",
        sentence=since.sentence(),
        moved=[each.sentence() for each in since.moved[:MOST_SAID]],
        rest=[each.sentence() for each in since.moved[MOST_SAID:]],
        notes=since.notes(),
    )
