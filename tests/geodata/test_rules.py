"""Rules of disclosure of one indicator: kept in the pack, explained, and gone by everywhere."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geodata import schema
from geodata.disclosure import SUPPRESSED, describe_protection, protect
from geodata.errors import PackError
from geodata.info import info_as_toml, parse_info
from geodata.model import Disclosure, Indicator, Rule
from geodata.pack import arrange, read_pack, write_pack
from geodata.rounding import is_small, publish
from layers.disclosed import protect_counts
from layers.said.rules import RULE_HEADS, rule_rows, rule_sentences
from tests.attacks.parts import NEED, parts_pack
from tests.builders import tiny_info

HEALTH = Rule(threshold=8, round_to=10, zeros="suppressed", reason="Health data")
OTHER = Rule(least_people=2000, reason="Few live there")
RULED = Disclosure(rules={"health": HEALTH, "far": OTHER})


def indicator(key):
    return Indicator(
        key=key, label=key.capitalize(), form="count", unit="children", worse_when="higher",
        spread_over="nothing", geography="district", theme="Safe", period="2025",
        source="made-up", sensitive=True,
    )  # fmt: skip


CATALOGUE = {key: indicator(key) for key in ("usual", "health", "far")}


def protected(*counts, disclosure=RULED, sizes=None):
    rows = [
        {"indicator": key, "place_id": f"P{at}", "period": "2025", "value": float(count)}
        for key in CATALOGUE
        for at, count in enumerate(counts)
    ]
    table = arrange(schema.INDICATOR_VALUES, pd.DataFrame(rows))
    return protect(table, CATALOGUE, disclosure, sizes)


def told(table, key):
    return table.loc[table["indicator"] == key, "value"].to_list()


def test_each_indicator_goes_by_its_own_rule_and_the_others_by_the_packs():
    safe = protected(0, 3, 6, 8, 23)
    nan = pytest.approx(np.nan, nan_ok=True)
    assert told(safe, "usual") == [0, nan, 5, 10, 25]
    assert told(safe, "far") == [0, nan, 5, 10, 25]
    assert told(safe, "health") == [nan, nan, nan, 10, 20]
    notes = safe.loc[safe["indicator"] == "health", "note"].to_list()
    assert notes[:3] == [SUPPRESSED] * 3
    pd.testing.assert_frame_equal(protect(safe, CATALOGUE, RULED), safe)


def test_a_place_may_be_too_small_for_one_indicator_alone():
    sizes = pd.DataFrame({"people": [1500.0], "areas": [3.0]}, index=["P0"])
    safe = protected(50, sizes=sizes)
    assert told(safe, "usual") == [50]
    assert safe.loc[safe["indicator"] == "far", "note"].to_list() == [SUPPRESSED]


def test_none_at_all_is_small_only_where_the_rule_says_so():
    counts = pd.Series([0.0, 0.3, 7.0, 8.0, np.nan])
    assert is_small(counts, Disclosure()).to_list() == [False, True, False, False, False]
    assert is_small(counts, RULED.rule_of("health")).to_list() == [True, True, True, False, False]


def test_parts_of_a_count_go_by_its_rule():
    counts = pd.DataFrame({"gap": [0.0, 4.0, 7.4, 12.0]})
    usual = protect_counts(counts, ["gap"], CATALOGUE["usual"], RULED)["gap"]
    health = protect_counts(counts, ["gap"], CATALOGUE["health"], RULED)["gap"]
    assert usual.to_list() == pytest.approx([0, np.nan, 5, 10], nan_ok=True)
    assert health.to_list() == pytest.approx([np.nan, np.nan, np.nan, 10], nan_ok=True)


@pytest.mark.parametrize(
    ("disclosure", "where"),
    [
        (Disclosure(threshold=3), "disclosure.reason"),
        (Disclosure(zeros="suppressed", reason=" "), "disclosure.reason"),
        (
            Disclosure(rules={"health": replace(HEALTH, reason="")}),
            "disclosure.rules.health.reason",
        ),
        (Disclosure(rules={"gone": HEALTH}), "disclosure.rules.gone"),
        (Disclosure(rules={"far": replace(OTHER, threshold=0)}), "disclosure.rules.far.threshold"),
        (Disclosure(rules={"far": replace(OTHER, zeros="no")}), "disclosure.rules.far.zeros"),
    ],
    ids=["pack", "blank", "indicator", "unknown", "threshold", "zeros"],
)
def test_a_rule_without_a_reason_or_of_nothing_is_refused(disclosure, where):
    with pytest.raises(PackError) as caught:
        protected(1, 20, disclosure=disclosure)
    assert where in [each.where for each in caught.value.problems]


def test_rules_are_written_and_read_and_what_is_usual_is_not_written():
    info = tiny_info(disclosure=RULED)
    raw = tomllib.loads(info_as_toml(info))
    assert raw["disclosure"]["rules"]["far"] == {"least_people": 2000, "reason": "Few live there"}
    assert parse_info(raw).disclosure == RULED
    usual = tomllib.loads(info_as_toml(tiny_info()))["disclosure"]
    assert list(usual) == ["threshold", "round_to", "least_people", "least_areas"]


def test_a_pack_keeps_its_rules_and_says_them(tmp_path):
    rule = Rule(threshold=1000, zeros="suppressed", reason="They are few everywhere.")
    pack = parts_pack()
    disclosure = replace(pack.info.disclosure, rules={NEED: rule})
    write_pack(replace(pack, info=replace(pack.info, disclosure=disclosure)), tmp_path / "pack")
    again = read_pack(tmp_path / "pack")
    assert again.info.disclosure.rules == {NEED: rule}
    assert rule_sentences(again) == (
        "Children with a plan: counts from 0 to 999 are not shown, and others are rounded to the "
        "nearest 1,000. A place of fewer than 100 people or 2 areas gets no such figure, nor does "
        "a place of one’s own. That is not the national default: They are few everywhere.",
    )
    assert {len(row) for row in rule_rows(again)} == {len(RULE_HEADS)}
    assert rule_rows(again) == (
        ("National default", "1 to 4", "5", "shown", "100", "2", ""),
        (
            *("Children with a plan", "0 to 999", "1,000", "not shown", "100", "2"),
            "They are few everywhere.",
        ),
    )
    assert rule_rows(replace(pack, info=tiny_info()))[1][-1] == "The national default"
    assert rule_sentences(replace(pack, info=tiny_info())) == (
        "1 sensitive measure: counts from 1 to 4 are not shown, and "
        "others are rounded to the nearest 5; none at all is shown as none. A place of fewer than "
        "100 people or 2 areas gets no such figure, nor does a place of one’s own. That is the "
        "national default.",
    )


def test_a_build_says_which_counts_are_exact():
    exact = Disclosure(rules={"far": replace(OTHER, round_to=1, threshold=20)})
    said = list(describe_protection(protected(50), CATALOGUE, exact))
    assert any("from 20 up are exact" in each for each in said)


def test_every_count_leaves_by_one_door():
    """There were two: figures of indicators, and those of reports, each with rules of its own."""
    inner = r"\b(?:round_counts|is_small)\b"
    uses = {
        str(path)
        for folder in ("geodata", "layers", "mapping")
        for path in Path(folder).rglob("*.py")
        if re.search(inner, path.read_text(encoding="utf-8"))
    }
    # The second tells the reasons why; it shows what the door lets out.
    assert uses == {"geodata/rounding.py", "geodata/disclosure.py"}
    counts = pd.Series([0.0, 3.0, 12.0, np.nan])
    usual = publish(counts, RULED).to_list()
    assert usual == pytest.approx([0, np.nan, 10, np.nan], nan_ok=True)
    health = publish(counts, RULED.rule_of("health")).to_list()
    assert health == pytest.approx([np.nan, np.nan, 10, np.nan], nan_ok=True)
