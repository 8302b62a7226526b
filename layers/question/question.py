"""The question that every analysis answers, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, cast, get_args

from geodata.errors import Problem, QuestionError
from geodata.model import OLDEST_AGE, Mode, Pack, Travel
from geodata.pack import area_indicators

WALK_PACE_KMH = 4.0  # with a pram
DRIVE_PACE_KMH = 30.0  # door to door where no road network is loaded; the project's assumption
DETOUR = 1.3  # how much longer a journey is than the straight line
LONGEST_LIMIT_MIN = 180
PACE_KMH: dict[str, float] = {
    "walk": WALK_PACE_KMH,
    "drive": DRIVE_PACE_KMH,
    "bus": WALK_PACE_KMH,  # on the way to the stop
}
BY_MODE = {"walk": "on foot", "drive": "by car", "bus": "by bus"}
NO_TIMETABLE = Problem(
    where="the question's mode",
    found="'bus', but this pack holds no timetable",
    expected="walk or drive",
    fix="Choose one of these, or build the pack with a timetable.",
)
NEEDIEST = {1: "10%", 2: "20%", 3: "30%", 4: "40%", 5: "50%"}
MOST_NEED_DECILES = max(NEEDIEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuralRule:
    """How people of rural areas travel, and how far is far for them, in minutes one way."""

    mode: Mode
    limit_min: int


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
        Another way and limit for rural areas: "drive-15"; the same as in town where empty.
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
    rural: str = ""

    @property
    def rural_rule(self) -> RuralRule | None:
        """The rule for rural areas; None where it is the same as in town, or cannot be read."""
        mode, _, limit = self.rural.partition("-")
        if mode not in get_args(Mode) or not (limit.isascii() and limit.isdigit()):
            return None
        return RuralRule(mode=cast("Mode", mode), limit_min=int(limit[:4]))

    @property
    def ages(self) -> range:
        """Every single year of age asked about."""
        return range(self.age_from, self.age_to + 1)

    @property
    def own_way(self) -> Mode:
        """How people travel where they take no bus: on foot, unless by car."""
        return "drive" if self.mode == "drive" else "walk"

    def parameters(self) -> dict[str, Any]:
        """Give every setting of the question by name, for a table's heading or a file."""
        return asdict(self)


def default_question(pack: Pack, service: str | None = None, **changes: Any) -> Question:  # noqa: ANN401
    """Ask what the pack opens on, with that service's own limit and mode.

    Raises
    ------
    QuestionError
        The service is not one of the pack's.
    """
    defaults = pack.info.defaults
    key = defaults.service if service is None else service
    if key not in pack.info.services:
        raise QuestionError(_unknown("service", key, pack.info.services))
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
        "rural": offered.rural,
    }
    return Question(**settings | changes)


def check_question(question: Question, pack: Pack) -> None:
    """Refuse a question that the pack cannot be asked.

    Raises
    ------
    QuestionError
        Every setting that is unknown or out of range, together.
    """
    problems = [
        *_unknown_names(question, pack),
        *_unusable_mode(question, pack),
        *_ages_out_of_range(question),
        *_settings_out_of_range(question),
        *_rural_faults(question, pack),
    ]
    if problems:
        raise QuestionError(problems)


def _unknown_names(question: Question, pack: Pack) -> Iterator[Problem]:
    for name, key, known in (
        ("service", question.service, pack.info.services),
        ("need", question.need, area_indicators(pack)),
        ("kind", question.place_kind, pack.info.place_kinds),
    ):
        if key not in known:
            yield _unknown(name, key, known)


def modes_of(pack: Pack) -> dict[str, str]:
    """Give the ways to travel that a pack can be asked about, each with its words."""
    return {
        mode: words
        for mode, words in BY_MODE.items()
        if mode != "bus" or pack.timetable is not None
    }


def _unusable_mode(question: Question, pack: Pack) -> Iterator[Problem]:
    if question.mode == "bus" and pack.timetable is None:
        yield NO_TIMETABLE
    elif question.mode not in BY_MODE:
        yield _unknown("mode", question.mode, modes_of(pack))


def _unknown(name: str, key: str, known: Iterable[str]) -> Problem:
    return Problem(
        where=f"the question's {name}",
        found=repr(key),
        expected="one of " + ", ".join(known),
        fix="Choose one of these.",
    )


def _ages_out_of_range(question: Question) -> Iterator[Problem]:
    if not 0 <= question.age_from <= question.age_to <= OLDEST_AGE:
        yield Problem(
            where="the question's age",
            found=f"{question.age_from}-{question.age_to}",
            expected=f"ages from 0 to {OLDEST_AGE}, the younger first",
            fix="Write it as 0-4.",
        )


