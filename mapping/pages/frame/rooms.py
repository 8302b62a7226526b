"""The pages there are, each found by its room: a folder here that holds a `page.py`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import mapping.pages
from mapping.pages.frame.page import Page


def find_pages() -> list[Page]:
    """Return the record of every page, in the order of the navigation."""
    rooms = sorted(
        file.parent.name
        for folder in mapping.pages.__path__
        for file in Path(folder).glob("*/page.py")
    )
    found = [import_module(f"mapping.pages.{room}.page") for room in rooms if room != "frame"]
    return sorted((module.PAGE for module in found), key=lambda page: (page.order, page.title))
