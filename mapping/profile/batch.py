"""Profiles of many places in many formats, into a folder: watched, stopped, and taken up again.

What all places share is worked out once. A few processes write the files, each a place at a time,
and keep nothing of it. Every file is written whole; one that cannot be made is told with the reason
and stops no other.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from geodata import moving
from geodata.beside import clear_leftovers
from geodata.errors import DataError, Problem, QuestionError, quoted
from geodata.model import Pack
from geodata.written import explained
from layers.places import find_place
from layers.profile.asked import Shared
from layers.profile.saved import Saved
from layers.progress import Progress, part_of, unwatched
from layers.question.question import Question
from mapping.profile.batch_asked import Batch, LeftOut, Made
from mapping.profile.batch_crew import Crew, Todo
from mapping.profile.batch_journal import (
    Found,
    Journal,
    Written,
    is_whole,
    read_journal,
)
from mapping.profile.batch_names import file_names
from mapping.profile.batch_summary import begin_summary, write_summary
from mapping.profile.batch_worker import Told, Work, words_of
from mapping.profile.formats import FORMATS, Format

PROCESSES: Final = 2
LOOK_S: Final = 0.2  # how soon a wish to stop is heard
SHARED_PART: Final = 0.05  # of the work, before the first place
TOLD_PART: Final = 0.97  # up to which places are made; the rest is said and checked


def make_batch(
    batch: Batch,
    folder: Path,
    *,
    progress: Progress = unwatched,
    is_resumed: bool = False,
    formats: Mapping[str, Format] = FORMATS,
) -> Made:
    """Write the profiles of many places into a folder.

    Parameters
    ----------
    progress
        Raises `Stopped` to stop the work; what is finished then stays, and is told.
    is_resumed
        Whether files that an earlier batch finished of the same pack, question, length and
        branding with the same program are kept.
    formats
        The formats there are, by key.

    Raises
    ------
    DataError
        A place or format that is not there; nowhere to write to; another batch is writing there.
    Stopped, KeyboardInterrupt
        It was stopped.
    """
    run = _Run(batch, Path(folder), formats)
    with explained(run.folder):
        run.folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(run.folder):
        run.begin(is_resumed=is_resumed)
        try:
            run.make(progress)
        finally:
            run.end()
    progress(1.0, "done")
    return run.made


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep another batch out of a folder."""
    lock = moving.lock(folder)
    if lock is None:
        raise DataError(
            Problem(
                where=str(folder),
                found="another batch that is writing there",
                expected="a folder of its own for each batch",
                fix="Wait for it, or name another folder.",
            )
        )
    try:
        yield
    finally:
        lock.let_go()


