"""What reports say, and what partners watch: put on the places it is printed of and on no other."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geodata import schema
from geodata.disclosure import SUPPRESSED
from geodata.errors import PackError, QuestionError
from geodata.model import Disclosure, Reported, Rule
from geodata.pack import arrange, find_problems, read_pack, write_pack
from geodata.reported import empty_table, find_reported_problems, protect_facts
from layers.exercise.facts import find_facts
from layers.exercise.outcomes import _facts_of, _reports, measure_outcomes
from layers.said.result import say_result
from tests.awkward import awkward_pack
from tests.builders import tiny_pack

RECIPES = Path("geodata/packs/cambridgeshire_peterborough")
NEEDED = {
    "measure": "Children seen",
    "theme": "safe",
    "kind": "value",
    "scope": "local",
    "worse_when": "higher",
    "sensitive": False,
    "cites": "A report, page 1",
    "source": "made-up",
}


def read_own(name: str) -> pd.DataFrame:
    return pd.read_csv(RECIPES / name, dtype=str, keep_default_na=False)


def facts(*rows: dict) -> pd.DataFrame:
    made = [{"fact_id": f"fact-{n}"} | NEEDED | row for n, row in enumerate(rows, 1)]
    return arrange(schema.FACTS, pd.DataFrame(made).set_index("fact_id"))


def outcomes(*rows: dict) -> pd.DataFrame:
    usual = {"impact": "Healthy", "outcome": "Weight", "label": "Excess weight"}
    usual |= {"worse_when": "higher", "cites": "A report", "source": "made-up"}
    made = [{"outcome_id": f"outcome-{n}"} | usual | row for n, row in enumerate(rows, 1)]
    return arrange(schema.OUTCOMES, pd.DataFrame(made).set_index("outcome_id"))


def pack_with(facts_table=None, outcomes_table=None):
    pack = tiny_pack()
    return replace(
        pack,
        reported=Reported(
            facts=empty_table(schema.FACTS) if facts_table is None else facts_table,
            outcomes=empty_table(schema.OUTCOMES) if outcomes_table is None else outcomes_table,
            projects=empty_table(schema.PROJECTS),
        ),
    )


def a_team_and_its_district(pack):
    """A team, and a district that holds all of it and more."""
    kinds = pack.places["kind"]
    areas = pack.membership.groupby("place_id")["area_id"].agg(set)
    return next(
        (team, district)
        for team in kinds.index[kinds == "early-help-team"]
        for district in kinds.index[kinds == "district"]
        if areas[team] < areas[district]
    )


def test_a_fact_stands_on_its_own_place_on_those_inside_and_is_a_part_of_those_around():
    pack = tiny_pack()
    team, district = a_team_and_its_district(pack)
    pack = pack_with(
        facts(
            {"place_ids": team, "value": 7.0},
            {"place_ids": district, "value": 20.0},
            {"place_ids": "E92000001", "value": 9.0},
            {"place_ids": "E07009999", "value": 5.0},
            {"geography": "mothers attending a hospital", "value": 22.0},
        )
    )
    assert find_facts(pack, team).facts["stands"].to_dict() == {
        "fact-1": "here",
        "fact-2": "wider",
        "fact-3": "wider",
    }
    assert find_facts(pack, district).facts["stands"].to_dict() == {
        "fact-1": "part",
        "fact-2": "here",
        "fact-3": "wider",
    }
    everything = find_facts(pack)
    assert everything.facts["stands"].tolist() == ["here", "here", "here", "nowhere", "nowhere"]


def test_places_printed_together_are_taken_together():
    pack = tiny_pack()
    districts = list(pack.places.index[pack.places["kind"] == "district"])
    pack = pack_with(facts({"place_ids": "; ".join(districts), "value": 3.0}))
    for district in districts:
        expected = "here" if len(districts) == 1 else "wider"
        assert find_facts(pack, district).facts["stands"].tolist() == [expected]


def test_a_name_that_no_code_confirms_is_said_to_be_only_a_name():
    pack = tiny_pack()
    team = pack.places.index[pack.places["kind"] == "early-help-team"][0]
    name = pack.places["name"][team]
    pack = pack_with(facts({"geography": name, "trend": "fell"}))
    assert find_facts(pack, team).facts["stands"].tolist() == ["named"]
    assert find_facts(pack, team).facts["said"].tolist() == ["fell"]


def test_a_bare_number_is_said_with_its_unit_and_a_printed_phrase_as_it_is():
    pack = pack_with(
        facts(
            {"place_ids": "E92000001", "value": 16.0, "printed": "16", "unit": "per 10,000"},
            {"place_ids": "E92000001", "value": 5800.0, "printed": "around 5,800", "unit": "x"},
            {"place_ids": "E92000001", "value": 22.0, "printed": "22%", "unit": "%"},
            {"place_ids": "E92000001"},
        )
    )
    said = find_facts(pack).facts["said"].tolist()
    assert said == ["16 per 10,000", "around 5,800", "22%", "no figure is printed"]


def test_what_a_report_lists_and_does_not_number_is_said_as_a_number():
    pack = pack_with(
        facts(
            {"place_ids": "E92000001", "value": 11.0, "unit": "zones"},
            {"place_ids": "E92000001", "value": 1.0, "unit": "zones"},
        )
    )
    counted = "(counted from what the report lists)"
    assert find_facts(pack).facts["said"].tolist() == [f"11 zones {counted}", f"1 zone {counted}"]


def test_no_figure_of_the_real_pack_is_told_in_words_about_it():
    table = read_own("reported_facts.csv")
    counted = table["value"].ne("") & table["as_printed"].str.match(r"counted|listed")
    assert not counted.any()


def test_rounded_counts_are_said_to_be_rounded_and_others_to_be_as_printed():
    england = {"place_ids": "E92000001", "value": 901.0, "printed": "901"}
    exact = pack_with(facts(england))
    assert find_facts(exact).notes()[0].startswith("Figures of reports are as printed")
    table = protect_facts(facts(england | {"sensitive": True}), Disclosure())
    said = find_facts(pack_with(table)).notes()[0]
    assert "rounded here" in said
    assert "but for counts of children" in said


def test_no_count_of_plans_referrals_or_cases_is_said_to_be_bad():
    indicators = read_own("published_indicators.csv").set_index("indicator")
    of_cases = (indicators["form"] == "count") | (indicators["theme"] == "Safe")
    assert of_cases.sum() >= 6
    assert set(indicators.loc[of_cases, "worse_when"]) == {"neither"}
    said = r"\bplans?\b|protection|in care|looked-after|known to social care|[Rr]eferrals to"
    rows = read_own("reported_facts.csv")
    assert set(rows.loc[rows["measure"].str.contains(said), "direction"]) == {""}
    rows = read_own("outcomes_framework.csv")
    assert set(rows.loc[rows["indicator"].str.contains(said), "direction"]) == {""}


def test_no_count_holds_an_outcome_that_is_a_rate_or_a_share():
    forms = read_own("published_indicators.csv").set_index("indicator")["form"]
    rows = read_own("outcomes_framework.csv")
    for unit, held in zip(rows["unit"], rows["held_already"], strict=True):
        if unit.startswith(("%", "per", "rate")):
            assert "count" not in set(forms[forms.index.isin(re.findall(r"\w+", held))]), held


def test_small_sensitive_counts_go_with_what_is_printed_and_others_are_rounded():
    rows = facts(
        {"value": 3.0, "printed": "3", "sensitive": True},
        {"value": 27.0, "printed": "27", "sensitive": True, "comparator_value": "12"},
        {"value": 3.0, "printed": "three", "sensitive": False},
        {"value": 0.0, "printed": "none", "sensitive": True},
    )
    safe = protect_facts(rows, Disclosure())
    assert safe["value"].fillna(-1).tolist() == [-1, 25, 3, 0]
    assert safe["printed"].fillna("").tolist() == ["", "about 25", "three", "none"]
    assert safe["note"].fillna("").tolist()[0] == SUPPRESSED
    assert safe["comparator_value"].isna().all()
    again = protect_facts(safe, Disclosure())
    pd.testing.assert_frame_equal(safe, again)


def test_what_stands_beside_a_sensitive_fact_tells_no_count():
    """A count that happened to be round was printed as it was, and so told to be exact."""
    beside = {
        "comparison": "twice as many as the 13 before",
        "trend": "rising",
        "comparator": "Tinyshire 2012/13",
        "contradiction": "a second report has fourteen",
        "note": "14 of them boys",
    }
    exact, near, unsaid = (
        {"sensitive": True, "value": value, "printed": printed} | beside
        for value, printed in ((15.0, "15"), (14.0, "fourteen"), (None, "14 or so"))
    )
    safe = protect_facts(facts(exact, near, unsaid), Disclosure())
    assert safe["printed"].fillna("").tolist() == ["about 15", "about 15", ""]
    assert safe["value"].fillna(-1).tolist() == [15, 15, -1]
    assert safe[["comparison", "contradiction", "note"]].isna().all(axis=None)
    assert safe["trend"].tolist() == ["rising"] * 3
    assert safe["comparator"].tolist() == ["Tinyshire 2012/13"] * 3


def test_a_sensitive_fact_of_a_place_of_one_area_is_not_given(tmp_path):
    rows = facts(
        {"place_ids": "A1", "value": 40.0, "sensitive": True},
        {"place_ids": "team-a; team-b", "value": 40.0, "sensitive": True},
        {"place_ids": "lone", "value": 40.0, "printed": "forty", "sensitive": True},
        {"place_ids": "lone", "value": 40.0},
    )
    pack = pack_with(rows)
    lone = pack.places.loc[["team-a"]].rename(index={"team-a": "lone"}).assign(kind="lone")
    kind = replace(pack.info.place_kinds["district"], key="lone", partition=False)
    info = replace(pack.info, place_kinds=dict(pack.info.place_kinds) | {"lone": kind})
    member = pd.DataFrame([("lone", "A1", 1.0)], columns=["place_id", "area_id", "share"])
    pack = replace(
        pack,
        info=info,
        places=pd.concat([pack.places, lone]),
        membership=pd.concat([pack.membership, member], ignore_index=True),
    )
    write_pack(pack, tmp_path / "pack")
    found = read_pack(tmp_path / "pack").reported.facts
    assert found["value"].fillna(-1).tolist() == [40, 40, -1, 40]
    assert found["printed"].fillna("").tolist() == ["about 40", "about 40", "", ""]
    assert found["note"].fillna("").tolist() == ["", "", SUPPRESSED, ""]


@pytest.mark.parametrize(
    "row", [{"value": 3.5}, {"value": -3.0}, {"value": 7.0, "counted_of": "x"}]
)
def test_a_sensitive_fact_that_is_no_count_is_refused(row):
    pack = pack_with(facts(row | {"sensitive": True}))
    [problem] = find_problems(pack)
    assert "facts.parquet, fact-1: found 1 " in problem.sentence()
    assert "expected whole counts of children" in problem.sentence()
    assert list(find_problems(pack_with(facts(row)))) == []


def test_a_pack_keeps_what_reports_say_and_hashes_it(tmp_path):
    pack = tiny_pack()
    told = pack_with(facts({"place_ids": "E92000001", "value": 3.0}), outcomes({}))
    write_pack(told, tmp_path / "pack")
    back = read_pack(tmp_path / "pack")
    pd.testing.assert_frame_equal(back.reported.facts, told.reported.facts)
    assert len(back.reported.outcomes) == 1
    assert len(back.reported.projects) == 0
    assert back.content_hash != pack.content_hash


def test_what_leads_nowhere_is_refused():
    broken = pack_with(facts({"source": "nobody"}), outcomes({"fact_ids": "fact-1; fact-9"}))
    found = [problem.sentence() for problem in find_problems(broken)]
    assert any("nobody" in each for each in found)
    assert any("fact-9" in each for each in found)
    with pytest.raises(PackError):
        write_pack(broken, "never-written")


def test_an_outcome_is_held_only_where_the_pack_has_a_figure():
    pack = tiny_pack()
    team, _ = a_team_and_its_district(pack)
    pack = pack_with(
        facts({"place_ids": "E92000001", "value": 3.0, "target": "90%", "target_by": "2024"}),
        outcomes(
            {"official": "Excess weight", "official_ids": "20601", "finest": "ward"},
            {"label": "Another", "fact_ids": "fact-1", "indicators": "nothing_here"},
        ),
    )
    found = measure_outcomes(pack, team)
    assert found.outcomes["held"].tolist() == [False, False]
    assert found.outcomes["figure"].tolist() == ["not held", "not held"]
    assert "number 20601" in found.outcomes["where"].iloc[0]
    assert found.outcomes["target"].tolist() == ["", "90% by 2024"]
    assert found.sentence() == "Of the 2 outcomes that the partners watch, none is held."
    assert found.missing() == {"outcomes": 2.0}


def test_what_reports_say_names_its_measure_and_stands_beside_its_own_figure_alone():
    key, other = "two_pct", "three_pct"
    england = {"place_ids": "E92000001", "geography": "England", "unit": "%"}
    table = facts(
        england | {"measure": "At two", "value": 68.0, "printed": "68%", "indicator": key},
        england | {"measure": "At three", "value": 95.0, "printed": "95%", "indicator": other},
        england | {"measure": "At any age", "value": 81.0, "printed": "81%"},
    )
    row = pd.Series({"fact_ids": "fact-1; fact-2; fact-3"})
    held = find_facts(pack_with(table))
    told = _facts_of(row, held)
    assert _reports(told, {other}) == (
        "At two, England: 68% (year not stated); At any age, England: 81% (year not stated)"
    )
    assert _reports(told).count("England") == 3


def test_a_place_that_is_not_there_is_refused():
    with pytest.raises(QuestionError):
        measure_outcomes(tiny_pack(), "nowhere")
    with pytest.raises(QuestionError):
        find_facts(tiny_pack(), "nowhere")


@pytest.mark.parametrize(("place", "held"), [("west", False), ("middle", True), ("east", True)])
def test_a_measure_whose_figure_is_kept_back_is_not_held_of_that_place(place, held):
    pack = awkward_pack()
    watched = arrange(schema.OUTCOMES, outcomes({"indicators": "plans_count"}).assign(source=""))
    watched["source"] = next(iter(pack.info.sources))
    pack = replace(pack, reported=replace(pack.reported, outcomes=watched))
    found = measure_outcomes(pack, place)
    assert found.outcomes["held"].tolist() == [held]
    assert found.outcomes["is_own"].tolist() == [True]
    assert found.outcomes["value"].isna().tolist() == [not held]
    assert ("none is held" in found.sentence()) == (not held)
    if not held:
        assert found.outcomes["figure"].tolist()[0].startswith("suppressed")


def test_a_pack_without_reports_says_so_in_every_form():
    found = find_facts(tiny_pack())
    assert found.sentence() == "No figures of reports are held here."
    assert found.notes()
    said = say_result(found, "table")
    assert "Sources:" not in said


def test_a_fact_goes_by_the_rule_of_the_measure_it_is_of():
    """Reports went by the pack’s rule, where a figure of the same count had a stricter one."""
    rule = Rule(threshold=20, round_to=10, zeros="suppressed", least_people=900, reason="Health")
    disclosure = Disclosure(rules={"plans": rule})
    told = {"value": 14.0, "printed": "14", "sensitive": True, "place_ids": "team-a"}
    rows = facts(
        told | {"indicator": "plans"},
        told | {"indicator": "plans", "value": 36.0, "printed": "36"},
        told | {"indicator": "plans", "value": 0.0, "printed": "none"},
        told | {"indicator": "others"},
        told,
    )
    safe = protect_facts(rows, disclosure)
    assert safe["value"].fillna(-1).tolist() == [-1, 40, -1, 15, 15]
    assert safe["note"].fillna("").tolist()[:3] == [SUPPRESSED, "", SUPPRESSED]
    pd.testing.assert_frame_equal(protect_facts(safe, disclosure), safe)
    sizes = pd.DataFrame({"people": [800.0], "areas": [5.0]}, index=["team-a"])
    few = protect_facts(rows, disclosure, sizes)["value"]
    assert few.fillna(-1).tolist() == [-1, -1, -1, 15, 15]


@pytest.mark.parametrize(
    ("period", "is_told"), [("2025", False), ("2024", True), ("as reported", False)]
)
def test_a_figure_that_is_suppressed_is_not_told_by_a_report_of_it(period, is_told):
    """What went so that another cannot be found stood in the table of facts, rounded."""
    figures = pd.DataFrame(
        {
            "indicator": "plans",
            "place_id": "team-a",
            "period": ["2024", "2025"],
            "value": [30.0, None],
            "note": ["", SUPPRESSED],
        }
    )
    told = {"value": 30.0, "printed": "30", "sensitive": True, "indicator": "plans"}
    rows = facts(
        told | {"place_ids": "team-b; team-a", "period": period},
        told | {"place_ids": "team-b", "period": period},
    )
    safe = protect_facts(rows, Disclosure(), None, figures)
    assert safe["value"].notna().tolist() == [is_told, True]
    assert safe["printed"].notna().tolist() == [is_told, True]


def test_a_fact_of_a_sensitive_measure_must_be_marked_sensitive():
    rows = facts(*({"value": 3.0, "indicator": key, "sensitive": False} for key in ("a", "b")))
    catalogue = pd.DataFrame({"sensitive": [True, False]}, index=["a", "b"])
    tables = {"facts": rows, "indicators": catalogue}
    found = [each for each in find_reported_problems({}, tables, ()) if "marked" in each.found]
    [problem] = found
    assert problem.found.startswith("1 of")
    tables["facts"] = rows.assign(sensitive=True)
    assert not [each for each in find_reported_problems({}, tables, ()) if "marked" in each.found]
