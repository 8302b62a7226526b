"""What must hold of places however their areas are shared out among them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.gaps import COUNTS, measure_gaps
from layers.places import sum_by_place
from layers.shares import SHARES, place_shares_of
from tests.awkward import awkward_pack, awkward_question
from tests.sweeps import examples

PACK = awkward_pack()
AREAS = list(PACK.areas.index)
TEAMS = list(PACK.places.index[PACK.places["kind"] == "early-help-team"])
KIND = "early-help-team"

parts = st.lists(
    st.tuples(*[st.integers(0, 5) for _ in TEAMS]).filter(any),
    min_size=len(AREAS),
    max_size=len(AREAS),
)
counts = st.lists(
    st.one_of(st.integers(0, 500), st.none()), min_size=len(AREAS), max_size=len(AREAS)
)


def shared_out(shares):
    """The pack with its areas shared out among the teams, each whole."""
    rows = [
        (team, area, part / sum(of_area))
        for area, of_area in zip(AREAS, shares, strict=True)
        for team, part in zip(TEAMS, of_area, strict=True)
        if part
    ]
    others = PACK.membership[~PACK.membership["place_id"].isin(TEAMS)]
    made = pd.DataFrame(rows, columns=["place_id", "area_id", "share"])
    return replace(PACK, membership=pd.concat([others, made], ignore_index=True))


def of_areas(numbers):
    return pd.DataFrame(
        {"count": pd.array(numbers, dtype="Float64").to_numpy(float, na_value=np.nan)}, index=AREAS
    )


@given(parts, counts)
def test_places_that_share_every_area_out_add_up_to_all_of_them(shares, numbers):
    figures = of_areas(numbers)
    sums = sum_by_place(shared_out(shares), KIND, figures)
    assert sums["count"].sum() == pytest.approx(figures["count"].sum())


@given(parts, counts)
def test_a_place_is_the_sum_of_its_parts_worked_one_by_one(shares, numbers):
    pack = shared_out(shares)
    found = sum_by_place(pack, KIND, of_areas(numbers))
    for column, team in enumerate(TEAMS):
        held = [
            (part[column] / sum(part), number)
            for part, number in zip(shares, numbers, strict=True)
            if part[column]
        ]
        known = [share * number for share, number in held if number is not None]
        assert found["areas"][team] == len(held)
        if known:
            assert found["count"][team] == pytest.approx(sum(known))
        else:
            assert np.isnan(found["count"][team])


@examples(20)
@given(parts)
def test_every_count_of_an_answer_adds_up_whatever_the_teams(shares):
    pack = shared_out(shares)
    gaps = measure_gaps(pack, awkward_question(pack))
    for count in (name for name in COUNTS if name.endswith("_children")):  # areas lie in several
        assert gaps.places[count].sum() == pytest.approx(gaps.total[count])


@examples(20)
@given(parts)
def test_shares_lie_between_none_and_all_and_count_who_is_not_known(shares):
    pack = shared_out(shares)
    gaps = measure_gaps(pack, awkward_question(pack))
    found = place_shares_of(pack, gaps)
    for share in SHARES:
        known = found[share].dropna()
        assert ((known > -1e-9) & (known < 1 + 1e-9)).all()
    assert found["unknown_children"].sum() == pytest.approx(gaps.total["unknown_children"])
