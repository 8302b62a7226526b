"""Which figures of a pack are linked: sums over places that hold the same areas, and over ages.

A figure of a place is the sum of its areas’, and one of an age band of its ages’. So areas are cut
into groups that every figure holds whole or not at all, and ages into bands that every figure holds
whole or not at all; each figure is the sum of some of these pieces, published or not. Of an area
that is split between places nobody knows how its few are split: each part is a piece of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy.sparse import csr_array

from geodata.secondary.tables import LinkedTables, Numbers, Relation, sums_of

Held = tuple[tuple[str, tuple[int, int]], ...]  # the place and the ages of each figure
Shown = TypeVar("Shown", Series, NDArray[Any])
PLACED = ("row", "place_id", "age_from", "age_to")
NUMBERS = ("least", "most", "lower", "upper", "weight", "width", "stays")

WHOLE = 1 - 1e-9  # of an area, of its people
ALL_AGES = (0, 1)  # of figures that declare no ages: one band, whichever it is


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinkedFigures:
    """Figures that are linked, as tables; the first of its cells are the figures, in order.

    Attributes
    ----------
    rows
        The row of each figure.
    """

    tables: LinkedTables
    rows: NDArray[np.intp]


class Links:
    """What links the figures of places; worked out once for figures of the same places and ages."""

    def __init__(self, membership: DataFrame) -> None:
        """Start with no figures.

        Parameters
        ----------
        membership
            `place_id`, `area_id`, `share` (0–1 of the area's people) and `kind` of the place.
        """
        self._membership = membership
        self._sums: dict[tuple[Held, bool], csr_array] = {}

    def of(self, figures: DataFrame) -> Iterator[LinkedFigures]:
        """Find the figures of the same people at the same time that sums may link.

        Parameters
        ----------
        figures
            One row for each count: `who` (figures that share it count the same people, those of the
            ages each declares), `source`, `period`, `place_id`, `age_from`, `age_to` (NaN where
            none are declared), `least`, `most` (what its published figure leaves open, NaN where it
            is not published), `lower`, `upper` (what anybody knows of it), `weight`, `width`,
            `stays`.

        Yields
        ------
        linked
            For each source by itself, and for several sources together, wherever something that
            needs protection is missing, or is shown to the last person, and a sum tells anything.
        """
        exact = is_exact(figures["least"], figures["most"]) & ~figures["stays"]
        missing = ((figures["least"].isna() & (figures["width"] > 0)) | exact).to_numpy()
        source = figures.groupby("source").ngroup().to_numpy()
        columns = {name: figures[name].to_numpy() for name in (*PLACED, *NUMBERS)}
        for alike in _groups(figures.groupby(["who", "period"]).ngroup().to_numpy()):
            if not missing[alike].any():
                continue
            sources = [alike[places] for places in _groups(source[alike])]
            for at in [*sources, alike] if len(sources) > 1 else sources:
                if missing[at].any():
                    yield from self._link({name: each[at] for name, each in columns.items()})

    def _link(self, columns: Mapping[str, NDArray[Any]]) -> Iterator[LinkedFigures]:
        ages = _ages(columns["age_from"], columns["age_to"])
        held = tuple(zip(columns["place_id"].tolist(), ages, strict=True))
        exact = is_exact(columns["least"], columns["most"]) & ~columns["stays"].astype(bool)
        stated = (held, bool(exact.any()))
        if stated not in self._sums:
            self._sums[stated] = _sums_of(held, self._membership, is_all=stated[1])
        sums = self._sums[stated]
        if sums.shape[0]:
            yield LinkedFigures(tables=_tables(columns, sums), rows=columns["row"])


def _groups(codes: NDArray[np.integer[Any]]) -> list[NDArray[np.intp]]:
    """Return where each code stands, code by code."""
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(codes[order])) + 1)


def _tables(columns: Mapping[str, NDArray[Any]], sums: csr_array) -> LinkedTables:
    """Return figures as tables, followed by as many cells as there are pieces of them."""
    figures, every = len(columns["least"]), sums.shape[1]

    def column(name: str, of_pieces: float) -> Numbers:
        found = np.full(every, of_pieces)
        found[:figures] = columns[name]
        return found

    lower, upper = column("lower", 0.0), column("upper", np.inf)
    least, most = column("least", np.nan), column("most", np.nan)
    is_shown = ~np.isnan(least)
    return LinkedTables(
        keys=tuple(map(str, range(every))),
        lower=lower,
        upper=upper,
        shown_lower=np.where(is_shown, least, lower),
        shown_upper=np.where(is_shown, most, upper),
        is_shown=is_shown,
        weight=column("weight", 1.0),
        width=column("width", 0.0),
        stays=column("stays", 1.0) > 0,
        sums=sums,
    )


def is_exact(least: Shown, most: Shown) -> Shown:
    """Return which figures are shown to the last person: one less another tells of a few."""
    found: Shown = (least == most) & (most > 0)
    return found


def _sums_of(held: Held, membership: DataFrame, *, is_all: bool) -> csr_array:
    """Return the sums that link figures, by their places and ages, and what they are made of.

    Parameters
    ----------
    is_all
        Whether those that tell nothing of any figure, but of pieces, are among them.
    """
    pieces = _Pieces(held, membership)
    figures = [str(at) for at in range(len(held))]
    relations = [
        Relation(total=figure, parts=parts)
        for figure, parts in zip(figures, pieces.of_figures(), strict=True)
        if parts
    ]
    relations += pieces.of_split_areas()
    relations = relations if is_all else _that_tell(relations, set(figures))
    names = dict.fromkeys([*figures, *(name for each in relations for name in each.names)])
    return sums_of(relations, {name: at for at, name in enumerate(names)})


def _that_tell(relations: list[Relation], figures: set[str]) -> list[Relation]:
    """Return the relations without those that tell nothing, for some number always meets them.

    So it is with a total all of whose parts, or parts whose total, no figure and no other relation
    is of: nothing but this relation is known of them.
    """
    while True:
        uses = Counter(name for each in relations for name in each.names)
        alone = {name for name, number in uses.items() if number == 1} - figures
        left = [each for each in relations if each.total not in alone and set(each.parts) - alone]
        if len(left) == len(relations):
            return left
        relations = left


class _Pieces:
    """The pieces that figures are sums of, by name."""

    def __init__(self, held: Held, membership: DataFrame) -> None:
        self._figures = held
        places = {place for place, _ in held}
        inside = membership[membership["place_id"].isin(places) & (membership["share"] > 0)]
        is_whole = inside["share"] >= WHOLE
        self._split = inside[~is_whole]
        areas = places - set(membership["place_id"])
        self._held = _groups_of_areas(inside[is_whole], set(self._split["area_id"]), areas)
        ends = sorted({end for _, ages in held for end in ages})
        self._bands = ends[:-1]  # where each band of ages begins that no figure holds in part

    def of_figures(self) -> Iterator[tuple[str, ...]]:
        """Return for each figure the pieces that it is the sum of; none where nothing is known."""
        split: dict[object, list[str]] = {
            place: [_part(place, area) for area in areas]
            for place, areas in self._split.groupby("place_id")["area_id"]
        }
        for place, ages in self._figures:
            pieces = [*self._held.get(place, ()), *split.get(place, ())]
            bands = [band for band in self._bands if ages[0] <= band < ages[1]]
            yield tuple(f"{piece} {band}" for piece in pieces for band in bands)

    def of_split_areas(self) -> list[Relation]:
        """Return that the parts of an area, and what is in none of them, make the whole of it."""
        found = []
        for (kind, area), rows in self._split.groupby(["kind", "area_id"], sort=True):
            together = float(rows["share"].sum())
            parts = [_part(place, area) for place in rows["place_id"]]
            rest = f"rest {kind} {area}"
            if together > 2 - WHOLE:  # they overlap, nobody knows how
                sets = [[part, f"{rest} {part}"] for part in parts]
            else:
                sets = [parts if together >= WHOLE else [*parts, rest]]
            for names in sets:
                found += [
                    Relation(
                        total=f"{_group(area)} {band}",
                        parts=tuple(f"{name} {band}" for name in names),
                    )
                    for band in self._bands
                ]
        return found


def _groups_of_areas(whole: DataFrame, split: set[str], own: set[str]) -> dict[object, list[str]]:
    """Return for each place the groups of areas that it holds, each held whole or not at all.

    Parameters
    ----------
    own
        Areas that have a figure of their own.
    """
    by_area = whole.groupby("area_id", sort=True)["place_id"]
    held_by = {area: tuple(sorted(places)) for area, places in by_area}
    held: dict[object, dict[str, None]] = {}
    for area in sorted({*map(str, held_by), *split, *own}):
        holders = held_by.get(area, ())
        name = _group(area) if area in split or area in own else _group(*holders)
        for place in (*holders, *([area] if area in own else [])):
            held.setdefault(place, {})[name] = None
    return {place: list(groups) for place, groups in held.items()}


def _group(*names: object) -> str:
    return "in " + "+".join(map(str, names))


def _part(place: object, area: object) -> str:
    return f"part of {area} in {place}"


def _ages(first: Numbers, last: Numbers) -> list[tuple[int, int]]:
    """Return the ages of each figure, from the first to the one after the last."""
    return [
        ALL_AGES if np.isnan(begin) or np.isnan(end) else (int(begin), int(end) + 1)
        for begin, end in zip(first, last, strict=True)
    ]


def who_is_counted(key: str, whom: str, ages: tuple[object, object]) -> str:
    """Return a name that figures of the same people share, whatever their ages.

    Figures that say who they count, and of which ages, are of the same people where they say the
    same; any other is like none but itself.
    """
    same = " ".join(whom.split()).casefold()
    return f"whom {same}" if same and None not in ages else f"indicator {key}"


def counts_of(rows: DataFrame, is_count: Series) -> Series:
    """Return the count behind each row: its numerator, or its value where that is a count."""
    counts = pd.to_numeric(rows["numerator"]).astype(float)
    values = pd.to_numeric(rows["value"]).astype(float)
    found: Series = counts.fillna(values.where(is_count))
    return found
