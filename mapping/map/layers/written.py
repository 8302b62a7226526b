"""One layer as an address writes it: "-doors.libraries(open:sat,age:4)*60"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from mapping.map.layers.layer import OPAQUE

MARKS: Final = "%,():*~"  # what means something between layers; written as %2C inside a name
LONGEST = 12_000  # characters of a list of layers that are read
_ITEM = re.compile(
    r"(?P<off>-?)(?P<kind>[^.(*~]*)(?:\.(?P<what>[^(*~]*))?(?:~(?P<time>[23]))?"
    r"(?:\((?P<parts>[^()]*)\))?(?:\*(?P<opacity>.*))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One layer as it is asked for.

    Attributes
    ----------
    kind
        "ground", "fill", "line", "doors", "offers", "out" or "notes".
    what
        Of what: the key of a kind of place, a service, an indicator; empty for the ground, and for
        what the question asks about.
    parts
        What is said of it further: the period of an indicator, the filters of a service.
    time
        Which time the same service is laid: 1, and 2 or 3 where it is laid again, filtered
        otherwise.
    """

    kind: str
    what: str = ""
    time: int = 1
    parts: tuple[tuple[str, str], ...] = ()
    opacity: int = OPAQUE
    is_on: bool = True

    @property
    def key(self) -> str:
        """Its name in an address: "line.district", "doors.libraries~2"."""
        name = f"{self.kind}.{quote_part(self.what)}" if self.what else self.kind
        return name if self.time == 1 else f"{name}~{self.time}"

    @property
    def told(self) -> str:
        """Its name with what is said of it further: "doors.libraries(open:sat)"."""
        said = ",".join(f"{quote_part(name)}:{quote_part(value)}" for name, value in self.parts)
        return f"{self.key}({said})" if said else self.key

    @property
    def written(self) -> str:
        """Its name with how it is drawn: "-line.district*60"."""
        opacity = "" if self.opacity == OPAQUE else f"*{self.opacity}"
        return f"{'' if self.is_on else '-'}{self.told}{opacity}"

    def part(self, name: str) -> str:
        """Return what is said of something, the first time; empty where nothing is."""
        return next((value for each, value in self.parts if each == name), "")


def quote_part(text: str) -> str:
    """Write a name so that none of its letters parts it from others."""
    return re.sub(rf"[{re.escape(MARKS)}]", lambda mark: f"%{ord(mark[0]):02X}", text)


def split_layers(value: str) -> list[str]:
    """Part a list at the commas that stand outside brackets."""
    return re.split(r",(?![^()]*\))", value[:LONGEST])


def read_one(written: str) -> Asked | None:
    """Read one layer; None where its form or its opacity cannot be understood."""
    found = _ITEM.fullmatch(written)
    if found is None:
        return None
    opacity = found["opacity"]
    if opacity is not None and not _is_percent(opacity):
        return None
    return Asked(
        kind=found["kind"],
        what=unquote(found["what"] or ""),
        time=int(found["time"] or 1),
        parts=tuple(_parts(found["parts"])) if found["parts"] else (),
        opacity=OPAQUE if opacity is None else int(opacity),
        is_on=not found["off"],
    )


def without_opacity(written: str) -> str:
    """Return one layer as it is written without its opacity, whatever that is."""
    found = _ITEM.fullmatch(written)
    is_said = found is not None and found["opacity"] is not None
    return written[: found.start("opacity") - 1] if found and is_said else written


def _is_percent(text: str) -> bool:
    return bool(re.fullmatch(r"0|[1-9][0-9]?|100", text))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(","):
        name, _, value = part.partition(":")
        yield unquote(name), unquote(value)


def marks_of(layers: Collection[Asked]) -> dict[str, int]:
    """Return the mark that each layer’s symbols have, by its name; 0 for none.

    Where a service is laid more than once each time has a mark, so that a door that is in several
    is told from one that is in one.
    """
    again = {(each.kind, each.what) for each in layers if each.time > 1}
    return {each.key: each.time if (each.kind, each.what) in again else 0 for each in layers}


def write_layers(layers: Iterable[Asked]) -> str:
    """Write a list of layers as an address holds it."""
    return ",".join(layer.written for layer in layers)
