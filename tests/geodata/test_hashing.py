import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.hashing import hash_tables

TEXTS = st.lists(st.none() | st.text(max_size=4), max_size=6)


def hashed(cells, dtype="str", index=None):
    table = pd.DataFrame({"name": pd.Series(cells, index=index, dtype=dtype)})
    return hash_tables("description", {"table": table})


@given(TEXTS, TEXTS)
def test_only_the_same_texts_have_the_same_hash(first, second):
    assert (hashed(first) == hashed(second)) == (first == second)


@given(TEXTS)
def test_how_texts_are_kept_changes_nothing(cells):
    longer = pd.Series([None, "x", *cells, "y"], dtype="str")
    part = longer.iloc[2:-1].reset_index(drop=True)
    assert hashed(cells) == hashed(cells, dtype=object) == hashed(part)


@pytest.mark.parametrize(
    ("first", "second", "dtype"),
    [
        (["ab", "c"], ["a", "bc"], "str"),
        (["", None], [None, ""], "str"),
        ([1.0, np.nan], [np.nan, 1.0], float),
        ([1.0], [1.0 + 1e-15], float),
        ([True, False], [False, True], bool),
        ([1, 2], [2, 1], "int32"),
    ],
)
def test_any_difference_shows(first, second, dtype):
    assert hashed(first, dtype) != hashed(second, dtype)
    assert hashed(first, dtype) == hashed(list(first), dtype)


def test_names_and_order_are_part_of_the_hash():
    table = pd.DataFrame({"a": [1.0], "b": [2.0]})
    others = [table.rename(columns={"a": "c"}), table[["b", "a"]], table.set_axis(["x"])]
    told = [hash_tables("d", {"t": each}) for each in (table, *others)]
    told += [hash_tables("e", {"t": table}), hash_tables("d", {"u": table})]
    assert len(set(told)) == len(told)
