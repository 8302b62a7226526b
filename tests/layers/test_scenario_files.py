"""Files handed over as scenarios: any JSON, and what is none, has its faults named."""

import json

import pytest

from geodata.errors import DataError
from layers.scenarios.files import MOST_BYTES, MOST_PROBLEMS, parse_scenario
from tests.hostile.scenarios import GOOD, ends_well, files


def faults(content):
    with pytest.raises(DataError) as refused:
        parse_scenario(content if isinstance(content, bytes) else json.dumps(content).encode(), "f")
    return [problem.sentence() for problem in refused.value.problems]


def test_any_file_is_read_or_has_its_faults_named():
    """Of 2,500 files 463 ended in a TypeError on the page."""
    assert [found for found in map(ends_well, files(seed=7, count=600)) if found] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"file": 1,\n 2}', "f, line 2, character 2"),
        (b"\xff{}", "f, byte 1: found a file that is not JSON: what is no text in UTF-8"),
        (b'"\\ud800"', "half of a character"),
        (b"[" * 60_000, "too deep to read"),
        (b"[NaN]", "NaN, which is no number"),
        (b"9" * 6_000, "a number of 6,000 digits"),
        (b'{"name": "a", "name": "b"}', "'name' twice in one group"),
        (b"x" * (MOST_BYTES + 1), f"at most {MOST_BYTES:,}"),
        (b"[]", "a file of something else"),
    ],
)
def test_what_is_wrong_is_said_and_where(content, said):
    [fault] = faults(content)
    assert said in fault


def test_every_fault_is_told_and_very_many_are_counted():
    changes = [{"do": []}, {"do": "close"}, {"do": "add", "at": {"area": 3}}, 7]
    said = faults(GOOD | {"changes": changes, "version": 2, "name": 5})
    assert {f"change {number}" for number in range(1, 5)} <= {
        each.split(", ")[1].partition(":")[0] for each in said
    }
    assert any("version" in each for each in said)
    crowd = {"do": "close", "asset": "a", **{f"k{number}": 1 for number in range(3_000)}}
    said = faults(GOOD | {"changes": [crowd]})
    assert len(said) == MOST_PROBLEMS + 1
    assert "2,950 more faults" in said[-1]


def test_a_scenario_that_no_address_holds_is_refused_as_a_file():
    """It was opened, and the page then said that its address could not be used."""
    steps = [{"do": "close", "asset": f"{number}" + "x" * 180} for number in range(20)]
    [fault] = faults(GOOD | {"changes": steps})
    assert "characters in an address" in fault


def test_a_point_just_beside_nought_is_read_again_from_its_address():
    at = {"easting_m": 1e-9, "northing_m": 0.4}
    move = {"do": "move", "asset": "zone-c", "at": at}
    assert ends_well(json.dumps(GOOD | {"changes": [move]}).encode()) == ""
