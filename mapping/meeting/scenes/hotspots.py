"""The Hotspots page as a scene: which neighbourhoods stand out together, on a map or listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast, get_args

from layers.hotspots.clusters import find_hotspots
from layers.hotspots.found import About, Hotspots, Statistic
from layers.hotspots.neighbours import Nearness
from layers.hotspots.words import KINDS
from layers.indicators.asking import Shown as ShownIndicator
from layers.indicators.figures import drawable_indicators
from layers.profile.parts import Table
from layers.profile.sections.cells import column, count, text
from layers.question.words import children_words
from layers.said.sentences import opened
from mapping.map.describe import describe_hotspots
from mapping.meeting.answered import answered, require, table_of
from mapping.meeting.asked import SceneAsked
from mapping.meeting.question_map import pictured_of
from mapping.meeting.shown import Shown
from mapping.served.cache import kept

PARTS = {"": "The map of hotspots", "groups": "The groups that stand out"}


def parts(_chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what of the page can be looked at alone."""
    return PARTS


def show(asked: SceneAsked) -> Shown:
    """Return the map of hotspots, or the list of groups."""
    require("part", asked.part, PARTS, "a part of the page Hotspots")
    found = _found(asked)
    asks = f"Which {found.plural} stand out together?"
    if asked.part:
        return answered(asked, found, _groups(found), asks=asks)
    spec = kept(describe_hotspots, asked.pack, asked.gaps, found)
    picture = pictured_of(asked, spec, asked.gaps_of_place, of="hotspots")
    # Its classes are of hotspots, and count nobody of one place.
    return answered(asked, found, replace(picture, facts=None), asks=asks)


def _found(asked: SceneAsked) -> Hotspots:
    """Find hotspots as the address asks; see `layers.hotspots.clusters`."""
    pack, chosen = asked.pack, asked.chosen
    known = drawable_indicators(pack)
    asking: dict[str, tuple[str, ...]] = {
        "about": get_args(About),
        "statistic": get_args(Statistic),
        "neighbours": get_args(Nearness),
    }
    for name, values in asking.items():
        require(name, chosen.get(name, ""), values, f"one of {', '.join(values)}")
    about = cast(About, chosen.get("about") or "need")
    key = chosen.get("indicator") or next(iter(known), "")
    shown = ShownIndicator(indicator=key, period=chosen.get("period", ""))
    return kept(
        find_hotspots,
        pack,
        asked.question,
        about,
        shown=shown if about == "indicator" else None,
        statistic=cast(Statistic, chosen.get("statistic") or "gi"),
        nearness=cast(Nearness, chosen.get("neighbours") or "touching"),
        gaps=asked.gaps,
    )


def _groups(found: Hotspots) -> Table:
    who = opened(children_words(found.question))
    return table_of(
        "groups",
        "Groups that stand out, the largest first",
        (
            column("name", "Group"),
            column("kind", "Kind"),
            column("areas", opened(found.plural), "count", found.plural),
            column("children", who, "count", "children"),
        ),
        (
            (
                text(row["name"]),
                text(KINDS[str(row["kind"])]),
                count(row["areas"], exact=True),
                count(row["children"]),
            )
            for _, row in found.groups.iterrows()
        ),
        found.sources,
        none="No group stands out.",
    )
