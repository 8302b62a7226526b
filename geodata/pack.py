"""Read, check and write a pack: a folder with `pack.toml` and a Parquet file for each table."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata import checking, schema
from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.disclosure import find_sensitive_problems, measure_sizes, protect
from geodata.errors import PackError, Problem
from geodata.hashing import hash_tables
from geodata.info import describe_info, read_info, write_info
from geodata.model import ALLOWED_PER, OLDEST_AGE, Indicator, Pack
from geodata.network import find_network_problems, network_from_tables, network_tables
from geodata.offers import find_offer_problems
from geodata.reported import (
    find_reported_problems,
    protect_reported,
    reported_from_tables,
    reported_tables,
)
from geodata.timetable import find_timetable_problems, timetable_from_tables, timetable_tables
from geodata.written import write_folder

STARTER = Path(__file__).parent / "packs" / "starter"
WHOLE = ("per", "age_from", "age_to")  # of an indicator
GRID_M = 0.01  # shapes are held to the centimetre, so that a rebuild gives the same bytes


def read_pack(folder: Path) -> Pack:
    """Read a pack and check all of it.

    Parameters
    ----------
    folder
        The pack's folder.

    Raises
    ------
    PackError
        Every fault found, together: files missing or damaged, columns, codes, sums.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise PackError(
            Problem(
                where=str(folder),
                found="no such folder",
                expected="the folder of a pack",
                fix="Check the name; python -m geodata list shows the packs there are.",
            )
        )
    info = read_info(folder / "pack.toml")
    tables, problems = _read_tables(folder)
    if problems:
        raise PackError(problems)
    pack = _gather(info, tables)
    faults = list(find_problems(pack))
    if faults:
        raise PackError(faults)
    return _protected(pack)


def assemble_pack(info: Any, tables: Mapping[str, DataFrame]) -> Pack:  # noqa: ANN401
    """Return a pack made of a PackInfo and its tables, protected, with its content hash.

    Raises
    ------
    PackError
        Something sensitive cannot be protected.
    """
    return _protected(_gather(info, tables))


def _protected(pack: Pack) -> Pack:
    return replace(_protect_figures(pack), content_hash=hash_pack(pack))


def _protect_figures(pack: Pack) -> Pack:
    """Return a pack that holds no unsafe count of what is sensitive."""
    sizes, disclosure = measure_sizes(pack.areas, pack.membership), pack.info.disclosure
    return replace(
        pack,
        indicator_values=protect(pack.indicator_values, pack.indicators, disclosure, sizes),
        reported=protect_reported(pack.reported, disclosure, sizes),
    )


def _gather(info: Any, tables: Mapping[str, DataFrame]) -> Pack:  # noqa: ANN401
    """Return a pack of tables as they are: not yet protected, for no eyes but the checks'."""
    return Pack(
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
    )


def _read_tables(folder: Path) -> tuple[dict[str, DataFrame], list[Problem]]:
    tables: dict[str, DataFrame] = {}
    problems: list[Problem] = []
    held = [table for table in schema.OPTIONAL_TABLES if (folder / table.file).exists()]
    for table in (*schema.TABLES, *held):
        path = folder / table.file
        try:
            rows = geopandas.read_parquet(path) if table.geometry else pd.read_parquet(path)
        except FileNotFoundError:
            problems.append(_unreadable(table, "no such file"))
        except (pa.ArrowException, ValueError, OSError, KeyError) as error:
            problems.append(
                _unreadable(table, f"a file that cannot be read ({type(error).__name__})")
            )
        else:
            tables[table.name] = rows
            problems.extend(checking.find_problems(table, rows))
    return tables, problems


def _unreadable(table: schema.Table, found: str) -> Problem:
    return Problem(
        where=table.file,
        found=found,
        expected=f"a Parquet file. {table.about}",
        fix="Copy the whole pack again, or build it again from its recipe.",
    )


