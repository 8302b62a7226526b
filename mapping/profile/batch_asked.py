"""What is asked of a batch of profiles, and what it came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

from geodata.model import Pack
from layers.profile.saved import NOTHING_SAVED, Saved
from layers.question.question import Question
from mapping.profile.batch_journal import Written, digest_of, digest_of_program
from mapping.profile.branding import PLAIN, Branding
from mapping.profile.made import Length

SUMMARY: Final = "summary.csv"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """What is asked for.

    Attributes
    ----------
    question
        Asked of each place by the kind that it is.
    places
        Ids, in the order they are made and told in.
    formats
        Keys of `FORMATS`.
    saved
        What people saved that the profiles tell.
    """

    pack: Pack
    question: Question
    places: tuple[str, ...]
    formats: tuple[str, ...]
    length: Length = "full"
    branding: Branding = PLAIN
    saved: Saved = NOTHING_SAVED

    def __post_init__(self) -> None:
        """Take each place and format once."""
        object.__setattr__(self, "places", tuple(dict.fromkeys(self.places)))
        object.__setattr__(self, "formats", tuple(dict.fromkeys(self.formats)))

    def terms(self) -> dict[str, str]:
        """Return what every file is made of, so that a change of it is seen."""
        question = asdict(replace(self.question, place_kind=""))
        return {
            "pack": self.pack.content_hash,
            "question": digest_of(sorted(question.items(), key=lambda each: each[0])),
            "length": self.length,
            "branding": digest_of(self.branding),
            "saved": digest_of(self.saved),
            "program": digest_of_program(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that was not made, and why.

    Attributes
    ----------
    trace
        Where in the program a fault of its own was raised; empty where there was none.
    file
        What it would have been called.
    """

    place_id: str
    format: str
    why: str
    trace: str = ""
    file: str = ""


@dataclass(slots=True, kw_only=True)
class Made:
    """What a batch came to.

    Attributes
    ----------
    kept
        How many of the files were there from before.
    changed
        What the files from before were made of that is another now; they were made anew.
    is_over
        Whether every file was either made or left out; else it was stopped.
    """

    batch: Batch
    folder: Path
    files: tuple[Written, ...] = ()
    left_out: list[LeftOut] = field(default_factory=list)
    kept: int = 0
    changed: tuple[str, ...] = ()
    is_over: bool = False

    def sentence(self) -> str:
        """Return what was made and what was not, in words."""
        places = len({each.place_id for each in self.files})
        said = f"{len(self.files):,} files of {places:,} of {len(self.batch.places):,} places"
        kept = f", {self.kept:,} of them from before" if self.kept else ""
        left = f"; {len(self.left_out):,} left out: see {SUMMARY}" if self.left_out else ""
        return f"{said}{kept}{left}."
