"""Where help stops at one age and begins again at another, as reports say: a gap and its edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pandas import DataFrame

from geodata.model import Pack
from layers.ages import span_words
from layers.cover.here import told_offers
from layers.said.numbers import listed

MOST_NAMED = 3  # offers on either side of a gap; more is where an age of life begins, no handover


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Ages for which a report says that something is missing, and what there is on either side.

    Attributes
    ----------
    asset_id, name
        The gap, as the report names it.
    age_from, age_to
        The ages it is about; -1 is pregnancy.
    said
        What the report says of it.
    before, after
        Ids of what runs here up to just before those ages, and from just after them: of the same
        kind where there is any, else of every kind.
    source_part
        Where in its source it is said.
    """

    asset_id: str
    name: str
    age_from: int
    age_to: int
    said: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    source_part: str

    def sentence(self, pack: Pack) -> str:
        """Return the gap, what stops before it and what begins after it, where that is little."""
        ages = span_words(self.age_from, self.age_to)
        said = f": {self.said[:1].lower()}{self.said[1:]}" if self.said else ""
        parts = [f"At {ages}, {self.name} is reported to be missing{said}."]
        for ids, verb, age in (
            (self.before, "stop at", self.age_from - 1),
            (self.after, "begin at", self.age_to + 1),
        ):
            if 0 < len(ids) <= MOST_NAMED:
                names = _named(pack, ids)
                one = verb.replace("stop", "stops").replace("begin", "begins")
                parts.append(f"{names} {one if len(ids) == 1 else verb} {span_words(age, age)}.")
        return " ".join(parts)


def find_breaks(pack: Pack, place_id: str | None) -> tuple[Break, ...]:
    """List the reported gaps of a place that have ages of their own, the youngest first.

    Parameters
    ----------
    place_id
        None is all of the pack.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    offers = told_offers(pack, place_id)
    here = offers[offers["here"]]
    gaps = here[here["is_gap"] & here["age_from"].notna() & here["age_to"].notna()]
    running = here[here["is_running"]]
    return tuple(_breaks(gaps.sort_values(["age_from", "age_to", "name"]), running))


def _breaks(gaps: DataFrame, running: DataFrame) -> Iterator[Break]:
    for key, gap in gaps.iterrows():
        before = running[running["age_to"] == gap["age_from"] - 1]
        after = running[running["age_from"] == gap["age_to"] + 1]
        yield Break(
            asset_id=str(key),
            name=str(gap["name"]),
            age_from=int(gap["age_from"]),
            age_to=int(gap["age_to"]),
            said=gap["limits"] if isinstance(gap["limits"], str) else "",
            before=_alike(before, str(gap["kind"])),
            after=_alike(after, str(gap["kind"])),
            source_part=gap["source_part"] if isinstance(gap["source_part"], str) else "",
        )


def _named(pack: Pack, ids: tuple[str, ...]) -> str:
    return listed([str(pack.assets["name"][key]) for key in ids])


def _alike(offers: DataFrame, kind: str) -> tuple[str, ...]:
    """Return the ids of the offers of a kind; of all where none is of it."""
    same = offers[offers["kind"] == kind]
    return tuple(str(key) for key in (same if len(same) else offers).index)
