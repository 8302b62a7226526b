"""What a page of a meeting sends, word by word."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final, TypeVar

from starlette.requests import Request

from geodata.errors import Problem, quoted
from mapping.served.posted import PostedError, read_posted

ROLE_LENGTH: Final = 100

Value = TypeVar("Value")


def problem(where: str, found: str, expected: str, fix: str) -> Problem:
    """Return a problem by its four parts."""
    return Problem(where=where, found=found, expected=expected, fix=fix)


@dataclass
class Sent:
    """The words of a request, taken one by one; whatever is left over is refused.

    Attributes
    ----------
    words
        What was sent and not taken yet.
    """

    words: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def take(self, name: str, kind: type[Value], usual: Value) -> Value:
        """Return a word, or what is usual where it was not sent."""
        value = self.words.pop(name, usual)
        if value is None or type(value) is not kind:
            shown = quoted(value) if isinstance(value, str) else type(value).__name__
            self._wrong(name, shown, _KINDS[kind])
            return usual
        return value

    def version(self, *, is_needed: bool = False) -> int | None:
        """Return which version of what is kept was seen; None where it is not said."""
        if "expected" not in self.words:
            if is_needed:
                self._wrong("expected", "nothing", "the version that was seen, or 0")
            return None
        seen = self.take("expected", int, 0)
        if seen < 0:
            self._wrong("expected", str(seen), "the version that was seen, or 0")
        return seen

    def role(self) -> str | None:
        """Return the role of whoever sent it; None where it is not said."""
        return self.take("by", str, "")[:ROLE_LENGTH] or None

    def end(self) -> None:
        """Refuse what is wrong, and what no one asked for.

        Raises
        ------
        PostedError
            Every problem found.
        """
        for name in self.words:
            self._wrong(name, "a word that is not asked for", "none of that name")
        if self.problems:
            raise PostedError(HTTPStatus.BAD_REQUEST, *self.problems)

    def _wrong(self, name: str, found: str, expected: str) -> None:
        fix = "Open the page again, and try once more."
        self.problems.append(problem(f"what was sent, {quoted(name)}", found, expected, fix))


_KINDS: Final[dict[type, str]] = {str: "text", int: "a whole number", bool: "true or false"}


async def read_sent(request: Request) -> Sent:
    """Return what a page of the app sent; raises `PostedError` where it cannot be used."""
    return Sent(await read_posted(request))
