"""Places alike: judged by deprivation, rurality and size, by hand and by relations."""

from dataclasses import replace

import numpy as np
import pytest

from layers.exercise.similar import MEASURES, find_similar
from tests.awkward import awkward_pack
from tests.builders import tiny_pack


@pytest.fixture(scope="module")
def pack():
    return awkward_pack()


def kinds_and_places(pack):
    for kind in pack.info.place_kinds:
        for place in pack.places.index[pack.places["kind"] == kind]:
            yield kind, str(place)


def test_a_place_is_most_like_itself_and_the_order_is_that_of_the_distance(pack):
    for kind, place in kinds_and_places(pack):
        found = find_similar(pack, place)
        assert found.places.index[0] == place
        assert found.places["distance"].iloc[0] == 0
        rest = found.places["distance"].iloc[1:].dropna()
        assert rest.is_monotonic_increasing
        assert set(found.places.index) == set(pack.places.index[pack.places["kind"] == kind])


def test_likeness_goes_both_ways(pack):
    for kind, place in kinds_and_places(pack):
        here = find_similar(pack, place).places["distance"]
        for other in here.index:
            there = find_similar(pack, str(other)).places["distance"]
            assert there[place] == pytest.approx(here[other], nan_ok=True), kind


def test_the_distance_is_the_root_mean_square_of_standard_scores(pack):
    _, place = max(kinds_and_places(pack), key=lambda each: (pack.places["kind"] == each[0]).sum())
    found = find_similar(pack, place)
    table = found.places[list(found.used)]
    scores = (table - table.mean()) / table.std(ddof=0)
    other = found.places["distance"].last_valid_index()
    expected = np.sqrt(np.nanmean((scores.loc[other] - scores.loc[place]) ** 2))
    assert found.places.loc[other, "distance"] == pytest.approx(expected)


def test_a_measure_alike_everywhere_is_left_out_and_not_said():
    pack = tiny_pack()
    urban = replace(pack, areas=pack.areas.assign(rural_urban="Urban"))
    place = str(pack.places.index[pack.places["kind"] == "early-help-team"][0])
    found = find_similar(urban, place)
    assert "rural_share" not in found.used
    assert "rural" not in " ".join(found.notes())


def test_too_few_places_are_said_to_be_too_few(pack):
    for kind, place in kinds_and_places(pack):
        held = int((pack.places["kind"] == kind).sum())
        found = find_similar(pack, place)
        judged = int(found.places["distance"].iloc[1:].notna().sum())
        assert len(found.likest) == (0 if held < 3 else min(3, judged))
        if judged:
            assert ("too few" in found.sentence()) == (held < 3)


def test_people_who_are_not_known_are_nobody_s_and_not_nobody():
    pack = tiny_pack()
    team = str(pack.places.index[pack.places["kind"] == "early-help-team"][0])
    ages = [name for name in pack.areas.columns if name.startswith("people_")]
    unknown = pack.areas.copy()
    unknown.loc[:, ages] = np.nan
    found = find_similar(replace(pack, areas=unknown), team)
    assert found.places[list(MEASURES)].isna().all(axis=None)
    assert found.likest == []


def unknown_need_in(pack, place):
    """Return a pack in which need is not known of any area of a place."""
    inside = pack.membership.loc[pack.membership["place_id"] == place, "area_id"]
    rows = pack.indicator_values["place_id"].isin(inside)
    blank = ["value", "decile", "numerator"]
    values = pack.indicator_values.copy()
    values.loc[rows, blank] = np.nan
    return replace(pack, indicator_values=values)


def test_a_place_of_which_less_is_known_is_ranked_with_no_other(pack):
    places = pack.places.index[pack.places["kind"] == "ward"]
    first, lacking = (str(place) for place in find_similar(pack, str(places[0])).places.index[:2])
    found = find_similar(unknown_need_in(pack, lacking), first)
    assert "needy_share" in found.used
    assert np.isnan(found.places.loc[lacking, "distance"])
    assert lacking not in found.likest
    assert found.missing()["places"] >= 1
    assert "not judged" in " ".join(found.notes())
    itself = find_similar(unknown_need_in(pack, lacking), lacking)
    assert itself.likest == []
    assert "cannot be told" in itself.sentence()


def test_likeness_says_what_it_is_judged_by(pack):
    places = pack.places.index[pack.places["kind"] == "ward"]
    said = " ".join(find_similar(pack, str(places[0])).notes())
    assert "root mean square" in said
    assert "straight-line" not in said
    assert "the share of its under-18s in" in said
