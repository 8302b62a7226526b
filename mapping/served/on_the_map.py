"""What the tools on the map ask for: how people travel, what is within reach, a way past points.

Each body is made of a result of `layers.within`; its words are the result's own.
"""

from __future__ import annotations

import math
from typing import Any

from geodata.crs import lonlat_from_grid
from geodata.model import LONGEST_LIMIT_MIN, Pack
from layers.access.journeys import M_PER_KM_PER_MIN_PER_H
from layers.assets import kind_words
from layers.own_places.ways import SAID, centre_of, journey_asked
from layers.question.question import PACE_KMH, Question
from layers.question.settings import SETTINGS
from layers.question.words import BY_MODE, high_words, modes_of
from layers.said.numbers import minutes, percent, shown
from layers.said.result import missing_words, source_words
from layers.said.sentences import opened
from layers.within.shape import shape_geojson
from layers.within.walk import Walk, measure_walk
from layers.within.within import Within, measure_within
from mapping.escape import plain_text
from mapping.served.sending import Body

DECIMALS = 6  # of a degree


def way_body(pack: Pack, question: Question) -> Body:
    """Return how people travel by a question, for a measure on the map to count by."""
    metres = question.pace_kmh * M_PER_KM_PER_MIN_PER_H / question.detour
    walking = PACE_KMH["walk"] if question.mode == "drive" else question.pace_kmh
    return Body.of(
        {
            "limit": question.limit_min,
            "most": LONGEST_LIMIT_MIN,
            "mode": question.mode,
            "modes": [[mode, words] for mode, words in modes_of(pack).items()],
            "words": BY_MODE[question.own_way],
            "metresPerMin": round(metres, 4),
            "detour": question.detour,
            "paceKmh": question.pace_kmh,
            "walkKmh": walking,
            "streets": pack.network is not None,
            "around": pack.water is not None,
            "rural": question.rural is not None,
            "own": {name: SETTINGS[name].text(question) for name in SAID},
        }
    )


def within_body(pack: Pack, question: Question, here: str) -> Body:
    """Return what is within the question's limit of a point: shape, words, tables, sources.

    A point is taken as exactly as a place of one's own keeps it, so that a place made of it
    (`own`, as it is to be asked for) holds just what is told.
    """
    centre = centre_of(here).text
    found = measure_within(pack, question, centre)
    lon, lat = lonlat_from_grid(found.here.easting_m, found.here.northing_m)
    notes = [*found.notes(), missing_words(found.missing())]
    return Body.of(
        {
            "at": [round(float(lat), DECIMALS), round(float(lon), DECIMALS)],
            "name": plain_text(found.here.name),
            "own": journey_asked(question, centre),
            "shape": shape_geojson(found.shape),
            "heading": plain_text(found.heading),
            "sentence": plain_text(found.sentence()),
            "notes": [plain_text(note) for note in notes if note],
            "sources": [plain_text(source_words(each)) for each in found.sources],
            "tables": [_areas_table(found, pack), _doors_table(found)],
            "illustrative": found.is_illustrative,
        }
    )


def _areas_table(found: Within, pack: Pack) -> dict[str, Any]:
    who, high = opened(found.terms.who), high_words(found.question, pack)
    rows = [
        [
            plain_text(str(row["name"])),
            shown(row["within_children"]),
            "not told" if found.kept_back else shown(row["high_need_children"]),
            "all" if row["wholly"] else percent(row["within_share"]),
        ]
        for _, row in found.areas.iterrows()
    ]
    label = opened(f"{pack.info.area_label}s")
    heads = [label, who, f"Of them {plain_text(high)}", "Share of it within"]
    return {"caption": f"{label} within", "heads": heads, "rows": rows}


def _doors_table(found: Within) -> dict[str, Any]:
    rows = [
        [plain_text(str(row["name"])), plain_text(kind_words(row["kind"])), minutes(row["minutes"])]
        for _, row in found.doors.iterrows()
    ]
    return {"caption": "Open doors within", "heads": ["Door", "What it is", "Away"], "rows": rows}


def walk_body(pack: Pack, question: Question, text: str) -> Body:
    """Return a way past points: its corners, how long it is and takes, and how that is known."""
    found: Walk = measure_walk(pack, question, text)
    lon, lat = lonlat_from_grid(*found.path.T)
    corners = zip(lat.round(DECIMALS).tolist(), lon.round(DECIMALS).tolist(), strict=True)
    return Body.of(
        {
            "path": [list(each) for each in corners],
            "lineM": round(found.line_m, 1),
            "pathM": round(found.path_m, 1),
            "minutes": None if math.isnan(found.minutes) else round(found.minutes, 2),
            "along": found.is_along,
            "method": plain_text(found.method),
            "sources": [plain_text(source_words(each)) for each in found.sources],
        }
    )
