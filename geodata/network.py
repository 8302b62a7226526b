"""A pack's streets as two tables: put together, taken apart, checked against the rest of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np
from pandas import DataFrame

from geodata.checking import REBUILD
from geodata.errors import Problem
from geodata.model import Network
from geodata.schema import NETWORK_EDGES, NETWORK_NODES

POINTS = tuple(
    f"{table}.{column}"
    for table in ("network_nodes", "origins")
    for column in ("easting_m", "northing_m")
)
FARTHEST_M = 5_000.0  # streets whose edge is farther from every starting point are another place's


def network_from_tables(tables: Mapping[str, DataFrame]) -> Network | None:
    """Return the network that the two tables of streets hold; None where a pack holds neither.

    Where only one is there, the other is taken to be empty, and the check of the pack says so.
    """
    held = [tables.get(table.name) for table in (NETWORK_NODES, NETWORK_EDGES)]
    if all(rows is None for rows in held):
        return None
    nodes, edges = (
        DataFrame({column.name: [] for column in table.columns}) if rows is None else rows
        for rows, table in zip(held, (NETWORK_NODES, NETWORK_EDGES), strict=True)
    )
    return Network(nodes=nodes, edges=edges)


def network_tables(network: Network | None) -> dict[str, DataFrame]:
    """Return the tables of a pack's streets by name; none where it holds none."""
    if network is None:
        return {}
    return {NETWORK_NODES.name: network.nodes, NETWORK_EDGES.name: network.edges}


def find_network_problems(
    described: Mapping[str, Any], tables: Mapping[str, DataFrame], unusable: Collection[str]
) -> Iterator[Problem]:
    """Find streets that lead nowhere, lie elsewhere, or come from nobody.

    Parameters
    ----------
    described
        `pack.toml` as plain tables.
    unusable
        Columns that cannot be gone by: "network_edges.to_node".
    """
    held = [tables[table.name] for table in (NETWORK_NODES, NETWORK_EDGES) if table.name in tables]
    said = described.get("network_source", "")
    if bool(held) != bool(said):
        yield Problem(
            where="pack.toml, network_source",
            found=f"{str(said)[:60]!r} and {'streets' if held else 'no streets'}",
            expected="a source where there are streets, and only there",
            fix="Name the source of the streets, or restore network_nodes and network_edges.",
        )
    if len(held) == 1 or any(rows.empty for rows in held):
        yield Problem(
            where="network_nodes.parquet, network_edges.parquet",
            found="one without the other" if len(held) == 1 else "no rows in one of them",
            expected="both tables of streets, neither of them empty",
            fix=REBUILD,
        )
        return
    if not held:
        return
    nodes, edges = held
    yield from _lost_ends(nodes, edges, unusable)
    starts = tables.get("origins")
    if starts is not None and not set(unusable) & set(POINTS) and is_elsewhere(nodes, starts):
        yield Problem(
            where="network_nodes.parquet",
            found="streets of another part of the country",
            expected="streets around the pack’s starting points",
            fix="Build the pack with an extract of its own area.",
        )


def _lost_ends(nodes: DataFrame, edges: DataFrame, unusable: Collection[str]) -> Iterator[Problem]:
    for column in ("from_node", "to_node"):
        if f"{NETWORK_EDGES.name}.{column}" in unusable:
            continue
        lost = np.flatnonzero(edges[column].to_numpy() >= len(nodes))
        if len(lost):
            yield Problem(
                where=f"network_edges.parquet, column {column}, row {lost[0]}",
                found=f"{len(lost)} points that are not there",
                expected=f"a row of network_nodes.parquet, 0 to {len(nodes) - 1}",
                fix=REBUILD,
            )


def is_elsewhere(nodes: DataFrame, points: DataFrame) -> bool:
    """Return whether all of the nodes lie far from all of the points.

    Parameters
    ----------
    nodes, points
        Each with `easting_m` and `northing_m` (EPSG:27700). Their bounding boxes are compared.
    """
    for column in ("easting_m", "northing_m"):
        ours, theirs = points[column], nodes[column]
        if theirs.min() > ours.max() + FARTHEST_M or theirs.max() < ours.min() - FARTHEST_M:
            return True
    return False
