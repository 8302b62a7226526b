"""One scene as HTML: its question, its sentence, its picture; every string from data escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from markupsafe import Markup

from geodata.model import Source
from layers.profile.parts import About, Block, Chart, Figures, MapView, Sentences, Table
from layers.said.classes import REACH_WORDS
from layers.said.numbers import counted, listed
from layers.said.sentences import opened
from mapping.drawn.file import ILLUSTRATIVE
from mapping.drawn.picture import draw_map_png
from mapping.meeting.framing import KEY_SHARE, MAP_DPI, MAP_MM, corners_text, ground_of, is_in_view
from mapping.meeting.shown import Pictured, Shown
from mapping.profile.drawn_chart import drawn_chart
from mapping.profile.map_document import door_symbols
from mapping.profile.map_key import PATTERNS, KeyRow, grid_rows, key_rows, legend_rows
from mapping.profile.marks import Size
from mapping.served.cache import CACHE
from mapping.templates import data_address, render

ROOM: Final = Size(width=610, bar=15, gap=6, rows=10)
"""A chart whose words are 28 pixels tall where it fills a screen of 1366 by 768."""
HALF_MM: Final = (34.0, 39.0)  # one of two maps, in what the key leaves
LINE: Final = 72  # letters of a row that stand side by side at 28 pixels
BETWEEN: Final = 2  # columns, in letters
LONG: Final = 60  # letters of a question, above which it is set no larger than words
MOST_ROWS: Final = 8  # of a table that a room can read
MANY_NUMBERS: Final = 6  # columns, above which words in them would be broken: signs stand for them
MOST_OF_MATRIX: Final = 14  # rows of such a table, whose cells take one line each
SIGNS: Final = {
    "not known": "?",
    "none": "–",
    "none held": "–",
    "none listed": "–",
    "gap reported": "*",
    "reported as a gap": "*",
}
GAP_TOO: Final = ", a gap"
ABOUT: Final = 90  # letters of the line below a picture
MOST_DATES: Final = 2  # in the line below a picture; the help has all of them


def draw_scene(shown: Shown) -> Markup:
    """Draw a scene as a section that stands in any page: its picture is in it."""
    is_long = len(shown.asks) > LONG
    drawn = render(
        "meeting/scene.html",
        scene={
            "key": shown.key,
            "place": shown.place,
            "is_placed": shown.place in shown.asks or (is_long and shown.place in shown.said),
            "illustrative": ILLUSTRATIVE if shown.is_illustrative else "",
            "asks": shown.asks,
            "is_long": is_long,
            "said": shown.said,
            "prompts": shown.prompts,
            "words": shown.words,
            "about": _about_line(shown.about, shown.sources),
            "whole": about_words(shown.about, shown.sources, is_whole=True),
            "note": shown.about.note,
            "picture": None if shown.picture is None else _picture(shown.picture, shown.sources),
        },
    )
    return Markup(drawn)  # noqa: S704 - the template escapes every value


def draw_map(pictured: Pictured) -> Markup:
    """Draw a map with its key, as it stands in a scene."""
    drawn = render("meeting/picture.html", scene={"picture": _map(pictured)})
    return Markup(drawn)  # noqa: S704 - the template escapes every value


def draw_question_map(shown: Shown) -> Markup:
    """Draw the map of a scene’s question as a scene of its own; its own map where it has none."""
    if shown.question_map is None:
        return draw_scene(shown)
    asks = shown.question_map.title
    return draw_scene(replace(shown, asks=asks, picture=shown.question_map, prompts=()))


def about_words(about: About, sources: Sequence[Source], *, is_whole: bool = False) -> str:
    """Return when figures are of and from whom; of several, how many the help lists."""
    known = [each for each in sources if each.title in about.sources]
    dates = about.period.split("; ") if about.period else [each.period for each in known]
    dates = list(dict.fromkeys(dates))
    if not is_whole:
        dates = dates if len(dates) <= MOST_DATES else [f"{len(dates)} dates"]
    named = _publishers(about, sources, is_whole=is_whole)
    said = [about.standing_words, "; ".join(dates), named]
    return opened("; ".join(filter(None, said)))


def _about_line(about: About, sources: Sequence[Source]) -> str:
    """Return what stands in one line below a picture; where it is too long, without names."""
    words = about_words(about, sources)
    if len(words) <= ABOUT or len(about.sources) <= 1:
        return words
    dates = words.removesuffix(_publishers(about, sources)).removesuffix("; ")
    return "; ".join(filter(None, [dates, f"{counted(len(about.sources), 'sources')} (press ?)"]))


def _publishers(about: About, sources: Sequence[Source], *, is_whole: bool = False) -> str:
    """Return from whom figures are; of several the first alone, unless all are asked for."""
    known = [each for each in sources if each.title in about.sources]
    others = [title for title in about.sources if title not in {each.title for each in known}]
    named = list(dict.fromkeys([*(each.publisher for each in known), *others]))
    return listed(named) if is_whole or not named else _first_of(named)


def _first_of(named: list[str]) -> str:
    """Return the first of some publishers, and how many others the help lists."""
    if len(named) == 1:
        return named[0]
    return f"{named[0]} and {counted(len(named) - 1, 'others')} (press ?)"


def _picture(block: Block | Pictured, sources: Sequence[Source]) -> dict[str, Any]:
    """Return a block as its template draws it, no longer than a room can read."""
    if isinstance(block, Pictured):
        return _map(block)
    if isinstance(block, Sentences):
        rows = [
            (each.lead, each.said, about_words(each.about, sources)) for each in block.sentences
        ]
        return {"is": "sentences", "title": block.title, "rows": rows}
    if isinstance(block, Figures):
        figures = [(each.text, each.label, each.beside) for each in block.figures]
        return {"is": "figures", "title": block.title, "rows": figures}
    if isinstance(block, MapView):
        msg = "a map of a document has no picture of its own: it is shown as a `Pictured`"
        raise TypeError(msg)
    if isinstance(block, Chart):
        return _chart(block)
    return _table(block)


def _chart(block: Chart) -> dict[str, Any]:
    each = len(block.series) if block.drawn == "bars" else 1  # bars of a row, below one another
    drawn = drawn_chart(block, replace(ROOM, rows=max(ROOM.rows // each, 1)))
    if drawn is None:
        return _table(block.table)
    title = _line_title(block) if block.drawn == "line" else _chart_title(block)
    if block.drawn == "line":  # the room is the picture’s: its question and its names say the rest
        drawn = replace(drawn, key="")
    whole = _table(_drawn_of(block), most=len(block.table.rows))
    return whole | {
        "is": "chart",
        "title": title,
        "drawn": drawn,
        "left": _left(drawn.left),
        "left_rows": drawn.left,
    }


def _drawn_of(block: Chart) -> Table:
    """Return what a chart draws as a table, for whoever reads it on a telephone or hears it."""
    keys = filter(None, (block.category, *block.series, block.behind))
    kept = [block.table.column(key) for key in keys]
    return replace(
        block.table,
        columns=tuple(block.table.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in block.table.rows),
    )


def _chart_title(block: Chart) -> str:
    heads = {each.key: each.heading for each in block.table.columns}
    drawn_of = " and ".join(heads[key] for key in block.series)
    return f"{block.table.title}: {drawn_of[:1].lower()}{drawn_of[1:]}"


def _line_title(block: Chart) -> str:
    """Return what the lines are of: "Cambridgeshire, %; dashed: England"."""
    first, *others = (block.table.columns[block.table.column(key)] for key in block.series)
    dashed = f"; dashed: {listed([each.heading for each in others])}" if others else ""
    return f"{', '.join(filter(None, (first.heading, first.unit)))}{dashed}"


def _table(table: Table, most: int | None = None) -> dict[str, Any]:
    most = _fitting(table) if most is None else most
    signs = _signs(table)
    return {
        "is": "table",
        "signs": signs,
        "signs_told": _signs_told(signs),
        "title": table.title,
        "heads": [(each.heading, "number" if each.is_number else "") for each in table.columns],
        "rows": [[cell.text for cell in row] for row in table.rows[:most]],
        "none": table.none,
        "left": _left(len(table.rows) - most),
        "left_rows": max(len(table.rows) - most, 0),
    }


def _is_matrix(table: Table) -> bool:
    return sum(each.is_number for each in table.columns) > MANY_NUMBERS


def _signs(table: Table) -> dict[str, str]:
    """Return what stands for the words of each cell where columns are too narrow for words."""
    said = {cell.text for row in table.rows for cell in row[1:]} if _is_matrix(table) else set()
    gaps = {each: f"{each.removesuffix(GAP_TOO)} *" for each in said if each.endswith(GAP_TOO)}
    return gaps | {each: SIGNS[each] for each in said if each in SIGNS}


def _signs_told(signs: Mapping[str, str]) -> str:
    """Return what the signs of a table mean: "* a gap is reported; ? not known"."""
    gap = "* a gap is reported" if any("*" in sign for sign in signs.values()) else ""
    others = sorted(f"{sign} {said}" for said, sign in signs.items() if "*" not in sign)
    return "; ".join(filter(None, [gap, *others]))


def _fitting(table: Table) -> int:
    """Return how many rows a room can read: one whose words take two lines counts twice."""
    if _is_matrix(table):
        return min(len(table.rows), MOST_OF_MATRIX)
    lines = 0
    for at, row in enumerate(table.rows):
        letters = sum(len(cell.text) + BETWEEN for cell in row)
        lines += -(-letters // LINE)
        if lines > MOST_ROWS:
            return max(at, 1)  # no table that holds something is shown as if it held nothing
    return len(table.rows)


def _left(rows: int) -> str:
    return f"{rows:,} more are not shown here." if rows > 0 else ""


def _map(pictured: Pictured) -> dict[str, Any]:
    spec = pictured.spec
    rows = legend_rows(spec) if pictured.facts is None else key_rows(spec, pictured.facts)
    squares = grid_rows(spec)
    ground = ground_of(pictured)
    return {
        "is": "map",
        "title": pictured.title,
        "alt": pictured.alt,
        "picture": "" if pictured.beside else data_address(map_png(pictured), "image/png"),
        "corners": corners_text(ground),
        "pair": [] if pictured.beside is None else [_half(pictured), _half(pictured.beside)],
        "key": spec.legend.title,
        "grid": list(_grid(squares)),
        "across": spec.legend.across,
        "up": spec.legend.up,
        "marked": spec.legend.marked_label,
        "classes": [asdict(each) for each in rows if each.is_missing or not squares],
        "hatches": PATTERNS,
        "symbols": [
            (data_address(content, "image/svg+xml"), label) for content, label in _symbols(pictured)
        ],
    }


def _symbols(pictured: Pictured) -> list[tuple[bytes, str]]:
    """Return the symbols of a map that are in view; of two maps all that either has."""
    if pictured.beside is None:
        ground = ground_of(pictured)
        drawn = door_symbols(pictured.spec)
        return [
            (each, label) for _, each, label in drawn if is_in_view(pictured.spec, ground, label)
        ]
    both = (*door_symbols(pictured.spec), *door_symbols(pictured.beside.spec))
    return list(dict.fromkeys((each, label) for _, each, label in both))


def _half(pictured: Pictured) -> dict[str, str]:
    """Return one of two maps beside each other; both have one key."""
    picture = data_address(map_png(pictured, HALF_MM), "image/png")
    return {"title": pictured.title, "alt": pictured.alt, "picture": picture}


def map_png(pictured: Pictured, size_mm: tuple[float, float] = MAP_MM) -> bytes:
    """Draw a map for a room; once for all who ask the same of the same pack."""
    if not pictured.asked:
        return _drawn(pictured, size_mm)
    key = ("map of a scene", pictured.pack.content_hash, pictured.asked, pictured.place_id, size_mm)
    return CACHE.get(key, lambda: _drawn(pictured, size_mm))


def _drawn(pictured: Pictured, size_mm: tuple[float, float]) -> bytes:
    wide, high = size_mm
    is_whole = size_mm == MAP_MM
    return draw_map_png(
        # What is not real is said above the two maps: on half a screen it would be cut.
        pictured.spec if is_whole else replace(pictured.spec, illustrative=False),
        pictured.pack,
        place_id=pictured.place_id or None,
        bounds=ground_of(pictured) if is_whole else pictured.bounds,
        width_mm=wide,
        height_mm=high,
        dpi=MAP_DPI,
        words=False,
        is_hatched=True,
        clear=1 - KEY_SHARE if is_whole else 1.0,
    )


def _grid(squares: Sequence[KeyRow]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the rows of the 3 × 3 of need and reach, each with its words; none without one."""
    if squares:
        for at, words in enumerate(reversed(REACH_WORDS)):
            yield words, [asdict(each) for each in squares[3 * at : 3 * at + 3]]
