"""Profiles of many places: made, left out, stopped, taken up again, and killed at any point."""

import csv
import errno
import hashlib
import io
import os
import pickle
import random
import signal
import time
import zipfile
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pytest

from geodata.errors import DataError, QuestionError
from geodata.tracing import PROGRAM, trace_of
from geodata.written import explained
from layers.progress import Stopped
from layers.question.question import default_question
from mapping.profile import batch_crew, batch_worker
from mapping.profile.batch import make_batch
from mapping.profile.batch_asked import Batch, LeftOut
from mapping.profile.batch_journal import JOURNAL, Journal, Written, read_journal
from mapping.profile.batch_names import file_names
from mapping.profile.batch_summary import SEND, TO_DO, to_do
from mapping.profile.batch_worker import ENDED, NO_FILE, REPLACED, SLOW, UNSAFE, make_files
from mapping.profile.batch_zip import zip_batch
from mapping.profile.branding import Branding
from mapping.released.check import check_folder
from tests.builders import tiny_pack
from tests.mapping.batch_formats import FORMATS

TEAMS = ("team-a", "team-b", "team-c")
FAULT = "a fault in the program stopped it (ValueError): faults.txt says where"


@cache
def tiny():
    return tiny_pack()


def asked(*formats, places=TEAMS, **changes):
    pack = changes.pop("pack", None) or tiny()
    question = changes.pop("question", None) or default_question(pack)
    return Batch(pack=pack, question=question, places=places, formats=formats, **changes)


@pytest.fixture
def here(monkeypatch):
    """Workers in this process, that say how often a place was worked out."""
    made = []

    class Here:
        def __init__(self, packed):
            self.work = pickle.loads(packed)  # noqa: S301

        def make(self, place_id, kind, files):
            made.append((place_id, sorted(files)))
            return make_files(self.work, place_id, kind, files)

        def end(self):
            pass

    monkeypatch.setattr(batch_crew, "Worker", Here)
    return made


@pytest.fixture
def at_once(monkeypatch, request):
    """Places that need no working out; only a kill needs files that take a while to write."""
    often = 200_000 if request.node.get_closest_marker("sweep") else 200

    def document(place_id, **_):
        said = SimpleNamespace(place_id=place_id, headline=f"{place_id} " * often)
        return SimpleNamespace(profile=said, pack=tiny())

    monkeypatch.setattr(batch_worker, "ask", lambda _, place_id: place_id)
    monkeypatch.setattr(batch_worker, "Document", document)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # no test here takes the power away
    monkeypatch.setattr("mapping.profile.batch._worked_out", lambda _, question, *__: question)