def _settings_out_of_range(question: Question) -> Iterator[Problem]:
    for name, value, least, most in (
        ("deciles", question.need_deciles, 1, MOST_NEED_DECILES),
        ("limit", question.limit_min, 1, LONGEST_LIMIT_MIN),
        ("pace", question.pace_kmh, 1, 120),
        ("detour", question.detour, 1, 3),
    ):
        if not least <= value <= most:
            yield Problem(
                where=f"the question's {name}",
                found=f"{value:g}",
                expected=f"a number from {least} to {most}",
                fix="Choose one in that range.",
            )


def _rural_faults(question: Question, pack: Pack) -> Iterator[Problem]:
    rule = question.rural_rule
    if question.rural and (rule is None or not 1 <= rule.limit_min <= LONGEST_LIMIT_MIN):
        yield Problem(
            where="the question's rural",
            found=repr(question.rural[:60]),
            expected="a way to travel and minutes, as in drive-15, or nothing",
            fix=f"Write walk or drive, a hyphen and 1 to {LONGEST_LIMIT_MIN}.",
        )
    if rule is not None and not bool(pack.areas["rural_urban"].notna().any()):
        yield Problem(
            where="the question's rural",
            found=repr(question.rural[:60]),
            expected="a pack that says which areas are rural; this one does not",
            fix="Leave it out.",
        )


def rural_question(question: Question) -> Question | None:
    """Ask the same by the rule for rural areas; None where that is the rule in town."""
    rule = question.rural_rule
    if rule is None:
        return None
    pace = question.pace_kmh if rule.mode == question.mode else PACE_KMH[rule.mode]
    return replace(question, mode=rule.mode, limit_min=rule.limit_min, pace_kmh=pace, rural="")


def children_words(question: Question) -> str:
    """Say who is asked about: "under-fives", "children aged 5–9", "2-year-olds"."""
    first, last = question.age_from, question.age_to
    if (first, last) == (0, 4):
        return "under-fives"
    who = "young people" if first >= 14 else "children"  # noqa: PLR2004
    if first == last:
        return f"{who} aged {first}" if first else "babies under 1"
    return f"{who} aged {first}–{last}"


def need_words(question: Question, pack: Pack) -> str:
    """Say where need is high: "the most deprived 30% of neighbourhoods"."""
    indicator = pack.indicators[question.need]
    part, areas = NEEDIEST[question.need_deciles], f"{pack.info.area_label}s"
    if indicator.theme == "Deprivation":
        return f"the most deprived {part} of {areas}"
    return f"the neediest {part} of {areas}"


def journey_words(question: Question) -> str:
    """Say how far is far: "20 minutes' walk (in rural areas 15 minutes' drive)"."""
    said = f"{question.limit_min} minutes' {question.mode}"
    if question.mode == "bus":
        said = f"{question.limit_min} minutes {BY_MODE['bus']}"
    country = rural_question(question)
    return f"{said} (in rural areas {journey_words(country)})" if country else said


def limit_words(question: Question) -> str:
    """Say the limit alone: "20 minutes", "20 minutes (in rural areas 15)"."""
    rule = question.rural_rule
    return f"{question.limit_min} minutes" + (f" (in rural areas {rule.limit_min})" if rule else "")


def question_sentence(question: Question, pack: Pack) -> str:
    """Say the whole question, with every choice that is not the usual one.

    It heads every picture, table and document made from it.
    """
    service = pack.info.services[question.service]
    ages = (
        f"aged {question.age_from}"
        if question.age_from == question.age_to
        else f"aged {question.age_from}–{question.age_to}"
    )
    said = (
        f"How well do {service.label} reach children {ages} in {need_words(question, pack)}, "
        f"within {question.limit_min} minutes {BY_MODE[question.mode]}{rural_words(question)}? "
        f"Shown by {pack.info.place_kinds[question.place_kind].label}."
    )
    return " ".join([said, *unusual_choices(question, pack)])


def rural_words(question: Question) -> str:
    """Say the rule for rural areas as the end of a clause; nothing where it is that in town."""
    rule = question.rural_rule
    return f", in rural areas {rule.limit_min} minutes {BY_MODE[rule.mode]}" if rule else ""


def unusual_choices(question: Question, pack: Pack) -> Iterator[str]:
    """Say every further choice of the question that is not the usual one, a sentence each."""
    if question.need != pack.info.defaults.need:
        yield f"Need is {pack.indicators[question.need].label}."
    by_road = question.mode == "drive" and pack.network is not None
    if question.pace_kmh != PACE_KMH[question.mode] and not by_road:
        yield f"Pace {question.pace_kmh:g} km/h."
    if question.detour != DETOUR:
        yield f"Straight lines × {question.detour:g}."
