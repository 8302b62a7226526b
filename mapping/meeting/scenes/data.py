"""The Data page as a scene: what every figure is made of, group by group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame

from geodata.model import Pack, Source
from layers.catalogue import Layer, catalogue
from layers.profile.parts import Cell, Table
from layers.profile.sections.cells import column, text
from layers.said.numbers import counted, listed
from mapping.meeting.answered import answered, require, table_of
from mapping.meeting.asked import SceneAsked
from mapping.meeting.shown import Shown
from mapping.served.cache import kept

GROUPS = {"": "", "people": "People", "need": "Need", "services": "Services"}
"""Which group of layers a part shows; all of them, counted, without one."""


def parts(_chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what of the page can be looked at alone."""
    return {
        "": "What is held, group by group",
        "people": "The figures of people",
        "need": "The indicators of need",
        "services": "The lists of services",
    }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """What a pack holds, as a result: nothing is worked out of it."""

    layers: tuple[Layer, ...]
    sources: tuple[Source, ...]
    is_illustrative: bool
    title: str

    @property
    def table(self) -> DataFrame:
        """The layers with how much of each is missing."""
        rows = [
            {"layer": each.key, "label": each.label, "rows": each.rows, "missing": each.missing}
            for each in self.layers
        ]
        return DataFrame(rows, columns=["layer", "label", "rows", "missing"]).set_index("layer")

    def parameters(self) -> dict[str, Any]:
        """Return nothing: nothing is asked of it."""
        return {}

    def missing(self) -> dict[str, float]:
        """Return nothing: what is missing of each layer stands beside it."""
        return {}

    def sentence(self) -> str:
        """Return how many layers there are, and how many of them lack something."""
        lacking = [each for each in self.layers if each.missing]
        if not self.layers:
            return "Nothing of this is held."
        publishers = {each.source.publisher for each in self.layers if each.source}
        verb = "has" if len(lacking) == 1 else "have"
        lack = f"{len(lacking):,} {verb} something missing" if lacking else "nothing is missing"
        return (
            f"{self.title} holds {counted(len(self.layers), 'layers')} of "
            f"{counted(len(publishers), 'publishers')}; {lack}."
        )

    def notes(self) -> tuple[str, ...]:
        """Return what missing means."""
        return ("What is missing is not known; it is never taken as none.",)


def show(asked: SceneAsked) -> Shown:
    """Return what is held of one group, or how much of each."""
    require("part", asked.part, GROUPS, "a group of layers")
    held = _held(asked.pack, GROUPS[asked.part])
    table = _layers(held, GROUPS[asked.part]) if asked.part else _groups(held)
    return answered(asked, held, table, asks="What is this made of?")


def _held(pack: Pack, group: str) -> Held:
    found = tuple(each for each in kept(catalogue, pack) if not group or each.group == group)
    sources = dict.fromkeys(each.source for each in found if each.source is not None)
    return Held(
        layers=found,
        sources=tuple(sources),
        is_illustrative=pack.info.illustrative,
        title=f"Of {group.lower()} {pack.info.title}" if group else pack.info.title,
    )


def _groups(held: Held) -> Table:
    groups = dict.fromkeys(each.group for each in held.layers)
    of = {group: [each for each in held.layers if each.group == group] for group in groups}
    return table_of(
        "groups",
        "What is held",
        (
            column("group", "About"),
            column("layers", "Layers", "count", "layers"),
            column("lacking", "With something missing", "count", "layers"),
            column("publishers", "From"),
        ),
        (
            (text(group), _number(len(found)), _number(sum(bool(each.missing) for each in found)),
             text(listed(sorted({each.source.publisher for each in found if each.source}))))
            for group, found in of.items()
        ),
        held.sources,
    )  # fmt: skip


def _layers(held: Held, group: str) -> Table:
    return table_of(
        "layers",
        group,
        (
            column("layer", "Layer"),
            column("rows", "How much", "count", "rows"),
            column("missing", "Missing", "count", "rows"),
            column("period", "Period"),
        ),
        (
            (text(each.label), Cell(text=f"{each.rows:,} {each.unit}", number=float(each.rows)),
             Cell(text=f"{each.missing:,}" if each.missing else "none", number=float(each.missing)),
             text(each.period))
            for each in held.layers
        ),
        held.sources,
        none="Nothing of this is held.",
    )  # fmt: skip


def _number(value: int) -> Cell:
    return Cell(text=f"{value:,}", number=float(value))
