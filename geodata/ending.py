"""How every command ends: with 0, or with what is wrong in words and 2; never a traceback.

With 1 where a check found faults, and with 3 where only a part could be made of what was asked.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from pathlib import Path

from geodata.errors import DataError
from geodata.plain import plain_line

DONE, REFUSED, IN_PART = 0, 2, 3
NOWHERE = "There is no output to write to."
SAID: dict[type[BaseException], str] = {
    BrokenPipeError: "The output was closed before all of it was written.",
    KeyboardInterrupt: "Stopped before it was finished.",
    MemoryError: "There is not enough memory for this. Ask for less at once.",
}
EXPECTED = (DataError, OSError, *SAID)


class InPart(str):
    """What a command says that left out some of what was asked, each with its reason."""

    __slots__ = ()


def end_well(run: Callable[[], int]) -> int:
    """Run a command to its end, and return its status: its own, or 2 where it cannot be done.

    Whatever stops it is said on the error output: what was handed over, a file that cannot be
    read or written, an output that is full or closed, a person who has waited enough. A fault of
    the program is named; with `python -X dev` it is raised, to be looked into.
    """
    try:
        _take_any_letter()
        status = _run(run)
    except (Exception, KeyboardInterrupt) as error:
        if sys.flags.dev_mode and not isinstance(error, EXPECTED):
            raise
        with suppress(OSError, AttributeError):  # nobody may be reading, or there is no output
            for line in _words(error):
                print(plain_line(_readable(line)), file=sys.stderr)
        _let_go_of_output()
        return REFUSED
    return status


def read_options(parser: argparse.ArgumentParser, words: Sequence[str]) -> argparse.Namespace:
    """Return the options that the words of a command give; ends the program where it cannot."""
    said = io.StringIO()
    try:
        with redirect_stdout(said):  # argparse passes over an output that takes nothing
            options = parser.parse_args(words)
    finally:
        print(said.getvalue(), end="")
    for name, value in vars(options).items():
        if value == []:  # "--pack=--": argparse takes the two signs for the end of the options
            parser.error(f"argument --{name}: expected a value")
    return options


def path_named(text: str) -> Path:
    """Return the path that an option names; for the `type` of an option."""
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError("expected the name of a file or folder")
    return Path(text)


def _take_any_letter() -> None:
    """Have letters that an output has no sign for written as codes, where it would stop at them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def _run(run: Callable[[], int]) -> int:
    """Run a command and send all that it printed, whichever way it ends."""
    if sys.stdout is None:
        raise OSError(NOWHERE)
    try:
        return run()
    finally:
        sys.stdout.flush()


def _readable(line: str) -> str:
    """Return a line with the bytes of a name that are no text written as codes."""
    return line.encode("utf-8", "backslashreplace").decode("utf-8")


def _words(error: BaseException) -> list[str]:
    if isinstance(error, DataError):
        return [problem.sentence() for problem in error.problems]
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        return [_file_words(error)]
    return [next((said for kind, said in SAID.items() if isinstance(error, kind)), _fault(error))]


def _let_go_of_output() -> None:
    """Send what could not be written nowhere: Python would try again as it ends, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except AttributeError:
        return  # there is no output


def _file_words(error: OSError) -> str:
    why = error.strerror or str(error) or type(error).__name__
    if error.filename is None:
        return why if why == NOWHERE else f"The output cannot be written: {why}."
    name = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename
    return f"{name}: cannot be read or written ({why})."


def _fault(error: BaseException) -> str:
    return (
        f"A fault in the program stopped this ({type(error).__name__}). Tell whoever looks after "
        "it what was asked; the same command by python -X dev -m shows where."
    )
