"""Change the core of `layers/` line by line, and list what no test notices.

`make mutants` runs `mutmut` over the modules that `pyproject.toml` names, prints how many of the
changes each module's tests notice, and fails where that is fewer than nine in ten. What is left
is listed, with why, in docs/mutation.md.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEAST_SHARE = 0.9
NOTICED = {"killed", "timeout", "suspicious", "caught by type check"}
MUTMUT = [sys.executable, "-m", "mutmut"]


def main(names: list[str]) -> int:
    """Run every mutant, or those of the names given; returns 1 where too few are noticed."""
    subprocess.run([*MUTMUT, "run", *names], cwd=ROOT, check=False)
    found = list(results())
    made = Counter(module for module, _, _ in found)
    left = Counter(module for module, _, state in found if state not in NOTICED)
    print(f"\n{'module':34}{'changes':>8}{'left':>6}{'noticed':>9}")
    for module in sorted(made):
        share = 1 - left[module] / made[module]
        print(f"{module:34}{made[module]:>8}{left[module]:>6}{share:>9.1%}")
    for module, name, state in found:
        if state not in NOTICED:
            print(f"{state:10}{module}  {name}")
    few = [module for module in made if 1 - left[module] / made[module] < LEAST_SHARE]
    return 1 if few or not made else 0


def results() -> Iterator[tuple[str, str, str]]:
    """Return each mutant's module, name and what became of it."""
    said = subprocess.run(
        [*MUTMUT, "results", "--all", "true"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for line in said.stdout.splitlines():
        match = re.match(r"\s*(layers\.\S+)\.(x\S+__mutmut_\d+): (.+)", line)
        if match:
            yield match[1], match[2], match[3].strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
