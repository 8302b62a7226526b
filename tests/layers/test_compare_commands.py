import csv
import io
import json

import pytest

from layers.__main__ import main
from tests.kept_packs import write_once
from tests.layers.published import pack_with


@pytest.fixture(name="folder", scope="module")
def pack_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    write_once(pack_with(), folder)
    return str(folder)


COMMANDS = (
    ["compare"],
    ["compare", "--indicator", "ready_pct"],
    ["footprints"],
    ["demand"],
    ["apportion"],
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_format_says_the_same_rows(folder, capsys, command):
    printed = {}
    for form in ("table", "json", "csv"):
        assert main([*command, "--pack", folder, "--format", form]) == 0
        printed[form] = capsys.readouterr().out
    rows = json.loads(printed["json"])
    body = [r for r in csv.reader(io.StringIO(printed["csv"])) if r and not r[0].startswith("#")]
    assert len(body) - 1 == len(rows)
    assert rows[0]["place_id"] == body[1][0]
    assert "parameters" in rows[0]
    assert "Source: Made for tests" in printed["csv"]
    assert "Illustrative figures" in printed["table"]
    assert "Sources: Made for tests" in printed["table"]


def test_homes_to_come_are_read_from_files(folder, capsys, tmp_path):
    sites, yields = tmp_path / "sites.csv", tmp_path / "yields.csv"
    sites.write_text('area_id,year,dwellings\nA1,2023,"1,200"\n', "utf-8")
    yields.write_text("age,low,high\n0,0.1,0.2\n1,0.1,0.2\n", "utf-8")
    options = ["--sites", str(sites), "--yields", str(yields), "--years", "5"]
    assert main(["demand", "--pack", folder, *options]) == 0
    assert "1,200 new homes" in capsys.readouterr().out


COUNTS = """place,band,events,people,standard,reference_events,reference_people
North,0-4,10,100,50,5,100
North,5-9,20,100,50,15,100
South,0-4,5,100,50,5,100
South,5-9,,100,50,15,100
"""


@pytest.mark.parametrize(
    ("how", "said", "value"), [("direct", "North", 15_000), ("indirect", "North", 1.5)]
)
def test_a_persons_own_counts_are_standardised(capsys, tmp_path, how, said, value):
    """Direct: (10% + 20%) ÷ 2; indirect: 30 observed where the reference would give 20."""
    counts = tmp_path / "counts.csv"
    counts.write_text(COUNTS, "utf-8")
    assert main(["standardise", "--counts", str(counts), "--how", how, "--format", "json"]) == 0
    rows = {row["place"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows[said]["value"] == pytest.approx(value)
    assert rows[said]["parameters"]["about"]["missing"]["counts"] == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["compare", "--indicator", "nonsense"], "one of ready_pct"),
        (["compare", "--indicator", "ready_pct", "--comparator", "Z"], "E92000001 (England)"),
        (["compare", "--limit", "soon"], "a whole number"),
        (["footprints", "--other", "parish"], "'parish'"),
        (["demand", "--years", "soon"], "as in 5,10"),
        (["apportion", "--indicator", "ready_pct"], "describes small areas"),
        (["apportion", "--kind", "parish"], "'parish'"),
        (["standardise", "--counts", "no-such.csv"], "no-such.csv"),
        (["demand", "--kind", "parish"], "'parish'"),
        (["demand", "--sites", "no-such.csv", "--yields", "no.csv"], "no-such.csv"),
    ],
)
def test_a_fault_is_one_line_and_nothing_is_printed(folder, capsys, options, said):
    assert main([*options, "--pack", folder]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert said in printed.err
