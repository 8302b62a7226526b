import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geodata.errors import QuestionError
from layers.compare.comparison import comparators, measure_comparison
from layers.compare.expected import measure_expected
from layers.compare.side_by_side import measure_side_by_side
from layers.compare.verdict import SHAPES, WORDS, judge
from layers.gaps import measure_gaps
from layers.question.question import default_question
from tests.builders import NEED_DECILES, tiny_areas, tiny_info, tiny_pack
from tests.layers.published import PERIODS, indicator, pack_with, rows_of


def test_places_are_judged_against_england():
    """70 of 100 and 700 of 1,000 hold 70%; 40 of 100 does not, and lower is worse."""
    found = measure_comparison(pack_with(), "ready_pct")
    assert found.comparator_name == "England"
    assert found.places["verdict"].to_dict() == {
        "team-a": "similar", "team-b": "similar", "team-c": "worse", "E92000001": "similar",
    }  # fmt: skip
    assert found.trends["team-a"].meaning == "getting better"
    assert found.trends["team-c"].meaning == "getting worse"
    assert "Team Cedar is worse than England" in found.sentence()
    assert found.missing == 0


def test_nothing_is_better_or_worse_where_neither_end_is():
    found = measure_comparison(pack_with(indicator(worse_when="neither")), "ready_pct")
    assert set(found.places["verdict"]) == {"unknown"}
    assert set(found.places["reason"]) == {"neither a higher nor a lower figure is worse"}
    assert found.trends["team-a"].direction == "rising"
    assert found.trends["team-a"].meaning == ""


def test_which_way_is_worse_turns_the_verdict():
    made = indicator(worse_when="higher")
    found = measure_comparison(pack_with(made, rows=rows_of(made)), "ready_pct")
    assert found.places.loc["team-c", "verdict"] == "better"


def test_any_place_can_be_the_comparator():
    found = measure_comparison(pack_with(), "ready_pct", "team-c")
    assert found.places.loc["team-b", "verdict"] == "better"
    assert list(found.places.index)[-1] == "team-c"
    assert next(iter(comparators(pack_with(), "ready_pct"))) == "E92000001"


def test_published_limits_are_taken_as_they_are():
    rows = rows_of(indicator())
    for row in rows:
        row |= {"lower": 1.0, "upper": 2.0}
    found = measure_comparison(pack_with(rows=rows), "ready_pct").places
    assert set(found["interval"]) == {"as published"}
    assert set(found["verdict"]) == {"worse"}


def test_without_counts_nothing_is_judged_and_the_reason_is_said():
    rows = [row | {"numerator": None, "denominator": None} for row in rows_of(indicator())]
    found = measure_comparison(pack_with(rows=rows), "ready_pct")
    assert set(found.places["verdict"]) == {"unknown"}
    assert found.funnel is None
    assert "cannot be worked out (published without counts" in found.sentence()


def test_a_suppressed_count_is_suppressed_never_none():
    made = indicator(sensitive=True)
    counts = {"team-a": ((3, 100),), "team-b": ((0, 100),), "E92000001": ((7000, 10000),)}
    found = measure_comparison(pack_with(made, rows=rows_of(made, counts)), made.key).places
    assert found.loc["team-a", "is_suppressed"]
    assert math.isnan(found.loc["team-a", "value"])
    assert "suppressed" in found.loc["team-a", "reason"]
    assert found.loc["team-b", "value"] == 0
    assert not found.loc["team-b", "is_suppressed"]


def test_counts_are_not_ranked_against_each_other():
    made = indicator(key="plans_count", form="count", per=1, unit="children", worse_when="higher")
    counts = {"team-a": ((30, 0),), "team-b": ((60, 0),)}
    found = measure_comparison(pack_with(made, rows=rows_of(made, counts)), made.key)
    assert set(found.places["verdict"]) == {"unknown"}
    assert found.places.loc["team-a", "lower"] < 30 < found.places.loc["team-a", "upper"]
    rounded = replace(made, sensitive=True)
    hidden = measure_comparison(pack_with(rounded, rows=rows_of(rounded, counts)), made.key)
    assert hidden.places["lower"].isna().all()


def test_one_place_and_one_period():
    found = measure_comparison(
        pack_with(rows=rows_of(indicator(), {"team-a": ((7, 10),)})), "ready_pct"
    )
    assert "no other place has a figure" in found.sentence()
    assert "needs 5 periods" in found.trends["team-a"].sentence()


