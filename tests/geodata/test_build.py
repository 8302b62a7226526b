import pytest

from geodata.building.build import build_pack
from geodata.errors import RecipeError
from geodata.pack import find_problems, read_pack, write_pack
from geodata.recipe import read_recipe
from tests.extracts import STREET, write_extract
from tests.geodata.small_recipe import write_raw, write_recipe
from tests.timetables import write_feed


@pytest.fixture(name="folders")
def make_folders(tmp_path):
    return write_recipe(tmp_path / "recipe"), write_raw(tmp_path / "raw")


@pytest.fixture(name="built", scope="module")
def build_small(tmp_path_factory):
    made = tmp_path_factory.mktemp("built")
    return build_pack(read_recipe(write_recipe(made / "recipe")), write_raw(made / "raw"))


def test_a_recipe_and_its_files_make_a_pack_that_checks(built, tmp_path):
    assert list(find_problems(built.pack)) == []
    write_pack(built.pack, tmp_path / "pack")
    assert read_pack(tmp_path / "pack").content_hash == built.pack.content_hash


def test_the_same_files_give_the_same_hash(built, folders):
    recipe, raw = folders
    assert build_pack(read_recipe(recipe), raw).pack.content_hash == built.pack.content_hash


def test_a_changed_figure_gives_another_hash(built, folders):
    recipe, raw = folders
    people = (raw / "people.csv").read_text("utf-8")
    (raw / "people.csv").write_text(people.replace("E01000003,10", "E01000003,11"), "utf-8")
    assert build_pack(read_recipe(recipe), raw).pack.content_hash != built.pack.content_hash


def test_a_split_area_is_shared_by_size_in_whole_people(built):
    # 7 of each age, a third to the first area: running totals 2.33, 4.67, 7 → 2, 5, 7.
    areas = built.pack.areas
    assert areas.loc["E01000001", ["people_0", "people_1", "people_2"]].tolist() == [2, 3, 2]
    assert areas.loc["E01000002", ["people_0", "people_1", "people_2"]].tolist() == [5, 4, 5]
    assert areas["people_all"].sum() == 27 * 91


def test_postcodes_without_coordinates_are_dropped_and_areas_without_any_get_a_point(built):
    origins = built.pack.origins
    assert "FE9 9ZZ" not in origins.index
    assert origins.index[origins["area_id"] == "E01000004"].tolist() == ["area:E01000004"]
    assert "Postcodes without coordinates, dropped: 1." in built.notes
    assert "Areas without a postcode, given a point inside them: 1." in built.notes


def test_areas_are_named_as_people_name_them(built):
    names = built.pack.areas["name"].to_dict()
    assert names == {
        "E01000001": "Reedham, west",
        "E01000002": "Reedham, east",
        "E01000003": "Dykeside",
        "E01000004": "Holm",
    }


def test_a_table_of_names_comes_first(folders):
    recipe, raw = folders
    text = recipe.read_text("utf-8").replace("[tables]", '[tables]\narea_names = "names.csv"')
    recipe.write_text(text, "utf-8")
    (recipe.parent / "names.csv").write_text("area_id,name\nE01000001,The Lock\n", "utf-8")
    names = build_pack(read_recipe(recipe), raw).pack.areas["name"]
    assert names["E01000001"] == "The Lock"
    (recipe.parent / "names.csv").write_text("area_id,name\nE01000001,Holm\n", "utf-8")
    with pytest.raises(RecipeError, match="repeated names \\['Holm'\\]"):
        build_pack(read_recipe(recipe), raw)


def test_a_unitary_authority_is_two_places_with_two_codes(built):
    places = built.pack.places
    assert places.loc["E06000001", "kind"] == "upper-tier"
    assert places.loc["district-holm", "kind"] == "district"
    assert places.loc["E10000001", "name"] == "Fenshire"


def test_teams_are_made_of_wards(built):
    membership = built.pack.membership
    reedham = membership[membership["place_id"] == "team-reedham"]
    assert sorted(reedham["area_id"]) == ["E01000001", "E01000002", "E01000003"]
    assert built.pack.places.loc["team-reedham"].geometry.area == pytest.approx(3e6, rel=1e-3)


def test_a_file_under_the_wrong_kind_is_told_what_it_is(folders):
    recipe, raw = folders
    (raw / "deprivation.csv").write_bytes((raw / "libraries.csv").read_bytes())
    with pytest.raises(RecipeError, match=r"It can be read under files\.libraries\.") as caught:
        build_pack(read_recipe(recipe), raw)
    assert sum("can be read" in each.fix for each in caught.value.problems) == 1


def test_a_ward_left_out_of_the_teams_is_named(folders):
    recipe, raw = folders
    (recipe.parent / "teams.csv").write_text(
        "ward_id,ward,place_id,place\nE05000001,Reedham South,team-reedham,Reedham\n", "utf-8"
    )
    with pytest.raises(RecipeError, match="E05000002"):
        build_pack(read_recipe(recipe), raw)


