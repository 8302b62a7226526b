"""What a profile is made of: the answers about one place, and what all places share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from pandas import DataFrame, Series

from geodata.errors import PackError, QuestionError
from geodata.model import Pack
from layers.access.journeys import Journeys
from layers.compare.comparison import Comparison, comparable_indicators
from layers.compare.demand import Demand, measure_demand
from layers.exercise.held import Held
from layers.exercise.one_place import Exercise, measure_exercise
from layers.exercise.similar import Similar, find_similar, measures_of
from layers.gaps import Gaps, measure_gaps
from layers.once import once_of_a_pack
from layers.own_places.recipes import OWN
from layers.place.facts import place_facts
from layers.place.measures import place_summary
from layers.place.values import PlaceFacts
from layers.places import member_areas
from layers.profile.saved import NOTHING_SAVED, Heard, Saved
from layers.question.address import query_from_question
from layers.question.question import Question
from layers.ranks.steadiness import RankRange, rank_range
from layers.scenarios.effect import Effect, measure_effect
from layers.serving import WHOLE

PAGE = "/places"
"""Where a place is shown live."""


class Shared:
    """What the profiles of all places of a kind share, each part worked out once, when needed."""

    def __init__(
        self,
        pack: Pack,
        question: Question,
        journeys: Journeys | None = None,
        saved: Saved = NOTHING_SAVED,
    ) -> None:
        """Keep the pack, and the question asked by the kind of place that is profiled.

        Parameters
        ----------
        saved
            What people saved that the profiles tell.
        """
        self.pack, self.question, self.journeys, self.saved = pack, question, journeys, saved
        self.held = Held(pack)
        self._summaries: dict[str, Series] = {}
        self._holders: dict[str, tuple[str, ...]] = {}

    @cached_property
    def gaps(self) -> Gaps:
        """The answer to the question."""
        return measure_gaps(self.pack, self.question, self.journeys)

    @cached_property
    def effect(self) -> Effect | None:
        """What the scenario that is told would do; None without one."""
        scenario = self.saved.scenario
        return None if scenario is None else measure_effect(self.pack, self.question, scenario)

    @cached_property
    def ranks(self) -> RankRange:
        """How sure each place’s gap and rank are."""
        return rank_range(self.pack, self.question)

    @cached_property
    def demand(self) -> Demand | None:
        """Children ahead, of every place of the kind; None where the pack cannot tell."""
        return _demand(self.pack, self.question.place_kind)

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every indicator that is published for some place of a kind, against its comparator."""
        kinds = self.pack.info.place_kinds
        indicators = comparable_indicators(self.pack)
        keys = [key for key, indicator in indicators.items() if indicator.geography in kinds]
        found = [self.held.comparison(key) for key in keys]
        return tuple(each for each in found if each is not None)

    def summary(self, place_id: str) -> Series:
        """Summarise the areas of a place of the kind; see `layers.place.measures.place_summary`."""
        if place_id not in self._summaries:
            self._summaries[place_id] = place_summary(self.pack, self.gaps, place_id)
        return self._summaries[place_id]

    def holders(self, place_id: str) -> tuple[str, ...]:
        """Find the places that hold all of one; see `holders_of`."""
        if place_id not in self._holders:
            self._holders[place_id] = holders_of(self.pack, place_id)
        return self._holders[place_id]

    @cached_property
    def measures(self) -> DataFrame:
        """What likeness is judged by, of every place of the kind."""
        return _measures(self.pack, self.question.place_kind)


@once_of_a_pack
def _demand(pack: Pack, kind: str) -> Demand | None:
    try:
        return measure_demand(pack, kind)
    except (QuestionError, PackError):
        return None


@once_of_a_pack
def _measures(pack: Pack, kind: str) -> DataFrame:
    return measures_of(pack, kind)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """All that is worked out about one place, for one question.

    Attributes
    ----------
    effect
        A scenario’s effect, where one is to be told; else None.
    address
        The address that shows the place live, without its host: "/places?place=…".
    heard
        What people said of the place, and marked to be shared.
    everything
        Whether the profile tells all that is offered, and not first the service asked about. The
        gap stays that of the service asked about: what everybody is near is of no one journey.
    """

    pack: Pack
    place_id: str
    shared: Shared
    facts: PlaceFacts
    exercise: Exercise
    similar: Similar
    effect: Effect | None = None
    address: str = ""
    everything: bool = False
    heard: tuple[Heard, ...] = ()

    @property
    def holders(self) -> tuple[str, ...]:
        """The places of other kinds that hold all of it, the smallest first."""
        return self.shared.holders(self.place_id)

    @property
    def gaps(self) -> Gaps:
        """The answer to the question, asked by the kind that the place is."""
        return self.shared.gaps

    @property
    def question(self) -> Question:
        """The question, asked by the kind that the place is."""
        return self.shared.question


def ask(
    shared: Shared,
    place_id: str,
    *,
    effect: Effect | None = None,
    address: str = "",
    everything: bool = False,
) -> Asked:
    """Work out all that a profile says of one place.

    Parameters
    ----------
    effect
        What a scenario would do; that of what people saved where none is given.
    address
        The address that shows the place live; `live_address` where none is given.

    Raises
    ------
    QuestionError
        The pack has no such place, the question was asked by another kind of place, or the
        scenario cannot be used.
    """
    pack, gaps, held = shared.pack, shared.gaps, shared.held
    return Asked(
        pack=pack,
        place_id=place_id,
        shared=shared,
        facts=place_facts(pack, gaps, place_id, shared.ranks),
        exercise=measure_exercise(pack, gaps, place_id, shared.journeys, held),
        similar=find_similar(pack, place_id, shared.measures),
        effect=effect or shared.effect,
        heard=tuple(each for each in shared.saved.heard if each.place_id == place_id),
        address=address or live_address(pack, shared.question, place_id),
        everything=everything,
    )


def live_address(pack: Pack, question: Question, place_id: str) -> str:
    """Return the address that shows a place for a question, without its host.

    Places of one's own travel in it, as they do in every address of the app.
    """
    query = {"place": place_id} | query_from_question(question, pack)
    own = pack.added.text if pack.added is not None and question.place_kind == OWN else ""
    return f"{PAGE}?{urlencode(query | ({OWN: own} if own else {}))}"


def holders_of(pack: Pack, place_id: str) -> tuple[str, ...]:
    """Find the places that hold all of a place, the smallest first; never the place itself."""
    inside = member_areas(pack, place_id).index
    members = pack.membership
    within = members[members["area_id"].isin(inside) & (members["share"] >= WHOLE)]
    held = within.groupby("place_id").size()
    whole = [str(key) for key in held.index[held == len(inside)]] if len(inside) else []
    kept = [key for key in whole if key != place_id and pack.places.loc[key, "kind"] != OWN]
    sizes = members[members["place_id"].isin(kept)].groupby("place_id").size()
    return tuple(str(key) for key in sizes.sort_values(kind="stable").index)
