"""Whether what was written holds a figure that a pack protects: every file of a folder, searched.

A figure is judged where it stands beside the name of a sensitive measure. Of counts, one below the
threshold or one that is not rounded as its rule rounds is unsafe; of shares and rates, one that the
pack does not publish. With the figures as they were before they were protected, each of these is
searched for as well, wherever its place and its measure are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pandas import DataFrame

from geodata.errors import DataError, Problem
from geodata.files import parse_numbers, pick_columns, read_table
from geodata.model import Pack, Source
from layers.said.numbers import counted
from mapping.released.judging import Rule, any_of, fold, number_of
from mapping.released.measures import rules_of, sources_of
from mapping.released.numbers import SPELT, TOKEN, fold_signs
from mapping.released.opening import open_folder
from mapping.released.passages import Part, Passage, Unread

CHECKED = "what was written"
EXPECTED = "figures as the pack publishes them, and files that can be searched"
FIX = "Make it again from this pack, or leave it out of what is released."
MOST_TOLD = 50
BEFORE = {"place_id": ("place_id", "area_id"), "indicator": ("indicator",)}
OF_FIGURES = {"value": ("value",), "numerator": ("numerator",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsafe:
    """One figure that must not leave, or one file that could not be searched.

    Attributes
    ----------
    where
        The file, what lies inside it, and the place in that.
    why
        What is wrong with it; the figure itself is not repeated.
    """

    where: str
    why: str

    def sentence(self) -> str:
        """Return it as a line."""
        return f"{self.where}: {self.why}."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Checked:
    """What a release check found.

    Attributes
    ----------
    files, passages
        How many files were opened (those inside others among them), and how many cells and lines
        were looked at.
    measures
        Which sensitive measures were searched for, by their labels.
    """

    found: tuple[Unsafe, ...]
    files: int
    passages: int
    measures: tuple[str, ...]
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """What was found, a row each."""
        rows = [(each.where, each.why) for each in self.found]
        return DataFrame(rows, columns=["where", "why"]).rename_axis("found")

    @property
    def is_safe(self) -> bool:
        """Whether nothing unsafe was found, and everything could be searched."""
        return not self.found

    def parameters(self) -> dict[str, Any]:
        """Return how much was searched, and for what."""
        return {
            "files": self.files,
            "passages": self.passages,
            "measures": "; ".join(self.measures),
        }

    def missing(self) -> dict[str, float]:
        """Return nothing: what could not be searched is among what was found."""
        return {}

    def sentence(self) -> str:
        """Return whether it may leave."""
        searched = f"{counted(self.files, 'files')} and what lies inside them"
        if not self.measures:
            return f"Nothing in this pack is sensitive; {searched} could be opened."
        if self.is_safe:
            return f"No unsafe figure was found in {searched}."
        return f"Not to be released: {counted(len(self.found), 'faults')} in {searched}."

    def refuse(self) -> None:
        """Refuse what is not safe.

        Raises
        ------
        DataError
            Every unsafe figure and every file that could not be searched; of very many, the
            first, and how many there are.
        """
        if self.is_safe:
            return
        problems = [
            Problem(where=each.where, found=each.why, expected=EXPECTED, fix=FIX)
            for each in self.found[:MOST_TOLD]
        ]
        left = len(self.found) - MOST_TOLD
        if left > 0:
            found = f"{counted(left, 'more faults')} like these"
            problems.append(Problem(where=CHECKED, found=found, expected=EXPECTED, fix=FIX))
        raise DataError(problems)

    def notes(self) -> tuple[str, ...]:
        """Return what the check cannot see."""
        return (
            "A figure is judged where it stands beside the name of a sensitive measure; figures "
            "drawn in a picture are not read.",
        )


def check_folder(folder: Path, pack: Pack, before: DataFrame | None = None) -> Checked:
    """Search everything in a folder for figures that a pack protects.

    Parameters
    ----------
    folder
        A folder, with all that is in it, or one file.
    before
        Figures as they were before they were protected, as far as somebody may read them:
        `place_id`, `indicator`, and `value`, `numerator` or both.
    """
    rules = rules_of(pack)
    raw = list(_raw_figures(pack, before)) if before is not None else []
    found: list[Unsafe] = []
    files, passages = set[str](), 0
    for each in open_folder(folder):
        if isinstance(each, Unread):
            said = f"could not be searched: {each.problem.found}"
            found.append(Unsafe(where=each.problem.where, why=said))
            continue
        for passage in _passages_of(each, rules):
            passages += 1
            files.add(passage.where.partition(", ")[0].removesuffix(" (its name)"))
            found += _unsafe(passage, rules, raw)
    return Checked(
        found=tuple(dict.fromkeys(found)),
        files=len(files),
        passages=passages,
        measures=tuple(dict.fromkeys(rule.label for rule in rules)),
        sources=sources_of(pack),
        is_illustrative=pack.info.illustrative,
    )


def read_before(path: Path) -> DataFrame:
    """Read figures as they were before they were protected, through the one door for tables.

    Raises
    ------
    DataError
        The file cannot be read, or lacks a column.
    """
    table = read_table(path)
    rows = pick_columns(table, BEFORE, OF_FIGURES)
    for column in OF_FIGURES:
        rows[column] = parse_numbers(rows[column], f"{path.name}, {column}", of_people=True)
    return rows


def _passages_of(found: Passage | Part, rules: Iterable[Rule]) -> Iterable[Passage]:
    """Return a passage, or those of a part that may name a measure."""
    if isinstance(found, Passage):
        return (found,)
    folded = fold(fold_signs(found.said))
    return found.passages() if any(rule.is_near(folded) for rule in rules) else ()


def _unsafe(passage: Passage, rules: Iterable[Rule], raw: Iterable[_Raw]) -> Iterator[Unsafe]:
    """Return what is unsafe in a passage."""
    if not any(each.isdigit() for each in passage.said) and not SPELT.search(passage.said):
        return
    passage = passage.changed(fold_signs)
    around = passage.around
    folded = fold(" | ".join((around, *passage.further)))
    for rule in rules:
        if rule.is_near(folded) and (why := rule.why(passage)):
            yield Unsafe(where=passage.where, why=why)
    for each in raw:
        if each.is_in(passage, around):
            yield Unsafe(where=passage.where, why=f"the unprotected figure of {each.whose}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raw:
    """One figure as it was before it was protected, with what it is of."""

    number: float
    place: re.Pattern[str]
    measure: re.Pattern[str]
    whose: str

    def is_in(self, passage: Passage, around: str) -> bool:
        """Return whether a passage tells it: the number itself, beside its place and measure."""
        if not self.measure.search(around) or not self.place.search(around):
            return False
        plain = self.place.sub(" ", self.measure.sub(" ", passage.said))
        return any(number_of(token[0]) == self.number for token in TOKEN.finditer(plain))


def _raw_figures(pack: Pack, before: DataFrame) -> Iterator[_Raw]:
    """Return the figures that were protected: those that the pack publishes otherwise."""
    names = _names(pack)
    values = pack.indicator_values
    for _, row in before.iterrows():
        key = str(row["indicator"])
        indicator = pack.indicators.get(key)
        if indicator is None or not indicator.sensitive:
            continue
        owner = str(row["place_id"])
        own = values[(values["indicator"] == key) & (values["place_id"] == owner)]
        shown = set(own[["value", "numerator"]].to_numpy(float).ravel().tolist())
        for column in ("value", "numerator"):
            number = float(row.get(column, np.nan))
            if np.isfinite(number) and number > 0 and number not in shown:
                yield _Raw(
                    number=number,
                    place=any_of([owner, *names.get(owner, ())]),
                    measure=any_of([indicator.label, key]),
                    whose=f"{indicator.label}, {owner}",
                )


def _names(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """Return what each place and area is called."""
    places = {str(key): (str(name),) for key, name in pack.places["name"].items()}
    areas = pack.areas[["name", "official_name"]].itertuples()
    return places | {str(key): (str(name), str(code)) for key, name, code in areas}
