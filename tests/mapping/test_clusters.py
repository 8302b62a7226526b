"""Doors are put together in a picture exactly as they are in the browser."""

import json
from pathlib import Path

import pytest

from mapping.drawn.clusters import Group, groups_of

CASES = json.loads(
    (Path(__file__).parents[1] / "component" / "clusters_cases.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["words"] for case in CASES])
def test_doors_are_put_together_as_the_browser_does(case):
    groups = groups_of([tuple(spot) for spot in case["spots"]])
    assert [(each.count, each.members) for each in groups] == [
        (each["count"], each["members"]) for each in case["groups"]
    ]
    for found, expected in zip(groups, case["groups"], strict=True):
        assert (found.x, found.y) == pytest.approx((expected["x"], expected["y"]))


def test_a_disc_is_wider_than_a_symbol_and_grows_slowly():
    sizes = [Group(x=0, y=0, count=count).size for count in (1, 2, 100, 10_000)]
    assert sizes == [7, pytest.approx(10.602, abs=0.001), 14, 16]
