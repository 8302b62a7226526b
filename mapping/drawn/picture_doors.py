"""The doors of a still picture: symbols, and discs with a number where symbols would overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Wedge

from geodata.crs import grid_from_lonlat
from mapping.drawn.clusters import Group, groups_of
from mapping.drawn.placing import Box
from mapping.drawn.strokes import FONT, draw_mark, draw_symbol
from mapping.map.palette import door_colour, halo, ink
from mapping.map.spec import MapSpec
from mapping.map.values import Point

SCREEN_DPI: Final = 96  # doors are put together in pixels of a screen, as in the browser
PT_PER_INCH: Final = 72
HALO_PX: Final = 1.5  # of a disc, beyond its ring
RING_PX: Final = 4.0
HOLLOW_PX: Final = 1.5  # of the ring of a disc where nothing is open to these ages
NUMBER_PX: Final = 11.5
LONG_NUMBER_PX: Final = 10.0
ON_DISC: Final = "on-disc"  # which of the words on a picture stand on a disc
LONG: Final = 99  # the largest number in letters of the usual size


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Doors that are drawn as one, or one door.

    Attributes
    ----------
    x, y
        Where, in metres of the national grid.
    doors
        Each with its opacity.
    """

    x: float
    y: float
    group: Group
    doors: tuple[tuple[Point, float], ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """The doors themselves."""
        return tuple(point for point, _ in self.doors)


def doors_on(axes: Axes, spec: MapSpec) -> list[Doors]:
    """Return the doors within the frame, those whose symbols would overlap as one."""
    found = _within(axes, spec)
    per_px = _metres(axes)
    spots = [(x / per_px, -y / per_px, len(point.asset_ids)) for point, _, x, y in found]
    return [
        Doors(
            x=group.x * per_px,
            y=-group.y * per_px,
            group=group,
            doors=tuple(found[at][:2] for at in group.members),
        )
        for group in groups_of(spots)
    ]


def draw_doors(axes: Axes, doors: Sequence[Doors]) -> None:
    """Draw each door by the shape and colour of its kind, and several as a disc."""
    for each in doors:
        point, _ = each.doors[0]
        opacity = max(shown for _, shown in each.doors)
        if each.group.count > 1:
            _draw_disc(axes, each, opacity)
        else:
            for mark in point.marks:
                draw_mark(axes, each.x, each.y, mark, opacity=opacity)
            draw_symbol(axes, each.x, each.y, point.shape, hollow=point.hollow,
                        colour=point.colour, opacity=opacity)  # fmt: skip


def boxes_of(axes: Axes, doors: Sequence[Doors], scale: float) -> list[Box]:
    """Return what symbols and discs take, in pixels of a screen from the top left."""
    if not doors:
        return []
    pixels = axes.transData.transform(np.array([(each.x, each.y) for each in doors])) * scale
    halves = [each.group.size + 1 for each in doors]
    return [
        (float(x) - half, -float(y) - half, float(x) + half, -float(y) + half)
        for (x, y), half in zip(pixels, halves, strict=True)
    ]


def _within(axes: Axes, spec: MapSpec) -> list[tuple[Point, float, float, float]]:
    points = spec.points
    xs, ys = grid_from_lonlat([each.lon for each in points], [each.lat for each in points])
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    return [
        (point, opacity, float(x), float(y))
        for (point, opacity), x, y in zip(spec.doors, xs, ys, strict=True)
        if west < x < east and south < y < north
    ]


def _metres(axes: Axes) -> float:
    """Return how many metres one pixel of a screen is."""
    figure = axes.get_figure(root=True)
    dpi = figure.dpi if figure is not None else SCREEN_DPI
    west, east = axes.get_xlim()
    return float(east - west) / axes.get_window_extent().width * dpi / SCREEN_DPI


def _draw_disc(axes: Axes, doors: Doors, opacity: float) -> None:
    """Draw a number in a ring of the colours of the kinds."""
    per_px, count = _metres(axes), doors.group.count
    size = doors.group.size * per_px
    at = (doors.x, doors.y)
    style: dict[str, Any] = {"alpha": opacity, "zorder": 8, "linewidth": 0}
    axes.add_patch(Circle(at, size + HALO_PX * per_px, facecolor=halo(), **style))
    ring = HOLLOW_PX if all(each.hollow for each in doors.points) else RING_PX
    turned = 0.0
    for colour, number in sorted(_kinds(doors.points).items()):
        share = 360 * number / count
        first, last = 90 - turned - share, 90 - turned
        axes.add_patch(Wedge(at, size, first, last, width=ring * per_px,
                             facecolor=door_colour(colour), **style))  # fmt: skip
        turned += share
    letters = LONG_NUMBER_PX if count > LONG else NUMBER_PX
    axes.text(
        *at, str(count), fontsize=letters * PT_PER_INCH / SCREEN_DPI, family=FONT, weight="bold",
        color=ink(), alpha=opacity, ha="center", va="center_baseline", zorder=8.1, clip_on=True,
        parse_math=False, gid=ON_DISC,
    )  # fmt: skip


def _kinds(points: Sequence[Point]) -> Counter[int]:
    """Return how many services are of each colour."""
    kinds: Counter[int] = Counter()
    for point in points:
        kinds[point.colour] += len(point.asset_ids)
    return kinds
