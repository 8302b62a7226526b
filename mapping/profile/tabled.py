"""A profile’s tables as a spreadsheet holds them: numbers as numbers, and the words beside them.

A workbook and the CSV files of the data are made of the same tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geodata.plain import plain_line
from layers.place.values import KeyFigure
from layers.profile.parts import (
    About,
    Cell,
    Chart,
    Column,
    Figures,
    Kind,
    Section,
    Sentence,
    Sentences,
    Table,
)
from layers.said.citing import each_once
from layers.said.export import plain
from layers.said.numbers import minutes, percent, whole
from mapping.profile.made import Document

AS_SAID: Final = "as said"
READING: Final = (
    "An empty cell in a column of numbers is a figure that is not known or too few to show; it is "
    "never none. The column “as said” beside it has the words.",
    "Where documents say “about 470”, the number beside it is the whole estimate, for adding up; "
    "it is no more exact than the words.",
)
SOURCES: Final = "sources"  # the key of the profile’s own list, which is fuller here


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a spreadsheet.

    Attributes
    ----------
    heading
        In words, with the unit; each once in a table, however it is spelt.
    kind
        What its cells hold.
    position
        Which column of the profile’s table it is made of.
    """

    heading: str
    kind: Kind
    position: int

    def value(self, row: Sequence[Cell]) -> str | float | None:
        """Return a cell: words, a number, or None where there is no number to tell."""
        cell = row[self.position]
        if self.kind == "text":
            return plain_line(cell.text)
        number: float | None = plain(cell.number)
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabled:
    """One table, with how it is drawn where it is.

    Attributes
    ----------
    section
        The heading that it stands under.
    """

    section: str
    table: Table
    chart: Chart | None = None

    def fields(self, share_unit: str = "share, 0 to 1") -> tuple[Field, ...]:
        """Return its columns; `share_unit` is what a share is said to be in."""
        return fields_of(self.table, share_unit)


def tables_of(document: Document) -> tuple[Tabled, ...]:
    """Return all that a document says as tables: its words, its figures, then table by table."""
    sections = document.sections
    made = [
        Tabled(section="", table=_said(sections)),
        Tabled(section="", table=_figures(sections)),
    ]
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Chart):
                made.append(Tabled(section=section.title, table=block.table, chart=block))
            elif isinstance(block, Table) and block.key != SOURCES:
                made.append(Tabled(section=section.title, table=block))
    return (
        *made,
        Tabled(section="", table=_notes(document)),
        Tabled(section="", table=sources_table(document)),
    )


def said_columns(table: Table) -> tuple[int, ...]:
    """Return which columns of a table say something of some row; all of them without rows."""
    return tuple(
        at
        for at in range(len(table.columns))
        if not table.rows or any(row[at].text or row[at].number is not None for row in table.rows)
    )


def fields_of(table: Table, share_unit: str) -> tuple[Field, ...]:
    """Return the columns of a table: beside a number its words, where it does not say them."""
    fields = list[Field]()
    taken = set[str]()

    def add(heading: str, kind: Kind, position: int) -> None:
        fields.append(Field(heading=_once(heading, taken), kind=kind, position=position))

    for position, column in enumerate(table.columns):
        heading = plain_line(column.heading).strip() or f"Column {position + 1}"
        unit = share_unit if column.kind == "share" else column.unit
        add(f"{heading} ({unit})" if column.is_number and unit else heading, column.kind, position)
        if column.is_number and not _says_itself(column, [row[position] for row in table.rows]):
            add(f"{heading}, {AS_SAID}", "text", position)
    return tuple(fields)


def _once(heading: str, taken: set[str]) -> str:
    """Return a heading that no other column has, in capitals or not."""
    said, count = heading, 2
    while said.casefold() in taken:
        said, count = f"{heading} ({count})", count + 1
    taken.add(said.casefold())
    return said


