"""A profile as slides: what each part says, shown at a size that a room can read."""

from __future__ import annotations

import io
from typing import Final

from layers.profile.parts import Block, Chart, Figures, MapView, Section, Sentences, Table
from layers.profile.scales import UNIT
from layers.said.numbers import listed
from mapping.map.palette import accent
from mapping.profile.made import Document
from mapping.profile.office_chart import DrawnChart, drawable, legend_pt, row_pt
from mapping.profile.office_package import set_properties, with_fixed_dates
from mapping.profile.office_text import about_words, cell_words
from mapping.profile.slides_grid import SIZES_PT, SMALLEST_PT, Words, paged
from mapping.profile.slides_look import new_slides
from mapping.profile.slides_notes import block_notes, section_notes
from mapping.profile.slides_opening import Opening
from mapping.profile.slides_slide import CONTINUED, ROOM_PT, Slide, room_pt, top_of
from mapping.profile.typesetting import made_at

FIGURES_HEADS: Final = ("Figure", "What it is", "Beside it", "Date")
CLOSEST: Final = "where people live closest together"
MOST_SLIDES: Final = 4
"""Of one table in the full profile; beyond them its rows stand in the notes alone."""
MOST_CHARTS: Final = 3
IN_THE_NOTES: Final = "in the notes"
SPACED: Final = 1.6  # times the height that bars need, beyond which they are spread no further
COLUMNS_PT: Final = 14  # of the words of a chart of columns


def write_pptx(document: Document) -> bytes:
    """Write a profile as slides; the same document gives the same bytes."""
    return _Slides(document).written()


class _Slides:
    """One presentation as it is written, from the first slide on."""

    def __init__(self, document: Document) -> None:
        self.document, self.profile = document, document.profile
        self.colour = document.branding.colour or accent()
        self.deck = new_slides(self.colour)
        self.is_full = document.length == "full"

    def written(self) -> bytes:
        set_properties(self.deck.core_properties, self.document)
        Opening(self.deck, self.document, self.colour).show()
        for section in self.document.sections:
            self._section(section)
        package = io.BytesIO()
        self.deck.save(package)
        return with_fixed_dates(package.getvalue())

    def _section(self, section: Section) -> None:
        """Show a section: on one slide, and in the full profile each further part on its own."""
        first = section.blocks[0] if section.blocks else None
        main = _main(section)
        title = _titled(section, main)
        slide = self._slide(title, section.title)
        slide.note(section_notes(section, main, self.document))
        slide.said([each for each in section.said if each != title])
        if isinstance(first, Sentences):
            told = first.sentences[1 if _is_headed(first) else 0 :]
            shown = slide.sentences(told, is_above=main is not None)
            if shown < len(told):
                slide = self._rest_of(
                    first, len(first.sentences) - len(told) + shown, slide, section
                )
        if main is not None:
            self._show(slide, main, title, section.title)
        self._further(section, (main, first if isinstance(first, Sentences) else None))

    def _rest_of(self, block: Sentences, at: int, slide: Slide, section: Section) -> Slide:
        """Go on with sentences; return the slide that what comes after them stands on."""
        if not self.is_full:
            left = len(block.sentences) - at
            slide.about(f"{left:,} more {IN_THE_NOTES}.")
            return slide
        while at < len(block.sentences):
            slide = self._on(block.title, section.title)
            at += max(slide.sentences(block.sentences[at:]), 1)
        return self._on(section.title, section.title)

    def _further(self, section: Section, shown: tuple[Block | None, ...]) -> None:
        """Show what else a section has; on a sheet only its spine, which compares and judges."""
        for block in section.blocks:
            if not self.is_full and not _is_spine(block):
                continue
            if isinstance(block, MapView) and self.document.inset_png is not None:
                slide = self._slide(f"{self.profile.name}: {CLOSEST}", section.title)
                slide.inset()
                slide.note([block.title, self.document.map_alt, *self.document.spec.credits])
            elif not any(block is each for each in shown) and _holds(block):
                title = block.alt if isinstance(block, Chart) else block.title
                slide = self._slide(title, section.title)
                slide.note(block_notes(block, self.document))
                self._show(slide, block, title, section.title)

    def _slide(self, title: str, part: str) -> Slide:
        return Slide(self.deck, self.document, self.colour, title=title, part=part)

    def _on(self, title: str, part: str) -> Slide:
        """Add a slide that goes on with the one before."""
        slide = self._slide(f"{title} ({CONTINUED})", part)
        slide.note([])
        return slide

    def _show(self, slide: Slide, block: Block, title: str, part: str) -> None:
        if isinstance(block, Sentences):
            shown = slide.sentences(block.sentences)
            while shown < len(block.sentences):
                slide = self._on(title, part)
                shown += max(slide.sentences(block.sentences[shown:]), 1)
        elif isinstance(block, MapView):
            slide.map()
        elif isinstance(block, Figures):
            self._table(slide, _figures(block), (block.title, title, part))
        elif isinstance(block, Chart) and drawable(block):
            self._charts(slide, block, part)
        else:
            table = block.table if isinstance(block, Chart) else block
            names = (table.title, title, part)
            self._table(slide, _words(table), names, about_words(table.about), table.none)

    def _charts(self, slide: Slide, block: Chart, part: str) -> None:
        """Show a chart, or of a spine one for each scale and then its table."""
        charts = drawable(block)
        for at, chart in enumerate(charts):
            if at:
                slide = self._slide(chart.table.title, part)
                slide.note([chart.alt])
            self._chart(slide, chart, part)
        if self.is_full and charts != (block,):
            slide = self._slide(block.table.title, part)
            slide.note([block.alt])
            names = (block.table.title, block.table.title, part)
            self._table(slide, _words(block.table), names, about_words(block.table.about))

    def _chart(self, slide: Slide, chart: Chart, part: str) -> None:
        """Show a chart in the largest type that all of its bars have room in, or go on."""
        about, count = about_words(chart.table.about), len(chart.table.rows)
        first = slides = 0
        while first < count:
            room = slide.room_pt(about)
            left = count - first
            size = next(
                (each for each in SIZES_PT if _high(chart, each, left) <= room), SMALLEST_PT
            )
            a_row, under = row_pt(chart, size, ROOM_PT), legend_pt(chart, size)
            most = min(max(int((room - under) / a_row), 1), left) if _is_across(chart) else left
            high = min(room, SPACED * _high(chart, size, most)) if _is_across(chart) else room
            slide.chart(
                DrawnChart(
                    chart=chart, colour=self.colour, date=made_at(self.profile.date),
                    size_pt=size if _is_across(chart) else COLUMNS_PT, wide_pt=ROOM_PT,
                    high_pt=high, first=first, most=most,
                )
            )  # fmt: skip
            first += most
            slides += 1
            if first < count and slides == (MOST_CHARTS if self.is_full else 1):
                slide.about(_left_words((), count - first), about)
                return
            slide.about(about)
            if first < count:
                slide = self._on(chart.alt, part)

    def _table(
        self,
        slide: Slide,
        words: Words,
        names: tuple[str, str, str],
        about: str = "",
        none: str = "",
    ) -> None:
        """Show a table: on one slide of a sheet, and on as many as it needs of a full profile."""
        alt, title, part = names
        if not words.rows:
            slide.about(none)
            return
        first, further = slide.room_pt(about), room_pt(top_of(f"{title} ({CONTINUED})"), about)
        most = MOST_SLIDES if self.is_full else 1
        laid = paged(words, ROOM_PT, (first, further), most)
        if not laid.pages and self.is_full:  # no row has room beneath what stands above
            slide = self._on(title, part)
            laid = paged(words, ROOM_PT, (further, further), most)
        for at, page in enumerate(laid.pages):
            if at:
                slide = self._on(title, part)
            slide.table(page, alt)
            if at < len(laid.pages) - 1:
                slide.about(about)
        slide.about(_left_words(laid.columns_left, laid.rows_left), about)


