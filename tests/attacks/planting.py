"""A pack with sensitive figures that no output may hold: each number stands nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
import pandas as pd
from pandas import DataFrame

from geodata import schema
from geodata.model import Disclosure, Indicator, Pack, PlaceKind, Reported
from geodata.pack import arrange, assemble_pack, table_from_catalogue
from geodata.reported import empty_table
from tests.builders import tiny_info, tiny_pack

UNITS = (
    *("%", "percent", "Per cent", "percent of children", "‰", "％", "·", "children"),
    *(
        "per 10,000",
        "Per 10,000",
        "rate per 1,000",
        "PER 100 000",
        "/10k",
        "p. 1 000",
        "per\u00a05",
    ),
)
FORMS = (("count", 1), ("share", 100), ("share", 1), ("rate", 10_000), ("rate", 1_000))
PERIODS = ("2021", "2022", "2023", "2024", "2025")
ENGLAND = "E92000001"
TEAM, DISTRICT, LONE, AREA = "early-help-team", "district", "lone", "area"
DISCLOSURE = Disclosure(threshold=1000, round_to=1000, reason="To be found")
KINDS = (
    *("shown", "small", "small of unknown", "unremarked"),
    *("of few", "standardised", "of unknown"),
)
"""What is awkward of a row: each place and period of an indicator has the next."""
SMALL, LARGE = (10, DISCLOSURE.threshold), (10**6, 10**8)
DECIMALS = 9
FEWEST = DISCLOSURE.threshold + DISCLOSURE.round_to


@dataclass(slots=True)
class Plants:
    """Numbers that no output may hold.

    Attributes
    ----------
    avoid
        Numbers that outputs hold anyway.
    numbers
        What was planted.
    """

    rng: np.random.Generator
    avoid: set[float] = field(default_factory=set)
    numbers: set[float] = field(default_factory=set)

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number that outputs do not hold anyway, and plant it."""
        while True:
            drawn = int(self.rng.integers(low, high))
            if drawn % DISCLOSURE.round_to and float(drawn) not in self.avoid:
                self.numbers.add(float(drawn))
                return drawn

    def figure(self, exact: float) -> float:
        """Round a figure as a publisher might, and plant it."""
        rounded = round(exact, DECIMALS)
        if rounded % 1 and rounded not in self.avoid:
            self.numbers.add(rounded)
        return rounded


def catalogue() -> dict[str, Indicator]:
    """Return sensitive indicators of every form, unit and geography."""
    made = [
        Indicator(
            key=f"{geography}_{form}_{per}_{number}".replace("-", "_"),
            label=f"Children seen ({geography}, {form} {per}, {number})",
            form=form,
            per=per,
            unit=unit,
            worse_when="higher",
            spread_over="nothing",
            geography=geography,
            theme="Safe",
            period=PERIODS[-1],
            source="made-up",
            sensitive=True,
            note="A planted figure.",
        )
        for geography, units in ((TEAM, UNITS), (DISTRICT, UNITS[::5]), (LONE, UNITS[::7]))
        for (form, per), (number, unit) in product(FORMS, enumerate(units))
    ]
    areas = [
        replace(
            each,
            key=f"area_{each.form}_{each.per}",
            geography=AREA,
            spread_over=("people", "land")[number % 2],
        )
        for number, each in enumerate(made[: len(FORMS) * len(UNITS) : len(UNITS)])
    ]
    return {each.key: each for each in [*made, *areas]}


def planted_pack(plants: Plants | None, like: Plants | None = None) -> Pack:
    """Return a pack full of plants, assembled as a build assembles it; empty rows without any.

    Parameters
    ----------
    like
        Draws the counts again within what is published alike; what is published is to be the same.
    """
    bare = tiny_pack()
    added = catalogue()
    rows = [
        row for each in added.values() for row in _rows(each, _places(bare, each), plants, like)
    ]
    values = arrange(schema.INDICATOR_VALUES, DataFrame(rows))
    info = tiny_info(disclosure=DISCLOSURE)
    lone = PlaceKind(
        key=LONE, label="hamlet", plural="hamlets", boundary="working", partition=False,
        source="made-up",
    )  # fmt: skip
    tables = {
        "areas": bare.areas,
        "origins": bare.origins,
        "places": pd.concat(
            [
                bare.places,
                bare.places.loc[["team-a"]].rename({"team-a": "lone-a"}).assign(kind=LONE),
            ]
        ),
        "membership": pd.concat(
            [
                bare.membership,
                DataFrame({"place_id": ["lone-a"], "area_id": ["A1"], "share": [1.0]}),
            ],
            ignore_index=True,
        ),
        "assets": bare.assets,
        "indicators": table_from_catalogue({**bare.indicators, **added}),
        "indicator_values": pd.concat([bare.indicator_values, values], ignore_index=True),
        "facts": _facts(plants, like).facts,
    }
    return assemble_pack(replace(info, place_kinds={**info.place_kinds, LONE: lone}), tables)


