"""Hotspots as rows to hand on: each neighbourhood with its class in words, most extreme first."""

from __future__ import annotations

from pandas import DataFrame

from layers.hotspots.found import (
    COLD,
    HIGH_AMONG_LOW,
    HOT,
    LOW_AMONG_HIGH,
    NEITHER,
    NOT_KNOWN,
    Hotspots,
)

CLASS_WORDS = {
    HOT: "part of a hotspot",
    COLD: "part of a cold spot",
    NEITHER: "does not stand out",
    HIGH_AMONG_LOW: "worse than its neighbours",
    LOW_AMONG_HIGH: "better than its neighbours",
    NOT_KNOWN: "not known",
}
NO_WORSE = {
    HIGH_AMONG_LOW: "higher than its neighbours",
    LOW_AMONG_HIGH: "lower than its neighbours",
}
ALONE = "stands out, but no neighbour does"


def class_words(hotspots: Hotspots) -> dict[int, str]:
    """Return what each class is called; nothing is better or worse where neither end is."""
    found = hotspots.colouring
    if found is None or found.figures.indicator.worse_when != "neither":
        return CLASS_WORDS
    return CLASS_WORDS | NO_WORSE


def area_rows(hotspots: Hotspots) -> DataFrame:
    """Return a row for each area: what stands out first, by how unlikely it is.

    Returns
    -------
    rows
        `area_id`, the columns of `Hotspots.areas`, `class` in words and `group_name`.
    """
    rows = hotspots.areas.reset_index(names="area_id")
    names = hotspots.groups["name"].to_dict()
    rows["class"] = rows["code"].map(class_words(hotspots))
    lone = rows["code"].isin([HOT, COLD]) & (rows["group"] == 0)
    rows["class"] = rows["class"].mask(lone, ALONE)
    rows["group_name"] = [names.get(group, "") for group in rows["group"]]
    place = rows["code"].map({code: n for n, code in enumerate(CLASS_WORDS)})
    return (
        rows.assign(place=place)
        .sort_values(["place", "group", "chance", "name"])
        .drop(columns="place")
    )
