import pytest

from geodata.__main__ import main
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
    assert main(["build", str(recipe), "--raw", str(tmp_path / "raw"), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert "libraries.csv: found no such file" in said
    assert "10 faults; nothing was written." in said
    assert not out.exists()
    assert main(["check", str(tmp_path / "nowhere")]) == 1


def test_misuse_is_told_apart_from_faults(tmp_path, capsys):
    recipe = write_recipe(tmp_path)
    nowhere = str(tmp_path / "nowhere")
    assert main(["build", str(recipe), "--raw", nowhere, "--out", "x"]) == 2
    assert "no such folder" in capsys.readouterr().err
    with pytest.raises(SystemExit) as caught:
        main(["bake"])
    assert caught.value.code == 2
