import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from geodata.errors import QuestionError
from layers.compare.comparison import comparators, measure_comparison
from layers.compare.expected import critical_distance, measure_expected
from layers.compare.intervals import wilson_limits
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
    assert found.missing() == {}
    assert found.table.loc["team-a", "trend"].startswith("Rising over 2014/15 to 2018/19")
    assert found.notes()[0] == "Lower is worse."


def test_nothing_is_better_or_worse_where_neither_end_is():
    limits = pd.Series([10.0, 90.0])
    assert set(judge(limits - 5, limits + 5, 50.0, "neither")) == {"unknown"}
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
    assert found[["lower", "upper"]].drop_duplicates().to_numpy().tolist() == [[1.0, 2.0]]
    assert set(found["verdict"]) == {"worse"}


def test_limits_are_worked_out_only_where_none_are_published():
    rows = rows_of(indicator())
    for row in rows:
        if row["place_id"] == "team-a":
            row |= {"lower": 1.0, "upper": 2.0}
    found = measure_comparison(pack_with(rows=rows), "ready_pct").places
    assert found.loc["team-a", ["lower", "upper", "interval"]].tolist() == [1, 2, "as published"]
    low, high = wilson_limits(700, 1000)
    assert found.loc["team-b", ["lower", "upper"]].tolist() == pytest.approx(
        [100 * low, 100 * high]
    )
    assert found.loc["team-b", "interval"] == "Wilson"


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
    inner = left * np.sqrt(w) / (spread * np.sqrt(1 - hat))
    outer = inner * np.sqrt(3 / (4 - inner**2))
    assert (found.intercept, found.slope) == pytest.approx(tuple(beta))
    shown = found.places.sort_index()
    assert shown["residual"].to_numpy() == pytest.approx(left)
    assert shown["standardised"].to_numpy() == pytest.approx(outer)
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


def test_each_is_measured_against_a_line_through_the_others(monkeypatch):
    """Left out of the fit, a place's error over its standard error is Student's t with n − 3."""
    random = np.random.default_rng(3)
    x, w = np.arange(12.0), random.uniform(1, 3, 12)
    y = 2 + x + random.normal(0, 1, 12) / np.sqrt(w)
    found = expected(list(y), list(x), monkeypatch, list(w)).places.sort_index()
    for i, key in enumerate([f"p{n}" for n in range(12)]):
        kept = np.arange(12) != i
        design, weights = np.column_stack([np.ones(11), x[kept]]), np.diag(w[kept])
        inverse = np.linalg.inv(design.T @ weights @ design)
        beta = inverse @ design.T @ weights @ y[kept]
        left = y[kept] - design @ beta
        variance = left @ weights @ left / (12 - 3)
        at = np.array([1, x[i]])
        away = (y[i] - at @ beta) / np.sqrt(variance * (1 / w[i] + at @ inverse @ at))
        assert found.loc[key, "standardised"] == pytest.approx(away)
        assert found.loc[key, "chance"] == pytest.approx(2 * student.sf(abs(away), 9))


def test_the_bound_is_students_shared_among_the_places():
    assert critical_distance(10) == pytest.approx(student.isf(0.05 / 20, 7))
    assert critical_distance(120) == pytest.approx(student.isf(0.05 / 240, 117))


@pytest.mark.sweep
@pytest.mark.parametrize("count", [10, 40, 120])
def test_where_every_place_follows_the_line_hardly_ever_is_one_named(count, monkeypatch):
    """1.96 alone would name six of 120; one map in twenty may name any."""
    named = 0
    for seed in range(60):
        random = np.random.default_rng(seed)
        y = list(np.arange(float(count)) + random.normal(0, 5, count))
        found = expected(y, list(range(count)), monkeypatch)
        named += found.places["standing"].isin(["far better", "far worse"]).any()
    assert named <= 8


def test_below_a_number_of_places_none_is_judged_and_it_says_so(monkeypatch):
    """Five places can never show that one differs, however far out it lies."""
    found = expected([1.0, 2, 3, 4, 500], [1.0, 2, 3, 4, 3], monkeypatch)
    assert set(found.places["standing"]) == {"not judged"}
    assert "With 5 places" in found.sentence()
    assert "cannot be told" in found.sentence()
    assert "so none is judged" in " ".join(found.notes())
    assert not expected(list(range(7)), list(range(7)), monkeypatch).can_judge
    assert expected(list(range(8)), list(range(8)), monkeypatch).can_judge


