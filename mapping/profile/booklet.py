"""The profiles of many places of a kind as one PDF: a cover, all side by side, then each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geodata.errors import DataError, Problem
from geodata.model import Pack
from layers.places import find_place, places_of_kind
from layers.profile.asked import Shared, ask
from layers.profile.parts import Section
from layers.profile.saved import NOTHING_SAVED, Saved
from layers.profile.side_by_side import side_by_side
from layers.progress import Progress, unwatched
from layers.question.question import Question
from layers.said.numbers import counted
from mapping.escape import plain_text
from mapping.map.palette import ink
from mapping.profile.batch_worker import unsafe_words, words_of
from mapping.profile.block_data import Settings, section_data
from mapping.profile.branding import PLAIN, Branding
from mapping.profile.exercise_sheet import licence_words, source_words
from mapping.profile.made import Document, Length
from mapping.profile.pdf import TEMPLATE as PLACE
from mapping.profile.pdf import accent_of, logo_file, pdf_data, pictures_of
from mapping.profile.printable import ILLUSTRATIVE, beginning, drawable_data
from mapping.profile.typesetting import PARTS, set_pdf

TEMPLATE: Final = Path(__file__).with_name("booklet.typ")
WEIGHTS: Final = (14.0, 8.0, 10.0, 11.0, 11.0, 30.0, 38.0)
"""How wide the columns of all places side by side are: place, four numbers, two sentences."""
EACH: Final[dict[Length, str]] = {"sheet": "on two sides each", "full": "in full"}
SET: Final = 0.8  # of the time goes to what each place says; the rest to setting it
NAMED: Final = "booklet.pdf"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Booklet:
    """What is asked for: profiles of places of the kind that the question is asked by."""

    pack: Pack
    question: Question
    places: tuple[str, ...]
    length: Length = "sheet"
    branding: Branding = PLAIN
    saved: Saved = NOTHING_SAVED

    def __post_init__(self) -> None:
        """Put the places in the order in which the kind is told everywhere, each once."""
        named = set(self.places)
        ids = (str(key) for key in places_of_kind(self.pack, self.question.place_kind).index)
        object.__setattr__(self, "places", tuple(key for key in ids if key in named))

    def name_of(self, place_id: str) -> str:
        """Return what a place is called."""
        return plain_text(str(find_place(self.pack, place_id)["name"])).strip() or place_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A booklet: the PDF, the places that are in it, and those that are not, each with why."""

    pdf: bytes
    places: tuple[str, ...]
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    """One place's data and pictures, for its template."""

    data: dict[str, Any]
    pictures: dict[str, bytes]


def bind_booklet(asked: Booklet, *, progress: Progress = unwatched) -> Bound:
    """Set the profiles of places as one PDF/UA-1 and PDF/A-2a; the same again gives the same bytes.

    A place whose profile cannot be made, set or released stops no other: it is left out, and the
    last line of the cover says so.

    Raises
    ------
    DataError
        None of the places can be in it, or what stands in front of them may not be released.
    """
    shared, left = Shared(asked.pack, asked.question, saved=asked.saved), dict[str, str]()
    leaves = dict[str, _Leaf]()
    for at, place_id in enumerate(asked.places):
        progress(SET * at / len(asked.places), asked.name_of(place_id))
        try:
            leaves[place_id] = _leaf(asked, shared, place_id)
        except Exception as error:  # noqa: BLE001 - the other places are in it all the same
            left[place_id] = words_of(error)
    progress(SET, "setting the pages")
    pdf, why = _tried(asked, shared, leaves, left)
    if why:
        date = asked.pack.info.date
        left |= {key: said for key, leaf in leaves.items() if (said := _fault(leaf, date, asked))}
        leaves = {key: leaf for key, leaf in leaves.items() if key not in left}
        pdf, why = _tried(asked, shared, leaves, left)
    if why:
        raise DataError([_not_made(asked, why)])
    return Bound(pdf=pdf, places=tuple(leaves), left_out=left)


def _leaf(asked: Booklet, shared: Shared, place_id: str) -> _Leaf:
    document = Document(ask(shared, place_id), length=asked.length, branding=asked.branding)
    return _Leaf(data=pdf_data(document), pictures=pictures_of(document))


def _tried(
    asked: Booklet, shared: Shared, leaves: dict[str, _Leaf], left: dict[str, str]
) -> tuple[bytes, str]:
    """Set the booklet; returns it, and why it may not leave, which is empty where it may."""
    if not leaves:
        return b"", "; ".join(dict.fromkeys(left.values())) or "there is no place to put in it"
    front = booklet_data(asked, shared, left)
    try:
        pdf = _bound(asked, front, leaves)
        return pdf, unsafe_words(NAMED, pdf, asked.pack)
    except Exception as error:  # noqa: BLE001 - whichever place it was is found, and left out
        return b"", words_of(error)


