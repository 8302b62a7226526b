"""What is offered at all: for each age, kind of service and place, whether anything is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.ages import AGE_BANDS, bands_words, span_words
from layers.assets import OPEN, ages_unstated, open_doors, takes_ages
from layers.cover.near import nearest_beyond, people_of_place
from layers.cover.rows import By, check_rows, row_names, rows_of
from layers.cover.words import cover_notes, nearest_words, way_words
from layers.places import find_place, member_areas
from layers.question.question import Question
from layers.said.citing import sources_by_key

CELL = (
    "row",
    "age_from",
    "age_to",
    "offers",
    "online",
    "unstated",
    "years_covered",
    "nearest",
    "nearest_min",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cover:
    """Which ages are offered what, in one place or in all.

    Attributes
    ----------
    place_id, place
        The place, or None for all of the pack, and its name.
    by
        What the rows are: services (by key; kinds that belong to none stand by themselves), kinds,
        levels of offer or kinds of expertise.
    cells
        One for each row and age band, rows in order: `row`, `age_from`, `age_to`, `offers` (open
        ones that take some of the ages and are in the place or online), `online` (how many of
        them have no door), `unstated` (how many of them state no ages), `years_covered` (single
        years of age that some offer takes), and for an empty cell `nearest` (the asset beyond the
        place that is nearest to most of its people) and `nearest_min` (their mean minutes to the
        nearest; NaN where there is none anywhere), and `nearest_name`.
    years
        Rows down and single years of age across: whether some offer takes it.
    unstated
        How many open offers state no level or expertise, where rows are made of those; they are
        in no row.
    ages_unstated
        How many open offers state no ages, and are counted as open to all.
    silent
        What no asset of the pack states at all: "level", "expertise".
    by_mode
        How people travel to the nearest beyond, in words.
    unknown_areas
        Areas of the place whose people are not known, and weigh nothing in `nearest_min`.
    """

    place_id: str | None
    place: str
    by: By
    cells: DataFrame
    years: DataFrame
    offers: int
    unstated: int
    ages_unstated: int
    silent: tuple[str, ...]
    by_mode: str
    mode: str
    journeys: str
    unknown_areas: int
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def rows(self) -> list[str]:
        """The rows in order."""
        return list(dict.fromkeys(self.cells["row"]))

    @property
    def empty(self) -> DataFrame:
        """The cells where nothing is found."""
        return self.cells[self.cells["offers"] == 0]

    @property
    def table(self) -> DataFrame:
        """What is offered to each age, the cells by their rows."""
        return self.cells[list(CELL)].set_index("row")

    def missing(self) -> dict[str, float]:
        """Return how many areas' people are not known, and so in no average."""
        return {"areas": float(self.unknown_areas)} if self.unknown_areas else {}

    def notes(self) -> tuple[str, ...]:
        """Return how the grid was worked out, and what is missing from it."""
        return cover_notes(self)

    def nearest_words(self, cell: Series) -> str:
        """Return what is nearest beyond the place for an empty cell."""
        return nearest_words(cell, self.by_mode)

    def parameters(self) -> dict[str, Any]:
        """Return every setting, for a table's heading or a file."""
        return {
            "place_id": self.place_id,
            "by": self.by,
            "mode": self.mode,
            "journeys": self.journeys,
            "offers": self.offers,
            "offers_without_a_row": self.unstated,
            "offers_without_ages": self.ages_unstated,
            "illustrative": self.is_illustrative,
        }

    def sentence(self) -> str:
        """Return which ages nothing at all is offered to, else how many cells are empty."""
        bare = self._untaken(self.rows)
        if bare:
            return f"No open offer takes {bands_words(bare)} in {self.place}."
        return (
            f"Every age from {AGE_BANDS[0][0]} to {AGE_BANDS[-1][1]} has an open offer of some "
            f"kind in {self.place}; {len(self.empty)} of {len(self.cells)} combinations have none."
        )

    def gap_sentence(self, row: str, label: str, ages: range) -> str:
        """Return which of some ages one row does not take; nothing is said of any other age.

        Parameters
        ----------
        label
            What the row is called, in the plural: "libraries".
        """
        if not self.years.loc[row].any():
            return f"In {self.place}, nothing is found of {label}, for any age."
        bare = [span for span in self._untaken([row]) if span[0] in ages]
        if not bare:
            span = span_words(ages.start, ages.stop - 1)
            return f"In {self.place}, {label} take every age asked about ({span})."
        return f"In {self.place}, no open offer of {label} takes {bands_words(bare)}."

    def _untaken(self, rows: list[str]) -> list[tuple[int, int]]:
        """Pick the single years of age that none of some rows takes."""
        taken = self.years.loc[rows].any()
        return [(int(age), int(age)) for age in taken.index[~taken]]


