"""Run every attack there is: `python -m tests.attacks`, or `make attacks`.

Each is a module of this folder with a `main` that prints a line for what it tried and returns 0
where nothing gave way.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def attacks() -> list[str]:
    """Name the modules of this folder that are attacks."""
    return sorted(
        path.stem
        for path in HERE.glob("[!_]*.py")
        if "\ndef main(" in path.read_text(encoding="utf-8")
    )


def main() -> int:
    """Run them one after another; returns 0 where all held."""
    failed = []
    for name in attacks():
        began = time.monotonic()
        run = [sys.executable, "-m", f"tests.attacks.{name}"]
        if subprocess.run(run, check=False, cwd=HERE.parents[1]).returncode:
            failed.append(name)
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    print(f"attacks: {', '.join(failed)} gave way" if failed else "attacks: all held")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
