"""What may be in a place is looked for among less, and the same is told of it."""

from pandas.testing import assert_frame_equal

from geodata.pack import STARTER, read_pack
from layers.cover.here import may_be_there, told_offers
from layers.serving import served_areas


def test_nothing_that_is_in_a_place_is_left_out():
    starter = read_pack(STARTER)
    ids = [str(key) for key in starter.places.index][:40]
    shares = served_areas(starter, starter.assets)
    left_out = 0
    for key, among in zip(ids, may_be_there(starter, ids), strict=True):
        whole = told_offers(starter, key, shares)
        part = told_offers(starter, key, shares, among)
        left_out += len(whole) - len(part)
        assert_frame_equal(part, whole.loc[part.index])
        assert not whole.drop(part.index)["here"].any()
    assert left_out > 0
