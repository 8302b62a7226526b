"""Hotspots as a map: each neighbourhood by whether it stands out, and how."""

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
from layers.hotspots.tables import CLASS_WORDS
from layers.hotspots.words import method_words
from mapping.map.describe import describe_map
from mapping.map.spec import Legend, LegendClass, MapSpec

ABOUT = {
    "need": "need",
    "gap": "high need and out of reach",
    "reach": "out of reach",
}
LEGEND_WORDS = {
    "need": ("hotspot of need", "cold spot: need is low"),
    "gap": ("hotspot: many in need and out of reach", "cold spot: few in need and out of reach"),
    "reach": ("hotspot: many out of reach", "cold spot: few out of reach"),
}


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
