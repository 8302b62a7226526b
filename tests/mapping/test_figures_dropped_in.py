"""A county drops a table of figures into its recipe's folder: it is in every answer, end to end.

One of wards with a target and two periods, one of middle-layer areas, one of districts that is
sensitive, with a count too small to be told. Nothing but the recipe and the tables is written.
"""

import json

import pandas as pd
import pytest
from starlette.applications import Starlette

from geodata.building.build import build_pack
from geodata.pack import read_pack
from geodata.recipe import read_recipe
from layers.__main__ import main as layers_main
from layers.exercise.outcomes import measure_outcomes
from mapping.__main__ import main as mapping_main
from mapping.served import packs, routes
from tests.geodata.small_recipe import write_raw, write_recipe
from tests.kept_packs import write_once
from tests.mapping.asking import Client
from tests.mapping.reading import opened, words

RECIPE = """
[place_kinds.ward]
label = "ward"
plural = "wards"
boundary = "official"
partition = true
source = "made-up"
made_from = "wards"

[place_kinds.msoa]
label = "middle-layer area"
plural = "middle-layer areas"
boundary = "official"
partition = true
source = "made-up"
made_from = "middle.csv"

[own.checks]
gives = "figures"
path = "checks.csv"
source = "made-up"
geography = "ward"

[own.checks.indicators.checks_pct]
label = "Two-year checks done"
numerator = "Done"
denominator = "Due"
form = "share"
per = 100
unit = "%"
worse_when = "lower"
target = 90
target_by = "2026/27"

[own.english]
gives = "figures"
path = "english.csv"
source = "made-up"
geography = "msoa"
period = "2021"

[own.english.indicators.english_pct]
label = "Little English"
numerator = "Little"
denominator = "Residents"
form = "share"
per = 100
unit = "%"
worse_when = "higher"

[own.plans]
gives = "figures"
path = "plans.csv"
source = "made-up"
geography = "district"

[own.plans.indicators.plans_pct]
label = "Children with a plan"
numerator = "Plans"
denominator = "Children"
form = "share"
per = 100
unit = "%"
worse_when = "higher"
sensitive = true
"""
TABLES = {
    "middle.csv": "LSOA21CD,Team\nE01000001,West\nE01000003,West\nE01000002,East\nE01000004,East\n",
    "checks.csv": "Ward,Year,Due,Done\n"
    "E05000001,2023/24,200,150\nE05000002,2023/24,100,95\n"
    "E05000001,2024/25,200,160\nE05000002,2024/25,100,96\n",
    "english.csv": "Team,Residents,Little\nWest,2000,61\nEast,3000,30\n",
    "plans.csv": "District,Year,Children,Plans\n"
    "Fenmarsh,2024,500,47\nFenmarsh,2025,641,3\nHolm,2025,500,9\n",
    "projects.csv": "project_id,name,place_ids,indicators,began,ended,runs,note,source,source_key\n"
    "p,Home visits,E05000001,checks_pct,2024,,yes,,a report,made-up\n",
}
# Of 3 in 641 and 47 in 500, unrounded.
UNSAFE = ("0.468", "0.47%", '"numerator": 3,', '"numerator": 47', ",3,641", "9.4")
KEYS = ("checks_pct", "english_pct", "plans_pct")


