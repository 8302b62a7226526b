"""Services: every door of one, by the shape and colour of its kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from geodata.model import Pack
from layers.question.question import Question
from layers.said.citing import sources_by_key
from layers.said.sentences import opened
from mapping.map.layers.layer import Layer
from mapping.map.points import Symbol, service_points
from mapping.map.values import Point


@dataclass(frozen=True, kw_only=True, eq=False)
class ServiceLayer(Layer):
    """The doors of a service.

    Attributes
    ----------
    service
        Its key in the pack.
    make_points
        Works out `points`, which are long and which the app's map asks for by address.
    """

    service: str
    make_points: Callable[[], tuple[Point, ...]]

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every door that is drawn."""
        return self.make_points()

    def sentence(self) -> str:
        """Return which doors are drawn."""
        return f"{self.title}: every door that is not closed for good"


def service_layer(
    pack: Pack,
    question: Question,
    *,
    symbols: Mapping[str, Symbol] | None = None,
) -> ServiceLayer:
    """Return the doors of the service that a question asks about.

    Parameters
    ----------
    symbols
        How each kind of door on the map is drawn; as if this service stood alone where None.
    """
    service = pack.info.services[question.service]
    return ServiceLayer(
        key=f"doors.{question.service}",
        title=opened(service.label),
        sources=sources_by_key(pack, _sources(pack, service.kinds)),
        service=question.service,
        make_points=partial(service_points, pack, question, symbols),
    )


def _sources(pack: Pack, kinds: Collection[str]) -> list[str]:
    return [str(key) for key in pack.assets["source"][pack.assets["kind"].isin(kinds)].unique()]
