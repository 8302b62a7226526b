"""A profile as one HTML file that fetches nothing: its words, charts, tables, and the live map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from markupsafe import Markup

from layers.compare.verdict import SHAPES
from layers.profile.asked import Shared
from layers.profile.parts import About, Cell, Chart, Figures, MapView, Section, Sentences, Table
from layers.profile.sections.known import shown_live
from layers.said.sentences import opened
from mapping.drawn.file import ILLUSTRATIVE, render_map_html
from mapping.map.palette import accent
from mapping.profile.drawn_chart import drawn_chart
from mapping.profile.made import Document
from mapping.profile.map_document import door_symbols
from mapping.profile.map_key import map_key
from mapping.profile.marks import MARKS_STYLE
from mapping.profile.tabled import said_columns
from mapping.templates import ALONE, data_address, own_style, render

Numbers = Mapping[str, int]  # of the sources, by their titles
Told = dict[str, Any]
SHORT, LONG = 10, 40  # letters of a cell that is not parted, and of one that needs room
INSET = "Where people live closest together"
PATTERNS = {"": "", "...": "dots", "///": "lines"}  # the class of each hatching in the style
SOURCES = "sources"  # the key of the profile’s list of them
HERE = Path(__file__).parent
LIVE: WeakKeyDictionary[Shared, str] = WeakKeyDictionary()


def write_html(document: Document) -> bytes:
    """Write a profile as one HTML file; every string from data is escaped."""
    profile, brand = document.profile, document.branding
    return render(
        "profile/page.html",
        safety=ALONE,
        style=own_style(MARKS_STYLE, HERE / "page.css"),
        script=Markup((HERE / "page.js").read_text("utf-8")),  # noqa: S704
        colour=brand.colour or accent(),
        brand=brand,
        logo=data_address(brand.logo, brand.logo_media) if brand.logo else "",
        title=document.title,
        profile=profile,
        live=shown_live(profile.address) if profile.address else "",
        illustrative=ILLUSTRATIVE if profile.is_illustrative else "",
        sections=[_section(document, each) for each in document.sections],
    ).encode()


def _section(document: Document, section: Section) -> dict[str, Any]:
    numbers = {each.title: n for n, each in enumerate(document.profile.sources, start=1)}
    return {
        "key": section.key,
        "title": section.title,
        "said": section.said,
        "blocks": [_block(document, block, numbers) for block in section.blocks],
    }


def _block(document: Document, block: object, numbers: Numbers) -> dict[str, Any]:
    """Return a block as its template draws it."""
    if isinstance(block, Sentences):
        rows = [(each.lead, each.said, _about(each.about, numbers)) for each in block.sentences]
        return {"is": "sentences", "title": block.title, "rows": rows}
    if isinstance(block, Figures):
        return {"is": "figures", "title": block.title, "figures": _figures(block, numbers)}
    if isinstance(block, Chart):
        about = block.table.about
        note = " ".join(filter(None, (block.reading, about.note)))
        table = replace(block.table, about=replace(about, note=note))
        return _table(table, numbers) | {"is": "chart", "chart": _chart(block)}
    if isinstance(block, MapView):
        return _map(document, block, numbers)
    if isinstance(block, Table):
        return _table(block, numbers) | {"is": "table"}
    message = f"a profile has a block that a page cannot draw: {type(block).__name__}"
    raise TypeError(message)


def _chart(chart: Chart) -> dict[str, Any] | None:
    """Return a chart as it is drawn, with what must be read beneath it; None without a number."""
    drawn = drawn_chart(chart)
    if drawn is None:
        return None
    more = f"{drawn.left:,} more in the table." if drawn.left else ""
    return {"drawn": drawn, "beneath": " ".join(filter(None, (drawn.key, more)))}


def _figures(block: Figures, numbers: Numbers) -> list[tuple[str, str, str, Told]]:
    return [
        (
            each.text,
            each.label,
            each.beside,
            _told((each.standing_words, each.period), each.sources, numbers),
        )
        for each in block.figures
    ]


def _table(table: Table, numbers: Numbers) -> dict[str, Any]:
    """Return a table as its template draws it, without columns that say nothing of any row."""
    kept = said_columns(table)
    columns = [table.columns[at] for at in kept]
    return {
        "title": table.title,
        "heads": [(column.heading, "number" if column.is_number else "") for column in columns],
        "rows": [[(_cell(row[at]), _look(row[at].text, columns[n].is_number))
                  for n, at in enumerate(kept)] for row in table.rows],
        "has_keys": int(table.is_key),
        "none": table.none,
        "after": table.after,
        "about": _about(table.about, numbers),
        "is_sources": int(table.key == SOURCES),
    }  # fmt: skip


def _look(text: str, is_number: bool) -> str:  # noqa: FBT001
    """Return the classes of a cell: numbers end together, short words stay on one line."""
    length = "short" if len(text) <= SHORT else "long" if len(text) >= LONG else ""
    return " ".join(filter(None, ("number" if is_number else "", length)))


def _cell(cell: Cell) -> str:
    return f"{SHAPES[cell.mark]} {cell.text}" if cell.mark else cell.text


def _about(about: About, numbers: Numbers) -> Told:
    """Return when figures are of and from whom, with what must stand beside them."""
    return _told((about.standing_words, about.period), about.sources, numbers, about.note)


def _told(words: Iterable[str], titles: Iterable[str], numbers: Numbers, note: str = "") -> Told:
    """Return words about figures, and their sources as the numbers of the page’s own list.

    A source that is not in that list is named.
    """
    known = [(title, numbers[title]) for title in dict.fromkeys(titles) if title in numbers]
    others = [title for title in dict.fromkeys(titles) if title not in numbers]
    return {
        "words": opened("; ".join(filter(None, [*words, *others]))),
        "sources": known,
        "note": note,
    }


def _map(document: Document, view: MapView, numbers: Numbers) -> dict[str, Any]:
    inset = document.inset_png
    return {
        "is": "map",
        "title": view.title,
        "alt": document.map_alt,
        "about": _about(view.about, numbers),
        "picture": data_address(document.map_png, "image/png"),
        "inset": data_address(inset, "image/png") if inset else "",
        "inset_alt": f"{INSET}. {document.map_alt}",
        "inset_said": INSET,
        "key": _key(document),
        "live": Markup(_live(document)),  # noqa: S704
    }


def _key(document: Document) -> dict[str, Any]:
    """Return what colours, hatching and symbols of the picture mean."""
    key = map_key(document.spec, document.asked.facts)
    symbols = [
        (data_address(content, "image/svg+xml"), label)
        for _, content, label in door_symbols(document.spec)
    ]
    return {"title": key["title"], "classes": key["classes"], "counted": key["counted"],
            "hatches": PATTERNS, "symbols": symbols}  # fmt: skip


def _live(document: Document) -> str:
    """Return the live map as the value of an attribute, drawn once for places with one answer."""
    shared = document.asked.shared
    if shared not in LIVE:
        LIVE[shared] = escape(
            render_map_html(document.spec, document.pack, is_framed=True), quote=True
        )
    return LIVE[shared]
