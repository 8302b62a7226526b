"""A source that nobody has thought of yet: one module and a few lines of a recipe."""

import pytest

import geodata.sources
from geodata.building.build import build_pack
from geodata.errors import RecipeError
from geodata.raw_folder import find_missing
from geodata.recipe import read_recipe
from geodata.sources.registry import official_readers, readers
from layers.catalogue import catalogue
from tests.geodata.small_recipe import write_raw, write_recipe

MODULE = '''
"""The Toy Library Association: where toys are lent, and to how many."""

from pandas import DataFrame

from geodata.files import parse_numbers, pick_columns, read_table
from geodata.model import Indicator
from geodata.placing import place_by_postcode
from geodata.sources.record import Making, Option, Reader


def read_toys(path, size="all"):
    rows = pick_columns(
        read_table(path),
        {key: (key,) for key in ("name", "postcode", "size", "area", "lent")},
    )
    rows["lent"] = parse_numbers(rows["lent"], path.name)
    return rows if size == "all" else rows[rows["size"] == size]


def make_assets(rows, making):
    kept = rows[~rows["name"].isin(making.chosen("toy_libraries_shut"))]
    return place_by_postcode(kept, making).assign(
        asset_id="toys-" + kept["name"].str.lower(), kind="toy-library"
    )


def make_indicators(rows, making):
    lent = Indicator(
        key="toys_lent", label="Toys lent", form="count", unit="toys", worse_when="neither",
        spread_over="nothing", geography="area", theme="Play", period=making.source.period,
        source=making.source.key,
    )
    values = DataFrame({"place_id": rows["area"], "value": rows["lent"]})
    return {lent.key: lent}, values.assign(indicator=lent.key, period=lent.period)


READERS = (
    Reader(
        role="toy_libraries",
        about="toy libraries",
        read=read_toys,
        options={"size": Option(one_of=("all", "large"), default="all")},
        choices={"toy_libraries_shut": "toy libraries that have shut"},
        make_assets=make_assets,
        make_indicators=make_indicators,
    ),
)
'''
LINES = """
[files.toy_libraries]
paths = ["toys.csv"]
source = "toys"

[sources.toys]
title = "Toy libraries"
publisher = "Toy Library Association"
licence = "OGL"
attribution = "Contains toys."
period = "2027"
"""
ROWS = """name,postcode,size,area,lent
Bricks,FE1 0AA,large,E01000001,12
Dolls,FE1 0AA,small,E01000002,7
Gone,FE1 0AA,large,E01000003,1
"""


@pytest.fixture
def recipe_folder(tmp_path, monkeypatch):
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "toy_libraries.py").write_text(MODULE, "utf-8")
    path = write_recipe(tmp_path / "recipe")
    path.write_text(path.read_text("utf-8") + LINES, "utf-8")
    (write_raw(tmp_path / "raw") / "toys.csv").write_text(ROWS, "utf-8")
    monkeypatch.setattr(geodata.sources, "__path__", [*geodata.sources.__path__, str(modules)])
    readers.cache_clear()
    yield tmp_path
    readers.cache_clear()


def change(folder, old, new):
    path = folder / "recipe" / "recipe.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return read_recipe(path)


def built(folder):
    return build_pack(read_recipe(folder / "recipe"), folder / "raw").pack


def test_a_new_source_is_one_module_and_a_few_lines_of_a_recipe(recipe_folder):
    pack = built(recipe_folder)
    toys = pack.assets[pack.assets["kind"] == "toy-library"]
    assert set(toys.index) == {"toys-bricks", "toys-dolls", "toys-gone"}
    assert set(toys["source"]) == {"toys"}
    assert set(toys["checked"]) == {"2027"}
    assert toys.geometry.notna().all()
    values = pack.indicator_values
    lent = values[values["indicator"] == "toys_lent"].set_index("place_id")["value"]
    assert lent.to_dict() == {"E01000001": 12, "E01000002": 7, "E01000003": 1}
    assert pack.indicators["toys_lent"].source == "toys"


def test_its_source_is_named_in_the_catalogue(recipe_folder):
    layers = catalogue(built(recipe_folder))
    assert "Toy libraries" in " ".join(str(layer) for layer in layers)


def test_its_choices_and_options_are_the_recipes(recipe_folder):
    change(recipe_folder, 'paths = ["toys.csv"]', 'paths = ["toys.csv"]\nsize = "large"')
    change(recipe_folder, "[choices]", '[choices]\ntoy_libraries_shut = ["Gone"]')
    assets = built(recipe_folder).assets
    assert list(assets.index[assets["kind"] == "toy-library"]) == ["toys-bricks"]


def test_what_is_wrong_with_it_is_told_like_any_other(recipe_folder):
    with pytest.raises(RecipeError, match="size = 'huge'; expected one of all, large"):
        change(recipe_folder, 'paths = ["toys.csv"]', 'paths = ["toys.csv"]\nsize = "huge"')
    recipe = change(recipe_folder, 'size = "huge"\n', "")
    (recipe_folder / "raw" / "toys.csv").unlink()
    [missing] = find_missing(recipe, recipe_folder / "raw")
    assert "toy libraries: Toy libraries, 2027 (Toy Library Association; OGL)" in missing.expected


def test_two_readers_of_one_role_are_a_slip(recipe_folder):
    copy = recipe_folder / "modules" / "again.py"
    copy.write_text(MODULE, "utf-8")
    readers.cache_clear()
    with pytest.raises(ValueError, match="two readers of 'toy_libraries'"):
        readers()


def test_without_it_its_role_is_unknown():
    assert "toy_libraries" not in official_readers()