def rows(folder):
    text = (folder / "summary.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.sweep
def test_processes_of_their_own_make_the_files_and_one_that_dies_stops_no_other(tmp_path):
    made = make_batch(asked("words", "deadly", "faulty"), tmp_path, formats=FORMATS)
    left = {(each.place_id, each.format): each.why for each in made.left_out}
    assert left == {
        ("team-a", "deadly"): ENDED,
        ("team-a", "faulty"): FAULT,
    }
    assert len(made.files) == 7
    assert (tmp_path / "team-alder-profile.txt").stat().st_size > 10
    assert (tmp_path / "team-birch-profile.bin").read_bytes() == b"alive"
    assert "7 files of 3 of 3 places; 2 left out" in (tmp_path / "README.txt").read_text("utf-8")
    assert {row["outcome"] for row in rows(tmp_path)} == {"made", "left out"}


@pytest.mark.usefixtures("here", "at_once")
def test_a_place_that_takes_too_long_is_left_out(tmp_path, monkeypatch):
    class Slow(batch_crew.Worker):
        def make(self, place_id, kind, files):
            self.ended, until = False, time.monotonic() + 60
            while place_id == "team-b" and time.monotonic() < until and not self.is_ended():
                time.sleep(0.01)
            if place_id == "team-b":
                raise EOFError
            return super().make(place_id, kind, files)

        def is_ended(self):
            return self.ended

        def end(self):
            self.ended = True

    monkeypatch.setattr(batch_crew, "Worker", Slow)
    monkeypatch.setattr(batch_crew, "PLACE_S", 0.2)
    made = make_batch(asked("words"), tmp_path, formats=FORMATS)
    assert [(each.place_id, each.why) for each in made.left_out] == [("team-b", SLOW)]
    assert len(made.files) == 2


@pytest.mark.usefixtures("here", "at_once")
def test_the_summary_lists_every_file_with_its_digest(tmp_path):
    make_batch(asked("words", "nothing"), tmp_path, formats=FORMATS)
    found = rows(tmp_path)
    assert len(found) == 6
    for row in found:
        if row["format"] == "nothing":
            assert (row["outcome"], row["why"], row["file"]) == ("left out", NO_FILE, "")
            continue
        content = (tmp_path / row["file"]).read_bytes()
        assert row["sha256"] == hashlib.sha256(content).hexdigest()
        assert int(row["bytes"]) == len(content)


@pytest.mark.usefixtures("here", "at_once")
def test_what_the_release_check_refuses_is_never_under_its_name(tmp_path, monkeypatch):
    def check(path, _):
        is_safe = not path.name.startswith("team-birch")
        found = () if is_safe else (SimpleNamespace(sentence=lambda: f"{path.name}: a count."),)
        assert not (tmp_path / path.name).exists(), "checked before it is there"
        return SimpleNamespace(is_safe=is_safe, found=found)

    monkeypatch.setattr("mapping.released.check.check_folder", check)
    made = make_batch(asked("words"), tmp_path, formats=FORMATS)
    assert [(each.place_id, each.why) for each in made.left_out] == [
        ("team-b", f"{UNSAFE}: team-birch-profile.txt: a count.")
    ]
    assert not (tmp_path / "team-birch-profile.txt").exists()


@pytest.mark.usefixtures("here", "at_once")
def test_a_fault_leaves_where_it_was_and_no_word_of_the_data(tmp_path):
    made = make_batch(asked("faulty", "words"), tmp_path, formats=FORMATS)
    for name in ("summary.csv", "README.txt", "faults.txt", JOURNAL):
        assert "about children: 7" not in (tmp_path / name).read_text("utf-8-sig")
    said = (tmp_path / "faults.txt").read_text("utf-8")
    assert "Stopped: team-alder-profile.dat\n" in said
    assert "  tests/mapping/batch_formats.py, line " in said
    assert "in write_faulty\n    raise ValueError(" in said
    assert str(PROGRAM) not in said
    assert str(tmp_path) not in said
    assert "Send faults.txt to whoever" in (tmp_path / "README.txt").read_text("utf-8")
    assert [row["what_to_do"] for row in rows(tmp_path) if row["why"]] == [SEND]
    zip_batch(made, tmp_path / "all.zip")
    assert "faults.txt" in zipfile.ZipFile(tmp_path / "all.zip").namelist()
    checked = check_folder(tmp_path, tiny())
    assert checked.is_safe, [each.sentence() for each in checked.found]
    whole = {each: FORMATS[each] for each in ("words",)}
    make_batch(asked("words"), tmp_path, is_resumed=True, formats=whole)
    assert not (tmp_path / "faults.txt").exists(), "what is put right is no longer told"


def test_only_words_about_the_program_are_kept_of_a_fault():
    cause = KeyError("Chatteris: 4")

    def fails(error):
        try:
            raise error from cause
        except type(error) as raised:
            return trace_of(raised)

    said = fails(AttributeError(f"'Row4' of {PROGRAM}/layers/x.py has no attribute 'area'"))
    assert "AttributeError: 'Row#' of x.py has no attribute 'area'" in said
    assert "Chatteris" not in said
    assert said.index("KeyError") < said.index("AttributeError"), "causes first"
    assert "lost 4" not in fails(ValueError("lost 4")).splitlines()[-1]


@pytest.mark.usefixtures("here", "at_once")
def test_a_program_that_is_replaced_while_it_runs_is_said_to_be(tmp_path, monkeypatch):
    monkeypatch.setattr(batch_worker, "digest_on_disk", lambda: "another")
    made = make_batch(asked("faulty"), tmp_path, formats=FORMATS)
    assert [each.why for each in made.left_out] == [REPLACED]
    assert len(made.files) == 2


def test_a_worker_that_cannot_load_the_work_says_why():
    told = batch_worker._ready(b"no pickle")("team-a", "team", {"words": "a.txt", "faulty": "b"})
    assert [each.format for each in told] == ["words", "faulty"]
    assert all("a fault in the program" in each.why and "Unpickling" in each.trace for each in told)


@pytest.mark.usefixtures("here", "at_once")
def test_a_full_disk_names_no_folder_of_the_machine(tmp_path, monkeypatch):
    def full(path, _):
        raise OSError(errno.ENOSPC, "full", path)

    def write(path, content):
        with explained(path):
            full(path, content)

    monkeypatch.setattr(batch_worker, "write_file", write)
    made = make_batch(asked("words"), tmp_path, formats=FORMATS)
    assert len(made.left_out) == 3
    said = made.left_out[0].why
    assert said.startswith("its file: found what cannot be written: no room left")
    assert str(tmp_path) not in (tmp_path / "summary.csv").read_text("utf-8-sig")
    told = (tmp_path / "README.txt").read_text("utf-8")
    assert told.count("no room left") == 1, "one message, whatever the places"
    assert "Team Alder; Team Birch; Team Cedar (every format): its file" in told


@pytest.mark.usefixtures("here", "at_once")
def test_no_room_for_what_a_format_takes_is_no_fault_of_the_program(tmp_path, monkeypatch):
    def refused(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(batch_worker, "unsafe_words", refused)
    made = make_batch(asked("words"), tmp_path, formats=FORMATS)
    assert {(each.why, each.trace) for each in made.left_out} == {
        ("what it takes beside could not be written: no room left to write it. "
         "Make room, or name a place on another disk.", "")
    }  # fmt: skip
    assert not (tmp_path / "faults.txt").exists()


@pytest.mark.parametrize("why", [*TO_DO, f"{UNSAFE}: a count", FAULT])
def test_every_reason_says_what_to_do(why):
    left = LeftOut(place_id="a", format="words", why=why, trace="x" if why == FAULT else "")
    assert to_do(left)


@pytest.mark.usefixtures("at_once")
def test_what_is_finished_is_kept_and_what_was_changed_is_made_again(tmp_path, here):
    make_batch(asked("words"), tmp_path, formats=FORMATS)
    here.clear()
    (tmp_path / "team-birch-profile.txt").write_text("changed")
    made = make_batch(asked("words", "nothing"), tmp_path, is_resumed=True, formats=FORMATS)
    assert made.kept == 2
    assert sorted(here) == [
        ("team-a", ["nothing"]),
        ("team-b", ["nothing", "words"]),
        ("team-c", ["nothing"]),
    ]


@pytest.mark.usefixtures("at_once")
def test_without_resuming_all_is_made_again(tmp_path, here):
    make_batch(asked("words"), tmp_path, formats=FORMATS)
    here.clear()
    made = make_batch(asked("words", places=("team-c",)), tmp_path, formats=FORMATS)
    assert (made.kept, len(here)) == (0, 1)
    assert sorted(path.name for path in tmp_path.glob("*.txt")) == [
        "README.txt",
        "team-cedar-profile.txt",
    ]


OTHER = {
    "the pack": lambda: asked("words", pack=replace(tiny(), content_hash="f" * 64)),
    "the question": lambda: asked("words", question=default_question(tiny(), limit_min=44)),
    "the length": lambda: asked("words", length="sheet"),
    "the branding": lambda: asked("words", branding=Branding(name="Other")),
}


@pytest.mark.usefixtures("here", "at_once")
@pytest.mark.parametrize("changed", OTHER)
def test_what_was_made_of_something_else_is_made_anew_and_said(tmp_path, changed):
    make_batch(asked("words"), tmp_path, formats=FORMATS)
    made = make_batch(OTHER[changed](), tmp_path, is_resumed=True, formats=FORMATS)
    assert (made.kept, made.changed) == (0, (changed,))
    assert f"{changed} changed" in (tmp_path / "README.txt").read_text("utf-8")


@pytest.mark.usefixtures("here", "at_once")
def test_another_program_makes_everything_anew(tmp_path, monkeypatch):
    make_batch(asked("words"), tmp_path, formats=FORMATS)
    monkeypatch.setattr("mapping.profile.batch_asked.digest_of_program", lambda: "another")
    made = make_batch(asked("words"), tmp_path, is_resumed=True, formats=FORMATS)
    assert (made.kept, made.changed) == (0, ("the program",))


@pytest.mark.usefixtures("here", "at_once")
def test_the_kind_that_happens_to_be_asked_by_changes_nothing(tmp_path):
    make_batch(asked("words"), tmp_path, formats=FORMATS)
    other = replace(default_question(tiny()), place_kind="district")
    made = make_batch(asked("words", question=other), tmp_path, is_resumed=True, formats=FORMATS)
    assert made.kept == 3


@pytest.mark.usefixtures("here", "at_once")
@pytest.mark.parametrize("stop", [Stopped, KeyboardInterrupt])
def test_a_batch_that_is_stopped_says_so_and_goes_on(tmp_path, stop):
    def progress(_, doing):
        if doing.startswith("1 of"):
            raise stop

    with pytest.raises(stop):
        make_batch(asked("words"), tmp_path, progress=progress, formats=FORMATS)
    assert "stopped before it was finished" in (tmp_path / "README.txt").read_text("utf-8")
    assert [row["outcome"] for row in rows(tmp_path)].count("made") >= 1
    made = make_batch(asked("words"), tmp_path, is_resumed=True, formats=FORMATS)
    assert made.kept >= 1
    assert len(made.files) == 3
    assert "stopped" not in (tmp_path / "README.txt").read_text("utf-8")


@pytest.mark.usefixtures("here", "at_once")
def test_two_batches_do_not_write_into_one_folder(tmp_path):
    def progress(share, _):
        if share == 0.0:
            with pytest.raises(DataError, match="another batch"):
                make_batch(asked("words"), tmp_path, formats=FORMATS)

    assert len(make_batch(asked("words"), tmp_path, progress=progress, formats=FORMATS).files) == 3


@pytest.mark.usefixtures("here", "at_once")
def test_how_far_it_is_only_grows(tmp_path):
    told = []
    make_batch(asked("words"), tmp_path, progress=lambda *each: told.append(each), formats=FORMATS)
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert told[0][0] == 0.0
    assert told[-1] == (1.0, "done")
    assert "3 of 3 places" in {doing for _, doing in told}


@pytest.mark.parametrize(
    ("formats", "places", "said"),
    [
        (("words",), (), "found no place"),
        ((), TEAMS, "found no format"),
        (("words",), ("moon",), "moon"),
        (("papyrus",), TEAMS, "papyrus"),
    ],
)
def test_what_cannot_be_asked_is_said(tmp_path, formats, places, said):
    with pytest.raises(QuestionError, match=said):
        make_batch(asked(*formats, places=places), tmp_path / "new", formats=FORMATS)


def test_names_are_safe_and_no_two_alike():
    pack = tiny_pack()
    pack.places["name"] = pack.places["name"].astype(object)
    names = ["St Mary's", "St Mary’s", "../../x", "=cmd|x", "con", "اَلْعَرَبِيَّة", "", "A" * 300, "a\nb"]
    for key, name in zip(pack.places.index, names, strict=False):
        pack.places.loc[key, "name"] = name
    places = tuple(map(str, pack.places.index))
    found = file_names(pack, places, {"words": FORMATS["words"]})
    assert len(set(found.values())) == len(places)
    for name in found.values():
        assert name.isascii()
        assert not set(name) & set('/\\:*?"<>|=\n')
        assert len(name) < 180
    # of fewer places they are called the same
    assert file_names(pack, places[:1], {"words": FORMATS["words"]}).items() <= found.items()


def test_two_formats_of_one_extension_have_two_names():
    both = {"words": FORMATS["words"], "more": replace(FORMATS["words"], key="more")}
    found = file_names(tiny(), ("team-a",), both)
    assert sorted(found.values()) == ["team-alder-more.txt", "team-alder-words.txt"]


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"terms": {}, "files": [{"file": "x"}]}', '{"terms": 3, "files": []}'],
    ids=["empty", "torn", "list", "short", "number"],
)
def test_a_journal_that_cannot_be_read_is_none(tmp_path, content):
    (tmp_path / JOURNAL).write_text(content)
    assert read_journal(tmp_path, {}).files == ()