def _places(pack: Pack, indicator: Indicator) -> list[str]:
    if indicator.geography == AREA:
        return list(pack.areas.index)
    kinds = {TEAM: ["team-a", "team-b", "team-c"], DISTRICT: ["D1"], LONE: ["lone-a"]}
    return [*kinds[indicator.geography], ENGLAND]


def _rows(
    indicator: Indicator, places: list[str], plants: Plants | None, like: Plants | None
) -> Iterator[dict[str, object]]:
    begin = int(plants.rng.integers(len(KINDS))) if plants else 0
    for number, (place, period) in enumerate(product(places, PERIODS), begin):
        row: dict[str, object] = {
            "indicator": indicator.key,
            "place_id": place,
            "period": period,
        }
        if plants is not None:
            row |= _figures(indicator, number, plants, like)
        yield row


def _figures(
    indicator: Indicator, number: int, plants: Plants, like: Plants | None
) -> dict[str, object]:
    """Draw a count, and all that a publisher makes of it: see `KINDS`."""
    kind = KINDS[number % len(KINDS)]
    people = int(plants.rng.integers(10**8, 10**9))
    count = plants.whole(*(SMALL if kind.startswith("small") else LARGE))
    few = sorted((plants.whole(*SMALL), plants.whole(1, FEWEST)))
    if like is not None:
        count, few = _alike(count, like), sorted((like.whole(*SMALL), like.whole(1, FEWEST)))
    if kind == "of few":
        count, people = few
    tells = like or plants
    figures = _published(indicator, count, people, tells)
    if kind.endswith("of unknown") and indicator.form != "count":
        figures["denominator"] = None
    if kind == "standardised" and indicator.form != "count":
        figures["value"] = tells.figure(count * 1.7 * indicator.per / people)
    if kind != "unremarked":
        figures["note"] = f"{count:,} children in all, {count + 3} last year."
    return figures


def _alike(count: int, like: Plants) -> int:
    """Draw another count that is published as this one is."""
    if count < DISCLOSURE.threshold:
        return like.whole(*SMALL)
    half = DISCLOSURE.round_to // 2
    middle = (count + half) // DISCLOSURE.round_to * DISCLOSURE.round_to
    return like.whole(middle - half, middle + half)


def _published(indicator: Indicator, count: int, people: int, plants: Plants) -> dict[str, object]:
    is_count = indicator.form == "count"
    scale = 1 if is_count else indicator.per / people
    lower, upper = (plants.figure(count * times * scale) for times in (0.912345678, 1.198765432))
    return {
        "value": float(count) if is_count else plants.figure(count * scale),
        "numerator": None if is_count and people % 2 else float(count),
        "denominator": None if is_count else float(people),
        "lower": lower,
        "upper": upper,
        "decile": 1.0 + count % 10,
    }


def _facts(plants: Plants | None, like: Plants | None) -> Reported:
    """Return facts of reports, with counts in every word beside them."""
    draw = plants or Plants(rng=np.random.default_rng(0))
    rows = []
    for number in range(6):
        small, large = draw.whole(*SMALL), draw.whole(*LARGE)
        if like is not None:
            small, large = _alike(small, like), _alike(large, like)
        count = small if number % 2 else large
        rows.append(
            {
                "fact_id": f"fact-{number}",
                "measure": "Children seen",
                "place_ids": ("team-a", "lone-a", "team-a; team-b")[number % 3],
                "theme": "safe",
                "kind": "value",
                "scope": "local",
                "worse_when": "higher",
                "sensitive": True,
                "cites": "A report",
                "source": "made-up",
            }
        )
        if plants is not None:
            rows[-1] |= {
                "value": float(count),
                "printed": f"{count:,}",
                "comparator_value": str(small),
                "comparison": f"up from {small}",
                "trend": f"{large} last year",
                "contradiction": f"another report has {count}",
                "note": f"{small} of them boys",
                "target": f"{large:,}",
            }
    facts = arrange(schema.FACTS, DataFrame(rows).set_index("fact_id"))
    return Reported(
        facts=facts, outcomes=empty_table(schema.OUTCOMES), projects=empty_table(schema.PROJECTS)
    )
