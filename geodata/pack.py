"""Read, check and write a pack: a folder with `pack.toml` and a Parquet file for each table."""

from __future__ import annotations

import io
import logging
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from geopandas import GeoDataFrame
from pandas import DataFrame, RangeIndex

from geodata import schema
from geodata.arranging import arrange
from geodata.beside import restore_folder
from geodata.catalogue import catalogue_from_table, table_from_catalogue
from geodata.checking import find_faults
from geodata.disclosure import measure_sizes, protect
from geodata.errors import DataError, PackError, Problem
from geodata.ground import ground_from_tables, ground_tables
from geodata.hashing import hash_tables
from geodata.info import describe_info, info_as_toml, parse_info, parse_toml, refuse_other_editions
from geodata.linking import Parts, find_link_problems
from geodata.model import Indicator, Pack, PackInfo
from geodata.network import network_from_tables, network_tables
from geodata.pack_files import (
    DESCRIPTION,
    PackFiles,
    find_extra_tables,
    is_of_a_pack,
    read_files,
    read_tables,
)
from geodata.reported import empty_table, protect_reported, reported_from_tables, reported_tables
from geodata.seal import CHECKSUMS, seal
from geodata.timetable import timetable_from_tables, timetable_tables
from geodata.tracing import log_fault
from geodata.written import write_folder

__all__ = [
    "STARTER",
    "area_indicators",
    "arrange",
    "assemble_pack",
    "catalogue_from_table",
    "find_problems",
    "hash_pack",
    "read_pack",
    "table_from_catalogue",
    "write_pack",
]

STARTER = Path(__file__).parent / "packs" / "starter"
logger = logging.getLogger("know_your_patch")


def read_pack(folder: Path) -> Pack:
    """Read a pack and check all of it.

    Where another edition is put in its place meanwhile, the one or the other is read, whole.

    Parameters
    ----------
    folder
        The pack's folder.

    Raises
    ------
    PackError
        Every fault found, together: files missing, changed or of another edition, columns, codes,
        sums, ages, coordinates.
    """
    folder = Path(folder)
    restore_folder(folder)
    if not folder.is_dir():
        raise PackError(
            Problem(
                where=str(folder),
                found="no such folder",
                expected="the folder of a pack",
                fix="Check the name; python -m geodata list shows the packs there are.",
            )
        )
    files = read_files(folder)
    problems = list(files.problems)
    info, described = _read_description(files, problems)
    held = read_tables(files.contents)
    problems += held.problems
    parts = Parts(described=described, tables=held.tables, unusable=held.unusable)
    try:
        problems += find_link_problems(parts)
        if info is not None and not problems:
            return assemble_pack(info, held.tables)
    except DataError as error:
        problems += error.problems
    except Exception as error:  # noqa: BLE001 - logged, without its words
        log_fault(logger, "A pack could not be put together.", error)
        problems = problems or [_unforeseen(folder, error)]  # else what is told explains it
    raise PackError(dict.fromkeys(problems))


def _unforeseen(folder: Path, error: Exception) -> Problem:
    return Problem(
        where=folder.name,
        found=f"something that cannot be worked with ({type(error).__name__})",
        expected="a pack as docs/packs.md describes it",
        fix="Build the pack again from its recipe.",
    )


def _read_description(
    files: PackFiles, problems: list[Problem]
) -> tuple[PackInfo | None, Mapping[str, Any]]:
    """Return what `pack.toml` says, checked and as plain tables; its problems join the others."""
    raw: Mapping[str, Any] = {}
    if DESCRIPTION not in files.contents:
        return None, raw
    try:
        raw = parse_toml(files.contents[DESCRIPTION], DESCRIPTION)
    except PackError as error:
        problems += error.problems
        return None, raw
    refuse_other_editions(raw, DESCRIPTION)  # alone: all else of it may well be otherwise
    try:
        return parse_info(raw, DESCRIPTION), raw
    except PackError as error:
        problems += error.problems
    return None, raw


def assemble_pack(info: Any, tables: Mapping[str, DataFrame]) -> Pack:  # noqa: ANN401
    """Return a pack made of a PackInfo and its tables, protected, with its content hash.

    Raises
    ------
    PackError
        Something sensitive cannot be protected.
    """
    safe = _protect_figures(
        Pack(
            info=info,
            areas=tables["areas"],
            origins=tables["origins"],
            places=tables["places"],
            membership=tables["membership"],
            assets=tables["assets"],
            indicators=catalogue_from_table(tables["indicators"]),
            indicator_values=tables["indicator_values"],
            reported=reported_from_tables(tables),
            network=network_from_tables(tables),
            timetable=timetable_from_tables(tables, info),
            coverage=tables.get("coverage", empty_table(schema.COVERAGE)),
            ground=ground_from_tables(tables),
            water=tables.get("water"),
            fine=tables.get("areas_fine"),
        )
    )
    return replace(safe, content_hash=_hash_as_it_is(safe))


