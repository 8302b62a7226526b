"""How much each door states: what is not stated is left out, and what cannot be is refused."""

from dataclasses import replace

import numpy as np
import pytest

from geodata.errors import QuestionError
from layers.question.doors import asked_doors, own_doors
from layers.supply import capacity_unit, stated_supply, usable_supply
from tests.awkward import awkward_pack, awkward_question

PACK = awkward_pack()
SERVICE = PACK.info.services["family-centres"]
OPEN = ["split-a", "split-b", "hub", "linked", "rough", "ageless"]


def asked(pack=PACK, service=None, **changes):
    return asked_doors(pack, awkward_question(pack, service, **changes))


def doors(**columns):
    return asked().assign(**columns)


def refusal(measure, **columns):
    with pytest.raises(QuestionError) as caught:
        usable_supply(doors(**columns), measure, SERVICE)
    [problem] = caught.value.problems
    return problem.where, problem.found, problem.expected, problem.fix


def test_doors_are_the_open_ones_in_the_packs_order():
    assert sorted(asked().index) == sorted(OPEN)
    backwards = replace(PACK, assets=PACK.assets.iloc[::-1])
    assert list(asked(backwards).index) == list(asked().index)[::-1]
    assert list(asked(service="libraries").index) == ["library"]


def test_doors_across_the_border_count_unless_they_are_left_out_and_are_never_our_own():
    assets = PACK.assets.copy()
    assets.loc["rough", "across_border"] = True
    pack = replace(PACK, assets=assets)
    assert sorted(asked(pack).index) == sorted(OPEN)
    left = sorted(set(OPEN) - {"rough"})
    assert sorted(asked(pack, border=False).index) == left
    assert sorted(own_doors(pack, awkward_question(pack)).index) == left


def test_a_door_counts_as_one_whatever_it_states():
    counted = stated_supply(doors(staff_fte=np.nan), "doors")
    assert counted.to_dict() == dict.fromkeys(asked().index, 1.0)


def test_what_is_stated_is_a_number_and_the_rest_is_missing():
    staff = stated_supply(doors(staff_fte=["2", 0, None, 1.5, None, None]), "staff_fte")
    assert staff.dtype == float
    assert staff.tolist() == pytest.approx([2, 0, *[np.nan], 1.5, *[np.nan] * 2], nan_ok=True)
    usable = usable_supply(doors(staff_fte=[2, 0, None, 1.5, np.inf, None]), "staff_fte", SERVICE)
    assert usable.tolist() == [2, 0, 1.5]
    assert list(usable.index) == [asked().index[n] for n in (0, 1, 3)]


@pytest.mark.parametrize(
    ("capacities", "units", "unit"),
    [
        ([5, 6, None, None, None, None], ["seats", "seats", None, None, None, "beds"], "seats"),
        ([5, 6, None, None, None, None], ["seats", None, None, None, None, None], "seats"),
        ([5, 6, None, None, None, None], ["seats", "beds", None, None, None, None], None),
        ([5, 6, None, None, None, None], [None] * 6, "places"),
        ([None] * 6, ["seats"] * 6, "places"),
    ],
)
def test_the_unit_is_that_of_the_capacities_stated(capacities, units, unit):
    assert capacity_unit(doors(capacity=capacities, capacity_unit=units)) == unit


def test_a_measure_that_nobody_states_is_refused():
    assert refusal("staff_fte", staff_fte=None) == (
        "the supply of child and family centres",
        "none stated by any of 6 sites",
        "full-time staff stated by at least one site",
        "Ask for doors, or state it in the register.",
    )


def test_a_service_without_doors_has_an_empty_supply():
    assert usable_supply(doors().iloc[:0], "staff_fte", SERVICE).empty


def test_capacities_of_different_things_are_refused():
    mixed = {"capacity": [5, 6, 1, 1, 1, 1], "capacity_unit": ["seats", *["beds"] * 5]}
    assert refusal("capacity", **mixed) == (
        "the supply of child and family centres",
        "capacities that count different things",
        "one unit",
        "Ask for doors, or state it in the register.",
    )
    assert usable_supply(doors(staff_fte=1.0, **mixed), "staff_fte", SERVICE).tolist() == [1.0] * 6


def test_less_than_nothing_is_refused_and_nothing_is_not():
    worst = asked().index[3]
    assert refusal("staff_fte", staff_fte=[1, -0.5, 0, -2.5, 1, 1]) == (
        "the supply of child and family centres",
        f"-2.5 at {worst}",
        "nothing below 0",
        "Correct it.",
    )
    none = usable_supply(doors(staff_fte=[0, 0.5, 1, 1, 1, 1]), "staff_fte", SERVICE)
    assert none.iloc[0] == 0
