"""Where help stops at one age and begins again at another, as reports say: a gap and its edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pandas import DataFrame, Series

from geodata.model import Pack
from layers.ages import span_words
from layers.cover.here import told_offers
from layers.said.numbers import listed
from layers.serving import serves_words
from layers.themes import offer_themes, themes_of

HANDED_OVER = frozenset({"family", "young"})  # help for families gives way to youth work
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
        kind where there is any, else about the same (`layers.themes`). What is about something
        else is no edge of the gap.
    source_part
        Where in its source it is said.
    of, period
        The places of which it is said, by name, and of when; empty where neither is stated.
    """

    asset_id: str
    name: str
    age_from: int
    age_to: int
    said: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    source_part: str
    of: str
    period: str

    def sentence(self, pack: Pack) -> str:
        """Return the gap, what stops before it and what begins after it, where that is little."""
        ages = span_words(self.age_from, self.age_to)
        said = f" ({self.said[:1].lower()}{self.said[1:].rstrip('.')})" if self.said else ""
        parts = [f"At {ages}, reported to be missing: {self.name}{said}."]
        for ids, verb, age in (
            (self.before, "stop at", self.age_from - 1),
            (self.after, "begin at", self.age_to + 1),
        ):
            if 0 < len(ids) <= MOST_NAMED:
                names = _named(pack, ids)
                one = verb.replace("stop", "stops").replace("begin", "begins")
                parts.append(f"{names} {one if len(ids) == 1 else verb} {span_words(age, age)}.")
        return " ".join(parts)


def find_breaks(
    pack: Pack, place_id: str | None, told: DataFrame | None = None
) -> tuple[Break, ...]:
    """List the reported gaps of a place that have ages of their own, the youngest first.

    Parameters
    ----------
    place_id
        None is all of the pack.
    told
        What is told of the place, as `layers.cover.here.told_offers` lists it, for whoever has it.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    offers = told_offers(pack, place_id) if told is None else told
    here = offers[offers["here"]]
    gaps = here[here["is_gap"] & here["age_from"].notna() & here["age_to"].notna()]
    running = here[here["is_running"]]
    return tuple(_breaks(pack, gaps.sort_values(["age_from", "age_to", "name"]), running))


def _breaks(pack: Pack, gaps: DataFrame, running: DataFrame) -> Iterator[Break]:
    for key, gap in gaps.iterrows():
        ended = running["age_to"] == gap["age_from"] - 1
        before = running[ended & (gap["age_from"] > 0)]  # at birth nothing stops: it begins
        after = running[running["age_from"] == gap["age_to"] + 1]
        yield Break(
            asset_id=str(key),
            name=str(gap["name"]),
            age_from=int(gap["age_from"]),
            age_to=int(gap["age_to"]),
            said=gap["limits"] if isinstance(gap["limits"], str) else "",
            before=_alike(before, gap),
            after=_alike(after, gap),
            source_part=gap["source_part"] if isinstance(gap["source_part"], str) else "",
            of=serves_words(pack, gap["serves"]),
            period=gap["checked"] if isinstance(gap["checked"], str) else "",
        )


def _named(pack: Pack, ids: tuple[str, ...]) -> str:
    return listed([str(pack.assets["name"][key]) for key in ids])


def _alike(offers: DataFrame, gap: Series) -> tuple[str, ...]:
    """Return the ids of the offers of the gap’s kind; where there is none, of its themes."""
    same = offers[offers["kind"] == gap["kind"]]
    if len(same):
        return tuple(str(key) for key in same.index)
    about = _with_neighbours(themes_of(gap["expertise"], str(gap["kind"])))
    pairs = zip(offers.index, offer_themes(offers), strict=True)
    return tuple(str(key) for key, themes in pairs if about & set(themes))


def _with_neighbours(themes: Iterable[str]) -> set[str]:
    """Return themes, and those that take over from them as children grow."""
    own = set(themes)
    return own | HANDED_OVER if own & HANDED_OVER else own
