"""The question that every analysis answers: its values, and what is usual."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Mode, Pack, Travel
from layers.question.rural import RuralRule, read_rural, rural_text

WALK_PACE_KMH = 4.0  # with a pram
DRIVE_PACE_KMH = 30.0  # door to door where no road network is loaded; the project's assumption
DETOUR = 1.3  # how much longer a journey is than the straight line
PACE_KMH: dict[str, float] = {
    "walk": WALK_PACE_KMH,
    "drive": DRIVE_PACE_KMH,
    "bus": WALK_PACE_KMH,  # on the way to the stop
}
NEEDIEST = {1: "10%", 2: "20%", 3: "30%", 4: "40%", 5: "50%"}
MOST_NEED_DECILES = max(NEEDIEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How well a service reaches children of an age, in need, within a journey, by place.

    Attributes
    ----------
    age_from, age_to
        Ages last birthday, both included.
    need_deciles
        Areas in the neediest this many tenths are in high need.
    limit_min
        How far is far, in minutes one way.
    pace_kmh, detour
        Pace on foot, to a bus too; by car, the speed where journeys are estimated from straight
        lines (along streets the roads decide it). How much longer such a journey is than the line.
    rural
        Another way and limit for rural areas; None where it is the same as in town.
    border
        Whether doors across the border of the pack count.
    """

    service: str
    age_from: int
    age_to: int
    need: str
    need_deciles: int
    limit_min: int
    mode: Travel
    place_kind: str
    pace_kmh: float = WALK_PACE_KMH
    detour: float = DETOUR
    rural: RuralRule | None = None
    border: bool = True

    @property
    def ages(self) -> range:
        """Every single year of age asked about."""
        return range(self.age_from, self.age_to + 1)

    @property
    def own_way(self) -> Mode:
        """How people travel where they take no bus: on foot, unless by car."""
        return "drive" if self.mode == "drive" else "walk"

    def parameters(self) -> dict[str, Any]:
        """Return every setting by name, plain, for a table's heading or a file."""
        return asdict(self) | {"rural": rural_text(self.rural)}


def default_question(pack: Pack, service: str | None = None, **changes: Any) -> Question:  # noqa: ANN401
    """Return what the pack opens on, with that service's own limit and mode.

    Raises
    ------
    QuestionError
        The service is not one of the pack's.
    """
    defaults = pack.info.defaults
    key = defaults.service if service is None else service
    if key not in pack.info.services:
        raise QuestionError(unknown_name("service", key, pack.info.services))
    offered = pack.info.services[key]
    mode = changes.get("mode", offered.mode)
    settings: dict[str, Any] = {
        "service": key,
        "age_from": offered.age_from if service else defaults.age_from,
        "age_to": offered.age_to if service else defaults.age_to,
        "need": defaults.need,
        "need_deciles": defaults.need_deciles,
        "limit_min": offered.limit_min,
        "mode": mode,
        "place_kind": defaults.place_kind,
        "pace_kmh": PACE_KMH.get(mode, WALK_PACE_KMH),
        "rural": read_rural(offered.rural),
    }
    return Question(**settings | changes)


def rural_question(question: Question) -> Question | None:
    """Return the same question by the rule for rural areas; None where that is the one in town."""
    rule = question.rural
    if rule is None:
        return None
    pace = question.pace_kmh if rule.mode == question.mode else PACE_KMH[rule.mode]
    return replace(question, mode=rule.mode, limit_min=rule.limit_min, pace_kmh=pace, rural=None)


def unknown_name(name: str, key: str, known: Iterable[str]) -> Problem:
    """Describe a setting that names nothing the pack holds."""
    return Problem(
        where=f"the question’s {name}",
        found=quoted(key),
        expected="one of " + ", ".join(known),
        fix="Choose one of these.",
    )
