import math
from dataclasses import replace

import pandas as pd
import pytest

from layers.need import measure_need, rank_tenths
from tests.awkward import AREAS, DECILES, awkward_pack
from tests.builders import NEED_DECILES, tiny_pack


def test_published_tenths_are_used_as_they_are():
    need = measure_need(tiny_pack(), "idaci_rank")
    assert need.deciles.to_dict() == NEED_DECILES
    assert need.basis == "national tenths, as published"


def test_without_published_tenths_areas_are_ranked_among_themselves():
    """Values are 3,000 × the usual tenth, lower is worse: A1 and C3 tie as neediest."""
    pack = tiny_pack()
    values = pack.indicator_values.assign(decile=float("nan"))
    object.__setattr__(pack, "indicator_values", values)
    need = measure_need(pack, "idaci_rank")
    assert need.deciles[["A1", "C3", "A2", "C2"]].tolist() == [1, 1, 3, 9]
    assert need.basis == "tenths of the 9 neighbourhoods of Tiny and Testing"


def test_ties_share_the_needier_tenth_and_missing_stays_missing():
    values = pd.Series([5.0, 5.0, 1.0, None, 3.0])
    found = rank_tenths(values, higher_is_needier=True)
    assert found.tolist()[:3] == [1, 1, 8]
    assert pd.isna(found[3])


def test_the_direction_turns_the_order_round():
    values = pd.Series(range(10))
    assert rank_tenths(values, higher_is_needier=True).tolist() == list(range(10, 0, -1))
    assert rank_tenths(values, higher_is_needier=False).tolist() == list(range(1, 11))


def test_a_measure_of_need_comes_with_its_own_values_and_source():
    """N4 has no rank; rows of another measure and of another year are not read."""
    pack = awkward_pack()
    rows = pack.indicator_values
    older = rows[rows["indicator"] == "idaci_rank"].assign(period="2019", value=1.0, decile=10.0)
    pack = replace(pack, indicator_values=pd.concat([older, rows.iloc[::-1]]))
    need = measure_need(pack, "idaci_rank")
    expected = [DECILES[key] or math.nan for key in AREAS]
    assert need.deciles.tolist() == pytest.approx(expected, nan_ok=True)
    values = need.values  # noqa: PD011
    assert values.tolist() == pytest.approx([3000 * each for each in expected], nan_ok=True)
    assert list(need.deciles.index) == list(values.index) == list(AREAS)
    assert need.indicator is pack.indicators["idaci_rank"]
    assert need.source is pack.info.sources["made-up"]
    assert need.missing == 1
    assert need.basis == "national tenths, as published"


def test_one_published_tenth_is_enough_to_use_them():
    need = measure_need(tiny_pack(deciles={"B2": 4}), "idaci_rank")
    assert need.deciles["B2"] == 4
    assert need.missing == 8
    assert need.basis == "national tenths, as published"


def test_a_measure_that_is_worse_when_higher_is_ranked_from_the_highest():
    """No tenths published, values 1 to 8: E1 has the highest and is first."""
    pack = awkward_pack()
    rank = pack.indicators["idaci_rank"]
    values = pd.DataFrame(
        {
            "indicator": "rate",
            "place_id": AREAS,
            "period": "2025",
            "value": [1.0, 2, 3, 4, 5, 6, math.nan, 8],
            "decile": math.nan,
        }
    )
    pack = replace(
        pack,
        indicators={
            "rate": replace(rank, key="rate", worse_when="higher"),
            "turned": replace(rank, key="turned", worse_when="lower"),
        },
        indicator_values=pd.concat([values, values.assign(indicator="turned")]),
    )
    higher, lower = measure_need(pack, "rate"), measure_need(pack, "turned")
    assert higher.deciles.tolist() == pytest.approx([9, 8, 6, 5, 3, 2, math.nan, 1], nan_ok=True)
    assert lower.deciles.tolist() == pytest.approx([1, 2, 3, 5, 6, 8, math.nan, 9], nan_ok=True)
    assert higher.missing == 1
    assert higher.basis == "tenths of the 8 neighbourhoods of Awkwardshire"


def test_where_nothing_is_known_nothing_is_ranked():
    need = measure_need(tiny_pack(deciles={}), "idaci_rank")
    assert need.deciles.isna().all()
    assert need.missing == 9
    assert rank_tenths(pd.Series([7.0]), higher_is_needier=True).tolist() == [1]
