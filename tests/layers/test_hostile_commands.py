"""Commands given what they were not made for: a share of `python -m tests.attacks.alive`."""

import pytest

from tests.hostile.commands import Bench, run, some

TRIED = 80


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return Bench(tmp_path_factory.mktemp("bench"))


@pytest.mark.sweep
def test_every_option_ends_in_an_answer_or_in_a_message_and_two(bench):
    ends = [run(words, bench.here) for words in some(list(bench.trials()), TRIED, seed=4)]
    assert [end for end in ends if not end.is_well_ended] == []
    assert {end.status for end in ends} == {0, 2}


@pytest.mark.parametrize("command", ["scenario", "standardise", "profile", "map", "gaps"])
def test_a_folder_and_a_damaged_file_for_a_file(bench, command):
    option = {"scenario": "--file", "standardise": "--counts", "gaps": "--pack"}.get(command)
    for path in bench.paths:
        end = run(bench.words(command, option or "--pack", path), bench.here)
        assert end.is_well_ended, end
        assert end.status == 2
