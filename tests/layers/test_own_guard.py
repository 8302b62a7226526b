"""Sensitive figures of places of one's own: none of few people, and none by taking away."""

import itertools

import numpy as np
import pytest
from pandas import Series

from geodata.errors import QuestionError
from layers.apportion import apportion_to_places
from layers.gaps import measure_gaps
from layers.own_places.beside import with_own_places
from layers.own_places.guard import FEW, find_guarded, guard_all
from layers.own_places.recipes import OWN, Combined, Existing, OwnPlace, OwnPlaces, Picked
from layers.question.address import mend_query
from layers.question.question import default_question
from layers.ranks.index import measure_index
from tests.attacks.planting import Plants, planted_pack
from tests.builders import tiny_pack
from tests.layers.test_own_places import square

COUNT, SHARE = "area_count_1", "area_share_1"
PACK = planted_pack(Plants(rng=np.random.default_rng(7)))
KEYS = list(PACK.areas.index)


def own(**recipes):
    return OwnPlaces(
        places=tuple(
            OwnPlace(name=name, recipe=Picked(area_ids=tuple(each.split())))
            if isinstance(each, str)
            else OwnPlace(name=name, recipe=each)
            for name, each in recipes.items()
        )
    )


def guarded(**recipes):
    pack = with_own_places(PACK, own(**recipes))
    names = pack.places["name"]
    return {str(names[key]): why for key, why in pack.added.guarded.items()}


def test_a_place_of_few_is_guarded():
    assert guarded(one="A1") == {"one": FEW}
    assert guarded(two="A1 B2") == {}
    assert guarded(sliver=square(0, 0, 0.3, 1)) == {"sliver": FEW}


def test_a_place_that_differs_by_few_is_guarded():
    assert "Team Alder" in guarded(more="A1 A2 A3 B2")["more"]
    assert guarded(less="A1 A2")["less"].endswith("from Team Alder")
    assert "Tiny and Testing" in guarded(most="A1 A2 A3 B1 B2 B3 C1 C2")["most"] or (
        "Tinyshire" in guarded(most="A1 A2 A3 B1 B2 B3 C1 C2")["most"]
    )
    assert guarded(same="A1 A2 A3") == {}
    assert guarded(same=Existing(place_id="team-a"), other="A1 B1 C2") == {}


def test_two_drawn_places_that_differ_by_few_are_both_guarded():
    found = guarded(one="A1 B2", two="A1 B2 C3")
    assert found.keys() == {"one", "two"}
    assert "another place of your own" in found["one"]
    west, wider = square(0, 0, 1.5, 1.4), square(0, 0, 1.8, 1.4)
    assert "wider" in guarded(west=west, wider=wider)


def test_what_two_others_leave_over_is_guarded():
    """Team Alder and Team Birch together, and one more; or the whole without one team and one."""
    both = "A1 A2 A3 B1 B2 B3 C1"
    assert "Team Alder and Team Birch together" in guarded(more=both)["more"] or (
        "without" in guarded(more=both)["more"]
    )
    assert guarded(both="A1 A2 A3 B1 B2 B3") == {}
    drawn = guarded(left="A1 B1", right="A2 B2", sum="A1 B1 A2 B2 C3")
    assert "sum" in drawn


def test_a_guarded_place_of_few_is_no_way_to_another():
    """Where it has no figures, nothing can be taken from others by it."""
    assert guarded(one="A1", team="A1 A2 A3") == {"one": FEW}


def test_nothing_is_guarded_where_nothing_of_areas_is_sensitive():
    pack = tiny_pack()
    shares = {"own-x": Series({"A1": 1.0})}
    assert find_guarded(pack, shares) == {}
    assert guard_all(pack, shares) == {"own-x": FEW}


def test_a_guarded_place_gets_no_sensitive_figure_and_says_why():
    pack = with_own_places(PACK, own(one="A1", two="A1 B2"))
    figures = apportion_to_places(pack, COUNT, OWN).figures.set_index("place")
    assert np.isnan(figures.loc["one", "value"])
    assert figures.loc["one", "note"].startswith("suppressed")
    assert figures.loc["two", "note"] == "" or np.isnan(figures.loc["two", "value"])
    assert "No sensitive figure is given for it" in pack.places["note"].iloc[-2]
    question = default_question(pack, need=SHARE, place_kind=OWN)
    with pytest.raises(QuestionError, match="get no figure of it: one"):
        measure_gaps(pack, question)
    with pytest.raises(QuestionError, match="get no figure of it: one"):
        measure_index(pack, {SHARE: 1.0, "idaci_rank": 1.0}, place_kind=OWN)
    mended, [problem] = mend_query({"need": SHARE, "kind": OWN}, pack)
    assert mended.place_kind != OWN
    assert "sensitive" in problem.where or "kind" in problem.where
    measure_gaps(pack, default_question(pack, place_kind=OWN))
    measure_gaps(pack, default_question(pack, need=SHARE))


def test_a_sliver_between_two_places_gets_no_figure():
    pack = with_own_places(PACK, own(less="A1 A2", far="A1 C3 B2 C1"))
    figures = apportion_to_places(pack, COUNT, OWN).figures.set_index("place")
    assert np.isnan(figures.loc["less", "value"])
    assert figures.loc["less", "note"].startswith("suppressed: too few")


def test_land_that_is_drawn_tells_nothing_sensitive():
    land = next(
        key
        for key, each in PACK.indicators.items()
        if each.spread_over == "land" and each.geography == "area"
    )
    pack = with_own_places(PACK, own(two="A1 B2"))
    with pytest.raises(QuestionError, match="spreads over land"):
        apportion_to_places(pack, land, OWN)


def sets():
    """Many sets of places: each pair of areas, what is left, slivers, and combinations."""
    rng = np.random.default_rng(3)
    for one, other in itertools.combinations(KEYS, 2):
        yield own(pair=f"{one} {other}")
    for _ in range(25):
        some = [" ".join(rng.choice(KEYS, size=int(rng.integers(2, 8)), replace=False))
                for _ in range(3)]  # fmt: skip
        yield own(a=some[0], b=some[1], c=some[2])
    for cut in np.linspace(0.6, 2.8, 14):
        yield own(west=square(0, 0, float(cut), 3), low=square(0, 0, 3, float(cut)))
    for team in ("team-a", "team-b"):
        rest = Combined(how="difference", parts=(Existing(place_id="D1"), Existing(place_id=team)))
        yield own(rest=rest, nearly=Combined(how="difference", parts=(rest, square(0, 0, 3, 1))))


def test_no_set_of_places_tells_one_suppressed_count_from_another():
    """Two packs of other counts that are published alike answer every set of places alike.

    So whoever takes the answers of any number of sets from one another learns no more than what
    is published: each suppressed count may be any of those that both packs were planted with.
    """
    like = Plants(rng=np.random.default_rng(8))
    other = planted_pack(Plants(rng=np.random.default_rng(7)), like=like)
    asked = 0
    for each in sets():
        answers = []
        for pack in (PACK, other):
            mine = with_own_places(pack, each)
            tables = [apportion_to_places(mine, key, OWN).figures for key in (COUNT, SHARE)]
            answers.append("".join(table.to_csv() for table in tables))
        assert answers[0] == answers[1]
        asked += 1
    assert asked > 75