def test_libraries_closed_mobile_or_listed_twice_are_dropped_and_said(built):
    libraries = built.pack.assets[built.pack.assets["kind"] == "library"]
    assert libraries["name"].tolist() == ["Reedham Library", "Dykeside Library"]
    reedham, dykeside = libraries.to_dict("records")
    assert reedham["opening"] == "Mon 10:00–17:00; Tue 01:00–18:00"
    assert "odd" in reedham["note"]
    assert reedham["postcode"] == "FE1 0AA"
    assert "Other Council" in dykeside["note"]
    for outcome in ("closed", "mobile", "listed twice"):
        assert f"Library rows dropped, {outcome}: 1." in built.notes


def test_a_second_door_points_to_the_first(built):
    assert built.pack.assets.loc["door", "parent_id"] == "centre"
    assert built.pack.assets.loc["centre", "provider"] == "Fenshire"


def test_figures_of_other_places_are_dropped_and_the_comparator_kept(built):
    values = built.pack.indicator_values
    funded = values[values["indicator"] == "funded_pct"].set_index("place_id")
    assert funded.index.tolist() == ["E10000001", "E92000001"]
    assert funded["value"].isna().tolist() == [False, True]
    assert "Figures about places outside the pack, dropped: 1." in built.notes


def test_ranks_with_commas_are_numbers(built):
    values = built.pack.indicator_values
    row = values[(values["indicator"] == "idaci_rank") & (values["place_id"] == "E01000002")]
    assert row[["value", "decile"]].to_numpy().tolist() == [[2000, 2]]


def test_the_report_says_what_a_reader_needs(built):
    report = built.report()
    for said in ("4  areas", "2,457  people", "1 areas that were split", built.pack.content_hash):
        assert said in report


def test_all_missing_files_are_named_with_where_to_get_them(folders):
    recipe, raw = folders
    (raw / "libraries.csv").unlink()
    (raw / "people.csv").unlink()
    with pytest.raises(RecipeError) as caught:
        build_pack(read_recipe(recipe), raw)
    said = {problem.where: problem.fix for problem in caught.value.problems}
    assert set(said) == {"libraries.csv", "people.csv"}
    assert "the county's own site" in said["libraries.csv"]
    assert "https://example.org/made-up" in said["people.csv"]


def test_the_faults_of_several_files_are_said_together(folders):
    recipe, raw = folders
    (raw / "lookup.csv").write_text("one,two\n1,2\n", "utf-8")
    (raw / "areas.geojson").write_text("{}", "utf-8")
    (raw / "sizes.csv").write_text("lsoacd,population\nE01000001,lots\n", "utf-8")
    with pytest.raises(RecipeError) as caught:
        build_pack(read_recipe(recipe), raw)
    said = "\n".join(problem.where for problem in caught.value.problems)
    for where in ("lookup.csv, row 1", "areas.geojson", "sizes.csv, population, row 2"):
        assert where in said


def test_files_of_another_vintage_are_refused(folders):
    recipe, raw = folders
    changed = (raw / "deprivation.csv").read_text("utf-8").replace("E01000004", "E01000099")
    (raw / "deprivation.csv").write_text(changed, "utf-8")
    with pytest.raises(RecipeError, match="E01000004"):
        build_pack(read_recipe(recipe), raw)


def test_a_recipe_needs_only_what_is_required(folders):
    recipe, raw = folders
    text = recipe.read_text("utf-8")
    start, end = text.index("[files.libraries]"), text.index("[sources.made-up]")
    text = text[:start] + text[end:]
    text = text.replace('services = "services.csv"\n', "")
    recipe.write_text(text, "utf-8")
    assert len(build_pack(read_recipe(recipe), raw).pack.assets) == 0


STREETS = """
[files.streets]
paths = ["small.osm.pbf"]
source = "made-up"
"""


def test_an_extract_gives_the_pack_streets(folders, tmp_path):
    recipe, raw = folders
    write_extract(
        raw / "small.osm.pbf",
        {"a": (100, 100), "b": (180, 100), "c": (1900, 1900), "d": (1900, 1980)},
        [("a b", STREET), ("c d", {"highway": "primary"})],
    )
    recipe.write_text(recipe.read_text("utf-8") + STREETS, "utf-8")
    built = build_pack(read_recipe(recipe), raw)
    write_pack(built.pack, tmp_path / "pack")
    again = read_pack(tmp_path / "pack")
    assert again.content_hash == built.pack.content_hash
    assert again.info.network_source == "made-up"
    assert again.network.edges["metres"].tolist() == pytest.approx([80, 80], abs=0.2)
    assert "2  stretches of street" in built.report()
    assert "50.0% of the points are joined" in built.report()


