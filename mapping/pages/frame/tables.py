"""Tables as pages draw them: rows of text, the first column naming each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

SHOWN = 25  # rows of a long list before the rest is folded away


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of text. Strings may hold anything: whoever draws them escapes them.

    Attributes
    ----------
    numeric
        The columns that are set to the right, counted from 0.
    shown
        How many rows stand before the rest is folded away.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()
    shown: int = SHOWN

    @property
    def first(self) -> Table:
        """The rows that are always shown."""
        return replace(self, rows=self.rows[: self.shown])

    @property
    def rest(self) -> Table | None:
        """The rows that are folded away; None where there are none."""
        left = self.rows[self.shown :]
        caption = f"{self.caption}, the other {len(left)}"
        return replace(self, caption=caption, rows=left) if left else None