def _fault(leaf: _Leaf, date: str, asked: Booklet) -> str:
    """Return why a place's profile by itself cannot be set or released; empty where it can."""
    try:
        return unsafe_words(NAMED, set_pdf(PLACE, leaf.data, date, leaf.pictures), asked.pack)
    except Exception as error:  # noqa: BLE001 - it is left out, and said
        return words_of(error)


def _not_made(asked: Booklet, why: str) -> Problem:
    return Problem(
        where=f"the booklet of {asked.pack.info.place_kinds[asked.question.place_kind].plural}",
        found=why,
        expected="places whose profiles can be made and released",
        fix="Make the profile of one of them, which says more of what is wrong.",
    )


def _bound(asked: Booklet, front: dict[str, Any], leaves: dict[str, _Leaf]) -> bytes:
    """Set the cover, all places side by side, and each place from a folder of its own."""
    branding = asked.branding
    files = {}
    if logo_file(branding):
        files[logo_file(branding)] = branding.logo
    parts = {part.name: part.read_bytes() for part in (*PARTS, PLACE)}
    folders = {f"place-{at}": leaf for at, leaf in enumerate(leaves.values(), start=1)}
    for folder, leaf in folders.items():
        data = json.dumps(leaf.data | {"is_bound": True}, ensure_ascii=False).encode()
        within = parts | leaf.pictures | {"data.json": data}
        files |= {f"{folder}/{name}": content for name, content in within.items()}
    return set_pdf(TEMPLATE, front | {"places": list(folders)}, asked.pack.info.date, files)


def booklet_data(asked: Booklet, shared: Shared, left: dict[str, str]) -> dict[str, Any]:
    """Return what the cover and the page of all places print, as text that the fonts can show.

    Parameters
    ----------
    left
        The places that are left out, each with why.
    """
    info, gaps, branding = asked.pack.info, shared.gaps, asked.branding
    kind = info.place_kinds[asked.question.place_kind]
    said = {
        "document_title": f"{info.title}: place profiles, {kind.plural}",
        "name": f"Place profiles: {kind.plural}",
        "kicker": f"{info.title} · {info.date}",
        "headline": gaps.sentence(),
        "heading": gaps.heading,
        "keywords": [kind.label, info.title],
        "illustrative_words": ILLUSTRATIVE,
        "footer": f"{beginning(info.title)} · {info.date} · pack {asked.pack.short_hash}",
        "by": [each for each in (branding.name, branding.contact, branding.footer) if each],
        "printed": f"Printed {branding.printed}" if branding.printed else "",
        "logo_alt": branding.logo_alt or f"Logo of {branding.name or info.title}",
        "county": _county(side_by_side(shared, asked.places), shared),
        "sources": [source_words(source) for source in gaps.sources],
        "licences": licence_words(gaps.sources),
        "last": _last_lines(asked, left),
    }
    shown: dict[str, Any] = drawable_data(said, {})
    return shown | {
        "is_sheet": False,
        "illustrative": gaps.is_illustrative,
        "ink": ink(),
        "accent": accent_of(branding.colour),
        "logo": logo_file(branding),
    }


def _county(section: Section, shared: Shared) -> dict[str, Any]:
    numbers = {each.title: at for at, each in enumerate(shared.gaps.sources, start=1)}
    made = section_data(section, Settings(numbers=numbers, is_sheet=False))
    for block in made["blocks"]:
        if len(block["heads"]) == len(WEIGHTS):
            block["weights"] = list(WEIGHTS)
    return made


def _last_lines(asked: Booklet, left: dict[str, str]) -> list[str]:
    """Return how much is in it, and last what is left out of it and why."""
    kind = asked.pack.info.place_kinds[asked.question.place_kind]
    held = len(asked.places) - len(left)
    of = len(places_of_kind(asked.pack, asked.question.place_kind))
    which = counted(held, kind.plural) if held == of else f"{held:,} of {of:,} {kind.plural}"
    lines = [f"{which}, {EACH[asked.length]}."]
    return [*lines, left_out_words(asked, left)] if left else lines


def left_out_words(asked: Booklet, left: dict[str, str]) -> str:
    """Return which places are left out, and why."""
    named = [f"{asked.name_of(key)} ({why.rstrip('.')})" for key, why in left.items()]
    return f"Left out: {'; '.join(named)}."
