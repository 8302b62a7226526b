"""Whether a figure beside the name of a sensitive measure may leave: judged by the measure’s rule.

Which measures are protected, what they are called, what of them is published and by what rule comes
of the pack. Where a figure stands decides what it is of: in its row, under its heading, beside its
branch, in its line or below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from mapping.released.numbers import (
    OF_PEOPLE,
    head_of,
    numbers_in_cell,
    numbers_in_line,
    people_spelt,
    ranges_in_line,
    words_of,
    year_in_cell,
    years_in_line,
)
from mapping.released.passages import Passage

ONE_NUMBER = re.compile(
    r"^(?:about |fewer than |under )?(\d[\d,]*(?:\.\d+)?)(?: ?%| [a-z -]+)?$", re.IGNORECASE
)
NEUTRAL = re.compile(
    r"\b(?:outcomes|offers|doors|services|sites|measures|places|files|fid\b|id\b|rank|tenth|decile|"
    r"years?\b|period|dated?\b|when\b|age\b|ages\b|code|page|neighbourhoods|areas|minutes|chance|"
    r"confidence|threshold|round|denominator|of how many|population|people 0|limit|line\b|class|"
    r"colour|order|index\b|zoom|width|height|size|version|number of|steps?\b|eastings?\b|"
    r"northings?\b|seq\b|latitudes?\b|longitudes?\b|feature count|(?:min|max) [xy]\b)",
    re.IGNORECASE,
)
IN_YEAR = re.compile(r"\b(?:in|since|until|during) $", re.IGNORECASE)
OF_GAPS = frozenset({"missing"})  # branches that tell how many figures there are not
OF_VALUE = re.compile(r"value|figure|counted|numerator|count\b|said|here", re.IGNORECASE)
FIGURES = re.compile(r"\b(?:value|figure|printed|numerator)\b", re.IGNORECASE)  # “Figure Period”
OF_TIME = re.compile(r"\b(?:years?|period|dated?|when|published|as of)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the measures of a pack are called, and which numbers in its words are no figures.

    Attributes
    ----------
    of_measures
        Any measure, the longest name first.
    years
        Every year that the words of the pack name.
    of_places
        Any name of a place or a door that holds a number of its own; None where none does.
    not_people
        A number of whatever the pack has names for and counts beside people: places, services.
    """

    of_measures: re.Pattern[str]
    years: frozenset[str]
    of_places: re.Pattern[str] | None
    not_people: re.Pattern[str] | None

    def without_places(self, said: str) -> str:
        """Return a text without names of places that hold numbers, and numbers of places."""
        for each in (self.of_places, self.not_people):
            said = each.sub(" ", said) if each else said
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How figures of one sensitive measure are judged."""

    label: str
    is_count: bool
    folded: tuple[tuple[str, ...], ...]  # words of each name: few texts hold all of one’s
    marker: re.Pattern[str]
    longer: re.Pattern[str] | None  # names of other measures that hold its own
    plain: re.Pattern[str]  # what holds numbers and is no figure: its name, its periods
    all_small: re.Pattern[str]  # “1 to 4”, which says no more than that it is suppressed
    names: Names
    published: frozenset[float]
    threshold: int
    round_to: int
    least: int  # count that is small

    def is_near(self, folded: str) -> bool:
        """Return whether a folded text may name the measure; the marker decides."""
        return any(all(word in folded for word in name) for name in self.folded)

    def why(self, passage: Passage) -> str:
        """Return why a passage that names the measure, or lies beside it, is unsafe; else ""."""
        if self.longer is not None:
            passage = passage.changed(partial(self.longer.sub, " "))
        if self.marker.search(passage.said):
            return self._why_line(passage.said)
        if self.marker.search(f"{passage.heading} | {passage.beside}"):
            return self._why_cell(passage)
        if self.marker.search(passage.above):
            return self._why_under(passage.said)
        return self._why_cell(passage) if self._is_meant(passage) else ""

    def _is_meant(self, passage: Passage) -> bool:
        """Return whether this alone is the measure that the nearest branches name."""
        if not any(map(self.marker.search, passage.further)):
            return False
        for told in (passage.around, *passage.further):
            named = [found[0] for found in self.names.of_measures.finditer(told)]
            if named:
                return all(self.marker.fullmatch(each) for each in named)
        return False

    def _why_cell(self, passage: Passage) -> str:
        names_it = self.marker.search(passage.heading)
        heading = self.plain.sub(" ", passage.heading).replace("_", " ")
        head = head_of(heading)
        is_neutral = NEUTRAL.search(head) and not FIGURES.search(head)
        is_neutral = is_neutral or passage.branch in OF_GAPS
        if not names_it and is_neutral:
            return ""
        if self.is_count:
            is_year = bool(OF_TIME.search(passage.beside.partition(" | ")[0]))
            is_of_it = names_it or OF_VALUE.search(heading)
            plain = self._plain(passage.said).strip()
            numbers = chain(
                numbers_in_cell(plain),
                self._of_people(plain),
                people_spelt(plain),
                year_in_cell(passage.said) if is_of_it and not is_year else (),
            )
            return self._why_any(numbers)
        said = ONE_NUMBER.match(passage.said)
        is_value = OF_VALUE.search(heading) or names_it
        if said is not None and is_value and not self._is_published(said[1]):
            return f"a figure that is not published: {self.label}"
        return ""

    def _why_line(self, said: str) -> str:
        plain = self._plain(said)
        numbers = self._of_people(plain)
        if self.is_count:
            of_years = years_in_line(plain, self.names.years)
            in_line = (numbers_in_line(plain), ranges_in_line(plain), of_years)
            numbers = chain(numbers, people_spelt(plain), *in_line)
        return self._why_any(numbers)

    def _why_under(self, said: str) -> str:
        """Return why a line is unsafe whose measure is named above it."""
        if not self.is_count:
            return ""
        plain = self._plain(said).strip()
        return self._why_any(
            chain(
                numbers_in_cell(plain),
                self._of_people(plain),
                people_spelt(plain),
                ranges_in_line(plain),
                (year for year in year_in_cell(plain) if f"{year:.0f}" not in self.names.years),
            )
        )

    def _plain(self, said: str) -> str:
        """Return a text without what holds numbers and is no figure."""
        return self.all_small.sub(" ", self.names.without_places(self.plain.sub(" ", said)))

    def _of_people(self, plain: str) -> Iterator[float]:
        """Return the numbers of people in a text; “in 2017 people said” tells none."""
        for token in OF_PEOPLE.finditer(plain):
            is_year = token[1] in self.names.years and IN_YEAR.search(plain[: token.start()])
            if not is_year:
                yield number_of(token[1])

    def _why_any(self, numbers: Iterable[float]) -> str:
        return next(filter(None, map(self._why_count, numbers)), "")

    def _why_count(self, number: float) -> str:
        """Return why a count is unsafe; empty where it is not."""
        if not number.is_integer() or number < self.least or number in self.published:
            return ""
        if number < self.threshold:
            return f"a count below {self.threshold}: {self.label}"
        if number % self.round_to:
            return f"a count not rounded to {self.round_to}: {self.label}"
        return ""

    def _is_published(self, said: str) -> bool:
        """Return whether the pack publishes a figure, as exactly as it is said."""
        places = len(said.partition(".")[2])
        number = number_of(said)
        half = 0.5 * 10.0**-places + 1e-9
        return any(abs(each - number) <= half for each in self.published)


def fold(said: str) -> str:
    """Return a text in which whatever differs in case alone is the same, as `re.IGNORECASE` has it.

    The Turkish letters are i to it, and are not to `str.casefold`.
    """
    return said.replace("\u0130", "i").replace("\u0131", "i").casefold()


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of any of some names, the longest first."""
    longest = sorted({each for each in words if each}, key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<!\w){words_of(each)}(?!\w)" for each in longest), re.IGNORECASE
    )


def number_of(said: str) -> float:
    """Return a number as it is written, with commas."""
    return float(said.replace(",", ""))