def find_problems(pack: Pack) -> Iterator[Problem]:
    """Find what no single table shows: codes that lead nowhere, weights that do not sum to one."""
    numbers, homes = pd.factorize(pack.origins["area_id"])  # the one reading of a million texts
    links = (
        ("origins", "area_id", Series(homes), pack.areas.index),
        ("membership", "area_id", pack.membership["area_id"], pack.areas.index),
        ("membership", "place_id", pack.membership["place_id"], pack.places.index),
        ("places", "kind", pack.places["kind"], pack.info.place_kinds),
        ("assets", "source", pack.assets["source"], pack.info.sources),
        ("assets", "parent_id", pack.assets["parent_id"].dropna(), pack.assets.index),
        ("indicator_values", "indicator", pack.indicator_values["indicator"], pack.indicators),
    )
    for table, column, codes, known in links:
        lost = sorted(set(codes[~codes.isin(list(known))]))
        if lost:
            yield Problem(
                where=f"{table}.parquet, column {column}",
                found=f"{len(lost)} unknown, such as {lost[0]!r}",
                expected="a code that the pack describes",
                fix=checking.REBUILD,
            )
    weights = np.bincount(numbers, weights=pack.origins["weight"])
    yield from _sum_problems(pack, Series(weights, index=homes))
    yield from find_offer_problems(pack.assets, pack.places.index, pack.info.sources)
    yield from _indicator_problems(pack)
    yield from find_reported_problems(pack)
    yield from find_sensitive_problems(pack.indicator_values, pack.indicators, pack.info.disclosure)
    yield from find_network_problems(pack)
    yield from find_timetable_problems(pack)


def _sum_problems(pack: Pack, weights: Series) -> Iterator[Problem]:
    wrong = weights[(weights - 1).abs() > 1e-6]  # noqa: PLR2004
    if len(wrong):
        yield Problem(
            where=f"origins.parquet, area {wrong.index[0]}",
            found=f"{len(wrong)} areas whose weights do not sum to 1 ({wrong.iloc[0]:.4f})",
            expected="weights that sum to 1 in each area",
            fix=checking.REBUILD,
        )
    kinds = pack.places["kind"].reindex(pack.membership["place_id"]).to_numpy()
    for kind in pack.info.place_kinds.values():
        if not kind.partition:
            continue
        shares = pack.membership.loc[kinds == kind.key].groupby("area_id")["share"].sum()
        whole = shares.reindex(pack.areas.index).fillna(0)
        wrong = whole[(whole - 1).abs() > 1e-6]  # noqa: PLR2004
        if len(wrong):
            yield Problem(
                where=f"membership.parquet, {kind.plural}",
                found=f"{len(wrong)} areas not in just one of them, such as {wrong.index[0]}",
                expected="every area in just one",
                fix="Correct the membership table of the recipe.",
            )


def _indicator_problems(pack: Pack) -> Iterator[Problem]:
    for indicator in pack.indicators.values():
        allowed = ALLOWED_PER.get(indicator.form, ())
        if indicator.per not in allowed:
            yield Problem(
                where=f"indicators.parquet, {indicator.key}",
                found=f"a {indicator.form} per {indicator.per:,}",
                expected=f"a {indicator.form} per "
                + (" or ".join(f"{per:,}" for per in allowed) or "nothing: no such form"),
                fix="Correct its form and per in the recipe’s table of indicators.",
            )
        if indicator.source not in pack.info.sources:
            yield Problem(
                where=f"indicators.parquet, {indicator.key}",
                found=f"an unknown source {indicator.source!r}",
                expected="one that pack.toml describes",
                fix="Describe it under [sources].",
            )
        if not _are_ages(indicator):
            yield Problem(
                where=f"indicators.parquet, {indicator.key}",
                found=f"ages from {indicator.age_from} to {indicator.age_to}",
                expected=f"two ages from 0 to {OLDEST_AGE}, the younger first, or neither",
                fix="Correct them; leave both empty where it counts people of every age, or none.",
            )
    defaults = pack.info.defaults
    named = {"need": defaults.need} | (
        {"area_need": defaults.area_need} if defaults.area_need else {}
    )
    for name, key in named.items():
        if key not in area_indicators(pack):
            yield Problem(
                where=f"pack.toml, defaults.{name}",
                found=repr(key),
                expected="an indicator of areas that the pack holds",
                fix="Name one of " + ", ".join(area_indicators(pack)) + ".",
            )


