"""Which area each origin lies in, found once for a pack and never carried over to another."""

import gc
from dataclasses import replace

import numpy as np

from layers import homes
from layers.homes import by_area, origin_rows
from tests.awkward import awkward_pack

PACK = awkward_pack()


def test_every_origin_has_the_row_of_its_area():
    rows = origin_rows(PACK)
    assert PACK.areas.index[rows].tolist() == PACK.origins["area_id"].tolist()
    assert origin_rows(replace(PACK, places=PACK.places.iloc[:1])) is rows
    assert by_area(PACK).codes.tolist() == rows.tolist()


def test_another_order_of_areas_or_other_origins_have_rows_of_their_own():
    """The hash is the same on purpose: what is kept is kept by the tables, not by it."""
    turned = replace(PACK, areas=PACK.areas.iloc[::-1])
    assert turned.areas.index[origin_rows(turned)].tolist() == PACK.origins["area_id"].tolist()
    fewer = replace(PACK, origins=PACK.origins.iloc[2:])
    assert origin_rows(fewer).tolist() == origin_rows(PACK)[2:].tolist()


def test_an_origin_of_an_area_that_is_not_held_has_no_row():
    gone = replace(PACK, areas=PACK.areas.iloc[1:])
    left = (PACK.origins["area_id"] == PACK.areas.index[0]).to_numpy()
    assert np.array_equal(origin_rows(gone) < 0, left)
    assert left.any()


def test_what_was_found_goes_with_the_pack():
    gc.collect()
    before = set(homes._FOUND)
    passing = replace(PACK, origins=PACK.origins.copy())
    origin_rows(passing)
    (key,) = homes._FOUND.keys() - before
    del passing
    gc.collect()
    assert key not in homes._FOUND
