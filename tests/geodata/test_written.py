"""What is written is there whole, or what stood there before still is."""

import errno
import os
import resource
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geodata import moving
from geodata.beside import find_leftovers, mark_of_folder, name_beside, restore_folder
from geodata.errors import DataError
from geodata.written import write_file, write_folder, write_large_file

OURS = ("one", "two", "three")
OLD = {"one": "a", "two": "a", "three": "a"}
NEW = {"one": "b", "two": "b"}


def is_ours(name):
    return name in OURS


def put(folder, edition):
    def write(into):
        for name, content in edition.items():
            (into / name).write_text(content)

    write_folder(folder, write, is_ours)


def held_in(folder):
    return {path.name: path.read_text() for path in folder.iterdir() if path.name in OURS}


def beside(path):
    return sorted(each.name for each in path.parent.iterdir() if each != path)


@pytest.fixture(params=["exchanged", "renamed twice"])
def way(request, monkeypatch):
    """Both ways of replacing a folder: in one step, and where a system cannot."""
    if request.param == "renamed twice":
        monkeypatch.setattr("geodata.moving.exchange", refuse_to_exchange)
    return request.param


def refuse_to_exchange(_one, _other):
    raise OSError(errno.ENOSYS, "no such thing here")


@pytest.mark.usefixtures("way")
def test_a_folder_is_replaced_as_a_whole(tmp_path):
    folder = tmp_path / "deep" / "mine"
    put(folder, OLD)
    assert held_in(folder) == OLD
    before = mark_of_folder(folder)
    put(folder, NEW)
    assert held_in(folder) == NEW
    assert mark_of_folder(folder) != before
    assert beside(folder) == []


@pytest.mark.usefixtures("way")
def test_what_is_somebodys_own_is_carried_over(tmp_path):
    folder = tmp_path / "mine"
    put(folder, OLD)
    (folder / "letter").write_text("dear")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "one").write_text("not ours, for all its name")
    (folder / "link").symlink_to("letter")
    put(folder, NEW)
    assert held_in(folder) == NEW
    assert (folder / "letter").read_text() == "dear"
    assert (folder / "deeper" / "one").read_text() == "not ours, for all its name"
    assert (folder / "link").readlink().name == "letter"


