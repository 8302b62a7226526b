"""Names find room in a picture exactly as they do in the browser."""

import json
from pathlib import Path

import pytest

from mapping.drawn.placing import Wanted, find_room

CASES = json.loads(
    (Path(__file__).parents[1] / "component" / "placing_cases.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["words"] for case in CASES])
def test_names_find_room_as_the_browser_finds_it(case):
    taken = [tuple(box) for box in case["taken"]]
    symbols = [tuple(box) for box in case["symbols"]]
    names = [Wanted(**name) for name in case["names"]]
    rooms = find_room(names, taken, symbols, tuple(case["frame"]))
    told = [room and (room.x, room.y, room.is_led) for room in rooms]
    assert told == [
        room and (pytest.approx(room["x"]), pytest.approx(room["y"]), room["isLed"])
        for room in case["rooms"]
    ]
    starts = [room.start for room in rooms if room and room.start]
    assert starts == [
        pytest.approx(room["from"]) for room in case["rooms"] if room and room["isLed"]
    ]
    assert len(taken) == len(case["taken"]) + sum(room is not None for room in rooms)
