"""The minutes of a meeting as a PDF that anybody can read, by typst; it prints in grey."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from layers.profile.parts import Section
from mapping.map.palette import ink
from mapping.meeting.minutes import BETWEEN_MM, MAP_MM, MinutesDocument
from mapping.meeting.shown import Pictured
from mapping.profile.block_data import Settings, section_data
from mapping.profile.map_document import symbol_files
from mapping.profile.map_key import map_key
from mapping.profile.pdf import accent_of, logo_file
from mapping.profile.printable import ILLUSTRATIVE, beginning, drawable_data
from mapping.profile.typefaces import LACKING, scripts_lacking, settable
from mapping.profile.typesetting import set_pdf

TEMPLATE: Final = Path(__file__).with_name("minutes.typ")
LONGEST_TITLE: Final = 80  # letters; a longer one is set smaller
UNTITLED: Final = "Meeting"


def write_pdf(document: MinutesDocument) -> bytes:
    """Set minutes as PDF/UA-1 and PDF/A-2a; the same minutes give the same bytes."""
    return set_pdf(TEMPLATE, pdf_data(document), document.date, _pictures(document))


def _pictures(document: MinutesDocument) -> dict[str, bytes]:
    """Return the pictures that the template reads, by name; those of a map in a folder."""
    found = dict[str, bytes]()
    for key, pictured in document.maps.items():
        drawn = document.map_pngs(key)
        found |= {f"{key}/map-{at}.png": png for at, (_, png) in enumerate(drawn)}
        found |= {f"{key}/{name}": each for name, each in symbol_files(pictured.spec).items()}
    name = logo_file(document.branding)
    return found | ({name: document.branding.logo} if name else {})


def pdf_data(document: MinutesDocument) -> dict[str, Any]:
    """Return everything that the template prints, as text that the fonts can show."""
    minutes, branding = document.minutes, document.branding
    maps = {key: _map(key, each, document) for key, each in document.maps.items()}
    title = document.title if settable(document.title).strip() else UNTITLED
    said = {
        "document_title": title,
        "kicker": f"Minutes of a meeting · {document.info.title}",
        "heading": minutes.heading,
        "summary": minutes.summary,
        "keywords": [each for each in (minutes.place, document.info.title) if each],
        "illustrative_words": ILLUSTRATIVE,
        "by": [each for each in (branding.name, branding.contact, branding.footer) if each],
        "logo_alt": branding.logo_alt or f"Logo of {branding.name or document.info.title}",
        "footer": f"{beginning(title)} · {document.of_figures}",
        "sections": _sections(document),
        "maps": maps,
        "lacking": _lacking(document),
    }
    shown: dict[str, Any] = drawable_data(said, {})
    return shown | {
        "maps": {key: _with_files(each, maps[key]) for key, each in shown["maps"].items()},
        "is_sheet": False,
        "map_size": [*MAP_MM, BETWEEN_MM],
        "is_long": len(title) > LONGEST_TITLE,
        "illustrative": minutes.is_illustrative,
        "ink": ink(),
        "accent": accent_of(branding.colour),
        "logo": logo_file(branding),
    }


def _sections(document: MinutesDocument) -> list[dict[str, Any]]:
    """Return the sections; the columns of each scene’s tables are as wide as these need."""
    numbers = {each.title: at for at, each in enumerate(document.minutes.sources, start=1)}
    return [
        section_data(each, Settings(numbers=numbers, is_sheet=False))
        for each in document.minutes.sections
    ]


def _map(key: str, pictured: Pictured, document: MinutesDocument) -> dict[str, Any]:
    found = map_key(pictured.spec, pictured.facts)
    symbols = [each | {"file": f"{key}/{each['file']}"} for each in found["symbols"]]
    shown = [each for each, _ in document.map_pngs(key)]
    return found | {
        "symbols": symbols,
        "pictures": [
            {
                "file": f"{key}/map-{at}.png",
                "alt": each.alt,
                "title": each.title if len(shown) > 1 else "",
            }
            for at, each in enumerate(shown)
        ],
        "credits": list(pictured.spec.credits),
    }


def _with_files(shown: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    """Return a map ready to be set with the names of its files as they are, never broken."""
    named = {
        part: [
            each | {"file": whole["file"]}
            for each, whole in zip(shown[part], of[part], strict=True)
        ]
        for part in ("symbols", "pictures")
    }
    return shown | named


def _lacking(document: MinutesDocument) -> str:
    """Return which letters no font has; empty where every one is printed."""
    told = [document.title, *(_said(each) for each in document.minutes.sections)]
    scripts = scripts_lacking(json.dumps(told, ensure_ascii=False))
    if not scripts:
        return ""
    named = ", ".join(script.capitalize() for script in scripts)
    return (
        f"{LACKING} stands for a letter that no font of this document has ({named}). The Word "
        "document holds it."
    )


def _said(section: Section) -> list[str]:
    cells = [cell.text for each in section.tables() for row in each.rows for cell in row]
    return [section.title, *section.said, *cells]
