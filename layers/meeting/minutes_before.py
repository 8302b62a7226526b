"""What was agreed at the meeting before, how it stands, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.record import Record
from layers.meeting.minutes_typed import (
    NO_OWNER,
    action_state,
    actions_table,
    is_late,
    typed_table,
)
from layers.meeting.since import Since
from layers.meeting.standing import figure_words
from layers.profile.parts import TYPED, About, Block, Sentence, Sentences, Table
from layers.profile.sections.cells import column, text
from layers.said.days import day_words
from layers.said.numbers import counted


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Before:
    """The meeting before.

    Attributes
    ----------
    record, notes
        The meeting, and what was written down at it.
    since
        What has changed in the figures of its scenes; None where that is not asked.
    """

    record: Record
    notes: tuple[Record, ...]
    since: Since | None = None

    @property
    def called(self) -> str:
        """What it is called, and when it was."""
        body = self.record.body
        on = day_words(body.on) if isinstance(body, Meeting) else ""
        return ", ".join(filter(None, (self.record.title, on)))

    def of_sort(self, sort: str) -> list[Note]:
        """Return the notes of a sort, in their order."""
        return [each for each in notes_in(self.notes) if each.sort == sort]

    def sentence(self, today: str) -> str:
        """Return how many decisions there were, and how the actions stand on a day.

        Parameters
        ----------
        today
            "" where no day is set: then no action is past its day.
        """
        decided, actions = len(self.of_sort("decision")), self.of_sort("action")
        if not decided and not actions:
            return "No decision and no action was written down."
        said = counted(decided, "decisions") if decided else "No decision"
        if not actions:
            return f"{said}, and no action."
        done = sum(each.is_done for each in actions)
        late = sum(is_late(each, today) for each in actions)
        past = f", {late:,} of them past the day set" if late else ""
        left = len(actions) - done
        return f"{said}; {counted(len(actions), 'actions')}: {done:,} done, {left:,} to do{past}."

    def agreed(self, today: str) -> Iterator[Table]:
        """Yield its decisions, and its actions as they stand on a day."""
        decisions, actions = self.of_sort("decision"), self.of_sort("action")
        if decisions:
            said = [(each.words, "") for each in decisions]
            yield typed_table(
                "before-decided", "Decided then", said, heading="Decision", is_numbered=True
            )
        if actions:
            yield actions_table("before-actions", "Actions then", actions, today)


def agreed_table(before: Before, today: str) -> Table:
    """Return what was agreed as one table for a room: what is still to do comes first."""
    actions = sorted(before.of_sort("action"), key=lambda each: each.is_done)
    rows = [(each.words, _whose(each), action_state(each, today)) for each in actions] + [
        (each.words, "", "decided") for each in before.of_sort("decision")
    ]
    return Table(
        key=f"{TYPED}agreed",
        title="Agreed last time",
        columns=(column("what", "What"), column("owner", "Who, by when"), column("state", "State")),
        rows=tuple(tuple(map(text, row)) for row in rows),
        about=About(),
        none="No decision and no action was written down.",
        is_key=False,
    )


def _whose(action: Note) -> str:
    """Return who does something, and by when."""
    return ", ".join(filter(None, (action.owner or NO_OWNER, day_words(action.due))))


def notes_in(records: Sequence[Record]) -> Iterator[Note]:
    """Yield what notes hold."""
    return (each.body for each in records if isinstance(each.body, Note))


def since_blocks(since: Since) -> Iterator[Block]:
    """Yield what has changed in figures, in words, and each figure that is not as it was."""
    lost = [f"{each.asked.title} {each.sentence()}" for each in since.scenes if not each.is_asked]
    said = [since.sentence(), *since.notes(), *lost]
    yield Sentences(
        key="since-said",
        title="What the figures say since",
        sentences=tuple(Sentence(said=each) for each in said),
    )
    if since.moved:
        yield since_table(since)


def since_table(since: Since) -> Table:
    """Return each figure that is not as it was, with both times."""
    rows = tuple(
        tuple(map(text, (each.label, figure_words(each.then), figure_words(each.now), each.words)))
        for each in since.moved
    )
    return Table(
        key="since",
        title="Figures that are not as they were",
        columns=(
            column("figure", "Figure"),
            column("then", "Then"),
            column("now", "Now"),
            column("standing", "How they stand"),
        ),
        rows=rows,
        about=About(sources=tuple(dict.fromkeys(each.title for each in since.sources))),
        none="There are none.",
    )
