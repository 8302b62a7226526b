"""What is written around a picture that stands alone: question, answer, key and credits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from layers.said.numbers import about
from layers.said.sentences import opened
from mapping.drawn.picture_notes import note_lines
from mapping.drawn.strokes import FONT, MM_PER_PT, draw_mark, draw_symbol, drawable, wrapped
from mapping.map.layers.layer import OPAQUE
from mapping.map.palette import halo, ink, scale, unknown_colour
from mapping.map.spec import COUNTED, SEVERAL, MapSpec
from mapping.map.symbols import MARK_WORDS
from mapping.map.values import UNKNOWN, LegendClass

KEY_MM = 66.0  # width of the column on the left that holds the key
HEAD_MM = 30.0
FOOT_MM = 13.0
FOOT_PT = (6.0, 5.0, 4.5, 4.0)  # credits are never cut where a smaller size holds them
EDGE_MM = 5.0
KEY_PT = 7.5
KEY_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)  # of the usual size of the key, until all has room
SIDE_MM = 9.0  # of one square of the key of need and reach
LEADING = 1.32  # distance of lines, in sizes of type


def draw_words(figure: Figure, spec: MapSpec, beside: Sequence[tuple[str, MapSpec]] = ()) -> None:
    """Write all that a picture needs to be understood where nothing stands beside it.

    Parameters
    ----------
    beside
        The maps whose lines and symbols are told, each with its name; the one itself where none.
    """
    width, height = figure.get_figwidth() * 25.4, figure.get_figheight() * 25.4
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(-height, 0)  # millimetres, down from the top
    axes.set_axis_off()
    room = width - 2 * EDGE_MM
    y = lines_mm(axes, EDGE_MM, -EDGE_MM, spec.sentence, room, size_pt=12, bold=True, most=3)
    lines_mm(axes, EDGE_MM, y - 1.5, spec.heading, room, size_pt=8.5, most=2)
    _draw_key(axes, spec, beside, -height + FOOT_MM + 1)
    made = f"{spec.title}, {spec.date}, pack {spec.pack_hash[:12]}."
    said = " ".join([*spec.credits, made])
    size = next(
        (pt for pt in FOOT_PT if len(wrapped(said, pt, room)) <= _room_for(pt)), FOOT_PT[-1]
    )
    lines_mm(axes, EDGE_MM, -height + FOOT_MM, said, room, size_pt=size, most=_room_for(size))


def _draw_key(
    axes: Axes, spec: MapSpec, beside: Sequence[tuple[str, MapSpec]], foot: float
) -> None:
    """Draw what colours, lines and symbols mean, in the largest type that has room for all."""
    for share in KEY_SHARES:
        held = list(axes.get_children())
        y = _draw_key_at(axes, spec, beside, share)
        if y >= foot or share == KEY_SHARES[-1]:
            return
        for each in axes.get_children():
            if each not in held:
                each.remove()


def _draw_key_at(
    axes: Axes, spec: MapSpec, beside: Sequence[tuple[str, MapSpec]], share: float
) -> float:
    """Draw the key at a share of its usual size; returns how far down it reaches."""
    top = -HEAD_MM - 6 * share
    y = lines_mm(axes, EDGE_MM, top, spec.legend.title, KEY_MM, size_pt=9 * share, bold=True)
    if spec.legend.layout == "grid":
        y = _draw_grid(axes, spec, y - 2, share)
    if spec.colouring is None:
        said = counted_words(spec)
        y = lines_mm(axes, EDGE_MM, y - 2, said, KEY_MM, size_pt=KEY_PT * share, bold=True)
    y = _draw_classes(axes, spec, y - 1.5, share)
    if spec.colouring is not None:
        note = spec.legend.note
        y = lines_mm(axes, EDGE_MM, y - 1, note, KEY_MM - 4, size_pt=6.5 * share, most=14)
    y -= 3 * share
    for name, each in beside or (("", spec),):
        if name:
            y = lines_mm(axes, EDGE_MM, y, name, KEY_MM, size_pt=KEY_PT * share, bold=True) - 0.5
        y = _draw_lines(axes, each, y, share)
        y = _draw_symbols(axes, each, y - 1, share) - 1
        y = _draw_notes(axes, each, y, share)
    return y


def seen_colours(spec: MapSpec) -> list[str]:
    """Return the colours of the map as they are seen, at the opacity that they have."""
    opacity = round(255 * spec.fill.opacity / OPAQUE)
    return [f"{colour}{opacity:02x}" for colour in scale(spec.colour_by)]


def _room_for(size_pt: float) -> int:
    """Return how many lines of this size the foot holds."""
    return int((FOOT_MM - 1) / (size_pt * MM_PER_PT * LEADING))


def lines_mm(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    width: float,
    *,
    size_pt: float = KEY_PT,
    bold: bool = False,
    most: int = 9,
) -> float:
    """Write wrapped words from a top left corner; gives back how far down they reach.

    Parameters
    ----------
    x, y, width
        Millimetres; y is negative downwards.
    most
        How many lines there is room for; what is left out ends in "…".
    """
    lines = wrapped(text, size_pt, width, bold=bold)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + " …"]
    style: dict[str, Any] = {"family": FONT, "parse_math": False, "color": ink()}
    step = size_pt * MM_PER_PT * LEADING
    for row, line in enumerate(lines):
        axes.text(
            x, y - step * (row + 0.5), line, fontsize=size_pt, va="center", ha="left",
            weight="bold" if bold else "normal", **style,
        )  # fmt: skip
    return y - step * len(lines)


def _draw_grid(axes: Axes, spec: MapSpec, top: float, share: float = 1.0) -> float:
    seen, left, side = seen_colours(spec), EDGE_MM + 4, SIDE_MM * share
    for code in sorted(range(9), key=lambda code: code == spec.legend.marked):
        need, reach = divmod(code, 3)
        marked = code == spec.legend.marked
        corner = (left + need * side, top - (3 - reach) * side)
        style: dict[str, Any] = {
            "edgecolor": ink() if marked else halo(),
            "linewidth": 2.4 if marked else 0.8,
        }
        axes.add_patch(Rectangle(corner, side, side, facecolor=seen[code], **style))
    middle = top - 1.5 * side
    up = drawable(spec.legend.up.replace("↑", "→"))  # turned with the words
    axes.text(
        left - 2.4, middle, up, rotation=90, fontsize=KEY_PT * share, family=FONT, parse_math=False,
        ha="center", va="center", color=ink(),
    )  # fmt: skip
    return lines_mm(
        axes, left, top - 3 * side - 1, spec.legend.across, KEY_MM, size_pt=KEY_PT * share
    )


def _draw_classes(axes: Axes, spec: MapSpec, top: float, share: float = 1.0) -> float:
    colours, y, x = seen_colours(spec), top, EDGE_MM
    ordered = spec.legend.classes
    if spec.legend.layout == "grid":
        ordered = tuple(sorted(ordered, key=lambda item: (item.code == UNKNOWN, -item.code)))
    for item in ordered:
        marked, missing = item.code == spec.legend.marked, item.code >= len(colours)
        axes.add_patch(
            Rectangle(
                (x, y - 3.2),
                4.2,
                2.9,
                facecolor=unknown_colour() if missing else colours[item.code],
                edgecolor=ink() if marked or missing else "#8a8a8a",
                linewidth=1.6 if marked else 0.4,
                hatch=("////" if item.code == UNKNOWN else "xxxx") if missing else None,
            )
        )
        y = _told(axes, x + 6.5, y, class_words(item, spec), share)
    return y


def class_words(item: LegendClass, spec: MapSpec) -> str:
    """Return a class of the legend with the children in it; the marked one by its name."""
    return f"{spec.legend.named(item)}: {item.holds or about(item.children)}"


def counted_words(spec: MapSpec) -> str:
    """Return whom the numbers of the key count: "Under-fives in low-income families in each"."""
    return f"{opened(spec.legend.who)} in each"


def _told(axes: Axes, x: float, y: float, words: str, share: float) -> float:
    """Write what a swatch, a line or a symbol means, beside it."""
    return lines_mm(axes, x, y, words, KEY_MM - 10, size_pt=KEY_PT * share) - 1.0 * share


def _draw_lines(axes: Axes, spec: MapSpec, top: float, share: float = 1.0) -> float:
    """Draw the line of each outline and each kind of boundary, and say what it is."""
    kept = [(1.6, layer.dash, layer.title) for layer in spec.outlines]
    lines = [(layer, *layer.stroke) for layer in spec.boundaries]
    kept += [(0.7 * width, dash, layer.sentence()) for layer, width, dash in lines]
    y, x = top, EDGE_MM
    for width, dash, label in kept:
        line: Any = (0, [each / 2.5 for each in dash]) if dash else "solid"
        axes.plot([x, x + 4.6], [y - 1.75] * 2, color=ink(), linewidth=width, linestyle=line)
        y = _told(axes, x + 6.5, y, label, share)
    return y


def _draw_notes(axes: Axes, spec: MapSpec, top: float, share: float = 1.0) -> float:
    """Write what people said, by the numbers of the bubbles."""
    y = top
    for at, line in enumerate(note_lines(spec)):
        size = KEY_PT * share * (1 if at == 0 else 0.9)
        y = lines_mm(axes, EDGE_MM, y, line, KEY_MM - 4, size_pt=size, bold=at == 0) - 0.8 * share
    return y


def _draw_symbols(axes: Axes, spec: MapSpec, top: float, share: float = 1.0) -> float:
    y, x = top, EDGE_MM
    size = 6 * share
    for shape, label, colour in spec.symbols:
        draw_symbol(axes, x + 2.1, y - 1.75 * share, shape, hollow=False, size_pt=size,
                    colour=colour)  # fmt: skip
        y = _told(axes, x + 6.5, y, label, share)
    for mark, said in spec.marks:
        draw_mark(axes, x + 2.1, y - 1.75 * share, mark, size_pt=0.6 * size)
        draw_symbol(axes, x + 2.1, y - 1.75 * share, "circle", hollow=True, size_pt=0.6 * size)
        y = _told(axes, x + 6.5, y, f"{MARK_WORDS[mark]}: {said}", share)
    if any(p.hollow for p in spec.points):
        draw_symbol(axes, x + 2.1, y - 1.75 * share, "circle", hollow=True, size_pt=size)
        y = _told(axes, x + 6.5, y, "hollow: not open to these ages", share)
    if len(spec.points) > 1:
        draw_symbol(axes, x + 2.1, y - 1.75 * share, "circle", hollow=True, size_pt=1.4 * size)
        axes.text(x + 2.1, y - 1.8 * share, "2", fontsize=5 * share, family=FONT, color=ink(),
                  ha="center", va="center_baseline", zorder=9)  # fmt: skip
        y = _told(axes, x + 6.5, y, SEVERAL, share)
    if spec.counts:
        y = lines_mm(axes, x, y, COUNTED, KEY_MM - 4, size_pt=KEY_PT * share)
    return y