def outcomes_table():
    """An outcome that is held as soon as the pack has its measure, and one that is not."""
    from geodata.sources.reports import OUTCOME_COLUMNS

    blank = dict.fromkeys(OUTCOME_COLUMNS, "")
    common = {"impact": "1 Healthy", "source": "a report", "source_key": "made-up"}
    held = {"order": "1", "outcome": "Growing well", "indicator": "Checks at two"}
    not_held = {"order": "2", "outcome": "Smoking", "indicator": "Smoking at delivery"}
    published = {
        "official_indicator": "Smoking status",
        "publisher": "OHID",
        "finest_geography_published": "upper-tier authority",
    }
    rows = [
        blank | common | held | {"held_already": "checks_pct"},
        blank | common | not_held | published,
    ]
    return pd.DataFrame(rows).to_csv(index=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pack that the recipe makes, with the tables dropped into its folder."""
    at = tmp_path_factory.mktemp("dropped")
    recipe, raw = write_recipe(at / "recipe").parent, write_raw(at / "raw")
    text = (recipe / "recipe.toml").read_text("utf-8")
    named = '[tables]\noutcomes = "outcomes.csv"\nprojects = "projects.csv"\n'
    (recipe / "recipe.toml").write_text(text.replace("[tables]\n", named) + RECIPE, "utf-8")
    for name, content in (TABLES | {"outcomes.csv": outcomes_table()}).items():
        (recipe / name).write_text(content, "utf-8")
    write_once(build_pack(read_recipe(recipe), raw).pack, at / "pack")
    return at / "pack"


def asked(folder, capsys, *given):
    status = layers_main([*given, "--pack", str(folder)])
    caught = capsys.readouterr()
    return status, caught.out, caught.err


def rows_of(folder, capsys, *given):
    status, out, err = asked(folder, capsys, *given, "--format", "json")
    assert status == 0, err
    return {row.get("place_id") or row.get("period"): row for row in json.loads(out)}


def test_it_is_on_the_map_at_its_own_geography_with_target_and_what_is_missing(folder, capsys):
    wards = rows_of(folder, capsys, "indicator", "--indicator", "checks_pct")
    assert {key: row["value"] for key, row in wards.items()} == {
        "E05000001": 80, "E05000002": 96, "E05000003": None,
    }  # fmt: skip
    assert wards["E05000001"]["against_target"] == "short of it"
    assert wards["E05000002"]["against_target"] == "met"
    assert wards["E05000003"]["note"] == "not held"
    older = rows_of(folder, capsys, "indicator", "--indicator", "checks_pct", "--period", "2023/24")
    assert older["E05000001"]["value"] == 75
    middle = rows_of(folder, capsys, "indicator", "--indicator", "english_pct")
    assert sorted(round(row["value"], 2) for row in middle.values()) == [1.0, 3.05]
    plans = rows_of(folder, capsys, "indicator", "--indicator", "plans_pct")
    assert [row["value"] for row in plans.values()] == [None, None]
    assert {row["class_words"] for row in plans.values()} == {"suppressed, to protect people"}
    assert {row["note"] for row in plans.values()} == {"suppressed: too few to show"}
    before = rows_of(folder, capsys, "indicator", "--indicator", "plans_pct", "--period", "2024")
    assert before["E07000001"]["value"] == 9  # 47 of 500, rounded to 45


def test_it_is_compared_also_with_its_target_and_larger_places(folder, capsys):
    found = rows_of(
        folder, capsys, "compare", "--indicator", "checks_pct", "--comparator", "target"
    )
    assert found["E05000001"]["verdict"] == "worse"
    assert found["E05000002"]["verdict"] == "better"
    middle = rows_of(folder, capsys, "compare", "--indicator", "english_pct")
    assert middle["all"]["value"] == pytest.approx(100 * 91 / 5000)
    status, _, err = asked(folder, capsys, "compare", "--indicator", "plans_pct")
    assert (status, "no value of any place" in err) == (2, True)  # nothing is added up without


def test_too_few_to_test_for_hotspots_is_said(folder, capsys):
    for key in KEYS:
        status, _, err = asked(folder, capsys, "hotspots", "--indicator", key)
        assert status == 2
        assert "Too few to test" in err


def test_it_has_its_history_with_the_project_beside_it(folder, capsys):
    found = rows_of(folder, capsys, "history", "--indicator", "checks_pct", "--place", "E05000001")
    assert {key: row["value"] for key, row in found.items()} == {"2023/24": 75, "2024/25": 80}
    assert found["2024/25"]["projects"] == "Home visits"
    status, out, _ = asked(
        folder, capsys, "history", "--indicator", "checks_pct", "--place", "E01000001"
    )
    assert status == 0
    assert "No figure is published for" in out


def test_the_outcome_is_held_and_the_other_says_where_it_is_published(folder):
    found = measure_outcomes(read_pack(folder)).outcomes
    assert set(found.loc["outcome-01", "held"]) == {True}
    assert "hort of the target of 90% by 2026/27" in " ".join(found.loc["outcome-01", "target"])
    assert found.loc["outcome-02", "figure"] == "not held"
    assert "OHID" in found.loc["outcome-02", "where"]


def test_it_is_refused_as_need_with_where_to_see_it(folder, capsys):
    status, _, err = asked(folder, capsys, "gaps", "--need", "checks_pct")
    assert status == 2
    assert "published for wards" in err


def everything_said(folder, tmp_path, monkeypatch, capsys):
    """Everything that leaves: commands, addresses, pages and file of each indicator."""
    for key in KEYS:
        for command in ("indicator", "compare", "hotspots", "history"):
            given = [command, "--indicator", key, "--format", "json"]
            given += ["--place", "E01000001"] if command == "history" else []
            yield "".join(map(str, asked(folder, capsys, *given)[1:]))
        out = tmp_path / f"{key}.html"
        named = ["--pack", str(folder), "--indicator", key, "--out"]
        assert mapping_main(["map", *named, str(out)]) == 0
        yield out.read_text("utf-8").partition("<footer>")[0].partition("</style>\n</head>")[2]
    monkeypatch.setenv(packs.PACK_SETTING, str(folder))
    client = Client(Starlette(routes=routes.routes()))
    root = f"/map/{read_pack(folder).short_hash}"
    for key in KEYS:
        for form in ("json", "csv"):
            yield client.get(f"{root}/indicator.{form}?indicator={key}").text
        app = opened("map", colour="indicator", indicator=key)
        assert not app.exception
        yield words(app)
    yield words(opened("compare", indicator="plans_pct"))


@pytest.mark.sweep
def test_no_count_that_is_too_small_leaves_by_any_way(folder, tmp_path, monkeypatch, capsys):
    said = list(everything_said(folder, tmp_path, monkeypatch, capsys))
    assert len(said) > 20
    assert any("suppressed" in each for each in said)
    assert any("short of the target of 90% by 2026/27" in each for each in said)
    for each in said:
        for unsafe in UNSAFE:
            assert unsafe not in each, unsafe
    for name in folder.iterdir():
        if name.suffix == ".parquet" and name.stem == "indicator_values":
            rows = pd.read_parquet(name).query("indicator == 'plans_pct'")
            assert not rows[["value", "numerator"]].isin([3, 47, 9.4]).to_numpy().any()
