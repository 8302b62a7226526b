"""Paragraphs of a Word document: runs by script, fields, and links from one part to another.

All of a document is written as text and read once: an element at a time takes four times as long.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from mapping.profile.office_text import Run, Script, runs


def w(tag: str, *children: str, **attributes: object) -> str:
    """Return an element of WordprocessingML: `w("p", w("r"), val="…")`."""
    said = "".join(f" w:{name}={quoteattr(str(value))}" for name, value in attributes.items())
    inside = "".join(children)
    return f"<w:{tag}{said}>{inside}</w:{tag}>" if inside else f"<w:{tag}{said}/>"


def paragraph(
    text: str,
    style: str = "",
    *,
    lead: str = "",
    bold: bool = False,
    right: bool = False,
    with_next: bool = False,
) -> str:
    """Return a paragraph of text from data.

    Parameters
    ----------
    style
        Id of its style; that of plain text where empty.
    lead
        Bold words before it.
    with_next
        Whether it stands on the page of what comes after it.
    """
    named = w("pStyle", val=style) if style else ""
    placed = w("jc", val="right") if right else ""
    kept = w("keepNext") if with_next else ""
    properties = w("pPr", named, kept, placed) if style or right or with_next else ""
    before = text_runs(f"{lead}. ", bold=True) if lead else ""
    return w("p", properties, before, text_runs(text, bold=bold))


def text_runs(text: str, *, bold: bool = False, style: str = "") -> str:
    """Return text from data as runs, one for each script."""
    return "".join(_run(run, bold=bold, style=style) for run in runs(text))


def _run(run: Run, *, bold: bool, style: str) -> str:
    strong = "<w:b/><w:bCs/>" if bold else ""
    named = w("rStyle", val=style) if style else ""
    if run.script is None:
        inside = f"{named}{strong}"
    else:
        inside = f"{named}{_font(run.script)}{strong}{_direction(run.script)}"
    properties = f"<w:rPr>{inside}</w:rPr>" if inside else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'


def _font(script: Script) -> str:
    if script.is_complex:
        return w("rFonts", cs=script.font)
    return w("rFonts", hint="eastAsia", eastAsia=script.font)


def _direction(script: Script) -> str:
    """Return what tells a script's direction and language, in the order that Word demands."""
    if not script.is_complex:
        return w("lang", eastAsia=script.language)
    return f"{w('rtl') if script.is_rtl else w('cs')}{w('lang', bidi=script.language)}"


def field(instruction: str, shown: str) -> str:
    """Return the runs of a field that the word processor works out, such as the page's number."""
    code = f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>'
    return "".join(
        w("r", part)
        for part in (
            w("fldChar", fldCharType="begin"),
            code,
            w("fldChar", fldCharType="separate"),
            f"<w:t>{escape(shown)}</w:t>",
            w("fldChar", fldCharType="end"),
        )
    )


def heading(text: str, level: int, bookmark: tuple[int, str] | None = None) -> str:
    """Return a heading; `bookmark` is the number and the name that links find it by."""
    start = end = ""
    if bookmark is not None:
        number, name = bookmark
        start, end = w("bookmarkStart", id=number, name=name), w("bookmarkEnd", id=number)
    style = w("pPr", w("pStyle", val=f"Heading{level}"))
    return w("p", style, start, text_runs(text), end)


def link_to(name: str, text: str) -> str:
    """Return a line of the contents: a link to a heading of the same document."""
    link = w("hyperlink", text_runs(text, style="Hyperlink"), anchor=name, history=1)
    return w("p", w("pPr", w("pStyle", val="TOC1")), link)
