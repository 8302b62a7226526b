"""Drive files through every door that takes one; run as a program of its own, under limits.

It prints a line of JSON for each file: what became of it at each door, and how many seconds of the
processor that took: those of the clock tell what else a machine does.
"""

import json
import re
import sys
import time
from pathlib import Path

from geodata.errors import DataError
from geodata.files import hearing, read_geojson, read_table
from geodata.files.codes import Vintages
from geodata.files.looking import look_at
from geodata.sources.ons import read_area_changes
from geodata.sources.registry import readers
from layers.scenarios.files import parse_scenario

CONNECTS = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system")
OWN = ("site-packages", "/lib/python", "/geodata/", "/layers/", "__pycache__", "proj.db")


def main(corpus, lookup):
    vintages = Vintages(read_area_changes(Path(lookup))) if lookup else None
    doors = {
        "table": read_table,
        "shapes": read_geojson,
        "scenario": lambda path: parse_scenario(path.read_bytes(), path.name),
        **{role: reader.read for role, reader in readers().items()},
    }
    strays = []
    allowed = [""]

    def watch(event, words):
        if event in CONNECTS:
            strays.append(f"{event} {words!r:.100}")
        elif event == "open" and isinstance(words[0], str | bytes):
            name = words[0] if isinstance(words[0], str) else words[0].decode("utf-8", "replace")
            if name != allowed[0] and not any(part in name for part in OWN):
                strays.append(name)

    look_at(Path(__file__))  # brings in what is imported late
    sys.addaudithook(watch)
    for path in sorted(Path(corpus).iterdir()):
        allowed[0] = str(path)
        began = time.process_time()
        seen = look_at(path, vintages=vintages)
        seconds = time.process_time() - began
        outcome = "clear_error" if seen.problems else "load"
        if not seen.problems and (seen.repairs or seen.warnings):
            outcome = "repair_warn"
        said = [problem.sentence() for problem in seen.problems] + [*seen.repairs, *seen.warnings]
        at_doors, slowest = {}, 0.0
        for name, door in doors.items():
            began = time.process_time()
            with hearing():
                try:
                    door(path)
                    at_doors[name] = "read"
                except DataError:
                    at_doors[name] = "refused"
                except Exception as error:  # noqa: BLE001 - a traceback is what is looked for
                    at_doors[name] = f"{type(error).__name__}: {error}"
            slowest = max(slowest, time.process_time() - began)
        found = {"file": path.name, "outcome": outcome, "seconds": max(seconds, slowest),
                 "said": said, "doors": at_doors, "strays": strays[:]}  # fmt: skip
        strays.clear()
        print(json.dumps(found))
    print(json.dumps({"most_bytes": most_bytes()}))


def most_bytes():
    """Return the most memory this program has held; `getrusage` would count its parent's too."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