def measure_cover(
    pack: Pack,
    question: Question,
    *,
    place_id: str | None = None,
    by: By = "service",
    journeys: Journeys | None = None,
) -> Cover:
    """Find what is open to each age band, in a place or in all of the pack.

    What is online counts where it serves the district, and shortens no journey. An offer that
    states no ages is counted as open to all.

    Parameters
    ----------
    question
        Says how people travel to the nearest beyond; its service and ages do not limit the grid.
    journeys
        Minutes from origins to assets; the question's own where none are given: along the pack's
        streets, by bus, by the rule for rural areas.

    Raises
    ------
    QuestionError
        The place is not known, or no asset states what the rows are made of.
    """
    check_rows(pack, by)
    offers = pack.assets[pack.assets["status"] == OPEN]
    members = rows_of(pack, offers, by)
    here = is_offered_here(pack, offers, place_id)
    takes = _takes_bands(offers)
    rows = row_names(pack, by, members)
    belongs = np.array([[row in own for row in rows] for own in members], dtype=bool)
    belongs = belongs.reshape(len(offers), len(rows))
    cells = _count(offers, rows, belongs & here[:, None], takes)
    doors = open_doors(pack.assets)
    way = journeys or journeys_for(pack, question)
    beyond = nearest_beyond(
        pack, question, place_id, _candidates(cells, offers, belongs, takes, doors), way
    )
    beyond["nearest_name"] = beyond["nearest"].map(pack.assets["name"].to_dict())
    return Cover(
        place_id=place_id,
        place=pack.info.title if place_id is None else str(find_place(pack, place_id)["name"]),
        by=by,
        cells=cells.join(beyond),
        years=_years(rows, belongs & here[:, None], takes),
        offers=len(offers),
        unstated=sum(not own for own in members),
        ages_unstated=ages_unstated(offers),
        silent=tuple(
            each for each in ("level", "expertise") if not pack.assets[each].notna().any()
        ),
        by_mode=way_words(question, way.mode),
        mode=way.mode,
        journeys=way.method,
        unknown_areas=people_of_place(pack, place_id).unknown_areas,
        sources=_sources(pack, offers, place_id),
        is_illustrative=pack.info.illustrative,
    )


def is_offered_here(pack: Pack, offers: GeoDataFrame, place_id: str | None) -> NDArray[np.bool_]:
    """Find which offers a place has: doors inside it, and what is online for its district.

    An online offer that states no district is for everyone.
    """
    if place_id is None:
        held = np.asarray(offers.sindex.query(pack.areas.geometry, predicate="intersects")[1])
        inside = np.isin(np.arange(len(offers)), held)
        districts = set(pack.areas["district"])
    else:
        inside = offers.geometry.intersects(find_place(pack, place_id)["geometry"]).to_numpy()
        districts = set(pack.areas.loc[member_areas(pack, place_id).index, "district"])
    serves = offers["district"].isna() | offers["district"].isin(districts)
    online = offers["virtual"] & serves
    return np.asarray((~offers["virtual"].to_numpy() & inside) | online.to_numpy())


def _takes_bands(offers: GeoDataFrame) -> list[NDArray[np.bool_]]:
    """Find which single years of each band every offer takes."""
    return [takes_ages(offers, range(first, last + 1)) for first, last in AGE_BANDS]


def _count(
    offers: GeoDataFrame,
    rows: list[str],
    held: NDArray[np.bool_],
    takes: list[NDArray[np.bool_]],
) -> DataFrame:
    virtual = offers["virtual"].to_numpy()
    ageless = (offers["age_from"].isna() & offers["age_to"].isna()).to_numpy()
    counts = []
    for column, row in enumerate(rows):
        for band, (first, last) in enumerate(AGE_BANDS):
            years = takes[band][held[:, column]]
            some = years.any(axis=1)
            counts.append(
                (
                    row,
                    first,
                    last,
                    int(some.sum()),
                    int((some & virtual[held[:, column]]).sum()),
                    int((some & ageless[held[:, column]]).sum()),
                    int(years.any(axis=0).sum()),
                )
            )
    return DataFrame(counts, columns=list(CELL[:7]))


def _years(rows: list[str], held: NDArray[np.bool_], takes: list[NDArray[np.bool_]]) -> DataFrame:
    """Find which single years of age some offer of each row takes."""
    ages = [age for first, last in AGE_BANDS for age in range(first, last + 1)]
    return DataFrame(held.T @ np.hstack(takes), index=rows, columns=ages)


def _candidates(
    cells: DataFrame,
    offers: GeoDataFrame,
    belongs: NDArray[np.bool_],
    takes: list[NDArray[np.bool_]],
    doors: GeoDataFrame,
) -> Series:
    """Find, for every empty cell, the doors anywhere that would fill it."""
    is_door = offers.index.isin(doors.index)
    found: dict[int, tuple[str, ...]] = {}
    for position, offered in enumerate(cells["offers"]):
        row, band = divmod(position, len(AGE_BANDS))
        if offered == 0:
            wanted = belongs[:, row] & takes[band].any(axis=1) & is_door
            found[position] = tuple(str(key) for key in offers.index[wanted])
    return Series(found)


def _sources(pack: Pack, offers: GeoDataFrame, place_id: str | None) -> tuple[Source, ...]:
    keys = [*sorted(offers["source"].unique()), pack.info.area_source]
    if place_id is not None:
        kind = str(find_place(pack, place_id)["kind"])
        keys.append(pack.info.place_kinds[kind].source)
    return sources_by_key(pack, keys)
