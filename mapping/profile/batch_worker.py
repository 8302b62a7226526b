"""One of the processes that write the profiles of a batch: a place at a time, and nothing kept.

It is started anew, never forked: whoever asks for a batch may have threads and a page open. What
all places share comes to it worked out, over its input; so does each place. It ends when its input
does, so that it never outlives whoever started it.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from geodata.errors import DataError
from geodata.model import Pack
from geodata.tracing import trace_of
from geodata.written import WORDS, write_file
from layers.profile.asked import Shared, ask
from mapping.profile.batch_faults import FAULTS
from mapping.profile.batch_journal import digest_on_disk
from mapping.profile.branding import Branding
from mapping.profile.formats import Format
from mapping.profile.made import Document, Length
from mapping.profile.typesetting import forget

ROOT: Final = Path(__file__).parents[2]
BEGIN: Final = f"import sys; sys.path.insert(0, {str(ROOT)!r}); "
RUN: Final = "from mapping.profile import batch_worker; batch_worker.main()"
ONE_CORE: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
ENDED: Final = "the process that made it ended, for want of memory or by a fault"
SLOW: Final = "it took longer than a profile may"
UNSAFE: Final = "the release check refused it"
REPLACED: Final = (
    "the program was replaced while it ran: the same command with --resume makes it anew"
)
LENGTH: Final = 8  # bytes that say how long what all places share is
NO_FILE: Final = "the format has nothing of this place to write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a worker is told once.

    Attributes
    ----------
    shared
        What the places of each kind share, by kind.
    formats
        By key.
    program
        Digest of the program that began the batch.
    """

    shared: Mapping[str, Shared]
    formats: Mapping[str, Format]
    folder: Path
    length: Length
    branding: Branding
    program: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a worker says of one file: its digest and size, or why it was left out.

    Attributes
    ----------
    trace
        Where in the program a fault of its own was raised; empty where there was none.
    """

    format: str
    sha256: str = ""
    size: int = 0
    why: str = ""
    trace: str = ""


Make = Callable[[str, str, Mapping[str, str]], list[Told]]


class Worker:
    """A worker as whoever started it sees it."""

    def __init__(self, packed: bytes) -> None:
        """Start it, and hand it what all places share.

        Parameters
        ----------
        packed
            A `Work`, pickled.
        """
        self._process = subprocess.Popen(  # noqa: S603 - this program, with no word of anybody's
            [sys.executable, "-I", "-c", BEGIN + RUN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ONE_CORE},
            start_new_session=True,  # Ctrl-C is for whoever started it, who then ends it
        )
        self._packed = packed

    @property
    def process_id(self) -> int:
        """The id of its process."""
        return self._process.pid

    def make(self, place_id: str, kind: str, files: Mapping[str, str]) -> list[Told]:
        """Have the files of a place written; `files` are paths in the folder, by format.

        Raises
        ------
        EOFError
            The process ended.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise EOFError
        try:
            if self._packed:
                stdin.write(len(self._packed).to_bytes(LENGTH, "big") + self._packed)
            self._packed = b""
            stdin.write(json.dumps([place_id, kind, dict(files)]).encode() + b"\n")
            stdin.flush()
        except OSError as error:
            raise EOFError from error
        line = stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        return [Told(**each) for each in json.loads(line)]

    def end(self) -> None:
        """End it at once, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what it was still to be told
                    stream.close()


def main() -> None:
    """Write what is asked for on the input until it ends, a line for each place on the output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints does not stand between the answers
    given = sys.stdin.buffer
    make = _ready(given.read(int.from_bytes(given.read(LENGTH), "big")))
    is_first = True
    for line in given:
        place_id, kind, files = json.loads(line)
        told = make(place_id, kind, files)
        try:
            answers.write(json.dumps([asdict(each) for each in told]).encode() + b"\n")
            answers.flush()
        except OSError:
            return  # nobody is there any more
        with contextlib.suppress(OSError):  # no room for what it takes: it is kept for longer
            forget()
        gc.collect()
        if is_first:
            _keep()
            is_first = False


