"""One slide: its title, what it shows from the top down, and its notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.util import Pt

from layers.profile.parts import Sentence
from layers.said.sentences import opened
from mapping.profile.made import MAP_MM, Document
from mapping.profile.map_key import key_rows, swatch_png, symbols_words
from mapping.profile.office_chart import DrawnChart
from mapping.profile.office_chart_book import workbook
from mapping.profile.office_chart_xml import chart_xml
from mapping.profile.office_text import legal
from mapping.profile.printable import ILLUSTRATIVE
from mapping.profile.slides_fit import LINE, cut, height_pt, width_pt, wrapped
from mapping.profile.slides_grid import Laid, Words, paged
from mapping.profile.slides_look import MARGIN_PT, TITLE, TITLE_ONLY, WIDE_PT, place
from mapping.profile.slides_text import (
    NAMESPACES,
    QUIET,
    Box,
    a_paragraph,
    notes_xml,
    slide_number,
    table_frame,
    text_box,
)

ROOM_PT: Final = WIDE_PT - 2 * MARGIN_PT
BOTTOM_PT: Final = 508
FOOT_PT: Final = 514
BESIDE_PT: Final = 20  # between what stands side by side, or one above the other
SIZE_PT: Final = 18  # of sentences
ABOUT_PT: Final = 12  # of sources, what is left out, and the foot
MOST_ABOUT: Final = 2  # lines
MOST_LINES: Final = 4  # of a sentence
MOST_SAID_PT: Final = 3 * SIZE_PT * LINE
SHARE: Final = 0.45  # of the room, for sentences that stand above something else
NOTES_PT: Final = 12
TITLE_SIZES: Final = (28, 24, 20)
MAP_PT: Final = 330
INSET_PT: Final = 330
CONTINUED: Final = "continued"


class _ChartParts:
    """A chart as python-pptx takes it: its part and its workbook."""

    def __init__(self, drawn: DrawnChart) -> None:
        self._drawn = drawn

    def xml_bytes(self, chart_type: object) -> bytes:  # noqa: ARG002 - what python-pptx passes
        """Return the chart part, without the link to its workbook."""
        return chart_xml(self._drawn).encode()

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook that opens when the chart is edited."""
        return workbook(self._drawn)


