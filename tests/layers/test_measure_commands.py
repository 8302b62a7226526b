"""The commands of access, ranks, cover, capacity, lottery and index, in every format."""

import csv
import io
import json

import pytest

from layers.__main__ import main
from tests.builders import tiny_pack
from tests.kept_packs import write_once

COMMANDS = (
    ["access"],
    ["access", "--method", "choice"],
    ["access", "--method", "raam", "--limit", "60"],
    ["ranks"],
    ["cover"],
    ["cover", "--place", "team-b", "--by", "kind"],
    ["capacity"],
    ["lottery"],
    ["index", "--weight", "idaci_rank=2", "--scale", "z-score"],
)


@pytest.fixture(name="folder", scope="module")
def pack_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    pack = tiny_pack()
    pack.places.loc["team-a", "name"] = "=1+1"
    write_once(pack, folder)
    return str(folder)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_format_says_the_same_rows(folder, capsys, command):
    said = {}
    for how in ("table", "json", "csv"):
        assert main([*command, "--pack", folder, "--format", how]) == 0
        said[how] = capsys.readouterr().out
    rows = json.loads(said["json"])
    assert all("illustrative" in row.pop("parameters") for row in rows)
    assert "NaN" not in said["json"]
    [*written] = csv.DictReader(io.StringIO(said["csv"]))
    first = next(iter(rows[0]))
    table = [row for row in written if not row[first].startswith("# ")]
    assert len(table) == len(rows)
    assert list(table[0]) == list(rows[0])
    assert "# Illustrative figures" in said["csv"]
    assert "\n=1" not in said["csv"]
    assert ",=1" not in said["csv"]
    assert "Sources: Made for tests, 2026" in said["table"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["access", "--supply", "staff_fte"], "none stated by any of 2 sites"),
        (["cover", "--place", "moon"], "the id of one of the 4 places"),
        (["cover", "--by", "level"], "no level stated"),
        (["index", "--weight", "idaci_rank"], "a number from 0 up"),
        (["index", "--weight", "idaci_rank=much"], "as in idaci_rank=2"),
        (["index", "--kind", "parish"], "one of early-help-team, district"),
        (["lottery", "--limit", "0"], "a number from 1 to 180"),
    ],
)
def test_what_cannot_be_asked_is_one_line_and_prints_nothing(folder, capsys, command, said):
    assert main([*command, "--pack", folder]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert said in found.err
    assert len(found.err.splitlines()) == 1
