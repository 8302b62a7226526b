"""Any authority without a recipe, of a country small enough to work out by hand."""

import re

import pytest

import geodata.building.every as every_module
from geodata.__main__ import main
from geodata.building.build import build_pack
from geodata.building.every import build_every
from geodata.building.shelf import Shelf
from geodata.coverage import coverage_lines, summarise
from geodata.errors import RecipeError
from geodata.pack import read_pack
from geodata.recipe import read_recipe, recipe_of
from tests.geodata.making import MADE_FROM, areas, small_making
from tests.geodata.small_country import write_country


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    return write_country(tmp_path_factory.mktemp("country"))


@pytest.fixture(scope="module")
def county(raw):
    return build_pack(recipe_of("E10000001"), raw)


@pytest.fixture(scope="module")
def unitary(raw):
    return build_pack(recipe_of("Holm"), raw)


def test_a_county_has_its_districts_and_people(county):
    pack = county.pack
    assert (pack.info.title, pack.info.key) == ("Fenshire", "fenshire")
    assert list(pack.areas.index) == ["E01000001", "E01000002", "E01000003"]
    assert pack.areas["people_all"].sum() == 91 * 17
    assert list(pack.info.place_kinds) == ["upper-tier", "district", "ward"]
    assert pack.info.defaults.place_kind == "ward"  # of one district alone


def test_a_unitary_authority_has_no_kind_for_districts(unitary):
    pack = unitary.pack
    assert (pack.info.title, len(pack.areas)) == ("Holm", 1)
    assert list(pack.info.place_kinds) == ["upper-tier", "ward"]
    assert pack.info.defaults.place_kind == "ward"
    assert pack.places.loc["E06000001", "name"] == "Holm"
    assert pack.areas["people_all"].sum() == 910


def test_doors_of_neighbours_are_there_and_marked(county, unitary):
    assets = unitary.pack.assets
    assert assets["across_border"].all()
    assert set(assets["name"]) >= {"Reedham Library", "Dykeside Library"}
    ours = county.pack.assets.set_index("name")["across_border"]
    assert not ours["Reedham Library"]
    assert (
        "Listed under Other Council"
        in (county.pack.assets.set_index("name").loc["Dykeside Library", "note"])
    )


def test_what_is_not_there_is_left_out_and_said(county):
    pack = county.pack
    assert "Not in the raw folder" in pack.coverage.loc["hospitals", "why"]
    assert pack.coverage.loc["hospitals", "verdict"] == "left out"
    assert "nhs-hospitals" not in pack.info.sources
    assert list(pack.info.services) == ["libraries"]
    assert pack.info.defaults.service == "libraries"
    assert pack.info.defaults.need == "idaci_rank"  # File 8 is not there
    assert "hospitals: not in the raw folder, left out." in county.notes


def test_coverage_counts_what_was_found(county, unitary):
    coverage = county.pack.coverage
    assert coverage.loc["people_by_age", ["found", "expected"]].tolist() == [3, 3]
    assert coverage.loc["deprivation", ["found", "expected"]].tolist() == [30, 30]
    libraries = coverage.loc["libraries"]
    assert (libraries["found"], libraries["left_out"]) == (2, 4)
    assert "Library rows dropped, closed: 1." in libraries["why"]
    assert coverage.loc["libraries", "verdict"] == "pass"
    none = unitary.pack.coverage.loc["libraries"]
    assert (none["found"], none["verdict"]) == (0, "fail")
    assert "None stands in the pack" in none["why"]
    assert "2 more across" not in none["why"]


def test_an_area_without_a_postcode_is_named(tmp_path):
    country = write_country(tmp_path / "country")
    path = country / "england/postcodes/FE.csv.gz"
    kept = [line for line in path.read_text().split("\n") if "E01000003" not in line]
    path.write_text("\n".join(kept))
    row = build_pack(recipe_of("E10000001"), country).pack.coverage.loc["postcodes"]
    assert (row["found"], row["expected"], row["verdict"]) == (2, 3, "fail")
    assert "Fenmarsh 002A (E01000003)" in row["why"]


def test_postcodes_out_of_reach_are_not_read(county):
    assert "Files of postcodes with any within reach: 1 of 2." in county.notes
    assert county.pack.coverage.loc["postcodes", "files"] == "england/postcodes/FE.csv.gz"


def test_an_old_code_is_translated(raw):
    built = build_pack(recipe_of("E07000777"), raw)
    assert list(built.pack.areas["district"].unique()) == ["Fenmarsh"]
    assert any("Old Marsh (E07000777) is no more" in note for note in built.notes)


def test_several_authorities_make_one_pack(raw):
    pack = build_pack(recipe_of("E10000001,Holm"), raw).pack
    assert (pack.info.title, len(pack.areas)) == ("Fenshire and Holm", 4)
    assert list(pack.info.place_kinds) == ["upper-tier", "district", "ward"]


