"""What is searched for: facts of reports too, by any threshold; what counts no people is not."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geodata import schema
from geodata.errors import DataError
from geodata.model import Disclosure
from geodata.pack import arrange
from geodata.reported import protect_facts
from layers.said.result import table_lines
from mapping.released.check import check_folder, read_before
from mapping.released.measures import rules_of
from mapping.released.passages import Passage
from mapping.released.pdf_cells import passages_of_page
from mapping.released.pdf_text import Piece
from tests.mapping.test_release_check import KEY, label, pack
from tests.mapping.test_release_matrix import FORMATS

MEASURE = "Children with a plan of their own 0–17"
RATE = f"{MEASURE}: rate per 10,000"
HIGH = Disclosure(threshold=1000, round_to=1000, reason="To be tried")


def reported(disclosure, **more):
    """Return facts as a pack publishes them: one of 473 children, and a rate that is not kept."""
    told = {
        "worse_when": "higher", "theme": "safe", "kind": "value", "scope": "local",
        "cites": "A report, pp. 14–16, slide 3", "source": next(iter(pack().info.sources)),
    }  # fmt: skip
    rows = [
        {**told, "fact_id": "fact-1", "measure": MEASURE, "sensitive": True, "value": 473.0,
         "printed": "473", "period": "2013/14", **more},
        {**told, "fact_id": "fact-2", "measure": RATE, "sensitive": False, "value": 37.0,
         "printed": "37 per 10,000 under 18"},
    ]  # fmt: skip
    facts = arrange(schema.FACTS, pd.DataFrame(rows).set_index("fact_id"))
    return replace(pack().reported, facts=protect_facts(facts, disclosure))


def of_facts(disclosure=None, **more):
    info = pack().info
    rule = disclosure or info.disclosure
    made = replace(info, disclosure=rule)
    return replace(pack(), info=made, reported=reported(rule, **more))


def found(folder, name, content, of):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return check_folder(folder, of).found


LEAKS = {
    "in a line": ("Reports", [f"{MEASURE}: {{}} in Ely"], []),
    "below its heading": (MEASURE, ["{} children"], []),
    "under its column": ("Reports", [], [["Place", MEASURE], ["Ely", "{}"]]),
    "in its row": ("Reports", [], [["Fact", "Printed", "Period"], [MEASURE, "{}", "2013/14"]]),
}


@pytest.mark.parametrize("form", ["txt", "csv", "json", "html", "xlsx", "docx", "pdf"])
@pytest.mark.parametrize("leak", LEAKS)
def test_a_fact_of_no_indicator_is_searched_for(tmp_path, form, leak):
    title, lines, rows = LEAKS[leak]
    for count, is_safe in (("3", False), ("473", False), ("475", True)):
        said = [line.format(count) for line in lines]
        cells = [[cell.format(count) for cell in row] for row in rows]
        folder = [tmp_path] if form == "pdf" else []
        content = FORMATS[form](title, said, cells, *folder)
        unsafe = found(tmp_path, f"made.{form}", content, of_facts())
        assert (not unsafe) == is_safe, count
        assert not any(f" {count} " in f" {each.sentence()} " for each in unsafe)


def test_a_fact_is_known_by_its_id_too(tmp_path):
    row = {"fact": "fact-1", "value": 473}
    assert found(tmp_path, "facts.json", json.dumps([row]), of_facts())
    assert not found(tmp_path, "facts.json", json.dumps([row | {"value": 475}]), of_facts())


def test_a_measure_with_a_longer_name_is_another(tmp_path):
    assert not found(tmp_path, "said.txt", f"{RATE}: 37 in Ely", of_facts())
    assert found(tmp_path, "said.txt", f"{RATE}: 37 in Ely; {MEASURE}: 37", of_facts())


def test_a_fact_goes_by_the_rule_of_the_indicator_that_it_names(tmp_path):
    rule = of_facts(HIGH).info.disclosure
    for disclosure, is_safe in ((None, True), (rule, False)):
        said = f"{MEASURE}: 30 in Ely"
        assert (not found(tmp_path, "said.txt", said, of_facts(disclosure))) == is_safe
    ruled = replace(pack().info.disclosure, rules={KEY: HIGH})
    assert found(tmp_path, "said.txt", f"{MEASURE}: 30", of_facts(ruled, indicator=KEY))


def test_each_measure_that_is_searched_for_is_told_once():
    checked = check_folder(Path(__file__), of_facts())
    assert checked.measures.count(MEASURE) == 1
    assert checked.sources


def in_columns(first, second):
    """Return a table as a command prints it."""
    rows = [
        {"step": 1, "what": label(), "said": first, "how": "as published"},
        {"step": 2, "what": "a sum of the two", "said": second, "how": ""},
    ]
    return "\n".join(["The steps.", "", *table_lines(list(rows[0]), rows), "", "Sources: one"])


CSV = """step,what,number,said
1,{label},,too few
2,a sum,,"too few, to show"
# {label}: none of 2 districts, and 3 districts beyond
"""
NO_PEOPLE = {
    "steps.txt": in_columns("too few to show", "too few to show"),
    "steps.csv": CSV,
    "places.txt": "{label}: no figure is held of any of the 2 districts, or of 3 of 7 districts.",
    "doors.txt": "{label}: 3 {service} and 12 doors.",
    "rate.csv": 'measure,figure,beside\nA rate,"35 per 10,000 under 18",{label}\n',
    "rate.txt": "{label}; a rate of 35 per 10,000 aged 0–17, or 16 per 1,000 under 18",
    "missing.json": '{{"about": "{label}", "missing": {{"district": 1}}}}',
    "points.json": '{{"about": "{label}", "points": [{{"Easting (m)": 520421, "seq": 2}}]}}',
    "year.json": '{{"about": "{label}", "note": "In 2018 people were asked again."}}',
}


@pytest.mark.parametrize("threshold", ["usual", "high"])
@pytest.mark.parametrize("name", NO_PEOPLE)
def test_what_counts_no_people_is_passed_by_any_threshold(tmp_path, name, threshold):
    of = of_facts(HIGH if threshold == "high" else None)
    service = next(iter(of.info.services.values())).label
    said = NO_PEOPLE[name].format(label=label(), service=service)
    assert found(tmp_path, name, said, of) == ()


LEFT = {
    "steps.txt": in_columns("7 children", "too few to show"),
    "row.txt": in_columns("7", "too few to show"),
    "steps.csv": CSV.replace(",,too few", ",7,too few"),
    "foot.csv": CSV.replace("none of", "7 children of"),
    "places.txt": "{label}: 7 in 2 districts.",
    "worth.txt": "{label}: 3 districts’ worth",
    "rate.txt": "{label}: 7 under 18",
    "missing.json": '{{"about": "{label}", "held": {{"district": 1}}}}',
    "year.txt": "{label}: 1907 people were seen in 2018.",
}


@pytest.mark.parametrize("name", LEFT)
def test_a_count_beside_them_is_found(tmp_path, name):
    assert found(tmp_path, name, LEFT[name].format(label=label()), of_facts())


def test_places_called_as_people_are_let_no_child_pass(tmp_path):
    kinds = dict(pack().info.place_kinds)
    key = next(iter(kinds))
    kinds[key] = replace(kinds[key], label="child", plural="children")
    of = replace(pack(), info=replace(pack().info, place_kinds=kinds))
    assert found(tmp_path, "said.txt", f"{label()}: 3 children in Ely", of)


def test_digits_of_a_pdf_that_touch_are_one_number():
    def set_from(x, said):
        widths = [4.0 if each.isdigit() else 2.0 for each in said]
        places = [x + sum(widths[:n]) for n in range(len(said))]
        return [Piece(said=s, x=at, y=50.0, size=8.0) for s, at in zip(said, places, strict=True)]

    head = Piece(said=label(), x=50.0, y=90.0, size=8.0)
    axis = passages_of_page("page 1", [head, *set_from(52.0, "0.5")], 1)
    assert [each.said for each in axis] == [label(), "0.5"]
    apart = passages_of_page("page 1", [head, *set_from(52.0, "3"), *set_from(60.0, "5")], 1)
    assert [each.said for each in apart] == [label(), "3 5"]


def test_the_threshold_may_be_written_with_its_comma():
    [rule] = [
        each for each in rules_of(of_facts(replace(HIGH, threshold=2000))) if each.label == MEASURE
    ]
    assert rule.why(Passage(where="a", said=f"{MEASURE}: counts from 1 to 1,999")) == ""
    assert rule.why(Passage(where="a", said=f"{MEASURE}: 1,998"))


def test_a_figure_before_it_was_protected_is_in_no_message(tmp_path):
    path = tmp_path / "before.csv"
    path.write_text(f"place_id,indicator,value\nD1,{KEY},907 est\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"before\.csv, value, row 2") as told:
        read_before(path)
    assert "907" not in str(told.value)
