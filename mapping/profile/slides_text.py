"""Words and tables on slides, as DrawingML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from mapping.profile.office_text import FONT, Run, legal, runs

INK: Final = "1a1a1a"
QUIET: Final = "4a4a4a"
HEAD_FILL: Final = '<a:solidFill><a:srgbClr val="eef3f8"/></a:solidFill>'
EMU: Final = 12700  # to the point
NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a slide, in points from its top left."""

    x: float
    y: float
    wide: float
    high: float

    def xml(self, prefix: str = "a") -> str:
        """Return it as a shape’s place and size."""
        return (
            f'<{prefix}:xfrm><a:off x="{self.x * EMU:.0f}" y="{self.y * EMU:.0f}"/>'
            f'<a:ext cx="{self.wide * EMU:.0f}" cy="{self.high * EMU:.0f}"/></{prefix}:xfrm>'
        )


def a_paragraph(
    text: str,
    size_pt: float,
    *,
    lead: str = "",
    bold: bool = False,
    colour: str = INK,
    right: bool = False,
    bullet: bool = False,
    after_pt: float = 0,
) -> str:
    """Return a paragraph of text from data; `lead` is bold words before it."""
    parts = runs(text)
    is_rtl = not lead and _is_rtl(parts)
    attributes = ' rtl="1"' if is_rtl else ""
    attributes += ' algn="r"' if right else ' algn="l"'
    attributes += ' marL="228600" indent="-228600"' if bullet else ' marL="0" indent="0"'
    sign = '<a:buFont typeface="Arial"/><a:buChar char="•"/>' if bullet else "<a:buNone/>"
    space = (
        '<a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{after_pt * 100:.0f}"/></a:spcAft>'
    )
    before = "".join(
        _run(run, size_pt, colour, bold=True) for run in runs(f"{lead}. " if lead else "")
    )
    said = "".join(_run(run, size_pt, colour, bold=bold) for run in parts)
    end = "" if parts else f'<a:endParaRPr lang="en-GB" sz="{size_pt * 100:.0f}"/>'
    return f"<a:p><a:pPr{attributes}>{space}{sign}</a:pPr>{before}{said}{end}</a:p>"


def _is_rtl(parts: Sequence[Run]) -> bool:
    """Return whether every letter of a paragraph is read from the right."""
    lettered = [run for run in parts if any(letter.isalpha() for letter in run.text)]
    return bool(lettered) and all(run.script and run.script.is_rtl for run in lettered)


def _run(run: Run, size_pt: float, colour: str, *, bold: bool) -> str:
    font, language = run.script.font if run.script else FONT, "en-GB"
    east, complex_font = "Microsoft YaHei", FONT
    if run.script is not None:
        language = run.script.language
        east, complex_font = (east, font) if run.script.is_complex else (font, FONT)
    return (
        f'<a:r><a:rPr lang="{language}" sz="{size_pt * 100:.0f}" b="{int(bold)}" dirty="0">'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="{FONT}"/>'
        f'<a:ea typeface="{east}"/><a:cs typeface="{complex_font}"/></a:rPr>'
        f"<a:t>{escape(run.text)}</a:t></a:r>"
    )


def text_box(number: int, name: str, box: Box, paragraphs: Sequence[str]) -> str:
    """Return a box of words that neither grows nor shrinks them."""
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}/>'
        f'<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{box.xml()}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
        '<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle/>{''.join(paragraphs)}</p:txBody></p:sp>"
    )


def slide_number(number: int, box: Box, size_pt: float) -> str:
    """Return the number of the slide, kept up to date by whoever shows it."""
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="Slide number"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldNum" sz="quarter" idx="12"/>'
        f"</p:nvPr></p:nvSpPr><p:spPr>{box.xml()}</p:spPr><p:txBody>"
        '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/><a:p><a:pPr algn="r"/>'
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        f'<a:rPr lang="en-GB" sz="{size_pt * 100:.0f}"><a:solidFill><a:srgbClr val="{QUIET}"/>'
        f'</a:solidFill><a:latin typeface="{FONT}"/></a:rPr><a:t>‹#›</a:t></a:fld></a:p>'
        "</p:txBody></p:sp>"
    )


def notes_xml(paragraphs: str) -> str:
    """Return the notes of a slide: its picture, and words beneath."""
    return (
        f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?><p:notes {NAMESPACES}><p:cSld>"
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        '<p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks '
        'noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/>'
        '</p:nvPr></p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr>'
        "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>"
        f"{paragraphs or '<a:p/>'}</p:txBody></p:sp></p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as it stands on a slide: what fits, measured before it is written.

    Attributes
    ----------
    rows
        The headings first.
    fills
        What fills each row’s first cell, the headings’ too: the relationship of a picture.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    numbers: tuple[bool, ...]
    is_key: bool = True
    fills: tuple[str, ...] = ()


def table_frame(number: int, alt: str, at: tuple[float, float], grid: Grid, size_pt: float) -> str:
    """Return a table with a header row, as a frame at a place on the slide."""
    box = Box(x=at[0], y=at[1], wide=sum(grid.widths), high=sum(grid.heights))
    columns = "".join(f'<a:gridCol w="{wide * EMU:.0f}"/>' for wide in grid.widths)
    rows = "".join(_table_row(grid, at_row, size_pt) for at_row in range(len(grid.rows)))
    return (
        f'<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="{number}" '
        f'name="Table {number}" descr={quoteattr(legal(alt))}/><p:cNvGraphicFramePr>'
        '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f"{box.xml('p')}<a:graphic><a:graphicData "
        'uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f'<a:tblPr firstRow="1" firstCol="{int(grid.is_key)}"/><a:tblGrid>{columns}</a:tblGrid>'
        f"{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _table_row(grid: Grid, at: int, size_pt: float) -> str:
    is_head = at == 0
    line = INK if is_head else "b9b6ae"
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    cells = list[str]()
    for column, (said, is_number) in enumerate(zip(grid.rows[at], grid.numbers, strict=True)):
        bold = is_head or (grid.is_key and column == 0)
        fill = HEAD_FILL if is_head else "<a:noFill/>"
        if grid.fills and column == 0 and grid.fills[at]:
            fill = (
                f'<a:blipFill><a:blip r:embed="{grid.fills[at]}"/><a:stretch><a:fillRect/>'
                "</a:stretch></a:blipFill>"
            )
        cells.append(
            "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
            f"{a_paragraph(said, size_pt, bold=bold, right=is_number)}</a:txBody>"
            f'<a:tcPr marL="76200" marR="76200" marT="38100" marB="38100">{none}<a:lnB w="9525">'
            f'<a:solidFill><a:srgbClr val="{line}"/></a:solidFill></a:lnB>{fill}</a:tcPr></a:tc>'
        )
    return f'<a:tr h="{grid.heights[at] * EMU:.0f}">{"".join(cells)}</a:tr>'
