"""The way from pregnancy to school and beyond in one place: who is there, who hands on to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from pandas import DataFrame

from geodata.model import Pack, Source
from geodata.offers import EVERYWHERE, parts_of
from geodata.pathway import Organisation, Stage
from layers.ages import span_words
from layers.assets import kind_words, takes_ages
from layers.cover.here import told_offers
from layers.places import find_place, member_areas
from layers.said.citing import sources_by_key
from layers.said.numbers import counted, listed
from layers.said.sentences import called

Match = Literal["same", "differ", "not known", "none"]

NOBODY = "Nobody has confirmed whom it hands on to."
NO_OFFER = "nothing of the kinds that this stage takes is held here"
NOBODY_HERE = "nobody reported here"
UNNAMED = "somebody whom no list names"
OF_KIND = "kind:"
MOST_NAMED = 4  # offers of one kind are named up to here, and counted beyond
COLUMNS = (
    *("stage", "ages", "offers", "planned", "reported_missing", "by", "by_footprint", "hands_to"),
    *("to", "to_footprint", "footprints", "weak_point", "note", "cites"),
)
FOOTPRINTS: dict[Match, str] = {
    "same": "the same footprint",
    "differ": "different footprints",
    "not known": "one footprint or both are not confirmed",
    "none": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a handover, or one of those who provide a stage.

    Attributes
    ----------
    name
        The organisation; as reports word it where it is not known which that is; empty where
        nobody has confirmed who it is.
    is_known
        Whether it is known which organisation that is.
    works_in
        Ids of the places that it works in; none where nobody has confirmed it.
    footprint
        The same in words: "Fenland, by early-help team"; empty where it is not known.
    """

    name: str
    is_known: bool
    works_in: tuple[str, ...]
    footprint: str

    def words(self) -> str:
        """Return who it is and where it works: "Acme (Fenland)"."""
        return f"{self.name} ({self.footprint})" if self.footprint else self.name or UNNAMED


def party_words(parties: tuple[Party, ...]) -> str:
    """Return one side of a handover in words: footprints that are confirmed, then the others."""
    if not parties:
        return NOBODY_HERE
    confirmed = [party.words() for party in parties if party.footprint]
    others = [party.name or UNNAMED for party in parties if not party.footprint]
    return listed(
        [*confirmed, *([f"{listed(others)} (footprint not confirmed)"] if others else [])]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StageHere:
    """One stage of the pathway in one place.

    Attributes
    ----------
    offers, planned, missing
        Ids of what runs here, of what is planned, and of what reports say is missing.
    by, to
        Who provides it, and whom a family is handed on to.
    match
        Whether the two footprints are the same; "none" where it hands on to nobody.
    weak_point
        What reports say is weak of this place; empty where they say nothing.
    """

    stage: Stage
    offers: tuple[str, ...]
    planned: tuple[str, ...]
    missing: tuple[str, ...]
    by: tuple[Party, ...]
    to: tuple[Party, ...]
    match: Match
    weak_point: str
    said: str  # the offers in words

    @property
    def ages(self) -> str:
        """The ages in words: "pregnancy", "0–4"."""
        return span_words(self.stage.age_from, self.stage.age_to)

    def sentence(self) -> str:
        """Return the stage and its handover in words."""
        stage = self.stage
        there = f"{stage.label}: {self.said or NO_OFFER}."
        if not stage.hands_to:
            return f"{there} {NOBODY}"
        return f"{there} {self.handover()}"

    def handover(self) -> str:
        """Return who hands on to whom, each with its footprint; empty where nobody has said."""
        if not self.stage.hands_to:
            return ""
        return (
            f"Handed on to {self.stage.hands_to}: from {party_words(self.by)} to "
            f"{party_words(self.to)}; {FOOTPRINTS[self.match]}."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pathway:
    """Every stage of the pathway in one place, or in all of the pack.

    Attributes
    ----------
    stages
        In the order of the pack.
    """

    stages: tuple[StageHere, ...]
    place: str
    place_id: str
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """A row for each stage, by its key; empty where nobody has confirmed a cell."""
        rows = {
            each.stage.key: {
                "stage": each.stage.label,
                "ages": each.ages,
                "offers": each.said,
                "planned": len(each.planned),
                "reported_missing": len(each.missing),
                "by": "; ".join(filter(None, (party.name for party in each.by))),
                "by_footprint": _footprints(each.by),
                "hands_to": each.stage.hands_to,
                "to": "; ".join(filter(None, (party.name for party in each.to))),
                "to_footprint": _footprints(each.to),
                "footprints": FOOTPRINTS[each.match],
                "weak_point": each.weak_point,
                "note": each.stage.note,
                "cites": each.stage.cites,
            }
            for each in self.stages
        }
        table = DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS))
        return table.rename_axis("stage_id")

    def parameters(self) -> dict[str, Any]:
        """Return the place asked for."""
        return {"place": self.place_id or "all"}

    def missing(self) -> dict[str, float]:
        """Return of how many handovers the footprints cannot be set side by side."""
        unknown = sum(each.match == "not known" for each in self.stages)
        return {"handovers": float(unknown)} if unknown else {}

    def sentence(self) -> str:
        """Return how many stages have an offer, and how many handovers change footprint."""
        if not self.stages:
            return "No pathway is described for this area."
        served = sum(bool(each.offers) for each in self.stages)
        handed = [each.match for each in self.stages if each.match != "none"]
        every = counted(len(self.stages), "stages")
        place = called(self.place)
        said = f"In {place}, something is offered at {served} of {every} of the pathway."
        if not handed:
            return said
        parts = [
            f"{handed.count(match)} {words}"
            for match, words in (
                ("differ", "between different footprints"),
                ("same", "within one footprint"),
                ("not known", "with a side that nobody has confirmed"),
            )
            if match in handed
        ]
        return f"{said} Of {counted(len(handed), 'handovers')}, {listed(parts)}."

    def notes(self) -> tuple[str, ...]:
        """Return what must stand beside a pathway drawn from reports."""
        if not self.stages:
            return ()
        said = [
            "An offer counts where it has a door in the place or serves it; whether a family is "
            "handed on is not known from it.",
            "A stage takes offers of its own kinds alone. The grid puts together more by theme, "
            "and can have offers for ages at which a stage has none.",
        ]
        if any(party.name and not party.is_known for s in self.stages for party in (*s.by, *s.to)):
            said.append(
                "Where reports do not name an organisation, their words stand in its place."
            )
        if any(each.weak_point for each in self.stages):
            said.append("Weak points are as reports of their date saw them.")
        return tuple(said)


