"""What every analysis answers with, and the one way it is handed out: table, JSON or CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from pandas import DataFrame

from geodata.model import Source
from geodata.plain import plain_line
from layers.said.export import MADE_SAFE, is_made_safe, plain, rows_csv, rows_json
from layers.said.headings import heading_words
from layers.said.numbers import counted, listed

Format = Literal["table", "json", "csv"]
FORMATS: tuple[Format, ...] = ("table", "json", "csv")
SHOWN_DECIMALS = 3
ILLUSTRATIVE = "Illustrative figures: not real neighbourhoods."


class Result(Protocol):
    """The answer of an analysis: its figures, its words, and the terms it was worked out on.

    An answer to a question also has a `heading`, the question in words; see `heading_of`.
    """

    @property
    def table(self) -> DataFrame:
        """What it says, a row each: indexed by its ids, the index named for them; NaN unknown."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who published what it is made of, each once."""

    @property
    def is_illustrative(self) -> bool:
        """Whether the pack is not of real neighbourhoods."""

    def parameters(self) -> dict[str, Any]:
        """Return every setting it was worked out with, by name."""

    def missing(self) -> dict[str, float]:
        """Return how much could not be judged, by what it is: areas, children, sites."""

    def sentence(self) -> str:
        """Return the answer in words."""

    def notes(self) -> tuple[str, ...]:
        """Return the sentences that must stand beside the answer wherever it is shown."""


def say_result(
    result: Result,
    form: str,
    *,
    columns: Sequence[str] | None = None,
    rows: DataFrame | None = None,
) -> str:
    """Return a result in one of `FORMATS`: its figures, its words, its terms and its sources.

    Parameters
    ----------
    columns
        What to show of the rows, in this order, the index by its name; everything unless given.
    rows
        What to show of the result where that is not its table: fewer rows, or finer ones.
    """
    names, cells = _rows_of(result, columns, rows)
    if form == "json":
        terms = _terms(result)
        return rows_json(row | {"parameters": terms} for row in cells)
    if form == "csv":
        return said_csv(result, cells, names).rstrip("\n")
    cited = "; ".join(f"{s.title}, {s.period}" for s in dict.fromkeys(result.sources))
    said = map(plain_line, words_of(result))
    foot = ["", plain_line(f"Sources: {cited}")] if cited else []
    return "\n".join([*said, "", *table_lines(names, cells), *foot])


def _rows_of(
    result: Result, columns: Sequence[str] | None, rows: DataFrame | None
) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the names of a result's columns, and its rows as plain cells by them."""
    table = result.table if rows is None else rows
    if table.index.name is not None:
        table = table.reset_index()
    names = [str(name) for name in (table.columns if columns is None else columns)]
    cells = [
        {str(name): plain(value) for name, value in row.items()}
        for row in table[names].to_dict(orient="records")
    ]
    return names, cells


def said_csv(result: Result, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Return rows about a result as CSV, with its words, terms and sources at the foot."""
    notes = [
        *words_of(result),
        *(f"{key}: {value}" for key, value in result.parameters().items()),
        *(f"Source: {source_words(source)}" for source in dict.fromkeys(result.sources)),
    ]
    told = [MADE_SAFE] if is_made_safe(rows, columns, notes) else []
    return rows_csv(rows, columns, [*notes, *told])


def csv_file(
    result: Result, *, columns: Sequence[str] | None = None, rows: DataFrame | None = None
) -> bytes:
    """Return a result’s figures as a CSV file to open in a spreadsheet.

    It holds a line of headings in words and the rows, and nothing else, with the mark by which
    Excel knows its letters; what must be read beside it is in `notes_file`.
    """
    names, cells = _rows_of(result, columns, rows)
    heads = _headings(result, names)
    told = [{heads[name]: cell for name, cell in row.items()} for row in cells]
    return rows_csv(told, heads.values(), ()).encode("utf-8-sig")


def notes_file(
    result: Result, *, columns: Sequence[str] | None = None, rows: DataFrame | None = None
) -> bytes:
    """Return what must be read beside the figures of `csv_file`: words, terms and sources."""
    names, cells = _rows_of(result, columns, rows)
    heads = _headings(result, names)
    is_changed = is_made_safe(cells, names, ()) or is_made_safe((), heads.values(), ())
    return notes_text(result, made_safe=is_changed).encode("utf-8-sig")


def notes_text(result: Result, *, made_safe: bool = False) -> str:
    """Return the words, terms and sources of a result, a line each."""
    lines = [
        *words_of(result),
        "An empty cell is a figure that is not known; it is never none.",
        *([MADE_SAFE] if made_safe else []),
        "",
        "Terms",
        *(f"{key.replace('_', ' ')}: {value}" for key, value in result.parameters().items()),
        "",
        "Sources",
        *(source_words(source) for source in dict.fromkeys(result.sources)),
    ]
    return "".join(f"{plain_line(line)}\r\n" for line in lines)


def _headings(result: Result, names: Sequence[str]) -> dict[str, str]:
    """Return what each column is called, each called otherwise than the others."""
    own: Mapping[str, str] = getattr(result, "headings", {})
    terms = result.parameters()
    heads: dict[str, str] = {}
    for name in names:
        said = heading_words(name, own, terms)
        heads[name] = said if said not in heads.values() else f"{said} ({name})"
    return heads


def heading_of(result: object) -> str:
    """Return the question that a result answers, in words; empty where it answers none."""
    return str(getattr(result, "heading", ""))


def words_of(result: Result) -> tuple[str, ...]:
    """Return what must be read beside a result's figures, a sentence each, each once."""
    said = (
        heading_of(result),
        result.sentence(),
        *result.notes(),
        missing_words(result.missing()),
        ILLUSTRATIVE if result.is_illustrative else "",
    )
    return tuple(dict.fromkeys(filter(None, said)))


def missing_words(missing: Mapping[str, float]) -> str:
    """Return what could not be judged: "Not judged: 3 areas and 120 children."; empty for none."""
    parts = [counted(count, name) for name, count in missing.items() if count]
    return f"Not judged: {listed(parts)}." if parts else ""


def _terms(result: Result) -> dict[str, Any]:
    """Return what stands beside every row of a JSON list, so that no row goes without it."""
    return result.parameters() | {
        "illustrative": result.is_illustrative,
        "about": {
            "heading": heading_of(result),
            "sentence": result.sentence(),
            "notes": list(result.notes()),
            "missing": {name: plain(count) for name, count in result.missing().items()},
            "sources": [source_words(source) for source in dict.fromkeys(result.sources)],
        },
    }


def source_words(source: Source) -> str:
    """Return a source as it is cited: its title, publisher, period and licence."""
    return f"{source.title} ({source.publisher}), {source.period}, {source.licence}"


def table_lines(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return rows set in columns for a terminal: a line of headings, then a line each."""
    heads = [name.replace("_", " ") for name in columns]
    body = [[cell_words(row[name]) for name in columns] for row in rows]
    widths = [max(map(len, cells)) for cells in zip(heads, *body, strict=True)]
    numeric = [any(isinstance(row[name], int | float) for row in rows) for name in columns]
    return [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(cells, widths, numeric, strict=True)
        ).rstrip()
        for cells in [heads, *body]
    ]


def cell_words(value: Any) -> str:  # noqa: ANN401
    """Return a plain cell as it is read; what is not known is said, never left empty."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{round(value, SHOWN_DECIMALS):,}"
    return f"{value:,}" if isinstance(value, int) else plain_line(str(value))
