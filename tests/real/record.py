"""A record of every figure of the real pack, to tell a change that was meant from one that was not.

`python -m tests.real.record PACK` prints it. What is kept of a column is its length, how much of it
is known, its sum and a digest of every value to six decimals: enough to find a single child moved,
and no copy of anybody's data.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import math
import sys
from typing import Any

from layers.__main__ import main

TEAM = "--kind early-help-team"
QUESTIONS = {
    "usual": "",
    "districts": "--kind district --limit 30 --deciles 2",
    "wards": "--kind ward",
    "networks": "--kind primary-care-network --age 0-19",
    "drive": "--mode drive --limit 10 --need imd_rank",
    "libraries": "--service libraries --age 5-9",
    "schools": "--service schools --detour 1.2",
    "hospitals": "--service hospitals",
    "rural": "--rural drive-15",
    "gap-years": "--age 12-13",
    "one-year": "--age 2-2 --pace 4.8 --limit 15",
}
COMMANDS = {
    **{f"gaps {name}": f"gaps {words}" for name, words in QUESTIONS.items()},
    **{f"compare {name}": f"compare {words}" for name, words in QUESTIONS.items()},
    **{
        f"access {method} {name}": f"access --method {method} {QUESTIONS[name]}"
        for method in ("2sfca", "e2sfca", "3sfca", "raam", "choice")
        for name in ("usual", "wards", "libraries", "rural", "drive")
    },
    "access gaussian": "access --method e2sfca --shape gaussian",
    **{
        f"ranks {name}": f"ranks {QUESTIONS[name]}" for name in ("usual", "wards", "rural", "drive")
    },
    "cover": "cover",
    "cover kinds": "cover --by kind",
    "cover Wisbech": "cover --place eht-wisbech",
    "cover Peterborough Central": "cover --place eht-peterborough-central --by kind",
    **{f"capacity {name}": f"capacity {QUESTIONS[name]}" for name in ("usual", "wards", "schools")},
    **{
        f"lottery {name}": f"lottery {QUESTIONS[name]}"
        for name in ("usual", "districts", "wards", "libraries")
    },
    "index": "index",
    "index of three": (
        "index --weight idaci_rank=2 --weight health_rank=1 --weight education_rank=1"
    ),
    "index z": "index --weight idaci_rank=1 --weight crime_rank=1 --scale z-score",
    "hotspots need": "hotspots",
    "hotspots gap": "hotspots --about gap",
    "hotspots moran": "hotspots --about reach --statistic moran",
    "siting areas": "siting",
    "siting libraries": "siting --candidates libraries --sites 5 --who all",
    "siting travel": "siting --aim travel --sites 2",
    "scenario close": "scenario --changes close.cfc-wisbech-town",
    "footprints": f"footprints {TEAM} --other primary-care-network",
    "footprints wards": "footprints --kind ward --other early-help-team",
    "demand": f"demand {TEAM}",
    "demand wards": "demand --kind ward --years 3",
    "journeys": "journeys",
    **{
        f"published {key}": f"compare --indicator {key}"
        for key in (
            "good_level_of_development_pct",
            "funded_education_2_pct",
            "dental_decay_5_pct",
            "child_protection_per_10k",
            "known_to_social_care_0_5_count",
            "ehcp_4_count",
        )
    },
}
IDS = ("place_id", "other_id", "area_id", "site_id", "row", "age_from", "band", "year", "place")
DECIMALS = 6


def take_record(pack_folder: str) -> dict[str, dict[str, Any]]:
    """Ask every question of the record, and keep each column's digest."""
    return {name: digest(answer_rows(words, pack_folder)) for name, words in COMMANDS.items()}


def answer_rows(words: str, pack_folder: str) -> list[dict[str, Any]]:
    """Ask one question from the command line; gives the rows of its answer."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = main([*words.split(), "--pack", pack_folder, "--format", "json"])
    assert code == 0, words
    return list(json.loads(said.getvalue()))


def digest(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Keep of each column how long it is, how much is known, its sum and a digest of it all."""
    names = [name for name in (rows[0] if rows else {}) if name != "parameters"]
    keys = [name for name in IDS if name in names]
    rows = sorted(rows, key=lambda row: [str(row[key]) for key in keys])
    return {name: _column([row[name] for row in rows]) for name in names}


def _column(cells: list[Any]) -> dict[str, Any]:
    known = [cell for cell in cells if cell is not None]
    plain = [round(c, DECIMALS) if isinstance(c, float) else c for c in cells]
    kept: dict[str, Any] = {
        "rows": len(cells),
        "known": len(known),
        "digest": hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:16],
    }
    numbers = [c for c in known if isinstance(c, int | float) and not isinstance(c, bool)]
    if numbers:
        kept["sum"] = round(math.fsum(numbers), 4)
    return kept


if __name__ == "__main__":
    json.dump(take_record(sys.argv[1]), sys.stdout, indent=1, sort_keys=True)