class _Run:
    """One batch while it is made."""

    def __init__(self, batch: Batch, folder: Path, formats: Mapping[str, Format]) -> None:
        self.batch, self.folder = batch, folder
        self.formats = _known(batch.formats, formats)
        self.names = file_names(batch.pack, batch.places, self.formats)
        self.made = Made(batch=batch, folder=folder)

    def begin(self, *, is_resumed: bool) -> None:
        """Keep what an earlier batch finished, or clear it away."""
        terms = self.batch.terms()
        found = read_journal(self.folder, terms)
        is_kept = is_resumed and not found.changed
        kept = self._still_right(found) if is_kept else ()
        if is_resumed:
            self.made.changed = found.changed
        _remove(self.folder, [each for each in found.files if each not in kept])
        self.journal = Journal(self.folder, terms, iter(kept))
        self.made.kept = len(kept)
        begin_summary(self.made)

    def _still_right(self, found: Found) -> tuple[Written, ...]:
        return tuple(
            each
            for each in found.files
            if self.names.get((each.place_id, each.format)) == each.file
            and is_whole(self.folder, each)
        )

    def make(self, progress: Progress) -> None:
        """Have everything made that is not there yet."""
        todo = self._todo()
        if todo:
            progress(0.0, "working out what all places share")
            work = self._work(todo, part_of(progress, 0.0, SHARED_PART))
            todo = [each for each in todo if each.kind in work.shared]
            crew = Crew(pickle.dumps(work, protocol=5), todo, min(PROCESSES, len(todo)))
            try:
                self._follow(crew, len(todo), part_of(progress, SHARED_PART, TOLD_PART))
            finally:
                crew.end()
        self.made.is_over = True

    def _todo(self) -> list[Todo]:
        """Return each place with the files that it lacks."""
        found = []
        for place_id in self.batch.places:
            files = {
                key: self.names[place_id, key]
                for key in self.formats
                if self.journal.find(place_id, key) is None
            }
            if files:
                kind = str(find_place(self.batch.pack, place_id)["kind"])
                found.append(Todo(place_id=place_id, kind=kind, files=files))
        return found

    def _work(self, todo: Sequence[Todo], progress: Progress) -> Work:
        """Work out what the places of each kind share; a kind that cannot be asked is left out."""
        kinds = list(dict.fromkeys(each.kind for each in todo))
        shared = {}
        for at, kind in enumerate(kinds):
            progress(at / len(kinds), "working out what all places share")
            question = replace(self.batch.question, place_kind=kind)
            try:
                shared[kind] = _worked_out(self.batch.pack, question, self.batch.saved)
            except DataError as error:
                for each in todo:
                    if each.kind == kind:
                        why = words_of(error)
                        self._note(each, [Told(format=key, why=why) for key in each.files])
        return Work(
            shared=shared,
            formats=self.formats,
            folder=self.folder.resolve(),
            length=self.batch.length,
            branding=self.batch.branding,
            program=self.batch.terms()["program"],
        )

    def _follow(self, crew: Crew, number: int, progress: Progress) -> None:
        """Note what comes from the workers, until nothing more will."""
        done = 0
        progress(0.0, f"0 of {number:,} places")
        while done < number:
            answer = crew.wait(LOOK_S)
            if answer is not None:
                done += 1
                self._note(*answer)
            progress(done / number, f"{done:,} of {number:,} places")

    def _note(self, todo: Todo, told: Sequence[Told]) -> None:
        ready, left_out = [], []
        for each in told:
            if each.why:
                left_out.append(
                    LeftOut(
                        place_id=todo.place_id,
                        format=each.format,
                        why=each.why,
                        trace=each.trace,
                        file=todo.files[each.format],
                    )
                )
                continue
            ready.append(
                Written(
                    place_id=todo.place_id,
                    format=each.format,
                    file=todo.files[each.format],
                    sha256=each.sha256,
                    size=each.size,
                )
            )
        self.journal.add(*ready)
        self.made.left_out += left_out

    def end(self) -> None:
        """Say what there is, however it ended."""
        self.journal.save()
        at = {place_id: number for number, place_id in enumerate(self.batch.places)}
        forms = list(self.formats)
        self.made.files = tuple(
            sorted(self.journal, key=lambda each: (at[each.place_id], forms.index(each.format)))
        )
        self.made.left_out.sort(key=lambda each: (at[each.place_id], forms.index(each.format)))
        for name in self.names.values():
            clear_leftovers(self.folder / name)
        write_summary(self.made)


def _known(asked: Sequence[str], formats: Mapping[str, Format]) -> dict[str, Format]:
    """Return the formats that are asked for.

    Raises
    ------
    QuestionError
        One is not there.
    """
    unknown = [key for key in asked if key not in formats]
    if unknown:
        raise QuestionError(
            Problem(
                where="the formats",
                found=quoted(unknown[0]),
                expected=f"some of {', '.join(formats)}",
                fix="Name them with commas: pdf,docx.",
            )
        )
    return {key: formats[key] for key in asked}


def _worked_out(pack: Pack, question: Question, saved: Saved) -> Shared:
    """Return what the places of a kind share, with every part of it made."""
    shared = Shared(pack, question, saved=saved)
    for name, part in vars(Shared).items():
        if isinstance(part, cached_property):
            getattr(shared, name)
    return shared


def _remove(folder: Path, files: Sequence[Written]) -> None:
    """Remove what an earlier batch wrote; never what somebody changed since."""
    for each in files:
        if is_whole(folder, each):
            with explained(folder / each.file):
                (folder / each.file).unlink()
