"""Doors of several layers, each drawn once: as the app's own script puts them together."""

import json
from pathlib import Path

import pytest

from mapping.map.doors_once import doors_once
from mapping.map.values import Point

CASES = json.loads(
    (Path(__file__).parents[1] / "component" / "doors_once_cases.json").read_text(encoding="utf-8")
)


def point(keys, marks=(), hollow=False, unsure=False):
    return Point(
        asset_ids=tuple(keys),
        label=keys[0] if len(keys) == 1 else f"{len(keys)} services here",
        details=tuple(f"about {key}" for key in keys),
        facts=tuple((key,) for key in keys),
        lon=0,
        lat=52,
        shape="circle",
        kind_label="library",
        hollow=hollow,
        is_unsure=unsure,
        marks=tuple(marks),
    )


@pytest.mark.parametrize("case", CASES, ids=[each["words"] for each in CASES])
def test_doors_of_several_layers(case):
    drawn = doors_once((point(*each), 1.0) for each in case["points"])
    assert drawn == tuple((point(*each), 1.0) for each in case["drawn"])


def test_a_door_of_two_layers_is_as_clear_as_in_the_clearer():
    assert doors_once([(point(["a"]), 0.2), (point(["a"]), 0.7)]) == ((point(["a"]), 0.7),)
