"""Names find room in a picture exactly as they do in the browser."""

import json
from pathlib import Path

import pytest

from mapping.drawn.placing import Wanted, find_room
from mapping.drawn.placing_first import find_first

CASES = json.loads(
    (Path(__file__).parents[1] / "component" / "placing_cases.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["words"] for case in CASES])
def test_names_find_room_as_the_browser_finds_it(case):
    taken = [tuple(box) for box in case["taken"]]
    symbols = [tuple(box) for box in case["symbols"]]
    names = [Wanted(**name) for name in case["names"]]
    is_far = case.get("isFar", False)
    rooms = find_room(names, taken, symbols, tuple(case["frame"]), is_far=is_far)
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


FRAME = (0.0, 0.0, 300.0, 200.0)
SQUARE = [[(140.0, 90.0), (160.0, 90.0), (160.0, 110.0), (140.0, 110.0)]]
NAME = {"x": 150.0, "y": 100.0, "half": 40.0, "tall": 8.0, "led": True}


def is_over(box, other):
    return min(box[2], other[2]) > max(box[0], other[0]) and (
        min(box[3], other[3]) > max(box[1], other[1])
    )


@pytest.mark.parametrize("rings", [SQUARE, ()], ids=["a place", "a spot"])
def test_what_a_picture_is_about_has_its_name_wherever_there_is_room(rings):
    name = Wanted(rings=rings, **NAME)
    full = (0.0, 40.0, 300.0, 200.0)
    taken = []
    [room] = find_first([name], taken, [full], FRAME)
    box = name.box(room.x, room.y)
    assert not is_over(box, full)
    assert room.is_led
    assert box in taken
    # No other name stands on the line that leads to it, nor on the name.
    other = Wanted(x=room.x, y=(room.y + 100) / 2, half=10.0, tall=4.0)
    [beside] = find_room([other], taken, [], FRAME)
    assert beside is None or not any(
        is_over(other.box(beside.x, beside.y), each) for each in taken[:-1]
    )
    assert (room.x, (room.y + 100) / 2) != (beside and (beside.x, beside.y))


def test_a_name_that_is_never_left_out_covers_symbols_before_words():
    name = Wanted(**NAME)
    words, symbols = (0.0, 0.0, 300.0, 150.0), [FRAME, (0.0, 0.0, 150.0, 200.0)]
    [room] = find_first([name], [words], symbols, FRAME)
    assert not is_over(name.box(room.x, room.y), words)
    assert room.x - name.half >= 150  # one symbol is covered there, and not two
    [room] = find_first([name], [FRAME], [], FRAME)
    assert name.box(room.x, room.y)[0] >= 0
