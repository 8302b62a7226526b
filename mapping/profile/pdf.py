"""A profile as a PDF that anybody can read: two sides for a meeting, or all of it; by typst."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from layers.profile.parts import MapView, Section, brief_of
from layers.profile.sections.known import shown_live
from mapping.map.colour import contrast_ratio
from mapping.map.palette import accent, ink
from mapping.profile.block_data import Settings, section_data
from mapping.profile.branding import Branding
from mapping.profile.made import INSET_MM, MAP_MM, Document
from mapping.profile.map_document import symbol_files
from mapping.profile.map_key import map_key
from mapping.profile.printable import ILLUSTRATIVE, beginning, drawable_data, parted
from mapping.profile.sides import IN_FULL, STEPS, Step, cut
from mapping.profile.typefaces import LACKING, scripts_lacking, settable
from mapping.profile.typesetting import set_pdf

TEMPLATE: Final = Path(__file__).with_name("profile.typ")
FIRST_SIDE: Final = frozenset(("stands-out", "where", "people", "needs"))
SIDES: Final = 2
PAGE: Final = re.compile(rb"/Type\s*/Page\b")
USUAL_STEPS: Final = tuple(each for each in STEPS if each.longest is None)
"""Those that cut no text: only names that nobody has need the others, and these are most work."""
FOOT_LETTERS: Final = 125  # of an address, on a line of the foot
FOOT_LINES: Final = 3
TOO_LONG: Final = (
    "The address that shows it live is too long to be typed: the data of this profile hold it "
    "(manifest.json)."
)
LEAST_CONTRAST: Final = 4.5  # of headings on white, as WCAG asks of text
PICTURES: Final = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}


def write_pdf(document: Document) -> bytes:
    """Set a profile as PDF/UA-1 and PDF/A-2a; the same document gives the same bytes.

    Returns
    -------
    pdf
        Two sides of A4 whatever the place where it is a sheet: the lists are as long as those
        hold, and each says how much more the full profile has.
    """
    date, pictures = document.profile.date, pictures_of(document)
    if document.length == "sheet":
        pdf = set_pdf(TEMPLATE, pdf_data(document, USUAL_STEPS), date, pictures)
        if len(PAGE.findall(pdf)) <= SIDES:
            return pdf
    return set_pdf(TEMPLATE, pdf_data(document), date, pictures)


def pictures_of(document: Document) -> dict[str, bytes]:
    """Return the pictures that the template reads, by name."""
    found = {}
    if document.map_view is not None:
        found["map.png"] = document.map_png
        if document.inset_png is not None:
            found["inset.png"] = document.inset_png
        found |= symbol_files(document.spec)
    branding = document.branding
    if branding.logo and branding.logo_media in PICTURES:
        found[logo_file(branding)] = branding.logo
    return found


def logo_file(branding: Branding) -> str:
    """Return what the logo is called for the template; empty without one."""
    ending = PICTURES.get(branding.logo_media, "")
    return f"logo.{ending}" if branding.logo and ending else ""


def pdf_data(document: Document, steps: Sequence[Step] = STEPS) -> dict[str, Any]:
    """Return everything that the template prints, as text that the fonts can show.

    Parameters
    ----------
    steps
        The lengths that a sheet is tried at, the longest first.
    """
    profile, branding = document.profile, document.branding
    is_sheet = document.length == "sheet"
    said = {
        "document_title": document.title,
        "name": profile.name if settable(profile.name).strip() else profile.place_id,
        "kicker": f"Place profile · {profile.kind.label} · {profile.title}",
        "headline": profile.headline,
        "heading": profile.heading,
        "keywords": [profile.name, profile.kind.label, profile.title],
        "illustrative_words": ILLUSTRATIVE,
        "by": [each for each in (branding.name, branding.contact, branding.footer) if each],
        "printed": f"Printed {branding.printed}" if branding.printed else "",
        "logo_alt": branding.logo_alt or f"Logo of {branding.name or profile.title}",
        "map": _map(document),
    }
    shown: dict[str, Any] = drawable_data(said, {})
    return (
        shown
        | _foot(document)
        | {
            "is_sheet": is_sheet,
            "illustrative": profile.is_illustrative,
            "ink": ink(),
            "accent": accent_of(branding.colour),
            "logo": logo_file(branding),
            "sides": _sides(document, steps) if is_sheet else [],
            "sections": []
            if is_sheet
            else _sections(_told(document), IN_FULL, _settings(document), {}),
            "lacking": _lacking(document),
        }
    )


def accent_of(colour: str) -> str:
    """Return the colour of headings: that of the branding where it can be read on white."""
    is_read = bool(colour) and contrast_ratio(colour, "#ffffff") >= LEAST_CONTRAST
    return colour if is_read else accent()


def _foot(document: Document) -> dict[str, Any]:
    """Return what stands at the foot of each page, and how many lines its address takes."""
    profile = document.profile
    said = f"{beginning(profile.name)} · {profile.date} · pack {profile.pack_hash}"
    lines = math.ceil(len(profile.address) / FOOT_LETTERS)
    live = shown_live(profile.address) if profile.address else ""
    if lines > FOOT_LINES:
        live, lines = TOO_LONG, 1
    return {"footer": settable(said), "live": parted(settable(live)), "foot_lines": lines}


def _map(document: Document) -> dict[str, Any]:
    view = document.map_view
    if view is None:
        return {}
    return map_key(document.spec, document.asked.facts) | {
        "alt": document.map_alt,
        "inset_alt": f"The same where people live closest together. {document.map_alt}"
        if view.inset
        else "",
        "size": list(MAP_MM[document.length]),
        "inset_size": list(INSET_MM),
    }


def _told(document: Document) -> tuple[Section, ...]:
    """Return the sections, without an address that nobody could type: places drawn make it long."""
    profile = document.profile
    if len(profile.address) <= FOOT_LINES * FOOT_LETTERS:
        return profile.sections
    live = shown_live(profile.address)
    return tuple(
        replace(each, said=tuple(TOO_LONG if said == live else said for said in each.said))
        for each in profile.sections
    )


Laid = dict[str, tuple[Section, dict[str, Any]]]
"""Sections as they were last laid out, by their keys."""


def _sides(document: Document, steps: Sequence[Step]) -> list[list[list[dict[str, Any]]]]:
    """Return both sides, each at every length that is tried, the longest first."""
    sections = _told(document)
    first = tuple(each for each in sections if each.key in FIRST_SIDE)
    second = tuple(each for each in sections if each.key not in FIRST_SIDE)
    settings, laid = _settings(document), Laid()
    return [[_brief(side, step, settings, laid) for step in steps] for side in (first, second)]


def _brief(
    sections: tuple[Section, ...], step: Step, settings: Settings, laid: Laid
) -> list[dict[str, Any]]:
    kept = (brief_of(cut(each, step)) for each in sections)
    told = tuple(each for each in kept if each.blocks or each.said)
    return _sections(told, step, settings, laid)


def _settings(document: Document) -> Settings:
    sources = document.profile.sources
    return Settings(
        numbers={each.title: at for at, each in enumerate(sources, start=1)},
        is_sheet=document.length == "sheet",
    )


def _sections(
    sections: tuple[Section, ...], step: Step, settings: Settings, laid: Laid
) -> list[dict[str, Any]]:
    """Return sections as the template draws them; one that a length before had is not made anew."""
    if step.longest is not None:
        made = [section_data(each, settings) for each in sections]
        _print_once(made)
        shorter: list[dict[str, Any]] = drawable_data(_shorter(made, step.longest), {})
        return shorter
    found = []
    for each in sections:
        known = laid.get(each.key)
        if known is None or known[0] != each:
            known = laid[each.key] = (each, drawable_data(section_data(each, settings), {}))
        found.append(known[1] | {"blocks": [dict(block) for block in known[1]["blocks"]]})
    _print_once(found)
    return found


def _print_once(made: list[dict[str, Any]]) -> None:
    """Leave out a figure that is printed already, with the same date and sources."""
    seen: set[tuple[str, str]] = set()
    for block in (block for section in made for block in section["blocks"]):
        if block["type"] == "figures":
            block["items"] = [each for each in block["items"] if _is_new(each, seen)]


def _is_new(figure: dict[str, str], seen: set[tuple[str, str]]) -> bool:
    key = (figure["text"], figure["terms"])
    is_new = key not in seen or not figure["text"].startswith("about ")
    seen.add(key)
    return is_new


def _shorter(value: Any, longest: int | None) -> Any:  # noqa: ANN401
    """Cut every text at a length, where there is one."""
    if longest is None:
        return value
    if isinstance(value, str):
        return value if len(value) <= longest else f"{value[:longest].rstrip()}…"
    if isinstance(value, dict):
        return {
            key: part if key in {"type", "key", "drawn"} else _shorter(part, longest)
            for key, part in value.items()
        }
    return [_shorter(part, longest) for part in value] if isinstance(value, list) else value


def _lacking(document: Document) -> str:
    """Return which letters no font has; empty where every one is printed."""
    told = json.dumps([_said(each) for each in document.sections], ensure_ascii=False)
    scripts = scripts_lacking(told + document.title)
    if not scripts:
        return ""
    named = ", ".join(script.capitalize() for script in scripts)
    return (
        f"{LACKING} stands for a letter that no font of this document has ({named}). The web page "
        "and the table of every figure hold it."
    )


def _said(section: Section) -> list[str]:
    words = [section.title, *section.said]
    words += [block.title for block in section.blocks if isinstance(block, MapView)]
    for table in section.tables():
        words += [cell.text for row in table.rows for cell in row]
    return words
