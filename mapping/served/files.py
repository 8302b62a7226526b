"""The files that the app's map is made of: its scripts and its styles each come as one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import xstatic.pkg.leaflet
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from mapping.scripts import bundle, joined
from mapping.served.message import COMPONENT_FOLDER, edition
from mapping.served.sending import Body, send_body

FOR_GOOD = "public, max-age=31536000, immutable"  # the address changes when the content does
FOR_A_DAY = "public, max-age=86400"
ASK_EACH_TIME = "no-cache"
LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
LEAFLET_FILES = ("leaflet-src.esm.js", "leaflet.css")
SENT = (".js", ".css")
ENTRY = "map"  # the script that imports all others of the map
MEETING = (
    "live"  # that of a meeting’s screen, which begins by itself: its page runs no line of its own
)
TOGETHER = "+"  # between the names of styles that are asked for as one
MOST_MADE = 16  # paths are anybody’s to write

Made = Callable[[str], Body | None]


class Files(StaticFiles):
    """Some files of a folder, and no others that lie there.

    Parameters
    ----------
    made
        Returns what is put together of several files; None where a path is of one file.
    """

    def __init__(
        self, folder: Path, names: Iterable[str], keep: str, made: Made = lambda _path: None
    ) -> None:
        super().__init__(directory=folder)
        self._names = frozenset(names)
        self._keep = keep
        self._made = made

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file that is sent; any other is not there."""
        return super().lookup_path(path) if path in self._names else ("", None)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Send a file with how long it may be kept."""
        made = self._made(path)
        if made is not None:
            response = send_body(Request(scope), made)
        else:
            response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = self._kept_for(scope)
        return response

    def _kept_for(self, scope: Scope) -> str:
        """Return how long: what an address of another edition gives may change under it."""
        asked = scope["path_params"].get("edition")
        return self._keep if asked in (None, edition()) else ASK_EACH_TIME


def component_files() -> Files:
    """Return the scripts and styles of the app's map.

    Its script comes with all that it imports; styles are asked for together: `map.css+find.css`.
    """
    names = {path.name for path in COMPONENT_FOLDER.iterdir() if path.suffix in SENT}

    @lru_cache(maxsize=MOST_MADE)
    def made(path: str) -> Body | None:
        if path == f"{ENTRY}.js":
            return Body.of_file(bundle(COMPONENT_FOLDER, ENTRY), "text/javascript")
        if path == f"{MEETING}.js":
            script = f"{joined(COMPONENT_FOLDER, MEETING)}of_{MEETING}.begin(document);\n"
            return Body.of_file(script, "text/javascript")
        parts = path.split(TOGETHER)
        if len(parts) == 1 or len(set(parts)) < len(parts) or not _are_styles(parts, names):
            return None
        texts = ((COMPONENT_FOLDER / name).read_text("utf-8") for name in parts)
        return Body.of_file("\n".join(texts), "text/css")

    return Files(COMPONENT_FOLDER, names, FOR_GOOD, made)


def _are_styles(parts: list[str], names: set[str]) -> bool:
    return all(name in names and name.endswith(".css") for name in parts)


def leaflet_files() -> Files:
    """Return the map library's script and style, straight from where it is installed."""
    return Files(LEAFLET, LEAFLET_FILES, FOR_A_DAY)