@pytest.mark.parametrize("missing", ["deprivation/iod2025_file7_layout_england.csv",
                                     "lookups/lookup_ltla23_utla23.csv",
                                     "england/postcodes/FE.csv.gz"])  # fmt: skip
def test_a_national_file_that_is_needed_is_asked_for(tmp_path, missing):
    country = write_country(tmp_path)
    (country / missing).unlink()
    if "postcodes" in missing:
        (country / "england/postcodes/ZZ.csv.gz").unlink()
    with pytest.raises(RecipeError) as raised:
        build_pack(recipe_of("E10000001"), country)
    [problem] = raised.value.problems
    assert problem.found == "no such file"
    assert "Get it from" in problem.fix


def test_a_short_national_file_is_refused_by_the_areas_it_lacks(tmp_path):
    country = write_country(tmp_path)
    path = country / "england/mye2020_lsoa11_single_year_england.csv.gz"
    path.write_text("\n".join(path.read_text().split("\n")[:2]) + "\n")
    with pytest.raises(RecipeError) as raised:
        build_pack(recipe_of("E10000001"), country)
    assert "E01000003" in str(raised.value)


def test_a_misspelt_authority_is_refused_with_what_is_near(raw, tmp_path, capsys):
    options = ["--raw", str(raw), "--out", str(tmp_path / "out")]
    assert main(["build", "--authority", "Fenshir", *options]) == 2
    assert "near it are Fenshire (E10000001)" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("named", ["", ",", " , "])
def test_no_authority_at_all_is_refused_in_words(raw, tmp_path, capsys, named):
    out = str(tmp_path / "pack")
    assert main(["build", "--authority", named, "--raw", str(raw), "--out", out]) in (1, 2)
    said = "".join(capsys.readouterr())
    assert "authority" in said
    assert "fault in the program" not in said


def test_an_authority_is_called_as_people_call_it(tmp_path):
    """A register turns a name round, to stand under B: Bristol, City of."""
    country = write_country(tmp_path)
    for path in country.rglob("*.csv"):
        text = path.read_text("utf-8")
        if "Holm," in text or ",Holm" in text:
            turned = re.sub(r"(?<=,)Holm(?=[,\n])", '"Holm, City of"', text)
            path.write_text(turned, "utf-8")
    pack = build_pack(recipe_of("E06000001"), country).pack
    assert pack.info.title == "Holm"
    assert set(pack.areas["district"]) == {"Holm"}
    assert pack.places.loc["E06000001", "name"] == "Holm"


def test_the_command_builds_an_authority_and_tells_its_coverage(raw, tmp_path, capsys):
    out = tmp_path / "fenshire"
    assert main(["build", "--authority", "e10000001", "--raw", str(raw), "--out", str(out)]) == 0
    assert "Coverage: " in capsys.readouterr().out
    assert read_pack(out).coverage.loc["libraries", "found"] == 2
    assert main(["coverage", str(out)]) == 0
    told = capsys.readouterr().out
    assert "pass      people_by_age: 3 of 3 areas" in told
    assert "left out  hospitals: 0 files" in told


