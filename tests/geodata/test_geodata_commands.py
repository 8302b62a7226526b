import pytest

from geodata.__main__ import main
from geodata.starter.__main__ import main as make_starter
from tests.geodata.small_recipe import write_raw, write_recipe


def test_build_check_and_list(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    recipe, raw = write_recipe(tmp_path / "recipe"), write_raw(tmp_path / "raw")
    assert main(["build", str(recipe), "--raw", str(raw), "--out", "packs/small"]) == 0
    built = capsys.readouterr().out
    assert "Reading the official files…" in built
    assert "Content hash" in built
    assert main(["check", "packs/small"]) == 0
    checked = capsys.readouterr().out
    assert "no faults. 4 areas" in checked
    (tmp_path / "packs" / "broken").mkdir()
    (tmp_path / "packs" / "broken" / "areas.parquet").write_bytes(b"")
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (own,) = [line for line in lines if line.startswith("packs/small")]
    assert "Fenmarsh & Holm  January 2026  real" in own
    assert own.split()[-1] in built
    assert any("illustrative" in line for line in lines)
    assert any("recipe, to be built" in line for line in lines)
    assert any(line.startswith("packs/broken  cannot be used") for line in lines)


def test_faults_are_printed_without_a_traceback(tmp_path, capsys):
    recipe = write_recipe(tmp_path / "recipe")
    (tmp_path / "raw").mkdir()
    out = tmp_path / "pack"
    assert main(["build", str(recipe), "--raw", str(tmp_path / "raw"), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "libraries.csv: found no such file" in said
    assert len(said.splitlines()) == 10
    assert not out.exists()


def test_misuse_is_told_apart_from_faults(tmp_path, capsys):
    recipe = write_recipe(tmp_path)
    nowhere = str(tmp_path / "nowhere")
    assert main(["build", str(recipe), "--raw", nowhere, "--out", "x"]) == 2
    assert "no such folder" in capsys.readouterr().err
    assert main(["check", nowhere]) == 2
    (tmp_path / "empty").mkdir()
    assert main(["check", str(tmp_path / "empty")]) == 1
    with pytest.raises(SystemExit) as caught:
        main(["bake"])
    assert caught.value.code == 2


def test_any_file_is_checked_by_its_content(tmp_path, capsys):
    path = tmp_path / "doors.pdf"
    path.write_text("name,latitude,longitude\nA,52.5,0.1\nB,52.5,2.0\n", "utf-8")
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr().out
    assert "doors.pdf: a table of 2 rows and 3 columns, UTF-8; 1 warning." in said
    assert "row 3: a place in the sea" in said
    path.write_text("name,latitude,longitude\nA,0.1,52.5\n", "utf-8")
    assert main(["check", str(path)]) == 1
    printed = capsys.readouterr()
    assert "row 2: found latitude and longitude exchanged" in printed.err
    assert "doors.pdf: 1 fault." in printed.out


def test_the_year_of_codes_is_told_by_the_official_lookup(tmp_path, capsys):
    lookup, path = tmp_path / "changes.csv", tmp_path / "children.csv"
    lookup.write_text(
        "LSOA11CD,LSOA21CD,CHGIND,LAD22CD\nE01000001,E01033769,S,E07000001\n"
        "E01000001,E01033770,S,E07000001\nE01000002,E01000002,U,E07000001\n",
        "utf-8",
    )
    path.write_text("lsoa_code,n\nE01000001,5\nE01000002,6\n", "utf-8")
    assert main(["check", str(path)]) == 0
    assert "may be of 2011 or of 2021" in capsys.readouterr().out
    assert main(["check", str(path), "--lookup", str(lookup)]) == 0
    said = capsys.readouterr().out
    assert "areas of 2011. 1 of them ended in 2021, such as E01000001 in row 2" in said
    path.write_text("lsoa_code,n\nE01000001,5\nE01033770,6\n", "utf-8")
    assert main(["check", str(path), "--lookup", str(lookup)]) == 1
    assert "1 area of 2011 beside areas of 2021 that came of them" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"\0\xff", b"title = ", b"a" * 6_000_000, b"[[["])
def test_a_recipe_that_is_none_stops_a_build_in_words(tmp_path, capsys, content):
    (tmp_path / "recipe.toml").write_bytes(content)
    asked = ["build", str(tmp_path), "--raw", str(tmp_path), "--out", str(tmp_path / "pack")]
    assert main(asked) == 2
    assert "fault in the program" not in capsys.readouterr().err
    assert not (tmp_path / "pack").exists()


def test_a_folder_in_place_of_a_file_is_told(tmp_path, capsys):
    recipe, raw = write_recipe(tmp_path / "recipe"), write_raw(tmp_path / "raw")
    (raw / "people.csv").unlink()
    (raw / "people.csv").mkdir()
    asked = ["build", str(recipe), "--raw", str(raw), "--out", str(tmp_path / "pack")]
    assert main(asked) == 2
    assert "people.csv: found a folder" in capsys.readouterr().err


def test_list_passes_over_what_is_no_recipe(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, content in (("a", b"\xff\xfe"), ("b", b"x = "), ("c", b'title = "C"')):
        (tmp_path / "packs" / name).mkdir(parents=True)
        (tmp_path / "packs" / name / "recipe.toml").write_bytes(content)
    (tmp_path / "packs" / "d" / "recipe.toml").mkdir(parents=True)
    assert main(["list"]) == 0
    said = capsys.readouterr().out
    assert said.count("a recipe that cannot be read") == 3
    assert "C    recipe, to be built" in said


def test_the_starter_ends_in_words(tmp_path, capsys):
    (tmp_path / "file").write_text("mine")
    assert make_starter(["--out", str(tmp_path / "file")]) == 2
    assert "a file where a folder should be" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "mine"
