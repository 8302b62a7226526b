import csv
import io
import json

import pytest

from layers.__main__ import main
from layers.gaps import measure_gaps
from layers.question.question import default_question
from tests.builders import tiny_assets, tiny_pack
from tests.kept_packs import write_once

FIELDS = (
    "place_id",
    "place",
    "kind",
    "children",
    "high_need_children",
    "beyond_children",
    "gap_children",
)


@pytest.fixture(name="folder", scope="module")
def pack_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    write_once(tiny_pack(), folder)
    return str(folder)


def asked(folder, *options):
    return main(["gaps", "--pack", folder, *options])


def test_json_is_a_list_with_the_parameters_beside_the_figures(folder, capsys):
    assert asked(folder, "--age", "0-4", "--kind", "early-help-team", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    pack = tiny_pack()
    expected = measure_gaps(pack, default_question(pack)).places
    for row in rows:
        assert all(field in row for field in FIELDS)
        assert row["gap_children"] == pytest.approx(expected.loc[row["place_id"], "gap_children"])
        assert row["parameters"]["limit_min"] == 20
    assert [row["place_id"] for row in rows] == list(expected.index)


def test_csv_reads_back(folder, capsys):
    assert asked(folder, "--format", "csv") == 0
    text = capsys.readouterr().out
    rows = [row for row in csv.DictReader(io.StringIO(text)) if not row["place_id"].startswith("#")]
    assert [row["place"] for row in rows] == ["Team Alder", "Team Birch", "Team Cedar"]
    assert "# Illustrative figures" in text


def test_the_table_says_the_question_and_the_sources(folder, capsys):
    assert asked(folder, "--service", "libraries") == 0
    said = capsys.readouterr().out
    assert said.startswith("How well do libraries reach children aged 0–19")
    assert "Sources: Made for tests, 2026" in said


def test_every_fault_is_said_on_one_line_each_and_nothing_is_printed(folder, capsys):
    assert asked(folder, "--age", "9-2", "--kind", "parish", "--limit", "soon") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 3
    assert "Traceback" not in said.err


def test_a_missing_pack_is_explained(tmp_path, capsys):
    assert asked(str(tmp_path / "none")) == 2
    assert "no such folder" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["services", "needs", "places", "layers"])
def test_what_there_is_can_be_listed(folder, capsys, command):
    assert main([command, "--pack", folder]) == 0
    assert capsys.readouterr().out.strip()


def test_a_name_that_is_a_formula_is_text_in_csv(tmp_path, capsys):
    pack = tiny_pack(assets=tiny_assets())
    pack.places.loc["team-a", "name"] = "=HYPERLINK('x')"
    write_once(pack, tmp_path)
    assert asked(str(tmp_path), "--format", "csv") == 0
    assert "'=HYPERLINK" in capsys.readouterr().out
