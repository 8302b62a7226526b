"""A profile as a Word document: headings, lists, tables and charts that staff can edit."""

from __future__ import annotations

from typing import Final

from layers.profile.parts import MapView
from mapping.map.palette import accent
from mapping.profile.made import Document
from mapping.profile.map_key import symbols_words
from mapping.profile.office_package import set_properties
from mapping.profile.office_text import about_words
from mapping.profile.printable import ILLUSTRATIVE, beginning
from mapping.profile.word_blocks import Writing
from mapping.profile.word_look import CLOSE_TYPE, PLAIN_TYPE, WIDTH_MM
from mapping.profile.word_text import link_to, paragraph

INSET_MM: Final = 70
SHEET_MAP_MM: Final = 110
SHEET_MAPS_MM: Final = (80, 60)
"""How wide the map is beside the one of where people live closest together, and that one."""
LONGEST_TITLE: Final = 120  # letters; a longer name would fill the page at the size of a title
CONTENTS: Final = "In this profile"


def write_docx(document: Document) -> bytes:
    """Write a profile as a Word document; the same document gives the same bytes."""
    return _Profile(document).whole()


class _Profile(Writing):
    """The profile of one place."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document.branding.colour or accent(),
            document.profile.date,
            PLAIN_TYPE if document.length == "full" else CLOSE_TYPE,
        )
        self.document, self.profile = document, document.profile
        self._foot()

    def whole(self) -> bytes:
        set_properties(self.word.core_properties, self.document)
        self._front()
        for number, section in enumerate(self.document.sections, start=1):
            self.section(section, number)
        return self.written()

    def _front(self) -> None:
        profile, branding = self.profile, self.document.branding
        self.logo(branding)
        what = f"Place profile: {profile.kind.label}, {profile.title}"
        style = "Title" if len(profile.name) <= LONGEST_TITLE else "TitleLong"
        self.add(paragraph(profile.name, style), paragraph(what, "Subtitle"))
        printed = f"Printed {branding.printed}" if branding.printed else ""
        whose = (branding.name, branding.contact, branding.footer, printed)
        when = f"Figures of {profile.date}, pack {profile.pack_hash}"
        for line in filter(None, (" · ".join(filter(None, whose)), when)):
            self.add(paragraph(line, "Whose"))
        if profile.is_illustrative:
            self.add(paragraph(f"{ILLUSTRATIVE}.", bold=True))
        self.add(paragraph(profile.heading))
        if self.document.length == "full":
            self.add(paragraph(CONTENTS, bold=True))
            self.add(*(link_to(each.key, each.title) for each in self.document.sections))

    def map(self, view: MapView) -> None:
        """Add the map of the place, and where people live closest together."""
        document = self.document
        is_full = document.length == "full"
        alone = (WIDTH_MM, INSET_MM) if is_full else (SHEET_MAP_MM, 0)
        wide, beside = alone if is_full or document.inset_png is None else SHEET_MAPS_MM
        maps = [(document.map_png, document.map_alt, wide)]
        said = f"{self.profile.name}, where people live closest together"
        if document.inset_png is not None:
            maps.append((document.inset_png, said, beside))
        for shown in [[each] for each in maps] if is_full else [maps]:
            self.add(self.drawings.pictures(shown, with_next=True))
        if document.inset_png is not None:
            self.add(paragraph(f"{said}.", "Caption"))
        self.key(document.spec, document.asked.facts)
        lines = (symbols_words(document.spec), about_words(view.about), *document.spec.credits)
        self.add(paragraph(" ".join(filter(None, lines)), "Caption"))

    def _foot(self) -> None:
        profile, branding = self.profile, self.document.branding
        said = [beginning(profile.name), profile.date, f"pack {profile.pack_hash}"]
        said += [ILLUSTRATIVE] if profile.is_illustrative else []
        whose = [branding.footer, branding.contact]
        whose += [f"Printed {branding.printed}" if branding.printed else "", profile.address]
        self.foot([whose, said])
