"""Places made of areas: which they are, what is added up over them, and whose an area is."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geodata.errors import QuestionError
from layers.places import (
    count_by_place,
    find_place,
    member_areas,
    places_of_kind,
    primary_place,
    sum_by_place,
)
from tests.awkward import AREAS, awkward_pack

NAN = float("nan")
PACK = awkward_pack()
TEAM = "early-help-team"


def figures(**columns):
    return pd.DataFrame(columns, index=pd.Index(AREAS, name="area_id"))


def with_empty_team():
    """A team that holds no area: to come second by name."""
    north = PACK.places.loc[["east"]].rename(index={"east": "north"}).assign(name="Ely")
    return replace(PACK, places=pd.concat([PACK.places, north]))


def test_places_of_a_kind_come_by_name():
    assert places_of_kind(PACK, TEAM)["name"].tolist() == ["East", "Middle", "West"]
    assert places_of_kind(PACK, "district").index.tolist() == ["D2", "D1"]  # Eastshire, Westshire
    assert places_of_kind(PACK, "parish").empty


def test_counts_are_added_up_by_the_share_inside():
    """N2 is 0.3 West and 0.7 Middle: West 10 + 0.3 × 100, Middle 0.7 × 100 + 1 + 2."""
    table = sum_by_place(
        PACK,
        TEAM,
        figures(
            children=[10.0, 100, 1, 2, 5, 6, NAN, 0], known=[NAN, NAN, 4, NAN, 1, NAN, NAN, NAN]
        ),
    )
    assert table.index.name == "place_id"
    assert table.to_dict("list") == {
        "place": ["East", "Middle", "West"],
        "kind": [TEAM] * 3,
        "areas": [4, 3, 2],
        "children": [11, 73, 40],
        "known": pytest.approx([1, 4, NAN], nan_ok=True),
    }
    assert table["areas"].dtype == int


def test_another_kind_is_added_up_apart():
    table = sum_by_place(PACK, "district", figures(children=np.arange(1.0, 9.0)))
    assert table["place"].to_dict() == {"D2": "Eastshire", "D1": "Westshire"}
    assert table["children"].to_dict() == {"D2": 5 + 6 + 7 + 8, "D1": 1 + 2 + 3 + 4}


def test_figures_may_come_in_any_order():
    forwards = figures(children=np.arange(1.0, 9.0))
    pd.testing.assert_frame_equal(
        sum_by_place(PACK, TEAM, forwards), sum_by_place(PACK, TEAM, forwards.iloc[::-1])
    )


def test_a_place_without_areas_has_none_and_no_figure():
    table = sum_by_place(with_empty_team(), TEAM, figures(children=np.ones(8)))
    assert table["place"].tolist() == ["East", "Ely", "Middle", "West"]
    assert table.loc["north", "areas"] == 0
    assert np.isnan(table.loc["north", "children"])
    assert table["areas"].dtype == int
    counts = count_by_place(with_empty_team(), TEAM, figures(flag=[True] * 8)["flag"])
    assert counts.to_dict() == {"east": 4, "north": 0, "middle": 3, "west": 2}


def test_an_area_that_is_flagged_counts_as_one_in_each_place_it_touches():
    flags = figures(flag=[False, True, False, True, False, False, True, False])["flag"]
    counts = count_by_place(PACK, TEAM, flags)
    assert counts.to_dict() == {"east": 1, "middle": 2, "west": 1}
    assert list(counts.index) == ["east", "middle", "west"]
    assert counts.dtype == float
    assert count_by_place(PACK, TEAM, flags.iloc[::-1]).equals(counts)
    assert count_by_place(PACK, "district", flags).to_dict() == {"D2": 1, "D1": 2}
    assert count_by_place(PACK, TEAM, flags & False).tolist() == [0, 0, 0]


def test_a_place_is_found_by_its_id():
    assert find_place(PACK, "west")["name"] == "West"
    with pytest.raises(QuestionError) as caught:
        find_place(PACK, "north")
    [problem] = caught.value.problems
    assert problem.where == "the place"
    assert problem.found == "'north'"
    assert problem.expected == "the id of one of the 13 places of Awkwardshire"
    assert problem.fix == "Choose one from the Places page, or by the command places."


def test_the_areas_of_a_place_come_with_the_share_inside():
    shares = member_areas(PACK, "middle")
    assert shares.to_dict() == {"N2": 0.7, "N3": 1.0, "N4": 1.0}
    assert (shares.index.name, shares.name) == ("area_id", "share")
    assert member_areas(PACK, "north").empty


def test_an_area_belongs_to_the_place_that_holds_most_of_it():
    chosen = primary_place(PACK, TEAM)
    assert chosen.index.tolist() == list(AREAS)
    assert chosen.tolist() == ["west", "middle", "middle", "middle", *["east"] * 4]
    assert primary_place(PACK, "district").tolist() == ["D1"] * 4 + ["D2"] * 4
    nobodys = replace(PACK, membership=PACK.membership[PACK.membership["area_id"] != "R2"])
    assert primary_place(nobodys, TEAM).isna().tolist() == [*[False] * 5, True, False, False]
