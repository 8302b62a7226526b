"""All files of a batch in one zip, the same bytes for the same files."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import BinaryIO, Final

from geodata.written import write_large_file
from mapping.profile.batch_asked import SUMMARY, Made
from mapping.profile.batch_faults import FAULTS
from mapping.profile.batch_summary import README

DATE: Final = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell: never the clock's
PACKED: Final = frozenset((".docx", ".gpkg", ".pdf", ".png", ".pptx", ".xlsx", ".zip"))
"""Endings of files that are packed already."""


def zip_batch(made: Made, path: Path) -> None:
    """Write the files of a batch, with what is said of them, into one zip, whole.

    Raises
    ------
    DataError
        It cannot be written.
    """
    told = [name for name in (README, SUMMARY, FAULTS) if (made.folder / name).exists()]
    names = [*told, *sorted(each.file for each in made.files)]

    def write(stream: BinaryIO) -> None:
        with zipfile.ZipFile(stream, "w") as archive:
            for name in names:
                _add(archive, made.folder / name, name)

    write_large_file(path, write)


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    info = zipfile.ZipInfo(name, DATE)
    is_packed = path.suffix in PACKED
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    with path.open("rb") as content, archive.open(info, "w") as member:
        shutil.copyfileobj(content, member)
