"""The log of exports: who took what, of which pack and by which rules; never a figure.

A line for each file that leaves, added at the end under a lock. It never stops an export: what
cannot be noted is told instead.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from geodata import moving
from geodata.model import Pack
from geodata.plain import plain_line

ROLE_SETTING: Final = "KNOW_YOUR_PATCH_ROLE"
LOG_SETTING: Final = "KNOW_YOUR_PATCH_EXPORT_LOG"
NOT_STATED: Final = "not stated"
FILE: Final = "exports.jsonl"
MOST_BYTES: Final = 5_000_000  # then the next file is begun; none is ever removed
WAIT_S: Final = 5.0
LOOK_AGAIN_S: Final = 0.01
LONGEST: Final = 200  # characters of a role or of what was taken

_log = logging.getLogger("know_your_patch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One line of the log.

    Attributes
    ----------
    when
        In UTC: "2026-11-22T04:10:00Z".
    who
        A role, as the setting names it; nobody is known by name.
    what
        What kind of file: "profile (PDF)".
    places
        Ids of the places it is about; empty where it is about all of a kind or the whole pack.
    pack, pack_hash
        The key of the pack, and the hash of its contents.
    rules
        By which small numbers were kept back: "threshold 5", "rounded to 5".
    """

    when: str
    who: str
    what: str
    places: tuple[str, ...]
    pack: str
    pack_hash: str
    rules: tuple[str, ...]


def note_export(what: str, pack: Pack, places: Iterable[str] = ()) -> str:
    """Note that a file was handed out.

    Returns
    -------
    said
        Empty; or why it could not be noted, which the log of the program is told as well.
    """
    try:
        _add(log_file(), _line(_export(what, pack, places)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the export goes on
        why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        said = f"This export could not be noted in the log of exports ({why})."
        _log.warning(said)
        return said
    return ""


def log_file() -> Path:
    """Return where exports are noted: as the setting says, else in the user's state folder."""
    named = os.environ.get(LOG_SETTING)
    return Path(named) if named else state_folder() / "know-your-patch" / FILE


def state_folder() -> Path:
    """Return the folder in which programs keep what they hold for the user of this machine."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")


def _export(what: str, pack: Pack, places: Iterable[str]) -> Export:
    return Export(
        when=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        who=plain_line(os.environ.get(ROLE_SETTING, "")).strip()[:LONGEST] or NOT_STATED,
        what=plain_line(what)[:LONGEST],
        places=tuple(str(each) for each in places),
        pack=pack.info.key,
        pack_hash=pack.content_hash,
        rules=rules_of(pack),
    )


def rules_of(pack: Pack) -> tuple[str, ...]:
    """Return by which rules a pack keeps small numbers back."""
    rules = pack.info.disclosure
    return (
        f"threshold {rules.threshold}",
        f"rounded to {rules.round_to}",
        f"no place of fewer than {rules.least_people} people or {rules.least_areas} areas",
        *(() if rules.zeros == "shown" else ("none at all not shown",)),
        *(f"a rule of its own: {key}" for key in rules.rules),
    )


def _line(export: Export) -> bytes:
    return json.dumps(asdict(export), ensure_ascii=True).encode() + b"\n"


def _add(path: Path, line: bytes) -> None:
    """Add a line at the end of the log, and begin another file where this one is full."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock_path = path.with_name(f"{path.name}.lock")
    lock_path.touch(mode=0o600, exist_ok=True)
    with _locked(lock_path):
        _rotate(path)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            _write_whole(handle, line)
        finally:
            os.close(handle)


def _write_whole(handle: int, line: bytes) -> None:
    """Add a line, or nothing of it where there is no room; a torn one before it is ended."""
    size = os.fstat(handle).st_size
    is_torn = size > 0 and _last_byte(handle, size) != b"\n"
    content = b"\n" + line if is_torn else line
    try:
        if os.write(handle, content) != len(content):
            raise OSError(28, os.strerror(28))
        os.fsync(handle)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, size)
        raise


def _last_byte(handle: int, size: int) -> bytes:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    until = time.monotonic() + WAIT_S
    while (lock := moving.lock(path)) is None:
        if time.monotonic() > until:
            raise TimeoutError(110, "another program holds it")
        time.sleep(LOOK_AGAIN_S)
    try:
        yield
    finally:
        lock.let_go()


def _rotate(path: Path) -> None:
    """Put a full file aside under the next number."""
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size >= MOST_BYTES:
            path.rename(path.with_name(f"{path.name}.{len(_older(path)) + 1:04d}"))


def _older(path: Path) -> list[Path]:
    """Return the files that were put aside, the oldest first."""
    found = path.parent.glob(f"{path.name}.[0-9]*")
    return sorted(each for each in found if each.suffix[1:].isdigit())


def read_exports(path: Path | None = None) -> tuple[list[Export], int]:
    """Read the log of exports, the oldest first.

    Returns
    -------
    exports, unreadable
        And how many lines cannot be read.

    Raises
    ------
    OSError
        The log is there and cannot be opened.
    """
    path = path or log_file()
    found, unreadable = list[Export](), 0
    for each in [*_older(path), path]:
        with contextlib.suppress(FileNotFoundError), each.open("rb") as stream:
            for line in stream:
                try:
                    found.append(_read(json.loads(line)))
                except (ValueError, TypeError, KeyError, RecursionError):
                    unreadable += bool(line.strip())
    return found, unreadable


def _read(told: dict[str, Any]) -> Export:
    text = {name: plain_line(str(told[name])) for name in ("when", "who", "what", "pack")}
    return Export(
        **text,
        pack_hash=plain_line(str(told["pack_hash"])),
        places=tuple(plain_line(str(each)) for each in told["places"]),
        rules=tuple(plain_line(str(each)) for each in told["rules"]),
    )