def _ready(packed: bytes) -> Make:
    """Return what makes the files of a place: all that it needs is loaded before the first.

    Where it cannot be loaded, each place is told why.
    """
    try:
        work: Work = pickle.loads(packed)  # noqa: S301 - from whoever started this process
        for form in work.formats.values():
            form.load()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        fault, trace = f"{words_of(error)}: {FAULTS} says where", trace_of(error)
        return lambda *asked: [Told(format=key, why=fault, trace=trace) for key in asked[-1]]
    _keep()
    return partial(make_files, work)


def _keep() -> None:
    """Have what stays until the end looked through no more for what can be let go.

    A fifth of the time went into it: the pack and the libraries are millions of objects.
    """
    gc.collect()
    gc.freeze()


def make_files(work: Work, place_id: str, kind: str, files: Mapping[str, str]) -> list[Told]:
    """Write the files of one place; what one format cannot do is told, and the others are made."""
    try:
        asked = ask(work.shared[kind], place_id)
        document = Document(asked, length=work.length, branding=work.branding)
    except Exception as error:  # noqa: BLE001 - the other places are made all the same
        return [_left_out(work, key, error) for key in files]
    return [_make(work, document, key, work.folder / name) for key, name in files.items()]


def _make(work: Work, document: Document, key: str, path: Path) -> Told:
    try:
        content = work.formats[key].write(document)
        if not content:
            return Told(format=key, why=NO_FILE)
        unsafe = unsafe_words(path.name, content, document.pack)
        if unsafe:
            return Told(format=key, why=unsafe)
        write_file(path, content)
    except Exception as error:  # noqa: BLE001 - the other formats are made all the same
        return _left_out(work, key, error)
    return Told(format=key, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def _left_out(work: Work, key: str, error: Exception) -> Told:
    """Return why a format was not made, in words that may be handed on with the other files."""
    if isinstance(error, DataError):  # what stands there says which file it is
        told = [replace(each, where=_beneath(each.where, work.folder)) for each in error.problems]
        return Told(format=key, why=words_of(DataError(told)))
    if isinstance(error, MemoryError) or _of_the_system(error):
        return Told(format=key, why=words_of(error))
    if work.program and digest_on_disk() != work.program:
        return Told(format=key, why=REPLACED, trace=trace_of(error))
    why = f"{words_of(error)}: {FAULTS} says where"
    return Told(format=key, why=why, trace=trace_of(error))


def _beneath(where: str, folder: Path) -> str:
    """Return where a problem is without the folder of the batch: each file stands right in it."""
    return "its file" if Path(where).parent == folder else where.replace(f"{folder}{os.sep}", "")


def _of_the_system(error: Exception) -> bool:
    """Return whether it is the system that refuses room or permission, and no fault of ours."""
    return isinstance(error, OSError) and error.errno in WORDS


def unsafe_words(name: str, content: bytes, pack: Pack) -> str:
    """Return why a file must not leave; empty where it may. Nothing is under its name by then."""
    from mapping.released.check import check_folder

    with tempfile.TemporaryDirectory(prefix="unchecked-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        checked = check_folder(path, pack)
    if checked.is_safe:
        return ""
    more = len(checked.found) - 1
    also = f" (and {more:,} more)" if more else ""
    return f"{UNSAFE}: {checked.found[0].sentence()}{also}"


def words_of(error: Exception) -> str:
    """Return in a line why a file could not be made."""
    if isinstance(error, DataError):
        return " ".join(problem.sentence() for problem in error.problems)
    if isinstance(error, MemoryError):
        return "there was not enough memory for it"
    if isinstance(error, OSError) and error.errno in WORDS:
        found, fix = WORDS[error.errno]
        return f"what it takes beside could not be written: {found}. {fix}"
    return f"a fault in the program stopped it ({type(error).__name__})"
