"""Faults of the program itself: where in it, and not a word of the data.

What is told of a fault may stand in a log, or be sent to whoever looks after the program. What a
fault says about itself may hold a figure, a name or what somebody typed, so of its words only those
about the program are told, without any number.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PROGRAM: Final = Path(__file__).parents[1]
PACKAGES: Final = "site-packages"
OF_THE_PROGRAM: Final = (AttributeError, ImportError, NameError, NotImplementedError, TypeError)
"""Faults whose words are of names and types; those of others may hold what stands in the data."""
LEFT_OUT: Final = "(its words are left out: they may hold a figure)"
PATH: Final = re.compile(r"(?:[A-Za-z]:)?[\\/](?:[^\s'\"\\/:]+[\\/])+")
MOST_CAUSES: Final = 5


def log_fault(logger: logging.Logger, said: str, error: BaseException) -> None:
    """Log a fault that nobody foresaw: what failed, and where in the program.

    This is the one way for such a fault into a log, in place of `logger.exception`, which would
    tell its words too.
    """
    logger.error("%s\n%s", said, trace_of(error))


def trace_of(error: BaseException) -> str:
    """Return where in the program a fault was raised, its causes first."""
    return "\n".join(_causes(error))


def _causes(error: BaseException) -> Iterator[str]:
    chain: list[BaseException] = []
    while len(chain) < MOST_CAUSES:
        chain.append(error)
        before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if before is None:
            break
        error = before
    for each in reversed(chain):
        for frame in traceback.extract_tb(each.__traceback__):
            yield f"  {_file(frame.filename)}, line {frame.lineno}, in {frame.name}"
            if frame.line:
                yield f"    {frame.line}"
        yield f"{type(each).__name__}: {_words(each)}"


def _file(name: str) -> str:
    """Return a file of the program or of a package, without the folder that either lies in."""
    path = Path(name)
    if PACKAGES in path.parts:
        return Path(*path.parts[path.parts.index(PACKAGES) + 1 :]).as_posix()
    return path.relative_to(PROGRAM).as_posix() if path.is_relative_to(PROGRAM) else path.name


def _words(error: BaseException) -> str:
    if not isinstance(error, OF_THE_PROGRAM):
        return LEFT_OUT
    return re.sub(r"\d+", "#", PATH.sub("", " ".join(str(error).split())))