def test_every_authority_is_built_as_it_is_alone(raw, tmp_path, capsys, county, unitary):
    out = tmp_path / "packs"
    assert main(["build", "--every-authority", "--raw", str(raw), "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "1 of 2: Holm: 1 area," in told
    assert "2 packs written" in told
    assert read_pack(out / "fenshire_e10000001").content_hash == county.pack.content_hash
    assert read_pack(out / "holm_e06000001").content_hash == unitary.pack.content_hash


def test_each_national_file_is_read_once(raw, tmp_path, monkeypatch):
    read = []
    look = Shelf._look

    def count(shelf, reader, path, options):
        before = len(shelf._held)
        key = look(shelf, reader, path, options)
        read.extend([path.name] * (len(shelf._held) - before))
        return key

    monkeypatch.setattr(Shelf, "_look", count)
    build_every(raw, tmp_path, [].append)
    assert len(read) == len(set(read)) > 8


def test_one_that_cannot_be_built_stops_none_of_the_others(raw, tmp_path):
    said = []
    every = build_every(raw, tmp_path, said.append, ["E06000099", "E06000001"])
    assert [path.name for path in every.built] == ["holm_e06000001"]
    assert "E06000099" in every.refused
    assert "cannot be built" in said[0]


def test_one_that_cannot_be_written_stops_none_of_the_others(raw, tmp_path):
    (tmp_path / "holm_e06000001").write_text("in the way")
    every = build_every(raw, tmp_path, [].append)
    assert [path.name for path in every.built] == ["fenshire_e10000001"]
    assert list(every.refused) == ["E06000001"]


def test_a_person_may_stop_it_and_what_is_written_is_whole(raw, tmp_path, monkeypatch):
    real = every_module.build_pack

    def stop_at_second(recipe, *rest):
        if recipe.authority == ("E10000001",):
            raise KeyboardInterrupt
        return real(recipe, *rest)

    monkeypatch.setattr(every_module, "build_pack", stop_at_second)
    every = build_every(raw, tmp_path, [].append)
    assert every.stopped
    [folder] = tmp_path.iterdir()
    assert read_pack(folder).info.title == "Holm"
    options = ["--raw", str(raw), "--out", str(tmp_path / "again")]
    assert main(["build", "--every-authority", *options]) == 1


def test_a_coverage_report_says_all_of_it_in_a_sentence(county, unitary):
    assert summarise(county.pack.coverage).startswith("6 of ")
    assert "not whole: libraries" in summarise(unitary.pack.coverage)
    assert coverage_lines(unitary.pack.coverage)[-1] == summarise(unitary.pack.coverage)
    assert "build it again" in summarise(county.pack.coverage.iloc[:0])


OWN = """
extends = "england"
authority = "Fenshire"
title = "Our Fens"

[defaults]
place_kind = "team"
need_deciles = 2

[place_kinds.team]
label = "team"
plural = "teams"
boundary = "working"
partition = true
source = "iod2025"
made_from = "teams.csv"
"""
TEAMS = "ward_id,ward,place_id,place\nE05000001,Reedham South,t1,East\nE05000002,Dykeside,t2,West\n"


def test_a_recipe_adds_what_only_its_authority_knows(raw, tmp_path):
    (tmp_path / "recipe.toml").write_text(OWN)
    (tmp_path / "teams.csv").write_text(TEAMS)
    pack = build_pack(read_recipe(tmp_path), raw).pack
    assert pack.info.title == "Our Fens"
    assert pack.info.key == "our-fens"
    assert pack.info.defaults.place_kind == "team"
    assert pack.info.defaults.need_deciles == 2
    assert list(pack.info.place_kinds) == ["upper-tier", "district", "ward", "team"]
    assert set(pack.places.index[pack.places["kind"] == "team"]) == {"t1", "t2"}


def test_an_area_that_no_middle_area_holds_is_explained(tmp_path):
    country = write_country(tmp_path)
    lookup = "msoa21_code,msoa21_name\nE02000001,Fenmarsh 001\nE02000009,Elsewhere 001\n"
    (country / "lookups/lookup_msoa11_msoa21_ltla22.csv").write_text(lookup)
    with pytest.raises(RecipeError) as raised:
        build_pack(recipe_of("E10000001"), country)
    [problem] = raised.value.problems
    assert "1 area without a code of its place, such as E01000003 (Fenmarsh 002A)" in problem.found
    assert "remove that kind of place" in problem.fix


def test_two_wards_of_one_name_are_told_apart_by_their_district(tmp_path):
    country = write_country(tmp_path)
    path = country / "lookups/lookup_lsoa21_ward24_ltla24.csv"
    path.write_text(path.read_text().replace("Dykeside", "Holm"))
    places = build_pack(recipe_of("E10000001,E06000001"), country).pack.places
    names = places.loc[places["kind"] == "ward", "name"]
    assert sorted(names) == ["Holm (Fenmarsh)", "Holm (Holm)", "Reedham South"]


HUBS = "local_authority,name,postcode,lat,lng,register\n"


@pytest.mark.parametrize(
    ("rows", "is_there"),
    [
        ("Fenshire,Reedham Hub,FE1 0AA,,,DfE list of family hub sites\n", True),
        ("Fenshire (neighbour),Reedham Hub,FE1 0AA,,,DfE list of family hub sites\n", False),
        ("Otherland,Reedham Hub,FE1 0AA,,,DfE list of family hub sites\n", False),
    ],
    ids=["its own", "its neighbour’s", "another’s"],
)
def test_a_list_of_hubs_of_others_alone_is_left_out(tmp_path, rows, is_there):
    country = write_country(tmp_path)
    (country / "centres").mkdir()
    (country / "centres/family_hubs_england.csv").write_text(HUBS + rows)
    pack = build_pack(recipe_of("E10000001"), country).pack
    assert ("family-centres" in pack.info.services) == is_there
    assert (pack.coverage.loc["family_hubs", "verdict"] == "pass") == is_there
    assert (pack.info.defaults.service == "family-centres") == is_there
    assert ("family-hubs" in pack.info.sources) == is_there


def test_figures_of_districts_stand_on_authorities_that_are_their_own():
    alone = {kind: made for kind, made in MADE_FROM.items() if kind != "district"}
    unitary = small_making(made_from=alone, areas=areas().iloc[2:])
    assert unitary.kind_of("districts") == "upper-tier"
    assert small_making(made_from=alone).kind_of("districts") is None  # one is in a county
    assert small_making().kind_of("districts") == "district"
    assert unitary.kind_of("networks") is None
