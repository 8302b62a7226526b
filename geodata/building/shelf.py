"""What has been read of raw folders: each file once, however many packs are built of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pandas import DataFrame

from geodata.files import Told, hearing
from geodata.files.cutting import only_rows_of
from geodata.sources.record import Reader

Key = tuple[str, Path, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Shelf:
    """Tables by the file that they were read from, with what was told of it.

    Attributes
    ----------
    keeps
        Whether many packs are built, so that everything is kept; else a table is let go as it is
        read, and stays only between a peek and that.
    wanted
        Where one pack alone is built, the codes of its areas and of all that its people are
        counted by; rows of others are passed over.
    """

    keeps: bool = False
    wanted: frozenset[str] | None = None
    _held: dict[Key, tuple[Any, Told]] = field(default_factory=dict)

    def read(self, reader: Reader, path: Path, options: Mapping[str, str]) -> tuple[Any, Told]:
        """Return what a reader makes of a file, and what it told; reads it the first time.

        Raises
        ------
        DataError
            As the reader does.
        """
        key = self._look(reader, path, options)
        return self._held[key] if self.keeps else self._held.pop(key)

    def peek(self, reader: Reader, path: Path, options: Mapping[str, str]) -> DataFrame:
        """Return the same table before its turn; it stays on the shelf until then."""
        table: DataFrame = self._held[self._look(reader, path, options)][0]
        return table

    def _look(self, reader: Reader, path: Path, options: Mapping[str, str]) -> Key:
        key = (reader.role, path, tuple(sorted(options.items())))
        if key not in self._held:
            wanted = None if self.keeps or not reader.by_area else self.wanted
            with hearing() as told, only_rows_of(wanted):
                made = reader.read(path, **options)
            self._held[key] = made, told
        return key
