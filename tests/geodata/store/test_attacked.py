"""Many writers at once, and writers that are killed: a share of what `make attacks` does."""

import pytest

from tests.attacks.stores import NEVER_MET, kill_many, write_many
from tests.sweeps import with_sweeps

WRITING = {"60 edits by 3": (60, 3), "240 edits by 8": (240, 8)}
KILLS = {"4 kills": 4, "12 kills": 12}


@pytest.mark.parametrize("asked", with_sweeps(WRITING, working=["60 edits by 3"]))
def test_no_edit_of_many_writers_is_lost_and_each_conflict_is_told(new_url, asked):
    for _ in range(5):  # few writers on a busy machine may each be alone: then it is tried again
        told = write_many(new_url(), *WRITING[asked])
        if told != [NEVER_MET]:
            break
    assert told == []


@pytest.mark.parametrize("asked", with_sweeps(KILLS, working=["4 kills"]))
def test_nothing_that_was_confirmed_is_lost_by_a_kill(new_url, asked):
    assert kill_many(new_url, KILLS[asked]) == []
