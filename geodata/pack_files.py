"""The files of a pack: read as one edition, checked against their seal, made into tables."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas as pd
import pyarrow.parquet as pq
from pandas import DataFrame

from geodata import schema
from geodata.beside import mark_of_folder, restore_folder
from geodata.checking import Fault, find_faults
from geodata.errors import Problem
from geodata.seal import CHECKSUMS, find_seal_problems

DESCRIPTION = "pack.toml"
NAMES = (DESCRIPTION, *(table.file for table in schema.ALL_TABLES))
NEEDED = (DESCRIPTION, *(table.file for table in schema.TABLES))
AT_ONCE = 2  # tables that are read side by side
READS = 5  # how often a folder is read that another replaces meanwhile
MOST_BYTES = 2_000_000_000  # of one file
MOST_ROWS = 50_000_000  # of one table
FIX = "Copy the whole pack again, or build it again from its recipe."


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFiles:
    """What a pack's folder holds, by name, and what is wrong with it as files."""

    contents: Mapping[str, bytes]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PackTables:
    """The tables of a pack by name, which of their columns are unusable, and all their faults."""

    tables: Mapping[str, DataFrame]
    unusable: frozenset[str]
    problems: tuple[Problem, ...]


def is_of_a_pack(name: str) -> bool:
    """Return whether a file of that name, in a pack's folder, is a part of the pack."""
    return name in NAMES or name == CHECKSUMS


def read_files(folder: Path) -> PackFiles:
    """Read every file of a pack, of one edition though another is put in its place meanwhile."""
    files = PackFiles(contents={}, problems=())
    for _ in range(READS):
        before = mark_of_folder(folder)
        files = _read_once(folder)
        if not files.problems or mark_of_folder(folder) == before:
            break
        restore_folder(folder)
    return files


def _read_once(folder: Path) -> PackFiles:
    contents: dict[str, bytes] = {}
    problems = list(find_extra_tables(folder))
    for name in (*NAMES, CHECKSUMS):
        found = _read(folder / name)
        if isinstance(found, bytes):
            contents[name] = found
        elif found:
            problems.append(_problem(name, found, "a file of the pack"))
    checksums = contents.pop(CHECKSUMS, None)
    problems.extend(find_seal_problems(contents, checksums, NAMES))
    told = {problem.where for problem in problems}
    absent = [name for name in NEEDED if name not in contents and name not in told]
    problems += [_problem(name, "no such file", "a file that every pack has") for name in absent]
    return PackFiles(contents=contents, problems=tuple(problems))


def _read(path: Path) -> bytes | str:
    """Return what a file holds; or what is there instead, in words, empty where nothing is."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return "something that is not a file"
        if about.st_size > MOST_BYTES:
            return f"{about.st_size:,} bytes, more than {MOST_BYTES:,}"
        return path.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"a file that cannot be read ({type(error).__name__})"


def find_extra_tables(folder: Path) -> Iterator[Problem]:
    """Find tables in a folder that are no part of a pack, and would be taken for one."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return
    for name in names:
        if name.lower().endswith(".parquet") and name not in NAMES:
            yield _problem(name[:60], "a table that no pack has", "the tables of a pack alone")


def _problem(where: str, found: str, expected: str) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix=FIX)


def read_tables(contents: Mapping[str, bytes]) -> PackTables:
    """Make tables of a pack's files, and find every fault of each by itself."""
    tables: dict[str, DataFrame] = {}
    unusable: set[str] = set()
    problems: list[Problem] = []
    held = [table for table in schema.ALL_TABLES if table.file in contents]
    with ThreadPoolExecutor(AT_ONCE) as readers:  # most of the work is outside Python’s lock
        read = readers.map(lambda table: _checked(table, contents[table.file]), held)
    for table, (rows, faults) in zip(held, read, strict=True):
        if rows is not None:
            tables[table.name] = rows
        unusable |= {f"{table.name}.{column}" for column, _ in faults if column}
        problems.extend(problem for _, problem in faults)
    return PackTables(tables=tables, unusable=frozenset(unusable), problems=tuple(problems))


def _checked(table: schema.Table, content: bytes) -> tuple[DataFrame | None, list[Fault]]:
    """Return a table and its faults, each by its column; no table where it cannot be read."""
    try:
        rows = _rows(table, content)
        return rows, list(find_faults(table, rows))
    except Exception as error:  # noqa: BLE001  (whatever a file holds, its reader is told)
        found = f"a table that cannot be read ({type(error).__name__})"
        return None, [("", _problem(table.file, found, f"a Parquet file. {table.about}"))]


def _rows(table: schema.Table, content: bytes) -> DataFrame:
    held = pq.read_metadata(io.BytesIO(content)).num_rows
    if held > MOST_ROWS:
        msg = f"{held:,} rows"
        raise ValueError(msg)
    if table.geometry:
        rows: DataFrame = geopandas.read_parquet(io.BytesIO(content))
        return rows
    return pd.read_parquet(io.BytesIO(content))