@pytest.mark.usefixtures("way")
def test_what_is_put_there_while_it_is_written_is_kept(tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    put(folder, OLD)
    (folder / "letter").write_text("first")
    settle = moving.settle

    def edit_late(path):
        if path.suffix == ".new":  # the last step before the two are exchanged
            (folder / "fresh").write_text("late")
            (folder / "letter.tmp").write_text("second")
            (folder / "letter.tmp").replace(folder / "letter")
        settle(path)

    monkeypatch.setattr("geodata.moving.settle", edit_late)
    put(folder, NEW)
    assert held_in(folder) == NEW
    assert (folder / "fresh").read_text() == "late"
    assert (folder / "letter").read_text() == "second"


@pytest.mark.usefixtures("way")
def test_a_symbolic_link_is_followed_and_stays(tmp_path):
    put(tmp_path / "far", OLD)
    (tmp_path / "near").symlink_to("far")
    put(tmp_path / "near", NEW)
    assert held_in(tmp_path / "far") == NEW
    assert (tmp_path / "near").is_symlink()
    write_file(tmp_path / "note", "one")
    (tmp_path / "short").symlink_to("note")
    write_file(tmp_path / "short", "two")
    assert (tmp_path / "note").read_text() == "two"
    assert (tmp_path / "short").is_symlink()


@pytest.mark.parametrize("fails", [OSError(errno.ENOSPC, "full"), KeyError("x"), SystemExit()])
def test_a_writer_that_fails_leaves_what_was_there(tmp_path, fails):
    folder, file = tmp_path / "mine", tmp_path / "mine" / "letter"
    put(folder, OLD)
    write_file(file, "dear")

    def write(_into):
        raise fails

    expected = DataError if isinstance(fails, OSError) else type(fails)
    with pytest.raises(expected):
        write_folder(folder, write, is_ours)
    with pytest.raises(expected):
        write_large_file(file, write)
    assert held_in(folder) == OLD
    assert file.read_text() == "dear"
    assert beside(folder) == []
    assert sorted(path.name for path in folder.iterdir()) == ["letter", "one", "three", "two"]


def test_a_full_disk_is_explained(tmp_path):
    file = tmp_path / "letter"
    write_file(file, "dear")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(DataError) as caught:
            write_file(file, "x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    [problem] = caught.value.problems
    assert problem.found == "what cannot be written: no room left to write it"
    assert problem.where == str(file)
    assert "unchanged" in problem.fix
    assert file.read_text() == "dear"
    assert beside(file) == []


@pytest.mark.usefixtures("way")
def test_what_is_marked_as_read_only_is_not_replaced(tmp_path):
    folder, file = tmp_path / "mine", tmp_path / "letter"
    put(folder, OLD)
    write_file(file, "dear")
    folder.chmod(0o555)
    file.chmod(0o444)
    with pytest.raises(DataError, match="no permission"):
        put(folder, NEW)
    with pytest.raises(DataError, match="no permission"):
        write_file(file, "other")
    with pytest.raises(DataError, match="no permission"):
        write_file(folder / "one", "other")
    assert held_in(folder) == OLD
    assert file.read_text() == "dear"
    folder.chmod(0o755)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("letter/deeper", "a file where a folder should be"),
        ("x" * 300, "a name that is too long"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_explained(tmp_path, path, said):
    (tmp_path / "letter").write_text("dear")
    with pytest.raises(DataError, match=said):
        write_file(tmp_path / path, "other")
    with pytest.raises(DataError, match=said):
        put(tmp_path / path, NEW)
    assert beside(tmp_path / "letter") == []


def test_a_folder_is_no_file_and_a_file_no_folder(tmp_path):
    (tmp_path / "letter").write_text("dear")
    with pytest.raises(DataError, match="a file where a folder should be"):
        put(tmp_path / "letter", NEW)
    (tmp_path / "mine").mkdir()
    with pytest.raises(DataError, match="a folder of that name"):
        write_file(tmp_path / "mine", "x")


def test_the_folder_that_a_program_runs_in_is_not_replaced_under_it(tmp_path, monkeypatch):
    put(tmp_path / "mine", OLD)
    monkeypatch.chdir(tmp_path / "mine")
    with pytest.raises(DataError, match="run from"):
        put(tmp_path / "mine", NEW)
    assert held_in(tmp_path / "mine") == OLD


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    write_file("/dev/null", "x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)  # noqa: PTH116
    os.mkfifo(tmp_path / "pipe")
    with ThreadPoolExecutor(max_workers=1) as thread:
        heard = thread.submit((tmp_path / "pipe").read_text)
        write_file(tmp_path / "pipe", "hello")
        assert heard.result(10) == "hello"


@pytest.mark.usefixtures("way")
def test_who_may_read_stays_as_it_was(tmp_path):
    folder, file = tmp_path / "mine", tmp_path / "letter"
    put(folder, OLD)
    write_file(file, "dear")
    assert stat.S_IMODE(file.stat().st_mode) == 0o666 & ~umask()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o777 & ~umask()
    folder.chmod(0o750)
    (folder / "one").chmod(0o640)
    file.chmod(0o600)
    put(folder, NEW)
    write_file(file, "other")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750
    assert stat.S_IMODE((folder / "one").stat().st_mode) == 0o640
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def umask():
    now = os.umask(0)
    os.umask(now)
    return now


def test_what_a_killed_writer_left_is_cleared_but_not_what_another_writes(tmp_path):
    folder, file = tmp_path / "mine", tmp_path / "letter"
    put(folder, OLD)
    write_file(file, "dear")
    dead, dead_file = name_beside(folder, "new"), name_beside(file, "new")
    dead.mkdir()
    (dead / "one").write_text("half")
    dead_file.write_text("half")
    alike = tmp_path / ".mine.backup.new"  # somebody's own
    alike.mkdir()
    living = name_beside(folder, "new")
    living.mkdir()
    lock = moving.lock(living)
    put(folder, NEW)
    write_file(file, "other")
    assert beside(folder) == sorted([alike.name, living.name, "letter"])
    lock.let_go()
    put(folder, NEW)
    assert beside(folder) == [alike.name, "letter"]


def test_where_there_are_no_locks_everything_is_written_and_nothing_of_others_removed(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("geodata.moving.fcntl", None)
    folder = tmp_path / "mine"
    put(folder, OLD)
    other = name_beside(folder, "new")
    other.mkdir()
    put(folder, NEW)
    assert held_in(folder) == NEW
    assert beside(folder) == [other.name]


def test_a_folder_taken_away_halfway_is_put_back(tmp_path):
    folder = tmp_path / "mine"
    put(folder, OLD)
    folder.rename(name_beside(folder, "old"))
    restore_folder(folder)
    assert held_in(folder) == OLD
    assert find_leftovers(folder) == []
    restore_folder(tmp_path / "never")
    assert not (tmp_path / "never").exists()


def test_what_a_writer_killed_halfway_took_away_is_in_the_next_one(tmp_path):
    folder = tmp_path / "mine"
    put(folder, OLD)
    (folder / "letter").write_text("dear")
    folder.rename(name_beside(folder, "old"))
    put(folder, NEW)
    assert (folder / "letter").read_text() == "dear"
    assert held_in(folder) == NEW
    assert beside(folder) == []


def test_a_folder_that_its_writer_is_about_to_replace_is_waited_for(tmp_path):
    folder = tmp_path / "mine"
    put(folder, OLD)
    old = name_beside(folder, "old")
    folder.rename(old)
    lock = moving.lock(old)
    with ThreadPoolExecutor(max_workers=1) as thread:
        waiting = thread.submit(restore_folder, folder)
        assert not folder.exists()
        folder.mkdir()
        waiting.result(10)
    assert old.exists()
    lock.let_go()


KILLED = """
import os, signal, sys
from pathlib import Path
from geodata import moving, written
folder, way, at = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if way == "renamed twice":
    def refuse(one, other):
        raise OSError(38, "no such thing here")
    moving.exchange = refuse
count = 0
def watch(event, about):
    global count
    if event.split(".")[0] not in ("open", "os", "shutil", "ctypes"):
        return
    count += 1
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)
def write(into):
    for name in ("one", "two"):
        (into / name).write_text("b")
sys.addaudithook(watch)
written.write_folder(folder, write, lambda name: name in ("one", "two", "three"))
count = -10**9
"""


def test_a_kill_at_every_step_leaves_the_old_or_the_new(tmp_path, way):
    """Each of the writer's calls to the system is the last it makes, in turn."""
    seen, done = set(), False
    for at in range(1, 200, 2):
        folder = tmp_path / str(at) / "mine"
        put(folder, OLD)
        (folder / "letter").write_text("dear")
        run = [sys.executable, "-c", KILLED, folder, way, str(at)]
        done = subprocess.run(run, check=False).returncode == 0
        restore_folder(folder)
        found = held_in(folder)
        assert found in (OLD, NEW), at
        assert (folder / "letter").read_text() == "dear", at
        seen.add(len(found))
        put(folder, NEW)
        assert held_in(folder) == NEW
        assert (folder / "letter").read_text() == "dear", at
        assert beside(folder) == [], at
        if done:
            break
    assert done
    assert seen == {2, 3}


def test_another_who_writes_between_the_two_renames_is_replaced_and_nothing_is_left(
    tmp_path, monkeypatch
):
    folder = tmp_path / "mine"
    put(folder, OLD)
    (folder / "own notes").write_text("mine")
    monkeypatch.setattr("geodata.moving.exchange", refuse_to_exchange)
    real, others = Path.rename, []

    def rename(path, target):
        found = real(path, target)
        if path == folder and not others:
            others.append(target)
            folder.mkdir()
            (folder / OURS[0]).write_text("of another")
        return found

    monkeypatch.setattr(Path, "rename", rename)
    put(folder, NEW)
    assert others
    assert held_in(folder) == NEW
    assert (folder / "own notes").read_text() == "mine"
    assert beside(folder) == []


@pytest.mark.usefixtures("way")
def test_many_who_write_at_once_leave_one_of_theirs(tmp_path):
    folder = tmp_path / "mine"
    editions = [{name: str(n) for name in OURS[: 2 + n % 2]} for n in range(8)]
    with ThreadPoolExecutor(max_workers=8) as threads:
        list(threads.map(lambda edition: put(folder, edition), editions))
    assert held_in(folder) in editions
    assert beside(folder) == []
