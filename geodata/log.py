"""What a build tells as it runs, and what it reports at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from geodata.coverage import Covered
from geodata.errors import Problem


def _say_nothing(_: str) -> None:
    pass


@dataclass(slots=True)
class BuildLog:
    """Notes of what was dropped, moved or repaired, in the order it happened.

    Attributes
    ----------
    say
        Called with a line whenever a long step begins.
    notes
        Sentences for the report.
    warnings
        What may well be wrong with the files, for a person to look at.
    left_out
        Rows of people's own tables that cannot be used, each with why.
    layers
        Rows of the coverage report.
    """

    say: Callable[[str], None] = _say_nothing
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    layers: list[Covered] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Add a sentence for the report."""
        self.notes.append(sentence)

    def warn(self, sentence: str) -> None:
        """Add a warning, once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def leave_out(self, problem: Problem) -> None:
        """Add a row that cannot be used, once."""
        if problem not in self.left_out:
            self.left_out.append(problem)

    def count(self, what: str, number: int) -> None:
        """Add a count for the report, unless it is zero."""
        if number:
            self.notes.append(f"{what}: {number:,}.")

    def extend(self, sentences: Iterable[str]) -> None:
        """Add several sentences."""
        self.notes.extend(sentences)
