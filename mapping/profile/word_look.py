"""How a Word document looks: its styles, its page, its language; one template for each colour."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from mapping.profile.office_text import FONT

PAGE_MM: Final = (210, 297)
MARGIN_MM: Final = 18
WIDTH_MM: Final = PAGE_MM[0] - 2 * MARGIN_MM
TURNED_MM: Final = PAGE_MM[1] - 2 * MARGIN_MM
"""How wide a table is on an upright page, and on one that is turned for it."""
INK: Final = "1a1a1a"
QUIET: Final = "4a4a4a"
TEXT_PT: Final = 11
TABLE_STYLE: Final = "ProfileTable"
NUMBER_OF_BULLETS: Final = 1

_WORD_2010: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"  # an id, and a setting
_LEFT_OUT: Final = {qn(f"w:{tag}") for tag in ("savePreviewPicture", "rsids", "proofState")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """How large the type of a document is, and how close it stands.

    Attributes
    ----------
    scale, apart
        Of the sizes of type, and of what stands between, beside those of a whole profile.
    line
        From one line of text to the next, in 240ths of its usual height.
    least_pt
        Of type that the scale would make smaller.
    letters
        Letters that a line across the page holds in each style of tables.
    padding
        Letters that a cell of a table keeps free.
    cell_twips
        What a cell keeps free at either side.
    top_mm, bottom_mm
        The margins of a page above and below.
    chart_pt, columns_pt
        The type of charts, and how tall one of columns is.
    """

    scale: float = 1
    apart: float = 1
    line: int = 259
    least_pt: float = 0
    letters: tuple[tuple[str, int], ...] = (("TableText", 104), ("TableSmall", 128))
    padding: float = 2.5
    cell_twips: int = 70
    top_mm: float = 16
    bottom_mm: float = 24
    chart_pt: float = 8.5
    columns_pt: float = 204


PLAIN_TYPE: Final = Type()
CLOSE_TYPE: Final = Type(
    scale=0.865,
    apart=0.45,
    line=240,
    least_pt=7,
    letters=(("TableText", 117), ("TableSmall", 137)),
    padding=2,
    cell_twips=50,
    top_mm=11,
    bottom_mm=19,
    chart_pt=7,
    columns_pt=125,
)
"""Of few pages for a meeting: text of 9.5 points, tables of 8, and of 7 where they are wide.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A style of paragraphs: its size and what stands around it in points.

    Attributes
    ----------
    colour
        That of the document where empty.
    level
        Of a heading, 0 the highest; None for other text.
    """

    key: str
    name: str
    size: float
    colour: str = INK
    before: float = 0
    after: float = 0
    bold: bool = False
    level: int | None = None


_LOOKS: Final = (
    _Look(key="Title", name="Title", size=26, after=4, bold=True),
    _Look(key="TitleLong", name="Title, long", size=14, after=4, bold=True),
    _Look(key="Subtitle", name="Subtitle", size=13, colour=QUIET, after=4),
    _Look(key="Whose", name="Whose it is", size=10, colour=QUIET, after=6),
    _Look(key="KeyTitle", name="Title of a key", size=11, before=4, after=3, bold=True),
    _Look(
        key="Heading1", name="heading 1", size=18, colour="", before=20, after=6, bold=True, level=0
    ),
    _Look(key="Heading2", name="heading 2", size=13, before=14, after=4, bold=True, level=1),
    _Look(key="Heading3", name="heading 3", size=11, before=10, after=3, bold=True, level=2),
    _Look(key="Caption", name="caption", size=9, colour=QUIET, before=3, after=8),
    _Look(key="TableText", name="Table text", size=9, before=1, after=1),
    _Look(key="TableSmall", name="Table text, small", size=7.5, before=1, after=1),
    _Look(key="Header", name="header", size=9, colour=QUIET),
    _Look(key="Footer", name="footer", size=9, colour=QUIET),
    _Look(key="TOC1", name="toc 1", size=11, after=2),
)


def new_word(colour: str, type_: Type = PLAIN_TYPE) -> WordDocument:
    """Open an empty document in the app's look.

    Parameters
    ----------
    colour
        Of headings and rules: "#1d4f91".
    """
    return docx.Document(io.BytesIO(_template(colour, type_)))


@cache
def _template(colour: str, type_: Type) -> bytes:
    made = docx.Document()
    for related in (made.part.package, made.part):
        for key, rel in list(related.rels.items()):
            if not rel.is_external and _is_left_out(str(rel.target_part.partname)):
                del related.rels[key]
    _set_styles(made, colour.removeprefix("#"), type_)
    _set_settings(made)
    _set_bullets(made)
    section = made.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(type_.top_mm), Mm(type_.bottom_mm)
    section.header_distance = section.footer_distance = Mm(8)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _is_left_out(partname: str) -> bool:
    """Return whether a part of the library's own template is of no use: pictures, other looks."""
    return any(
        word in partname for word in ("thumbnail", "customXml", "WithEffects", "webSettings")
    )


