"""The tiny pack with published figures of its teams and of England, made as a test needs them."""

from dataclasses import replace

import pandas as pd

from geodata import schema
from geodata.disclosure import protect
from geodata.model import Indicator
from geodata.pack import arrange, hash_pack
from tests.builders import tiny_pack

PERIODS = ("2014/15", "2015/16", "2016/17", "2017/18", "2018/19")
READY = {
    "team-a": ((50, 100), (55, 100), (60, 100), (65, 100), (70, 100)),
    "team-b": ((700, 1000), (700, 1000), (700, 1000), (700, 1000), (700, 1000)),
    "team-c": ((80, 100), (70, 100), (60, 100), (50, 100), (40, 100)),
    "E92000001": ((6800, 10000), (6900, 10000), (7000, 10000), (7000, 10000), (7000, 10000)),
}


def indicator(**changes):
    made = Indicator(
        key="ready_pct",
        label="Ready for school",
        form="share",
        per=100,
        unit="%",
        worse_when="lower",
        spread_over="nothing",
        geography="early-help-team",
        theme="Confident and learning",
        period="2018/19",
        source="made-up",
    )
    return replace(made, **changes)


def rows_of(made, counts=READY, periods=PERIODS):
    return [
        {
            "indicator": made.key,
            "place_id": place_id,
            "period": period,
            "value": None if n is None else made.per * x / n if n else x,
            "numerator": x if n else None,
            "denominator": n or None,
        }
        for place_id, history in counts.items()
        for period, (x, n) in zip(periods[-len(history) :], history, strict=True)
    ]


def pack_with(*made, rows=None, pack=None):
    """The tiny pack with these indicators too; `rows` are the figures of all of them."""
    pack = tiny_pack() if pack is None else pack
    made = made or (indicator(),)
    rows = rows_of(made[0]) if rows is None else rows
    figures = arrange(schema.INDICATOR_VALUES, pd.DataFrame(rows))
    catalogue = dict(pack.indicators) | {each.key: each for each in made}
    values = pd.concat([pack.indicator_values, figures], ignore_index=True)
    full = replace(
        pack,
        indicators=catalogue,
        indicator_values=protect(values, catalogue, pack.info.disclosure),
    )
    return replace(full, content_hash=hash_pack(full))
