"""Any result drawn the same way: its answer, its table, what must stand beside it, and its file."""

from __future__ import annotations

from collections.abc import Sequence

from pandas.api.types import is_numeric_dtype

from layers.said.export import plain
from layers.said.result import (
    Result,
    cell_words,
    csv_file,
    heading_of,
    missing_words,
    notes_file,
)
from mapping.pages.frame.drawing import keep_said, show, show_downloads, sources_text
from mapping.pages.frame.page import Download
from mapping.pages.frame.tables import Table


def show_result(
    result: Result,
    *,
    name: str,
    label: str,
    heading: str = "",
    table: Table | None = None,
    is_said_above: bool = False,
    is_aside: bool = False,
) -> None:
    """Show a result: what it answers, its figures, its notes, its sources, and a file of them.

    Parameters
    ----------
    name
        What its file is called, in words.
    label
        What the button of its file says: "Download the comparison (CSV)".
    heading
        Stands above it; none unless given.
    table
        Its rows as people read them; every row and column of it, unless given.
    is_said_above
        Its sentence is the page's own answer, and is not repeated.
    is_aside
        It stands beside the page's own answer, and is set less heavily.
    """
    notes = notes_of(result)
    show(
        "frame/result.html",
        heading=heading,
        sentence="" if is_said_above else result.sentence(),
        is_aside=is_aside,
        table=table or table_of(result),
        notes=notes,
        sources=sources_text(dict.fromkeys(result.sources)),
    )
    keep_said(*notes)
    show_downloads([csv_download(result, label=label, name=name)])


def csv_download(
    result: Result, *, label: str, name: str, columns: Sequence[str] | None = None
) -> Download:
    """Return a result’s figures as a CSV file to hand out, with its notes beside it."""
    return Download(
        label=label,
        name=name,
        make=lambda: csv_file(result, columns=columns),
        notes=lambda: notes_file(result, columns=columns),
    )


def notes_of(result: Result) -> list[str]:
    """Return the sentences that must stand beside a result, what could not be judged last."""
    return [*filter(None, (*result.notes(), missing_words(result.missing())))]


def table_of(result: Result) -> Table:
    """Return every figure of a result as text, its columns by their own names."""
    rows = result.table.reset_index()
    return Table(
        caption=heading_of(result) or "All figures",
        heads=[str(column).replace("_", " ").capitalize() for column in rows.columns],
        rows=[
            tuple(cell_words(plain(value)) for value in row)
            for row in rows.itertuples(index=False, name=None)
        ],
        numeric=[at for at, kind in enumerate(rows.dtypes) if is_numeric_dtype(kind)],
    )
