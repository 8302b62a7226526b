"""What may be in a place is looked for among less, and the same is told of it."""

from pandas.testing import assert_frame_equal

from layers.cover.here import may_be_there, told_offers
from tests.kept_packs import starter_pack


def test_nothing_that_is_in_a_place_is_left_out():
    starter = starter_pack()
    ids = [str(key) for key in starter.places.index][:40]
    left_out = 0
    for key, among in zip(ids, may_be_there(starter, ids), strict=True):
        whole = told_offers(starter, key)
        part = told_offers(starter, key, among)
        left_out += len(whole) - len(part)
        assert {"is_running", "is_gap", "here", "source"} <= set(part.columns)
        assert_frame_equal(part, whole.loc[part.index, part.columns])
        assert not whole.drop(part.index)["here"].any()
    assert left_out > 0
