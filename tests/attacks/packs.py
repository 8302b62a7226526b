"""Try to lose a pack, to open one that nobody wrote, and to break a page with one that opens.

Writers are killed, run against one another and out of room; bits are flipped, editions mixed, and
tables and descriptions changed and sealed again. What stands afterwards must be a pack that was
written, whole, or be refused in words; and whatever opens must be shown by every page.

`python -m tests.attacks.packs` tries the full numbers; `--quickly` a tenth of them.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from geodata.beside import find_leftovers
from geodata.errors import DataError, PackError
from geodata.model import Pack
from geodata.pack import read_pack, write_pack
from geodata.pack_files import NAMES, read_files
from geodata.seal import CHECKSUMS
from tests.attacks.pack_changes import Changed, all_changes, write_changed
from tests.awkward import awkward_pack

KILLS, PAIRS, FLIPS, CHANGES, MIXTURES = 200, 24, 200, 540, 14
PAGES_EACH = 2  # beside the map, of every pack that opens
LONGEST_WRITE_S = 0.6

WRITER = """
import sys, threading, os, signal
from pathlib import Path
from geodata.pack import read_pack, write_pack
if sys.argv[4] == "renamed twice":
    import errno
    from geodata import moving
    def refuse(one, other):
        raise OSError(errno.ENOSYS, "no such thing here")
    moving.exchange = refuse
