"""Documents set by typst: a template and its data as a tagged PDF, the same bytes each time."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst

LOOK = Path(__file__).with_name("look.typ")


def set_pdf(
    template: Path, data: Mapping[str, Any], date: str, files: Mapping[str, bytes] | None = None
) -> bytes:
    """Set a document as PDF/UA-1: tagged, with title, language and alternative text.

    Parameters
    ----------
    data
        All words and figures: the template reads them as `data.json`, and never as markup.
    date
        The date of what it shows, "November 2026".
    files
        What else the template reads, by name: pictures.
    """
    with _compiler(template, data, files or {}) as compiler:
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made_at(date))
    if not isinstance(pdf, bytes):
        msg = "typst gave back something other than one PDF"
        raise TypeError(msg)
    return pdf


def count_pages(
    template: Path, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None
) -> dict[str, int]:
    """Set a document without keeping it; returns what the template says of its pages."""
    with _compiler(template, data, files or {}) as compiler:
        found: dict[str, int] = json.loads(compiler.query("<pages>", field="value", one=True))
    return found


@contextmanager
def _compiler(
    template: Path, data: Mapping[str, Any], files: Mapping[str, bytes]
) -> Iterator[typst.Compiler]:
    """Open a folder of its own for typst, which may read that and nothing else."""
    with tempfile.TemporaryDirectory(prefix="profile-") as folder:
        root = Path(folder)
        main = root / "main.typ"
        main.write_bytes(template.read_bytes())
        (root / LOOK.name).write_bytes(LOOK.read_bytes())
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name, content in files.items():
            (root / name).write_bytes(content)
        yield typst.Compiler(str(main), root=folder, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Load typst's own fonts and the ones that come with matplotlib, which hold Hebrew and Arabic.

    No font of the system is used, so that a document is the same wherever it is made.
    """
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def made_at(date: str) -> datetime:
    """Turn a pack's date, "November 2026", into the date of the document: never the clock's."""
    try:
        return datetime.strptime(date, "%B %Y").replace(tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
