"""What people said, on a still picture: a speech bubble with a number at the spot of each note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.markers import CARETDOWN

from geodata.crs import grid_from_lonlat
from mapping.drawn.strokes import FONT
from mapping.map.layers.noted import NotesLayer, PinnedNote
from mapping.map.palette import halo, ink
from mapping.map.spec import MapSpec

NUMBER_PT: Final = 7.5
TOGETHER_PT: Final = 14.0  # nearer than this, notes share a bubble
ABOVE_PT: Final = 11.5  # of a bubble over its spot
TIP_PT: Final = 7.0
MOST_TOLD: Final = 8  # in the key of a picture
LONGEST_TOLD: Final = 140  # letters of each
BUBBLE: Final[dict[str, Any]] = {"boxstyle": "round,pad=0.3", "linewidth": 1.2}


def notes_on(spec: MapSpec) -> tuple[PinnedNote, ...]:
    """Return the notes that a map draws."""
    return tuple(
        note for layer in spec.drawn if isinstance(layer, NotesLayer) for note in layer.placed
    )


def draw_notes(axes: Axes, spec: MapSpec) -> None:
    """Draw a bubble above the spot of each note; those too near each other have one together."""
    for (x, y), numbers in _bubbles(axes, spec):
        axes.plot([x], [y], marker=CARETDOWN, markersize=TIP_PT, markerfacecolor=ink(),
                  markeredgecolor=halo(), markeredgewidth=0.8, zorder=8.9)  # fmt: skip
        axes.annotate(
            ", ".join(map(str, numbers)),
            xy=(x, y),
            xytext=(0, ABOVE_PT),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=NUMBER_PT,
            family=FONT,
            weight="bold",
            color=halo(),
            bbox=BUBBLE | {"facecolor": ink(), "edgecolor": halo()},
            zorder=9,
            annotation_clip=True,
        )  # fmt: skip


def _bubbles(axes: Axes, spec: MapSpec) -> Iterator[tuple[tuple[float, float], list[int]]]:
    found: list[tuple[tuple[float, float], list[int]]] = []
    apart = TOGETHER_PT * _metres_per_pt(axes)
    for note in notes_on(spec):
        if note.at is None:
            continue
        east, north = (float(each) for each in grid_from_lonlat(note.at[1], note.at[0]))
        near = next(
            (held for (x, y), held in found if max(abs(x - east), abs(y - north)) < apart), None
        )
        if near is None:
            found.append(((east, north), [note.number]))
        else:
            near.append(note.number)
    yield from found


def _metres_per_pt(axes: Axes) -> float:
    west, east = axes.get_xlim()
    figure: Any = axes.figure
    across_pt = axes.get_position().width * figure.get_figwidth() * 72
    return float((east - west) / across_pt)


def note_lines(spec: MapSpec) -> Iterator[str]:
    """Yield what the key of a picture says of notes: how many, and the words of the first."""
    layers = [each for each in spec.drawn if isinstance(each, NotesLayer)]
    for layer in layers:
        yield f"{layer.sentence()}."
        for note in layer.notes[:MOST_TOLD]:
            line = note.line
            yield line if len(line) <= LONGEST_TOLD else f"{line[:LONGEST_TOLD].rstrip()}…"
        left = len(layer.notes) - MOST_TOLD
        if left > 0:
            yield f"And {left:,} more, in the data of this map."