def _are_ages(indicator: Indicator) -> bool:
    """Return whether the ages of those whom an indicator counts are two in order, or neither."""
    youngest, oldest = indicator.age_from, indicator.age_to
    if youngest is None or oldest is None:
        return youngest is oldest
    return 0 <= youngest <= oldest <= OLDEST_AGE


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
    tables = _tables_of(pack)
    known = [table for table in schema.ALL_TABLES if table.name in tables]
    problems = [
        problem for table in known for problem in checking.find_problems(table, tables[table.name])
    ]
    problems = problems or list(find_problems(pack))
    if problems:
        raise PackError(problems)
    write_folder(Path(folder), lambda into: _write_files(pack, tables, into), _is_of_a_pack)


def _write_files(pack: Pack, tables: Mapping[str, DataFrame], folder: Path) -> None:
    for table in schema.ALL_TABLES:
        if table.name in tables:
            (folder / table.file).write_bytes(_as_parquet(tables[table.name]))
    write_info(pack.info, folder / "pack.toml")


def _as_parquet(rows: DataFrame) -> bytes:
    content = io.BytesIO()
    if isinstance(rows, GeoDataFrame):
        rows.to_parquet(content, compression="zstd", index=True, schema_version="1.1.0")
    else:
        pq.write_table(pa.Table.from_pandas(rows), content, compression="zstd")
    return content.getvalue()


def _is_of_a_pack(name: str) -> bool:
    return name == "pack.toml" or name in [table.file for table in schema.ALL_TABLES]


def _tables_of(pack: Pack) -> dict[str, DataFrame]:
    safe = _protect_figures(pack)
    return {
        "areas": pack.areas,
        "origins": pack.origins,
        "places": pack.places,
        "membership": pack.membership,
        "assets": pack.assets,
        "indicators": table_from_catalogue(pack.indicators),
        "indicator_values": safe.indicator_values,
        **reported_tables(safe.reported),
        **network_tables(pack.network),
        **timetable_tables(pack.timetable),
    }


def arrange(table: schema.Table, rows: DataFrame) -> DataFrame:
    """Return `rows` with the columns, order and types of `table`, for a pack about to be written.

    Columns that the table does not know are dropped; ones that are missing are added empty.
    """
    rows = rows.copy()
    for column in table.columns:
        cells = rows[column.name] if column.name in rows.columns else None
        if cells is None:
            cells = Series([None] * len(rows), index=rows.index)
        rows[column.name] = _typed(column, cells)
    kept = [column.name for column in table.columns]
    if not isinstance(rows, GeoDataFrame):
        return DataFrame(rows[kept])
    shapes = rows.geometry.to_crs(BRITISH_NATIONAL_GRID).set_precision(GRID_M)
    arranged: DataFrame = GeoDataFrame(rows[kept], geometry=shapes, crs=BRITISH_NATIONAL_GRID)
    return arranged


def _typed(column: schema.Column, cells: Series) -> Series:
    if column.kind in ("text", "list"):
        return cells.astype("str")
    if column.kind == "flag":
        return cells.astype(bool)
    if column.kind == "whole":
        return pd.to_numeric(cells).astype("int32")
    return pd.to_numeric(cells).astype(float)


def catalogue_from_table(rows: DataFrame) -> dict[str, Indicator]:
    """Return the catalogue that the indicators table holds, by key."""
    return {
        str(key): _indicator(str(key), cells[cells.notna()].to_dict())
        for key, cells in rows.iterrows()
    }


def _indicator(key: str, cells: Mapping[Any, Any]) -> Indicator:
    values = {str(name): value for name, value in cells.items()}
    whole = {name: int(values[name]) for name in WHOLE if name in values}
    return Indicator(key=key, **values | whole)


def table_from_catalogue(catalogue: Mapping[str, Indicator]) -> DataFrame:
    """Return the indicators table of a catalogue."""
    rows = DataFrame([asdict(i) for i in catalogue.values()], columns=_indicator_columns())
    return arrange(schema.INDICATORS, rows.set_index("key").rename_axis("indicator"))


def _indicator_columns() -> list[str]:
    return ["key", *(column.name for column in schema.INDICATORS.columns)]


def hash_pack(pack: Pack) -> str:
    """Return the SHA-256 of a pack's contents: every cell, shape and word of `pack.toml`.

    It is taken from the values, not the files, so a newer Parquet writer changes nothing.
    """
    return hash_tables(repr(describe_info(pack.info)), _tables_of(pack))