def _protect_figures(pack: Pack) -> Pack:
    """Return a pack that holds no unsafe count of what is sensitive."""
    sizes, disclosure = measure_sizes(pack.areas, pack.membership), pack.info.disclosure
    kinds = pack.places["kind"].to_dict()
    membership = pack.membership.assign(kind=pack.membership["place_id"].map(kinds).fillna(""))
    figures = protect(pack.indicator_values, pack.indicators, disclosure, sizes, membership)
    reported = protect_reported(pack.reported, disclosure, sizes, figures)
    return replace(pack, indicator_values=figures, reported=reported)


def find_problems(pack: Pack) -> Iterator[Problem]:
    """Find what no single table shows: codes that lead nowhere, weights that do not sum to one."""
    return find_link_problems(Parts(described=describe_info(pack.info), tables=_tables_of(pack)))


def area_indicators(pack: Pack) -> dict[str, Indicator]:
    """Return the indicators that can say what need is: of areas, and with a worse end."""
    return {
        key: indicator
        for key, indicator in pack.indicators.items()
        if indicator.geography == "area" and indicator.worse_when != "neither"
    }


def write_pack(pack: Pack, folder: Path) -> None:
    """Write a pack's folder; the same pack gives the same bytes.

    Raises
    ------
    PackError
        The pack does not follow the schema; nothing is written.
    DataError
        The folder cannot be written, and is as it was before.
    """
    folder, description = Path(folder), info_as_toml(pack.info).encode()
    problems = [*find_extra_tables(folder), *_problems_of(description, _tables_of(pack))]
    if problems:
        raise PackError(problems)
    tables = _tables_of(_protect_figures(pack))
    contents = {DESCRIPTION: description}
    for table in schema.ALL_TABLES:
        if table.name in tables:
            contents[table.file] = _as_parquet(tables[table.name])
    contents[CHECKSUMS] = seal(contents)

    def write(into: Path) -> None:
        for name, content in contents.items():
            (into / name).write_bytes(content)

    write_folder(folder, write, is_of_a_pack)


def _problems_of(description: bytes, tables: Mapping[str, DataFrame]) -> Iterator[Problem]:
    """Find all that the reader would say of a description and tables."""
    try:
        parse_info(parse_toml(description, DESCRIPTION), DESCRIPTION)
    except PackError as error:
        yield from error.problems
    unusable = set()
    for table in schema.ALL_TABLES:
        if table.name in tables:
            faults = list(find_faults(table, tables[table.name]))
            unusable |= {f"{table.name}.{column}" for column, _ in faults if column}
            yield from (problem for _, problem in faults)
    described = tomllib.loads(description.decode())
    yield from find_link_problems(Parts(described=described, tables=tables, unusable=unusable))


def _as_parquet(rows: DataFrame) -> bytes:
    content = io.BytesIO()
    if isinstance(rows, GeoDataFrame):
        rows.to_parquet(content, compression="zstd", index=True, schema_version="1.1.0")
    else:
        pq.write_table(pa.Table.from_pandas(rows), content, compression="zstd")
    return content.getvalue()


def _tables_of(pack: Pack) -> dict[str, DataFrame]:
    """Return the tables of a pack as it is, by name; rows without names counted from 0."""
    tables = {
        "areas": pack.areas,
        "origins": pack.origins,
        "places": pack.places,
        "membership": pack.membership,
        "assets": pack.assets,
        "indicators": table_from_catalogue(pack.indicators),
        "indicator_values": pack.indicator_values,
        **reported_tables(pack.reported),
        **network_tables(pack.network),
        **ground_tables(pack.ground),
        **timetable_tables(pack.timetable),
        **({"coverage": pack.coverage} if len(pack.coverage) else {}),
        **({} if pack.water is None else {"water": pack.water}),
        **({} if pack.fine is None else {"areas_fine": pack.fine}),
    }
    for table in schema.ALL_TABLES:
        if table.index is None and table.name in tables:
            rows = tables[table.name]
            if not rows.index.equals(RangeIndex(len(rows))):
                tables[table.name] = rows.reset_index(drop=True)
    return tables


def hash_pack(pack: Pack) -> str:
    """Return the SHA-256 of a pack's contents: every cell, shape and word of `pack.toml`.

    It is taken from the values, not the files, so a newer Parquet writer changes nothing.
    """
    return _hash_as_it_is(_protect_figures(pack))


def _hash_as_it_is(pack: Pack) -> str:
    tables = _tables_of(pack)
    tables.pop("coverage", None)  # it tells how the pack was built, and by which names of files
    return hash_tables(repr(describe_info(pack.info)), tables)
