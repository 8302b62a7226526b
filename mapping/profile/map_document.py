"""A map on one side of A4 or A3, set by typst: picture, key, answer, credits and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any, Final, Literal

from geodata.model import Pack
from layers.said.numbers import about
from mapping.drawn.file_doors import SYMBOLS
from mapping.drawn.picture import draw_map_png, picture_alt_text
from mapping.drawn.picture_words import seen_colours
from mapping.map.layers.boundary import STROKES
from mapping.map.palette import accent, door_colour, halo, ink, unknown_colour
from mapping.map.spec import COUNTED, SEVERAL, MapSpec
from mapping.map.values import UNKNOWN, LegendClass
from mapping.map.view import Bounds
from mapping.profile.printable import ILLUSTRATIVE, beginning, drawable_data, source_line
from mapping.profile.typesetting import count_pages, set_pdf

Paper = Literal["a4", "a3"]
TEMPLATE = Path(__file__).with_name("map.typ")
PICTURE: Final = "map.svg"
SIZES: Final[Mapping[Paper, tuple[float, float]]] = {"a4": (196.0, 150.0), "a3": (290.0, 226.0)}
"""How wide and how tall the picture is, in millimetres; the rest of the side is for words."""


TWO: Final = '<path d="M9 9.6a3 3 0 1 1 5.2 2L9 17h6.4"/>'
"""The number in a ring that stands for several services."""


class SideError(RuntimeError):
    """What is to be printed does not fit on one side, however small it is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How large a side is set: the picture’s height and the words’ size, of the usual."""

    height: float = 1.0
    words: float = 1.0
    longest: int | None = None  # characters of any one text


STEPS: Final = (
    Step(),
    Step(words=0.9),
    Step(height=0.94, words=0.85),
    Step(height=0.88, words=0.8),
    Step(height=0.8, words=0.75),
    Step(height=0.72, words=0.7),
    Step(height=0.72, words=0.7, longest=200),
    Step(height=0.66, words=0.65, longest=80),
    Step(height=0.6, words=0.6, longest=40),
)
"""Tried in turn until one side holds everything."""


def map_pdf(
    spec: MapSpec,
    pack: Pack,
    paper: Paper = "a4",
    *,
    notes: Sequence[str] = (),
    bounds: Bounds | None = None,
) -> bytes:
    """Set a map on one side.

    Parameters
    ----------
    notes
        What must stand beside the answer.
    bounds
        What part of the world it shows, in metres of the national grid; all where None.

    Returns
    -------
    pdf
        PDF/UA-1, landscape. The same map gives the same bytes.

    Raises
    ------
    SideError
        It fits on one side in no way.
    """
    for step in STEPS:
        width, height = SIZES[paper]
        size = (width, height * step.height)
        picture = draw_map_png(spec, pack, form="svg", bounds=bounds, words=False,
                               width_mm=size[0], height_mm=size[1])  # fmt: skip
        data = _data(spec, paper, step, size, notes)
        files = {PICTURE: picture} | symbol_files(spec)
        if count_pages(TEMPLATE, data, files)["last"] <= 1:
            return set_pdf(TEMPLATE, data, spec.date, files)
    msg = f"The map of {spec.title} does not fit on one side."
    raise SideError(msg)


def _data(
    spec: MapSpec, paper: Paper, step: Step, size: tuple[float, float], notes: Sequence[str]
) -> dict[str, Any]:
    sources = dict.fromkeys(source for layer in spec.drawn for source in layer.sources)
    said = {
        "document_title": f"{spec.title}: map",
        "title": spec.title,
        "headline": spec.sentence,
        "heading": spec.heading,
        "alt": picture_alt_text(spec),
        "legend": _legend(spec),
        "lines": [_line(each) for each in _lines(spec)],
        "symbols": [{"file": name, "label": label} for name, _, label in door_symbols(spec)],
        "notes": [spec.method, *([COUNTED] if spec.counts else []), *notes],
        "layers": [f"{each.title}: {each.period}" for each in spec.drawn if each.period],
        "sources": [source_line(source) for source in sources],
        "footer": f"{beginning(spec.title)}, {spec.date}. Pack {spec.pack_hash[:12]}.",
    }
    words: dict[str, Any] = drawable_data(_cut(said, step.longest), {})
    return words | {
        "paper": paper,
        "share": step.words * (1.4 if paper == "a3" else 1.0),
        "width": size[0],
        "height": size[1],
        "picture": PICTURE,
        "ink": ink(),
        "accent": accent(),
        "illustrative": spec.illustrative,
        "illustrative_words": ILLUSTRATIVE,
    }


def _cut(value: Any, longest: int | None) -> Any:  # noqa: ANN401
    """Cut every text at a length, where there is one."""
    if longest is None:
        return value
    if isinstance(value, str):
        return value if len(value) <= longest else f"{value[:longest].rstrip()}…"
    if isinstance(value, dict):
        return {key: _cut(part, longest) for key, part in value.items()}
    return [_cut(part, longest) for part in value] if isinstance(value, list) else value


def _legend(spec: MapSpec) -> dict[str, Any]:
    legend = spec.legend
    is_grid = legend.layout == "grid"
    ordered = legend.classes
    if is_grid:
        ordered = tuple(sorted(ordered, key=lambda each: (each.code == UNKNOWN, -each.code)))
    colours = seen_colours(spec)
    squares = [3 * need + reach for reach in (2, 1, 0) for need in (0, 1, 2)]
    return {
        "title": legend.title,
        "note": legend.note,
        "across": legend.across,
        "up": legend.up.replace("↑", "→"),
        "counted": "" if spec.colouring else f"{legend.who[:1].upper()}{legend.who[1:]} in each:",
        "grid": [{"fill": colours[code], "marked": code == legend.marked} for code in squares]
        if is_grid
        else [],
        "classes": [_class(each, spec, colours) for each in ordered],
    }


def _class(each: LegendClass, spec: MapSpec, colours: Sequence[str]) -> dict[str, Any]:
    is_missing = each.code >= len(colours)
    marked = each.code == spec.legend.marked
    label = spec.legend.named(each)
    return {
        "fill": unknown_colour() if is_missing else colours[each.code],
        "hatched": is_missing,
        "marked": marked,
        "label": f"{label}, outlined" if marked else label,
        "holds": each.holds or about(each.children),
    }


def _lines(spec: MapSpec) -> list[tuple[float, tuple[int, ...], str]]:
    strokes = zip(spec.boundaries, cycle(STROKES), strict=False)
    return [
        *((1.6, layer.dash, layer.title) for layer in spec.outlines),
        *((0.7 * width, dash, layer.sentence()) for layer, (width, dash) in strokes),
    ]


def _line(line: tuple[float, tuple[int, ...], str]) -> dict[str, Any]:
    width, dash, label = line
    return {"width": width, "dash": [each / 2.5 for each in dash], "label": label}


def door_symbols(spec: MapSpec) -> list[tuple[str, bytes, str]]:
    """Return each symbol as a file of its own, with what it means."""
    found = [
        (f"symbol-{at}.svg", _symbol(SYMBOLS[shape], door_colour(colour), door_colour(colour)),
         label)
        for at, (shape, label, colour) in enumerate(spec.symbols)
    ]  # fmt: skip
    if any(point.hollow for point in spec.points):
        hollow = _symbol(SYMBOLS["circle"], halo(), ink())
        found.append(("symbol-hollow.svg", hollow, "hollow: not open to these ages"))
    if len(spec.points) > 1:
        several = _symbol(f'<circle cx="12" cy="12" r="10"/>{TWO}', halo(), ink())
        found.append(("symbol-several.svg", several, SEVERAL))
    return found


def _symbol(drawn: str, fill: str, stroke: str) -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
        f'<g fill="{fill}" stroke="{stroke}" stroke-width="2">{drawn}</g></svg>'
    ).encode()


def symbol_files(spec: MapSpec) -> dict[str, bytes]:
    """Return the pictures of a map’s symbols, by the names of their files."""
    return {name: content for name, content, _ in door_symbols(spec)}
