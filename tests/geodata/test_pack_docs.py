from dataclasses import fields
from pathlib import Path

import pytest

from geodata import schema
from geodata.model import (
    Declared,
    Defaults,
    Disclosure,
    PackInfo,
    People,
    PlaceKind,
    Service,
    Source,
)
from geodata.naming import NamingRules
from geodata.own.file import OwnMeasure, WrittenOwn
from geodata.pathway import Organisation, Stage
from geodata.recipe import MADE_FROM, PACKS, read_recipe
from geodata.recipe_files import WrittenFile
from geodata.sources.own_services import SERVICE_COLUMNS
from geodata.sources.registry import known_choices, readers

DOCS = Path(__file__).parents[2] / "docs"
PACKS_PAGE = (DOCS / "packs.md").read_text("utf-8")
SOURCES_PAGE = (DOCS / "sources.md").read_text("utf-8")

ALL_TABLES = [*schema.TABLES, *schema.OPTIONAL_TABLES]
MODELS = (
    Declared,
    Defaults,
    Disclosure,
    PackInfo,
    People,
    PlaceKind,
    Service,
    Source,
    NamingRules,
    Organisation,
    Stage,
    OwnMeasure,
    WrittenOwn,
)
KEYS = sorted(
    {field.name for model in (*MODELS, WrittenFile) for field in fields(model)}
    - {"role", "people", "defaults", "disclosure", "sources", "services", "place_kinds"}
    - {"stages", "organisations"}
    | {name for reader in readers().values() for name in reader.options}
    | {
        *readers(),
        *known_choices(),
        *MADE_FROM,
        *SERVICE_COLUMNS,
        "districts",
        "comparators",
        "made_from",
    }
)


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_every_column_of_every_table_is_described(table):
    section = PACKS_PAGE.split(f"### {table.file}")[1].split("\n#")[0]
    between = set(schema.AGES[1:-1])
    absent = [
        column.name
        for column in table.columns
        if column.name not in between and f"`{column.name}`" not in section
    ]
    assert absent == []
    assert table.index is None or f"`{table.index}`" in section


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_a_recipe_is_described(key):
    assert f"`{key}`" in PACKS_PAGE


@pytest.mark.parametrize("command", ["list", "build", "check", "coverage"])
def test_every_command_is_described(command):
    assert f"python -m geodata {command}" in PACKS_PAGE


def test_every_source_of_the_recipe_is_described_with_its_terms():
    recipe = read_recipe(PACKS / "cambridgeshire_peterborough")
    rows = {
        line.split("`")[1]: line for line in SOURCES_PAGE.splitlines() if line.startswith("| `")
    }
    assert set(rows) == set(recipe.info.sources)
    for key, source in recipe.info.sources.items():
        assert f"| {source.period} |" in rows[key]