def _footprints(parties: tuple[Party, ...]) -> str:
    """Return whose footprint is which, those that are confirmed: "Acme: Fenland"."""
    return "; ".join(f"{party.name}: {party.footprint}" for party in parties if party.footprint)


def trace_pathway(
    pack: Pack, place_id: str | None = None, told: DataFrame | None = None
) -> Pathway:
    """Trace the pathway through one place: what serves each stage, who hands on, and to whom.

    Parameters
    ----------
    place_id
        A place of any kind; all of the pack unless given.
    told
        What is told of the place, as `layers.cover.here.told_offers` lists it, for whoever has it.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    info = pack.info
    name = info.title if place_id is None else str(find_place(pack, place_id)["name"])
    if told is None or not info.stages:
        told = told_offers(pack, place_id) if info.stages else DataFrame()
    stages = tuple(_stage_here(pack, stage, told, place_id) for stage in info.stages.values())
    shown = [key for each in stages for key in (*each.offers, *each.planned, *each.missing)]
    used = [str(key) for key in told.loc[list(dict.fromkeys(shown)), "source"]] if shown else []
    held = [stage.source for stage in info.stages.values()]
    held += [each.source for each in info.organisations.values()]
    return Pathway(
        stages=stages,
        place=name,
        place_id=place_id or "",
        sources=sources_by_key(pack, [*filter(None, held), *sorted(set(used))]),
        is_illustrative=info.illustrative,
    )


def _stage_here(pack: Pack, stage: Stage, told: DataFrame, place_id: str | None) -> StageHere:
    ages = range(stage.age_from, stage.age_to + 1)
    found = _pick(told, stage.offers, stage.kinds, ages)
    # Whoever a family is handed on to takes it at the end of the stage, or a year later.
    onward = range(max(stage.age_to, 0), max(stage.age_to, 0) + 2)
    to = _pick(told, stage.to_offers, stage.to_kinds, onward)
    runs, receives = found[found["is_running"]], to[to["is_running"]]
    by = _parties(pack, runs)
    onto = _parties(pack, receives) if stage.hands_to else ()
    is_weak = not stage.weak_places or _meets(pack, place_id, stage.weak_places)
    return StageHere(
        stage=stage,
        offers=_ids(runs),
        planned=_ids(found[found["is_planned"]]),
        missing=_ids(found[found["is_gap"]]),
        by=by,
        to=onto,
        match=_match(by, onto) if stage.hands_to else "none",
        weak_point=stage.weak_point if is_weak else "",
        said=_offer_words(runs),
    )


def _pick(told: DataFrame, offers: Iterable[str], kinds: Iterable[str], ages: range) -> DataFrame:
    """Pick what is named by its id, and what is of a kind and takes any of the ages."""
    named = told.index.isin(list(offers))
    alike = told["kind"].isin(list(kinds)).to_numpy() & takes_ages(told, ages).any(axis=1)
    picked: DataFrame = told[(named | alike) & told["here"].to_numpy(bool)]
    return picked


def _ids(rows: DataFrame) -> tuple[str, ...]:
    return tuple(str(key) for key in rows.index)


def _offer_words(rows: DataFrame) -> str:
    """Return offers in words: named, but for kinds with many, which are counted."""
    said = []
    for kind, of_kind in rows.groupby("kind", sort=False):
        if len(of_kind) > MOST_NAMED:
            said.append(f"{kind_words(str(kind))} ({len(of_kind)})")
        else:
            said += [str(name) for name in of_kind["name"].drop_duplicates()]
    return "; ".join(said)


def _parties(pack: Pack, rows: DataFrame) -> tuple[Party, ...]:
    """Return who runs some offers, each once; one nobody has named stands last."""
    known = _by_provider(pack)
    found: dict[tuple[str, bool], list[str]] = {}
    held: dict[str, Organisation] = {}
    for provider, kind, serves in zip(rows["provider"], rows["kind"], rows["serves"], strict=True):
        name = _plain(provider) or f"{OF_KIND}{kind}"
        organisation = known.get(name)
        if organisation is not None:
            held[organisation.label] = organisation
            key = (organisation.label, True)
        else:
            key = (str(provider) if _plain(provider) else "", not pack.info.organisations)
        # What a kind of provider serves in all is no footprint of any one of them.
        found.setdefault(key, []).extend(() if name.startswith(OF_KIND) else parts_of(serves))
    parties = [
        _party(pack, name, held.get(name), serves, is_known=is_known and bool(name))
        for (name, is_known), serves in found.items()
    ]
    return tuple(sorted(parties, key=lambda party: (not party.is_known, not party.name)))


def _by_provider(pack: Pack) -> dict[str, Organisation]:
    return {
        name: each
        for each in pack.info.organisations.values()
        for name in (
            *map(_plain, each.names or (each.label,)),
            *(f"{OF_KIND}{kind}" for kind in each.kinds),
        )
    }


def _plain(provider: object) -> str:
    """Return a provider's name whatever its capitals and apostrophes; "" where not stated."""
    return provider.casefold().replace("’", "'").strip() if isinstance(provider, str) else ""


