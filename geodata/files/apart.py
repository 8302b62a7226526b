"""A map that anybody may hand over, read in a process of its own: bounded in memory and in time.

Whatever a file does to whoever reads it, it does to a process that holds nothing else, may open no
connection and start no program, and is ended when it takes too long.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pandas as pd
import shapely
from pandas import DataFrame

from geodata.errors import DataError, Problem
from geodata.files.faults import fault
from geodata.files.layers import Layer, parse_layer
from geodata.files.telling import Told, hearing, leave_out, tell_repair, warn

MOST_MEMORY: Final = 3_000_000_000  # addressed, of which libraries take a third; see `setrlimit`
MOST_PROCESSOR_S, MOST_WAIT_S = 40, 90
MOST_ANSWER = 200_000_000
AT_ONCE = 2
TOO_MUCH = "a file that takes more memory or time to read than a map should"
SMALLER = "Cut it to the places that you need, or simplify its outlines, and hand it over again."
REFUSED = (
    *("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove"),
    *("os.rename", "os.mkdir", "os.rmdir", "ftplib.", "urllib.", "ctypes.dlopen"),
)
ROOT = Path(__file__).resolve().parents[2]
_room = threading.BoundedSemaphore(AT_ONCE)


def parse_layer_apart(content: bytes, name: str, layer: str = "", crs: str = "") -> Layer:
    """Parse a layer of a map as `parse_layer` does, in a process of its own.

    Raises
    ------
    DataError
        As `parse_layer`; or reading it takes more memory or time than a file may.
    """
    asked = json.dumps({"name": name, "layer": layer, "crs": crs}).encode()
    begin = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from geodata.files import apart"
    with _room:
        try:
            done = subprocess.run(  # noqa: S603 - this program, with nothing of the file in its words
                [sys.executable, "-I", "-c", f"{begin}; apart.main()"],
                input=asked + b"\n" + content,
                capture_output=True,
                timeout=MOST_WAIT_S,
                check=False,
                env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        except subprocess.TimeoutExpired as error:
            raise fault(name, "a file that takes too long to read", "a map", SMALLER) from error
    if done.returncode or len(done.stdout) > MOST_ANSWER:
        raise fault(name, TOO_MUCH, "a map of some places", SMALLER)
    return _layer_of(json.loads(done.stdout))


def _layer_of(said: dict[str, Any]) -> Layer:
    for repair in said["repairs"]:
        tell_repair(repair)
    for warning in said["warnings"]:
        warn(warning)
    for each in said["left_out"]:
        leave_out(Problem(**each))
    if said["problems"]:
        raise DataError([Problem(**each) for each in said["problems"]])
    layer = said["layer"]
    numbers = [int(n) for n in layer["shapes"]]
    shapes = shapely.from_wkb(list(layer["shapes"].values()))
    index = pd.RangeIndex(1, len(layer["rows"]) + 1)
    return Layer(
        name=layer["name"],
        rows=DataFrame(layer["rows"], columns=layer["headings"], index=index, dtype="str"),
        shapes=dict(zip(numbers, shapes, strict=True)),
        faults=tuple(Problem(**each) for each in layer["faults"]),
        crs=layer["crs"],
    )


def main() -> None:
    """Read what is asked, then a file; answer with its layer, or with what is wrong with it."""
    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    _limit()
    problems: tuple[Problem, ...] = ()
    layer: dict[str, Any] | None = None
    with hearing() as told:
        try:
            layer = _said(parse_layer(content, asked["name"], asked["layer"], asked["crs"]))
        except DataError as error:
            problems = error.problems
        except MemoryError:
            problems = fault(asked["name"], TOO_MUCH, "a map of some places", SMALLER).problems
        except Exception as error:  # noqa: BLE001 - whatever a hostile file does to a library
            found = f"a file that cannot be read ({type(error).__name__})"
            problems = fault(asked["name"], found, "a map", "Export it again.").problems
    sys.stdout.write(json.dumps(_answer(layer, problems, told)))


def _answer(
    layer: dict[str, Any] | None, problems: tuple[Problem, ...], told: Told
) -> dict[str, Any]:
    return {
        "layer": layer,
        "problems": [asdict(each) for each in problems],
        "repairs": told.repairs,
        "warnings": told.warnings,
        "left_out": [asdict(each) for each in told.left_out],
    }


def _said(layer: Layer) -> dict[str, Any]:
    return {
        "name": layer.name,
        "headings": list(layer.rows.columns),
        "rows": layer.rows.to_numpy().tolist(),
        "shapes": {str(n): shapely.to_wkb(each, hex=True) for n, each in layer.shapes.items()},
        "faults": [asdict(each) for each in layer.faults],
        "crs": layer.crs,
    }


def _limit() -> None:
    """Bound what this process may take, and let it open nothing but what it was begun with."""
    try:
        import resource
    except ImportError:  # a system without limits: time is bounded all the same
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_PROCESSOR_S, MOST_PROCESSOR_S))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, given: tuple[Any, ...]) -> None:
    opens_to_write = event == "open" and isinstance(given[1], str) and set(given[1]) & set("wax+")
    if opens_to_write or event.startswith(REFUSED):
        raise PermissionError(event)
