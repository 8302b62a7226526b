"""Hotspots, sites and scenarios from the command line."""

import csv
import io
import json

import pytest

from layers.__main__ import main
from layers.scenarios.changes import Close, Scenario
from layers.scenarios.files import scenario_json
from tests.builders import tiny_pack
from tests.kept_packs import write_once


@pytest.fixture(name="folder", scope="module")
def pack_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    write_once(tiny_pack(), folder)
    return str(folder)


ASKED = {
    "hotspots": ["hotspots", "--permutations", "99"],
    "siting": ["siting", "--sites", "2", "--who", "all"],
    "closing": ["siting", "--action", "close", "--sites", "1", "--aim", "travel"],
    "scenario": ["scenario", "--changes", "close.centre-a"],
}
FIELDS = {
    "hotspots": ("area_id", "name", "value", "score", "chance", "class", "group"),
    "siting": ("site_id", "name", "kind", "easting_m", "amount"),
    "closing": ("site_id", "name", "kind", "easting_m", "amount"),
    "scenario": ("place_id", "place", "lost_children", "gained_children"),
}


@pytest.mark.parametrize("name", ASKED)
def test_json_has_the_parameters_beside_the_figures(folder, capsys, name):
    assert main([*ASKED[name], "--pack", folder, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    for row in rows:
        assert set(FIELDS[name]) <= set(row)
        assert row["parameters"]["limit_min"] == 20
        assert row["parameters"]["illustrative"] is True


@pytest.mark.parametrize("name", ASKED)
def test_csv_reads_back_and_says_its_sources(folder, capsys, name):
    assert main([*ASKED[name], "--pack", folder, "--format", "csv"]) == 0
    text = capsys.readouterr().out
    first = FIELDS[name][0]
    rows = [r for r in csv.DictReader(io.StringIO(text)) if not r[first].startswith("#")]
    assert len(rows) in (1, 2, 3, 9)
    assert "# Source: Made for tests" in text


@pytest.mark.parametrize("name", ASKED)
def test_the_table_begins_with_the_sentence(folder, capsys, name):
    assert main([*ASKED[name], "--pack", folder]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0].endswith(".")
    assert "Illustrative figures: not real neighbourhoods." in said


def test_the_same_seed_prints_the_same(folder, capsys):
    said = []
    for _ in range(2):
        main([*ASKED["hotspots"], "--pack", folder, "--format", "json"])
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]


def test_a_scenario_is_read_from_its_file(folder, tmp_path, capsys):
    file = tmp_path / "plan.json"
    scenario = Scenario(steps=(Close(asset_id="centre-a"),), name="Plan A")
    file.write_text(scenario_json(scenario, "tiny"), "utf-8")
    assert main(["scenario", "--pack", folder, "--file", str(file)]) == 0
    assert "\n“Plan A”, closing Field Centre: about 70" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["siting", "--sites", "99"], "from 1 to 9"),
        (["siting", "--candidates", "moons"], "moons"),
        (["scenario", "--changes", "close.moon"], "moon"),
        (["scenario", "--changes", "explode.moon"], "--changes, 1"),
        (["scenario", "--file", "/no/such/file.json"], "file.json"),
        (["hotspots", "--permutations", "3"], "shuffles"),
        (["hotspots", "--age", "9-2"], "9-2"),
    ],
)
def test_a_fault_is_one_line_and_nothing_is_printed(folder, capsys, options, said):
    assert main([*options, "--pack", folder]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert len(printed.err.splitlines()) == 1
