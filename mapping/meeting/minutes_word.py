"""The minutes of a meeting as a Word document, that whoever kept them can edit."""

from __future__ import annotations

from typing import Final

from layers.profile.parts import MapView
from mapping.map.palette import accent
from mapping.meeting.minutes import MinutesDocument
from mapping.profile.map_key import symbols_words
from mapping.profile.office_package import say_what
from mapping.profile.office_text import about_words
from mapping.profile.printable import ILLUSTRATIVE, beginning
from mapping.profile.word_blocks import Writing
from mapping.profile.word_look import WIDTH_MM
from mapping.profile.word_text import link_to, paragraph

LONGEST_TITLE: Final = 120  # letters; a longer one would fill the page at the size of a title
CONTENTS: Final = "In these minutes"


def write_docx(document: MinutesDocument) -> bytes:
    """Write minutes as a Word document; the same minutes give the same bytes."""
    return _Minutes(document).whole()


class _Minutes(Writing):
    """The minutes of one meeting."""

    def __init__(self, document: MinutesDocument) -> None:
        super().__init__(document.branding.colour or accent(), document.date)
        self.document, self.minutes = document, document.minutes

    def whole(self) -> bytes:
        document, branding = self.document, self.document.branding
        say_what(
            self.word.core_properties,
            title=document.title,
            subject=self.minutes.heading,
            author=branding.name or document.info.title,
            date=document.date,
        )
        said = [
            beginning(document.title),
            f"figures of {document.info.date}",
            f"pack {document.pack_hash}",
        ]
        said += [ILLUSTRATIVE] if self.minutes.is_illustrative else []
        self.foot([[branding.footer, branding.contact], said])
        self._front()
        for number, section in enumerate(self.minutes.sections, start=1):
            self.section(section, number)
        return self.written()

    def _front(self) -> None:
        document, branding = self.document, self.document.branding
        self.logo(branding)
        style = "Title" if len(document.title) <= LONGEST_TITLE else "TitleLong"
        self.add(paragraph(document.title, style))
        self.add(paragraph(f"Minutes of a meeting: {document.info.title}", "Subtitle"))
        whose = (branding.name, branding.contact, branding.footer)
        if any(whose):
            self.add(paragraph(" · ".join(filter(None, whose)), "Whose"))
        if self.minutes.is_illustrative:
            self.add(paragraph(f"{ILLUSTRATIVE}.", bold=True))
        self.add(paragraph(self.minutes.heading), paragraph(self.minutes.summary))
        self.add(paragraph(CONTENTS, bold=True))
        self.add(*(link_to(each.key, each.title) for each in self.minutes.sections))

    def map(self, view: MapView) -> None:
        """Add the map of a scene, with its key as a table."""
        pictured = self.document.maps[view.key]
        drawn = self.document.map_pngs(view.key)
        for each, png in drawn:
            if len(drawn) > 1:
                self.add(paragraph(each.title, bold=True, with_next=True))
            self.add(self.drawings.picture(png, each.alt, WIDTH_MM / len(drawn), with_next=True))
        self.key(pictured.spec, pictured.facts)
        lines = (symbols_words(pictured.spec), about_words(view.about), *pictured.spec.credits)
        self.add(paragraph(" ".join(filter(None, lines)), "Caption"))
