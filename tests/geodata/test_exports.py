"""The log of exports: a line for each, whole, in order, with no figure; and never in the way."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geodata import exports
from geodata.exports import LOG_SETTING, ROLE_SETTING, log_file, note_export, read_exports
from mapping.__main__ import main
from tests.builders import tiny_pack
from tests.kept_packs import write_once

ROOT = Path(__file__).parents[2]


@pytest.fixture
def log(tmp_path, monkeypatch):
    path = tmp_path / "new" / "exports.jsonl"
    monkeypatch.setenv(LOG_SETTING, str(path))
    monkeypatch.delenv(ROLE_SETTING, raising=False)
    return path


def test_a_line_says_who_what_when_which_pack_and_which_rules(log, monkeypatch):
    monkeypatch.setenv(ROLE_SETTING, "data officer\n")
    pack = tiny_pack()
    assert note_export("profile (pdf)", pack, ["team-a", "team-b"]) == ""
    told = json.loads(log.read_text())
    assert told.pop("when").endswith("Z")
    assert told == {
        "who": "data officer",
        "what": "profile (pdf)",
        "places": ["team-a", "team-b"],
        "pack": "tiny",
        "pack_hash": pack.content_hash,
        "rules": [
            "threshold 5",
            "rounded to 5",
            "no place of fewer than 100 people or 2 areas",
        ],
    }


def test_nobody_is_made_up_where_no_role_is_set(log):
    note_export("map", tiny_pack())
    assert read_exports(log)[0][0].who == "not stated"


def test_lines_of_many_at_once_are_all_there_and_whole(log):
    pack = tiny_pack()
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda n: note_export(f"map {n}", pack, ["x" * 5000]), range(40)))
    assert set(said) == {""}
    found, unreadable = read_exports(log)
    assert ({each.what for each in found}, unreadable) == ({f"map {n}" for n in range(40)}, 0)


def test_a_line_that_a_kill_tore_costs_no_other(log):
    pack = tiny_pack()
    note_export("first", pack)
    with log.open("a") as stream:
        stream.write('{"when": "2026')
    note_export("second", pack)
    found, unreadable = read_exports(log)
    assert ([each.what for each in found], unreadable) == (["first", "second"], 1)


def test_a_full_file_is_put_aside_and_still_read(log, monkeypatch):
    monkeypatch.setattr(exports, "MOST_BYTES", 600)
    for number in range(9):
        note_export(f"map {number}", tiny_pack())
    assert len(list(log.parent.glob("exports.jsonl.0*"))) >= 2
    assert [each.what for each in read_exports(log)[0]] == [f"map {n}" for n in range(9)]


def test_a_full_disk_is_told_and_leaves_no_part_of_a_line(log, monkeypatch):
    note_export("first", tiny_pack())
    before = log.read_bytes()
    real = os.write

    def full(handle, content):
        return real(handle, content[:10])

    monkeypatch.setattr(os, "write", full)
    said = note_export("second", tiny_pack())
    monkeypatch.undo()
    assert "could not be noted" in said
    assert "space" in said
    assert log.read_bytes() == before


def test_a_log_that_cannot_be_written_stops_no_export(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(LOG_SETTING, str(tmp_path / "file" / "exports.jsonl"))
    path = tmp_path / "m.html"
    assert main(["map", "--out", str(path)]) == 0
    assert path.exists()
    assert "could not be noted" in capsys.readouterr().err


def test_every_command_that_writes_notes_it_and_the_log_is_read(log, tmp_path, capsys):
    write_once(tiny_pack(), tmp_path / "pack")
    pack = ["--pack", str(tmp_path / "pack")]
    assert main(["exports"]) == 0
    assert "No export is noted" in capsys.readouterr().out
    assert main(["map", *pack, "--out", str(tmp_path / "m.svg")]) == 0
    assert main(["exercise", *pack, "--place", "team-a", "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    assert main(["exports", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "when,who,what,places,pack,pack_hash,rules"
    assert "map (svg)" in lines[1]
    assert "team-a" in lines[2]
    assert main(["exports"]) == 0
    assert "needs and services (pdf): team-a" in capsys.readouterr().out
    assert len(log.read_text().splitlines()) == 2


def test_a_file_that_could_not_be_written_is_no_export(log, tmp_path):
    (tmp_path / "file").write_text("")
    assert main(["map", "--out", str(tmp_path / "file" / "m.svg")]) == 2
    assert not log.exists()


def test_a_role_cannot_write_a_line_of_its_own(log, monkeypatch):
    monkeypatch.setenv(ROLE_SETTING, 'x"}\n{"when": "never"}')
    note_export("=cmd|' /C calc'!A0", tiny_pack())
    assert len(log.read_text().splitlines()) == 1
    assert len(read_exports(log)[0]) == 1


def test_without_a_setting_it_is_in_the_state_folder_of_the_user(monkeypatch, tmp_path):
    monkeypatch.delenv(LOG_SETTING)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert log_file() == tmp_path / "know-your-patch" / "exports.jsonl"


def test_two_programs_write_into_one_log(log):
    begin = "from tests.builders import tiny_pack; from geodata.exports import note_export\n"
    code = f"{begin}p = tiny_pack()\nfor n in range(30): assert not note_export(f'map {{n}}', p)"
    both = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) for _ in range(2)]
    assert [each.wait() for each in both] == [0, 0]
    found, unreadable = read_exports(log)
    assert (len(found), unreadable) == (60, 0)
