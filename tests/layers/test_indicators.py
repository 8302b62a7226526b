"""One indicator at its own geography: its figures, its colours, and what is said of them."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import QuestionError
from layers.__main__ import main
from layers.indicators.asking import SPREAD, Shown, read_shown
from layers.indicators.classing import fifths, steps
from layers.indicators.colouring import (
    SUPPRESSED,
    UNKNOWN,
    measure_colouring,
)
from layers.indicators.figures import drawable_indicators, periods_of
from layers.indicators.words import column_said, figure_said, meets_target, number_said
from layers.place.published import published_figures
from layers.said.result import say_result
from tests.layers.published import indicator, pack_with, rows_of

NAMES = ["team-a", "team-b", "team-c"]


def shown(pack, key="ready_pct", **how):
    return measure_colouring(pack, Shown(indicator=key, **how))


def team_pack(made=None, **values):
    """Figures of the three teams, each a value, or None for a row left empty; others have none."""
    made = made or indicator()
    rows = [
        {"indicator": made.key, "place_id": f"team-{team}", "period": made.period, "value": value}
        for team, value in values.items()
    ]
    return pack_with(made, rows=rows)


def test_an_indicator_stays_on_the_places_it_is_published_for():
    found = shown(pack_with())
    assert list(found.figures.rows.index) == NAMES  # no England, no neighbourhood
    assert found.figures.shape == "early-help-team"
    assert found.table["value"].tolist() == [70, 70, 40]
    assert found.table["numerator"].tolist() == [70, 700, 40]
    assert "Published for early-help teams" in " ".join(found.notes())


def test_worse_is_stronger_whichever_way_is_worse():
    low, high = (
        shown(team_pack(indicator(worse_when=w), a=1, b=2, c=3)) for w in ("lower", "higher")
    )
    assert low.codes.tolist() == [0, 2, 4]
    assert high.codes.tolist() == [4, 2, 0]
    neither = shown(team_pack(indicator(worse_when="neither"), a=1, b=2, c=3))
    assert neither.codes.tolist() == [4, 2, 0]
    assert "no worse than another" in " ".join(neither.notes())


def test_what_is_missing_is_in_no_class_and_is_said():
    found = shown(team_pack(indicator(worse_when="higher"), a=0, b=None))
    assert found.codes.tolist() == [2, UNKNOWN, UNKNOWN]
    assert found.missing() == {"early-help teams": 2}
    assert [shade.label for shade in found.shades] == ["0%", "not held"]
    assert "Not held: 2 early-help teams." in found.notes()
    assert found.table["note"].tolist() == ["", "not held", "not held"]


def test_a_share_of_nobody_is_neither_none_nor_not_held():
    rows = [
        {"indicator": "ready_pct", "place_id": "team-a", "period": "2018/19", "value": None,
         "numerator": 0, "denominator": 0},
        {"indicator": "ready_pct", "place_id": "team-b", "period": "2018/19", "value": 0.0,
         "numerator": 0, "denominator": 9},
    ]  # fmt: skip
    found = shown(pack_with(rows=rows))
    assert found.table["note"].tolist() == ["nobody to count", "", "not held"]
    assert found.codes.tolist() == [UNKNOWN, 2, UNKNOWN]
    assert "0% in Team Birch" in found.sentence()


def test_what_is_suppressed_is_told_from_what_is_not_held():
    made = indicator(form="count", per=1, unit="children", sensitive=True, worse_when="higher")
    found = shown(team_pack(made, a=3, b=40))
    assert found.codes.tolist() == [SUPPRESSED, 2, UNKNOWN]
    assert "3" not in found.table.loc["team-a"].drop("name").astype(str).str.cat()
    said = " ".join(found.notes())
    assert "Suppressed, to protect people: 1 early-help team." in said
    assert "Not held: 1 early-help team." in said


def test_nothing_held_says_so():
    found = shown(team_pack(a=None))
    assert set(found.codes) == {UNKNOWN}
    assert found.sentence() == (
        "Ready for school, 2018/19, by early-help team: "
        "no figure is held of any of the 3 early-help teams."
    )
    assert say_result(found, "csv").count("not held") >= 3


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"a": 40}, "40% in Team Alder."),
        ({"a": 40, "b": 40, "c": 40}, "40% in each of 3 early-help teams."),
        (
            {"a": 40, "b": 40, "c": 71.25},
            "from 40% in Team Alder and Team Birch to 71.2% in Team Cedar",
        ),
        (
            {"a": 0, "c": 0.02},
            "from 0% in Team Alder to 0.02% in Team Cedar, among 2 early-help teams",
        ),
    ],
    ids=["one place", "all alike", "a tie", "hardly any"],
)
def test_the_sentence_is_true_at_the_edges(values, said):
    assert said in shown(team_pack(**values)).sentence()


def test_a_target_is_said_beside_the_value_and_one_on_it_meets_it():
    made = indicator(target=70.0, target_by="2024/25")
    found = shown(team_pack(made, a=70, b=69.9, c=90))
    assert found.table["against_target"].tolist() == ["met", "short of it", "met"]
    assert "2 of 3 meet the target of 70% by 2024/25" in found.sentence()
    one = shown(team_pack(made, a=69.9)).sentence()
    assert one.endswith("69.9% in Team Alder, which is short of the target of 70% by 2024/25.")
    assert (
        shown(team_pack(made, a=70))
        .sentence()
        .endswith("which meets the target of 70% by 2024/25.")
    )
    none = shown(team_pack(made, a=1, b=2)).sentence()
    assert "none meet the target of 70% by 2024/25" in none


def test_a_target_is_met_from_above_or_below_and_not_where_neither_is_worse():
    assert meets_target(10, indicator(target=10.0, worse_when="higher")) == "met"
    assert meets_target(10.1, indicator(target=10.0, worse_when="higher")) == "short"
    assert meets_target(10.1, indicator(target=10.0, worse_when="lower")) == "met"
    assert meets_target(0.1 + 0.2, indicator(target=0.3, worse_when="higher")) == "met"
    assert meets_target(10, indicator(target=10.0, worse_when="neither")) == "unknown"
    assert meets_target(None, indicator(target=10.0)) == "unknown"
    assert meets_target(10, indicator()) == "unknown"


def test_an_older_period_can_be_shown_and_another_is_refused():
    pack = pack_with()
    assert shown(pack, period="2014/15").table["value"].tolist() == [50, 70, 80]
    assert shown(pack, period="2014/15").shown.query() == {
        "indicator": "ready_pct", "period": "2014/15",
    }  # fmt: skip
    assert shown(pack, period="2018/19").shown == Shown(indicator="ready_pct")
    assert periods_of(pack, "ready_pct")[0] == "2014/15"
    with pytest.raises(QuestionError, match="2013/14"):
        shown(pack, period="2013/14")


def test_figures_are_spread_only_where_asked_and_then_marked():
    spread = shown(pack_with(), is_spread=True)
    assert spread.figures.shape == "area"
    assert spread.table["value"].to_dict() == {
        **dict.fromkeys(["A1", "A2", "A3", "B1", "B2", "B3"], 70.0),
        **dict.fromkeys(["C1", "C2", "C3"], 40.0),
    }
    assert spread.figures.standing == "apportioned"
    assert "apportioned" in spread.heading
    assert any(note.startswith("Apportioned") for note in spread.notes())
    assert spread.table[["numerator", "denominator"]].isna().to_numpy().all()  # of no part of it
    assert spread.shown.query()["spread"] == SPREAD


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (indicator(form="count", per=1), "count of a whole place"),
        (indicator(sensitive=True), "small counts are protected"),
    ],
    ids=["a count", "sensitive"],
)
def test_what_says_nothing_of_a_part_is_not_spread(made, why):
    with pytest.raises(QuestionError, match=why):
        shown(pack_with(made, rows=rows_of(made)), is_spread=True)


def test_what_is_of_neighbourhoods_is_not_spread_over_them():
    with pytest.raises(QuestionError, match="published for neighbourhoods as it is"):
        shown(pack_with(), "idaci_rank", is_spread=True)


def test_an_indicator_without_shapes_is_refused_with_what_it_is_published_for():
    made = indicator(geography="region")
    pack = pack_with(made, rows=[])
    assert "ready_pct" not in drawable_indicators(pack)
    with pytest.raises(QuestionError, match="published for 'region'"):
        shown(pack)


def test_an_unknown_indicator_is_refused():
    with pytest.raises(QuestionError, match="idaci_rank, ready_pct"):
        shown(pack_with(), "nothing")


def test_spreading_over_anything_else_is_refused():
    with pytest.raises(QuestionError, match="the address, spread"):
        read_shown({"indicator": "ready_pct", "spread": "wards"})


@given(st.lists(st.one_of(st.none(), st.integers(-3, 12)), min_size=1, max_size=60), st.booleans())
def test_fifths_keep_order_ties_and_what_is_missing(values, is_high_first):
    series = pd.Series(values, dtype=float)
    parts = fifths(series, is_high_first=is_high_first)
    assert parts.isna().equals(series.isna())
    known = series.dropna()
    classes = parts.dropna()
    assert set(classes) == set(range(int(classes.max()) + 1)) if len(classes) else True
    assert classes.nunique() <= 5
    for value in known.unique():
        assert len(set(classes[known == value])) == 1
    order = known.sort_values(ascending=not is_high_first, kind="stable").index
    assert np.all(np.diff(classes.reindex(order)) >= 0)


def test_few_figures_are_parted_by_how_far_apart_they_are():
    """34.9 and 30.8 stand apart from 17.8, 17.6, 16.9 and 14: fifths would part the last four."""
    parts = steps(pd.Series([34.9, 30.8, 17.8, 17.6, 16.9, 14.0, np.nan]), is_high_first=True)
    assert parts.iloc[:6].tolist() == [0, 0, 4, 4, 4, 4]
    assert np.isnan(parts.iloc[6])
    turned = steps(pd.Series([34.9, 30.8, 17.8, 14.0]), is_high_first=False)
    assert turned.tolist() == [4, 4, 0, 0]
    assert steps(pd.Series([0.0, 1, 2, 3, 4, 5]), is_high_first=False).tolist() == [
        0,
        1,
        2,
        3,
        4,
        4,
    ]
    assert steps(pd.Series([7.0, 7.0]), is_high_first=True).tolist() == [2, 2]
    assert steps(pd.Series([np.nan]), is_high_first=True).isna().all()


def test_fifths_are_of_about_as_many_each():
    parts = fifths(pd.Series(np.arange(100.0)), is_high_first=True)
    assert parts.value_counts().tolist() == [20] * 5
    assert parts.iloc[-1] == 0


def test_numbers_are_said_with_what_tells_them_apart():
    assert [number_said(n) for n in (0, 0.04, 0.034, 0.5, 71.25, 900, 1204.0, float("nan"))] == [
        *("0", "0.04", "0.03", "0.5", "71.2", "900", "1,204", "not known"),
    ]
    assert figure_said(1204.0, indicator(form="rank", per=1, unit="national rank")) == "rank 1,204"
    assert figure_said(0.125, indicator(per=1, unit="of residents")) == "0.125 of residents"
    assert figure_said(None, indicator()) == "not known"


def test_the_command_prints_the_same_and_lists_what_there_is(capsys):
    assert main(["indicator", "--indicator", "imd_rank", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["parameters"]["published_for"] == "area"
    assert main(["indicator"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed[0].split("\t")[0] == "imd_rank"
    assert any("by upper-tier authority" in line for line in listed)
    assert main(["indicator", "--indicator", "imd_rank", "--spread", "wards"]) == 2
    assert "--spread" in capsys.readouterr().err


def test_targets_are_kept_in_a_pack_and_a_pack_without_any_has_no_such_column(tmp_path):
    from geodata.pack import read_pack, write_pack

    with_target, without = tmp_path / "a", tmp_path / "b"
    pack = pack_with(indicator(target=75.0, target_by="2024/25"))
    write_pack(pack, with_target)
    kept = read_pack(with_target)
    assert kept.indicators["ready_pct"].target == 75
    assert kept.indicators["ready_pct"].target_by == "2024/25"
    assert kept.content_hash == pack.content_hash
    write_pack(pack_with(), without)
    assert read_pack(without).indicators["ready_pct"].target is None
    assert "target" not in pd.read_parquet(without / "indicators.parquet").columns
    assert pack.content_hash != pack_with().content_hash
    assert replace(kept.indicators["ready_pct"], target=None, target_by="") == indicator()


def test_a_target_stands_beside_the_figures_of_a_place():
    made = indicator(target=75.0, target_by="2024/25")
    pack = pack_with(made, rows=rows_of(made))
    [figure] = [each for each in published_figures(pack, "team-a") if each.indicator == made.key]
    assert figure.text_in_full == "70%, short of the target of 75% by 2024/25"
    [plain] = [each for each in published_figures(pack_with(), "team-a") if each.indicator]
    assert plain.text_in_full == "70%"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((67.0, 71.4, float("nan")), ["67.0", "71.4", "not known"]),
        ((67.0, 72.0), ["67", "72"]),
        ((0.0, 1204.0, 0.04), ["0", "1,204.0", "0.04"]),
        ((), []),
    ],
    ids=["one", "whole", "none", "empty"],
)
def test_numbers_of_a_column_are_told_alike(values, said):
    assert column_said(values) == said