def _set_styles(made: WordDocument, colour: str, type_: Type) -> None:
    styles: Any = made.styles.element
    for child in list(styles):
        styles.remove(child)
    for xml in (
        _defaults(type_),
        _normal(),
        *(_paragraph_style(each, colour, type_) for each in _LOOKS),
        _bullet(type_),
        _link(colour),
        _tables(type_),
    ):
        styles.append(parse_xml(xml))


def _fonts() -> str:
    return (
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="Microsoft YaHei"/>'
    )


def _defaults(type_: Type) -> str:
    size, after = _half_points(TEXT_PT, type_), f"{120 * type_.apart:.0f}"
    return (
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_fonts()}"
        f'<w:color w:val="{INK}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:after="{after}" w:line="{type_.line}" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )


def _normal() -> str:
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/></w:style>'
    )


def _half_points(size_pt: float, type_: Type) -> int:
    """Return a size of type as Word tells it, in halves of a point."""
    return round(max(size_pt * type_.scale, type_.least_pt) * 2)


def _paragraph_style(look: _Look, accent: str, type_: Type) -> str:
    outline = "" if look.level is None else f'<w:outlineLvl w:val="{look.level}"/>'
    strong = "<w:b/><w:bCs/>" if look.bold else ""
    together = "<w:keepNext/><w:keepLines/>" if look.bold else ""
    size = f"{_half_points(look.size, type_)}"
    before, after = (f"{each * 20 * type_.apart:.0f}" for each in (look.before, look.after))
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{look.key}">'
        f'<w:name w:val="{look.name}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
        f'<w:qFormat/><w:pPr>{together}<w:spacing w:before="{before}" w:after="{after}"/>{outline}'
        f'</w:pPr><w:rPr>{strong}<w:color w:val="{look.colour or accent}"/><w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _bullet(type_: Type) -> str:
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="ListBullet">'
        '<w:name w:val="List Bullet"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:numPr>'
        f'<w:numId w:val="{NUMBER_OF_BULLETS}"/></w:numPr>'
        f'<w:spacing w:after="{80 * type_.apart:.0f}"/></w:pPr>'
        "</w:style>"
    )


def _link(colour: str) -> str:
    return (
        f'<w:style {nsdecls("w")} w:type="character" w:styleId="Hyperlink">'
        f'<w:name w:val="Hyperlink"/><w:rPr><w:color w:val="{colour}"/><w:u w:val="single"/>'
        "</w:rPr></w:style>"
    )


def _tables(type_: Type) -> str:
    sides = type_.cell_twips
    line = '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="b9b6ae"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="table" w:styleId="{TABLE_STYLE}">'
        '<w:name w:val="Profile table"/><w:qFormat/><w:pPr><w:spacing w:before="0" w:after="0" '
        'w:line="240" w:lineRule="auto"/></w:pPr><w:tblPr><w:tblBorders>'
        f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="b9b6ae"/>{line}</w:tblBorders>'
        f'<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="{sides}" w:type="dxa"/>'
        f'<w:bottom w:w="20" w:type="dxa"/><w:right w:w="{sides}" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders>'
        '<w:shd w:val="clear" w:color="auto" w:fill="eef3f8"/></w:tcPr></w:tblStylePr>'
        "</w:style>"
    )


def _set_settings(made: WordDocument) -> None:
    """Say the language, and that it is of today's Word: else it opens as one of an old version."""
    settings: Any = made.settings.element
    language = settings.find(qn("w:themeFontLang"))
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
    language.set(qn("w:bidi"), "ar-SA")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for found in list(settings):
        if found.tag in _LEFT_OUT or found.tag.startswith(_WORD_2010):
            settings.remove(found)
    zoom = settings.find(qn("w:zoom"))
    zoom.set(qn("w:percent"), "100")


def _set_bullets(made: WordDocument) -> None:
    numbering: Any = made.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    numbering.append(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="0"><w:multiLevelType '
            'w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
            '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" '
            'w:hanging="227"/></w:pPr></w:lvl></w:abstractNum>'
        )
    )
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{NUMBER_OF_BULLETS}"><w:abstractNumId w:val="0"/>'
            "</w:num>"
        )
    )
