"""Recipes that stand on another, and files that may be there or not."""

import shutil
import tomllib
from pathlib import Path

import pytest

from geodata.errors import RecipeError
from geodata.extending import merge
from geodata.raw_folder import choose_files, find_missing, is_there
from geodata.recipe import PACKS, parse_recipe, read_recipe, recipe_of


def read(text):
    return parse_recipe(tomllib.loads(text), Path("recipe.toml"))


NORFOLK = 'extends = "england"\nauthority = "E10000020"\n'


def test_two_lines_are_a_whole_recipe():
    recipe = read(NORFOLK)
    assert recipe.authority == ("E10000020",)
    assert recipe.districts == ()
    assert recipe.derived == {"key", "title", "place_kind"}
    assert recipe.info.sources.keys() == read_recipe(PACKS / "england").info.sources.keys()
    assert recipe_of("E10000020").info == recipe.info


def test_what_it_says_itself_counts_and_the_rest_is_taken_over():
    recipe = read(
        NORFOLK
        + 'title = "Norfolk now"\n[defaults]\nplace_kind = "ward"\nage_to = 11\n'
        + '[services.libraries]\nlimit_min = 30\n[sources.iod2025]\nperiod = "now"\n'
    )
    base = read_recipe(PACKS / "england")
    assert recipe.info.title == "Norfolk now"
    assert recipe.derived == {"key"}
    assert (recipe.info.defaults.place_kind, recipe.info.defaults.age_to) == ("ward", 11)
    assert recipe.info.defaults.need == base.info.defaults.need
    libraries = recipe.info.services["libraries"]
    assert (libraries.limit_min, libraries.age_to) == (30, 19)
    assert recipe.info.sources["iod2025"].period == "now"
    assert recipe.info.sources["iod2025"].title == base.info.sources["iod2025"].title


def test_false_takes_away():
    recipe = read(NORFOLK + "[files]\nhospitals = false\n[services]\nhospitals = false\n")
    assert "hospitals" not in recipe.files
    assert "hospitals" not in recipe.info.services
    assert "libraries" in recipe.files


def test_districts_of_its_own_take_the_place_of_the_authority():
    recipe = read('extends = "england"\ndistricts = ["E07000143"]\n')
    assert recipe.districts == ("E07000143",)
    assert recipe.authority == ()


def test_a_file_that_the_recipe_names_has_to_be_there(tmp_path):
    own = '[files.libraries]\npaths = ["ours.csv"]\n'
    assert "libraries" in read(NORFOLK).spare["files"]
    recipe = read(NORFOLK + own)
    assert "libraries" not in recipe.spare["files"]
    assert recipe.files["libraries"].source == "libraries"
    assert "ours.csv" in {problem.where for problem in find_missing(recipe, tmp_path)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('extends = "wales"', "recipe.toml, extends: found 'wales'; expected one of"),
        ("extends = 3", "recipe.toml, extends: found 3; expected one of"),
        ('extends = "../england"', "expected one of"),
        ('extends = "cambridgeshire_peterborough"', "which stands on tables of its own"),
        (NORFOLK + "authority = []", None),
        ('extends = "england"\nauthority = []', "districts: found none; expected the codes of one"),
        ('extends = "england"\nauthority = 7', "authority"),
        (NORFOLK + "[services.libraries]\nif_there = 3", "if_there = 3; expected true or false"),
        (NORFOLK + '[files.schools]\neither = [["../x.csv"]]', "a path below the raw folder"),
        (NORFOLK + '[files.schools]\ncoarse = ["/x.csv"]', "a path below the raw folder"),
        (
            NORFOLK + '[files.schools]\npaths = ["a"]\neither = [["b"]]',
            "found paths and either; expected one of them",
        ),
    ],
    ids=str,
)
def test_a_wrong_recipe_is_explained(text, said):
    if said is None:
        with pytest.raises(tomllib.TOMLDecodeError):
            read(text)
        return
    with pytest.raises(RecipeError) as raised:
        read(text)
    assert said in str(raised.value)


def test_tables_are_merged_at_any_depth_and_all_else_is_replaced():
    base = {"a": {"b": {"c": 1, "d": [1, 2]}}, "e": 5}
    assert merge(base, {"a": {"b": {"d": [3]}}}) == {"a": {"b": {"c": 1, "d": [3]}}, "e": 5}
    assert merge(base, {"a": 1, "f": 2}) == {"a": 1, "e": 5, "f": 2}
    assert merge(base, {"e": False}) == {"a": base["a"], "e": False}
    assert base == {"a": {"b": {"c": 1, "d": [1, 2]}}, "e": 5}


def test_the_first_way_in_which_a_file_is_there_is_read(tmp_path):
    files = {
        role: file
        for role, file in read(NORFOLK).files.items()
        if role in ("area_boundaries", "postcodes", "libraries")
    }
    for name in ("boundaries/england_lsoa21.parquet", "england/postcodes/B.csv.gz",
                 "england/postcodes/A.csv.gz"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    chosen = choose_files(files, tmp_path)
    assert chosen["area_boundaries"].paths == ("boundaries/england_lsoa21.parquet",)
    assert chosen["postcodes"].paths == ("england/postcodes/A.csv.gz", "england/postcodes/B.csv.gz")
    assert is_there(chosen["postcodes"], tmp_path)
    assert not is_there(chosen["libraries"], tmp_path)
    (tmp_path / "boundaries/england_lsoa_bgc.parquet").write_text("x")
    finer = choose_files(files, tmp_path)
    assert finer["area_boundaries"].paths == ("boundaries/england_lsoa_bgc.parquet",)
    coarse = choose_files(files, tmp_path, coarse=True)
    assert coarse["area_boundaries"].paths == ("boundaries/england_lsoa21.parquet",)
    shutil.rmtree(tmp_path / "england")
    assert not is_there(choose_files(files, tmp_path)["postcodes"], tmp_path)


def test_a_way_of_which_a_piece_is_missing_is_not_taken(tmp_path):
    text = (
        NORFOLK
        + '[files.libraries]\neither = [["a.csv", "b.csv"], ["c*.csv", "d.csv"], ["e.csv"]]\n'
    )
    files = {"libraries": read(text).files["libraries"]}
    for name in ("a.csv", "c1.csv", "c2.csv", "e.csv"):
        (tmp_path / name).write_text("x")
    assert choose_files(files, tmp_path)["libraries"].paths == ("e.csv",)
    (tmp_path / "d.csv").write_text("x")
    assert choose_files(files, tmp_path)["libraries"].paths == ("c1.csv", "c2.csv", "d.csv")
    (tmp_path / "b.csv").write_text("x")
    assert choose_files(files, tmp_path)["libraries"].paths == ("a.csv", "b.csv")
