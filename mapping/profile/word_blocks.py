"""What stands in a Word document, from the top down: sections, blocks, tables and charts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import tostring

from layers.place.values import PlaceFacts
from layers.profile.parts import Block, Chart, Figures, MapView, Section, Sentences, Table
from layers.said.sentences import opened
from mapping.map.spec import MapSpec
from mapping.profile.branding import Branding
from mapping.profile.map_key import key_rows, legend_rows, swatch_png
from mapping.profile.office_chart import DrawnChart, drawable, legend_pt, row_pt
from mapping.profile.office_package import with_fixed_dates
from mapping.profile.office_text import about_words, sentences_about
from mapping.profile.typesetting import made_at
from mapping.profile.word_drawn import NAMESPACES, Drawings
from mapping.profile.word_look import PLAIN_TYPE, TURNED_MM, WIDTH_MM, Type, new_word
from mapping.profile.word_table import is_wide, table_element, words_table
from mapping.profile.word_text import field, heading, paragraph, text_runs, w

LOGO_MM: Final = 42
SWATCH_MM: Final = 11
POINTS_PER_MM: Final = 72 / 25.4


class Writing:
    """One document as it is written, from the top down."""

    def __init__(self, colour: str, date: str, type_: Type = PLAIN_TYPE) -> None:
        """Open an empty document.

        Parameters
        ----------
        colour
            Of headings, rules and charts.
        date
            Of what it shows: "November 2026".
        """
        self.colour, self.date, self.type = colour, date, type_
        self.word: WordDocument = new_word(colour, type_)
        self.drawings = Drawings(self.word)
        self._parts = list[str]()
        self._is_turned = False

    def written(self) -> bytes:
        """Return the document; the same parts give the same bytes."""
        self.turn(is_wide=False)
        body: Any = self.word.element.body
        for element in elements("".join(self._parts)):
            body.sectPr.addprevious(element)
        package = io.BytesIO()
        self.word.save(package)
        return with_fixed_dates(package.getvalue())

    def add(self, *parts: str) -> None:
        """Add elements at the end."""
        self._parts += parts

    def logo(self, branding: Branding) -> None:
        """Add the logo of whose document it is, where it has one that Word can show."""
        if branding.logo and branding.logo_media in {"image/png", "image/jpeg"}:
            alt = branding.logo_alt or branding.name
            self.add(self.drawings.picture(branding.logo, alt, LOGO_MM))

    def turn(self, *, is_wide: bool) -> None:
        """Go on on a page that is turned for wide tables, or on an upright one again."""
        if is_wide == self._is_turned:
            return
        body: Any = self.word.element.body
        page = deepcopy(body.sectPr)
        if self._is_turned:
            size = page.find(qn("w:pgSz"))
            wide, high = size.get(qn("w:h")), size.get(qn("w:w"))
            size.attrib.update({qn("w:w"): wide, qn("w:h"): high, qn("w:orient"): "landscape"})
        least = w("spacing", before=0, after=0, line=20, lineRule="exact")
        self.add(w("p", w("pPr", least, tostring(page, encoding="unicode"))))
        self._is_turned = is_wide

    def section(self, section: Section, number: int) -> None:
        """Add a section under its heading, which links find by its key."""
        self.turn(is_wide=bool(section.blocks) and self._is_wide(section.blocks[0]))
        self.add(heading(section.title, 1, (number, section.key)))
        opens = bool(section.blocks)
        self.add(*(paragraph(said, with_next=opens) for said in section.said))
        for block in section.blocks:
            self.turn(is_wide=self._is_wide(block))
            title = block.table.title if isinstance(block, Chart) else block.title
            if title != section.title:
                self.add(heading(title, 2))
            self._block(block)

    def _is_wide(self, block: Block) -> bool:
        """Return whether a block needs a page that is turned."""
        table = block.table if isinstance(block, Chart) else block
        return isinstance(table, Table) and is_wide(table, self.type)

    def _block(self, block: Block) -> None:
        if isinstance(block, Sentences):
            self._sentences(block)
        elif isinstance(block, Figures):
            self._figures(block)
        elif isinstance(block, MapView):
            self.map(block)
        elif isinstance(block, Chart):
            for chart in drawable(block):
                self._chart(chart)
                if chart is not block:  # how its bars are read; a table’s words stand beneath it
                    self.add(paragraph(about_words(chart.table.about), "Caption"))
            self._table(block.table, block.alt)
        else:
            self._table(block)

    def map(self, view: MapView) -> None:
        """Add a map; whoever writes documents with maps says how."""
        raise NotImplementedError(view.key)

    def _chart(self, chart: Chart) -> None:
        """Draw a chart on as many pages as its bars need."""
        wide_mm, high_mm = (TURNED_MM, 140) if self._is_turned else (WIDTH_MM, 200)
        wide, high = wide_mm * POINTS_PER_MM, high_mm * POINTS_PER_MM
        size = self.type.chart_pt
        under = legend_pt(chart, size)
        a_row = row_pt(chart, size, wide)
        is_across = chart.drawn == "bars"
        most = max(int((high - under) / a_row), 1) if is_across else len(chart.table.rows)
        for first in range(0, len(chart.table.rows), most):
            shown = min(most, len(chart.table.rows) - first)
            drawn = DrawnChart(
                chart=chart,
                colour=self.colour,
                date=made_at(self.date),
                size_pt=size,
                wide_pt=wide,
                high_pt=shown * a_row + under + 8 if is_across else self.type.columns_pt,
                first=first,
                most=shown,
            )
            self.add(self.drawings.chart(drawn))

    def _sentences(self, block: Sentences) -> None:
        for each in block.sentences:
            self.add(paragraph(each.said, "ListBullet", lead=each.lead))
        self.add(*(paragraph(said, "Caption") for said in sentences_about(block.sentences)))

    def _figures(self, block: Figures) -> None:
        rows = [
            (each.text, each.label, each.beside, _when(each.period, each.standing_words))
            for each in block.figures
        ]
        heads = ("Figure", "What it is", "Beside it", "Of when")
        self.add(words_table(heads, rows, (False,) * len(heads), alt=block.title, type_=self.type))
        sources = dict.fromkeys(title for each in block.figures for title in each.sources)
        self.add(paragraph(f"Sources: {'; '.join(sources)}." if sources else "", "Caption"))

    def _table(self, table: Table, alt: str = "") -> None:
        if table.rows:
            self.add(table_element(table, alt, self.type))
        elif table.none:
            self.add(paragraph(table.none))
        said = " ".join(filter(None, (table.after, about_words(table.about))))
        if said or table.rows:  # two tables in a row would be read as one
            self.add(paragraph(said, "Caption"))

    def key(self, spec: MapSpec, facts: PlaceFacts | None) -> None:
        """Add the key of a map as a table: each class with its colour and its pattern.

        Parameters
        ----------
        facts
            What is known of the place that it is about; None where it is about all of the area.
        """
        legend = spec.legend
        rows = legend_rows(spec) if facts is None else key_rows(spec, facts)
        heads = ("Colour", "Pattern", "What it means", opened(legend.who))
        words = [("", row.pattern, row.label, row.holds) for row in rows]
        swatches = tuple(
            self.drawings.picture(swatch_png(row), f"{row.label}: {row.pattern}", SWATCH_MM)
            for row in rows
        )
        numbers = (False, False, False, True)
        table = words_table(
            heads,
            words,
            numbers,
            alt=legend.title,
            is_key=False,
            swatches=swatches,
            type_=self.type,
        )
        self.add(paragraph(legend.title, "KeyTitle", bold=True), table)

    def foot(self, lines: Iterable[Sequence[str]]) -> None:
        """Set what stands at the foot of each page: lines of words, and the page’s number."""
        footer: Any = self.word.sections[0].footer
        footer.is_linked_to_previous = False
        root = footer._element
        root.clear()
        said = filter(None, (" · ".join(filter(None, words)) for words in lines))
        pages = (
            f"{text_runs('Page ')}{field('PAGE', '1')}{text_runs(' of ')}{field('NUMPAGES', '1')}"
        )
        right = w("pPr", w("pStyle", val="Footer"), w("jc", val="right"))
        parts = [*(paragraph(line, "Footer") for line in said), w("p", right, pages)]
        root.extend(elements("".join(parts)))


def elements(xml: str) -> list[Any]:
    """Read what was written of a document."""
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMESPACES.items())
    return list(parse_xml(f"<w:body {spaces}>{xml}</w:body>"))


def _when(period: str, standing: str) -> str:
    return ", ".join(filter(None, (period, standing)))
