"""Every word of a question, a record each: address, commands, bar and documents read these."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from geodata.model import LONGEST_LIMIT_MIN, OLDEST_AGE, Pack
from geodata.pack import area_indicators
from layers.ages import AGE_BANDS, UNDER_FIVES, span_words
from layers.need import area_need, counts_people, need_faults
from layers.question.doors import is_across
from layers.question.faults import (
    RURAL_EXPECTED,
    RURAL_FIX,
    age_faults,
    mode_faults,
    named_faults,
    rural_faults,
    tells_rural,
)
from layers.question.question import DETOUR, MOST_NEED_DECILES, NEEDIEST, PACE_KMH, Question
from layers.question.reading import (
    read_ages,
    read_border,
    read_number,
    read_whole,
    write_ages,
    write_border,
    write_number,
)
from layers.question.rural import RuralRule, read_rural, rural_text
from layers.question.setting import Bounds, Choices, Setting
from layers.question.words import BY_MODE, children_words, modes_of, needy_words
from layers.said.numbers import minutes

LIMITS_MIN = (5, 10, 15, 20, 30, 45, 60)
AGES = (UNDER_FIVES, *AGE_BANDS, (0, 19))
RURAL_RULES = ("", "drive-10", "drive-15", "drive-20", "drive-30", "walk-30", "walk-45")


def _rural_offered(question: Question, pack: Pack) -> list[RuralRule | None]:
    rules = {*map(read_rural, RURAL_RULES), question.rural}
    return sorted(rules, key=rural_text) if tells_rural(pack) else []


def _rural_clause(question: Question) -> str:
    rule = question.rural
    return f", in rural areas {_rural_words(rule)}" if rule else ""


def _rural_words(rule: RuralRule | None) -> str:
    return f"{minutes(rule.limit_min)} {BY_MODE[rule.mode]}" if rule else "the same"


def _rural_side(rule: RuralRule | None) -> str:
    return f"{_rural_words(rule)} in rural areas" if rule else "one limit for town and country"


def _need_aside(question: Question, pack: Pack) -> str:
    """Return the measure of need, unless the question says it, or it is the pack's own."""
    said = question.need in (pack.info.defaults.need, area_need(pack))
    indicator = pack.indicators[question.need]
    said = said or (counts_people(indicator) and bool(indicator.whom))
    return "" if said else f"Need is {indicator.label}."


def _need_choices(question: Question, pack: Pack) -> Choices:
    """Return whom need may count: the people of a measure, or all of the neediest areas."""
    counting = [key for key, each in area_indicators(pack).items() if counts_people(each)]
    by_area = area_need(pack) if question.need in counting else question.need
    people = [({"need": key}, _needy(question, pack, need=key)) for key in counting]
    tenths = [
        (
            {"need": by_area, "deciles": str(part)},
            _needy(question, pack, need=by_area, need_deciles=part),
        )
        for part in (NEEDIEST if by_area else ())
    ]
    now = {"need": question.need}
    if question.need not in counting:
        now["deciles"] = str(question.need_deciles)
    return Choices(now=now, others=[*people, *tenths])


def _needy(question: Question, pack: Pack, **changes: Any) -> str:  # noqa: ANN401
    return needy_words(replace(question, **changes), pack)


def _pace_aside(question: Question, pack: Pack) -> str:
    by_road = question.mode == "drive" and pack.network is not None
    usual = question.pace_kmh == PACE_KMH[question.mode]
    return "" if usual or by_road else f"Pace {question.pace_kmh:g} km/h."


def _detour_aside(question: Question, pack: Pack) -> str:  # noqa: ARG001
    usual = question.detour == DETOUR
    return "" if usual else f"Journeys are taken as {question.detour:g} times the straight line."


def _detour_side(detour: float) -> str:
    return "journeys " + (
        f"{detour:g} times the straight line" if detour != 1 else "as long as the straight line"
    )


def _border_aside(question: Question, pack: Pack) -> str:  # noqa: ARG001
    return "" if question.border else "Doors across the border are left out."


