"""What stands in a slide’s notes: all that the slide had no room for, and from whom it is."""

from __future__ import annotations

from collections.abc import Iterator

from layers.place.values import KeyFigure
from layers.profile.parts import Block, Chart, Figures, MapView, Section, Sentences, Table
from mapping.profile.made import Document
from mapping.profile.map_key import symbols_words
from mapping.profile.office_text import about_words, cell_words, sentences_about


def section_notes(section: Section, shown: Block | None, document: Document) -> list[str]:
    """Return a section’s sentences and sources, and every row of what its slide shows."""
    lines = [section.title, *section.said]
    for block in section.blocks:
        if block is shown or isinstance(block, Sentences | Figures):
            lines += block_notes(block, document)
        elif isinstance(block, Table | Chart):
            table = block.table if isinstance(block, Chart) else block
            lines += [f"{table.title}. {about_words(table.about)}".strip()]
    return lines


def block_notes(block: Block, document: Document) -> list[str]:
    """Return all that a block says, a line for each row or sentence."""
    if isinstance(block, Sentences):
        said = (f"{each.lead}. {each.said}" if each.lead else each.said for each in block.sentences)
        return [block.title, *said, *sentences_about(block.sentences)]
    if isinstance(block, Figures):
        return [block.title, *map(figure_words, block.figures)]
    if isinstance(block, MapView):
        lines = (document.map_alt, symbols_words(document.spec), about_words(block.about))
        return [block.title, *filter(None, lines), *document.spec.credits]
    if isinstance(block, Chart):
        return [block.alt, *_table_lines(block.table)]
    return list(_table_lines(block))


def figure_words(figure: KeyFigure) -> str:
    """Return a key figure with all that must stand beside it."""
    beside = f" ({figure.beside})" if figure.beside else ""
    when = ", ".join(filter(None, (figure.period, figure.standing_words)))
    return f"{figure.text} {figure.label}{beside}. {when}. {'; '.join(figure.sources)}."


def _table_lines(table: Table) -> Iterator[str]:
    yield table.title
    if not table.rows and table.none:
        yield table.none
    for row in table.rows:
        said = (
            f"{column.heading}: {cell_words(cell)}"
            for column, cell in zip(table.columns, row, strict=True)
            if cell.text
        )
        yield "; ".join(said)
    yield from filter(None, (table.after, about_words(table.about)))
