"""The map as one HTML file that opens anywhere, with no network, for sending and embedding."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pandas import Series

from geodata.model import Pack
from layers.gaps import Gaps
from layers.places import primary_place
from layers.question.words import children_words
from layers.said.numbers import about
from mapping.drawn.file_map import (
    NOT_KNOWN,
    figure_label,
    leaflet_script,
    leaflet_style,
    map_script,
    point_words,
    script_settings,
    symbol_svg,
)
from mapping.escape import html_text
from mapping.map.palette import scale
from mapping.map.spec import UNKNOWN, Figure, LegendClass, MapSpec

HERE = Path(__file__).parent
SAFETY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
ILLUSTRATIVE = "Illustrative: not real neighbourhoods"


def render_map_html(spec: MapSpec, pack: Pack, gaps: Gaps | None = None) -> str:
    """Draw a map, its key and its tables as one HTML file that fetches nothing.

    The words and the tables stand without any script; every string from data is escaped.

    Parameters
    ----------
    gaps
        The answer that the map is of, for the table of places; left out where None.

    Returns
    -------
    html
        The same for the same map.
    """
    script, element = map_script(spec, pack)
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en-GB">',
            _head(spec),
            "<body>",
            _header(spec),
            "<main>",
            f'<div class="look">{_map_frame(element, spec)}{_key(spec)}</div>',
            "" if gaps is None else _places_section(gaps),
            _tables_section(spec, pack),
            "</main>",
            _footer(spec),
            f"<script>{leaflet_script()}</script>",
            _page_script(spec, pack, script, element),
            "</body>\n</html>\n",
        ]
    )


@cache
def _own(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _head(spec: MapSpec) -> str:
    return f"""<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{SAFETY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{html_text(spec.title)}: {html_text(spec.heading)}</title>
<style>{leaflet_style()}</style>
<style>{_own("file.css")}</style>
<style>{_class_colours(spec)}</style>
</head>"""


def _class_colours(spec: MapSpec) -> str:
    light, dark = scale(spec.colour_by), scale(spec.colour_by, dark=True)
    rules = [f".k{code}{{background:{colour}}}" for code, colour in enumerate(light)]
    rules_dark = [f".k{code}{{background:{colour}}}" for code, colour in enumerate(dark)]
    return f"{''.join(rules)}@media (prefers-color-scheme: dark){{{''.join(rules_dark)}}}"


def _page_script(spec: MapSpec, pack: Pack, script: str, element: str) -> str:
    """Set the page's own script before folium's, which names what it styles areas with."""
    return (
        f"<script>{{{_own('file.js')}\n"
        f"globalThis.patch = patch({script_settings(spec, pack)}); }}\n{script}\n"
        f"globalThis.patch.ready({element});</script>"
    )


def _header(spec: MapSpec) -> str:
    badge = f'<p class="badge">{ILLUSTRATIVE}</p>' if spec.illustrative else ""
    return f"""<header>
<div class="top"><h1>{html_text(spec.heading)}</h1>{badge}</div>
<p class="answer">{html_text(spec.sentence)}</p>
<a class="skip" href="#tables">Skip past the map to the tables</a>
</header>"""


def _map_frame(element: str, spec: MapSpec) -> str:
    label = html_text(f"Map of {spec.title}. The tables below say all that it says.")
    return (
        f'<div class="map-frame"><div class="folium-map" id="{element}" role="region" '
        f'tabindex="0" aria-label="{label}"></div>'
        '<div class="north" aria-hidden="true">▲<br>N</div></div>'
    )


def _key(spec: MapSpec) -> str:
    rows = "".join(_class_row(item, spec) for item in _worst_first(spec))
    return f"""<aside class="key" tabindex="0" aria-label="Key to the map">
<h2>{html_text(spec.legend.title)}</h2>{_grid(spec)}
<table><thead><tr><th scope="col" colspan="2">Colour</th>
<th scope="col" class="n">{html_text(spec.figures[0].label)}</th></tr></thead>
<tbody>{rows}</tbody></table>
{_symbols(spec)}</aside>"""


def _worst_first(spec: MapSpec) -> Iterable[LegendClass]:
    if spec.legend.layout != "grid":
        return spec.legend.classes
    return sorted(spec.legend.classes, key=lambda item: (item.code == UNKNOWN, -item.code))


def _grid(spec: MapSpec) -> str:
    """Draw the 3 × 3 key; the table below it says the same in words."""
    if spec.legend.layout != "grid":
        return ""
    cells = "".join(_swatch(3 * need + reach, spec) for reach in (2, 1, 0) for need in (0, 1, 2))
    up, across = html_text(spec.legend.up), html_text(spec.legend.across)
    # The words of the upward axis are turned, so their arrow is turned with them.
    return (
        f'<div class="grid" aria-hidden="true"><span class="up"><span>{up.replace("↑", "→")}</span>'
        "</span>"
        f'{cells}<span class="across">{across}</span></div>'
    )


def _swatch(code: int, spec: MapSpec) -> str:
    marked = " marked" if code == spec.legend.marked else ""
    kind = "unknown" if code == UNKNOWN else f"k{code}"
    return f'<span class="swatch {kind}{marked}"></span>'


def _class_row(item: LegendClass, spec: MapSpec) -> str:
    label = html_text(item.label)
    if item.code == spec.legend.marked:
        label = f"<strong>{html_text(spec.legend.marked_label)}</strong>, outlined"
    if item.code == UNKNOWN:
        label += ", dashed outline"
    return (
        f"<tr><td>{_swatch(item.code, spec)}</td><td>{label}</td>"
        f'<td class="n">{about(item.children)}</td></tr>'
    )


def _symbols(spec: MapSpec) -> str:
    kinds = dict.fromkeys((point.shape, point.kind_label) for point in spec.points)
    rows = [
        f"<li>{symbol_svg(shape, hollow=False)} {html_text(label)}</li>" for shape, label in kinds
    ]
    if any(point.hollow for point in spec.points):
        rows.append(f"<li>{symbol_svg('circle', hollow=True)} hollow: not open to these ages</li>")
    return f'<ul class="symbols">{"".join(rows)}</ul>' if rows else ""


def _places_section(gaps: Gaps) -> str:
    who = html_text(children_words(gaps.question).capitalize())
    most = gaps.places["children"].max()
    rows = "".join(_place_row(row, most) for _, row in gaps.places.iterrows())
    return f"""<section aria-labelledby="places"><h2 id="places">Places, the largest gap first</h2>
<div class="wide" tabindex="0" role="group" aria-label="Table of places"><table><thead><tr>
<th scope="col">Place</th><th scope="col" class="n">{who}</th>
<th scope="col" class="n">In high need</th><th scope="col" class="n">Beyond the limit</th>
<th scope="col" class="n">Gap: in high need and beyond it</th>
<th scope="col" class="bars">The gap, drawn</th></tr></thead>
<tbody>{rows}</tbody></table></div></section>"""


def _place_row(row: Series, most: float) -> str:
    counts = ("children", "high_need_children", "beyond_children", "gap_children")
    cells = "".join(f'<td class="n">{about(row[key])}</td>' for key in counts)
    part = 100 * row["gap_children"] / most if most > 0 and row["gap_children"] > 0 else 0
    bar = f'<span class="bar" style="width:{part:.1f}%"></span>' if part else ""
    return (
        f'<tr><th scope="row">{html_text(str(row["place"]))}</th>{cells}'
        f'<td class="bars">{bar}</td></tr>'
    )


def _tables_section(spec: MapSpec, pack: Pack) -> str:
    label = html_text(pack.info.area_label)
    return f"""<section id="tables" aria-label="Tables">
<details><summary>All {len(pack.areas):,} {label}s, with every figure of the map</summary>
<div class="wide" tabindex="0" role="group" aria-label="All {label}s">
{_areas_table(spec, pack)}</div></details>
{_services_table(spec)}</section>"""


def _areas_table(spec: MapSpec, pack: Pack) -> str:
    heads = "".join(
        f'<th scope="col" class="n">{html_text(figure_label(figure))}</th>'
        for figure in spec.figures
    )
    meanings = {item.code: html_text(item.label) for item in spec.legend.classes}
    places = pack.places["name"].reindex(primary_place(pack, spec.place_kind.key)).to_numpy()
    rows = []
    for i, (name, code) in enumerate(
        zip(pack.areas["name"], pack.areas["official_name"], strict=True)
    ):
        figures = "".join(f'<td class="n">{_value(figure, i)}</td>' for figure in spec.figures)
        rows.append(
            f'<tr><th scope="row">{html_text(name)} <small>{html_text(code)}</small></th>'
            f"<td>{html_text(str(places[i]))}</td>{figures}"
            f"<td>{meanings.get(spec.classes[i], NOT_KNOWN)}</td></tr>"
        )
    return (
        f'<table><thead><tr><th scope="col">{html_text(pack.info.area_label.capitalize())}</th>'
        f'<th scope="col">{html_text(spec.place_kind.label.capitalize())}</th>{heads}'
        f'<th scope="col">Colour</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _value(figure: Figure, i: int) -> str:
    value = figure.values[i]  # noqa: PD011
    if value is None:
        return NOT_KNOWN
    return f"{value:,}%" if figure.kind == "pct" else f"{value:,}"


def _services_table(spec: MapSpec) -> str:
    if not spec.points:
        return ""
    rows = "".join(f"<li>{'; '.join(map(html_text, point_words(p)))}</li>" for p in spec.points)
    summary = f"The {len(spec.points)} doors on the map"
    return f"<details><summary>{summary}</summary><ul>{rows}</ul></details>"


def _footer(spec: MapSpec) -> str:
    credits_ = " ".join(html_text(line) for line in spec.credits)
    illustrative = f"<p><strong>{ILLUSTRATIVE}.</strong></p>" if spec.illustrative else ""
    return f"""<footer><h2>How this is worked out</h2>
<p>{html_text(spec.method)}</p>{illustrative}
<p>{credits_}</p>
<p>{html_text(spec.title)}, {html_text(spec.date)}.
Pack {html_text(spec.pack_hash[:12])}. Drawn with Leaflet.</p>
</footer>"""
