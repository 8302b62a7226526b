"""Every option of every command with values that it was not made for."""

from __future__ import annotations

import argparse
import contextlib
import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import layers.__main__
import mapping.__main__
from geodata.pack import write_pack
from layers.__main__ import COMMANDS
from tests.builders import tiny_pack

VALUES = (
    *("", " ", "-", "--", "=", "'", '"', "\\", "%s", "{}", "\n", "\t\r\n", "\x00", "\x1b[31m"),
    *("0", "-1", "1", "3", "99", "9" * 30, "9" * 5000, "1e400", "-1e400", "nan", "inf", "-inf"),
    *("1.5", "0.0000001", "١٢", "1_000", "0x10", "1,5", "5,,5", "5,10", "True", "None", "null"),
    *("0-4", "4-0", "-4", "0-999", "00045-00099", "0-4-8", "walk-20", "drive-15", "walk--1"),
    *("starter", "areas", "A1", "team-a", "idaci_rank", "idaci_rank=1", "idaci_rank=nan"),
    *("idaci_rank=", "=1", "idaci_rank=-1", "idaci_rank=1e308", "libraries", "E92000001"),
    *("close.centre-a", "close.nothing", "add.library.0-4.area.A1", "add.x.9-1.point.1.1"),
    *("name.x~" * 30, "close", "~", ".", "%00", "%", "close." + "a" * 300),
    *("..", "/", ".", "~", "/dev/null", "/dev/full", "/proc/self/mem", "/nowhere/at/all", "con"),
    *(
        "a" * 300,
        "a" * 70_000,
        "é" * 200,
        "حديقة",
        "\u202eabc",
        "🏴\u200d☠️",
        "\udcff",
        "<b>",
        "${x}",
    ),
    *("[link](https://example.org)", "'; drop table", "../../etc/passwd", "file:///etc/passwd"),
)
NEEDED = {
    "scenario": {"--changes": "close.centre-a"},
    "standardise": {"--counts": "COUNTS"},
    "profile": {"--place": "team-a", "--out": "OUT"},
    "map": {"--out": "OUT/map.html"},
}
OUTSIDE = ("/", "/proc/self/mem", "/nowhere/at/all", "file:///etc/passwd")
"""What a trial must not write to."""
NOT_TRIED = {"-h", "--help"}
COUNTS = "place,band,events,people,standard\na,0-4,3,100,1000\na,5-9,4,120,1000\nb,0-4,1,90,1000\n"


class Run(NamedTuple):
    """How a command ended."""

    words: tuple[str, ...]
    status: object
    said: str
    complained: str

    @property
    def is_well_ended(self) -> bool:
        """Whether it gave an answer, or a message and status 2; and no traceback."""
        if "Traceback" in self.complained or "A fault in the program" in self.complained:
            return False
        if self.status == 0:
            return not self.complained
        return self.status == 2 and bool(self.complained.strip()) and not self.said


class Bench:
    """A folder with a pack and a few files that are not what they seem."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_pack(tiny_pack(), folder / "pack")
        (folder / "counts.csv").write_text(COUNTS, encoding="utf-8")
        (folder / "out").mkdir()
        self.here = folder / "a" / "b" / "c" / "d"  # where trials are run: deep, to climb out of
        self.here.mkdir(parents=True)
        files = {
            "empty.csv": b"",
            "zeros.csv": b"\x00" * 500,
            "bytes.csv": bytes(range(256)) * 4,
            "other.json": b'{"a": [1, 2, {"b": null}]}',
            "half.json": b'{"file": "know-your-patch-scenario", "name": "\\ud800"}',
            "deep.json": b"[" * 60_000,
            "long.csv": b"place,band\na,b,c\n",
        }
        for name, content in files.items():
            (folder / name).write_bytes(content)
        self.paths = [str(folder), str(folder / "pack" / "pack.toml")]
        self.paths += [str(folder / name) for name in files]

    def words(self, command: str, option: str | None = None, value: str = "") -> tuple[str, ...]:
        """Return the words of a command, one option of it set to a value."""
        said = {"--pack": str(self.folder / "pack")} | NEEDED.get(command, {})
        own = {"COUNTS": str(self.folder / "counts.csv"), "OUT": str(self.folder / "out")}
        said = {key: self._own(word, own) for key, word in said.items()}
        if option == "--file":
            said.pop("--changes", None)
        if option is not None:
            said[option] = value
        return (command, *(f"{key}={word}" for key, word in said.items()))

    def _own(self, word: str, own: dict[str, str]) -> str:
        for name, path in own.items():
            word = word.replace(name, path)
        return word

    def trials(self) -> Iterator[tuple[str, ...]]:
        """Yield the words of every trial: each option of each command with each value."""
        for command, options in option_table().items():
            yield self.words(command)
            for option, choices in options.items():
                written = OUTSIDE if option == "--out" else ()
                for value in (*(v for v in VALUES if v not in written), *self.paths, *choices):
                    yield self.words(command, option, value)


def option_table() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the options of every command that take a value, each with what it is meant for."""
    parsers = {name: layers.__main__._parser(name) for name in COMMANDS}
    parsers |= dict.fromkeys(("profile", "map"), mapping.__main__._parser())
    found = {}
    for name, parser in parsers.items():
        [table] = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
        found[name] = {
            option: tuple(map(str, action.choices or ()))
            for action in table.choices[name]._actions
            for option in action.option_strings
            if option not in NOT_TRIED and action.nargs != 0
        }
    return found


def run(words: tuple[str, ...], here: Path) -> Run:
    """Run a command in a folder, and return how it ended."""
    main = mapping.__main__.main if words[0] in ("profile", "map") else layers.__main__.main
    said, complained = io.StringIO(), io.StringIO()
    outputs = contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained)
    with outputs[0], outputs[1], contextlib.chdir(here):
        try:
            status: object = main(list(words))
        except SystemExit as left:
            status = left.code
        except BaseException as error:  # noqa: BLE001 - this is what must never happen
            status = repr(error)
    return Run(words, status, said.getvalue(), complained.getvalue())


def some(trials: list[tuple[str, ...]], count: int, seed: int) -> list[tuple[str, ...]]:
    """Return some of the trials, others with another seed."""
    return random.Random(seed).sample(trials, min(count, len(trials)))  # noqa: S311
