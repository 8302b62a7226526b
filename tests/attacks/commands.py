"""Kill commands that write files at any moment: nothing half written stands under a final name.

Minutes, a meeting’s file, its calendar, a backup and a store restored from one. After each kill the
old file stands as it was, or the new one whole; a restored store is empty, or holds all of it. What
a killed writer left lying about is gone once the command has run through.

`python -m tests.attacks.commands` kills each 60 times; a number after it, so many times.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from pypdf import PdfReader

from geodata.__main__ import main as geodata_main
from geodata.errors import DataError
from geodata.exports import LOG_SETTING
from geodata.pack import write_pack
from geodata.store.address import STORE_SETTING
from geodata.store.kinds.note import Note
from geodata.store.record import new_record
from geodata.store.store import open_store
from layers.question.question import default_question
from mapping.__main__ import main as mapping_main
from mapping.meeting.making import begin_meeting
from tests.builders import tiny_pack

KILLS = 60
SOON_S = 0.004  # after something is written
WHILE_WRITING = 2  # of four kills; the others at any moment
NOTES = 400  # so that a backup and what is restored of it take a while to write
OLD = b"what stood there before"
_FORKING = multiprocessing.get_context("fork")
Check = Callable[[Path], bool]


@dataclass(frozen=True, slots=True)
class Written:
    """A command that writes one file, and how a whole one is told.

    Attributes
    ----------
    words
        All but where to write, which comes last.
    """

    name: str
    main: Callable[[list[str]], int]
    words: list[str]
    is_whole: Check
    may_replace: bool = True


def made_ready(folder: Path) -> list[Written]:
    """Keep a meeting in a store, and return the commands that write files of it."""
    pack = tiny_pack()
    write_pack(pack, folder / "pack")
    os.environ[STORE_SETTING] = f"sqlite:///{folder / 'kept.sqlite'}"
    os.environ[LOG_SETTING] = str(folder / "exports.jsonl")
    with contextlib.closing(open_store()) as store:
        meeting = begin_meeting(store, "Killed", "team-a", default_question(pack), pack).record
        due = Note(sort="action", words="Write to them.", owner="Chair", due="2027-01-15")
        notes = [Note(sort="note", words=f"{n} " + "é" * 500) for n in range(NOTES)]
        store.save_all([new_record(each, parent=meeting.id) for each in (due, *notes[:3])])
        store.save_all([new_record(each) for each in notes])
    of = ["--pack", str(folder / "pack")]
    told = ["minutes", "--meeting", "Killed", *of, "--out"]
    backup = folder / "kept.zip"
    assert geodata_main(["store", "backup", str(backup)]) == 0
    return [
        Written("minutes.pdf", mapping_main, told, _is_pdf),
        Written("minutes.docx", mapping_main, told, _is_zip),
        Written("minutes.ics", mapping_main, told, _is_calendar),
        Written(
            "meeting.html", mapping_main, ["meeting", "--place", "team-a", *of, "--out"], _is_page
        ),
        Written("backup.zip", geodata_main, ["store", "backup"], _is_zip),
        Written(
            "restored.sqlite",
            lambda words: geodata_main(["store", "--store", words[0], "restore", str(backup)]),
            [],
            _is_store,
            may_replace=False,
        ),
    ]


def kill(written: Written, folder: Path, kills: int, chance: random.Random) -> Iterator[str]:
    """Kill a command again and again, and let it run through at the end; yields what gave way."""
    began = time.monotonic()
    if _run(written, folder / "first" / written.name, None):
        yield f"{written.name}: it fails when nobody kills it"
        return
    took = time.monotonic() - began
    path = folder / written.name
    for number in range(kills):
        has_old = written.may_replace and number % 2 == 0
        path.unlink(missing_ok=True)
        if has_old:
            path.write_bytes(OLD)
        life = chance.uniform(0, took)
        _run(written, path, life, chance.uniform(0, SOON_S) if number % 4 < WHILE_WRITING else None)
        if not _stands_well(written, path, has_old=has_old):
            yield f"{written.name}, kill {number}: a part of it stands under its name"
    if written.may_replace:
        path.unlink(missing_ok=True)
    is_there = path.exists() and _count(path) > 0
    if _run(written, path, None) and not is_there:
        yield f"{written.name}: it fails after the last kill"
    elif not written.is_whole(path):
        yield f"{written.name}: it is not whole after the last kill"
    if left := [each.name for each in folder.iterdir() if _is_left_over(each, path)]:
        yield f"{written.name}: {left} are left lying about"


def _run(
    written: Written, path: Path, life: float | None, after: float | None = None
) -> int | None:
    """Run a command in a process of its own, and kill it: after so long, or once it writes."""
    path.parent.mkdir(exist_ok=True)
    before = _seen(path.parent)
    process = _FORKING.Process(target=_in_child, args=(written, path))
    process.start()
    if after is None:
        process.join(life)
    else:
        while process.is_alive() and _seen(path.parent) == before:
            time.sleep(0)
        time.sleep(after)
    if life is not None and process.is_alive() and process.pid is not None:
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    return process.exitcode


def _seen(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the files of a folder, each with its size and when it was written last."""
    seen = {}
    for entry in os.scandir(folder):
        with contextlib.suppress(FileNotFoundError):
            told = entry.stat()
            seen[entry.name] = told.st_size, told.st_mtime_ns
    return seen


