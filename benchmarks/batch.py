"""How long the profiles of 100 places take in every format, on two cores, and in how much memory.

python -m benchmarks.batch PACK [KIND] [PLACES]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

from geodata.pack import read_pack
from layers.places import places_of_kind
from layers.question.question import default_question
from mapping.profile.batch import make_batch
from mapping.profile.batch_asked import Batch
from mapping.profile.formats import FORMATS

MOST_S = 180.0
FORMS = ("pdf", "docx", "pptx", "xlsx", "html", "data")


def main() -> None:
    folder, *rest = sys.argv[1:]
    kind, most = (*rest, "ward", "100")[0], int(rest[1]) if len(rest) > 1 else 100
    pack = read_pack(Path(folder))
    places = tuple(str(key) for key in places_of_kind(pack, kind).index)[:most]
    batch = Batch(
        pack=pack,
        question=default_question(pack),
        places=places,
        formats=tuple(key for key in FORMS if key in FORMATS),
    )
    measured: list[tuple[float, int]] = []
    is_over = threading.Event()
    threading.Thread(target=_watch, args=(measured, is_over), daemon=True).start()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as out:
        made = make_batch(batch, Path(out))
    took = time.monotonic() - began
    is_over.set()
    half = len(measured) // 2
    first, last = (
        max((mb for _, mb in part), default=0) for part in (measured[:half], measured[half:])
    )
    print(made.sentence())
    print(f"{took:.0f} s ({MOST_S:.0f} s allowed for 100 places)")
    used = _processor_s()
    print(f"{used:.0f} s of the processor, {used / len(places):.2f} s a place: workers and parent")
    print(f"largest worker: {first} MB in the first half, {last} MB in the second")


def _processor_s() -> float:
    """Return the seconds of the processor that this process and its workers have had."""
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in each)


def _watch(measured: list[tuple[float, int]], is_over: threading.Event) -> None:
    """Note the resident memory of the largest worker, twice a second; on Linux."""
    while not is_over.wait(0.5):
        sizes = [_resident_mb(path) for path in Path("/proc").glob("[0-9]*") if _is_worker(path)]
        if sizes:
            measured.append((time.monotonic(), max(sizes)))


def _is_worker(path: Path) -> bool:
    try:
        return b"batch_worker.main" in (path / "cmdline").read_bytes()
    except OSError:
        return False


def _resident_mb(path: Path) -> int:
    try:
        lines = (path / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


if __name__ == "__main__":
    main()
