"""The matrix of a place: ages across, themes, expertise and levels down; what is there, or why not.

It is the cover grid of `layers.cover`, put together for a screen: offers stand in themes, and each
theme unfolds into the expertise that its offers state.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import Pack
from geodata.offers import LEVELS
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.ages import COVER_BANDS, bands_words, span_words
from layers.cover.cells import (
    Flags,
    OfferFlags,
    cell_arrays,
    flags_of,
    rests_in_bands,
    takes_bands,
)
from layers.cover.near import nearest_beyond
from layers.cover.rows import rows_of
from layers.cover.words import nearest_words, way_words
from layers.exercise.held import Held
from layers.question.question import Question
from layers.said.numbers import counted
from layers.themes import BY_KEY, IN_ORDER, OTHER, WITHOUT_EXPERTISE, offer_themes

Cells = dict[str, NDArray[Any]]
Themes = list[dict[str, tuple[str, ...]]]  # of each offer, each with its expertise
Cell = Series | Mapping[Hashable, Any]  # its values by column
Group = Literal["theme", "expertise", "level"]
State = Literal["offered", "reported gap", "none held", "not known"]

STATES: dict[State, str] = {
    "offered": "offered",
    "reported gap": "gap reported",
    "none held": "none held",
    "not known": "not known",
}
STATED_GAP = (
    "a report says that something is missing for some of those ages, whatever else there is"
)
GAP_MEANS = f"{STATED_GAP}; a gap whose ages no report states shows only where nothing else is held"
KEY = (
    "A number counts the offers that run and take some of those ages; what states no limit of age "
    f"is counted, and told apart (age unstated). Gap reported: {GAP_MEANS}. Where none are "
    "held, nothing of what is held here is about this. Not known: offers for those "
    "ages do not state what they are about, or their level, or nothing that is about this is held "
    "anywhere in this data."
)
WAYS = (
    ("doors", "with a door here"),
    ("online", "online or by telephone"),
    ("doorless", "without a door here"),
)
BRIEF = {"doors": "here", "online": "online"}
LEVEL_UNSTATED = "Level not stated"
COLUMNS = (
    *("group", "theme", "row", "age_from", "age_to", "state", "offers", "sure", "doors", "online"),
    *("doorless", "planned", "gaps", "gaps_aged", "nearest", "nearest_name", "nearest_min"),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrix:
    """What there is in a place for each age, by theme, by expertise inside it, and by level.

    Attributes
    ----------
    cells
        A row for each row and band, in order: `COLUMNS`. `sure` are the offers that state an age
        by which they take some of the band; the others of `offers` state no limit and may have one.
        `gaps_aged` are the reported gaps that state ages, some of them of the band; `gaps` are
        all of them. `nearest` is of themes alone: for those ages, the door beyond the place
        nearest to most of its people.
    offers
        What is told of the place: as `layers.cover.here.told_offers`, those here, with `themes`
        (theme to its expertise) by offer.
    by_mode
        How people travel to the nearest beyond, in words.
    """

    cells: DataFrame
    offers: DataFrame
    by_mode: str

    def rows(self, group: Group, theme: str | None = None) -> list[str]:
        """List the rows of a group, in order; those of one theme where it is named."""
        own = self.cells[self.cells["group"] == group]
        return list(
            dict.fromkeys(own["row"] if theme is None else own["row"][own["theme"] == theme])
        )

    def cells_of(self, group: Group, row: str, theme: str | None = None) -> DataFrame:
        """Pick the cells of a row, the youngest first."""
        own = self.cells[(self.cells["group"] == group) & (self.cells["row"] == row)]
        return own if theme is None else own[own["theme"] == theme]

    def offers_of(self, theme: str) -> DataFrame:
        """Pick the offers of a theme, what runs first, then by name."""
        in_theme = np.array([theme in themes for themes in self.offers["themes"]], dtype=bool)
        own = self.offers[in_theme]
        order = own.assign(_last=~own["is_running"], _gap=own["is_gap"])
        return order.sort_values(["_gap", "_last", "name"]).drop(columns=["_last", "_gap"])

    def nearest(self) -> DataFrame:
        """List what is nearest beyond the place, for the themes and ages with no door in it.

        Returns
        -------
        nearest
            `theme`, `ages` (neighbouring bands that share an answer as one) and `said`.
        """
        found = []
        own = self.cells[(self.cells["group"] == "theme") & (self.cells["doors"] == 0)]
        for theme in self.rows("theme"):
            cells = own[own["theme"] == theme]
            said = [_beyond_words(cell, self.by_mode) for _, cell in cells.iterrows()]
            bands = list(zip(cells["age_from"], cells["age_to"], strict=True))
            for each in dict.fromkeys(said):
                alike = [band for band, words in zip(bands, said, strict=True) if words == each]
                found.append((theme_label(theme), bands_words(alike), each))
        return DataFrame(found, columns=["theme", "ages", "said"])

    def by_row(self, group: Group) -> dict[tuple[str, str], list[Cell]]:
        """Return the cells of every row of a group, by theme and row, the youngest first."""
        found: dict[tuple[str, str], list[Cell]] = {}
        for cell in self.cells[self.cells["group"] == group].to_dict("records"):
            found.setdefault((str(cell["theme"]), str(cell["row"])), []).append(cell)
        return found

    def brief(self, cell: Cell) -> tuple[str, ...]:
        """Return a cell in few words, as a screen or a printed side has room for them."""
        return tuple(_brief_words(cell))

    def words(self, cell: Series) -> tuple[str, ...]:
        """Return a cell in words: what stands in it, then what stands beside that."""
        return tuple(_cell_words(cell, self.by_mode))


def measure_matrix(
    pack: Pack,
    question: Question,
    place_id: str | None,
    journeys: Journeys | None = None,
    held: Held | None = None,
) -> Matrix:
    """Find what there is for each age, theme, expertise and level in a place.

    Parameters
    ----------
    place_id
        None is all of the pack.
    journeys
        Minutes from origins to assets; the question's own where none are given.
    held
        What all places of the pack share, for whoever asks about many.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    held = held or Held(pack)
    told = held.told(place_id)
    offers = told[told["here"]]
    themes = offer_themes(offers)
    known = {theme for own in offer_themes(told) for theme in own}
    way = journeys or journeys_for(pack, question)
    counting = _Counting(flags=flags_of(offers), aged=gap_bands(offers).to_numpy(np.int64))
    by_theme = DataFrame(_joined(_by_theme(counting, themes, known)))
    others = [
        *(_by_expertise(counting, themes, theme.key) for theme in IN_ORDER),
        _by_level(pack, counting, offers),
    ]
    cells = [
        _with_nearest(question, place_id, way, by_theme, held),
        *([DataFrame(_joined(others))] if any(others) else []),
    ]
    return Matrix(
        cells=pd.concat(cells, ignore_index=True).reindex(columns=list(COLUMNS)),
        offers=offers.assign(themes=Series(themes, index=offers.index, dtype=object)),
        by_mode=way_words(question, way.mode),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Counting:
    """What cells are counted from: flags of offers, and of which bands a gap is stated to be."""

    flags: OfferFlags
    aged: NDArray[np.int64]

    def only(self, chosen: Flags) -> _Counting:
        """Return the same of some of the offers."""
        return _Counting(flags=self.flags.only(chosen), aged=self.aged[chosen])


def _joined(parts: Iterable[Cells]) -> Cells:
    """Put cells below one another."""
    kept = [part for part in parts if part]
    return {name: np.concatenate([part[name] for part in kept]) for name in kept[0]}


def stated_bands(offers: DataFrame) -> DataFrame:
    """Find which bands each offer states that it takes: offers down, `COVER_BANDS` across."""
    return DataFrame(takes_bands(offers) & ~rests_in_bands(offers), index=offers.index)


def gap_bands(offers: DataFrame) -> DataFrame:
    """Find which bands each reported gap is stated to be of: offers down, `COVER_BANDS` across.

    An offer that states no oldest age may stop at any. A gap is of all ages from the one that it
    states on, or up to it: where it would end nobody says. One that states neither is of none.
    """
    states = offers[["age_from", "age_to"]].notna().any(axis="columns") & offers["is_gap"]
    return DataFrame(takes_bands(offers) & states.to_numpy(bool)[:, None], index=offers.index)


def _by_theme(counting: _Counting, themes: Themes, known: set[str]) -> list[Cells]:
    """Count by theme; what no theme is known of leaves the empty cells of its ages not known.

    So does a theme that nothing in the pack is of, here or elsewhere: nobody has listed it.
    """
    members = [list(own) for own in themes]
    keys = [theme.key for theme in IN_ORDER if theme.key != OTHER]
    cells = _counted(counting, keys, members, "theme")
    listed = np.array([row in known for row in cells["row"]], dtype=bool)
    unlisted = ~listed & (cells["state"] == "none held")
    cells["state"] = np.where(unlisted, "not known", cells["state"])
    if not any(OTHER in own for own in themes):
        return [cells]
    return [cells, _counted(counting, [OTHER], members, "theme")]


def _by_expertise(counting: _Counting, themes: Themes, theme: str) -> Cells:
    """Count by expertise inside a theme: its own offers, and those that state nothing at all."""
    rows = sorted({term for own in themes for term in own.get(theme, ())}, key=str.casefold)
    if not rows:
        return {}
    in_theme = np.array([theme in own or OTHER in own for own in themes], dtype=bool)
    members = [list(own.get(theme, ())) for own in themes]
    unstated = [theme in own and not own[theme] for own in themes]
    kept = [own for own, of in zip(members, in_theme, strict=True) if of]
    parts = [_counted(counting.only(in_theme), rows, kept, "expertise")]
    if any(unstated):
        last = [[WITHOUT_EXPERTISE] if silent else [] for silent in unstated]
        parts.append(_counted(counting, [WITHOUT_EXPERTISE], last, "expertise"))
    cells = _joined(parts)
    told = cells["offers"] + cells["gaps"] + cells["planned"]
    of_row = told.reshape(-1, len(COVER_BANDS)).sum(axis=1)
    shown = np.repeat(of_row > 0, len(COVER_BANDS))
    cells["theme"] = np.full(len(told), theme, dtype=object)
    return {name: column[shown] for name, column in cells.items()}


def _by_level(pack: Pack, counting: _Counting, offers: DataFrame) -> Cells:
    """Count by level, those levels that anything told here states, and last what states none."""
    members = rows_of(pack, offers, "level")
    named = {row for own in members for row in own}
    if not named:
        return {}
    order = [
        f"{level} ({LEVELS[column][0]})" for column, (_, all_) in LEVELS.items() for level in all_
    ]
    cells = _counted(counting, [row for row in order if row in named], members, "level")
    runs = ~offers["is_gap"].to_numpy(bool)  # a gap has no level, and is told by its theme
    silent = [[] if own else [LEVEL_UNSTATED] for own in rows_of(pack, offers[runs], "level")]
    return _joined([cells, _counted(counting.only(runs), [LEVEL_UNSTATED], silent, "level")])


def _counted(
    counting: _Counting, rows: list[str], members: Sequence[list[str]], group: Group
) -> Cells:
    """Count the cells of some rows, and name what each is."""
    at = {row: number for number, row in enumerate(rows)}
    belongs = np.zeros((len(members), len(rows)), dtype=bool)
    for number, own in enumerate(members):
        belongs[number, [at[row] for row in own if row in at]] = True
    cells: Cells = cell_arrays(counting.flags, rows, belongs, None)
    cells["sure"] = cells["offers"] - cells["unstated"]
    # The reported gaps that state their ages, by row and band; see `gap_bands`.
    cells["gaps_aged"] = (belongs.astype(np.int64).T @ counting.aged).ravel()
    cells["state"] = _states(cells)
    cells["group"] = np.full(len(cells["row"]), group, dtype=object)
    cells["theme"] = cells["row"] if group == "theme" else np.full_like(cells["row"], "")
    return cells


def _states(cells: Cells) -> NDArray[np.str_]:
    """Name what each cell is.

    A report that something is missing for some ages stands above whatever offers there are.
    """
    empty = cells["offers"] == 0
    gap = (cells["gaps_aged"] > 0) | (empty & (cells["gaps"] > 0))
    named: list[State] = ["reported gap", "offered", "not known"]
    return np.select([gap, ~empty, cells["state"] == "not known"], named, "none held")


def _with_nearest(
    question: Question, place_id: str | None, way: Journeys, cells: DataFrame, held: Held
) -> DataFrame:
    """Find, for every cell of a theme with no door in the place, the nearest door that would do."""
    doors = held.doors_by_theme(border=question.border)
    without = cells[cells["doors"] == 0]
    keys = zip(without["row"], without["age_from"], without["age_to"], strict=True)
    found = [doors.get((str(row), (first, last)), ()) for row, first, last in keys]
    candidates = Series(found, index=without.index, dtype=object)
    beyond = nearest_beyond(held.pack, question, place_id, candidates, way)
    beyond["nearest_name"] = beyond["nearest"].map(held.door_names)
    return cells.join(beyond)


def theme_label(theme: str) -> str:
    """Return what a theme is called."""
    return BY_KEY[theme].label


def _cell_words(cell: Series, by_mode: str) -> Iterator[str]:
    offers, sure = int(cell["offers"]), int(cell["sure"])
    if cell["state"] != "offered":
        yield STATES[cell["state"]]
    if offers:
        yield counted(offers, "other offers" if cell["state"] == "reported gap" else "offers")
    if offers > sure:
        said = "state" if offers - sure > 1 else "states"
        yield f"{offers - sure} of them {said} not every age, and may take others only"
    if offers:
        for name, said in WAYS:
            if cell[name]:
                yield f"{int(cell[name])} {said}"
    if cell["gaps"] and cell["state"] == "offered":
        yield "a gap is reported all the same"
    if cell["planned"]:
        yield f"{int(cell['planned'])} planned"
    if isinstance(cell["nearest"], str):
        yield nearest_words(cell, by_mode)


def _beyond_words(cell: Series, by_mode: str) -> str:
    """Return what is nearest beyond for a cell without a door: "Elm Centre, 25 minutes on foot"."""
    if not isinstance(cell["nearest"], str):
        return "no door anywhere in this data"
    return nearest_words(cell, by_mode).removeprefix("nearest: ")


def _brief_words(cell: Cell) -> Iterator[str]:
    offers, unsure = int(cell["offers"]), int(cell["offers"] - cell["sure"])
    if cell["state"] == "offered":
        yield str(offers)
    else:
        yield STATES[cell["state"]]
        if offers:
            yield f"{offers} {'other' if offers == 1 else 'others'}"
    ways = [f"{int(cell[name])} {said}" for name, said in BRIEF.items() if cell[name]]
    if ways:
        yield ", ".join(ways)
    if unsure:
        yield f"{unsure} age unstated"
    if cell["gaps"] and cell["state"] == "offered":
        yield "a gap too"
    if cell["planned"]:
        yield f"{int(cell['planned'])} planned"


def band_words(cell: Series) -> str:
    """Return the ages of a cell: "0–1", "pregnancy"."""
    return span_words(int(cell["age_from"]), int(cell["age_to"]))
