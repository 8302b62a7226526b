"""A server of PostgreSQL for the tests: in a temporary folder, on a socket of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

USERS = ("postgres", "nobody")  # the server refuses to run as root


class NoServerError(Exception):
    """There is no PostgreSQL here that a server can be started of."""


def find_binaries() -> Path | None:
    """Return the folder with initdb and pg_ctl, the newest there is; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_number)
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named else None


def _number(path: Path) -> float:
    try:
        return float(path.parts[-3])
    except ValueError:
        return 0.0


@contextmanager
def running_server(*options: str, below: Path | None = None) -> Iterator[str]:
    """Run a server, and hand its address without a database: `postgresql://…`.

    Raises
    ------
    NoServerError
        It cannot be started here; why.
    """
    binaries = find_binaries()
    if binaries is None:
        raise NoServerError("no PostgreSQL is installed (Debian's package postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="kyp-pg-", dir=below or "/tmp"))  # noqa: S108
    user = _user()
    try:
        if user is not None:
            folder.chmod(0o755)
            shutil.chown(folder, user)
        cluster = folder / "cluster"
        as_user = {} if user is None else {"user": user, "group": _group(user), "extra_groups": []}
        said = folder / "said"
        make = [binaries / "initdb", "-D", cluster, "-A", "trust", "-U", "patch", "--no-sync"]
        _run([*make, "--encoding=UTF8", "--locale=C"], as_user, said)
        settings = ["-c listen_addresses=''", f"-k {folder}", "-c fsync=off", *options]
        control = [binaries / "pg_ctl", "-D", cluster, "-w", "-l", folder / "log"]
        _run([*control, "-o", " ".join(settings), "start"], as_user, said)
        try:
            yield f"postgresql://patch@/postgres?host={quote(str(folder), safe='')}"
        finally:
            _run([*control, "-m", "immediate", "stop"], as_user, said)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(words: list[object], as_user: dict[str, object], log: Path) -> None:
    with log.open("wb") as stream:  # a pipe would be held open for as long as the server runs
        ended = subprocess.run(
            list(map(str, words)),
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": "/"},
            timeout=120,
            **as_user,
        )
    if ended.returncode:
        said = log.read_text(errors="replace").strip()[-400:]
        raise NoServerError(f"PostgreSQL cannot be started here: {said}")


def _user() -> str | None:
    """Return who runs the server: whoever runs the tests, but never root."""
    if os.name != "posix" or os.geteuid():
        return None
    import pwd

    known = {each.pw_name for each in pwd.getpwall()}
    return next((name for name in USERS if name in known), None)


def _group(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid
