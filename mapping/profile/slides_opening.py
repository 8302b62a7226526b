"""The first slide: the place, what stands out, what was asked, and whose documents these are."""

from __future__ import annotations

import io
from typing import Any, Final

from pptx.presentation import Presentation
from pptx.util import Pt

from mapping.profile.made import Document
from mapping.profile.printable import ILLUSTRATIVE
from mapping.profile.slides_fit import LINE, cut
from mapping.profile.slides_look import MARGIN_PT, TITLE_SLIDE
from mapping.profile.slides_slide import (
    ROOM_PT,
    SIZE_PT,
    add_notes,
    describe,
    fitting_size,
    set_words,
)
from mapping.profile.slides_text import Box, a_paragraph

NAME_SIZES: Final = (48, 40, 32, 26)


class Opening:
    """The first slide."""

    def __init__(self, deck: Presentation, document: Document, colour: str) -> None:
        """Add the slide."""
        self._slide: Any = deck.slides.add_slide(deck.slide_layouts[TITLE_SLIDE])
        self._document, self._colour = document, colour.removeprefix("#")

    def show(self) -> None:
        """Write what stands on it."""
        profile, branding = self._document.profile, self._document.branding
        title, subtitle = self._slide.placeholders
        box = Box(x=MARGIN_PT, y=120, wide=ROOM_PT, high=120)
        size = fitting_size(profile.name, NAME_SIZES, box)
        name = cut(profile.name, size, box.wide, int(box.high / (size * LINE)), bold=True)
        set_words(title, [a_paragraph(name, size, bold=True, colour=self._colour)], anchor="b")
        what = f"Place profile: {profile.kind.label}, {profile.title}"
        when = f"Figures of {profile.date}, pack {profile.pack_hash}"
        whose = [branding.name, branding.contact, branding.footer]
        whose += [f"Printed {branding.printed}" if branding.printed else ""]
        told = [(profile.headline, 24, 3), (profile.heading, SIZE_PT, 2), (what, SIZE_PT, 1)]
        told += [(when, SIZE_PT, 1), (" · ".join(filter(None, whose)), SIZE_PT, 2)]
        if profile.is_illustrative:
            told.append((f"{ILLUSTRATIVE}.", SIZE_PT, 1))
        said = [
            a_paragraph(cut(text, points, ROOM_PT, most), points, after_pt=6)
            for text, points, most in told
            if text
        ]
        set_words(subtitle, said)
        self._logo()
        notes = [profile.name, *(text for text, _, _ in told), profile.address]
        add_notes(self._slide, notes)

    def _logo(self) -> None:
        branding = self._document.branding
        if branding.logo and branding.logo_media in {"image/png", "image/jpeg"}:
            picture = self._slide.shapes.add_picture(
                io.BytesIO(branding.logo), Pt(MARGIN_PT), Pt(30), height=Pt(70)
            )
            describe(picture, branding.logo_alt or branding.name)