def _left_words(columns: tuple[str, ...], rows: int) -> str:
    """Return what of a table stands in the notes alone."""
    more = [f"{rows:,} more row{'' if rows == 1 else 's'}"] if rows else []
    named = [f"the column{'' if len(columns) == 1 else 's'} {listed(list(columns))}"]
    left = listed([*more, *(named if columns else [])])
    return f"Not shown here, but {IN_THE_NOTES}: {left}." if left else ""


def _is_spine(block: Block) -> bool:
    return isinstance(block, Chart) and block.drawn == "spine" and bool(drawable(block))


def _is_across(chart: Chart) -> bool:
    return chart.drawn == "bars"


def _high(chart: Chart, size: int, rows: int) -> float:
    """Return how high a chart of bars is with so many rows, in points."""
    return rows * row_pt(chart, size, ROOM_PT) + legend_pt(chart, size) + 8


def _titled(section: Section, main: Block | None) -> str:
    """Return the title of a section’s slide: what it says, else what is shown on it."""
    if isinstance(main, Chart):
        return main.alt
    said = _says(section)
    return main.title if said == section.title and isinstance(main, Table) else said


def _says(section: Section) -> str:
    """Return what a section says in a sentence; its title where it says none."""
    first = section.blocks[0] if section.blocks else None
    if isinstance(first, Sentences) and _is_headed(first):
        return first.sentences[0].said
    return section.said[0] if section.said else section.title


def _is_headed(block: Sentences) -> bool:
    """Return whether the first of some sentences says what they are about, as a title does."""
    return bool(block.sentences) and bool(block.sentences[0].lead)


def _main(section: Section) -> Block | None:
    """Return what a section’s slide shows: its map, a chart, its figures, or its first table."""
    charts = [block for block in section.blocks if isinstance(block, Chart) and drawable(block)]
    kinds = (
        [block for block in section.blocks if isinstance(block, MapView)],
        [chart for chart in charts if chart.drawn != "spine"],
        [block for block in section.blocks if isinstance(block, Figures)],
        [block for block in section.blocks if isinstance(block, Table | Chart) and _holds(block)],
    )
    return next((found[0] for found in kinds if found), None)


def _holds(block: Block) -> bool:
    """Return whether a block has anything to show."""
    if isinstance(block, Chart):
        return bool(block.table.rows)
    return not isinstance(block, Table) or bool(block.rows)


def _figures(block: Figures) -> Words:
    rows = [
        (
            each.text,
            each.label,
            each.beside,
            ", ".join(filter(None, (each.period, each.standing_words))),
        )
        for each in block.figures
    ]
    return Words(heads=FIGURES_HEADS, rows=rows, numbers=(False,) * len(FIGURES_HEADS))


def _words(table: Table) -> Words:
    """Return a table as words, without its column of units: each figure says its own."""
    kept = [at for at, column in enumerate(table.columns) if column.key != UNIT]
    columns = [table.columns[at] for at in kept]
    rows = [tuple(row[at] for at in kept) for row in table.rows]
    return Words(
        heads=tuple(column.heading for column in columns),
        rows=[tuple(map(cell_words, row)) for row in rows],
        numbers=tuple(column.is_number for column in columns),
        is_key=table.is_key,
        marked=frozenset(at for row in rows for at, cell in enumerate(row) if cell.mark),
        naming=frozenset(at for at, column in enumerate(columns) if column.names),
    )