def _in_child(written: Written, path: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = written.main([*written.words, str(path)])
    os._exit(code)


def _stands_well(written: Written, path: Path, *, has_old: bool) -> bool:
    if not path.exists():
        return not has_old
    is_old = has_old and path.read_bytes() == OLD
    return is_old or written.is_whole(path)


def _is_left_over(path: Path, final: Path) -> bool:
    beside = {f"{final.name}{each}" for each in ("", ".lock", "-wal", "-shm", "-journal")}
    return path.name not in beside and final.name in path.name


def _is_pdf(path: Path) -> bool:
    try:
        return path.read_bytes().rstrip().endswith(b"%%EOF") and len(PdfReader(path).pages) > 0
    except Exception:  # noqa: BLE001 - any damage
        return False


def _is_zip(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, OSError):
        return False


def _is_calendar(path: Path) -> bool:
    return path.read_bytes().rstrip().endswith(b"END:VCALENDAR")


def _is_page(path: Path) -> bool:
    return path.read_bytes().rstrip().endswith(b"</html>")


def _is_store(path: Path) -> bool:
    """Return whether a store is sound, and empty or all of it."""
    with contextlib.closing(open_store(str(path))) as store:
        try:
            is_sound = not list(store.check())
        except DataError:
            return False
        return is_sound and len(store.records("note")) in (0, NOTES + 4)


def _count(path: Path) -> int:
    with contextlib.closing(open_store(str(path))) as store:
        return len(store.records("note"))


def kill_all(folder: Path, kills: int, names: Iterable[str] = (), seed: int = 1) -> list[str]:
    """Kill every command, or those that write the files named; returns what gave way."""
    chance = random.Random(seed)  # noqa: S311 - to be done again alike
    faults = list[str]()
    with mock.patch.dict(os.environ):
        for written in made_ready(folder):
            if names and written.name not in names:
                continue
            beside = folder / written.name.replace(".", "-")
            beside.mkdir()
            began = time.monotonic()
            found = list(kill(written, beside, kills, chance))
            took = time.monotonic() - began
            print(f"{written.name}: {len(found)} faults in {kills} kills, {took:.0f} s", flush=True)
            faults += found
    return faults


def main() -> int:
    """Kill every command; returns 0 where nothing gave way."""
    with tempfile.TemporaryDirectory(prefix="killed-") as folder:
        faults = kill_all(Path(folder), int(sys.argv[1]) if sys.argv[1:] else KILLS)
    for each in faults[:20]:
        print(each)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
