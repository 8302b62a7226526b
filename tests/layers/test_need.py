import pandas as pd

from layers.need import measure_need, rank_tenths
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
