"""Change the core of `layers/` line by line, and list what no test notices.

`make mutants` runs `mutmut` afresh over the modules that `pyproject.toml` names, prints how many
of the changes each module's tests notice, and fails where that is fewer than nine in ten.
`python -m tests.mutants "layers.need*"` runs the mutants of those names only, again. What is left
is listed, with why, in docs/mutation.md.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
WORK = ROOT / "mutants"  # where mutmut puts its copy of the tree, and what it remembers
LOG = ROOT / "mutants.log"
LEAST_SHARE = 0.9
NOTICED = {"killed", "timeout", "caught by type check"}  # what no test reaches is not
MUTMUT = [sys.executable, "-m", "mutmut"]
RESULT = re.compile(r"\s*(layers(?:\.\w+)+)\.(x\S+__mutmut_\d+): (.+)")


class Mutant(NamedTuple):
    module: str
    name: str
    state: str

    @property
    def is_left(self) -> bool:
        return self.state not in NOTICED


def main(names: list[str]) -> int:
    """Run every mutant afresh, or those of the names given; returns 1 where too few are noticed."""
    if not names:
        shutil.rmtree(WORK, ignore_errors=True)
    if run_mutmut(names) != 0:
        print(f"mutmut could not run: see above, or the end of {LOG.name}", file=sys.stderr)
        return 1
    found = [each for each in results(results_text()) if chosen(each, names)]
    print("\n".join(report(found)))
    return 1 if not found or too_few(found) else 0


def run_mutmut(names: list[str]) -> int:
    """Run mutmut; its spinner goes to a terminal as it is, and else to a file."""
    command = [*MUTMUT, "run", *names]
    if sys.stdout.isatty():
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    with LOG.open("w", encoding="utf-8") as log:
        return subprocess.run(
            command, cwd=ROOT, check=False, stdout=log, stderr=subprocess.STDOUT
        ).returncode


def results_text() -> str:
    return subprocess.run(
        [*MUTMUT, "results", "--all", "true"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def results(said: str) -> Iterator[Mutant]:
    """Return each mutant's module, name and what became of it."""
    for line in said.splitlines():
        if match := RESULT.fullmatch(line):
            yield Mutant(match[1], match[2], match[3].strip())


def chosen(mutant: Mutant, names: list[str]) -> bool:
    whole = f"{mutant.module}.{mutant.name}"
    return not names or any(fnmatch(whole, name) for name in names)


def report(found: Iterable[Mutant]) -> Iterator[str]:
    """Return a table of modules, and below it each mutant that is left."""
    found = list(found)
    yield f"{'module':34}{'changes':>8}{'left':>6}{'noticed':>9}"
    for module, (made, left) in counts(found).items():
        yield f"{module:34}{made:>8}{left:>6}{1 - left / made:>9.1%}"
    for mutant in found:
        if mutant.is_left:
            yield f"{mutant.state:12}{mutant.module}.{mutant.name}"


def counts(found: Iterable[Mutant]) -> dict[str, tuple[int, int]]:
    """Count the mutants of each module, and those left."""
    found = list(found)
    made = Counter(mutant.module for mutant in found)
    left = Counter(mutant.module for mutant in found if mutant.is_left)
    return {module: (made[module], left[module]) for module in sorted(made)}


def too_few(found: Iterable[Mutant]) -> list[str]:
    """Name the modules of whose mutants fewer than `LEAST_SHARE` are noticed."""
    return [
        module for module, (made, left) in counts(found).items() if 1 - left / made < LEAST_SHARE
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
