"""What one word of a question is: how it is read, what it may be, how it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from geodata.errors import Problem, quoted
from geodata.model import Pack
from layers.question.question import Question

Value = Any  # of one field of a question, or a tuple of several


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The least and the most of a number, and by how much a page's arrows move it."""

    least: float
    most: float
    step: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a word of the bar is, and may be, where it says several settings at once.

    Attributes
    ----------
    now
        The settings that it says, as in an address.
    others
        What it can be changed to, each with its words; `now` is among them.
    """

    now: Mapping[str, str]
    others: Sequence[tuple[Mapping[str, str], str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One word of a question: where it is kept, how it is read, what it may be, how it is said.

    Attributes
    ----------
    name
        In an address, and of a command's option.
    fields
        Of a `Question`; the value is a tuple where there are several.
    help, example
        What it says, for the help of commands and the table of docs/pages.md.
    label
        What stands over it in the question bar.
    read, write
        Between text and value; `read` raises ValueError for what it cannot read, which is told
        with `expected` and `fix`.
    bounds
        Of a number.
    faults
        Why a value cannot be asked of a pack; it is not asked of numbers outside their bounds.
    usual
        The usual value where that depends on the rest of the question.
    resets
        Settings that go back to their usual value when this one changes.
    offered
        The values that the question bar offers; a number with bounds may be typed instead.
    chosen
        Of a word of the bar that says several settings at once: which texts of an address its
        value is made of ("need=idaci_rank&deciles=3"), and all that it can be changed to.
    words
        How a value is said.
    lead, lead_in_bar
        What stands before it in the question's sentence, and in the bar where that differs; what
        has none is no word of the sentence.
    clause, aside
        What it adds to the sentence where it is no word of it, and after the sentence.
    side, side_lead
        What tells a question that has it from another, where that is not its `words`: "without
        doors across the border"; and what stands before it in a sentence: "with ".
    """

    name: str
    fields: tuple[str, ...]
    help: str
    example: str
    label: str
    read: Callable[[str], Value] = str
    write: Callable[[Value], str] = str
    expected: str = ""
    fix: str = "Choose one of these."
    bounds: Bounds | None = None
    faults: Callable[[Value, Pack], Iterable[Problem]] = lambda *_: ()
    usual: Callable[[Question], Value] | None = None
    resets: tuple[str, ...] = ()
    offered: Callable[[Question, Pack], Iterable[Value]] = lambda *_: ()
    chosen: Callable[[Question, Pack], Choices] | None = None
    words: Callable[[Value, Question, Pack], str] = lambda value, *_: str(value)
    lead: str = ""
    lead_in_bar: str = ""
    clause: Callable[[Question], str] = lambda _: ""
    aside: Callable[[Question, Pack], str] = lambda *_: ""
    side: Callable[[Value, Question, Pack], str] | None = None
    side_lead: str = ""

    def value(self, question: Question) -> Value:
        """Return its value in a question."""
        values = tuple(getattr(question, field) for field in self.fields)
        return values if len(values) > 1 else values[0]

    def text(self, question: Question) -> str:
        """Return its value as an address and an option write it."""
        return self.write(self.value(question))

    def beside(self, question: Question, pack: Pack) -> str:
        """Return what tells a question from another that has another value: "by car"."""
        return (self.side or self.words)(self.value(question), question, pack)

    def in_bar(self, question: Question, pack: Pack) -> str:
        """Return its value as the question bar has it among its options."""
        return urlencode(self.chosen(question, pack).now) if self.chosen else self.text(question)

    @property
    def expected_words(self) -> str:
        """What can be read, in words."""
        if self.bounds is None:
            return self.expected
        return f"{self.expected} from {self.bounds.least:g} to {self.bounds.most:g}"

    def changes(self, text: str, where: str = "the question’s ") -> dict[str, Value] | Problem:
        """Return the fields of a question that a text sets, or why it cannot be read."""
        try:
            value = self.read(text)
        except ValueError:
            return Problem(
                where=f"{where}{self.name}",
                found=quoted(text),
                expected=self.expected_words,
                fix=self.fix,
            )
        values = value if len(self.fields) > 1 else (value,)
        return dict(zip(self.fields, values, strict=True))

    def problems(self, question: Question, pack: Pack) -> Iterator[Problem]:
        """Return why a pack cannot be asked with its value."""
        value = self.value(question)
        if self.bounds and not self.bounds.least <= value <= self.bounds.most:
            yield Problem(
                where=f"the question’s {self.name}",
                found=f"{value:g}",
                expected=f"a number from {self.bounds.least:g} to {self.bounds.most:g}",
                fix="Choose one in that range.",
            )
        else:
            yield from self.faults(value, pack)

    def options(self, question: Question, pack: Pack) -> list[tuple[str, str]]:
        """Return what the question bar offers, each as text and in words."""
        if self.chosen:
            others = self.chosen(question, pack).others
            return [(urlencode(settings), words) for settings, words in others]
        offered = dict.fromkeys(self.offered(question, pack))
        return [(self.write(value), self.words(value, question, pack)) for value in offered]
