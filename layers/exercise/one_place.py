"""The mapping exercise for one place: its needs, what is there, who runs it, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pandas import DataFrame

from geodata.model import Pack, PlaceKind, Source
from layers.access.journeys import Journeys
from layers.assets import takes_ages
from layers.compare.footprints import Overlay, measure_overlay
from layers.cover.capacity import Capacity
from layers.cover.capacity_words import parts_words
from layers.disclosed import withheld_words
from layers.exercise.facts import Facts, find_facts
from layers.exercise.held import Held
from layers.exercise.lines import lines_of
from layers.exercise.matrix import KEY, Matrix, measure_matrix
from layers.exercise.needs import need_figures, not_known_words
from layers.exercise.offers import list_offers, list_providers, listed_words
from layers.exercise.outcomes import Outcomes, measure_outcomes
from layers.exercise.pathway import Pathway, trace_pathway
from layers.exercise.standing_out import StandsOut, stands_out
from layers.exercise.yardsticks import CAUTION, find_yardsticks
from layers.gaps import Gaps
from layers.need import people_need
from layers.own_places.held import own_note
from layers.place.values import KeyFigure
from layers.places import find_place
from layers.said.citing import each_once, sources_by_key
from layers.said.numbers import counted


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exercise:
    """Needs, services and expertise in one place, and everything that they rest on.

    Attributes
    ----------
    figures
        Its children in need, as people.
    not_known
        For how many of its areas it is not known who is in need, in words; empty for none.
    stands_out
        Sentences, the weightiest matter first, a strength before a gap of the same weight.
    made_of
        What a place of one's own is made of and holds; "" of any other.
    withheld
        Which measure of need is not told of such places, and why; empty where it is told.
    offers
        Everything that serves it, as `layers.exercise.offers.list_offers` lists it.
    providers
        Who runs what runs there.
    yardsticks
        What reports print of capacity; see `layers.exercise.yardsticks`.
    """

    place_id: str
    place: str
    kind: PlaceKind
    title: str
    date: str
    pack_hash: str
    heading: str
    who: str
    other_form: str
    made_of: str
    withheld: str
    gaps: Gaps
    figures: tuple[KeyFigure, ...]
    not_known: str
    stands_out: tuple[StandsOut, ...]
    outcomes: Outcomes
    matrix: Matrix
    pathway: Pathway
    capacity: Capacity
    yardsticks: DataFrame
    overlay: Overlay
    offers: DataFrame
    providers: DataFrame
    facts: Facts
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """Every line of the page, part by part, each with its period and its source."""
        return lines_of(self)

    def parameters(self) -> dict[str, Any]:
        """Return the question, and the place it is asked of."""
        return self.gaps.parameters() | {"place": self.place_id}

    def missing(self) -> dict[str, float]:
        """Return in how many areas of the place the answer is not known, and for which outcomes."""
        areas = float(self.gaps.places["unknown_areas"][self.place_id])
        return ({"areas": areas} if areas else {}) | self.outcomes.missing()

    @property
    def running(self) -> DataFrame:
        """What runs."""
        return self.offers[self.offers["is_running"]]

    def sentence(self) -> str:
        """Return whom the place has in need, and how much there is for its children."""
        needy = self.figures[0]
        lacking = f" ({self.not_known})" if self.not_known else ""
        return f"{self.place}: {needy.text} {needy.label}{lacking}; {self.offers_words()}."

    def offers_words(self) -> str:
        """Return how many offers run, how they come, and how many gaps are reported."""
        ways = self.running["way"].value_counts()
        said = {"door": "with a door here", "online": "online or by telephone"}
        parts = [f"{ways[way]} {words}" for way, words in said.items() if ways.get(way, 0)]
        gaps = int(self.offers["is_gap"].sum())
        runs = counted(len(self.running), "offers") + (
            " serves" if len(self.running) == 1 else " serve"
        )
        if self.running.empty:
            runs = "no offer that is listed serves"
        how = f" ({', '.join(parts)})" if parts else ""
        missing = f", and reports name {counted(gaps, 'things')} as missing" if gaps else ""
        return f"{runs} it{how}{missing}"

    def listed_words(self) -> str:
        """Return how many offers run, and how many are listed beside them for another reason."""
        return listed_words(self.offers)

    def capacity_words(self) -> str:
        """Return how many of its children there are for each site, and who states its staff.

        Where no door here takes the ages asked about, that alone: a site is none for them.
        """
        service, offers = self.capacity.service, self.matrix.offers
        doors = offers[offers["door"] & offers["is_running"] & offers["kind"].isin(service.kinds)]
        takes = takes_ages(doors, self.gaps.question.ages)
        if len(doors) and not takes.any():
            return f"No door of {service.label} in {self.place} takes {self.who}."
        said = [self.capacity.place_sentence(self.place_id), self._estimate_words()]
        return " ".join(filter(None, [*said, self._staff_words()]))

    def _estimate_words(self) -> str:
        """Return that the children for each site are an estimate, of when, and what a site is."""
        row = self.capacity.places.loc[[self.place_id]].iloc[0]
        if not row["centres_one_per"] > 0:
            return ""
        said = f"The children for each site are an estimate ({self.capacity.period})."
        return f"{said} {parts_words(row)}".strip()

    def _staff_words(self) -> str:
        """Return how many of the sites here state their staff; nothing where there is no site."""
        row = self.capacity.places.loc[[self.place_id]].iloc[0]
        sites, stated = int(row["sites"]), int(row["staff_stated"])
        if not sites:
            return ""
        if sites == 1:
            return f"Its site states {'its' if stated else 'no'} staff."
        if not stated:
            return f"No site of its {sites} states staff."
        return f"{stated} of its {sites} sites {'states' if stated == 1 else 'state'} staff."

    def notes(self) -> tuple[str, ...]:
        """Return what must stand beside all of it."""
        said = [
            self.made_of,
            self.withheld,
            self.other_form,
            KEY,
            *self.outcomes.notes(),
            CAUTION if len(self.yardsticks) else "",
            *self.capacity.need_notes,
            *self.overlay.notes(),
            *self.pathway.notes(),
            *(self.facts.notes() if len(self.facts.facts) else ()),
        ]
        return tuple(dict.fromkeys(filter(None, said)))


def measure_exercise(
    pack: Pack,
    gaps: Gaps,
    place_id: str,
    journeys: Journeys | None = None,
    held: Held | None = None,
) -> Exercise:
    """Put together what one place needs, what is there for it, and what is missing.

    Parameters
    ----------
    gaps
        The answer to the question, asked by the kind that the place is.
    journeys
        Minutes from origins to assets; the question's own where none are given.
    held
        What all places of the pack share, for whoever asks about many.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    place, question = find_place(pack, place_id), gaps.question
    held = held or Held(pack)
    people, told = held.people(gaps), held.told(place_id)
    matrix = measure_matrix(pack, question, place_id, journeys, held)
    pathway = trace_pathway(pack, place_id, told)
    facts = find_facts(pack, place_id)
    outcomes = measure_outcomes(pack, place_id, held, facts)
    overlay = measure_overlay(pack, place_id, question.ages)
    offers = list_offers(pack, place_id)
    return Exercise(
        place_id=place_id,
        place=str(place["name"]),
        kind=pack.info.place_kinds[str(place["kind"])],
        title=pack.info.title,
        date=pack.info.date,
        pack_hash=pack.short_hash,
        heading=people.heading,
        who=people.terms.who,
        other_form=people.other_form(place_id),
        made_of=own_note(pack, place_id),
        withheld=withheld_words(pack, people_need(pack), question.place_kind),
        gaps=people,
        figures=need_figures(pack, people, place_id),
        not_known=not_known_words(pack, people, place_id),
        stands_out=stands_out(pack, people, place_id, matrix, outcomes, told=told),
        outcomes=outcomes,
        matrix=matrix,
        pathway=pathway,
        capacity=held.capacity(people.question),
        yardsticks=find_yardsticks(pack, facts, held.facts),
        overlay=overlay,
        offers=offers,
        providers=list_providers(offers),
        facts=facts,
        sources=each_once(
            people.sources,
            sources_by_key(pack, offers["source_key"]),
            pathway.sources,
            outcomes.sources,
            overlay.sources,
            facts.sources,
        ),
        is_illustrative=pack.info.illustrative,
    )
