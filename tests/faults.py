"""Faults made by hand in core functions: the suite must notice each.

`make faults` copies the code, makes one fault at a time, and runs the tests named beside it;
a fault that leaves them green is listed, and the run fails. `tests/test_faults.py` keeps the list
true to the code as it changes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPIED = ("geodata", "layers", "mapping", "tests", "docs", ".streamlit")
FILES = ("app.py", "pyproject.toml", "README.md", "Makefile", "CHANGELOG.md")
TIME_S = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One line of code, the same with a fault in it, and the tests that must notice.

    Attributes
    ----------
    found
        Text that stands exactly once in the file.
    put
        What is put in its place.
    """

    about: str
    file: str
    found: str
    put: str
    tests: str


FAULTS: tuple[Fault, ...] = (
    Fault(
        about="a place counts all of an area that it holds a part of",
        file="layers/places.py",
        found='.mul(members["share"].to_numpy(), axis="index")',
        put="",
        tests="tests/layers",
    ),
)


def main() -> int:
    """Make every fault in turn; returns how many no test noticed."""
    left = [fault for fault in FAULTS if not is_noticed(fault)]
    print(f"\n{len(FAULTS) - len(left)} of {len(FAULTS)} faults noticed.")
    return len(left)


def is_noticed(fault: Fault) -> bool:
    """Make one fault in a copy of the code, and tell whether a test fails for it."""
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        copy = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy(ROOT / name, copy / name)
        path = copy / fault.file
        path.write_text(faulty(path.read_text("utf-8"), fault), "utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
        command += ["-m", "not browser and not real", *fault.tests.split()]
        ran = subprocess.run(
            command,
            cwd=copy,
            env=os.environ | {"PYTHONPATH": folder, "CI": "true"},
            capture_output=True,
            text=True,
            timeout=TIME_S,
            check=False,
        )
    noticed = ran.returncode == 1 and " failed" in ran.stdout
    by = next((line for line in ran.stdout.splitlines() if line.startswith("FAILED")), "")
    print(f"{'noticed' if noticed else 'LEFT   '}  {fault.about}  {by[:110]}", flush=True)
    return noticed


def faulty(text: str, fault: Fault) -> str:
    """Put the fault into a file's text."""
    if text.count(fault.found) != 1:
        msg = f"{fault.file}: {fault.found!r} stands {text.count(fault.found)} times, not once"
        raise ValueError(msg)
    return text.replace(fault.found, fault.put)


if __name__ == "__main__":
    sys.exit(main())
