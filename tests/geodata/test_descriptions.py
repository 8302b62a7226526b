"""Descriptions of packs and recipes, changed at random: read, or refused in words."""

import copy
import datetime
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import PackError, RecipeError
from geodata.info import parse_info, read_info, write_info
from geodata.model import PackInfo
from geodata.pack import STARTER
from geodata.recipe import PACKS, Recipe, parse_recipe

PACK = tomllib.loads((STARTER / "pack.toml").read_text("utf-8"))
RECIPE_FILE = PACKS / "cambridgeshire_peterborough" / "recipe.toml"
RECIPE = tomllib.loads(RECIPE_FILE.read_text("utf-8"))

ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.dates(),
        st.datetimes(),
        st.times(),
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def tables_in(raw):
    """Every table of a description, itself first."""
    yield raw
    for value in raw.values():
        if isinstance(value, dict):
            yield from tables_in(value)


@st.composite
def mutations(draw, raw):
    """A description with one to three of its keys gone, renamed, added or changed."""
    changed = copy.deepcopy(raw)
    for _ in range(draw(st.integers(1, 3))):
        table = draw(st.sampled_from([each for each in tables_in(changed) if each] or [changed]))
        key = draw(st.sampled_from(sorted(table) or ["empty"]))
        how = draw(st.sampled_from(["remove", "rename", "add", "replace"]))
        if how in ("remove", "rename"):
            value = table.pop(key, None)
            if how == "rename":
                table[draw(st.text(max_size=8))] = value
        else:
            table[key if how == "replace" else draw(st.text(max_size=8))] = draw(ANYTHING)
    return changed


def check_problems(raised):
    assert raised.problems
    for problem in raised.problems:
        assert all((problem.where, problem.found, problem.expected, problem.fix)), problem
        assert len(problem.sentence()) < 2000


@given(mutations(PACK))
def test_a_changed_description_is_read_or_refused(raw):
    try:
        info = parse_info(raw)
    except PackError as error:
        check_problems(error)
        return
    assert isinstance(info, PackInfo)
    assert all(service.age_from <= service.age_to <= 25 for service in info.services.values())
    assert 1 <= info.defaults.need_deciles <= 10


@given(mutations(RECIPE))
def test_a_changed_recipe_is_read_or_refused(raw):
    try:
        recipe = parse_recipe(raw, Path("recipe.toml"))
    except RecipeError as error:
        check_problems(error)
        return
    assert isinstance(recipe, Recipe)
    assert recipe.districts
    assert all(file.source in recipe.info.sources for file in recipe.files.values())


@given(st.text())
def test_any_text_is_a_description_or_refused(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("described") / "pack.toml"
    path.write_text(text.encode("utf-8", "replace").decode("utf-8"), "utf-8")
    with pytest.raises(PackError) as raised:
        read_info(path)
    check_problems(raised.value)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("people", None, "people: found nothing; expected a [people] table. Add it"),
        ("title", None, "the top of the file: found no 'title'; expected a value. Add it"),
        ("title", "", None),
        ("title", datetime.date(2026, 1, 1), "title = {'a date': '2026-01-01'}; expected text"),
        ("illustrative", 1, "illustrative = 1; expected true or false"),
        ("illustrative", "true", "illustrative = 'true'; expected true or false"),
        ("schema_version", 2.0, "schema_version = 2.0; expected a whole number"),
        ("defaults.need_deciles", "3", "need_deciles = '3'; expected a whole number"),
        ("defaults.need_deciles", 0, "need_deciles = 0; expected 1 or more"),
        ("defaults.need_deciles", 11, "need_deciles = 11; expected 10 or less"),
        ("defaults.age_to", True, "defaults: found age_to = True; expected a whole number"),
        ("defaults.age_to", 26, "age_to = 26; expected 25 or less"),
        ("defaults.age_from", 9, "defaults: found ages from 9 to 4"),
        ("services.libraries.limit_min", 0, "limit_min = 0; expected 1 or more"),
        ("services.libraries.kinds", ["library", 3], "kinds with 3 in it; expected text"),
        ("services.libraries.kinds", "library", "kinds = 'library'; expected a list of text"),
        ("services.libraries.mode", "fly", "mode = 'fly'; expected one of walk, drive"),
        ("services.libraries.key", "x", "services.libraries: found an unknown key 'key'"),
        ("services.libraries.colour", "red", "libraries: found an unknown key 'colour'; expected"),
        ("disclosure.threshold", 0, "threshold = 0; expected 2 or more"),
        ("disclosure.threshold", -5, "threshold = -5; expected 2 or more"),
        ("disclosure.threshold", 1, "threshold = 1; expected 2 or more"),
        ("disclosure.threshold", 4.5, "threshold = 4.5; expected a whole number"),
        ("disclosure.round_to", 0, "round_to = 0; expected 1 or more"),
        ("place_kinds", [], "place_kinds = []; expected a table"),
    ],
)
def test_a_fault_is_told_where_it_is(path, value, said):
    raw = copy.deepcopy(PACK)
    raw["services"]["libraries"] = dict(next(iter(raw["services"].values())))
    raw["services"]["libraries"].pop("key", None)
    *tables, key = path.split(".")
    holder = raw
    for name in tables:
        holder = holder[name]
    if value is None:
        del holder[key]
    else:
        holder[key] = value
    if said is None:
        assert parse_info(raw)
        return
    with pytest.raises(PackError) as raised:
        parse_info(raw)
    [problem] = raised.value.problems
    assert said in problem.sentence()


def test_every_fault_is_told_at_once():
    raw = copy.deepcopy(PACK)
    raw["title"] = 3
    raw["colour"] = "red"
    del raw["people"]["period"]
    raw["defaults"]["need_deciles"] = 0
    del raw["sources"][next(iter(raw["sources"]))]["licence"]
    with pytest.raises(PackError) as raised:
        parse_info(raw)
    assert len(raised.value.problems) == 5


def test_every_fault_of_a_recipe_is_told_at_once_in_files_and_description():
    raw = copy.deepcopy(RECIPE)
    raw["districts"] = 7
    raw["tables"]["extra"] = "x.csv"
    raw["files"]["libraries"]["paths"] = "x"
    raw["files"]["schools"]["paths"] = ["../x"]
    raw["files"]["practices"]["colour"] = "red"
    raw["people"]["standing"] = "guessed"
    with pytest.raises(RecipeError) as raised:
        parse_recipe(raw, Path("recipe.toml"))
    assert len(raised.value.problems) == 6


def test_what_is_written_is_what_is_read(tmp_path):
    info = read_info(STARTER / "pack.toml")
    write_info(info, tmp_path / "pack.toml")
    assert read_info(tmp_path / "pack.toml") == info
