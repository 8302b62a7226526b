"""Hotspots as a map: each neighbourhood by whether it stands out, and how."""

from __future__ import annotations

from dataclasses import replace

from geodata.model import Pack
from layers.gaps import Gaps
from layers.hotspots.found import Hotspots
from layers.hotspots.words import ABOUT
from mapping.map.describe import describe_map
from mapping.map.spec import Legend, LegendClass, MapSpec


def describe_hotspots(pack: Pack, gaps: Gaps, hotspots: Hotspots) -> MapSpec:
    """Describe the map of hotspots."""
    plain = describe_map(pack, gaps, "none")
    return replace(
        plain,
        colour_by="hotspot",
        classes=tuple(int(code) for code in hotspots.codes),
        legend=_legend(hotspots),
        sentence=hotspots.sentence(),
        method=hotspots.method(),
    )


def _legend(hotspots: Hotspots) -> Legend:
    codes = hotspots.codes
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
            for code, label in hotspots.legend().items()
        ),
    )
