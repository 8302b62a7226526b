"""python -m mapping: what it writes, and what it says when it cannot."""

import io
import zipfile
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.__main__ import main
from mapping.profile.batch_asked import LeftOut, Made
from tests.builders import tiny_pack
from tests.kept_packs import write_once


@pytest.fixture
def folder(tmp_path):
    write_once(tiny_pack(), tmp_path / "pack")
    return tmp_path


def run(folder, *words):
    return main([words[0], "--pack", str(folder / "pack"), *words[1:]])


def test_a_profile_is_written_and_its_path_printed(folder, capsys):
    assert run(folder, "profile", "--place", "team-a", "--out", str(folder / "new")) == 0
    path = folder / "new" / "team-a-profile.pdf"
    assert capsys.readouterr().out == f"{path}\n"
    assert len(PdfReader(io.BytesIO(path.read_bytes())).pages) == 2


def test_a_place_may_be_called_by_its_name(folder):
    assert run(folder, "profile", "--place", "team birch", "--out", str(folder)) == 0
    assert (folder / "team-b-profile.pdf").exists()


def test_a_place_of_another_kind_is_asked_about_by_its_kind(folder):
    assert run(folder, "profile", "--place", "D1", "--out", str(folder)) == 0
    text = PdfReader(folder / "d1-profile.pdf").pages[0].extract_text()
    assert "Shown by district" in " ".join(text.split())


def test_a_place_that_is_not_there_names_the_nearest(folder, capsys):
    assert run(folder, "profile", "--place", "Team Aldr", "--out", str(folder)) == 2
    said = capsys.readouterr().err
    assert "Nearest: team-a (Team Alder)" in said
    assert "Traceback" not in said
    assert said.count("\n") == 1


def test_every_option_that_cannot_be_used_is_said_on_a_line(folder, capsys):
    words = ("--age", "old", "--limit", "x", "--service", "moon", "--out", str(folder / "m.html"))
    assert run(folder, "map", *words) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3
    assert not (folder / "m.html").exists()


def test_a_pack_that_is_not_there_is_said(tmp_path, capsys):
    words = ["map", "--pack", str(tmp_path / "none"), "--out", str(tmp_path / "m.html")]
    assert main(words) == 2
    assert "no such folder" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_said(folder, capsys):
    assert run(folder, "map", "--out", str(folder / "pack" / "pack.toml" / "m.html")) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_map_is_written_as_html_with_the_question_asked(folder, capsys):
    path = folder / "m.html"
    assert run(folder, "map", "--out", str(path), "--age", "5-9", "--colour-by", "reach") == 0
    assert capsys.readouterr().out == f"{path}\n"
    pack = tiny_pack()
    asked = measure_gaps(pack, default_question(pack, age_from=5, age_to=9))
    assert asked.heading in path.read_text("utf-8")


@pytest.mark.parametrize("words", [("m.png",), ("m.dat", "--format", "png")])
def test_a_map_is_written_as_a_picture(folder, words):
    path = folder / words[0]
    assert run(folder, "map", "--out", str(path), *words[1:]) == 0
    assert path.read_bytes().startswith(b"\x89PNG")


def test_the_starter_pack_is_the_usual_one(tmp_path):
    assert main(["map", "--out", str(tmp_path / "m.html")]) == 0
    assert "Cambridgeshire and Peterborough" in (tmp_path / "m.html").read_text("utf-8")


def test_options_that_are_unknown_stop_with_two():
    with pytest.raises(SystemExit) as stopped:
        main(["map", "--colour-by", "mood", "--out", "x"])
    assert stopped.value.code == 2


def test_several_places_are_written_as_a_batch_and_taken_up_again(folder, capsys):
    words = ("profile", "--kind", "early-help-team", "--formats", "csv", "--out", str(folder / "o"))
    assert run(folder, *words, "--zip") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "3 files of 3 of 3 places."
    with zipfile.ZipFile(said[-1]) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [
            "README.txt",
            "summary.csv",
            "team-alder-profile.csv",
            "team-birch-profile.csv",
            "team-cedar-profile.csv",
        ]
    assert run(folder, *words, "--resume") == 0
    assert "3 of them from before" in capsys.readouterr().out


def test_profiles_that_had_to_be_left_out_are_told_apart_by_how_it_ends(
    folder, capsys, monkeypatch
):
    left = LeftOut(place_id="team-a", format="csv", why="it took too long")

    def batch(asked, out, **_):
        return Made(batch=asked, folder=out, left_out=[left], is_over=True)

    monkeypatch.setattr("mapping.profile_command.make_batch", batch)
    words = ("profile", "--kind", "early-help-team", "--formats", "csv", "--out", str(folder / "o"))
    assert run(folder, *words) == 3
    told = capsys.readouterr()
    assert "it took too long" in told.err
    assert "1 left out" in told.out


def test_a_booklet_without_one_of_its_places_is_told_apart_too(folder, capsys, monkeypatch):
    bound = SimpleNamespace(pdf=b"x", places=("team-b",), left_out={"team-a": "it took too long"})
    monkeypatch.setattr("mapping.profile_booklets.bind_booklet", lambda *_, **__: bound)
    words = ("profile", "--kind", "early-help-team", "--booklet", "--out", str(folder / "o"))
    assert run(folder, *words) == 3
    assert "it took too long" in capsys.readouterr().out
    bound.left_out = {}
    assert run(folder, *words) == 0


def test_one_place_is_written_in_several_formats(folder, capsys):
    words = ("profile", "--place", "team-a", "--formats", "csv,xlsx", "--out", str(folder))
    assert run(folder, *words) == 0
    names = [f"{folder / 'team-a-profile'}.{ending}" for ending in ("csv", "xlsx")]
    assert capsys.readouterr().out.splitlines() == names


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--place: found no place"),
        (("--place", "team-a", "--formats", "pdf,papyrus"), "papyrus"),
        (("--kind", "moon"), "moon"),
    ],
)
def test_what_cannot_be_profiled_is_said(folder, capsys, words, said):
    assert run(folder, "profile", *words, "--out", str(folder / "o")) == 2
    assert said in capsys.readouterr().err
