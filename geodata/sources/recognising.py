"""Which kind of official file a file may be, when it is not the one that it was taken for."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from geodata.errors import DataError
from geodata.files import hearing, label, read_bytes
from geodata.files.kinds import TABLE, find_kind
from geodata.sources.registry import official_readers

# Kinds that any outline can be read as: of no help to whoever asks.
ALIKE = (
    "land",
    "land_finer",
    "ground",
    "ground_layers",
    "streets",
    "middle_areas",
    "area_boundaries_fine",
)

ENOUGH = 400  # lines that show what a table is
LARGE = 5_000_000  # bytes; what is no table and larger is not tried


def find_roles(path: Path, but: str = "") -> list[str]:
    """List the kinds of official file that a file can be read as, by its first rows.

    Parameters
    ----------
    but
        A kind that is known not to fit.
    """
    try:
        content = read_bytes(path)
    except DataError:
        return []
    if find_kind(content).name == TABLE:
        content = b"".join(content.splitlines(keepends=True)[:ENOUGH])
    elif len(content) > LARGE:
        return []
    with tempfile.TemporaryDirectory() as folder:
        start = Path(folder) / (Path(label(path)).name or "file")
        start.write_bytes(content)
        return [
            role for role in official_readers() if role not in (but, *ALIKE) and reads(role, start)
        ]


def reads(role: str, path: Path) -> bool:
    """Return whether a file can be read as one kind."""
    with hearing(), suppress(DataError):
        official_readers()[role].read(path)
        return True
    return False


def advice(path: Path, role: str) -> str:
    """Say what a file may be that was refused as one kind; "" where nobody can say."""
    others = find_roles(path, role)
    if not others:
        return ""
    listed = " or ".join(f"files.{each}" for each in others[:3])
    return f" It can be read under {listed}."
