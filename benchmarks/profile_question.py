"""From question to bytes: how long the PDF of each place takes, on a server that is warm.

    python -m benchmarks.profile_question [pack] [kind]

Every place is asked about with a question that nobody has asked: its answer, the place's own
facts, its pictures and the setting are all on the clock. What is true of the pack whatever is
asked is not, after the first. Seconds of the processor are told beside those of the clock, for a
machine that has other work.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import TypeVar

from geodata.model import Pack
from geodata.pack import STARTER, read_pack
from layers.places import places_of_kind
from layers.profile.asked import Shared, ask
from layers.question.question import Question, default_question
from mapping.profile.made import Document
from mapping.profile.pdf import write_pdf

Made = TypeVar("Made")
PARTS = ("asking", "saying", "drawing", "setting")


@dataclass
class Clock:
    """Seconds of each part, of the clock and of the processor."""

    real: dict[str, float] = field(default_factory=dict)
    busy: dict[str, float] = field(default_factory=dict)

    def time(self, part: str, make: Callable[[], Made]) -> Made:
        """Do a part of the work, and keep how long it took."""
        real, busy = time.perf_counter(), time.process_time()
        made = make()
        self.real[part] = time.perf_counter() - real
        self.busy[part] = time.process_time() - busy
        return made


def main() -> None:
    """Print each place, and the least, middle and most of all but the first."""
    pack = read_pack(Path(sys.argv[1]) if len(sys.argv) > 1 else STARTER)
    usual = default_question(pack)
    kind = sys.argv[2] if len(sys.argv) > 2 else usual.place_kind
    clocks = []
    for number, place_id in enumerate(places_of_kind(pack, kind).index):
        question = replace(usual, place_kind=kind, limit_min=usual.limit_min + 1 + number)
        clock = make(pack, question, str(place_id))
        print(f"{place_id}: {_said(clock)}")
        clocks.append(clock)
    for what in ("real", "busy"):
        sums = [sum(getattr(each, what).values()) for each in clocks[1:]]
        print(f"{what}: least {min(sums):.2f}, middle {median(sums):.2f}, most {max(sums):.2f} s")


def make(pack: Pack, question: Question, place_id: str) -> Clock:
    """Make one place’s sheet from the pack and the question."""
    clock = Clock()
    asked = clock.time("asking", lambda: ask(Shared(pack, question), place_id))
    document = Document(asked, length="sheet")
    clock.time("saying", lambda: document.profile)
    clock.time("drawing", lambda: (document.map_png, document.inset_png))
    clock.time("setting", lambda: write_pdf(document))
    return clock


def _said(clock: Clock) -> str:
    parts = ", ".join(f"{part} {clock.real[part]:.2f}" for part in PARTS)
    whole, busy = sum(clock.real.values()), sum(clock.busy.values())
    return f"{whole:.2f} s ({parts}); of the processor {busy:.2f} s"


if __name__ == "__main__":
    main()