class Slide:
    """A slide that is filled from the top down and keeps what it has no room for in its notes."""

    def __init__(
        self, deck: Presentation, document: Document, colour: str, *, title: str, part: str
    ) -> None:
        """Add a slide with its title, the name of its part, its foot and its number."""
        self._slide: Any = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
        self._document, self._colour = document, colour
        self._title = title
        said, size = _titled(title)
        set_words(self._slide.shapes.title, [a_paragraph(said, size, bold=True)])
        self._top = top_of(title)
        place(self._slide.shapes.title, replace(TITLE, high=self._top - TITLE.y - BESIDE_PT))
        self._words(part, Box(x=MARGIN_PT, y=20, wide=ROOM_PT, high=24), "Part", colour=colour)
        self._foot()

    def _foot(self) -> None:
        profile = self._document.profile
        said = [profile.date, f"pack {profile.pack_hash}"]
        said += [ILLUSTRATIVE] if profile.is_illustrative else []
        tail = " · ".join(["", *said])
        name = cut(profile.name, ABOUT_PT, ROOM_PT - 90 - width_pt(tail, ABOUT_PT), 1)
        box = Box(x=MARGIN_PT, y=FOOT_PT, wide=ROOM_PT - 90, high=18)
        self._words(f"{name}{tail}", box, "Foot", colour=QUIET, size_pt=ABOUT_PT)
        box = Box(x=WIDE_PT - MARGIN_PT - 80, y=FOOT_PT, wide=80, high=18)
        self._add(slide_number(self._next(), box, ABOUT_PT))

    def _next(self) -> int:
        return int(self._slide.shapes._next_shape_id)

    def _add(self, xml: str) -> None:
        self._slide.shapes._spTree.append(parse_xml(xml))

    def _words(
        self,
        text: str,
        box: Box,
        name: str,
        *,
        colour: str = "",
        size_pt: int = SIZE_PT,
        most: int = 1,
    ) -> None:
        said = cut(text, size_pt, box.wide, most)
        paragraph = a_paragraph(said, size_pt, colour=colour.removeprefix("#") or QUIET)
        self._add(text_box(self._next(), name, box, [paragraph]))

    @property
    def _room(self) -> float:
        return BOTTOM_PT - self._top

    def said(self, lines: Sequence[str]) -> None:
        """Write what a part says beside its title; what is long stands in the notes alone."""
        for line in lines:
            high = height_pt(line, SIZE_PT, ROOM_PT)
            if self._top + high > TITLE.y + TITLE.high + MOST_SAID_PT:
                return
            box = Box(x=MARGIN_PT, y=self._top, wide=ROOM_PT, high=high)
            self._add(text_box(self._next(), "What it says", box, [a_paragraph(line, SIZE_PT)]))
            self._top += high + 6

    def sentences(self, sentences: Sequence[Sentence], *, is_above: bool = False) -> int:
        """Show sentences as a list; return how many there was room for, the first.

        Parameters
        ----------
        is_above
            Whether something else stands below, and needs room as well.
        """
        room = self._room * (SHARE if is_above else 1)
        shown, used = list[str](), 0.0
        for each in sentences:
            lead = f"{each.lead}. " if each.lead else ""
            said = cut(f"{lead}{each.said}", SIZE_PT, ROOM_PT - 40, MOST_LINES, bold=True)
            high = height_pt(said, SIZE_PT, ROOM_PT - 40, bold=True) + 6
            if used + high > room:
                break
            rest = said.removeprefix(legal(lead))
            shown.append(a_paragraph(rest, SIZE_PT, lead=each.lead, bullet=True, after_pt=6))
            used += high
        if shown:
            box = Box(x=MARGIN_PT, y=self._top, wide=ROOM_PT, high=used)
            self._add(text_box(self._next(), "What is said", box, shown))
            self._top += used + 6
        return len(shown)

    def room_pt(self, about: str = "") -> float:
        """Return how high there is room for something, with what must stand beneath it."""
        return room_pt(self._top, about)

    def about(self, *said: str) -> None:
        """Write what stands beneath: what is left out, when it is of and from whom."""
        text = " ".join(filter(None, said))
        if text and self._room > ABOUT_PT * LINE:
            lines = len(wrapped(text, ABOUT_PT, ROOM_PT))
            most = min(lines, MOST_ABOUT + 1, int(self._room / (ABOUT_PT * LINE)))
            box = Box(x=MARGIN_PT, y=self._top, wide=ROOM_PT, high=most * ABOUT_PT * LINE)
            self._words(text, box, "About it", size_pt=ABOUT_PT, most=most)
            self._top += box.high + 4

    def table(self, page: Laid, alt: str) -> None:
        """Show a table as it was laid for this slide."""
        place = (MARGIN_PT, self._top)
        self._add(table_frame(self._next(), alt, place, page.grid, page.size_pt))
        self._top += sum(page.grid.heights) + 6

    def chart(self, drawn: DrawnChart) -> None:
        """Show a chart that can be edited."""
        frame: Any = self._slide.shapes.add_chart(
            XL_CHART_TYPE.BAR_CLUSTERED, Pt(MARGIN_PT), Pt(self._top),
            Pt(drawn.wide_pt), Pt(drawn.high_pt), _ChartParts(drawn),
        )  # fmt: skip
        describe(frame, f"{drawn.chart.alt}{f' ({CONTINUED})' if drawn.first else ''}")
        self._top += drawn.high_pt + 6

    def map(self) -> None:
        """Show the map, and beside it what its colours mean."""
        document, high = self._document, MAP_PT
        wide = high * MAP_MM[document.length][0] / MAP_MM[document.length][1]
        self._picture(document.map_png, document.map_alt, (MARGIN_PT, self._top), high)
        beside = MARGIN_PT + wide + BESIDE_PT
        room = WIDE_PT - MARGIN_PT - beside
        legend = document.spec.legend
        rows = key_rows(document.spec, document.asked.facts)
        words = Words(
            heads=("Colour", legend.title, opened(legend.who)),
            rows=[("", f"{row.label} ({row.pattern})", row.holds) for row in rows],
            numbers=(False, False, True),
            is_key=False,
            fills=tuple(self._image(swatch_png(row)) for row in rows),
        )
        for page in paged(words, room, (high, high)).pages:
            at = (beside, self._top)
            self._add(table_frame(self._next(), legend.title, at, page.grid, page.size_pt))
        self._top += high + 4
        self.about(symbols_words(document.spec))

    def _image(self, png: bytes) -> str:
        """Keep a picture with the slide; return what its relationship is called."""
        _, relation = self._slide.part.get_or_add_image_part(io.BytesIO(png))
        return str(relation)

    def inset(self) -> None:
        """Show where people live closest together, larger."""
        if self._document.inset_png is not None:
            alt = f"{self._document.profile.name}, where people live closest together"
            at = (WIDE_PT - INSET_PT) / 2, self._top
            self._picture(self._document.inset_png, alt, at, INSET_PT)

    def _picture(self, png: bytes, alt: str, at: tuple[float, float], high: float) -> None:
        picture = self._slide.shapes.add_picture(
            io.BytesIO(png), Pt(at[0]), Pt(at[1]), height=Pt(high)
        )
        describe(picture, alt)

    def note(self, lines: Sequence[str]) -> None:
        """Write the slide’s notes: its title in full, and what it had no room for."""
        add_notes(self._slide, [self._title, *lines])


