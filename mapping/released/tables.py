"""Tables opened again: CSV, JSON, workbooks and GeoPackages."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from mapping.released.passages import Found, Passage, cells_of, lines_under, table_of

OF_WRITERS = (b"pandas", b"ARROW:schema")  # how columns are kept; their names are read as headings
FEW_BRANCHES = 4  # that may tell of one another though they are alike
MOST_BESIDE = 20  # texts of a list that may tell what its figures are
MOST_WORDS = 4_000  # characters of what a record tells of itself


def passages_of_csv(name: str, content: bytes, told: str = "") -> Found:
    """Return the cells of a CSV file; `told` is what notes beside it say of what it holds."""
    text = content.decode("utf-8-sig", errors="replace")
    csv.field_size_limit(100_000_000)
    opening = text[:100_000].splitlines()[:50]
    # What divides most lines divides the table: commas stand in sentences too.
    between = max(",;\t|", key=lambda sign: sum(sign in line for line in opening))
    rows = list(csv.reader(io.StringIO(text), delimiter=between))
    yield from table_of(name, rows, told)
    if sum(between in line for line in opening) < len(opening):
        # Its notes are judged as lines; rows of figures are not, which their headings explain.
        width = max(map(len, rows), default=0)
        apart = (between.join(row) if len(row) < width else "" for row in rows)
        yield from lines_under(f"{name}, line", ((line, "") for line in apart))


def passages_of_parquet(name: str, content: bytes) -> Found:
    """Return the cells of a Parquet file, and what it tells of itself."""
    from pyarrow import parquet

    opened = parquet.ParquetFile(io.BytesIO(content))
    for key, said in (opened.schema_arrow.metadata or {}).items():
        if key in OF_WRITERS:
            continue
        told = said.decode("utf-8", errors="replace")
        yield Passage(where=f"{name}, {key.decode(errors='replace')}", said=told)
    heads = [str(each) for each in opened.schema_arrow.names]
    n = 0
    for batch in opened.iter_batches():
        for row in batch.to_pylist():
            n += 1
            cells = [None if isinstance(each, bytes) else each for each in row.values()]
            yield from cells_of(f"{name}, row {n}", heads, cells, name)


def lines_of(name: str, text: str) -> Iterator[Passage]:
    """Return the lines of a text."""
    yield from lines_under(f"{name}, line", ((line, "") for line in text.splitlines()))


def passages_of_workbook(name: str, content: bytes) -> Found:
    """Return the cells of every sheet, the hidden ones as well; its other parts are read as XML."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        yield from table_of(f"{name}, {sheet}", rows, sheet)


def passages_of_geopackage(name: str, content: bytes) -> Found:
    """Return the cells of every table of a GeoPackage, or of any SQLite file."""
    with tempfile.TemporaryDirectory(prefix="released-") as folder:
        path = Path(folder) / "opened.gpkg"
        path.write_bytes(content)
        opened = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            tables = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (table,) in tables.fetchall():
                quoted = str(table).replace('"', '""')
                rows = opened.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - its own name
                heads = [str(each[0]) for each in rows.description]
                for n, row in enumerate(rows, start=1):
                    told = [None if isinstance(cell, bytes) else cell for cell in row]
                    yield from cells_of(f"{name}, {table}, row {n}", heads, told, str(table))
        finally:
            opened.close()


def passages_of_json(name: str, content: bytes) -> Found:
    """Return the leaves of JSON, each with its key and with its neighbours."""
    said = content.decode("utf-8-sig", errors="replace")
    try:
        value = json.loads(said)
    except ValueError:  # lines of JSON, or no JSON at all: it is searched as text
        yield from lines_of(name, said)
        return
    yield from leaves_of(name, value)


def leaves_of(
    where: str,
    value: Any,  # noqa: ANN401
    above: str = "",
    further: tuple[str, ...] = (),
    *,
    branch: str = "",
) -> Iterator[Passage]:
    """Return the leaves of a value that JSON holds, each with its key and with its neighbours.

    Parameters
    ----------
    above
        The plain values beside all that it lies in, and its keys.
    further
        What the branches beside it say, the nearest first.
    branch
        Its own key.
    """
    if isinstance(value, dict):
        yield from _leaves_of_record(where, value, above, further, branch)
    elif isinstance(value, list):
        if all(not isinstance(each, dict | list) for each in value):
            words = [each for each in value if isinstance(each, str)][:MOST_BESIDE]
            for n, each in enumerate(value, start=1):
                if each is not None:
                    rest = (other for other in words if other is not each)
                    beside = " | ".join(filter(None, (above, *rest)))
                    place = f"{where}, {n}"
                    yield Passage(where=place, said=str(each), beside=beside, further=further)
            return
        are_alike = _are_alike(value)
        for n, each in enumerate(value, start=1):
            others = () if are_alike else (_words_beside(dict(enumerate(value)), n - 1),)
            yield from leaves_of(f"{where}, {n}", each, above, (*others, *further))
    elif value is not None:
        yield Passage(where=where, said=str(value), beside=above, further=further)


