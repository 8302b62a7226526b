"""Pictures and charts in a Word document, each with words for who does not see it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm, Pt

from mapping.profile.office_chart import DrawnChart
from mapping.profile.office_chart_book import workbook
from mapping.profile.office_chart_xml import chart_xml
from mapping.profile.office_text import legal
from mapping.profile.word_text import w

_CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DRAWN: Final = "http://schemas.openxmlformats.org/drawingml/2006"
NAMESPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": f"{_DRAWN}/wordprocessingDrawing",
    "a": f"{_DRAWN}/main",
    "pic": f"{_DRAWN}/picture",
    "c": f"{_DRAWN}/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_SPACE: Final = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'


class Drawings:
    """What is drawn in one document, numbered as it is added."""

    def __init__(self, word: WordDocument) -> None:
        """Keep the document."""
        self._word = word
        self._count = self._charts = 0

    def picture(self, png: bytes, alt: str, width_mm: float, *, with_next: bool = False) -> str:
        """Return a paragraph with a picture, as wide as told.

        Parameters
        ----------
        with_next
            Whether it stands on the page of what comes after it.
        """
        return self.pictures([(png, alt, width_mm)], with_next=with_next)

    def pictures(self, told: Sequence[tuple[bytes, str, float]], *, with_next: bool = False) -> str:
        """Return a paragraph with pictures side by side: of each its words, and how wide it is."""
        runs = (self._picture(png, alt, width_mm) for png, alt, width_mm in told)
        return _paragraph(_SPACE.join(runs), with_next=with_next)

    def _picture(self, png: bytes, alt: str, width_mm: float) -> str:
        relation, image = self._word.part.get_or_add_image(io.BytesIO(png))
        wide, high = image.scaled_dimensions(Mm(width_mm), None)
        said = quoteattr(legal(alt))
        graphic = (
            f'<a:graphicData uri="{_DRAWN}/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="0" name="Picture" descr={said}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
            '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
            f'<a:ext cx="{wide:d}" cy="{high:d}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData>"
        )
        return self._inline(graphic, "Picture", alt, (wide, high))

    def chart(self, drawn: DrawnChart) -> str:
        """Return a paragraph with a chart that can be edited."""
        graphic = (
            f'<a:graphicData uri="{_DRAWN}/chart"><c:chart r:id="{self._chart_part(drawn)}"/>'
            "</a:graphicData>"
        )
        size = int(Pt(drawn.wide_pt)), int(Pt(drawn.high_pt))
        return _paragraph(self._inline(graphic, "Chart", drawn.chart.alt, size))

    def _inline(self, graphic: str, kind: str, alt: str, size: tuple[int, int]) -> str:
        self._count += 1
        said = quoteattr(legal(alt))
        drawing = (
            '<wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{size[0]:d}" cy="{size[1]:d}"/>'
            f'<wp:docPr id="{self._count}" name="{kind} {self._count}" descr={said}/>'
            f"<wp:cNvGraphicFramePr/><a:graphic>{graphic}</a:graphic></wp:inline>"
        )
        return w("r", w("drawing", drawing))

    def _chart_part(self, drawn: DrawnChart) -> str:
        """Add a chart and its workbook to the package; return what the document calls it."""
        self._charts += 1
        package: Any = self._word.part.package
        book = PackURI(f"/word/embeddings/figures{self._charts}.xlsx")
        sheet = Part(book, _SHEET, workbook(drawn), package)
        chart = Part(PackURI(f"/word/charts/chart{self._charts}.xml"), _CHART, b"", package)
        link = chart.relate_to(sheet, RT.PACKAGE)
        data = f'<c:externalData r:id="{link}"><c:autoUpdate val="0"/></c:externalData>'
        end = b"</c:chartSpace>"
        chart._blob = chart_xml(drawn).encode().replace(end, data.encode() + end)
        return self._word.part.relate_to(chart, RT.CHART)


def _paragraph(runs: str, *, with_next: bool = False) -> str:
    return w("p", w("pPr", w("keepNext")) if with_next else "", runs)