def _titled(title: str) -> tuple[str, int]:
    """Return as much of a title as its box holds, and the size of its type."""
    size = fitting_size(title, TITLE_SIZES, TITLE)
    return cut(title, size, TITLE.wide, int(TITLE.high / (size * LINE)), bold=True), size


def top_of(title: str) -> float:
    """Return where what stands under a title begins, in points from the top of its slide."""
    said, size = _titled(title)
    return TITLE.y + height_pt(said, size, TITLE.wide, bold=True) + BESIDE_PT


def room_pt(top: float, about: str) -> float:
    """Return how high there is room from there on, with what must stand beneath it."""
    lines = min(len(wrapped(about, ABOUT_PT, ROOM_PT)), MOST_ABOUT) if about else 0
    return BOTTOM_PT - top - (lines + 1) * ABOUT_PT * LINE - 6


def fitting_size(text: str, sizes: Sequence[int], box: Box) -> int:
    """Return the largest size at which a box holds all of a text; the smallest where none does."""
    return next(
        (size for size in sizes if height_pt(text, size, box.wide, bold=True) <= box.high),
        sizes[-1],
    )


def set_words(shape: Any, paragraphs: Sequence[str], anchor: str = "t") -> None:  # noqa: ANN401
    """Put paragraphs into a placeholder, which neither grows nor shrinks them."""
    body = shape._element.txBody
    made = parse_xml(
        f'<p:txBody {NAMESPACES}><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        f"<a:noAutofit/></a:bodyPr><a:lstStyle/>{''.join(paragraphs)}</p:txBody>"
    )
    body.getparent().replace(body, made)


def describe(shape: Any, alt: str) -> None:  # noqa: ANN401
    """Say what a picture or a chart shows, for who does not see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", legal(alt))


def add_notes(slide: Any, lines: Sequence[str]) -> None:  # noqa: ANN401
    """Write a slide’s notes, a paragraph each line; python-pptx’s own take four times as long."""
    package, number = slide.part.package, slide.slide_id
    paragraphs = "".join(a_paragraph(line, NOTES_PT, after_pt=3) for line in lines if line)
    name = PackURI(f"/ppt/notesSlides/notesSlide{number}.xml")
    notes = Part(name, CT.PML_NOTES_SLIDE, package, notes_xml(paragraphs).encode())
    notes.relate_to(slide.part, RT.SLIDE)
    notes.relate_to(package.presentation_part.notes_master_part, RT.NOTES_MASTER)
    slide.part.relate_to(notes, RT.NOTES_SLIDE)
