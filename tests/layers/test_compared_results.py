"""Every answer of compare, hotspots and ranks hands itself out whole, in one way."""

import json

import pytest

from layers.compare.comparison import measure_comparison
from layers.compare.demand import measure_demand
from layers.compare.footprints import measure_footprints, measure_overlay
from layers.compare.lottery import measure_lottery
from layers.compare.side_by_side import measure_side_by_side
from layers.gaps import measure_gaps
from layers.hotspots.clusters import find_hotspots
from layers.question.question import default_question
from layers.ranks.index import measure_index
from layers.said.result import say_result, words_of
from tests.layers.published import pack_with

MADE = {
    "comparison": lambda pack, _: measure_comparison(pack, "ready_pct"),
    "side by side": lambda pack, asked: measure_side_by_side(pack, measure_gaps(pack, asked)),
    "expected": lambda pack, asked: measure_side_by_side(pack, measure_gaps(pack, asked)).expected,
    "lottery": measure_lottery,
    "demand": lambda pack, _: measure_demand(pack, "early-help-team"),
    "footprints": lambda pack, _: measure_footprints(pack, "early-help-team", "district"),
    "overlay": lambda pack, _: measure_overlay(pack, "team-a"),
    "hotspots": find_hotspots,
    "index": lambda pack, _: measure_index(pack),
}


@pytest.mark.parametrize("name", MADE)
def test_a_result_says_all_of_itself(name):
    pack = pack_with()
    result = MADE[name](pack, default_question(pack))
    assert len(result.table)
    assert result.table.index.name
    assert result.sources
    assert result.is_illustrative
    assert all(count > 0 for count in result.missing().values())
    assert result.sentence().endswith((".", ")"))
    assert all(note.endswith((".", ")")) for note in result.notes())
    for row in json.loads(say_result(result, "json")):
        assert row["parameters"]["about"]["sentence"] == result.sentence()
    printed = say_result(result, "csv")
    assert all(words.splitlines()[0][:40] in printed for words in words_of(result))
