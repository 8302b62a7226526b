"""Draw pairs of places that differ slightly, and ask for what is sensitive of each.

Were either told, the one less the other would be a figure of the few by whom they differ. Each pair
is a box and the same box with one side moved by up to a twentieth.

`python -m tests.attacks.drawn` draws five thousand pairs.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
from pandas import DataFrame

from geodata.disclosure import count_people
from layers.apportion import apportion_to_places
from layers.own_places.beside import with_own_places
from layers.own_places.recipes import MOST_PLACES, OWN, OwnPlace, OwnPlaces
from tests.attacks.planting import Plants, planted_pack
from tests.layers.test_own_places import square

PAIRS = 5_000
SEED = 20_261_122
MEASURES = ("area_count_1", "area_share_1", "area_rate_1000")
FARTHEST, LEAST = 3.0, 1.3  # sides of an area, in the tiny pack of three by three
MOVED = 0.05
ORIGINS = 100  # of each area


def with_many_origins(pack, rng):
    """Return a pack whose people set out from many points: a sliver holds but a few of them."""
    rows = [
        {
            "area_id": key,
            "easting_m": rng.uniform(shape.bounds[0], shape.bounds[2]),
            "northing_m": rng.uniform(shape.bounds[1], shape.bounds[3]),
            "weight": 1 / ORIGINS,
        }
        for key, shape in pack.areas.geometry.items()
        for _ in range(ORIGINS)
    ]
    origins = DataFrame(rows).rename_axis("origin_id")
    origins.index = origins.index.map("point {}".format)
    return replace(pack, origins=origins)


def draw_pair(rng):
    """Return the sides of two boxes that differ slightly."""
    begin = rng.uniform(0, FARTHEST - LEAST, size=2)
    end = begin + rng.uniform(LEAST, FARTHEST - begin)
    one = np.concatenate([begin, end])
    other = one.copy()
    side = rng.integers(4)
    other[side] += rng.uniform(-MOVED, MOVED) * (end - begin)[side % 2]
    return one, other


def attack(pairs: int = PAIRS, seed: int = SEED) -> tuple[int, int, int]:
    """Draw pairs, and ask for every sensitive measure of each.

    Returns
    -------
    told, close, needless
        Figures that were told of either; pairs that differ by somebody, but by fewer people than a
        place must have; and pairs refused that do not: they hold the same, or differ by more.
    """
    rng = np.random.default_rng(seed)
    pack = with_many_origins(planted_pack(Plants(rng=np.random.default_rng(seed))), rng)
    people, least = count_people(pack.areas), pack.info.disclosure.least_people
    told = close = needless = 0
    for begin in range(0, pairs, MOST_PLACES // 2):
        drawn = [draw_pair(rng) for _ in range(min(MOST_PLACES // 2, pairs - begin))]
        named = tuple(
            OwnPlace(name=f"{way} {number}", recipe=square(*map(float, sides)))
            for number, pair in enumerate(drawn)
            for way, sides in zip(("One", "Other"), pair, strict=True)
        )
        mine = with_own_places(pack, OwnPlaces(places=named))
        for key in MEASURES:
            told += int(apportion_to_places(mine, key, OWN).figures["value"].notna().sum())
        own = mine.places.index[mine.places["kind"] == OWN]
        assert len(own) == len(named)
        inside = mine.membership[mine.membership["place_id"].isin(own)]
        shares = inside.pivot_table(index="place_id", columns="area_id", values="share")
        held = shares.reindex(own).fillna(0.0).to_numpy() * people[shares.columns].to_numpy()
        apart = np.abs(held[::2] - held[1::2]).sum(axis=1)
        few = (apart > 0) & (apart < least)
        close, needless = close + int(few.sum()), needless + int((~few).sum())
    return told, close, needless


def main() -> int:
    """Run the full attack; returns 0 where nothing is told."""
    told, close, needless = attack()
    print(
        f"drawn: {told:,} sensitive figures told of {PAIRS:,} pairs of drawn places; {close:,} "
        f"pairs differ by too few people, {needless:,} were refused needlessly"
    )
    return int(told > 0 or close == 0)


if __name__ == "__main__":
    sys.exit(main())