def test_an_extract_of_elsewhere_stops_the_build(folders):
    recipe, raw = folders
    extract = raw / "small.osm.pbf"
    write_extract(extract, {"a": (0, 0), "b": (80, 0)}, [("a b", STREET)], corner=(3e5, 1e5))
    recipe.write_text(recipe.read_text("utf-8") + STREETS, "utf-8")
    with pytest.raises(RecipeError, match="pack’s own county"):
        build_pack(read_recipe(recipe), raw)


def test_streets_come_in_one_file(folders):
    recipe, _ = folders
    two = STREETS.replace('["small.osm.pbf"]', '["a.osm.pbf", "b.osm.pbf"]')
    recipe.write_text(recipe.read_text("utf-8") + two, "utf-8")
    with pytest.raises(RecipeError, match="one file that covers"):
        read_recipe(recipe)


TIMETABLE = """
[files.timetable]
paths = ["feed.zip"]
source = "made-up"
"""


def test_a_feed_gives_the_pack_a_timetable(folders, tmp_path):
    recipe, raw = folders
    stops = {"A": (100, 100), "B": (900, 900)}
    trips = {"one": "A 09:40:00 B 09:50:00", "two*": "A 10:40:00 B 10:50:00"}
    write_feed(raw / "feed.zip", stops, trips)
    recipe.write_text(recipe.read_text("utf-8") + TIMETABLE, "utf-8")
    built = build_pack(read_recipe(recipe), raw)
    write_pack(built.pack, tmp_path / "pack")
    again = read_pack(tmp_path / "pack")
    assert again.content_hash == built.pack.content_hash
    assert again.info.timetable_source == "made-up"
    assert again.timetable.day == "Tuesday 3 March 2026"
    assert again.timetable.connections["depart_s"].tolist() == [34_800]
    assert "1  bus rides from stop to stop" in built.report()
    sunday = recipe.read_text("utf-8") + 'weekday = "sunday"\n'
    recipe.write_text(sunday, "utf-8")
    assert build_pack(read_recipe(recipe), raw).pack.info.timetable_day == "Sunday 8 March 2026"
    recipe.write_text(sunday.replace('"sunday"', '"someday"'), "utf-8")
    with pytest.raises(RecipeError, match="weekday = 'someday'"):
        read_recipe(recipe)


def make_sensitive(recipe, form, per, figures, heads=""):
    """Make the measure of the recipe's own table a sensitive one, with other figures."""
    indicators = recipe.parent / "indicators.csv"
    words = indicators.read_text("utf-8").replace("share,100", f"{form},{per}")
    indicators.write_text(words.replace("made-up,no", "made-up,yes"), "utf-8")
    lines = ["indicator,place_id,period,value,note" + heads, *figures]
    (recipe.parent / "figures.csv").write_text("\n".join(lines) + "\n", "utf-8")


def test_what_is_sensitive_and_without_its_count_stops_a_build(folders):
    """It went into the pack as it was, and into every download."""
    recipe, raw = folders
    make_sensitive(recipe, "share", 100, ["funded_pct,E10000001,2018,68,", "funded_pct,X,2018,1,"])
    with pytest.raises(RecipeError) as refused:
        build_pack(read_recipe(recipe), raw)
    [problem] = refused.value.problems
    assert problem.where == "figures.csv, funded_pct"
    assert problem.found == "a value without the count behind it in 1 row (E10000001, 2018)"
    make_sensitive(recipe, "score", "", ["funded_pct,E10000001,2018,68,"])
    with pytest.raises(RecipeError, match="form = 'score'; expected one of count, share, rate"):
        build_pack(read_recipe(recipe), raw)


def test_a_build_reports_what_was_suppressed_and_no_number_of_it(folders):
    recipe, raw = folders
    counts = [
        "E10000001,2018,14.8,,37,250",
        "E10000001,2017,1.6,,4,250",
        "E06000001,2018,16,,40,250",
    ]
    rows = [f"funded_pct,{row}" for row in counts]
    make_sensitive(recipe, "share", 100, rows, ",numerator,denominator")
    built = build_pack(read_recipe(recipe), raw)
    found = built.pack.indicator_values
    found = found.loc[found["indicator"] == "funded_pct", ["value", "numerator", "denominator"]]
    assert found.iloc[0].tolist() == [14, 35, 250]
    assert found.iloc[1:].isna().all(axis=None)
    assert "Sensitive figures, “suppressed: too few to show”: 2." in built.report()  # of one area
    assert "1.6" not in built.report()


def test_a_build_says_where_counts_are_not_rounded(folders):
    recipe, raw = folders
    make_sensitive(recipe, "count", 1, ["funded_pct,E10000001,2018,68,"])
    rules = '\n[disclosure]\nround_to = 1\nreason = "Tried"\n'
    recipe.write_text(recipe.read_text("utf-8") + rules, "utf-8")
    built = build_pack(read_recipe(recipe), raw)
    assert any("from 5 up are exact: round_to is 1" in note for note in built.notes)
