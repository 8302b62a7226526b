"""The files that the app's map is made of, as Starlette sends them; Streamlit compresses them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import xstatic.pkg.leaflet
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from mapping.served.message import COMPONENT_FOLDER, edition

FOR_GOOD = "public, max-age=31536000, immutable"  # the address changes when the content does
FOR_A_DAY = "public, max-age=86400"
ASK_EACH_TIME = "no-cache"
LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
LEAFLET_FILES = ("leaflet-src.esm.js", "leaflet.css")
SENT = (".js", ".css")


class Files(StaticFiles):
    """Some files of a folder, and no others that lie there."""

    def __init__(self, folder: Path, names: Iterable[str], keep: str) -> None:
        super().__init__(directory=folder)
        self._names = frozenset(names)
        self._keep = keep

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file that is sent; any other is not there."""
        return super().lookup_path(path) if path in self._names else ("", None)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Send a file with how long it may be kept."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = self._kept_for(scope)
        return response

    def _kept_for(self, scope: Scope) -> str:
        """Return how long: what an address of another edition gives may change under it."""
        asked = scope["path_params"].get("edition")
        return self._keep if asked in (None, edition()) else ASK_EACH_TIME


def component_files() -> Files:
    """Return the scripts and styles of the app's map."""
    names = (path.name for path in COMPONENT_FOLDER.iterdir() if path.suffix in SENT)
    return Files(COMPONENT_FOLDER, names, FOR_GOOD)


def leaflet_files() -> Files:
    """Return the map library's script and style, straight from where it is installed."""
    return Files(LEAFLET, LEAFLET_FILES, FOR_A_DAY)