@pytest.mark.usefixtures("here", "at_once")
@pytest.mark.parametrize("name", ["../outside.txt", "/etc/hosts"])
def test_a_journal_removes_nothing_outside_its_folder(tmp_path, name):
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "outside.txt").write_text("mine")
    digest = hashlib.sha256(b"mine").hexdigest()
    row = Written(place_id="team-a", format="words", file=name, sha256=digest, size=4)
    Journal(folder, asked("words").terms(), iter([row]))
    make_batch(asked("words"), folder, formats=FORMATS)
    assert (tmp_path / "outside.txt").read_text() == "mine"


@pytest.mark.sweep
@pytest.mark.usefixtures("here", "at_once")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill is tried in a fork")
def test_a_kill_at_any_point_leaves_every_file_whole(tmp_path):
    batch, chance = asked("words", "faulty"), random.Random(10)  # noqa: S311
    make_batch(batch, tmp_path / "once", formats=FORMATS)
    right = {path.name: path.read_bytes() for path in (tmp_path / "once").iterdir()}
    finished = set()
    for number in range(25):
        folder = tmp_path / f"killed-{number}"
        child = os.fork()
        if not child:
            make_batch(batch, folder, formats=FORMATS)
            os._exit(0)
        until = time.monotonic() + 10
        while len(_finished(folder)) < number % 5 and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = _finished(folder)
        for path in found:
            assert path.read_bytes() == right[path.name], path
        finished.add(len(found))
        made = make_batch(batch, folder, is_resumed=True, formats=FORMATS)
        assert len(made.files) == 5
        assert {path.name for path in folder.iterdir()} == set(right), "nothing lies about"
    assert len(finished) > 2, "the kills were not spread"


def _finished(folder):
    return [each for each in folder.glob("*-profile.*") if not each.name.startswith(".")]
