"""Documents set by typst: a template and its data as a tagged PDF, the same bytes each time."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from mapping.profile.row_headers import mark_row_headers
from mapping.profile.typefaces import font_files

PARTS = tuple(Path(__file__).with_name(name) for name in ("look.typ", "blocks.typ"))
STANDARDS: Final = ("ua-1", "a-2a")
"""PDF/UA-1, so that anybody can read it, and PDF/A-2a, so that it can be kept; both at once."""


KEPT_FOR: Final = 10  # documents, by typst


def set_pdf(
    template: Path, data: Mapping[str, Any], date: str, files: Mapping[str, bytes] | None = None
) -> bytes:
    """Set a document as PDF/UA-1 and PDF/A-2a: tagged, with title, language, alternative text.

    Parameters
    ----------
    data
        All words and figures: the template reads them as `data.json`, and never as markup.
    date
        The date of what it shows, "November 2026".
    files
        What else the template reads, by name: pictures; "place-1/map.png" is in a folder.
    """
    with _compiler(template, data, files or {}) as compiler:
        pdf = compiler.compile(format="pdf", pdf_standards=list(STANDARDS), timestamp=made_at(date))
    if not isinstance(pdf, bytes):
        msg = "typst returned something other than one PDF"
        raise TypeError(msg)
    return mark_row_headers(pdf)


def count_pages(
    template: Path, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None
) -> dict[str, int]:
    """Set a document without keeping it; returns what the template says of its pages."""
    with _compiler(template, data, files or {}) as compiler:
        found: dict[str, int] = json.loads(compiler.query("<pages>", field="value", one=True))
    return found


def forget() -> None:
    """Have typst let go of what it keeps of the documents set before: 50 MB of a full profile.

    It lets go of what the last ten documents did not need; so many empty ones are set.
    """
    if not _fonts.cache_info().currsize:
        return  # nothing has been set
    for _ in range(KEPT_FOR + 1):
        typst.compile(b"", format="svg", font_paths=_fonts())


@contextmanager
def _compiler(
    template: Path, data: Mapping[str, Any], files: Mapping[str, bytes]
) -> Iterator[typst.Compiler]:
    """Open a folder of its own for typst, which may read that and nothing else."""
    with tempfile.TemporaryDirectory(prefix="profile-") as folder:
        root = Path(folder)
        main = root / "main.typ"
        main.write_bytes(template.read_bytes())
        for part in PARTS:
            (root / part.name).write_bytes(part.read_bytes())
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name, content in files.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_bytes(content)
        yield typst.Compiler(str(main), root=folder, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Load the fonts of a document, and none of the system: it is the same wherever it is made."""
    folder = tempfile.TemporaryDirectory(prefix="type-")
    _KEPT.append(folder)  # typst reads a font when it first needs it
    for path in font_files():
        (Path(folder.name) / path.name).write_bytes(path.read_bytes())
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder.name]
    )


_KEPT: Final[list[tempfile.TemporaryDirectory[str]]] = []


def made_at(date: str) -> datetime:
    """Turn a pack's date, "November 2026", into the date of the document: never the clock's."""
    try:
        return datetime.strptime(date, "%B %Y").replace(tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