@pytest.mark.parametrize(
    ("rows", "asked", "said"),
    [
        (None, ("nonsense", None), "one of ready_pct"),
        (None, ("ready_pct", "atlantis"), "E92000001 (England)"),
        (rows_of(indicator(), {"team-a": ((None, None),)}), ("ready_pct", None), "no value of any"),
        (
            rows_of(indicator(), {"team-a": ((7, 10),)}, PERIODS[:1]),
            ("ready_pct", None),
            "no value",
        ),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(rows, asked, said):
    with pytest.raises(QuestionError) as caught:
        measure_comparison(pack_with(rows=rows), *asked)
    [problem] = caught.value.problems
    assert said in problem.sentence()


def test_a_comparator_on_a_limit_is_inside_and_every_verdict_has_a_shape():
    edges = pd.Series([5.0, 6.0, 1.0, np.nan])
    assert list(judge(edges, edges + 1, 6, "higher")) == ["similar", "similar", "better", "unknown"]
    assert set(judge(edges, edges + 1, math.nan, "higher")) == {"unknown"}
    assert len(set(SHAPES.values())) == len(SHAPES) == len(WORDS)


def figures(values, weights=None):
    index = [f"p{n}" for n in range(len(values))]
    return pd.DataFrame(
        {"place": index, "value": values, "weight": weights or [1.0] * len(values)}, index=index
    )


def expected(values, ranks, monkeypatch, weights=None, worse_when="lower"):
    table = figures(values, weights)
    monkeypatch.setattr(
        "layers.compare.expected.mean_deprivation",
        lambda *_: pd.Series(ranks, index=table.index, dtype=float),
    )
    return measure_expected(
        tiny_pack(), table, "early-help-team", label="x", worse_when=worse_when, ages=range(5)
    )


def test_the_line_and_its_residuals_agree_with_the_normal_equations(monkeypatch):
    y, x, w = [3.0, 5, 4, 9, 8, 20], [1.0, 2, 3, 4, 5, 6], [1.0, 2, 1, 3, 1, 2]
    found = expected(y, x, monkeypatch, w)
    design, weights = np.column_stack([np.ones(6), x]), np.diag(w)
    inverse = np.linalg.inv(design.T @ weights @ design)
    beta = inverse @ design.T @ weights @ y
    left = y - design @ beta
    spread = np.sqrt(left @ weights @ left / 4)
    hat = np.diag(design @ inverse @ design.T @ weights)
    student = left * np.sqrt(w) / (spread * np.sqrt(1 - hat))
    assert (found.intercept, found.slope) == pytest.approx(tuple(beta))
    shown = found.places.sort_index()
    assert shown["residual"].to_numpy() == pytest.approx(left)
    assert shown["standardised"].to_numpy() == pytest.approx(student)
    assert (shown["weight"] * shown["residual"]).sum() == pytest.approx(0, abs=1e-9)


def test_strengths_come_first_whichever_way_is_worse(monkeypatch):
    values = [1.0, 2.1, 2.9, 4.0, 5.1, 5.9, 7.0, 20.0]
    ranks = [1.0, 2, 3, 4, 5, 6, 7, 4]
    good = expected(values, ranks, monkeypatch)
    assert good.places["place"].iloc[0] == "p7"
    assert good.places["standing"].iloc[0] == "far better"
    assert "p7" in good.sentence()
    bad = expected(values, ranks, monkeypatch, worse_when="higher")
    assert bad.places["place"].iloc[-1] == "p7"
    assert bad.places["standing"].iloc[-1] == "far worse"


def test_a_perfect_line_has_nobody_far_from_it(monkeypatch):
    found = expected([1.0, 2, 3, 4, 5], [1.0, 2, 3, 4, 5], monkeypatch)
    assert set(found.places["standing"]) == {"as expected"}
    assert found.explained_share == pytest.approx(1)


@pytest.mark.parametrize(
    ("values", "ranks", "said"),
    [
        ([1.0, 2, 3, 4], [1.0, 2, 3, 4], "needs 5 places with figures and 4 have"),
        ([1.0], [1.0], "1 has"),
        ([1.0, 2, 3, 4, 5], [7.0] * 5, "equally deprived"),
        ([1.0, 2, 3, 4, math.nan], [1.0, 2, 3, 4, 5], "4 have"),
    ],
)
def test_too_little_for_a_line_is_said(values, ranks, said, monkeypatch):
    found = expected(values, ranks, monkeypatch)
    assert said in found.sentence()
    assert set(found.places["standing"]) == {"unknown"}
    assert found.missing == len(values)


def test_the_places_of_a_question_side_by_side():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    sides = measure_side_by_side(pack, gaps)
    alder = sides.places.loc["team-a"]
    assert alder["gap_share"] == pytest.approx(100 / 150)
    assert alder["high_need_share"] == pytest.approx(1)
    assert math.isnan(alder["high_need_lower"])
    assert "illustrative" in sides.interval_note
    assert "needs 5 places" in sides.expected.sentence()
    assert "67% of the children in Team Alder" in sides.sentence()


def test_a_whole_published_count_has_wilsons_interval():
    info = tiny_info()
    pack = tiny_pack(info=replace(info, people=replace(info.people, standing="published")))
    sides = measure_side_by_side(pack, measure_gaps(pack, default_question(pack)))
    cedar = sides.places.loc["team-c"]
    assert cedar["high_need_lower"] < cedar["high_need_share"] < cedar["high_need_upper"]


def test_nothing_known_side_by_side():
    areas = tiny_areas()
    areas[[f"people_{age}" for age in range(5)]] = 0
    for pack in (tiny_pack(areas=areas), tiny_pack(deciles=dict.fromkeys(NEED_DECILES))):
        sides = measure_side_by_side(pack, measure_gaps(pack, default_question(pack)))
        assert "not known" in sides.sentence()
        assert sides.missing()["places"] == 3