def _leaves_of_record(
    where: str, value: dict[str, Any], above: str, further: tuple[str, ...], branch: str
) -> Iterator[Passage]:
    """Return the leaves of a record: its plain values, those of its branches, and its columns."""
    plain = {key: each for key, each in value.items() if not isinstance(each, dict | list)}
    inside = " | ".join(_words_in(value))[:MOST_WORDS]
    beside = " | ".join(filter(None, (above, inside)))
    heads = [str(key) for key in plain]
    yield from cells_of(where, heads, plain.values(), beside, further, branch=branch)
    told = " | ".join(filter(None, (above, *(str(each) for each in plain.values() if each))))
    branches = {key: each for key, each in value.items() if isinstance(each, dict | list)}
    are_alike = _are_alike(branches.values())
    for key, each in branches.items():
        others = () if are_alike else (_words_beside(branches, key),)
        place, inner = f"{where}, {key}", (*others, *further)
        if names := _names_of(each, branches, key):
            rows = each if isinstance(each[0], list) else [each]
            for n, row in enumerate(rows, start=1):
                yield from _under(f"{place}, {n}", names, row, told, inner)
        else:
            yield from leaves_of(place, each, f"{told} | {key}", inner, branch=str(key))


def _names_of(figures: Any, branches: Mapping[str, Any], own: str) -> list[str]:  # noqa: ANN401
    """Return what a list beside some figures calls each of them; nothing where none does.

    The figures may be a list as long as that of the labels, or rows that are.
    """
    rows = figures if isinstance(figures, list) and figures else []
    are_rows = all(isinstance(each, list) for each in rows)
    for key, labels in branches.items():
        if key == own or not isinstance(labels, list) or not rows:
            continue
        wide = all(len(row) == len(labels) for row in (rows if are_rows else [rows]))
        cells = [cell for row in (rows if are_rows else [rows]) for cell in row]
        if wide and not any(isinstance(cell, dict | list) for cell in cells):
            names = [_label_of(each) for each in labels]
            if all(names) and any(not isinstance(cell, str) or are_rows for cell in cells):
                return names
    return []


def _under(
    where: str, names: Sequence[str], row: Sequence[object], above: str, further: tuple[str, ...]
) -> Iterator[Passage]:
    """Return the cells of a row under their names, each with the words of the others."""
    words = [each for each in row if isinstance(each, str)]
    for name, cell in zip(names, row, strict=True):
        if cell is not None:
            others = (each for each in words if each is not cell)
            beside = " | ".join(filter(None, (above, *others)))
            place = f"{where}, {name}"
            yield Passage(where=place, said=str(cell), heading=name, beside=beside, further=further)


def _label_of(value: Any) -> str:  # noqa: ANN401
    """Return what a member of a list of labels says; "" of what is no label."""
    said = value if isinstance(value, dict) else {"": value}
    return " ".join(each for each in said.values() if isinstance(each, str))


def _are_alike(members: Collection[Any]) -> bool:
    """Return whether these are records of one kind, none of which tells another."""
    if len(members) <= FEW_BRANCHES:
        return False
    shapes = {tuple(each) if isinstance(each, dict) else type(each) for each in members}
    return len(shapes) == 1


def _words_beside(value: Mapping[Any, Any], key: object) -> str:
    """Return the texts in the branches beside one; of very many the first."""
    found: list[str] = []
    length = 0
    for other, each in value.items():
        if other == key:
            continue
        for said in [each] if isinstance(each, str) else _words_of_branch(each):
            found.append(said)
            length += len(said)
            if length > MOST_WORDS:
                return " | ".join(found)
    return " | ".join(found)


def _words_of_branch(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Return every text of a branch, however deep."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _words_of_branch(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words_of_branch(each)
    elif isinstance(value, str):
        yield value


def _words_in(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Return the texts inside the parts of a record: what it tells of itself beside its figures."""
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, dict | list):
            yield from _words_in(each)
        elif isinstance(each, str) and isinstance(value, dict):
            yield each