def _party(
    pack: Pack,
    name: str,
    organisation: Organisation | None,
    serves: Iterable[str],
    *,
    is_known: bool,
) -> Party:
    """Return an organisation with its footprint: as stated of it, else what its offers serve."""
    places = tuple(dict.fromkeys(serves)) if is_known else ()
    by = ""
    if organisation is not None:
        places = organisation.works_in or places
        kind = pack.info.place_kinds.get(organisation.by)
        by = f"by {kind.label}" if kind else ""
    names = [
        pack.info.title if key == EVERYWHERE else str(pack.places["name"].get(key, key))
        for key in places
    ]
    footprint = ", ".join(filter(None, [listed(names), by]))
    return Party(name=name, is_known=is_known, works_in=places, footprint=footprint)


def _match(by: tuple[Party, ...], to: tuple[Party, ...]) -> Match:
    """Return whether both sides of a handover work in the same area, as far as it is known."""
    here, there = ({party.footprint for party in side if party.footprint} for side in (by, to))
    if not here or not there:
        return "not known"
    if here != there:
        return "differ"
    return "same" if all(party.footprint for party in (*by, *to)) else "not known"


def _meets(pack: Pack, place_id: str | None, places: Iterable[str]) -> bool:
    """Return whether a place shares any area with some others; all of the pack does."""
    if place_id is None:
        return True
    here = set(member_areas(pack, place_id).index)
    return any(here & set(member_areas(pack, each).index) for each in places)