_SETTINGS = (
    Setting(
        name="service",
        fields=("service",),
        help="which service; see python -m layers services",
        example="libraries",
        label="Service",
        lead="How well do ",
        faults=named_faults("service", lambda pack: pack.info.services),
        offered=lambda _, pack: pack.info.services,
        words=lambda key, _, pack: pack.info.services[key].label,
        side_lead="with ",
    ),
    Setting(
        name="age",
        fields=("age_from", "age_to"),
        help="ages last birthday, from-to",
        example="0-4",
        label="Ages",
        lead=" reach children aged ",
        read=read_ages,
        write=write_ages,
        expected=f"two ages from 0 to {OLDEST_AGE}, as in 0-4",
        faults=age_faults,
        offered=lambda question, _: [*AGES, (question.age_from, question.age_to)],
        words=lambda ages, *_: span_words(*ages),
        side=lambda _, question, __: children_words(question),
        side_lead="of ",
    ),
    Setting(
        name="need",
        fields=("need",),
        help="the measure that says what need is; see python -m layers needs",
        example="low_income_children",
        label="Need is",
        faults=need_faults,
        offered=lambda _, pack: area_indicators(pack),
        words=lambda key, _, pack: pack.indicators[key].label,
        aside=_need_aside,
        side=lambda _, question, pack: needy_words(question, pack),
    ),
    Setting(
        name="deciles",
        fields=("need_deciles",),
        help=(
            f"the neediest how many tenths are in high need, 1 to {MOST_NEED_DECILES}; not where "
            "need counts people"
        ),
        example="3",
        label="Need",
        lead=" ",
        read=read_whole,
        expected="a whole number",
        bounds=Bounds(least=1, most=MOST_NEED_DECILES),
        offered=lambda *_: NEEDIEST,
        chosen=_need_choices,
        words=lambda tenths, question, pack: needy_words(
            replace(question, need_deciles=tenths), pack
        ),
    ),
    Setting(
        name="limit",
        fields=("limit_min",),
        help="how far is far, in minutes one way",
        example="20",
        label="How far is far",
        lead=", within ",
        read=read_whole,
        expected="a whole number",
        bounds=Bounds(least=1, most=LONGEST_LIMIT_MIN),
        offered=lambda question, _: sorted({*LIMITS_MIN, question.limit_min}),
        words=lambda limit, *_: minutes(limit),
        side=lambda limit, *_: f"within {minutes(limit)}",
    ),
    Setting(
        name="mode",
        fields=("mode",),
        help="walk, drive, or bus where the pack holds a timetable",
        example="walk",
        label="How people travel",
        lead=" ",
        faults=mode_faults,
        resets=("pace",),
        offered=lambda _, pack: modes_of(pack),
        words=lambda mode, *_: BY_MODE[mode],
    ),
    Setting(
        name="rural",
        fields=("rural",),
        help="another way and limit for rural areas; empty for the same as in town",
        example="drive-15",
        label="In rural areas",
        read=read_rural,
        write=rural_text,
        expected=RURAL_EXPECTED,
        fix=RURAL_FIX,
        faults=rural_faults,
        offered=_rural_offered,
        words=lambda rule, *_: _rural_words(rule),
        clause=_rural_clause,
        side=lambda rule, *_: _rural_side(rule),
        side_lead="with ",
    ),
    Setting(
        name="kind",
        fields=("place_kind",),
        help="which places to compare; python -m layers places lists their kinds",
        example="district",
        label="Kind of place",
        lead="? Shown by ",
        lead_in_bar="? Show it by ",
        faults=named_faults("kind", lambda pack: pack.info.place_kinds),
        offered=lambda _, pack: pack.info.place_kinds,
        words=lambda key, _, pack: pack.info.place_kinds[key].label,
    ),
    Setting(
        name="pace",
        fields=("pace_kmh",),
        help="pace on foot, or speed by car where journeys are straight lines, km/h",
        example="4",
        label="Speed, km/h",
        read=read_number,
        write=write_number,
        expected="a number",
        bounds=Bounds(least=1, most=120, step=0.5),
        usual=lambda question: PACE_KMH[question.mode],
        aside=_pace_aside,
        side=lambda pace, *_: f"at {pace:g} km/h",
    ),
    Setting(
        name="detour",
        fields=("detour",),
        help="how many times as long a journey is as the straight line",
        example="1.3",
        label="Journeys, times the straight line",
        read=read_number,
        write=write_number,
        expected="a number",
        bounds=Bounds(least=1, most=3, step=0.1),
        aside=_detour_aside,
        side=lambda detour, *_: _detour_side(detour),
        side_lead="with ",
    ),
    Setting(
        name="border",
        fields=("border",),
        help="whether doors across the border count, with or without them",
        example="without",
        label="Across the border",
        read=read_border,
        write=write_border,
        expected="with or without",
        offered=lambda _, pack: [True, False] if is_across(pack) else [],
        words=lambda border, *_: "doors count" if border else "doors are left out",
        aside=_border_aside,
        side=lambda border, *_: f"{'with' if border else 'without'} doors across the border",
    ),
)

SETTINGS: dict[str, Setting] = {setting.name: setting for setting in _SETTINGS}
"""Every setting of a question by its name, in the order of an address."""
