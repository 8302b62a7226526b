"""Hotspots as a map and as pieces of a page."""

from __future__ import annotations

from dataclasses import replace

from geodata.model import Pack
from layers.gaps import Gaps
from layers.hotspots.found import (
    COLD,
    HIGH_AMONG_LOW,
    HOT,
    LOW_AMONG_HIGH,
    NEITHER,
    NOT_KNOWN,
    Hotspots,
)
from layers.hotspots.tables import CLASS_WORDS, area_rows
from layers.hotspots.words import caveats, in_a_sentence, method_words
from layers.question.question import children_words
from layers.said.numbers import about, round_half_up, whole
from mapping.escape import html_text
from mapping.map.describe import describe_map
from mapping.map.spec import Legend, LegendClass, MapSpec
from mapping.pages.frame.parts import list_html, paragraph_html, table_html

ABOUT = {
    "need": "need",
    "gap": "high need and out of reach",
    "reach": "out of reach",
}
SHOWN_AREAS = 150
SHOWN_COLD = 3
LEGEND_WORDS = {
    "need": ("hotspot of need", "cold spot: need is low"),
    "gap": ("hotspot: many in need and out of reach", "cold spot: few in need and out of reach"),
    "reach": ("hotspot: many out of reach", "cold spot: few out of reach"),
}
KIND_WORDS = {"hot": "Hotspot", "cold": "Cold spot"}


def describe_hotspots(pack: Pack, gaps: Gaps, hotspots: Hotspots) -> MapSpec:
    """Describe the map of hotspots."""
    plain = describe_map(pack, gaps, "none")
    return replace(
        plain,
        colour_by="hotspot",
        classes=tuple(int(code) for code in hotspots.codes),
        legend=_legend(hotspots),
        sentence=hotspots.sentence(),
        method=method_words(hotspots, pack),
    )


def _legend(hotspots: Hotspots) -> Legend:
    hot, cold = LEGEND_WORDS[hotspots.about]
    labels = {HOT: hot, COLD: cold, NEITHER: "does not stand out"}
    codes = hotspots.codes
    for code in (HIGH_AMONG_LOW, LOW_AMONG_HIGH):
        if hotspots.statistic == "moran":
            labels[code] = CLASS_WORDS[code]
    if (codes == NOT_KNOWN).any():
        labels[NOT_KNOWN] = "not known"
    return Legend(
        title=f"Hotspots of {ABOUT[hotspots.about]}",
        layout="list",
        classes=tuple(
            LegendClass(
                code=code,
                label=label,
                areas=int((codes == code).sum()),
                children=float(hotspots.areas["children"][codes == code].sum()),
            )
            for code, label in labels.items()
        ),
    )


def groups_html(hotspots: Hotspots, pack: Pack) -> str:
    """Give the groups that stand out as a table."""
    if hotspots.groups.empty:
        return ""
    who = children_words(hotspots.question).capitalize()
    rows = [
        (
            str(row["name"]),
            KIND_WORDS[str(row["kind"])],
            whole(row["areas"]),
            about(row["children"]),
        )
        for _, row in hotspots.groups.iterrows()
    ]
    heads = ("Group", "Kind", f"{pack.info.area_label.capitalize()}s", who)
    return table_html("Groups that stand out, the largest first", heads, rows, numeric=(2, 3))


def areas_html(hotspots: Hotspots, pack: Pack) -> str:
    """Give the neighbourhoods that stand out as a table, folded away."""
    rows = area_rows(hotspots)
    rows = rows[~rows["code"].isin([NEITHER, NOT_KNOWN])]
    if rows.empty:
        return ""
    area = pack.info.area_label
    heads = (area.capitalize(), "Stands out as", hotspots.measured, "Chance, either way", "Group")
    cells = [
        (
            str(row["name"]),
            str(row["class"]),
            value_words(hotspots, float(row["value"])),
            f"{row['chance']:.3f}",
            str(row["group_name"]),
        )
        for _, row in rows.head(SHOWN_AREAS).iterrows()
    ]
    left = len(rows) - len(cells)
    more = paragraph_html(f"{left:,} more are in the file of figures.") if left > 0 else ""
    table = table_html(f"Each {area} that stands out", heads, cells, numeric=(2, 3))
    summary = f"Every {html_text(area)} that stands out ({len(rows):,})"
    return f"<details><summary>{summary}</summary>{table}{more}</details>"


def value_words(hotspots: Hotspots, value: float) -> str:
    """Say a neighbourhood's figure as it is published: a share as a per cent, else a number."""
    if hotspots.about == "need":
        return f"{value:,.4g}" if abs(value) < 1 else f"{value:,.0f}"
    return f"{round_half_up(value * 100)}%"


def how_html(hotspots: Hotspots, pack: Pack) -> str:
    """Give how hotspots were found, and what they do not say."""
    return (
        f"<h2>How this is worked out</h2>{paragraph_html(method_words(hotspots, pack))}"
        f"{list_html(caveats(hotspots, pack))}"
        f"{paragraph_html('The formulas, limits and sources are in docs/methods.md, Hotspots.')}"
    )


def cold_sentence(hotspots: Hotspots, pack: Pack) -> str:
    """Say where it is the other way round: strengths, which are just as worth a look."""
    cold = hotspots.groups[hotspots.groups["kind"] == "cold"]
    if cold.empty:
        return f"No group of {pack.info.area_label}s stands out the other way."
    names = "; ".join(in_a_sentence(str(name)) for name in cold["name"].iloc[:SHOWN_COLD])
    return f"Standing out the other way: {names}."
