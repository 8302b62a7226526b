"""What the exercises of all places of a pack share, each part worked out once, when needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from pandas import DataFrame

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.ages import COVER_BANDS, Ages
from layers.assets import open_doors
from layers.compare.comparison import Comparison, comparators, measure_comparison
from layers.cover.capacity import Capacity, measure_capacity
from layers.cover.cells import takes_bands
from layers.cover.here import told_offers
from layers.exercise.facts import Facts, find_facts
from layers.exercise.needs import gaps_in_people
from layers.gaps import Gaps
from layers.once import once_of_a_pack
from layers.question.question import Question
from layers.themes import offer_themes

ByTheme = Mapping[tuple[str, Ages], tuple[str, ...]]


class Held:
    """What is the same for every place of a pack; whoever asks about many keeps one."""

    def __init__(self, pack: Pack) -> None:
        """Keep the pack; nothing is worked out yet."""
        self.pack = pack
        self._comparators: dict[str, Mapping[str, str]] = {}
        self._told: tuple[str | None, DataFrame] | None = None  # of the place last asked for
        self._doors: dict[bool, ByTheme] = {}
        self._people: tuple[Gaps, Gaps] | None = None
        self._capacity: dict[Question, Capacity] = {}

    @cached_property
    def facts(self) -> Facts:
        """All that reports print, of any place."""
        return _facts(self.pack)

    @cached_property
    def door_names(self) -> dict[str, str]:
        """What each asset is called where it is beyond a place, and whether across the border."""
        assets = self.pack.assets
        across = assets["across_border"].map({True: " (across the border)", False: ""})
        return dict(zip(assets.index, assets["name"].astype(object) + across, strict=True))

    def told(self, place_id: str | None) -> DataFrame:
        """List what is told of a place; see `layers.cover.here.told_offers`."""
        found = self._told  # several may ask at once, each of another place
        if found is None or found[0] != place_id:
            found = self._told = place_id, told_offers(self.pack, place_id)
        return found[1]

    def doors_by_theme(self, *, border: bool) -> ByTheme:
        """Find the open doors of each theme that take some of each band.

        Parameters
        ----------
        border
            Whether doors across the border count.
        """
        if border not in self._doors:
            doors = open_doors(self.pack.assets)
            doors = doors if border else doors[~doors["across_border"]]
            self._doors[border] = _by_theme(DataFrame(doors.drop(columns="geometry")))
        return self._doors[border]

    def comparators(self, key: str) -> Mapping[str, str]:
        """List what an indicator may be compared with, by id."""
        if key not in self._comparators:
            self._comparators[key] = comparators(self.pack, key)
        return self._comparators[key]

    def comparison(self, key: str, comparator_id: str | None = None) -> Comparison | None:
        """Compare every place that an indicator is published for; None where nothing is held.

        Parameters
        ----------
        comparator_id
            What with; as `measure_comparison` chooses where None.
        """
        return _comparison(self.pack, key, comparator_id)

    def people(self, gaps: Gaps) -> Gaps:
        """Return the answer in people; see `layers.exercise.needs.gaps_in_people`."""
        found = self._people
        if found is None or found[0] is not gaps:
            found = self._people = gaps, gaps_in_people(self.pack, gaps)
        return found[1]

    def capacity(self, question: Question) -> Capacity:
        """Set what each place has against the children it is for."""
        if question not in self._capacity:
            self._capacity[question] = measure_capacity(self.pack, question)
        return self._capacity[question]


@once_of_a_pack
def _comparison(pack: Pack, key: str, comparator_id: str | None) -> Comparison | None:
    try:
        return measure_comparison(pack, key, comparator_id)
    except QuestionError:  # no value of any place is held
        return None


@once_of_a_pack
def _facts(pack: Pack) -> Facts:
    return find_facts(pack)


def _by_theme(doors: DataFrame) -> dict[tuple[str, Ages], tuple[str, ...]]:
    takes, themes = takes_bands(doors), offer_themes(doors)
    ids = doors.index.to_numpy(object)
    found = {}
    for theme in {theme for own in themes for theme in own}:
        of_theme = np.array([theme in own for own in themes], dtype=bool)
        for band, each in enumerate(COVER_BANDS):
            found[theme, each] = tuple(str(key) for key in ids[of_theme & takes[:, band]])
    return found
