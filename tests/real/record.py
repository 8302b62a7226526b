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
IDACI = "--need idaci_rank"  # what the pack opened on when the record was made
QUESTIONS = {
    "usual": IDACI,
    "districts": f"--kind district --limit 30 --deciles 2 {IDACI}",
    "wards": f"--kind ward {IDACI}",
    "networks": f"--kind primary-care-network --age 0-19 {IDACI}",
    "drive": "--mode drive --limit 10 --need imd_rank",
    "libraries": f"--service libraries --age 5-9 {IDACI}",
    "schools": f"--service schools --detour 1.2 {IDACI}",
    "hospitals": f"--service hospitals {IDACI}",
    "rural": f"--rural drive-15 {IDACI}",
    "gap-years": f"--age 12-13 {IDACI}",
    "one-year": f"--age 2-2 --pace 4.8 --limit 15 {IDACI}",
}
COMMANDS = {
    **{f"gaps {name}": f"gaps {words}" for name, words in QUESTIONS.items()},
    **{f"compare {name}": f"compare {words}" for name, words in QUESTIONS.items()},
    **{
        f"access {method} {name}": f"access --method {method} {QUESTIONS[name]}"
        for method in ("2sfca", "e2sfca", "3sfca", "raam", "choice")
        for name in ("usual", "wards", "libraries", "rural", "drive")
    },
    "access gaussian": f"access --method e2sfca --shape gaussian {IDACI}",
    **{
        f"ranks {name}": f"ranks {QUESTIONS[name]}" for name in ("usual", "wards", "rural", "drive")
    },
    "cover": f"cover {IDACI}",
    "cover kinds": f"cover --by kind {IDACI}",
    "cover Wisbech": f"cover --place eht-wisbech {IDACI}",
    "cover Peterborough Central": f"cover --place eht-peterborough-central --by kind {IDACI}",
    **{f"capacity {name}": f"capacity {QUESTIONS[name]}" for name in ("usual", "wards", "schools")},
    **{
        f"lottery {name}": f"lottery {QUESTIONS[name]}"
        for name in ("usual", "districts", "wards", "libraries")
    },
    "index": "index --weight idaci_rank=1",
    "index of three": (
        "index --weight idaci_rank=2 --weight health_rank=1 --weight education_rank=1"
    ),
    "index z": "index --weight idaci_rank=1 --weight crime_rank=1 --scale z-score",
    "hotspots need": f"hotspots {IDACI}",
    "hotspots gap": f"hotspots --about gap {IDACI}",
    "hotspots moran": f"hotspots --about reach --statistic moran {IDACI}",
    "siting areas": f"siting {IDACI}",
    "siting libraries": f"siting --candidates libraries --sites 5 --who all {IDACI}",
    "siting travel": f"siting --aim travel --sites 2 {IDACI}",
    "scenario close": f"scenario --changes close.cfc-wisbech-town {IDACI}",
    "footprints": f"footprints {TEAM} --other primary-care-network",
    "footprints wards": "footprints --kind ward --other early-help-team",
    "demand": f"demand {TEAM}",
    "demand wards": "demand --kind ward --years 3",
    "journeys": f"journeys {IDACI}",
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
