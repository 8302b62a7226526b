"""How slides look: 16:9, one typeface, two layouts; one template for each colour."""

from __future__ import annotations

import io
from functools import cache
from typing import Any, Final

import pptx
from pptx.presentation import Presentation
from pptx.util import Pt

from mapping.profile.office_text import FONT
from mapping.profile.slides_text import Box

WIDE_PT: Final = 960
HIGH_PT: Final = 540
MARGIN_PT: Final = 36
TITLE_SLIDE: Final = 0
TITLE_ONLY: Final = 1
_OPENING: Final = Box(x=MARGIN_PT, y=120, wide=WIDE_PT - 2 * MARGIN_PT, high=120)
_SUBTITLE: Final = Box(x=MARGIN_PT, y=250, wide=WIDE_PT - 2 * MARGIN_PT, high=270)
TITLE: Final = Box(x=MARGIN_PT, y=46, wide=WIDE_PT - 2 * MARGIN_PT, high=76)
_KEPT_LAYOUTS: Final = {"Title Slide": TITLE_SLIDE, "Title Only": TITLE_ONLY}
_DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def new_slides(colour: str) -> Presentation:
    """Open a presentation without slides, in the app’s look."""
    return pptx.Presentation(io.BytesIO(_template(colour)))


@cache
def _template(colour: str) -> bytes:
    made = pptx.Presentation()
    made.slide_width, made.slide_height = Pt(WIDE_PT), Pt(HIGH_PT)
    for layout in list(made.slide_layouts):
        if layout.name not in _KEPT_LAYOUTS:
            made.slide_layouts.remove(layout)
    _without(made.part.package, ("thumbnail",))
    _without(made.part, ("printerSettings",))
    master = made.slide_master
    _set_places(master)
    for layout in made.slide_layouts:
        _set_places(layout)
    _set_theme(master, colour.removeprefix("#"))
    for element in (made.part._element, master._element, *(x._element for x in made.slide_layouts)):
        for words in element.iter(f"{_DRAWN}defRPr", f"{_DRAWN}rPr", f"{_DRAWN}endParaRPr"):
            words.set("lang", "en-GB")
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _without(part: Any, words: tuple[str, ...]) -> None:  # noqa: ANN401
    """Take out what the library’s own template brings along that is of no use."""
    rels = part._rels
    for key in [key for key, rel in rels.items() if not rel.is_external]:
        if any(word in str(rels[key].target_part.partname) for word in words):
            rels.pop(key)


def _set_places(on: Any) -> None:  # noqa: ANN401
    """Place what every slide has, for a page of this width."""
    is_opening = getattr(on, "name", "") == "Title Slide"
    for shape in list(on.placeholders):
        kind = shape.placeholder_format.type.name
        if kind in {"TITLE", "CENTER_TITLE"}:
            place(shape, _OPENING if is_opening else TITLE)
        elif kind == "SUBTITLE":
            place(shape, _SUBTITLE)
        elif kind == "BODY":
            place(shape, Box(x=TITLE.x, y=130, wide=TITLE.wide, high=360))
        elif kind == "SLIDE_NUMBER":
            place(shape, Box(x=WIDE_PT - MARGIN_PT - 80, y=514, wide=80, high=18))
        else:  # date and foot are told on the slide itself
            shape._element.getparent().remove(shape._element)


def place(shape: Any, box: Box) -> None:  # noqa: ANN401
    """Put a shape where a box is."""
    shape.left, shape.top = Pt(box.x), Pt(box.y)
    shape.width, shape.height = Pt(box.wide), Pt(box.high)


def _set_theme(master: Any, colour: str) -> None:  # noqa: ANN401
    """Name the typeface and the colours that new words and charts take."""
    theme = next(
        rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme")
    )
    said = theme.blob.decode("utf-8")
    said = said.replace('<a:latin typeface="Calibri"/>', f'<a:latin typeface="{FONT}"/>')
    said = said.replace('<a:srgbClr val="4F81BD"/>', f'<a:srgbClr val="{colour}"/>')
    said = said.replace('<a:srgbClr val="0000FF"/>', f'<a:srgbClr val="{colour}"/>')
    theme._blob = said.encode("utf-8")