packs = [read_pack(Path(name)) for name in sys.argv[1].split(os.pathsep)]
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    write_pack(packs[number % len(packs)], Path(sys.argv[2]))
"""


class BrokenError(Exception):
    """Something was lost, mixed, or opened though nobody wrote it."""


def editions(folder: Path) -> dict[str, Path]:
    """Write two editions of one pack; returns the folder of each by its content hash."""
    old = awkward_pack(streets=True)
    new = replace(old, areas=old.areas.assign(people_all=old.areas["people_all"] + 7.0))
    new = replace(new, info=replace(new.info, title="Awkwardshire, the other edition"))
    found = {}
    for name, pack in (("one", old), ("other", new)):
        write_pack(pack, folder / name)
        found[read_pack(folder / name).content_hash] = folder / name
    return found


def whole(folder: Path, known: Iterable[str]) -> str:
    """Return the hash of the pack in a folder; it must be one of those that were written."""
    try:
        found = read_pack(folder).content_hash
    except PackError as error:
        raise BrokenError(f"cannot be read: {error}") from error
    if found not in known:
        raise BrokenError(f"opened as {found}, which nobody wrote")
    return found


def start_writer(packs: Iterable[Path], into: Path, times: int, way: str) -> subprocess.Popen[str]:
    """Start a process that writes packs over a folder, in turn, once it is told to."""
    named = os.pathsep.join(map(str, packs))
    run = [sys.executable, "-c", WRITER, named, str(into), str(times), way]
    writer = subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if writer.stdout is None or writer.stdout.readline() != "ready\n":
        raise BrokenError("the writer did not start")
    return writer


def go(writer: subprocess.Popen[str]) -> None:
    """Let a writer begin."""
    if writer.stdin is not None:
        writer.stdin.write("go\n")
        writer.stdin.flush()


def kill_writers(folder: Path, times: int, draw: random.Random) -> Counter[str]:
    """Kill writers at random moments; what stands is the one edition or the other, whole."""
    packs, found = editions(folder), Counter[str]()
    one, other = packs.values()
    target = folder / "target"
    shutil.copytree(one, target)
    (target / "notes.txt").write_text("somebody’s own", "utf-8")
    for number in range(times):
        way = ("exchanged", "renamed twice")[number % 2]
        writer = start_writer((other, one), target, 1_000, way)
        go(writer)
        try:
            writer.wait(draw.uniform(0, LONGEST_WRITE_S))
        except subprocess.TimeoutExpired:
            writer.send_signal(signal.SIGKILL)
        if writer.wait() != -signal.SIGKILL:
            raise BrokenError("a writer ended by itself")
        found[whole(target, packs)[:6]] += 1
        if (target / "notes.txt").read_text("utf-8") != "somebody’s own":
            raise BrokenError("somebody’s own file was lost")
    write_pack(read_pack(one), target)
    if find_leftovers(target):
        raise BrokenError("what killed writers left was not cleared away")
    return found


def race_writers(folder: Path, times: int) -> Counter[str]:
    """Let two processes write the same folder at once, while a third looks."""
    packs, found = editions(folder), Counter[str]()
    one, other = packs.values()
    target = folder / "target"
    shutil.copytree(one, target)
    for number in range(times):
        way = ("exchanged", "renamed twice")[number % 2]
        writers = [start_writer([pack], target, 5, way) for pack in (one, other)]
        for writer in writers:
            go(writer)
        while any(writer.poll() is None for writer in writers):
            found["looked"] += 1
            whole(target, packs)
        if any(writer.returncode for writer in writers):
            raise BrokenError("a writer failed")
        found[whole(target, packs)[:6]] += 1
    if find_leftovers(target):
        raise BrokenError("writers left something behind")
    return found


def flip_bits(folder: Path, times: int, draw: random.Random) -> Counter[str]:
    """Flip one bit anywhere in a pack: it is refused, and the file that holds it is named."""
    [first, _] = editions(folder).values()
    found: Counter[str] = Counter()
    files = sorted(first.iterdir())
    for number in range(times):
        path = files[number % len(files)]
        content = path.read_bytes()
        broken = bytearray(content)
        broken[draw.randrange(len(broken))] ^= 1 << draw.randrange(8)
        path.write_bytes(bytes(broken))
        told = {problem.where.partition(",")[0] for problem in refused(first)}
        if path.name not in told and path.name != CHECKSUMS:
            raise BrokenError(f"a bit of {path.name} was flipped, and it was not named")
        path.write_bytes(content)
        found["refused"] += 1
    return found


def mix_editions(folder: Path, times: int, draw: random.Random) -> Counter[str]:
    """Put some files of one edition among those of another: it is refused."""
    one, other = editions(folder).values()
    names = [n for n in (*NAMES, CHECKSUMS) if (one / n).exists()]
    unlike = [n for n in names if (one / n).read_bytes() != (other / n).read_bytes()]
    found: Counter[str] = Counter()
    for number in range(times):
        mixed = folder / f"mixed-{number}"
        shutil.copytree(one, mixed)
        taken = draw.sample(unlike, draw.randrange(1, len(unlike)))
        for name in taken:
            shutil.copy(other / name, mixed / name)
        refused(mixed)
        found["refused"] += 1
    return found


def refused(folder: Path) -> tuple[object, ...]:
    """Return the problems of a pack that must not open."""
    try:
        read_pack(folder)
    except PackError as error:
        return error.problems
    raise BrokenError(f"{folder.name} opened, and nobody wrote it")


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let the system refuse larger files, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def run_out_of_room(folder: Path) -> Counter[str]:
    """Write where there is no room or no permission: the old pack stays, and it is said."""
    packs, found = editions(folder), Counter[str]()
    one, other = packs.values()
    fresh = read_pack(other)
    sizes = sorted(path.stat().st_size for path in other.iterdir())
    before = whole(one, packs)
    for size in (0, sizes[0], sizes[len(sizes) // 2], sizes[-1] - 1):
        with no_file_above(size):
            found["full"] += _fails(fresh, one)
    for path in (one, one.parent):
        mode = path.stat().st_mode
        path.chmod(0o555)
        found["read-only"] += _fails(fresh, one)
        path.chmod(mode)
    if whole(one, packs) != before or find_leftovers(one):
        raise BrokenError("a write that failed changed something")
    return found


def _fails(pack: Pack, folder: Path) -> int:
    try:
        write_pack(pack, folder)
    except DataError as error:
        if len(error.problems) == 1:
            return 1
        raise BrokenError(f"not one message: {error}") from error
    raise BrokenError("written where there was no room")


def change_packs(folder: Path, times: int, draw: random.Random) -> Counter[str]:
    """Change packs and seal them again: each is refused in words, or every page opens with it."""
    base = folder / "base"
    write_pack(awkward_pack(streets=True), base)
    found: Counter[str] = Counter()
    broken = []
    for number, change in enumerate(draw.sample(all_changes(base), times)):
        write_changed(base, folder / "changed", change)
        try:
            found[try_pack(folder / "changed", change, number)] += 1
        except BrokenError as error:
            broken.append(str(error))
            print(f"packs: {error}", file=sys.stderr, flush=True)
    if broken:
        raise BrokenError(f"{len(broken)} of {times}")
    return found


def try_pack(folder: Path, change: Changed, number: int) -> str:
    """Open a changed pack and its pages; returns "refused" or "opened"."""
    if read_files(folder).problems:
        return _refusal(folder, change)
    try:
        pack = read_pack(folder)
    except PackError:
        return _refusal(folder, change)
    except Exception as error:
        raise BrokenError(f"{change.about}: {type(error).__name__} as it was read") from error
    try:
        open_pages(folder, pack, number)
    except Exception as error:
        raise BrokenError(f"{change.about}: {type(error).__name__} on a page: {error}") from error
    return "opened"


def _refusal(folder: Path, change: Changed) -> str:
    for problem in refused(folder):
        if "cannot be worked with" in problem.found:
            raise BrokenError(f"{change.about}: refused, but not in plain words")
    return "refused"


def open_pages(folder: Path, pack: Pack, number: int) -> None:
    """Open the map and some other pages with a pack, and ask for what the map asks for."""
    from starlette.applications import Starlette

    from mapping.pages.frame import waiting
    from mapping.pages.frame.rooms import find_pages
    from mapping.served import routes
    from mapping.served.cache import CACHE
    from mapping.served.packs import PACK_SETTING, served_pack
    from tests.mapping.asking import Client
    from tests.mapping.reading import opened

    os.environ[PACK_SETTING] = str(folder)
    waiting.AT_FIRST_S = 60
    CACHE.clear()
    served_pack()
    client = Client(Starlette(routes=routes.routes()))
    addresses = ["health/ready"] + [
        f"map/{pack.short_hash}/{name}.json" for name in ("areas", "figures", "points")
    ]
    for address in addresses:
        status = client.get(f"/{address}").status_code
        if status != 200:
            raise BrokenError(f"{address} answers {status}")
    pages = [page.url_path for page in find_pages()]
    others = pages[1:]
    for turn in range(PAGES_EACH):
        opened(others[(number * PAGES_EACH + turn) % len(others)])
    opened(pages[0])


def main() -> int:
    """Run every attack; returns 0 where nothing was lost, mixed or broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.packs")
    parser.add_argument("--quickly", action="store_true", help="a tenth of the numbers")
    parser.add_argument("--seed", type=int, default=20_261_121)
    parser.add_argument("--only", nargs="*", help="names of attacks")
    asked = parser.parse_args()
    share = 10 if asked.quickly else 1
    draw = random.Random(asked.seed)  # noqa: S311
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    attacks: dict[str, Callable[[Path], Counter[str]]] = {
        "kills": lambda folder: kill_writers(folder, KILLS // share, draw),
        "pairs of writers": lambda folder: race_writers(folder, PAIRS // share),
        "flipped bits": lambda folder: flip_bits(folder, FLIPS // share, draw),
        "mixtures": lambda folder: mix_editions(folder, MIXTURES, draw),
        "no room": run_out_of_room,
        "changed packs": lambda folder: change_packs(folder, CHANGES // share, draw),
    }
    failed = 0
    chosen = [name for name in attacks if not asked.only or name in asked.only]
    for name in chosen:
        attack = attacks[name]
        with tempfile.TemporaryDirectory(prefix="attack-") as folder:
            try:
                found = attack(Path(folder))
            except BrokenError as broken:
                failed += 1
                print(f"packs: {name}: BROKEN: {broken}", flush=True)
            else:
                told = ", ".join(f"{key} {count}" for key, count in found.items())
                print(f"packs: {name}: nothing lost or mixed ({told})", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
