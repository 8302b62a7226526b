"""Changes to a pack that somebody might make by hand, by mistake or on purpose, one at a time.

Every column of every table, every key of `pack.toml`, the rows, the indexes and the shapes. Each is
written and sealed again, so that nothing but the reader's own checks stands between it and a page.
"""

from __future__ import annotations

import copy
import json
import math
import shutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import affinity
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box

from geodata import schema
from tests.builders import seal_again

NUMBERS = (
    *(math.nan, math.inf, -math.inf, -1.0, 0.0, 0.5, 2.5, 11.0, 26.0, 99.0, 999.0),
    *(1e7, 1e12, 1e300, -1e9, 5e-324),
)
TEXTS = (
    *("", " ", "\0", "a\0b", "nowhere", "x" * 20_000, "0", "-1", "nan", "<b>bold</b>", "Ünïcødé"),
    *(
        "\u202eright to left",
        "a\nb\tc",
        "'; drop",
        "=1+1",
        "../..",
        "E99999999",
        "E01000001",
        "area",
    ),
)
TABLES = {table.name: table for table in schema.ALL_TABLES}
Change = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: what it is in words, and what makes it in a pack's folder."""

    about: str
    make: Change


def write_changed(base: Path, folder: Path, change: Changed) -> None:
    """Copy a pack, change it and seal it again."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    change.make(folder)
    seal_again(folder)


def all_changes(base: Path) -> list[Changed]:
    """List every change to a pack, table by table and key by key."""
    held = [table for table in schema.ALL_TABLES if (base / table.file).exists()]
    changes = [change for table in held for change in _table_changes(table, base)]
    changes += _file_changes(base)
    return changes + list(_description_changes(base))


def _read(folder: Path, table: schema.Table) -> pd.DataFrame:
    path = folder / table.file
    rows = gpd.read_parquet(path) if table.geometry else pd.read_parquet(path)
    for column in table.columns:  # what a pack may go without is attacked as if it were there
        if column.may_be_absent and column.name not in rows:
            rows[column.name] = pd.Series(dtype="str" if column.kind == "text" else float)
    return rows


def _edit(table: schema.Table, edit: Callable[[pd.DataFrame], pd.DataFrame]) -> Change:
    def make(folder: Path) -> None:
        rows = edit(_read(folder, table))
        rows.to_parquet(folder / table.file)

    return make


def _table_changes(table: schema.Table, base: Path) -> Iterator[Changed]:
    rows = _read(base, table)
    for column in table.columns:
        name = f"{table.name}.{column.name}"
        for about, edit in _column_edits(column, rows):
            yield Changed(f"{name}: {about}", _edit(table, edit))
    for about, edit in _row_edits(table):
        yield Changed(f"{table.name}: {about}", _edit(table, edit))
    if table.geometry:
        for about, edit in _shape_edits():
            yield Changed(f"{table.name}.geometry: {about}", _edit(table, edit))


def _column_edits(column: schema.Column, rows: pd.DataFrame) -> Iterator[tuple[str, Any]]:
    name = column.name
    is_text = pd.api.types.is_string_dtype(rows[name].dtype)
    for value in TEXTS if is_text else NUMBERS:
        shown = repr(value)[:20]
        for row in (0, len(rows) // 2):
            yield f"{shown} in row {row}", _put(name, row, value)
        yield f"{shown} in every row", lambda rows, v=value: rows.assign(**{name: v})
    yield "missing in row 0", _put(name, 0, None)
    yield "missing in every row", lambda rows: rows.assign(**{name: None})
    yield "no such column", lambda rows: rows.drop(columns=name)
    yield "categorical", lambda rows: rows.assign(**{name: rows[name].astype("category")})
    yield "as text", lambda rows: rows.assign(**{name: rows[name].astype("str")})
    yield "nullable", lambda rows: rows.assign(**{name: rows[name].convert_dtypes()})
    yield "as bytes", lambda rows: rows.assign(**{name: rows[name].astype(str).str.encode("utf-8")})
    yield "as dates", lambda rows: rows.assign(**{name: pd.Timestamp("2026-01-01")})
    yield "as lists", lambda rows: rows.assign(**{name: [[1, 2]] * len(rows)})
    yield "as whole numbers", lambda rows: rows.assign(**{name: np.arange(len(rows))})
    yield "as small floats", lambda rows: rows.assign(**{name: np.float32(1.5)})
    yield "as flags", lambda rows: rows.assign(**{name: True})
    yield "another name", lambda rows: rows.rename(columns={name: name.upper()})


def _put(name: str, row: int, value: object) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def edit(rows: pd.DataFrame) -> pd.DataFrame:
        cells = rows[name].astype(object)
        cells.iloc[row] = value
        held = cells.infer_objects()
        is_mixed = held.dtype == object and not held.isna().all()
        if is_mixed or pd.api.types.is_string_dtype(rows[name].dtype):
            held = held.astype("str")
        return rows.assign(**{name: held})

    return edit


def _row_edits(table: schema.Table) -> Iterator[tuple[str, Any]]:
    yield "no rows", lambda rows: rows.iloc[:0]
    yield "one row", lambda rows: rows.iloc[:1]
    yield "all but the first row", lambda rows: rows.iloc[1:]
    yield "all but the last row", lambda rows: rows.iloc[:-1]
    yield "every row twice", lambda rows: pd.concat([rows, rows])
    yield "every row twice, renumbered", lambda rows: pd.concat([rows, rows], ignore_index=True)
    yield "rows the other way round", lambda rows: rows.iloc[::-1]
    yield "rows without names", lambda rows: rows.reset_index(drop=True)
    yield "rows numbered from 5", lambda rows: rows.set_axis(range(5, 5 + len(rows)))
    yield "rows named by two columns", lambda rows: rows.set_index(rows.columns[0], append=True)
    yield "another name of the rows", lambda rows: rows.rename_axis("rows")
    yield "another column", lambda rows: rows.assign(secret=1)
    yield "columns the other way round", lambda rows: rows[rows.columns[::-1]]
    if table.index:
        for value in ("", "\0", " ", "x" * 20_000):
            yield f"a row called {value[:9]!r}", _rename_first(value)
        yield (
            "rows called by numbers",
            lambda rows: rows.set_axis(pd.RangeIndex(len(rows), name=table.index)),
        )


def _rename_first(value: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda rows: rows.rename(index={rows.index[0]: value})


def _shape_edits() -> Iterator[tuple[str, Any]]:
    first = {
        "nothing": None,
        "an empty point": Point(),
        "an empty polygon": Polygon(),
        "0, 0": Point(0, 0),
        "degrees": Point(-0.1, 52.5),
        "a line": LineString([(540_000, 290_000), (541_000, 291_000)]),
        "several points": MultiPoint([(540_000, 290_000), (541_000, 291_000)]),
        "a bow-tie": Polygon(
            [(540_000, 290_000), (541_000, 291_000), (541_000, 290_000), (540_000, 291_000)]
        ),
        "all of Britain": box(5_000, 5_000, 700_000, 1_300_000),
        "without end": Point(math.inf, 290_000),
        "a square in the sea": box(640_000, 20_000, 641_000, 21_000),
    }
    for about, shape in first.items():
        yield f"{about} in row 0", _put_shape(shape)
        yield (
            f"{about} in every row",
            lambda rows, s=shape: rows.set_geometry(
                gpd.GeoSeries([s] * len(rows), index=rows.index, crs=rows.crs)
            ),
        )
    for about, move in (
        ("moved by half a kilometre", lambda s: affinity.translate(s, 500, 500)),
        ("moved by 90 km", lambda s: affinity.translate(s, 90_000, 0)),
        ("in kilometres", lambda s: affinity.scale(s, 0.001, 0.001, origin=(0, 0))),
        ("easting for northing", lambda s: affinity.affine_transform(s, [0, 1, 1, 0, 0, 0])),
        ("twice as large", lambda s: affinity.scale(s, 2, 2)),
    ):
        yield (
            about,
            lambda rows, m=move: rows.set_geometry(
                rows.geometry.map(lambda s: s if s is None or s.is_empty else m(s))
            ),
        )
    yield (
        "the first, moved by half",
        lambda rows: _put_shape(affinity.translate(rows.geometry.iloc[0], 700, 0))(rows),
    )
    yield "the second upon the first", lambda rows: _put_shape(rows.geometry.iloc[1])(rows)
    yield "in degrees", lambda rows: rows.to_crs("EPSG:4326")
    yield "without a system", lambda rows: rows.set_crs(None, allow_override=True)
    yield "of another system", lambda rows: rows.set_crs("EPSG:3857", allow_override=True)
    yield "as text", lambda rows: pd.DataFrame(rows.assign(geometry=rows.geometry.to_wkt()))
    yield "left out", lambda rows: pd.DataFrame(rows.drop(columns="geometry"))
    yield "another name", lambda rows: rows.rename_geometry("shape")
    yield "twice", lambda rows: rows.assign(other=rows.geometry)


def _put_shape(shape: object) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def edit(rows: pd.DataFrame) -> pd.DataFrame:
        shapes = list(rows.geometry)
        shapes[0] = shape
        return rows.set_geometry(gpd.GeoSeries(shapes, index=rows.index, crs=rows.crs))

    return edit


def _file_changes(base: Path) -> Iterator[Changed]:
    names = sorted(path.name for path in base.iterdir() if path.suffix in (".parquet", ".toml"))
    junk = {
        "nothing": b"",
        "text": b"hello",
        "zeros": b"\0" * 999,
        "another magic": b"PK\3\4" + b"x" * 99,
    }
    for name in names:
        for about, content in junk.items():
            yield Changed(
                f"{name}: {about}", lambda folder, n=name, c=content: (folder / n).write_bytes(c)
            )
        yield Changed(f"{name}: cut in half", lambda folder, n=name: _cut(folder / n))
        yield Changed(f"{name}: left out", lambda folder, n=name: (folder / n).unlink())
        yield Changed(f"{name}: a folder", lambda folder, n=name: _make_folder(folder / n))
        for other in names:
            if other != name:
                yield Changed(
                    f"{name}: {other}",
                    lambda folder, n=name, o=other: shutil.copy(folder / o, folder / n),
                )


def _cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


LEFT_OUT = object()
VALUES = (
    *(
        LEFT_OUT,
        "",
        " ",
        "nowhere",
        "a\0b",
        "x" * 20_000,
        "<b>",
        "javascript:alert(1)",
        "drive-999",
    ),
    *(-1, 0, 1, 5, 11, 26, 181, 999, 10**9, 10**30, 1.5, math.nan, math.inf, True, False),
    *([], ["nowhere"], [""], [1, 2], {}, {"a": {"b": 1}}, ["x"] * 5_000),
)


def _description_changes(base: Path) -> Iterator[Changed]:
    raw = tomllib.loads((base / "pack.toml").read_text("utf-8"))
    for path in _paths(raw):
        for value in VALUES:
            shown = "left out" if value is LEFT_OUT else repr(value)[:20]
            yield Changed(f"pack.toml {'.'.join(path)}: {shown}", _describe(path, value))
        if len(path) > 1:
            for key in ("", "area", "a.b", "x" * 300, "<i>", "a/b?c", "\0"):
                yield Changed(f"pack.toml {'.'.join(path)}: called {key[:9]!r}", _call(path, key))


def _paths(raw: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in raw.items():
        yield (*above, key)
        if isinstance(value, dict):
            yield from _paths(value, (*above, key))


def _edited(path: tuple[str, ...], edit: Callable[[dict[str, Any], str], None]) -> Change:
    def make(folder: Path) -> None:
        file = folder / "pack.toml"
        raw = copy.deepcopy(tomllib.loads(file.read_text("utf-8")))
        holder = raw
        for key in path[:-1]:
            holder = holder[key]
        edit(holder, path[-1])
        file.write_text(as_toml(raw), "utf-8")

    return make


def _describe(path: tuple[str, ...], value: object) -> Change:
    def edit(holder: dict[str, Any], key: str) -> None:
        if value is LEFT_OUT:
            del holder[key]
        else:
            holder[key] = value

    return _edited(path, edit)


def _call(path: tuple[str, ...], name: str) -> Change:
    def edit(holder: dict[str, Any], key: str) -> None:
        holder[name] = holder.pop(key)

    return _edited(path, edit)


def as_toml(raw: dict[str, Any]) -> str:
    """Write any plain tables as TOML, those within as inline ones."""
    return "".join(f"{_text(key)} = {_value(value)}\n" for key, value in raw.items())


def _value(value: object) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{_text(key)} = {_value(each)}" for key, each in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, float):
        return str(value)
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