def _says_itself(column: Column, cells: Sequence[Cell]) -> bool:
    """Return whether the numbers of a column, as a sheet shows them, are the words of its cells."""
    return all(cell.text == _shown(column.kind, plain(cell.number)) for cell in cells)


def _shown(kind: Kind, number: float | None) -> str:
    if number is None:
        return ""
    if kind == "count":
        return whole(number)
    if kind == "share":
        return percent(number)
    return minutes(number) if kind == "minutes" else f"{number:g}"


def about_lines(about: About) -> tuple[str, ...]:
    """Return when figures are of, from whom, and how far they are as published; the note is apart.

    A table whose rows each say it needs none.
    """
    said = (
        ("Period", about.period),
        ("From", "; ".join(about.sources)),
        ("Standing", about.standing_words or ("as published" if about.sources else "")),
    )
    return tuple(f"{label}: {plain_line(words)}" for label, words in said if words)


def _text(*cells: str) -> tuple[Cell, ...]:
    return tuple(Cell(text=each) for each in cells)


def _columns(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(key=f"{at}", heading=each) for at, each in enumerate(headings))


def _said(sections: Sequence[Section]) -> Table:
    """Return every sentence of a document."""
    return Table(
        key="said",
        title="What is said",
        columns=_columns("Section", "Part", "What", "Said", "Period", "Source", "Standing"),
        rows=tuple(row for section in sections for row in _sentences(section)),
        about=About(),
        is_key=False,
    )


def _sentences(section: Section) -> Iterator[tuple[Cell, ...]]:
    for said in section.said:
        yield _text(section.title, "", "", said, "", "", "")
    for block in section.blocks:
        if isinstance(block, Sentences):
            yield from (_sentence(section, block, each) for each in block.sentences)


def _sentence(section: Section, block: Sentences, each: Sentence) -> tuple[Cell, ...]:
    said = f"{each.said} ({each.about.note})" if each.about.note else each.said
    sources = "; ".join(each.about.sources)
    return _text(
        section.title,
        block.title,
        each.lead,
        said,
        each.about.period,
        sources,
        each.about.standing_words,
    )


def _figures(sections: Sequence[Section]) -> Table:
    """Return the figures that are read before anything else."""
    columns = _columns("Figure", "Number", "Beside it", "Period", "Source", "Standing", "Section")
    number = replace(columns[1], kind="number")
    return Table(
        key="figures",
        title="Key figures",
        columns=(columns[0], number, *columns[2:]),
        rows=tuple(
            _figure(each, section)
            for section in sections
            for block in section.blocks
            if isinstance(block, Figures)
            for each in block.figures
        ),
        about=About(),
        none="No figure is told.",
    )


def _figure(each: KeyFigure, section: Section) -> tuple[Cell, ...]:
    label, *others = _text(
        each.label,
        each.beside,
        each.period,
        "; ".join(each.sources),
        each.standing_words,
        section.title,
    )
    return (label, Cell(text=each.text, number=each.number), *others)


def _notes(document: Document) -> Table:
    """Return how to read the tables, and every setting that they were worked out with."""
    profile = document.profile
    said = [("How to read the tables", each) for each in READING]
    said += [("What to know", each) for each in profile.notes()]
    said += [(f"Setting: {k.replace('_', ' ')}", str(v)) for k, v in profile.terms.items()]
    return Table(
        key="notes",
        title="Notes",
        columns=_columns("What", "Note"),
        rows=tuple(_text(*each) for each in said),
        about=About(),
        is_key=False,
    )


def sources_table(document: Document) -> Table:
    """Return who published what the document is made of, under which licence."""
    profile = document.profile
    return Table(
        key=SOURCES,
        title="Sources and licences",
        columns=_columns(
            "Source", "Published by", "Period", "Licence", "Attribution", "Address", "Note"
        ),
        rows=tuple(
            _text(
                each.title,
                each.publisher,
                each.period,
                each.licence,
                each.attribution,
                each.url,
                each.note,
            )
            for each in each_once(profile.sources)
        ),
        about=About(),
    )
