import pytest

from geodata.errors import RecipeError
from geodata.raw_folder import find_missing
from geodata.recipe import PACKS, read_recipe
from tests.geodata.small_recipe import write_recipe


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_recipe_is_read_from_its_folder_or_its_file(tmp_path):
    path = write_recipe(tmp_path)
    recipe = read_recipe(path)
    assert read_recipe(tmp_path) == recipe
    assert recipe.districts == ("E07000001", "E06000001")
    assert recipe.made_from["team"] == "teams.csv"
    assert recipe.info.illustrative is False
    assert recipe.files["libraries"].where == "the county's own site"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('districts = ["E07000001", "E06000001"]', "", "districts: found none"),
        ('districts = ["E07000001", "E06000001"]', "districts = 7", "a list of text"),
        ("[files.libraries]", "[files.librarys]", "unknown kind of file 'librarys'"),
        ('paths = ["libraries.csv"]', "", "no paths"),
        ('paths = ["libraries.csv"]', 'paths = ["../secret.csv"]', "below the raw folder"),
        ('paths = ["libraries.csv"]', 'paths = ["/etc/passwd"]', "below the raw folder"),
        ('paths = ["people.csv"]\nsource = "made-up"', 'paths = ["a"]\nsource = "x"', "source 'x'"),
        ("[files.deprivation]", "[files.schools]", "files.deprivation: found nothing"),
        ('made_from = "districts"', 'made_from = "parishes"', "made_from = 'parishes'"),
        ("[choices]", "[choices]\nlibrary = []", "unknown key 'library'"),
        ("[tables]", '[tables]\nextra = "x.csv"', "unknown key 'extra'"),
        ("[people]", "[[people]]", "people"),
        ('title = "Fenmarsh & Holm"', "title = 3", "title = 3"),
        ('key = "small"', "key = ", "not TOML"),
    ],
)
def test_a_wrong_recipe_is_explained(tmp_path, old, new, said):
    path = write_recipe(tmp_path)
    change(path, old, new)
    with pytest.raises(RecipeError) as caught:
        read_recipe(path)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "path",
    ["../services.csv", "/etc/passwd", "a/../../b.csv", "~/b.csv", "C:/b.csv", "..\\\\b.csv", ""],
)
def test_a_recipe_reads_only_below_its_own_folder(tmp_path, path):
    recipe = write_recipe(tmp_path)
    change(recipe, 'services = "services.csv"', f'services = "{path}"')
    with pytest.raises(RecipeError, match="below the recipe’s folder"):
        read_recipe(recipe)


def test_a_table_of_wards_lies_below_the_recipes_folder(tmp_path):
    recipe = write_recipe(tmp_path)
    change(recipe, 'made_from = "teams.csv"', 'made_from = "../teams.csv"')
    with pytest.raises(RecipeError, match="below the recipe’s folder"):
        read_recipe(recipe)


def test_a_link_that_leads_out_is_not_followed(tmp_path):
    recipe, raw = write_recipe(tmp_path / "recipe"), tmp_path / "raw"
    raw.mkdir()
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n", "utf-8")
    for link in (raw / "people.csv", recipe.parent / "services.csv"):
        link.unlink(missing_ok=True)
        link.symlink_to(tmp_path / "secret.csv")
    missing = {each.where: each.found for each in find_missing(read_recipe(recipe), raw)}
    assert missing["people.csv"] == "a link that leads out of raw"
    assert missing["services.csv"] == "a link that leads out of recipe"
    (raw / "kept.csv").write_text("a,b\n1,2\n", "utf-8")
    (raw / "people.csv").unlink()
    (raw / "people.csv").symlink_to(raw / "kept.csv")  # inside is inside
    assert "people.csv" not in {each.where for each in find_missing(read_recipe(recipe), raw)}


def test_every_fault_of_a_recipe_is_said_at_once(tmp_path):
    path = write_recipe(tmp_path)
    change(path, 'made_from = "districts"', 'made_from = "parishes"')
    change(path, 'title = "Fenmarsh & Holm"', "title = 3")
    change(path, "[choices]", "[choices]\nlibrary = []")
    with pytest.raises(RecipeError) as caught:
        read_recipe(path)
    assert len(caught.value.problems) == 3


def test_a_recipe_that_is_not_there_is_explained(tmp_path):
    with pytest.raises(RecipeError, match="geodata list"):
        read_recipe(tmp_path / "nowhere")


def test_every_missing_file_is_listed_with_publisher_and_licence(tmp_path):
    recipe = read_recipe(write_recipe(tmp_path))
    missing = find_missing(recipe, tmp_path / "raw")
    assert len(missing) == len(recipe.files)
    assert all("Nobody; none" in problem.expected for problem in missing)


def test_the_recipes_that_come_with_the_project_can_be_read():
    found = sorted(PACKS.glob("*/recipe.toml"))
    assert found
    for path in found:
        recipe = read_recipe(path)
        own = [problem for problem in find_missing(recipe, path) if "own table" in problem.expected]
        assert own == [], path
        assert all(source.attribution for source in recipe.info.sources.values())