def test_a_second_place_is_judged_among_those_that_are_left(monkeypatch):
    """Two far out either way hide each other from a spread that both swell."""
    values = [*(n + 0.1 * (-1) ** n for n in range(20)), 30.0, -9.0]
    found = expected(values, [*range(20), 10, 10], monkeypatch)
    standing = found.places["standing"]
    assert (standing["p20"], standing["p21"]) == ("far better", "far worse")
    assert (standing.drop(["p20", "p21"]) == "as expected").all()


def test_a_perfect_line_has_nobody_far_from_it(monkeypatch):
    found = expected(list(map(float, range(9))), list(map(float, range(9))), monkeypatch)
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
    assert found.missing() == {"places": len(values)}


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


def areas_indicator(**changes):
    made = indicator(key="low_pct", label="Low", geography="area", worse_when="higher")
    return replace(made, period="2018/19", **changes)


AREA_COUNTS = {
    **dict.fromkeys(("A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2"), ((10, 100),)),
    "C3": ((55, 100),),
}


def test_what_is_of_neighbourhoods_is_compared_with_all_of_them_added_up():
    """135 of 900 is 15%: no publisher said so, and each place is held against it."""
    made = areas_indicator()
    pack = pack_with(made, rows=rows_of(made, AREA_COUNTS, ("2018/19",)))
    assert list(comparators(pack, "low_pct").items())[:4] == [
        ("all", "Tiny and Testing"),
        ("team-a", "Team Alder"),
        ("team-b", "Team Birch"),
        ("team-c", "Team Cedar"),
    ]
    found = measure_comparison(pack, "low_pct")
    assert found.comparator == pytest.approx(15)
    assert found.places.loc["C3", "verdict"] == "worse"
    assert found.places.loc["A1", "verdict"] == "similar"
    assert found.places.loc["all", ["numerator", "denominator"]].tolist() == [135, 900]
    assert found.sentence() == (
        "Low, 2018/19: 8 neighbourhoods are similar to Tiny and Testing; "
        "Field C3 is worse than Tiny and Testing."
    )
    assert "added up from the counts of its 9 neighbourhoods" in " ".join(found.notes())
    team = measure_comparison(pack, "low_pct", "team-c")
    assert team.comparator == pytest.approx(25)
    assert "Team Cedar is added up from the counts of its 3" in " ".join(team.notes())


def test_a_larger_place_of_which_too_little_is_known_is_not_added_up():
    made = areas_indicator()
    counts = {key: each for key, each in AREA_COUNTS.items() if key != "C3"}
    held = comparators(pack_with(made, rows=rows_of(made, counts, ("2018/19",))), "low_pct")
    assert "all" not in held  # 8 of 9: under nine tenths
    assert "team-c" not in held
    assert "team-a" in held


def test_what_is_published_for_a_larger_place_is_not_added_up_anew():
    made = areas_indicator()
    rows = rows_of(made, AREA_COUNTS | {"team-a": ((1, 2),)}, ("2018/19",))
    found = measure_comparison(pack_with(made, rows=rows), "low_pct", "team-a")
    assert found.comparator == 50
    assert found.comparator_note == ""


def test_counts_and_ranks_are_not_added_up_nor_a_place_that_cuts_through_others():
    made = areas_indicator(form="count", per=1)
    counts = dict.fromkeys(AREA_COUNTS, ((10, 0),))
    assert "all" not in comparators(
        pack_with(made, rows=rows_of(made, counts, ("2018/19",))), "low_pct"
    )
    teams = pack_with()  # the district is all three teams: it is said once, as the whole
    assert list(comparators(teams, "ready_pct"))[:2] == ["E92000001", "all"]
    assert "D1" not in comparators(teams, "ready_pct")


def test_an_added_up_comparator_has_its_own_trend():
    found = measure_comparison(pack_with(), "ready_pct", "all")
    assert found.places.loc["all", "numerator"] == 70 + 700 + 40
    assert found.trends["all"].direction == "steady"
    assert found.trends["all"].periods == PERIODS


