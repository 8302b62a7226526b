"""A meeting that somebody follows: as it is kept now, and what changed last."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from geodata.errors import Problem
from geodata.store.record import Changes, Record
from mapping.meeting.live.telling import PARTS, state_told
from mapping.served.refusing import problems_told

PART_OF: Final = {"meeting": "meeting", "scene": "scenes", "note": "notes"}
TROUBLE: Final = "trouble"
MOST_STEPS: Final = 200  # whoever is further behind is told everything


class Room:
    """One meeting, for all who follow it.

    Nothing is kept for a follower: each says how far it has been told, so that one who reads
    slowly, or not at all, takes no more room than one who reads at once.

    Attributes
    ----------
    step
        How often what followers are told has changed.
    mark
        The store's own, of what is told.
    records
        By id; what was removed is not among them.
    """

    def __init__(self, meeting_id: str) -> None:
        self.meeting_id = meeting_id
        self.step = 0
        self.mark = ""
        self.records: dict[str, Record] = {}
        self.problems: tuple[Problem, ...] = ()
        self.is_over = False
        self._steps: list[tuple[frozenset[str], frozenset[str]]] = []  # parts, and ids removed
        self._changed = asyncio.Event()
        self._written: dict[tuple[int, int], bytes] = {}

    @property
    def meeting(self) -> Record | None:
        """The meeting itself; None where it was removed."""
        return self.records.get(self.meeting_id)

    def take(self, changes: Changes) -> None:
        """Take what the store tells."""
        gone = [each.id for each in changes.records if each.is_removed]
        if changes.is_whole:
            here = {each.id for each in changes.records}
            gone += [each for each in self.records if each not in here]
        kinds = {each.kind for each in changes.records}
        kinds |= {self.records[each].kind for each in gone if each in self.records}
        removed = frozenset(each for each in gone if each in self.records)
        if changes.is_whole:
            self.records.clear()
        self.records.update((each.id, each) for each in changes.records if not each.is_removed)
        for each in gone:
            self.records.pop(each, None)
        self.mark = changes.mark
        parts = frozenset(PART_OF[kind] for kind in kinds if kind in PART_OF)
        parts = parts if self.step else frozenset(PARTS)
        if self.problems:
            self.problems = ()
            parts |= {TROUBLE}
        if parts:
            self._go_on(parts, removed)

    def trouble(self, problems: tuple[Problem, ...]) -> None:
        """Tell that the store cannot be read."""
        if problems != self.problems:
            self.problems = problems
            self._go_on(frozenset({TROUBLE}), frozenset())

    def end(self) -> None:
        """Tell everybody that nothing more comes."""
        self.is_over = True
        self._changed.set()

    async def news(self, step: int, seconds: float) -> None:
        """Wait until there is more to tell than up to a step, or so long."""
        if self.step == step and not self.is_over:
            changed = self._changed
            try:
                async with asyncio.timeout(seconds):
                    await changed.wait()
            except TimeoutError:
                return

    def event(self, step: int) -> bytes:
        """Return what changed since a step, as one event or two; -1 for everything."""
        key = (step, self.step)
        if key not in self._written:
            if len(self._written) > MOST_STEPS:
                self._written.clear()
            self._written[key] = self._write(step)
        return self._written[key]

    def _write(self, step: int) -> bytes:
        behind = self.step - step
        if step < 0 or behind > len(self._steps):
            parts, removed = {*PARTS, *([TROUBLE] if self.problems else [])}, frozenset[str]()
        else:
            missed = self._steps[len(self._steps) - behind :]
            parts = set().union(*(each for each, _ in missed))
            removed = frozenset().union(*(each for _, each in missed))
        said = b""
        of_meeting = [each for each in PARTS if each in parts]
        if of_meeting:
            told = state_told(self.records.values(), self.meeting_id, of_meeting)
            gone = sorted(each for each in removed if each not in self.records)
            said = _event({"mark": self.mark, **told, "removed": gone}, mark=self.mark)
        if TROUBLE in parts:
            said += _event(problems_told(self.problems), name=TROUBLE)
        return said

    def _go_on(self, parts: frozenset[str], removed: frozenset[str]) -> None:
        self.step += 1
        self._steps = [*self._steps, (parts, removed)][-MOST_STEPS:]
        self._written.clear()
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


def _event(value: dict[str, Any], *, name: str = "", mark: str = "") -> bytes:
    """Return one event as it is sent; JSON has no line break that would end it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    lines = [f"event: {name}"] if name else []
    lines += [f"id: {mark}"] if mark else []
    return "\n".join([*lines, f"data: {text}", "", ""]).encode()
