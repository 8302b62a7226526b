"""Services: every door of one, by the shape of its kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from geodata.model import Pack
from layers.question.question import Question
from layers.said.citing import sources_by_key
from layers.said.sentences import opened
from mapping.map.layers.layer import Layer
from mapping.map.points import service_points
from mapping.map.values import Point, Shape


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
    shapes: Mapping[str, Shape] | None = None,
    colour: int = 0,
) -> ServiceLayer:
    """Return the doors of the service that a question asks about.

    Parameters
    ----------
    shapes
        The symbol of each kind of door; each kind of the service its own where None.
    colour
        Which of the services on the map this is, by which it is coloured.
    """
    service = pack.info.services[question.service]
    return ServiceLayer(
        key=f"doors.{question.service}",
        title=opened(service.label),
        sources=sources_by_key(pack, _sources(pack, service.kinds)),
        service=question.service,
        make_points=partial(service_points, pack, question, shapes, colour),
    )


def _sources(pack: Pack, kinds: Collection[str]) -> list[str]:
    return [str(key) for key in pack.assets["source"][pack.assets["kind"].isin(kinds)].unique()]
