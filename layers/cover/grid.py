"""What is offered at all: for each age, kind of service and place, whether anything is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.ages import COVER_BANDS, bands_words, span_words
from layers.assets import AgesUnstated, ages_unstated, open_doors, takes_ages
from layers.cover.cells import CELL, YEARS, Flags, count_cells, takes_bands, years_taken
from layers.cover.here import told_offers
from layers.cover.near import nearest_beyond, people_of_place
from layers.cover.rows import ALWAYS, By, check_rows, is_stated, listed_in_full, row_names, rows_of
from layers.cover.words import cover_notes, nearest_words, way_words
from layers.places import find_place
from layers.progress import Progress, unwatched
from layers.question.question import Question
from layers.said.citing import sources_by_key
from layers.said.sentences import called

__all__ = ["CELL", "Cover", "measure_cover"]


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
        One for each row and age band, rows in order: `row`, `age_from`, `age_to` (-1 is
        pregnancy), `state` ("offered", or why the cell is empty: "reported gap", "not known",
        "none"), `offers` (running ones that take some of the ages and are in the place or serve
        it), `doors` (how many of them have a door in it), `online` (have none here, and come
        online or by telephone), `doorless` (have none here, and come otherwise), `planned`,
        `gaps` (what is reported to be missing), `unstated` (offers that take those ages only as
        long as what they do not state is no limit), `years_covered` (single years of age that
        some offer takes), and for an empty cell `nearest` (the asset beyond the place that is
        nearest to most of its people), `nearest_min` (their mean minutes to the nearest; NaN where
        there is none anywhere) and `nearest_name`.
    years
        Rows down and single years of age across, from pregnancy: whether some offer takes it.
    listed
        Every offer of the place, running, planned or reported to be missing: the columns of the
        pack's assets, those of `layers.cover.here.told_offers`, and `rows` (the ones it is in).
    offers
        How many offers of the pack are running, here or not.
    unstated
        How many of them state no level or expertise, where rows are made of those; they are
        in no row.
    ages_unstated
        How many of them take some ages for want of a limit that they state.
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
    listed: DataFrame
    offers: int
    unstated: int
    ages_unstated: AgesUnstated
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

    def offers_in(self, row: str, ages: range) -> DataFrame:
        """Pick what `listed` holds of a row for some ages: running, planned and missing."""
        in_row = self.listed["rows"].map(lambda rows: row in rows).to_numpy(bool)
        return self.listed[in_row & takes_ages(self.listed, ages).any(axis=1)]

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
            "offers_without_a_limit_of_age": self.ages_unstated.total,
            "illustrative": self.is_illustrative,
        }

    def sentence(self) -> str:
        """Return which ages nothing at all is offered to, else how many cells are empty."""
        bare = self._untaken(self.rows)
        if bare:
            return f"In {called(self.place)}, nothing is found for {bands_words(bare)}."
        first, last = span_words(YEARS.start, YEARS.start), YEARS.stop - 1
        return (
            f"Every age from {first} to {last} has an offer of some kind in {called(self.place)}; "
            f"{len(self.empty)} of {len(self.cells)} combinations have none."
        )

    def gap_sentence(self, row: str, label: str, ages: range) -> str:
        """Return which of some ages one row does not take; nothing is said of any other age.

        Parameters
        ----------
        label
            What the row is called, in the plural: "libraries".
        """
        if not self.years.loc[row].any():
            return f"In {called(self.place)}, nothing is found of {label}, for any age."
        bare = [span for span in self._untaken([row]) if span[0] in ages]
        if not bare:
            span = span_words(ages.start, ages.stop - 1)
            return f"In {called(self.place)}, {label} take every age asked about ({span})."
        return f"In {called(self.place)}, no open offer of {label} takes {bands_words(bare)}."

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
    progress: Progress = unwatched,
) -> Cover:
    """Find what there is for each age band, in a place or in all of the pack.

    An offer without a door counts where it serves the place, and shortens no journey. What a
    report names as missing is no offer: it tells why a cell is empty.

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
    offers = told_offers(pack, place_id)
    members = rows_of(pack, offers, by)
    rows = row_names(pack, by, members)
    belongs = np.array([[row in own for row in rows] for own in members], dtype=bool)
    belongs = belongs.reshape(len(offers), len(rows))
    listed = listed_in_full(pack, by, rows) if by in ALWAYS else None
    cells = count_cells(offers, rows, belongs, listed)
    progress(0.2, "looking for what is nearest beyond")
    way = journeys or journeys_for(pack, question)
    doors = open_doors(pack.assets)
    doors = doors if question.border else doors[~doors["across_border"]]
    candidates = _candidates(doors, cells, offers, belongs)
    beyond = nearest_beyond(pack, question, place_id, candidates, way)
    beyond["nearest_name"] = beyond["nearest"].map(_names(pack).to_dict())
    running = offers[offers["is_running"]]
    return Cover(
        place_id=place_id,
        place=pack.info.title if place_id is None else str(find_place(pack, place_id)["name"]),
        by=by,
        cells=cells.join(beyond),
        years=years_taken(offers, rows, belongs),
        listed=offers.assign(rows=Series(map(tuple, members), offers.index, dtype=object))[
            offers["here"]
        ],
        offers=len(running),
        unstated=sum(
            not own for own, runs in zip(members, offers["is_running"], strict=True) if runs
        ),
        ages_unstated=ages_unstated(running, YEARS),
        silent=tuple(each for each in ("level", "expertise") if not is_stated(pack, each)),
        by_mode=way_words(question, way.mode),
        mode=way.mode,
        journeys=way.method,
        unknown_areas=people_of_place(pack, place_id).unknown_areas,
        sources=_sources(pack, offers, place_id),
        is_illustrative=pack.info.illustrative,
    )


def _candidates(doors: GeoDataFrame, cells: DataFrame, offers: DataFrame, belongs: Flags) -> Series:
    """Find, for every empty cell, the doors anywhere that would fill it."""
    is_door = offers.index.isin(doors.index)
    takes = takes_bands(offers)
    found: dict[int, tuple[str, ...]] = {}
    for position, offered in enumerate(cells["offers"]):
        row, band = divmod(position, len(COVER_BANDS))
        if offered == 0:
            wanted = belongs[:, row] & takes[:, band] & is_door
            found[position] = tuple(str(key) for key in offers.index[wanted])
    return Series(found, dtype=object)


def _names(pack: Pack) -> Series:
    """Name every service; what stands across the border says so."""
    across = pack.assets["across_border"].map({True: " (across the border)", False: ""})
    names: Series = pack.assets["name"].astype(object) + across
    return names


def _sources(pack: Pack, offers: DataFrame, place_id: str | None) -> tuple[Source, ...]:
    keys = [*sorted(offers["source"].unique()), pack.info.area_source]
    if place_id is not None:
        kind = str(find_place(pack, place_id)["kind"])
        keys.append(pack.info.place_kinds[kind].source)
    return sources_by_key(pack, keys)
