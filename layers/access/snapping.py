"""How starting points and doors were taken to the streets, and which were not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from pandas import DataFrame

from geodata.model import Pack, Source
from layers.access.graph import (
    ALL_PARTS,
    FARTHEST_SNAP_M,
    LEAST_PART,
    MAIN_PART,
    Floats,
    Graph,
    snap,
)
from layers.access.journeys_for import network_journeys
from layers.access.reach import measure_reach
from layers.question.doors import asked_doors
from layers.question.question import Question
from layers.question.words import BY_MODE
from layers.said.numbers import percent


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapping:
    """What stands on the streets, and how far from them.

    Attributes
    ----------
    points
        Two rows, indexed by `points`: "starting points" and "doors" (of the service asked about).
        `count`; `on_main` and `on_island` (whose nearest street is on the main part of the
        network, or on an island that no street joins to it); `estimated` (near no street);
        `typical_m` and `farthest_m`, the median and the longest way to the nearest street of
        those near one. NaN where there is none.
    parts, main_share
        Parts of the network for this mode, and the part (0–1) of its points that is in the main.
    unreached
        Starting points from which no way leads to any door.
    """

    question: Question
    points: DataFrame
    nodes: int
    stretches: int
    parts: int
    main_share: float
    unreached: int
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """The starting points and the doors, with how they stand on the streets."""
        return self.points

    def missing(self) -> dict[str, float]:
        """Return how many of each are near no street, and so not measured."""
        counts = self.points["estimated"].items()
        return {str(name): float(count) for name, count in counts if count}

    def notes(self) -> tuple[str, ...]:
        """Return how what is near no street is counted."""
        if not self.missing():
            return ()
        return ("What is near no street is taken to its door in a straight line.",)

    def parameters(self) -> dict[str, Any]:
        """Return what was asked, and the size of the network."""
        return {
            "mode": self.question.own_way,
            "service": self.question.service,
            "farthest_snap_m": FARTHEST_SNAP_M,
            "nodes": self.nodes,
            "stretches": self.stretches,
            "parts": self.parts,
            "main_share": round(self.main_share, 6),
            "unreached": self.unreached,
        }

    def sentence(self) -> str:
        """Return how well the streets cover the starting points."""
        if not self.nodes:
            return "This pack holds no streets, so journeys are straight-line estimates."
        starts = self.points.loc["starting points"]
        share = starts["estimated"] / starts["count"] if starts["count"] else 0.0
        estimated = f"{percent(share)} of starting points are" if share else "no starting point is"
        lost = f"From {self.unreached:,} starting points" if self.unreached else "From none of them"
        return (
            f"{self.nodes:,} points and {self.stretches:,} stretches of street; "
            f"{BY_MODE[self.question.own_way]}, {percent(self.main_share)} of the points that can "
            f"be used are joined to one another, and {estimated} too far from any street to be "
            f"measured. {lost} is there no way to a door."
        )


def measure_snapping(pack: Pack, question: Question) -> Snapping:
    """Measure how starting points and doors of a service are taken to the streets of a mode."""
    journeys = network_journeys(pack, question)
    if journeys is None or pack.network is None:
        return Snapping(
            question=question,
            points=_rows({}),
            nodes=0,
            stretches=0,
            parts=0,
            main_share=np.nan,
            unreached=0,
            sources=(),
            is_illustrative=pack.info.illustrative,
        )
    doors = asked_doors(pack, question)
    graph = journeys.graph
    sizes = graph.part_sizes[graph.part_sizes >= LEAST_PART]
    starts_m = pack.origins[["easting_m", "northing_m"]].to_numpy(float)
    doors_m = np.column_stack([doors.geometry.x, doors.geometry.y]).astype(float).reshape(-1, 2)
    return Snapping(
        question=question,
        points=_rows({"starting points": starts_m, "doors": doors_m}, graph),
        nodes=len(pack.network.nodes),
        stretches=len(pack.network.edges),
        parts=len(sizes),
        main_share=float(sizes.max() / sizes.sum()) if len(sizes) else np.nan,
        unreached=measure_reach(pack, question, journeys).unreached,
        sources=journeys.sources,
        is_illustrative=pack.info.illustrative,
    )


def _rows(points: Mapping[str, Floats], graph: Graph | None = None) -> DataFrame:
    columns = ["count", "on_main", "on_island", "estimated", "typical_m", "farthest_m"]
    rows = {} if graph is None else {name: _row(graph, at) for name, at in points.items()}
    return DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("points")


def _row(graph: Graph, points_m: Floats) -> list[float]:
    found = snap(graph, points_m, ALL_PARTS)
    near = found.metres <= FARTHEST_SNAP_M
    main = near & (graph.part[found.node] == MAIN_PART)
    metres = found.metres[near]
    lengths = [float(np.median(metres)), float(metres.max())] if len(metres) else [np.nan, np.nan]
    counts = [len(points_m), int(main.sum()), int((near & ~main).sum()), int((~near).sum())]
    return [*counts, *lengths]
