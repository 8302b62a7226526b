"""Services: every door of one, by the shape and colour of its kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from geodata.model import Pack
from layers.assets import has_door
from layers.cover.here import TOLD
from layers.offer_filters import Part, filter_offers, filter_words
from layers.question.doors import asked_assets
from layers.question.question import Question
from layers.said.citing import sources_by_key
from layers.said.sentences import opened
from mapping.map.layers.layer import Layer
from mapping.map.layers.written import Asked
from mapping.map.points import Symbol, service_points
from mapping.map.values import Point


@dataclass(frozen=True, kw_only=True, eq=False)
class ServiceLayer(Layer):
    """The doors of a service.

    Attributes
    ----------
    service
        Its key in the pack.
    parts
        The filters that its doors pass.
    notes
        What the filters could not know.
    mark
        Which mark its symbols have: 0 none, else as `mapping.map.symbols.MARK_WORDS` has them.
    make_points
        Works out `points`, which are long and which the app's map asks for by address.
    """

    service: str
    make_points: Callable[[], tuple[Point, ...]]
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    mark: int = 0

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every door that is drawn."""
        return self.make_points()

    def sentence(self) -> str:
        """Return which doors are drawn, and what is not known of them."""
        which = filter_words(self.parts) or "every door that is not closed for good"
        return ". ".join([f"{self.title}: {which}", *self.notes])


def service_layer(
    pack: Pack,
    question: Question,
    *,
    symbols: Mapping[str, Symbol] | None = None,
    parts: tuple[Part, ...] = (),
    time: int = 1,
) -> ServiceLayer:
    """Return the doors of the service that a question asks about.

    Parameters
    ----------
    symbols
        How each kind of door on the map is drawn; as on every map of the pack where None.
    parts
        Filters, from `read_layers`.
    time
        Which time the service is laid, where it is laid more than once.
    """
    service = pack.info.services[question.service]
    return ServiceLayer(
        key=Asked(kind="doors", what=question.service, time=time).key,
        title=opened(service.label) if time == 1 else f"{opened(service.label)} ({time})",
        standing="illustrative" if pack.info.illustrative else "published",
        sources=sources_by_key(pack, _sources(pack, service.kinds)),
        service=question.service,
        parts=parts,
        notes=_notes(pack, question, parts),
        make_points=partial(service_points, pack, question, symbols, parts),
    )


def _notes(pack: Pack, question: Question, parts: tuple[Part, ...]) -> tuple[str, ...]:
    if not parts:
        return ()
    offers = asked_assets(pack, question)
    return filter_offers(offers[has_door(offers) & offers["status"].isin(TOLD)], parts).notes()


def _sources(pack: Pack, kinds: Collection[str]) -> list[str]:
    return [str(key) for key in pack.assets["source"][pack.assets["kind"].isin(kinds)].unique()]
