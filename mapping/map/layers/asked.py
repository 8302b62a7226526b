"""Which layers are asked for: read out of an address or a command, and what cannot be, told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Final

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.assets import service_assets
from layers.indicators.asking import SPREAD, Shown
from layers.indicators.colouring import measure_colouring
from layers.indicators.figures import drawable_indicators, periods_of
from layers.offer_filters import read_filters
from layers.said.numbers import listed
from mapping.map.layers.written import (
    Asked,
    quote_part,
    read_one,
    split_layers,
    without_opacity,
    write_layers,
)

__all__ = ["Asked", "read_layers", "write_layers"]

GROUND, FILL, LINE, DOORS, OUTLINE = "ground", "fill", "line", "doors", "out"
OFFERS = "offers"
NOTES = "notes"
ANSWERS: Final = ("gap", "need", "reach", "none")
AMOUNT, HOTSPOT = "amount", "hotspot"
WORKED_OUT: Final = (*ANSWERS, AMOUNT, HOTSPOT)  # colours that rest on the question
BY_NAME = "indicator."  # stands before an indicator that is keyed as one of those
FAR = "far"
MOST = 40  # layers at once
MOST_NAMED = 3  # in one message
LEFT_OUT = "The rest is shown."
IN_FULL = "Shown at full opacity."
PERIOD, SPREAD_OVER = "period", "spread"
HEIGHTS: Final[dict[str, int]] = {
    GROUND: 0,
    FILL: 1,
    LINE: 2,
    OUTLINE: 2,
    OFFERS: 3,
    DOORS: 4,
    NOTES: 5,
}
"""What lies above what: colours on the ground, lines on colours, services on lines, then notes."""


def layer_choices(pack: Pack) -> Mapping[str, Collection[str]]:
    """Return what each kind of layer may be of, in a pack; empty is what the question asks about.

    The offers without a door that have no such name are all of them.
    """
    return {
        GROUND: () if pack.ground is None else ("",),
        FILL: (*WORKED_OUT, *(fill_name(key) for key in drawable_indicators(pack))),
        LINE: ("", *pack.info.place_kinds),
        DOORS: ("", *pack.info.services),
        OFFERS: ("", *pack.info.services),
        OUTLINE: (FAR, HOTSPOT),
        NOTES: ("",),
    }


def fill_name(indicator: str) -> str:
    """Return what the colours of an indicator are called, which no colours of an answer are."""
    return f"{BY_NAME}{indicator}" if indicator in WORKED_OUT else indicator


def indicator_of(what: str) -> str | None:
    """Return the indicator that colours are of; None where they rest on the question."""
    return None if what in WORKED_OUT else what.removeprefix(BY_NAME)


def read_layers(
    value: str, pack: Pack, where: str, instead: str = LEFT_OUT
) -> tuple[tuple[Asked, ...], tuple[Problem, ...]]:
    """Read a list of layers, the lowest first.

    Parameters
    ----------
    where
        Where the list stands: "the address, layers".
    instead
        What is done where a layer cannot be used, as a sentence. One whose opacity alone cannot be
        used is drawn in full.

    Returns
    -------
    layers, problems
        What can be used, and why the rest cannot: one problem for each reason.
    """
    reading = _Reading(pack=pack, choices=layer_choices(pack))
    written = split_layers(value)
    for each in written[:MOST]:
        reading.take(each)
    reading.too_many = len(written) if len(written) > MOST else 0
    return tuple(reading.found.values()), tuple(reading.problems(where, instead))


def top_fill(asked: Sequence[Asked]) -> str:
    """Return what the colours that are seen are of: "gap", an indicator; "none" where none are."""
    seen = seen_fill(asked)
    return "none" if seen is None else seen.what


def seen_fill(asked: Sequence[Asked]) -> Asked | None:
    """Return the colours that are seen: of those that are on the highest."""
    return next((each for each in reversed(asked) if each.kind == FILL and each.is_on), None)


def shown_of(asked: Asked) -> Shown | None:
    """Return which indicator colours ask for, and how; None where they rest on the question."""
    indicator = indicator_of(asked.what)
    if indicator is None:
        return None
    return Shown(
        indicator=indicator,
        period=asked.part(PERIOD),
        is_spread=asked.part(SPREAD_OVER) == SPREAD,
    )


def fill_of(shown: Shown) -> Asked:
    """Return the colours of an indicator as they are asked for."""
    parts = {PERIOD: shown.period, SPREAD_OVER: SPREAD if shown.is_spread else ""}
    said = tuple((name, value) for name, value in parts.items() if value)
    return Asked(kind=FILL, what=fill_name(shown.indicator), parts=said)


def by_height(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """Return layers as they are drawn: what lies higher later, else as they are asked for."""
    return tuple(sorted(asked, key=lambda each: HEIGHTS[each.kind]))


@dataclass(slots=True, kw_only=True)
class _Reading:
    """A list of layers as it is read: what can be used, and what cannot, by reason."""

    pack: Pack
    choices: Mapping[str, Collection[str]]
    found: dict[str, Asked] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    opacities: list[str] = field(default_factory=list)
    too_many: int = 0

    def take(self, written: str) -> None:
        """Take one layer in."""
        asked = read_one(written)
        faint = asked is None and read_one(without_opacity(written))
        if faint and faint.what in self.choices.get(faint.kind, ()):
            self.opacities.append(written)  # what can be used of it is drawn, in full
            asked = faint
        if asked is None or (asked.time > 1 and asked.kind != DOORS):
            self.unclear.append(written)
        elif asked.what not in self.choices.get(asked.kind, ()):
            self.unknown.append(written)
        elif asked.key in self.found:
            self.again.append(written)
        else:
            kept, refused = self.read_parts(asked)
            self.parts += [f"{asked.key}({each})" for each in refused]
            self.found[asked.key] = replace(asked, parts=kept)

    def read_parts(self, asked: Asked) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        """Return what is said of a layer that can be used, and what cannot."""
        if asked.kind in (DOORS, OFFERS):
            services = self.pack.info.services
            assets = self.pack.assets
            return read_filters(
                asked.parts,
                lambda: service_assets(assets, services[asked.what]) if asked.what else assets,
            )
        kept: dict[str, str] = {}
        for name, value in asked.parts:
            if name not in kept and self.is_said_of_fill(asked, name, value):
                kept[name] = value
        wrong = [part for part in asked.parts if kept.get(part[0]) != part[1]]
        return tuple(kept.items()), tuple(f"{name}:{value}" for name, value in wrong)

    def is_said_of_fill(self, asked: Asked, name: str, value: str) -> bool:
        """Return whether an indicator is held for a period, or can be spread."""
        indicator = indicator_of(asked.what) if asked.kind == FILL else None
        if indicator is None:
            return False
        if name == PERIOD:
            return value in periods_of(self.pack, indicator)
        return name == SPREAD_OVER and value == SPREAD and can_spread(self.pack, indicator)

    def problems(self, where: str, instead: str) -> list[Problem]:
        """Return what cannot be used: one problem for each reason."""
        in_full = IN_FULL if instead == LEFT_OUT else instead
        told = [
            (self.unknown, f"layers of this map, such as {', '.join(self.examples())}", instead),
            (
                self.unclear,
                "a layer as in doors.libraries(open:sat)*60, its opacity 0 to 100",
                instead,
            ),
            (self.opacities, "an opacity of 0 to 100 after the *, as in fill.gap*60", in_full),
            (self.again, "each layer once", instead),
            (self.parts, "filters that this map has, as in (open:sat,age:4)", instead),
        ]
        problems = [
            Problem(
                where=where,
                found=_named(written),
                expected=expected + (self.nearest() if written is self.unknown else ""),
                fix=fix,
            )
            for written, expected, fix in told
            if written
        ]
        if self.too_many:
            found, expected = f"{self.too_many} layers", f"at most {MOST}"
            problems.append(Problem(where=where, found=found, expected=expected, fix=instead))
        return problems

    def examples(self) -> list[str]:
        """Return a layer of some kinds, as examples."""
        lines, doors = (next(filter(None, self.choices[kind]), "") for kind in (LINE, DOORS))
        said = [f"{LINE}.{quote_part(lines)}" if lines else "", f"{DOORS}.{quote_part(doors)}"]
        return [*([GROUND] if self.choices[GROUND] else []), f"{FILL}.gap", *filter(None, said)]

    def nearest(self) -> str:
        """Return which layer was perhaps meant, of a single one that is not known."""
        if len(self.unknown) != 1:
            return ""
        known = [
            f"{kind}.{quote_part(what)}" if what else kind
            for kind, of in self.choices.items()
            for what in of
        ]
        asked = self.unknown[0].removeprefix("-")[:60].casefold()
        near = get_close_matches(asked, known, n=1, cutoff=0.5)
        return f"; {near[0]} is the nearest" if near else ""


def _named(written: Sequence[str]) -> str:
    each_once = list(dict.fromkeys(written))
    said = [quoted(each) for each in each_once[:MOST_NAMED]]
    more = len(each_once) - MOST_NAMED
    return listed([*said, f"{more} more"] if more > 0 else said)


def can_spread(pack: Pack, indicator: str) -> bool:
    """Return whether an indicator's figures can be given to the neighbourhoods of its places."""
    try:
        measure_colouring(pack, Shown(indicator=indicator, is_spread=True))
    except QuestionError:
        return False
    return True