def test_a_target_can_be_compared_with_and_stands_beside_every_value():
    made = indicator(target=75.0, target_by="2024/25")
    pack = pack_with(made, rows=rows_of(made))
    assert comparators(pack, "ready_pct")["target"] == "the target of 75% by 2024/25"
    usual = measure_comparison(pack, "ready_pct")
    assert usual.comparator_name == "England"
    assert usual.places.loc["team-a", "against_target"] == ("short of the target of 75% by 2024/25")
    found = measure_comparison(pack, "ready_pct", "target")
    assert found.comparator == 75
    assert "target" not in found.places.index
    assert found.places["verdict"].to_dict() == {
        "team-a": "similar", "team-b": "worse", "team-c": "worse", "E92000001": "worse",
    }  # fmt: skip
    assert "worse than the target of 75% by 2024/25" in found.sentence()
    assert "target" not in comparators(pack_with(), "ready_pct")


def test_of_many_judged_at_once_it_is_said_how_many_chance_alone_would_tell_apart():
    assert not any("by chance alone" in note for note in measure_comparison(
        pack_with(), "ready_pct").notes())  # fmt: skip


def test_a_share_without_the_people_it_is_of_says_that():
    made = indicator()
    rows = rows_of(made)
    for row in rows:
        row["denominator"] = None
    found = measure_comparison(pack_with(made, rows=rows), "ready_pct")
    assert set(found.places["reason"]) == {
        "published without the people it is a figure of, so with no interval"
    }


def test_a_rank_is_not_said_to_be_a_count():
    made = indicator(form="rank", per=1)
    rows = [{"indicator": made.key, "place_id": "team-a", "period": made.period, "value": 3.0}]
    found = measure_comparison(pack_with(made, rows=rows), "ready_pct")
    assert found.places["reason"].tolist() == ["a rank or a score has no interval"]


def test_a_larger_place_that_cuts_through_one_is_not_added_up():
    """D1 takes two areas of Team Birch and D2 the third: neither is made of whole teams."""
    pack = pack_with()
    members = pack.membership[pack.membership["place_id"] != "D1"]
    split = {"D1": ["A1", "A2", "A3", "B1", "B2"], "D2": ["B3", "C1", "C2", "C3"]}
    rows = [(place, area, 1.0) for place, areas in split.items() for area in areas]
    more = pd.DataFrame(rows, columns=["place_id", "area_id", "share"])
    second = pack.places.loc[["D1"]].rename(index={"D1": "D2"}).assign(name="Othershire")
    cut = replace(
        pack,
        membership=pd.concat([members, more], ignore_index=True),
        places=pd.concat([pack.places, second]),
    )
    held = comparators(cut, "ready_pct")
    assert "all" in held
    assert not {"D1", "D2"} & set(held)


def test_one_place_alone_is_not_added_up_to_itself():
    made = indicator(geography="district")
    rows = rows_of(made, {"D1": ((70, 100),)}, ("2018/19",))
    assert list(comparators(pack_with(made, rows=rows), "ready_pct")) == ["D1"]


def test_a_place_that_others_are_compared_with_is_named_and_not_judged_against_itself():
    found = measure_comparison(pack_with(), "ready_pct", "team-a")
    assert found.places["verdict"]["team-a"] == "unknown"
    assert found.places["reason"]["team-a"] == "it is what the others are compared with"
    assert "itself is not judged" in " ".join(found.notes())


def test_what_a_funnel_lacks_is_what_is_not_published():
    made = indicator()
    rows = [row | {"denominator": None} for row in rows_of(made)]
    found = measure_comparison(pack_with(made, rows=rows), "ready_pct", "team-a")
    said = " ".join(found.notes())
    assert "needs the number of people" in said
    assert "needs the counts" not in said
    assert f"beside {found.comparator_name}, for" in found.sentence()


def test_a_figure_that_is_kept_back_is_not_said_to_be_missing():
    made = indicator(form="count", per=1)
    rows = [
        {
            "indicator": made.key,
            "place_id": key,
            "period": made.period,
            "value": value,
            "note": note,
        }
        for key, value, note in (
            ("team-a", 9.0, None),
            ("team-b", math.nan, "not published: a small number"),
            ("team-c", math.nan, None),
        )
    ]
    found = measure_comparison(pack_with(made, rows=rows), "ready_pct").places["reason"]
    assert found["team-b"] == "not published: a small number"
    assert found["team-c"] == "no figure is published"
