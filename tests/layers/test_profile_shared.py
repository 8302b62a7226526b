"""What all places share is worked out once, and changes nothing that is said of any of them."""

from dataclasses import replace

import pytest

from layers.exercise import held as held_module
from layers.exercise.held import Held
from layers.exercise.one_place import measure_exercise
from layers.gaps import measure_gaps
from layers.profile.asked import Shared, ask
from layers.profile.profile import measure_profile
from layers.question.question import default_question
from tests.awkward import awkward_pack, awkward_question
from tests.kept_packs import starter_pack
from tests.sweeps import with_sweeps


def asked_of(pack, question):
    return measure_gaps(pack, question), list(
        pack.places.index[pack.places["kind"] == question.place_kind]
    )


@pytest.mark.parametrize("which", with_sweeps(["starter", "awkward"], working=["awkward"]))
def test_an_exercise_says_the_same_whoever_keeps_what_places_share(which):
    pack = starter_pack() if which == "starter" else awkward_pack()
    question = default_question(pack) if which == "starter" else awkward_question(pack)
    gaps, places = asked_of(pack, question)
    held = Held(pack)
    for place_id in places[:3]:
        alone = measure_exercise(replace(pack), gaps, place_id)  # a pack that nobody asked yet
        shared = measure_exercise(pack, gaps, place_id, held=held)
        assert shared.table.equals(alone.table)
        assert shared.matrix.cells.equals(alone.matrix.cells)
        assert shared.notes() == alone.notes()


def test_a_comparison_is_worked_out_once_for_all_places(monkeypatch):
    counted = []
    real = held_module.measure_comparison
    monkeypatch.setattr(
        held_module, "measure_comparison", lambda *of: counted.append(of[1:]) or real(*of)
    )
    pack = awkward_pack()
    question = awkward_question(pack)
    shared = Shared(pack, question)
    places = list(pack.places.index[pack.places["kind"] == question.place_kind])
    assert len(places) == 3
    for place_id in places:
        measure_profile(ask(shared, place_id))
    assert counted
    assert len(counted) == len(set(counted))


def test_two_who_ask_at_once_of_different_places_are_told_their_own():
    """What is kept of the place last asked for may be replaced before it is handed on."""

    class Interrupted(Held):
        @property
        def _told(self):
            return vars(self).get("kept")

        @_told.setter
        def _told(self, kept):
            vars(self)["kept"] = kept
            if kept is not None and kept[0] == "middle":
                self.told("east")  # another visitor, between keeping and handing on

    pack = awkward_pack()
    told = Interrupted(pack).told("middle")
    assert told.equals(Held(pack).told("middle"))
    assert not told.equals(Held(pack).told("east"))


def test_who_asks_in_people_is_answered_for_the_own_question():
    class Interrupted(Held):
        @property
        def _people(self):
            return vars(self).get("kept")

        @_people.setter
        def _people(self, kept):
            vars(self)["kept"] = kept
            if kept is not None and kept[0] is first:
                self.people(second)

    pack = awkward_pack()
    first, second = (
        measure_gaps(pack, replace(awkward_question(pack), limit_min=limit)) for limit in (10, 12)
    )
    assert Interrupted(pack).people(first).question.limit_min == 10
