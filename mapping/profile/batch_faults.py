"""Faults of the program itself while a batch was made: where in it, and not a word of the data.

A file beside the summary keeps them for whoever looks after the program. It may be sent on: no
folder of this machine is in it, and no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

FAULTS: Final = "faults.txt"
HEAD: Final = (
    "Faults of the program itself. Send this file to whoever looks after it: no figure, no name "
    "and no folder of this machine is in it. What they stopped is made by the same command with "
    "--resume, once they are put right.\n"
)


def faults_text(faults: Sequence[tuple[str, str]]) -> str:
    """Return every fault once, each with what it stopped.

    Parameters
    ----------
    faults
        Names of files that were left out, each with the trace of its fault.
    """
    stopped: dict[str, list[str]] = {}
    for name, trace in faults:
        stopped.setdefault(trace, []).append(name)
    parts = (f"Stopped: {', '.join(names)}\n{trace}\n" for trace, names in stopped.items())
    return "\n".join((HEAD, *parts))
