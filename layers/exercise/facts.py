"""What public reports say of a place: figures as printed, each of the places it is printed of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from geodata.reported import split_codes
from layers.places import find_place, member_areas
from layers.said.citing import sources_by_key
from layers.said.numbers import counted
from layers.said.sentences import called

Stands = Literal["here", "wider", "part", "named", "nowhere"]

STANDS: dict[Stands, str] = {
    "here": "printed of this place",
    "wider": "printed of a wider area that this place lies in",
    "part": "printed of a part of this place",
    "named": "printed of this name, which may be a smaller or larger area",
    "nowhere": "printed of no place",
}
COLUMNS = ("measure", "said", "period", "of", "stands", "target", "against", "note", "cites")
SHARE_ALIKE = 0.999  # of an area's people: below it, an area is not wholly inside
NO_PERIOD = "year not stated"
ABOUT = r"\babout \d"
ENGLAND = "E92000001"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """What reports print of one place, of the areas it lies in and of its parts; or all of it.

    Attributes
    ----------
    facts
        Indexed by `fact_id`, in the order of the reports: `measure`, `said` (the figure and how it
        compares, in words), `period`, `of` (whom or where it is printed of), `stands` (a key of
        `STANDS`), `target`, `against` (what contradicts it), `note`, `cites`, `theme`, `source`
        (its key), `sensitive` and `indicator` (the measure of the pack that holds it; empty).
    place
        The place's name; empty where all facts are listed.
    """

    facts: DataFrame
    place: str
    place_id: str
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """The facts, each with where it is printed."""
        return self.facts[list(COLUMNS)]

    def parameters(self) -> dict[str, Any]:
        """Return the place asked for."""
        return {"place": self.place_id or "all"}

    def missing(self) -> dict[str, float]:
        """Return nothing: a fact that is not printed is not listed."""
        return {}

    def sentence(self) -> str:
        """Return how many facts there are, and how many of the place itself."""
        if not len(self.facts) and not self.place:
            return "No figures of reports are held here."
        if not self.place:
            return f"The reports print {counted(len(self.facts), 'facts')} that are held here."
        place = called(self.place)
        own = int(self.facts["stands"].isin(["here", "named"]).sum())
        if not len(self.facts):
            return f"The reports print nothing of {place}, or of an area that it lies in."
        return (
            f"The reports print {counted(len(self.facts), 'facts')} that bear on {place}, "
            f"{own or 'none'} of them of {place} itself."
        )

    def notes(self) -> tuple[str, ...]:
        """Return what must be said beside figures of reports."""
        said = ["Figures of reports are as printed, of the places they were printed of."]
        if bool((self.facts["sensitive"] & self.facts["said"].str.contains(ABOUT)).any()):
            said = [
                "Figures of reports are of the places they were printed of, and as printed, but "
                "for counts of children that are sensitive: these are rounded here, to protect "
                "children, and begin with “about” whatever the report prints."
            ]
        if bool((self.facts["against"] != "").any()):
            said.append("Where another report says otherwise, both stand.")
        return tuple(said)


def find_facts(pack: Pack, place_id: str | None = None) -> Facts:
    """Find what reports say of a place, of areas that hold it whole, and of parts of it.

    What is printed of users of a hospital, or of a country’s research, is of no place and is
    listed only where no place is asked for.

    Parameters
    ----------
    place_id
        A place of any kind; all facts unless given.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    facts = pack.reported.facts
    name = "" if place_id is None else str(find_place(pack, place_id)["name"])
    stands = _stands_of(pack, facts) if place_id is None else _stands(pack, facts, place_id, name)
    kept = facts.assign(stands=stands)
    if place_id is not None:
        kept = kept[kept["stands"] != "nowhere"]
    return Facts(
        facts=_worded(kept),
        place=name,
        place_id=place_id or "",
        sources=sources_by_key(pack, kept["source"]),
        is_illustrative=pack.info.illustrative,
    )


def _stands_of(pack: Pack, facts: DataFrame) -> Series:
    """Return of each fact whether it is of any place of the pack, or of England."""
    codes = split_codes(facts["place_ids"])
    known = codes[codes.isin(pack.places.index) | (codes == ENGLAND)]
    held = Series(facts.index.isin(known.index), index=facts.index)
    return held.map({True: "here", False: "nowhere"})


def _stands(pack: Pack, facts: DataFrame, place_id: str, name: str) -> Series:
    """Return how each fact stands to a place; "nowhere" where it does not."""
    here = _inside(pack, [place_id])
    codes = split_codes(facts["place_ids"])
    together = codes.groupby(level=0).agg(tuple)
    by_codes = {
        group: _relation(here, _inside(pack, list(group)), group) for group in set(together)
    }
    found = together.map(by_codes).astype(object).reindex(facts.index).fillna("nowhere")
    named = facts["place_ids"].isna() & (facts["geography"] == name)
    return found.mask(named, "named")


def _inside(pack: Pack, place_ids: list[str]) -> set[str]:
    """Return the areas that lie wholly in some places of the pack."""
    shares = [member_areas(pack, each) for each in place_ids if each in pack.places.index]
    return {str(area) for each in shares for area in each.index[each >= SHARE_ALIKE]}


def _relation(here: set[str], there: set[str], codes: tuple[str, ...]) -> Stands:
    if codes == (ENGLAND,):
        return "wider"
    if not here or not there:
        return "nowhere"
    if here == there:
        return "here"
    if here < there:
        return "wider"
    return "part" if there < here else "nowhere"


def _worded(facts: DataFrame) -> DataFrame:
    texts = facts.fillna(dict.fromkeys(facts.select_dtypes(exclude=["number", "bool"]), ""))
    said = [fact_words(row) for _, row in texts.iterrows()]
    return DataFrame(
        {
            "measure": texts["measure"],
            "said": Series(said, index=facts.index, dtype=object),  # text, where there is none too
            "period": texts["period"].mask(texts["period"] == "", NO_PERIOD),
            "of": texts["geography"],
            "stands": texts["stands"],
            "target": [_target(row) for _, row in texts.iterrows()],
            "against": texts["contradiction"],
            "note": texts["note"],
            "cites": texts["cites"],
            "theme": texts["theme"],
            "source": texts["source"],
            "sensitive": facts["sensitive"].astype(bool),
            "indicator": texts["indicator"],
        },
        index=facts.index,
    )


def fact_words(row: Series) -> str:
    """Return a fact’s figure, its comparison and its trend in words, as printed."""
    figure = _figure(row)
    beside = " ".join(filter(None, [row["comparator"], row["comparator_value"]]))
    parts = [figure, row["comparison"], row["trend"]]
    said = "; ".join(filter(None, parts)) or (row["note"] or "no figure is printed")
    return f"{said} (beside {beside})" if beside else said


def _figure(row: Series) -> str:
    """Return the figure as printed, with its unit where what is printed is a bare number.

    What a report lists and does not number is counted, and said to be.
    """
    printed = str(row["printed"])
    if not printed:
        return "" if pd.isna(row["value"]) else _counted_words(float(row["value"]), row["unit"])
    is_bare = re.fullmatch(r"[\d,.]+", printed) is not None
    return f"{printed} {row['unit']}".strip() if is_bare else printed


def _counted_words(value: float, unit: str) -> str:
    said = counted(value, unit) if unit.endswith("s") and value % 1 == 0 else f"{value:,g} {unit}"
    return f"{said.strip()} (counted from what the report lists)"


def _target(row: Series) -> str:
    return " by ".join(filter(None, [row["target"], row["target_by"]]))
